"""Neighbourhoods («محله‌ها»): list them, add some, correct one, and say whose each is."""

import re
from typing import Any

from domain.access.member import Role
from domain.access.neighbourhoods import bare_name
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Choice, Pick, Picks, Words
from domain.persian.text import normalise
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.directory import invitations
from handlers.secretariat.directory.members import back_button, member_lines, person_row
from models.tables.agencies import Agency
from services import audit
from services.directory import agencies, facilitators, neighbourhoods
from services.directory.neighbourhoods import Added, Row
from services.obligations import obligations
from texts.answer_summary import clip, enumerated

UNSERVED, RETIRED = "unserved", "retired"
"""The lists beside that of all: those without a facilitator, and those out of service."""

FIND = Form("hoods", (Question("hood", Pick("hoods", sheet="hoods")),), at_once=True)
ADD = Form("hoods.add", (Question("names", Words()),), at_once=True)
TWINS = Form("hoods.twins", (Question("answer", Choice(("apart", "same"))),), at_once=True)
CARD = Form(
    "hoods.card",
    (Question("name", Words(neighbourhoods.LONGEST_NAME)), Question("district", Words(200), required=False)),
    finish=Finish.RECORD,
)
ASSIGN = Form("hoods.assign", (Question("people", Picks("facilitators"), required=False, personal=True),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the menu of neighbourhoods, with their number and that of those without a facilitator."""
    await turn.leave()
    return await _menu(turn)


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a neighbourhood, from a list that is paged and searched; ``arg`` names a shorter list."""
    which = tap.arg if tap.arg in (UNSERVED, RETIRED) else ""
    if not await _rows(turn, which):
        return await _menu(turn, T(f"hoods.none_{which}" if which else "hoods.none"))
    return await form_filling.begin(turn, FIND, which, anew=True)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen neighbourhood."""
    return await card(turn, await neighbourhoods.get(turn.session, filled.answers["hood"]["id"]))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one neighbourhood with its facilitators."""
    await turn.leave()
    return await card(turn, await neighbourhoods.get(turn.session, tap.id))


async def add(turn: Turn, tap: Tap) -> Reply:
    """Ask for the names of new neighbourhoods, one a line («افزودن محله»)."""
    return await form_filling.begin(turn, ADD, anew=True)


async def add_sent(turn: Turn, filled: Filled) -> Reply:
    """Add the named ones; a name that is like a known one is asked about first."""
    lines = [_parts(line) for line in filled.answers["names"].splitlines() if bare_name(line)]
    sure, twins = await neighbourhoods.separate_near_duplicates(turn.session, lines)
    page = await _menu(turn, _added(await neighbourhoods.add(turn.context, sure)))
    if not twins:
        return page
    told = "، ".join(turn.voice.plain(T("hoods.twin", name=bare_name(name), like=like)) for (name, _), like in twins)
    question = await form_filling.begin(
        turn, TWINS, anew=True, heading=clip(told, 1000), names=[list(line) for line, _ in twins]
    )
    return [page, question] if sure else question


async def twins_sent(turn: Turn, filled: Filled) -> Reply:
    """Add the names that are like known ones, when they are others."""
    if filled.answers["answer"] == "same":
        return await _menu(turn, T("hoods.left_out"))
    return await _menu(turn, _added(await neighbourhoods.add(turn.context, filled.about["names"])))


async def edit(turn: Turn, tap: Tap) -> Reply:
    """Open name and district as a filled form («اصلاح»)."""
    hood = await neighbourhoods.get(turn.session, tap.id)
    known = {"name": bare_name(hood.name), "district": hood.district}
    answers = {name: value for name, value in known.items() if value}
    skipped = () if hood.district else ("district",)
    return await form_filling.begin(
        turn, CARD, hood.id, answers=answers, skipped=skipped, anew=True, heading=hood.name, version=hood.version
    )


async def edit_sent(turn: Turn, filled: Filled) -> Reply:
    """Store name and district; what a colleague changed meanwhile is shown as it is now."""
    hood = await neighbourhoods.get(turn.session, filled.subject_id)
    if hood.version != filled.about["version"]:
        turn.late = True
        return await card(turn, hood, T("agencies.changed_meanwhile"))
    await neighbourhoods.change(
        turn.context, hood.id, name=filled.answers["name"], district=filled.answers.get("district", "")
    )
    return await card(turn, hood, T("hoods.changed"))


async def retire(turn: Turn, tap: Tap) -> Reply:
    """Take it out of service, or back into it, and tell its facilitators; an old button changes nothing."""
    hood = await neighbourhoods.get(turn.session, tap.id)
    if hood.version != tap.version:
        turn.toast = T("common.stale")
        return await card(turn, hood)
    await neighbourhoods.retire(turn.context, hood)
    return await card(turn, hood, T("hoods.retired" if hood.retired_at else "hoods.restored"))


async def assign(turn: Turn, tap: Tap) -> Reply:
    """Ask whose it is: all facilitators, those of this neighbourhood ticked («تسهیلگران این محله»)."""
    hood = await neighbourhoods.get(turn.session, tap.id)
    everybody = await facilitators.browse(turn.session)
    if not everybody:
        return await card(turn, hood, T("hoods.no_facilitators"))
    own = {row.person_id for row in await neighbourhoods.facilitators(turn.session, hood.id)}
    ticked = [{"id": number, "label": name} for number, name in everybody if number in own]
    return await form_filling.begin(
        turn,
        ASSIGN,
        hood.id,
        answers={"people": ticked} if ticked else {},
        anew=True,
        at="people",
        heading=hood.name,
        version=hood.version,
    )


async def assign_sent(turn: Turn, filled: Filled) -> Reply:
    """Give the neighbourhood to the ticked facilitators and take it from all others; whoever is concerned is told."""
    hood = await neighbourhoods.get(turn.session, filled.subject_id)
    ticked = {row["id"] for row in filled.answers.get("people", ())}
    own = {row.person_id for row in await neighbourhoods.facilitators(turn.session, hood.id)}
    for person_id in sorted(ticked - own):
        await facilitators.assign(turn.context, [hood.id], person_id)
    for person_id in sorted(own - ticked):
        await facilitators.unassign(turn.context, hood.id, person_id)
    return await card(turn, hood, T("hoods.assigned") if ticked != own else T("hoods.assigned_same"))


async def invite_all(turn: Turn, tap: Tap) -> Reply:
    """Make one link for all facilitators, each of whom the secretariat approves («پیوند همگانی تسهیلگران»)."""
    return await invitations.for_many(turn, Role.FACILITATOR)


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the neighbourhoods for the secretariat, with a mark on those that nobody has."""
    which = turn.form.draft.subject if turn.form else ""
    return page_of([(row.id, _label(turn, row)) for row in await _rows(turn, which, search)], offset)


async def names(turn: Turn, search: str, offset: int) -> Listing:
    """List the neighbourhoods by name and district, for a facilitator or newcomer to choose from."""
    return page_of(await neighbourhoods.named(turn.session, search), offset)


async def _rows(turn: Turn, which: str, search: str = "") -> list[Row]:
    return await neighbourhoods.browse(turn.session, search, retired=which == RETIRED, unserved=which == UNSERVED)


async def _menu(turn: Turn, news: Text | None = None) -> Screen:
    count, unserved = await neighbourhoods.counts(turn.session)
    lines: list[Text | str] = [T("hoods.head", count=count)]
    if unserved:
        lines.append(T("hoods.head_unserved", count=unserved))
    if not count:
        lines.append(T("hoods.how"))
    lines += ["", news] if news else []
    rows: list[tuple[Button, ...]] = []
    if count:
        rows.append((Button(T("hoods.find"), Tap("hoods.find")),))
    if unserved and unserved < count:
        rows.append((Button(T("hoods.unserved", count=unserved), Tap("hoods.find", arg=UNSERVED)),))
    rows.append((Button(T("hoods.add_some"), Tap("hoods.add")), Button(T("hoods.from_excel"), Tap("hoods.import"))))
    rows.append(
        (Button(T("hoods.all_people"), Tap("facilitators")), Button(T("hoods.invite_all"), Tap("hoods.invite")))
    )
    if retired := await _rows(turn, RETIRED):
        rows.append((Button(T("hoods.retired_ones", count=len(retired)), Tap("hoods.find", arg=RETIRED)),))
    return Screen(T("hoods.lines", lines=lines), (*rows, (back_button(),)))


async def card(turn: Turn, hood: Agency, news: Text | None = None) -> Screen:
    """Return the page of one neighbourhood."""
    await audit.note_reading(turn.context, "people", hood.id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("agencies.retired_head" if hood.retired_at else "agencies.head", name=hood.name))
    if hood.district:
        lines.append(T("hoods.district", district=hood.district))
    groups = await agencies.groups_of(turn.session, hood.id)
    if groups:
        lines.append(T("agencies.groups", groups=enumerated([name for _, name in groups], 500)))
    lines.append(T("agencies.owes", count=len(await obligations.open_of_agency(turn.session, hood.id))))
    people = await neighbourhoods.facilitators(turn.session, hood.id)
    first = people[:PAGE]
    lines += ["", T("hoods.people"), *await member_lines(turn, first)] if people else ["", T("hoods.nobody")]
    more = [(Button(T("agencies.everybody", count=len(people)), Tap("people", hood.id)),)]
    restore = T("agencies.restore") if hood.retired_at else T("agencies.retire")
    return Screen(
        T("hoods.lines", lines=lines),
        (
            (Button(T("hoods.assign_some"), Tap("hood.people", hood.id)),),
            (Button(T("hoods.invite"), Tap("invite", hood.id)),),
            *map(person_row, first),
            *(more if len(people) > PAGE else ()),
            (
                Button(T("hoods.edit"), Tap("hood.card", hood.id)),
                Button(T("agencies.add_to_group"), Tap("enlist", hood.id)),
            ),
            (Button(restore, Tap("hood.retire", hood.id, hood.version)),),
            (Button(T("neighbourhoods.all"), Tap("hoods")), back_button()),
        ),
    )


def _label(turn: Turn, row: Row) -> str:
    name = f"{row.name} ({row.district})" if row.district else row.name
    return name if row.facilitators else turn.voice.plain(T("hoods.unserved_label", name=name))


def _added(added: Added) -> Text:
    lines: list[Any] = [
        T(f"hoods.{which}", count=len(names), names=enumerated(names, 700))
        for which, names in (("added", added.new), ("was_restored", added.restored), ("known", added.known))
        if names
    ]
    return T("hoods.lines", lines=lines or [T("hoods.nothing_added")])


def _parts(line: str) -> tuple[str, str]:
    """Part a line into name and district: «گلشهر، منطقهٔ ۵»; a mark before the name is dropped."""
    said = re.sub(r"^\s*(?:[0-9۰-۹]{1,3}\s*[-.)ـ–]|[•*–-])\s*", "", normalise(line))
    name, _, district = re.sub(r"[|؛;,\t]", "،", said).partition("،")
    return name.strip(), district.strip()
