"""The status for the secretariat: in words, by agency and by resolution, and as a picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import Tap
from handlers.secretariat.followup.status import GroupBy, Place
from models.tables.meetings import Meeting, MeetingState, Resolution
from tests.answered import reported, returned
from tests.issued import issue
from tests.town import Town

CITY, CHAMBER, RELIEF = "شهرداری مشهد", "اتاق بازرگانی", "کمیتهٔ امداد"
TABLE = "جدول منابع محله‌های هدف تکمیل شود."
PLACES = "مکان‌های خالی معرفی شود."


async def test_who_is_longest_overdue_stands_first(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 11, TABLE, CHAMBER, RELIEF, due="1398-07-16")
    await town.clock.to("1398-07-18 10:00")
    await reported(reza, "سند فرستاده شد.")
    seen = await maryam.opens("وضعیت پاسخ‌ها")
    assert "از ۳ اقدام، به ۱ مورد پاسخ داده شده است؛ ۱ معوق، ۱ مهلت دارد." in seen
    assert "۱. کمیتهٔ امداد (نماینده ندارد)\n۱ معوق؛ تا ۲ روز دیرکرد" in seen
    assert "۲. شهرداری مشهد\n۱ مهلت دارد؛ نزدیک‌ترین مهلت ۲۰ مهر" in seen
    assert "۳. اتاق بازرگانی\n۱ پاسخ در انتظار بررسی" in seen


async def test_an_agency_is_opened_with_what_it_owes_and_who_answers_for_it(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-16")
    await issue(town, 13, PLACES, CITY, due="1398-07-27")
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۱۳", "انجام شده")
    await sara.says("۱۲ مکان")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    await town.clock.to("1398-07-16 09:00")
    await town.clock.to("1398-07-18 10:00")
    await maryam.says("/status")
    seen = await maryam.taps(CITY)
    assert "نماینده: سارا محمدی" in seen
    assert "آخرین پاسخ: گزارش شمارهٔ ۱، شنبه ۱۳ مهر ۱۳۹۸، در انتظار بررسی" in seen
    assert "مصوبهٔ ۷، ۲ روز از مهلت گذشته" in seen
    assert "آخرین پیام ما: سه‌شنبه ۱۶ مهر ۱۳۹۸" in seen
    assert PLACES not in seen
    assert TABLE in await maryam.taps("مصوبهٔ ۷")


async def test_one_number_of_two_meetings_is_told_apart_wherever_an_agency_s_debts_are_listed(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-07-16")
    await issue(town, 7, PLACES, CITY, due="1398-07-27", meeting_number=6)
    named = {"مصوبهٔ ۷، جلسهٔ ۵", "مصوبهٔ ۷، جلسهٔ ۶"}
    await maryam.says("/status")
    seen = await maryam.taps(CITY)
    assert named <= set(maryam.buttons(under="نماینده"))
    assert "مصوبهٔ ۷، جلسهٔ ۶، ۱۴ روز مانده" in seen
    await maryam.says("/behalf")
    await maryam.taps(CITY)
    offered = maryam.buttons(under="ثبت از طرف دستگاه")
    assert named == {name for name in named for label in offered if label.startswith(f"{name}، ")}


async def test_whoever_nobody_represents_is_invited_from_there(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, RELIEF, due="1398-07-16")
    await maryam.says("/status")
    seen = await maryam.taps(RELIEF)
    assert "نماینده: ندارد" in seen
    assert "تاکنون پاسخی نرسیده است" in seen
    assert "آخرین پیام ما" not in seen
    assert "دعوت" in await maryam.taps("دعوت نماینده")


async def test_a_resolution_shows_who_has_answered_and_who_has_not(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, CHAMBER, due="1398-07-20")
    await reported(sara, "جدول شش محله")
    await maryam.says("/status")
    assert "مصوبهٔ ۷: جدول منابع" in await maryam.taps("به ترتیب مصوبه")
    waiting, answered = (await maryam.taps("مصوبهٔ ۷")).split("پاسخ داده‌اند")
    assert "• اتاق بازرگانی: ۷ روز مانده" in waiting
    assert "• شهرداری مشهد: پاسخ در انتظار بررسی" in answered
    await maryam.taps("بازگشت به فهرست")
    assert "به ترتیب مصوبه، از عقب‌مانده‌ترین" in maryam.sees()


async def test_a_returned_report_is_owed_again_and_its_answer_remembered(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await reported(sara, "جدول چهار محله")
    await returned(maryam, "دو محله کم است.")
    assert "هنوز پاسخی نرسیده است؛ ۱ برگشته برای اصلاح" in await maryam.says("/status")
    await maryam.taps("به ترتیب مصوبه")
    seen = await maryam.taps("مصوبهٔ ۷")
    assert "• شهرداری مشهد: برگشته برای اصلاح، ۷ روز مانده" in seen
    assert "پاسخ پیشین ۱۳ مهر" in seen


async def test_a_continuous_one_is_never_late_and_is_counted_apart(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 2, TABLE, CITY, deadline={"kind": "continuous"})
    await town.clock.to("1398-12-01 10:00")
    seen = await maryam.says("/status")
    assert "\n۱ اقدام مستمر یا بدون تاریخ." in seen
    assert "گذشته" not in seen
    assert "از ۱ اقدام" not in seen


async def test_nothing_asked_yet_says_what_to_do(town: Town) -> None:
    maryam = await town.secretary()
    assert "پس از «تأیید و ابلاغ»" in await maryam.says("/status")


async def test_many_agencies_are_paged_and_the_page_is_returned_to(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 6, TABLE, *(f"دستگاه {letter}" for letter in "ابپتثجچحخد"), due="1398-07-20")
    await maryam.says("/status")
    assert "صفحهٔ بعد" in maryam.buttons()
    assert "۹. دستگاه خ" in await maryam.taps("صفحهٔ بعد")
    await maryam.taps("دستگاه خ")
    assert "۹. دستگاه خ" in await maryam.taps("بازگشت به فهرست")


async def test_one_of_several_meetings_is_chosen_and_stays_chosen(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TABLE, CITY, due="1398-07-16")
    await issue(town, 3, PLACES, CHAMBER, due="1398-07-20")
    async with town.app.db.write() as session:
        sixth = Meeting(title="جلسهٔ ششم کارگروه", state=MeetingState.ISSUED, created_at=town.clock.now())
        session.add(sixth)
        resolution = await session.scalar(select(Resolution).where(Resolution.number == 3))
        assert resolution
        resolution.meeting = sixth
    seen = await maryam.says("/status")
    assert CITY in seen
    assert CHAMBER in seen
    await maryam.taps("انتخاب جلسه")
    seen = await maryam.taps("جلسهٔ ششم کارگروه")
    assert CHAMBER in seen
    assert CITY not in seen
    assert "مصوبهٔ ۷" not in await maryam.taps("به ترتیب مصوبه")
    assert "جلسهٔ ششم کارگروه" in await maryam.taps("مصوبهٔ ۳")
    assert CITY not in await maryam.taps("بازگشت به فهرست")
    assert CITY in await maryam.taps("انتخاب جلسه", "همهٔ جلسه‌ها", "به ترتیب دستگاه")


@pytest.mark.parametrize("arg", ["", "a", "a.1.2", "a.x.0.0", "n.0.0.0", "a.0.0.0.0"])
def test_a_place_that_no_button_carries_is_the_beginning(arg: str) -> None:
    assert Place.of(Tap("status", arg=arg)) == Place()


@given(st.builds(Place, st.sampled_from(GroupBy), *[st.integers(0, 10**6)] * 3))
def test_a_place_is_carried_by_a_button_there_and_back(place: Place) -> None:
    carried = Tap.decode(place.tap("status.resolution", 10**9).encode())
    assert carried
    assert Place.of(carried) == place


async def test_the_chair_reads_and_changes_nothing(town: Town) -> None:
    await town.secretary()
    chair = await town.member("دکتر کاظمی", Role.CHAIR)
    await issue(town, 7, TABLE, RELIEF, due="1398-07-16")
    assert RELIEF in await chair.says("/status")
    await chair.taps(RELIEF)
    assert "دعوت نماینده" not in chair.buttons()
    assert "مشخصات و افراد" not in chair.buttons()


async def test_a_representative_does_not_see_what_others_owe(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, RELIEF, due="1398-07-16")
    assert "برای نقش شما باز نیست" in await sara.says("/status")


async def test_the_longest_names_and_texts_fit_one_message(town: Town) -> None:
    maryam = await town.secretary()
    names = [f"{'سازمان ' * 42}{number}" for number in range(9)]
    for name in names[:3]:
        for place in range(3):
            await town.representative_of(name, f"{'نماینده ' * 22}{name[-1]}{place}")
    for number in range(9):
        await issue(town, number + 1, "تکمیل جدول " * 200, *names, due="1398-07-16")
    await town.clock.to("1398-07-20 10:00")
    for screen in (
        await maryam.says("/status"),
        await maryam.taps("سازمان"),
        await maryam.taps("بازگشت به فهرست"),
        await maryam.taps("به ترتیب مصوبه"),
        await maryam.taps("مصوبهٔ ۱"),
    ):
        assert "خطایی پیش آمد" not in screen
        assert 500 < len(screen) < 4096
