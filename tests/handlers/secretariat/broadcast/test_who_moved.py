"""People who leave an agency at night, while what was sent to its people waits for the morning."""

import pytest

from tests.handlers.representative.test_who_moved_on import leaves
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
NEWS, LATER = "جلسه به سه‌شنبه افتاد.", "جلسه به چهارشنبه افتاد."
pytestmark = pytest.mark.rows


async def test_who_moved_to_another_agency_does_not_get_what_was_sent_to_the_former_one(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CITY, "علی کریمی")
    await town.clock.to("1398-07-13 22:30")
    await drafts(maryam, "دستگاه‌های انتخاب‌شده", CITY, "ادامه")
    await sends(town, maryam, "۲")
    await town.representative_of(CHAMBER)
    await leaves(town, sara, CITY)
    await finishes(town, maryam)
    await town.clock.to("1398-07-14 08:30")
    await finishes(town, maryam)
    assert NEWS in ali.everything()
    assert NEWS not in sara.everything()


async def test_who_moved_gets_all_the_same_what_is_for_everybody(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.clock.to("1398-07-13 22:30")
    await drafts(maryam)
    await sends(town, maryam, "۲")
    await town.representative_of(CHAMBER)
    await leaves(town, sara, CITY)
    await finishes(town, maryam)
    await town.clock.to("1398-07-14 08:30")
    await finishes(town, maryam)
    assert NEWS in sara.everything()


async def test_neither_a_reminder_nor_a_correction_follows_who_moved(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "دستگاه‌های انتخاب‌شده", CITY, "ادامه")
    await sends(town, maryam, "۱")
    await town.clock.to("1398-07-13 22:30")
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("۱. ", "فهرست رؤیت‌ها", "یادآوری به")
    await finishes(town, maryam)
    await town.representative_of(CHAMBER)
    await leaves(town, sara, CITY)
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("۱. ", "اصلاح متن")
    await maryam.says(LATER)
    await finishes(town, maryam)
    await town.clock.to("1398-07-14 08:30")
    await finishes(town, maryam)
    assert LATER not in sara.everything()
    assert "هنوز رؤیت نشده است" not in sara.everything()
