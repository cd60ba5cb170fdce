"""Invitation links: those that let in at once, and those that ask with the agency already chosen."""

import io

import openpyxl
import pytest

from domain.access.member import Role
from tests.issued import issue
from tests.town import OWNER_ID, Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def invited_link(maryam: Human, agency: str, *, use: str = "یک نفر", role: str = "نمایندهٔ دستگاه") -> str:
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", role, "یک دستگاه")
    await maryam.says(agency)
    await maryam.taps(f"«{agency}» در فهرست نیست" if agency == CHAMBER else agency, use, "یک هفته", "ساختن دعوت‌نامه")
    return maryam.link()


async def test_a_link_of_one_use_lets_in_at_once_and_shows_what_is_owed(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await issue(town, 7, "جدول منابع محله‌های هدف تکمیل شود.", CITY, due="1398-07-20")
    link = await invited_link(maryam, CITY)
    assert not any("photo" in message for message in maryam.messages())
    await maryam.taps("تصویر پیوند")
    assert any("photo" in message for message in maryam.messages())
    sara = town.person("سارا محمدی")
    welcome = await sara.opens_link(link)
    assert f"نمایندهٔ {CITY}" in welcome
    assert "تا شنبه ۲۰ مهر ۱۳۹۸: جدول منابع" in welcome
    assert "با چه عنوانی" in welcome
    await sara.taps("سرکار خانم")
    await sara.says("سارا محمدی", "کارشناس")
    await sara.shares_phone()
    assert "مشخصات شما ثبت شد" in await sara.taps("ثبت")
    ali = town.person("علی کریمی")
    assert "پیش‌تر به کار رفته است" in await ali.opens_link(link)
    assert "هم‌اکنون «نمایندهٔ شهرداری مشهد» هستید" in await sara.opens_link(link)


async def test_the_last_button_says_what_it_makes_and_is_understood_when_typed(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    seen = await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه", CITY, "یک نفر", "یک هفته")
    assert "پیش از ساختن دعوت‌نامه" in seen
    assert "«ساختن دعوت‌نامه» را بزنید" in await maryam.says("متن دیگر")
    assert "دعوت‌نامه ساخته شد" in await maryam.says("ساختن دعوت نامه")


async def test_a_link_for_many_asks_for_approval_with_the_agency_chosen(town: Town) -> None:
    maryam = await town.secretary()
    link = await invited_link(maryam, CHAMBER, use="چند نفر", role="رابط دستگاه")
    for name in ("سارا محمدی", "علی کریمی"):
        guest = town.person(name)
        assert f"رابط {CHAMBER}" in await guest.opens_link(link)
        await guest.taps("سرکار خانم" if name.startswith("سارا") else "جناب آقای")
        await guest.says(name, "کارشناس")
        await guest.shares_phone()
        await guest.taps("بدون معرفی‌نامه")
        assert "برای دبیرخانه فرستاده شد" in await guest.taps("ارسال")
    await town.clock.to("1398-07-13 18:30")
    shown = await maryam.taps("بررسی درخواست‌ها")
    assert "با پیوند دعوت آمده است" in shown
    assert "۲ درخواست در انتظار" in shown
    await maryam.taps("پذیرش", "درخواست بعدی", "پذیرش")
    assert f"رابط {CHAMBER}" in town.person("علی کریمی").sees()
    await maryam.says("/members")
    assert "۲ درخواست" in await maryam.taps("دعوت‌نامه‌های باز")


async def test_on_the_meeting_day_one_picture_serves_all_agencies(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "همهٔ دستگاه‌ها", "یک روز", "ساختن دعوت‌نامه")
    sara = town.person("سارا محمدی")
    assert "از کدام دستگاه" in await sara.opens_link(maryam.link())
    assert CITY in sara.buttons()


async def test_a_link_that_is_taken_back_expired_or_unknown_says_so(town: Town) -> None:
    maryam = await town.secretary()
    first = await invited_link(maryam, CHAMBER)
    await maryam.taps("باطل کردن")
    sara = town.person("سارا محمدی")
    assert "باطل کرده است" in await sara.opens_link(first)
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "رئیس کارگروه", "یک روز", "ساختن دعوت‌نامه")
    second = maryam.link()
    await town.clock.to("1398-07-15 09:00")
    assert "پایان یافته است" in await sara.opens_link(second)
    assert "شناخته نشد" in await sara.opens_link("nothing-of-the-kind")
    assert "نخست ثبت‌نام کنید" in await sara.says("/tasks")


async def test_an_owner_who_comes_by_a_link_is_a_secretary_and_what_the_link_gives(town: Town) -> None:
    zahra = await town.member("زهرا امینی", Role.SECRETARY)
    maryam = town.person("مریم رضایی", OWNER_ID)
    assert f"نمایندهٔ {CHAMBER}" in await maryam.opens_link(await invited_link(zahra, CHAMBER))
    assert "کارشناس دبیرخانه" in await maryam.says("/start")


async def test_a_link_that_has_let_in_can_no_longer_be_taken_back(town: Town) -> None:
    maryam = await town.secretary()
    await town.person("سارا محمدی").opens_link(await invited_link(maryam, CHAMBER))
    seen = await maryam.taps("باطل کردن")
    assert "پیش‌تر به کار رفته" in seen
    assert "باطل شد" not in seen


async def test_from_an_agencys_page_only_its_own_roles_are_invited(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "دعوت برای این دستگاه")
    assert maryam.buttons() == ["نمایندهٔ دستگاه", "جانشین نماینده", "رابط دستگاه", "مدیر دستگاه", "انصراف"]
    assert f"جانشین نمایندهٔ {CITY}" in await maryam.taps("جانشین نماینده", "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    sara = town.person("سارا محمدی")
    assert f"جانشین نمایندهٔ {CITY}" in await sara.opens_link(maryam.link())


async def test_a_secretary_invites_another(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "کارشناس دبیرخانه", "یک هفته", "ساختن دعوت‌نامه")
    zahra = town.person("زهرا امینی")
    assert "کارشناس دبیرخانه" in await zahra.opens_link(maryam.link())
    assert "۰ دستگاه" in await zahra.says("/members")


@pytest.mark.ci
async def test_the_open_invitations_are_listed_and_sent_as_a_sheet(town: Town) -> None:
    maryam = await town.secretary()
    await invited_link(maryam, CHAMBER)
    await maryam.says("/members")
    assert f"نمایندهٔ {CHAMBER}" in await maryam.taps("دعوت‌نامه‌های باز")
    await maryam.taps("همه در یک کاربرگ")
    sheet = next(message["document"] for message in maryam.messages() if "document" in message)
    assert sheet["file_name"].endswith(".xlsx")


async def test_all_agencies_without_a_representative_are_invited_on_one_sheet(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    agencies = [f"ادارهٔ {name}" for name in ("آب", "برق", "گاز", "راه")]
    await issue(town, 7, "جدول منابع", CITY, *agencies, due="1398-07-20")
    await maryam.says("/members")
    assert "برای ۴ دستگاه دعوت‌نامهٔ نماینده ساخته شد" in await maryam.taps("دعوت همهٔ بی‌نماینده‌ها (۴)")
    sheet = openpyxl.load_workbook(io.BytesIO(await maryam.downloads("xlsx"))).worksheets[0]
    head, *rows = [[str(value) for value in row] for row in sheet.values]
    assert {row[0] for row in rows} == set(agencies)
    link, text = head.index(next(name for name in head if "پیوند" in name)), head.index("متن پیام")
    assert all(row[link] in row[text] for row in rows)
    # A second press makes none anew, and one agency's link is given in one tap.
    await maryam.says("/members")
    assert "۴ دستگاه از پیش دعوت‌نامهٔ باز دارد" in await maryam.taps("دعوت همهٔ بی‌نماینده‌ها (۴)")
    await maryam.says("/status")
    assert "همان است" in await maryam.taps("ادارهٔ آب", "دعوت نماینده")
    reza = town.person("رضا احمدی")
    assert "جدول منابع" in await reza.opens_link(next(row[link] for row in rows if row[0] == "ادارهٔ آب"))
    await maryam.says("/members")
    assert "دعوت همهٔ بی‌نماینده‌ها (۳)" in maryam.buttons()


async def test_one_person_serves_two_agencies_and_switches_in_a_tap(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 3, "کار اتاق", CHAMBER, due="1398-07-20")
    await issue(town, 4, "کار شهرداری", CITY, due="1398-07-20")
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "رابط دستگاه", "یک دستگاه", CHAMBER, "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    await sara.opens_link(maryam.link())
    seen = await sara.says("/start")
    assert f"رابط {CHAMBER}: ۱ اقدام باز" in seen
    assert "کار اتاق" in await sara.says("/tasks")
    await sara.says("/start")
    assert f"نمایندهٔ {CITY}: ۱ اقدام باز" in await sara.taps(f"کار برای {CITY}")
    assert "کار شهرداری" in await sara.says("/tasks")


async def test_who_joins_a_second_agency_reads_for_which_they_act_and_can_go_back(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    seen = await sara.opens_link(await invited_link(maryam, CHAMBER))
    assert f"از این پس برای {CHAMBER} کار می‌کنید" in seen
    await sara.taps(f"کار برای {CITY}")
    assert f"اقدام‌های باز {CITY}" in await sara.says("/tasks")
