"""A reminder of forms that waits for the end of somebody's own quiet hours while one of them is sent."""

import pytest

from domain.access.member import Role
from models.tables.forms import FormRhythm
from tests.issued import issue
from tests.own_quiet_hours import quiet_until_noon
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY = "شهرداری مشهد"
OTHER = NEWS.replace("news|خبر محله", "views|نظرسنجی")
pytestmark = pytest.mark.rows


async def reminded(town: Town) -> Human:
    """Have a reminder of two monthly forms wait for Sara."""
    await town.secretary()
    sara = await town.representative_of(CITY)
    for tables, title in ((NEWS, "خبر محله"), (OTHER, "نظرسنجی")):
        form = await publish(town, tables, title)
        await attach(town, form, role=Role.REPRESENTATIVE, rhythm=FormRhythm.MONTH)
    await town.clock.to("1398-07-14 13:00")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-08-04 09:30")
    return sara


async def sends(sara: Human, title: str) -> None:
    await sara.says("/data")
    await sara.taps(f"پر کردن: {title}")
    await sara.says("خبر یک", "خبر دو")
    await sara.taps("ارسال")


async def test_a_reminder_names_no_form_that_was_sent_meanwhile(town: Town) -> None:
    sara = await reminded(town)
    await sends(sara, "خبر محله")
    sara.marks()
    await town.clock.to("1398-08-04 12:30")
    assert "«نظرسنجی»" in sara.sees()
    assert "«خبر محله»" not in sara.sees()


async def test_nobody_is_reminded_of_what_was_sent_or_withdrawn(town: Town) -> None:
    sara = await reminded(town)
    maryam = next(iter(town.people.values()))
    await sends(sara, "خبر محله")
    await maryam.says("/forms")
    await maryam.taps("نظرسنجی", "کنار گذاشتن")
    sara.marks()
    await town.clock.to("1398-08-04 12:30")
    assert "یادآوری" not in sara.sees()


async def test_neither_does_the_reminder_of_tasks(town: Town) -> None:
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-08-04")
    sara = await reminded(town)
    await sends(sara, "خبر محله")
    sara.marks()
    await town.clock.to("1398-08-04 12:30")
    assert "مصوبهٔ ۷" in sara.sees()
    assert "«نظرسنجی»" in sara.sees()
    assert "«خبر محله»" not in sara.sees()


async def test_a_form_that_was_withdrawn_and_restored_is_reminded_of_all_the_same(town: Town) -> None:
    sara = await reminded(town)
    maryam = next(iter(town.people.values()))
    for button in ("کنار گذاشتن", "بازگرداندن"):
        for title in ("نظرسنجی", "خبر محله"):
            await maryam.says("/forms")
            await maryam.taps(title, button)
    sara.marks()
    await town.clock.to("1398-08-04 12:30")
    assert "«نظرسنجی»" in sara.sees()
    assert "«خبر محله»" in sara.sees()
