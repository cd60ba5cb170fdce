"""Bale's Bot API: addresses, methods, limits and refusals."""

import time
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from sandbox.bale.differences import Differences
from sandbox.http.platform_face import PlatformFace
from sandbox.http.server import SandboxServer
from sandbox.world.faults import Fault
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import PNG, Bot, bale_with


@pytest.fixture
def bale(server: SandboxServer) -> PlatformFace:
    return server.faces["bale"]


async def raw(session: aiohttp.ClientSession, address: str, **call: Any) -> tuple[int, dict[str, Any]]:
    method = call.pop("method", "POST")
    async with session.request(method, address, **call) as response:
        return response.status, await response.json()


async def test_parameters_come_in_every_way_and_names_in_any_case(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    words = {"chat_id": str(ali.id), "text": "سلام"}
    address = on_bale.address("sendMessage")
    assert (await raw(session, address, method="GET", params=words))[1]["ok"]
    assert (await raw(session, address, data=words))[1]["ok"]
    assert (await raw(session, address, json={"chat_id": ali.id, "text": "سلام"}))[1]["ok"]
    form = aiohttp.FormData(words)
    form.add_field("x", BytesIO(b"x"), filename="x")
    assert (await raw(session, address, data=form))[1]["ok"]
    assert (await raw(session, on_bale.address("SENDMESSAGE"), json=words))[1]["ok"]
    assert [call.method for call in bale.world.transcript] == ["sendMessage"] * 5


async def test_a_file_is_fetched_by_its_path_for_an_hour(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    (message,) = bale.world.send_files(ali, [("نامه.pdf", b"%PDF", "application/pdf")])
    file = await on_bale.gets("getFile", file_id=message["document"]["file_id"])
    address = f"{bale.url}/file/bot{bale.token}/{file['file_path']}"
    async with session.get(address) as response:
        assert (response.status, await response.read()) == (200, b"%PDF")
    later = time.monotonic() + 3700
    with monkeypatch.context() as patch:
        patch.setattr("sandbox.world.files.time.monotonic", lambda: later)
        assert (await raw(session, address, method="GET"))[0] == 404


async def test_a_file_that_nobody_asked_for_has_no_link(
    session: aiohttp.ClientSession, bale: PlatformFace, ali: Chat
) -> None:
    bale.world.send_files(ali, [("نامه.pdf", b"%PDF", "application/pdf")])
    assert (await raw(session, f"{bale.url}/file/bot{bale.token}/documents/file_1.pdf", method="GET"))[0] == 404


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("sendSticker", 404),
        ("editMessageMedia", 404),
        ("deleteMessages", 404),
        ("getChatMemberCount", 404),
        ("sendRocket", 404),
        ("setMyName", 501),
        ("setMyDescription", 501),
        ("banChatMember", 501),
    ],
)
async def test_what_bale_has_not_is_refused(on_bale: Bot, method: str, code: int) -> None:
    assert (await on_bale.refused(method))[0] == code


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("sendMessage", {"protect_content": True}),
        ("sendMessage", {"reply_parameters": {"message_id": 1}}),
        ("sendMessage", {"link_preview_options": {"is_disabled": True}}),
        ("sendMessage", {"entities": []}),
        ("sendMessage", {"reply_markup": {"force_reply": True}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "switch_inline_query": ""}]]}}),
        ("getUpdates", {"allowed_updates": ["message"]}),
        ("deleteWebhook", {"drop_pending_updates": True}),
        ("setWebhook", {"url": "", "secret_token": "x"}),
        ("setMyCommands", {"commands": [], "language_code": "fa"}),
    ],
)
async def test_a_parameter_that_bale_does_not_know_is_refused(
    on_bale: Bot, ali: Chat, method: str, more: dict[str, Any]
) -> None:
    words = {"chat_id": ali.id, "text": "سلام"} if method == "sendMessage" else {}
    assert (await on_bale.refused(method, **words, **more))[0] == 400


async def test_a_parse_mode_is_ignored(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    sent = await on_bale.gets("sendMessage", chat_id=ali.id, text="<i>الف *ب*", parse_mode="HTML")
    assert sent["text"] == "<i>الف *ب*"
    shown = bale.world.history(ali)[-1]
    assert (shown["text"], [each["type"] for each in shown["entities"]]) == ("<i>الف ب", ["bold"])


async def test_an_answer_names_its_message(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    said = bale.world.say(ali, "چرا؟")
    sent = await on_bale.gets("sendMessage", chat_id=ali.id, text="زیرا", reply_to_message_id=said["message_id"])
    assert sent["reply_to_message"]["text"] == "چرا؟"
    assert bale.world.history(ali)[-1]["reply_to"] == said["message_id"]


async def test_texts_and_captions_have_their_limits(on_bale: Bot, ali: Chat) -> None:
    assert (await on_bale.call("sendMessage", chat_id=ali.id, text="x" * 4096))["ok"]
    assert (await on_bale.refused("sendMessage", chat_id=ali.id, text="x" * 4097))[0] == 400
    assert (await on_bale.refused("sendMessage", chat_id=ali.id, text=" "))[0] == 400
    photo = (await on_bale.uploads("sendPhoto", {"photo": ("a.png", PNG)}, chat_id=str(ali.id), caption="x" * 4096))[
        "result"
    ]["photo"][-1]["file_id"]
    assert (await on_bale.refused("sendPhoto", chat_id=ali.id, photo=photo, caption="x" * 4097))[0] == 400
    album = [{"type": "photo", "media": photo, "caption": "x" * 1024}, {"type": "photo", "media": photo}]
    assert len(await on_bale.gets("sendMediaGroup", chat_id=ali.id, media=album)) == 2
    album[0]["caption"] += "x"
    assert (await on_bale.refused("sendMediaGroup", chat_id=ali.id, media=album))[0] == 400


async def test_what_a_button_carries_is_counted_in_bytes(on_bale: Bot, ali: Chat) -> None:
    def keys(data: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": "تأیید", "callback_data": data}]]}

    assert (await on_bale.call("sendMessage", chat_id=ali.id, text="x", reply_markup=keys("x" * 64)))["ok"]
    assert (await on_bale.refused("sendMessage", chat_id=ali.id, text="x", reply_markup=keys("آ" * 33)))[0] == 400


async def test_chat_actions_are_bales(on_bale: Bot, ali: Chat) -> None:
    assert await on_bale.gets("sendChatAction", chat_id=ali.id, action="choose_sticker")
    assert (await on_bale.refused("sendChatAction", chat_id=ali.id, action="upload_document"))[0] == 400


async def test_answers_about_the_bot_and_chats_are_bare(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    group = bale.world.add_group("کارگروه", [ali])
    assert (await on_bale.gets("getMe")).keys() == {"id", "is_bot", "first_name", "username"}
    assert (await on_bale.gets("getWebhookInfo")).keys() == {"url"}
    assert (await on_bale.gets("getChat", chat_id=group.id)) == {"id": group.id, "type": "group", "title": "کارگروه"}
    assert await on_bale.gets("getChatMembersCount", chat_id=group.id) == 2
    (owner,) = await on_bale.gets("getChatAdministrators", chat_id=group.id)
    assert owner.keys() == {"status", "user"}
    member = await on_bale.gets("getChatMember", chat_id=group.id, user_id=ali.id)
    assert member == {"status": "member", "user": owner["user"]}


async def test_commands_are_shown_though_they_are_not_documented(on_bale: Bot) -> None:
    assert await on_bale.gets("setMyCommands", commands=[{"command": "tasks", "description": "اقدام‌ها"}])


async def test_an_unknown_chat_is_not_found(on_bale: Bot, ali: Chat, bale: PlatformFace) -> None:
    assert await on_bale.refused("sendMessage", chat_id=5, text="x") == (404, "no such group or user")
    stranger = bale.world.add_person("غریبه")
    assert (await on_bale.refused("sendMessage", chat_id=stranger.id, text="x"))[0] == 404
    bale.world.block(ali)
    assert (await on_bale.refused("sendMessage", chat_id=ali.id, text="x"))[0] == 403


async def test_a_message_that_is_gone_is_not_found(on_bale: Bot, ali: Chat) -> None:
    assert (await on_bale.refused("editMessageText", chat_id=ali.id, message_id=99, text="x"))[0] == 404
    assert (await on_bale.refused("deleteMessage", chat_id=ali.id, message_id=99))[0] == 404


async def test_a_message_that_is_gone_may_be_refused_as_on_telegram(session: aiohttp.ClientSession) -> None:
    async with bale_with(session, Differences(gone_is_400=True)) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.open_link(sara)
        assert (await bot.refused("editMessageText", chat_id=sara.id, message_id=99, text="x"))[0] == 400
        assert (await bot.refused("sendMessage", chat_id=5, text="x"))[0] == 404


async def test_there_may_be_no_menu_of_commands(session: aiohttp.ClientSession) -> None:
    async with bale_with(session, Differences(no_menu=True)) as (bot, _):
        menu = [{"command": "tasks", "description": "اقدام‌ها"}]
        assert (await bot.refused("setMyCommands", commands=menu))[0] == 501


async def test_too_many_requests_do_not_say_how_long(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    bale.faults.add(Fault("too_many_requests", retry_after=9))
    answer = await on_bale.call("sendMessage", chat_id=ali.id, text="x")
    assert answer == {"ok": False, "error_code": 429, "description": "bot limit exceed"}


@pytest.mark.parametrize("code", [400, 401, 403, 404])
async def test_a_revoked_token_is_unknown(session: aiohttp.ClientSession, code: int) -> None:
    async with bale_with(session, Differences(unknown_token=code)) as (bot, face):
        face.faults.add(Fault("revoked", times=None))
        assert (await bot.refused("getMe"))[0] == code
        assert (await bot.refused("getUpdates"))[0] == code
        face.faults.clear()
        assert await bot.gets("getMe")


async def test_every_refusal_may_come_with_200(session: aiohttp.ClientSession, on_bale: Bot) -> None:
    assert (await raw(session, on_bale.address("sendMessage"), json={"chat_id": 5, "text": "x"}))[0] == 404
    async with bale_with(session, Differences(refused_with_200=True)) as (bot, _):
        status, body = await raw(session, bot.address("sendMessage"), json={"chat_id": 5, "text": "x"})
        assert (status, body["ok"], body["error_code"]) == (200, False, 404)


async def test_a_limit_may_say_how_long(session: aiohttp.ClientSession) -> None:
    async with bale_with(session, Differences(limit_without_wait=False)) as (bot, face):
        face.faults.add(Fault("too_many_requests", retry_after=9))
        assert (await bot.call("getMe"))["parameters"] == {"retry_after": 9}


async def test_an_edit_is_answered_by_the_message_or_by_a_stub(
    session: aiohttp.ClientSession, on_bale: Bot, ali: Chat
) -> None:
    sent = await on_bale.gets("sendMessage", chat_id=ali.id, text="نخست")
    same = {"chat_id": ali.id, "message_id": sent["message_id"], "text": "دوم"}
    assert (await on_bale.gets("editMessageText", **same))["text"] == "دوم"
    async with bale_with(session, Differences(edit_stub=True)) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.open_link(sara)
        sent = await bot.gets("sendMessage", chat_id=sara.id, text="نخست")
        edited = await bot.gets("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="دوم")
        assert edited == {"message_id": 0, "chat": sent["chat"]}
        assert face.world.history(sara)[-1]["text"] == "دوم"


async def test_uploads_may_end_at_20_mb(session: aiohttp.ClientSession, on_bale: Bot, ali: Chat) -> None:
    big = {"document": ("a.bin", b"x" * (21 * 1024 * 1024))}
    assert (await on_bale.uploads("sendDocument", big, chat_id=str(ali.id)))["ok"]
    async with bale_with(session, Differences(small_uploads=True)) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.open_link(sara)
        assert (await bot.uploads("sendDocument", big, chat_id=str(sara.id)))["error_code"] == 413


async def test_in_an_outage_nothing_is_answered_until_it_ends(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    bale.faults.add(Fault("down", times=None))
    for _ in range(3):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await on_bale.gets("getMe")
    bale.world.say(ali, "کسی هست؟")
    bale.faults.clear()
    assert [update["message"]["text"] for update in await on_bale.updates()][-1] == "کسی هست؟"
