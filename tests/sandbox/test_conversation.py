"""A conversation between a bot and a person: updates go out, answers come in and are seen."""

import asyncio
from typing import TYPE_CHECKING

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot

KEYBOARD = {"inline_keyboard": [[{"text": "ثبت گزارش", "callback_data": "report:1"}]]}


async def test_a_link_opens_the_bot_with_its_payload(bot: "Bot", server: SandboxServer) -> None:
    sara = server.world.add_person("سارا", "محمدی")
    server.world.open_link(sara, "invite-7")

    (update,) = await bot.updates()

    message = update["message"]
    assert message["text"] == "/start invite-7"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"] == {
        "id": sara.id,
        "is_bot": False,
        "first_name": "سارا",
        "last_name": "محمدی",
        "language_code": "fa",
    }
    assert message["chat"]["type"] == "private"


async def test_a_person_sees_the_answer_taps_and_sees_the_message_change(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    await bot.updates()
    sent = await bot.gets(
        "sendMessage",
        chat_id=sara.id,
        text="<b>با سلام</b> یک اقدام باز دارید.",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )
    seen = server.world.history(sara)[-1]
    assert seen["text"] == "با سلام یک اقدام باز دارید."
    assert seen["entities"] == [{"type": "bold", "offset": 0, "length": 7}]

    query = server.world.tap(sara, seen["id"], "ثبت گزارش")
    (update,) = await bot.updates()
    assert update["callback_query"]["data"] == "report:1"
    assert update["callback_query"]["message"]["message_id"] == sent["message_id"]
    assert query.pending
    await bot.gets("answerCallbackQuery", callback_query_id=query.id, text="ثبت شد", show_alert=True)
    assert (query.toast, query.alert) == ("ثبت شد", True)

    edited = await bot.gets("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="گزارش ثبت شد.")
    assert edited["edit_date"] >= edited["date"]
    seen = server.world.history(sara)[-1]
    assert seen["text"] == "گزارش ثبت شد."
    assert "inline_keyboard" not in seen

    await bot.gets("deleteMessage", chat_id=sara.id, message_id=sent["message_id"])
    assert [message["from"] for message in server.world.history(sara)] == ["person"]


async def test_updates_stay_until_their_offset_is_confirmed(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.world.say(sara, "یک")
    server.world.say(sara, "دو")
    first = await bot.gets("getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["/start", "یک"]
    assert await bot.gets("getUpdates", limit=2) == first

    rest = await bot.gets("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["دو"]
    assert await bot.gets("getUpdates") == rest


async def test_a_waiting_call_is_answered_as_soon_as_somebody_writes(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    await bot.updates()
    waiting = asyncio.create_task(bot.updates(timeout=30))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    server.world.say(sara, "سلام")
    (update,) = await waiting
    assert update["message"]["text"] == "سلام"
