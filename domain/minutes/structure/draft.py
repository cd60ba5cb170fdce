"""Resolutions as they were found, before their words are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.minutes.doubts import Doubt


@dataclass
class Draft:
    """A resolution as typed in a table's row, a numbered paragraph or a labelled block.

    `owners` is None where no cell or label has a place for them, so that they are sought in the text. `above` are the
    owners in a heading, who answer where neither does. `columns` are the headings of a table inside it. `assured` is
    false when only its number shows that it is a resolution. `case` marks a row that decides on one of many
    cases, beside which the minutes go on in prose.
    """

    text: str
    number: int | None = None
    owners: list[str] | None = None
    partners: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    assured: bool = True
    case: bool = False
    topic: str = ""
    """The first words of the text where they only name its subject, and so nobody who answers."""

    told: str = ""
    """The words before the decision, which may name the person that a pronoun of it means."""

    remarks: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def remark(self, text: str) -> None:
        """Keep what a column or label of remarks says, once."""
        plain = " ".join(text.split())
        if plain and plain not in self.remarks:
            self.remarks.append(plain)

    def doubt(self, code: str, **params: str | int) -> None:
        self.doubts.append(Doubt(code, params))
