"""Resolutions that repeal, repeat or amend one of an earlier meeting."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.meetings import Obligation, ObligationState, Resolution, ResolutionState
from models.tables.organisation import Audit
from tests.handlers.secretariat.meetings.binalud import CLEAR, issues, sends_minutes
from tests.town import Human, Town

CITY, HERITAGE = "شهرداری", "اداره میراث فرهنگی"
HEAD = """صورتجلسه پنجمین جلسه کارگروه سرمایه گذاری شهرستان بینالود
تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
"""
REPEAL = """مصوبه ۱: مصوبه شماره ۱ جلسه چهارم لغو می‌شود.
مسئول: دبیرخانه
مهلت: دو هفته
"""
AGAIN = """مصوبه ۱: بر اجرای بند ۱ جلسه چهارم تأکید شد و مقرر شد شهرداری فهرست زمین‌ها را ارسال کند.
مسئول: شهرداری
مهلت: یک ماه
"""
AMEND = """مصوبه ۱: مقرر شد نقشه راه گردشگری با همکاری شهرداری تدوین شود.
مسئول: شهرداری
مهلت: تا پایان آذر
"""


async def one(town: Town, meeting: int, number: int) -> Resolution:
    """Return the stored values of one resolution."""
    async with town.app.db.read() as session:
        rows = await session.scalars(select(Resolution).options(joinedload(Resolution.meeting)))
        return next(row for row in rows if (row.meeting.number, row.number) == (meeting, number))


async def owed(town: Town) -> list[tuple[int, int, str]]:
    """Return (meeting, resolution, agency) of every open obligation."""
    async with town.app.db.read() as session:
        rows = await session.scalars(
            select(Obligation)
            .where(Obligation.state == ObligationState.OPEN)
            .options(joinedload(Obligation.agency), joinedload(Obligation.resolution).joinedload(Resolution.meeting))
            .order_by(Obligation.id)
        )
        return [(row.resolution.meeting.number or 0, row.resolution.number, row.agency.name) for row in rows]


async def reviewing(town: Town, text: str) -> tuple[Human, Human, Human]:
    """Return Maryam with the new minutes before her, and Sara and Reza who owe the earlier ones."""
    sara = await town.representative_of(CITY)
    reza = await town.representative_of(HERITAGE, "رضا اکبری")
    maryam = await town.secretary()
    await issues(maryam, CLEAR)
    await sends_minutes(maryam, HEAD + text)
    await maryam.taps("فهرست مصوبه‌ها", "۱، ")
    return maryam, sara, reza


async def relates(maryam: Human, to: str, kind: str) -> str:
    """Relate the resolution in hand to an earlier one, found by words."""
    await maryam.taps("پیوند با مصوبهٔ پیشین")
    await maryam.says(to)
    await maryam.taps("مصوبهٔ ")
    await maryam.taps(kind)
    return await maryam.taps("ثبت")


async def issued(maryam: Human) -> str:
    await maryam.taps("خلاصهٔ بازبینی", "تأیید و ابلاغ")
    if "از تاریخ جلسه" in maryam.buttons():
        await maryam.taps("از تاریخ جلسه")
    return await maryam.taps("ارسال")


async def test_a_repealed_one_is_closed_and_its_owners_are_told_why(town: Town) -> None:
    maryam, sara, _ = await reviewing(town, REPEAL)
    seen = await maryam.taps("پیوند با مصوبهٔ ۱، جلسهٔ ۴")
    assert "آن را لغو می‌کند" in seen
    seen = await maryam.taps("ثبت")
    assert "پس از ابلاغ، مصوبهٔ ۱، جلسهٔ ۴ را لغو می‌کند" in seen
    assert (4, 1, CITY) in await owed(town)
    await maryam.taps("خلاصهٔ بازبینی", "تأیید و ابلاغ")
    assert "مصوبهٔ ۱، جلسهٔ ۴ را لغو می‌کند" in maryam.sees()
    await maryam.taps("ارسال")
    assert (4, 1, CITY) not in await owed(town)
    assert "مصوبهٔ ۱، جلسهٔ ۴ با مصوبهٔ ۱، جلسهٔ ۵ لغو شد" in sara.everything()
    await maryam.says("/resolutions")
    await maryam.taps("بسته و سابقه", "مصوبهٔ ۱، جلسهٔ ۴")
    assert "با مصوبهٔ ۱، جلسهٔ ۵ لغو شده است" in maryam.sees()
    await maryam.says("/meetings")
    seen = await maryam.taps("جلسهٔ ۵", "لغو ابلاغ", "بله، لغو شود")
    assert "۱ مصوبهٔ پیشین که با این جلسه بسته شده بود، دوباره باز شد" in seen
    assert (4, 1, CITY) in await owed(town)


async def test_a_repeated_one_gives_way_and_nobody_is_reminded_twice(town: Town) -> None:
    maryam, sara, _ = await reviewing(town, AGAIN)
    seen = await relates(maryam, "زمین‌های آماده", "آن را تکرار یا تأکید می‌کند")
    assert "جای مصوبهٔ ۱، جلسهٔ ۴" in seen
    await issued(maryam)
    assert [row for row in await owed(town) if row[2] == CITY] == [(5, 1, CITY)]
    assert "در مصوبهٔ ۱، جلسهٔ ۵ تکرار شد" in sara.everything()
    assert (await one(town, 4, 1)).state is ResolutionState.CLOSED


async def test_an_amended_one_goes_on_with_the_new_owner_and_deadline(town: Town) -> None:
    maryam, sara, reza = await reviewing(town, AMEND)
    await relates(maryam, "نقشه راه", "آن را اصلاح می‌کند")
    await issued(maryam)
    assert (4, 2, CITY) in await owed(town)
    assert (4, 2, HERITAGE) not in await owed(town)
    assert not [row for row in await owed(town) if row[0] == 5]
    kept = await one(town, 4, 2)
    assert kept.due == from_jalali(1398, 9, 30)
    assert "اصلاح (مصوبهٔ ۱، جلسهٔ ۵): مقرر شد نقشه راه گردشگری با همکاری شهرداری" in kept.text
    assert "مصوبهٔ ۲، جلسهٔ ۴ با مصوبهٔ ۱، جلسهٔ ۵ اصلاح شد" in sara.everything()
    assert "دیگر بر عهدهٔ دستگاه شما نیست" in reza.everything()


async def test_a_relation_is_removed_before_it_is_in_force_and_only_made_to_another_meeting(town: Town) -> None:
    maryam, _, _ = await reviewing(town, AMEND)
    await relates(maryam, "نقشه راه", "آن را اصلاح می‌کند")
    seen = await maryam.taps("حذف پیوند با مصوبهٔ ۲، جلسهٔ ۴")
    assert "پیوند حذف شد" in seen
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۱، جلسهٔ ۴")
    assert "مصوبه‌ای از جلسه‌ای دیگر" in await relates(maryam, "نقشه راه", "آن را لغو می‌کند")


async def repeals_again(maryam: Human) -> None:
    """Issue minutes of a sixth meeting that repeal the first resolution of the fourth once more."""
    await sends_minutes(maryam, HEAD.replace("پنجمین", "ششمین").replace("۰۷/۱۳", "۰۷/۲۰") + REPEAL)
    await maryam.taps("فهرست مصوبه‌ها", "۱، ", "پیوند با مصوبهٔ ۱، جلسهٔ ۴", "ثبت")
    await issued(maryam)


async def withdraws(maryam: Human, meeting: str) -> str:
    await maryam.says("/meetings")
    return await maryam.taps(meeting, "لغو ابلاغ", "بله، لغو شود")


async def mends_and_issues(maryam: Human, meeting: str) -> str:
    await maryam.says("/meetings")
    await maryam.taps(meeting, "بازبینی و ابلاغ دوباره", "ادامهٔ بازبینی", "تأیید و ابلاغ")
    if "از تاریخ جلسه" in maryam.buttons():
        await maryam.taps("از تاریخ جلسه")
    return await maryam.taps("ارسال")


async def repealing(town: Town) -> Human:
    """Return the secretary, who has issued meeting 5, which repeals the first resolution of meeting 4."""
    maryam, _, _ = await reviewing(town, REPEAL)
    await maryam.taps("پیوند با مصوبهٔ ۱، جلسهٔ ۴", "ثبت")
    await issued(maryam)
    return maryam


async def test_what_a_later_meeting_repealed_stays_so_when_its_own_meeting_is_mended(town: Town) -> None:
    maryam = await repealing(town)
    await withdraws(maryam, "جلسهٔ ۴")
    await mends_and_issues(maryam, "جلسهٔ ۴")
    assert (await one(town, 4, 1)).state is ResolutionState.CLOSED
    assert (await one(town, 4, 2)).state is ResolutionState.ACTIVE
    # Once the repeal itself is withdrawn, Sara owes it again.
    assert "۱ مصوبهٔ پیشین" in await withdraws(maryam, "جلسهٔ ۵")
    assert (4, 1, CITY) in await owed(town)


async def test_what_was_repealed_comes_into_review_with_its_meeting_when_the_repeal_is_gone(town: Town) -> None:
    maryam = await repealing(town)
    await withdraws(maryam, "جلسهٔ ۴")
    await withdraws(maryam, "جلسهٔ ۵")
    await mends_and_issues(maryam, "جلسهٔ ۴")
    assert (4, 1, CITY) in await owed(town)


async def test_a_repeal_that_was_issued_while_the_earlier_meeting_was_mended_acts_once_that_is_issued(
    town: Town,
) -> None:
    maryam, sara, _ = await reviewing(town, REPEAL)
    await maryam.taps("پیوند با مصوبهٔ ۱، جلسهٔ ۴", "ثبت")
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await withdraws(zahra, "جلسهٔ ۴")
    await zahra.taps("بازبینی و ابلاغ دوباره")
    await issued(maryam)
    sara.marks()
    await zahra.taps("ادامهٔ بازبینی", "تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert (await one(town, 4, 1)).state is ResolutionState.CLOSED
    assert (4, 1, CITY) not in await owed(town)
    assert "مصوبهٔ ۱، جلسهٔ ۴ با مصوبهٔ ۱، جلسهٔ ۵ لغو شد" in sara.sees()
    assert (4, 2, HERITAGE) in await owed(town)


async def test_what_was_reopened_in_spite_of_a_repeal_is_mended_open_however_long_after(town: Town) -> None:
    maryam, _, _ = await reviewing(town, REPEAL)
    await maryam.taps("پیوند با مصوبهٔ ۱، جلسهٔ ۴", "ثبت")
    await issued(maryam)
    await maryam.says("/resolutions")
    await maryam.taps("بسته و سابقه", "مصوبهٔ ۱، جلسهٔ ۴", "بازگشایی")
    await forgets_the_trail(town)
    await withdraws(maryam, "جلسهٔ ۴")
    await mends_and_issues(maryam, "جلسهٔ ۴")
    assert (4, 1, CITY) in await owed(town)


async def test_what_two_meetings_repealed_is_opened_when_both_are_withdrawn(town: Town) -> None:
    maryam = await repealing(town)
    await town.clock.to("1398-07-21 10:00")
    await repeals_again(maryam)
    assert "دوباره باز شد" not in await withdraws(maryam, "جلسهٔ ۶")
    assert (4, 1, CITY) not in await owed(town)
    assert "۱ مصوبهٔ پیشین" in await withdraws(maryam, "جلسهٔ ۵")
    assert (4, 1, CITY) in await owed(town)


async def forgets_the_trail(town: Town) -> None:
    """Let the audit trail be as old as it may become."""
    async with town.app.db.write() as session:
        await session.execute(delete(Audit))


@pytest.mark.parametrize("trail", ["kept", "forgotten"])
async def test_what_maryam_closed_herself_stays_closed_when_its_repetition_is_withdrawn(town: Town, trail: str) -> None:
    maryam, _, _ = await reviewing(town, AGAIN)
    await relates(maryam, "زمین‌های آماده", "آن را تکرار یا تأکید می‌کند")
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await zahra.says("/resolutions")
    await zahra.taps("مصوبهٔ ۱، جلسهٔ ۴", "بستن مصوبه")
    await issued(maryam)
    if trail == "forgotten":
        await forgets_the_trail(town)
    assert "دوباره باز شد" not in await withdraws(maryam, "جلسهٔ ۵")
    assert (await one(town, 4, 1)).state is ResolutionState.CLOSED
    # Nor does a mended issuance of its own meeting open it, but she may.
    await withdraws(maryam, "جلسهٔ ۴")
    await maryam.taps("بازبینی و ابلاغ دوباره", "ادامهٔ بازبینی", "فهرست مصوبه‌ها", "۱، ")
    assert "به بازبینی بازگشت" in await maryam.taps("بازگشایی")
    await issued(maryam)
    assert (4, 1, CITY) in await owed(town)


async def test_who_was_released_in_the_evening_hears_of_it_whatever_follows(town: Town) -> None:
    maryam, _, reza = await reviewing(town, AMEND)
    await relates(maryam, "نقشه راه", "آن را اصلاح می‌کند")
    await town.clock.to("1398-07-14 21:30")
    await issued(maryam)
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۲، جلسهٔ ۴", "بستن مصوبه")
    reza.marks()
    await town.clock.to("1398-07-15 12:00")
    assert "دیگر بر عهدهٔ دستگاه شما نیست" in reza.sees()
