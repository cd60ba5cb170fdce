"""The cards of /status: an agency or a resolution with its open obligations, people and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.followup.status import LABEL, NAME, Place, resolution_totals, totals
from models.tables.agencies import Agency
from models.tables.correspondence import SecretariatLetter
from models.tables.meetings import ObligationState
from services.correspondence import calls, letters
from services.directory import agencies
from services.meetings import resolutions
from services.messaging import recipients
from services.obligations import obligations, status
from services.obligations.obligations import View
from services.obligations.status import OWING, Answerer, Stage
from services.reminders.reminders_now import ReminderScope
from services.submissions import submissions
from texts import wording
from texts.answer_summary import clip, enumerated

LONG = 400
"""Characters of a resolution's text over the list of its agencies."""
SHORT = 90
"""Characters of an open obligation's text; eight of them fit one message with the rest of an agency's card."""
MOST_CALLS, MOST_LETTERS = 2, 3
"""The latest calls and letters to an agency that its card names."""
MOST_PEOPLE, PEOPLE = 5, 300
"""The most people that are named, and the characters for them."""


async def show_agency(turn: Turn, tap: Tap) -> Reply:
    """Show an agency's open obligations, its people and its last answer."""
    place = Place.of(tap)
    agency = await agencies.get(turn.session, tap.id)
    views = await obligations.open_of_agency(turn.session, agency.id, place.meeting)
    people = (await recipients.of_agencies(turn.session, [agency.id])).get(agency.id, [])
    names = [str(wording.full_name(person.title, person.name).words) for person in people[:MOST_PEOPLE]]
    lines: list[Text | str] = [T("status.agency_head", name=agency.name)]
    lines += totals(await status.tally_of(turn.session, agency.id, turn.today, place.meeting))
    lines += [*_people_lines(turn, agency, names), await _last_answer(turn, agency)]
    lines += map(calls.line, await calls.of_agency(turn.session, agency.id, MOST_CALLS))
    written = await letters.of_agency(turn.session, agency.id, MOST_LETTERS)
    lines += map(letters.line, written)
    lines += ["", T("status.owes" if views else "status.owes_nothing")]
    shown = views[place.inner : place.inner + PAGE]
    opens = []
    for view in shown:
        title = view.title(views)
        lines += ["", *_obligation_lines(turn, view, title, heard=bool(people))]
        opens.append(Button(title, place.tap("task", view.id)))
    rows = [
        *(tuple(opens[start : start + 2]) for start in range(0, len(opens), 2)),
        page_buttons(
            len(views), place.inner, lambda first: replace(place, inner=first).tap("status.agency", agency.id)
        ),
        *_secretary_buttons(turn, agency, written, heard=bool(people)),
        _back(place),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


def _people_lines(turn: Turn, agency: Agency, names: list[str]) -> list[Text | str]:
    if names:
        lines: list[Text | str] = [T("status.people", names=Personal(enumerated(names, PEOPLE), T("privacy.withheld")))]
    else:
        lines = [T("status.nobody_invite" if turn.member.secretary else "status.nobody")]
    if agency.phone:
        lines.append(T("agencies.phone", phone=Personal(agency.phone, T("privacy.withheld"))))
    return lines


async def _last_answer(turn: Turn, agency: Agency) -> Text:
    sent, _ = await submissions.of_agency(turn.session, agency.id, 0, 1)
    if not sent:
        return T("status.no_answer")
    [last] = sent
    what, verdict = T(f"answer.kind.{last.kind}"), T(f"answer.verdict.{last.verdict}")
    return T("status.last_answer", what=what, number=last.id, day=turn.day(last.sent_at), verdict=verdict)


def _obligation_lines(turn: Turn, view: View, title: Text, *, heard: bool) -> list[Text | str]:
    key = "status.debt_returned" if view.state is ObligationState.RETURNED else "status.debt"
    due = wording.due_date(view.due, view.kind, turn.today)
    lines: list[Text | str] = [T(key, title=title, due=due)]
    lines.append(clip(" ".join(view.text.split()), SHORT))
    if heard and view.reminded_on:
        lines.append(T("status.told_on", day=view.reminded_on))
    if view.answered_at:
        lines.append(T("status.answered_at", day=turn.day(view.answered_at)))
    return lines


def _secretary_buttons(
    turn: Turn, agency: Agency, written: Sequence[SecretariatLetter], *, heard: bool
) -> list[tuple[Button, ...]]:
    """Return the button of the agency's picture, and those for a secretary's work on it; a chair only reads."""
    picture = Button(T("status.page"), Tap("status.page", agency.id))
    if not turn.member.secretary:
        return [(picture,)]
    invite = (Button(T("status.invite"), Tap("invite.now", agency.id)),) if not heard else ()
    now = Button(T("now.button"), Tap("now", agency.id, arg=ReminderScope.AGENCY.value))
    letter = Button(T("letters.of_agency"), Tap("letters.plan", agency.id))
    call = (Button(T("calls.call"), Tap("call", agency.id)),) if not agency.secretariat else ()
    sent = tuple(Button(T("letters.by_number", number=one.number), Tap("letters.one", one.id)) for one in written)
    card = Button(T("status.card"), Tap("agency", agency.id))
    return [(*invite, card), (now, letter), (*call, picture), *([sent] if sent else [])]


async def show_resolution(turn: Turn, tap: Tap) -> Reply:
    """Show the agencies that have answered one resolution, and those that have not."""
    place = Place.of(tap)
    resolution = await resolutions.get(turn.session, tap.id)
    rows, tally = await status.answerers(turn.session, resolution.id, turn.today, place.inner, PAGE)
    head = T(
        "status.resolution_head",
        title=wording.resolution_name(resolution.number, ""),
        meeting=clip(resolution.meeting.title, NAME),
    )
    lines: list[Text | str] = [head, clip(" ".join(resolution.text.split()), LONG)]
    lines += resolution_totals(resolution, tally)
    for key, part in (
        ("status.waiting", [row for row in rows if row.stage in OWING]),
        ("status.answered", [row for row in rows if row.stage not in OWING]),
    ):
        if part:
            lines += ["", T(key), *(_answerer_line(turn, row) for row in part)]
    opens = {_answerer_button(row, place): None for row in rows}
    total = sum(tally.counts.values())
    buttons = [
        *((button,) for button in opens),
        page_buttons(
            total, place.inner, lambda first: replace(place, inner=first).tap("status.resolution", resolution.id)
        ),
        (Button(T("status.whole"), Tap("res", resolution.id)),),
        _back(place),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in buttons if row))


def _answerer_button(row: Answerer, place: Place) -> Button:
    """Return the button to an answer that was given, or to the agency that has not answered."""
    name = clip(row.agency, LABEL)
    if row.stage in OWING:
        return Button(name, replace(place, inner=0).tap("status.agency", row.agency_id))
    return Button(name, Tap("task", row.obligation_id))


def _answerer_line(turn: Turn, row: Answerer) -> Text:
    agency = clip(row.agency, NAME)
    name: Text | str = T("resolution.owner.of_item", item=row.item, name=agency) if row.item else agency
    if row.stage not in OWING:
        return T("status.answerer", name=name, stage=T(f"status.answer.{row.stage}"))
    due = wording.time_left(row.due, row.kind, turn.today)
    if row.answered_at is None:
        return T("status.owing", name=name, due=due)
    key = "status.owing_returned" if row.stage is Stage.RETURNED else "status.owing_again"
    return T(key, name=name, due=due, day=turn.day(row.answered_at))


def _back(place: Place) -> tuple[Button, ...]:
    return Button(T("status.back"), replace(place, inner=0).tap("status")), menu_button()
