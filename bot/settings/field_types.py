"""Types of settings' values, each with its validation.

Addresses that may carry a password are secrets, which show as stars wherever they are printed.
"""

import os
import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from domain.dates.yearly_periods import DAYS_IN_MONTHS, LEAST_OPEN_DAYS, open_days
from domain.forms.types.office_types import (
    INVITATION,
    LETTER,
    LETTER_NEEDS,
    REMINDER,
    ROW,
    ROW_NEEDS,
    missing_in,
    unknown_in,
)
from models import address as database_address

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


class JalaliDay(NamedTuple):
    """A day of any Jalali year; months and days count from 1."""

    month: int
    day: int


class HourPeriod(NamedTuple):
    """A yearly period with its own hour of reminders, both days included."""

    start: JalaliDay
    end: JalaliDay
    hour: time


class SilentPeriod(NamedTuple):
    """A yearly period without reminders, both days included. A start after the end runs over the new year."""

    start: JalaliDay
    end: JalaliDay


def _token(value: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("this does not look like a bot's token")
    return value


def _root_address(value: str) -> str:
    address = urlsplit(value)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("this is not an http or https address")
    if address.path.strip("/").startswith("bot"):
        raise ValueError("the path /bot is added by Dabir itself")
    return value.rstrip("/")


def _loopback_address(value: str) -> str:
    if urlsplit(_root_address(value)).hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("only this machine itself may set the clock")
    return value.rstrip("/")


def _listen_address(value: str) -> str:
    """Check an address to listen at. Raises ValueError."""
    address = urlsplit(f"//{value}")
    if not address.hostname or not address.port or f"{address.netloc}" != value or "@" in value:
        raise ValueError("this is not a host and a port")
    return value


def _proxy(value: SecretStr) -> SecretStr:
    address = urlsplit(value.get_secret_value())
    if address.scheme not in ("http", "socks5") or not address.hostname:
        raise ValueError("this is not an http or socks5 proxy")
    return value


def _database(value: SecretStr) -> SecretStr:
    """Put the driver into an address, so that plain sqlite:// and postgresql:// will do. Raises ValueError."""
    scheme, separator, rest = value.get_secret_value().partition("://")
    driver = ASYNC_DRIVERS.get(scheme, scheme)
    if not separator or driver not in ASYNC_DRIVERS.values():
        raise ValueError("this is neither a SQLite nor a PostgreSQL address")
    # A password with signs of its own would be taken for the host, and be shown.
    file = database_address.parse(f"{driver}://{rest}").file
    # Of what lies in a folder that is closed to this account a Path's own question raises PermissionError.
    if file and os.path.isdir(file):
        raise ValueError("this is a folder, and a database is a file in one")
    return SecretStr(f"{driver}://{rest}")


def _folder(value: Path) -> Path:
    if os.path.isfile(value):
        raise ValueError("this is a file")
    return value


def split_commas(value: Any) -> Any:
    """Split a list that is written with commas, as in a variable, or as a list of TOML: ["telegram:1000"]."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("["):
        try:
            return tomllib.loads(f"list = {value}")["list"]
        except tomllib.TOMLDecodeError:
            return value
    return [part.strip() for part in value.split(",")]


def _weekday(value: Any) -> Any:
    if isinstance(value, str):
        if value.lower() not in WEEKDAYS:
            raise ValueError(f"{value!r} is not the name of a weekday")
        return WEEKDAYS.index(value.lower())
    return value


def _silent_period(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)", value)
    if not match:
        raise ValueError(f"{value!r} is not two days with a stroke between")
    start_month, start_day, end_month, end_day = map(int, match.groups())
    for month, day in ((start_month, start_day), (end_month, end_day)):
        if not 1 <= month <= 12 or not 1 <= day <= DAYS_IN_MONTHS[month - 1]:
            raise ValueError(f"{month:02}-{day:02} is not a day of the Jalali year")
    return SilentPeriod(JalaliDay(start_month, start_day), JalaliDay(end_month, end_day))


def _open_days(silent: tuple[SilentPeriod, ...]) -> tuple[SilentPeriod, ...]:
    """Refuse periods that leave too few open days: the search for the next one would not end. Raises ValueError."""
    if open_days(silent) < LEAST_OPEN_DAYS:
        raise ValueError(f"these leave less than {LEAST_OPEN_DAYS} days of the year to remind anybody in")
    return silent


def _hour_period(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    days, _, hour = value.partition(" ")
    period: SilentPeriod = _silent_period(days)
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", hour):
        raise ValueError(f"{value!r} is not a period, a space and an hour")
    return HourPeriod(period.start, period.end, time.fromisoformat(hour))


def _sentence(known: tuple[str, ...], needed: tuple[str, ...] = ()) -> Any:
    def check(value: str) -> str:
        if strange := unknown_in(value, known):
            raise ValueError(f"{strange} stands for nothing; known are {', '.join(known)}")
        if value.strip() and (missing := missing_in(value, needed)):
            raise ValueError(f"{{{missing}}} is missing")
        return value.strip()

    return Annotated[str, AfterValidator(check)]


def _weekend(value: frozenset[int]) -> frozenset[int]:
    if len(value) == len(WEEKDAYS):
        raise ValueError("a week needs a working day")
    return value


def _local_time(value: time) -> time:
    if value.tzinfo:
        raise ValueError("the zone is that of [secretariat] timezone")
    return value


Token = Annotated[SecretStr, AfterValidator(_token)]
RootAddress = Annotated[str, AfterValidator(_root_address)]
LoopbackAddress = Annotated[str, AfterValidator(_loopback_address)]
ListenAddress = Annotated[str, AfterValidator(_listen_address)]
Proxy = Annotated[SecretStr, AfterValidator(_proxy)]
DatabaseAddress = Annotated[SecretStr, AfterValidator(_database)]
Folder = Annotated[Path, AfterValidator(_folder)]
PlatformName = Literal["telegram", "bale"]
OwnerId = Annotated[str, Field(pattern=r"^(telegram|bale):[0-9]+$")]
Weekday = Annotated[int, BeforeValidator(_weekday), Field(ge=0, le=6)]
Weekend = Annotated[frozenset[Weekday], BeforeValidator(split_commas), AfterValidator(_weekend)]
LocalTime = Annotated[time, AfterValidator(_local_time)]
JalaliPeriod = Annotated[SilentPeriod, BeforeValidator(_silent_period)]
SilentPeriods = Annotated[tuple[JalaliPeriod, ...], BeforeValidator(split_commas), AfterValidator(_open_days)]
HourPeriods = Annotated[tuple[Annotated[HourPeriod, BeforeValidator(_hour_period)], ...], BeforeValidator(split_commas)]
InvitationSentence = _sentence(INVITATION)
ReminderSentence = _sentence(REMINDER)
InvitationLetter = _sentence(LETTER, LETTER_NEEDS)
ReminderRow = _sentence(ROW, ROW_NEEDS)


class Section(BaseModel):
    """Base of all sections: no unknown keys, immutable, values hidden in errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, validate_default=True)
