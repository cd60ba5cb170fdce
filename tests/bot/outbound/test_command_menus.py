"""The menu of commands beside the text field follows roles and languages."""

import asyncio
import json
from typing import NoReturn

import aiohttp
import pytest

from domain.access.member import Role
from services.conversations import chat_state
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def commands_of(town: Town, who: Human) -> dict[str, str]:
    """Return the commands that a person's messenger shows in the chat: its own, else those of everybody."""
    scopes = ({"type": "chat", "chat_id": who.chat.id}, {"type": "default"})
    async with aiohttp.ClientSession() as client:
        for scope in scopes:
            wanted = {"scope": json.dumps(scope)}
            async with client.get(f"{town.face.url}/bot{town.face.token}/getMyCommands", params=wanted) as answer:
                if shown := (await answer.json())["result"]:
                    return {one["command"]: one["description"] for one in shown}
    return {}


async def until(town: Town, who: Human, command: str, *, there: bool = True) -> dict[str, str]:
    """Wait until a command is in somebody's menu, or is there no more; return the menu."""
    town.app.look_at_menus()
    for _ in range(200):
        shown = await commands_of(town, who)
        if (command in shown) is there:
            return shown
        await asyncio.sleep(0.05)
    raise AssertionError(shown)


@pytest.mark.only_on("telegram", reason="Bale has one menu of commands for all chats")
async def test_each_has_the_commands_of_the_role_and_loses_them_with_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = town.person("علی کریمی")
    await ali.says("/start")
    assert "review" in await until(town, maryam, "review")
    shown = await until(town, sara, "duties")
    assert shown["tasks"] == "اقدام‌های باز من"
    assert "review" not in shown
    assert "review" not in await commands_of(town, ali)
    # The secretary ends her role: the menu is that of everybody again, without a word from her.
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("شهرداری")
    await maryam.taps(CITY, "سارا محمدی", "پایان دادن به این نقش", "بله، پایان یابد")
    assert "duties" not in await until(town, sara, "duties", there=False)


@pytest.mark.only_on("telegram", reason="Bale has one menu of commands for all chats")
async def test_a_menu_speaks_its_readers_language(town: Town) -> None:
    reza = await town.member("رضا احمدی", Role.DEPUTY, CITY)
    assert (await until(town, reza, "duties"))["tasks"] == "اقدام‌های باز من"
    await reza.says("/settings")
    await reza.taps("English")
    town.app.look_at_menus()
    for _ in range(200):
        if (await commands_of(town, reza))["tasks"] == "My open tasks":
            break
        await asyncio.sleep(0.05)
    assert (await commands_of(town, reza))["tasks"] == "My open tasks"


@pytest.mark.only_on("telegram", reason="Bale has one menu of commands for all chats")
async def test_a_database_that_is_away_ends_no_menus(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL was started anew while menus were looked at, and the whole program ended."""
    ended: list[int] = []
    monkeypatch.setattr("signal.raise_signal", ended.append)
    maryam = await town.secretary()
    refused = asyncio.Semaphore(0)

    async def away(*arguments: object) -> NoReturn:
        refused.release()
        raise ConnectionRefusedError

    with monkeypatch.context() as outage:
        outage.setattr(chat_state, "menus", away)
        for _ in range(2):
            town.app.look_at_menus()
            async with asyncio.timeout(30):
                await refused.acquire()
    assert "review" in await until(town, maryam, "review")
    assert not ended
