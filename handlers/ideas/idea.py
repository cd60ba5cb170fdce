"""A member's ideas: sent with a subject, followed, added to, withdrawn while new («ایده و پیشنهاد»)."""

from typing import Any

from domain.access import permissions
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Pick
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.ideas import idea_card, thread_view
from handlers.ideas.thread_view import FILES, TEXT, Line
from models.tables.ideas import Idea, IdeaState, IdeaSubject
from services.directory import neighbourhoods
from services.errors import Refused
from services.ideas import idea_search, ideas
from services.ideas.ideas import NewIdea
from services.meetings import resolution_search
from services.meetings.resolution_search import Filter
from services.obligations import responsibility
from texts import wording
from texts.answer_summary import clip

FORM = Form(
    "idea",
    (
        Question("subject", Choice(tuple(IdeaSubject))),
        Question(
            "resolution",
            Pick("idea.resolutions", other=True),
            when=Expression(f"subject = '{IdeaSubject.RESOLUTION.value}'"),
        ),
        Question(
            "neighbourhood",
            Pick("idea.neighbourhoods", other=True),
            when=Expression(f"subject = '{IdeaSubject.NEIGHBOURHOOD.value}'"),
        ),
        TEXT,
        FILES,
        Question("name", Choice(("shown", "hidden"))),
    ),
)
MORE = Form("idea.more", (TEXT, FILES))


async def show(turn: Turn) -> Reply:
    """List the person's ideas; whoever has none, and can read none of others, is asked for the first (/idea)."""
    _, mine = await idea_search.listed(turn.session, 0, 1, person_id=turn.member.person_id)
    _, others = await idea_search.shared(turn.session, turn.member.person_id, 0, 1)
    return await _list_screen(turn, 0) if mine or others else await form_filling.begin(turn, FORM)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of the person's ideas that a button names («ایده‌های من»)."""
    return await _list_screen(turn, tap.place)


async def _list_screen(turn: Turn, offset: int) -> Screen:
    mine, total = await idea_search.listed(turn.session, offset, PAGE, person_id=turn.member.person_id)
    lines: list[Line] = [T("idea.mine", count=total) if total else T("idea.none_of_mine")]
    for idea in mine:
        lines += ["", idea_card.row(idea)]
    rows = [(Button(idea_card.label(idea), Tap("idea", idea.id)),) for idea in mine]
    moves = page_buttons(total, offset, lambda first: Tap("idea.list", arg=str(first)))
    top = (Button(T("idea.new"), Tap("idea.new")), Button(T("idea.of_others"), Tap("idea.others")))
    return Screen(T("form.lines", lines=lines), (top, *rows, *((moves,) if moves else ()), (menu_button(),)))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for an idea, with the words that came unasked if the button was offered for them."""
    return await thread_view.begin(turn, tap, FORM)


async def resolutions(turn: Turn, search: str, offset: int) -> Listing:
    """List the resolutions that the person may see: those that their agencies answer or help with, or for the
    secretariat all.
    """
    own = turn.member.agency_ids
    agency_ids = None if permissions.reads_all(turn.member) else own
    helped = {number for number, _ in await responsibility.helped_by(turn.session, own)} if agency_ids else set()
    rows, total = await resolution_search.listed(
        turn.session, Filter.ALL, offset, PAGE, search=search, agency_ids=agency_ids, helped=helped
    )
    named = [(one.id, wording.resolution_name(one.number, "", one.meeting.number), one.text) for one in rows]
    labels = [(number, f"{turn.voice.plain(name)}: {' '.join(text.split())}") for number, name, text in named]
    return Listing([(number, clip(label, 60)) for number, label in labels], total)


async def neighbourhood_names(turn: Turn, search: str, offset: int) -> Listing:
    """List the neighbourhoods, the facilitator's own first."""
    own = {held.agency_id for held in turn.member.of_agency}
    found = sorted(await neighbourhoods.named(turn.session, search), key=lambda named: named.id not in own)
    return page_of(found, offset)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Send the idea to the secretariat, and show its receipt («ارسال»)."""
    text, attached = thread_view.said(filled)
    answers: dict[str, Any] = filled.answers
    resolution, neighbourhood = answers.get("resolution", {}), answers.get("neighbourhood", {})
    idea = await ideas.send(
        turn.context,
        NewIdea(
            IdeaSubject(answers["subject"]),
            text,
            attached,
            topic=(resolution or neighbourhood).get("label", ""),
            resolution_id=resolution.get("id") or None,
            neighbourhood_id=neighbourhood.get("id") or None,
            anonymous=answers["name"] == "hidden",
        ),
    )
    receipt = T("idea.receipt_hidden" if idea.anonymous else "idea.receipt", number=idea.id)
    rows = ((Button(T("idea.open"), Tap("idea", idea.id)), Button(T("idea.to_mine"), Tap("idea.list"))),)
    return Screen(receipt, (*rows, (menu_button(),)))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one of the person's ideas, with what was said and decided about it."""
    return _card(turn, await ideas.own(turn.session, turn.member.person_id, tap.id))


def _card(turn: Turn, idea: Idea, news: Text | None = None) -> list[Screen]:
    number = idea.id
    rows: list[tuple[Button, ...]] = []
    if idea.state is not IdeaState.WITHDRAWN:
        rows.append((Button(T("idea.add"), Tap("idea.more", number)),))
    rows += thread_view.files_button(idea, "idea.files")
    if idea.state is IdeaState.NEW:
        rows.append((Button(T("idea.withdraw"), Tap("idea.withdraw", number)),))
    rows.append((Button(T("idea.to_mine"), Tap("idea.list")), menu_button()))
    lines = [*idea_card.head(idea), *([T("idea.hidden")] if idea.anonymous else [])]
    lines += idea_card.thread(idea, T("thread.you"), lambda _: T("thread.office"))
    return thread_view.card(turn, [news, "", *lines] if news else lines, tuple(rows))


async def show_files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of the idea («پیوست‌ها»)."""
    return idea_card.file_screens(turn, await ideas.own(turn.session, turn.member.person_id, tap.id), "idea")


async def ask_more(turn: Turn, tap: Tap) -> Reply:
    """Ask for what is to be added («افزودن به ایده»)."""
    idea = await ideas.own(turn.session, turn.member.person_id, tap.id)
    turn.fresh = True
    heading = turn.voice.plain(T("idea.numbered", number=idea.id))
    return await form_filling.begin(turn, MORE, idea.id, heading=heading)


async def more_sent(turn: Turn, filled: Filled) -> Reply:
    """Add to the idea («ارسال»)."""
    idea = await ideas.add(turn.context, filled.subject_id, *thread_view.said(filled))
    return _card(turn, idea, T("idea.added", number=idea.id))


async def ask_to_withdraw(turn: Turn, tap: Tap) -> Reply:
    """Ask if the idea is to be withdrawn («پس گرفتن ایده»)."""
    idea = await ideas.own(turn.session, turn.member.person_id, tap.id)
    if idea.state is not IdeaState.NEW:
        raise Refused("idea.too_late_to_withdraw", state=T(f"idea.state.{idea.state}"))
    sure = Button(T("idea.withdraw_sure"), Tap("idea.withdraw_sure", idea.id))
    back = Button(T("idea.open"), Tap("idea", idea.id))
    return Screen(T("idea.withdrawing", number=idea.id), ((sure,), (back, menu_button())))


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw the idea while it is new («بله، پس می‌گیرم»)."""
    idea = await ideas.withdraw(turn.context, tap.id)
    return _card(turn, idea, T("idea.withdrawn", number=idea.id))
