"""A form sent as an Excel file: read, reported with each fault's place, published, replaced, withdrawn."""

import io
import zipfile

import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.forms import FormState, FormVersion, OfficeForm
from tests.town import Town
from tests.xlsforms import saved, workbook

HOUSES = """
survey:
type|name|label
text|who|نام سرپرست خانوار
select_one roof|roof|نوع سقف
begin repeat|room|اتاق‌ها
integer|area|متراژ اتاق
end repeat||
choices:
list_name|name|label
roof|flat|تخت
roof|dome|گنبدی
settings:
form_id|form_title|version
houses|خانه‌های محله|1
"""
RENEWED = (
    HOUSES.replace("roof|dome|گنبدی", "roof|tile|سفالی")
    .replace("text|who|نام سرپرست خانوار", "text|who|نام سرپرست خانوار\ndate|day|تاریخ بازدید")
    .replace("|1", "|2")
)
BROKEN = """
survey:
type|name|label|relevant
text|who|نام|
integer|age|سن|${whom} = 'x'
"""


def bare(seen: str) -> str:
    """Return words without the marks that keep Latin ones in their place."""
    return seen.replace("\u2068", "").replace("\u2069", "")


def forms_are(*stored: OfficeForm) -> list[tuple[str, FormState]]:
    return [(form.title, form.state) for form in stored]


async def all_forms(town: Town) -> list[OfficeForm]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(OfficeForm).order_by(OfficeForm.id)))


@pytest.mark.rows
async def test_a_form_is_sent_read_published_replaced_and_withdrawn(town: Town) -> None:
    maryam = await town.secretary()
    assert "هنوز فرمی ثبت نشده" in await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    seen = await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    assert "گزارش خواندن فرم «خانه‌های محله»" in seen
    assert "۳ پرسش، ۱ جدول چندردیفی" in seen
    assert "هنوز منتشر نشده است" in seen
    seen = await maryam.taps("انتشار")
    assert "فرم منتشر شد" in seen
    assert "مریم رضایی" in seen
    # The same file sent once more is the version that it is.
    await maryam.taps("فرستادن نسخهٔ تازه")
    seen = await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    assert "این همان نسخه‌ای است که پیش‌تر خوانده شده است" in seen
    assert "نسخهٔ ۲" not in seen
    await maryam.taps("فرستادن نسخهٔ تازه")
    seen = await maryam.sends_file("خانه‌ها.xlsx", workbook(RENEWED))
    assert "نسخهٔ ۲ خوانده شده و هنوز منتشر نشده است" in seen
    assert "پرسش‌های تازه: «تاریخ بازدید»" in seen
    assert "گزینه‌های حذف‌شدهٔ «نوع سقف»: «گنبدی»" in seen
    assert "نسخهٔ تازه جایگزین شد" in await maryam.taps("جایگزینی با این نسخه")
    assert "فرم کنار گذاشته شد" in await maryam.taps("کنار گذاشتن")
    assert forms_are(*await all_forms(town)) == [("خانه‌های محله", FormState.WITHDRAWN)]
    assert "فرم بازگردانده شد" in await maryam.taps("بازگرداندن فرم")
    assert "خانه‌های محله: منتشرشده" in await maryam.taps("همهٔ فرم‌ها")
    await maryam.taps("خانه‌های محله", "دریافت فایل اکسل")
    book = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))
    assert book["survey"]["B3"].value == "day"


async def test_each_fault_is_told_with_its_place_and_nothing_is_kept(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    seen = await maryam.sends_file("سن.xlsx", workbook(BROKEN))
    assert "خطاها (۱)" in seen
    assert "برگهٔ survey، سطر ۳" in bare(seen)
    assert "چیزی ثبت نشد" in seen
    assert not await all_forms(town)
    await maryam.taps("فرستادن فایل اصلاح‌شده")
    seen = await maryam.sends_file("سن.xlsx", workbook(BROKEN.replace("${whom}", "${who}")))
    assert "هنوز منتشر نشده است" in seen
    assert len(await all_forms(town)) == 1


def a_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    return packed.getvalue()


def a_word_file() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>متن</w:t>")
    return packed.getvalue()


def blank() -> bytes:
    book = openpyxl.Workbook()
    book.create_sheet("survey").append(["type", "name", "label"])
    return saved(book)


def many_questions() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("survey")
    sheet.append(["type", "name", "label"])
    for number in range(1_200):
        sheet.append(["text", f"q{number}", "پرسش"])
    return saved(book)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * 100, "این فایل اکسل نیست یا آسیب دیده است"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "قالب قدیمی اکسل", marks=pytest.mark.ci),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "این فایل رمز دارد",
            marks=pytest.mark.ci,
        ),
        pytest.param(a_word_file(), "این یک فایل ورد است", marks=pytest.mark.ci),
        pytest.param(a_bomb(), "بسیار فشرده است", marks=pytest.mark.ci),
        pytest.param(blank(), "هیچ پرسشی نیست", marks=pytest.mark.ci),
        pytest.param(many_questions(), "۱۲۰۰ سطر پرسش", marks=pytest.mark.ci),
    ],
    ids=["junk", "xls", "password", "word", "bomb", "blank", "1200 questions"],
)
async def test_a_file_that_is_no_form_gets_a_sentence_and_leaves_nothing(town: Town, data: bytes, said: str) -> None:
    maryam = await town.secretary()
    await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    seen = await maryam.sends_file("فرم.xlsx", data)
    assert said in seen
    assert "چیزی ثبت نشد" in seen
    assert "فرستادن فایل اصلاح‌شده" in maryam.buttons()
    assert not await all_forms(town)


async def test_a_form_that_comes_unasked_is_read(town: Town) -> None:
    maryam = await town.secretary()
    assert "هنوز منتشر نشده است" in await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))


@pytest.mark.ci
async def test_a_form_of_a_known_id_is_a_new_version_or_one_of_its_own(town: Town) -> None:
    maryam = await town.secretary()
    for file in (HOUSES, RENEWED):
        await maryam.says("/forms")
        await maryam.taps("فرم تازه")
        seen = await maryam.sends_file("خانه‌ها.xlsx", workbook(file))
    assert "نسخهٔ تازهٔ همان فرم است؟" in seen
    await maryam.taps("بله، نسخهٔ تازهٔ همان فرم")
    async with town.app.db.read() as session:
        numbers = list(await session.scalars(select(FormVersion.number).order_by(FormVersion.id)))
    assert numbers == [1, 2]
    await maryam.sends_file("خانه‌ها.xlsx", workbook(RENEWED))
    await maryam.taps("خیر، فرمی جداگانه")
    assert len(await all_forms(town)) == 2
    assert "جست‌وجو" in " ".join((await maryam.says("/forms"), *maryam.buttons()))
    await maryam.taps("جست‌وجو")
    await maryam.says("خانه")
    assert "وضعیت: منتشرنشده" in await maryam.taps("خانه‌های محله")


@pytest.mark.ci
async def test_a_version_that_was_not_published_is_discarded(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    await maryam.taps("انتشار", "فرستادن نسخهٔ تازه")
    await maryam.sends_file("خانه‌ها.xlsx", workbook(RENEWED))
    assert "این نسخه دور انداخته شد" in await maryam.taps("دور انداختن")
    assert forms_are(*await all_forms(town)) == [("خانه‌های محله", FormState.PUBLISHED)]


async def test_a_version_whose_trial_has_a_sheet_is_discarded_with_both(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    await maryam.taps("امتحان فرم", "پر کردن در اکسل")
    sheet = await maryam.downloads(".xlsx")
    await maryam.says("/forms")
    await maryam.taps("خانه‌های محله")
    assert "این نسخه دور انداخته شد" in await maryam.taps("دور انداختن")
    assert await all_forms(town) == []
    assert "ادامه" not in " ".join((await maryam.says("/start"), *maryam.buttons()))
    assert "این فایل" in await maryam.sends_file("خانه‌ها.xlsx", sheet)


async def test_of_two_secretaries_the_second_is_told(town: Town) -> None:
    maryam, ali = await town.secretary(), await town.member("علی کاظمی", Role.SECRETARY)
    await maryam.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    await ali.says("/forms")
    await ali.taps("خانه‌های محله")
    await maryam.taps("انتشار")
    seen = await ali.taps("دور انداختن")
    assert "این فرم در این میان تغییر کرده است" in seen
    assert "وضعیت: منتشرشده" in seen


async def test_a_form_that_comes_with_dabir_is_published_with_one_tap(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/forms")
    seen = await maryam.taps("فرم‌های آماده")
    assert "آمار واحدهای صنفی (برای مصوبهٔ ۳" in seen
    seen = await maryam.taps("انتشار «آمار واحدهای صنفی»")
    assert "فرم منتشر شد" in seen
    assert forms_are(*await all_forms(town)) == [("آمار واحدهای صنفی", FormState.PUBLISHED)]
    await maryam.taps("همهٔ فرم‌ها")
    seen = await maryam.taps("فرم‌های آماده")
    assert "آمار واحدهای صنفی (برای مصوبهٔ ۳ جلسهٔ پنجم ۱۳۹۸)؛ منتشر شده است\n" in seen
    assert "باز کردن «آمار واحدهای صنفی»" in maryam.buttons()


async def test_a_new_version_of_a_form_that_comes_with_dabir_is_seen_before_it_replaces_the_old(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/forms")
    await maryam.taps("فرم‌های آماده", "انتشار «آمار واحدهای صنفی»")
    async with town.app.db.write() as session:
        version = (await session.scalars(select(FormVersion))).one()
        version.name, version.digest = "1", "-"
    seen = await maryam.taps("همهٔ فرم‌ها", "فرم‌های آماده")
    assert "منتشر شده است و نسخهٔ تازه‌ای دارد" in seen
    seen = await maryam.taps("دیدن نسخهٔ تازهٔ «آمار واحدهای صنفی»")
    assert "نسخهٔ ۲ خوانده شده و هنوز منتشر نشده است" in seen
    assert "نسخهٔ تازه جایگزین شد" in await maryam.taps("جایگزینی با این نسخه")
    assert "نسخهٔ تازه‌ای دارد" not in await maryam.taps("همهٔ فرم‌ها", "فرم‌های آماده")


@pytest.mark.ci
async def test_a_csv_file_that_a_form_needs_is_sent_after_it(town: Town) -> None:
    maryam = await town.secretary()
    form = """
    survey:
    type|name|label
    select_one_from_file hoods.csv|hood|محله
    """
    seen = await maryam.sends_file("محله.xlsx", workbook(form))
    assert "فایل hoods.csv همراه فرم نیست" in bare(seen)
    await maryam.taps("افزودن فایل‌های همراه")
    await maryam.sends_file("hoods.csv", "name,label\na,طبرسی\n".encode())
    seen = await maryam.taps("ادامه")
    assert "همراه فرم نیست" not in seen
    assert len(await all_forms(town)) == 1
    async with town.app.db.read() as session:
        data = await session.scalar(select(FormVersion.compiled).order_by(FormVersion.id.desc()))
    assert "طبرسی" in str(data)


async def test_only_a_secretary_has_forms(town: Town) -> None:
    sara = await town.representative_of("شهرداری مشهد")
    assert "برای نقش شما باز نیست" in await sara.says("/forms")
    seen = await sara.sends_file("خانه‌ها.xlsx", workbook(HOUSES))
    assert "این فایل، یک فرم است" not in seen
