"""One working week on Telegram and on Bale: the same words and buttons in the same order."""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from sandbox.bale.differences import Differences
from tests.conformance.record import Line, Record, Seen
from tests.conftest import open_town
from tests.databases import Tables
from tests.handlers.secretariat.directory.test_roster_import import XLSX, sheet
from tests.handlers.secretariat.meetings.binalud import CLEAR, MINUTES
from tests.handlers.secretariat.meetings.test_review_excel import corrected, sheet_of
from tests.town import Human, Town

OTHERWISE = Differences(
    **{
        switch.name: not switch.default
        for switch in fields(Differences)
        if switch.type is bool and switch.name not in ("bare_contact", "old_clients", "lenient_markdown")
    }
)
"""Differences that Bale may also have and nobody may notice. Left out are those that people do notice: a number that
cannot be verified, a toast that is not shown, and marks that a lenient reader takes anywhere
(docs/decisions/0013-bale-markdown.md).
"""
FIFTH = MINUTES.replace("چهارمین", "پنجمین").replace("۱۳۹۸/۰۷/۰۶", "۱۳۹۸/۰۷/۱۳")
INVITED = sheet(("نام دستگاه", "نام نماینده", "همراه"), ("ادارهٔ راه", "رضا احمدی", 9150000001))


async def week(town: Town) -> Record:
    """Play a week from a newcomer's registration to the reviewed letter, with the mistakes that people make."""
    record = Record(town)
    maryam, sara = town.person("مریم رضایی", 1000), town.person("سارا محمدی")
    sara.chat.phone = maryam.chat.phone = "989151234567"
    # Sara asks to join, mistakes included, and Maryam lets her in.
    await record.of(
        maryam.says("/start"),
        sara.says("سلام"),
        sara.taps("ثبت‌نام"),
        sara.says("نمی‌دانم"),
        sara.taps("نمایندهٔ دستگاه"),
        sara.says("شهرداری"),
        sara.taps("در فهرست نیست"),
        sara.taps("سرکار خانم مهندس"),
        sara.says("سارا_محمدی *ناظر*"),
        sara.says("کارشناس اشتغال"),
        sara.says("ندارم"),
        sara.shares_phone(),
        sara.taps("معرفی‌نامه دارم"),
        sara.says("۹۸/۱۲۳"),
        sara.says("فردا"),
        sara.says("۱۳۹۸/۰۷/۱۰"),
        sara.sends_photo("معرفی‌نامه"),
        sara.taps("ادامه"),
        sara.taps("اصلاح سمت"),
        sara.says("کارشناس مسئول اشتغال"),
        sara.taps("ارسال"),
        sara.says("/tasks"),
        maryam.taps("بررسی درخواست‌ها"),
        maryam.taps("پذیرش و افزودن"),
        maryam.says("/members"),
    )
    # The minutes come in, are corrected and issued; an agency without a representative is invited.
    await record.of(
        maryam.says("/minutes"),
        maryam.sends_photo(),
        maryam.taps("پاک کردن همه"),
        maryam.sends_file("بینالود.txt", CLEAR.encode(), mime="text/plain"),
        maryam.taps("تأیید و ابلاغ"),
        maryam.taps("از تاریخ جلسه"),
        maryam.taps("ارسال"),
        maryam.taps("دعوت"),
        sara.taps("اقدام‌های باز من"),
    )
    # She is reminded, and reports with photos.
    await record.of(
        town.clock.to("1398-07-17 09:00"),
        sara.says("/report"),
        sara.says("شاید"),
        sara.taps("در دست انجام"),
        sara.says("۱۲۰ درصد"),
        sara.says("۴۰ درصد"),
        sara.sends_sticker(),
        sara.says("فهرست *۱۲* قطعه_زمین، بخش [الف](ب) و ```ج``` آماده شد."),
        sara.taps("رد کردن"),
        sara.sends_photo("نقشهٔ قطعه‌ها"),
        sara.sends_file("فهرست.xlsx", b"numbers"),
        sara.sends_files([("توضیح.ogg", b"OggS", "audio/ogg")], "voice"),
        sara.taps("ادامه"),
        sara.taps("اصلاح درصد پیشرفت"),
        sara.says("۵۰"),
        sara.taps("ارسال"),
        sara.sends_photo(),
        maryam.taps("بررسی گزارش‌ها"),
        maryam.taps("برگشت برای اصلاح"),
        maryam.says("شمارهٔ پلاک‌ها را هم بنویسید."),
        maryam.taps("ارسال"),
        sara.taps("اصلاح و ارسال دوباره"),
        sara.taps("نه، فعلاً کنار بماند"),
        sara.taps("انصراف"),
    )
    # The agency answers with a letter instead, which is reviewed, and the status is drawn.
    await record.of(
        sara.says("/tasks"),
        sara.taps("مصوبهٔ ۱"),
        sara.taps("پاسخ با نامه"),
        sara.says("۱۲۳"),
        sara.says("۱۳۹۸/۰۷/۱۶"),
        sara.sends_photo(),
        sara.taps("ادامه"),
        sara.taps("ارسال"),
        maryam.says("/review"),
        maryam.taps("پذیرش"),
        maryam.says("/status"),
        maryam.taps("تصویر وضعیت"),
        maryam.taps("وضعیت به‌صورت متن"),
        maryam.says("/meetings"),
        maryam.taps("جلسهٔ ۴"),
        maryam.taps("دریافت صورتجلسه"),
        maryam.taps("تاریخ جلسهٔ آینده"),
        maryam.says("۳۰ مهر"),
        maryam.taps("ثبت"),
    )
    # Other minutes are corrected in an Excel sheet, and people join by another one.
    await record.of(
        maryam.says("/minutes"),
        maryam.sends_file("نشست پنجم.txt", FIFTH.encode(), mime="text/plain"),
        _corrects(town, maryam),
        maryam.taps("اعمال تغییرها"),
        maryam.says("/members"),
        maryam.taps("ورود گروهی"),
        maryam.taps("دریافت کاربرگ اکسل"),
        maryam.taps("ارسال فهرست"),
        maryam.sends_file("مدعوین.xlsx", INVITED, mime=XLSX),
        maryam.taps("ثبت همه"),
        maryam.says("/members"),
        maryam.taps("دعوت‌نامه‌های باز"),
        maryam.taps("رضا احمدی"),
    )
    reza = town.person("رضا احمدی")
    await record.of(
        reza.opens_link(maryam.link()),
        reza.says("/start"),
        maryam.says("/holidays"),
        maryam.taps("افزودن روز تعطیل"),
        maryam.says("فردا"),
        maryam.says("برف"),
        sara.says("/history"),
        sara.taps("گزارش شمارهٔ ۱"),
        sara.says("/settings"),
        sara.taps("English"),
        sara.opens("My open tasks"),
        sara.says("/help"),
        town.clock.to("1398-08-01 09:00"),
    )
    return record


@pytest.mark.refused("does not simulate setMyCommands")
@pytest.mark.long
@pytest.mark.ci
async def test_a_week_reads_alike_on_both(tmp_path: Path, tables: Tables) -> None:
    telegram, bale, odd = [
        await played(tmp_path, tables, *place)
        for place in (("telegram", Differences()), ("bale", Differences()), ("bale", OTHERWISE))
    ]
    for there in (bale, odd):
        for one, other in zip(telegram, there, strict=False):
            assert one == other
        assert len(telegram) == len(there)
        _styled_alike(telegram, there)


async def played(tmp_path: Path, tables: Tables, face: str, differences: Differences) -> list[Line]:
    """Play the week on one platform, at whose end nobody but representatives has keys; return its events."""
    folder = tmp_path / f"{face}{differences.edit_stub}"
    folder.mkdir()
    async with open_town(folder, [face], tables, differences) as town:
        record = await week(town)
    assert record.keys["مریم رضایی"] == ""
    assert {keys for keys in record.keys.values() if keys} == {"My tasks Report Help", "کارهای من گزارش راهنما"}
    return record.lines


def _styled_alike(telegram: list[Line], bale: list[Line]) -> None:
    """Check that all bold and italics on Bale are so on Telegram, and that at most a tenth is lost to Bale's marks."""
    kept = Counter[str]()
    for (*_, here), (*_, there) in zip(telegram, bale, strict=True):
        if isinstance(here, Seen) and isinstance(there, Seen):
            assert there.styled <= here.styled, here.words
            kept["there"] += len(there.styled)
            kept["here"] += len(here.styled)
    assert kept["there"] >= 0.9 * kept["here"], kept


async def _corrects(town: Town, maryam: Human) -> None:
    def change(sheet: Any) -> None:
        sheet["D5"] = "پایان آبان"

    await maryam.sends_file("بازبینی.xlsx", corrected(await sheet_of(town, maryam), change))
