"""A progress report: which obligation, how it stands, what was done, what stands in the way, with files."""

from domain.chat.screens import Screen, T, Tap
from domain.forms.answer_types import Choice, Files, Percent, Words
from domain.forms.engine import Form, Question
from domain.forms.expressions import Equals, Not
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import submission_flow, tasks
from models.meetings import SubmissionKind
from services.errors import Refused
from services.obligations import obligations
from services.submissions import task as owed

FORM = Form(
    "report",
    (
        Question("status", Choice(("done", "under_way", "not_started", "blocked"))),
        Question("percent", Percent(), when=Equals("status", "under_way")),
        Question("done", Words(), when=Not(Equals("status", "not_started"))),
        Question("obstacles", Words(), required=False),
        Question("files", Files(), required=False),
    ),
)


async def start(turn: Turn) -> Reply:
    """/report: straight into the only obligation, or a choice of several."""
    return await _choose(turn, 0)


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Another page of the choice."""
    return await _choose(turn, tap.place)


async def _choose(turn: Turn, offset: int) -> Reply:
    held = await owed.agency_of(turn.session, turn.member)
    if held is None:
        raise Refused("common.not_yours")
    views = await obligations.owed_by(turn.session, held[0])
    if not views:
        return await tasks.listed(turn, 0)
    if len(views) == 1:
        return await ask(turn, Tap("report", views[0].id))
    rows = tasks.choices(turn, views, "report", offset, "report.choose")
    return Screen(T("report.choose"), (*rows, (menu_button(),)))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """The form about one obligation; ``more`` adds to one that is answered."""
    task = await tasks.to_answer(turn, tap)
    if not task.owed and tap.arg != "more":
        return tasks.settled(turn, task)
    return await submission_flow.begin(turn, FORM, task)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """«ارسال»."""
    return await submission_flow.sent(turn, filled, SubmissionKind.REPORT)
