"""Facilitators as the secretariat sees them: found by name, each with the neighbourhoods that are theirs."""

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Picks
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.directory.members import back_button
from services import audit
from services.directory import facilitators, members
from texts.answer_summary import enumerated
from texts.answer_summary import phone as phone_of

FIND = Form("facilitators", (Question("person", Pick("facilitators"), personal=True),), at_once=True)
PLACES = Form("facilitators.of", (Question("places", Picks("neighbourhoods"), required=False),), at_once=True)


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a facilitator, from a list that is paged and searched («تسهیلگران»)."""
    await audit.note_reading(turn.context, "facilitators")
    if not await facilitators.browse(turn.session):
        invite = (Button(T("hoods.invite_all"), Tap("hoods.invite")),)
        return Screen(T("hoods.no_facilitators"), (invite, (_list_button(), back_button())))
    return await form_filling.begin(turn, FIND, anew=True)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen facilitator."""
    return await _screen(turn, filled.answers["person"]["id"])


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Ask for the neighbourhoods of a facilitator, the present ones ticked («محله‌های ایشان»)."""
    own = [{"id": row.id, "label": row.name} for row in await facilitators.of_person(turn.session, tap.id)]
    person = await members.of_person(turn.session, tap.id)
    return await form_filling.begin(
        turn,
        PLACES,
        tap.id,
        answers={"places": own} if own else {},
        anew=True,
        at="places",
        heading=members.formal_name(person[0].person) if person else "",
    )


async def chosen(turn: Turn, filled: Filled) -> Reply:
    """Store the choice, of which the facilitator is told."""
    ticked = [row["id"] for row in filled.answers.get("places", ())]
    placed = await facilitators.change(turn.context, filled.subject_id, ticked)
    return await _screen(turn, filled.subject_id, T("hoods.assigned" if placed.changed else "hoods.assigned_same"))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List all facilitators."""
    return page_of(await facilitators.browse(turn.session, search), offset)


async def _screen(turn: Turn, person_id: int, news: Text | None = None) -> Screen:
    held = [row for row in await members.of_person(turn.session, person_id) if row.role is Role.FACILITATOR]
    if not held:
        return Screen(T("neighbourhoods.no_facilitator"), ((_list_button(), back_button()),))
    person = held[0].person
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("members.person", name=members.formal_name(person), role=T("members.role.facilitator")))
    lines.append(T("members.phone", phone=phone_of(person.phone, person.phone_verified)))
    names = [row.name for row in await facilitators.of_person(turn.session, person_id)]
    lines.append(T("members.places", names=enumerated(names, 600)) if names else T("hoods.no_places"))
    rows = (
        (Button(T("hoods.places"), Tap("facilitator.of", person_id)),),
        *((Button(members.role_of(row), Tap("person", row.id)),) for row in held[:8]),
        (Button(T("hoods.all_people"), Tap("facilitators")), _list_button()),
        (back_button(),),
    )
    return Screen(T("members.lines", lines=lines), rows)


def _list_button() -> Button:
    return Button(T("neighbourhoods.all"), Tap("hoods"))
