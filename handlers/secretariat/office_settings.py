"""The office's settings («تنظیمات دبیرخانه»): each value with its source, set by a form or given back to the file."""

from collections.abc import Mapping
from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates import yearly_periods
from domain.forms.engine import Finish, Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Number, Words
from domain.forms.types.hour_of_day import HourOfDay
from domain.forms.types.office_types import (
    INVITATION,
    LETTER,
    LETTER_NEEDS,
    REMINDER,
    ROW,
    ROW_NEEDS,
    Sentence,
    Weekdays,
    YearlyPeriods,
)
from domain.persian.text import persian_digits
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from services import office_settings
from services.office_settings import Setting
from texts.answer_summary import clip

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YES_NO = Choice(("yes", "no"))
_SOME = Expression("escalate_after > 0")
FORMS = {
    form.name.partition(".")[2]: form
    for form in (
        Form("office.name", (Question("name", Words(64)),), at_once=True),
        Form("office.weekend", (Question("weekend", Weekdays()),), at_once=True),
        Form("office.hour", (Question("hour", HourOfDay()),), at_once=True),
        Form("office.hours", (Question("hours", YearlyPeriods(hours=True)),), at_once=True),
        Form("office.silent", (Question("silent_periods", YearlyPeriods()),), at_once=True),
        Form("office.before", (Question("days_before", Number(0, 30)),), at_once=True),
        Form("office.weekly", (Question("weekly_day", Choice(DAYS)),), at_once=True),
        Form("office.quiet", (Question("quiet_from", HourOfDay()), Question("quiet_to", HourOfDay())), at_once=True),
        Form("office.checkins", (Question("check_ins", _YES_NO),), at_once=True),
        Form("office.meetings", (Question("meetings", _YES_NO),), at_once=True),
        Form(
            "office.escalation",
            (
                Question("escalate_after", Number(0, 365)),
                Question("escalate_to", Choice(("head", "chair")), when=_SOME),
                Question("escalate_pause", Number(1, 30), when=_SOME),
            ),
            at_once=True,
        ),
        # A text is shown with samples in it, as the form's summary, before it is kept.
        Form(
            "office.letter",
            (Question("invitation_letter", Sentence(1500, LETTER, LETTER_NEEDS)),),
            finish=Finish.RECORD,
        ),
        Form("office.invitation", (Question("invitation_text", Sentence(300, INVITATION)),), finish=Finish.RECORD),
        Form("office.opening", (Question("reminder_opening", Sentence(500, REMINDER)),), finish=Finish.RECORD),
        Form("office.row", (Question("reminder_row", Sentence(500, ROW, ROW_NEEDS)),), finish=Finish.RECORD),
        Form("office.reminder", (Question("reminder_text", Sentence(300, REMINDER)),), finish=Finish.RECORD),
    )
}
"""The form of each setting; its questions are called by the configuration's keys."""


WHOLE = ("letter", "opening", "row")
"""The texts that take the place of Dabir's own; the others are added to it."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show every setting of the office with its value and source."""
    await turn.leave()
    lines: list[Text | str] = [T("office.head"), ""]
    names = []
    for setting in await office_settings.all_of(turn.session, turn.organisation):
        lines.append(_line(turn, setting))
        names.append(Button(T(f"office.{setting.name}.title"), Tap("office.one", arg=setting.name)))
    lines += ["", T("office.next_step")]
    rows = [tuple(names[place : place + 2]) for place in range(0, len(names), 2)]
    ways = (Button(T("office.templates"), Tap("templates")), Button(T("menu.holidays"), Tap("go", arg="holidays")))
    trail = (Button(T("menu.audit"), Tap("go", arg="audit")),)
    return Screen(T("office.lines", lines=lines), (*rows, ways, trail, (menu_button(),)))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one setting, to be changed or given back to the configuration."""
    await turn.leave()
    return await _screen(turn, tap.arg)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for a new value."""
    setting = await office_settings.get(turn.session, turn.organisation, tap.arg)
    return await form_filling.begin(turn, FORMS[setting.name], anew=True, seen=setting.stamp)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the new value, which holds at once; a colleague's change meanwhile is told."""
    name = filled.form.name.partition(".")[2]
    values: dict[str, Any] = dict(filled.answers)
    for key in ("hours", "silent_periods"):
        if key in values:
            values[key] = values[key]["periods"]
    for key in ("check_ins", "meetings"):
        if key in values:
            values[key] = values[key] == "yes"
    if "weekly_day" in values:
        values["weekly_day"] = DAYS.index(values["weekly_day"])
    before = await office_settings.change(turn.context, name, values)
    news = T("office.changed")
    if before.stamp != filled.about["seen"]:
        news = T("office.overtaken", value=_value(turn, before))
    return await _screen(turn, name, news)


async def reset(turn: Turn, tap: Tap) -> Reply:
    """Give a setting back to the configuration."""
    await office_settings.change(turn.context, tap.arg, None)
    return await _screen(turn, tap.arg, T("office.reset_done"))


async def _screen(turn: Turn, name: str, news: Text | None = None) -> Screen:
    setting = await office_settings.get(turn.session, turn.organisation, name)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [_line(turn, setting), "", T(f"office.{name}.about")]
    rows = [(Button(T("office.change"), Tap("office.ask", arg=name)),)]
    if setting.at:
        configured = Setting(name, office_settings.configured(turn.organisation, name), setting.origin)
        lines += ["", T("office.in_file", value=_value(turn, configured), at=setting.at)]
        rows.append((Button(T("office.reset"), Tap("office.reset", arg=name)),))
    return Screen(T("office.lines", lines=lines), (*rows, (Button(T("office.button"), Tap("office")),)))


def _line(turn: Turn, setting: Setting) -> Text:
    origin = T(f"office.origin.{setting.origin}")
    return T("office.line", name=T(f"office.{setting.name}.title"), value=_value(turn, setting), origin=origin)


def _value(turn: Turn, setting: Setting) -> Text | str:
    """The value of a setting in words."""
    values = setting.values
    match setting.name:
        case "weekend":
            return _listed(turn, [T(f"office.weekly.weekly_day.{DAYS[day]}") for day in values["weekend"]])
        case "weekly":
            return T(f"office.weekly.weekly_day.{DAYS[values['weekly_day']]}")
        case "hour":
            return persian_digits(values["hour"])
        case "hours":
            spans = [(_period(start, end), persian_digits(at)) for start, end, at in values["hours"]]
            return _listed(turn, [T("office.period_hour", period=period, hour=hour) for period, hour in spans])
        case "silent":
            return _listed(turn, [_period(start, end) for start, end in values["silent_periods"]])
        case "quiet":
            start, end = (persian_digits(values[key]) for key in ("quiet_from", "quiet_to"))
            return T("office.from_to", start=start, end=end)
        case "before":
            return T("office.days", count=values["days_before"])
        case "checkins" | "meetings":
            return T("office.on" if next(iter(values.values())) else "office.off")
        case "escalation":
            return _escalation(values)
    (said,) = values.values()
    return clip(said, 300) if said else T("office.dabirs_own" if setting.name in WHOLE else "office.none")


def _escalation(values: Mapping[str, Any]) -> Text:
    if not values["escalate_after"]:
        return T("office.off")
    return T(
        "office.escalates",
        count=values["escalate_after"],
        to=T(f"office.escalation.escalate_to.{values['escalate_to']}"),
        pause=values["escalate_pause"],
    )


def _period(start: list[int], end: list[int]) -> str:
    return yearly_periods.words(((start[0], start[1]), (end[0], end[1])))


def _listed(turn: Turn, parts: list[Text | str] | list[Text] | list[str]) -> Text | str:
    if not parts:
        return T("office.none")
    return ("، " if turn.voice.language == "fa" else ", ").join(map(turn.voice.plain, parts))
