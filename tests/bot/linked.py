"""A person with an account on each platform, for tests of where messages go."""

from datetime import timedelta

from sqlalchemy import select, update

from domain.chat.screens import Screen, Text
from models.tables.people import Account
from tests import outgoing
from tests.town import Human, Town


def words(line: str) -> Screen:
    return Screen(Text("form.lines", {"lines": [line]}))


async def person_id(town: Town, human: Human) -> int:
    async with town.app.db.read() as session:
        found = await session.scalar(select(Account.person_id).where(Account.user == human.user))
    assert found
    return found


async def on_both(town: Town, agency: str, name: str = "سارا محمدی") -> tuple[Human, Human]:
    """Return one representative, on Telegram and on Bale, where she was active last."""
    first, second = await town.representative_of(agency, name, on="telegram"), town.person(name, on="bale")
    await second.says("/start")
    who, now = await person_id(town, first), town.clock.now()
    async with town.app.db.write() as session:
        for human, at in ((first, now - timedelta(hours=1)), (second, now)):
            account = update(Account).where(Account.user == human.user)
            await session.execute(account.values(person_id=who, last_active_at=at))
    return first, second


async def post(town: Town, human: Human, *lines: str) -> list[int]:
    """Write messages to somebody on whichever platform; return their rows."""
    who = await person_id(town, human)
    async with town.app.db.write() as session:
        rows = [await outgoing.post(session, who, words(line), town.clock.now()) for line in lines]
    town.app.messenger.wake()
    return [row for row in rows if row]
