"""Reading of the files that people send: from bytes to neutral blocks, or a named refusal."""

from __future__ import annotations

from collections.abc import Callable

from domain.dates.working_days import Calendar
from domain.minutes import Document, Reading, Unreadable, read
from services.document_reading.docx import read_docx
from services.document_reading.kinds import Kind, kind_of
from services.document_reading.other_words import as_docx, tables_lost
from services.document_reading.text import from_text, read_text

__all__ = ["Tell", "document_of", "read_minutes", "read_pasted"]

Tell = Callable[[int, int], None]
"""Told of progress: what is done, and the total."""


def read_minutes(name: str, data: bytes, calendar: Calendar) -> Reading:
    """Read the minutes in a file; `name` is the sender's name for it and only words a refusal.

    Raises Unreadable, and nothing else, for whatever the bytes are.
    """
    return read(document_of(name, data), calendar)


def read_pasted(text: str, calendar: Calendar) -> Reading:
    """Read the minutes in text that was pasted into a chat. Raises Unreadable: empty, not_persian."""
    return read(from_text(text), calendar)


def document_of(name: str, data: bytes, tell: Tell | None = None) -> Document:
    """Read a file into blocks; ``tell`` hears of the pages of a long one. Raises Unreadable."""
    try:
        return _read(name, data, tell or (lambda done, total: None))
    except RecursionError as error:  # tables nested hundreds deep
        raise Unreadable("broken") from error
    except MemoryError as error:
        raise Unreadable("too_costly") from error


def _read(name: str, data: bytes, tell: Tell) -> Document:
    match kind_of(name, data):
        case Kind.WORD:
            return read_docx(name, data)
        case Kind.SHEET:
            # Its library, like that of PDF, is loaded only where such a file is read.
            from services.document_reading.sheet import read_sheet

            return read_sheet(data)
        case Kind.PDF:
            from services.document_reading.pdf.reader import read_pdf

            document = read_pdf(data, tell)
            if document is None:
                raise Unreadable("pdf_scanned")
            return document
        case Kind.OLD_WORD | Kind.OPEN_TEXT | Kind.RICH_TEXT as kind:
            document = read_docx(name, as_docx(data, kind))
            if kind is Kind.OLD_WORD and tables_lost(data, document):
                raise Unreadable("tables_lost")
            return document
        case Kind.PICTURE:
            raise Unreadable("picture")
        case Kind.TEXT:
            return read_text(data)
