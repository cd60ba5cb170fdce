"""The follow-up report: each owner's part in words, the latest periods alone, who is silent, and the file."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.tables.correspondence import LetterItem, LetterKind, SecretariatLetter
from models.tables.followup import Contribution, Extension, ExtensionState
from models.tables.meetings import Obligation, Submission, SubmissionKind
from models.tables.planning import Attendance, Invitee, MeetingPlan, PlanState
from services.errors import Refused
from services.export import followup_report, report_file
from services.export.followup_report import FollowupReport
from services.export.report_words import Decision, OwnerLine
from services.export.scope import Scope
from services.export.tables import ExportContext
from services.files.file_store import FileStore
from services.job_context import JobContext
from services.rendering import word_to_pdf
from tests.services.desk import TEHRAN, Desk
from tests.services.rendering.test_word import docx, read


def context(desk: Desk, address: str, folder: Path) -> JobContext:
    return JobContext(
        address=address,
        office="دبیرخانهٔ کارگروه",
        store=FileStore(folder / "files"),
        zone=TEHRAN,
        language="fa",
        now=desk.now(),
        most_bytes=2**20,
        progress=lambda done, total: None,
    )


async def composed(desk: Desk, address: str, folder: Path, **scope: Any) -> FollowupReport:
    job = context(desk, address, folder)
    async with job.snapshot() as session:
        return await followup_report.compose(session, ExportContext(Scope(**scope), desk.today, TEHRAN), job, "همه")


async def sends(desk: Desk, obligation: int, person: int, kind: SubmissionKind, **answers: Any) -> None:
    async with desk.db.write() as session:
        session.add(
            Submission(obligation_id=obligation, person_id=person, kind=kind, answers=answers, sent_at=desk.now())
        )
    await desk.answer(obligation)


@pytest.mark.rows
async def test_each_owner_has_a_line_and_the_silent_are_listed(desk: Desk, address: str, tmp_path: Path) -> None:
    city, chamber, welfare = [await desk.agency(name) for name in ("شهرداری", "اتاق بازرگانی", "بهزیستی")]
    sara = await desk.person("سارا محمدی", city)
    by_city, by_chamber, by_welfare = await desk.issue(3, "یک هفته", city, chamber, welfare)
    await sends(desk, by_city, sara, SubmissionKind.REPORT, status="under_way", percent=40, done="فهرست تهیه شد.")
    await sends(desk, by_chamber, sara, SubmissionKind.LETTER, number="۱۲/۳۴", date="2019-10-08")
    async with desk.db.write() as session:
        told = {"obligation_id": by_welfare, "asked_at": desk.now(), "until": date(2019, 10, 20)}
        session.add(Extension(**told, asked_by=sara, state=ExtensionState.REFUSED))
        session.add(Extension(**told, asked_by=None, state=ExtensionState.GRANTED, new_due=date(2019, 10, 16)))
        obligation = await session.get_one(Obligation, by_welfare)
        obligation.due = date(2019, 10, 16)
    desk.to("1398-08-01")
    report = await composed(desk, address, tmp_path)
    [decision] = report.decisions
    assert decision.title == "مصوبهٔ ۳"
    assert decision.deadline == "یک هفته (شنبه ۲۰ مهر ۱۳۹۸)"
    of_city, of_chamber, of_welfare = decision.owners
    assert of_city.done == "در دست انجام، ۴۰ درصد: فهرست تهیه شد."
    assert of_city.state == "پاسخ در انتظار بررسی"
    assert of_chamber.letter == "۱۲/۳۴ مورخ ۱۳۹۸/۰۷/۱۶"
    assert of_welfare.state == "معوق، ۷ روز دیرکرد"
    assert of_welfare.extensions == "با تمدید تا ۱۳۹۸/۰۷/۲۸ موافقت نشد\nمهلت تازه تا ۱۳۹۸/۰۷/۲۴"
    assert [(one.agency, one.resolutions, one.late, one.representative) for one in report.silent] == [
        ("بهزیستی", "۳", "۷ روز", "ندارد")
    ]
    assert (
        "از ۳ اقدام این گزارش، به ۲ مورد پاسخ داده شده است (۰ پذیرفته یا بسته، ۲ در انتظار بررسی) و ۱ مورد هنوز باز"
        " است که مهلت ۱ مورد آن گذشته است." in report.summary
    )


@pytest.mark.rows
async def test_of_a_monthly_duty_stand_what_is_owed_and_the_last_that_was_answered(
    desk: Desk, address: str, tmp_path: Path
) -> None:
    banks = await desk.agency("بانک‌ها")
    manager = await desk.person("رضا کریمی", banks)
    [first] = await desk.issue(7, "مستمر تا دهم هر ماه", banks)
    async with desk.db.write() as session:
        obligation = await session.get_one(Obligation, first)
        for month in ("1398-09", "1398-10", "1398-11"):
            session.add(
                Obligation(
                    resolution_id=obligation.resolution_id,
                    agency_id=banks,
                    period=month,
                    due=date(2019, 10, int(month[-2:])),
                    created_at=desk.now(),
                )
            )
    for number in (first, first + 1):
        await sends(desk, number, manager, SubmissionKind.NOTHING_TO_REPORT, word=f"دورهٔ {number}")
    report = await composed(desk, address, tmp_path)
    assert [line.done.partition(": ")[2] for line in report.decisions[0].owners] == [f"دورهٔ {first + 1}", "", ""]


async def test_the_summary_counts_in_english_too(desk: Desk, address: str, tmp_path: Path) -> None:
    city, chamber = await desk.agency("شهرداری"), await desk.agency("اتاق بازرگانی")
    sara = await desk.person("سارا محمدی", city)
    by_city, _ = await desk.issue(3, "یک هفته", city, chamber)
    await sends(desk, by_city, sara, SubmissionKind.REPORT, status="done", done="پایان یافت.")
    job = replace(context(desk, address, tmp_path), language="en")
    async with job.snapshot() as session:
        report = await followup_report.compose(session, ExportContext(Scope(), desk.today, TEHRAN), job, "all")
    assert report.summary == (
        "Of the 2 obligations in this report, 1 is answered (0 accepted or closed, 1 waiting for a review) and 1 is"
        " still open, 0 of them overdue. 1 agency still owes an answer."
    )


async def test_a_scope_without_a_resolution_is_refused(desk: Desk, address: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"export\.nothing"):
        await composed(desk, address, tmp_path)
    city, other = await desk.agency("شهرداری"), await desk.agency("بهزیستی")
    await desk.issue(3, "یک هفته", city)
    with pytest.raises(Refused, match=r"export\.nothing"):
        await composed(desk, address, tmp_path, agency=other)


REPORT = FollowupReport(
    office="دبیرخانه",
    title="گزارش پیگیری",
    scope="همه",
    date="امروز",
    summary="خلاصه",
    counts=[["overdue", "معوق", "۱"]],
    decisions=[
        Decision(
            "مصوبهٔ ۱",
            "#panic() *متن* {{ عنوان }}",
            "یک هفته",
            "به تشخیص دبیرخانه: متوقف (#panic())",
            [
                OwnerLine("شهرداری", "۱۳۹۸/۰۷/۲۰", "overdue", "معوق", "<b>کار</b> & باقی", "", "", ""),
                OwnerLine("بهزیستی", "مستمر", "", "پایان‌یافته بدون پاسخ", "", "", "", ""),
            ],
        ),
        Decision("مصوبهٔ ۲", "برای ثبت در سابقه", "ثبت در سابقه", ""),
    ],
    silent=[],
)


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_words_from_data_are_words_in_both_files(kind: str, desk: Desk, address: str, tmp_path: Path) -> None:
    path, notes = report_file.write(REPORT, kind, None, context(desk, address, tmp_path), tmp_path / "گزارش")
    assert notes == []
    if kind == "pdf":
        assert path.read_bytes().startswith(b"%PDF")
    else:
        words = read(path.read_bytes())
        assert "مصوبهٔ ۱، مهلت: یک هفته، وضعیت: به تشخیص دبیرخانه: متوقف (#panic())\n#panic() *متن* {{ عنوان }}" in words
        assert "<b>کار</b> & باقی" in words
        assert "مصوبهٔ ۲، مهلت: ثبت در سابقه\nبرای ثبت در سابقه" in words
        assert "شهرداری" in words


def test_an_own_template_is_filled_and_without_libreoffice_stays_a_word_file(
    desk: Desk, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, job = docx("سربرگ سازمان", "{{ عنوان }}، {{ محدوده }}"), context(desk, address, tmp_path)
    monkeypatch.setattr(word_to_pdf, "installed", lambda: "")
    path, notes = report_file.write(REPORT, "pdf", own, job, tmp_path / "گزارش")
    assert path.suffix == ".docx"
    assert [note.key for note in notes] == ["export.no_pdf"]
    assert read(path.read_bytes()) == ["سربرگ سازمان", "گزارش پیگیری، همه"]
    monkeypatch.setattr(word_to_pdf, "installed", lambda: "soffice")
    monkeypatch.setattr(word_to_pdf, "convert", lambda document: b"%PDF")
    path, notes = report_file.write(REPORT, "pdf", own, job, tmp_path / "گزارش")
    assert (path.suffix, notes) == (".pdf", [])


@pytest.mark.rows
async def test_what_the_secretariat_wrote_stands_beside_the_answers_own_letter(
    desk: Desk, address: str, tmp_path: Path
) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    [owed] = await desk.issue(3, "یک هفته", city)
    await sends(desk, owed, sara, SubmissionKind.LETTER, number="۱۲/۳۴", date="2019-10-08")
    async with desk.db.write() as session:
        of_city = {"agency_id": city, "kind": LetterKind.FOLLOW_UP, "hash": "", "file_name": "", "made_at": desk.now()}
        sent = SecretariatLetter(**of_city, ordinal=1, number="۹۹", day=date(2019, 10, 7))
        session.add_all([sent, waiting := SecretariatLetter(**of_city, ordinal=2)])
        await session.flush()
        session.add_all(LetterItem(letter_id=letter.id, obligation_id=owed) for letter in (sent, waiting))

    report = await composed(desk, address, tmp_path)

    [line] = report.decisions[0].owners
    assert line.letter == "۱۲/۳۴ مورخ ۱۳۹۸/۰۷/۱۶\nنامهٔ پیگیری، یادآوری نخست: شمارهٔ ۹۹، ۱۳۹۸/۰۷/۱۵"


@pytest.mark.rows
async def test_what_partners_gave_stands_with_the_part_of_the_lead(desk: Desk, address: str, tmp_path: Path) -> None:
    city, guild = await desk.agency("شهرداری"), await desk.agency("اتاق اصناف")
    reza = await desk.person("رضا کریمی", guild)
    [owed] = await desk.issue(3, "یک هفته", city, partners=(guild,))
    async with desk.db.write() as session:
        gave = {"obligation_id": owed, "agency_id": guild, "person_id": reza, "sent_at": desk.now()}
        session.add(Contribution(**gave, words="آمار اصناف\nآماده شد."))

    report = await composed(desk, address, tmp_path)

    [line] = report.decisions[0].owners
    assert line.contributions == "اتاق اصناف، ۱۳۹۸/۰۷/۱۳: آمار اصناف آماده شد."
    path, _ = report_file.write(report, "word", None, context(desk, address, tmp_path), tmp_path / "گزارش")
    assert any("مشارکت: اتاق اصناف، ۱۳۹۸/۰۷/۱۳: آمار اصناف آماده شد." in words for words in read(path.read_bytes()))


async def held(desk: Desk, day: date, *, number: int, **more: Any) -> int:
    """Add a meeting that was planned for a day."""
    async with desk.db.write() as session:
        plan = MeetingPlan(
            uid=f"{number}", body="کارگروه اشتغال", number=number, day=day, created_at=desk.now(), **more
        )
        session.add(plan)
        await session.flush()
        return plan.id


@pytest.mark.rows
async def test_the_attendance_of_the_last_meeting_is_stated(desk: Desk, address: str, tmp_path: Path) -> None:
    city, chamber, welfare = [await desk.agency(name) for name in ("شهرداری", "اتاق بازرگانی", "بهزیستی")]
    sara, ali = await desk.person("سارا محمدی", city), await desk.person("علی کاظمی")
    await desk.issue(3, "یک هفته", city)
    await held(desk, date(2019, 9, 1), number=5)
    last = await held(desk, date(2019, 10, 5), number=6)
    await held(desk, date(2019, 10, 6), number=7)
    await held(desk, date(2019, 10, 4), number=8, state=PlanState.CANCELLED)
    delegate = {"name": "نرگس احمدی", "post": "کارشناس", "phone": ""}
    async with desk.db.write() as session:
        session.add(Invitee(plan_id=last, person_id=sara, agency_id=city, attendance=Attendance.PRESENT))
        session.add(Invitee(plan_id=last, person_id=ali, attendance=Attendance.PRESENT))
        session.add(Invitee(plan_id=last, agency_id=welfare, attendance=Attendance.ABSENT))
        sent = {"attendance": Attendance.DELEGATE, "delegate": delegate}
        session.add(Invitee(plan_id=last, agency_id=chamber, **sent))

    report = await composed(desk, address, tmp_path)

    assert report.last_meeting.title == "جلسهٔ ۶، کارگروه اشتغال، شنبه ۱۳ مهر ۱۳۹۸"
    assert report.last_meeting.counts == "۲ حاضر، ۱ با نماینده، ۱ غایب"
    assert [(one.agency, one.name, one.state) for one in report.last_meeting.attendees] == [
        ("رئیس کارگروه", "علی کاظمی", "حاضر"),
        ("اتاق بازرگانی", "نرگس احمدی", "با نماینده"),
        ("بهزیستی", "", "غایب"),
        ("شهرداری", "سارا محمدی", "حاضر"),
    ]
    path, _ = report_file.write(report, "word", None, context(desk, address, tmp_path), tmp_path / "گزارش")
    words = " ".join(read(path.read_bytes()))
    assert "حضور و غیاب آخرین جلسه: جلسهٔ ۶، کارگروه اشتغال، شنبه ۱۳ مهر ۱۳۹۸ ۲ حاضر، ۱ با نماینده، ۱ غایب" in words
    assert "۲ اتاق بازرگانی نرگس احمدی با نماینده" in words
    only = await composed(desk, address, tmp_path, agency=city)
    assert [one.name for one in only.last_meeting.attendees] == ["سارا محمدی"]


async def test_a_meeting_whose_attendance_nobody_recorded_says_so(desk: Desk, address: str, tmp_path: Path) -> None:
    await desk.issue(3, "یک هفته", await desk.agency("شهرداری"))
    assert (await composed(desk, address, tmp_path)).last_meeting.title == ""
    await held(desk, date(2019, 10, 1), number=6)
    assert (await composed(desk, address, tmp_path)).last_meeting.counts == "حضور و غیاب این جلسه ثبت نشده است."
