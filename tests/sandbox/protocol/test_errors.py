"""Refused calls, with Telegram's codes and descriptions."""

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sandbox.http.server import SandboxServer
from sandbox.protocol import schema
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize("method", sorted(schema.telegram().methods))
async def test_every_described_method_is_answered(bot: "Bot", method: str) -> None:
    answer = await bot.call(method)
    assert answer["ok"] or answer["error_code"] == 400


async def test_an_unknown_method(bot: "Bot") -> None:
    assert await bot.call("sendMesage") == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_method_that_only_telegram_has(bot: "Bot") -> None:
    code, words = await bot.refused("sendPoll", chat_id=1)
    assert (code, words) == (501, "Not Implemented: the sandbox does not simulate sendPoll")


async def test_a_wrong_token(session: aiohttp.ClientSession) -> None:
    server = SandboxServer(token="1000:the-right-one")
    await server.start()
    try:
        for token, code in (("1000:the-wrong-one", 401), ("no-token", 404), ("1000:the-right-one", 200)):
            async with session.get(f"{server.url}/bot{token}/getMe") as response:
                assert response.status == code
                assert (await response.json())["ok"] is (code == 200)
    finally:
        await server.stop()


@pytest.mark.parametrize("address", ["/bot", "/bot1:abc", "/bot1:abc/getMe/more"])
async def test_an_address_that_is_no_method(
    session: aiohttp.ClientSession, server: SandboxServer, address: str
) -> None:
    async with session.get(server.url + address) as response:
        assert response.status == 404
        assert (await response.json())["description"] == "Not Found"


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "سلام"}, "chat_id is empty"),
        ({"chat_id": 1001}, "message text is empty"),
        ({"chat_id": 1001, "text": ""}, "message text is empty"),
        ({"chat_id": 1001, "text": "  "}, "text must be non-empty"),
        ({"chat_id": 1001, "text": "x", "txet": "y"}, 'method sendMessage has no parameter "txet"'),
        ({"chat_id": 1001, "text": 5}, "can't parse text: a string is expected"),
        ({"chat_id": "sara", "text": "x"}, "chat not found"),
        ({"chat_id": 77, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"chat_id": 1001, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 1001, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"chat_id": 1001, "text": "x", "parse_mode": "Markdown"}, "the sandbox reads parse_mode HTML only"),
        (
            {"chat_id": 1001, "text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"chat_id": 1001, "text": "x", "disable_notification": "perhaps"},
            "can't parse disable notification: true or false is expected",
        ),
        (
            {"chat_id": 1001, "text": "x", "link_preview_options": {"is_dsabled": True}},
            'can\'t parse link preview options: LinkPreviewOptions has no field "is_dsabled"',
        ),
        (
            {"chat_id": 1001, "text": "x", "reply_parameters": {"message_id": 999}},
            "message to be replied not found",
        ),
    ],
)
async def test_a_wrong_message(bot: "Bot", sara: Chat, params: dict[str, Any], words: str) -> None:
    assert sara.id == 1001
    assert await bot.refused("sendMessage", **params) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (inline({"text": "x", "callback_data": "ب" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "x", "callback_data": ""}), "BUTTON_DATA_INVALID"),
        (
            inline({"text": "x"}),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline({"text": " ", "callback_data": "x"}),
            'can\'t parse inline keyboard button: Field "text" must be non-empty',
        ),
        (
            inline({"text": "x", "callback_data": "x", "url": "https://example.org"}),
            "can't parse inline keyboard button: Exactly one optional field must be used",
        ),
        (
            inline({"text": "x", "url": "example"}),
            "inline keyboard button URL 'example' is invalid: Wrong HTTP URL",
        ),
        (inline({"callback_data": "x"}), 'Can\'t find field "text"'),
        (inline({"text": "x", "callback_dat": "x"}), 'InlineKeyboardButton has no field "callback_dat"'),
        (inline({"text": 5, "callback_data": "x"}), "String is expected, not 5"),
        ({"inline_keyboard": [{"text": "x", "callback_data": "x"}]}, "an array is expected"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}, "reply markup is too long"),
        ({"keyboard": []}, "reply keyboard must have at least one button"),
        ({"keyboard": [[{"text": ""}]]}, 'can\'t parse keyboard button: Field "text" must be non-empty'),
        ("no JSON", "JSON is expected"),
        ([], "object expected as reply markup"),
        (
            {"keybord": []},
            "InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply is expected",
        ),
    ],
)
async def test_a_wrong_keyboard(bot: "Bot", sara: Chat, markup: Any, words: str) -> None:
    refusal = await bot.refused("sendMessage", chat_id=sara.id, text="x", reply_markup=markup)
    assert refusal == (400, f"Bad Request: {words}")


async def test_callback_data_of_exactly_64_bytes_is_right(bot: "Bot", sara: Chat) -> None:
    markup = inline({"text": "x", "callback_data": "ب" * 32})
    await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=markup)


async def test_an_edit_that_changes_nothing(bot: "Bot", sara: Chat) -> None:
    markup = inline({"text": "x", "callback_data": "x"})
    sent = await bot.gets("sendMessage", chat_id=sara.id, text="مهلت", reply_markup=markup)
    same = {"chat_id": sara.id, "message_id": sent["message_id"], "text": "مهلت", "reply_markup": markup}
    words = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )
    assert await bot.refused("editMessageText", **same) == (400, words)
    del same["text"]
    assert await bot.refused("editMessageReplyMarkup", **same) == (400, words)
    # Without its keyboard the message does change, and only once.
    await bot.gets("editMessageReplyMarkup", chat_id=sara.id, message_id=sent["message_id"])
    assert await bot.refused("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="مهلت") == (
        400,
        words,
    )


async def test_edits_that_cannot_be(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    own = server.world.say(sara, "سلام")["message_id"]
    place = (await bot.gets("sendLocation", chat_id=sara.id, latitude=36.3, longitude=59.6))["message_id"]
    keys = {"keyboard": [[{"text": "اقدام‌های من"}]]}
    fixed = (await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=keys))["message_id"]
    plain = (await bot.gets("sendMessage", chat_id=sara.id, text="x"))["message_id"]
    for message_id, method, words in [
        (999, "editMessageText", "message to edit not found"),
        (own, "editMessageText", "message can't be edited"),
        (fixed, "editMessageText", "message can't be edited"),
        (place, "editMessageText", "there is no text in the message to edit"),
        (plain, "editMessageCaption", "there is no caption in the message to edit"),
        (place, "editMessageMedia", "there is no media in the message to edit"),
    ]:
        changes: dict[str, dict[str, Any]] = {
            "editMessageText": {"text": "y"},
            "editMessageCaption": {"caption": "y"},
            "editMessageMedia": {"media": {"type": "photo", "media": "x"}},
        }
        refusal = await bot.refused(method, chat_id=sara.id, message_id=message_id, **changes[method])
        assert refusal == (400, f"Bad Request: {words}")
    assert await bot.refused("editMessageText", message_id=1, text="y") == (
        400,
        "Bad Request: chat_id is empty",
    )
    assert await bot.refused("editMessageText", chat_id=sara.id, text="y") == (
        400,
        "Bad Request: message identifier is not specified",
    )
    refusal = await bot.refused("editMessageText", chat_id=sara.id, message_id=plain, text="y", reply_markup=keys)
    assert refusal == (400, 'Bad Request: Can\'t find field "inline_keyboard"')


async def test_deletions_that_cannot_be(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    sent = await bot.gets("sendMessage", chat_id=sara.id, text="x")
    one = {"chat_id": sara.id, "message_id": sent["message_id"]}
    assert await bot.refused("deleteMessage", chat_id=sara.id, message_id=999) == (
        400,
        "Bad Request: message to delete not found",
    )
    server.clock.move_by(timedelta(hours=49))
    assert await bot.refused("deleteMessage", **one) == (
        400,
        "Bad Request: message can't be deleted for everyone",
    )
    # Telegram skips those of several messages that cannot be deleted.
    young = await bot.gets("sendMessage", chat_id=sara.id, text="y")
    await bot.gets("deleteMessages", chat_id=sara.id, message_ids=[999, sent["message_id"], young["message_id"]])
    assert [message["id"] for message in server.world.history(sara) if message["from"] == "bot"] == [sent["message_id"]]
    assert await bot.refused("deleteMessages", chat_id=sara.id, message_ids=[]) == (
        400,
        "Bad Request: message identifiers are not specified",
    )
    assert await bot.refused("deleteMessages", chat_id=sara.id, message_ids=list(range(101))) == (
        400,
        "Bad Request: too many message identifiers specified",
    )


async def test_a_query_is_answered_once_and_in_time(
    bot: "Bot", server: SandboxServer, sara: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    markup = inline({"text": "x", "callback_data": "x"})
    sent = await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=markup)
    too_old = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    assert await bot.refused("answerCallbackQuery", callback_query_id="12") == too_old
    query = server.world.tap(sara, sent["message_id"], "x")
    assert await bot.refused("answerCallbackQuery", callback_query_id=query.id, text="y" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    await bot.gets("answerCallbackQuery", callback_query_id=query.id)
    assert await bot.refused("answerCallbackQuery", callback_query_id=query.id) == too_old

    late = server.world.tap(sara, sent["message_id"], "x")
    monkeypatch.setattr("sandbox.world.platform_state.QUERY_LIFETIME", 0.0)
    assert await bot.refused("answerCallbackQuery", callback_query_id=late.id) == too_old


async def test_people_who_cannot_be_written_to(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.world.block(sara)
    assert await bot.refused("sendMessage", chat_id=sara.id, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    server.world.unblock(sara)
    await bot.gets("sendMessage", chat_id=sara.id, text="x")

    stranger = server.world.add_person("ناشناس")
    assert await bot.refused("sendMessage", chat_id=stranger.id, text="x") == (
        400,
        "Bad Request: chat not found",
    )
    group = server.world.add_group("کارگروه اشتغال", [sara, stranger])
    assert await bot.refused("sendMessage", chat_id=stranger.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    await bot.gets("leaveChat", chat_id=group.id)
    assert await bot.refused("sendMessage", chat_id=group.id, text="x") == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendLocation", {"latitude": "north", "longitude": 0}, "can't parse latitude: a number is expected"),
        ("sendChatAction", {"action": "thinking"}, "wrong parameter action in request"),
        ("sendContact", {"phone_number": "98915"}, "first_name is empty"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("unpinChatMessage", {"message_id": 999}, "message to unpin not found"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
        ("editMessageText", {"message_id": 1}, "message text is empty"),
        ("editMessageText", {"inline_message_id": "x", "text": "x"}, "the sandbox has no inline messages"),
        ("copyMessage", {"from_chat_id": 1001, "message_id": 999}, "message to copy not found"),
        ("forwardMessage", {"from_chat_id": 1001, "message_id": 999}, "message to forward not found"),
        ("getChatMember", {"user_id": 999}, "PARTICIPANT_ID_INVALID"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ],
)
async def test_wrong_calls_of_other_methods(
    bot: "Bot", sara: Chat, method: str, params: dict[str, Any], words: str
) -> None:
    assert await bot.refused(method, chat_id=sara.id, **params) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("setMyName", {"name": "د" * 65}, "name is too long"),
        ("getUpdates", {"limit": 101}, "limit must be 1-100"),
        (
            "setMyCommands",
            {"commands": [{"command": "Tasks", "description": "اقدام‌ها"}]},
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "tasks", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [], "scope": {"type": "everybody"}},
            "can't parse scope: BotCommandScopeDefault or BotCommandScopeAllPrivateChats or "
            "BotCommandScopeAllGroupChats or BotCommandScopeAllChatAdministrators or BotCommandScopeChat or "
            "BotCommandScopeChatAdministrators or BotCommandScopeChatMember is expected",
        ),
    ],
)
async def test_wrong_settings(bot: "Bot", method: str, params: dict[str, Any], words: str) -> None:
    assert await bot.refused(method, **params) == (400, f"Bad Request: {words}")


async def test_two_programs_that_ask_for_updates(bot: "Bot") -> None:
    first = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert await bot.gets("getUpdates") == []
    assert await first == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }


async def test_bodies_that_cannot_be_read(bot: "Bot", session: aiohttp.ClientSession) -> None:
    address = bot.address("sendMessage")
    for kind, body, words in [
        ("application/json", b"{", "can't parse request body JSON"),
        ("application/json", b"[1]", "request body must be a JSON object"),
        ("application/x-www-form-urlencoded", b"text=\xff", "strings must be encoded in UTF-8"),
        ("multipart/form-data", b"x", "can't parse multipart/form-data"),
    ]:
        async with session.post(address, data=body, headers={"Content-Type": kind}) as response:
            assert (await response.json())["description"] == f"Bad Request: {words}"
    async with session.put(address) as response:
        assert response.status == 405


async def test_all_ways_of_calling_are_one(
    bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    params = {"chat_id": str(sara.id), "text": "سلام و احترام + ۱"}
    address = bot.address("sendMessage")
    form = aiohttp.FormData({**params, "reply_markup": json.dumps(inline({"text": "x", "callback_data": "x"}))})
    for request in (
        session.get(address, params=params),
        session.post(address, params=params),
        session.post(address, data=params),
        session.post(address, json=params),
        session.post(address, data=form),
        session.post(address, params={"chat_id": params["chat_id"]}, json={"text": params["text"]}),
    ):
        async with request as response:
            assert (await response.json())["result"]["text"] == params["text"]
    calls = list(server.world.transcript)[-6:]
    assert {call.params["chat_id"] for call in calls} == {sara.id}
