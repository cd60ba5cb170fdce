"""A filled form to be read: its sender, its verdict, and its answers section by section and row by row, in pages."""

from __future__ import annotations

from collections.abc import Callable

from domain.access import permissions
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms import added
from domain.forms.compiled.model import Kind
from domain.forms.engine import State
from domain.forms.form_words import Label
from domain.persian.requests import as_name
from handlers.core import attachments
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import answer_pages, stored
from handlers.representative.forms.answer_pages import Block
from models.tables.forms import FilledForm
from models.tables.meetings import Verdict
from services.directory import members
from services.errors import Refused
from services.form_sheets.layout import said
from services.forms import filling, occasions
from services.forms.all_rows import FilledRow, Place
from services.messaging import buttons
from services.submissions.submissions import CHAT
from texts import answer_summary as shown
from texts import form_files, wording
from texts.answer_summary import clip


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a page of a filled form."""
    filled = await filling.get(turn.session, tap.id)
    if not filling.may_read(turn.member, filled):
        raise Refused("common.not_yours")
    return await screens(turn, filled, tap.place)


async def screens(turn: Turn, filled: FilledForm, page: int) -> Screen:
    """Return a page of a filled form, the first being 0."""
    pages = answer_pages.pages(turn, await answer_blocks(turn, filled)) or [[T("form_fill.no_answers")]]
    page = min(page, len(pages) - 1)
    lines: list[Label] = [T("form_fill.goes_on", title=_title(filled)), ""] if page else [*head(turn, filled), ""]
    lines += pages[page]
    if len(pages) > 1:
        lines += ["", T("xform.summary_page", page=page + 1, pages=len(pages))]
    moves = page_buttons(len(pages), page, lambda first: Tap("filled", filled.id, arg=str(first)), 1)
    rows: list[tuple[Button, ...]] = [moves] if moves else []
    if correctable(turn, filled):
        rows.append((Button(T("answer.again"), Tap("filled.again", filled.id)),))
    if filled.files:
        rows.append((Button(T("form_fill.files", count=len(filled.files)), Tap("filled.files", filled.id)),))
    return Screen(T("form.lines", lines=lines), (*rows, *_onward(turn, filled)))


def _title(filled: FilledForm) -> str:
    return clip(filled.form_version.title, 200)


def head(turn: Turn, filled: FilledForm) -> list[Text | str]:
    """Return the lines over the answers: the form, for whom, by whom, and its verdict."""
    number = wording.filled_number(filled.id, filled.submission_id)
    key = "form_fill.head_part" if filled.part else "form_fill.head"
    lines: list[Text | str] = [T(key, title=_title(filled), number=number)]
    if filled.obligation:
        obligation = filled.obligation
        resolution = obligation.resolution
        lines.append(wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number))
    if filled.agency:
        lines.append(T("form_fill.of_place", place=filled.agency.name))
    if period := occasions.period_name(filled.period, turn.voice.language):
        lines.append(T("form_fill.of_period", period=period))
    lines.append(_sender(filled))
    if verdict := filling.verdict(filled):
        lines.append(_verdict(filled, verdict))
    if words := filled.submission.words if filled.submission else filled.words:
        lines.append(T("answer.words", words=clip(words, shown.LONGEST)))
    return lines


def _sender(filled: FilledForm) -> Text:
    name = members.formal_name(filled.person)
    if filled.submission and filled.submission.channel != CHAT:
        channel = T(f"answer.channel.{filled.submission.channel}")
        return T("answer.by_secretariat", channel=channel, name=name, at=filled.sent_at)
    return T("answer.by", name=name, at=filled.sent_at)


def _verdict(filled: FilledForm, verdict: Verdict) -> Text:
    said = T(f"answer.verdict.{verdict}")
    holder = filled.submission or filled
    if holder.reviewer and holder.reviewed_at:
        return T("answer.decided", verdict=said, name=members.formal_name(holder.reviewer), at=holder.reviewed_at)
    return T("answer.verdict_only", verdict=said)


async def answer_blocks(turn: Turn, filled: FilledForm) -> list[Block]:
    """Return the answers of a filled form in blocks, and the numbers of rows that chat does not show."""
    form = await stored.ready(turn.session, filled.version_id)
    opened = form.fill(State("", filled.answers, rows=filled.rows, files=filled.files), turn.world)
    found = answer_pages.blocks(opened)
    for repeat, (count, wrong) in (await filling.excel_rows(turn.session, filled.id)).items():
        words = opened.words.of(question) if (question := opened.question(repeat)) else None
        key = "form_fill.excel_rows_wrong" if wrong else "form_fill.excel_rows"
        found.append([T(key, repeat=words.short if words else repeat, count=count, wrong=wrong)])
    return found


async def column_labels(turn: Turn, place: Place) -> Callable[[str], str]:
    """Return what gives the label of a question of a repeat by its reference within the row."""
    form = (await stored.ready(turn.session, place.version_id)).program.form
    row = (form.root.name, *place.repeat.split("/"))
    elements = {at[len(row) :]: element for at, element in form.each() if at[: len(row)] == row}

    def label(name: str) -> str:
        element = elements.get(tuple(name.split("/")))
        label = as_name(said(element.short or element.label, turn.voice.language)) if element else ""
        return label or name.removeprefix(added.MARK)

    return label


async def repeat_label(turn: Turn, place: Place) -> str:
    """Return the label of a row's repeat where its form has several; "" otherwise."""
    form = (await stored.ready(turn.session, place.version_id)).program.form
    repeats = {at[1:]: one for at, one in form.each() if one.kind is Kind.REPEAT}
    outer = [at for at in repeats if not any(at[:depth] in repeats for depth in range(1, len(at)))]
    if len(outer) < 2:
        return ""
    one = repeats[tuple(place.repeat.split("/"))]
    return said(one.short or one.label, turn.voice.language) or one.name


async def row_lines(turn: Turn, row: FilledRow) -> list[Label]:
    """Return the answers of a row that was loaded as the only one of its form; all of a form without rows."""
    form = await stored.ready(turn.session, row.place.version_id)
    opened = form.fill(State("", row.answers, rows=row.rows, files=row.files), turn.world)
    return answer_pages.lines_of(opened, f"{row.place.repeat}[1]" if row.place.repeat else "")


async def once_lines(turn: Turn, row: FilledRow) -> list[Label]:
    """Return the answers that a row's form has once, outside of its rows."""
    form = await stored.ready(turn.session, row.place.version_id)
    opened = form.fill(State("", row.answers, rows=row.rows, files=row.files), turn.world)
    return answer_pages.once(opened)


def correctable(turn: Turn, filled: FilledForm) -> bool:
    """Tell whether the person may correct a filled form: their own before its review, or a returned one."""
    if filled.part:
        return False
    match filling.verdict(filled):
        case Verdict.WAITING:
            return filled.person_id == turn.member.person_id
        case Verdict.RETURNED:
            own = filled.person_id == turn.member.person_id
            return own or bool(filled.agency_id and permissions.answers_for(turn.member, filled.agency_id))
    return False


def _onward(turn: Turn, filled: FilledForm) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of the next step: a secretary's review, or the list that the reader came from."""
    rows: list[tuple[Button, ...]] = []
    if turn.member.secretary:
        rows += review_buttons(filled)
    if filled.replaces_id:
        rows.append((Button(T("form_fill.before"), Tap("filled", filled.replaces_id)),))
    if permissions.reads_all(turn.member):
        rows.append((Button(T("form_fill.of_form"), Tap("form.filled", filled.form_version.form_id)),))
    if obligation := filled.obligation:
        if filled.part and permissions.answers_for(turn.member, obligation.agency_id):
            place = f"{obligation.id}.{obligation.agency_id}"
            rows.append((Button(T("form_fill.parts"), Tap("fill.parts", filled.assignment_id, 0, place)),))
        rows.append((buttons.to_task(obligation.id),))
    if not permissions.reads_all(turn.member):
        rows.append((buttons.FORMS,))
    return (*rows, (menu_button(),))


def review_buttons(filled: FilledForm) -> list[tuple[Button, ...]]:
    """Return the buttons of the review: of its report for one on an obligation, else of its own."""
    if filling.verdict(filled) is not Verdict.WAITING:
        return []
    if report := filled.submission:
        accept, back = Tap("review.accept", report.id, report.version), Tap("review.back", report.id, report.version)
    else:
        accept, back = Tap("filled.accept", filled.id), Tap("filled.back", filled.id)
    return [(Button(T("review.accept"), accept), Button(T("review.give_back"), back))]


async def files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of a filled form («پیوست‌ها»)."""
    filled = await filling.get(turn.session, tap.id)
    if not filling.may_read(turn.member, filled):
        raise Refused("common.not_yours")
    turn.fresh = True
    back = Screen(T("form_fill.files_sent"), ((Button(T("form_fill.see"), Tap("filled", filled.id)), menu_button()),))
    number = wording.filled_number(filled.id, filled.submission_id)
    what = T("form_fill.files_of", title=_title(filled), number=number)
    form = (await stored.ready(turn.session, filled.version_id)).program.form
    described = form_files.described(form, filled.files, filled.answers, turn.voice.language)
    return [*attachments.screens(what, described), back]
