"""The section `[retention]` of the settings."""

from typing import Annotated

from pydantic import Field

from bot.settings.field_types import Section

Days = Annotated[int, Field(ge=0, le=36_500)]
DAYS = "a whole number of days from 0 to 36500"


class Retention(Section):
    """The days for which what has ended is kept; 0 is for ever. Reports, letters, drafts and what they name stay."""

    updates: Days = Field(default=14, description=DAYS)
    messages: Days = Field(default=90, description=DAYS)
    jobs: Days = Field(default=90, description=DAYS)
    audit: Days = Field(default=1825, description=DAYS)
    codes: Days = Field(default=30, description=DAYS)
    strangers: Days = Field(default=180, description=DAYS)
    files: Days = Field(default=30, description=DAYS)
