"""Notes of a chat from before an update of the program, which are still known after it."""

from typing import Any

from models.tables.conversations import Conversation
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def note(town: Town, human: Human, notes: dict[str, Any]) -> None:
    """Write notes to a chat's row as another version did."""
    async with town.app.db.write() as session:
        await session.merge(Conversation(chat=human.user, notes=notes))


async def notes_of(town: Town, human: Human) -> dict[str, Any]:
    async with town.app.db.read() as session:
        return (await session.get_one(Conversation, human.user)).notes


async def test_a_keyboard_of_before_is_taken_away_and_what_nobody_knows_is_dropped(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await note(town, sara, {"phone_keyboard": True, "offset": 8, "of_another_version": [1]})
    assert "صفحه‌کلید به حالت پیشین برگشت" in await sara.says("/help")
    assert await notes_of(town, sara) == {"offset": 8, "lasting_keyboard": True}


async def test_notes_that_nothing_changes_stay_as_they_are(town: Town) -> None:
    sara = await town.representative_of(CITY)
    before = {"search": "قم", "lasting_keyboard": True, "of_another_version": [1]}
    await note(town, sara, before)
    await sara.says("/help")
    assert await notes_of(town, sara) == before
