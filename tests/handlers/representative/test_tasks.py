"""The representative's tasks: read, handed over, and given a file that came unasked."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.meetings import Meeting
from tests.issued import issue, jalali_day
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


def item(label: str, text: str) -> dict[str, Any]:
    """Return a sub-item as minutes are read."""
    return {"label": label, "text": text, "responsible": []}


async def test_open_tasks_are_listed_with_what_is_overdue_first(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع محله‌های هدف تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 4, "نمایندهٔ تام‌الاختیار معرفی شود.", CITY, due="1398-07-12")
    await issue(town, 9, "برای دیگران است.", CHAMBER, due="1398-07-12")
    seen = await sara.opens("اقدام‌های باز من")
    assert "۲ اقدام در انتظار پاسخ شماست و مهلت ۱ مورد گذشته است" in seen
    assert seen.index("مصوبهٔ ۴") < seen.index("مصوبهٔ ۷")
    assert "۷ روز مانده" in seen
    assert "برای دیگران" not in seen
    await sara.taps("مصوبهٔ ۴")
    assert "بعداً یادآوری شود" in sara.buttons()
    await sara.taps("بازگشت به فهرست")
    opened = await sara.taps("مصوبهٔ ۷")
    assert "جدول منابع محله‌های هدف تکمیل شود." in opened
    assert "تا شنبه ۲۰ مهر ۱۳۹۸" in opened
    assert {"ثبت گزارش", "پاسخ با نامه", "فاقد عملکرد", "بعداً یادآوری شود"} <= set(sara.buttons())


async def test_tasks_of_two_meetings_say_of_which_each_is(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 2, "فهرست غرفه‌ها فرستاده شود.", CITY, due="1398-07-20")
    assert "جلسهٔ ۵" not in await sara.says("/tasks")
    await issue(town, 2, "راه بازارچه باز شود.", CITY, due="1398-07-20", meeting_number=4)
    seen = await sara.says("/tasks")
    assert "مصوبهٔ ۲، جلسهٔ ۵" in seen
    assert "مصوبهٔ ۲، جلسهٔ ۴" in seen
    assert "راه بازارچه باز شود." in await sara.taps("مصوبهٔ ۲، جلسهٔ ۴")
    await town.clock.to("1398-07-17 09:00")
    assert {"گزارش مصوبهٔ ۲، جلسهٔ ۵", "گزارش مصوبهٔ ۲، جلسهٔ ۴"} <= set(sara.buttons())


async def test_two_meetings_of_one_number_are_told_apart_by_their_days(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 1, "بازارچهٔ نان برپا شود.", CITY, due="1398-07-20")
    await issue(town, 1, "بازارچهٔ میوه برپا شود.", CITY, due="1398-07-21", meeting_number=6)
    async with town.app.db.write() as session:
        first, second = (await session.scalars(select(Meeting).order_by(Meeting.id))).all()
        second.number = 5
        first.held_on, second.held_on = jalali_day("1398-07-06"), jalali_day("1398-07-13")
    await sara.says("/tasks")
    assert any(button.startswith("مصوبهٔ ۱، جلسهٔ ۵ (۶ مهر)") for button in sara.buttons())
    assert "میوه" in await sara.taps("مصوبهٔ ۱، جلسهٔ ۵ (۱۳ مهر)")


async def test_nothing_owed_says_so(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "اقدام بازی ندارید" in await sara.says("/tasks")
    assert "اقدام بازی ندارید" in await sara.says("/report")


async def test_many_tasks_come_in_pages(town: Town) -> None:
    sara = await town.representative_of(CITY)
    for number in range(1, 11):
        await issue(town, number, f"کار شمارهٔ {number}", CITY, due="1398-07-20")
    assert "۹. مصوبهٔ ۹" not in await sara.says("/tasks")
    assert "۹. مصوبهٔ ۹" in await sara.taps("صفحهٔ بعد")
    assert "۱. مصوبهٔ ۱" in await sara.taps("صفحهٔ قبل")


async def test_a_long_resolution_with_sub_items_is_shown_whole(town: Town) -> None:
    sara = await town.representative_of(CITY)
    items: list[dict[str, Any]] = [
        {"label": label, "text": f"{label} " + "زیرساخت " * 150, "responsible": []} for label in ("الف", "ب", "ج")
    ]
    await issue(town, 3, "آغاز " + "تأمین اعتبار " * 200 + "پایان", CITY, due="1398-07-20", items=items)
    await sara.says("/tasks")
    seen = await sara.taps("مصوبهٔ ۳")
    assert "آغاز" in seen
    assert "پایان" in seen
    assert "ج)" in seen
    assert "ثبت گزارش" in sara.buttons()


async def test_a_head_reads_and_answers_nothing(town: Town) -> None:
    reza = await town.member("رضا احمدی", Role.HEAD, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await reza.says("/tasks")
    assert "جدول منابع تکمیل شود." in await reza.taps("مصوبهٔ ۷")
    assert "ثبت گزارش" not in reza.buttons()


async def test_someone_of_two_agencies_switches_in_a_tap(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.representative_of(CHAMBER)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 11, "سند تجربه‌ها تهیه شود.", CHAMBER, due="1398-07-20")
    assert "مصوبهٔ ۷" in await sara.says("/tasks")
    seen = await sara.taps(CHAMBER)
    assert "مصوبهٔ ۱۱" in seen
    assert "مصوبهٔ ۷" not in seen
    assert "مصوبهٔ ۱۱" in await sara.says("/tasks")


async def test_someone_of_two_agencies_reports_on_either_and_sees_for_which(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.representative_of(CHAMBER)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 7, "سند تجربه‌ها تهیه شود.", CHAMBER, due="1398-07-20", meeting_number=6)
    await sara.says("/report")
    assert f"{CITY}، مصوبهٔ ۷، جلسهٔ ۵، ۷ روز مانده" in sara.buttons()
    assert f"دستگاه: {CHAMBER}" in await sara.taps(f"{CHAMBER}، مصوبهٔ ۷")
    await sara.taps("انصراف")
    await sara.says("/report")
    assert f"دستگاه: {CITY}" in await sara.taps(f"{CITY}، مصوبهٔ ۷")
    await sara.taps("آغاز نشده", "رد کردن", "رد کردن")
    assert f"دستگاه: {CITY}" in await sara.taps("ارسال")
    seen = await sara.says("/tasks")
    assert f"{CITY}\nاینجا اقدام بازی نیست، ولی ۱ اقدام باز دیگر دارید" in seen
    assert f"دستگاه: {CHAMBER}" in await sara.says("/report")


async def test_the_template_comes_as_a_file(town: Town) -> None:
    sara = await town.representative_of(CITY)
    digest = town.app.organisation.store.write(b"a sheet to be filled in")
    await issue(
        town, 7, "جدول پیوست تکمیل شود.", CITY, due="1398-07-20", template={"hash": digest, "name": "نمونه.xlsx"}
    )
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    assert "فایل نمونهٔ مصوبهٔ ۷" in await sara.taps("دریافت فایل نمونه")
    assert "فایل نمونهٔ این مصوبه را تکمیل کنید" in await sara.taps("ثبت گزارش")


async def test_a_task_is_handed_to_a_colleague_who_is_told(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار")
    assert "مصوبهٔ ۷، جلسهٔ ۵ به علی کریمی سپرده شد" in await sara.taps("علی کریمی")
    assert "سارا محمدی پیگیری این اقدام را به شما سپرد" in ali.everything()
    assert "به عهدهٔ: علی کریمی" in await ali.taps("نمایش اقدام")
    maryam = await town.secretary()
    await maryam.says("/status")
    assert "به علی کریمی سپرده شد" in await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام")


async def test_alone_in_an_agency_one_learns_how_to_get_a_colleague(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    assert "دعوت‌نامه" in await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار")
    maryam = await town.secretary()
    await sara.taps("درخواست دعوت همکار")
    assert "از دبیرخانه خواسته شد علی کریمی را دعوت کند" in await sara.says("علی کریمی")
    assert "می‌خواهند مصوبهٔ ۷، جلسهٔ ۵ را به «علی کریمی» بسپارند" in maryam.everything()
    assert "دعوت" in await maryam.taps("دعوت نماینده")


async def test_a_colleague_who_is_not_registered_is_to_be_invited(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار")
    await sara.says("نرگس صالحی")
    assert "از دبیرخانه خواسته شد نرگس صالحی را دعوت کند" in await sara.taps("نرگس صالحی")
    assert "«نرگس صالحی»" in maryam.everything()


async def test_a_stray_photo_goes_into_the_report_that_it_is_for(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 4, "نماینده معرفی شود.", CITY, due="1398-07-20")
    assert "۱ فایل دریافت شد.\nاگر برای یکی از این اقدام‌هاست" in await sara.sends_photo()
    assert "۳ فایل دریافت شد" in await sara.sends_photo(count=2)
    assert "متن شما و ۳ فایل دریافت شد" in await sara.says("تصویر غرفه‌های خالی بازارچه را فرستادم.")
    assert "در چه وضعیتی" in await sara.taps("مصوبهٔ ۷")
    summary = await sara.taps("آغاز نشده", "رد کردن")
    assert "پیوست‌ها: ۳ مورد" in summary


async def test_a_stray_file_that_is_too_big_is_refused_with_what_to_do(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await town.stop_bot()
    town.download_mb = 3
    await town.start_bot()
    assert "بزرگ‌تر از ۳ مگابایت" in await sara.sends_file("فیلم.mp4", bytes(4 * 2**20))


async def test_a_stray_text_becomes_the_words_of_a_report(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    assert "آن را انتخاب کنید" in await sara.says("جدول منابع برای هر شش محله به دبیرخانه رسید.")
    await sara.taps("مصوبهٔ ۷")
    assert "شرح اقدام: جدول منابع برای هر شش محله" in await sara.taps("انجام شده", "رد کردن", "رد کردن")


async def test_a_short_word_is_no_report(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    assert "آن را انتخاب کنید" not in await sara.says("سلام")


@pytest.mark.parametrize("name", ["/tasks", "/report", "/history", "/duties", "/settings", "/review", "/behalf"])
async def test_a_stranger_gets_none_of_it(town: Town, name: str) -> None:
    stranger = town.person("ناشناس")
    await stranger.says("/start")
    assert "ثبت‌نام" in await stranger.says(name)


async def test_who_helps_reads_what_the_other_owes_and_leaves_the_answer_to_it(town: Town) -> None:
    sara, reza = await town.representative_of(CITY), await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 18, "اتاق فکر پوشاک برپا شود.", CITY, due="1398-07-20", partners=(CHAMBER,))
    assert "اکنون اقدام بازی ندارید" in await reza.says("/tasks")
    seen = await reza.taps("همکاری با دیگران (۱)")
    assert "مصوبهٔ ۱۸، ۷ روز مانده" in seen
    assert f"مسئول: {CITY}" in seen
    assert "شما در این اقدام همکار هستید" in await reza.taps("مصوبهٔ ۱۸")
    assert reza.buttons() == ["ارسال مشارکت", "پرسش از دبیرخانه", "بازگشت به فهرست", "منوی اصلی"]
    assert "همکاری با دیگران" in await reza.taps("بازگشت به فهرست")
    assert "همکاری با دیگران" not in await sara.says("/tasks")
    await town.clock.to("1398-07-17 09:00")
    assert "در این اقدام‌ها همکار هستید" in reza.everything()
    assert f"مسئول: {CITY}" in await reza.taps("همکاری با دیگران")


async def test_an_agencys_head_reads_a_task_and_finds_the_way_back(town: Town) -> None:
    head = await town.member("حسن ناظمی", Role.HEAD, CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await head.says("/tasks")
    await head.taps("مصوبهٔ ۷")
    assert head.buttons() == ["پرسش از دبیرخانه", "بازگشت به فهرست", "منوی اصلی"]


async def test_a_due_date_on_a_day_off_is_marked_on_the_card(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-26")
    await sara.says("/tasks")
    assert "توجه: جمعه ۲۶ مهر ۱۳۹۸ روز کاری نیست" in await sara.taps("مصوبهٔ ۷")
