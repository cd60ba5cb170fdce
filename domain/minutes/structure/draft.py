"""A resolution as it was found, before it is understood."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.minutes.doubts import Doubt


@dataclass
class Draft:
    """What a table's row, a numbered paragraph or a labelled block gives of one resolution, as typed.

    `owners` is None where nothing has a place for them, so that they are sought in the text. `assured` is false when
    only its number says that it is a resolution.
    """

    text: str
    number: int | None = None
    owners: list[str] | None = None
    partners: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    assured: bool = True
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, **params: str | int) -> None:
        self.doubts.append(Doubt(code, params))
