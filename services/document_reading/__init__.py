"""Reading of the files that people send: from bytes to neutral blocks, or a named refusal."""

from __future__ import annotations

from domain.dates.working_days import Calendar
from domain.minutes import Document, Reading, Unreadable, read
from services.document_reading.docx import read_docx
from services.document_reading.kinds import refuse_other_kinds
from services.document_reading.text import from_text, read_text

__all__ = ["document_of", "read_minutes", "read_pasted"]


def read_minutes(name: str, data: bytes, calendar: Calendar) -> Reading:
    """Read the minutes in a file, docx or text; `name` is the sender's name for it and only words a refusal.

    Raises Unreadable, and nothing else, for whatever the bytes are.
    """
    return read(document_of(name, data), calendar)


def read_pasted(text: str, calendar: Calendar) -> Reading:
    """Read the minutes in text that was pasted into a chat. Raises Unreadable: empty, not_persian."""
    return read(from_text(text), calendar)


def document_of(name: str, data: bytes) -> Document:
    """Read a file into blocks. Raises Unreadable."""
    refuse_other_kinds(name, data)
    try:
        return read_docx(name, data) if data.startswith(b"PK") else read_text(data)
    except RecursionError as error:  # tables nested hundreds deep
        raise Unreadable("broken") from error
