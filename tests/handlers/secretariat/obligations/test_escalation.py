"""An overdue task is reported to the head or to the chair, and its owner hears of it first."""

from sqlalchemy import select

from domain.access.member import Role
from models.tables.followup import Escalation, EscalationState
from models.tables.meetings import Obligation
from services.context import ActionContext
from services.reminders import unsent_reminders
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def overdue(town: Town) -> tuple[Human, Human]:
    """Let a task be overdue, and Maryam look at its follow-up; return her and Sara, whose it is."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await town.clock.to("1398-07-22 10:00")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام")
    return maryam, sara


async def test_the_head_is_told_after_the_owner_and_it_is_kept(town: Town) -> None:
    head = await town.member("حسن ناظمی", Role.HEAD, CITY)
    maryam, sara = await overdue(town)
    assert "نخست به دستگاه خبر داده می‌شود" in await maryam.taps("ارجاع به مدیر دستگاه")
    summary = await maryam.says("سه بار یادآوری شد.")
    assert "ارجاع به: مدیر دستگاه" in summary
    seen = await maryam.taps("ارسال")
    assert "به دستگاه خبر داده شد و موضوع به مدیر دستگاه ارجاع شد" in seen
    assert "به مدیر دستگاه ارجاع شد؛ سه بار یادآوری شد." in seen
    told = sara.everything()
    assert "دبیرخانه مصوبهٔ ۷، جلسهٔ ۵ (۲ روز از مهلت گذشته، شنبه ۲۰ مهر ۱۳۹۸)" in told
    assert "لطفاً دستور پیگیری بفرمایید" in head.everything()
    assert "سه بار یادآوری شد." in head.everything()
    assert "جدول منابع تکمیل شود." in await head.taps("نمایش اقدام")
    await maryam.taps("ارجاع به مدیر دستگاه", "رد کردن")
    assert "ارجاع شده است" in await maryam.taps("ارسال")


async def test_without_a_head_or_chair_one_learns_what_to_do(town: Town) -> None:
    maryam, sara = await overdue(town)
    await maryam.taps("ارجاع به مدیر دستگاه", "رد کردن")
    assert "مدیر این دستگاه در اینجا ثبت‌نام نکرده است" in await maryam.taps("ارسال")
    chair = await town.member("علی ناظمی", Role.CHAIR)
    await maryam.taps("اصلاح ارجاع به", "رئیس کارگروه")
    assert "به رئیس کارگروه ارجاع شد" in await maryam.taps("ارسال")
    assert "برای آگاهی و دستور تقدیم می‌شود" in chair.everything()
    assert "به رئیس کارگروه ارجاع می‌دهد" in sara.everything()


async def test_an_agency_of_which_nobody_could_be_told_first_is_not_said_to_know(town: Town) -> None:
    head = await town.member("حسن ناظمی", Role.HEAD, CITY)
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await town.clock.to("1398-07-22 10:00")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام")
    asked = await maryam.taps("ارجاع به مدیر دستگاه")
    assert "کسی از این دستگاه در دسترس نیست که پیش از ارجاع باخبر شود" in asked
    assert "نخست به دستگاه خبر داده می‌شود" not in asked
    seen = await maryam.taps("رد کردن", "ارسال")
    assert "موضوع به مدیر دستگاه ارجاع شد، بی‌آنکه دستگاه پیش از آن باخبر شود" in seen
    assert "به دستگاه خبر داده شد" not in seen
    assert "لطفاً دستور پیگیری بفرمایید" in head.everything()


async def test_what_was_answered_before_the_morning_is_not_reported_to_the_head(town: Town) -> None:
    head = await town.member("حسن ناظمی", Role.HEAD, CITY)
    maryam, sara = await overdue(town)
    await town.clock.to("1398-07-22 22:00")
    await maryam.taps("ارجاع به مدیر دستگاه", "رد کردن", "ارسال")
    await reported(sara, "جدول منابع تکمیل شد.")
    await town.clock.to("1398-07-23 09:30")
    assert "هنوز پاسخی نگرفته" not in head.everything()
    assert "هنوز پاسخی نگرفته" not in sara.everything()
    async with town.app.db.read() as session:
        # Its history says «… اعلام شد و سپس لازم نبود».
        assert [*await session.scalars(select(Escalation.state))] == [EscalationState.WITHDRAWN]


async def test_who_puts_off_reminders_at_night_does_not_keep_it_from_the_head(town: Town) -> None:
    head = await town.member("حسن ناظمی", Role.HEAD, CITY)
    maryam, sara = await overdue(town)
    await town.clock.to("1398-07-22 22:00")
    await maryam.taps("ارجاع به مدیر دستگاه", "رد کردن", "ارسال")
    async with town.app.db.write() as session:
        obligation = await session.scalar(select(Obligation))
        assert obligation
        await unsent_reminders.refresh(
            ActionContext(session, town.app.organisation, None, town.clock.now()), [obligation]
        )
    await town.clock.to("1398-07-23 09:30")
    assert "هنوز پاسخی نگرفته" in head.everything()
    assert "هنوز پاسخی نگرفته" in sara.everything()
