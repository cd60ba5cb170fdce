"""Roles that are passed on, given up or ended, while the agency's obligations stay."""

import pytest
from sqlalchemy import update

from domain.access.member import Role
from models.tables.people import Account
from tests.issued import issue
from tests.town import Town

CITY = "شهرداری مشهد"


async def test_sara_hands_over_to_a_colleague_and_the_work_stays(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.CONTACT, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}", "سپردن نقش به همکار", "علی کریمی")
    assert "به علی کریمی سپرده شد" in await sara.taps("ثبت")
    assert "از سارا محمدی به شما سپرده شد" in ali.sees()
    assert "۱ اقدام در انتظار پاسخ شماست" in await ali.taps("اقدام‌های باز من")
    assert f"نمایندهٔ {CITY}: ۱ اقدام باز" in await ali.says("/start")
    assert "نخست ثبت‌نام کنید" in await sara.says("/tasks")


async def test_who_leaves_last_is_reported_to_the_secretariat(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}", "کناره‌گیری از این نقش")
    assert "پایان یافت" in await sara.taps("بله، کناره‌گیری می‌کنم")
    assert "کسی پاسخگوی این دستگاه نیست" in maryam.sees()
    assert f"دعوت، پرسش ۱\n{CITY}" in await maryam.taps("دعوت نماینده")
    await maryam.says("/members")
    assert "اقدام‌های باز: ۱" in await maryam.taps("دستگاه‌ها", CITY)


async def test_a_secretary_takes_a_role_and_the_person_is_told(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY)
    assert f"نمایندهٔ {CITY}" in await maryam.taps("سارا محمدی")
    await maryam.taps("پایان دادن به این نقش", "بله، پایان یابد")
    assert "از سوی دبیرخانه پایان یافت" in sara.sees()
    assert "دستیار دبیرخانهٔ کارگروه هستم" in await sara.taps("منوی اصلی")
    assert sara.buttons() == ["ثبت‌نام"]


async def test_the_only_secretary_cannot_leave(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/start")
    await maryam.taps("عضویت و مشخصات من", "کارشناس دبیرخانه", "کناره‌گیری از این نقش", "بله، کناره‌گیری می‌کنم")
    assert "تنها کارشناس دبیرخانه" in maryam.sees()
    assert "دستگاه و افراد" in "".join(maryam.buttons()) or "دستگاه" in await maryam.says("/members")


async def test_a_representative_cannot_end_somebody_elses_role(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    assert "برای نقش شما باز نیست" in await sara.says("/members")


async def test_sara_corrects_her_own_details(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", "اصلاح مشخصات من", "سرکار خانم دکتر")
    if "نام و نام خانوادگی" in sara.sees():
        await sara.says("سارا محمدی")
    await sara.says("مدیر اشتغال")
    await sara.shares_phone()
    await sara.taps("ثبت")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY)
    assert "سمت: مدیر اشتغال" in await maryam.taps("سرکار خانم دکتر سارا محمدی")


async def test_a_form_that_is_no_longer_ones_own_to_fill_is_put_away(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا امینی", Role.SECRETARY)
    await zahra.says("/members")
    await zahra.taps("گروه‌ها")
    await maryam.says("/members")
    await maryam.taps("دبیرخانه و رئیس", "زهرا امینی", "پایان دادن به این نقش", "بله، پایان یابد")
    assert "دستیار دبیرخانهٔ کارگروه هستم" in await zahra.says("اعضای کمیته")
    assert "دیگر باز نیست" in await zahra.taps("انصراف")


@pytest.mark.ci
async def test_the_people_of_the_secretariat_come_in_pages(town: Town) -> None:
    maryam = await town.secretary()
    for number in range(1, 10):
        await town.member(f"تسهیلگر {number}", Role.FACILITATOR)
    await maryam.says("/members")
    assert "تسهیلگر 8" not in await maryam.taps("دبیرخانه و رئیس")
    assert "تسهیلگر 8" in await maryam.taps("صفحهٔ بعد")
    await maryam.taps("صفحهٔ قبل")
    assert "مریم رضایی" in maryam.buttons()


@pytest.mark.ci
async def test_who_is_alone_in_an_agency_is_told_how_to_find_a_successor(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}")
    assert "پیوند زیر را برای همکار خود بفرستید" in await sara.taps("سپردن نقش به همکار")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "سارا محمدی")
    assert "نخست جانشین را دعوت کنید" in await maryam.taps("سپردن نقش به همکار")
    assert "دعوت برای چه نقشی" in await maryam.taps("دعوت برای این دستگاه")


async def test_maryam_sees_who_has_long_been_silent_or_has_blocked_the_bot(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.CONTACT, CITY)
    await ali.says("/start")
    await maryam.says("/members")
    assert not any("بی‌خبرها" in label for label in maryam.buttons())
    await town.clock.to("1398-08-14 10:00")
    await ali.says("/start")
    await maryam.says("/members")
    seen = await maryam.taps("بی‌خبرها (۱)")
    assert "سارا محمدی" in seen
    assert f"({CITY})" in seen
    assert "علی کریمی" not in seen
    assert "آخرین فعالیت: " in await maryam.taps("سارا محمدی")
    async with town.app.db.write() as session:
        await session.execute(update(Account).where(Account.user == ali.user).values(reachable=False))
    await maryam.says("/members")
    assert "آخرین فعالیت ۱۴ آبان؛ در دسترس نیست: دستیار را متوقف کرده است" in await maryam.taps("بی‌خبرها (۲)")
    assert "در دسترس نیست" in await maryam.taps("علی کریمی")
    await sara.says("/start")
    await maryam.says("/members")
    assert "سارا محمدی" not in await maryam.taps("بی‌خبرها (۱)")
