"""The message of a draft: its words and files, its question, the receipt's button; and the correction of a sent one."""

from collections.abc import Sequence
from typing import Any

from domain.chat.screens import T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Choice, Words
from domain.forms.types.content import Content
from handlers.core.forms import form_filling, unsent_words
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.broadcast import broadcasts as screens
from services.broadcast import broadcasts, content, outcomes
from services.broadcast.broadcasts import AlreadySent, WrittenMeanwhile
from services.errors import Refused

_MESSAGE = (Question("content", Content(content.MOST_WORDS, content.MOST_FILES)),)
WRITE = Form("broadcast.words_form", _MESSAGE, at_once=True)
CORRECT = Form("broadcast.correct_form", _MESSAGE, at_once=True)
ASK = Form("broadcast.ask_form", (Question("ask", Words(300)), Question("options", Words(400))), at_once=True)
CLASH = Form("broadcast.clash_form", (Question("stays", Choice(("theirs", "mine"))),), at_once=True)
FEWEST, MOST, LONGEST = 2, 6, 60
"""The numbers of options that a question may have, and the most characters of one, as much as a button shows."""
Message = dict[str, Any]
"""The words and files of a message, as JSON."""


async def ask_words(turn: Turn, tap: Tap) -> Reply:
    """Ask for the message («متن و پیوست»)."""
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    return await form_filling.begin(turn, WRITE, broadcast.id, anew=True, before=broadcast.content)


async def ask_correction(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected words of a message that was sent («اصلاح متن»)."""
    turn.fresh = True
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    return await form_filling.begin(turn, CORRECT, broadcast.id, anew=True, before=broadcast.content)


async def words_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the message of the draft, or show the corrected words wherever they were delivered."""
    given, before = filled.answers["content"], filled.about.get("before")
    return await _write(turn, filled.subject_id, given, before, correcting=filled.form is CORRECT)


async def clash_decided(turn: Turn, filled: Filled) -> Reply:
    """Leave the colleague's message or question, or put the second one in its place after all."""
    about = filled.about
    if filled.answers["stays"] == "mine":
        wrote = about[unsent_words.WROTE]
        if about.get("asks"):
            return await _ask(turn, filled.subject_id, _question(wrote), about["before"])
        return await _write(turn, filled.subject_id, wrote["content"], about["before"], correcting=about["correcting"])
    return await screens.screen_of(turn, await broadcasts.get(turn.session, turn.member, filled.subject_id))


async def _write(turn: Turn, broadcast_id: int, given: Message, before: Message | None, *, correcting: bool) -> Reply:
    """Write the message; over one that a colleague wrote meanwhile only when that was seen and is to go."""
    write = broadcasts.correct if correcting else broadcasts.write
    try:
        broadcast = await write(turn.context, turn.member, broadcast_id, given, before)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    except WrittenMeanwhile as meanwhile:
        theirs = meanwhile.broadcast
        told = [meanwhile.text, *screens.message_lines(theirs)]
        return await _clash(
            turn, broadcast_id, told, wrote={"content": given}, before=theirs.content, correcting=correcting
        )
    if not correcting:
        return await screens.screen_of(turn, broadcast)
    beyond = await outcomes.out_of_reach(turn.session, broadcast)
    news = T("broadcast.corrected_but", count=beyond) if beyond else T("broadcast.corrected")
    return await screens.screen_of(turn, broadcast, news)


async def ask_question(turn: Turn, tap: Tap) -> Reply:
    """Ask for a question to the recipients and its options."""
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    return await form_filling.begin(turn, ASK, broadcast.id, anew=True, before=broadcast.question)


async def question_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the question, its options being the lines of the answer."""
    question = _question(filled.answers)
    options = question["options"]
    if not FEWEST <= len(options) <= MOST:
        raise Refused("broadcast.options_count", fewest=FEWEST, most=MOST, count=len(options))
    if longest := next((option for option in options if len(option) > LONGEST), ""):
        raise Refused("broadcast.option_too_long", most=LONGEST, option=longest)
    return await _ask(turn, filled.subject_id, question, filled.about.get("before"))


def _question(answers: Message) -> Message:
    options = [" ".join(line.split()) for line in answers["options"].splitlines()]
    return {"ask": answers["ask"], "options": list(dict.fromkeys(option for option in options if option))}


async def drop_question(turn: Turn, tap: Tap) -> Reply:
    """Take the question away."""
    return await _ask(turn, tap.id, {}, None)


async def _ask(turn: Turn, broadcast_id: int, question: Message, before: Message | None) -> Reply:
    """Put the question; over one that a colleague put meanwhile only when that was seen and is to go."""
    try:
        broadcast = await broadcasts.ask(turn.context, turn.member, broadcast_id, question, before)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    except WrittenMeanwhile as meanwhile:
        theirs = meanwhile.broadcast
        told = [T("broadcast.asked_meanwhile"), *screens.question_lines(theirs)]
        wrote = {"ask": question["ask"], "options": "\n".join(question["options"])}
        return await _clash(turn, broadcast_id, told, wrote=wrote, before=theirs.question, asks=True)
    return await screens.screen_of(turn, broadcast)


async def _clash(turn: Turn, broadcast_id: int, told: Sequence[Text], **about: Any) -> Reply:
    """Ask the second of two writers whose words stay, under the first one's."""
    heading = turn.voice.plain(T("form.lines", lines=told))
    return await form_filling.begin(turn, CLASH, broadcast_id, anew=True, heading=heading, **about)


async def choose_receipt(turn: Turn, tap: Tap) -> Reply:
    """Put the button «رؤیت شد» under the message, or leave it out."""
    try:
        broadcast = await broadcasts.want_receipt(turn.context, turn.member, tap.id, bool(tap.arg))
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    return await screens.screen_of(turn, broadcast)
