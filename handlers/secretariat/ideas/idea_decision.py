"""One idea before a secretary: its author, its thread and those that are alike; answered, decided, put on an agenda."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.ideas import idea_card, thread_view
from handlers.ideas.thread_view import FILES, TEXT
from handlers.secretariat.planning import agenda
from models.tables.ideas import Idea, IdeaState
from services.directory import members
from services.errors import Refused
from services.ideas import idea_search, ideas
from services.ideas.ideas import SETTABLE, AlreadySet
from services.planning import message

ANSWER = Form("ideas.answer", (TEXT, FILES))
REJECTION = Form("ideas.reject", (Question("words", Words(1500)),))
DUPLICATE = Form("ideas.duplicate", (Question("original", Pick("ideas.originals")),), at_once=True)

MOST_ALIKE = 3
"""Ideas that are alike and stand on a card."""


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one idea."""
    return await card(turn, await ideas.get(turn.session, tap.id))


async def card(turn: Turn, idea: Idea, news: Text | None = None) -> list[Screen]:
    """Return an idea's card, under the ``news`` of what has just been done."""
    number, version = idea.id, idea.version
    alike = await idea_search.similar(turn.session, idea, MOST_ALIKE)
    rows: list[tuple[Button, ...]] = [(Button(T("ideas.answer.title"), Tap("ideas.answer", number)),)]
    if idea.state is not IdeaState.WITHDRAWN:
        states = [
            Button(T(f"ideas.set.{state}"), Tap("ideas.set", number, version, state))
            for state in SETTABLE
            if state is not idea.state
        ]
        states.append(Button(T("ideas.duplicate.title"), Tap("ideas.duplicate", number, version)))
        rows += [tuple(states[place : place + 2]) for place in range(0, len(states), 2)]
    rows += thread_view.files_button(idea, "ideas.files")
    rows += [(Button(T("ideas.alike_one", idea=idea_card.label(one)), Tap("ideas.open", one.id)),) for one in alike]
    if idea.duplicate_of_id:
        original = Button(T("ideas.original", number=idea.duplicate_of_id), Tap("ideas.open", idea.duplicate_of_id))
        rows.append((original,))
    rows.append((Button(T("ideas.list"), Tap("ideas")), menu_button()))
    lines = [*idea_card.head(idea), await thread_view.roles(turn, idea.person_id)]
    if idea.anonymous:
        lines.append(T("ideas.hidden"))
    if alike:
        lines.append(T("ideas.alike", count=len(alike)))
    lines += idea_card.thread(idea, members.formal_name(idea.person), members.formal_name)
    return thread_view.card(turn, [news, "", *lines] if news else lines, tuple(rows))


async def show_files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of the idea («پیوست‌ها»)."""
    return idea_card.file_screens(turn, await ideas.get(turn.session, tap.id), "ideas.open")


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Ask for the answer to the author («پاسخ به پیشنهاددهنده»)."""
    idea = await ideas.get(turn.session, tap.id)
    turn.fresh = True
    return await form_filling.begin(turn, ANSWER, idea.id, heading=_heading(turn, idea))


async def answer_sent(turn: Turn, filled: Filled) -> Reply:
    """Send the answer to the author («ارسال»)."""
    idea, told = await ideas.answer(turn.context, filled.subject_id, *thread_view.said(filled))
    return await card(turn, idea, T("ideas.answered" if told else "ideas.answered_nobody"))


async def set_state(turn: Turn, tap: Tap) -> Reply:
    """Set the state that the button names; a rejection asks for its words first."""
    if tap.arg not in SETTABLE:
        raise Refused("common.stale")
    state, idea = IdeaState(tap.arg), await ideas.get(turn.session, tap.id)
    if idea.version != tap.version:
        return await _already_set(turn, idea)
    if state is IdeaState.REJECTED:
        turn.fresh = True
        return await form_filling.begin(turn, REJECTION, _versioned(idea), heading=_heading(turn, idea))
    try:
        idea = await ideas.decide(turn.context, tap.id, tap.version, state)
    except AlreadySet as already:
        return await _already_set(turn, already.idea)
    if state is IdeaState.FOR_MEETING and (plan := await agenda.put_on_next(turn, idea)):
        return await card(turn, idea, T("ideas.put_on", meeting=message.title(plan)))
    return await card(turn, idea, T("ideas.set_now", state=T(f"idea.state.{state}")))


async def reject_sent(turn: Turn, filled: Filled) -> Reply:
    """Reject the idea with the words; after another's decision, show that and ask again («ارسال»)."""
    number, version = _of(filled)
    try:
        idea = await ideas.decide(turn.context, number, version, IdeaState.REJECTED, filled.answers["words"])
    except AlreadySet as already:
        idea = already.idea
        screens = await _already_set(turn, idea)
        if idea.state is IdeaState.WITHDRAWN:
            turn.late = True
            return screens
        heading = _heading(turn, idea)
        form = await form_filling.begin(
            turn, REJECTION, _versioned(idea), answers=filled.answers, anew=True, heading=heading
        )
        return [*screens, form]
    return await card(turn, idea, T("ideas.set_now", state=T("idea.state.rejected")))


async def duplicate(turn: Turn, tap: Tap) -> Reply:
    """Ask which idea this one repeats («تکراری است»)."""
    idea = await ideas.get(turn.session, tap.id)
    if idea.version != tap.version:
        return await _already_set(turn, idea)
    turn.fresh = True
    return await form_filling.begin(turn, DUPLICATE, _versioned(idea), anew=True, heading=_heading(turn, idea))


async def originals(turn: Turn, search: str, offset: int) -> Listing:
    """List the ideas that the one in hand may repeat: without a search those that are alike, if there are any."""
    idea = await ideas.get(turn.session, int(turn.form.draft.subject.partition(".")[0]) if turn.form else 0)
    alike = [] if search else await idea_search.similar(turn.session, idea, PAGE)
    found, total = (alike, len(alike)) if alike else await idea_search.listed(turn.session, offset, PAGE, search=search)
    others = [one for one in found if one.id != idea.id]
    return Listing([(one.id, turn.voice.plain(idea_card.label(one))) for one in others], total)


async def duplicate_sent(turn: Turn, filled: Filled) -> Reply:
    """Mark the idea as a duplicate of the chosen one."""
    number, version = _of(filled)
    try:
        idea = await ideas.mark_duplicate(turn.context, number, version, filled.answers["original"]["id"])
    except AlreadySet as already:
        return await _already_set(turn, already.idea)
    return await card(turn, idea, T("ideas.set_now", state=T("idea.state.duplicate")))


async def _already_set(turn: Turn, idea: Idea) -> list[Screen]:
    last = ideas.last_decision(idea)
    if last is None:
        return await card(turn, idea)
    turn.toast = T("ideas.set_before")
    name = members.formal_name(last.person)
    return await card(turn, idea, T("ideas.set_by", name=name, state=T(f"idea.state.{last.state}"), at=last.at))


def _versioned(idea: Idea) -> str:
    """Return the subject of a form that decides on the idea as it is now."""
    return f"{idea.id}.{idea.version}"


def _of(filled: Filled) -> tuple[int, int]:
    number, _, version = filled.subject.partition(".")
    return int(number), int(version)


def _heading(turn: Turn, idea: Idea) -> str:
    return turn.voice.plain(idea_card.label(idea))
