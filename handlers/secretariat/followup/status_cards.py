"""One agency or one resolution of /status: its open obligations, the people in charge and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import around
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.followup.status import LABEL, NAME, Place, standing, totals
from models.agencies import Agency
from models.meetings import ObligationState
from services.directory import agencies
from services.meetings import resolutions
from services.messaging import recipients
from services.obligations import obligations, status
from services.obligations.obligations import View
from services.obligations.status import OWING, Answerer, Stage
from services.submissions import submissions
from texts import wording
from texts.answers import clip

LONG = 400
"""Characters of a resolution's text over the list of who owes it."""
SHORT = 90
"""Characters of the text of something owed; eight of them fit a message with all that is said of an agency."""
MOST_PEOPLE, PEOPLE = 5, 300
"""The most people that are named, and the characters for them."""


async def agency(turn: Turn, tap: Tap) -> Reply:
    """Show an agency's open obligations, its people and its last answer."""
    place = Place.of(tap)
    row = await agencies.get(turn.session, tap.id)
    views = await obligations.open_of_agency(turn.session, row.id, place.meeting)
    people = (await recipients.of_agencies(turn.session, [row.id])).get(row.id, [])
    names = [str(wording.full_name(person.title, person.name).words) for person in people[:MOST_PEOPLE]]
    lines: list[Text | str] = [T("status.agency_head", name=row.name)]
    lines += totals(await status.tally_of(turn.session, row.id, turn.today, place.meeting))
    lines += [*_people(turn, row, names), await _last_answer(turn, row)]
    lines += ["", T("status.owes" if views else "status.owes_nothing")]
    shown = views[place.inner : place.inner + PAGE]
    opens = []
    for view in shown:
        title = view.title(views)
        lines += ["", *_debt(turn, view, title, heard=bool(people))]
        opens.append(Button(title, place.tap("task", view.id)))
    rows = [
        *(tuple(opens[start : start + 2]) for start in range(0, len(opens), 2)),
        around(len(views), place.inner, lambda first: replace(place, inner=first).tap("status.agency", row.id)),
        *_work(turn, row, heard=bool(people)),
        _back(place),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


def _people(turn: Turn, one: Agency, names: list[str]) -> list[Text | str]:
    if names:
        lines: list[Text | str] = [
            T("status.people", names=Personal(clip("، ".join(names), PEOPLE), T("privacy.withheld")))
        ]
    else:
        lines = [T("status.nobody_invite" if turn.member.secretary else "status.nobody")]
    if one.phone:
        lines.append(T("agencies.phone", phone=Personal(one.phone, T("privacy.withheld"))))
    return lines


async def _last_answer(turn: Turn, one: Agency) -> Text:
    sent, _ = await submissions.of_agency(turn.session, one.id, 0, 1)
    if not sent:
        return T("status.no_answer")
    [last] = sent
    what, verdict = T(f"answer.kind.{last.kind}"), T(f"answer.verdict.{last.verdict}")
    return T("status.last_answer", what=what, number=last.id, day=_day(turn, last.sent_at), verdict=verdict)


def _debt(turn: Turn, view: View, title: Text, *, heard: bool) -> list[Text | str]:
    key = "status.debt_returned" if view.state is ObligationState.RETURNED else "status.debt"
    due = wording.due_date(view.due, view.kind, turn.today)
    lines: list[Text | str] = [T(key, title=title, due=due)]
    lines.append(clip(" ".join(view.text.split()), SHORT))
    if heard and view.reminded_on:
        lines.append(T("status.told_on", day=view.reminded_on))
    if view.answered_at:
        lines.append(T("status.answered_at", day=_day(turn, view.answered_at)))
    return lines


def _work(turn: Turn, one: Agency, *, heard: bool) -> list[tuple[Button, ...]]:
    """The buttons for a secretary's work on an agency; a chair only reads."""
    if not turn.member.secretary:
        return []
    invite = (Button(T("status.invite"), Tap("invite", one.id)),) if not heard else ()
    return [(*invite, Button(T("status.card"), Tap("agency", one.id)))]


async def resolution(turn: Turn, tap: Tap) -> Reply:
    """Show who has answered one resolution, and who has not."""
    place = Place.of(tap)
    one = await resolutions.get(turn.session, tap.id)
    rows, tally = await status.answerers(turn.session, one.id, turn.today, place.inner, PAGE)
    head = T(
        "status.resolution_head", title=wording.resolution_name(one.number, ""), meeting=clip(one.meeting.title, NAME)
    )
    lines: list[Text | str] = [head, clip(" ".join(one.text.split()), LONG)]
    lines += standing(one, tally)
    for key, part in (
        ("status.waiting", [row for row in rows if row.stage in OWING]),
        ("status.answered", [row for row in rows if row.stage not in OWING]),
    ):
        if part:
            lines += ["", T(key), *(_answerer(turn, row) for row in part)]
    opens = {_open(row, place): None for row in rows}
    total = sum(tally.counts.values())
    buttons = [
        *((button,) for button in opens),
        around(total, place.inner, lambda first: replace(place, inner=first).tap("status.resolution", one.id)),
        (Button(T("status.whole"), Tap("res", one.id)),),
        _back(place),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in buttons if row))


def _open(row: Answerer, place: Place) -> Button:
    """The way to an answer that was given, or to the agency that owes one."""
    name = clip(row.agency, LABEL)
    if row.stage in OWING:
        return Button(name, replace(place, inner=0).tap("status.agency", row.agency_id))
    return Button(name, Tap("task", row.obligation_id))


def _answerer(turn: Turn, row: Answerer) -> Text:
    called = clip(row.agency, NAME)
    name: Text | str = T("resolution.owner.of_item", item=row.item, name=called) if row.item else called
    if row.stage not in OWING:
        return T("status.answerer", name=name, stage=T(f"status.answer.{row.stage}"))
    due = wording.time_left(row.due, row.kind, turn.today)
    if row.answered_at is None:
        return T("status.owing", name=name, due=due)
    key = "status.owing_returned" if row.stage is Stage.RETURNED else "status.owing_again"
    return T(key, name=name, due=due, day=_day(turn, row.answered_at))


def _day(turn: Turn, at: datetime) -> date:
    return at.astimezone(turn.organisation.zone).date()


def _back(place: Place) -> tuple[Button, ...]:
    return Button(T("status.back"), replace(place, inner=0).tap("status")), menu_button()
