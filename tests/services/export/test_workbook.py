"""The workbook of many answers: no more memory for more rows, and cells that hold what Excel can take."""

import asyncio
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import insert, select, update

from models.tables.agencies import ActorKind, Agency, Duty
from models.tables.broadcasts import Broadcast, Delivery, DeliveryState
from models.tables.duties import DutyAnswer, DutyRound, DutyStatus
from models.tables.followup import Contribution, Extension, ExtensionState
from models.tables.ideas import Idea, IdeaSubject
from models.tables.meetings import Obligation, Submission, SubmissionKind
from models.tables.people import Membership
from services.errors import Refused
from services.export import export
from services.export.export import ExportRequest, ExportResult
from services.export.scope import Scope
from services.files.file_store import FileStore
from services.job_context import JobContext
from tests.services.desk import TEHRAN, Desk

EVERYTHING = Scope()


async def made(
    desk: Desk,
    address: str,
    folder: Path,
    *,
    most_bytes: int = 2**20,
    scope: Scope = EVERYTHING,
    personal: bool = True,
) -> ExportResult:
    context = JobContext(
        address=address,
        office="دبیرخانه",
        store=FileStore(folder / "files"),
        zone=TEHRAN,
        language="fa",
        now=desk.now(),
        most_bytes=most_bytes,
        progress=lambda done, total: None,
    )
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    return await export.make(ExportRequest("excel", scope, "همه", personal=personal), context, folder)


async def answered(desk: Desk, count: int, **more: Any) -> None:
    """Add so many reports on one obligation, whose agency there may be already."""
    async with desk.db.write() as session:
        row = {"obligation_id": 1, "person_id": 1, "kind": SubmissionKind.REPORT, "sent_at": desk.now()}
        words = {"status": "done", "done": "نشست برگزار شد. " * 20}
        await session.execute(insert(Submission), [{**row, "answers": words, **more}] * count)


@pytest.fixture
async def office(desk: Desk) -> Desk:
    city = await desk.agency("شهرداری مشهد")
    await desk.person("سارا محمدی", city)
    await desk.issue(3, "یک هفته", city)
    return desk


@pytest.mark.ci
async def test_four_times_as_many_answers_need_no_more_memory(office: Desk, address: str, tmp_path: Path) -> None:
    peaks = []
    for number, count in enumerate((100, 1900, 6000)):
        await answered(office, count)
        tracemalloc.start()
        await made(office, address, tmp_path / str(number))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # The first run imports; the second and the third differ in their rows alone, 2,000 and 8,000.
    assert peaks[2] < 1.25 * peaks[1]


@pytest.mark.rows
async def test_attachments_that_fit_no_platform_together_come_in_several_archives(
    office: Desk, address: str, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "files")
    files = [{"hash": store.write(bytes([n]) * 600), "name": f"سند {n}.pdf"} for n in range(3)]
    lost = {"hash": "0" * 64, "name": "گم‌شده.pdf"}
    await answered(office, 1, attachments=[*files, lost], answers={"done": "x" * 40_000 + "\x07"})
    done = await made(office, address, tmp_path, most_bytes=4000)
    book, *archives = done.paths
    assert len(archives) == 2
    assert all(path.stat().st_size <= 4000 for path in archives)
    assert [(note.key, note.params["count"]) for note in done.notes] == [("export.lost_files", 1)]
    [answer] = openpyxl.load_workbook(book)["پاسخ‌ها"].iter_rows(min_row=2, values_only=True)
    assert "پاسخ 0001-3 شهرداری مشهد - سند 2.pdf" in str(answer[-1]).split("\n")
    assert "گم‌شده" not in str(answer[-1])
    assert max(len(str(cell)) for cell in answer) <= 32_767


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    heads, *values = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in values]


@pytest.mark.rows
async def test_an_obligation_states_its_extensions_and_what_its_partners_gave(
    office: Desk, address: str, tmp_path: Path
) -> None:
    guild = await office.agency("اتاق اصناف")
    reza = await office.person("رضا کریمی", guild)
    paper = {"hash": FileStore(tmp_path / "files").write(b"paper"), "name": "فهرست.pdf"}
    of = {"obligation_id": 1, "state": ExtensionState.GRANTED, "asked_at": office.now()}
    async with office.db.write() as session:
        first = {"until": date(2019, 10, 19), "new_due": date(2019, 10, 19), "old_due": date(2019, 10, 12)}
        session.add(Extension(**of, **first, asked_by=1, reason="منتظر مصوبهٔ شورا هستیم.", attachments=[paper]))
        second = {"until": date(2019, 10, 26), "new_due": date(2019, 10, 26), "old_due": date(2019, 10, 19)}
        session.add(Extension(**of, **second, reason="تعطیلی اربعین"))
        refused = {"until": date(2019, 11, 9), "old_due": date(2019, 10, 26), "asked_by": 1, "reason": "باز هم"}
        session.add(Extension(**{**of, "state": ExtensionState.REFUSED}, **refused, words="بیش از این نمی‌شود"))
        (await session.get_one(Obligation, 1)).due = date(2019, 10, 26)
        gave = {"agency_id": guild, "person_id": reza, "sent_at": office.now()}
        session.add(Contribution(obligation_id=1, **gave, words="آمار اصناف آماده شد.", attachments=[paper]))
    done = await made(office, address, tmp_path)
    [owed] = rows(done.paths[0], "اقدام‌ها")
    assert (owed["تعداد تمدید"], owed["دلیل آخرین تمدید"]) == (2, "تعطیلی اربعین")
    assert (owed["مهلت نخست"], owed["مهلت"]) == ("۱۳۹۸/۰۷/۲۰", "۱۳۹۸/۰۸/۰۴")
    assert owed["مهلت نخست (میلادی)"] == datetime(2019, 10, 12)  # noqa: DTZ001 - a cell has no zone
    assert owed["مشارکت دستگاه‌های همکار"] == "اتاق اصناف، ۱۳۹۸/۰۷/۱۳: آمار اصناف آماده شد."
    [given] = rows(done.paths[0], "مشارکت‌ها")
    assert (given["دستگاه"], given["دستگاه همکار"], given["فرستنده"]) == ("شهرداری مشهد", "اتاق اصناف", "رضا کریمی")
    asked = rows(done.paths[0], "تمدیدها")
    assert [row["درخواست‌کننده"] for row in asked] == ["سارا محمدی", "دبیرخانه", "سارا محمدی"]
    assert [row["تصمیم"] for row in asked] == ["موافقت شد", "موافقت شد", "موافقت نشد"]
    with zipfile.ZipFile(done.paths[1]) as archive:
        assert archive.namelist() == [
            given["پیوست‌ها (در فایل فشرده)"],
            asked[0]["پیوست‌ها (در فایل فشرده)"],
        ]
        assert archive.namelist()[1] == "تمدید 0001-1 شهرداری مشهد - فهرست.pdf"


@pytest.mark.rows
async def test_an_obligation_that_was_never_extended_says_so(office: Desk, address: str, tmp_path: Path) -> None:
    [owed] = rows((await made(office, address, tmp_path)).paths[0], "اقدام‌ها")
    assert (owed["تعداد تمدید"], owed["مهلت نخست"], owed["مهلت"]) == (0, "۱۳۹۸/۰۷/۲۰", "۱۳۹۸/۰۷/۲۰")
    assert owed["دلیل آخرین تمدید"] is None


async def test_the_files_of_an_idea_are_in_the_archive(office: Desk, address: str, tmp_path: Path) -> None:
    photo = {"hash": FileStore(tmp_path / "files").write(b"photo"), "name": "سارا محمدی.jpg", "mime": "image/jpeg"}
    async with office.db.write() as session:
        told = {"subject": IdeaSubject.HOME_WORK, "text": "بازارچه", "sent_at": office.now(), "anonymous": True}
        session.add(Idea(person_id=1, **told, attachments=[photo]))
    done = await made(office, address, tmp_path)
    [idea] = rows(done.paths[0], "ایده‌ها")
    with zipfile.ZipFile(done.paths[1]) as archive:
        assert archive.namelist() == [idea["پیوست‌ها (در فایل فشرده)"]] == ["ایده 0001-1.jpg"]


@pytest.mark.rows
async def test_nobody_finds_out_by_an_agency_s_export_whose_an_idea_without_a_name_is(
    office: Desk, address: str, tmp_path: Path
) -> None:
    letter = {"hash": FileStore(tmp_path / "files").write(b"letter"), "name": "از سارا.pdf", "mime": ""}
    async with office.db.write() as session:
        for place, hidden in enumerate((True, False)):
            told = {"text": f"بازارچهٔ {place}", "sent_at": office.now(), "anonymous": hidden, "attachments": [letter]}
            session.add(Idea(person_id=1, subject=IdeaSubject.HOME_WORK, **told))
        agency = await session.scalar(select(Membership.agency_id).where(Membership.person_id == 1))
        assert agency
    [named] = rows((await made(office, address, tmp_path, scope=Scope(agency=agency))).paths[0], "ایده‌ها")
    assert (named["متن ایده"], named["پیشنهاددهنده"]) == ("بازارچهٔ 1", "سارا محمدی")
    FileStore(tmp_path / "chair" / "files").write(b"letter")
    of_chair = await made(office, address, tmp_path / "chair", personal=False)
    unnamed, _ = rows(of_chair.paths[0], "ایده‌ها")
    assert unnamed["پیوست‌ها (در فایل فشرده)"] == "۱ پیوست، نزد دبیرخانه"
    with zipfile.ZipFile(of_chair.paths[1]) as archive:
        assert archive.namelist() == ["ایده 0002-1 از سارا.pdf"]


@pytest.mark.rows
async def test_a_broadcast_has_a_line_for_each_person(office: Desk, address: str, tmp_path: Path) -> None:
    welfare = await office.agency("بهزیستی")
    narges = await office.person("نرگس احمدی", welfare)
    async with office.db.write() as session:
        words = {"words": [["جلسه ", "b"], ["یکشنبه است"]], "files": []}
        question = {"ask": "می‌آیید؟", "options": ["بله", "خیر"]}
        sent = Broadcast(
            author_id=1, content=words, question=question, started_at=office.now(), created_at=office.now()
        )
        session.add(sent)
        await session.flush()
        line = {"broadcast_id": sent.id}
        told = {"delivered_at": office.now(), "acknowledged_at": office.now(), "answer": 1}
        session.add(Delivery(**line, person_id=1, state=DeliveryState.DELIVERED, **told))
        session.add(Delivery(**line, person_id=narges, state=DeliveryState.FAILED, reason="blocked"))
    done = await made(office, address, tmp_path)
    heads, *rows = openpyxl.load_workbook(done.paths[0])["اطلاع‌رسانی‌ها"].iter_rows(values_only=True)
    sara, narges_ = (dict(zip(heads, row, strict=True)) for row in rows)
    assert (sara["متن پیام"], sara["نام"], sara["پاسخ"]) == ("جلسه یکشنبه است", "سارا محمدی", "خیر")
    assert sara["زمان رؤیت"] == "۱۳۹۸/۰۷/۱۳ ۱۸:۰۰"
    assert narges_["وضعیت دریافت"] == "نرسید، دستیار را متوقف کرده است"
    of_welfare = await made(office, address, tmp_path / "own", scope=Scope(agency=welfare))
    assert openpyxl.load_workbook(of_welfare.paths[0])["اطلاع‌رسانی‌ها"].max_row == 2


@pytest.mark.rows
async def test_the_quarterly_table_counts_each_duty_within_the_scope(
    office: Desk, address: str, tmp_path: Path
) -> None:
    water = await office.agency("شرکت آب و فاضلاب")
    async with office.db.write() as session:
        kind = ActorKind(name="دستگاه‌های خدماتی", place=1)
        kind.duties = [Duty(number=1, text="برگزاری نشست ماهانه"), Duty(number=2, text="معرفی نماینده")]
        session.add(kind)
        await session.flush()
        await session.execute(update(Agency).values(kind_id=kind.id))
        asked = DutyRound(kind_id=kind.id, quarter="1398-3", asked_at=office.now())
        session.add(asked)
        await session.flush()
        given = {"round_id": asked.id, "person_id": 1, "answered_at": office.now()}
        first, second = (duty.id for duty in kind.duties)
        session.add(DutyAnswer(duty_id=first, agency_id=1, status=DutyStatus.DONE, **given))
        session.add(DutyAnswer(duty_id=first, agency_id=water, status=DutyStatus.UNDER_WAY, **given))
        session.add(DutyAnswer(duty_id=second, agency_id=1, status=DutyStatus.NOT_APPLICABLE, **given))
    table = rows((await made(office, address, tmp_path / "all")).paths[0], "جدول فصل‌ها")
    shown = ("فصل", "نوع دستگاه", "شمارهٔ وظیفه", "وظیفه", "تعداد دستگاه")
    assert [tuple(row[head] for head in shown) for row in table] == [
        ("پاییز ۱۳۹۸", "دستگاه‌های خدماتی", 1, "برگزاری نشست ماهانه", 2),
        ("پاییز ۱۳۹۸", "دستگاه‌های خدماتی", 2, "معرفی نماینده", 2),
    ]
    counts = ("انجام‌شده", "در دست انجام", "انجام‌نشده", "مشمول نیست", "بی‌پاسخ")
    assert [tuple(row[head] for head in counts) for row in table] == [(1, 1, 0, 0, 0), (0, 0, 0, 1, 1)]
    of_water = rows((await made(office, address, tmp_path / "water", scope=Scope(agency=water))).paths[0], "جدول فصل‌ها")
    assert [tuple(row[head] for head in counts) for row in of_water] == [(0, 1, 0, 0, 0), (0, 0, 0, 0, 1)]
    month_before = Scope.of_months(139806, 139806)
    with pytest.raises(Refused):
        await made(office, address, tmp_path / "before", scope=month_before)
