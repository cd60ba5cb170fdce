"""Bale's updates: their kinds, their payloads, and the time for which they are kept."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.bale.differences import Differences
from sandbox.http.platform_face import PlatformFace
from sandbox.http.server import SandboxServer
from sandbox.world.faults import Fault
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import PNG, Bot, bale_with

KEYS = {"inline_keyboard": [[{"text": "تأیید", "callback_data": "ok:1"}]]}
OFF = Differences(
    callback_without_date=False,
    commands_without_entities=False,
    bare_voice=False,
    bare_sticker=False,
    old_clients=True,
    bare_contact=True,
)


@pytest.fixture
def bale(server: SandboxServer) -> PlatformFace:
    return server.faces["bale"]


async def newest(bot: Bot) -> dict[str, Any]:
    return (await bot.updates())[-1]


async def test_ids_begin_at_nought(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    bale.world.say(ali, "سلام")
    assert [update["update_id"] for update in await on_bale.gets("getUpdates")] == [0, 1]
    assert [update["update_id"] for update in await on_bale.gets("getUpdates", offset=1)] == [1]


async def test_a_callback_has_no_chat_instance_and_its_message_no_date(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    sent = await on_bale.gets("sendMessage", chat_id=ali.id, text="*تأیید؟*", reply_markup=KEYS)
    query = bale.world.tap(ali, sent["message_id"], "تأیید")
    callback = (await newest(on_bale))["callback_query"]
    assert callback.keys() == {"id", "from", "message", "data"}
    assert "date" not in callback["message"]
    assert callback["message"]["text"] == "*تأیید؟*"
    assert not query.id.startswith("1")
    async with bale_with(session, OFF) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.open_link(sara)
        sent = await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=KEYS)
        face.world.tap(sara, sent["message_id"], "تأیید")
        assert (await newest(bot))["callback_query"]["message"]["date"] == sent["date"]


async def test_an_old_client_does_not_show_the_answer(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    sent = await on_bale.gets("sendMessage", chat_id=ali.id, text="x", reply_markup=KEYS)
    new = bale.world.tap(ali, sent["message_id"], "تأیید")
    await on_bale.gets("answerCallbackQuery", callback_query_id=new.id, text="ثبت شد")
    assert new.toast == "ثبت شد"
    ali.old_client = True
    old = bale.world.tap(ali, sent["message_id"], "تأیید")
    assert old.id.startswith("1")
    await on_bale.gets("answerCallbackQuery", callback_query_id=old.id, text="ثبت شد")
    assert old.toast == ""
    async with bale_with(session, OFF) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.open_link(sara)
        sent = await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=KEYS)
        assert face.world.tap(sara, sent["message_id"], "تأیید").id.startswith("1")


async def test_start_comes_without_entities(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    bale.world.open_link(ali, "INV7")
    message = (await newest(on_bale))["message"]
    assert (message["text"], "entities" in message) == ("/start INV7", False)
    async with bale_with(session, OFF) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.say(sara, "/start @ali_r #کار https://ble.ir")
        entities = (await newest(bot))["message"]["entities"]
        assert [each["type"] for each in entities] == ["bot_command", "mention"]


async def test_a_voice_and_a_sticker_are_bare(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    bale.world.send_files(ali, [("v.ogg", b"OggS", "audio/ogg")], kind="voice")
    bale.world.send_sticker(ali)
    voice, sticker = [update["message"] for update in (await on_bale.updates())[-2:]]
    assert voice["voice"].keys() == {"file_id", "file_unique_id"}
    assert not sticker["sticker"].keys() & {"is_animated", "is_video"}
    async with bale_with(session, OFF) as (bot, face):
        sara = face.world.add_person("سارا")
        face.world.send_files(sara, [("v.ogg", b"OggS", "audio/ogg")], kind="voice")
        assert "duration" in (await newest(bot))["message"]["voice"]


async def test_a_forward_names_the_first_sender_as_bale_does(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    sara = bale.world.add_person("سارا")
    bale.world.say(ali, "خبر", forwarded_from=sara)
    message = (await newest(on_bale))["message"]
    assert (message["forward_from"]["id"], message["forward_date"]) == (sara.id, message["date"])
    assert "forward_origin" not in message
    assert bale.world.history(ali)[-1]["forwarded_from"] == "سارا"


async def test_a_contact_may_have_no_owner(
    session: aiohttp.ClientSession, on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    bale.world.share_contact(ali)
    contact = (await newest(on_bale))["message"]["contact"]
    assert contact == {"phone_number": ali.phone, "first_name": "علی", "last_name": "رضایی", "user_id": ali.id}
    async with bale_with(session, OFF) as (bot, face):
        face.world.share_contact(face.world.add_person("سارا"))
        assert "user_id" not in (await newest(bot))["message"]["contact"]


async def test_blocking_and_groups_make_no_update(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    await on_bale.updates()
    bale.world.block(ali)
    bale.world.unblock(ali)
    group = bale.world.add_group("کارگروه", [ali])
    assert await on_bale.updates() == []
    bale.world.say(ali, "سلام", group=group)
    message = (await newest(on_bale))["message"]
    assert message["chat"] == {"id": group.id, "type": "group", "title": "کارگروه"}
    assert "language_code" not in message["from"]


async def test_an_edited_message_and_an_answered_one(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    said = bale.world.say(ali, "/start")
    bale.world.edit(ali, said["message_id"], "دوم")
    assert (await newest(on_bale))["edited_message"]["text"] == "دوم"
    bale.world.say(ali, "سوم", reply_to=said["message_id"])
    answered = (await newest(on_bale))["message"]["reply_to_message"]
    assert (answered["text"], "language_code" in answered["from"]) == ("دوم", False)


async def test_an_album_comes_as_messages_of_one_group(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    bale.world.send_files(ali, [("a.png", PNG, "image/png"), ("b.png", PNG, "image/png")], "photo", "دو عکس")
    first, second = [update["message"] for update in (await on_bale.updates())[-2:]]
    assert (first["media_group_id"], first["caption"]) == (second["media_group_id"], "دو عکس")


async def test_updates_are_kept_for_a_day(server: SandboxServer, on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    server.clock.move_by(timedelta(hours=23))
    bale.world.say(ali, "امروز")
    server.clock.move_by(timedelta(hours=2))
    assert [update["message"]["text"] for update in await on_bale.updates()] == ["امروز"]


async def test_only_the_last_two_thousand_are_kept(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    for number in range(2001):
        bale.world.say(ali, str(number))
    assert (await on_bale.updates())[0]["message"]["text"] == "1"


async def test_what_people_typed_is_told_as_typed_and_shown_as_marked(
    on_bale: Bot, bale: PlatformFace, ali: Chat
) -> None:
    bale.world.say(ali, "*مهم* است")
    assert (await newest(on_bale))["message"]["text"] == "*مهم* است"
    shown = bale.world.history(ali)[-1]
    assert (shown["text"], shown["entities"][0]["type"]) == ("مهم است", "bold")


async def test_a_webhook_gets_updates_without_a_secret(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    got: list[tuple[str, dict[str, Any]]] = []

    async def take(request: web.Request) -> web.Response:
        got.append((",".join(name for name in request.headers if "Secret" in name), await request.json()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/{secret}", take)
    async with TestServer(app) as receiver:
        assert await on_bale.gets("setWebhook", url=str(receiver.make_url("/a-path-that-is-secret")))
        await bale.world.wait_until(lambda: bale.world.unconfirmed == 0)
        assert [(secret, update["message"]["text"]) for secret, update in got] == [("", "/start")]
        assert (await on_bale.refused("getUpdates"))[0] == 409
        assert await on_bale.gets("deleteWebhook")


async def test_a_lenient_client_shows_any_pair(session: aiohttp.ClientSession) -> None:
    async with bale_with(session, Differences(lenient_markdown=True)) as (_, face):
        sara = face.world.add_person("سارا")
        face.world.say(sara, "«*مهم*»")
        assert face.world.history(sara)[-1]["text"] == "«مهم»"


async def test_a_one_time_keyboard_stays_until_it_is_removed(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    keys = {"keyboard": [[{"text": "ارسال شماره", "request_contact": True}]], "one_time_keyboard": True}
    await on_bale.gets("sendMessage", chat_id=ali.id, text="شماره؟", reply_markup=keys)
    bale.world.press(ali, "ارسال شماره")
    assert bale.world.keyboard(ali)
    await on_bale.gets("sendMessage", chat_id=ali.id, text="سپاس", reply_markup={"remove_keyboard": True})
    assert bale.world.keyboard(ali) is None


async def test_a_waiting_poll_gets_nothing_in_an_outage(on_bale: Bot, bale: PlatformFace, ali: Chat) -> None:
    await on_bale.updates()
    waiting = asyncio.create_task(on_bale.updates(timeout=20))
    await bale.world.wait_until(lambda: bale.state.updates.awaited)
    bale.faults.add(Fault("down", times=None))
    async with asyncio.timeout(10):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await waiting
    bale.world.say(ali, "کسی هست؟")
    bale.faults.clear()
    assert (await newest(on_bale))["message"]["text"] == "کسی هست؟"
