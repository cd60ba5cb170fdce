"""The one conversation of every form: what an answer, a tap, a typed button or an edit does to the draft in hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.chat.incoming import Attachment, Kind, Trouble
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms import engine
from domain.forms.answer_types import AnswerInput, Choice, InvalidAnswer, Pick
from domain.forms.engine import Form, Question, State
from domain.persian.text import fold
from handlers.core import pagination
from handlers.core.form_view import screen
from handlers.core.turn import Filled, OnSent, Reply, Turn
from services.conversations import drafts
from services.conversations.drafts import Draft
from services.errors import Refused
from services.messaging import buttons
from texts.labels import typed

WORDS = frozenset({"back", "skip", "next", "leave", "send"})
"""The buttons of every form whose words may be typed in their place."""

ENOUGH = 3
"""Letters of an option's label that stand for the whole, when no other option begins with them."""


async def begin(
    turn: Turn,
    form: Form,
    subject: int | str = "",
    *,
    answers: dict[str, Any] | None = None,
    skipped: tuple[str, ...] = (),
    anew: bool = False,
    heading: Personal | str = "",
    **about: Any,
) -> Screen:
    """Opens ``form`` about a row: a draft of it that waits is carried on, else one is begun.

    A new one has ``answers`` given and the questions of ``skipped`` passed over. A form that goes at once is
    begun ``anew``, an older draft dropped, unless that has gathered something.

    ``heading`` stands over each question, ``about`` are JSON values for the form's handler.
    """
    if isinstance(heading, Personal):
        about |= {"heading": turn.voice.plain(heading), "named": True}
    elif heading:
        about["heading"] = heading
    kept = await drafts.find(turn.session, turn.member.person_id, form.name, str(subject))
    if kept and (anew or (form.at_once and not engine.gathered(form, State.from_json(kept.state)))):
        await drafts.remove(turn.session, kept.id)
        kept = None
    pagination.begin_anew(turn)
    if kept is None:
        state = engine.begin(form, turn.today, answers, skipped)
        kept = await drafts.open_new(
            turn.session, turn.member.person_id, form.name, str(subject), about, state.to_json(), turn.now
        )
        turn.draft = kept
        return await screen(turn, form, state)
    turn.draft = kept
    news = T("form.resumed") if kept.state["answers"] else None
    return await screen(turn, form, State.from_json(kept.state), news)


async def receive(turn: Turn) -> Reply:
    """An input while a form is in hand: an answer, or the words of one of its buttons."""
    form, state = in_hand(turn)
    incoming = turn.incoming
    said = incoming.text if incoming.kind is Kind.TEXT else ""
    question = form.question(state.at)
    word = typed(said, turn.voice.language, "form")
    if word != "leave" and (elsewhere := _moved_on_in(turn)):
        return await screen(turn, form, state, T("form.moved_on", platform=_platform(elsewhere)))
    if word in WORDS:
        return await act(turn, form, state, word)
    if word == "done" and question and question.type.gathers:
        return await act(turn, form, state, "next")
    given = _given(turn)
    if said and question:
        if isinstance(question.type, Choice):
            given = replace(given, choice=_chosen(turn, form, question, fold(said)))
        elif isinstance(question.type, Pick):
            turn.notes |= {"search": incoming.text.strip(), "offset": 0}
            return await screen(turn, form, state)
    bad = [file for file in incoming.files if file.trouble]
    news = file_trouble(turn, bad) if bad else None
    # A messenger cuts a long text in pieces: the last one alone must not pass for the answer.
    cut_before = turn.notes.pop("too_long", None) == incoming.message_id - 1
    try:
        if incoming.kind in (Kind.OTHER, Kind.LOCATION):
            raise InvalidAnswer(T("form.not_this"))
        if said and cut_before:
            raise InvalidAnswer(T("form.too_long_piece"))
        if given.files and not (question and question.type.gathers):
            # Words under a file are the answer to what is asked; at the summary they are the file's own.
            state = engine.put_by(form, state, replace(given, text="") if question else given)
            news = news or T("form.files_kept", count=len(given.files))
            given = replace(given, files=())
            if question and given.text:
                state = engine.answer(form, state, given)
        elif not bad or given.files or given.text:
            state = engine.answer(form, state, given)
    except InvalidAnswer as misread:
        news = misread.text
        if news.key in ("form.too_long", "form.too_long_piece"):
            turn.notes["too_long"] = incoming.message_id
    return await _shown(turn, form, state, question, news)


def _moved_on_in(turn: Turn) -> str:
    """The other chat of the person that shows what the draft in hand asks when this one does not, else ""."""
    shown = turn.draft.state.get(drafts.SHOWN) if turn.draft else None
    return shown[-1] if shown and turn.incoming.chat not in shown else ""


def sent_elsewhere(turn: Turn) -> Screen | None:
    """What is said once where a form was in hand that the person has sent from another chat since; None without one."""
    note = turn.notes.pop(drafts.SENT, None)
    tap = turn.incoming.tap
    if note is None or turn.draft or (tap and (tap.name, tap.id) != ("f", note["draft"])):
        return None
    title, at = T(f"{note['form']}.title"), datetime.fromisoformat(note["at"])
    text = T("form.sent_elsewhere", title=title, platform=_platform(note["chat"]), at=at)
    return Screen(text, ((buttons.MENU,),))


def _platform(chat: str) -> Text:
    return T(f"platform.{chat.partition(':')[0]}")


async def correct(turn: Turn) -> Reply:
    """An edited message: it corrects the answer that it was, in the draft in hand or in one that waits.

    None when it was no answer of any.
    """
    found = await _answered_by(turn)
    if found is None:
        return None
    draft, question = found
    form, state = turn.registry.sent[draft.form].form, State.from_json(draft.state)
    given, news = _given(turn), T("form.corrected")
    if isinstance(question.type, Choice):
        given = replace(given, choice=_chosen(turn, form, question, fold(given.text)))
    try:
        state = engine.correct(form, state, question, given)
    except InvalidAnswer as misread:
        news = misread.text
    if draft is turn.draft:
        _keep(turn, state)
        return await screen(turn, form, state, news)
    await drafts.keep(turn.session, draft.id, state.to_json(), turn.now)
    title = T("form.alone", title=T(f"{form.name}.title"))
    return Screen(T("form.lines", lines=[title, news]), ((_resume(draft),),))


async def _answered_by(turn: Turn) -> tuple[Draft, Question] | None:
    """The draft, first of all the one in hand, and its question that the edited message was the answer to."""
    waiting = await drafts.of_person(turn.session, turn.member.person_id)
    in_hand = [turn.draft] if turn.draft else []
    for draft in [*in_hand, *waiting]:
        if may_fill(turn, draft):
            form, state = turn.registry.sent[draft.form].form, State.from_json(draft.state)
            if question := engine.answered_by(form, state, turn.incoming.source):
                return draft, question
    return None


async def tapped(turn: Turn, tap: Tap) -> Reply:
    """A button of a form. One of another draft opens that draft, an old one shows where the form stands."""
    if turn.draft is None or turn.draft.id != tap.id:
        kept = await drafts.get(turn.session, turn.member.person_id, tap.id)
        if kept is None and tap.arg == "send":
            # Most likely a second tap on the same button: the receipt under it says it all.
            turn.toast = T("form.gone")
            return None
        if kept is None or not may_fill(turn, kept):
            raise Refused("form.gone")
        turn.draft = kept
        pagination.begin_anew(turn)
        if tap.arg not in ("open", "drop"):
            turn.toast = T("form.reopened")
            return await screen(turn, *in_hand(turn))
    form, state = in_hand(turn)
    if tap.arg not in ("open", "drop") and tap.version != engine.position(form, state):
        turn.toast = T("common.stale")
        return await screen(turn, form, state)
    return await act(turn, form, state, tap.arg)


async def act(turn: Turn, form: Form, state: State, action: str) -> Reply:
    """One of the moves of a form, by tap or by word."""
    word, _, detail = action.partition("=")
    question = form.question(state.at)
    news = None
    try:
        match word:
            case "send":
                return await _send(turn, turn.registry.sent[form.name], state)
            case "leave":
                return await _leave(turn, state)
            case "drop":
                await turn.leave(forget=True)
                return Screen(T("form.dropped"), ((buttons.MENU,),))
            case "back":
                state = engine.back(form, state, turn.today)
            case "skip" | "next":
                state = engine.skip(form, state, turn.today)
            case "empty":
                state = engine.skip(form, engine.clear(state, state.at), turn.today)
            case "clear":
                state = engine.clear(state, state.at)
            case "fix":
                state = engine.fix(form, state, detail, turn.today)
            case "p":
                turn.notes["offset"] = int(detail) if detail.isdecimal() else 0
            case "c":
                state = engine.answer(form, state, replace(_given(turn), choice=_picked(turn, question, detail)))
            case "other":
                state = engine.answer(form, state, replace(_given(turn), choice=f"0|{turn.notes.get('search', '')}"))
    except InvalidAnswer as misread:
        news = misread.text
    return await _shown(turn, form, state, question, news)


async def _shown(turn: Turn, form: Form, state: State, before: Question | None, news: Text | None) -> Reply:
    """The next screen; a form that goes at once is sent by its last answer."""
    _keep(turn, state)
    question = form.question(state.at)
    if form.at_once and before and question is None:
        try:
            return await _send(turn, turn.registry.sent[form.name], state)
        except Refused as refused:
            # Without a summary to fall back on, what was refused is asked again. What was gathered would only be added
            # to, and refused again.
            question, news = before, refused.text
            kept = engine.clear(state, before.name) if before.type.gathers else state
            state = engine.fix(form, kept, before.name, turn.today)
            _keep(turn, state)
    if question is not before:
        pagination.begin_anew(turn)
    return await screen(turn, form, state, news)


async def _send(turn: Turn, route: OnSent, state: State) -> Reply:
    turn.allow(route.rule)
    draft = turn.draft
    if draft is None:
        raise Refused("form.gone")
    answers = engine.final(route.form, state, turn.today)
    filled = Filled(answers, draft.subject, draft.about, state.to_json()["sources"], route.form)
    async with turn.session.begin_nested():
        reply = await route.handler(turn, filled)
    await drafts.sent(turn.session, draft, turn.member.person_id, turn.incoming.chat, turn.now)
    if turn.draft is draft:
        turn.draft = None
    return reply


async def _leave(turn: Turn, state: State) -> Reply:
    draft = turn.draft
    if draft is None or not state.answers:
        await turn.leave(forget=True)
        return Screen(T("form.left"), ((buttons.MENU,),))
    await turn.leave()
    drop = Button(T("form.drop"), Tap("f", draft.id, 0, "drop"))
    return Screen(T("form.kept_for_later"), ((_resume(draft), drop), (buttons.MENU,)))


def _resume(draft: Draft) -> Button:
    return Button(T("form.resume"), Tap("f", draft.id, 0, "open"))


def may_fill(turn: Turn, draft: Draft) -> bool:
    """Whether a draft's form is still there and still the person's to fill: roles end while drafts wait."""
    route = turn.registry.sent.get(draft.form)
    return route is not None and route.rule(turn.member)


def in_hand(turn: Turn) -> tuple[Form, State]:
    """The form and the state of the draft in hand. Raises Refused when there is none."""
    if turn.draft is None:
        raise Refused("form.gone")
    return turn.registry.sent[turn.draft.form].form, State.from_json(turn.draft.state)


def _keep(turn: Turn, state: State) -> None:
    """The draft in hand stands so from now on. Chats that show its question still do, when it is asked on."""
    if turn.draft:
        before, shown = State.from_json(turn.draft.state), turn.draft.state.get(drafts.SHOWN, [])
        asked_on = state == before or (state.at and state.at == before.at)
        turn.draft.state = {**state.to_json(), drafts.SHOWN: shown if asked_on else []}


def _given(turn: Turn) -> AnswerInput:
    incoming = turn.incoming
    return AnswerInput(
        today=turn.today,
        text="" if incoming.kind is Kind.TAP else incoming.text,
        contact=incoming.contact,
        files=tuple(file for file in incoming.files if not file.trouble),
        source=incoming.source,
    )


def file_trouble(turn: Turn, bad: Sequence[Attachment]) -> Text:
    """What is said of files that did not arrive; the first one speaks for all."""
    if bad[0].trouble is Trouble.TOO_BIG:
        return T("form.file_too_big", name=bad[0].name, most=turn.organisation.download_mb)
    return T("form.file_not_fetched", name=bad[0].name)


def _chosen(turn: Turn, form: Form, question: Question, said: str) -> str:
    """The option whose label or its beginning was typed, or its number on the screen; "" when it is none."""
    assert isinstance(question.type, Choice)  # noqa: S101 - the caller looked
    options = question.type.options
    if said.isdecimal() and 1 <= int(said) <= len(options):
        return options[int(said) - 1]
    labels = {fold(turn.voice.plain(T(f"{form.name}.{question.name}.{option}"))): option for option in options}
    begun = [option for label, option in labels.items() if len(said) >= ENOUGH and label.startswith(said)]
    return labels.get(said) or (begun[0] if len(begun) == 1 else "")


def _picked(turn: Turn, question: Question | None, detail: str) -> str:
    if not question or not isinstance(question.type, Pick):
        return detail
    label = turn.notes.get("rows", {}).get(detail, "")
    return f"{detail}|{label}" if label else ""
