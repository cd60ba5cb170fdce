"""Several at once by ticks, besides those of ``many``: ideas decided on, filled forms accepted, calls logged."""

from __future__ import annotations

from datetime import date, datetime

from domain.chat.screens import Button, T, Tap
from domain.forms.engine import Finish, Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Picks, Words
from domain.forms.types.worded_day import LaterDay
from domain.persian.search import Named
from handlers.core.forms import form_filling
from handlers.core.list_sheet import MOST
from handlers.core.pagination import page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.ideas import idea_card
from handlers.secretariat.lists.ticked_requests import LABEL, each, found
from handlers.secretariat.planning import agenda
from models.tables.calls import CallOutcome
from models.tables.ideas import IdeaState, IdeaSubject
from services.correspondence import call_list, calls
from services.directory import members
from services.forms import reviewing
from services.ideas import idea_search, ideas
from services.ideas.ideas import SETTABLE, AlreadySet
from texts.answer_summary import clip

DECIDE_IDEAS = Form(
    "lists.decide_ideas",
    (
        Question("which", Picks("lists.ideas")),
        Question("state", Choice(tuple(map(str, SETTABLE)))),
        Question("words", Words(1500), when=Expression(f"state = '{IdeaState.REJECTED}'")),
    ),
    finish=Finish.RECORD,
    makes="lists.do_decide",
)
ACCEPT_FORMS = Form(
    "lists.accept_forms",
    (Question("which", Picks("lists.filled"), personal=True),),
    finish=Finish.RECORD,
    makes="lists.do_accept",
)
LOG_CALLS = Form(
    "lists.log_calls",
    (
        Question("which", Picks("lists.calls")),
        Question("outcome", Choice((str(CallOutcome.NO_ANSWER), str(CallOutcome.PROMISED)))),
        Question("day", LaterDay(), when=Expression(f"outcome = '{CallOutcome.PROMISED}'")),
    ),
    finish=Finish.RECORD,
    makes="lists.do_log",
)


async def ask_ideas(turn: Turn, tap: Tap) -> Reply:
    """Open the ticks of the ideas that the list shows, of the state and subject «state.subject» that a button names."""
    turn.fresh = True
    return await form_filling.begin(turn, DECIDE_IDEAS, tap.arg, anew=True, since=turn.now.isoformat())


async def ask_forms(turn: Turn, tap: Tap) -> Reply:
    """Open the ticks of the filled forms that wait for a review."""
    turn.fresh = True
    return await form_filling.begin(turn, ACCEPT_FORMS, anew=True)


async def ask_calls(turn: Turn, tap: Tap) -> Reply:
    """Open the ticks of the calls of today."""
    turn.fresh = True
    return await form_filling.begin(turn, LOG_CALLS, anew=True)


async def ideas_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the ideas of the form's state and subject that a search finds; those that were withdrawn are left out."""
    state, _, subject = (turn.form.draft.subject if turn.form else "").partition(".")
    listed, total = await idea_search.listed(
        turn.session,
        offset,
        PAGE,
        state=IdeaState(state) if state in tuple(IdeaState) else None,
        subject=IdeaSubject(subject) if subject in tuple(IdeaSubject) else None,
        search=search,
    )
    return Listing([(idea.id, turn.voice.plain(idea_card.label(idea, LABEL - 16))) for idea in listed], total)


async def filled_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the filled forms that wait for a review."""
    waiting, _ = await reviewing.listed(turn.session, 0, MOST)
    rows = []
    for one in waiting:
        place = one.agency.name if one.agency else members.formal_name(one.person)
        label = T("lists.row_form", number=one.id, title=clip(one.form_version.title, 40), place=place)
        rows.append(Named(one.id, clip(turn.voice.plain(label), LABEL)))
    return page_of(found(rows, search), offset)


async def calls_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies that are to be called today."""
    rows = [Named(entry.agency_id, entry.agency) for entry in await call_list.today(turn.context)]
    return page_of(found(rows, search), offset)


async def decide_ideas(turn: Turn, filled: Filled) -> Reply:
    """Set the state of the ticked ideas; one that a colleague has decided on since the list was shown stays («ثبت»)."""
    state, words = IdeaState(filled.answers["state"]), filled.answers.get("words") or ""
    since = datetime.fromisoformat(filled.about["since"])

    async def one(number: int) -> None:
        idea = await ideas.get(turn.session, number, lock=True)
        last = ideas.last_decision(idea)
        if last and last.at > since and last.person_id != turn.member.person_id:
            raise AlreadySet(idea)
        if idea.state is state:
            return
        idea = await ideas.decide(turn.context, number, idea.version, state, words)
        if state is IdeaState.FOR_MEETING:
            await agenda.put_on_next(turn, idea)

    return await each(turn, filled, one, "decided", Button(T("ideas.list"), Tap("ideas")))


async def accept_forms(turn: Turn, filled: Filled) -> Reply:
    """Accept the ticked forms («پذیرش»); one that its sender corrected since is another form, and waits."""

    async def one(number: int) -> None:
        await reviewing.accept(turn.context, number)

    rest = Button(T("lists.rest_of_forms"), Tap("filled_forms"))
    return await each(turn, filled, one, "accepted", rest, personal=True)


async def log_calls(turn: Turn, filled: Filled) -> Reply:
    """Keep what came of the ticked calls («ثبت»)."""
    outcome = CallOutcome(filled.answers["outcome"])
    day = date.fromisoformat(filled.answers["day"]) if outcome is CallOutcome.PROMISED else None

    async def one(number: int) -> None:
        await calls.log(turn.context, number, outcome, promised_on=day)

    return await each(turn, filled, one, "logged", Button(T("calls.back"), Tap("calls")))
