"""A stored form that is sent: kept, and answered by a receipt; of a trial nothing is kept («ارسال»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.occasion import TRIAL, Occasion
from domain.forms.xforms.form import XForm
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.forms import FilledForm
from services.errors import Refused
from services.forms import filling, library, occasions
from services.forms.filling import Sent
from services.messaging import buttons
from services.submissions.submissions import CHAT
from texts.answer_summary import clip


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store a filled form, and show its receipt."""
    version_id = filling.version_in(filled.form.name)
    if filled.subject == TRIAL:
        form_id = (await library.version(turn.session, version_id)).form_id
        to_form = Button(T("form_desk.to_form"), Tap("form", form_id))
        # What the form works out and notes by itself is no answer.
        specs = map(filled.form.spec, filled.answers) if isinstance(filled.form, XForm) else ()
        count = sum(1 for spec in specs if spec and spec.element.is_asked)
        return Screen(T("form_fill.tried", count=count), ((to_form,), (menu_button(),)))
    occasion = Occasion.parse(filled.subject)
    if occasion is None:
        raise Refused("common.stale")
    stored = await filling.send(
        turn.context,
        turn.member,
        version_id,
        occasion,
        Sent(
            filled.answers,
            filled.rows,
            filled.files,
            filled.sources,
            filled.draft_id,
            filled.about.get("replaces", 0),
            filled.about.get("channel", CHAT),
        ),
    )
    return _receipt(turn, stored)


def _receipt(turn: Turn, stored: FilledForm) -> Screen:
    """Return the receipt: the number under which the form is kept, and the next step."""
    title = clip(stored.form_version.title, 200)
    see = Button(T("form_fill.see"), Tap("filled", stored.id))
    if stored.part:
        return Screen(T("form_fill.receipt_part", title=title), ((see,), _onward()))
    number = stored.submission_id or stored.id
    lines: list[Text | str] = [T("form_fill.receipt", title=title, number=number, at=stored.sent_at)]
    if period := occasions.period_name(stored.period, turn.voice.language):
        lines.append(T("form_fill.of_period", period=period))
    if stored.agency:
        lines.append(T("form_fill.of_place", place=stored.agency.name))
    lines.append(T("answer.receipt_review"))
    return Screen(T("form.lines", lines=lines), ((see,), _onward()))


def _onward() -> tuple[Button, ...]:
    return (Button(T("form_fill.list"), Tap("data")), buttons.MENU)
