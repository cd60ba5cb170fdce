"""Files that are known by their content wherever they are sent, and others, which are asked about."""

import io

import openpyxl
import pytest

from tests.handlers.secretariat.directory.test_roster_import import sheet
from tests.handlers.secretariat.meetings.binalud import FOLLOW_UP, HEAD, LAND, MAP, MINUTES, PROGRESS, WELL
from tests.issued import issue
from tests.services.rendering.test_word import docx
from tests.town import Human, Town

PEOPLE = sheet(("نام دستگاه", "گروه", "نام نماینده", "همراه"), ("ادارهٔ برق", "مدعوین", "رضا کریمی", "09150000001"))
HOODS = sheet(("محله", "منطقه", "تسهیلگر", "تلفن تسهیلگر"), ("گلشهر", "۴", "نرگس امینی", "09150000002"))
BUDGET = sheet(("سرفصل", "مبلغ"), ("آموزش", 1200))


async def filled(human: Human, *row: str) -> bytes:
    """Return the newest workbook of the chat with one row more, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(await human.downloads(".xlsx")))
    book.worksheets[0].append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


async def test_the_sheet_of_people_is_known_wherever_it_is_sent_back(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "دریافت کاربرگ اکسل")
    data = await filled(maryam, "ادارهٔ برق", "", "مدعوین", "", "", "", "رضا کریمی", "", "نماینده", "09150000001")
    await maryam.says("/start")
    assert "۱ نفر دعوت می‌شوند" in await maryam.sends_file("b.xlsx", data)
    # While the bot waits for minutes, and for another sheet.
    await maryam.says("/minutes")
    assert "۱ نفر دعوت می‌شوند" in await maryam.sends_file("b.xlsx", data)
    assert "۱ نفر دعوت شدند" in await maryam.taps("ثبت همه")


@pytest.mark.ci
async def test_lists_that_others_wrote_are_known_by_their_headings(town: Town) -> None:
    maryam = await town.secretary()
    assert "۱ نفر دعوت می‌شوند" in await maryam.sends_file("افراد.xlsx", PEOPLE)
    seen = await maryam.sends_file("محله‌ها.xlsx", HOODS)
    assert "گلشهر" in seen
    assert "نرگس امینی" in seen


async def test_a_workbook_that_is_not_known_is_asked_about_and_each_guess_goes_to_its_reader(town: Town) -> None:
    maryam = await town.secretary()
    seen = await maryam.sends_file("بودجه.xlsx", BUDGET)
    assert "این چیست؟" in seen
    assert maryam.buttons()[:4] == [
        "صورتجلسه است؛ خوانده شود",
        "فرم است",
        "فهرست دستگاه‌ها و افراد است",
        "فهرست محله‌ها است",
    ]
    assert "مصوبه‌ای پیدا نشد" in await maryam.taps("صورتجلسه است")
    for guess in ("فهرست دستگاه‌ها و افراد است", "فهرست محله‌ها است"):
        await maryam.sends_file("بودجه.xlsx", BUDGET)
        assert "ستون" in await maryam.taps(guess)


async def test_the_question_about_a_file_shows_how_far_its_reading_is_and_keeps_no_buttons(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("نوشته.txt", "سلام به همه همکاران گرامی".encode())
    assert "حذف ۱ فایل" in maryam.buttons()
    await maryam.taps("صورتجلسه است")
    assert "این چیست؟" not in maryam.everything()


@pytest.mark.ci
async def test_a_file_that_dabir_made_for_people_is_told_apart(town: Town) -> None:
    maryam, _ = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await issue(town, 7, "جدول منابع تکمیل شود.", "شهرداری مشهد", due="1398-07-20")
    await maryam.says("/export")
    await maryam.taps("اکسل", "همه")
    seen = await maryam.sends_file("خروجی.xlsx", await maryam.downloads(".xlsx"))
    assert "این فایل را خود دستیار ساخته است" in seen


@pytest.mark.ci
async def test_a_template_is_asked_of_which_document_it_is(town: Town) -> None:
    maryam = await town.secretary()
    assert "قالب کدام سند است" in await maryam.sends_file(
        "قالب ما.docx", docx("استانداری", "{{ عنوان }}", "{{ خلاصه }}")
    )
    await maryam.taps("گزارش پیگیری")
    await maryam.taps("به کار بردن")
    assert "قالب ما.docx" in maryam.sees()


async def test_long_minutes_that_are_forwarded_in_pieces_are_one_document(town: Town) -> None:
    maryam = await town.secretary()
    for piece in (HEAD + LAND, MAP, PROGRESS, WELL, FOLLOW_UP):
        await maryam.says(piece)
    assert "صورتجلسه است؛ تمام شد" in maryam.buttons()
    assert "۵ مصوبه" in await maryam.taps("صورتجلسه است؛ تمام شد")
    # What was read waits for nothing more.
    assert "جای این متن" not in " ".join((await maryam.says("/start"), *maryam.buttons()))


@pytest.mark.ci
async def test_what_was_guessed_once_is_not_taken_twice(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("بینالود.txt", MINUTES.encode(), mime="text/plain")
    await maryam.taps("صورتجلسه است")
    await maryam.sends_file("بودجه.xlsx", BUDGET)
    await maryam.sends_file("قالب.docx", docx("استانداری"))
    assert "قالب نامه یا گزارش است" in maryam.buttons()
    # The workbook of before is still kept, and the menu holds it.
    await maryam.taps("قالب نامه یا گزارش است", "گزارش پیگیری")
    await maryam.says("/start")
    await maryam.taps("جای فایل‌های فرستاده‌شده")
    assert "فرم است" in maryam.buttons()


@pytest.mark.ci
async def test_a_representative_is_asked_only_for_what_she_may_do(town: Town) -> None:
    sara = await town.representative_of("شهرداری مشهد")
    await issue(town, 7, "جدول منابع تکمیل شود.", "شهرداری مشهد", due="1398-07-20")
    seen = await sara.sends_file("افراد.xlsx", PEOPLE)
    assert "دعوت" not in seen
    assert not [label for label in sara.buttons() if "فهرست" in label or "صورتجلسه" in label]
    assert any("مصوبهٔ ۷" in label for label in sara.buttons())
