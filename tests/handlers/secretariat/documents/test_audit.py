"""The audit trail: who changed, exported and read what, and how it was before; found by typing, and as Excel."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.organisation import Audit
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def trail(town: Town, action: str) -> list[Audit]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Audit).where(Audit.action == action).order_by(Audit.id)))


async def removed(maryam: Human, town: Town) -> None:
    """Let Maryam end Sara's role, from the list of the city's people."""
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "سارا محمدی", "پایان دادن به این نقش", "بله، پایان یابد")


@pytest.mark.rows
async def test_a_role_that_ended_and_a_list_that_was_read_are_found_by_name_by_what_and_by_day(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await removed(maryam, town)
    seen = await maryam.says("/audit")
    assert "مریم رضایی: پایان، عضویت، سارا محمدی، نمایندهٔ شهرداری مشهد" in seen
    assert "مریم رضایی: دیدن فهرست، افراد، شهرداری مشهد" in seen
    await maryam.taps("جست‌وجو در سابقه")
    for words in ("محمدی پایان", "عضويت مریم", "۱۳ مهر ۱۳۹۸"):
        await maryam.says(words)
        assert any("پایان، عضویت، سارا محمدی" in label for label in maryam.buttons()), words
    for words in ("محمدی نشست", "۱۴ مهر ۱۳۹۸"):
        assert "پایان، عضویت" not in "".join([await maryam.says(words), *maryam.buttons()])
    await maryam.says("محمدی پایان")
    assert "سارا محمدی" in await maryam.taps("پایان، عضویت")


async def test_a_list_that_is_read_twice_a_day_is_one_line(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    for _ in range(2):
        await maryam.says("/calls")
    assert [(entry.subject, entry.person_id) for entry in await trail(town, "list")] == [("calls", 1)]
    await town.clock.to("1398-07-14 09:00")
    await maryam.says("/calls")
    assert len(await trail(town, "list")) == 2


@pytest.mark.rows
async def test_an_issued_text_stands_before_and_after_its_change_and_in_excel(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "متن")
    await maryam.says("جدول منابع همهٔ محله‌ها تکمیل شود.")
    await maryam.taps("بله، به مسئولان خبر داده شود", "ثبت")
    [entry] = await trail(town, "text")
    assert (entry.details["before"], entry.details["after"]) == (
        "جدول منابع تکمیل شود.",
        "جدول منابع همهٔ محله‌ها تکمیل شود.",
    )
    await maryam.says("/audit")
    await maryam.taps("جست‌وجو در سابقه")
    await maryam.says("۷ متن")
    card = await maryam.taps("تغییر متن، مصوبه")
    assert "پیش از آن: جدول منابع تکمیل شود." in card
    assert "پس از آن: جدول منابع همهٔ محله‌ها تکمیل شود." in card
    await maryam.taps("سابقهٔ کارها", "خروجی اکسل")
    await maryam.says("متن")
    await town.quiet()
    assert "۲ ردیف" in maryam.everything()
    sheet = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx"))).active
    assert sheet
    head, export, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert head[:5] == ["زمان", "تاریخ میلادی", "چه کسی", "چه کاری", "دربارهٔ"]
    assert export[3] == "خروجی گرفتن، سابقهٔ کارها"
    assert row[2:7] == [
        "مریم رضایی",
        "تغییر متن، مصوبه",
        "مصوبهٔ ۷، جلسهٔ ۵",
        "جدول منابع تکمیل شود.",
        "جدول منابع همهٔ محله‌ها تکمیل شود.",
    ]
    assert [entry.subject for entry in await trail(town, "export")] == ["audit"]


async def test_the_trail_is_the_secretariats_alone(town: Town) -> None:
    await town.secretary()
    chair = await town.member("رئیس کارگروه", Role.CHAIR)
    assert "سابقهٔ کارها" not in await chair.says("/audit")


def test_every_action_that_is_recorded_has_its_words() -> None:
    from texts.catalogue import sources

    known = sources("fa")
    root = Path(__file__).parents[4]
    calls = re.compile(r'(?:audit\.record|_changed)\(\s*[\w.()]+,\s*"([\w.]+)"(?:, "(\w+)")?')
    missing = set()
    for room in ("services", "handlers", "bot"):
        for path in (root / room).rglob("*.py"):
            for action, subject in calls.findall(path.read_text(encoding="utf-8")):
                missing |= {f"audit.action.{action}"} - known.keys()
                missing |= {f"audit.subject.{subject}"} - known.keys() if subject else set()
    assert missing == set()
