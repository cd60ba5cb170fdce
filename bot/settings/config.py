"""Settings of the operator: a TOML file, and `DABIR_` variables over it.

A variable names its section and key with two underscores between: DABIR_TELEGRAM__TOKEN. The description of a
field is a right value in words; it completes the sentence that refuses a wrong one.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.backup import Backup
from bot.settings.field_types import (
    DatabaseAddress,
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
from bot.settings.retention import Retention
from services.organisation import TEXTS

PREFIX = "DABIR_"
SEPARATOR = "__"
# These variables are the file's path and the test suite's switches, which reach the processes that it starts.
NOT_SETTINGS = re.compile(r"DABIR_CONFIG|DABIR_NO_SKIP|DABIR_TEST_\w+")


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

    files: Path = Field(default=Path("data/files"), description="a folder that Dabir may write to")


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


class Config(Section):
    """All settings. The constructor reads no file and no variable; `load` reads both.

    A platform without its section is not set up; at least one has to be.
    """

    telegram: Telegram | None = None
    bale: Bale | None = None
    database: Database = Database()
    storage: Storage = Storage()
    secretariat: Secretariat = Secretariat()
    reminders: Reminders = Reminders()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    clock: Clock = Clock()
    monitoring: Monitoring = Monitoring()
    retention: Retention = Retention()
    backup: Backup = Backup()
    logging: Logging = Logging()

    @property
    def platforms(self) -> dict[str, PlatformSection]:
        """The platforms that are set up, by name."""
        sections = {"telegram": self.telegram, "bale": self.bale}
        return {name: section for name, section in sections.items() if section}

    @property
    def office(self) -> dict[str, Any]:
        """The values that the secretariat may change in the chat, as JSON by key."""
        office, reminders = self.secretariat, self.reminders
        return {
            "name": office.name,
            "weekend": sorted(office.weekend),
            **{name: getattr(office, name) for name in TEXTS},
            "days_before": reminders.days_before,
            "hour": f"{reminders.hour:%H:%M}",
            "hours": [[list(start), list(end), f"{hour:%H:%M}"] for start, end, hour in reminders.hours],
            "weekly_day": reminders.weekly_day,
            "quiet_from": f"{reminders.quiet_from:%H:%M}",
            "quiet_to": f"{reminders.quiet_to:%H:%M}",
            "silent_periods": [[list(start), list(end)] for start, end in reminders.silent_periods],
            "check_ins": reminders.check_ins,
            "meetings": reminders.meetings,
            "escalate_after": reminders.escalate_after,
            "escalate_to": reminders.escalate_to,
            "escalate_pause": reminders.escalate_pause,
        }

    @property
    def office_set(self) -> frozenset[str]:
        """The keys of `office` that a file or a variable sets."""
        named = self.secretariat.model_fields_set | self.reminders.model_fields_set
        return frozenset(named & set(self.office))

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Check that each platform named in a section has its own section. Raises ValueError with a line for each."""
        there = self.platforms
        if not there:
            raise ValueError(NO_PLATFORM)
        named = {f"[secretariat] owners has {owner}": owner.partition(":")[0] for owner in self.secretariat.owners}
        named |= {f"[privacy] personal_data_on has {name}": name for name in self.privacy.personal_data_on}
        absent = [
            f"{named_in}, but {name} is not set up: set [{name}] token, or {_variable(name, 'token')}, or take it out."
            for named_in, name in named.items()
            if name not in there
        ]
        if absent:
            raise ValueError("\n".join(absent))
        return self


class _FromOutside(BaseSettings, Config):
    """All settings, read from the arguments and, over those, from the variables."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=SEPARATOR, env_ignore_empty=True, extra="forbid"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


class ConfigError(Exception):
    """Settings that Dabir can't start with; `problems` has a sentence for each, without secrets."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def load(path: Path | None) -> Config:
    """Read the settings file, if one is named, and the process's variables over it.

    Raises ConfigError for a file that cannot be read, an unknown name or a wrong value.
    """
    table = _read(path) if path else {}
    if strange := [name for name in _our_variables() if name not in VARIABLES]:
        raise ConfigError(
            _unknown(name, _nearest(name, VARIABLES), "config.example.toml has them all.") for name in strange
        )
    try:
        return Config(**dict(_FromOutside(**table)))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        problems = [sentence for one in found for sentence in _problems(one)]
    # Raised outside of the handler, so that pydantic's error, which quotes the values, is not chained to it.
    raise ConfigError(problems)


def keys() -> dict[str, dict[str, str]]:
    """The keys of each section, each with the description of a right value."""
    # The annotation of a platform's section is a union with None, because the section may be absent.
    kinds = {name: (*get_args(field.annotation), field.annotation)[0] for name, field in Config.model_fields.items()}
    return {
        name: {key: field.description or "" for key, field in section.model_fields.items()}
        for name, section in kinds.items()
        if isinstance(section, type) and issubclass(section, Section)
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path} cannot be read: it is not UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path} is not TOML: {error}."]) from None


def _variable(section: str, key: str) -> str:
    return f"{PREFIX}{section}{SEPARATOR}{key}".upper()


def _our_variables() -> list[str]:
    names = (name.upper() for name in os.environ)
    return sorted(name for name in names if name.startswith(PREFIX) and not NOT_SETTINGS.fullmatch(name))


def _problems(found: ErrorDetails) -> list[str]:
    """Write the sentences about one error of pydantic's; those of `Config._agree` are complete already."""
    return [_problem(found)] if found["loc"] else found["msg"].removeprefix("Value error, ").splitlines()


def _problem(found: ErrorDetails) -> str:
    section, *rest = map(str, found["loc"])
    known = keys()
    if section not in known:
        near = _nearest(section, known)
        sections = ", ".join(f"[{name}]" for name in known)
        return _unknown(f"[{section}]", near and f"[{near}]", f"the sections are {sections}.")
    if not rest:
        return f"[{section}] has to be a section with the keys {', '.join(known[section])}."
    key = rest[0]
    if key not in known[section]:
        near = _nearest(key, known[section])
        elsewhere = next((f"[{name}] {key}" for name in known if key in known[name]), None)
        there = f"[{section}] {near}" if near else elsewhere
        return _unknown(f"[{section}] {key}", there, f"the keys here are {', '.join(known[section])}.")
    variable = _variable(section, key)
    if found["type"] == "missing":
        return f"[{section}] {key}, or {variable}, is missing; `dabir init` asks for {known[section][key]}."
    setting = variable if os.environ.get(variable) else f"[{section}] {key}"
    reason = found["msg"].removeprefix("Value error, ")
    return f"{setting}: {reason[0].lower()}{reason[1:]}. It should be {known[section][key]}."


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)), None)


def _unknown(name: str, near: str | None, otherwise: str) -> str:
    return f"{name} is not a setting; {f'did you mean {near}?' if near else otherwise}"


VARIABLES = tuple(_variable(section, key) for section, names in keys().items() for key in names)
NO_PLATFORM = (
    "No platform is set up: set [telegram] token, or DABIR_TELEGRAM__TOKEN, or [bale] token, or DABIR_BALE__TOKEN; "
    "`dabir init` asks for it."
)
