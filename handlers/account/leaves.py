"""A person's leaves, in which a colleague stands in («جانشین و مرخصی»)."""

from datetime import date

from domain.access import permissions
from domain.access.member import ANSWERING
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Pick
from domain.forms.types.worded_day import LaterDay
from domain.persian.search import matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from services.directory import members
from services.errors import Refused
from services.reminders import leaves

FORM = Form(
    "leave",
    (
        Question("deputy", Pick("leave.colleagues"), personal=True),
        Question("since", LaterDay(today_too=True)),
        Question("until", LaterDay(today_too=True)),
    ),
    finish=Finish.RECORD,
)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the leaves that last or are to come."""
    return await _screen(turn)


async def _screen(turn: Turn, news: Text | None = None) -> Screen:
    planned = await leaves.of_person(turn.session, turn.member.person_id, turn.today)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("leave.head"))
    rows: list[tuple[Button, ...]] = []
    for leave in planned:
        deputy = members.colleague(leave.deputy)
        lines.append(T("leave.row", agency=leave.agency.name, since=leave.since, until=leave.until, deputy=deputy))
        key = "leave.end" if leave.since <= turn.today else "leave.call_off"
        rows.append((Button(T(key, since=leave.since), Tap("away.end", leave.id)),))
    lines.append(T("leave.rule" if planned else "leave.none"))
    rows.append((Button(T("leave.new"), Tap("away.new")),))
    rows.append((Button(T("leave.back"), Tap("go", arg="settings")), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the colleague and the days; without a colleague who may stand in, say what to do."""
    agency_id, agency = _active(turn)
    if not await _colleagues(turn, agency_id):
        rows = ((Button(T("menu.question"), Tap("question.new")),), (Button(T("leave.back"), Tap("away")),))
        return Screen(T("leave.no_colleague", agency=agency), rows)
    turn.fresh = True
    return await form_filling.begin(turn, FORM, agency_id, heading=agency)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Plan the leave; the colleague is told («ثبت»)."""
    _check_answers(turn, filled.subject_id)
    answers = filled.answers
    since, until = date.fromisoformat(answers["since"]), date.fromisoformat(answers["until"])
    leave = await leaves.begin(turn.context, filled.subject_id, answers["deputy"]["id"], since, until)
    return await _screen(turn, T("leave.planned", deputy=members.colleague(leave.deputy)))


async def end(turn: Turn, tap: Tap) -> Reply:
    """End a leave now, or call one off («پایان مرخصی»)."""
    await leaves.end(turn.context, tap.id)
    return await _screen(turn, T("leave.ended"))


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """List the colleagues who may stand in for the person."""
    agency_id = turn.form.subject_id if turn.form else 0
    _check_answers(turn, agency_id)
    found = await _colleagues(turn, agency_id)
    return page_of(matching([(number, name, ()) for number, name in found.items()], search), offset)


async def _colleagues(turn: Turn, agency_id: int) -> dict[int, str]:
    return {
        membership.person_id: str(members.formal_name(membership.person).words)
        for membership in await members.of_agency(turn.session, agency_id)
        if membership.role in ANSWERING and membership.person_id != turn.member.person_id
    }


def _check_answers(turn: Turn, agency_id: int) -> None:
    """Raise Refused when the role by which a leave was begun has ended since."""
    if not permissions.answers_for(turn.member, agency_id):
        raise Refused("common.not_yours")


def _active(turn: Turn) -> tuple[int, str]:
    """Return the id and name of the agency for which the person acts. Raises Refused where they answer for none."""
    active = turn.member.active
    if active is None or active.agency_id is None or active.role not in ANSWERING:
        raise Refused("common.not_yours")
    return active.agency_id, active.agency
