"""Messages that wait for somebody who joins two accounts at night: in the morning they are one person's."""

import pytest

from domain.access.member import Role
from tests.handlers.account.test_linking import CHAMBER, CITY, code_of
from tests.handlers.secretariat.planning.test_plans import planning
from tests.town import Human, Town


async def invited_twice(town: Town) -> tuple[Human, Human, Human]:
    """Return Maryam, and Sara on Telegram and Bale, invited at night under both of her names before she joins them."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    on_bale = await town.member("س. محمدی", Role.REPRESENTATIVE, CHAMBER, on="bale")
    await planning(maryam)
    await town.clock.to("1398-07-13 22:00")
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۲ نفر")
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بله، یکی شود")
    return maryam, sara, on_bale


async def morning(town: Town, *chats: Human) -> str:
    await town.clock.to("1398-07-14 10:00")
    return "\n".join(chat.everything() for chat in chats)


@pytest.mark.rows
async def test_the_old_day_of_a_meeting_is_told_under_neither_name(both: Town) -> None:
    maryam, *sara = await invited_twice(both)
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    await maryam.taps("ثبت")
    seen = await morning(both, *sara)
    assert "۲۷ آبان" in seen
    assert "۲۰ آبان" not in seen


@pytest.mark.rows
async def test_a_cancelled_meeting_is_no_invitation_under_the_other_name(both: Town) -> None:
    maryam, *sara = await invited_twice(both)
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    assert "از شما برای شرکت در این جلسه دعوت می‌شود" not in await morning(both, *sara)


@pytest.mark.rows
async def test_one_invitation_comes_of_the_two(both: Town) -> None:
    _, *sara = await invited_twice(both)
    seen = await morning(both, *sara)
    assert seen.count("از شما برای شرکت در این جلسه دعوت می‌شود") == 1
    assert sum("document" in message for chat in sara for message in chat.messages()) == 1
