"""The screen of a reminder: all obligations of one person that have come due, the worst first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Personal, Rows, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind
from domain.forms.types.office_types import REMINDER, ROW, filled
from domain.persian.text import persian_digits
from domain.reminder_plan import longest_snooze
from models.tables.meetings import ObligationState
from services.context import ActionContext
from services.conversations import drafts
from services.messaging import buttons
from services.messaging.recipients import Recipient
from services.obligations.obligations import View
from services.organisation import Organisation
from services.reminders import waiting_forms
from services.reminders.messages import checkin_message
from services.reminders.reminder_recipients import ReminderRecipients
from services.reminders.waiting_forms import WaitingForm
from texts import wording
from texts.answer_summary import clip
from texts.format import voice

MOST = 8
"""The most obligations on one message; a phone shows so many without scrolling."""
MOST_HELPED = 4
"""The most resolutions on one message that others answer for."""
LONGEST = 140
"""The most characters of one resolution's text."""
SHORT = 30
"""The most characters of an agency's name on a button."""


@dataclass(slots=True)
class Digest:
    """One person's obligations of one day: those of their own agencies, and those with which these help others.

    ``forms`` are those on no obligation that wait for the person beside them.
    """

    person: Recipient
    own: list[View] = field(default_factory=list)
    helping: list[View] = field(default_factory=list)
    forms: list[WaitingForm] = field(default_factory=list)
    drafted: Collection[int] = ()
    """The obligations to which the person has begun an answer."""

    def among(self, ids: Collection[int]) -> "Digest":
        """Return the digest with those of its obligations that are among some."""
        own, helping = ([view for view in views if view.id in ids] for views in (self.own, self.helping))
        return replace(self, own=own, helping=helping)

    def join(self, other: "Digest") -> None:
        """Add another digest of the same person, each obligation once."""
        known = {view.id for view in (*self.own, *self.helping)}
        self.own += [view for view in other.own if view.id not in known]
        self.helping += [view for view in other.helping if view.id not in known]


async def note_drafts(session: AsyncSession, digests: Mapping[int, Digest]) -> None:
    """Note in each digest the answers that its person has begun and not sent."""
    begun = await drafts.half_answered(session, digests.keys()) if digests else {}
    for person_id, obligation_ids in begun.items():
        digests[person_id].drafted = obligation_ids


def add(digests: dict[int, Digest], view: View, recipients: ReminderRecipients, among: Collection[int]) -> None:
    """Add an obligation to the digest of each of its recipients that is ``among`` some people.

    A continuous one is for the agency's own people alone.
    """
    for person in recipients.own:
        if person.id in among:
            digests.setdefault(person.id, Digest(person)).own.append(view)
    for person in recipients.helping if view.kind is not DeadlineKind.CONTINUOUS else ():
        if person.id in among:
            digests.setdefault(person.id, Digest(person)).helping.append(view)


async def add_forms(context: ActionContext, digests: dict[int, Digest]) -> None:
    """Add the forms that wait for each person of a digest."""
    for person_id, (_, forms) in (await waiting_forms.waiting(context, digests)).items() if digests else ():
        digests[person_id].forms = forms


def screen(digest: Digest, today: date, organisation: Organisation) -> Screen:
    """The reminder of a day. Continuous resolutions alone are asked about at once, among others by one button.

    The office's own sentence, if it has one, stands at the end.
    """
    continuous = [view for view in digest.own if view.kind is DeadlineKind.CONTINUOUS]
    dated = sorted((view for view in digest.own if view.kind is not DeadlineKind.CONTINUOUS), key=_urgency)
    helping = _shared(digest.helping)
    person = digest.person
    greeting = wording.greeting("reminder.greeting", "reminder.greeting_bare", person.title, person.name)
    count = persian_digits(len(dated) + len(continuous) + len(helping))
    known = dict(zip(REMINDER, (organisation.name, count), strict=True))
    monthly = not dated and not helping and not digest.forms
    waiting = T("reminder.monthly", greeting=greeting) if monthly else _opening(dated, greeting, today)
    if own := organisation.reminder_opening:
        waiting = T("reminder.waiting_own", greeting=greeting, words=filled(own, known))
    if monthly:
        return checkin_message.screen([checkin_message.Question(view) for view in continuous], waiting)
    lines: list[Text | Personal | str] = [waiting if dated else greeting]
    lines += _list(dated, today, organisation, digest.drafted)
    if len(dated) > MOST:
        lines += ["", T("reminder.more", count=len(dated) - MOST)]
    if continuous:
        lines += ["", T("reminder.continuous", count=len(continuous))]
    if helping:
        lines += ["", T("reminder.helping"), *(_helped(parts, today) for parts in helping[:MOST_HELPED])]
    if len(helping) > MOST_HELPED:
        lines.append(T("reminder.more", count=len(helping) - MOST_HELPED))
    if digest.forms:
        lines += ["", T("reminder.forms"), *waiting_forms.listed(digest.forms, today)]
    if dated or continuous or helping:
        lines += ["", T("reminder.next_step" if dated or continuous else "reminder.next_step_helping")]
    if organisation.reminder_text:
        lines += ["", filled(organisation.reminder_text, known)]
    return Screen(T("reminder.lines", lines=lines), _buttons(dated, continuous, helping, digest, today))


def _opening(dated: Sequence[View], greeting: Personal, today: date) -> Text:
    """Return the opening sentence; while all is overdue it changes from week to week and tells what can be done."""
    if not dated or not all(view.overdue(today) for view in dated):
        return T("reminder.waiting", greeting=greeting)
    weeks = max((today - view.due).days for view in dated if view.due) // 7
    if weeks < 2:
        return T("reminder.overdue_1", greeting=greeting)
    return T(f"reminder.overdue_{2 + weeks % 3}", greeting=greeting, weeks=weeks)


def _shared(helping: Sequence[View]) -> list[list[View]]:
    """Group the obligations of several agencies for one resolution into one row for those who help them."""
    parts: dict[tuple[int, str, date | None], list[View]] = {}
    for view in sorted(helping, key=_urgency):
        parts.setdefault((view.resolution_id, view.item, view.due), []).append(view)
    return list(parts.values())


def _helped(views: Sequence[View], today: date) -> Text:
    first = views[0]
    agency = clip(first.agency, LONGEST)
    title, due = first.title(), wording.due_date(first.due, first.kind, today)
    agencies = T("reminder.and_others", agency=agency, count=len(views) - 1) if len(views) > 1 else agency
    return T("reminder.row_helping", title=title, due=due, agency=agencies, text=clip(first.text, LONGEST))


def _urgency(view: View) -> tuple[str, date, int]:
    return view.agency, view.due or date.max, view.number


def _list(dated: Sequence[View], today: date, organisation: Organisation, drafted: Collection[int]) -> list[Text | str]:
    lines: list[Text | str] = []
    agency = ""
    for view in dated[:MOST]:
        if view.agency != agency:
            agency = view.agency
            lines += ["", T("reminder.of_agency", agency=clip(agency, LONGEST))]
        returned = view.state is ObligationState.RETURNED
        title, due = view.title(dated), wording.due_date(view.due, view.kind, today)
        text = clip(view.text, LONGEST)
        if organisation.reminder_row and not returned:
            said = voice(organisation.language, organisation.zone).plain
            day = T("reminder.day", day=view.due) if view.due else due
            known = dict(zip(ROW, (said(title), said(day), text), strict=True))
            lines.append(filled(organisation.reminder_row, known))
        else:
            lines.append(T("reminder.row_returned" if returned else "reminder.row", title=title, due=due, text=text))
        if view.id in drafted:
            lines.append(T("reminder.drafted"))
    return lines


def _buttons(
    dated: Sequence[View],
    continuous: Sequence[View],
    helping: Sequence[Sequence[View]],
    digest: Digest,
    today: date,
) -> Rows:
    several = len({view.agency for view in dated}) > 1
    rows = [(_report(view, dated, digest.drafted, several=several),) for view in dated[:MOST]]
    if continuous:
        rows.append((Button(T("reminder.check_in"), Tap("checkin")),))
    if helping:
        rows.append((Button(T("tasks.helping"), Tap("helping")),))
    if digest.forms:
        rows.append((buttons.FORMS,))
    on = [buttons.TASKS]
    if len(dated) == 1 and not continuous and not helping and dated[0].due:
        only = dated[0]
        if longest_snooze(dated[0].due, today):
            on.insert(0, Button(T("tasks.snooze"), Tap("snooze", only.id, only.version)))
        rows.append((Button(T("extension.button"), Tap("extension", only.id, only.version)),))
    return (*rows, tuple(on))


def _report(view: View, dated: Sequence[View], drafted: Collection[int], *, several: bool) -> Button:
    """The report button; names the agency when the person represents ``several``."""
    title = view.title(dated)
    label = T("reminder.resume" if view.id in drafted else "reminder.report", title=title)
    if several:
        label = T("reminder.report_of", title=title, agency=clip(view.agency, SHORT))
    return Button(label, Tap("report", view.id, view.version))
