"""A member's questions to the secretariat: asked, followed, asked on and closed («پرسش از دبیرخانه»)."""

from collections.abc import Callable

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text, row_number
from domain.forms.engine import Form
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.ideas import thread_view
from handlers.ideas.thread_view import FILES, MOST_ENTRIES, TEXT, Line
from models.tables.people import Person
from models.tables.questions import Question
from services.forms import offers
from services.ideas import questions
from services.ideas.questions import QuestionState
from services.submissions import task as task_service
from texts import wording
from texts.answer_summary import clip

FORM = Form("question", (TEXT, FILES))
MORE = Form("question.more", (TEXT, FILES))
SHORT = 110
"""Characters of a question in a list."""


async def show(turn: Turn) -> Reply:
    """List the person's questions, or ask for the first one (/question)."""
    return await _list_screen(turn, 0) or await form_filling.begin(turn, FORM)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of the person's questions that a button names."""
    return await _list_screen(turn, tap.place) or await form_filling.begin(turn, FORM)


async def _list_screen(turn: Turn, offset: int) -> Screen | None:
    """Return a page of the person's questions, unanswered first; None when there are none."""
    mine, total = await questions.listed(turn.session, offset, PAGE, person_id=turn.member.person_id)
    if not total:
        return None
    lines: list[Line] = [T("question.mine", count=total)]
    for question in mine:
        lines += ["", row(question)]
    rows = [(Button(label(question), Tap("question", question.id)),) for question in mine]
    moves = page_buttons(total, offset, lambda first: Tap("question.list", arg=str(first)))
    new = (Button(T("question.new"), Tap("question.new")),)
    return Screen(T("form.lines", lines=lines), (new, *rows, *((moves,) if moves else ()), (menu_button(),)))


def row(question: Question) -> Text:
    """Return a question's lines in a list."""
    state = T(f"question.state.{questions.state_of(question)}")
    text = thread_view.snippet(question.text, question.attachments, SHORT)
    return T("question.row", number=question.id, state=state, at=question.asked_at, text=text)


def label(question: Question) -> Text:
    """Return the label of a question's button."""
    text = thread_view.snippet(question.text, question.attachments, 28)
    return T("question.label", number=question.id, text=text)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for a question: about a task's obligation or an agency's offer, or with the words that came unasked."""
    if not tap.id:
        return await thread_view.begin(turn, tap, FORM)
    turn.fresh = True
    word, _, row = tap.arg.partition(".")
    if word == "offer" and row.isdecimal():
        offer = await offers.get(turn.session, tap.id, row_number(row), turn.voice.language)
        topic = turn.voice.plain(T("question.topic", title=clip(offer.offered.title, SHORT), agency=offer.agency))
        return await form_filling.begin(turn, FORM, f"{tap.id}.{row}", heading=topic, topic=topic)
    view = (await task_service.get(turn.session, turn.member, tap.id)).view
    title = wording.resolution_name(view.number, view.item, view.meeting_number)
    heading = turn.voice.plain(T("report.heading", title=title, text=clip(" ".join(view.text.split()), SHORT)))
    return await form_filling.begin(turn, FORM, view.id, heading=heading, obligation=view.id)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Send the question to the secretariat, and show its receipt («ارسال»)."""
    text, attached = thread_view.said(filled)
    text = "\n".join(filter(None, (filled.about.get("topic"), text)))
    question = await questions.ask(turn.context, filled.about.get("obligation"), text, attached)
    rows = ((Button(T("question.open"), Tap("question", question.id)),), (menu_button(),))
    return Screen(T("question.receipt", number=question.id), rows)


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one of the person's questions with its thread."""
    return _card(turn, await questions.own(turn.session, turn.member.person_id, tap.id))


def _card(turn: Turn, question: Question) -> list[Screen]:
    number, said = question.id, len(question.entries)
    rows: list[tuple[Button, ...]] = [(Button(T("question.ask_on"), Tap("question.more", number)),)]
    rows += thread_view.files_button(question, "question.files")
    if questions.state_of(question) is not QuestionState.CLOSED:
        rows.append((Button(T("question.close"), Tap("question.close", number, said)),))
    rows.append((Button(T("question.to_mine"), Tap("question.list")), menu_button()))
    return thread_view.card(turn, lines(question, T("thread.you"), lambda _: T("thread.office")), tuple(rows))


def lines(question: Question, asker: Text | Personal, answerer: Callable[[Person], Text | Personal]) -> list[Line]:
    """Return the lines of a question's card; the reader says how asker and answerers are called."""
    state = T(f"question.state.{questions.state_of(question)}")
    card_lines: list[Line] = [T("question.head", number=question.id, state=state)]
    if question.obligation:
        resolution = question.obligation.resolution
        title = wording.resolution_name(resolution.number, question.obligation.item, resolution.meeting.number)
        card_lines.append(T("question.about", title=title, agency=question.obligation.agency.name))
    card_lines += thread_view.entry(asker, question.asked_at, question.text, question.attachments)
    hidden = len(question.entries) - MOST_ENTRIES
    if hidden > 0:
        card_lines += ["", T("thread.earlier", count=hidden)]
    for said in question.entries[-MOST_ENTRIES:]:
        who = answerer(said.person) if said.answer else asker
        card_lines += thread_view.entry(who, said.at, said.text, said.attachments)
    return card_lines


def file_screens(turn: Turn, question: Question, back: str) -> list[Screen]:
    """Return the files of a question's thread; ``back`` is the tap of its card."""
    rows = ((Button(T("question.open"), Tap(back, question.id)), menu_button()),)
    name = T("question.numbered", number=question.id)
    return thread_view.file_screens(turn, name, thread_view.files_of(question), rows)


async def show_files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of the thread («پیوست‌ها»)."""
    return file_screens(turn, await questions.own(turn.session, turn.member.person_id, tap.id), "question")


async def ask_more(turn: Turn, tap: Tap) -> Reply:
    """Ask for further words in the same thread («ادامهٔ پرسش»)."""
    question = await questions.own(turn.session, turn.member.person_id, tap.id)
    heading = turn.voice.plain(T("question.numbered", number=question.id))
    turn.fresh = True
    return await thread_view.begin(turn, tap, MORE, question.id, heading=heading)


async def more_sent(turn: Turn, filled: Filled) -> Reply:
    """Add the words to the thread, which waits for an answer again («ارسال»)."""
    question = await questions.ask_on(turn.context, filled.subject_id, *thread_view.said(filled))
    rows = ((Button(T("question.open"), Tap("question", question.id)),), (menu_button(),))
    return Screen(T("question.added", number=question.id), rows)


async def close(turn: Turn, tap: Tap) -> Reply:
    """Close the question, unless something was said since the card was shown («بستن پرسش»)."""
    question = await questions.own(turn.session, turn.member.person_id, tap.id, lock=True)
    if len(question.entries) != tap.version or questions.state_of(question) is QuestionState.CLOSED:
        turn.toast = T("common.stale")
    else:
        await questions.close(turn.context, question)
        turn.toast = T("question.closed")
    return _card(turn, question)
