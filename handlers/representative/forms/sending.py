"""A stored form that is sent: kept, and answered by a receipt; of a trial nothing is kept («ارسال»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.occasion import TRIAL, Occasion
from domain.forms.xforms.form import XForm
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.forms import FilledForm, FormState
from services.errors import Refused
from services.forms import assignments, filling, library, occasions
from services.forms.filling import Sent
from services.messaging import buttons
from services.submissions.submissions import CHAT
from texts import wording
from texts.answer_summary import clip


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store a filled form, and show its receipt."""
    version_id = filling.version_in(filled.form.name)
    if filled.subject == TRIAL:
        return await _tried(turn, filled, version_id)
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


async def _tried(turn: Turn, filled: Filled, version_id: int) -> Screen:
    """Say that a trial is over and nothing was sent, and lead to the next step: publish, attach, or neither."""
    version = await library.version(turn.session, version_id)
    # What the form works out and notes by itself is no answer.
    specs = map(filled.form.spec, filled.answers) if isinstance(filled.form, XForm) else ()
    count = sum(1 for spec in specs if spec and spec.element.is_asked)
    lines: list[Text] = [T("form_fill.tried", title=clip(version.title, 200), count=count)]
    form, rows = await library.get(turn.session, version.form_id), list[tuple[Button, ...]]()
    if version.published_at is None:
        used = await library.in_use(turn.session, form.id)
        lines.append(T("form_fill.tried_new" if used else "form_fill.tried_first"))
        label = T("form_desk.publish_new" if used else "form_desk.publish")
        rows.append((Button(label, Tap("form.publish", form.id, form.version)),))
    elif form.state is FormState.PUBLISHED and not await assignments.of_form(turn.session, form.id):
        lines.append(T("form_fill.tried_unattached"))
        rows.append((Button(T("form_attach.button"), Tap("form.attach", form.id)),))
    again = Button(T("form_fill.try_again"), Tap("form.try", form.id))
    rows.append((again, Button(T("form_desk.to_form"), Tap("form", form.id))))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _receipt(turn: Turn, stored: FilledForm) -> Screen:
    """Return the receipt: the number under which the form is kept, and the next step."""
    title = clip(stored.form_version.title, 200)
    see = Button(T("form_fill.see"), Tap("filled", stored.id))
    if stored.part:
        return Screen(T("form_fill.receipt_part", title=title), ((see,), _onward()))
    number = wording.filled_number(stored.id, stored.submission_id)
    lines: list[Text | str] = [T("form_fill.receipt", title=title, number=number, at=stored.sent_at)]
    if period := occasions.period_name(stored.period, turn.voice.language):
        lines.append(T("form_fill.of_period", period=period))
    if stored.agency:
        lines.append(T("form_fill.of_place", place=stored.agency.name))
    lines.append(T("answer.receipt_review"))
    return Screen(T("form.lines", lines=lines), ((see,), _onward()))


def _onward() -> tuple[Button, ...]:
    return (buttons.FORMS, buttons.MENU)
