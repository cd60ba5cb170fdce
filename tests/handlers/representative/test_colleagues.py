"""Colleagues of one agency: each is told of the acts of another that end what was theirs."""

from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع تکمیل شود."
ANSWERED = "پاسخ مصوبهٔ ۷، جلسهٔ ۵ را رضا احمدی فرستادند."


async def colleagues(town: Town) -> tuple[Human, Human]:
    """Sara and Reza, whose agency has to answer resolution 7."""
    sara, reza = await town.representative_of(CITY), await town.representative_of(CITY, "رضا احمدی")
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    return sara, reza


async def opens(human: Human, *labels: str) -> str:
    await human.says("/tasks")
    return await human.taps("مصوبهٔ ۷", *labels)


async def asks_for_time(human: Human) -> None:
    await opens(human, "درخواست تمدید مهلت")
    await human.says("۱۳۹۸/۰۸/۲۵", "منتظر مصوبهٔ شورا هستیم")
    assert "تصمیم دبیرخانه به شما خبر داده می‌شود" in await human.taps("رد کردن", "ارسال")
    human.marks()


async def has_nothing_to_report(human: Human) -> None:
    await opens(human, "فاقد عملکرد")
    await human.says("کاری نبود.")
    assert "ثبت شد" in await human.taps("ارسال")


async def test_who_had_a_task_is_told_when_a_colleague_hands_it_on(town: Town) -> None:
    sara, reza = await colleagues(town)
    ali = await town.representative_of(CITY, "علی کریمی")
    await opens(reza, "سپردن اقدام به همکار", "سارا محمدی")
    assert "رضا احمدی پیگیری این اقدام را به شما سپردند" in sara.sees()
    sara.marks()
    await opens(reza, "سپردن اقدام به همکار", "علی کریمی")
    assert "رضا احمدی پیگیری مصوبهٔ ۷، جلسهٔ ۵ را که به عهدهٔ شما بود به علی کریمی سپردند" in sara.sees()
    sara.marks()
    await town.clock.to("1398-07-17 12:00")
    assert "یادآوری اقدام‌هایی" in ali.everything()
    assert not sara.sees()
    await opens(ali, "سپردن اقدام به همکار", "سارا محمدی")
    assert "که به عهدهٔ شما بود" not in ali.everything()


async def test_who_asked_for_more_time_is_told_when_a_colleague_withdraws_the_request(town: Town) -> None:
    sara, reza = await colleagues(town)
    await asks_for_time(sara)
    await opens(reza, "پس گرفتن درخواست تمدید")
    told = "درخواست شما برای تمدید مهلت مصوبهٔ ۷، جلسهٔ ۵ تا شنبه ۲۵ آبان ۱۳۹۸ را رضا احمدی پس گرفتند"
    assert told in sara.sees()
    assert "شنبه ۲۰ مهر ۱۳۹۸" in sara.sees()
    assert told not in reza.everything()


async def test_nobody_is_told_of_the_request_that_they_withdrew_themselves(town: Town) -> None:
    sara, reza = await colleagues(town)
    await asks_for_time(sara)
    await opens(sara, "پس گرفتن درخواست تمدید")
    assert "پس گرفتند" not in sara.everything() + reza.everything()


async def test_who_asked_for_more_time_is_told_when_a_colleagues_answer_ends_the_request(town: Town) -> None:
    sara, reza = await colleagues(town)
    await asks_for_time(sara)
    await has_nothing_to_report(reza)
    assert ANSWERED in sara.sees()
    assert "درخواست شما برای تمدید مهلت تا شنبه ۲۵ آبان ۱۳۹۸ با رسیدن این پاسخ برداشته شد" in sara.sees()
    assert "رضا احمدی فرستادند" not in reza.everything()


async def test_a_colleague_without_a_draft_is_told_of_an_answer(town: Town) -> None:
    maryam = await town.secretary()
    sara, reza = await colleagues(town)
    await has_nothing_to_report(reza)
    assert ANSWERED in sara.sees()
    assert "پیش‌نویس" not in sara.sees()
    await maryam.says("/review")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says("دلیل را بنویسید.")
    await maryam.taps("ارسال")
    reza.marks()
    await has_nothing_to_report(sara)
    assert "پاسخ مصوبهٔ ۷، جلسهٔ ۵ را سارا محمدی فرستادند." in reza.sees()


async def test_of_what_was_handed_to_one_its_reminded_colleague_alone_is_told(town: Town) -> None:
    sara, reza = await colleagues(town)
    ali = await town.representative_of(CITY, "علی کریمی")
    await opens(reza, "سپردن اقدام به همکار", "علی کریمی")
    await has_nothing_to_report(reza)
    assert ANSWERED in ali.everything()
    assert ANSWERED not in sara.everything()


async def test_who_puts_a_reminder_off_silences_no_colleague(town: Town) -> None:
    sara, reza = await colleagues(town)
    await opens(sara, "بعداً یادآوری شود")
    await sara.says("۲۰ مهر")
    await town.clock.to("1398-07-17 12:00")
    assert "مصوبهٔ ۷، ۳ روز مانده" in reza.everything()
    assert "یادآوری اقدام‌هایی" not in sara.everything()
    await town.clock.to("1398-07-20 12:00")
    assert "مصوبهٔ ۷، امروز" in reza.everything()
    assert "مصوبهٔ ۷، امروز" in sara.everything()
    for day, put_off in (("1398-07-28", True), ("1398-08-04", False)):
        await town.clock.to(f"{day} 12:00")
        await opens(sara)
        assert ("بعداً یادآوری شود" in sara.buttons()) == put_off
