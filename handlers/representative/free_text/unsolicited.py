"""Files and texts that nothing asked for: understood as far as rules go, and kept until their person says for what.

They become an answer to an obligation, a question or an idea; until then the menu holds them.
"""

from dataclasses import replace

from domain.access import permissions
from domain.chat import asides
from domain.chat.free_text import Meaning, Purpose, is_question, revises, understand
from domain.chat.incoming import IncomingKind
from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.persian.text import fold, is_seen
from handlers.core.form_input import file_trouble
from handlers.core.forms.form_corrections import corrected
from handlers.core.forms.form_leaving import resume_button
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative import tasks
from handlers.representative.free_text import (
    guesses,
    into_form,
    meetings_asked,
    mentioned,
    questions,
    reply_subject,
    search,
)
from handlers.representative.free_text.reply_subject import Subject
from services.conversations.notes import Stray
from services.obligations import obligations
from services.obligations.obligations import View
from services.submissions import task as task_service
from texts import wording
from texts.answer_summary import clip

OPENS = {Purpose.NOTHING: "nothing", Purpose.NOT_OURS: "not_ours", Purpose.MORE_TIME: "extension"}
"""The tap that opens the form of a purpose; of all others it is the report's."""
LONG = 200
"""The least characters of a text that a secretary may have pasted from minutes."""
TICKS = frozenset("✅✔☑")
YES_OR_NO = frozenset({"بله", "اره", "نه", "خیر"})
SHORT, QUOTED = 130, 300
"""Characters of a resolution's text, and of the kept words, on a screen."""


def courteous(turn: Turn) -> bool:
    """Tell whether the input is only a greeting, a word of thanks or the like."""
    meaning = understand(turn.incoming.text) if turn.incoming.kind is IncomingKind.TEXT else None
    return meaning is not None and meaning.purpose is Purpose.COURTESY


async def offer(turn: Turn) -> Reply:
    """Propose what an unsolicited file or text may be for; words that name something are searched for.

    None when it can be nothing.
    """
    bad = [file for file in turn.incoming.files if file.trouble]
    if bad and len(bad) == len(turn.incoming.files):
        return Screen(file_trouble(turn, bad), ((menu_button(),),))
    if turn.member.stranger:
        return None
    if tap := await reply_subject.tapped(turn, courteous=courteous(turn)):
        return await _tapped(turn, tap)
    subject = await reply_subject.of_turn(turn)
    # A tick, a yes or a no says something of the task that it answers, though not what.
    bare = bool(subject.obligations) and (TICKS & set(turn.incoming.text) or fold(turn.incoming.text) in YES_OR_NO)
    if courteous(turn) and not bare:
        return None
    text = turn.incoming.text.strip() if turn.incoming.kind in (IncomingKind.TEXT, IncomingKind.FILES) else ""
    text = text if is_seen(text) else ""
    views = await _answerable(turn)
    said = await mentioned.said_of(turn, text, views)
    meaning = None if bare else said.meaning
    if meaning and meaning.purpose is Purpose.RETRACTION and not turn.incoming.files:
        return await _retracted(turn)
    about = tuple(dict.fromkeys((*subject.obligations, *said.about)))
    # A piece of minutes that are forwarded in many messages may be as short as words to search for.
    alone = not turn.incoming.files and not turn.incoming.forwarded
    unclear = not (meaning and views) and not subject and not (about and is_question(text))
    if alone and unclear and not search.tells(turn, text, about) and (found := await _found(turn, text, meaning)):
        return found
    if alone and not meaning and (words := search.sought(text)):
        return await search.results(turn, words) or search.nothing(turn, words, questions.commands(turn, text), text)
    stray = _to_keep(turn, text, meaning, about, each=len(said.about) > 1)
    if stray is None:
        return None
    if into_form.overflows(stray):
        return await _full(turn)
    screen = await _screen(turn, stray, 0, subject, [file_trouble(turn, bad)] if bad else [], views)
    if screen is None:
        return search.nothing(turn, text, questions.commands(turn, text)) if text else None
    turn.notes.stray = stray
    return screen


async def over_a_form(turn: Turn) -> Reply:
    """Take a reply to a message about something else than the form in hand as being of that; the form waits.

    None for any other input.
    """
    opened = turn.form
    if opened is None or turn.incoming.kind not in (IncomingKind.TEXT, IncomingKind.FILES):
        return None
    if not await reply_subject.of_another(turn, opened):
        return None
    await turn.leave()
    reply = await offer(turn)
    if reply is None:
        turn.form = opened
    elif turn.form is None and isinstance(reply, Screen):
        text = T("form.lines", lines=[T("stray.form_waits", title=opened.words.title), "", reply.text])
        return replace(reply, text=text, buttons=(*reply.buttons, (resume_button(opened.draft),)))
    return reply


async def _found(turn: Turn, text: str, meaning: Meaning | None) -> Screen | None:
    """Search for a text, and then for the words in it that name something; only for these in what is a report."""
    if not search.may_find(turn, text) and not (is_question(text) and search.may_find_asked(turn, text)):
        return None
    if meaning:
        return await search.named_in(turn, text, questions.commands(turn, text))
    words = search.terms(text)
    shorter = len(words) > 1 or words.isdecimal()
    return (
        await search.results(turn, text)
        or (await search.results(turn, words) if shorter else None)
        or await search.named_in(turn, text, questions.commands(turn, text))
    )


async def _retracted(turn: Turn) -> Reply:
    """Show what is kept to whoever takes words back, else the ways to correct what was sent."""
    ways = questions.buttons(turn, ("history", "question"))
    return await show_instead_of_leaving(turn) or Screen(T("stray.retracted"), (*ways, (menu_button(),)))


async def _full(turn: Turn) -> Screen:
    """Return the screen of what is kept, which has no room for more."""
    kept = turn.notes.stray
    screen = await _screen(turn, kept, 0, Subject(), [T("stray.full"), _quoted(kept)]) if kept else None
    return screen or Screen(T("stray.full"), ((menu_button(),),))


async def _tapped(turn: Turn, tap: Tap) -> Reply:
    """Do what the button does whose label was typed; what it would say over the chat is a message here."""
    route = turn.registry.taps[tap.name]
    turn.allow(route.rule)
    reply, said = await route.handler(turn, tap), turn.toast
    return reply or (Screen(said, ((menu_button(),),)) if said else None)


async def correct(turn: Turn) -> Reply:
    """Take the edit of the message that alone gave the kept words; of one among several say that nothing changes.

    None for a message of which nothing is kept.
    """
    stray, text = turn.notes.stray, turn.incoming.text.strip()
    if stray is None or turn.incoming.source not in stray.messages:
        return None
    if alone := len(stray.messages) == 1 and bool(stray.words and text):
        said = await mentioned.said_of(turn, text, await _answerable(turn))
        stray = replace(stray, words=text, at=turn.now, meaning=said.meaning, about=said.about or stray.about)
    news = [corrected(turn) if alone else T("stray.edited_among"), _quoted(stray)]
    screen = await _screen(turn, stray, 0, Subject(stray.about), news)
    turn.notes.stray = stray
    return screen or Screen(T("form.lines", lines=news), ((menu_button(),),))


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show what is kept, and what it may be for; ``tap.place`` is the first of the obligations."""
    stray = turn.notes.stray
    screen = await _screen(turn, stray, tap.place, Subject(), [_quoted(stray)]) if stray else None
    return screen or Screen(T("stray.gone"), ((menu_button(),),))


async def show_instead_of_leaving(turn: Turn) -> Reply:
    """Show what is kept to whoever wants to leave where no form is in hand; None where nothing is kept."""
    return await show(turn, Tap("stray")) if turn.notes.stray else None


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Forget what is kept («حذف این متن»، «حذف ۱ فایل»)."""
    turn.notes.stray = None
    return Screen(T("stray.dropped"), ((menu_button(),),))


def menu_row(turn: Turn) -> list[tuple[Button, ...]]:
    """Return the menu's button to what is kept; no row for nothing."""
    stray = turn.notes.stray
    if stray is None:
        return []
    label = T("stray.menu", words=clip(_one_line(stray.words), 30)) if stray.words else T("stray.menu_files")
    return [(Button(label, Tap("stray")),)]


async def _screen(
    turn: Turn, stray: Stray, offset: int, subject: Subject, news: list[Text], views: list[View] | None = None
) -> Screen | None:
    """Return the screen that asks what is kept is for; None for a person who can do nothing with it."""
    views = await _answerable(turn) if views is None else views
    asks = permissions.asks_secretariat(turn.member)
    named = [view for view in views if view.id in stray.about]
    rows: Rows = reply_subject.thread_rows(turn, subject)
    lines: list[Text | str] = [*news, _received(stray), *guesses.lines(turn, stray)]
    if guessed := guesses.rows(turn, stray):
        lines.append(T("sent_file.ask"))
        rows = (*guessed, *rows)
    closed = () if named else await reply_subject.answered(turn, stray.about)
    if closed:
        lines.append(T("stray.answered"))
        rows = (*rows, *_supplements(closed))
    elif questions.asked(stray):
        more_lines, more_rows = questions.answered_by(turn, stray, named or views)
        lines += more_lines
        rows = (*rows, *more_rows)
    elif named or views:
        unknown = await mentioned.unknown_numbers(turn, stray.words, views)
        lines += [T("stray.not_open", number=number) for number in unknown]
        more_lines, more_rows = _proposal(turn, stray, named or views, offset, sure=not unknown)
        lines += more_lines
        rows = (*rows, *more_rows)
    if not stray.meaning or asides.parted(stray.words)[1]:
        meeting_lines, meeting_rows = await meetings_asked.next_meeting(turn, stray.words)
        lines += meeting_lines
        rows = (*rows, *meeting_rows)
    if asks:
        lines.append(T("question.offer"))
        ask, tell = Tap("question.new", arg="stray"), Tap("idea.new", arg="stray")
        rows = (*rows, (Button(T("menu.question"), ask), Button(T("menu.idea"), tell)))
    if turn.member.secretary and len(stray.words) > LONG:
        rows = (*rows, (Button(T("stray.minutes"), Tap("minutes", arg="stray")),))
    elif not rows and (not turn.member.secretary or search.may_find(turn, stray.words)):
        return None
    lines.append(T("stray.kept"))
    drop = T("stray.drop_files", count=len(stray.files)) if stray.files and not stray.words else T("stray.drop")
    return Screen(T("form.lines", lines=lines), (*rows, (Button(drop, Tap("stray.drop")), menu_button())))


def _proposal(turn: Turn, stray: Stray, views: list[View], offset: int, *, sure: bool) -> tuple[list[Text], Rows]:
    """Return the lines and buttons that propose an action on one obligation if it is ``sure``, or ask on which."""
    opens = OPENS.get(stray.meaning.purpose, "report") if stray.meaning else "report"
    promised = stray.meaning is not None and stray.meaning.purpose is Purpose.PROMISE
    kind = _kind(stray.meaning) if stray.meaning and not promised else None
    if len(views) == 1 and kind and sure:
        [view] = views
        title = wording.resolution_name(view.number, view.item, view.meeting_number)
        text = clip(_one_line(view.text), SHORT)
        one = T(
            "stray.of_agency" if len(turn.member.agency_ids) > 1 else "stray.of", title=title, text=text, of=view.agency
        )
        yes = Button(T("stray.yes", kind=kind), Tap(opens, view.id, view.version, "stray"))
        rows: Rows = ((yes,),)
        if stray.meaning and stray.meaning.also:
            share = Button(
                T("stray.yes", kind=_kind(stray.meaning.also)), Tap("report", view.id, view.version, "stray")
            )
            rows = (*rows, (share,))
        return [one, T("stray.ask_one", kind=kind)], rows
    pages = page_buttons(len(views), offset, lambda first: Tap("stray", arg=str(first)))
    buttons = tuple(
        (Button(tasks.label(turn, view, views), Tap(opens, view.id, view.version, "stray")),)
        for view in views[offset : offset + PAGE]
    )
    asking = T("stray.ask", kind=kind) if kind else T("tasks.offer")
    return [*([T("stray.promised")] if promised else []), asking], (*buttons, *((pages,) if pages else ()))


def _supplements(closed: list[View]) -> Rows:
    """Return the buttons that add what is kept to an obligation that was answered."""
    return tuple(
        (Button(T("stray.supplement", title=view.title(closed)), Tap("report", view.id, view.version, "more")),)
        for view in closed
    )


def _kind(meaning: Meaning) -> Text:
    """Return the name of the action that a meaning proposes."""
    if meaning.percent is not None and meaning.purpose is Purpose.UNDER_WAY:
        return T("stray.kind.percent", percent=meaning.percent)
    return T(f"stray.kind.{meaning.purpose}")


def _received(stray: Stray) -> Text:
    """Return the text that names all that is kept: words, files or both."""
    if not stray.files:
        return T("thread.received_words")
    return T("thread.received_both" if stray.words else "thread.received_files", count=len(stray.files))


def _quoted(stray: Stray) -> Text:
    """Return the kept words with their moment."""
    words = clip(stray.words, QUOTED) if stray.words else T("thread.only_files", count=len(stray.files))
    return T("stray.quoted", at=stray.at, words=words)


async def _answerable(turn: Turn) -> list[View]:
    """Return the open obligations that the person may answer, of all agencies that they answer for."""
    own = tasks.answered_agencies(turn)
    if not own and (agency := await task_service.agency_of(turn.session, turn.member)):
        own = [agency.id] if await task_service.may_answer(turn.session, turn.member, agency.id) else []
    return await obligations.open_of_agencies(turn.session, own) if own else []


def _to_keep(turn: Turn, text: str, meaning: Meaning | None, about: tuple[int, ...], *, each: bool) -> Stray | None:
    """Return what is kept of an input and of those before; None for nothing.

    What was said of one obligation and then of another is no meaning of both.
    """
    incoming, before = turn.incoming, turn.notes.stray or Stray((), "", (), turn.now)
    # A short caption that says nothing of the work belongs to its picture.
    telling = meaning is not None or len(text) >= into_form.TELLING or bool(search.QUESTION_MARKS & set(text))
    is_caption = incoming.kind is IncomingKind.FILES and not telling
    words, caption = ("", text) if is_caption else (text, "")
    files = [replace(file, caption=caption).to_json() for file in incoming.files if not file.trouble]
    if not files and not words:
        return None
    both = tuple(dict.fromkeys((*before.about, *about)))
    if before.about and about and len(both) > len(about) and meaning != before.meaning:
        meaning = None
    elif not meaning and not revises(text):
        meaning = before.meaning
    return Stray(
        (*before.files, *files),
        "\n".join(filter(None, (before.words, words))),
        (*before.messages, incoming.source),
        turn.now,
        meaning,
        both,
        each,
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())
