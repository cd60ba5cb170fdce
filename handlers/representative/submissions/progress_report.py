"""The progress report: status, percentage, work done, obstacles and files of one obligation."""

from domain.chat.screens import Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Files, Percent, Words
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from handlers.representative.submissions import submission_flow
from models.tables.meetings import SubmissionKind
from services.obligations import obligations

FORM = Form(
    "report",
    (
        Question("status", Choice(("done", "under_way", "not_started", "blocked"))),
        Question("percent", Percent(), when=Expression("status = 'under_way'")),
        Question("done", Words(), when=Expression("status != 'not_started'")),
        Question("obstacles", Words(), required=False),
        Question("files", Files(), required=False),
    ),
)


async def start(turn: Turn) -> Reply:
    """Open the report of the only obligation, or a choice of several (/report)."""
    return await _choose(turn, 0)


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Show the next page of obligations to report on."""
    return await _choose(turn, tap.place)


async def _choose(turn: Turn, offset: int) -> Reply:
    agency = await tasks.own_agency(turn)
    views = await obligations.open_of_agencies(turn.session, tasks.answered_agencies(turn) or [agency.id])
    if not views:
        return await tasks.agency_list_screen(turn, agency, views, 0)
    if len(views) == 1:
        return await ask(turn, Tap("report", views[0].id))
    rows = tasks.choices(turn, views, "report", offset, "report.choose")
    return Screen(T("report.choose"), (*rows, (menu_button(),)))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the report about one obligation; ``more`` adds to one that is answered."""
    return await submission_flow.open_for(turn, tap, FORM, supplement=tap.arg == "more")


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the progress report and show its receipt («ارسال»)."""
    return await submission_flow.sent(turn, filled, SubmissionKind.REPORT)
