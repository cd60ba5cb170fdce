"""All settings of the operator, by section."""

from typing import Any, Self, get_args

from pydantic import model_validator

from bot.settings.backup import Backup
from bot.settings.field_types import Section
from bot.settings.retention import Retention
from bot.settings.sections import (
    Bale,
    Clock,
    Database,
    Limits,
    Logging,
    Monitoring,
    PlatformSection,
    Privacy,
    Reminders,
    Secretariat,
    Storage,
    Telegram,
)
from services.organisation import TEXTS

PREFIX = "DABIR_"
SEPARATOR = "__"
NO_PLATFORM = (
    "No platform is set up: set [telegram] token, or DABIR_TELEGRAM__TOKEN, or [bale] token, or DABIR_BALE__TOKEN; "
    "`dabir init` asks for it."
)


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
            f"{named_in}, but {name} is not set up: "
            f"set [{name}] token, or {variable_of(name, 'token')}, or take it out."
            for named_in, name in named.items()
            if name not in there
        ]
        if absent:
            raise ValueError("\n".join(absent))
        return self


def keys() -> dict[str, dict[str, str]]:
    """The keys of each section, each with the description of a right value."""
    # The annotation of a platform's section is a union with None, because the section may be absent.
    kinds = {name: (*get_args(field.annotation), field.annotation)[0] for name, field in Config.model_fields.items()}
    return {
        name: {key: field.description or "" for key, field in section.model_fields.items()}
        for name, section in kinds.items()
        if isinstance(section, type) and issubclass(section, Section)
    }


def variable_of(section: str, key: str) -> str:
    """Return the name of the variable that sets a key of a section."""
    return f"{PREFIX}{section}{SEPARATOR}{key}".upper()
