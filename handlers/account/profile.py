"""The person's own profile: name, roles, and the ways to give a role up or pass it to a colleague."""

from domain.access import permissions
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Pick
from domain.persian.search import sought
from domain.persian.text import fold
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from models.tables.people import Membership
from services.directory import members, registration, welcome
from services.errors import Refused
from texts.answer_summary import phone as phone_of

HANDOVER = Form("membership", (Question("to", Pick("colleagues"), personal=True),), finish=Finish.RECORD)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the person's name, post, phone and roles («عضویت و مشخصات من»)."""
    person = await registration.person(turn.session, turn.member.person_id)
    memberships = await members.of_person(turn.session, person.id)
    lines: list[Text | str] = [
        T("membership.me", name=members.formal_name(person), post=person.post or T("form.unsaid"))
    ]
    lines.append(T("membership.phone", phone=phone_of(person.phone, person.phone_verified)))
    lines += [
        T("membership.role", role=members.role_of(membership), since=turn.day(membership.since))
        for membership in memberships
    ]
    if len(memberships) > PAGE:
        # Only a facilitator has as many, and changes them in the list of neighbourhoods.
        lines[PAGE + 2 :] = [T("membership.more", count=len(memberships) - PAGE)]
    rows = [(Button(members.role_of(membership), Tap("me.one", membership.id)),) for membership in memberships[:PAGE]]
    if permissions.facilitates(turn.member):
        rows.insert(0, (welcome.MINE,))
    rows.append((Button(T("membership.edit"), Tap("profile", arg="anew")),))
    rows.append((Button(T("membership.another"), Tap("join")),))
    return Screen(T("membership.lines", lines=lines), (*rows, (menu_button(),)))


async def show_role(turn: Turn, tap: Tap) -> Reply:
    """Show one of the person's roles, with the buttons to pass it on or give it up."""
    membership = await _own_membership(turn, tap.id)
    rows = []
    if membership.agency_id is not None:
        rows.append((Button(T("membership.hand_over"), Tap("handover", membership.id)),))
    rows.append((Button(T("membership.leave"), Tap("leave", membership.id)),))
    rows.append((Button(T("membership.back"), Tap("me")),))
    return Screen(T("membership.role", role=members.role_of(membership), since=turn.day(membership.since)), tuple(rows))


async def ask_to_leave(turn: Turn, tap: Tap) -> Reply:
    """Ask for confirmation before a role is given up."""
    membership = await _own_membership(turn, tap.id)
    sure = Button(T("membership.sure"), Tap("leave.sure", membership.id, membership.version))
    return Screen(
        T("membership.leaving", role=members.role_of(membership)), ((sure,), (Button(T("membership.back"), Tap("me")),))
    )


async def leave(turn: Turn, tap: Tap) -> Reply:
    """End the role; the obligations of the agency stay open."""
    membership = await _own_membership(turn, tap.id)
    await members.end(turn.context, membership)
    turn.member = await members.reload(turn.session, turn.member)
    return Screen(T("membership.left", role=members.role_of(membership)), ((menu_button(),),))


async def hand_over(turn: Turn, tap: Tap) -> Reply:
    """Ask for the successor in a role: one's own, or as a secretary anybody's."""
    membership = await _own_or_any(turn, tap.id)
    if not await _colleagues(turn, membership):
        return _nobody_else(turn, membership)
    heading = Personal(
        T("membership.of", role=members.role_of(membership), name=members.formal_name(membership.person))
    )
    return await form_filling.begin(turn, HANDOVER, membership.id, heading=heading)


async def hand_over_sent(turn: Turn, filled: Filled) -> Reply:
    """Pass the role to the chosen colleague, who is told."""
    membership = await _own_or_any(turn, filled.subject_id)
    successor = await members.hand_over(turn.context, membership, filled.answers["to"]["id"])
    turn.member = await members.reload(turn.session, turn.member)
    text = T("membership.handed", role=members.role_of(successor), name=members.colleague(successor.person))
    return Screen(text, ((menu_button(),),))


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """List the other members of the agency whose role is being passed on, by the ids of their memberships."""
    membership = await _own_or_any(turn, turn.form.subject_id if turn.form else 0)
    words = sought(search)
    rows = [(other_id, label) for other_id, label in await _colleagues(turn, membership) if words in fold(label)]
    return page_of(rows, offset)


async def _colleagues(turn: Turn, membership: Membership) -> list[tuple[int, str]]:
    others = await members.of_agency(turn.session, membership.agency_id) if membership.agency_id else ()
    return [(other.id, str(members.formal_name(other.person).words)) for other in others if other.id != membership.id]


def _nobody_else(turn: Turn, membership: Membership) -> Screen:
    """Show the next step without a successor: a secretary can invite one, a member passes a link on."""
    agency = membership.agency.name if membership.agency else ""
    if not turn.member.secretary:
        link = Button(T("membership.link"), Tap("me.colleague", membership.id))
        return Screen(T("membership.alone", agency=agency), ((link,), (menu_button(),)))
    invite = Button(T("agencies.invite"), Tap("invite", membership.agency_id or 0))
    return Screen(T("membership.nobody_else", agency=agency), ((invite,), (menu_button(),)))


async def _own_membership(turn: Turn, membership_id: int) -> Membership:
    """Return one of the person's own memberships. Raises Refused for another's."""
    membership = await members.get(turn.session, membership_id)
    if membership.person_id != turn.member.person_id:
        raise Refused("common.not_yours")
    return membership


async def _own_or_any(turn: Turn, membership_id: int) -> Membership:
    """Return a membership: any one for a secretary, else only the person's own."""
    return await (
        members.get(turn.session, membership_id) if turn.member.secretary else _own_membership(turn, membership_id)
    )
