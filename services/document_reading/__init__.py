"""Reading of the files that people send: from bytes to neutral blocks, or a named refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.dates.working_days import Calendar
from domain.minutes import Document, Doubt, Reading, Unreadable, read
from services.document_reading.docx import pictures_of, read_docx
from services.document_reading.kinds import Kind, kind_of
from services.document_reading.other_word_processors import as_docx, tables_lost
from services.document_reading.progress import Tell
from services.document_reading.text import from_text, read_text

if TYPE_CHECKING:
    from services.document_reading.pages.scan import Scanner

__all__ = ["Opened", "Tell", "document_of", "open_files", "read_minutes", "read_pasted"]


@dataclass(frozen=True, slots=True)
class Opened:
    """The blocks of what was sent; the scanner has the pages that were pictures, and None means that none was."""

    document: Document
    scanner: Scanner | None = None


def read_minutes(name: str, data: bytes, calendar: Calendar) -> Reading:
    """Read the minutes in a file; `name` is the sender's name for it and only words a refusal.

    Raises Unreadable, and nothing else, for whatever the bytes are.
    """
    return read(document_of(name, data), calendar)


def read_pasted(text: str, calendar: Calendar) -> Reading:
    """Read the minutes in text that was pasted into a chat. Raises Unreadable: empty, not_persian."""
    return read(from_text(text), calendar)


def document_of(name: str, data: bytes, tell: Tell | None = None) -> Document:
    """Read one file into blocks; ``tell`` hears of the pages of a long one. Raises Unreadable."""
    return open_files([(name, data)], tell).document


def open_files(files: Sequence[tuple[str, bytes]], tell: Tell | None = None) -> Opened:
    """Read one file, or the pictures of several pages, each with its sender's name for it. Raises Unreadable."""
    heard = tell or (lambda done, total: None)
    try:
        kinds = [kind_of(name, data) for name, data in files]
        if all(kind is Kind.PICTURE for kind in kinds):
            return _pictures([data for _, data in files], heard)
        [(name, data)] = files
        return _opened(name, data, kinds[0], heard)
    except RecursionError as error:  # tables nested hundreds deep
        raise Unreadable("broken") from error
    except MemoryError as error:
        raise Unreadable("too_costly") from error


def _opened(name: str, data: bytes, kind: Kind, tell: Tell) -> Opened:
    # The libraries of sheets, PDF and pictures are loaded only where such a file is read.
    match kind:
        case Kind.WORD:
            return _word(name, data, tell)
        case Kind.SHEET:
            from services.document_reading.sheet import read_sheet

            return Opened(read_sheet(data))
        case Kind.PDF:
            from services.document_reading.pages.pdf import read_pdf

            scanner = _scanner()
            document = read_pdf(data, scanner, tell)
            return _scanned(document, scanner) if scanner and scanner.pages else Opened(document)
        case Kind.OLD_WORD | Kind.OPEN_TEXT | Kind.RICH_TEXT:
            opened = _word(name, as_docx(data, kind), tell)
            if kind is Kind.OLD_WORD and tables_lost(data, opened.document):
                raise Unreadable("tables_lost")
            return opened
        case Kind.PICTURE:
            return _pictures([data], tell)
        case Kind.TEXT:
            return Opened(read_text(data))


def _word(name: str, data: bytes, tell: Tell) -> Opened:
    """Read a Word file; one that holds nothing but pictures is read from these."""
    try:
        return Opened(read_docx(name, data))
    except Unreadable as error:
        if error.reason_code != "scanned" or not (pictures := pictures_of(data)):
            raise
        return _pictures(pictures, tell)


def _scanner() -> Scanner | None:
    from services.document_reading.pages.scan import Scanner
    from services.document_reading.pages.tesseract import installed

    program = installed()
    return Scanner(program) if program else None


def _pictures(pictures: Sequence[bytes], tell: Tell) -> Opened:
    from services.document_reading.pages.assembly import assembled
    from services.document_reading.pages.scan import opened

    scanner = _scanner()
    if scanner is None:
        raise Unreadable("needs_ocr")
    pages = []
    for number, data in enumerate(pictures, 1):
        tell(number, len(pictures))
        pages += [scanner.page(picture) for picture in opened(data)]
    return _scanned(assembled(pages), scanner)


def _scanned(document: Document, scanner: Scanner) -> Opened:
    if not any(text.strip() for text in document.texts()):
        raise Unreadable("nothing_legible")
    return Opened(Document(document.blocks, (Doubt("read_from_picture"), *document.doubts)), scanner)
