"""A platform's time, by which a clock that jumped is judged."""

from datetime import UTC, datetime, timedelta

from bot.platforms import capabilities
from bot.platforms.telegram import Telegram
from bot.settings.sections import Limits
from tests.bot.scripted import served


async def test_a_platform_tells_its_time_with_any_answer() -> None:
    async with served(Telegram, capabilities.telegram(Limits()), small_calls=False) as (telegram, scripted):
        scripted.answers = [{"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "D", "username": "d_bot"}}]
        told = await telegram.server_time()
    assert told is not None
    assert abs(datetime.now(UTC) - told) < timedelta(seconds=30)
