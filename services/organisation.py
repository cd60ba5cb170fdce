"""The organisation's own settings that rules and screens need, made from the configuration once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from domain import reminder_plan
from domain.dates.clock import Clock
from domain.dates.working_days import Calendar, weekly
from domain.reminder_plan import ReminderSettings
from services.files.file_store import PartialFile

UNKNOWN = datetime.min.replace(tzinfo=UTC)
"""A moment that has always come, so that whoever waits for it looks."""


class Store(Protocol):
    """A store of files by content hash."""

    def read(self, digest: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        ...

    def write(self, data: bytes) -> str:
        """Store the bytes and return their hash."""
        ...

    def stored_before(self, moment: float) -> set[str]:
        """Find the files that were stored before a moment, in seconds since 1970, and none later again."""
        ...

    def discard(self, digest: str, moment: float) -> bool:
        """Delete a file that was stored before a moment; returns False for one that was stored again since."""
        ...

    def begin(self, most: int) -> PartialFile:
        """Begin a file that comes in pieces, of ``most`` bytes altogether."""
        ...


@dataclass(frozen=True, slots=True)
class KeepDays:
    """The days for which each kind of row and file is kept after its end; 0 is for ever."""

    updates: int = 14
    messages: int = 90
    jobs: int = 90
    audit: int = 1825
    codes: int = 30
    strangers: int = 180
    files: int = 30


@dataclass(frozen=True, slots=True)
class Pulse:
    """The signs of life of the running program; all are empty where none runs.

    ``polled`` has the last answered poll of each platform, ``down`` those that count as away. ``ticked`` is the end of
    the last scheduled work, ``free`` the bytes that are left where files are stored.
    """

    polled: Mapping[str, datetime | None] = field(default_factory=dict)
    down: frozenset[str] = frozenset()
    ticked: datetime | None = None
    free: int | None = None


@dataclass(slots=True)
class Organisation:
    """The secretariat as configured.

    ``calendar`` is replaced when the secretariat edits its holidays. ``owners`` are the namespaced users who become
    secretaries at their first /start. ``links`` has for each platform the address that opens the bot with a word,
    ``….format(word)``. ``personal_on`` are the platforms that may carry personal data, None for all of them.
    ``download_mb`` is the size of the largest file that is accepted, ``files_a_day`` and ``files_mb_a_day`` are what an
    account may send on one day. ``form_rows`` is how many rows a table has in chat, ``rates`` are each platform's
    messages a second.
    ``configured`` are the settings that the secretariat may change, as configured, by their keys there; ``given`` are
    the keys that were set, and ``chosen`` the values that were changed in the chat. From ``broadcast_at``
    on a broadcast may have something to do; None when none is being sent or planned, ``UNKNOWN`` at the start.
    ``last_restored`` is the last row of the outbox that a backup brought back, None where none was restored.
    ``pulse`` takes the pulse of the running program.
    """

    name: str
    zone: ZoneInfo
    calendar: Calendar
    owners: frozenset[str]
    language: str
    reminder_settings: ReminderSettings
    store: Store
    links: Mapping[str, str]
    clock: Clock
    personal_on: frozenset[str] | None = None
    download_mb: int = 20
    files_a_day: int = 500
    files_mb_a_day: int = 1000
    form_rows: int = 200
    rates: Mapping[str, float] = field(default_factory=dict)
    keep_days: KeepDays = KeepDays()
    invitation_letter: str = ""
    invitation_text: str = ""
    reminder_opening: str = ""
    reminder_row: str = ""
    reminder_text: str = ""
    configured: Mapping[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    chosen: Mapping[str, Any] = field(default_factory=dict)
    broadcast_at: datetime | None = UNKNOWN
    last_restored: int | None = None
    pulse: Callable[[], Pulse] = Pulse

    def day(self, moment: datetime) -> date:
        """Return the date of a moment by the organisation's clock."""
        return moment.astimezone(self.zone).date()

    def may_hold(self, chat: str) -> bool:
        """Tell whether names, numbers and files may stand in a chat, or on a platform."""
        return self.personal_on is None or chat.partition(":")[0] in self.personal_on


TEXTS = ("invitation_letter", "invitation_text", "reminder_opening", "reminder_row", "reminder_text")
"""The office's own texts, by their keys of the configuration; "" is none of its own."""


def apply_settings(organisation: Organisation, chosen: Mapping[str, Any]) -> None:
    """Let the values that were chosen in the chat hold over the configured ones, if they do not yet."""
    if organisation.chosen == chosen:
        return
    values = {**organisation.configured, **chosen}
    organisation.chosen, organisation.name = chosen, values["name"]
    organisation.calendar = replace(organisation.calendar, weekend=weekly(values["weekend"]))
    organisation.reminder_settings = reminder_plan.from_stored(values)
    for name in TEXTS:
        setattr(organisation, name, values[name])
