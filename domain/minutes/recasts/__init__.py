"""Other readings of the same body: labels, columns and lines that no list knows, written as those that are known.

Each recast changes a document only where the contents of its labels, columns or lines tell what they are. The reader
reads the changed document as any other, and keeps it only where what it reads there is clearly better.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.recasts.addressees import addressees_to_tables
from domain.minutes.recasts.cards import cards_to_tables
from domain.minutes.recasts.labels import with_labels_by_content
from domain.minutes.recasts.lines import answers_to_tables, lines_to_tables
from domain.minutes.recasts.marks import counted_to_numbers, lines_to_bullets
from domain.minutes.recasts.pasted import pasted_to_tables
from domain.minutes.recasts.tables import turned_by_content, with_columns_by_content
from domain.minutes.recasts.wrapped import wrapped_to_paragraphs
from domain.minutes.structure.blocks import Document, Paragraph

Recast = Callable[[Document, DeadlineResolver], Document]

RECASTS: tuple[Recast, ...] = (
    addressees_to_tables,
    wrapped_to_paragraphs,
    counted_to_numbers,
    pasted_to_tables,
    with_labels_by_content,
    with_columns_by_content,
    turned_by_content,
    cards_to_tables,
    lines_to_tables,
    answers_to_tables,
    lines_to_bullets,
)

_WIDE = re.compile(r"\s{4,}")


def narrowed(document: Document) -> Document:
    """The document with its wide gaps as three spaces or one line end, over which no recast counts for long."""
    blocks = (
        replace(one, text=_WIDE.sub(lambda gap: "\n" if "\n" in gap[0] else "   ", one.text))
        if isinstance(one, Paragraph)
        else one
        for one in document.blocks
    )
    return replace(document, blocks=tuple(blocks))
