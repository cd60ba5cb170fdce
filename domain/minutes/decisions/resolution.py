"""Make a resolution of a draft: read its owners, items, references and deadline, with the doubts of each."""

from __future__ import annotations

from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.decisions.appended import points_into_text, take_appended
from domain.minutes.decisions.deadline import read_deadline
from domain.minutes.decisions.items import read_items
from domain.minutes.decisions.references import references_in
from domain.minutes.doubts import Doubt
from domain.minutes.language.acts import Act, appoints, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import GROUPS
from domain.minutes.language.verbs import charges
from domain.minutes.owners.actor import Actor
from domain.minutes.owners.actors import actors_of, matches_an_owner, present_subject
from domain.minutes.owners.roster import NOBODY, Roster
from domain.minutes.owners.split import partners_in, split_owners
from domain.minutes.reading import Item, Resolution
from domain.minutes.structure.draft import Draft
from domain.persian.text import fold


def to_resolution(draft: Draft, meeting: int | None, resolver: DeadlineResolver, roster: Roster = NOBODY) -> Resolution:
    """Make the resolution of a numbered draft; `meeting` is the number of its meeting. Changes the draft.

    The `roster` knows whom the document names elsewhere.
    """
    take_appended(draft, resolver, roster)
    text = clean(draft.text)
    items = read_items(text)
    said = text.removeprefix(f"{draft.topic}: ")
    actors = () if appoints(text) else _with_those_present(actors_of(said, draft.told), present_subject(said, roster))
    actors = tuple(replace(actor, name=roster.without_more(actor.name)) for actor in actors)
    responsible, doubts_of_owners = _responsible(draft, actors, items, roster)
    refers, doubts_of_references = references_in(text, meeting)
    leads = len(responsible) - len(_partners(draft, actors, responsible, roster))
    written = read_deadline(draft.deadlines, text, resolver, leads)
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
        _partners(draft, actors, responsible, roster),
        "\n".join(draft.remarks) or None,
    )


def _with_those_present(actors: tuple[Actor, ...], present: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors, with those beside them who are called by name alone: «آقای یوسفی و مهتاب … نهایی کنند»."""
    names = tuple(one.name for one in present)
    known = {one.name for one in actors}
    if known.isdisjoint(names):
        return actors or present
    return (*present, *(one for one in actors if not matches_an_owner(one.name, names)))


def _responsible(
    draft: Draft, actors: tuple[Actor, ...], items: tuple[Item, ...], roster: Roster
) -> tuple[tuple[str, ...], list[Doubt]]:
    doubts: list[Doubt] = []
    owners: list[str] = []
    for cell in (*(draft.owners or ()), *draft.partners):
        names, unclear = split_owners(cell, roster)
        owners += names
        doubts += unclear
    if not owners and not any(clean(cell) for cell in draft.owners or ()):
        doubts += [Doubt("owner_boundary", {"name": actor.name}) for actor in actors if not actor.certain]
        of_items = [name for item in items for name in item.responsible]
        named = [actor.name for actor in actors if not (of_items and points_into_text(actor.name))] or of_items
        named = named or _owners_above(draft)
        led = any(not actor.partner for actor in actors if actor.name in named) or bool(of_items or draft.above)
        if not led or draft.owners is not None:
            doubts.append(Doubt("owner_missing"))
        return tuple(dict.fromkeys([*named, *owners])), doubts
    if any(points_into_text(owner) for owner in owners):
        doubts += [] if any(item.responsible for item in items) else [Doubt("owner_missing")]
        return tuple(owners), doubts
    members = _members_named(owners, actors)
    known = tuple(members or owners)
    for actor in actors:
        if matches_an_owner(actor.name, known) or (actor.partner and fold(actor.name).split()[0] in GROUPS):
            continue
        doubts.append(Doubt("owner_in_text", {"name": actor.name}))
    return tuple(dict.fromkeys(members or owners)), doubts


def _members_named(owners: list[str], actors: tuple[Actor, ...]) -> list[str]:
    """The bodies that the text charges, where a cell only says what they are: «بانک‌ها» for «بانک ملی و بانک صادرات»."""
    named = [actor.name for actor in actors if not actor.partner]
    plural = fold(owners[0]).replace(" ", "") if len(owners) == 1 else ""
    meant = len(named) > 1 and all(plural == f"{fold(name).split()[0]}ها" for name in named)
    return named if meant else []


def _owners_above(draft: Draft) -> list[str]:
    """The owners in a heading above, of a text that asks for something or names what is to be done."""
    asks = strongest_act(draft.text) is Act.NAMES or charges(fold(draft.text))
    return [name for cell in draft.above for name in split_owners(cell)[0]] if asks else []


def _partners(draft: Draft, actors: tuple[Actor, ...], responsible: tuple[str, ...], roster: Roster) -> tuple[str, ...]:
    """The owners who only help; none when all of them would."""
    told = [name for cell in draft.partners for name in split_owners(cell, roster)[0]]
    told += [name for cell in draft.owners or () for name in partners_in(cell, roster)]
    helping = {*told, *(actor.name for actor in actors if actor.partner and not draft.owners)}
    return tuple(name for name in responsible if name in helping) if set(responsible) - helping else ()
