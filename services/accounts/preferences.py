"""What a person sets for themselves: the language, hours in which nothing is sent, and where messages go."""

from datetime import time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reminder_plan import quiet
from models.people import Account, Person
from services.errors import Refused
from services.organisation import Organisation


async def set_language(session: AsyncSession, person_id: int, language: str) -> None:
    """The language of everything that is said to a person from now on."""
    (await session.get_one(Person, person_id)).language = language


async def set_quiet(
    session: AsyncSession, organisation: Organisation, person_id: int, hours: tuple[int, int] | None
) -> dict[str, object]:
    """From which hour to which a person is left in peace, besides the office's own hours; None for only those.

    Returns the person's settings. Raises Refused when they leave no hour of the day in which a reminder may come.
    """
    reminder_settings = organisation.reminder_settings
    if hours and all(
        hour < reminder_settings.opens
        or quiet(hour, reminder_settings.quiet_from, reminder_settings.quiet_to)
        or quiet(hour, time(hours[0]), time(hours[1]))
        for hour in map(time, range(24))
    ):
        raise Refused(
            "settings.no_hour_left", start=reminder_settings.opens.hour, end=reminder_settings.quiet_from.hour
        )
    person = await session.get_one(Person, person_id)
    kept = {name: value for name, value in person.settings.items() if name != "quiet"}
    if hours:
        kept["quiet"] = [f"{hour:02}:00" for hour in hours]
    person.settings = kept
    return kept


async def set_messages_on(session: AsyncSession, person_id: int, platform: str) -> dict[str, object]:
    """Where messages go: to one platform, or for "" where the person was last active. Returns the person's settings.

    Raises Refused for a platform on which the person has no account.
    """
    person = await session.get_one(Person, person_id)
    kept = {name: value for name, value in person.settings.items() if name != "messages_on"}
    if platform:
        own = select(Account.id).where(Account.person_id == person_id, Account.platform == platform)
        if await session.scalar(own) is None:
            raise Refused("common.stale")
        kept["messages_on"] = platform
    person.settings = kept
    return kept
