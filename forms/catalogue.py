"""The catalogue of the forms that come with Dabir, read from ``index.toml``; their workbooks stand beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_FOLDER = resources.files("forms")


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """A form that comes with Dabir: its id, titles by language, version, and the resolution it was made for, if any."""

    id: str
    titles: Mapping[str, str]
    version: int = 1
    resolution: int | None = None

    @property
    def file_name(self) -> str:
        return f"{self.id}.xlsx"

    def workbook(self) -> bytes:
        """Read its XLSForm."""
        return (_FOLDER / self.file_name).read_bytes()


@cache
def shipped_forms() -> tuple[ShippedForm, ...]:
    """Return the forms in the order of the index."""
    index = tomllib.loads((_FOLDER / "index.toml").read_text("utf-8"))
    return tuple(
        ShippedForm(name, {"fa": said["fa"], "en": said["en"]}, said["version"], said.get("resolution"))
        for name, said in index.items()
    )
