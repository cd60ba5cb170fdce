"""Exports: the choice of a file and its scope, the job that makes it with its progress, and the file (/export)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Pick
from domain.persian.search import matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from services import audit
from services.directory import agencies
from services.errors import Refused
from services.export import choices
from services.export.scope import Scope
from services.forms import library
from services.meetings import meetings as meeting_service
from services.messaging import job_progress
from services.obligations import status
from services.queues import jobs
from texts import wording

FORM = Form(
    "export",
    (
        Question("kind", Choice(("word", "pdf", "excel", "forms"))),
        Question("scope", Choice(("all", "meeting", "period", "actor", "agency"))),
        Question("meeting", Pick("export.meetings"), when=Expression("scope = 'meeting'")),
        Question("since", Pick("export.months"), when=Expression("scope = 'period'")),
        Question("until", Pick("export.months"), when=Expression("scope = 'period'")),
        Question("actor", Pick("kinds"), when=Expression("scope = 'actor'")),
        Question("agency", Pick("agencies"), when=Expression("scope = 'agency'")),
    ),
    at_once=True,
)


async def start(turn: Turn) -> Reply:
    """Ask for the file and its scope (/export)."""
    if not await status.meetings(turn.session) and not await library.answered(turn.session):
        return Screen(T("export.nothing_at_all"), ((menu_button(),),))
    return await form_filling.begin(turn, FORM, anew=True)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for another export («خروجی دیگر»)."""
    return await start(turn)


async def ask_of_meeting(turn: Turn, tap: Tap) -> Reply:
    """Ask for the file alone, of one meeting («گزارش پیگیری»)."""
    meeting = await meeting_service.get(turn.session, tap.id)
    label = turn.voice.plain(wording.meeting_name(meeting.title, meeting.number))
    given = {"scope": "meeting", "meeting": {"id": meeting.id, "label": label}}
    return await form_filling.begin(turn, FORM, given=given, anew=True, heading=label)


async def of_form(turn: Turn, tap: Tap) -> Reply:
    """Start the export of one form: all its rows in words, or by names in Kobo's layout («همه در یک فایل اکسل»)."""
    form = await library.get(turn.session, tap.id)
    kind = "forms" if tap.arg == "forms" else "form"
    return await _begin(turn, kind, Scope(form=form.id), T("export.of.form", name=form.title))


async def meetings(turn: Turn, search: str, offset: int) -> Listing:
    """List the meetings whose resolutions have obligations, the latest first."""
    rows = [
        (meeting.id, turn.voice.plain(wording.meeting_name(meeting.title, meeting.number)))
        for meeting in await status.meetings(turn.session)
    ]
    return _page(rows, search, offset)


async def months(turn: Turn, search: str, offset: int) -> Listing:
    """List the months that have anything; for the end of a period those from its beginning on."""
    since = turn.form.state.answers.get("since") if turn.form and turn.form.state.at == "until" else None
    known = await choices.months(turn.session, turn.organisation, turn.today)
    rows = [(month, _month(turn, month)) for month in known if since is None or month >= since["id"]]
    return _page(rows, search, offset)


def _page(rows: list[tuple[int, str]], search: str, offset: int) -> Listing:
    """Return a page of the rows that a search finds, in their own order."""
    found = {row.id for row in matching(((number, label, ()) for number, label in rows), search)}
    return page_of([row for row in rows if row[0] in found], offset)


def _month(turn: Turn, number: int) -> str:
    month = choices.month_name(number, turn.voice.language)
    return turn.voice.plain(T("export.month", month=month, year=number // 100))


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start the job; its progress is shown in a message of its own."""
    if "agency" in filled.answers:
        # A row of a list that was shown before may name one that was merged since.
        await agencies.get(turn.session, filled.answers["agency"]["id"])
    return await _begin(turn, filled.answers["kind"], _scope(filled.answers), _label(filled.answers))


async def _begin(turn: Turn, kind: str, scope: Scope, words: Text) -> Screen:
    label = turn.voice.plain(words)
    params = {"kind": kind, "scope": scope.to_json(), "label": label, "personal": turn.member.secretary}
    job_id = await job_progress.start(turn.context, "export", turn.incoming.chat, params, "export.stop")
    asked = {name: params[name] for name in ("kind", "scope", "personal")}
    audit.record(turn.context, "export", "job", job_id, **asked)
    return Screen(T("export.asked", kind=T(f"export.kind.{kind}"), scope=label))


def _scope(answers: dict[str, Any]) -> Scope:
    match answers["scope"]:
        case "meeting":
            return Scope(meeting=answers["meeting"]["id"])
        case "period":
            since, until = answers["since"]["id"], answers["until"]["id"]
            return Scope.of_months(min(since, until), max(since, until))
        case "actor":
            return Scope(kind=answers["actor"]["id"])
        case "agency":
            return Scope(agency=answers["agency"]["id"])
    return Scope()


def _label(answers: dict[str, Any]) -> Text:
    name = answers["scope"]
    if name == "all":
        return T("export.of.all")
    if name != "period":
        return T(f"export.of.{name}", name=answers[name]["label"])
    since, until = answers["since"], answers["until"]
    if since["id"] == until["id"]:
        return T("export.of.month", since=since["label"])
    return T("export.of.period", since=since["label"], until=until["label"])


async def stop(turn: Turn, tap: Tap) -> Reply:
    """Stop one's own export («توقف»)."""
    stopped = await jobs.cancel(turn.session, tap.id, turn.member.person_id, turn.now)
    return Screen(T("export.stopped" if stopped else "export.over"), _ways_on())


async def ready(turn: Turn, job_id: int) -> Reply:
    """Send the files, the document first, with all that its reader has to know of them."""
    try:
        result = await jobs.result(turn.session, job_id)
        if (await jobs.params(turn.session, job_id))["personal"] and not turn.member.secretary:
            # It has the numbers of people, and was asked for in a role that has ended since.
            raise Refused("common.not_yours")
    except Refused as refused:
        await job_progress.close(turn.context, job_id, T("export.failed"))
        return Screen(refused.text, _ways_on())
    await job_progress.close(turn.context, job_id, T("export.finished"))
    document, *archives = result["files"]
    caption = T(
        "export.ready",
        kind=T(f"export.kind.{result['kind']}"),
        scope=result["label"],
        at=datetime.fromisoformat(result["at"]),
    )
    lines = [caption, *(T(note["key"], **note["params"]) for note in result["notes"])]
    screens = [Screen(T("form.lines", lines=lines), (), File(document["hash"], document["name"]))]
    for place, archive in enumerate(archives, 1):
        where = T(f"export.files_in.{result['kind']}")
        caption = T("export.ready_more", place=place, total=len(archives), where=where)
        screens.append(Screen(caption, (), File(archive["hash"], archive["name"])))
    screens[-1] = Screen(screens[-1].text, _ways_on(result.get("form", 0), result["kind"]), screens[-1].file)
    return screens


def _ways_on(form_id: int = 0, kind: str = "") -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of the next step, of the export of one form those that lead on with it."""
    if not form_id:
        return ((Button(T("export.again"), Tap("export")), menu_button()),)
    other = "form" if kind == "forms" else "forms"
    in_other = Button(T(f"export.one_form.{other}"), Tap("export.form", form_id, arg=other))
    return ((in_other,), (Button(T("form_desk.to_form"), Tap("form", form_id)), menu_button()))
