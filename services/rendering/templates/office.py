"""Parts of a formal Persian document: pages, paragraphs and tables that run from right to left in Word."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FONT = "B Nazanin"
"""The font of Persian offices. Where it is not installed, Word takes another."""
SIZE = 13
"""The size of a document's words, in points."""
WIDTH = 16.5
"""The width between the margins of a page, in centimetres."""
# In a paragraph that runs from right to left, Word calls the side where lines begin «left».
START, CENTER, JUSTIFIED = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
GRID = "BFC7CF"
SHADE = "EDF1F5"
_MADE = datetime(2020, 1, 1, tzinfo=UTC)


def document(title: str, *, landscape: bool = False) -> WordDocument:
    """Begin a document: A4, right to left, with «صفحهٔ ۱ از ۳» at the foot of each page."""
    made = Document()
    _set_defaults(made)
    section = made.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(2)
    section.footer_distance = Cm(1)
    # Here, too, the schema has an order: the direction comes before the grid of lines.
    grid: Any = section._sectPr.find(qn("w:docGrid"))
    grid.addprevious(OxmlElement("w:bidi"))
    foot = _directed(section.footer.paragraphs[0], CENTER)
    _run(foot, "صفحهٔ ", size=10)
    _page_field(foot, "PAGE")
    _run(foot, " از ", size=10)
    _page_field(foot, "NUMPAGES")
    properties = made.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", "fa-IR"
    properties.created = properties.modified = _MADE
    return made


def paragraph(
    place: WordDocument | _Cell,
    words: str,
    align: WD_ALIGN_PARAGRAPH = START,
    *,
    bold: bool = False,
    size: float = SIZE,
    after: float = 4,
    first: bool = False,
    keep: bool = False,
) -> Paragraph:
    """Add a paragraph; ``first`` takes the one that a cell begins with, ``keep`` holds it to the next."""
    made = _directed(place.paragraphs[0] if first else place.add_paragraph(), align)
    made.paragraph_format.space_after = Pt(after)
    made.paragraph_format.keep_with_next = keep
    _run(made, words, bold=bold, size=size)
    # A line that stays empty is as high as its words would be.
    mark = OxmlElement("w:rPr")
    for name in ("w:sz", "w:szCs"):
        _append(mark, name, val=str(int(size * 2)))
    made._p.get_or_add_pPr().append(mark)
    return made


def table(place: WordDocument, widths: Sequence[float], *, grid: bool = True) -> Any:
    """Add a table without rows, its first column at the right; ``widths`` are in centimetres."""
    made = place.add_table(0, len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    properties = made._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    if style is not None:
        properties.remove(style)
    # The schema has an order: direction before width, alignment and borders.
    bidi = OxmlElement("w:bidiVisual")
    properties.insert(0, bidi)
    if grid:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _append(borders, f"w:{side}", val="single", sz="4", space="0", color=GRID)
        properties.insert(list(properties).index(properties.find(qn("w:tblLayout"))), borders)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    return made


def roomy(made: Any) -> Any:
    """Give the cells of a table room above and below their words."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "50"), ("bottom", "50")):
        _append(margins, f"w:{side}", w=width, type="dxa")
    made._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)
    return made


def row(
    made: Any,
    words: Sequence[str],
    *,
    head: bool = False,
    align: WD_ALIGN_PARAGRAPH = START,
    size: float = 11,
    whole: bool = True,
) -> list[_Cell]:
    """Add a row of words, ``whole`` on one page or not, and return its cells; a ``head`` is repeated on each page."""
    added = whole_row(made) if whole else made.add_row()
    if head:
        _append(added._tr.get_or_add_trPr(), "w:tblHeader")
    for cell, column, text in zip(added.cells, made.columns, words, strict=True):
        cell.width = column.width
        if head:
            shade(cell)
        paragraph(cell, text, CENTER if head else align, bold=head, size=size, after=0, first=True)
    return list(added.cells)


def whole_row(made: Any) -> Any:
    """Add a row that stands whole on one page."""
    added = made.add_row()
    _append(added._tr.get_or_add_trPr(), "w:cantSplit")
    return added


def across(made: Any) -> Any:
    """Add a row of one shaded cell across a table, whole on one page, and return the cell."""
    cells = whole_row(made).cells
    whole = cells[0].merge(cells[-1])
    for more in whole.paragraphs[1:]:
        more._p.getparent().remove(more._p)
    shade(whole)
    return whole


def shade(cell: _Cell) -> None:
    """Give a cell the ground of a table's head."""
    _append(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=SHADE)


def repeated(made: Any, item: str, rows: str, words: Sequence[str], *, size: float = 11, whole: bool = True) -> None:
    """Add a row that is repeated for each of a field's ``rows``, by the name ``item``."""
    rest = [""] * (len(words) - 1)
    row(made, [f"{{%tr for {item} in {rows} %}}", *rest], size=size)
    row(made, words, size=size, whole=whole)
    row(made, ["{%tr endfor %}", *rest], size=size)


def data(made: WordDocument) -> bytes:
    """The bytes of a document."""
    saved, packed = io.BytesIO(), io.BytesIO()
    made.save(saved)
    # A package names the moment of its making; without it the same document is the same file.
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name in parts.namelist():
            package.writestr(zipfile.ZipInfo(name, _MADE.timetuple()[:6]), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _set_defaults(made: WordDocument) -> None:
    """Give all words one font and language, in place of python-docx's Latin theme."""
    normal = made.styles["Normal"]
    properties = normal.element.get_or_add_rPr()
    properties.clear()
    _append(properties, "w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    _append(properties, "w:sz", val=str(SIZE * 2))
    _append(properties, "w:szCs", val=str(SIZE * 2))
    _append(properties, "w:lang", val="en-US", bidi="fa-IR")


def _directed(made: Paragraph, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
    properties = made._p.get_or_add_pPr()
    _append(properties, "w:bidi")
    made.alignment = align
    return made


def _run(made: Paragraph, words: str, *, bold: bool = False, size: float = SIZE) -> Any:
    run = made.add_run(words)
    properties = run._r.get_or_add_rPr()
    # Word reads the style of complex scripts from properties of their own.
    for name, on in (("w:b", bold), ("w:bCs", bold)):
        if on:
            _append(properties, name)
    for name in ("w:sz", "w:szCs"):
        _append(properties, name, val=str(int(size * 2)))
    _append(properties, "w:rtl")
    _append(properties, "w:lang", bidi="fa-IR")
    return run


def _page_field(made: Paragraph, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = _run(made, "", size=10)
        if kind:
            _append(run._r, "w:fldChar", fldCharType=kind)
        else:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)


def _append(parent: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
