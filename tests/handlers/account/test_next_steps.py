"""Nobody is at a dead end: without a neighbourhood, a kind, a colleague or anything to do there is a next step."""

import pytest

from domain.access.member import Role
from tests.handlers.account.test_registration import fill
from tests.handlers.secretariat.directory.test_neighbourhoods import lists
from tests.town import Town

CITY = "شهرداری مشهد"


@pytest.mark.ci
async def test_a_facilitator_of_no_neighbourhood_is_led_to_the_choice_of_one(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب")
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR)
    for command in ("/tasks", "/report", "/history", "/duties"):
        assert "هنوز محله‌ای برای شما ثبت نشده است" in await mohsen.says(command)
        assert mohsen.buttons() == ["محله‌های من"]
    assert "محله‌های خود را انتخاب کنید" in await mohsen.says("/start")
    assert "هنوز محله‌ای انتخاب نکرده‌اید" in await mohsen.taps("محله‌های من")
    assert "در انتظار تأیید دبیرخانه" in await mohsen.taps("افزودن یا برداشتن محله", "محلهٔ گلشهر", "ادامه")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    assert "اکنون اقدام بازی ندارید" in await mohsen.says("/report")
    assert {"پاسخ‌های پیشین", "محله‌های من"} <= set(mohsen.buttons())
    assert "پاسخی فرستاده نشده" in await mohsen.taps("پاسخ‌های پیشین")
    assert "تسهیلگران" in await mohsen.says("/duties")


@pytest.mark.ci
async def test_whoever_misses_the_duties_asks_the_secretariat_for_the_kind(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/duties")
    assert "از دبیرخانه خواستیم" in await sara.taps("از دبیرخانه بخواهید آن را تعیین کند")
    assert f"{CITY} می‌خواهد نقش و وظیفهٔ خود را ببیند" in maryam.sees()
    await maryam.taps("اصلاح مشخصات", "اصلاح نوع")
    await maryam.says("شهرداری‌ها")
    await maryam.taps("در فهرست نیست", "ثبت")
    assert "شهرداری‌ها" in await sara.says("/duties")
    assert "اقدام‌های باز من" in sara.buttons()


@pytest.mark.ci
async def test_a_role_is_handed_to_somebody_who_was_not_registered_yet(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}", "سپردن نقش به همکار")
    assert "پیوند زیر را برای همکار خود بفرستید" in sara.sees()
    await sara.taps("پیوند ثبت‌نام برای همکار")
    link = sara.link()
    await sara.taps("بازگشت", "سپردن نقش به همکار", "پیوند ثبت‌نام برای همکار")
    assert sara.link() == link
    ali = town.person("علی کریمی")
    assert "با چه عنوانی" in await ali.opens_link(link)
    await fill(ali, name="علی کریمی")
    await ali.taps("ارسال")
    assert "هنوز عضو نیست" in await sara.taps("بازگشت", "سپردن نقش به همکار")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}", "سپردن نقش به همکار", "علی کریمی")
    assert "سپرده شد" in await sara.taps("ثبت")
    assert f"نمایندهٔ {CITY}" in await ali.says("/start")


async def test_a_facilitators_link_brings_a_colleague_of_the_same_neighbourhood(town: Town) -> None:
    maryam = await lists(town, "گلشهر", "طلاب")
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR, "محلهٔ گلشهر")
    await mohsen.says("/start")
    await mohsen.taps("عضویت و مشخصات من", "تسهیلگر محلهٔ گلشهر", "سپردن نقش به همکار", "پیوند ثبت‌نام برای همکار")
    nadia = town.person("نادیا کرمی")
    await nadia.opens_link(mohsen.link())
    assert "محلهٔ گلشهر" in await fill(nadia, name="نادیا کرمی")
    await nadia.taps("ارسال")
    assert "محله‌ها: محلهٔ گلشهر" in await maryam.taps("بررسی درخواست‌ها")
    await maryam.taps("پذیرش")
    assert "تسهیلگر محلهٔ گلشهر" in nadia.sees()


async def test_a_facilitator_of_very_many_neighbourhoods_gets_screens_that_fit_on_either_platform(both: Town) -> None:
    maryam = await lists(both, *(f"شهرک شمارهٔ {number}" for number in range(1, 121)))
    mohsen = await both.member("محسن صادقی", Role.FACILITATOR, on="bale")
    await mohsen.says("/start")
    await mohsen.taps("محله‌های من", "افزودن یا برداشتن محله", "همهٔ ۱۲۰ مورد")
    assert "در انتظار تأیید دبیرخانه" in await mohsen.taps("ادامه")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    await mohsen.says("/start")
    await mohsen.taps("محله‌های من", "صفحهٔ بعد")
    assert "تسهیلگر ۱۲۰ محله" in await mohsen.says("/start")
    assert "و ۱۱۲ نقش دیگر" in await mohsen.taps("عضویت و مشخصات من")
    assert "محله‌های من" in mohsen.buttons()
    await mohsen.says("/tasks")
    assert "محله‌های من" in mohsen.buttons()
    await mohsen.says("/settings")
    assert len(mohsen.buttons()) < 10
