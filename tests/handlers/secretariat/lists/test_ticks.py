"""Ideas, filled forms and calls of which several are ticked, and decided on together."""

from typing import Any

import pytest
from sqlalchemy import event, insert, select

from domain.access.member import Role
from models.base import table_of
from models.tables.forms import FilledForm
from tests import large_office
from tests.handlers.ideas.test_idea import decided, suggested
from tests.handlers.representative.forms.test_filling import ONE
from tests.large_office import agency_name
from tests.published_forms import attach, publish
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def test_ideas_are_declined_together_with_one_reason_and_what_a_colleague_decided_stays(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    for words in ("جلسه‌ها صبح زود باشد.", "جلسه‌ها عصر باشد.", "بازارچه برپا شود."):
        await suggested(sara, words)
    await maryam.says("/ideas")
    await maryam.taps("تصمیم دربارهٔ چند ایده")
    await maryam.says("جلسه")
    await maryam.taps("همهٔ ۲ مورد", "ادامه", "نپذیرفتن با توضیح")
    await decided(reza, "۱", "پذیرش ایده")
    await maryam.says("ساعت جلسه‌ها را استانداری تعیین می‌کند.")
    seen = await maryam.taps("ثبت تصمیم")
    assert "تصمیم دربارهٔ ۱ ایده ثبت شد" in seen
    assert "وضعیت این ایده پیش‌تر تغییر کرده است" in seen
    assert "ساعت جلسه‌ها را استانداری تعیین می‌کند." in sara.everything()
    assert "ایدهٔ شمارهٔ ۱، پذیرفته شد" in await decided(maryam, "۱")
    assert "ایدهٔ شمارهٔ ۲، پذیرفته نشد" in await decided(maryam, "۲")
    assert "ایدهٔ شمارهٔ ۳، تازه" in await decided(maryam, "۳")


async def two_ticked_forms(town: Town) -> tuple[Human, Human, Human]:
    """A secretary who has ticked the forms of two representatives, Sara and Ali, to accept them together."""
    maryam = await town.secretary()
    await attach(town, await publish(town, ONE, "خبر محله"))
    sara, ali = await town.representative_of(CITY), await town.representative_of("بهزیستی", "علی کریمی")
    for person in (sara, ali):
        await person.says("/data")
        await person.taps("خبر محله")
        await person.says("بازارچه باز شد.")
        await person.taps("ارسال")
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده", "پذیرش چند مورد با هم", "همهٔ ۲ مورد", "ادامه")
    return maryam, sara, ali


async def test_filled_forms_are_accepted_together_by_four_taps(town: Town) -> None:
    maryam, *people = await two_ticked_forms(town)
    assert "۲ مورد پذیرفته شد" in await maryam.taps("پذیرش موارد انتخاب‌شده")
    assert all("پذیرفته شد" in person.everything() for person in people)
    assert "فرمی در انتظار بررسی نیست" in await maryam.taps("فرم‌های باقی‌مانده")


async def test_a_form_that_its_sender_corrects_after_the_tick_waits_as_it_is_now(town: Town) -> None:
    maryam, sara, _ = await two_ticked_forms(town)
    await sara.taps("دیدن فرم", "اصلاح و ارسال دوباره", "اصلاح چه خبر")
    await sara.says("بازارچه بسته شد.")
    await sara.taps("ارسال")
    seen = await maryam.taps("پذیرش موارد انتخاب‌شده")
    assert "۱ مورد پذیرفته شد" in seen
    assert "سارا محمدی: پس از انتخاب شما، فرستنده نسخهٔ تازه‌ای از آن فرستاده است" in seen
    assert "پذیرفته شد" not in sara.everything()
    await maryam.taps("فرم‌های باقی‌مانده", "سارا محمدی")
    assert "بازارچه بسته شد." in maryam.sees()


@pytest.mark.refused("chat not found", "no such group or user")
async def test_calls_that_nobody_answered_are_logged_together(town: Town) -> None:
    maryam = await town.secretary()
    await large_office.fill(town)
    await town.clock.to("1398-07-27 10:00")
    before = await maryam.says("/calls")
    await maryam.taps("ثبت چند تماس با هم")
    await maryam.says("شمارهٔ ۶۷")
    await maryam.taps(f"○ {agency_name(67)}")
    await maryam.says("شمارهٔ ۶۸")
    await maryam.taps(f"○ {agency_name(68)}", "ادامه", "قول دادند پاسخ بفرستند")
    await maryam.says("پنجشنبه ۲ آبان")
    assert "نتیجهٔ ۲ تماس ثبت شد" in await maryam.taps("ثبت تماس‌ها")
    assert (await maryam.taps("بازگشت به تماس‌ها")).splitlines()[0] != before.splitlines()[0]
    await maryam.says("/status")
    await maryam.taps("جست‌وجوی دستگاه")
    await maryam.says("شمارهٔ ۶۷")
    assert "۲ آبان" in await maryam.taps(agency_name(67))


async def test_all_of_a_long_list_are_ticked_with_one_look_at_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await attach(town, await publish(town, ONE, "خبر محله"))
    await sara.says("/data")
    await sara.taps("خبر محله")
    await sara.says("بازارچه باز شد.")
    await sara.taps("ارسال")
    async with town.app.db.write() as session:
        one = (await session.execute(select(table_of(FilledForm)))).mappings().one()
        await session.execute(insert(FilledForm), [{name: one[name] for name in one if name != "id"}] * 49)
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده", "پذیرش چند مورد با هم")
    looks: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "LIMIT" in statement and "FROM filled_forms" in statement:
            looks.append(statement)

    engine = town.app.db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", look)
    await maryam.taps("همهٔ ۵۰ مورد")
    event.remove(engine, "before_cursor_execute", look)
    # One for the ticks, one for the screen that shows them.
    assert len(looks) == 2
    await maryam.taps("ادامه")
    assert "۵۰ مورد پذیرفته شد" in await maryam.taps("پذیرش موارد انتخاب‌شده")
