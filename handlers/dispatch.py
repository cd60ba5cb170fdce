"""Dispatch of inputs: groups, flood control, commands, taps, forms.

Errors that users see become words here and nowhere else.
"""

from __future__ import annotations

from typing import Any

from domain.chat.incoming import Incoming, IncomingKind
from domain.chat.screens import Screen, T, Text
from domain.forms.engine import Question
from domain.forms.types.answer_types import Choice, InvalidAnswer, Pick, Picks
from domain.forms.xforms.form import XFormFilling
from handlers import sent_files
from handlers.account import linking, registration
from handlers.core import form_input, reply_keyboards
from handlers.core.forms import form_corrections, form_elsewhere, form_filling, form_leaving, form_view
from handlers.core.forms.form_lookup import open_draft, park
from handlers.core.navigation import menu_button, way_on
from handlers.core.open_form import OpenForm
from handlers.core.turn import Reply, Turn, Unknown, screens_of
from handlers.representative.free_text import command_words, into_form, unsolicited
from handlers.representative.free_text.questions import commands_like
from services.accounts import flood_control
from services.context import ActionContext
from services.conversations import drafts
from services.conversations.chat_state import Answered, ChatState
from services.errors import Refused
from services.forms.library import Unreadable
from services.messaging import group_chats, privacy
from texts.typed_labels import typed

PLANNED = frozenset({"services", "audit"})
"""Commands that are planned and not in this version yet."""
LINKS_GROUP, UNLINKS_GROUP = ("start", "group"), "ungroup"
"""The commands by which a secretary links the group in which they are sent, and unlinks it."""


async def respond(turn: Turn, chat: ChatState) -> list[Screen]:
    """Answer an input with screens. The handler's rows are in the turn's session, and none if it refused.

    The form in hand is loaded from the chat's state here, and put back into it with the notes.
    """
    turn.notes, news = chat.notes, list[Screen]()
    try:
        turn.form = await open_draft(turn, chat.draft)
    except Unreadable as unreadable:
        # Whatever else its person wants goes on; the draft waits for its form.
        await park(turn, unreadable)
        news = [Screen(unreadable.text)]
    asked, question = turn.form, turn.form.question if turn.form else None
    screens = [*news, *await _answer(turn, chat)]
    chat.answered = await _answered(turn, asked, question)
    chat.draft, chat.notes = turn.form.to_draft() if turn.form else None, turn.notes
    return screens


async def _answer(turn: Turn, chat: ChatState) -> list[Screen]:
    before, asked = _progress(turn), _private_question(turn)
    replies = reply_keyboards.with_keyboards(turn, await _replies(turn))
    replies += await linking.offer_to_link(turn)
    if replies and _came_unprotected(turn, asked):
        replies = [Screen(T("privacy.came", platform=privacy.elsewhere(turn.organisation))), *replies]
    return replies if await _is_answered(turn, chat, progressed=_progress(turn) != before, said=bool(replies)) else []


async def _answered(turn: Turn, asked: OpenForm | None, question: Question | None) -> Answered | None:
    """Return what of the form in hand the input answered, as far as it has left buttons in the chat.

    Questions of words alone keep theirs until the form ends: an edit for each would cost as much as its answer.
    """
    if asked is None or not turn.incoming.private:
        return None
    if turn.form is None or turn.form.draft.id != asked.draft.id:
        ended = await drafts.get(turn.session, turn.member.person_id, asked.draft.id) is None
        return Answered(asked.draft.id, whole=True) if ended else None
    by_message = turn.incoming.kind is not IncomingKind.TAP and turn.form.question != question
    answers_by_tap = question and (
        isinstance(question.type, Choice | Pick | Picks)
        or isinstance(asked.filling, XFormFilling)
        or question.type.offers(asked.state.answers)
    )
    return Answered(asked.draft.id, whole=False) if by_message and answers_by_tap else None


async def _is_answered(turn: Turn, chat: ChatState, *, progressed: bool, said: bool) -> bool:
    """Count what came by the rules of flood control, and tell whether it is answered."""
    if not turn.incoming.private or turn.incoming.kind is IncomingKind.JOB:
        return True
    account_id = turn.member.account_id
    floods = turn.member.stranger or chat.unsent >= flood_control.MOST_UNSENT
    if progressed or not floods:
        # Progress in the registration is no flood, however often the newcomer errs or searches on the way.
        if chat.heard:
            await flood_control.reset(turn.session, account_id)
        return True
    weight = flood_control.TAP if turn.incoming.kind is IncomingKind.TAP else flood_control.MESSAGE
    free = flood_control.STRANGERS if turn.member.stranger else flood_control.MEMBERS
    return not said or await flood_control.is_answered(turn.session, account_id, turn.now, weight=weight, free=free)


def _progress(turn: Turn) -> tuple[int, int] | None:
    """Return the id of the form in hand and its number of answers, None without one."""
    return (turn.form.draft.id, len(turn.form.state.answers)) if turn.form else None


def _private_question(turn: Turn) -> tuple[str, Any] | None:
    """Return the question in hand and its answer so far when this platform may not ask it."""
    if turn.form is None or turn.personal_here:
        return None
    question = turn.form.question
    return (question.name, turn.form.state.answers.get(question.name)) if question and question.private else None


def _came_unprotected(turn: Turn, asked: tuple[str, Any] | None) -> bool:
    """Tell whether personal data came through a platform that must not carry it."""
    if turn.personal_here or not turn.incoming.private:
        return False
    if turn.incoming.files or turn.incoming.contact:
        return True
    return bool(asked and turn.form and turn.form.state.answers.get(asked[0]) != asked[1])


async def _replies(turn: Turn) -> list[Screen]:
    try:
        reply = await _route(turn)
    except Unknown as refused:
        turn.fresh = True
        waiting_screen = await registration.waiting(turn)
        return [waiting_screen] if waiting_screen else await _refusal(turn, refused.text)
    except Refused as refused:
        if isinstance(refused, Unreadable):
            await park(turn, refused)
        return await _refusal(turn, refused.text)
    except InvalidAnswer as invalid:
        return await _refusal(turn, invalid.text)
    return screens_of(reply)


async def _route(turn: Turn) -> Reply:
    incoming = turn.incoming
    if not incoming.private:
        return await _in_group(turn)
    sent_elsewhere = await form_elsewhere.sent_elsewhere(turn)
    match incoming.kind:
        case IncomingKind.COMMAND:
            before = turn.form
            return await command_words.take(turn, await _command(turn, incoming.command), before)
        case IncomingKind.TAP:
            return sent_elsewhere or await _tap(turn)
        case IncomingKind.EDITED:
            return await _edited(turn)
        case IncomingKind.JOB:
            job = turn.registry.jobs[incoming.command]
            if job.left and not job.rule(turn.member):
                await job.left(turn, incoming.job)
            turn.allow(job.rule)
            return await job.handler(turn, incoming.job)
        case IncomingKind.BLOCKED | IncomingKind.UNBLOCKED:
            return None
    if incoming.kind is IncomingKind.TEXT and (name := _typed_command(turn)):
        return await _command(turn, name)
    if incoming.files and (reply := await sent_files.take(turn)) is not None:
        return reply
    if turn.form:
        elsewhere = await unsolicited.over_a_form(turn) or await into_form.typed_over(turn)
        return elsewhere or await form_filling.receive(turn)
    return sent_elsewhere or await turn.registry.stray(turn)


async def _in_group(turn: Turn) -> Screen | None:
    """Answer in a group: a secretary's command to link or unlink it, anybody else who speaks to the bot at most once
    a minute.
    """
    incoming, to_private = turn.incoming, group_chats.to_private(turn.organisation, turn.incoming.chat)
    if incoming.kind is IncomingKind.BLOCKED:
        await group_chats.removed(turn.context.acting(None), incoming.chat)
        return None
    if incoming.kind is IncomingKind.MOVED:
        await group_chats.move(turn.context.acting(None), incoming.chat, incoming.text)
        return None
    if incoming.kind is IncomingKind.COMMAND and incoming.command in (*LINKS_GROUP, UNLINKS_GROUP):
        secretary = await group_chats.secretary_of(turn.session, incoming.user)
        if secretary:
            return Screen(await _link_group(turn.context.acting(secretary), incoming), to_private)
    if incoming.addressed and await flood_control.is_group_answered(turn.session, incoming.chat, turn.now):
        return Screen(T("common.private_only", office=turn.organisation.name), to_private)
    return None


async def _link_group(context: ActionContext, incoming: Incoming) -> Text:
    """Link a group or unlink it, and return what is said of it there."""
    if incoming.command == UNLINKS_GROUP:
        done = await group_chats.unlink(context, incoming.chat)
        return T("group_chat.unlinked" if done else "group_chat.not_linked")
    done = await group_chats.link(context, incoming.chat, incoming.title)
    return T("group_chat.linked" if done else "group_chat.already")


def _typed_command(turn: Turn) -> str:
    """Return the command whose button's words were typed; in a form only one of the person's own buttons.

    The words that leave a form are understood where none is in hand, too.
    """
    text, language = turn.incoming.text, turn.voice.language
    if turn.form is None and typed(text, language, "form") == "leave":
        return "cancel"
    name = typed(text, language, "menu") or _pressed_key(turn)
    route = turn.registry.commands.get(name)
    return name if route and (turn.form is None or route.rule(turn.member)) else ""


def _pressed_key(turn: Turn) -> str:
    """Return the command of the lasting keyboard's key whose words came, "" where the question has that option."""
    name = typed(turn.incoming.text, turn.voice.language, "keyboard")
    question = turn.form.question if turn.form else None
    if name and question and turn.form and isinstance(question.type, Choice):
        words = turn.form.words.of(question)
        return "" if form_input.typed_choice(turn, question.type, words, turn.incoming.text) else name
    return name


async def _command(turn: Turn, name: str) -> Reply:
    if name == "cancel":
        if turn.form:
            return await form_filling.act(turn, "leave")
        waiting = await form_leaving.half_filled(turn)
        if not waiting and (kept := await unsolicited.show_instead_of_leaving(turn)):
            return kept
        text = T("form.half_filled") if waiting else T("form.nothing_to_leave")
        return Screen(text, (*waiting, (menu_button(),)))
    name = name if name in turn.registry.commands else typed(name, turn.voice.language, "menu") or name
    route = turn.registry.commands.get(name)
    if route is None:
        if not turn.form and name not in PLANNED and (meant := commands_like(turn, name)):
            return Screen(T("common.command_like", command=f"/{name}"), (*meant, (menu_button(),)))
        key = "common.command_later" if name in PLANNED else "common.command_unknown"
        return await _with_form(turn, T(key, command=f"/{name}"))
    turn.allow(route.rule)
    await turn.leave()
    async with turn.attempt():
        return await route.handler(turn)


async def _tap(turn: Turn) -> Reply:
    tap = turn.incoming.tap
    if tap is None:
        raise Refused("common.stale")
    if tap.name == "f":
        return await form_filling.tapped(turn, tap)
    route = turn.registry.taps.get(tap.name)
    if route is None:
        raise Refused("common.stale")
    turn.allow(route.rule)
    async with turn.attempt():
        return await route.handler(turn, tap)


async def _edited(turn: Turn) -> Reply:
    if reply := await form_corrections.correct(turn) or await turn.registry.edited(turn):
        return reply
    late = await form_corrections.edited_late(turn)
    if not late and not turn.form and (kept := await unsolicited.correct(turn)):
        return kept
    return await _with_form(turn, late or T("form.edited_for_nothing"))


async def _refusal(turn: Turn, text: Text) -> list[Screen]:
    turn.fresh = True
    if turn.incoming.kind is IncomingKind.TAP:
        turn.toast = text if len(turn.voice.plain(text)) < 180 else None
    return [await _with_form(turn, text)]


async def _with_form(turn: Turn, text: Text) -> Screen:
    """Say ``text`` over the form in hand, which waits as before; without one, over the next step."""
    if turn.form:
        try:
            return await form_view.screen(turn, turn.form, text)
        except Refused:
            # What the form is about is gone, or is the person's no more, so that nothing can be asked.
            await turn.leave()
    return Screen(text, ((way_on(turn),),))
