"""The rule of quiet hours: until when a message that is no reply has to wait.

It is asked when a message is written, and again when it is sent, because a row may have waited through an outage.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from domain import reminder_plan
from models.queues import Lane
from services.organisation import Organisation

DAILY = "remind:"
"""The beginning of a group key whose messages hold on the day they were written; a tick writes them anew later."""
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
    """The moment until which a message may not be sent, asked ``at`` the moment it would be; None when it may be.

    A reply is sent at any hour. Every other message waits for the end of the organisation's quiet hours and of the
    recipient's own, which stand in ``settings``; a daily one ``written`` on an earlier day for the next hour and day
    on which reminders may be sent.
    """
    if lane is Lane.REPLY:
        return None
    local = at.astimezone(organisation.zone)
    if written and group_key.startswith(DAILY) and written.astimezone(organisation.zone).date() < local.date():
        return reminder_plan.next_opening(local, organisation.calendar, organisation.reminder_settings) + FOR_THE_TICK
    return _end_of_quiet(organisation, settings, local)


def _end_of_quiet(organisation: Organisation, settings: Mapping[str, Any], local: datetime) -> datetime | None:
    moment = local
    hours = [
        (organisation.reminder_settings.quiet_from, organisation.reminder_settings.quiet_to),
        *_own_quiet(settings),
    ]
    # One quiet may end in the other.
    for start, end in [*hours, *hours]:
        if reminder_plan.quiet(moment.time(), start, end):
            moment = _next(moment, end)
    return moment if moment > local else None


def _own_quiet(settings: Mapping[str, Any]) -> Sequence[tuple[time, time]]:
    """A person's quiet hours, kept as ``{"quiet": ["22:00", "07:00"]}``."""
    kept = settings.get("quiet")
    return [(time.fromisoformat(kept[0]), time.fromisoformat(kept[1]))] if kept else []


def _next(local: datetime, hour: time) -> datetime:
    today = datetime.combine(local.date(), hour, local.tzinfo)
    return today if today > local else datetime.combine(local.date() + timedelta(days=1), hour, local.tzinfo)
