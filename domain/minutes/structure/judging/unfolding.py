"""Unfold groups: a title with marks below it is a heading, and each marked line a list item of its own.

Minutes group decisions by topic: «۱- امور مالی», and below it «۱-۱-», «الف)» or bullets that decide. A list whose lines
below the first decide nothing is the text of one item, and stays together.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.common_words import is_action
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.continuation import is_title, only_labels
from domain.minutes.structure.entries.prose_signs import names_a_case
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.headings import heading_of, states_conditions
from domain.minutes.structure.judging.bench import act_of_item, has_answer
from domain.minutes.structure.lines.marks import DECISION_LABEL, LABELLED, MarkKind, mark_of
from domain.persian.text import fold

_ANNOUNCES = re.compile(
    r"(?:موارد|نکات|بندهای|تصمیمات|ب?(?:ه )?شرح) (?:\w+ )?(?:زیر|ذیل|اتی).{0,60}"
    r"(?:تصویب|مصوب|تصمیم ?گیری|اتخاذ|موافقت) (?:شد|گردید)\W*$"
)
_WORKS = re.compile(
    r"(?:کار|اقدام|فعالیت|برنامه) ?(?:ها|های|ات)(?: \w+)? (?:زیر|ذیل|اتی)\b.{0,40}"
    r"\b(?:انجام|صورت|اجرا|پیگیری|عمل)\b.{0,20}(?:شود|گردد|گیرد|پذیرد|اید|دهد|دهند|کند|کنند|نماید|نمایند|شد|گردید)\W*$"
)
"""Announces works below it that shall be done, each of which is followed up by itself."""

_IS_DECIDED = re.compile(r"\W*(?:تصمیم|رای|نظر|مصوبه|مصوبات|نتیجه|تصمیمات)(?: \w+){0,2}\s*:\W*$")
"""The heading of what was decided on a case: «تصمیم کارگروه:»."""

_NAME_LENGTH = 90
_OPEN = {None, PassedOverKind.UNPLACED}


def unfold(found: Sequence[Finding]) -> list[Finding]:
    """The findings with each group as its heading and its items, and each title right above a list as a heading."""
    groups = [one for one in found if isinstance(one, Entry) and _is_group(one)]
    are_groups = set(map(id, groups))
    families: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for group in groups:
        families[group.family] += _children(group)
    single = Counter(one.family for one in found if isinstance(one, Entry) and _stands_alone(one))
    grouped = Counter(group.family for group in groups)
    result: list[Finding] = []
    for place, one in enumerate(found):
        if not isinstance(one, Entry):
            result.append(one)
            continue
        among_single = single[one.family] > grouped[one.family]
        if id(one) in are_groups and (
            _lists_works(one) or (_decide(families[one.family]) and not (_is_lettered(one) and among_single))
        ):
            result += _unfolded(one)
        elif len(starts := _labelled(one)) > 1:
            result += _divided(one, starts)
        elif _is_case(one, found[place + 1 :]):
            result += _case(one)
        elif _is_title_above(one, found[place + 1 :]) or _is_topic(one, found[place + 1 :]):
            result.append(PassedOver(PassedOverKind.HEADING, one.text))
        else:
            result.append(one)
    return result


def _is_group(entry: Entry) -> bool:
    """Tell whether an item is a title with a marked line right below it that is more than a label."""
    if entry.kind is None or len(entry.lines) < 2:
        return False
    first = entry.lines[0]
    if not (is_title(first.rstrip(" :")) or _announces(first) or _is_body(first) or _lists_works(entry)):
        return False
    place = 1 + len(_report(entry))
    mark = mark_of(entry.lines[place]) if place < len(entry.lines) else None
    return mark is not None and not only_labels(entry.lines[place][mark.end :].strip(), of_item=True)


def _is_lettered(entry: Entry) -> bool:
    """Tell whether letters count the works below a number's title: «۱- آماده‌سازی مدارس:», «الف) …»."""
    mark = mark_of(entry.lines[1 + len(_report(entry))])
    return entry.kind in {MarkKind.NUMBER, MarkKind.COUNTED} and mark is not None and mark.kind is MarkKind.LETTER


def _stands_alone(entry: Entry) -> bool:
    """Tell whether an item decides by itself, so that one with a title beside it is a resolution, too."""
    return len(entry.lines) == 1 and entry.section in _OPEN and act_of_item(entry) >= Act.CHARGES


def _report(entry: Entry) -> list[str]:
    """The lines that only tell something between the title of a group and its first mark."""
    return list(takewhile(lambda line: mark_of(line) is None and strongest_act(line) is Act.TELLS, entry.lines[1:]))


def _is_body(line: str) -> bool:
    """Tell whether a line is nothing but the name of whom the items below it charge, however long it is."""
    named = begins_with_name(line) and strongest_act(line) is Act.NAMES
    return named and len(line) < _NAME_LENGTH and not line.endswith((".", "؛", "،")) and not has_answer(line)


def _announces(line: str) -> bool:
    """Tell whether a line says that what stands below it was decided: «… به شرح زیر مطرح و تصمیم‌گیری شد:»."""
    folded = fold(line)
    return line.endswith(":") and _ANNOUNCES.search(folded) is not None and not states_conditions(folded)


def _lists_works(entry: Entry) -> bool:
    """Tell whether an item announces works that shall be done, and each marked line below it is one."""
    first, *rest = entry.lines
    works = [line[mark.end :].strip() for line in rest if (mark := mark_of(line))]
    announced = first.endswith(":") and _WORKS.search(fold(first)) is not None
    return announced and len(works) > 1 and all(is_action(fold(work).split()[:2]) or _charges(work) for work in works)


def _charges(work: str) -> bool:
    return strongest_act(work) >= Act.CHARGES


def _children(entry: Entry) -> list[Entry]:
    """The items below the title of a group; lines with another kind of mark stay with the item above them."""
    children: list[Entry] = []
    kind: MarkKind | None = None
    heading = heading_of(f"{entry.lines[0]}:", marked=False)
    section = heading.kind if heading and heading.known else entry.section
    owner = entry.lines[0] if begins_with_name(entry.lines[0]) else ""
    for line in entry.lines[1 + len(_report(entry)) :]:
        mark = mark_of(line)
        kind = kind or (mark.kind if mark else None)
        if mark and mark.kind is kind:
            child = Entry([line[mark.end :].strip()], section, None, mark.kind, mark.sign, -entry.run - 1)
            child.head = entry.head
            child.lined, child.headed, child.owners = entry.lined, entry.headed, (owner,) if owner else entry.owners
            children.append(child)
        else:
            children[-1].lines.append(line)
    return children


def _decide(children: Sequence[Entry]) -> bool:
    """Tell whether most items of the groups of a list decide something or charge somebody."""
    acts = [act_of_item(child) for child in children]
    weighed = [act for act in acts if act is not Act.TELLS]
    return sum(act >= Act.CHARGES for act in weighed) * 2 > len(weighed)


def _unfolded(entry: Entry) -> Iterator[Finding]:
    yield PassedOver(PassedOverKind.HEADING, _title(entry))
    yield from (PassedOver(PassedOverKind.DISCUSSION, line) for line in _report(entry))
    yield from _children(entry)


def _labelled(entry: Entry) -> list[int]:
    """The lines below a title that say each «تصمیم: …»; none where the first line is no title."""
    earlier = entry.section is PassedOverKind.EARLIER_RESOLUTIONS
    if entry.kind is None or earlier or not entry.lines or not is_title(entry.lines[0]):
        return []
    return [at for at, line in enumerate(entry.lines) if at and DECISION_LABEL.match(line)]


def _divided(entry: Entry, starts: Sequence[int]) -> Iterator[Finding]:
    """Make an item of each labelled decision; what was said before the first one is discussion."""
    yield PassedOver(PassedOverKind.HEADING, _title(entry))
    for line in entry.lines[1 : starts[0]]:
        yield PassedOver(PassedOverKind.DISCUSSION, line)
    for begin, end in pairwise([*starts, len(entry.lines)]):
        lines = [DECISION_LABEL.sub("", entry.lines[begin]), *entry.lines[begin + 1 : end]]
        yield replace(entry, lines=lines, number=None, section=None, run=-entry.run - 1, headed=True)


def _is_topic(entry: Entry, following: Sequence[Finding]) -> bool:
    """Tell whether an item is a title of what was said below it before «تصمیم: …»."""
    if entry.kind is None or entry.section not in _OPEN or not entry.lines or not is_title(entry.lines[0]):
        return False
    if any(strongest_act(line) > Act.PASSED or mark_of(line) for line in entry.lines[1:]):
        return False
    marked = next((one for one in following if isinstance(one, Entry) and one.kind is not None), None)
    if marked is not None and marked.kind is MarkKind.PAIR and entry.kind is MarkKind.NUMBER:
        return True
    if len(entry.lines) > 1:
        return False
    return marked is not None and marked.sign == LABELLED and marked.number is None and marked is not following[0]


def _title(entry: Entry) -> str:
    return entry.lines[0] if entry.number is None else f"{entry.number}- {entry.lines[0]}"


def _is_title_above(entry: Entry, below: Sequence[Finding]) -> bool:
    """Tell whether a line is the title of the list that begins right below it.

    It has no mark, or a letter above numbers or the rows of a table.
    """
    if entry.section not in _OPEN or len(entry.lines) != 1 or not is_title(entry.text):
        return False
    if entry.kind is MarkKind.LETTER:
        following = next((one for one in below if not _is_heading(one)), None)
        numbered = isinstance(following, Entry) and following.kind is MarkKind.NUMBER and following.section in _OPEN
        return numbered or isinstance(following, Draft)
    first = below[0] if below else None
    return entry.kind is None and isinstance(first, Entry) and first.kind is not None and first.section in _OPEN


def _is_case(entry: Entry, below: Sequence[Finding]) -> bool:
    """Tell whether an item is a case with what was said of it, above «تصمیم کارگروه:» and what was decided."""
    decided = isinstance(below[0], PassedOver) and _IS_DECIDED.match(fold(below[0].text)) if below else None
    lettered = entry.kind is MarkKind.LETTER and bool(entry.lines) and entry.section in _OPEN
    return bool(decided) and lettered and names_a_case(entry.lines[0]) and not any(map(_charges, entry.lines))


def _case(entry: Entry) -> Iterator[Finding]:
    yield PassedOver(PassedOverKind.HEADING, f"{entry.sign}) {entry.lines[0]}")
    yield from (PassedOver(PassedOverKind.DISCUSSION, line) for line in entry.lines[1:])


def _is_heading(one: Finding) -> bool:
    return isinstance(one, PassedOver) and one.kind is PassedOverKind.HEADING
