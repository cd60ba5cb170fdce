"""The server as a whole: restarts, rate limits, and the bot libraries that can use it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest
import telegram
from telegram.request import HTTPXRequest

from sandbox.http.rate_limits import Bucket
from sandbox.http.server import SandboxServer
from sandbox.world.clock import Clock, ClockError
from sandbox.world.platform_state import Chat
from sandbox.world.store import Store

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot

START = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)


async def test_a_second_start_carries_on_where_the_first_ended(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    path = tmp_path / "sandbox.sqlite"
    first = SandboxServer(path, start=START)
    await first.start()
    sara = first.world.add_person("سارا")
    first.world.open_link(sara)
    first.world.send_files(sara, [("نامه.pdf", b"%PDF", "application/pdf")])
    keyboard = {"keyboard": [[{"text": "انصراف"}]]}
    address = f"/bot{first.token}/"
    body = {"chat_id": sara.id, "text": "سلام", "reply_markup": keyboard}
    async with session.post(f"{first.url}{address}sendMessage", json=body) as response:
        last_id = (await response.json())["result"]["message_id"]
    async with session.post(f"{first.url}{address}setMyName", json={"name": "دستیار"}) as response:
        assert response.status == 200
    first.clock.move_by(timedelta(days=3))
    before = first.world.history(sara)
    await first.stop()

    second = SandboxServer(path, start=START)
    await second.start()
    try:
        assert second.world.history(sara.id) == before
        assert second.world.keyboard(sara.id) == {"rows": keyboard["keyboard"]}
        assert second.clock.now() - START > timedelta(days=3)
        async with session.get(second.url + before[1]["document"]["url"]) as response:
            assert await response.read() == b"%PDF"
        async with session.get(f"{second.url}{address}getUpdates") as response:
            updates = (await response.json())["result"]
        assert len(updates) == 2
        async with session.get(f"{second.url}{address}getMyName") as response:
            assert (await response.json())["result"] == {"name": "دستیار"}
        # No id is given twice.
        assert second.world.say(sara.id, "سلام")["message_id"] > last_id
        offset = updates[-1]["update_id"] + 1
        async with session.get(f"{second.url}{address}getUpdates?offset={offset}") as response:
            (new,) = (await response.json())["result"]
        assert new["update_id"] >= offset
    finally:
        await second.stop()


def test_the_clock_runs_on_and_only_forward() -> None:
    store = Store(None)
    clock = Clock(store, START)
    assert timedelta(0) <= clock.now() - START < timedelta(seconds=30)
    assert clock.move_by(timedelta(hours=1)) - START >= timedelta(hours=1)
    target = datetime(2019, 10, 27, 5, 30, tzinfo=UTC)
    assert timedelta(0) <= clock.move_to(target) - target < timedelta(seconds=30)
    with pytest.raises(ClockError):
        clock.move_to(START)
    with pytest.raises(ClockError):
        clock.move_by(timedelta(seconds=-1))
    store.close()


async def test_rates_are_limited_when_asked(session: aiohttp.ClientSession) -> None:
    server = SandboxServer(rate_limits=True)
    await server.start()
    try:
        sara = server.world.add_person("سارا")
        server.world.open_link(sara)
        address = f"{server.url}/bot{server.token}/sendMessage"
        answers = []
        for _ in range(7):
            async with session.post(address, json={"chat_id": sara.id, "text": "x"}) as response:
                answers.append(await response.json())
        refused = [answer for answer in answers if not answer["ok"]]
        assert refused[-1] == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        # Other calls are free.
        async with session.get(f"{server.url}/bot{server.token}/getMe") as response:
            assert response.status == 200
    finally:
        await server.stop()


def test_a_bucket_fills_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    bucket = Bucket(rate=20 / 60, size=20)
    bucket.tokens = 0
    assert bucket.wait() == pytest.approx(3)
    now = 101.0
    assert bucket.wait() == pytest.approx(2)
    now = 1000.0
    assert bucket.wait() == 0
    assert bucket.tokens == 20


async def test_what_the_bot_says_of_itself(bot: "Bot", sara: Chat) -> None:
    me = await bot.gets("getMe")
    assert (me["is_bot"], me["first_name"]) == (True, "دبیر")
    await bot.gets("setMyDescription", description="پیگیری مصوبات")
    assert await bot.gets("getMyDescription", language_code="fa") == {"description": "پیگیری مصوبات"}
    commands = [{"command": "status", "description": "وضعیت"}]
    scope = {"type": "chat", "chat_id": sara.id}
    await bot.gets("setMyCommands", commands=commands, scope=scope)
    assert await bot.gets("getMyCommands", scope=scope) == commands
    assert await bot.gets("getMyCommands") == []
    await bot.gets("deleteMyCommands", scope=scope)
    assert await bot.gets("getMyCommands", scope=scope) == []
    assert (await bot.gets("getChat", chat_id=sara.id))["first_name"] == "سارا"


@pytest.fixture
async def library(server: SandboxServer) -> AsyncIterator[telegram.Bot]:
    """A bot of python-telegram-bot with its own transport."""
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    client = telegram.Bot(
        server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with client:
        yield client


async def test_python_telegram_bot_understands_the_updates(
    library: telegram.Bot, server: SandboxServer, sara: Chat
) -> None:
    photos = [("a.png", b"x", "image/png"), ("b.png", b"y", "image/png")]
    server.world.send_files(sara, photos, kind="photo")
    server.world.share_contact(sara)
    server.world.block(sara)
    start, photo, _, contact, block = await library.get_updates(timeout=1)
    assert start.message is not None
    assert start.message.text == "/start"
    assert photo.message is not None
    file = await photo.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == b"x"
    assert contact.message is not None
    assert contact.message.contact is not None
    assert block.my_chat_member is not None
    with pytest.raises(telegram.error.Forbidden, match="blocked"):
        await library.send_message(sara.id, "سلام")


async def test_python_telegram_bot_sends_edits_and_answers(
    library: telegram.Bot, server: SandboxServer, sara: Chat
) -> None:
    await library.get_updates(offset=-1)
    button = telegram.InlineKeyboardButton("ثبت گزارش", callback_data="r:1")
    keyboard = telegram.InlineKeyboardMarkup([[button]])
    sent = await library.send_message(sara.id, "<b>سلام</b>", "HTML", reply_markup=keyboard)
    assert sent.text_html == "<b>سلام</b>"
    with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>سلام</b>", "HTML", reply_markup=keyboard)

    server.world.tap(sara, sent.message_id, "ثبت گزارش")
    *_, tapped = await library.get_updates()
    assert tapped.callback_query is not None
    assert await tapped.callback_query.answer("ثبت شد")

    document = await library.send_document(sara.id, b"12345", filename="گزارش.txt", caption="متن")
    assert document.document is not None
    assert document.document.file_name == "گزارش.txt"
    media = [
        telegram.InputMediaDocument(b"1", filename="1.txt"),
        telegram.InputMediaDocument(document.document.file_id),
    ]
    assert len(await library.send_media_group(sara.id, media)) == 2
    await document.edit_media(telegram.InputMediaDocument(b"new", filename="2.txt"))
    assert server.world.history(sara)[-3]["document"]["file_name"] == "2.txt"
    assert await library.set_my_commands([("tasks", "اقدام‌ها")], telegram.BotCommandScopeDefault(), "fa")
    assert await library.delete_messages(sara.id, [document.message_id])
