"""Files beyond a day's measure: nobody fills the disk."""

import pytest

from bot.inbound import file_fetcher
from services.files import file_store
from tests.town import PATIENCE, Town

CITY = "شهرداری مشهد"
pytestmark = pytest.mark.rows


def stored(town: Town) -> int:
    """Count the files that are kept."""
    return sum(path.is_file() for path in (town.folder / "files").rglob("*"))


async def test_ali_whom_nobody_knows_sends_files_without_end(town: Town) -> None:
    town.app.organisation.files_a_day = 10
    ali = town.person("علی نادری")
    for number in range(10):
        await ali.sends_file(f"نامه {number}.pdf", b"%PDF" + bytes([number]))
    assert stored(town) == 10
    seen = await ali.sends_file("نامهٔ دیگر.pdf", b"%PDF one more")
    assert "سهم یک روز" in seen or seen == ""
    assert stored(town) == 10


async def test_sara_is_told_which_file_waits_for_tomorrow_and_sends_it_then(town: Town) -> None:
    town.app.organisation.files_a_day = 10
    sara = await town.representative_of(CITY)
    for number in range(10):
        await sara.sends_file(f"نقشه {number}.pdf", b"%PDF" + bytes([number]))
    seen = await sara.sends_file("نقشهٔ آخر.pdf", b"%PDF the last")
    assert "نقشهٔ آخر.pdf" in seen
    assert "فردا دوباره بفرستید" in seen
    await town.clock.to("1398-07-14 09:00")
    await sara.sends_file("نقشهٔ آخر.pdf", b"%PDF the last")
    assert stored(town) == 11


async def test_who_sends_a_file_while_the_disk_is_full_is_told_once_and_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_fetcher, "TOLD_AFTER", 0.0)
    sara, ali = await town.representative_of(CITY), await town.representative_of(CITY, "علی نادری")
    with monkeypatch.context() as full:
        # No disk is as free as it is large.
        full.setattr(file_store, "LEAST_FREE", 10**18)
        full.setattr(file_store, "LEAST_PART", 1)
        sara.marks()
        town.world.send_files(sara.chat, [("نقشه.pdf", b"%PDF map", "application/pdf")], kind="document")
        await sara.world.wait_until(lambda: "نیازی نیست دوباره بفرستید" in sara.sees(), PATIENCE)
        # What she sends after it waits in its turn, and holds up nobody else.
        sara.world.say(sara.chat, "/tasks")
        await ali.starts_saying("/help")
        await ali.world.wait_until(lambda: "راهنما" in ali.sees(), PATIENCE)
    await town.quiet()
    assert sara.everything().count("نیازی نیست دوباره بفرستید") == 1
    assert stored(town) == 1
    assert "اقدام بازی ندارید" in sara.everything()
