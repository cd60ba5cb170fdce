"""The control API: the page's data and the actions that it asks for."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Page

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot


class Secretariat:
    """A host with one reminder due and one known person."""

    def __init__(self) -> None:
        self.due: datetime | None = None
        self.moves: list[datetime] = []

    async def clock_moved(self, now: datetime) -> None:
        self.moves.append(now)

    async def next_due(self) -> datetime | None:
        return self.due

    async def days_off(self) -> dict[str, str]:
        return {"1398/7/27": "اربعین حسینی"}

    async def role_of(self, user: str) -> str | None:
        return "کارشناس دبیرخانه" if user == "telegram:1000" else None


@pytest.fixture
def host() -> Secretariat:
    return Secretariat()


@pytest.fixture
async def hosted(host: Secretariat) -> AsyncIterator[SandboxServer]:
    sandbox = SandboxServer(host_app=host, start=datetime(2019, 10, 5, 14, 30, tzinfo=UTC))
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


async def test_the_state_without_a_host(page: Page, bot: "Bot", sara: Chat) -> None:
    commands = [{"command": "tasks", "description": "اقدام‌های باز من"}]
    await bot.gets("setMyCommands", commands=commands, language_code="fa")
    state = await page.get("/api/state")
    assert state["bot"]["username"] == "dabir_sandbox_bot"
    assert state["bot"]["commands"] == commands
    assert state["people"] == [
        {
            "id": "telegram:1001",
            "phone": sara.phone,
            "first_name": "سارا",
            "last_name": "محمدی",
            "username": "",
            "role": None,
            "unread": 0,
            "blocked": False,
            "platform": "telegram",
            "commands": commands,
        }
    ]
    assert state["clock"]["tz"] == "Asia/Tehran"
    assert state["features"] == {"clock": True, "next_due": False, "roles": False}


async def test_roles_come_from_the_host(session: aiohttp.ClientSession, hosted: SandboxServer) -> None:
    hosted.world.add_person("مریم", id=1000)
    state = await Page(session, hosted).get("/api/state")
    assert state["people"][0]["role"] == "کارشناس دبیرخانه"
    assert state["features"] == {"clock": True, "next_due": True, "roles": True}
    assert state["clock"]["now"].startswith("2019-10-05T14:30")


async def test_a_conversation_through_the_page(page: Page, bot: "Bot", server: SandboxServer) -> None:
    person = await page.post("/api/people", {"first_name": "علی", "last_name": "رضایی"})
    chat = f"/api/chats/{person['id']}"
    said = (await page.post(f"{chat}/text", {"text": "/start"}))["message"]
    keyboard = [[{"text": "ثبت گزارش", "callback_data": "report:1"}]]
    sent = await bot.gets("sendMessage", chat_id=1001, text="سلام", reply_markup={"inline_keyboard": keyboard})
    tapped = await page.post(f"{chat}/tap", {"message_id": sent["message_id"], "data": "report:1"})
    await page.post(f"{chat}/text", {"text": "بله", "reply_to": sent["message_id"]})
    await page.post(f"{chat}/edit", {"message_id": said["id"], "text": "/start a"})
    await page.post(f"{chat}/contact", {})
    await page.post(f"{chat}/location", {"latitude": 36.3, "longitude": 59.6})

    kinds = [next(iter(update.keys() - {"update_id"})) for update in await bot.updates()]
    assert kinds == ["message", "callback_query", "message", "edited_message", "message", "message"]
    seen = await page.get(chat)
    start, hello, yes, contact, location = seen["messages"]
    assert (start["text"], "edit_date" in start) == ("/start a", True)
    assert (hello["from"], hello["inline_keyboard"]) == ("bot", keyboard)
    assert yes["reply_to"] == sent["message_id"]
    assert contact["contact"]["first_name"] == "علی"
    assert location["location"]["latitude"] == 36.3
    assert (seen["reply_keyboard"], seen["more"]) == (None, False)
    await bot.gets("answerCallbackQuery", callback_query_id=tapped["callback_id"], text="ثبت شد")


async def test_files_through_the_page(
    page: Page, server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    form = aiohttp.FormData({"kind": "document", "caption": "دو نامه"}, quote_fields=False)
    for name in ("یک.html", "دو.png"):
        kind = "text/html" if name.endswith("html") else "image/png"
        form.add_field("file", b"<script>", filename=name, content_type=kind)
    async with session.post(f"{server.url}/api/chats/telegram:{sara.id}/files", data=form) as response:
        first, second = (await response.json())["messages"]
    assert (first["caption"], first["document"]["file_name"]) == ("دو نامه", "یک.html")
    assert first["media_group_id"] == second["media_group_id"]
    for message, kind in ((first, "application/octet-stream"), (second, "image/png")):
        async with session.get(server.url + message["document"]["url"]) as response:
            # A person's document must never run as a page.
            assert response.content_type == kind
            assert await response.read() == b"<script>"


async def test_older_messages_come_page_by_page(page: Page, server: SandboxServer, sara: Chat) -> None:
    for number in range(6):
        server.world.say(sara, str(number))
    newest = await page.get(f"/api/chats/telegram:{sara.id}?limit=4")
    assert [message["text"] for message in newest["messages"]] == ["2", "3", "4", "5"]
    assert newest["more"]
    older = await page.get(f"/api/chats/telegram:{sara.id}?limit=4&before={newest['messages'][0]['id']}")
    assert [message["text"] for message in older["messages"]] == ["/start", "0", "1"]
    assert not older["more"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/api/chats/telegram:77/text", {"text": "x"}, "no_person"),
        ("/api/chats/telegram:1001/text", {}, "request"),
        ("/api/chats/telegram:sara/text", {"text": "x"}, "request"),
        ("/api/chats/1001/text", {"text": "x"}, "no_person"),
        ("/api/chats/bale:1001/text", {"text": "x"}, "no_person"),
        ("/api/chats/telegram:1001/text", [], "request"),
        ("/api/chats/telegram:1001/tap", {"message_id": 1, "data": "x"}, "no_button"),
        ("/api/chats/telegram:1001/edit", {"message_id": 99, "text": "x"}, "no_message"),
        ("/api/people", {}, "request"),
        ("/api/clock", {"days": -1}, "clock"),
        ("/api/clock", {"to": "2001-01-01T00:00:00+00:00"}, "clock"),
        ("/api/clock", {"to": "tomorrow"}, "request"),
        ("/api/clock", {"to": "2031-01-01T00:00:00"}, "request"),
        ("/api/clock", {"hours": "one"}, "request"),
        ("/api/chats/telegram:1001/text", {"text": ""}, "empty"),
        ("/api/chats/telegram:1001/location", {"latitude": "north", "longitude": 1}, "request"),
        ("/api/faults", {"kind": "earthquake"}, "request"),
        ("/api/faults", {"kind": "down", "until": "noon"}, "request"),
        ("/api/clock", {"next_due": True}, "nothing_due"),
    ],
)
async def test_refusals_are_sentences(page: Page, sara: Chat, path: str, body: Any, code: str) -> None:
    status, answer = await page.tries(path, body)
    assert (status, answer["code"]) == (400, code)
    assert answer["error"].endswith(".")


async def test_a_page_of_another_origin_is_refused(
    server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    address = f"{server.url}/api/chats/telegram:{sara.id}/text"
    async with session.post(address, json={"text": "x"}, headers={"Origin": "https://example.org"}) as response:
        assert response.status == 403
    async with session.post(address, json={"text": "x"}, headers={"Origin": server.url}) as response:
        assert response.status == 200


async def test_a_name_of_another_site_that_leads_here_is_refused(
    server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    """As after a site's name was turned to this machine, so that its page has the same origin."""
    address = f"{server.url}/api/chats/telegram:{sara.id}/text"
    foreign = {"Host": "example.org", "Origin": "http://example.org"}
    async with session.post(address, json={"text": "x"}, headers=foreign) as response:
        assert response.status == 403


async def test_blocking_through_the_page(page: Page, bot: "Bot", sara: Chat) -> None:
    await page.post(f"/api/chats/telegram:{sara.id}/block")
    assert (await page.get("/api/state"))["people"][0]["blocked"]
    assert (await page.tries(f"/api/chats/telegram:{sara.id}/text", {"text": "x"}))[1]["code"] == "blocked"
    assert (await bot.refused("sendMessage", chat_id=sara.id, text="x"))[0] == 403
    await page.post(f"/api/chats/telegram:{sara.id}/unblock")
    await bot.gets("sendMessage", chat_id=sara.id, text="x")
    assert (await page.get("/api/state"))["people"][0]["unread"] == 1
    await page.post(f"/api/chats/telegram:{sara.id}/read")
    assert (await page.get("/api/state"))["people"][0]["unread"] == 0


async def test_the_clock_moves_forward_and_the_host_acts_before_the_answer(
    session: aiohttp.ClientSession, hosted: SandboxServer, host: Secretariat
) -> None:
    page = Page(session, hosted)

    async def move(**by: Any) -> datetime:
        answer = await page.post("/api/clock", by)
        return datetime.fromisoformat(answer["now"])

    assert (await move(hours=1)) >= datetime(2019, 10, 5, 15, 30, tzinfo=UTC)
    assert (await move(days=1)) >= datetime(2019, 10, 6, 15, 30, tzinfo=UTC)
    assert (await move(to="2019-10-10T04:30:00+00:00")) >= datetime(2019, 10, 10, 4, 30, tzinfo=UTC)
    host.due = datetime(2019, 10, 16, 5, 30, tzinfo=UTC)
    moved = await move(next_due=True)
    assert moved - host.due < timedelta(seconds=30)
    assert len(host.moves) == 4
    assert datetime.fromisoformat((await page.get("/api/clock"))["now"]) >= moved

    # A reminder that is already due needs no move, only the work.
    await move(next_due=True)
    assert len(host.moves) == 5
    person = hosted.world.add_person("سارا")
    assert hosted.world.open_link(person)["date"] >= int(moved.timestamp())


async def test_events_tell_the_page_what_changes(
    page: Page, bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    async with session.get(f"{server.url}/api/events") as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readline() == b": here\n"
        await stream.content.readline()

        async def event() -> Any:
            async with asyncio.timeout(5):
                line = (await stream.content.readline()).decode()
                await stream.content.readline()
            return json.loads(line.removeprefix("data: "))

        keys = {"keyboard": [[{"text": "انصراف"}]]}
        await bot.gets("sendChatAction", chat_id=sara.id, action="typing")
        assert await event() == {"type": "typing", "person": f"telegram:{sara.id}", "action": "typing"}
        await bot.gets("sendMessage", chat_id=sara.id, text="سلام", reply_markup=keys)
        shown = await event()
        assert (shown["type"], shown["person"], shown["message"]["text"]) == ("message", f"telegram:{sara.id}", "سلام")
        assert await event() == {
            "type": "keyboard",
            "person": f"telegram:{sara.id}",
            "reply_keyboard": {"rows": keys["keyboard"]},
        }
        button = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
        sent = await bot.gets("sendMessage", chat_id=sara.id, text="x", reply_markup=button)
        await event()
        query = server.world.tap(sara, sent["message_id"], "x")
        await bot.gets("answerCallbackQuery", callback_query_id=query.id, text="شد")
        assert await event() == {
            "type": "toast",
            "person": f"telegram:{sara.id}",
            "callback_id": query.id,
            "text": "شد",
            "alert": False,
        }
        one = {"chat_id": sara.id, "message_id": sent["message_id"]}
        await bot.gets("editMessageText", **one, text="y")
        assert (await event())["message"]["text"] == "y"
        await bot.gets("deleteMessage", **one)
        assert await event() == {"type": "delete", "person": f"telegram:{sara.id}", "message_ids": [sent["message_id"]]}
        await page.post("/api/people", {"first_name": "علی"})
        assert await event() == {"type": "people"}
        await page.post("/api/clock", {"hours": 1})
        assert (await event())["type"] == "clock"
