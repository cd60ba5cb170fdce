"""Minutes that come in by chat: as a file, pasted, twice, or as something that is no minutes."""

import asyncio
import contextlib
import os
from hashlib import sha256
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select

from bot import job_worker
from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.agencies import ActorKind, Duty
from models.tables.meetings import ObligationState, ResolutionState
from services.document_reading.pages import tesseract
from tests.conftest import absent
from tests.handlers.secretariat.broadcast.test_who_has_left import leaves
from tests.handlers.secretariat.meetings.binalud import (
    HEAD,
    LAND,
    MAP,
    MINUTES,
    meetings,
    obligations,
    resolutions,
    sends_minutes,
)
from tests.services.document_reading.pages import escaped, locked_pdf, pdf, photos
from tests.services.document_reading.word import docx, paragraph, row, table
from tests.town import PATIENCE, Town

REAL = Path(__file__).parents[5] / "shared" / "minutes" / "fifth-session-1398-07-13.txt"


async def test_a_file_is_read_and_shown_with_what_to_do_next(town: Town) -> None:
    maryam = await town.secretary()
    seen = await sends_minutes(maryam)
    assert "کارگروه سرمایه گذاری شهرستان بینالود" in seen
    assert "شنبه ۶ مهر ۱۳۹۸" in seen
    assert "۵ مصوبه" in seen
    assert "مصوبه‌های دارای ابهام: ۴" in seen
    assert "نخست ابهام‌ها را ببینید" in seen
    assert not await obligations(town)


async def test_text_is_pasted_over_several_messages(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes", HEAD, LAND, MAP)
    seen = await maryam.says("تمام شد")
    assert "۲ مصوبه" in seen
    assert [one.text for one in (await resolutions(town)).values()] == [
        "مقرر شد شهرداری فهرست زمین‌های آماده واگذاری را تهیه کند.",
        "مقرر شد نقشه راه گردشگری منطقه تدوین شود.",
    ]


async def test_minutes_of_a_secretary_who_lost_the_role_meanwhile_are_the_others_to_review(town: Town) -> None:
    """Zahra's minutes were read when she was none any more: no meeting was made, and Maryam never heard of them."""
    maryam, zahra = await town.secretary(), await town.member("زهرا کریمی", Role.SECRETARY)
    await zahra.says("/minutes")
    zahra.marks()
    maryam.marks()
    zahra.world.send_files(
        zahra.chat, [("b.txt", "\n".join((HEAD, LAND, MAP)).encode(), "text/plain")], kind="document"
    )
    await town.taken_in()
    await leaves(town, zahra)
    await town.quiet()
    assert "مصوبه" not in zahra.sees()
    assert "همکاری فرستاده بود که دیگر در دبیرخانه نیست" in maryam.sees()
    assert "۲ مصوبه" in await maryam.taps("بازبینی این صورتجلسه")


async def test_minutes_asked_for_twice_are_still_waited_for(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes", HEAD, "/minutes", HEAD, LAND, MAP)
    assert "۲ مصوبه" in await maryam.says("تمام شد")


@pytest.mark.ci
async def test_the_same_minutes_ask_before_they_are_read_again(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)
    seen = await sends_minutes(maryam)
    assert "همین صورتجلسه پیش‌تر فرستاده شده است" in seen
    assert len(await meetings(town)) == 1
    assert "ادامهٔ بازبینی" in (await maryam.taps("باز کردن همان"), *maryam.buttons())
    await sends_minutes(maryam)
    assert "صورتجلسه خوانده شد" in await maryam.taps("از نو خوانده شود")
    assert len(await meetings(town)) == 2


@pytest.mark.ci
async def test_a_second_tap_on_reading_anew_opens_what_it_made(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)
    await sends_minutes(maryam)
    maryam.starts_tapping("از نو خوانده شود")
    await maryam.taps("از نو خوانده شود")
    assert len(await meetings(town)) == 2


@pytest.mark.ci
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("خالی.txt", b"   \n", "این فایل متنی ندارد"),
        ("english.txt", b"Nothing in this file is Persian.", "متن فارسی یافت نشد"),
        ("صورتجلسه.pdf", b"%PDF-1.7 /Font", "آسیب دیده"),
        ("صورتجلسه.pdf", locked_pdf(), "گذرواژه"),
        ("صورتجلسه.docx", b"Rar!\x1a\x07" + bytes(300), "شناخته نشد"),
        ("قفل.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "گذرواژه"),
        ("خراب.docx", b"PK\x03\x04 not a package", "آسیب دیده"),
    ],
)
async def test_what_cannot_be_read_says_why_and_what_to_do(town: Town, name: str, data: bytes, words: str) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    seen = await maryam.sends_file(name, data)
    assert words in seen
    assert maryam.buttons()[0] == "ارسال صورتجلسه"
    assert not await meetings(town)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program into the PATH in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def runs(process: int) -> bool:
    """Tell whether a process runs; a zombie that nobody has buried does not."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    return False


async def test_a_reading_that_is_stopped_leaves_nothing_behind(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_worker, "LOOK_EVERY", 0.01)
    started = tmp_path / "started"
    stand_in(tmp_path, monkeypatch, f"echo $$ > {started}.new; mv {started}.new {started}; exec sleep 60")
    maryam = await town.secretary()
    await maryam.says("/minutes")
    maryam.world.send_files(maryam.chat, [("صورتجلسه.rtf", b"{\\rtf1 }", "application/rtf")], kind="document")
    async with asyncio.timeout(PATIENCE):
        while not started.exists():  # noqa: ASYNC110 - the program rings no bell
            await asyncio.sleep(0.01)
    assert "خواندن صورتجلسه لغو شد. چیزی ثبت نشد." in await maryam.taps("توقف")
    async with asyncio.timeout(PATIENCE):
        while runs(int(started.read_text())):  # noqa: ASYNC110 - a killed program rings none, either
            await asyncio.sleep(0.01)
    assert not await meetings(town)
    assert "۵ مصوبه" in await sends_minutes(maryam)
    assert "توقف" not in maryam.buttons()


@pytest.mark.ci
async def test_what_is_missing_on_the_machine_is_said_with_its_package_and_a_way_to_go_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    maryam = await town.secretary()
    await maryam.says("/minutes")
    seen = await maryam.sends_file("صورتجلسه.rtf", b"{\\rtf1 }")
    assert "libreoffice-writer" in seen
    assert "در قالب docx ذخیره کنید" in seen
    await maryam.taps("ارسال صورتجلسه")
    assert "۵ مصوبه" in await maryam.says(MINUTES, "تمام شد")


@pytest.mark.ci
async def test_photos_of_pages_are_read_and_each_resolution_is_looked_at_beside_its_picture(town: Town) -> None:
    if not tesseract.installed():
        absent("Tesseract with Persian")
    maryam = await town.secretary()
    await maryam.says("/minutes")
    pages = [photos(pdf(*map(escaped, part.splitlines())))[0] for part in (HEAD + LAND, MAP)]
    await maryam.sends_files([(f"{number}.png", page, "image/png") for number, page in enumerate(pages)], "photo")
    seen = await maryam.taps("تمام شد")
    assert "۲ مصوبه" in seen
    assert "این صورتجلسه از روی تصویر خوانده شد" in seen
    assert "پذیرش همهٔ موارد بدون ابهام" not in " ".join(maryam.buttons())

    seen = await maryam.taps("دیدن ابهام‌ها")
    assert "آن را با تصویر مقایسه کنید" in seen
    seen = await maryam.taps("دیدن تصویر این مصوبه")
    assert "زمین‌های آماده" in seen
    assert [message for message in maryam.messages() if "photo" in message]
    await maryam.taps("بازگشت به مصوبهٔ ۱", "پذیرش")
    (meeting,) = await meetings(town)
    assert [file["name"] for file in (meeting.source or {})["more"]]


@pytest.mark.ci
async def test_photos_are_not_mixed_with_other_files(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    await maryam.sends_photo()
    assert "تنها به‌صورت عکس صفحه‌ها" in await maryam.sends_file("بینالود.txt", MINUTES.encode(), mime="text/plain")


async def test_a_pdf_is_read_like_the_word_file_that_it_was_made_from(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    seen = await maryam.sends_file("صورتجلسه.pdf", pdf(*map(escaped, MINUTES.splitlines())))
    assert "شنبه ۶ مهر ۱۳۹۸" in seen
    assert "۵ مصوبه" in seen


@pytest.mark.ci
async def test_a_document_that_nobody_asked_for_may_be_minutes(town: Town) -> None:
    maryam = await town.secretary()
    seen = await maryam.sends_file("بینالود.txt", MINUTES.encode())
    assert "این چیست؟" in seen
    assert "۵ مصوبه" in await maryam.taps("صورتجلسه است")


@pytest.mark.skipif(not REAL.exists(), reason="the real minutes are absent")
async def test_the_real_minutes_from_the_file_to_the_owners(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of("شهرداری")
    await maryam.says("/minutes")
    seen = await maryam.sends_file("fifth.txt", REAL.read_bytes())
    assert "۱۸ مصوبه، و ۵۳ وظیفه برای ۱۱ گروه" in seen
    await maryam.taps("پذیرش همهٔ موارد بدون ابهام")

    # The social affairs office, which the owner column of resolution 5 lacks.
    await maryam.taps("فهرست مصوبه‌ها", "۵، دارای ابهام", "افزودن «دفتر امور اجتماعی")
    await maryam.taps("بله، همان است", "پذیرش")

    # One deadline is corrected: the first is due in three days, not in two.
    await maryam.taps("خلاصهٔ بازبینی", "فهرست مصوبه‌ها", "۱، پذیرفته", "مهلت")
    assert "تا سه‌شنبه ۱۶ مهر ۱۳۹۸" in await maryam.says("سه روز")
    await maryam.taps("همین مهلت ثبت شود", "خلاصهٔ بازبینی")

    await maryam.taps("تأیید و ابلاغ")
    seen = await maryam.taps("ارسال")
    assert "ابلاغ شد" in seen
    assert "هنوز نماینده ندارد" in seen
    assert "مصوبهٔ ۱۳" in sara.sees()

    kept = await resolutions(town)
    assert kept[9].state is ResolutionState.RECORD
    assert kept[15].state is ResolutionState.READ
    due = {number: one.due for number, one in kept.items()}
    assert due[1] == from_jalali(1398, 7, 16)
    assert due[3] == due[4] == due[6] == from_jalali(1398, 7, 20)
    assert due[5] == due[18] == from_jalali(1398, 7, 27)
    assert due[7] == from_jalali(1398, 8, 5)
    assert due[8] == from_jalali(1398, 8, 10)
    assert due[11] == due[16] == from_jalali(1398, 7, 30)
    assert due[2] is due[10] is due[12] is due[13] is due[14] is due[17] is None

    made = await obligations(town)
    assert {one.state for one in made} == {ObligationState.OPEN}
    of_third = sorted((one.item, one.agency.name) for one in made if one.resolution.number == 3)
    assert ("الف", "اتاق اصناف") in of_third
    assert ("ت", "کمیته امداد") in of_third
    assert {one.due for one in made if one.resolution.number == 8} == {from_jalali(1398, 8, 10)}
    assert "۵ آبان" in await maryam.says("/resolutions")

    # The appendix's duties are there for whoever is of that kind.
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count(ActorKind.id))) == 11
        assert await session.scalar(select(func.count(Duty.id))) == 53


async def test_a_word_file_is_read_as_its_table_says(town: Town) -> None:
    maryam = await town.secretary()
    data = docx(
        paragraph("صورتجلسه چهارمین جلسه کارگروه سرمایه گذاری شهرستان بینالود"),
        paragraph("تاریخ جلسه: ۱۳۹۸/۰۷/۰۶"),
        table(
            row("ردیف", "مصوبه", "مسئول", "مهلت"),
            row("۱", "مقرر شد فهرست زمین‌ها تهیه شود.", "شهرداری", "دو هفته"),
            row("۲", "مقرر شد نقشه راه تدوین شود.", "فرمانداری", "تا پایان آبان"),
        ),
    )
    await maryam.says("/minutes")
    assert "۲ مصوبه" in await maryam.sends_file("بینالود.docx", data)
    kept = await resolutions(town)
    assert [owner.name for owner in kept[2].owners] == ["فرمانداری"]
    assert kept[2].due == from_jalali(1398, 8, 30)
    assert (await meetings(town))[0].source == {"hash": sha256(data).hexdigest(), "name": "بینالود.docx"}


async def test_a_file_that_is_too_big_is_refused_and_the_question_waits(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    assert "بزرگ‌تر از ۲۰ مگابایت است" in await maryam.sends_file("فیلم.docx", b"PK" + bytes(30 * 1024 * 1024))
    assert "۵ مصوبه" in await maryam.sends_file("بینالود.txt", MINUTES.encode())
