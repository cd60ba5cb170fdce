"""Letters of the secretariat: made out of what agencies owe, taken in chat, and sent with a number and a date."""

import io
import zipfile

import pytest
from docx import Document
from sqlalchemy import update

from domain.access.member import Role
from models.tables.agencies import Agency
from tests.handlers.secretariat.correspondence.test_templates import document
from tests.issued import issue
from tests.town import Human, Town

CITY, ROADS = "شهرداری مشهد", "ادارهٔ کل راه"


def words(data: bytes) -> str:
    """All words of a Word document: the cells of its tables, too."""
    read = Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


async def plans(maryam: Human, agency: str) -> str:
    """Look at the letter of one agency before it is made."""
    await maryam.says("/letters")
    await maryam.taps("نامهٔ پیگیری یک دستگاه")
    return await maryam.taps(agency)


async def test_maryam_follows_an_agency_up_twice(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار محلات هدف به تفکیک ارسال شود", CITY, due="1398-07-20", item="الف")
    await issue(town, 7, "جدول منابع تهیه شود", CITY, due="1398-09-05")
    await issue(town, 9, "اصلی برای همیشه", CITY, deadline={"kind": "continuous"})
    await town.clock.to("1398-08-02 10:00")

    await maryam.opens("نامه‌ها")
    await maryam.taps("امضاکننده")
    await maryam.says("حسین محمدی", "دبیر کارگروه")
    seen = await plans(maryam, CITY)
    assert "۲ مورد در نامه می‌آید که مهلت ۱ مورد آن گذشته است" in seen
    assert "یادآوری نخست" in seen
    await maryam.taps("ساختن نامه")
    letter = words(await document(town, maryam))
    assert "به نام خدا" in letter
    assert "مدیر محترم شهرداری مشهد" in letter
    assert "مصوبهٔ ۳، بند الف، جلسهٔ ۵" in letter
    assert "شنبه ۲۰ مهر ۱۳۹۸" in letter
    assert "۱۲ روز از مهلت گذشته است" in letter
    assert "جدول منابع" in letter
    assert "اصلی برای همیشه" not in letter
    assert "حسین محمدی" in letter

    assert "۱ نامهٔ پیگیری ساخته شده و هنوز شماره ندارد" in await plans(maryam, CITY)
    await maryam.taps("ثبت شماره و تاریخ")
    assert "شمارهٔ نامه رقم ندارد" in await maryam.says("ندارد")
    assert "تاریخ" in await maryam.says("۱۲/۳۴۵۶")
    assert "تاریخ خوانده نشد" in await maryam.says("سی و پنجم")
    assert "هنوز نیامده است" in await maryam.says("۱۰ آبان")
    assert "هنوز نیامده است" in await maryam.says("فردا")
    assert "شمارهٔ ۱۲/۳۴۵۶ مورخ ۱۳۹۸/۰۸/۰۱ ثبت شد" in await maryam.says("دیروز")

    await maryam.says("/status")
    assert "نامهٔ پیگیری، یادآوری نخست: شمارهٔ ۱۲/۳۴۵۶" in await maryam.taps(CITY)
    assert "شمارهٔ ۱۲/۳۴۵۶، ۱۳۹۸/۰۸/۰۱" in await maryam.taps("مصوبهٔ ۳")
    seen = await plans(maryam, CITY)
    assert "یادآوری دوم" in seen
    assert "شمارهٔ ۱۲/۳۴۵۶، ۱۳۹۸/۰۸/۰۱" in seen
    await maryam.taps("فقط موارد معوق", "سوم", "ساختن نامه")
    letter = words(await document(town, maryam))
    assert "پیرو نامهٔ شمارهٔ ۱۲/۳۴۵۶ مورخ ۱۳۹۸/۰۸/۰۱" in letter
    assert "یادآوری سوم" in letter
    assert "جدول منابع" not in letter


async def test_a_number_that_was_mistyped_is_corrected_and_one_on_the_wrong_letter_taken_back(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await issue(town, 3, "آمار محلات", CITY, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    await plans(maryam, CITY)
    await maryam.taps("ساختن نامه")
    await document(town, maryam)
    await maryam.taps("ثبت شماره و تاریخ")
    await maryam.says("۱۲/۳۴۶۵", "دیروز")
    await zahra.says("/status")
    await zahra.taps(CITY, "نامهٔ ۱۲/۳۴۶۵")
    summary = await zahra.taps("اصلاح شماره و تاریخ")
    assert "۱۲/۳۴۶۵" in summary
    await zahra.taps("اصلاح شماره")
    await zahra.says("۱۲/۳۴۵۶")
    assert "شمارهٔ ۱۲/۳۴۵۶ مورخ ۱۳۹۸/۰۸/۰۱ ثبت شد" in await zahra.taps("ثبت")
    assert "زهرا کریمی" in zahra.sees()
    await maryam.says("/status")
    assert "شمارهٔ ۱۲/۳۴۵۶، ۱۳۹۸/۰۸/۰۱" in await maryam.taps(CITY)

    await maryam.taps("نامهٔ ۱۲/۳۴۵۶")
    assert "دوباره در فهرست نامه‌های بدون شماره" in await maryam.taps("برداشتن شماره")
    assert "هنوز شماره و تاریخ ندارد" in await maryam.taps("بله، برداشته شود")
    assert "کنار گذاشتن نامه" in maryam.buttons()
    assert "در این میان تغییر کرده است" in await zahra.taps("برداشتن شماره")
    await maryam.says("/status")
    assert "۱۲/۳۴۵۶" not in await maryam.taps(CITY)


@pytest.mark.ci
async def test_the_letters_of_all_late_agencies_come_in_one_archive(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await issue(town, 3, "آمار", CITY, ROADS, due="1398-07-20")
    await issue(town, 7, "جدول", CITY, due="1398-09-05")
    await town.clock.to("1398-08-02 10:00")
    await maryam.says("/letters")
    seen = await maryam.taps("نامه به همهٔ دستگاه‌های معوق")
    assert "شهرداری مشهد: ۱ مورد، ۱۲ روز دیرکرد" in seen
    assert "ادارهٔ کل راه: ۱ مورد" in seen
    await maryam.taps("ساختن ۲ نامه")
    with zipfile.ZipFile(io.BytesIO(await document(town, maryam))) as archive:
        letters = {name: words(archive.read(name)) for name in archive.namelist()}
    assert list(letters) == ["نامهٔ پیگیری شهرداری مشهد نوبت نخست.docx", "نامهٔ پیگیری ادارهٔ کل راه نوبت نخست.docx"]
    assert "جدول" not in "".join(letters.values())

    await zahra.says("/letters")
    await zahra.taps("ثبت شماره و تاریخ نامه‌ها", "۱. شهرداری")
    await zahra.taps("ثبت شماره و تاریخ")
    await zahra.says("۹۹")
    await maryam.taps("ثبت شماره و تاریخ ۲ نامه", "ثبت یکجا")
    await maryam.says("۱۰۱\n۱۰۲\n۱۰۳")
    seen = await maryam.says("امروز")
    assert "برای ۲ نامه، ۳ شماره" in seen
    assert "شمارهٔ نامه‌ها را به همین ترتیب بنویسید" in seen
    await zahra.says("امروز")
    # The numbers alone are asked for anew: the date was right.
    assert "پیش‌تر با شمارهٔ ۹۹" in await maryam.says("۱۰۱\n۱۰۲")
    await maryam.says("انصراف", "/letters")
    await maryam.taps("ثبت شماره و تاریخ نامه‌ها", "۱. ادارهٔ کل راه")
    assert "کنار گذاشته شد" in await maryam.taps("کنار گذاشتن نامه")


async def test_resolutions_are_notified_by_letter_with_each_agencys_part(town: Town) -> None:
    maryam = await town.secretary()
    assert "هنوز جلسه‌ای نیست" in await _notices(maryam)
    await issue(town, 3, "آمار محلات ارسال شود", CITY, due="1398-07-20", partners=[ROADS])
    await issue(town, 4, "راه‌ها بررسی شود", ROADS, deadline={"kind": "continuous"})
    await _notices(maryam)
    await maryam.taps("جلسهٔ پنجم", "نامه به یک دستگاه", ROADS)
    letter = words(await document(town, maryam))
    assert "ابلاغ مصوبات «جلسهٔ پنجم کارگروه»" in letter
    assert "آمار محلات ارسال شود" in letter
    assert "همکار" in letter
    assert "راه‌ها بررسی شود" in letter
    assert "مستمر" in letter

    await _notices(maryam)
    await maryam.taps("جلسهٔ پنجم", "نامه به یک دستگاه")
    assert "ادارهٔ کل راه: مریم رضایی" in await maryam.taps(ROADS)
    assert "مریم رضایی" in await maryam.taps("بازگشت به نامه‌ها", "ابلاغ مصوبات", "جلسهٔ پنجم", "نامه به هر ۲ دستگاه")
    await maryam.taps("ساختن دوباره")
    assert b"PK" in await document(town, maryam)


async def test_whoever_only_helps_is_notified_too_and_the_secretariat_writes_none_to_itself(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 1, "ابلاغ به اعضا", "دبیرخانه", due="1398-07-20")
    await issue(town, 3, "آمار محلات ارسال شود", CITY, due="1398-07-20", partners=[ROADS])
    async with town.app.db.write() as session:
        await session.execute(update(Agency).where(Agency.name == "دبیرخانه").values(secretariat=True))
    await _notices(maryam)
    await maryam.taps("جلسهٔ پنجم")
    assert "نامه به هر ۲ دستگاه" in maryam.buttons()
    await maryam.taps("نامه به یک دستگاه")
    assert "دبیرخانه" not in maryam.buttons()
    await maryam.taps(ROADS)
    letter = words(await document(town, maryam))
    assert "آمار محلات ارسال شود" in letter
    assert "همکار" in letter


async def _notices(maryam: Human) -> str:
    await maryam.says("/letters")
    return await maryam.taps("ابلاغ مصوبات")


async def test_the_chair_approves_the_representatives_and_each_gets_a_letter(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await maryam.says("/letters")
    await maryam.taps("ابلاغیهٔ عضویت")
    assert "هنوز کسی با نقش «رئیس کارگروه»" in await maryam.taps("فرستادن فهرست")
    reza = await town.member("رضا صادقی", Role.CHAIR)
    await town.member("علی اکبری", Role.DEPUTY, ROADS)
    await maryam.says("/letters")
    assert "در انتظار تأیید شماست" not in await reza.says("/start")
    assert "فهرست ۲ نفر برای رئیس کارگروه فرستاده شد" in await maryam.taps("ابلاغیهٔ عضویت", "فرستادن فهرست")
    assert "در انتظار تأیید اوست" in await maryam.taps("فرستادن فهرست")

    seen = await reza.says("/start")
    assert "فهرست ۲ نماینده از شنبه ۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰ در انتظار تأیید شماست" in seen
    seen = await reza.taps("دیدن فهرست و تصمیم")
    assert "سارا محمدی، نمایندهٔ شهرداری مشهد" in seen
    assert "علی اکبری" in seen
    await reza.taps("برگشت با توضیح")
    await reza.says("علی اکبری بازنشسته شده است")
    await reza.taps("ارسال")
    assert "علی اکبری بازنشسته شده است" in maryam.everything()
    assert "در انتظار تأیید شماست" not in await reza.says("/start")

    await maryam.taps("ابلاغیهٔ عضویت")
    await maryam.taps("فرستادن فهرست")
    await reza.taps("دیدن فهرست و تصمیم")
    assert "فهرست تأیید شد" in await reza.taps("تأیید")
    assert "فهرست ۲ نماینده را تأیید کرد" in maryam.everything()
    assert "همین فهرست را در تاریخ شنبه ۱۳ مهر" in await maryam.taps("فرستادن فهرست")
    await maryam.says("/letters")
    await maryam.taps("ابلاغیهٔ عضویت")
    assert not any("فرستادن فهرست" in label for label in maryam.buttons())
    await maryam.taps("ساختن ابلاغیه برای ۲ نفر")
    with zipfile.ZipFile(io.BytesIO(await document(town, maryam))) as archive:
        letters = "\n".join(words(archive.read(name)) for name in archive.namelist())
    assert "سارا محمدی" in letters
    assert "به عنوان نمایندهٔ «شهرداری مشهد» در کارگروه تعیین می‌شوید" in letters
    assert "جانشین نمایندهٔ «ادارهٔ کل راه»" in letters
    await maryam.says("/letters")
    await maryam.taps("ابلاغیهٔ عضویت", "دیدن فهرست")
    assert "مریم رضایی" in await maryam.taps("ابلاغیهٔ ۱")
    await maryam.taps("ساختن دوباره")
    assert "سمت" not in words(await document(town, maryam))


async def test_a_secretary_is_no_chair(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await town.member("رضا صادقی", Role.CHAIR)
    await maryam.says("/letters")
    await maryam.taps("ابلاغیهٔ عضویت", "فرستادن فهرست")
    await maryam.taps("دیدن فهرست")
    assert "تأیید" not in maryam.buttons()


async def test_letters_to_all_late_agencies_are_made_once_by_whoever_is_first(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await issue(town, 3, "آمار", CITY, ROADS, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    for who in (maryam, zahra):
        await who.says("/letters")
        await who.taps("نامه به همهٔ دستگاه‌های معوق")
    await maryam.taps("ساختن ۲ نامه")
    await document(town, maryam)
    seen = await zahra.taps("ساختن ۲ نامه")
    assert "برای ۲ دستگاه نامه‌ای ساخته شده" in seen
    assert "شهرداری مشهد: مریم رضایی، " in seen

    # One agency is new among the late ones: it alone gets a letter, and all only with a word for it.
    await issue(town, 4, "جدول", "بهزیستی", due="1398-07-20")
    await zahra.taps("بازگشت به نامه‌ها", "نامه به همهٔ دستگاه‌های معوق", "ساختن ۱ نامه")
    assert "بهزیستی" in words(await document(town, zahra))
    await zahra.says("/letters")
    await zahra.taps("نامه به همهٔ دستگاه‌های معوق", "ساختن دوباره برای همه (۳ نامه)")
    with zipfile.ZipFile(io.BytesIO(await document(town, zahra))) as archive:
        assert len(archive.namelist()) == 3
    await maryam.says("/letters")
    await maryam.taps("ثبت شماره و تاریخ نامه‌ها (۶)")


async def test_who_taps_twice_has_one_letter(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار", CITY, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    await plans(maryam, CITY)
    maryam.starts_tapping("ساختن نامه")
    maryam.starts_tapping("ساختن نامه")
    await town.quiet()
    await maryam.says("/letters")
    assert "۱ نامه ساخته شده و هنوز شماره و تاریخ ندارد" in maryam.sees()
    seen = await plans(maryam, CITY)
    assert "شهرداری مشهد: مریم رضایی، " in seen
    await maryam.taps("ساختن نامهٔ دیگر")
    await document(town, maryam)
    assert "۲ نامهٔ پیگیری ساخته شده" in await plans(maryam, CITY)


async def test_a_letter_is_offered_to_whoever_owes_something_and_gets_letters(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار", CITY, "دبیرخانه", "التیمور", ROADS, due="1398-07-20")
    await issue(town, 9, "اصلی برای همیشه", "بهزیستی", deadline={"kind": "continuous"})
    async with town.app.db.write() as session:
        for name, values in (
            ("دبیرخانه", {"secretariat": True}),
            ("التیمور", {"neighbourhood": True}),
            (ROADS, {"retired_at": town.clock.now()}),
        ):
            await session.execute(update(Agency).where(Agency.name == name).values(**values))
    await maryam.says("/letters")
    await maryam.taps("نامهٔ پیگیری یک دستگاه")
    assert CITY in maryam.buttons()
    assert not {"دبیرخانه", "التیمور", ROADS, "بهزیستی"} & set(maryam.buttons())
    await maryam.says("انصراف", "/status")
    await maryam.taps("التیمور")
    assert "به التیمور نامهٔ پیگیری فرستاده نمی‌شود" in await maryam.taps("نامهٔ پیگیری")
