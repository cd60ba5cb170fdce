"""An obligation is moved from one agency to another."""

import pytest
from sqlalchemy import select

from domain.access.member import Member, Membership, Role
from models.tables.meetings import Obligation, Submission, Verdict
from services.submissions import submissions
from tests.answered import moved, reported, returned
from tests.issued import issue
from tests.town import Town

CITY, CHAMBER, RELIEF = "شهرداری مشهد", "اتاق بازرگانی", "کمیتهٔ امداد"


async def test_a_task_moves_with_its_reminders_and_both_agencies_are_told(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.says("اتاق")
    await maryam.taps(CHAMBER)
    await maryam.says("داده‌ها نزد اتاق است.")
    assert f"مصوبهٔ ۷، جلسهٔ ۵ به {CHAMBER} منتقل شد و به هر دو دستگاه خبر داده شد" in await maryam.taps("ثبت")
    assert f"مصوبهٔ ۷، جلسهٔ ۵ از دستگاه شما به {CHAMBER} منتقل شد" in sara.everything()
    assert "داده‌ها نزد اتاق است." in sara.everything()
    assert "دبیرخانه این اقدام را به دستگاه شما سپرد" in reza.everything()
    assert "اقدام بازی ندارید" in await sara.says("/tasks")
    assert "جدول منابع تکمیل شود." in await reza.taps("نمایش اقدام")
    assert f"از {CITY} به {CHAMBER} منتقل شد؛ داده‌ها نزد اتاق است." in await maryam.taps(
        "نمایش اقدام", "پیگیری این اقدام"
    )
    sara.marks()
    reza.marks()
    await town.clock.to("1398-07-20 09:00")
    assert "مصوبهٔ ۷" in reza.sees()
    assert "مصوبهٔ ۷" not in sara.sees()
    async with town.app.db.read() as session:
        assert (await session.get_one(Obligation, owed)).moved_from_id


async def test_an_agency_that_has_it_already_or_nobody_gets_a_sentence(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, CHAMBER, due="1398-07-20")
    await issue(town, 8, "آمار داده شود.", RELIEF, due="1398-07-20")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.taps(CHAMBER)
    await maryam.says("اشتباه بود.")
    assert f"{CHAMBER} همین مصوبه را خود دارد" in await maryam.taps("ثبت")
    await maryam.taps("اصلاح دستگاه", CITY)
    assert f"هم‌اکنون با {CITY} است" in await maryam.taps("ثبت")
    await maryam.taps("اصلاح دستگاه", RELIEF)
    said = await maryam.taps("ثبت")
    assert f"به {RELIEF} خبری داده نشد؛ هنوز نماینده‌ای ندارد" in said
    assert "به هر دو دستگاه" not in said
    assert "دعوت نماینده" in maryam.buttons()


async def test_the_secretary_reads_that_nobody_of_the_former_agency_was_told(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CHAMBER, due="1398-07-20")
    await moved(maryam, CHAMBER, CITY)
    assert f"به {CHAMBER} خبری داده نشد" in maryam.sees()
    assert "به هر دو دستگاه" not in maryam.sees()
    assert "دعوت نماینده" not in maryam.buttons()
    assert "دبیرخانه این اقدام را به دستگاه شما سپرد" in sara.everything()


@pytest.mark.rows
async def test_what_the_former_agency_reported_stays_its_own(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await reported(sara, "نیمی از جدول نزد ماست.")
    await returned(maryam, "ستون سوم خالی است.")
    await moved(maryam, CITY, CHAMBER)

    # The chamber begins anew: it sees neither the words nor the verdict.
    assert "برگشت" not in await reza.taps("نمایش اقدام")
    assert "نیمی از جدول" not in await reza.says("/history")
    assert "گزارش شمارهٔ ۱" not in reza.sees()
    # The city reads what it sent, and corrects it no more.
    seen = await sara.says("/history")
    assert "گزارش شمارهٔ ۱" in seen
    seen = await sara.taps("گزارش شمارهٔ ۱")
    assert "نیمی از جدول نزد ماست." in sara.everything()
    assert f"به {CHAMBER} منتقل شده" in sara.everything()
    assert not [label for label in sara.buttons() if "اصلاح" in label]
    # The secretariat sees that the city reported, and when.
    await maryam.says("/status")
    seen = await maryam.taps(CHAMBER, "مصوبهٔ ۷", "پیگیری این اقدام")
    assert f"گزارش شمارهٔ ۱ از {CITY}، پیش از انتقال" in seen

    assert "شمارهٔ ۲" in await reported(reza, "جدول کامل پیوست است.")
    assert "جدول کامل" not in await sara.says("/history")
    assert "رضا احمدی" not in sara.everything()
    await maryam.says("/review")
    assert CHAMBER in maryam.sees()


async def test_a_former_agencys_number_is_refused_to_the_new_one_unless_it_was_accepted(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await reported(sara, "نیمی از جدول نزد ماست.")
    await returned(maryam, "ستون سوم خالی است.")
    await moved(maryam, CITY, CHAMBER)
    async with town.app.db.read() as session:
        [of_city] = await session.scalars(select(Submission).where(Submission.obligation_id == owed))
        agency_id = (await session.get_one(Obligation, owed)).agency_id
        chamber = Member(2, 2, memberships=(Membership(1, Role.REPRESENTATIVE, agency_id, CHAMBER),))
        sent = await submissions.get(session, of_city.id)
        assert not submissions.may_read(chamber, sent)
        sent.verdict = Verdict.ACCEPTED
        assert submissions.may_read(chamber, sent)
    await moved(maryam, CHAMBER, CITY)
    assert "گزارش شمارهٔ ۱" in await sara.says("/history")
    await sara.taps("گزارش شمارهٔ ۱")
    assert "نیمی از جدول" in await sara.taps("اصلاح و ارسال دوباره")
    assert "گزارش شمارهٔ ۱" not in await reza.says("/history")
