"""Names that become longer than their columns when they are folded or composed."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.persian.text import fold, normalise
from models.tables.people import Person
from services.context import ActionContext
from services.directory import registration
from services.directory.registration import RequestedRole
from tests.town import Town

pytestmark = pytest.mark.rows


@pytest.mark.parametrize("name", ["ﷺ" * 200, "\ufb2c" * 200])
async def test_a_name_that_folding_makes_longer_is_kept_and_found(town: Town, name: str) -> None:
    async with town.app.db.write() as session:
        session.add(Person(name=normalise(name), name_fold=fold(name), created_at=town.clock.now()))
    async with town.app.db.read() as session:
        found = (await session.scalars(select(Person).where(Person.name_fold == fold(name)))).one()
    assert len(found.name_fold) <= 200
    assert len(found.name) <= 200


async def test_a_request_whose_words_become_longer_when_they_are_composed_is_kept(town: Town) -> None:
    """«\u0958» is two letters once it is composed, and any stranger can write it."""
    long = "\u0958" * 200
    async with town.app.db.write() as session:
        person = Person(name="رضا", name_fold="رضا", post=normalise(long), created_at=town.clock.now())
        session.add(person)
        await session.flush()
        wish = RequestedRole(Role.REPRESENTATIVE, agency_name=long * 2)
        context = ActionContext(session, town.app.organisation, person.id, town.clock.now())
        request = await registration.ask(context, person.id, wish)
    async with town.app.db.read() as session:
        kept = await registration.get(session, request.id)
        assert (len(kept.person.post), len(kept.agency_name)) == (200, 300)
