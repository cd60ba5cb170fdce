"""The official letter as an answer: its number, its date and its files."""

from domain.chat.screens import Tap
from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Day
from domain.forms.types.letter_types import LetterNumber, Paper
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.submissions import submission_flow
from models.tables.meetings import SubmissionKind

FORM = Form(
    "letter",
    (
        Question("number", LetterNumber(100)),
        Question("date", Day(), constraint=Constraint(Expression("date <= today()"), "letter.in_future")),
        Question("files", Paper()),
    ),
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the form of a letter about one obligation («پاسخ با نامه»)."""
    return await submission_flow.open_for(turn, tap, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the letter and show its receipt («ارسال»)."""
    return await submission_flow.sent(turn, filled, SubmissionKind.LETTER)
