"""The rule of quiet hours, in which nothing but replies is sent.

It is applied when a message is written, and again when it is sent, because a row may have waited through an outage.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from domain import reminder_plan
from models.tables.queues import Lane
from services.organisation import Organisation

DAILY = "remind:"
"""The beginning of a group key whose messages are valid on their day alone; on a later day a tick writes them anew."""
FOR_THE_TICK = timedelta(minutes=1)
"""The time after an opening for which a daily message of an earlier day is left to its tick."""


def held_until(
    organisation: Organisation,
    settings: Mapping[str, Any],
    at: datetime,
    *,
    lane: Lane,
    group_key: str = "",
    written: datetime | None = None,
) -> datetime | None:
    """The moment until which a message that is ready ``at`` a moment has to wait; None when it may be sent then.

    A reply is sent at any hour. Every other message waits for the end of the organisation's quiet hours and of the
    recipient's own, which stand in ``settings``; a daily one that was ``written`` on an earlier day waits for the next
    hour and day on which reminders may be sent.
    """
    if lane is Lane.REPLY:
        return None
    local = at.astimezone(organisation.zone)
    if written and group_key.startswith(DAILY) and organisation.day(written) < local.date():
        return reminder_plan.next_opening(local, organisation.calendar, organisation.reminder_settings) + FOR_THE_TICK
    return _end_of_quiet(organisation, settings, local)


def _end_of_quiet(organisation: Organisation, settings: Mapping[str, Any], local: datetime) -> datetime | None:
    moment = local
    hours = [
        (organisation.reminder_settings.quiet_from, organisation.reminder_settings.quiet_to),
        *own_quiet(organisation, settings),
    ]
    # The end of one quiet may lie in the other.
    for start, end in [*hours, *hours]:
        if reminder_plan.quiet(moment.time(), start, end):
            moment = _next(moment, end)
    return moment if moment > local else None


def own_quiet(organisation: Organisation, settings: Mapping[str, Any]) -> Sequence[tuple[time, time]]:
    """A person's quiet hours, stored as ``{"quiet": ["22:00", "07:00"]}``, as far as they hold.

    Those that would leave no hour for a reminder do not, as when the organisation has changed its own since.
    """
    hours = settings.get("quiet")
    if not hours:
        return []
    start, end = time.fromisoformat(hours[0]), time.fromisoformat(hours[1])
    return [(start, end)] if reminder_plan.leaves_an_hour(organisation.reminder_settings, start, end) else []


def _next(local: datetime, hour: time) -> datetime:
    today = datetime.combine(local.date(), hour, local.tzinfo)
    return today if today > local else datetime.combine(local.date() + timedelta(days=1), hour, local.tzinfo)
