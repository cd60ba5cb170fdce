"""PDF files: the glyphs and ruled tables of pages with text, the pictures of others."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from domain.minutes import Document, Doubt, Unreadable
from services.document_reading.pages.assembly import Page, assembled, page_of
from services.document_reading.pages.glyphs import glyphs_of
from services.document_reading.pages.scan import Scanner
from services.document_reading.pages.strips import DOTS
from services.document_reading.pages.tables import Grid
from services.document_reading.progress import Tell

MOST_PAGES = 150
"""The most pages of minutes; real ones have some twenty."""
FEW_LETTERS = 40
"""The number of Persian letters below which a page's text is only a header over a picture."""
POINTS = 72
"""Points to an inch."""

_PERSIAN = re.compile("[\u0621-\u06cc]")
_LETTER = re.compile(r"[^\W\d_]")


def read_pdf(data: bytes, scanner: Scanner | None, tell: Tell) -> Document:
    """Read a PDF into blocks, its pages of pictures by the scanner, where there is one.

    Raises Unreadable: password, broken, too_many_pages (most), needs_ocr, empty.
    """
    total = _count(data)
    pages: list[Page] = []
    unread: list[int] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            for number, page in enumerate(file.pages, 1):
                tell(number, total)
                read = _page(page)
                if _is_picture(page, read):
                    if scanner:
                        read = scanner.page(_drawn(data, number))
                    else:
                        unread.append(number)
                pages.append(read)
                page.close()
    except PdfminerException as error:
        locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        raise Unreadable("password" if locked else "broken") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, AssertionError) as error:
        # pdfminer has no error of its own for much that a damaged file can hold.
        raise Unreadable("broken") from error
    if len(unread) == total:
        raise Unreadable("needs_ocr")
    document = assembled(pages)
    if not any(text.strip() for text in document.texts()):
        raise Unreadable("empty")
    doubts = [*document.doubts, *(Doubt("page_unread", {"page": number}) for number in unread)]
    return Document(document.blocks, tuple(doubts))


def _count(data: bytes) -> int:
    """Count a PDF's pages. Raises Unreadable: password, broken, too_many_pages (most)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("password" if "password" in str(error).lower() else "broken") from error
    try:
        count = len(document)
    finally:
        document.close()
    if not count:
        raise Unreadable("broken")
    if count > MOST_PAGES:
        raise Unreadable("too_many_pages", most=MOST_PAGES)
    return count


def _page(page: Any) -> Page:
    glyphs = list(glyphs_of(page.dedupe_chars(tolerance=0.5).chars, float(page.height)))
    found = [Grid(table.bbox, [cell for cell in table.cells if cell]) for table in page.find_tables()]
    return page_of(float(page.height), glyphs, found)


def _is_picture(page: Any, read: Page) -> bool:
    """Tell whether a page's words are in a picture, or in letters that have no names."""
    said = "".join(glyph.text for line in read.all_lines() for glyph in line.glyphs)
    letters, persian = len(_LETTER.findall(said)), len(_PERSIAN.findall(said))
    unnamed = len(page.chars) >= FEW_LETTERS and persian < max(letters, len(page.chars) / 4) / 2
    return unnamed or (persian < FEW_LETTERS and bool(page.images))


def _drawn(data: bytes, number: int) -> Image:
    """Draw a page as a grey picture."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        # A page of a metre would be drawn in gigabytes.
        scale = min(DOTS / POINTS, 5000 / max(page.get_width(), page.get_height()))
        # The picture shares the memory of the drawing, which goes with the document.
        image: Image = page.render(scale=scale, grayscale=True).to_pil().copy()
        return image
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken") from error
    finally:
        document.close()
