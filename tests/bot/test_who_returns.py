"""News that came to nobody while somebody had blocked the bot come when that person does."""

import pytest
from sqlalchemy import select, update

from models.tables.people import Account, Membership
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
pytestmark = pytest.mark.refused("blocked by the user")


async def answered_while_away(town: Town) -> tuple[Human, Human]:
    """Return Maryam, and Sara whose question and report were answered while she had blocked the bot."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await reported(sara, "جدول تکمیل شد.")
    await sara.says("/question")
    await sara.says("جدول را به که بدهیم؟")
    await sara.taps("رد کردن", "ارسال")
    sara.world.block(sara.chat)
    await town.quiet()
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    await maryam.says("/questions")
    await maryam.taps("جدول را به که", "پاسخ")
    await maryam.says("به آقای احمدی.")
    await maryam.taps("رد کردن", "ارسال")
    sara.marks()
    return maryam, sara


async def role_ends(town: Town, sara: Human) -> None:
    """End Sara's role in the minute after."""
    async with town.app.db.write() as session:
        own = select(Account.person_id).where(Account.user == sara.user).scalar_subquery()
        ends = update(Membership).where(Membership.person_id == own)
        await session.execute(ends.values(ended_at=town.clock.now()))


async def returns(town: Town, sara: Human) -> str:
    sara.world.unblock(sara.chat)
    await town.quiet()
    return await sara.says("/start")


async def test_a_verdict_and_an_answer_come_when_their_reader_does(town: Town) -> None:
    _, sara = await answered_while_away(town)
    await returns(town, sara)
    assert sara.everything().count("به آقای احمدی.") == 1
    assert sara.everything().count("پذیرفته شد") == 1
    await sara.says("/start")
    assert sara.everything().count("به آقای احمدی.") == 1


async def test_who_was_removed_meanwhile_gets_nothing_of_it(town: Town) -> None:
    _, sara = await answered_while_away(town)
    await role_ends(town, sara)
    await returns(town, sara)
    assert "به آقای احمدی." not in sara.everything()
