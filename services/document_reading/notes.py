"""Footnotes, endnotes and comments of a Word file, which stand in parts of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from services.document_reading.xml import children, local, value

_MARKED_BY = {"footnotes": "footnoteReference", "endnotes": "endnoteReference", "comments": "commentReference"}
_LABELS = {"footnoteReference": "پانوشت", "endnoteReference": "پانوشت", "commentReference": "یادداشت"}
NOTE_KINDS = tuple(_MARKED_BY)
"""The parts that hold notes, by the ends of their relations."""

NOTE_MARKS = frozenset(_LABELS)
"""The elements of a paragraph that stand for a note."""


@dataclass(frozen=True)
class Notes:
    """The parts of a file that hold notes, by kind."""

    parts: Mapping[str, etree._Element]

    def at(self, mark: etree._Element) -> Iterator[str]:
        """The text of the note that a mark in a paragraph stands for, as a line with its label."""
        kind, number = local(mark), value(mark, "id")
        for part in (root for name, root in self.parts.items() if _MARKED_BY[name] == kind):
            for note in children(part, kind.removesuffix("Reference")):
                if value(note, "id") == number and (text := _text(note)):
                    yield f"{_LABELS[kind]}: {text}"


def _text(note: etree._Element) -> str:
    pieces = ((piece.text or "" for piece in one.iter() if local(piece) == "t") for one in children(note, "p"))
    return " ".join(" ".join("".join(texts) for texts in pieces).split())
