"""An official letter as the answer: its number, its date and its picture."""

from domain.chat.screens import Tap
from domain.forms.answer_types import Day, Files, Words
from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import TODAY, Compare
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import submission_flow, tasks
from models.meetings import SubmissionKind

FORM = Form(
    "letter",
    (
        Question("number", Words(100)),
        Question("date", Day(), constraint=Constraint(Compare("date", "<=", TODAY), "letter.in_future")),
        Question("files", Files()),
    ),
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """The form about one obligation."""
    task = await tasks.to_answer(turn, tap)
    return await submission_flow.begin(turn, FORM, task) if task.owed else tasks.settled(turn, task)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """«ارسال»."""
    return await submission_flow.sent(turn, filled, SubmissionKind.LETTER)
