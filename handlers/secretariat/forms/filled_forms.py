"""The filled forms that came: those that wait for a review, and all of one form (/forms, «فرم‌های رسیده»)."""

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.representative.forms import filled_card
from handlers.secretariat.forms import form_card
from models.tables.forms import FilledForm
from services.directory import members
from services.forms import filling, library, occasions, reviewing
from services.forms.reviewing import FormReviewed
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from texts import wording
from texts.answer_summary import clip

BACK = Form("form_fill.back", (Question("words", Words(1500)),))


async def waiting(turn: Turn, tap: Tap) -> Reply:
    """List the filled forms on no obligation that wait for a review («فرم‌های رسیده»)."""
    await turn.leave()
    await secretary_notices.seen(turn.context, NoticeKind.FORMS, turn.member.person_id)
    return await _list_screen(turn, 0, tap.place)


async def of_form(turn: Turn, tap: Tap) -> Reply:
    """List what was sent with a form, the latest first («پاسخ‌ها»)."""
    await turn.leave()
    return await _list_screen(turn, tap.id, tap.place)


async def _list_screen(turn: Turn, form_id: int, offset: int, news: Text | None = None) -> Screen:
    listed, total = await reviewing.listed(turn.session, offset, PAGE, form_id)
    lines: list[Text | str] = [news, ""] if news else []
    if form_id:
        form = await library.get(turn.session, form_id)
        lines.append(T("form_fill.of_form_head", title=clip(form.title, 200), count=total))
    else:
        lines.append(T("form_fill.waiting_head", count=total) if total else T("form_fill.none_waiting"))
    lines += [_line(turn, filled) for filled in listed]
    rows: list[tuple[Button, ...]] = [(Button(_label(filled), Tap("filled", filled.id)),) for filled in listed]
    pages = "form.filled" if form_id else "filled_forms"
    moves = page_buttons(total, offset, lambda first: Tap(pages, form_id, arg=str(first)))
    rows += [moves] if moves else []
    if listed:
        several = total > 1 and not form_id and turn.member.secretary
        many = [Button(T("lists.many"), Tap("many.forms"))] if several else []
        rows.append((*many, list_sheet.button("filled", form_id)))
    rows.append((Button(T("form_desk.to_form"), Tap("form", form_id)) if form_id else form_card.list_button(),))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _number(filled: FilledForm) -> Text | int:
    return wording.filled_number(filled.id, filled.submission_id)


def _place(filled: FilledForm) -> Personal | str:
    return clip(filled.agency.name, 40) if filled.agency else members.colleague(filled.person)


def _line(turn: Turn, filled: FilledForm) -> Text:
    verdict = filling.verdict(filled)
    period = occasions.period_name(filled.period, turn.voice.language)
    place = _place(filled)
    return T(
        "form_fill.filled_line",
        number=_number(filled),
        title=clip(filled.form_version.title, 100),
        place=T("form_fill.in_period", title=place, period=period) if period else place,
        at=filled.sent_at,
        verdict=T(f"answer.verdict.{verdict}"),
    )


def _label(filled: FilledForm) -> Text:
    return T("form_fill.filled_label", number=_number(filled), place=_place(filled))


async def accept(turn: Turn, tap: Tap) -> Reply:
    """Accept a filled form («پذیرش»)."""
    try:
        filled = await reviewing.accept(turn.context, tap.id)
    except FormReviewed as reviewed:
        turn.came_late(reviewed)
        return await filled_card.screens(turn, reviewed.filled, 0)
    return [await filled_card.screens(turn, filled, 0), await _list_screen(turn, 0, 0)]


async def give_back(turn: Turn, tap: Tap) -> Reply:
    """Ask for the words that go back with a filled form («برگشت برای اصلاح»)."""
    try:
        filled = await reviewing.waiting(turn.session, tap.id)
    except FormReviewed as reviewed:
        turn.came_late(reviewed)
        return await filled_card.screens(turn, reviewed.filled, 0)
    turn.fresh = True
    heading = turn.voice.plain(
        T("form_fill.files_of", title=clip(filled.form_version.title, 200), number=_number(filled))
    )
    return await form_filling.begin(turn, BACK, filled.id, heading=heading)


async def given_back(turn: Turn, filled: Filled) -> Reply:
    """Return the filled form with the words («ارسال»)."""
    try:
        returned = await reviewing.give_back(turn.context, filled.subject_id, filled.answers["words"])
    except FormReviewed as reviewed:
        turn.came_late(reviewed)
        return await filled_card.screens(turn, reviewed.filled, 0)
    return await _list_screen(turn, 0, 0, T("form_fill.given_back", number=_number(returned)))
