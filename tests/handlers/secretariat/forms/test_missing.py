"""People who have not sent a form: the secretary sees them by target, and reminds them once a day."""

from domain.access.member import Role
from models.tables.forms import FormRhythm
from tests.handlers.representative.forms.test_filling import ONE
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def test_a_secretary_sees_who_has_not_sent_a_form_and_reminds_them(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    mina = await town.member("مینا صادقی", Role.FACILITATOR, "گلشهر")
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.FACILITATOR)
    await mina.says("/data")
    await mina.taps("پر کردن: خبر محله")
    await mina.says("باران")
    await mina.taps("ارسال")
    await maryam.says("/forms")
    await maryam.taps("خبر محله")
    seen = await maryam.taps("نفرستاده‌ها (۲)")
    assert "تسهیلگران، هر محله جدا" in seen
    assert "• سیدی: رضا احمدی، بدون مهلت" in seen
    assert "• طبرسی: رضا احمدی، بدون مهلت" in seen
    assert "گلشهر" not in seen
    assert "به ۱ نفر یادآوری شد" in await maryam.taps("یادآوری به همهٔ آن‌ها")
    await town.clock.to("1398-07-14 10:00")
    assert "فرم «خبر محله» هنوز از شما نرسیده است:\n• طبرسی، بدون مهلت\n• سیدی، بدون مهلت" in reza.everything()
    assert "هنوز از شما نرسیده" not in mina.everything()
    assert "چه خبر؟" in await reza.taps("پر کردن: سیدی")
    await maryam.taps("یادآوری به همهٔ آن‌ها")
    assert "امروز به همهٔ آن‌ها یادآوری شده است" in await maryam.taps("یادآوری به همهٔ آن‌ها")


async def test_of_a_resolution_each_agency_counts_until_its_form_is_sent(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    chair = await town.member("رضا کمالی", Role.CHAIR)
    await issue(town, 7, "خبر بدهند.", CITY, CHAMBER, due="1398-07-20")
    await attach(town, await publish(town, ONE, "خبر محله"), resolution=1)
    await chair.says("/forms")
    seen = await chair.taps("خبر محله", "نفرستاده‌ها (۲)")
    assert f"• {CHAMBER}: کسی عضو نیست، ۷ روز مانده، تا شنبه ۲۰ مهر ۱۳۹۸" in seen
    assert "یادآوری به همهٔ آن‌ها" not in chair.buttons()
    await maryam.says("/forms")
    await maryam.taps("خبر محله", "نفرستاده‌ها (۲)")
    assert "به ۱ نفر یادآوری شد" in await maryam.taps("یادآوری به همهٔ آن‌ها")
    await town.clock.to("1398-07-14 10:00")
    await sara.taps("پر کردن فرم")
    await sara.says("باران")
    await sara.taps("ارسال")
    await maryam.says("/forms")
    assert f"• {CITY}" not in await maryam.taps("خبر محله", "نفرستاده‌ها (۱)")


async def test_nobody_is_missing_of_a_form_for_whenever_there_is_a_need(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.REPRESENTATIVE, rhythm=FormRhythm.ALWAYS)
    await maryam.says("/forms")
    await maryam.taps("خبر محله")
    assert not [button for button in maryam.buttons() if "نفرستاده" in button]


async def test_who_sends_it_before_the_morning_is_not_reminded_of_it(town: Town) -> None:
    maryam = await town.secretary()
    mina = await town.member("مینا صادقی", Role.FACILITATOR, "گلشهر")
    await town.member("مینا صادقی", Role.FACILITATOR, "سیدی")
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await attach(town, await publish(town, ONE, "خبر محله"), role=Role.FACILITATOR)
    await town.clock.to("1398-07-13 22:00")
    await maryam.says("/forms")
    await maryam.taps("خبر محله", "نفرستاده‌ها (۳)", "یادآوری به همهٔ آن‌ها")
    await reza.says("/data")
    await reza.taps("پر کردن: خبر محله")
    await reza.says("باران")
    await reza.taps("ارسال")
    await mina.says("/data")
    await mina.taps("گلشهر")
    await mina.says("برف")
    await mina.taps("ارسال")
    await town.clock.to("1398-07-14 10:00")
    assert "هنوز از شما نرسیده" not in reza.everything()
    assert "هنوز از شما نرسیده است:\n• سیدی، بدون مهلت\n" in mina.everything()
