"""Reminders at a secretary's press: to one obligation's owner, to one agency, or to all who are late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from domain.deadlines import DeadlineKind
from domain.persian.text import sort_key
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.queues import Lane
from services import audit
from services.context import ActionContext
from services.messaging import quiet_hours
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.obligations import obligations
from services.obligations.obligations import View
from services.reminders import reminder_recipients, unsent_reminders
from services.reminders.messages import message
from services.reminders.messages.message import Digest


class ReminderScope(StrEnum):
    """The obligations that a press is about: one, an agency's open ones, or all that are late."""

    ONE = "o"
    AGENCY = "a"
    LATE = "l"


@dataclass(frozen=True, slots=True)
class AgencyReminder:
    """An agency with the obligations in question and the people to be reminded of them, none if nobody can be."""

    agency: str
    views: Sequence[View]
    people: Sequence[Recipient]

    def told(self, today: date) -> bool:
        """Tell whether its people heard of all of these obligations today."""
        return all(view.reminded_on == today for view in self.views)


class SentCounts(NamedTuple):
    """Counts of a press: people who are reminded, and obligations of which they are."""

    people: int
    obligations: int


async def plan(context: ActionContext, reach: ReminderScope, subject_id: int) -> list[AgencyReminder]:
    """The agencies that a press would remind, those that nobody can remind last; ``subject_id`` is the row's of its
    reach, 0 for all.
    """
    views = await _views(context, reach, subject_id)
    recipients_of = await reminder_recipients.of(context.session, views, context.today)
    concerns = [
        AgencyReminder(
            owed[0].agency,
            owed,
            list({person.id: person for view in owed for person in recipients_of[view.id].own}.values()),
        )
        for owed in obligations.by_agency(views).values()
    ]
    return sorted(concerns, key=lambda concern: (not concern.people, sort_key(concern.agency)))


async def send(
    context: ActionContext, reach: ReminderScope, subject_id: int, press: str, *, again: bool = False
) -> SentCounts:
    """Remind the people of the obligations that are still open, by the usual message of a day.

    Whoever heard of one today hears of it ``again`` only if the secretary wants it. ``press`` names the tap, so that
    one tap that comes twice is sent once.
    """
    ids = [view.id for view in await _views(context, reach, subject_id)]
    rows = await context.session.scalars(
        select(Obligation)
        .where(Obligation.id.in_(ids), Obligation.state.in_(OPEN_STATES))
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
        .execution_options(populate_existing=True)
    )
    due = {row.id: row for row in rows if again or row.reminded_on != context.today}
    views = await obligations.views(context.session, Obligation.id.in_(due))
    recipients_of = await reminder_recipients.of(context.session, views, context.today)
    digests: dict[int, Digest] = {}
    for view in views:
        for person in recipients_of[view.id].own:
            digests.setdefault(person.id, Digest(person)).own.append(view)
    await message.note_drafts(context.session, digests)
    written = await notify(
        context,
        [digest.person for digest in digests.values()],
        lambda person: message.screen(digests[person.id], context.today, context.organisation),
        group_key=unsent_reminders.group_key(PERSON),
        dedupe_key=f"now:{PERSON}:{press}",
        # What waits for the end of somebody's quiet hours is about other obligations, and stays.
        supersede=False,
    )
    told = {person.person_id for person in written}
    reminded = [view.id for view in views if any(person.id in told for person in recipients_of[view.id].own)]
    for number in reminded:
        due[number].reminded_on = context.today
        await obligations.replan(context, due[number])
        audit.record(context, "remind", "obligation", number)
    return SentCounts(len(written), len(reminded))


def held_until(context: ActionContext) -> datetime | None:
    """The moment at which the organisation's quiet hours end, None outside of them."""
    return quiet_hours.held_until(context.organisation, {}, context.now, lane=Lane.REMINDER)


async def _views(context: ActionContext, reach: ReminderScope, subject_id: int) -> Collection[View]:
    still_open = Obligation.state.in_(OPEN_STATES)
    match reach:
        case ReminderScope.ONE:
            return await obligations.views(context.session, Obligation.id == subject_id, still_open)
        case ReminderScope.AGENCY:
            views = await obligations.views(context.session, Obligation.agency_id == subject_id, still_open)
            return [view for view in views if view.kind is not DeadlineKind.CONTINUOUS]
        case ReminderScope.LATE:
            return await obligations.views(context.session, Obligation.due < context.today, still_open)
