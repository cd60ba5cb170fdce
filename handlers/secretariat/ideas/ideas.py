"""The ideas of members by state and subject, and the search of them («ایده‌های رسیده»)."""

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.ideas import idea_card
from handlers.ideas.thread_view import Line
from handlers.secretariat.ideas import idea_decision
from models.tables.ideas import IdeaState, IdeaSubject
from services.ideas import idea_search, ideas
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind

FIND = Form("ideas.find", (Question("idea", Pick("ideas")),), at_once=True)

ALL = "all"
"""The word of a filter, in a button, that leaves nothing out."""


async def show(turn: Turn) -> Reply:
    """List the new ideas, or all when there is no new one (/ideas)."""
    return await _list_screen(turn, "", ALL, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """List ideas from the place ``tap.id`` on; ``tap.arg`` is «state.subject», empty for the new ones."""
    return await _list_screen(turn, *_filters(tap), tap.id)


def _filters(tap: Tap) -> tuple[str, str]:
    """Return the state and the subject that a button names, ``ALL`` for words that are none."""
    state, _, subject = tap.arg.partition(".")
    known = state if not state or state in tuple(IdeaState) else ALL
    return known, subject if subject in tuple(IdeaSubject) else ALL


async def _list_screen(turn: Turn, state: str, subject: str, offset: int) -> Screen:
    await secretary_notices.seen(turn.context, NoticeKind.IDEAS, turn.member.person_id)
    state = state or (IdeaState.NEW if (await idea_search.counts(turn.session)).get(IdeaState.NEW) else ALL)
    found, total = await idea_search.listed(
        turn.session,
        offset,
        PAGE,
        state=None if state == ALL else IdeaState(state),
        subject=None if subject == ALL else IdeaSubject(subject),
    )
    which = T("ideas.any_state") if state == ALL else T(f"idea.state.{state}")
    about = T("ideas.any_subject") if subject == ALL else T(f"idea.subject.{subject}")
    lines: list[Line] = [T("ideas.title", count=total), T("ideas.filters", state=which, subject=about)]
    for idea in found:
        lines += ["", idea_card.row(idea)]
    if not found:
        lines += ["", T("ideas.empty")]
    rows = [(Button(idea_card.label(idea), Tap("ideas.open", idea.id)),) for idea in found]
    moves = page_buttons(total, offset, lambda first: Tap("ideas", first, 0, f"{state}.{subject}"))
    choose = (
        Button(T("ideas.by_state"), Tap("ideas.states", 0, 0, f"{state}.{subject}")),
        Button(T("ideas.by_subject"), Tap("ideas.subjects", 0, 0, f"{state}.{subject}")),
    )
    find = Button(T("ideas.find.title"), Tap("ideas.find"))
    filters = f"{state}.{subject}"
    many = [Button(T("lists.decide_many"), Tap("many.ideas", arg=filters))] if total > 1 else []
    sheet = ((*many, list_sheet.button("ideas", detail=filters)),) if found else ()
    return Screen(
        T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), choose, *sheet, (find, menu_button()))
    )


async def choose_state(turn: Turn, tap: Tap) -> Reply:
    """Offer the states, each with its number of ideas («وضعیت»)."""
    _, subject = _filters(tap)
    counts = await idea_search.counts(turn.session, None if subject == ALL else IdeaSubject(subject))
    labels = [(ALL, T("ideas.any_state"), sum(counts.values()))]
    labels += [(state.value, T(f"idea.state.{state}"), counts.get(state, 0)) for state in IdeaState]
    rows = [
        Button(T("ideas.counted", name=name, count=count), Tap("ideas", 0, 0, f"{state}.{subject}"))
        for state, name, count in labels
    ]
    return Screen(T("ideas.choose_state"), (*(tuple(rows[at : at + 2]) for at in range(0, len(rows), 2)), _back()))


async def choose_subject(turn: Turn, tap: Tap) -> Reply:
    """Offer the subjects («موضوع»)."""
    state, _ = _filters(tap)
    labels = [(ALL, T("ideas.any_subject")), *((one.value, T(f"idea.subject.{one}")) for one in IdeaSubject)]
    rows = [(Button(name, Tap("ideas", 0, 0, f"{state or ALL}.{subject}")),) for subject, name in labels]
    return Screen(T("ideas.choose_subject"), (*rows, _back()))


def _back() -> tuple[Button, ...]:
    return Button(T("ideas.list"), Tap("ideas")), menu_button()


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for an idea, by number, by words or by its author («جست‌وجوی ایده»)."""
    return await form_filling.begin(turn, FIND, anew=True)


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the ideas that a search finds."""
    found, total = await idea_search.listed(turn.session, offset, PAGE, search=search)
    return Listing([(idea.id, turn.voice.plain(idea_card.label(idea))) for idea in found], total)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the idea that was chosen."""
    return await idea_decision.card(turn, await ideas.get(turn.session, filled.answers["idea"]["id"]))
