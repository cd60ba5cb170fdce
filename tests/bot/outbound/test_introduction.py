"""The bot's name on its platforms: that of the office, asked before it is set, and later where a platform says so."""

import asyncio

import pytest

from bot.outbound.introduction import Introduction
from bot.platforms.base import Platform, RateLimited, Retryable
from bot.platforms.capabilities import bale, telegram
from bot.settings.sections import Limits
from tests.services.desk import Desk
from tests.town import PATIENCE, Town

OFFICE = "دبیرخانهٔ کارگروه"


class Telegram:
    """A platform that notes what it is told, and first refuses as often as there are ``refusals``."""

    name = "telegram"
    capabilities = telegram(Limits())

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.told: list[tuple[str, str]] = []

    async def introduce(self, name: str, description: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.told.append((name, description))


class Bale(Telegram):
    name = "bale"
    capabilities = bale(Limits())


def introduction(desk: Desk, platform: Telegram) -> Introduction:
    shown: Platform = platform  # type: ignore[assignment]
    return Introduction(shown, desk.organisation)


async def test_the_bot_is_called_after_the_office_once_and_again_when_that_changes(desk: Desk) -> None:
    platform = Telegram()
    introduced = introduction(desk, platform)
    for _ in range(3):
        await introduced.introduce()
    assert [name for name, _ in platform.told] == [f"دستیار {OFFICE}"]
    assert f"دستیار {OFFICE} مهلت مصوبه‌ها را یادآوری می‌کند" in platform.told[0][1]
    desk.organisation.name = "دبیرخانهٔ شورا"
    await introduced.introduce()
    assert platform.told[-1][0] == "دستیار دبیرخانهٔ شورا"


async def test_a_name_that_is_too_long_with_its_first_word_stands_alone(desk: Desk) -> None:
    platform = Telegram()
    desk.organisation.name = "دبیرخانهٔ " + "ک" * 54
    await introduction(desk, platform).introduce()
    assert platform.told[0][0] == desk.organisation.name


@pytest.mark.parametrize("refusal", [RateLimited(7200), Retryable("no answer")])
async def test_a_refusal_is_not_repeated_before_its_time(
    refusal: Exception, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    platform = Telegram(refusal)
    introduced = introduction(desk, platform)
    await introduced.introduce()
    now += 3000
    await introduced.introduce()
    assert platform.told == []
    now += 4201
    await introduced.introduce()
    assert len(platform.told) == 1


async def test_bale_is_not_asked(desk: Desk) -> None:
    platform = Bale()
    await introduction(desk, platform).introduce()
    assert platform.told == []


async def test_maryam_renames_the_office_and_the_bot_follows_on_telegram_alone(both: Town) -> None:
    maryam = await both.secretary()
    face = both.server.faces["telegram"]
    assert face.state.setting("name:") == f"دستیار {both.app.organisation.name}"
    assert "یادآوری می‌کند" in face.state.setting("description:")
    assert not both.server.faces["bale"].state.setting("name:")
    await maryam.says("/settings")
    await maryam.taps("تنظیمات دبیرخانه", "نام دبیرخانه")
    assert "@botfather" in maryam.sees()
    await maryam.taps("تغییر")
    await maryam.says("دبیرخانهٔ شورای اشتغال")
    await both.app.moved()
    async with asyncio.timeout(PATIENCE):
        while face.state.setting("name:") != "دستیار دبیرخانهٔ شورای اشتغال":  # noqa: ASYNC110 - a name rings no bell
            await asyncio.sleep(0.01)
