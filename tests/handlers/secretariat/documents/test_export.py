"""Exports: the choice of a file and its scope, the file, its attachments, the progress, and the stop."""

import asyncio
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import insert, select, update

from bot import job_worker
from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.meetings import Submission, SubmissionKind
from models.tables.organisation import Audit
from models.tables.people import Membership, Person
from tests.issued import issue
from tests.services.rendering.test_word import docx, read
from tests.town import PATIENCE, Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TABLE = "جدول منابع محله‌های هدف تکمیل شود."


async def book(human: Human) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet of the newest workbook, by head."""
    opened = openpyxl.load_workbook(io.BytesIO(await human.downloads(".xlsx")))
    sheets = {}
    for sheet in opened.worksheets:
        heads, *rows = sheet.iter_rows(values_only=True)
        assert sheet.sheet_view.rightToLeft
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        sheets[sheet.title] = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    return sheets


async def reported(town: Town, sara: Human, done: str) -> None:
    """Sara reports on her only obligation, with a photo."""
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await sara.says("۴۰ درصد", done)
    await sara.taps("رد کردن")
    await sara.sends_photo()
    await sara.taps("ادامه", "ارسال")


@pytest.mark.rows
async def test_everything_comes_as_a_workbook_with_its_attachments(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await reported(town, sara, "=1+1 و جدول دو محله")
    await maryam.opens("خروجی و گزارش")
    await maryam.taps("اکسل")
    seen = await maryam.taps("همه")
    assert "همهٔ جلسه‌ها و دستگاه‌ها" in seen
    assert "خروجی آماده شد" in seen
    sheets = await book(maryam)
    assert set(sheets) == {"مصوبه‌ها", "اقدام‌ها", "پاسخ‌ها", "اعضا"}
    [resolution] = sheets["مصوبه‌ها"]
    assert (resolution["مسئول"], resolution["تعداد اقدام"], resolution["پاسخ‌داده"]) == (f"{CITY}؛ {CHAMBER}", 2, 1)
    assert resolution["مهلت"] == "۱۳۹۸/۰۷/۲۰"
    assert resolution["مهلت (میلادی)"] == datetime(2019, 10, 12)  # noqa: DTZ001 - a cell has no zone
    answered, owing = sheets["اقدام‌ها"]
    assert (answered["دستگاه"], answered["وضعیت"], answered["درصد"]) == (CITY, "پاسخ در انتظار بررسی", 40)
    assert (owing["دستگاه"], owing["وضعیت"]) == (CHAMBER, "مهلت دارد")
    [answer] = sheets["پاسخ‌ها"]
    assert answer["شرح اقدام"] == "=1+1 و جدول دو محله"
    assert answer["زمان ارسال"] == "۱۳۹۸/۰۷/۱۳ ۱۸:۰۰"
    with zipfile.ZipFile(io.BytesIO(await maryam.downloads(".zip"))) as archive:
        assert (
            archive.namelist() == answer["پیوست‌ها (در فایل فشرده)"].split("\n") == [f"پاسخ 0001-1 {CITY} - photo.jpg"]
        )
    assert {row["نام"] for row in sheets["اعضا"]} >= {"سارا محمدی"}
    assert "تلفن همراه" in sheets["اعضا"][0]
    head, *people = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))["اعضا"].iter_rows()
    [phone] = [cell.column for cell in head if cell.value == "تلفن همراه"]
    assert {row[phone - 1].alignment.readingOrder for row in people} == {1}
    async with town.app.db.read() as session:
        [row] = await session.scalars(select(Audit).where(Audit.action == "export"))
        assert row.details["kind"] == "excel"


async def test_the_follow_up_report_comes_as_word_and_as_pdf(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await reported(town, sara, "جدول دو محله تهیه شد.")
    await town.clock.to("1398-07-25 10:00")
    await maryam.says("/export")
    seen = await maryam.taps("گزارش پیگیری، ورد", "یک جلسه", "جلسهٔ پنجم")
    assert "گزارش پیگیری، ورد (Word)\nجلسهٔ پنجم کارگروه، پنجشنبه ۲۵ مهر ۱۳۹۸" in seen
    words = " ".join(read(await maryam.downloads(".docx")))
    assert "در دست انجام، ۴۰ درصد: جدول دو محله تهیه شد." in words
    assert f"۱ {CHAMBER} ۷ ۵ روز ندارد" in words
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ پنجم", "گزارش پیگیری و خروجی")
    seen = await maryam.taps("گزارش پیگیری، PDF")
    assert "گزارش پیگیری، PDF\nجلسهٔ پنجم کارگروه، پنجشنبه" in seen
    assert (await maryam.downloads(".pdf")).startswith(b"%PDF")
    # The office's own template, on a machine without LibreOffice.
    monkeypatch.setenv("PATH", "/nowhere")
    await maryam.says("/templates")
    await maryam.taps("گزارش پیگیری", "گذاشتن قالب دیگر")
    await maryam.sends_file("قالب ما.docx", docx("استانداری", "{{ عنوان }}", "{{ خلاصه }}"))
    await maryam.taps("به کار بردن")
    await maryam.says("/export")
    seen = await maryam.taps("گزارش پیگیری، PDF", "همه")
    assert "LibreOffice" in seen
    assert read(await maryam.downloads(".docx"))[:2] == ["استانداری", "گزارش پیگیری مصوبات"]


@pytest.mark.ci
async def test_a_formula_stays_words(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await reported(town, sara, '=HYPERLINK("http://example.com")')
    await maryam.says("/export")
    await maryam.taps("اکسل", "همه")
    opened = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))
    [cell] = [cell for row in opened["پاسخ‌ها"].iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.ci
async def test_a_chair_gets_no_phone_numbers_and_a_representative_nothing(town: Town) -> None:
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    ali, sara = await town.member("علی کاظمی", Role.CHAIR), await town.representative_of(CITY)
    await ali.says("/export")
    await ali.taps("اکسل", "همه")
    assert "تلفن همراه" not in (await book(ali))["اعضا"][0]
    assert "برای نقش شما باز نیست" in await sara.says("/export")


@pytest.mark.rows
async def test_who_is_no_secretary_any_more_at_its_end_gets_no_phone_numbers(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await town.secretary()
    zahra, talk = await town.member("زهرا کریمی", Role.SECRETARY), job_worker.Child.talk

    async def after_her_role(child: job_worker.Child, *arguments: Any) -> Any:
        async with town.app.db.write() as session:
            await session.execute(update(Membership).values(role=Role.CHAIR))
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", after_her_role)
    await zahra.says("/export")
    await zahra.taps("اکسل", "همه")
    assert "برای نقش شما باز نیست" in zahra.everything()
    assert not [message for message in zahra.messages() if "document" in message]


@pytest.mark.ci
@pytest.mark.rows
async def test_a_period_a_meeting_and_an_agency_narrow_it_down(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await issue(town, 3, "فهرست واحدها فرستاده شود.", CHAMBER, due="1398-09-10", meeting_number=6)
    await maryam.says("/export")
    await maryam.taps("اکسل", "یک جلسه")
    await maryam.taps("جلسه‌ای دیگر")
    assert [row["مصوبه"] for row in (await book(maryam))["اقدام‌ها"]] == [3]
    await maryam.taps("خروجی دیگر", "اکسل", "یک دستگاه", CITY)
    assert [row["دستگاه"] for row in (await book(maryam))["اقدام‌ها"]] == [CITY]
    await maryam.taps("خروجی دیگر", "اکسل", "یک دوره", "آبان ۱۳۹۸")
    assert "مهر ۱۳۹۸" not in maryam.buttons()
    seen = await maryam.taps("آذر ۱۳۹۸")
    assert "از آبان ۱۳۹۸ تا آذر ۱۳۹۸" in seen
    assert [row["مصوبه"] for row in (await book(maryam))["اقدام‌ها"]] == [3]


@pytest.mark.ci
async def test_a_scope_that_holds_nothing_says_so(town: Town) -> None:
    maryam = await town.secretary()
    assert "هنوز صورتجلسه‌ای ابلاغ نشده است" in await maryam.says("/export")
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    async with town.app.db.write() as session:
        session.add(Agency(name="بهزیستی", name_fold="بهزیستی"))
    await maryam.says("/export")
    await maryam.taps("اکسل", "یک دستگاه")
    seen = await maryam.taps("بهزیستی")
    assert "در این محدوده هنوز چیزی ثبت نشده است" in seen
    assert "خروجی دیگر" in maryam.buttons()


@pytest.mark.started
@pytest.mark.ci
async def test_the_progress_is_one_message_and_the_export_can_be_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_worker, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(job_worker, "EDIT_EVERY", 0.0)
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    [obligation] = await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sends_reports(town, obligation, 4000)
    await maryam.says("/export")
    await maryam.taps("اکسل")
    maryam.starts_tapping("همه")
    async with asyncio.timeout(PATIENCE):
        while "ردیف" not in maryam.sees():  # noqa: ASYNC110 - a chat rings no bell
            await asyncio.sleep(0.01)
    assert maryam.buttons() == ["توقف"]
    assert maryam.sees().count("در حال آماده شدن") == 1
    seen = await maryam.taps("توقف")
    assert "متوقف شد و فایلی فرستاده نمی‌شود" in seen
    assert not [message for message in maryam.messages() if "document" in message]
    assert "برای نقش شما باز نیست" in await sara.says("/export")
    await maryam.taps("خروجی دیگر", "اکسل", "همه")
    assert len((await book(maryam))["پاسخ‌ها"]) == 4000
    assert "خروجی آماده شد" in maryam.everything()
    assert "توقف" not in maryam.buttons()


async def sends_reports(town: Town, obligation: int, count: int) -> None:
    """Put so many reports on one obligation into the tables."""
    async with town.app.db.write() as session:
        sara = await session.scalar(select(Person.id).where(Person.name == "سارا محمدی"))
        row = {
            "obligation_id": obligation,
            "person_id": sara,
            "kind": SubmissionKind.REPORT,
            "answers": {"status": "done", "done": "کار به انجام رسید."},
            "sent_at": town.clock.now(),
        }
        await session.execute(insert(Submission), [row] * count)


async def test_ideas_are_a_sheet_without_the_names_that_are_not_to_be_shown(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    for name in ("با نام من", "بدون نام من"):
        await sara.says("/idea")
        if "ایدهٔ تازه" in sara.buttons():
            await sara.taps("ایدهٔ تازه")
        await sara.taps("کار در خانه")
        await sara.says("بازارچهٔ کارهای خانگی برپا شود.")
        await sara.sends_photo()
        await sara.taps("ادامه", name, "ارسال")
    await maryam.says("/export")
    await maryam.taps("اکسل", "همه")
    ideas = (await book(maryam))["ایده‌ها"]
    assert [(row["شمارهٔ ایده"], row["پیشنهاددهنده"], row["پیوست‌ها (در فایل فشرده)"]) for row in ideas] == [
        (1, "سارا محمدی", "ایده 0001-1 photo.jpg"),
        (2, "به خواست خود بی‌نام", "ایده 0002-1.jpg"),
    ]
    assert {(row["موضوع"], row["وضعیت ایده"]) for row in ideas} == {("کار در خانه", "تازه")}


async def test_an_export_waits_for_a_disk_that_is_full(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """It failed at once, and its secretary was told of an error."""
    maryam, talk, told = await town.secretary(), job_worker.Child.talk, list[bytes]()

    async def full(child: job_worker.Child, task: bytes) -> tuple[bytes, bytes]:
        out = await talk(child, task)
        told.append(out[0])
        # The machine slept meanwhile, or its clock was set: the wait is no longer for that.
        town.server.clock.move_to(town.clock.now() + timedelta(days=1))
        return out if len(told) > 1 else (b'{"away": "OSError"}', b"")

    monkeypatch.setattr(job_worker.Child, "talk", full)
    monkeypatch.setattr(job_worker, "AWAY_PAUSE", 0.1)
    monkeypatch.setattr(job_worker, "ASK_EVERY", 0.1)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await maryam.says("/export")
    await maryam.taps("اکسل", "همه")
    assert len(told) == 2
    assert (await maryam.downloads(".xlsx")).startswith(b"PK")
    assert "خطا" not in maryam.everything()
