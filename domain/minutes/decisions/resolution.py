"""Make a resolution of a draft: read its owners, items, references and deadline, with the doubts of each."""

from __future__ import annotations

import re

from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.decisions.deadline import read_deadline
from domain.minutes.decisions.items import read_items
from domain.minutes.decisions.references import references_in
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import GROUPS, begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.owners.actors import Actor, actors_of, matches_an_owner
from domain.minutes.owners.split import partners_in, split_owners
from domain.minutes.reading import Item, Resolution
from domain.minutes.structure.draft import Draft
from domain.persian.text import fold

_TIMED = re.compile(r"\s*[:：(]\s*([^:：/|؛;\n()]+?)\s*(?:\)|(?=\s*(?:[/|؛;\n]|$)))")
_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]\s*\.?\s*$")
_OPENING_NAME = re.compile(r"([^:：\n]{2,80}?)\s*[:：]\s*(?=\S)")
_CLOSING_TIME = re.compile(r"\s+[-–—]\s*([^-–—\n]{2,60}?)\s*\.?$")
_POINTER = re.compile(
    r"(?:مراجع|دستگاه|مسیول|موارد|اشخاص|مجریان).*(?:متن|شرح|بند|ذکر|مندرج|فوق|زیر|ذیل)\b"
    r"|(?:طبق|مطابق|به شرح|وفق|در) (?:متن|شرح|بند)"
)


def to_resolution(draft: Draft, meeting: int | None, resolver: DeadlineResolver) -> Resolution:
    """Make the resolution of a numbered draft; `meeting` is the number of its meeting. Changes the draft."""
    _take_closing_bracket(draft, resolver)
    _take_opening_owner(draft, resolver)
    _take_deadlines_from_owners(draft, resolver)
    text = clean(draft.text)
    items = read_items(text)
    actors = actors_of(text)
    responsible, doubts_of_owners = _responsible(draft, actors, items)
    refers, doubts_of_references = references_in(text, meeting)
    written = read_deadline(draft.deadlines, text, resolver)
    doubts = [*draft.doubts, *doubts_of_owners, *written.doubts, *doubts_of_references]
    if not (draft.assured or draft.owners or draft.deadlines):
        doubts.append(Doubt("not_a_decision"))
    if text.endswith(("،", " و", ":")) and not (items or draft.columns):
        doubts.append(Doubt("text_cut"))
    return Resolution(
        draft.number or 0,
        text,
        responsible,
        items,
        refers,
        written.phrase,
        written.deadline,
        draft.columns,
        tuple(doubts),
        _partners(draft, actors, responsible),
    )


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


def _responsible(
    draft: Draft, actors: tuple[Actor, ...], items: tuple[Item, ...]
) -> tuple[tuple[str, ...], list[Doubt]]:
    doubts: list[Doubt] = []
    owners: list[str] = []
    for cell in (*(draft.owners or ()), *draft.partners):
        names, unclear = split_owners(cell)
        owners += names
        doubts += unclear
    if not owners and not any(clean(cell) for cell in draft.owners or ()):
        doubts += [Doubt("owner_boundary", {"name": actor.name}) for actor in actors if not actor.certain]
        of_items = [name for item in items for name in item.responsible]
        named = [actor.name for actor in actors if not (of_items and points_into_text(actor.name))] or of_items
        if not named or draft.owners is not None:
            doubts.append(Doubt("owner_missing"))
        return tuple(dict.fromkeys([*named, *owners])), doubts
    if any(points_into_text(owner) for owner in owners):
        doubts += [] if any(item.responsible for item in items) else [Doubt("owner_missing")]
        return tuple(owners), doubts
    known = tuple(owners)
    for actor in actors:
        if matches_an_owner(actor.name, known) or (actor.partner and fold(actor.name).split()[0] in GROUPS):
            continue
        doubts.append(Doubt("owner_in_text", {"name": actor.name}))
    return tuple(dict.fromkeys(owners)), doubts


def _partners(draft: Draft, actors: tuple[Actor, ...], responsible: tuple[str, ...]) -> tuple[str, ...]:
    """The owners who only help; none when all of them would."""
    told = [name for cell in draft.partners for name in split_owners(cell)[0]]
    told += [name for cell in draft.owners or () for name in partners_in(cell)]
    helping = {*told, *(actor.name for actor in actors if actor.partner and not draft.owners)}
    return tuple(name for name in responsible if name in helping) if set(responsible) - helping else ()
