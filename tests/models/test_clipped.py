"""Names that become longer than their columns when they are folded or composed."""

import pytest
from sqlalchemy import select

from domain.persian.text import fold, normalise
from models.tables.people import Person
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
