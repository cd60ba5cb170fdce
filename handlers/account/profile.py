"""A person's own place: who one is, one's roles, leaving one or passing it to a colleague."""

from domain.access.member import OF_AGENCY
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.answer_types import Pick
from domain.forms.engine import Form, Question
from domain.persian.text import fold
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from models.people import Membership
from services.directory import members, registration
from services.errors import Refused
from texts.answers import phone as phone_of

HANDOVER = Form("membership", (Question("to", Pick("colleagues"), personal=True),))


async def show(turn: Turn, tap: Tap) -> Reply:
    """«عضویت و مشخصات من»."""
    person = await registration.person(turn.session, turn.member.person_id)
    held = await members.of_person(turn.session, person.id)
    lines: list[Text | str] = [T("membership.me", name=members.called(person), post=person.post or T("form.unsaid"))]
    lines.append(T("membership.phone", phone=phone_of(person.phone, person.phone_verified)))
    lines += [T("membership.role", role=members.role_of(one), since=turn.day(one.since)) for one in held]
    rows = [(Button(members.role_of(one), Tap("me.one", one.id)),) for one in held]
    rows.append((Button(T("membership.edit"), Tap("profile", arg="anew")),))
    rows.append((Button(T("membership.another"), Tap("join")),))
    return Screen(T("membership.lines", lines=lines), (*rows, (menu_button(),)))


async def one(turn: Turn, tap: Tap) -> Reply:
    """One of one's roles, and the ways out of it."""
    held = await _mine(turn, tap.id)
    rows = []
    if held.role in OF_AGENCY:
        rows.append((Button(T("membership.hand_over"), Tap("handover", held.id)),))
    rows.append((Button(T("membership.leave"), Tap("leave", held.id)),))
    rows.append((Button(T("membership.back"), Tap("me")),))
    return Screen(T("membership.role", role=members.role_of(held), since=turn.day(held.since)), tuple(rows))


async def leave(turn: Turn, tap: Tap) -> Reply:
    """Asks once before a role is given up."""
    held = await _mine(turn, tap.id)
    sure = Button(T("membership.sure"), Tap("leave.sure", held.id, held.version))
    return Screen(
        T("membership.leaving", role=members.role_of(held)), ((sure,), (Button(T("membership.back"), Tap("me")),))
    )


async def left(turn: Turn, tap: Tap) -> Reply:
    """The role is given up; what the agency owes stays open."""
    held = await _mine(turn, tap.id)
    await members.end(turn.context, held)
    turn.member = await members.reload(turn.session, turn.member)
    return Screen(T("membership.left", role=members.role_of(held)), ((menu_button(),),))


async def hand_over(turn: Turn, tap: Tap) -> Reply:
    """Asks to whom a role goes: one's own, or as a secretary anybody's."""
    held = await _own_or_secretary(turn, tap.id)
    if not await _colleagues(turn, held):
        return _nobody_else(turn, held)
    heading = Personal(T("membership.of", role=members.role_of(held), name=members.called(held.person)))
    return await form_filling.begin(turn, HANDOVER, held.id, heading=heading)


async def handed(turn: Turn, filled: Filled) -> Reply:
    """The role goes to the colleague, who is told."""
    held = await _own_or_secretary(turn, filled.subject_id)
    to = await members.hand_over(turn.context, held, filled.answers["to"]["id"])
    turn.member = await members.reload(turn.session, turn.member)
    text = T("membership.handed", role=members.role_of(to), name=members.colleague(to.person))
    return Screen(text, ((menu_button(),),))


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """Who else is of the agency whose role is being passed on; the ids are of their memberships."""
    held = await _own_or_secretary(turn, turn.form.subject_id if turn.form else 0)
    rows = [row for row in await _colleagues(turn, held) if fold(search) in fold(row[1])]
    return Listing(rows[offset : offset + PAGE], len(rows))


async def _colleagues(turn: Turn, held: Membership) -> list[tuple[int, str]]:
    others = await members.of_agency(turn.session, held.agency_id) if held.agency_id else ()
    return [(other.id, str(members.called(other.person).words)) for other in others if other.id != held.id]


def _nobody_else(turn: Turn, held: Membership) -> Screen:
    """A secretary can invite the successor at once; a member can only ask a colleague to register."""
    agency = held.agency.name if held.agency else ""
    if not turn.member.secretary:
        return Screen(T("membership.alone", agency=agency), ((menu_button(),),))
    invite = Button(T("agencies.invite"), Tap("invite", held.agency_id or 0))
    return Screen(T("membership.nobody_else", agency=agency), ((invite,), (menu_button(),)))


async def _mine(turn: Turn, membership_id: int) -> Membership:
    held = await members.get(turn.session, membership_id)
    if held.person_id != turn.member.person_id:
        raise Refused("common.not_yours")
    return held


async def _own_or_secretary(turn: Turn, membership_id: int) -> Membership:
    return await (members.get(turn.session, membership_id) if turn.member.secretary else _mine(turn, membership_id))
