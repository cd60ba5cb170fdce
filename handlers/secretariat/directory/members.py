"""«دستگاه‌ها و افراد»: the secretariat's way to agencies, groups, people, requests and invitations."""

from datetime import date
from typing import Any

from domain.access.member import OF_AGENCY
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import around
from handlers.core.turn import PAGE, Reply, Turn
from models.people import Membership
from services.directory import agencies, members
from services.messaging import notices
from services.messaging.notices import NoticeKind
from texts.answers import phone as phone_of


async def show(turn: Turn) -> Reply:
    """/members."""
    count, groups = await agencies.counts(turn.session)
    waiting = await notices.waiting(turn.session, NoticeKind.REQUESTS)
    text = T("members.root", agencies=count, groups=groups, people=await members.count(turn.session))
    rows: list[tuple[Button, ...]] = [
        (Button(T("members.agencies"), Tap("agencies")), Button(T("members.groups"), Tap("groups"))),
        (Button(T("members.invite"), Tap("invite")), Button(T("members.invitations"), Tap("invitations"))),
        (Button(T("members.staff"), Tap("people")), Button(T("members.roster"), Tap("roster"))),
    ]
    if waiting:
        rows.insert(0, (Button(T("members.requests", count=waiting), Tap("requests")),))
    return Screen(text, (*rows, (menu_button(),)))


async def root(turn: Turn, tap: Tap) -> Reply:
    """Back to where agencies and people start."""
    await turn.leave()
    return await show(turn)


async def people(turn: Turn, tap: Tap) -> Reply:
    """Who has a role in an agency; without one, the secretariat, the chair and the facilitators. A page at a time."""
    held = await members.of_agency(turn.session, tap.id or None)
    name = (await agencies.get(turn.session, tap.id)).name if tap.id else ""
    head = T("members.people_of", agency=name) if tap.id else T("members.staff_head")
    offset = tap.place
    here = held[offset : offset + PAGE]
    moves = around(len(held), offset, lambda first: Tap("people", tap.id, arg=str(first)))
    up = Button(name, Tap("agency", tap.id)) if tap.id else back()
    lines: list[Text | str] = [head, "", *map(line, here)]
    return Screen(T("members.lines", lines=lines), (*map(person_row, here), *((moves,) if moves else ()), (up,)))


async def person(turn: Turn, tap: Tap) -> Reply:
    """One person in one role."""
    held = await members.get(turn.session, tap.id)
    lines: list[Text | str] = [
        T("members.person", name=members.called(held.person), role=members.role_of(held)),
        T("members.post", post=held.person.post or T("form.unsaid")),
        T("members.phone", phone=phone_of(held.person.phone, held.person.phone_verified)),
        T("members.since", since=turn.day(held.since)),
    ]
    if held.letter:
        lines.append(letter(held.letter))
    rows = []
    if held.role in OF_AGENCY:
        rows.append((Button(T("membership.hand_over"), Tap("handover", held.id)),))
    rows.append((Button(T("members.remove"), Tap("person.end", held.id)),))
    return Screen(T("members.lines", lines=lines), (*rows, (_place(held),)))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """Asks once before a role is taken."""
    held = await members.get(turn.session, tap.id)
    text = T("members.removing", name=members.called(held.person), role=members.role_of(held))
    sure = Button(T("members.remove_sure"), Tap("person.end_sure", held.id, held.version))
    return Screen(text, ((sure,), (Button(T("members.back"), Tap("person", held.id)),)))


async def removed(turn: Turn, tap: Tap) -> Reply:
    """The role is taken, the person told; what the agency owes stays open."""
    held = await members.get(turn.session, tap.id)
    await members.end(turn.context, held)
    turn.member = await members.reload(turn.session, turn.member)
    text = T("members.removed", name=members.called(held.person), role=members.role_of(held))
    return Screen(text, ((_place(held),),))


def line(held: Membership) -> Text:
    """A person of a list: the role, the name and the phone."""
    return T(
        "members.line",
        role=T(f"members.role.{held.role}"),
        name=members.called(held.person),
        phone=phone_of(held.person.phone, held.person.phone_verified),
    )


def person_row(held: Membership) -> tuple[Button]:
    """The row that opens a person."""
    name = members.called(held.person)
    return (Button(name if name.words else T(f"members.role.{held.role}"), Tap("person", held.id)),)


def letter(kept: dict[str, Any]) -> Text:
    """A letter of introduction by its number and date."""
    return T("members.letter", number=kept["number"], day=date.fromisoformat(kept["date"]))


def back() -> Button:
    """The way back to agencies and people."""
    return Button(T("members.back_root"), Tap("members"))


def _place(held: Membership) -> Button:
    if held.agency is None:
        return Button(T("members.staff"), Tap("people"))
    return Button(held.agency.name, Tap("agency", held.agency.id))
