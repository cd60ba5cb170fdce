"""The forms that a member has to fill in: of own neighbourhoods, agencies and tasks, with how far each is (/data)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from services.forms import occasions
from services.forms.occasions import Due, Progress
from texts.answer_summary import clip

LABEL, LABEL_BESIDE_PLACE = 48, 30


async def show(turn: Turn) -> Reply:
    """List the forms that the member has to fill in (/data)."""
    return await _list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of the list that a button names, of all places or of one (``tap.id``)."""
    await turn.leave()
    return await _list_screen(turn, tap.place, tap.id)


async def _list_screen(turn: Turn, offset: int, agency_id: int = 0) -> Screen:
    due = await occasions.of_member(turn.session, turn.member, turn.today)
    if agency_id:
        due = [one for one in due if one.occasion.agency_id == agency_id]
    title = T("form_fill.title")
    if not due:
        return Screen(T("form_fill.none", title=title), ((menu_button(),),))
    lines: list[Text | str] = [title, _count_line(due)]
    place = None
    for number, one in enumerate(due[offset : offset + PAGE], offset + 1):
        if one.place != place:
            place = one.place
            lines += ["", T("form_fill.place", place=place)] if place else [""]
        lines.append(_row(turn, number, one))
    lines += ["", T("form_fill.choose")]
    rows: list[tuple[Button, ...]] = [
        (Button(_label(number, one, several=_is_of_several(one, due)), open_tap(one)),)
        for number, one in enumerate(due[offset : offset + PAGE], offset + 1)
    ]
    moves = page_buttons(len(due), offset, lambda first: Tap("data", agency_id, arg=str(first)))
    rows += [moves] if moves else []
    rows += [_whole_button()] if agency_id else _place_buttons(turn, due)
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def open_tap(due: Due) -> Tap:
    """Return the tap that opens an occasion."""
    one = due.occasion
    # The period of an obligation is its own.
    period = "" if one.obligation_id else one.period
    words = (str(one.obligation_id), str(one.agency_id), *([period] if period else []), *(["p"] if one.part else []))
    return Tap("fill", one.assignment_id, 0, ".".join(words))


def _row(turn: Turn, number: int, due: Due) -> Text:
    progress = T(f"form_fill.progress.{due.progress}")
    period = occasions.period_name(due.occasion.period, turn.voice.language)
    title: Text | str = clip(due.title, 120)
    if due.what:
        title = T("form_fill.for_what", title=title, what=due.what)
    if period and not due.occasion.obligation_id:
        title = T("form_fill.in_period", title=title, period=period)
    if due.due and due.is_open and due.due < turn.today and not due.occasion.obligation_id:
        days = (turn.today - due.due).days
        return T("form_fill.row_late", number=number, title=title, progress=progress, days=days)
    if due.due and due.is_open:
        return T("form_fill.row_due", number=number, title=title, progress=progress, due=due.due)
    return T("form_fill.row", number=number, title=title, progress=progress)


def _count_line(due: list[Due]) -> Text:
    waiting = sum(one.waits for one in due)
    return T("form_fill.count", count=waiting) if waiting else T("form_fill.none_waits")


def _is_of_several(one: Due, due: list[Due]) -> bool:
    """Tell whether the same form is there for another agency or neighbourhood, too."""
    return bool(one.place) and any(other.title == one.title and other.place != one.place for other in due)


def _label(number: int, due: Due, *, several: bool) -> Text:
    key = "see"
    if due.is_open:
        key = _OPENS.get(due.progress, "fill")
    if several:
        title = clip(due.title, LABEL_BESIDE_PLACE)
        return T(f"form_fill.{key}_label_of", number=number, title=title, place=clip(due.place, LABEL_BESIDE_PLACE))
    return T(f"form_fill.{key}_label", number=number, title=clip(due.title, LABEL))


_OPENS = {Progress.DRAFT: "go_on", Progress.RETURNED: "mend"}
"""The labels of forms that are open and not to be begun."""


def _place_buttons(turn: Turn, due: list[Due]) -> list[tuple[Button, ...]]:
    """Return the buttons to the forms of one neighbourhood each, for a facilitator of several."""
    having = {one.occasion.agency_id for one in due}
    held = [one for one in turn.member.neighbourhoods if one.agency_id in having]
    if len(held) < 2 or len(due) <= PAGE:
        return []
    buttons = [Button(clip(one.agency, 30), Tap("data", one.agency_id or 0)) for one in held[:PAGE]]
    return [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]


def _whole_button() -> tuple[Button, ...]:
    return (Button(T("form_fill.all_places"), Tap("data")),)
