"""Labels of any words that begin lines, told by what stands beside them: «نتیجه: …», «با: …», «تا: …»."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.patterns import ARROWS
from domain.minutes.structure.answers import is_time
from domain.minutes.structure.blocks import Block, Cell, Paragraph, Table
from domain.minutes.structure.column_headings import ColumnRole, heading_role
from domain.minutes.structure.lines.labels import LABEL_WORDS, split_labels
from domain.minutes.structure.lines.marks import DECISION_LABEL
from domain.persian.text import fold

_LABELLED = re.compile(rf"(?P<before>[^\w«(\[]*)(?P<label>{LABEL_WORDS})\s*[:：؟?]+\s*(?P<value>\S.*)")
_WORDS: tuple[tuple[ColumnRole, str], ...] = (
    (
        ColumnRole.TEXT,
        r"نتیجه(?: گیری| نهایی| بحث)?|قرار(?: ما| شد)?|قرارمان|تصمیم(?: ما| نهایی)?|تصمیممان|مصوبه|خروجی|توافق"
        r"|جمع ?بندی|کار|اقدام|وظیفه|چه ?کاری?|چیکار|چی(?: شد)?|چه شد|(?:مقرر|مصوب|بنا|تصویب) شد|چه باید کرد",
    ),
    (
        ColumnRole.OWNER,
        r"(?:با|توسط|عهده|به عهده|بر عهده)(?: کی| چه کسی)?|کی|کیا|چه کس(?:ی|انی)|عهده دار|پای|دست|نفر|پیگیرش?"
        r"|مسیولش?|انجام دهنده|اقدام کننده|مجری",
    ),
    (
        ColumnRole.DEADLINE,
        r"تا(?: کی)?|کی|(?:تا )?(?:چه )?(?:وقت|زمان|موقع)ی?|مهلتش?|سررسید|موعد|زمان بندی|فرصت",
    ),
)
"""Words of labels, folded; «کی» asks who or when, which its values tell."""

_POINTED = re.compile(
    rf"(?P<before>[^\w\n«(\[]{{0,4}})(?P<label>[^\W\d_][^{ARROWS}:\n]{{2,25}})[{ARROWS}]\ufe0f?\s*(?P<value>\S[^\n]*)"
)
"""A label with its value behind an arrow: «مسئول اجرا ⬅️ شهرداری»."""

_INSIDE = re.compile(r"([،؛,;|(–-]\s*)(با|تا)\s*[:：]\s*")
_WRITTEN = {ColumnRole.TEXT: "تصمیم", ColumnRole.OWNER: "مسئول", ColumnRole.DEADLINE: "مهلت"}
_ANSWERS = {ColumnRole.OWNER, ColumnRole.DEADLINE}
_NAME_WORDS = 7


@dataclass(frozen=True)
class _Line:
    """A line with a label; `place` counts the lines of the document."""

    place: int
    label: str
    value: str


def arrows_to_colons(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with a colon for the arrow between a label of an owner or a deadline and its value."""
    for block in blocks:
        found = _POINTED.fullmatch(block.text) if isinstance(block, Paragraph) else None
        if found and heading_role(found["label"].strip()) in _ANSWERS:
            yield Paragraph(f"{found['before']}{found['label'].strip()}: {found['value']}")
        else:
            yield block


def with_known_labels(blocks: Iterable[Block], resolver: DeadlineResolver) -> Iterator[Block]:
    """The blocks with labels of any words written as those that are known, where they label decisions.

    That they do is seen by their company: a label repeated, right above one of an owner or a deadline. Where each
    decision begins with its topic or its owner, the lines become the rows of a table of cards.
    """
    blocks = tuple(blocks)
    roles = _roles(list(_lines(blocks)), resolver)
    for labelled, run in groupby(blocks, lambda block: _pair(block, roles) is not None):
        group = list(run)
        start, table = _cards([pair for block in group if (pair := _pair(block, roles))]) if labelled else (None, None)
        for block in group[:start]:
            if isinstance(block, Paragraph):
                yield replace(block, text="\n".join(_renamed(line, roles) for line in block.text.split("\n")))
            else:
                yield block
        if table:
            yield table


def _pair(block: Block, roles: Mapping[str, ColumnRole]) -> tuple[str, str] | None:
    """The label of a paragraph as it is written where its role is known, and its value; None without a label."""
    match = _LABELLED.fullmatch(block.text.strip()) if isinstance(block, Paragraph) and block.number is None else None
    if match is None or not roles:
        return None
    role = roles.get(fold(match["label"]))
    return _WRITTEN[role] if role else match["label"], match["value"]


def _cards(pairs: Sequence[tuple[str, str]]) -> tuple[int | None, Table | None]:
    """A table of the cards that labelled lines end in, and the line that it begins at.

    None where no label begins two cards with a text and an answer each, or where the text itself does.
    """
    labels = [label for label, _ in pairs]
    text = _WRITTEN[ColumnRole.TEXT]
    start = next((at for at, label in enumerate(labels) if label in labels[at + 1 :]), None)
    if start is None or labels[start] == text:
        return None, None
    starts = [at for at, label in enumerate(labels) if label == labels[start]]
    cards = [sorted(pairs[begin:end], key=_is_answer) for begin, end in pairwise([*starts, len(pairs)])]
    for card in cards:
        said = [label for label, _ in card]
        if text not in said or len(set(said)) < len(said) or not any(map(_is_answer, card)):
            return None, None
    return start, Table(tuple((Cell(label), Cell(value)) for card in cards for label, value in card))


def _is_answer(pair: tuple[str, str]) -> bool:
    return pair[0] in {_WRITTEN[role] for role in _ANSWERS}


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    place = 0
    for block in blocks:
        for line in block.text.split("\n") if isinstance(block, Paragraph) else [""]:
            place += 1
            if match := _LABELLED.fullmatch(line.strip()):
                yield _Line(place, fold(match["label"]), match["value"])


def _roles(lines: Sequence[_Line], resolver: DeadlineResolver) -> Mapping[str, ColumnRole]:
    """The role of each label that stands in groups of a decision and its answers; none where there is no group."""
    values: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        values[line.label].append(line.value)
    roles = {label: role for label, said in values.items() if (role := _role(label, said, resolver))}
    answers = {label for label, role in roles.items() if role in _ANSWERS}
    after = {line.place: line.label for line in lines}
    heads = [line for line in lines if line.label not in answers and after.get(line.place + 1) in answers]
    texts = {line.label for line in heads if roles.get(line.label) is ColumnRole.TEXT or len(values[line.label]) > 1}
    own = {label for label in texts if split_labels(f"{label}: -")[1]}
    texts = own or texts
    counted = [line for line in heads if line.label in texts]
    paired = [line for line in lines if line.label in answers and after.get(line.place + 1) in answers - {line.label}]
    if len(paired) < 2 and len(counted) < 2 and not any(roles.get(line.label) is ColumnRole.TEXT for line in counted):
        return {}
    return {label: role for label, role in roles.items() if role in _ANSWERS} | dict.fromkeys(texts, ColumnRole.TEXT)


def _role(label: str, values: Sequence[str], resolver: DeadlineResolver) -> ColumnRole | None:
    """The role of a label by its words, and of one that may be several or is not known by its values."""
    named = [role for role, words in _WORDS if re.fullmatch(words, label)]
    if len(named) == 1:
        return named[0]
    if len(values) < 2 and not named:
        return None
    if all(is_time(value, resolver) for value in values):
        return ColumnRole.DEADLINE
    short = all(len(value.split()) <= _NAME_WORDS and ":" not in value for value in values)
    short = short and all(strongest_act(value) is Act.NAMES for value in values)
    if short and (named or all(map(begins_with_name, values))):
        return ColumnRole.OWNER
    return None


def _renamed(line: str, roles: Mapping[str, ColumnRole]) -> str:
    """A line with its labels as they are known, also «…، با: شهرداری، تا: ۱۵ آبان» inside it."""
    line = _INSIDE.sub(lambda match: f"{match[1]}{'مهلت' if match[2] == 'تا' else 'مسئول'}: ", line)
    match = _LABELLED.fullmatch(line.strip())
    role = roles.get(fold(match["label"])) if match else None
    if match is None or role is None:
        return line
    known = {found for found, _ in split_labels(line)[1]}
    if role is ColumnRole.TEXT and (ColumnRole.OWNER in known or DECISION_LABEL.match(line)):  # «اقدام: شهرداری»
        return line
    if role in known and role is not ColumnRole.TEXT:
        return line
    return f"{match['before']}{_WRITTEN[role]}: {match['value']}"
