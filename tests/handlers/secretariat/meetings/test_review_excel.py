"""The review on a desktop: an Excel sheet goes out, is corrected and comes back."""

import io
from collections.abc import Callable
from typing import Any

import aiohttp
import openpyxl
import pytest

from domain.dates.jalali import from_jalali
from models.tables.meetings import ResolutionState
from tests.handlers.secretariat.meetings.binalud import CLEAR, MINUTES, issues, resolutions, sends_minutes
from tests.town import Human, Town
from tests.xlsforms import workbook


async def sheet_of(town: Town, maryam: Human) -> bytes:
    """Return the workbook that the chat got."""
    await maryam.taps("دریافت اکسل")
    document = [message["document"] for message in maryam.messages() if "document" in message][-1]
    async with aiohttp.ClientSession() as client, client.get(f"{town.server.url}{document['url']}") as answer:
        return await answer.read()


def corrected(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Return the workbook after somebody worked on its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[0])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


async def test_the_sheet_is_right_to_left_and_has_all_that_was_read(town: Town) -> None:
    await town.representative_of("شهرداری بینالود")
    maryam = await town.secretary()
    await sends_minutes(maryam)
    sheet = openpyxl.load_workbook(io.BytesIO(await sheet_of(town, maryam))).worksheets[0]
    assert sheet.sheet_view.rightToLeft
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("شماره", "متن مصوبه", "مسئولان (هر یک در یک سطر)", "مهلت")
    assert "همان «شهرداری بینالود» است؟" in str(rows[1][5])
    assert rows[1][2:5] == ("شهرداری", "دو هفته", "تا شنبه ۲۰ مهر ۱۳۹۸")
    assert "روشن نیست" in str(rows[4][5])


async def test_corrections_are_shown_and_then_taken_over(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)

    def change(sheet: Any) -> None:
        sheet["C2"] = "شهرداری\nبنیاد مسکن (همکار)"
        sheet["D5"] = "پایان آبان"
        sheet["B3"] = "مقرر شد نقشه راه گردشگری تدوین و چاپ شود."
        sheet.append([6, "مقرر شد دبیرخانه نتیجه را اعلام کند.", "دبیرخانه", "یک ماه"])
        sheet.delete_rows(6)

    seen = await maryam.sends_file("بازبینی.xlsx", corrected(await sheet_of(town, maryam), change))
    assert "۵ تفاوت" in seen
    assert "مصوبهٔ ۱: مسئولان: شهرداری، بنیاد مسکن (همکار)" in seen
    assert "مصوبهٔ ۲: متن: مقرر شد نقشه راه گردشگری تدوین و چاپ شود" in seen
    assert "مصوبهٔ ۴: مهلت «پایان آبان»، یعنی تا پنجشنبه ۳۰ آبان ۱۳۹۸" in seen
    assert "مصوبهٔ تازهٔ ۶" in seen
    assert "مصوبهٔ ۵ در فایل نیست و حذف می‌شود" in seen
    assert (await resolutions(town))[4].due is None

    assert "۵ تغییر از فایل اکسل اعمال شد" in await maryam.taps("اعمال تغییرها")
    kept = await resolutions(town)
    assert kept[4].due == from_jalali(1398, 8, 30)
    assert [(owner.name, owner.partner) for owner in kept[1].owners] == [("شهرداری", False), ("بنیاد مسکن", True)]
    assert kept[5].state is ResolutionState.DROPPED
    assert kept[6].owners[0].name == "دبیرخانه"


async def test_remarks_go_out_with_the_sheet_are_corrected_in_it_and_stay_in_a_sheet_of_an_earlier_version(
    town: Town,
) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await maryam.taps("فهرست مصوبه‌ها", "۱، بدون ابهام", "ملاحظات")
    await maryam.says("با هماهنگی فرمانداری")
    await maryam.taps("خلاصهٔ بازبینی")
    data = await sheet_of(town, maryam)
    assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["H2"].value == "با هماهنگی فرمانداری"

    def earlier(sheet: Any) -> None:
        sheet.delete_cols(8)

    def change(sheet: Any) -> None:
        sheet["H2"] = "با هماهنگی استانداری"
        sheet.append([3, "مقرر شد پل ساخته شود.", "", "", "", "", "", "فوری است"])

    assert "تفاوتی ندارد" in await maryam.sends_file("بازبینی.xlsx", corrected(data, earlier))
    seen = await maryam.sends_file("بازبینی.xlsx", corrected(data, change))
    assert "مصوبهٔ ۱: ملاحظات: با هماهنگی استانداری" in seen
    await maryam.taps("اعمال تغییرها")
    assert [row.remark for row in (await resolutions(town)).values()] == ["با هماهنگی استانداری", "", "فوری است"]


@pytest.mark.ci
async def test_a_second_tap_takes_nothing_twice(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    data = corrected(await sheet_of(town, maryam), lambda sheet: sheet.append([3, "مقرر شد پل ساخته شود.", "", ""]))
    await maryam.sends_file("بازبینی.xlsx", data)
    maryam.starts_tapping("اعمال تغییرها")
    await maryam.taps("اعمال تغییرها")
    assert len(await resolutions(town)) == 3


@pytest.mark.ci
async def test_wrong_cells_are_named_and_nothing_is_taken(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)

    def change(sheet: Any) -> None:
        sheet["A2"], sheet["A3"] = "یکم", 99_999_999_999
        sheet["D2"] = "سی و سوم آبان"
        sheet["B3"] = None

    data = corrected(await sheet_of(town, maryam), change)
    await maryam.taps("بازگرداندن اکسل")
    seen = await maryam.sends_file("بازبینی.xlsx", data)
    assert "A2" in seen
    assert "A3" in seen
    assert "D2" in seen
    assert "B3" in seen
    assert "چیزی تغییر نکرد" in seen


@pytest.mark.ci
async def test_a_sheet_of_what_was_held_back_is_taken_unasked_too(town: Town) -> None:
    maryam = await town.secretary()
    await issues(maryam, MINUTES)
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "ادامهٔ بازبینی")
    data = corrected(await sheet_of(town, maryam), lambda sheet: sheet.__setitem__("D2", "پایان آبان"))
    assert "۱ تفاوت" in await maryam.sends_file("بازبینی.xlsx", data)


@pytest.mark.ci
async def test_an_untouched_sheet_makes_no_difference(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, MINUTES)
    seen = await maryam.sends_file("بازبینی.xlsx", await sheet_of(town, maryam))
    assert "تفاوتی ندارد" in seen


@pytest.mark.ci
async def test_another_workbook_and_a_broken_one_are_told_apart(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    other = io.BytesIO()
    openpyxl.Workbook().save(other)
    await maryam.taps("بازگرداندن اکسل")
    assert "از این بازبینی نیست" in await maryam.sends_file("بودجه.xlsx", other.getvalue())
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "ادامهٔ بازبینی", "بازگرداندن اکسل")
    assert "باز نشد" in await maryam.sends_file("خراب.xlsx", b"PK\x03\x04 broken")


async def test_a_form_that_comes_while_a_review_is_open_is_known_as_no_sheet_of_it(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    seen = await maryam.sends_file("خانه‌ها.xlsx", workbook("survey:\ntype|name|label\ntext|who|نام سرپرست\n"))
    assert "انتشار" in " ".join((seen, *maryam.buttons()))
