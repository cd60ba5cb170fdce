"""Quiet hours that a person of a test has chosen."""

from sqlalchemy import select, update

from models.tables.people import Account, Person
from tests.town import Human, Town


async def quiet_until_noon(town: Town, human: Human) -> None:
    """Give somebody quiet hours of their own from evening until noon."""
    async with town.app.db.write() as session:
        own = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        await session.execute(update(Person).where(Person.id == own).values(settings={"quiet": ["20:00", "12:00"]}))
