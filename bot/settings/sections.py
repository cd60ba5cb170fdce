"""Sections of the settings: the keys of each, with their values where nothing sets them.

The description of a field is a right value in words; it completes the sentence that refuses a wrong one.
"""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from bot.settings.field_types import (
    DatabaseAddress,
    Folder,
    HourPeriods,
    InvitationLetter,
    InvitationSentence,
    JalaliDay,
    ListenAddress,
    LocalTime,
    LoopbackAddress,
    OwnerId,
    PlatformName,
    Proxy,
    ReminderRow,
    ReminderSentence,
    RootAddress,
    Section,
    SilentPeriod,
    SilentPeriods,
    Token,
    Weekday,
    Weekend,
    split_commas,
)


class PlatformSection(Section):
    """The address of one platform's Bot API, and the bot's token there."""

    token: Token = Field(description="the token that @BotFather gave, such as 123456789:AA…")
    base_url: RootAddress
    proxy: Proxy | None = Field(
        default=None,
        description="http://host:port or socks5://host:port, with user:password@ if it asks",
    )


class Telegram(PlatformSection):
    """The bot on Telegram, or on another server of its Bot API."""

    base_url: RootAddress = Field(
        default="https://api.telegram.org",
        description="the root of a Bot API server, without /bot, such as https://api.telegram.org",
    )


class Bale(PlatformSection):
    """The bot on Bale."""

    base_url: RootAddress = Field(
        default="https://tapi.bale.ai",
        description="the root of Bale's Bot API, without /bot, such as https://tapi.bale.ai",
    )


class Database(Section):
    """The address of the database."""

    url: DatabaseAddress = Field(
        default=SecretStr("sqlite+aiosqlite:///data/dabir.db"),
        description="sqlite:///path/to/dabir.db or postgresql://user:password@host/name",
    )


class Storage(Section):
    """The folder of stored files."""

    files: Folder = Field(default=Path("data/files"), description="a folder that Dabir may write to")


class Secretariat(Section):
    """The secretariat and its week. `weekend` counts weekdays as datetime does: Monday is 0."""

    name: str = Field(default="دبیرخانه", min_length=1, max_length=64, description="a name of 1 to 64 characters")
    owners: Annotated[tuple[OwnerId, ...], NoDecode, BeforeValidator(split_commas)] = Field(
        default=(), description='a list of accounts, such as ["telegram:1000", "bale:1000"]'
    )
    timezone: ZoneInfo = Field(
        default=ZoneInfo("Asia/Tehran"),
        description="a name of the time zone database, such as Asia/Tehran",
    )
    weekend: Annotated[Weekend, NoDecode] = Field(
        default=frozenset({3, 4}), description='a list of weekdays, such as ["thursday", "friday"]'
    )
    language: Literal["fa", "en"] = Field(default="fa", description='"fa" or "en"')
    invitation_letter: InvitationLetter = Field(
        default="",
        max_length=1500,
        description="a text of up to 1500 characters, with {پیوند}, and {دبیرخانه}, {نقش} and {مهلت} where wanted",
    )
    reminder_opening: ReminderSentence = Field(
        default="",
        max_length=500,
        description="a text of up to 500 characters, with {دبیرخانه} and {تعداد}",
    )
    reminder_row: ReminderRow = Field(
        default="",
        max_length=500,
        description="a text of up to 500 characters, with {مصوبه}, and {مهلت} and {متن} where wanted",
    )
    invitation_text: InvitationSentence = Field(
        default="",
        max_length=300,
        description="a sentence of up to 300 characters, with {دبیرخانه} and {نقش}",
    )
    reminder_text: ReminderSentence = Field(
        default="",
        max_length=300,
        description="a sentence of up to 300 characters, with {دبیرخانه} and {تعداد}",
    )


class Reminders(Section):
    """The times of reminders, in the secretariat's zone. `weekly_day` counts as datetime does: Monday is 0."""

    days_before: int = Field(default=3, ge=0, le=30, description="a whole number of days from 0 to 30")
    hour: LocalTime = Field(default=time(9), description='a time of day, such as "09:00"')
    weekly_day: Weekday = Field(default=5, description='the name of a weekday, such as "saturday"')
    quiet_from: LocalTime = Field(default=time(21), description='a time of day, such as "21:00"')
    quiet_to: LocalTime = Field(default=time(7), description='a time of day, such as "07:00"')
    silent_periods: Annotated[SilentPeriods, NoDecode] = Field(
        default=(SilentPeriod(JalaliDay(12, 28), JalaliDay(1, 14)),),
        description='a list of Jalali periods, month-day/month-day, such as ["12-28/01-14"]',
    )
    hours: Annotated[HourPeriods, NoDecode] = Field(
        default=(), description='a list of Jalali periods, each with its hour, such as ["04-01/06-31 08:00"]'
    )
    check_ins: bool = Field(default=True, description="true or false")
    meetings: bool = Field(default=True, description="true or false")
    escalate_after: int = Field(default=0, ge=0, le=365, description="a whole number of days from 0 to 365")
    escalate_to: Literal["head", "chair"] = Field(default="head", description='"head" or "chair"')
    escalate_pause: int = Field(default=1, ge=1, le=30, description="a whole number of working days from 1 to 30")


class Limits(Section):
    """Limits of the platforms: rates in messages, sizes in megabytes of 2**20 bytes; and of tables in chat."""

    telegram_per_second: float = Field(default=30, gt=0, le=100_000, description="a number above 0")
    telegram_chat_burst: int = Field(default=5, ge=1, le=1000, description="a whole number from 1 to 1000")
    telegram_chat_per_second: float = Field(default=1, gt=0, le=1000, description="a number above 0")
    telegram_group_per_minute: float = Field(default=20, gt=0, le=1000, description="a number above 0")
    bale_per_second: float = Field(default=10, gt=0, le=100_000, description="a number above 0")
    bale_chat_burst: int = Field(default=5, ge=1, le=1000, description="a whole number from 1 to 1000")
    bale_chat_per_second: float = Field(default=1, gt=0, le=1000, description="a number above 0")
    bale_group_per_minute: float = Field(default=20, gt=0, le=1000, description="a number above 0")
    download_mb: int = Field(default=20, ge=1, le=2000, description="a whole number from 1 to 2000")
    files_a_day: int = Field(default=500, ge=10, le=100_000, description="a whole number from 10 to 100000")
    files_mb_a_day: int = Field(default=1000, ge=20, le=1_000_000, description="a whole number from 20 to 1000000")
    form_rows: int = Field(default=200, ge=1, le=1000, description="a whole number from 1 to 1000")
    upload_mb: int = Field(default=50, ge=1, le=2000, description="a whole number from 1 to 2000")


class Privacy(Section):
    """The platforms to which personal data may go."""

    personal_data_on: Annotated[tuple[PlatformName, ...], NoDecode, BeforeValidator(split_commas)] = Field(
        default=(), description='a list of platforms, such as ["bale"], or [] for all of them'
    )


class Clock(Section):
    """The clock to follow, for a bot beside the sandbox."""

    url: LoopbackAddress | None = Field(
        default=None, description="the address of a sandbox on this machine, such as http://127.0.0.1:8181"
    )


class Monitoring(Section):
    """The address at which metrics and health are told to whoever watches the machine."""

    listen: ListenAddress | None = Field(default=None, description="a host and a port, such as 127.0.0.1:9464")


class Logging(Section):
    """The level and the format of the log."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description='"debug", "info", "warning" or "error"'
    )
    format: Literal["console", "json"] = Field(default="console", description='"console" or "json"')
