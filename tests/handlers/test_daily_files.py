"""Files beyond a day's measure: nobody fills the disk."""

import pytest

from tests.town import Town

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
