"""Reminders in a chat as the clock moves: received, snoozed and answered, and the monthly check-in."""

from domain.access.member import Role
from tests.issued import issue
from tests.town import Town

CITY, RELIEF = "شهرداری مشهد", "کمیتهٔ امداد"


async def test_sara_is_reminded_three_days_before_and_reports_from_the_reminder(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع محله‌های هدف تکمیل شود.", CITY, due="1398-08-21")
    before = len(sara.messages())
    await town.clock.to("1398-08-17 10:00")
    assert len(sara.messages()) == before
    await town.clock.to("1398-08-18 09:00")
    reminded = sara.everything().rpartition("با سلام و احترام")[2]
    assert "مصوبهٔ ۷، ۳ روز مانده، تا سه‌شنبه ۲۱ آبان ۱۳۹۸" in reminded
    assert "جدول منابع محله‌های هدف" in reminded
    # Another answer than a report is given from the list.
    assert sara.buttons() == ["گزارش مصوبهٔ ۷", "درخواست تمدید مهلت", "بعداً یادآوری شود", "اقدام‌های باز من"]
    asked = await sara.taps("گزارش مصوبهٔ ۷")
    assert "در چه وضعیتی است؟" in asked


async def test_everything_of_one_day_is_one_message(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.DEPUTY, RELIEF)
    await issue(town, 7, "جدول منابع", CITY, RELIEF, due="1398-08-21")
    await issue(town, 11, "مستندسازی تجربه‌ها", CITY, due="1398-08-01")
    before = len(sara.messages())
    await town.clock.to("1398-08-18 09:00")
    assert len(sara.messages()) == before + 1
    assert [label for label in sara.buttons() if label.startswith("گزارش")] == [
        "گزارش مصوبهٔ ۱۱، شهرداری مشهد",
        "گزارش مصوبهٔ ۷، شهرداری مشهد",
        "گزارش مصوبهٔ ۷، کمیتهٔ امداد",
    ]


async def test_sara_puts_the_reminder_off_by_two_days(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:00")
    await sara.taps("بعداً یادآوری شود")
    assert [label for label in sara.buttons() if "روز دیگر" in label] == ["۱ روز دیگر", "۲ روز دیگر", "۳ روز دیگر"]
    assert "تا دوشنبه ۲۰ آبان ۱۳۹۸ یادآوری نمی‌شود" in await sara.taps("۲ روز دیگر")
    before = len(sara.messages())
    await town.clock.to("1398-08-19 12:00")
    assert len(sara.messages()) == before
    await town.clock.to("1398-08-20 09:00")
    assert len(sara.messages()) == before + 1


async def test_a_late_reminder_is_put_off_by_words_and_by_a_week(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:00")
    reminder = sara.messages()[-1]
    await sara.taps("بعداً یادآوری شود")
    assert "یک هفتهٔ دیگر" not in sara.buttons()
    assert "مهلت این اقدام سه‌شنبه ۲۱ آبان ۱۳۹۸ است" in await sara.says("هفتهٔ بعد")
    assert "تا دوشنبه ۲۰ آبان ۱۳۹۸ یادآوری نمی‌شود" in await sara.says("پس‌فردا")
    # The reminder with its other buttons stays where it was.
    assert reminder in sara.messages()
    await town.clock.to("1398-08-25 09:00")
    assert "مهلت این اقدام‌ها گذشته است و پاسخ شما هنوز نرسیده" in sara.everything()
    assert "تا شنبه ۲ آذر ۱۳۹۸ یادآوری نمی‌شود" in await sara.taps("بعداً یادآوری شود", "یک هفتهٔ دیگر")
    before = len(sara.messages())
    await town.clock.to("1398-08-30 12:00")
    assert len(sara.messages()) == before
    await town.clock.to("1398-09-02 09:00")
    assert len(sara.messages()) == before + 1


async def test_no_two_weekly_reminders_in_a_row_read_alike(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    openings = []
    for day in ("1398-07-27", "1398-08-04", "1398-08-11", "1398-08-18"):
        await town.clock.to(f"{day} 10:00")
        openings.append(sara.everything().rpartition("با سلام و احترام")[2].splitlines()[1])
    assert len(set(openings)) == 4
    assert "تمدید بخواهید" in " ".join(openings)


async def test_continuous_resolutions_are_one_screen_a_month_with_a_tap_each(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.DEPUTY, CITY)
    continuous = {"kind": "continuous", "due": None}
    await issue(town, 13, "معرفی فضاهای خالی", CITY, deadline=continuous)
    await issue(town, 17, "معرفی تأسیسات", CITY, deadline=continuous)
    await town.clock.to("1398-08-01 09:00")
    assert sara.buttons()[:6] == [
        "۱۳: در جریان",
        "۱۳: گزارش",
        "۱۳: متوقف",
        "۱۷: در جریان",
        "۱۷: گزارش",
        "۱۷: متوقف",
    ]
    assert "پاسخ این ماه: در جریان است" in await sara.taps("۱۳: در جریان")
    # Stopping has a reason, which is asked below the questions.
    assert "چرا این کار متوقف مانده است" in await sara.taps("۱۷: متوقف")
    assert "وضعیت این ماه همهٔ مصوبه‌های مستمر ثبت شد" in await sara.says("فضاها در دست تعمیر است.")
    assert "۱ گزارش در انتظار بررسی شماست" in maryam.everything()
    # A colleague sees the month's answers, and may say otherwise.
    seen = await reza.taps("۱۳: گزارش")
    assert "در چه وضعیتی است؟" in seen
    before = len(sara.messages())
    await town.clock.to("1398-08-25 09:00")
    assert len(sara.messages()) == before
    await town.clock.to("1398-09-02 09:00")
    assert len(sara.messages()) == before + 1


async def test_why_something_stopped_is_read_in_the_review(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 13, "معرفی فضاهای خالی", CITY, deadline={"kind": "continuous", "due": None})
    await town.clock.to("1398-08-01 09:00")
    await sara.taps("۱۳: متوقف")
    await sara.says("فضاها در دست تعمیر است.")
    assert "دلیل: فضاها در دست تعمیر است." in await maryam.says("/review")


async def test_two_continuous_ones_of_one_number_have_buttons_of_their_own(town: Town) -> None:
    sara = await town.representative_of(CITY)
    continuous = {"kind": "continuous", "due": None}
    await issue(town, 2, "کمیته پیگیری کند.", CITY, deadline=continuous)
    await issue(town, 2, "کارگروه پیگیری کند.", CITY, deadline=continuous, meeting_number=6)
    await town.clock.to("1398-08-01 09:00")
    assert "پرسش ماهانه دربارهٔ مصوبه‌های مستمر" in sara.everything()
    labels = [label for label in sara.buttons() if "در جریان" in label]
    assert labels == ["مصوبهٔ ۲، جلسهٔ ۵: در جریان", "مصوبهٔ ۲، جلسهٔ ۶: در جریان"]


async def test_a_reminder_and_the_list_say_that_a_draft_waits(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await sara.says("/report")
    await sara.taps("انجام شده", "بعداً ادامه می‌دهم")
    assert "پیش‌نویس پاسخ شما آماده است" in await sara.says("/tasks")
    assert "این کارها نیمه‌تمام مانده است" in await sara.says("/cancel")
    await town.clock.to("1398-08-18 09:00")
    assert "پیش‌نویس پاسخ شما آماده است" in sara.sees()
    assert "چه کارهایی" in await sara.taps("ادامهٔ گزارش مصوبهٔ ۷")


async def test_the_secretary_hears_of_what_nobody_can_be_reminded_of(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:00")
    assert f"{CITY}: ۱ اقدام، نخستین مهلت سه‌شنبه ۲۱ آبان ۱۳۹۸" in maryam.everything()


async def test_a_clock_that_leaps_over_half_a_year_brings_one_message(town: Town) -> None:
    sara = await town.representative_of(CITY)
    monthly = {"kind": "recurring", "due": "1398-08-10", "rhythm": {"every": 1, "unit": "month", "day": 10}}
    await issue(town, 8, "گزارش برنامه‌ها", CITY, deadline=monthly, due="1398-08-10")
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    before = len(sara.messages())
    await town.clock.to("1398-12-11 09:00")
    assert len(sara.messages()) == before + 1
    # The months that were missed are overdue, and so on Saturday's list.
    await town.clock.to("1398-12-17 09:00")
    assert len(sara.messages()) == before + 2
    assert sum(label.startswith("گزارش") for label in sara.buttons()) == 6
