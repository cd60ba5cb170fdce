"""Owners and deadlines beside the text of a resolution: behind it after dashes or in brackets, or before it."""

from __future__ import annotations

import re

from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.owners.actors import actors_of
from domain.minutes.structure.draft import Draft
from domain.persian.text import fold

_TIMED = re.compile(r"\s*[:：(]\s*([^:：/|؛;\n()]+?)\s*(?:\)|(?=\s*(?:[/|؛;\n]|$)))")
_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]\s*\.?\s*$")
_OPENING_NAME = re.compile(r"([^:：\n]{2,80}?)\s*[:：]\s*(?=\S)")
_CLOSING_TIME = re.compile(r"\s+[-–—]\s*([^-–—\n]{2,60}?)\s*\.?$")
_SEPARATOR = re.compile(r"\s+[-–—/|]\s+|\s*[⬅←👈⏰➡→]\ufe0f?\s*|\s+:\s+")
_LABEL = re.compile(r"^(?:مهلت|زمان|موعد|مسئول|مسوول|مجری|پیگیری)(?: (?:انجام|اجرا|پیگیری))?\s*:?\s+")
_SEGMENT_LENGTH = 80
_POINTER = re.compile(
    r"(?:مراجع|دستگاه|مسیول|موارد|اشخاص|مجریان).*(?:متن|شرح|بند|ذکر|مندرج|فوق|زیر|ذیل)\b"
    r"|(?:طبق|مطابق|به شرح|وفق|در) (?:متن|شرح|بند)"
)


def take_appended(draft: Draft, resolver: DeadlineResolver) -> None:
    """Move owners and deadlines that stand beside the text into their fields, in place."""
    _take_closing_bracket(draft, resolver)
    _take_closing_segments(draft, resolver)
    _take_opening_owner(draft, resolver)
    _take_deadlines_from_owners(draft, resolver)


def _take_closing_segments(draft: Draft, resolver: DeadlineResolver) -> None:
    """Take owner and deadline from behind dashes, arrows or a free colon: «نصب سرعت‌گیر — شهرداری — مهلت دو هفته».

    From the end backwards, as long as each segment is a deadline or a name without a verb.
    """
    if draft.owners is not None or draft.deadlines or "\n" in draft.text:
        return
    owners: list[str] = []
    deadlines: list[str] = []
    text = draft.text
    while separators := list(_SEPARATOR.finditer(text)):
        segment = _LABEL.sub("", re.sub(r"^[^\w(«]+", "", text[separators[-1].end() :]).strip(" ."))
        if not segment or len(segment) > _SEGMENT_LENGTH or not text[: separators[-1].start()].strip():
            break
        if resolver.resolve(segment).kind is not DeadlineKind.UNKNOWN:
            deadlines.insert(0, segment)
        elif begins_with_name(segment) and strongest_act(segment) is Act.NAMES:
            owners.insert(0, segment)
        else:
            break
        text = text[: separators[-1].start()]
    if owners or deadlines:
        draft.text, draft.owners, draft.deadlines = text.rstrip(" ،؛"), owners or None, deadlines


def _take_closing_bracket(draft: Draft, resolver: DeadlineResolver) -> None:
    """Take owner and deadline from a closing bracket that holds nothing else: «… (شهرداری - دو هفته)»."""
    bracket = _CLOSING_BRACKET.search(draft.text)
    if bracket is None or draft.owners is not None or draft.deadlines:
        return
    parts = re.split(r"\s*[،؛/]\s*|\s+[-–—]\s+", bracket[1].strip())
    timed = [part for part in parts if resolver.resolve(part).kind is not DeadlineKind.UNKNOWN]
    named = [part for part in parts if part not in timed and begins_with_name(part)]
    if len(timed) + len(named) == len(parts):
        draft.text, draft.deadlines = draft.text[: bracket.start()].strip(" *"), timed
        draft.owners = ["، ".join(named)] if named else None


def _take_opening_owner(draft: Draft, resolver: DeadlineResolver) -> None:
    """Take an owner from the start of the text and a deadline from its end: «بهزیستی: معرفی مددکار – یک هفته».

    The owner is a doubt.
    """
    opening = _OPENING_NAME.match(draft.text)
    if opening is None or draft.owners is not None or points_into_text(opening[1]) or states_decision(opening[1]):
        return
    work = draft.text[opening.end() :]
    if not begins_with_name(opening[1]) or "\n" in work or actors_of(work):
        return
    closing = _CLOSING_TIME.search(work)
    if closing and not draft.deadlines and resolver.resolve(closing[1]).kind is not DeadlineKind.UNKNOWN:
        work, draft.deadlines = work[: closing.start()], [closing[1]]
    draft.text, draft.owners = work, [opening[1]]
    draft.doubt("owner_boundary", name=opening[1])


def points_into_text(owner: str) -> bool:
    """Tell whether an owner is no name but a pointer into the text: «مراجع تعیین‌شده در متن مصوبه»."""
    return bool(_POINTER.search(fold(owner)))


def _take_deadlines_from_owners(draft: Draft, resolver: DeadlineResolver) -> None:
    """Move the deadlines out of the owners' cells: «شهرداری: یک هفته / فرمانداری: دو هفته»."""
    for index, cell in enumerate(draft.owners or ()):
        timed = [
            match for match in _TIMED.finditer(cell) if resolver.resolve(match[1]).kind is not DeadlineKind.UNKNOWN
        ]
        for match in reversed(timed):
            cell = cell[: match.start()] + cell[match.end() :]
        if draft.owners and timed:
            draft.owners[index] = cell
            draft.deadlines += [match[1].strip() for match in timed]
