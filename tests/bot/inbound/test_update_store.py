"""The store of updates, apart from polling: an update from a webhook is answered like a polled one."""

import asyncio
from typing import Any

from bot.inbound.update_store import UpdateStore
from tests.town import Human, Town

CITY = "شهرداری مشهد"


def delivered(human: Human, line: str) -> dict[str, Any]:
    """Return an update as a platform would send it to a webhook."""
    sender = {"id": human.chat.id, "is_bot": False, "first_name": human.chat.first_name}
    message = {
        "message_id": 900,
        "from": sender,
        "chat": {"id": human.chat.id, "type": "private"},
        "date": int(human.town.clock.now().timestamp()),
        "text": line,
    }
    return {"update_id": 1_000_000, "message": message}


def webhook(town: Town) -> UpdateStore:
    return UpdateStore(town.app._platforms[town.face.name], town.app.db, town.app.worker.arrived, asyncio.Event())


async def test_what_a_webhook_stores_is_answered(town: Town) -> None:
    sara = await town.representative_of(CITY)
    sara.marks()
    assert await webhook(town).store([delivered(sara, "/tasks")])
    await town.quiet()
    assert "اقدام" in sara.sees()


async def test_what_a_webhook_is_sent_twice_is_answered_once_also_by_another_process(town: Town) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    first, update = webhook(town), delivered(sara, "/tasks")
    for store in (first, first, webhook(town)):
        await store.store([update])
        await town.quiet()
    assert len(sara.messages()) == before + 1
