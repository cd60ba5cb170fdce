"""Forms that are corrected while a secretary, or a colleague, was quicker: what was accepted stays and is counted."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.forms import FilledForm, FormRhythm
from models.tables.meetings import Verdict
from services.forms import library
from tests.issued import issue
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY = "شهرداری مشهد"
FORM = "خبر محله"
pytestmark = pytest.mark.rows


async def fills(human: Human) -> None:
    await human.says("/data")
    await human.taps(f"پر کردن: {FORM}")
    await human.says("باران")
    await human.taps("رد کردن", "ارسال")


async def begins_to_correct(human: Human) -> str:
    await human.taps("دیدن فرم پرشده")
    return await human.taps("اصلاح و ارسال دوباره")


async def kept(town: Town) -> list[tuple[int | None, Verdict | None]]:
    async with town.app.db.read() as session:
        rows = await session.scalars(select(FilledForm).order_by(FilledForm.id))
        return [(row.replaces_id, row.verdict) for row in rows]


async def counted(town: Town, form_id: int) -> int:
    async with town.app.db.read() as session:
        sent, _ = await library.count(session, form_id)
        return sent


async def test_what_was_accepted_meanwhile_is_not_corrected(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    form = await publish(town, NEWS, FORM)
    await attach(town, form, role=Role.REPRESENTATIVE, rhythm=FormRhythm.ALWAYS)
    await fills(sara)
    await begins_to_correct(sara)
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱", "پذیرش")
    assert "با شمارهٔ ف-۱ پذیرفته شده است و دیگر تغییر نمی‌کند" in await sara.taps("ارسال")
    assert await kept(town) == [(None, Verdict.ACCEPTED)]
    assert await counted(town, form) == 1


async def test_of_two_corrections_of_one_form_the_second_is_told(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    mina = await town.representative_of(CITY, "مینا رضوی")
    form = await publish(town, NEWS, FORM)
    await attach(town, form, role=Role.REPRESENTATIVE, rhythm=FormRhythm.ALWAYS)
    await fills(sara)
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱", "برگشت برای اصلاح")
    await maryam.says("بیشتر بنویسید.")
    await maryam.taps("ارسال")
    await sara.taps("اصلاح و ارسال دوباره")
    await mina.says("/data")
    await mina.taps(f"اصلاح: {FORM}")
    await sara.taps("ارسال")
    assert "با شمارهٔ ف-۲ فرستاده است" in await mina.taps("ارسال")
    assert await kept(town) == [(None, Verdict.RETURNED), (1, Verdict.WAITING)]


async def test_a_report_that_was_accepted_meanwhile_stays_and_the_correction_adds_to_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    form = await publish(town, NEWS, FORM)
    await attach(town, form, resolution=1)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", f"پر کردن فرم «{FORM}»")
    await sara.says("باران")
    await sara.taps("رد کردن", "ارسال")
    await begins_to_correct(sara)
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    await sara.taps("ارسال")
    assert [replaces for replaces, _ in await kept(town)] == [None, None]
    assert await counted(town, form) == 2
