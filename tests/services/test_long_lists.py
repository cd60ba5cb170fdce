"""Lists of ids that are longer than the parameters that a database takes."""

from sqlalchemy import select

from models.tables.people import Person
from services.messaging import outbox
from tests.services.desk import Desk


async def test_forty_thousand_ids_are_looked_up_at_once(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    others = range(sara + 1, sara + 40_000)
    wanted = select(Person.id).where(Person.name == "سارا محمدی", Person.id.in_([*others, sara]), Person.post != "۷?")
    async with desk.db.read() as session:
        assert list(await session.scalars(wanted)) == [sara]
    async with desk.db.write() as session:
        assert list(await session.scalars(wanted.with_for_update())) == [sara]


async def test_forty_thousand_keys_of_messages_are_looked_up_at_once(desk: Desk) -> None:
    keys = [f"remind:{number}" for number in range(40_000)]
    async with desk.db.write() as session:
        waiting = outbox.row(None, desk.now(), chat="telegram:1", dedupe_key=keys[-1], group_key=keys[-2])
        await outbox.write(session, [waiting])
        assert await outbox.known_keys(session, keys) == {keys[-1]}
        assert len(await outbox.waiting(session, keys)) == 1
        assert await outbox.cancel(session, keys, "superseded") == 1
