"""A reader of .docx by its XML, because python-docx passes over much that real minutes hold.

Read here: tracked insertions (deletions are dropped), content controls and the tables in them, tables inside tables,
text boxes, merged cells, footnotes, comments, page headers and footers, and the numbers that Word counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from domain.minutes import Block, Cell, Document, Doubt, Paragraph, Table, Unreadable
from services.document_reading.kinds import Kind, kind_of
from services.document_reading.notes import NOTE_KINDS, NOTE_MARKS, Notes
from services.document_reading.numbering import Numbering
from services.document_reading.package import Package
from services.document_reading.xml import child, local, switched_on, value

_PASSED_THROUGH = frozenset(
    ["sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo", "ruby"]
)
_LEFT_OUT = frozenset({"del", "moveFrom", "pPr", "rPr", "tcPr", "trPr", "tblPr", "sdtPr", "Fallback", "rt"})
_TRACKED = frozenset({"ins", "del", "moveTo", "moveFrom"})
_PICTURES = frozenset({"blip", "imagedata"})
_FEW_LETTERS = 40
"""The number of letters below which a file with pictures is a scan with a page header."""


def read_docx(name: str, data: bytes) -> Document:
    """Read a Word file into blocks; `name` words a refusal.

    Raises Unreadable as `Package` does, and unknown_kind, scanned, empty.
    """
    package = Package(data)
    part = next(iter(package.related("", "officeDocument")), "word/document.xml")
    root = package.xml(part)
    body = child(root, "body")
    if root is None or body is None or local(root) != "document":
        raise Unreadable("unknown_kind", name=name)
    notes = Notes({kind: root for kind in NOTE_KINDS if (root := _first(package, part, kind)) is not None})
    reader = _Reader(Numbering.of(_first(package, part, "numbering"), _first(package, part, "styles")), notes)
    heads = [header for name in package.related(part, "header") if (header := package.xml(name)) is not None]
    feet = [footer for name in package.related(part, "footer") if (footer := package.xml(name)) is not None]
    blocks = [block for source in (*heads, body) for block in reader.blocks(source)]
    blocks += (Paragraph(text, margin=True) for foot in feet for text in Document(tuple(reader.blocks(foot))).texts())
    document = Document(tuple(blocks), tuple(reader.doubts()))
    letters = sum(character.isalpha() for text in document.texts() for character in text)
    if letters < _FEW_LETTERS and reader.pictures:
        raise Unreadable("scanned")
    if not letters:
        raise Unreadable("empty")
    return document


def pictures_of(data: bytes) -> list[bytes]:
    """The pictures in a Word file, in the order of their numbers. Raises Unreadable as `Package` does."""
    package = Package(data)
    names = [name for name in package.names() if name.startswith("word/media/")]
    names.sort(key=lambda name: (len(name), name))
    read = (package.read(name) for name in names)
    return [picture for picture in read if picture and kind_of("", picture) is Kind.PICTURE]


def _first(package: Package, part: str, kind: str) -> etree._Element | None:
    return next((package.xml(name) for name in package.related(part, kind)), None)


@dataclass
class _Line:
    """A paragraph's text while it grows, with the notes on it and the text boxes anchored in it."""

    text: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    numbering: Numbering
    notes: Notes
    pictures: int = 0
    _seen: set[str] = field(default_factory=set)

    def doubts(self) -> Iterator[Doubt]:
        """The doubts about the file: lost numbers, tracked changes, struck text, an embedded file."""
        if self.numbering.lost:
            yield Doubt("numbers_lost")
        for code in ("tracked_changes", "struck_text", "embedded_file"):
            if code in self._seen:
                yield Doubt(code)

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        for element in self._inside(container):
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                table = self._table(element)
                if table.rows:
                    yield table
            elif name == "altChunk":
                self._seen.add("embedded_file")

    def _inside(self, container: etree._Element) -> Iterator[etree._Element]:
        """The children that count, seen through wrappers such as content controls and tracked insertions."""
        for element in container:
            name = local(element)
            if name in _TRACKED:
                self._seen.add("tracked_changes")
            if name in _PASSED_THROUGH:
                yield from self._inside(element)
            elif name == "AlternateContent":
                yield from (inner for choice in list(element)[:1] for inner in self._inside(choice))
            elif name and name not in _LEFT_OUT:
                yield element

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        line = _Line()
        self._collect(element, line)
        text = "\n".join(["".join(line.text).strip(), *line.notes]).strip()
        properties = child(element, "pPr")
        mark_deleted = child(child(properties, "rPr"), "del") is not None
        numbered = None if mark_deleted and not text else self.numbering.count(properties)
        if numbered and numbered.number is not None:
            yield Paragraph(text, numbered.number, numbered.level)
        elif text:
            yield Paragraph(f"• {text}", level=numbered.level) if numbered else Paragraph(text)
        for box in line.boxes:
            yield from self.blocks(box)

    def _collect(self, element: etree._Element, line: _Line) -> None:
        for inner in self._inside(element):
            name = local(inner)
            if name == "t":
                line.text.append(inner.text or "")
            elif name == "tab":
                line.text.append("\t")
            elif name in {"br", "cr"}:
                line.text.append("\n")
            elif name == "noBreakHyphen":
                line.text.append("-")
            elif name in NOTE_MARKS:
                line.notes += self.notes.at(inner)
            elif name == "txbxContent":
                line.boxes.append(inner)
            elif name in _PICTURES:
                self.pictures += 1
            elif name != "r" or not self._crossed_out(inner):
                self._collect(inner, line)

    def _crossed_out(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        struck = switched_on(properties, "strike") or switched_on(properties, "dstrike")
        if struck:
            self._seen.add("struck_text")
        return struck or switched_on(properties, "vanish")

    def _table(self, table: etree._Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row in self._inside(table):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._seen.add("tracked_changes")
            elif local(row) == "tr":
                rows.append(self._row(row, _count(child(properties, "gridBefore"), 0), rows[-1] if rows else ()))
        return Table(tuple(row for row in rows if row))

    def _row(self, row: etree._Element, before: int, above: tuple[Cell, ...]) -> tuple[Cell, ...]:
        cells = [Cell("")] * before
        for cell in self._inside(row):
            if local(cell) != "tc":
                continue
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            if merge is not None and value(merge) != "restart":
                column = len(cells)
                cells.append(Cell(above[column].text if column < len(above) else "", merged=True))
            else:
                cells.append(self._cell(cell))
            cells.extend([Cell("")] * (_count(child(properties, "gridSpan"), 1) - 1))
        return tuple(cells)

    def _cell(self, cell: etree._Element) -> Cell:
        blocks = tuple(self.blocks(cell))
        tables = tuple(block for block in blocks if isinstance(block, Table))
        return Cell("\n".join(_lines(blocks)), tables)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.number is None:
                yield block.text
            else:
                yield f"{block.number}- {block.text}" if block.text else str(block.number)


def _count(element: etree._Element | None, default: int) -> int:
    """A span's width; a broken file's nonsense counts as the default, and no table has more than 64 columns."""
    text = value(element)
    return min(int(text), 64) if text is not None and text.isdecimal() else default
