"""Files of other word processors, turned into Word files by LibreOffice where it is installed."""

from __future__ import annotations

import re
import subprocess

from domain.minutes import Document, Table, Unreadable
from services.files import libreoffice

_CELL_END = re.compile(rb"[\x00-\xff]\x06\x07\x00")
"""A Persian letter and the mark that ends a cell in an old Word file."""
_KEPT = 0.5
"""The least share of a file's cells that its tables must have after the conversion."""


def as_docx(data: bytes, ending: str) -> bytes:
    """Turn a file of a kind, such as ``odt``, into a Word file.

    Raises Unreadable: needs_office (kind), too_costly, broken.
    """
    program = libreoffice.installed()
    if not program:
        raise Unreadable("needs_office", kind=ending)
    try:
        return libreoffice.convert(program, data, f".{ending}", "docx:MS Word 2007 XML", longest=libreoffice.LONGEST)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_costly") from error
    except (subprocess.SubprocessError, OSError) as error:
        raise Unreadable("broken") from error


def tables_lost(old: bytes, document: Document) -> bool:
    """Tell whether cells of an old Word file ran together, as LibreOffice lets those of some tables."""
    ends = len(_CELL_END.findall(old))
    rows = (row for block in document.blocks if isinstance(block, Table) for row in block.rows)
    cells = sum(bool(cell.text) for row in rows for cell in row)
    return cells < _KEPT * ends
