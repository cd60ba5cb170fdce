"""The owners of a resolution: each matched, replaced, made a partner or removed, and more added."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Pick
from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import Known, OwnerKind
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import Owner, Resolution
from services.directory import known_names
from services.meetings import owner_changes, resolutions
from texts import wording
from texts.answer_summary import clip

CHOOSE = Form("reading.owner_form", (Question("owner", Pick("owners", other=True)),), at_once=True)
ADD = Form(
    "reading.owner_add_form",
    (
        Question("owner", Pick("owners", other=True)),
        Question("item", Pick("resolution.items"), when=Expression("items != ''")),
    ),
    at_once=True,
)
MOST = 30
"""Owners that one screen has buttons for."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show all owners of a resolution, each to be opened («مسئولان»)."""
    await turn.leave()
    return await _list_screen(turn, tap.id)


async def _list_screen(turn: Turn, resolution_id: int, news: Text | None = None) -> Screen:
    resolution = await resolutions.get(turn.session, resolution_id)
    matcher = await known_names.load(turn.session, turn.organisation)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("reading.owners_head", title=wording.resolution_name(resolution.number, "")), ""]
    lines += [card.owner_line(owner, matcher) for owner in resolution.owners[:MOST]] or [T("resolution.no_owners")]
    rows = [
        (Button(clip(owner_changes.called(owner), 40), Tap("owner", owner.id)),) for owner in resolution.owners[:MOST]
    ]
    add = Button(T("reading.owner_add"), Tap("owner.add", resolution.id))
    back = Button(T("reading.back_one"), Tap("res", resolution.id))
    return Screen(T("form.lines", lines=lines), (*rows, (add,), (back,)))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one owner with the buttons to correct it."""
    await turn.leave()
    owner, resolution = await owner_changes.get(turn.session, tap.id)
    return await _owner_screen(turn, owner, resolution)


async def _owner_screen(turn: Turn, owner: Owner, resolution: Resolution) -> Screen:
    matcher = await known_names.load(turn.session, turn.organisation)
    version = resolution.version
    rows: list[tuple[Button, ...]] = []
    if matcher.unsure(owner):
        rows.append((Button(T("reading.same"), Tap("owner.same", owner.id, version)),))
    if not name_matching.linked(owner):
        agency = Button(T("reading.as_agency"), Tap("owner.fresh", owner.id, version, OwnerKind.AGENCY))
        rows.append((agency, Button(T("reading.as_group"), Tap("owner.fresh", owner.id, version, OwnerKind.GROUP))))
    rows.append((Button(T("reading.owner_choose"), Tap("owner.choose", owner.id)),))
    partner = T("reading.as_lead" if owner.partner else "reading.as_partner")
    out = Button(T("reading.owner_out"), Tap("owner.out", owner.id, version))
    rows += [(Button(partner, Tap("owner.partner", owner.id, version)), out)]
    rows.append((Button(T("reading.owners_back"), Tap("owners", resolution.id)),))
    lines = [
        T("reading.owner_head", title=wording.resolution_name(resolution.number, owner.item)),
        card.owner_line(owner, matcher),
    ]
    if name_matching.linked(owner) and owner.name and owner.name != owner_changes.called(owner):
        lines.append(T("reading.owner_read", name=owner.name))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def confirm_guess(turn: Turn, tap: Tap) -> Reply:
    """Link the owner to the agency or group that was guessed («همان … است»)."""
    owner, resolution = await owner_changes.get(turn.session, tap.id)
    matcher = await known_names.load(turn.session, turn.organisation)
    guess = matcher.unsure(owner)
    if guess is None or resolution.version != tap.version:
        return await _stale(turn, resolution)
    return await _chosen(turn, owner, resolution, guess)


async def make_owner(turn: Turn, tap: Tap) -> Reply:
    """Make a new agency or group of the owner's name as it was read."""
    owner, resolution = await owner_changes.get(turn.session, tap.id)
    if name_matching.linked(owner) or resolution.version != tap.version:
        return await _stale(turn, resolution)
    kind = OwnerKind(tap.arg) if tap.arg else name_matching.kind_of(owner.name)
    known = await known_names.make(turn.context, owner.name, kind)
    await owner_changes.choose(turn.context, owner, known)
    return await card.screen(turn, resolution.id, T(f"reading.owner_made_{kind}", name=known.name))


async def toggle_partner(turn: Turn, tap: Tap) -> Reply:
    """Make the owner a partner, or a lead again."""
    owner, resolution = await owner_changes.get(turn.session, tap.id)
    if resolution.version != tap.version:
        return await _stale(turn, resolution)
    await owner_changes.set_partner(turn.context, owner)
    return await _list_screen(turn, resolution.id)


async def remove(turn: Turn, tap: Tap) -> Reply:
    """Remove the owner from the resolution."""
    owner, resolution = await owner_changes.get(turn.session, tap.id)
    if resolution.version != tap.version:
        return await _stale(turn, resolution)
    name = owner_changes.called(owner)
    await owner_changes.remove(turn.context, owner)
    return await _list_screen(turn, resolution.id, T("reading.owner_gone", name=name))


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Ask for another agency or group in the owner's place."""
    owner, _ = await owner_changes.get(turn.session, tap.id)
    return await form_filling.begin(turn, CHOOSE, owner.id, heading=owner_changes.called(owner))


async def choose_sent(turn: Turn, filled: Filled) -> Reply:
    """Put the chosen agency or group in the owner's place; one that is on no list is made."""
    owner, resolution = await owner_changes.get(turn.session, filled.subject_id)
    row = filled.answers["owner"]
    known = owner_changes.picked(row["id"], row["label"])
    if known is None:
        kind = name_matching.kind_of(row["label"])
        known = await known_names.make(turn.context, row["label"], kind)
    return await _chosen(turn, owner, resolution, known)


async def _chosen(turn: Turn, owner: Owner, resolution: Resolution, known: Known) -> Screen:
    """Link the owner, and say what its name means in minutes from now on."""
    meant = await owner_changes.choose(turn.context, owner, known)
    news = T("reading.owner_set", name=known.name)
    if meant:
        news = T("reading.owner_ambiguous", name=known.name, alias=owner.name, other=meant.name)
    elif name_matching.bare(owner.name) != name_matching.bare(known.name):
        news = T("reading.owner_learnt", name=known.name, alias=owner.name)
    return await card.screen(turn, resolution.id, news)


async def add(turn: Turn, tap: Tap) -> Reply:
    """Ask for one more owner, and for its sub-item where the resolution has any."""
    resolution = await resolutions.get(turn.session, tap.id)
    heading = turn.voice.plain(wording.resolution_name(resolution.number, ""))
    answers = {"items": True} if resolution.items else {}
    return await form_filling.begin(turn, ADD, resolution.id, answers=answers, heading=heading)


async def add_sent(turn: Turn, filled: Filled) -> Reply:
    """Add the chosen owner to the resolution."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    row, item = filled.answers["owner"], ""
    if "item" in filled.answers and filled.answers["item"]["id"] > 1:
        item = resolution.items[filled.answers["item"]["id"] - 2]["label"]
    known = owner_changes.picked(row["id"], row["label"])
    await owner_changes.add(turn.context, resolution, row["label"], known, item)
    return await _list_screen(turn, resolution.id, T("reading.owner_set", name=row["label"]))


async def add_from_text(turn: Turn, tap: Tap) -> Reply:
    """Add the owner that the text names and the column lacks."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None or not tap.arg.isdecimal() or tap.place >= len(resolution.doubts):
        return await card.screen(turn, tap.id)
    name = str(resolution.doubts[tap.place]["params"].get("name", ""))
    await owner_changes.add(turn.context, resolution, name, None)
    return await card.screen(turn, resolution.id, T("reading.owner_set", name=name))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List groups and agencies."""
    return page_of(await owner_changes.listed(turn.session, search), offset)


async def items(turn: Turn, search: str, offset: int) -> Listing:
    """List the whole resolution and each of its sub-items."""
    resolution = await resolutions.get(turn.session, turn.form.subject_id if turn.form else 0)
    whole = turn.voice.plain(T("reading.whole"))
    rows = [(1, whole)] + [
        (place, clip(f"{item['label']}: {item['text']}", 40)) for place, item in enumerate(resolution.items, 2)
    ]
    return page_of(rows, offset)


async def _stale(turn: Turn, resolution: Resolution) -> Screen:
    turn.toast = T("common.stale")
    return await card.screen(turn, resolution.id)
