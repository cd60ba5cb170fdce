"""An overdue task is reported to the head or to the chair, and its owner hears of it first."""

from domain.access.member import Role
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
