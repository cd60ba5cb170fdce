"""Settings: quiet hours, the language, the active agency, and the ways to profile and accounts («تنظیمات»)."""

from dataclasses import replace

from domain.access import permissions
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Number
from domain.persian.text import persian_digits
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from services.accounts import preferences
from services.directory import members
from services.messaging import quiet_hours
from texts.answer_summary import clip
from texts.format import Formatter

HOURS = Form("settings.hours", (Question("start", Number(0, 23)), Question("end", Number(0, 23))), at_once=True)


async def show(turn: Turn) -> Reply:
    """Show the settings (/settings)."""
    return _screen(turn)


def _screen(turn: Turn) -> Screen:
    lines: list[Text | str] = [T("settings.title"), T("settings.language"), _quiet(turn)]
    active = turn.member.active
    if active:
        lines.append(T("settings.agency", agency=active.agency))
    lines += ["", T("settings.rule")]
    hours = [Button(T("settings.change_quiet"), Tap("settings.hours"))]
    if turn.member.settings.get("quiet"):
        hours.append(Button(T("settings.no_quiet"), Tap("settings.no_quiet")))
    agencies = [
        (Button(T("settings.activate", agency=clip(membership.agency, 24)), Tap("settings.agency", membership.id)),)
        for membership in turn.member.other_agencies
    ]
    other = "en" if turn.voice.language == "fa" else "fa"
    language = Button(T("settings.other_language"), Tap("settings.language", arg=other))
    me = Button(T("settings.me"), Tap("me"))
    rows = [tuple(hours), *agencies, (language, me)]
    if permissions.represents(turn.member):
        rows.append((Button(T("leave.button"), Tap("away")),))
    if len(turn.organisation.links) > 1:
        rows.append((Button(T("settings.accounts"), Tap("accounts")),))
    if turn.member.secretary:
        rows.append((Button(T("office.button"), Tap("office")),))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _quiet(turn: Turn) -> Text:
    own = turn.member.settings.get("quiet")
    reminder_settings = turn.organisation.reminder_settings
    hours = (
        own
        if isinstance(own, list)
        else [f"{hour:%H:%M}" for hour in (reminder_settings.quiet_from, reminder_settings.quiet_to)]
    )
    start, end = (persian_digits(hour) if turn.voice.language == "fa" else hour for hour in hours)
    if own and not quiet_hours.own_quiet(turn.organisation, turn.member.settings):
        return T("settings.quiet_void", start=start, end=end)
    return T("settings.quiet" if own else "settings.quiet_office", start=start, end=end)


async def ask_hours(turn: Turn, tap: Tap) -> Reply:
    """Ask for the quiet hours."""
    return await form_filling.begin(turn, HOURS)


async def set_hours(turn: Turn, filled: Filled) -> Reply:
    """Store the person's own quiet hours."""
    return await _store_hours(turn, (filled.answers["start"], filled.answers["end"]))


async def clear_hours(turn: Turn, tap: Tap) -> Reply:
    """Return to the quiet hours of the organisation."""
    return await _store_hours(turn, None)


async def _store_hours(turn: Turn, hours: tuple[int, int] | None) -> Screen:
    settings = await preferences.set_quiet(turn.session, turn.organisation, turn.member.person_id, hours)
    turn.member = replace(turn.member, settings=settings)
    return _screen(turn)


async def switch_language(turn: Turn, tap: Tap) -> Reply:
    """Switch to the other language, from this screen on."""
    chosen = "en" if tap.arg == "en" else "fa"
    await preferences.set_language(turn.session, turn.member.person_id, chosen)
    turn.voice = Formatter(chosen, turn.organisation.zone)
    turn.member = replace(turn.member, language=chosen)
    return _screen(turn)


async def choose_agency(turn: Turn, tap: Tap) -> Reply:
    """Make another of the person's agencies the active one."""
    await members.activate(turn.session, turn.member.person_id, tap.id)
    turn.member = await members.reload(turn.session, turn.member)
    return _screen(turn)
