"""The picture of the obligations' status, drawn by a job. Imported only where jobs run: it sets type."""

import json
from pathlib import Path
from typing import Any, Literal

import typst

from services.organisation import Store

HERE = Path(__file__).parent

PIXELS_PER_INCH = 144
"""The resolution of a picture: a slide of 960 by 540 points gets 1920 by 1080 pixels."""

ONE_COLUMN = 12
"""The most agencies that stand below each other in one column; more of them stand in two."""


def draw(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Draw ``{slides, at}``, words ready to be read; return ``{pictures, at}``, a PNG's hash for each slide.

    A slide is ``{rtl, title, meeting, answered, of-what, at, more, legend, rows, most}``: ``legend`` is [stage, label,
    number] of each stage, a row is ``{name, total, pieces}`` with [stage, count, number] of each piece of its bar, and
    ``most`` the count of the longest bar.
    """
    return {"pictures": [store.write(_png(slide)) for slide in params["slides"]], "at": params["at"]}


def _png(slide: dict[str, Any]) -> bytes:
    return typeset(slide, "png")


def typeset(slide: dict[str, Any], kind: Literal["png", "svg"]) -> bytes:
    """Typeset one slide as a file of that kind."""
    columns = 1 if len(slide["rows"]) <= ONE_COLUMN else 2
    return typst.compile(
        HERE / "status_picture.typ",
        format=kind,
        ppi=PIXELS_PER_INCH,
        font_paths=[HERE / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"slide": json.dumps({**slide, "columns": columns})},
    )
