"""Forms through the page: two workbooks never seen before, filled in chat and in Excel, reviewed and exported."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.async_api import Page

from tests.browser.person import Someone
from tests.browser.test_main_job import PHOTO

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSFORM: Mapping[str, list[tuple[Any, ...]]] = {
    "survey": [
        ("type", "name", "label", "required", "constraint", "constraint_message"),
        ("text", "place", "نام کارگاه چیست؟", "yes"),
        ("select_one kinds", "kind", "نوع کارگاه چیست؟", "yes"),
        ("begin repeat", "workers", "کارکنان"),
        ("text", "worker", "نام کارگر چیست؟", "yes"),
        ("integer", "age", "سن او چند سال است؟", "yes", ". >= 15", "سن باید دست‌کم ۱۵ سال باشد."),
        ("image", "card", "عکس کارت مهارت او را بفرستید."),
        ("end repeat",),
    ],
    "choices": [("list_name", "name", "label"), ("kinds", "sewing", "دوزندگی"), ("kinds", "wood", "نجاری")],
    "settings": [("form_title", "form_id"), ("کارگاه‌های محله", "workshops")],
}
TABLE = {"غرفه‌ها": [("نام فروشنده", "متراژ غرفه"), ("رضا احمدی", 12), ("سمیه کاظمی", 9)]}
AGES = {"حسن": "۳۲", "زینب": "۲۸", "رقیه": "۳۵", "اکبر": "۲۱", "فاطمه": "۴۱"}
PICTURE = {"name": "کارت.png", "mimeType": "image/png", "buffer": PHOTO}


def excel(name: str, book: openpyxl.Workbook) -> dict[str, Any]:
    written = io.BytesIO()
    book.save(written)
    return {"name": f"{name}.xlsx", "mimeType": EXCEL, "buffer": written.getvalue()}


def opened(file: Path) -> openpyxl.Workbook:
    """Open a download, which has no ending."""
    return openpyxl.load_workbook(io.BytesIO(file.read_bytes()))


def workbook(name: str, sheets: Mapping[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    book = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return excel(name, book)


async def attaches(maryam: Someone, title: str) -> None:
    """Publishes a form that has just been read, and attaches it to the city's resolution."""
    await maryam.taps("انتشار")
    await maryam.sees(f"فرم منتشر شد. {title}")
    await maryam.taps("گیرندگان فرم")
    await maryam.sees(f"گیرندگان فرم «{title}» این فرم هنوز برای کسی گذاشته نشده است.")
    await maryam.taps("پیوست به …")
    await maryam.taps("مصوبه یا بندی از آن")
    await maryam.taps("مصوبهٔ ۴", begins=True)
    await maryam.sees(f"فرم «{title}» به ۱ مورد می‌رسد")
    await maryam.taps("پیوست شود")
    await maryam.sees(f"گیرندگان فرم «{title}» • مصوبهٔ ۴")


async def fills(mohsen: Someone, neighbourhood: str) -> None:
    """Answers the workshops of a neighbourhood: five rows in one message, one of them wrong, and a photo for each."""
    await mohsen.says("/data")
    await mohsen.taps(f"۱. پر کردن: کارگاه‌های محله، محلهٔ {neighbourhood}")
    await mohsen.sees(f"محلهٔ {neighbourhood}\n\nنام کارگاه چیست؟")
    await mohsen.says("کارگاه گلستان")
    await mohsen.sees(f"محلهٔ {neighbourhood}\n\nنوع کارگاه چیست؟")
    await mohsen.taps("دوزندگی")
    await mohsen.sees("کارکنان، ردیف ۱، پرسش ۱ از ۳")
    await mohsen.says("\n".join(f"{worker}؛ {'۱۲' if worker == 'اکبر' else age}" for worker, age in AGES.items()))
    for number, (worker, age) in zip("۱۲۳۴۵", AGES.items(), strict=True):
        if worker == "اکبر":
            await mohsen.sees("نوشته بودید: ۱۲")
            await mohsen.says(age)
        await mohsen.sees(f"کارکنان، ردیف {number} ({worker}، {age})، پرسش ۳ از ۳")
        await mohsen.sends("عکس", PICTURE)
    await mohsen.sees("تا کنون ۵ ردیف")
    await mohsen.taps("تمام شد، ادامه")
    await mohsen.taps("ارسال")
    await mohsen.sees(f"ثبت شد.\nبرای: محلهٔ {neighbourhood}")


@pytest.mark.ci
@pytest.mark.long
@pytest.mark.refused("message is not modified")
async def test_two_new_workbooks_become_forms_and_their_answers_one_table(desk: Page) -> None:
    maryam, sara = Someone(desk, "مریم رضایی"), Someone(desk, "سارا محمدی")
    mohsen = Someone(desk, "محسن صادقی", on="بله")

    # The secretary sends an XLSForm, tries it and attaches it to a resolution, and to the facilitators.
    await maryam.enters()
    await maryam.says("/forms")
    await maryam.taps("فرم تازه")
    await maryam.sends("پرونده", workbook("کارگاه‌ها", XLSFORM))
    await maryam.taps("امتحان فرم")
    await maryam.sees("نام کارگاه چیست؟")
    await maryam.says("کارگاه آزمایشی")
    await maryam.taps("دوزندگی")
    await maryam.sees("نام کارگر چیست؟")
    await maryam.says("حسن؛ ۳۲\nزینب؛ ۱۲")
    await maryam.sees("«۱۲»: سن باید دست‌کم ۱۵ سال باشد.")
    await maryam.taps("خروج از امتحان")
    await maryam.taps("صفحهٔ فرم")
    await attaches(maryam, "کارگاه‌های محله")
    await maryam.taps("پیوست به …")
    for label in ("همهٔ افراد یک نقش", "تسهیلگران", "یک بار", "رد کردن", "پیوست شود"):
        await maryam.taps(label)
    await maryam.sees("فرم پیوست شد: تسهیلگران، هر محله جدا")

    # A plain table becomes a form, too.
    await maryam.taps("منوی اصلی")
    await maryam.taps("فرم‌ها")
    await maryam.taps("فرم تازه")
    await maryam.sends("پرونده", workbook("غرفه‌ها", TABLE))
    await maryam.sees("• متراژ غرفه: عدد کامل")
    await maryam.taps("همین نوع‌ها درست است")
    await maryam.taps("نمونه است، کنار برود")
    await maryam.sees("غرفه‌ها\nوضعیت: منتشرنشده")
    await attaches(maryam, "غرفه‌ها")

    # On Bale a facilitator gets a second neighbourhood, and answers for both.
    await mohsen.enters()
    await mohsen.taps("محله‌های من")
    await mohsen.taps("افزودن یا برداشتن محله")
    await mohsen.taps("○ محلهٔ نوبهار", begins=True)
    await mohsen.sees("انتخاب‌شده (۲)")
    await mohsen.taps("ادامه")
    await maryam.enters()
    await maryam.taps("بررسی درخواست‌ها")
    await maryam.taps("پذیرش")
    await mohsen.enters()
    await mohsen.sees("محلهٔ نوبهار پذیرفته شدید")
    await fills(mohsen, "شهرک امید")
    await fills(mohsen, "نوبهار")

    # On Telegram a representative answers in Excel, and mends the cell that is marked.
    await sara.enters()
    await sara.says("/data")
    await sara.taps("۱. پر کردن: غرفه‌ها")
    await sara.taps("پر کردن این جدول در اکسل")
    await sara.sees("این فایل را پر کنید")
    book = opened(await sara.downloads("غرفه‌ها.xlsx"))
    areas: tuple[int | str, ...] = (12, "بزرگ", 9, "۱۵", 7)
    for row, (seller, area) in enumerate(zip(AGES, areas, strict=True), 2):
        book["غرفه‌ها"].cell(row, 2, seller)
        book["غرفه‌ها"].cell(row, 3, area)
    await sara.sends("پرونده", excel("غرفه‌ها", book))
    await sara.sees("• سطر ۳، ستون «متراژ غرفه»: «بزرگ» عدد نیست.")
    await sara.sees("خانه‌های نادرست در این فایل رنگی است")
    book = opened(await sara.downloads("غرفه‌ها.xlsx"))
    assert book["غرفه‌ها"]["C3"].comment
    book["غرفه‌ها"]["C3"] = 20
    await sara.sends("پرونده", excel("غرفه‌ها", book))
    await sara.taps("دیدن و فرستادن فرم")
    await sara.taps("تمام شد، ادامه")
    await sara.taps("ارسال")
    await sara.sees("برای: شهرداری خاوران‌شهر")

    # The secretary accepts one, returns the other, which comes again, and takes all rows in one file.
    await maryam.enters()
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده (۲)")
    await maryam.taps("شمارهٔ ف-۱: محلهٔ شهرک امید")
    await maryam.taps("پذیرش")
    await maryam.sees("فرم‌های در انتظار بررسی (۱)")
    await maryam.taps("شمارهٔ ف-۲: محلهٔ نوبهار")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.sees("چه چیزی باید اصلاح شود؟")
    await maryam.says("نام کارگاه کامل نوشته شود.")
    await maryam.taps("ارسال")
    await maryam.sees("برای اصلاح برگشت.")
    await mohsen.enters()
    await mohsen.taps("اصلاح و ارسال دوباره")
    await mohsen.taps("اصلاح نام کارگاه")
    await mohsen.says("کارگاه دوزندگی نوبهار")
    await mohsen.sees("نام کارگاه: کارگاه دوزندگی نوبهار")
    await mohsen.taps("ارسال")
    await mohsen.sees("شمارهٔ پیگیری ف-۴")
    await maryam.enters()
    await maryam.says("/forms")
    await maryam.taps("کارگاه‌های محله")
    await maryam.taps("همهٔ ردیف‌ها")
    await maryam.sees("۱۰ ردیف از ۲ فرستنده")
    await maryam.taps("همه در یک فایل اکسل")
    await maryam.sees("پیوست‌های پاسخ‌ها، فایل ۱ از ۱")
    book = opened(await maryam.downloads("کارگاه‌های محله"))
    head, *rows = book["همهٔ ردیف‌ها"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["نام کارگر"] for row in found] == [*AGES] * 2
    assert [row["سن او چند سال است"] for row in found] == [32, 28, 35, 21, 41] * 2
    assert [row["نام کارگاه"] for row in found] == ["کارگاه گلستان"] * 5 + ["کارگاه دوزندگی نوبهار"] * 5
    assert all(".jpg" in str(row["عکس کارت مهارت او"]) for row in found)
