"""The secretariat's menu of agencies, groups, people, requests and invitations («دستگاه‌ها و افراد»)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core import list_sheet
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from models.tables.people import Membership
from services import audit
from services.directory import activity, agencies, bulk_invitations, members
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.reminders import leaves
from texts.answer_summary import phone as phone_of


async def show(turn: Turn) -> Reply:
    """Show the menu of agencies and people (/members)."""
    count, groups = await agencies.counts(turn.session)
    waiting = await secretary_notices.waiting(turn.session, NoticeKind.REQUESTS)
    text = T("members.root", agencies=count, groups=groups, people=await members.count(turn.session))
    rows: list[tuple[Button, ...]] = [
        (Button(T("members.agencies"), Tap("agencies")), Button(T("members.groups"), Tap("groups"))),
        (Button(T("members.invite"), Tap("invite")), Button(T("members.invitations"), Tap("invitations"))),
        (Button(T("neighbourhoods.all"), Tap("hoods")), Button(T("outside.all"), Tap("outside"))),
        (Button(T("members.staff"), Tap("people")), Button(T("members.roster"), Tap("roster"))),
    ]
    rows.append((Button(T("group_chat.button"), Tap("chats")), list_sheet.button("people")))
    if alone := await bulk_invitations.count_unrepresented(turn.session):
        rows.insert(2, (Button(T("members.invite_all", count=alone), Tap("invite.all")),))
    silent = await activity.count_silent(turn.session, turn.now)
    if silent:
        rows.append((Button(T("members.silent", count=silent), Tap("silent")),))
    if waiting:
        rows.insert(0, (Button(T("members.requests", count=waiting), Tap("requests")),))
    return Screen(text, (*rows, (menu_button(),)))


async def menu(turn: Turn, tap: Tap) -> Reply:
    """Show the menu again from a button."""
    await turn.leave()
    return await show(turn)


async def show_people(turn: Turn, tap: Tap) -> Reply:
    """List the members of an agency, a page at a time; without one, the secretariat, the chair and the facilitators."""
    await audit.note_reading(turn.context, "people", tap.id)
    memberships = await members.of_agency(turn.session, tap.id or None)
    name = (await agencies.get(turn.session, tap.id)).name if tap.id else ""
    head = T("members.people_of", agency=name) if tap.id else T("members.staff_head")
    offset = tap.place
    shown = memberships[offset : offset + PAGE]
    moves = page_buttons(len(memberships), offset, lambda first: Tap("people", tap.id, arg=str(first)))
    up = Button(name, Tap("agency", tap.id)) if tap.id else back_button()
    lines: list[Text | str] = [head, "", *await member_lines(turn, shown)]
    return Screen(T("members.lines", lines=lines), (*map(person_row, shown), *((moves,) if moves else ()), (up,)))


async def show_silent(turn: Turn, tap: Tap) -> Reply:
    """List those of whom nothing was heard for long, or whom no message reaches («بی‌خبرها»), a page at a time."""
    await audit.note_reading(turn.context, "silent")
    total = await activity.count_silent(turn.session, turn.now)
    shown = await activity.silent(turn.session, turn.now, tap.place, PAGE)
    moves = page_buttons(total, tap.place, lambda first: Tap("silent", arg=str(first)))
    lines: list[Text | str] = [T("members.silent_head", days=activity.SILENT_AFTER.days), ""]
    for membership, line in zip(shown, await member_lines(turn, shown), strict=True):
        place = members.place_of(membership)
        lines.append(T("members.line_of", line=line, agency=place) if place else line)
    lines += ["", T("members.silent_next")] if shown else [T("members.silent_none")]
    ways = (Button(T("menu.calls"), Tap("go", arg="calls")), back_button())
    sheet = ((list_sheet.button("people", detail="silent"),),) if shown else ()
    rows = (*map(person_row, shown), *((moves,) if moves else ()), *sheet, ways)
    return Screen(T("members.lines", lines=lines), rows)


async def show_person(turn: Turn, tap: Tap) -> Reply:
    """Show one person in one role."""
    membership = await members.get(turn.session, tap.id)
    await audit.note_reading(turn.context, "person_card", membership.person_id)
    lines: list[Text | str] = [
        T("members.person", name=members.formal_name(membership.person), role=members.role_of(membership)),
        T("members.post", post=membership.person.post or T("form.unsaid")),
        T("members.phone", phone=phone_of(membership.person.phone, membership.person.phone_verified)),
        T("members.since", since=turn.day(membership.since)),
    ]
    known = (await activity.of_people(turn.session, [membership.person_id])).get(membership.person_id)
    if known:
        lines.append(T("members.active", day=turn.day(known.last)))
    if known and not known.reachable:
        lines.append(T("members.unreachable"))
    if membership.letter:
        lines.append(letter_line(membership.letter))
    for leave in await leaves.of_person(turn.session, membership.person_id, turn.today):
        if leave.agency_id == membership.agency_id:
            deputy = members.formal_name(leave.deputy)
            lines.append(T("leave.person", since=leave.since, until=leave.until, deputy=deputy))
    rows = []
    if membership.agency_id is not None:
        rows.append((Button(T("membership.hand_over"), Tap("handover", membership.id)),))
    if membership.role is not Role.SECRETARY:
        rows.append((Button(T("audience.right_button"), Tap("bc.right", membership.id)),))
    rows.append((Button(T("members.remove"), Tap("person.end", membership.id)),))
    return Screen(T("members.lines", lines=lines), (*rows, (_list_button(membership),)))


async def ask_to_remove(turn: Turn, tap: Tap) -> Reply:
    """Ask for confirmation before a role is ended."""
    membership = await members.get(turn.session, tap.id)
    text = T("members.removing", name=members.formal_name(membership.person), role=members.role_of(membership))
    sure = Button(T("members.remove_sure"), Tap("person.end_sure", membership.id, membership.version))
    return Screen(text, ((sure,), (Button(T("members.back"), Tap("person", membership.id)),)))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """End the role and tell the person; the agency's obligations stay open."""
    membership = await members.get(turn.session, tap.id)
    await members.end(turn.context, membership)
    turn.member = await members.reload(turn.session, turn.member)
    text = T("members.removed", name=members.formal_name(membership.person), role=members.role_of(membership))
    return Screen(text, ((_list_button(membership),),))


def member_line(membership: Membership) -> Text:
    """Return a member's line in a list: the role, the name and the phone."""
    return T(
        "members.line",
        role=T(f"members.role.{membership.role}"),
        name=members.formal_name(membership.person),
        phone=phone_of(membership.person.phone, membership.person.phone_verified),
    )


async def member_lines(turn: Turn, memberships: Sequence[Membership]) -> list[Text]:
    """Return the members' lines in a list, each with the last activity and a word when nothing reaches them."""
    known = await activity.of_people(turn.session, [membership.person_id for membership in memberships])
    lines = []
    for membership in memberships:
        line, seen = member_line(membership), known.get(membership.person_id)
        if seen:
            key = "members.line_active" if seen.reachable else "members.line_unreachable"
            line = T(key, line=line, day=turn.day(seen.last))
        lines.append(line)
    return lines


def person_row(membership: Membership) -> tuple[Button]:
    """Return the row whose button opens a person."""
    name = members.formal_name(membership.person)
    return (Button(name if name.words else T(f"members.role.{membership.role}"), Tap("person", membership.id)),)


def letter_line(letter: dict[str, Any]) -> Text:
    """Return the line of a letter of introduction: its number and date."""
    return T("members.letter", number=letter["number"], day=date.fromisoformat(letter["date"]))


def back_button() -> Button:
    """Return the button back to the menu of agencies and people."""
    return Button(T("members.back_root"), Tap("members"))


def _list_button(membership: Membership) -> Button:
    if membership.role is Role.OUTSIDE:
        return Button(T("outside.all"), Tap("outside"))
    if membership.agency is None:
        return Button(T("members.staff"), Tap("people"))
    return Button(membership.agency.name, Tap("agency", membership.agency.id))
