"""Messages about an agency's obligations: to a person who is let in, and when the agency joins a group."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.people import Membership
from services.context import ActionContext
from services.directory import members
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import obligations
from services.obligations.obligations import View
from services.reminders import waiting_forms
from texts import wording
from texts.answer_summary import clip

MOST = 10
"""The most obligations in one message; the rest is a number and a button."""
MOST_NAMES = 400
"""The most characters of the names of one facilitator's neighbourhoods."""
MINE = Button(T("neighbourhoods.mine"), Tap("mine"))
"""The button to a facilitator's own neighbourhoods."""
ROOM, MARGIN = 3000, 160
"""The characters of resolutions' texts in one official notice, and those that stand around each."""
LONGEST = 140
"""The most characters of a resolution's text in such a line."""


async def screen(session: AsyncSession, membership: Membership, today: date) -> Screen:
    """The first message to someone who has been let in: the role, and the agency's obligations with their due dates.

    A facilitator is told of all their neighbourhoods, or asked to choose them.
    """
    person, facilitates = membership.person, membership.role is Role.FACILITATOR
    held = await _held(session, membership)
    role = _role_of(held)
    welcome, bare = "registration.welcome", "registration.welcome_bare"
    lines: list[Any] = [wording.greeting(welcome, bare, person.title, person.name, role=role)]
    open_obligations: list[View] = []
    for row in held:
        if row.agency:
            open_obligations += await obligations.open_of_agency(session, row.agency.id)
    forms = await waiting_forms.count_of(session, person.id, today)
    if any(row.agency for row in held) and (open_obligations or not forms):
        lines += ["", *summary(open_obligations)]
    elif membership.role is Role.OUTSIDE or (facilitates and not any(row.agency for row in held)):
        lines += ["", T(f"registration.next.{membership.role}")]
    if forms:
        lines += ["", T("start.forms", count=forms)]
    rows = [tasks()] if open_obligations and membership.role in ANSWERING else []
    rows += [(buttons.FORMS,)] if forms else []
    if membership.agency and not facilitates and (others := await _other_agencies(session, membership)):
        lines += ["", T("registration.acts_for", agency=membership.agency.name)]
        rows += [(Button(T("start.act_for", agency=clip(name, 24)), Tap("active", number)),) for number, name in others]
    if facilitates:
        rows.append((MINE,))
    return Screen(T("registration.lines", lines=lines), (*rows, (buttons.MENU,)))


async def role_of(session: AsyncSession, membership: Membership) -> Text:
    """The role that someone was let in with, a facilitator's with all their neighbourhoods."""
    return _role_of(await _held(session, membership))


async def _held(session: AsyncSession, membership: Membership) -> list[Membership]:
    if membership.role is not Role.FACILITATOR:
        return [membership]
    return [row for row in await members.of_person(session, membership.person_id) if row.role is Role.FACILITATOR]


async def _other_agencies(session: AsyncSession, membership: Membership) -> list[tuple[int, str]]:
    """The memberships by which the person may act for other agencies: (id, the agency's name)."""
    held = await members.of_person(session, membership.person_id)
    own = [row for row in held if row.agency and not row.agency.neighbourhood and row.agency_id != membership.agency_id]
    return [(row.id, members.place_of(row)) for row in own]


def _role_of(held: Sequence[Membership]) -> Text:
    return members.role_in(held[0].role, clip("، ".join(filter(None, map(members.place_of, held))), MOST_NAMES))


async def tell_joined(context: ActionContext, agency_id: int, group: str, made: Sequence[int]) -> None:
    """Tell an agency's people of the obligations that were ``made`` when it joined a group; none, no message."""
    if not made:
        return
    new = [view for view in await obligations.open_of_agency(context.session, agency_id) if view.id in made]
    text = T("registration.lines", lines=[T("registration.joined_group", group=group), "", *summary(new)])
    await notify(context, await recipients.answering_for(context.session, [agency_id]), Screen(text, (tasks(),)))


def whole(views: Sequence[View]) -> list[list[Text | str]]:
    """The lines of new obligations with their whole texts, as an official notice has them, cut into messages."""
    parts: list[list[Text | str]] = [[T("registration.owes", count=len(views))]]
    room, among = ROOM, _of_each(views)
    for view in views:
        line = _line(view, among, longest=ROOM)
        size = len(" ".join(view.text.split())) + MARGIN
        if size > room and len(parts[-1]) > 1:
            parts.append([])
            room = ROOM
        room -= size
        parts[-1].append(line)
    return parts


def summary(views: Sequence[View]) -> list[Text | str]:
    """The lines of some open obligations, one each."""
    if not views:
        return [T("registration.owes_nothing")]
    lines: list[Text | str] = [T("registration.owes", count=len(views))]
    lines += [_line(view, views) for view in views[:MOST]]
    if len(views) > MOST:
        lines.append(T("registration.and_more", count=len(views) - MOST))
    return lines


def tasks() -> tuple[Button, ...]:
    """The row with the button to one's open obligations."""
    return (Button(T("menu.tasks"), Tap("go", arg="tasks")),)


def _of_each(views: Sequence[View]) -> list[View]:
    """Return one obligation of each meeting and agency, among which the others are told apart."""
    return list({(one.meeting, one.meeting_number, one.held_on, one.agency_id): one for one in views}.values())


def _line(view: View, among: Sequence[View], *, longest: int = LONGEST) -> Text:
    words = clip(" ".join(view.text.split()), longest)
    title: Text = view.title(among)
    if len({other.agency_id for other in among}) > 1:
        title = T("registration.of_agency", title=title, agency=view.agency)
    if view.due is None:
        return T("registration.owed", title=title, text=words)
    return T("registration.owed_by", title=title, text=words, due=view.due)
