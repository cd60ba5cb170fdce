"""Read minutes: the blocks of a file become a reading with its doubts.

No I/O: `services.document_reading` opens the files.
"""

from domain.minutes.doubts import NEXT_QUOTATION, Doubt
from domain.minutes.errors import Unreadable
from domain.minutes.reader import read, read_resolution
from domain.minutes.reading import (
    ActorDuties,
    Item,
    Meeting,
    PassedOver,
    PassedOverKind,
    Reading,
    Reference,
    Resolution,
)
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table

__all__ = [
    "NEXT_QUOTATION",
    "ActorDuties",
    "Block",
    "Cell",
    "Document",
    "Doubt",
    "Item",
    "Meeting",
    "Paragraph",
    "PassedOver",
    "PassedOverKind",
    "Reading",
    "Reference",
    "Resolution",
    "Table",
    "Unreadable",
    "read",
    "read_resolution",
]
