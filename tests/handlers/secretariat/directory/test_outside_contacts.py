"""Contacts of other committees: invited, found, removed; and all that they can do."""

import pytest

from tests.town import Town

COMMITTEE = "دبیرخانهٔ کمیتهٔ فرهنگی طرح نجات"


async def test_a_contact_joins_by_a_link_for_one_and_is_told_politely_what_there_is_to_do(both: Town) -> None:
    maryam = await both.secretary()
    await maryam.says("/members")
    assert "هنوز کسی نیست" in await maryam.taps("رابط‌های کمیته‌ها")
    await maryam.taps("دعوت رابط")
    await maryam.says(COMMITTEE)
    await maryam.taps("یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    assert f"«رابط {COMMITTEE}»" in maryam.everything()
    nader = both.person("نادر اکبری", on="bale")
    welcome = await nader.opens_link(maryam.link())
    assert f"رابط {COMMITTEE}" in welcome
    assert "اطلاع‌رسانی‌های دبیرخانه همین‌جا به شما می‌رسد" in welcome
    assert "اطلاع‌رسانی‌های دبیرخانه" in await nader.says("/start")
    for command in ("/tasks", "/report", "/status", "/members"):
        assert "شما رابط کمیته‌ای دیگر هستید" in await nader.says(command)
    assert "کناره‌گیری" in await nader.says("/help")
    await maryam.says("/members")
    assert f"۱ نفر\n{COMMITTEE}" in await maryam.taps("رابط‌های کمیته‌ها")
    await maryam.taps("فهرست و جست‌وجو")
    await maryam.says("فرهنگی")
    assert "نادر اکبری" in await maryam.taps("نادر اکبری")
    await maryam.taps("پایان دادن به این نقش", "بله، پایان یابد")
    assert "از سوی دبیرخانه پایان یافت" in nader.sees()
    assert "خود را معرفی کنید" in await nader.says("/start")


@pytest.mark.ci
async def test_a_link_for_many_asks_for_approval_and_a_contact_may_leave(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("رابط‌های کمیته‌ها", "دعوت رابط")
    await maryam.says(COMMITTEE)
    await maryam.taps("چند نفر", "یک هفته", "ساختن دعوت‌نامه")
    nader = town.person("نادر اکبری")
    await nader.opens_link(maryam.link())
    await nader.taps("جناب آقای")
    await nader.says("نادر اکبری", "کارشناس دبیرخانه")
    assert "معرفی‌نامه" not in await nader.shares_phone()
    assert f"رابط {COMMITTEE}" in await nader.taps("ارسال")
    shown = await maryam.taps("بررسی درخواست‌ها")
    assert f"رابط {COMMITTEE}" in shown
    assert "در فهرست دستگاه‌ها نیست" not in shown
    assert "افزودن دستگاه" not in "".join(maryam.buttons())
    await maryam.taps("پذیرش")
    assert f"رابط {COMMITTEE}" in nader.sees()
    await nader.says("/start")
    await nader.taps("عضویت و مشخصات من", "رابط دبیرخانهٔ", "کناره‌گیری", "بله")
    assert "پایان یافت" in nader.sees()
    await maryam.says("/members")
    assert "هنوز کسی نیست" in await maryam.taps("رابط‌های کمیته‌ها")
