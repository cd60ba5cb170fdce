"""Filling in a form: an answer, a tap, a typed button or an edit moves the form in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.chat.incoming import IncomingKind
from domain.chat.screens import Personal, Screen, T, Tap, Text, row_number
from domain.forms import moves
from domain.forms.engine import Fillable, Filling, Finish, Question, Unfinished
from domain.forms.types.answer_types import AnswerInput, Choice, InvalidAnswer, Pick, Picks
from domain.forms.xforms.files import to_send
from domain.forms.xforms.form import XFormFilling
from domain.forms.xpath.values import utf16_length
from domain.persian.text import fold
from handlers.core import kept_files, pagination
from handlers.core.form_input import as_answer, file_trouble, may_skip, remark, tapped_choice, typed_choice
from handlers.core.forms import form_elsewhere, form_leaving, unsent_words
from handlers.core.forms.form_lookup import find_route, open_draft
from handlers.core.forms.form_view import put_aside, screen
from handlers.core.open_form import OpenForm
from handlers.core.turn import Filled, Reply, Turn, screens_of
from handlers.core.xforms import file_moves, xform_moves
from services.conversations import drafts, form_rows
from services.conversations.notes import SentForm
from services.errors import AnswerRefused, Ended, Refused
from services.messaging import buttons
from texts.typed_labels import typed

VERSION = "version"
"""The key in what a draft is about of the version that its row had when the form was opened."""
FREE = frozenset({"open", "below", "drop", "drop!"})
"""The moves that are the same whatever question is in hand."""
LEAST_PIECE, BETWEEN_PIECES = 3500, 1
"""The least length of a piece that a messenger cut off, for which it looks for a blank, and the seconds to the next."""
WORDS = frozenset({"back", "skip", "next", "leave", *Finish})
"""The buttons of every form whose labels may be typed instead of tapped."""


async def begin(
    turn: Turn,
    form: Fillable,
    subject: int | str = "",
    *,
    answers: dict[str, Any] | None = None,
    given: dict[str, Any] | None = None,
    skipped: tuple[str, ...] = (),
    rows: dict[str, int] | None = None,
    anew: bool = False,
    kept: bool = False,
    at: str = "",
    heading: Personal | str = "",
    **about: Any,
) -> Screen:
    """Open a form about a row: resume its waiting draft, or begin a new one.

    A new one starts with ``answers`` and ``rows``, and passes over the questions of ``skipped``; those that ``given``
    answers are never asked, nor counted. A form that its last answer sends is begun ``anew``, and an older draft
    dropped with its words said back, unless that draft has gathered something, or the row that it is about still has
    the ``version`` that it had then. So is one that was begun for another ``agency``.
    ``at`` names the question to begin with although it has an answer. A ``kept`` one is worth going on with before
    anything is answered: the bot itself asks for it. ``heading`` stands over each question; ``about`` are JSON values
    for the form's handler.
    """
    if isinstance(heading, Personal):
        about |= {"heading": turn.voice.plain(heading), "named": True}
    elif heading:
        about["heading"] = heading
    session, world = turn.session, turn.world
    dropped: str | Personal = ""
    pagination.reset(turn)
    if draft := await drafts.find(session, turn.member.person_id, form.name, str(subject)):
        draft = await drafts.come_by(session, draft, about.get(drafts.CHANNEL, ""), about.get("heading", ""))
        waiting_form = OpenForm.from_draft(form, draft, world)
        # Nobody has changed what it is about since it was begun.
        same = VERSION in about and about[VERSION] == draft.about.get(VERSION) and waiting_form.keeps_draft
        other = drafts.AGENCY in about and draft.about.get(drafts.AGENCY, about[drafts.AGENCY]) != about[drafts.AGENCY]
        if not other and (same or not anew) and (not form.at_once or moves.gathered(waiting_form.filling)):
            turn.form = waiting_form
            return await screen(turn, waiting_form, T("form.resumed") if waiting_form.state.answers else None)
        dropped = "" if waiting_form.is_trial else unsent_words.dropped(turn, waiting_form, answers or {})
        await drafts.remove(session, draft.id)
    filling = moves.begin(form, world, {**(answers or {}), **(given or {})}, skipped, rows, tuple(given or ()))
    stored = (moves.fix(filling, at) if at else filling).state.to_json()
    if stored["answers"] and not kept:
        about[drafts.BEGUN] = drafts.digest_of(stored["answers"])
    draft = await drafts.open_new(session, turn.member.person_id, form.name, str(subject), about, stored, turn.now)
    turn.form = OpenForm.from_draft(form, draft, world)
    return await screen(turn, turn.form, T("form.unsent", words=dropped) if dropped else None)


def in_hand(turn: Turn) -> OpenForm:
    """Return the form in hand. Raises Refused when there is none."""
    if turn.form is None:
        raise Refused("form.gone")
    return turn.form


async def receive(turn: Turn) -> Reply:
    """Take an input while a form is in hand: an answer, or the words of one of its buttons."""
    form, incoming = in_hand(turn), turn.incoming
    text = incoming.text if incoming.kind is IncomingKind.TEXT else ""
    question = form.question
    word = typed(text, turn.voice.language, "form")
    if word == Finish.RECORD and question and isinstance(question.type, Pick | Picks):
        word = ""  # «ثبت» looks for a name in the list: «اداره کل ثبت احوال».
    if text and not question and fold(text) == fold(turn.voice.plain(form.finish_label)):
        word = form.form.finish
    if text and isinstance(form.filling, XFormFilling):
        word = xform_moves.typed_button(turn, form.filling, question, text, word)
    if word != "leave" and (elsewhere := form_elsewhere.moved_on(turn, form)):
        return await screen(turn, form, elsewhere)
    if word == "delete" and form.keeps_draft:
        return form_leaving.ask_to_drop(form)
    if word in WORDS or word in xform_moves.WORDS:
        return await act(turn, word)
    if word == "done" and question and question.type.gathers:
        return await act(turn, "next")
    if text and question and isinstance(question.type, Pick | Picks):
        turn.notes.search, turn.notes.offset = text.strip(), 0
        return await screen(turn, form)
    filling, news = _take_answer(turn, form, text)
    return await _show_next(turn, form, filling, question, news)


def _take_answer(turn: Turn, form: OpenForm, text: str) -> tuple[Filling, Text | None]:
    """Return the filling after an input and the news of it; ``text`` is that of a message of words alone."""
    question, filling, answer = form.question, form.filling, as_answer(turn)
    if text and question and isinstance(question.type, Choice):
        answer = replace(answer, choice=typed_choice(turn, question.type, form.words.of(question), text))
    incoming = turn.incoming
    bad = [file for file in incoming.files if file.trouble]
    news = file_trouble(turn, bad) if bad else None
    # A messenger cuts a long text into pieces, and the last piece alone must not pass for the answer. Their numbers
    # need not follow each other, for Telegram numbers the messages of all private chats together.
    moment, before, turn.notes.too_long = int(incoming.sent_at.timestamp()), turn.notes.too_long, None
    cut_before = before is not None and 0 <= moment - before <= BETWEEN_PIECES
    try:
        is_place = xform_moves.takes_place(turn, question)
        if incoming.kind in (IncomingKind.OTHER, IncomingKind.LOCATION) and not is_place:
            raise InvalidAnswer(T("form.not_this"))
        if text and cut_before:
            raise InvalidAnswer(T("form.too_long_piece"))
        if (
            text
            and question
            and isinstance(filling, XFormFilling)
            and (taken := xform_moves.said(turn, filling, question, text))
        ):
            return taken
        came = bool(answer.files)
        if came and isinstance(filling, XFormFilling):
            filling, answer, kept = file_moves.sort_out(form, filling, question, answer)
            news = news or kept
        elif came and not (question and question.type.takes_files):
            # A file's caption answers the current question; at the summary, where nothing is asked, it stays a caption.
            filling = moves.put_by(filling, replace(answer, text="") if question else answer)
            news = news or T("form.files_kept", count=len(answer.files))
            answer = replace(answer, files=())
        if came and not answer.files:
            if question and answer.text:
                filling, told = xform_moves.under_file(turn, filling, question, answer)
                news = T("form.lines", lines=[news, told]) if news and told else news
        elif not bad or answer.files or answer.text or is_place:
            filling = moves.answer(filling, answer)
            news = news or (remark(turn, question, filling) if question else None)
    except InvalidAnswer as invalid:
        refusal = form.refusal(invalid)
        lines = [*([news] if news else []), refusal, *([T("form.may_skip")] if may_skip(question, text) else [])]
        news = T("form.lines", lines=lines) if len(lines) > 1 else refusal
        if refusal.key in ("form.too_long", "form.too_long_piece"):
            turn.notes.too_long = moment if utf16_length(text) >= LEAST_PIECE else None
        if isinstance(filling, XFormFilling):
            filling = filling.refusing(invalid)
    return filling, news


async def tapped(turn: Turn, tap: Tap) -> Reply:
    """Take the tap on a form's button.

    One of a draft that was left goes on with it, one of another draft than that in hand opens it, and an old one shows
    the form as it is.
    """
    form = turn.form
    of_another = form is not None
    if form is None or form.draft.id != tap.id:
        draft = await drafts.get(turn.session, turn.member.person_id, tap.id)
        if draft is None and tap.arg == "send":
            # This is most likely a second tap on the same button, and the receipt below already says that it was sent.
            turn.toast = T("form.gone")
            return None
        form = await open_draft(turn, draft)
        if form is None:
            raise Refused("form.gone")
        turn.form = form
        pagination.reset(turn)
        # Of a list, the notes may know another's rows by now: it is shown anew.
        lists = form.question is not None and isinstance(form.question.type, Pick | Picks)
        if tap.arg not in FREE and (of_another or lists):
            turn.toast = T("form.reopened" if of_another else "form.resumed")
            return await screen(turn, form)
    # What stands above «ادامه در گفت‌وگو» is still to be read.
    turn.fresh = turn.fresh or tap.arg == "below"
    # An older summary has not the answers that came since, from another chat or by Excel.
    unseen = tap.arg in tuple(Finish) and turn.incoming.chat not in form.shown_in
    if unseen or (tap.arg not in FREE and tap.version != form.filling.number(form.state.at)):
        turn.toast = T("common.stale")
        return await screen(turn, form)
    return await act(turn, tap.arg)


async def act(turn: Turn, action: str) -> Reply:
    """Make one of the moves of the form in hand, by tap or by word."""
    form = in_hand(turn)
    question, news = form.question, None
    match action:
        case Finish.SEND | Finish.RECORD:
            return await _send_or_ask(turn, form)
        case "leave":
            return await form_leaving.leave(turn, form)
        case "drop" if form.keeps_draft:
            return form_leaving.ask_to_drop(form)
        case "stuck":
            if form_leaving.is_stuck(form):
                return await form_leaving.stuck(turn, form)
            turn.toast = T("common.stale")
            return await screen(turn, form)
        case "unadd":
            await form_rows.remove_added(turn.session, form.draft.id)
        case "drop" | "drop!":
            await turn.leave(forget=True)
            return Screen(T("form.dropped"), ((buttons.MENU,),))
        case "all" if question and isinstance(question.type, Picks):
            return await _pick_all(turn, form, question, question.type)
    filling = form.filling
    try:
        taken = xform_moves.tapped(turn, filling, action) if isinstance(filling, XFormFilling) else None
        filling, news = taken or (_moved(turn, form, action), None)
    except InvalidAnswer as invalid:
        news = form.refusal(invalid)
        if isinstance(filling, XFormFilling):
            filling = filling.refusing(invalid)
    return await _show_next(turn, form, filling, question, news, goes_back=action == "back")


async def _pick_all(turn: Turn, form: OpenForm, question: Question, kind: Picks) -> Reply:
    """Tick every row that the search finds, on all pages of the list."""
    filling, news = form.filling, None
    ticked = {row["id"] for row in filling.value(question.name) or ()}
    try:
        for number, label in await pagination.every(turn, kind.source):
            if number not in ticked:
                filling = moves.answer(filling, replace(as_answer(turn), choice=f"{number}|{label}"))
    except InvalidAnswer as invalid:
        news = form.refusal(invalid)
    return await _show_next(turn, form, filling, question, news)


def _moved(turn: Turn, form: OpenForm, action: str) -> Filling:
    """Return the filling after a move; turning a list's page changes the notes instead. Raises InvalidAnswer."""
    filling = form.filling
    word, _, detail = action.partition("=")
    match word:
        case "back":
            return moves.back(filling)
        case "skip" | "next":
            return moves.skip(filling)
        case "empty":
            return moves.skip(filling.without(filling.state.at))
        case "clear":
            return filling.without(filling.state.at)
        case kept_files.REMOVE:
            after = kept_files.without_one(filling, form.question, detail)
            turn.toast = T("common.stale") if after is filling else None
            return after
        case "fix":
            return moves.fix(filling, filling.named(detail))
        case "whole":
            pagination.reset(turn)
        case "p":
            turn.notes.offset = row_number(detail)
        case "c":
            choice = tapped_choice(turn, form.question, detail)
            return moves.answer(filling, replace(as_answer(turn), choice=choice))
        case "other":
            return moves.answer(filling, replace(as_answer(turn), choice=f"0|{turn.notes.search}"))
    return filling


async def _show_next(
    turn: Turn,
    form: OpenForm,
    filling: Filling,
    before: Question | None,
    news: Text | None,
    *,
    goes_back: bool = False,
) -> Reply:
    """Show the next screen; a form without a summary is sent by its last answer."""
    told = [one for one in (news, xform_moves.lines_kept(form.filling, filling), put_aside(form, filling)) if one]
    news = T("form.lines", lines=told) if len(told) > 1 else next(iter(told), None)
    form.move_to(filling)
    if form.question != before:
        await _pass_over(turn, form, goes_back=goes_back)
    if form.form.at_once and before and form.question is None:
        try:
            return await _send(turn, form)
        except Refused as refused:
            # Without a summary to fall back on, the refused answer is asked for again, and not kept: it would be
            # refused again, and new files would only be added to it.
            turn.form, news = form, refused.text
            name = refused.question if isinstance(refused, AnswerRefused) else before.name
            form.move_to(moves.fix(filling.without(name), name))
    if form.question != before:
        pagination.reset(turn)
    return await screen(turn, form, news)


async def _pass_over(turn: Turn, form: OpenForm, *, goes_back: bool) -> None:
    """Answer each question whose list of known answers has a single row, or go back past it."""
    while (question := form.question) and question.known:
        listing = await turn.registry.sources[question.known].handler(turn, "", 0)
        if listing.total != 1:
            return
        [(number, label)] = listing.rows
        choice = label if isinstance(question.type, Choice) else f"{number}|{label}"
        answered = moves.answer(form.filling, AnswerInput(turn.today, choice=choice))
        form.move_to(moves.back(form.filling) if goes_back else answered)


async def _send_or_ask(turn: Turn, form: OpenForm) -> Reply:
    """Send the form by its last button, or name the missing answer over the summary.

    A refused answer is asked for again at once, so that what is typed next takes its place.
    """
    try:
        return await _send(turn, form)
    except AnswerRefused as refused:
        turn.form = form
        filling = moves.fix(form.filling, refused.question)
        return await _show_next(turn, form, filling, form.question, refused.text)
    except InvalidAnswer as invalid:
        filling = form.filling
        if isinstance(invalid, Unfinished):
            filling = moves.fix(filling, invalid.name)
        return await _show_next(turn, form, filling, form.question, form.refusal(invalid))


async def _send(turn: Turn, form: OpenForm) -> Reply:
    """Hand the answers to the form's handler. Raises Refused, and InvalidAnswer when one is missing."""
    route, draft = await find_route(turn, form.form.name), form.draft
    if route is None:
        raise Refused("form.gone")
    turn.allow(route.rule)
    state = form.state
    answers = form.filling.final()
    sources = state.to_json()["sources"]
    rows, files = dict(state.rows), to_send(state.files, answers)
    beyond = await form_rows.named_files(turn.session, draft.id, state.files.keys() - files.keys())
    files |= {name: state.files[name] for name in beyond}
    filled = Filled(answers, draft.subject, draft.about, sources, form.form, rows, files, draft.id)
    try:
        async with turn.attempt():
            reply = await route.handler(turn, filled)
    except Ended as ended:
        return await unsent_words.end(turn, form, filled, ended.text)
    await drafts.sent(turn.session, draft, turn.member.person_id, turn.incoming.chat, turn.now)
    if not form.form.at_once:
        messages = tuple(message for ids in form.state.sources.values() for message in ids)
        turn.notes.sent_here = SentForm(form.form.name, messages)
    if turn.form is form:
        turn.form = None
    if turn.late and (back := unsent_words.late(turn, form, filled)):
        return [*back, *screens_of(reply)]
    return reply
