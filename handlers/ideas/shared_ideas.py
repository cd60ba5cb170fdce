"""The ideas that the secretariat studies or has accepted, as members read each other's («ایده‌های دیگران»)."""

from domain.chat.screens import Button, Screen, T, Tap
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.ideas import idea_card, thread_view
from handlers.ideas.thread_view import Line
from models.tables.ideas import Idea
from services.directory import members
from services.errors import Refused
from services.ideas import idea_search, ideas
from services.ideas.idea_search import SHARED


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show a page of the others' ideas."""
    found, total = await idea_search.shared(turn.session, turn.member.person_id, tap.place, PAGE)
    lines: list[Line] = [T("idea.others", count=total) if total else T("idea.none_of_others")]
    for idea in found:
        lines += ["", idea_card.row(idea, None if idea.text else T("idea.without_words"))]
    rows = [(Button(T("idea.numbered", number=idea.id), Tap("idea.other", idea.id)),) for idea in found]
    moves = page_buttons(total, tap.place, lambda first: Tap("idea.others", arg=str(first)))
    mine = Button(T("idea.to_mine"), Tap("idea.list"))
    return Screen(T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), (mine, menu_button())))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one of the others' ideas; without its author and files, which could tell who that is, if it is anonymous."""
    idea = await _readable(turn, tap.id)
    author = T("idea.author_hidden") if idea.anonymous else T("idea.author", name=members.colleague(idea.person))
    text = idea.text or T("idea.without_words")
    count = 0 if idea.anonymous else len(idea.attachments)
    files = ((Button(T("thread.files", count=count), Tap("idea.other_files", idea.id)),),) if count else ()
    back = Button(T("idea.of_others"), Tap("idea.others"))
    return thread_view.card(turn, [*idea_card.head(idea), author, "", text], (*files, (back, menu_button())))


async def show_files(turn: Turn, tap: Tap) -> Reply:
    """Send the files that another's idea came with («پیوست‌ها»)."""
    idea = await _readable(turn, tap.id)
    if idea.anonymous:
        raise Refused("common.not_yours")
    rows = ((Button(T("idea.open"), Tap("idea.other", idea.id)), menu_button()),)
    return thread_view.file_screens(turn, T("idea.numbered", number=idea.id), idea.attachments, rows)


async def _readable(turn: Turn, idea_id: int) -> Idea:
    """Load an idea that members may read. Raises Refused for one that they may not, or not any more."""
    idea = await ideas.get(turn.session, idea_id)
    if idea.state not in SHARED:
        raise Refused("idea.not_shared")
    return idea
