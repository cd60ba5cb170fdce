"""Letters that were made: they come in the chat, and are listed until they have their number and date."""

from __future__ import annotations

import re
from datetime import date

from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Day, Words
from domain.forms.types.letter_types import LetterNumber, with_digit
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from models.tables.correspondence import SecretariatLetter
from services.correspondence import letters
from services.errors import AnswerRefused, Refused
from services.queues import jobs
from texts import wording
from texts.answer_summary import clip

NUMBER = Form("letters.number", (Question("number", LetterNumber(60)), Question("day", Day())), at_once=True)
NUMBERS = Form("letters.numbers", (Question("numbers", Words(3000)), Question("day", Day())), at_once=True)
CORRECT = Form(
    "letters.correct_form", (Question("number", LetterNumber(60)), Question("day", Day())), finish=Finish.RECORD
)
SURE = "sure"
NAME = 60


async def written(turn: Turn, job_id: int) -> Reply:
    """Keep the letters that a job wrote, and send them: one as it is, several in an archive."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        return Screen(refused.text, ((Button(T("templates.button"), Tap("templates")), _home_button()),))
    made = await letters.keep(turn.context, result["letters"])
    left_out = len(result["letters"]) - len(made)
    lines = [T("letters.merged_meanwhile", count=left_out)] if left_out else []
    if not made:
        return Screen(lines[0], ((_home_button(),),))
    if len(made) == 1:
        news = T("form.lines", lines=[T("letters.ready"), *lines])
        return await _card(turn, await letters.get(turn.session, made[0].id), news)
    file = File(result["archive"], f"{result['archive_name']}.zip")
    rows = ((Button(T("letters.number_all", count=len(made)), Tap("letters.unsent")),), (_home_button(),))
    return Screen(T("form.lines", lines=[T("letters.ready_many", count=len(made)), *lines]), rows, file)


async def list_unsent(turn: Turn, tap: Tap) -> Reply:
    """List the letters that have no number yet."""
    await turn.leave()
    return await _unsent_screen(turn, tap.id)


async def _unsent_screen(turn: Turn, first: int, news: Text | None = None) -> Screen:
    waiting = await letters.unsent(turn.session)
    lines: list[Text | str] = [news, ""] if news else []
    if not waiting:
        return Screen(T("form.lines", lines=[*lines, T("letters.none_unsent")]), ((_home_button(),),))
    shown = waiting[first : first + PAGE]
    lines += [T("letters.unsent", count=len(waiting)), ""]
    wrong = await letters.overtaken(turn.session, shown)
    for place, letter in enumerate(shown, first + 1):
        name, agency = letters.name_of(letter), clip(letter.agency.name, NAME)
        lines.append(T("letters.row", place=place, name=name, agency=agency, day=turn.day(letter.made_at)))
        lines += [wrong[letter.id]] if letter.id in wrong else []
    rows = [
        (
            Button(
                T("letters.row_button", place=place, agency=clip(letter.agency.name, 30)), Tap("letters.one", letter.id)
            ),
        )
        for place, letter in enumerate(shown, first + 1)
    ]
    pages = page_buttons(len(waiting), first, lambda start: Tap("letters.unsent", start))
    if len(waiting) > 1:
        rows.append((Button(T("letters.number_shown", count=len(shown)), Tap("letters.numbers", first)),))
    ways = (list_sheet.button("letters", detail="unsent"), _home_button())
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*rows, pages, ways) if row))


async def list_sent(turn: Turn, tap: Tap) -> Reply:
    """List the letters that were sent, the latest first («نامه‌های ارسال‌شده»)."""
    await turn.leave()
    shown, total = await letters.sent(turn.session, tap.place, PAGE)
    if not shown:
        return Screen(T("letters.none_sent"), ((_home_button(),),))
    lines: list[Text | str] = [T("letters.sent", count=total), ""]
    lines += [T("letters.sent_row", agency=clip(one.agency.name, NAME), line=letters.line(one)) for one in shown]
    rows = [
        (
            Button(
                T("letters.sent_button", number=one.number, agency=clip(one.agency.name, 30)),
                Tap("letters.one", one.id),
            ),
        )
        for one in shown
    ]
    pages = page_buttons(total, tap.place, lambda start: Tap("letters.sent", arg=str(start)))
    ways = (list_sheet.button("letters"), _home_button())
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*rows, pages, ways) if row))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one letter with its file."""
    turn.fresh = True
    return await _card(turn, await letters.get(turn.session, tap.id))


async def _card(turn: Turn, letter: SecretariatLetter, news: Text | None = None) -> Screen:
    lines: list[Text | Personal | str] = [T("letters.card", name=letters.name_of(letter), agency=letter.agency.name)]
    if letter.number:
        by = wording.colleague_name(letter.sender.title, letter.sender.name) if letter.sender else ""
        lines += [*([news] if news else []), T("letters.sent_line", number=letter.number, day=letter.day, by=by)]
        rows: tuple[tuple[Button, ...], ...] = (
            (Button(T("letters.correct"), Tap("letters.correct", letter.id, letter.version)),),
            (Button(T("letters.unsend"), Tap("letters.unsend", letter.id, letter.version)), _home_button()),
        )
    else:
        lines += (await letters.overtaken(turn.session, [letter])).values()
        lines.append(news or T("letters.no_number"))
        rows = (
            (Button(T("letters.set_number"), Tap("letters.number", letter.id)),),
            (Button(T("letters.drop"), Tap("letters.drop", letter.id)), _home_button()),
        )
    return Screen(T("form.lines", lines=lines), rows, File(letter.hash, letter.file_name))


async def ask_number(turn: Turn, tap: Tap) -> Reply:
    """Ask for the number and the date under which the letter left."""
    letter = await letters.get(turn.session, tap.id)
    if letter.number:
        raise Refused("letters.sent_before", agency=letter.agency.name, number=letter.number, day=letter.day)
    turn.fresh = True
    heading = turn.voice.plain(T("letters.card_plain", name=letters.name_of(letter), agency=letter.agency.name))
    return await form_filling.begin(turn, NUMBER, letter.id, anew=True, heading=clip(heading, 120))


async def number_sent(turn: Turn, filled: Filled) -> Reply:
    """Note the letter's number and date."""
    day = date.fromisoformat(filled.answers["day"])
    await letters.send(turn.context, [filled.subject_id], [filled.answers["number"]], day)
    news = T("letters.number_kept", number=filled.answers["number"], day=day)
    return await _unsent_screen(turn, 0, news)


async def ask_correction(turn: Turn, tap: Tap) -> Reply:
    """Ask for the right number and date of a letter that was sent; what is right stays («اصلاح شماره و تاریخ»)."""
    letter = await letters.get(turn.session, tap.id)
    if letter.version != tap.version or letter.day is None:
        raise Refused("letters.changed_since")
    turn.fresh = True
    heading = turn.voice.plain(T("letters.card_plain", name=letters.name_of(letter), agency=letter.agency.name))
    answers = {"number": letter.number, "day": letter.day.isoformat()}
    return await form_filling.begin(
        turn, CORRECT, letter.id, answers=answers, anew=True, heading=clip(heading, 120), version=letter.version
    )


async def correction_sent(turn: Turn, filled: Filled) -> Reply:
    """Note the right number and date («ثبت»)."""
    number, day = filled.answers["number"], date.fromisoformat(filled.answers["day"])
    letter = await letters.correct(turn.context, filled.subject_id, filled.about["version"], number, day)
    return await _card(turn, letter, T("letters.number_kept", number=number, day=day))


async def unsend(turn: Turn, tap: Tap) -> Reply:
    """Take the number of a letter back that never left, after one confirmation («برداشتن شماره»)."""
    turn.fresh = True
    if tap.arg == SURE:
        return await _card(turn, await letters.unsend(turn.context, tap.id, tap.version))
    letter = await letters.get(turn.session, tap.id)
    if letter.version != tap.version or not letter.number:
        raise Refused("letters.changed_since")
    asked = T("letters.unsending", name=letters.name_of(letter), agency=letter.agency.name, number=letter.number)
    sure = Button(T("letters.unsend_sure"), Tap("letters.unsend", letter.id, letter.version, SURE))
    return Screen(asked, ((sure,), (Button(T("letters.open"), Tap("letters.one", letter.id)), _home_button())))


async def ask_numbers(turn: Turn, tap: Tap) -> Reply:
    """Ask for the numbers of the letters that the list shows, in its order."""
    shown = (await letters.unsent(turn.session))[tap.id : tap.id + PAGE]
    if not shown:
        raise Refused("common.stale")
    names = "، ".join(clip(letter.agency.name, 40) for letter in shown)
    turn.fresh = True
    return await form_filling.begin(
        turn, NUMBERS, "numbers", anew=True, heading=names, letters=[letter.id for letter in shown]
    )


async def numbers_sent(turn: Turn, filled: Filled) -> Reply:
    """Note the numbers, one for all or one a line, and the date of all."""
    ids = filled.about["letters"]
    numbers = [line.strip() for line in re.split(r"[\n؛;]", filled.answers["numbers"]) if line.strip()]
    if len(numbers) == 1:
        numbers *= len(ids)
    if len(numbers) != len(ids):
        raise AnswerRefused("letters.numbers_differ", question="numbers", letters=len(ids), numbers=len(numbers))
    if any(len(number) > 60 for number in numbers):
        raise AnswerRefused("form.too_long", question="numbers", most=60, length=max(map(len, numbers)))
    if not all(map(with_digit, numbers)):
        raise AnswerRefused("form.letter_number_needed", question="numbers")
    day = date.fromisoformat(filled.answers["day"])
    await letters.send(turn.context, ids, numbers, day)
    return await _unsent_screen(turn, 0, T("letters.numbers_kept", count=len(ids), day=day))


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Put a letter aside that was not sent."""
    letter = await letters.drop(turn.context, tap.id)
    return await _unsent_screen(turn, 0, T("letters.dropped", name=letters.name_of(letter), agency=letter.agency.name))


def _home_button() -> Button:
    return Button(T("letters.back"), Tap("letters"))
