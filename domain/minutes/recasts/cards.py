"""Cards whose labels are not known: lines «X: …», rows of labels beside values, or a table for each resolution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.recasts.roles import heading_of, meant, opens_section, roles_of
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.column_headings import heading_role
from domain.minutes.structure.lines.labels import LABEL_WORDS
from domain.persian.text import fold

_LINE = re.compile(rf"[^\w«(\[]*(?P<label>{LABEL_WORDS})\s*(?P<number>\d{{0,3}})\s*[:：]\s*(?P<value>\S.*)")
_APART = re.compile(rf"(?:\s{{3,}}|\t|\s\|\s)(?={LABEL_WORDS}\s*[:：])")
_LABEL_WORDS, _LABEL_LENGTH = 4, 30
_LEAST, _WIDEST = 2, 12

_Pair = tuple[str, str]


@dataclass
class _Run:
    """Blocks one after another that are nothing but labels with values."""

    blocks: list[Block]
    pairs: list[_Pair]


def cards_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with its cards as the rows of tables, the fields by their contents."""
    blocks: list[Block] = []
    doubts = list(document.doubts)
    for run in _runs(document.blocks):
        if len(run.pairs) < 2 * _LEAST or (found := _table(run, resolver)) is None:
            blocks += run.blocks
            continue
        before, table, told = found
        blocks += [*before, table]
        doubts += [doubt for doubt in told if doubt not in doubts]
    return replace(document, blocks=tuple(blocks), doubts=tuple(doubts))


def _runs(blocks: Sequence[Block]) -> Iterator[_Run]:
    run = _Run([], [])
    for block in blocks:
        pairs = _pairs(block)
        if pairs and run.blocks and isinstance(block, Table) is not isinstance(run.blocks[-1], Table):
            yield run
            run = _Run([], [])
        if pairs or (run.pairs and isinstance(block, Paragraph) and not clean(block.text)):
            run.blocks.append(block)
            run.pairs += pairs
            continue
        if run.blocks:
            yield run
        yield _Run([block], [])
        run = _Run([], [])
    if run.blocks:
        yield run


def _pairs(block: Block) -> list[_Pair]:
    """The labels of a block with their values; none where it is anything else besides."""
    if isinstance(block, Paragraph):
        lines = clean(block.text).split("\n")
        if block.number is not None or any(map(opens_section, lines)):
            return []
        found = [_LINE.fullmatch(part) for line in _APART.sub("\n", block.text).split("\n") for part in [clean(line)]]
        return [(match["label"], match["value"]) for match in found if match] if all(found) else []
    rows = [[clean(cell.text) for cell in row if clean(cell.text)] for row in block.rows]
    if any(cell.children or cell.merged for row in block.rows for cell in row):
        return []
    if not all(len(texts) % 2 == 0 and all(map(_is_label, texts[::2])) for texts in rows):
        return []
    return [(label.rstrip(" :"), value) for texts in rows for label, value in zip(texts[::2], texts[1::2], strict=True)]


def _is_label(text: str) -> bool:
    short = len(text) <= _LABEL_LENGTH and len(text.split()) <= _LABEL_WORDS
    return short and not any(map(str.isdigit, text)) and "\n" not in text


def _table(run: _Run, resolver: DeadlineResolver) -> tuple[list[Block], Table, tuple[Doubt, ...]] | None:
    """The blocks of a run before its first card, the table of its cards, and what their labels were taken for."""
    labels = [fold(label) for label, _ in run.pairs]
    times = Counter(labels)
    most = max(times.values())
    first = (
        next(label for label in labels if times[label] >= _LEAST and times[label] * 2 > most) if most >= _LEAST else ""
    )
    begins = [at for at, label in enumerate(labels) if label == first]
    # A label that stands now and then right above a card, as of a topic, begins that card.
    begins = [at - 1 if at and times[labels[at - 1]] * 2 <= most and at - 1 else at for at in begins]
    if not begins:
        return None
    start = begins[0]
    cards = [run.pairs[begin:end] for begin, end in pairwise([*begins, len(run.pairs)])]
    names = list(dict.fromkeys(fold(label) for card in cards for label, _ in card))
    shown = {fold(label): label for label, _ in reversed(run.pairs)}
    if len(names) > _WIDEST:
        return None
    rows: list[list[str]] = []
    for card in cards:
        said: dict[str, str] = {}
        for label, value in card:
            name = fold(label)
            said[name] = f"{said[name]}\n{value}" if name in said else value
        rows.append([said.get(name, "") for name in names])
    roles = roles_of(names, list(zip(*rows, strict=True)), resolver)
    known = all(heading_role(name) is role for name, role in zip(names, roles or (), strict=False))
    if roles is None or (known and isinstance(run.blocks[0], Paragraph)):
        return None
    before: list[Block] = [Paragraph(f"{label}: {value}") for label, value in run.pairs[:start]]
    table = Table((heading_of([shown[name] for name in names], roles), *(tuple(map(Cell, row)) for row in rows)))
    return before, table, meant([shown[name] for name in names], roles)
