"""Roles of the secretariat: given by nobody in silence, kept by nobody after their end, lured out of nobody."""

import pytest

from domain.access.member import Role
from tests.town import Human, Town

CITY = "شهرداری مشهد"
NADER = "نادر قاسمی"


async def invites_a_secretary(who: Human) -> str:
    await who.says("/members")
    await who.taps("دعوت تازه", "کارشناس دبیرخانه")
    await who.taps("یک هفته", "ساختن دعوت‌نامه")
    return who.link()


async def ends_role_of(maryam: Human, name: str) -> str:
    await maryam.says("/members")
    await maryam.taps("دبیرخانه")
    await maryam.taps(name)
    return await maryam.taps("پایان دادن به این نقش", "بله، پایان یابد")


async def test_a_new_secretary_is_told_to_the_others(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    nader = town.person(NADER)
    await nader.opens_link(await invites_a_secretary(maryam))
    assert f"{NADER} از این پس «کارشناس دبیرخانه» است (با پذیرش مریم رضایی)" in reza.sees()
    assert "از این پس" not in maryam.sees()


async def test_who_was_removed_does_not_come_back_by_an_own_invitation(town: Town) -> None:
    maryam = await town.secretary()
    nader = await town.member(NADER, Role.SECRETARY)
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    link = await invites_a_secretary(nader)
    await ends_role_of(maryam, NADER)
    told = reza.sees()
    assert f"{NADER} دیگر «کارشناس دبیرخانه» نیست و ۱ دعوت‌نامهٔ به‌کارنرفتهٔ ایشان باطل شد" in told
    assert "باطل" in await nader.opens_link(link) or "لغو" in nader.sees()
    assert nader.buttons() == ["ثبت‌نام"]


async def test_an_owner_of_the_settings_becomes_a_secretary_once(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    await ends_role_of(reza, "مریم رضایی")
    await maryam.says("/start")
    assert maryam.buttons() == ["ثبت‌نام"]


async def test_a_secretary_lured_into_a_code_keeps_the_role(both: Town) -> None:
    maryam = await both.secretary(on="bale")
    sara = await both.representative_of(CITY)
    code = (await sara.says("/link")).split("کد")[1]
    digits = "".join(letter for letter in code if letter in "۰۱۲۳۴۵۶۷۸۹")[:8]
    refused = await maryam.says(f"/link {digits}")
    assert "نقش «کارشناس دبیرخانه» دارد" in refused
    assert "بله، یکی شود" not in maryam.buttons()
    assert "دستگاه" in await maryam.says("/members")
    assert "برای نقش شما باز نیست" in await sara.says("/members")


async def test_the_roles_that_pass_are_named_before_two_accounts_become_one(both: Town) -> None:
    sara = await both.representative_of(CITY, on="bale")
    maryam = await both.secretary()
    shown = await maryam.says("/link")
    digits = "".join(letter for letter in shown if letter in "۰۱۲۳۴۵۶۷۸۹")[:8]
    assert f"نمایندهٔ {CITY}" in await sara.says(f"/link {digits}")
    assert "بله، یکی شود" in sara.buttons()


@pytest.mark.parametrize("role", [Role.CONTACT, Role.DEPUTY])
async def test_a_representative_is_made_no_less_by_a_link(town: Town, role: Role) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await maryam.says("/members")
    names = {Role.CONTACT: "رابط دستگاه", Role.DEPUTY: "جانشین نماینده"}
    await maryam.taps("دعوت تازه", names[role], "یک دستگاه")
    await maryam.says(CITY)
    await maryam.taps(CITY, "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    assert f"هم‌اکنون «نمایندهٔ {CITY}» هستید" in await sara.opens_link(maryam.link())
    assert f"نمایندهٔ {CITY}" in await sara.says("/start")


async def test_a_contact_hands_over_to_the_representative_who_stays_one(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.CONTACT, CITY)
    await ali.says("/start")
    await ali.taps("عضویت و مشخصات من", f"رابط {CITY}", "سپردن نقش به همکار", "سارا محمدی")
    await ali.taps("ثبت")
    assert f"نمایندهٔ {CITY}" in await sara.says("/start")
