"""The roles of columns by nothing but their contents: numbers, days, names, and sentences that decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.deadlines import TIMELESS
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.answers import divide
from domain.minutes.structure.blocks import Cell
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, Row, heading_role
from domain.minutes.structure.headings import heading_of as section_of
from domain.persian.text import fold

WRITTEN = {
    ColumnRole.NUMBER: "ردیف",
    ColumnRole.TEXT: "مصوبه",
    ColumnRole.TOPIC: "موضوع",
    ColumnRole.OWNER: "مسئول",
    ColumnRole.FOLLOWER: "پیگیری‌کننده",
    ColumnRole.DEADLINE: "مهلت",
    ColumnRole.OWNER_AND_DEADLINE: "مسئول و مهلت",
    ColumnRole.START: "تاریخ شروع",
    ColumnRole.DISCUSSION: "خلاصه مذاکرات",
}
"""The word for each role that the reader knows."""

_SAMPLE = 30
_SENTENCE_WORDS = 4
_NAME_WORDS, _NAME_LENGTH, _DAY_LENGTH, _TITLE_WORDS = 7, 60, 60, 6
_NO_NAME = re.compile(r"[\d:]|\b(?:جلسه|ساعت|تاریخ|شماره|محل|صفحه|پیوست|آرا|آراء|رأی|رای)\b")
_OF_SESSION = re.compile(r"جلسه|نشست|صفحه|پیوست|\b(?:شماره|ساعت|محل)\b")
"""A label of the meeting or of its paper, whatever stands beside it: «تاریخ جلسه»."""

_OF_PEOPLE = {None, ColumnRole.OWNER, ColumnRole.FOLLOWER, ColumnRole.PARTNER, ColumnRole.SUPERVISOR}
"""The roles that a header of a column of names may say; a topic that begins like a name is none."""

_FOREIGN = {ColumnRole.UNRELATED, ColumnRole.VOTE, ColumnRole.ACTOR, ColumnRole.DUTIES}
"""Columns that a table of resolutions seldom has."""


@dataclass(frozen=True)
class Content:
    """The shares of a column's cells that are numbers, days, names and sentences, and their mean count of words."""

    number: float
    day: float
    name: float
    like_name: float
    both: float
    decides: float
    tells: float
    words: float

    @classmethod
    def of(cls, texts: Iterable[str], resolver: DeadlineResolver) -> Content:
        said = [text for text in texts if re.search(r"\w", text)][:_SAMPLE]
        count = len(said) or 1
        names = [is_short_name(text) for text in said]
        acts = [strongest_act(text) for text in said]
        return cls(
            sum(bool(re.fullmatch(r"\W*\d{1,3}\W*", text)) for text in said) / count,
            sum(is_day(text, resolver) for text in said) / count,
            sum(short and begins_with_name(text) for short, text in zip(names, said, strict=True)) / count,
            sum(names) / count,
            sum(is_both(text, resolver) for text in said) / count,
            sum(act >= Act.CHARGES for act in acts) / count,
            sum(act is Act.TELLS for act in acts) / count,
            sum(len(text.split()) for text in said) / count,
        )


def opens_section(line: str) -> bool:
    """Tell whether a line is a heading with what it holds: «حاضرین: …», or says something of the meeting."""
    heading = section_of(line, marked=False)
    of_session = _OF_SESSION.search(fold(line.partition(":")[0])) is not None
    return of_session or (heading is not None and heading.known and heading.kind is not None)


def is_day(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a short text has a deadline for its whole meaning."""
    return len(text) <= _DAY_LENGTH and resolver.resolve(text).kind not in TIMELESS


def is_short_name(text: str) -> bool:
    """Tell whether a text is a few words that may be a name."""
    short = len(text.split()) <= _NAME_WORDS and len(text) <= _NAME_LENGTH and "\n" not in text.strip()
    plain = not _NO_NAME.search(text) and not text.endswith(".")
    return short and plain and strongest_act(text) is Act.NAMES


def is_both(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a text is a name with a day, and nothing else."""
    if len(text) > 2 * _DAY_LENGTH or ":" in text or strongest_act(text) is not Act.NAMES:
        return False
    answer = divide(text, resolver)
    return bool(answer.deadlines) and len(answer.owners) == 1 and is_short_name(answer.owners[0])


def roles_of(
    names: Sequence[str], columns: Sequence[Sequence[str]], resolver: DeadlineResolver
) -> list[ColumnRole | None] | None:
    """The role of each column; None where they are no columns of resolutions. A name that is known keeps its role."""
    cells = [[clean(text) for text in column] for column in columns]
    contents = [Content.of(column, resolver) for column in cells]
    known = [heading_role(name) for name in names]
    if _FOREIGN & set(known):
        return None
    roles: list[ColumnRole | None] = [None] * len(cells)
    left = [at for at, column in enumerate(cells) if sum(bool(re.search(r"\w", text)) for text in column) > 1]

    def take(role: ColumnRole, places: Sequence[int]) -> None:
        for at in places[:1]:
            roles[at] = role
            left.remove(at)

    take(ColumnRole.NUMBER, [at for at in left if contents[at].number > 0.5])
    days = [at for at in left if contents[at].day >= 0.5 and contents[at].day >= contents[at].both]
    take(ColumnRole.DEADLINE, [at for at in days if known[at] is ColumnRole.DEADLINE] or days[::-1])
    take(ColumnRole.START, [at for at in days if at in left])
    told = [at for at in left if contents[at].tells > 0.4 and contents[at].decides < 0.4]
    left = [at for at in left if at not in told]
    filled = [at for at in left if 2 * sum(map(bool, cells[at])) >= len(cells[at])]
    sentences = sorted(filled, key=lambda at: (-(contents[at].decides > 0.4), -contents[at].words))
    take(ColumnRole.TEXT, sentences)
    text = roles.index(ColumnRole.TEXT) if ColumnRole.TEXT in roles else None
    if text is None or contents[text].words < 3:
        return None
    if ColumnRole.DEADLINE not in roles:
        take(ColumnRole.OWNER_AND_DEADLINE, [at for at in left if contents[at].both > 0.5])
    if ColumnRole.OWNER_AND_DEADLINE not in roles:
        free = [at for at in left if known[at] in _OF_PEOPLE]
        named = sorted(
            (at for at in free if contents[at].name >= 0.5), key=lambda at: known[at] is not ColumnRole.OWNER
        )
        take(ColumnRole.OWNER, named or [at for at in free if at > text and contents[at].like_name > 0.6])
        take(ColumnRole.FOLLOWER, [at for at in free if at in left and contents[at].name >= 0.5])
    for at in list(left):
        topic = ColumnRole.TOPIC not in roles and at < text and contents[at].words <= _TITLE_WORDS
        roles[at] = ColumnRole.TOPIC if topic and contents[at].like_name > 0.5 else None
    for at in told:
        roles[at] = ColumnRole.DISCUSSION
    if not ANSWERS & set(roles):
        return None
    both = {ColumnRole.OWNER, ColumnRole.DEADLINE} <= set(roles) or ColumnRole.OWNER_AND_DEADLINE in roles
    if not both and (contents[text].decides < 0.5 or contents[text].words <= _SENTENCE_WORDS):
        return None
    return roles


def heading_of(names: Sequence[str], roles: Sequence[ColumnRole | None]) -> Row:
    """The heading of columns in words that are known; one whose contents tell nothing else keeps its name."""
    return tuple(Cell(WRITTEN.get(role, name) if role else name) for name, role in zip(names, roles, strict=True))


def meant(names: Sequence[str], roles: Sequence[ColumnRole | None]) -> tuple[Doubt, ...]:
    """The doubt that says what names that are not known were taken for."""
    told = [
        f"«{' '.join(name.split())}» {WRITTEN[role]}"
        for name, role in zip(names, roles, strict=True)
        if role and re.search(r"\w", name) and heading_role(name) is not role
    ]
    return (Doubt("told_by_content", {"names": "، ".join(dict.fromkeys(told))}),) if told else ()
