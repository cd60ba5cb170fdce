"""Two platforms on one server, which share the clock and the stream of events and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from sandbox.http.server import SandboxServer
from sandbox.world.faults import Fault
from tests.sandbox.conftest import Bot, Page


def test_equal_ids_are_other_people(server: SandboxServer) -> None:
    sara = server.faces["telegram"].world.add_person("سارا")
    ali = server.faces["bale"].world.add_person("علی")
    assert sara.id == ali.id == 1001
    assert sara.phone != ali.phone


def test_one_person_on_both_has_one_phone(server: SandboxServer) -> None:
    sara = server.world.add_person("سارا")
    again = server.faces["bale"].world.add_person("سارا", phone=sara.phone)
    assert again.phone == sara.phone


async def test_each_bot_sees_its_own_messenger(server: SandboxServer, bot: Bot, on_bale: Bot) -> None:
    sara = server.world.add_person("سارا")
    server.world.open_link(sara)
    ali = server.faces["bale"].world.add_person("علی")
    server.faces["bale"].world.open_link(ali)
    assert [update["message"]["from"]["first_name"] for update in await bot.updates()] == ["سارا"]
    assert [update["message"]["from"]["first_name"] for update in await on_bale.updates()] == ["علی"]
    await on_bale.gets("sendMessage", chat_id=1001, text="سلام علی")
    assert [message["text"] for message in server.world.history(sara)] == ["/start"]
    assert [call.method for call in server.faces["bale"].world.transcript] == ["getUpdates", "sendMessage"]
    assert (await bot.gets("getMe"))["username"] != (await on_bale.gets("getMe"))["username"]


async def test_the_page_names_people_with_their_messenger(server: SandboxServer, page: Page) -> None:
    sara = await page.post("/api/people", {"first_name": "سارا"})
    ali = await page.post("/api/people", {"first_name": "علی", "platform": "bale", "phone": "989120000000"})
    assert (sara["id"], ali["id"], ali["platform"]) == ("telegram:1001", "bale:1001", "bale")
    await page.post("/api/chats/bale:1001/text", {"text": "سلام"})
    assert (await page.get("/api/chats/telegram:1001"))["messages"] == []
    assert [message["text"] for message in (await page.get("/api/chats/bale:1001"))["messages"]] == ["سلام"]
    state = await page.get("/api/state")
    assert [(person["id"], person["phone"]) for person in state["people"]] == [
        ("telegram:1001", sara["phone"]),
        ("bale:1001", "989120000000"),
    ]
    assert state["bots"]["bale"]["link"] == "https://ble.ir/{bot}?start={word}"
    assert (await page.tries("/api/chats/bale:1001/contact", {"of": "telegram:1001"}))[1]["code"] == "no_person"
    assert (await page.tries("/api/people", {"first_name": "نرگس", "platform": "eitaa"}))[1]["code"] == "request"


async def test_faults_meet_one_messenger_only(server: SandboxServer, page: Page, bot: Bot, on_bale: Bot) -> None:
    server.faces["telegram"].faults.add(Fault("down", times=None))
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bot.gets("getMe")
    assert await on_bale.gets("getMe")
    await page.post("/api/faults", {"kind": "server_error", "platform": "bale"})
    assert await on_bale.refused("getMe") == (502, "Bad Gateway")


async def test_one_alone_is_reached_at_its_own_address() -> None:
    server = SandboxServer(faces=("bale",))
    assert list(server.faces) == ["bale"]
    assert server.world is server.faces["bale"].world
    await server.stop()


async def test_a_second_start_finds_both(tmp_path: Path) -> None:
    first = SandboxServer(tmp_path / "sandbox.db", start=datetime(2019, 10, 5, tzinfo=UTC))
    first.world.add_person("سارا")
    first.faces["bale"].world.add_person("علی")
    first.clock.move_by(timedelta(days=3))
    await first.stop()
    second = SandboxServer(tmp_path / "sandbox.db")
    assert [person.first_name for face in second.faces.values() for person in face.world.people()] == ["سارا", "علی"]
    assert second.clock.now() >= datetime(2019, 10, 8, tzinfo=UTC)
    await second.stop()
    assert set(tmp_path.iterdir()) == set(tmp_path.glob("sandbox.db*"))  # noqa: ASYNC240 - the test has nothing else to do
