"""The slides of the status: agencies shared out among them, and the photos that come («تصویر وضعیت»)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot import job_worker
from domain.access.member import Role
from handlers.secretariat.followup.status_picture import LINE, MOST_LINES, MOST_ROWS, slides_of
from models.tables.people import Membership
from models.tables.queues import Job
from services.obligations.status import AgencyStatus, ResolutionStatus, Stage, Tally
from tests.issued import issue
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TABLE = "جدول منابع محله‌های هدف تکمیل شود."


def agencies(*lengths: int) -> list[AgencyStatus]:
    """Return agencies whose names have so many letters."""
    tally = Tally(dict.fromkeys(Stage, 1))
    return [AgencyStatus(number, "د" * length, True, tally) for number, length in enumerate(lengths)]


def lines(row: AgencyStatus | ResolutionStatus) -> int:
    assert isinstance(row, AgencyStatus)
    return -(-len(row.name) // LINE)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=120))
def test_no_slide_is_too_full_and_no_agency_is_lost(lengths: list[int]) -> None:
    rows = agencies(*lengths)
    slides = slides_of(rows)
    assert [row for slide in slides for row in slide] == rows
    for slide in slides:
        assert 0 < len(slide) <= MOST_ROWS
        assert len(slide) == 1 or sum(map(lines, slide)) <= MOST_LINES


def test_forty_agencies_stand_on_five_slides_of_eight() -> None:
    assert [len(slide) for slide in slides_of(agencies(*[20] * 40))] == [8] * 5


async def test_the_picture_comes_as_a_photo_with_its_time(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-16")
    await maryam.says("/status")
    seen = await maryam.taps("تصویر وضعیت")
    assert "وضعیت پاسخ دستگاه‌ها، شنبه ۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰" in seen
    assert maryam.messages()[-1]["photo"]
    # While it was drawn, and while it was on its way.
    shown = [call.params["action"] for call in town.world.transcript if call.method == "sendChatAction"]
    assert len(shown) >= 2
    assert set(shown) == {"upload_photo"}
    assert "وضعیت پاسخ‌ها" in await maryam.taps("وضعیت به‌صورت متن")
    await maryam.taps("به ترتیب مصوبه")
    assert "وضعیت پاسخ مصوبه‌ها" in await maryam.taps("تصویر وضعیت")


async def test_what_the_secretariat_has_judged_itself_stands_on_the_picture(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-07-16")
    await town.clock.to("1398-07-18 10:00")
    await maryam.says("/status")
    await maryam.taps("به ترتیب مصوبه", "مصوبهٔ ۷", "متن کامل مصوبه", "تعیین وضعیت مصوبه", "متوقف")
    await maryam.says("به تصمیم استاندار")
    await maryam.taps("ثبت")
    await maryam.says("/status")
    await maryam.taps("به ترتیب مصوبه", "تصویر وضعیت")
    async with town.app.db.read() as session:
        [params] = await session.scalars(select(Job.params).where(Job.kind == "status_picture"))
    [row] = params["slides"][0]["rows"]
    assert [words for words, _ in row["remarks"]] == ["۲ روز دیرکرد", "به تشخیص دبیرخانه: متوقف"]


@pytest.mark.ci
async def test_ten_agencies_come_as_two_photos_and_the_way_back_is_under_the_last(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 6, TABLE, *(f"دستگاه شمارهٔ {number}" for number in range(10)), due="1398-07-20")
    await maryam.says("/status")
    seen = await maryam.taps("تصویر وضعیت")
    assert "(تصویر ۱ از ۲)" in seen
    assert "(تصویر ۲ از ۲)" in seen
    first, last = maryam.messages()[-2:]
    assert first["photo"] != last["photo"]
    assert "وضعیت به‌صورت متن" in maryam.buttons()


@pytest.mark.ci
async def test_what_is_due_comes_as_a_picture_and_says_when_there_is_nothing(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-11-20")
    await maryam.says("/status")
    assert "تا ۶۰ روز دیگر مهلتی سر می‌رسد" in await maryam.taps("سررسیدها")
    await issue(town, 8, TABLE, CITY, CHAMBER, "بهزیستی", "اتاق اصناف", due="1398-07-20")
    await maryam.says("/status")
    assert "سررسید اقدام‌ها، شنبه ۱۳ مهر" in await maryam.taps("سررسیدها")
    assert maryam.messages()[-1]["photo"]


async def test_an_agencys_own_page_is_for_its_people_and_the_secretariat(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا کریمی")
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.opens("اقدام‌های باز من")
    assert f"{CITY}، شنبه ۱۳ مهر ۱۳۹۸" in await sara.taps("تصویر وضعیت ما")
    assert sara.messages()[-1]["photo"]
    assert "اقدام‌های باز" in await sara.taps("اقدام‌های باز من")
    await maryam.says("/status")
    await maryam.taps(CITY)
    assert CITY in await maryam.taps("تصویر این دستگاه")
    await reza.opens("اقدام‌های باز من")
    assert "هنوز اقدامی خواسته نشده است" in await reza.taps("تصویر وضعیت ما")


@pytest.mark.parametrize("of_office", [False, True])
async def test_a_picture_is_not_for_whose_role_ended_while_it_was_drawn(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, of_office: bool
) -> None:
    await town.secretary()
    ended = Role.CHAIR if of_office else Role.REPRESENTATIVE
    zahra = await town.member("زهرا کریمی", ended, "" if of_office else CITY)
    # The role that stays reads obligations as well, of another agency.
    await town.member("زهرا کریمی", Role.CONTACT, CHAMBER)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    talk = job_worker.Child.talk

    async def after_the_role(child: job_worker.Child, *arguments: Any) -> Any:
        async with town.app.db.write() as session:
            ends = update(Membership).where(Membership.role == ended)
            await session.execute(ends.values(ended_at=town.clock.now()))
        return await talk(child, *arguments)

    monkeypatch.setattr(job_worker.Child, "talk", after_the_role)
    await zahra.says("/status" if of_office else "/tasks")
    seen = await zahra.taps("تصویر وضعیت" if of_office else "تصویر وضعیت ما")
    assert "برای نقش شما باز نیست" in seen
    assert not [message for message in zahra.messages() if "photo" in message]


async def test_an_old_button_draws_nothing_when_nothing_is_asked_any_more(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await maryam.says("/status", "/meetings")
    await maryam.taps("جلسهٔ پنجم", "لغو ابلاغ", "بله، لغو شود")
    assert "پس از «تأیید و ابلاغ»" in await maryam.taps("تصویر وضعیت")
