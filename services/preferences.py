"""What a person sets for themselves: the language, and hours in which nothing is sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from models.people import Person


async def set_language(session: AsyncSession, person_id: int, language: str) -> None:
    """The language of everything that is said to a person from now on."""
    (await session.get_one(Person, person_id)).language = language


async def set_quiet(session: AsyncSession, person_id: int, hours: tuple[int, int] | None) -> dict[str, object]:
    """From which hour to which a person is left in peace, besides the office's own hours; None for only those.

    Returns the person's settings.
    """
    person = await session.get_one(Person, person_id)
    kept = {name: value for name, value in person.settings.items() if name != "quiet"}
    if hours:
        kept["quiet"] = [f"{hour:02}:00" for hour in hours]
    person.settings = kept
    return kept
