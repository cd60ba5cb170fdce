"""Calls of today («تماس‌های امروز»): the silent and the unreachable, their numbers, what they owe, and the log."""

from __future__ import annotations

from datetime import date

from domain.chat.screens import Button, ContactCard, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from domain.forms.types.worded_day import LaterDay
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.calls import CallOutcome
from services import audit
from services.correspondence import call_list, calls, sms
from services.correspondence.call_list import Entry, Number
from services.queues import jobs
from texts import wording
from texts.answer_summary import clip

PROMISE = Form(
    "calls.promise", (Question("day", LaterDay()), Question("words", Words(500), required=False)), at_once=True
)
NOTE = Form("calls.note", (Question("words", Words(500)),), at_once=True)
SENTENCE = Form("calls.sentence", (Question("words", Words(300)),), at_once=True)
MOST_ITEMS, MOST_CALLS, MOST_NUMBERS = 6, 5, 4
SHORT = 110
ROWS = 6
"""Agencies on one page: each has up to three lines."""


async def show(turn: Turn) -> Reply:
    """List the calls of today (/calls)."""
    return await _list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show a page of the calls of today."""
    await turn.leave()
    return await _list_screen(turn, tap.id)


async def _list_screen(turn: Turn, first: int, news: Text | None = None) -> Screen:
    await audit.note_reading(turn.context, "calls")
    entries = await call_list.today(turn.context)
    lines: list[Text | Personal | str] = [news, ""] if news else []
    sheet = (Button(T("calls.sms"), Tap("calls.sms")),)
    if not entries:
        return Screen(T("form.lines", lines=[*lines, T("calls.empty")]), (sheet, (menu_button(),)))
    first = first if first < len(entries) else 0
    shown = entries[first : first + ROWS]
    numbers = await call_list.numbers(turn.session, [entry.agency_id for entry in shown])
    lines.append(T("calls.title", count=len(entries)))
    for place, entry in enumerate(shown, first + 1):
        lines += ["", _row(turn, place, entry), *_number_lines(numbers.get(entry.agency_id, [])[:1])]
    opens = [
        (Button(T("calls.open", place=place, agency=clip(entry.agency, 40)), Tap("call", entry.agency_id)),)
        for place, entry in enumerate(shown, first + 1)
    ]
    row = []
    if first:
        row.append(Button(T("list.before"), Tap("calls", max(0, first - ROWS))))
    if first + ROWS < len(entries):
        row.append(Button(T("list.after"), Tap("calls", first + ROWS)))
    ways = (Button(T("lists.find"), Tap("many", arg="find_call")), list_sheet.button("calls"))
    many = (Button(T("lists.log_many"), Tap("many.calls")),) if len(entries) > 1 else ()
    rows = (*opens, tuple(row), ways, (*many, *sheet), (menu_button(),))
    return Screen(T("form.lines", lines=lines), tuple(filter(None, rows)))


def _row(turn: Turn, place: int, entry: Entry) -> Text:
    return T(
        "calls.row",
        place=place,
        agency=clip(entry.agency, 100),
        count=len(entry.items),
        days=entry.days_late(turn.today),
        reach=T(f"calls.reach.{entry.reach}"),
    )


def _number_lines(numbers: list[Number]) -> list[Text]:
    withheld = T("privacy.withheld")
    return [
        T("calls.number_of", name=Personal(clip(number.name, 60), withheld), phone=Personal(number.phone, withheld))
        if number.name
        else T("calls.number", phone=Personal(number.phone, withheld))
        for number in numbers
    ]


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one agency's call: numbers, what it owes, earlier calls, and what can come of this one."""
    await turn.leave()
    return await _card(turn, tap.id)


async def _card(turn: Turn, agency_id: int, news: Text | None = None) -> Screen:
    entry = await call_list.entry(turn.context, agency_id)
    numbers = (await call_list.numbers(turn.session, [agency_id])).get(agency_id, [])
    lines: list[Text | Personal | str] = [*((news, "") if news else ())]
    lines.append(T("calls.card", agency=entry.agency, reach=T(f"calls.reach.{entry.reach}")))
    lines += _number_lines(numbers[:MOST_NUMBERS]) if numbers else [T("calls.no_number")]
    lines += ["", T("calls.owes" if entry.items else "calls.owes_nothing")]
    for view in entry.items[:MOST_ITEMS]:
        due = wording.due_date(view.due, view.kind, turn.today)
        lines.append(
            T("calls.item", title=view.title(entry.items), due=due, text=clip(" ".join(view.text.split()), SHORT))
        )
    if len(entry.items) > MOST_ITEMS:
        lines.append(T("calls.more", count=len(entry.items) - MOST_ITEMS))
    log = await calls.of_agency(turn.session, agency_id, MOST_CALLS)
    if log:
        lines += ["", T("calls.log"), *map(calls.line, log)]
    rows: list[tuple[Button, ...]] = []
    if last := calls.undoable(turn.context, log):
        rows.append((Button(T("calls.undo"), Tap("call.undo", last.id)),))
    if numbers:
        rows.append((Button(T("calls.contact"), Tap("call.card", agency_id)),))
    rows += [
        (Button(T("calls.promised"), Tap("call.promise", agency_id)), _outcome(agency_id, CallOutcome.NO_ANSWER)),
        (_outcome(agency_id, CallOutcome.WRONG_NUMBER), Button(T("calls.noted"), Tap("call.note", agency_id))),
        (
            Button(T("review.behalf"), Tap("behalf", agency_id)),
            Button(T("calls.mend"), Tap("agency", agency_id)),
        ),
        (Button(T("calls.back"), Tap("calls")),),
    ]
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _outcome(agency_id: int, outcome: CallOutcome) -> Button:
    return Button(T(f"calls.outcome.{outcome}"), Tap("call.log", agency_id, arg=outcome.value))


async def send_cards(turn: Turn, tap: Tap) -> Reply:
    """Send the numbers as contacts, which a tap calls or keeps («کارت مخاطب»)."""
    turn.fresh = True
    entry = await call_list.entry(turn.context, tap.id)
    numbers = (await call_list.numbers(turn.session, [tap.id])).get(tap.id, [])
    return [
        Screen(T("calls.contact"), contact=ContactCard(clip(number.name or entry.agency, 60), number.phone))
        for number in numbers[:MOST_NUMBERS]
    ]


async def undo(turn: Turn, tap: Tap) -> Reply:
    """Take back what was logged by mistake a moment ago («حذف ثبت امروز»)."""
    return await _card(turn, await calls.undo(turn.context, tap.id), T("calls.undone"))


async def log_outcome(turn: Turn, tap: Tap) -> Reply:
    """Keep that nobody answered, or that a number is wrong, and go on with the list."""
    outcome = CallOutcome(tap.arg) if tap.arg in (CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER) else CallOutcome.NOTE
    await calls.log(turn.context, tap.id, outcome)
    if outcome is CallOutcome.WRONG_NUMBER:
        return await _card(turn, tap.id, T("calls.logged_wrong"))
    return await _list_screen(turn, 0, T("calls.logged"))


async def ask_promise(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day that was promised («قول داد تا …»)."""
    entry = await call_list.entry(turn.context, tap.id)
    turn.fresh = True
    return await form_filling.begin(turn, PROMISE, tap.id, anew=True, heading=entry.agency)


async def promise_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the promise, of which the secretary is reminded that morning."""
    day, words = date.fromisoformat(filled.answers["day"]), filled.answers.get("words") or ""
    await calls.log(turn.context, filled.subject_id, CallOutcome.PROMISED, promised_on=day, words=words)
    return await _list_screen(turn, 0, T("calls.promise_kept", day=day))


async def ask_note(turn: Turn, tap: Tap) -> Reply:
    """Ask for a note on the call."""
    entry = await call_list.entry(turn.context, tap.id)
    turn.fresh = True
    return await form_filling.begin(turn, NOTE, tap.id, anew=True, heading=entry.agency)


async def note_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the note."""
    await calls.log(turn.context, filled.subject_id, CallOutcome.NOTE, words=filled.answers["words"])
    return await _list_screen(turn, 0, T("calls.logged"))


async def show_sms(turn: Turn, tap: Tap) -> Reply:
    """Show whom the sheet for the SMS panel names, and its sentence («فهرست پیامک»)."""
    await turn.leave()
    return await _sms_screen(turn)


async def _sms_screen(turn: Turn, news: Text | None = None) -> Screen:
    rows = await sms.sheet(turn.context)
    title = T("calls.sms_title", count=len(rows)) if rows else T("calls.sms_nobody")
    lines: list[Text | Personal | str] = [*((news, "") if news else ()), title]
    lines += ["", T("calls.sms_sentence", words=await sms.sentence(turn.context))]
    if rows:
        lines += ["", T("calls.sms_sample", words=Personal(rows[0][3], T("privacy.withheld")))]
    change = [Button(T("calls.sms_change"), Tap("calls.sentence"))]
    if await sms.has_own_sentence(turn.context):
        change.append(Button(T("calls.sms_reset"), Tap("calls.sentence_back")))
    write = [(Button(T("calls.sms_write", count=len(rows)), Tap("calls.sms_write")),)] if rows else []
    return Screen(
        T("form.lines", lines=lines),
        (
            *write,
            tuple(change),
            (Button(T("review.behalf"), Tap("behalf")), Button(T("calls.back"), Tap("calls"))),
        ),
    )


async def write_sms(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the sheet."""
    turn.fresh = True
    return Screen(T("calls.sms_coming", count=await sms.start(turn.context, turn.incoming.chat)))


async def sms_ready(turn: Turn, job_id: int) -> Reply:
    """Send the sheet for the SMS panel."""
    result = await jobs.result(turn.session, job_id)
    rows = ((Button(T("review.behalf"), Tap("behalf")), Button(T("calls.back"), Tap("calls"))),)
    return Screen(T("calls.sms_ready"), rows, File(result["hash"], turn.voice.plain(T("calls.sms_file"))))


async def ask_sentence(turn: Turn, tap: Tap) -> Reply:
    """Ask for the sentence that texts are made of."""
    return await form_filling.begin(turn, SENTENCE, anew=True)


async def sentence_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the sentence."""
    await sms.set_sentence(turn.context, filled.answers["words"])
    return await _sms_screen(turn, T("calls.sms_kept"))


async def reset_sentence(turn: Turn, tap: Tap) -> Reply:
    """Go back to Dabir's sentence («بازگشت به متن پیش‌فرض»)."""
    await sms.reset_sentence(turn.context)
    return await _sms_screen(turn, T("calls.sms_kept"))
