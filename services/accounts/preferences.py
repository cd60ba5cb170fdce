"""A person's own settings: the language, the quiet hours, and the platform for messages."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reminder_plan import leaves_an_hour
from models.tables.people import Account, Person
from services.errors import Refused
from services.organisation import Organisation


async def set_language(session: AsyncSession, person_id: int, language: str) -> None:
    """Set the language of everything that is sent to a person."""
    (await session.get_one(Person, person_id)).language = language


async def set_quiet(
    session: AsyncSession, organisation: Organisation, person_id: int, hours: tuple[int, int] | None
) -> dict[str, object]:
    """Set a person's quiet hours, from one full hour to another, besides the organisation's; None for only those.

    Returns the person's settings. Raises Refused when no hour of the day would be left for a reminder.
    """
    reminder_settings = organisation.reminder_settings
    if hours and not leaves_an_hour(reminder_settings, *map(time, hours)):
        raise Refused(
            "settings.no_hour_left", start=reminder_settings.opens_last.hour, end=reminder_settings.quiet_from.hour
        )
    person = await session.get_one(Person, person_id)
    settings = {name: value for name, value in person.settings.items() if name != "quiet"}
    if hours:
        settings["quiet"] = [f"{hour:02}:00" for hour in hours]
    person.settings = settings
    return settings


async def set_messages_on(session: AsyncSession, person_id: int, platform: str) -> dict[str, object]:
    """Set the platform to which messages go, "" for the one where the person was last active.

    Returns the person's settings. Raises Refused for a platform on which the person has no account.
    """
    person = await session.get_one(Person, person_id)
    settings = {name: value for name, value in person.settings.items() if name != "messages_on"}
    if platform:
        own = select(Account.id).where(Account.person_id == person_id, Account.platform == platform)
        if await session.scalar(own) is None:
            raise Refused("common.stale")
        settings["messages_on"] = platform
    person.settings = settings
    return settings
