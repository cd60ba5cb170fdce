"""Calls to agencies that are silent or that no message reaches, what came of them, and texts for phones."""

import io

import openpyxl
import pytest
from sqlalchemy import update

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.people import Person
from tests.handlers.secretariat.correspondence.test_templates import document
from tests.issued import issue
from tests.town import Human, Town

CITY, ROADS, WATER = "شهرداری مشهد", "ادارهٔ کل راه", "شرکت آب"
SARAS, ROADS_PHONE = "+989151234567", "۰۵۱-۳۸۵۵۴۴۳۳"


async def phones(town: Town) -> None:
    """Give سارا her mobile number, and the roads' office its own, as it was typed."""
    async with town.app.db.write() as session:
        await session.execute(update(Person).where(Person.name == "سارا محمدی").values(phone=SARAS))
        await session.execute(update(Agency).where(Agency.name == ROADS).values(phone=ROADS_PHONE))


@pytest.fixture
async def maryam(town: Town) -> Human:
    """A secretary on a day on which the city is silent, and nobody is there for the roads."""
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await town.representative_of(WATER, "علی اکبری")
    await issue(town, 3, "آمار محلات ارسال شود", CITY, ROADS, due="1398-07-20")
    await issue(town, 7, "جدول منابع", WATER, due="1398-09-05")
    await issue(town, 8, "گزارش راه‌ها", ROADS, due="1398-07-17")
    await phones(town)
    await town.clock.to("1398-07-28 10:00")
    return maryam


async def test_maryam_calls_the_worst_first_and_their_log_stays(maryam: Human, town: Town) -> None:
    seen = await maryam.opens("تماس‌های امروز")
    assert "تماس‌های امروز (۲)" in seen
    assert seen.index("۱. ادارهٔ کل راه") < seen.index("۲. شهرداری مشهد")
    assert "۲ مورد، ۱۱ روز دیرکرد، بدون نماینده" in seen
    assert "به یادآوری‌ها پاسخ نداده است" in seen
    assert "سارا محمدی: \u2066+989151234567\u2069" in seen
    assert WATER not in seen

    seen = await maryam.taps("۱. ادارهٔ کل راه")
    assert "تلفن دستگاه: \u2066+985138554433\u2069" in seen
    assert "مصوبهٔ ۸" in seen
    await maryam.taps("کارت مخاطب")
    [card] = [message["contact"] for message in maryam.messages() if "contact" in message]
    assert (card["phone_number"], card["first_name"]) == ("+985138554433", ROADS)
    assert "از فهرست امروز بیرون رفت" in await maryam.taps("پاسخ نداد")
    assert ROADS not in await maryam.says("/calls")

    await maryam.says("/status")
    assert "۱۳۹۸/۰۷/۲۸: تلفن را پاسخ ندادند. مریم رضایی" in await maryam.taps(ROADS)
    await town.clock.to("1398-07-29 10:00")
    assert "۱. ادارهٔ کل راه" in await maryam.says("/calls")


@pytest.mark.ci
async def test_a_promise_is_recalled_on_its_morning_unless_the_answer_has_come(maryam: Human, town: Town) -> None:
    await maryam.says("/calls")
    await maryam.taps("شهرداری مشهد", "قول داد تا …")
    assert "خوانده نشد" in await maryam.says("به‌زودی")
    assert "پس از امروز نیست" in await maryam.says("۱۰ مهر")
    await maryam.says("چهارشنبه")
    assert "صبح چهارشنبه ۱ آبان ۱۳۹۸" in await maryam.says("گزارش در دست امضاست")
    await maryam.taps("ادارهٔ کل راه", "قول داد تا …")
    await maryam.says("چهارشنبه")
    await maryam.taps("رد کردن")
    assert "تماسی لازم نیست" in await maryam.says("/calls")
    await maryam.says("/behalf")
    await maryam.taps(ROADS, "مصوبهٔ ۸", "تلفن", "فاقد عملکرد")
    await maryam.says("نداریم")
    await maryam.taps("ارسال")
    await maryam.says("/behalf")
    await maryam.taps(ROADS, "مصوبهٔ ۳", "تلفن", "فاقد عملکرد")
    await maryam.says("نداریم")
    await maryam.taps("ارسال")
    await town.clock.to("1398-07-30 10:00")
    assert "قول امروز" not in maryam.everything()
    await town.clock.to("1398-08-01 10:00")
    seen = maryam.everything()
    assert seen.count("قول امروز") == 1
    assert "شهرداری مشهد: تا چهارشنبه ۱ آبان ۱۳۹۸\n«گزارش در دست امضاست»" in seen
    assert "ادارهٔ کل راه: تا" not in seen
    assert "گزارش در دست امضاست" in await maryam.taps(CITY)


async def test_what_was_logged_by_mistake_is_taken_back_from_the_agencys_card(maryam: Human, town: Town) -> None:
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await maryam.says("/calls")
    await maryam.taps("ادارهٔ کل راه", "پاسخ نداد")
    for who in (maryam, zahra):
        await who.says("/status")
        await who.taps(ROADS, "ثبت تماس")
    assert "حذف آخرین ثبت من" not in zahra.buttons()
    assert "آخرین ثبت شما حذف شد" in await maryam.taps("حذف آخرین ثبت من")
    assert "تلفن را پاسخ ندادند" not in maryam.sees()
    assert "۱. ادارهٔ کل راه" in await maryam.says("/calls")
    # Whoever phones the secretariat and owes nothing late has a card, too.
    await maryam.says("/status")
    await maryam.taps(WATER, "ثبت تماس", "یادداشت")
    assert "ثبت شد" in await maryam.says("مدیرشان تماس گرفت")


async def test_a_promise_of_who_is_not_late_yet_is_recalled_too(maryam: Human, town: Town) -> None:
    """An agency that nobody can be reminded of is called before it is late, and may promise an earlier day."""
    await issue(town, 11, "فهرست کارگاه‌ها", "بهزیستی", due="1398-08-01")
    await issue(town, 12, "طرح سال آینده", "بهزیستی", due="1398-10-01")
    await maryam.says("/calls")
    await maryam.taps("بهزیستی", "قول داد تا …")
    await maryam.says("سه‌شنبه")
    assert "صبح سه‌شنبه ۳۰ مهر ۱۳۹۸" in await maryam.taps("رد کردن")
    await town.clock.to("1398-07-30 10:00")
    assert "بهزیستی: تا سه‌شنبه ۳۰ مهر ۱۳۹۸" in maryam.everything()


async def test_a_wrong_number_and_a_note_are_kept(maryam: Human) -> None:
    await maryam.says("/calls")
    assert "شمارهٔ درست را" in await maryam.taps("شهرداری مشهد", "شمارهٔ نادرست")
    await maryam.taps("یادداشت")
    await maryam.says("همکارش گفت فردا می‌آید")
    await maryam.says("/status")
    assert "همکارش گفت فردا می‌آید" in await maryam.taps(CITY)


async def test_the_offices_own_text_gives_way_to_the_usual_one(maryam: Human) -> None:
    await maryam.says("/calls")
    usual = await maryam.taps("فهرست پیامک")
    assert "بازگشت به متن پیش‌فرض" not in maryam.buttons()
    await maryam.taps("تغییر متن پیامک")
    assert "پاسخ را بفرستید" in await maryam.says("{نام}: {تعداد} اقدام {دستگاه} تا {مهلت}. پاسخ را بفرستید.")
    seen = await maryam.taps("بازگشت به متن پیش‌فرض")
    assert usual in seen
    assert "پاسخ را بفرستید" not in seen
    assert "بازگشت به متن پیش‌فرض" not in maryam.buttons()


@pytest.mark.ci
@pytest.mark.refused("blocked by the user")
async def test_whoever_blocked_the_bot_gets_a_text_of_two_parts(maryam: Human, town: Town) -> None:
    sara = town.people["سارا محمدی"]
    await maryam.says("/calls")
    assert "همهٔ کسانی که اقدام باز دارند در پیام‌رسان در دسترس‌اند" in await maryam.taps("فهرست پیامک")
    sara.world.block(sara.chat)
    # Where a platform does not tell of it, the next message does: the list of every Saturday.
    await town.clock.to("1398-08-04 10:00")
    await maryam.says("/calls")
    await maryam.taps("فهرست پیامک", "تغییر متن پیامک")
    assert "«شماره»" in await maryam.says("{نام} عزیز، {شماره}")
    assert "همین پاسخ بماند" not in maryam.buttons()
    assert "باید حداکثر" in await maryam.says("{نام} " + "لطفاً پاسخ دهید " * 12)
    seen = await maryam.says("{نام}: {تعداد} اقدام {دستگاه} مهلت {مهلت}. پاسخ را به دبیرخانه بفرستید.")
    assert "سارا محمدی: ۱ اقدام شهرداری مشهد مهلت ۱۳۹۸/۰۷/۲۰" in seen
    await maryam.taps("دریافت اکسل برای ۱ نفر")
    book = openpyxl.load_workbook(io.BytesIO(await document(town, maryam)))
    assert book.active
    head, row = book.active.iter_rows(values_only=True)
    assert head[0] == "موبایل"
    assert row[:3] == ("09151234567", "سارا محمدی", CITY)
    assert len(str(row[3])) <= 134


async def test_a_platform_without_personal_data_shows_no_number(both: Town) -> None:
    await both.stop_bot()
    both.personal_on = ["bale"]
    await both.start_bot()
    maryam = await both.secretary()
    await both.member("سارا محمدی", Role.REPRESENTATIVE, CITY, on="bale")
    await issue(both, 3, "آمار", CITY, due="1398-07-20")
    await phones(both)
    await both.clock.to("1398-07-28 10:00")
    seen = await maryam.says("/calls")
    assert CITY in seen
    assert "9151234567" not in seen
    seen = await maryam.taps("شهرداری مشهد", "کارت مخاطب")
    assert "بله" in seen
    assert not [message for message in maryam.messages() if "contact" in message]
