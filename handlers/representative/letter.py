"""An official letter as the answer: its number, its date and its picture."""

from datetime import date

from domain.chat.screens import T, Tap, Text
from domain.forms.answer_types import Day, Files, Words
from domain.forms.engine import Form, Question
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import submission_flow
from models.meetings import SubmissionKind


def _not_in_future(day: date, today: date) -> Text | None:
    return T("letter.in_future") if day > today else None


FORM = Form(
    "letter",
    (
        Question("number", Words(100)),
        Question("date", Day(_not_in_future)),
        Question("files", Files()),
    ),
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the form about one obligation."""
    return await submission_flow.open_for(turn, tap, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the letter and show its receipt."""
    return await submission_flow.sent(turn, filled, SubmissionKind.LETTER)
