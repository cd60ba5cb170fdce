"""The section `[backup]` of the settings."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode
from pyrage import RecipientError, x25519

from bot.settings.field_types import Folder, LocalTime, Section, split_commas


def _recipient(value: str) -> str:
    try:
        x25519.Recipient.from_str(value)
    except RecipientError:
        raise ValueError("this is not a public key of age") from None
    return value


Recipient = Annotated[str, AfterValidator(_recipient)]


class Backup(Section):
    """The backups that Dabir makes by itself, and for whom each backup is encrypted; without a folder it makes none."""

    folder: Folder | None = Field(default=None, description="a folder that Dabir may write to")
    hour: LocalTime = Field(default=time(2, 30), description='a time of day, such as "02:30"')
    every_days: int = Field(default=1, ge=1, le=31, description="a whole number of days from 1 to 31")
    keep_days: int = Field(default=30, ge=0, le=36_500, description="a whole number of days from 0 to 36500")
    recipients: Annotated[tuple[Recipient, ...], NoDecode, BeforeValidator(split_commas)] = Field(
        default=(), description="a list of age's public keys, as `dabir backup-key` makes them: age1…"
    )
