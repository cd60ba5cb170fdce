"""The findings of one document in reading order: whatever is read of it is in exactly one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.minutes.doubts import Doubt
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.lines.marks import MarkKind


@dataclass
class Entry:
    """A paragraph or list item with the lines that belong to it, before anyone judges whether it is a resolution.

    `section` is the kind of the section it stands in: `None` among resolutions, `UNPLACED` under no heading or one that
    nobody knows. `head` numbers the headings, `run` the lists of items that count on together. `inner` is the last
    number of a list inside the entry, with the sign around it; `unclear` is a number that may belong to either list.
    `columns` are the headings of a table that the entry asks to be filled in. `lined` marks a line right below a
    heading such as «مصوبات:», where lines without a mark may be resolutions, too. `headed` marks one below a heading
    that nobody knows. `owners` stand in a heading of their own. `level` is the depth in Word's list. `doubtful` are
    lines that may be resolutions of their own.
    """

    lines: list[str]
    section: PassedOverKind | None
    number: int | None = None
    kind: MarkKind | None = None
    sign: str = ""
    run: int = 0
    head: int = 0
    inner: int = 0
    inner_sign: str = ""
    unclear: int | None = None
    columns: tuple[str, ...] = ()
    lined: bool = False
    headed: bool = False
    owners: tuple[str, ...] = ()
    level: int = 0
    doubtful: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def label(self) -> str:
        """The letter or number by which a table may refer to the entry."""
        return self.sign if self.kind is MarkKind.LETTER else str(self.number or "")

    @property
    def family(self) -> tuple[int, str]:
        """The list that the entry is an item of; bullets of another sign are another list."""
        return self.run, self.sign if self.kind is MarkKind.BULLET else ""

    @property
    def quoted(self) -> str:
        """The text with its number, as it is passed over."""
        return self.text if self.number is None else f"{self.number}- {self.text}"


Finding = Entry | Draft | PassedOver


@dataclass
class Findings:
    """Collects what the readers of tables and of prose find, in reading order.

    `asked` are the texts among those passed over that may decide something.
    """

    all: list[Finding] = field(default_factory=list)
    asked: list[PassedOver] = field(default_factory=list)
    duties: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def pass_over(self, kind: PassedOverKind, text: str, asked: bool = False) -> None:
        """Keep a text that is no part of a resolution; nothing is kept of an empty one."""
        if text.strip():
            passed = PassedOver(kind, text)
            self.all.append(passed)
            self.asked += [passed] if asked else []

    def doubt(self, code: str, **params: str | int) -> None:
        self.doubts.append(Doubt(code, params))

    def drafts(self) -> Iterator[Draft]:
        return (found for found in self.all if isinstance(found, Draft))

    def passed_over(self) -> Iterator[PassedOver]:
        return (found for found in self.all if isinstance(found, PassedOver))
