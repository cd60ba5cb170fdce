"""Owners and deadlines beside the text of a resolution: behind it after dashes or in brackets, or before it."""

from __future__ import annotations

import re

from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, appoints, strongest_act
from domain.minutes.language.common_words import is_action, is_work
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name, known_spans
from domain.minutes.language.patterns import ARROWS
from domain.minutes.language.verbs import TOLD, is_verb
from domain.minutes.owners.actors import actors_of, present_subject
from domain.minutes.owners.clauses import acts
from domain.minutes.owners.roster import NOBODY, Roster, is_unlisted
from domain.minutes.owners.tokens import tokens_of
from domain.minutes.structure.answers import divide, is_time
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.headings import is_vote
from domain.minutes.structure.lines.closing_names import work_and_name
from domain.persian.text import fold

_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{3,120})[)\]] *\.? *(?=\n *[-–—•]|\s*$)")
_TIME_BEHIND = re.compile(r"[(\[]([^()\[\]\n]{3,120})[)\]][ ،,:–—-]*([^()\[\]\n]{2,40}?) *\.?\s*$")
"""A closing bracket with a time behind it: «… انجام شود. (شهرداری – آبفا) فوری»."""

_OPENING_NAME = re.compile(r"([^:：\n]{2,80}?)\s*[:：]\s*(?=\S)")
_OPENING_SIGN = re.compile(rf"([^:：\n؛()]{{2,60}}?)(?:\s*؛\s*|\s+[-–—]\s+|\s*[{ARROWS}]\ufe0f?\s*)(?=\S)")
"""A name before a semicolon, a dash or an arrow: «راهداری؛ استقرار نمک‌پاش در گردنه», «شرکت گاز — رفع افت فشار»."""

_CLOSING_TIME = re.compile(r"\s+[-–—]\s*([^-–—\n]{2,60}?)\s*\.?$")
_SEPARATOR = re.compile(rf"\s+[-–—/|]\s+|\s*[{ARROWS}⏰]\ufe0f?\s*|\s+:\s+")
_ARROWED = re.compile(rf"[{ARROWS}]\ufe0f?\s*[^{ARROWS}]{{3,80}}$")
_DASH = re.compile(r"\s+[-–—|]\s+")
_LABEL = re.compile(r"^(?:مهلت|زمان|موعد|مسئول|مسوول|مجری|پیگیری)(?: (?:انجام|اجرا|پیگیری))?\s*:?\s+")
_BARE_LABEL = re.compile(
    r"\s*[؛.،]\s*(?:مسئول|مسوول|مجری|متولی|پیگیر)(?: (?:اجرا|اجرای آن|پیگیری|انجام|اقدام))?\s+([^.؛،:()\n]{2,60})\.?$"
)
"""An owner's label without a colon at the end: «… برگزار شود؛ مسئول اجرا اتاق اصناف.»."""

_LAST_SENTENCE = re.compile(r"[.؛]\s+(?=[^.؛:\n]{3,80}$)")
_SEGMENT_LENGTH = 80
_BEEN = re.compile(r"\b(?:موافق|مخالف|ممتنع|غایب|حاضر|معتقد)\b.*\bبود(?:ند)?\W*$")
"""Says how somebody voted, and names nobody for a work."""

_POINTER = re.compile(
    r"(?:مراجع|دستگاه|مسیول|موارد|اشخاص|مجریان).*(?:متن|شرح|بند|ذکر|مندرج|فوق|زیر|ذیل)\b"
    r"|(?:طبق|مطابق|به شرح|وفق|در) (?:متن|شرح|بند)"
)


def take_appended(draft: Draft, resolver: DeadlineResolver, roster: Roster = NOBODY) -> None:
    """Move owners and deadlines that stand beside the text into their fields, in place.

    What stands beside the name of somebody who is appointed is a post and no owner.
    """
    if not appoints(draft.text):
        _take_closing_bracket(draft, resolver, roster)
        _take_closing_bracket(draft, resolver, roster)  # «… ترمیم شود [راهداری] [۳۰ شهریور]»
        _take_bare_label(draft)
        _take_name_behind_its_colon(draft)
        _take_names_behind(draft, roster)
    _take_closing_segments(draft, resolver, roster)
    _take_opening_segments(draft, resolver, roster)
    _take_opening_owner(draft, resolver, roster)
    _part_owners_and_deadlines(draft, resolver)


def _take_closing_segments(draft: Draft, resolver: DeadlineResolver, roster: Roster) -> None:
    """Take owner and deadline from behind dashes, arrows or a free colon: «نصب سرعت‌گیر — شهرداری — مهلت دو هفته».

    From the end backwards, as long as each segment is a deadline or a name without a verb.
    """
    timed = list(draft.deadlines)  # «… ⬅️ شهرداری (تا ۲۰ اسفند)», whose bracket was read
    if draft.owners is not None or "\n" in draft.text or (timed and not _ARROWED.search(draft.text)):
        return
    owners: list[str] = []
    deadlines: list[str] = []
    text = draft.text
    for separator in reversed(list(_SEPARATOR.finditer(text))):
        segment = _LABEL.sub("", re.sub(r"^[^\w(«]+", "", text[separator.end() :]).strip(" ."))
        before = text[: separator.start()]
        if not segment or len(segment) > _SEGMENT_LENGTH or not before.strip() or before.count("(") > before.count(")"):
            break
        if is_time(segment, resolver) and not timed:
            deadlines.insert(0, segment)
        elif _asks_of_name(text[: separator.start()], segment):
            break
        elif _is_named(segment, roster) and strongest_act(segment) is Act.NAMES:
            owners.insert(0, segment)
        else:
            break
        text = text[: separator.start()]
    if owners or deadlines:
        draft.text, draft.owners, draft.deadlines = text.rstrip(" ،؛"), owners or None, [*deadlines, *timed]


def _asks_of_name(before: str, segment: str) -> bool:
    """Tell whether the work of a body that stands before it begins like a name: «هواشناسی : بازرسی … و ارائه …»."""
    for begin, end in reversed(known_spans(segment)):
        segment = f"{segment[:begin]}-{segment[end:]}"
    works = any(is_action([word]) for word in fold(segment).split()[1:])
    return works and begins_with_name(before) and strongest_act(before) is Act.NAMES


def _take_opening_segments(draft: Draft, resolver: DeadlineResolver, roster: Roster) -> None:
    """Take owner and deadline from before the text: «تا ۲۰ دی — معاونت فنی — نصب تابلوها»."""
    parts = [part.strip() for part in _DASH.split(draft.text)]
    if len(parts) < 3 or draft.owners is not None or draft.deadlines or "\n" in draft.text:
        return
    *beside, work = parts
    times = [part for part in beside if is_time(part, resolver)]
    names = [part for part in beside if part not in times and _is_named(part, roster)]
    if times and names and len(times) + len(names) == len(beside):
        draft.text, draft.owners, draft.deadlines = work, names, times


def _take_closing_bracket(draft: Draft, resolver: DeadlineResolver, roster: Roster) -> None:
    """Take owner and deadline from a closing bracket that holds nothing else: «… (شهرداری - دو هفته)»."""
    bracket = _CLOSING_BRACKET.search(draft.text)
    if bracket is None and (timed := _TIME_BEHIND.search(draft.text)) and is_time(timed[2], resolver):
        bracket = timed if _is_whole(draft.text[: timed.start()]) else None
    if bracket is None or (draft.owners is not None and not is_time(bracket[1], resolver)):
        return
    answer = divide(bracket[1].strip(), resolver)
    times = [*answer.deadlines, *bracket.groups()[1:]]
    if draft.deadlines and (times or draft.owners is not None):
        return
    guessed = [owner for owner in answer.owners if answer.deadlines and _is_unlisted(owner)]
    if all(owner in guessed or _is_named(owner, roster) for owner in answer.owners):
        for owner in guessed:
            draft.doubt("owner_boundary", name=owner)
        draft.text = draft.text[: bracket.start()].strip(" *") + draft.text[bracket.end() :].rstrip()
        draft.owners, draft.deadlines = (
            list(answer.owners) or draft.owners,
            [*draft.deadlines, *times],
        )


def _take_bare_label(draft: Draft) -> None:
    """Take an owner from a label at the end that has no colon."""
    label = _BARE_LABEL.search(draft.text) if draft.owners is None else None
    if label and begins_with_name(label[1]) and strongest_act(label[1]) is Act.NAMES:
        draft.text, draft.owners = f"{draft.text[: label.start()]}.", [label[1].strip()]


def _take_name_behind_its_colon(draft: Draft) -> None:
    """Take the name behind the colon at the end of a work: «نصب دوربین در میدان معلم: شهرداری»."""
    found = work_and_name(draft.text) if draft.owners is None and not draft.topic else None
    if found:
        draft.text, draft.owners = found[0], [found[1]]


def _take_names_behind(draft: Draft, roster: Roster) -> None:
    """Take the names that stand alone behind the last sentence: «… نصب شود. میراث فرهنگی - تعزیرات»."""
    text = draft.text.rstrip(" .")
    end = _LAST_SENTENCE.search(text)
    if draft.owners is not None or end is None or not _is_whole(text[: end.end()].rstrip(" .؛")):
        return
    names = text[end.end() :]
    if _is_named(names, roster) and strongest_act(names) is Act.NAMES:
        draft.text, draft.owners = text[: end.end()].strip(), [names]


def _is_whole(text: str) -> bool:
    """Tell whether a sentence ends where a text does, so that a bracket behind it explains no word of it."""
    words = fold(text).split()
    return bool(words) and (words[-1].endswith((".", "؛")) or is_verb(words[-1]))


def _take_opening_owner(draft: Draft, resolver: DeadlineResolver, roster: Roster) -> None:
    """Take an owner from the start of the text and a deadline from its end: «بهزیستی: معرفی مددکار – یک هفته».

    The owner is a doubt, unless the document shows that it is a name.
    """
    opening = _OPENING_NAME.match(draft.text) or _work_behind_a_sign(draft.text)
    if opening is None or draft.owners is not None or opening[1] == draft.topic or points_into_text(opening[1]):
        return
    if strongest_act(opening[1]) is not Act.NAMES:
        return
    work = draft.text[opening.end() :]
    present = roster.knows_all(opening[1])
    named = present or begins_with_name(opening[1]) or (is_unlisted(opening[1]) and acts(tokens_of(work), 0))
    if (
        not named
        or "\n" in work
        or any(not actor.partner for actor in actors_of(work))
        or present_subject(work, roster)
    ):
        return
    closing = _CLOSING_TIME.search(work)
    if closing and not draft.deadlines and resolver.resolve(closing[1]).kind is not DeadlineKind.UNKNOWN:
        work, draft.deadlines = work[: closing.start()], [closing[1]]
    draft.text, draft.owners = work, [opening[1]]
    if not present:
        draft.doubt("owner_boundary", name=opening[1])


def _work_behind_a_sign(text: str) -> re.Match[str] | None:
    """The name that a text begins with before another sign than a colon, where a work stands behind it."""
    opening = _OPENING_SIGN.match(text)
    if opening is None or not begins_with_name(opening[1]) or is_verb(fold(opening[1]).split()[-1]):
        return None
    work = fold(text[opening.end() :]).split()
    return opening if is_work(work) else None


def _is_unlisted(text: str) -> bool:
    """Tell whether a text is one or two names that no list has: «ترانه و بهروز»."""
    return all(map(is_unlisted, re.split(r"\s+و\s+|\s*\+\s*", text)))


def _is_named(text: str, roster: Roster) -> bool:
    """Tell whether a text begins with a name and tells no vote: «آقای … رأی مخالف داد», «همه موافق»."""
    folded = fold(text)
    told = is_vote(text) or any(word in TOLD for word in re.findall(r"\w+", folded)) or bool(_BEEN.search(folded))
    return roster.knows_all(text) or (begins_with_name(text) and not told)


def points_into_text(owner: str) -> bool:
    """Tell whether an owner is no name but a pointer into the text: «مراجع تعیین‌شده در متن مصوبه»."""
    return bool(_POINTER.search(fold(owner)))


def _part_owners_and_deadlines(draft: Draft, resolver: DeadlineResolver) -> None:
    """Move deadlines out of the cells of owners, «شهرداری: یک هفته / فرمانداری: دو هفته», and names out of the others.

    A name beside a time is an owner only where no cell or label has one.
    """
    answers = [divide(cell, resolver) for cell in draft.owners or ()]
    if any(answer.deadlines for answer in answers):
        draft.owners = [owner for answer in answers for owner in answer.owners] or None
        draft.deadlines += [time for answer in answers for time in answer.deadlines]
    elif not any(clean(cell) for cell in draft.owners or ()):
        answers = [divide(cell, resolver) for cell in draft.deadlines]
        named = [name for answer in answers for name in answer.owners if answer.deadlines and begins_with_name(name)]
        if named:
            for name in (name for answer in answers for name in answer.owners if name not in named):
                draft.remark(name)
            draft.owners, draft.deadlines = named, [time for answer in answers for time in answer.deadlines]
