"""Recognise the columns of a table by the words of its header and the content of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.deadlines import TIMELESS
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.owners.actors import actors_of, matches_an_owner
from domain.minutes.structure.blocks import Cell, row_text
from domain.minutes.structure.column_headings import (
    HEADING_LENGTH,
    LABEL_OR_NUMBER,
    VERDICT,
    ColumnRole,
    Row,
    heading_role,
    is_title,
    role_in_heading,
)
from domain.persian.text import fold

_CHARGED = re.compile(r"مسیول|مسوول|مجری|متولی|اقدام|عهده|پاسخگو|دستگاه\w* (?:ها\w* )?اجرا|responsible|owner")
"""Says that a column's names answer for something; «واحد» or «سازمان» alone may be whom a decision is about."""

_DATED = {ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE}
"""Beside a deadline «وظیفه» is what a resolution asks, and no duty of the appendix."""

_OWNED = {ColumnRole.OWNER, ColumnRole.OWNER_AND_DEADLINE, ColumnRole.DUTIES}
_PHRASE_LENGTH = 80
_NAME_WORDS = 6
_SAMPLE = 30
"""The number of a column's cells by which its content is judged."""

_RESULT = re.compile("نتیجه|نتایج")
_EXECUTES = re.compile("مجری|اجرا|اقدام")


@dataclass(frozen=True)
class Columns:
    """The column of each role, counted from 0; `sure` when header and cells agree.

    `more` are the roles of further columns whose role another one has: a second note, the votes against.
    `assigned` tells that most texts begin with their owner: «شهرداری: …»; `verdict` that they are what was
    decided on the matter beside them.
    """

    roles: Mapping[ColumnRole, int]
    sure: bool = True
    more: Mapping[int, ColumnRole] = field(default_factory=dict)
    assigned: bool = False
    verdict: bool = False

    def cell(self, role: ColumnRole, row: Row) -> Cell | None:
        """The row's cell in the role's column, None when there is no such column or the row is too short."""
        column = self.roles.get(role)
        return row[column] if column is not None and column < len(row) else None


def columns_of(heading: Sequence[Row], rows: Sequence[Row], resolver: DeadlineResolver) -> Columns:
    """The roles of a table's columns, by its header first.

    The content of the cells adds the roles that the header lacks, and makes the result unsure where the two disagree.
    """
    width = max((len(row) for row in (*heading, *rows)), default=0)
    cells = [[clean(row[column].text) for row in rows if column < len(row)] for column in range(width)]
    kinds = [_content_role([text for text in column if text], resolver) for column in cells]
    headers = _owners_by_content(_answering(_headers(heading, width), heading), kinds)
    if not _DATED.isdisjoint(headers.values()):
        headers = {column: ColumnRole.TEXT if role is ColumnRole.DUTIES else role for column, role in headers.items()}
    named = _named_columns(headers, heading, cells)
    lengths = [_mean_length(column) for column in cells]
    sure = _choose_text_column(named, lengths)
    verdict = ColumnRole.TEXT in named and _is_verdict(heading, named[ColumnRole.TEXT])
    for role in (ColumnRole.NUMBER, ColumnRole.DEADLINE, *(() if verdict else (ColumnRole.OWNER,))):
        if role is not ColumnRole.NUMBER and ColumnRole.OWNER_AND_DEADLINE in named:
            continue
        if role in named:
            sure = sure and kinds[named[role]] in {role, None}
            continue
        free = [one for one in range(width) if one not in named.values() and kinds[one] is role]
        if free:
            named[role] = free[0]
    _let_concern(named, heading, cells)
    _let_follow(named)
    _leave_follower(named, heading)
    if not headers and {ColumnRole.TEXT, ColumnRole.DEADLINE} <= named.keys() and ColumnRole.OWNER not in named:
        # A list «کار ← کسی ← مهلت» names people whom no list of bodies and posts knows.
        between = range(named[ColumnRole.TEXT] + 1, named[ColumnRole.DEADLINE])
        free = [one for one in between if one not in named.values() and _are_names(cells[one])]
        named |= {ColumnRole.OWNER: free[0]} if len(free) == 1 else {}
    if verdict and ColumnRole.TOPIC not in named:
        free = [one for one in range(width) if one not in {*named.values(), *headers} and lengths[one]]
        named |= {ColumnRole.TOPIC: max(free, key=lambda column: lengths[column])} if free else {}
    more = {column: role for column, role in headers.items() if column not in named.values()}
    said = [] if _OWNED & named.keys() or ColumnRole.TEXT not in named else cells[named[ColumnRole.TEXT]]
    return Columns(named, sure, more, _most(bool(assigned_to(text)[0]) for text in said), verdict)


def labelled_columns(heading: Row, rows: Sequence[Row]) -> Columns:
    """The columns that labels name, whatever stands in their cells."""
    cells = [[clean(row[column].text) for row in rows if column < len(row)] for column in range(len(heading))]
    headers = {column: role for column, cell in enumerate(heading) if (role := heading_role(cell.text))}
    named = _named_columns(_answering(headers, [heading]), [heading], cells)
    _let_follow(named)
    return Columns(named, more={column: role for column, role in headers.items() if column not in named.values()})


def _let_concern(named: dict[ColumnRole, int], heading: Sequence[Row], cells: Sequence[Sequence[str]]) -> None:
    """Make those whom the decisions are about the topic, in place: «نام واحد» beside texts that all charge others."""
    owner, text = named.get(ColumnRole.OWNER), named.get(ColumnRole.TEXT)
    headers = [row[owner].text for row in heading if owner is not None and owner < len(row) and clean(row[owner].text)]
    if owner is None or text is None or not headers or any(_CHARGED.search(fold(header)) for header in headers):
        return
    pairs = [(name, said) for name, said in zip(cells[owner], cells[text], strict=False) if name and said]
    charged = [(name, [actor.name for actor in actors_of(said) if not actor.partner]) for name, said in pairs]
    if charged and all(
        others and not any(matches_an_owner(one, (name,)) for one in others) for name, others in charged
    ):
        named.setdefault(ColumnRole.TOPIC, named.pop(ColumnRole.OWNER))


def _let_follow(named: dict[ColumnRole, int]) -> None:
    """Let those who follow up or look on answer, in place, where nobody else does."""
    for role in (ColumnRole.FOLLOWER, ColumnRole.SUPERVISOR):
        if role in named and _OWNED.isdisjoint(named):
            named[ColumnRole.OWNER] = named.pop(role)


def _leave_follower(named: dict[ColumnRole, int], heading: Sequence[Row]) -> None:
    """Leave those who follow up beside a column of those who carry out, in place: «مجری · مسئول پیگیری»."""
    owner = named.get(ColumnRole.OWNER)
    if any(owner is not None and owner < len(row) and _EXECUTES.search(fold(row[owner].text)) for row in heading):
        named.pop(ColumnRole.FOLLOWER, None)


def assigned_to(text: str) -> tuple[str, str]:
    """Split «شهرداری: …» into the owner and what it shall do; the owner is "" where a text begins with none."""
    name, _, rest = text.partition(":")
    owner = name.strip()
    named = len(owner) <= HEADING_LENGTH + 15 and begins_with_name(owner) and strongest_act(owner) is Act.NAMES
    return (owner, rest.strip()) if named and len(rest.split()) > 2 else ("", text)


def _headers(heading: Sequence[Row], width: int) -> dict[int, ColumnRole]:
    """The role that each column's header names; of two header rows the lower one counts: «شروع» under «زمان‌بندی»."""
    rows = [row for row in heading if not is_title(row_text(row)) or len([cell for cell in row if cell.text]) > 1]
    headers = {}
    for column in range(width):
        roles = (
            role_in_heading(row[column].text) for row in reversed(rows) if column < len(row) and not row[column].merged
        )
        if role := next((role for role in roles if role), None):
            headers[column] = role
    return headers


def _answering(headers: dict[int, ColumnRole], heading: Sequence[Row]) -> dict[int, ColumnRole]:
    """Leave a column of names without a role where another one says who answers: «نام واحد · دستگاه مسئول»."""
    owners = [column for column, role in headers.items() if role is ColumnRole.OWNER]
    charged = [
        column
        for column in owners
        if any(column < len(row) and _CHARGED.search(fold(row[column].text)) for row in heading)
    ]
    if not charged:
        return headers
    return {column: role for column, role in headers.items() if column not in owners or column in charged}


def _owners_by_content(headers: dict[int, ColumnRole], kinds: Sequence[ColumnRole | None]) -> dict[int, ColumnRole]:
    """Take the second of two columns of texts for the owners where it holds nothing but names: «شرح · اقدام»."""
    texts = [column for column, role in headers.items() if role is ColumnRole.TEXT]
    if len(texts) > 1 and ColumnRole.OWNER not in headers.values():
        headers.update({column: ColumnRole.OWNER for column in texts[1:] if kinds[column] is ColumnRole.OWNER})
    return headers


def _named_columns(
    headers: Mapping[int, ColumnRole], heading: Sequence[Row], cells: Sequence[Sequence[str]]
) -> dict[ColumnRole, int]:
    """The first column of each role, but of several columns of texts the one that decides most is the text.

    Another one is its topic. Where there is only a topic, the result beside it is the text («موضوع · نتیجه»), else the
    topic itself.
    """
    named: dict[ColumnRole, int] = {}
    for column, role in headers.items():
        named.setdefault(role, column)
    texts = [column for column, role in headers.items() if role in {ColumnRole.TEXT, ColumnRole.TOPIC}]
    result = named.get(ColumnRole.NOTE)
    results = result is not None and any(_RESULT.match(fold(row[result].text)) for row in heading if result < len(row))
    if results and ColumnRole.TOPIC in named and ColumnRole.TEXT not in named:
        named[ColumnRole.TEXT] = named.pop(ColumnRole.NOTE)
    elif len(texts) > 1:
        deciding = max(
            texts, key=lambda column: (sum(map(states_decision, cells[column])), column == named.get(ColumnRole.TEXT))
        )
        named[ColumnRole.TEXT], named[ColumnRole.TOPIC] = deciding, next(one for one in texts if one != deciding)
    elif ColumnRole.TOPIC in named and not {ColumnRole.TEXT, ColumnRole.DUTIES, ColumnRole.UNRELATED} & named.keys():
        free = [at for at, texts in enumerate(cells) if at not in headers and asks_for_most(filter(None, texts))]
        named[ColumnRole.TEXT] = free[0] if len(free) == 1 else named.pop(ColumnRole.TOPIC)
    return named


def _choose_text_column(named: dict[ColumnRole, int], lengths: Sequence[float]) -> bool:
    """Give the role of the text to a column, in place: by the header, else by the longest cells; False when unsure."""
    if {ColumnRole.DUTIES, ColumnRole.UNRELATED} & named.keys() or not any(lengths):
        return True
    longest = max(range(len(lengths)), key=lambda column: lengths[column])
    text = named.get(ColumnRole.TEXT)
    if text is None:
        taken = next((role for role, column in named.items() if column == longest), None)
        if taken in {ColumnRole.NOTE, ColumnRole.TOPIC}:
            return False
        if taken is not None:
            del named[taken]
        named[ColumnRole.TEXT] = longest
        return taken is None
    if longest == text or lengths[text] * 2 >= lengths[longest]:
        return True
    if longest in named.values():
        return longest in {named.get(ColumnRole.NOTE), named.get(ColumnRole.DISCUSSION)}
    named[ColumnRole.TEXT] = longest
    return lengths[text] == 0


def _content_role(texts: Sequence[str], resolver: DeadlineResolver) -> ColumnRole | None:
    """The role that most of a column's cells have by their content: NUMBER, DEADLINE, OWNER, or None."""
    said = [text for text in texts if re.search(r"\w", text)][:_SAMPLE]
    if not said:
        return None
    if _most(bool(re.fullmatch(r"\W*\d{1,3}\W*", text)) for text in said):
        return ColumnRole.NUMBER
    short = [text if len(text) < _PHRASE_LENGTH else "" for text in said]
    if _most(resolver.resolve(text).kind not in TIMELESS for text in short):
        return ColumnRole.DEADLINE
    if _most(len(text) < 150 and begins_with_name(text) for text in said):
        return ColumnRole.OWNER
    return None


def _is_verdict(heading: Sequence[Row], column: int) -> bool:
    return any(re.match(VERDICT, fold(row[column].text)) for row in heading if column < len(row))


def _are_names(texts: Sequence[str]) -> bool:
    """Tell whether most cells are a few words without a number, a label and a verb."""
    return _most(
        len(text.split()) <= _NAME_WORDS and not LABEL_OR_NUMBER.search(text) and strongest_act(text) is Act.NAMES
        for text in texts
        if text
    )


def asks_for_most(texts: Iterable[str]) -> bool:
    """Tell whether most texts decide something or charge somebody."""
    return _most(strongest_act(text) >= Act.CHARGES for text in texts)


def _most(answers: Iterable[bool]) -> bool:
    found = list(answers)
    return sum(found) * 2 > len(found)


def _mean_length(texts: Sequence[str]) -> float:
    said = [len(text) for text in texts if text]
    return sum(said) / len(said) if said else 0
