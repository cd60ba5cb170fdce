"""The questions of members, which the secretariat answers in chat, unanswered first («پرسش‌های رسیده»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form
from domain.forms.engine import Question as Asked
from domain.forms.types.answer_types import Pick
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.ideas import question as own
from handlers.ideas import thread_view
from handlers.ideas.thread_view import FILES, TEXT, Line
from models.tables.questions import Question
from services.conversations import drafts
from services.directory import members
from services.errors import Refused
from services.ideas import questions
from services.ideas.questions import AlreadyAnswered, QuestionState
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from texts.answer_summary import clip

ANSWER = Form("questions.answer", (TEXT, FILES))
ADDITION = Form("questions.addition", (TEXT, FILES))
FIND = Form("questions.find", (Asked("question", Pick("questions")),), at_once=True)


async def show(turn: Turn) -> Reply:
    """List the questions, unanswered first (/questions)."""
    return await _list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of questions that a button names."""
    return await _list_screen(turn, tap.place)


async def _list_screen(turn: Turn, offset: int) -> Screen:
    await secretary_notices.seen(turn.context, NoticeKind.QUESTIONS, turn.member.person_id)
    found, total = await questions.listed(turn.session, offset, PAGE)
    waiting = await questions.unanswered(turn.session)
    lines: list[Line] = [T("questions.title", count=total)]
    if waiting.oldest:
        lines.append(T("questions.waiting", count=waiting.count, oldest=waiting.oldest))
    elif total:
        lines.append(T("questions.none_waits"))
    else:
        lines.append(T("questions.empty"))
    for question in found:
        lines += ["", own.row(question)]
    rows = [(Button(own.label(question), Tap("questions.open", question.id)),) for question in found]
    moves = page_buttons(total, offset, lambda first: Tap("questions", arg=str(first)))
    find = ((Button(T("questions.find.title"), Tap("questions.find")),),) if total > PAGE else ()
    sheet = ((list_sheet.button("questions"),),) if total else ()
    return Screen(T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), *find, *sheet, (menu_button(),)))


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a question, by number, by words or by its asker («جست‌وجوی پرسش»)."""
    return await form_filling.begin(turn, FIND, anew=True)


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the questions that a search finds."""
    found, total = await questions.listed(turn.session, offset, PAGE, search=search)
    return Listing([(question.id, turn.voice.plain(own.label(question))) for question in found], total)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the question that was chosen."""
    return await _card(turn, await questions.get(turn.session, filled.answers["question"]["id"]))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one question with its thread and its asker."""
    return await _card(turn, await questions.get(turn.session, tap.id))


async def _card(turn: Turn, question: Question, news: Text | None = None) -> list[Screen]:
    number, state = question.id, questions.state_of(question)
    waits = state is QuestionState.WAITING
    key, arg = ("questions.answer.title", "") if waits else ("questions.addition.title", "more")
    rows: list[tuple[Button, ...]] = [(Button(T(key), Tap("questions.answer", number, len(question.entries), arg)),)]
    rows += thread_view.files_button(question, "questions.files")
    if state is QuestionState.ANSWERED or (waits and questions.last_answer(question)):
        rows.append((Button(T("question.close"), Tap("questions.close", number, len(question.entries))),))
    rows.append((Button(T("questions.list"), Tap("questions")), menu_button()))
    lines = own.lines(question, members.formal_name(question.person), members.formal_name)
    lines.insert(1, await thread_view.roles(turn, question.person_id))
    return thread_view.card(turn, [news, "", *lines] if news else lines, tuple(rows))


async def show_files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of the thread («پیوست‌ها»)."""
    return own.file_screens(turn, await questions.get(turn.session, tap.id), "questions.open")


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Ask for the answer, or for what is to be added to it; one that another has answered meanwhile is shown."""
    question = await questions.get(turn.session, tap.id)
    if tap.arg != "more" and not question.waiting_since:
        return await _answered_before(turn, question)
    turn.fresh = True
    text = turn.voice.plain(thread_view.snippet(_last_words(question), question.attachments, own.SHORT))
    heading = clip(f"{turn.voice.plain(T('question.numbered', number=question.id))}: {text}", 160)
    form = ADDITION if tap.arg == "more" else ANSWER
    # Words that are replied to a card go into the thread as it is now.
    seen = len(question.entries) if tap.arg == "stray" else tap.version
    screen = await thread_view.begin(turn, tap, form, question.id, heading=heading, seen=seen)
    if turn.form and turn.form.about.get("seen") != seen:
        turn.form.draft = await drafts.about(turn.session, turn.form.draft, {**turn.form.about, "seen": seen})
    return screen


def _last_words(question: Question) -> str:
    said = [entry.text for entry in question.entries if not entry.answer]
    return next(filter(None, reversed(said)), question.text)


async def answer_sent(turn: Turn, filled: Filled) -> Reply:
    """Send the answer; when another secretary was first, show that answer and offer to add to it («ارسال»)."""
    try:
        return await _answer(turn, filled)
    except AlreadyAnswered as answered:
        screens = await _answered_before(turn, answered.question)
        skipped = tuple(question.name for question in ADDITION.questions if question.name not in filled.answers)
        about = {"heading": filled.about["heading"], "seen": len(answered.question.entries)}
        form = await form_filling.begin(
            turn, ADDITION, filled.subject_id, answers=filled.answers, skipped=skipped, anew=True, **about
        )
        return [*screens, form]


async def addition_sent(turn: Turn, filled: Filled) -> Reply:
    """Add to the answer («ارسال»)."""
    return await _answer(turn, filled, addition=True)


async def _answer(turn: Turn, filled: Filled, *, addition: bool = False) -> Reply:
    said, seen = thread_view.said(filled), filled.about.get("seen")
    answered = await questions.answer(turn.context, filled.subject_id, *said, addition=addition, seen=seen)
    number = answered.question.id
    if answered.unseen:
        return await _card(turn, answered.question, T("questions.sent_but_waits", number=number))
    text = T("questions.sent" if answered.told else "questions.sent_to_nobody", number=number)
    rows = (
        (Button(T("question.open"), Tap("questions.open", number)),),
        (Button(T("questions.list"), Tap("questions")), menu_button()),
    )
    return Screen(text, rows)


async def _answered_before(turn: Turn, question: Question) -> list[Screen]:
    last = questions.last_answer(question)
    if last is None:
        return await _card(turn, question, T("questions.closed_before"))
    return await _card(turn, question, T("questions.answered_by", name=members.formal_name(last.person), at=last.at))


async def close(turn: Turn, tap: Tap) -> Reply:
    """Close the question, unless something was said since the card was shown («بستن پرسش»)."""
    question = await questions.get(turn.session, tap.id, lock=True)
    if len(question.entries) != tap.version or questions.state_of(question) is QuestionState.CLOSED:
        turn.toast = T("common.stale")
    elif questions.last_answer(question) is None:
        raise Refused("questions.answer_first")
    else:
        await questions.close(turn.context, question)
        turn.toast = T("question.closed")
    return await _card(turn, question)
