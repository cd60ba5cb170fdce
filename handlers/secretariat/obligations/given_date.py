"""A due date for one agency alone, given by a secretary («مهلت این دستگاه»)."""

from datetime import date

from domain.chat.screens import T, Tap
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Words
from domain.forms.types.worded_day import LaterDay
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.obligations import chase
from services.submissions import extension_requests
from texts import wording

FORM = Form("chase.date_form", (Question("day", LaterDay()), Question("reason", Words(1000))), finish=Finish.RECORD)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day and the reason."""
    return await chase.begin(turn, FORM, tap)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Give the date, of which the agency is told («ثبت»)."""
    day = date.fromisoformat(filled.answers["day"])
    obligation = await extension_requests.give(
        turn.context, filled.subject_id, day, filled.answers["reason"], filled.agency_id
    )
    resolution = obligation.resolution
    title = wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)
    news = T("chase.date_given", agency=obligation.agency.name, title=title, due=day)
    return await chase.screen(turn, obligation.id, news)
