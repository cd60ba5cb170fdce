"""News that came to nobody while somebody had blocked the bot come when that person does."""

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.people import Account, Membership
from tests.answered import reported
from tests.handlers.secretariat.meetings.binalud import HEAD, LAND, issues
from tests.handlers.secretariat.planning.test_plans import planning
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


async def blocks(town: Town, human: Human) -> None:
    human.world.block(human.chat)
    await town.quiet()
    human.marks()


async def comes_back(town: Town, human: Human) -> str:
    """Let somebody write again, and return what has come since."""
    human.world.unblock(human.chat)
    await town.quiet()
    # Not every platform tells that somebody is back.
    return "\n".join((human.sees(), await human.says("/start")))


async def plans_at_night(town: Town) -> tuple[Human, Human]:
    """Return Maryam, and Sara whom she has invited to a meeting at night."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await planning(maryam)
    await town.clock.to("1398-07-13 22:00")
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر")
    return maryam, sara


@pytest.mark.rows
async def test_an_invitation_of_the_night_comes_when_its_guest_does(town: Town) -> None:
    _, sara = await plans_at_night(town)
    await blocks(town, sara)
    await town.clock.to("1398-07-14 10:00")
    seen = await comes_back(town, sara)
    assert seen.count("از شما برای شرکت در این جلسه دعوت می‌شود") == 1
    assert sum("document" in message for message in sara.messages()) == 1
    await blocks(town, sara)
    assert "این جلسه" not in await comes_back(town, sara)
    assert "پاسخ شما: حضور دارم" in await sara.taps("حضور دارم")


@pytest.mark.rows
async def test_a_meeting_that_was_moved_and_cancelled_meanwhile_is_told_as_it_is(town: Town) -> None:
    maryam, sara = await plans_at_night(town)
    await town.clock.to("1398-07-14 10:00")
    await blocks(town, sara)
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    await maryam.taps("ثبت")
    seen = await comes_back(town, sara)
    assert "این جلسه تغییر کرد و اکنون چنین است" in seen
    assert "۲۷ آبان" in seen
    assert "پاسخ شما: حضور دارم" in await sara.taps("حضور دارم")
    await blocks(town, sara)
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    assert "این جلسه که برای آن اعلام حضور کرده بودید، لغو شد" in await comes_back(town, sara)
    await blocks(town, sara)
    assert "این جلسه" not in await comes_back(town, sara)


@pytest.mark.rows
async def test_who_never_heard_of_a_cancelled_meeting_hears_nothing_of_it(town: Town) -> None:
    maryam, sara = await plans_at_night(town)
    await blocks(town, sara)
    await town.clock.to("1398-07-14 10:00")
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    assert "این جلسه" not in await comes_back(town, sara)


async def returned_while_away(town: Town) -> tuple[Human, Human]:
    """Return Maryam, and Sara whose report came back while she had blocked the bot."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await reported(sara, "جدول تکمیل شد.")
    await blocks(town, sara)
    await maryam.says("/review")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says("ستون سهم خالی است.")
    await maryam.taps("ارسال")
    return maryam, sara


@pytest.mark.rows
async def test_a_report_that_came_back_meanwhile_is_told_of(town: Town) -> None:
    _, sara = await returned_while_away(town)
    assert "ستون سهم خالی است." in await comes_back(town, sara)


@pytest.mark.rows
async def test_a_report_that_a_colleague_corrected_meanwhile_is_asked_for_no_more(town: Town) -> None:
    _, sara = await returned_while_away(town)
    omid = await town.member("امید کاظمی", Role.DEPUTY, CITY)
    await omid.says("/report")
    await omid.taps("اصلاح شرح اقدام")
    await omid.says("ستون سهم هم پر شد.")
    await omid.taps("ارسال")
    assert "ستون سهم خالی است." not in await comes_back(town, sara)


@pytest.mark.rows
async def test_a_notice_of_the_night_comes_when_its_reader_does(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.clock.to("1398-07-13 22:00")
    await issues(maryam, "\n".join((HEAD, LAND.replace("شهرداری", CITY))))
    await blocks(town, sara)
    await town.clock.to("1398-07-14 10:00")
    seen = await comes_back(town, sara)
    assert "ابلاغ" in seen
    assert "رؤیت شد" in sara.buttons("ابلاغ")
