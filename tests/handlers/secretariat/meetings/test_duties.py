"""The appendix's duties: turned into resolutions, and asked about each quarter with a table for each kind."""

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.agencies import ActorKind, Agency, Duty
from models.tables.meetings import Meeting, MeetingState
from tests.handlers.secretariat.meetings.binalud import obligations
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Human, Town

CITY, WATER = "شهرداری مشهد", "شرکت آب"
TEXTS = ("آمار محله‌ها را به‌روز نگه دارند.", "نشست ماهانه با تسهیلگران برگزار کنند.")


async def with_duties(town: Town) -> tuple[Human, Human]:
    """Return Maryam, whose meeting has an appendix for services, and Sara of the city, which is one of two services."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.representative_of(WATER, "رضا احمدی")
    async with town.app.db.write() as session:
        meeting = Meeting(
            title="جلسهٔ پنجم کارگروه",
            number=5,
            held_on=from_jalali(1398, 7, 13),
            state=MeetingState.ISSUED,
            created_at=town.clock.now(),
            duties=[{"actor_kind": "دستگاه‌های خدماتی", "duties": list(TEXTS)}],
        )
        session.add(meeting)
        await session.flush()
        kind, banks = ActorKind(name="دستگاه‌های خدماتی", place=1), ActorKind(name="بانک‌ها", place=2)
        session.add_all(
            Duty(kind=kind, number=at, text=text, meeting_id=meeting.id) for at, text in enumerate(TEXTS, 1)
        )
        session.add(Duty(kind=banks, number=1, text="تسهیلات بدهند.", meeting_id=meeting.id))
        await session.flush()
        await session.execute(update(Agency).where(Agency.name.in_((CITY, WATER))).values(kind_id=kind.id))
    return maryam, sara


async def opens_kind(maryam: Human) -> str:
    await maryam.says("/meetings")
    return await maryam.taps("جلسهٔ ۵", "وظایف پیوست", "دستگاه‌های خدماتی")


@pytest.mark.rows
async def test_a_duty_becomes_a_resolution_of_those_who_were_ticked(town: Town) -> None:
    maryam, sara = await with_duties(town)
    assert TEXTS[0] in await opens_kind(maryam)
    await maryam.taps("وظیفهٔ ۱", "تبدیل به اقدام")
    await maryam.says("هر سه ماه")
    await maryam.taps(CITY)
    assert f"○ {WATER}" in maryam.buttons()
    await maryam.taps("ادامه")
    seen = await maryam.taps("ثبت")
    assert "به اقدام ۱ دستگاه تبدیل شد" in seen
    assert TEXTS[0] in seen
    assert "این اقدام را از شما می‌خواهد" in sara.everything()
    assert TEXTS[0] in await sara.says("/tasks")
    [made] = await obligations(town)
    assert made.agency.name == CITY
    assert made.due == from_jalali(1398, 10, 13)
    assert made.period
    await opens_kind(maryam)
    await maryam.taps("وظیفهٔ ۱")
    assert "تبدیل به اقدام" not in maryam.buttons()


async def test_who_answers_for_two_agencies_reads_which_one_each_line_is_of(town: Town) -> None:
    maryam, sara = await with_duties(town)
    await town.representative_of(WATER)
    await opens_kind(maryam)
    await maryam.taps("وظیفهٔ ۱", "تبدیل به اقدام")
    await maryam.says("دو هفته")
    await maryam.taps(CITY, WATER, "ادامه", "ثبت")
    told = sara.everything()
    for agency in (CITY, WATER):
        assert f"، {agency}، تا شنبه ۲۷ مهر ۱۳۹۸: {TEXTS[0]}" in told


@pytest.mark.ci
async def test_what_cannot_become_a_resolution_is_refused_and_nothing_is_made(town: Town) -> None:
    maryam, _ = await with_duties(town)
    layla = await town.member("لیلا کریمی", Role.SECRETARY)
    for secretary in (maryam, layla):
        await opens_kind(secretary)
        await secretary.taps("وظیفهٔ ۲", "تبدیل به اقدام")
    await maryam.says("پس از تأمین اعتبار")
    await maryam.taps(CITY, "ادامه")
    assert "پس از تأمین اعتبار" in await maryam.taps("ثبت")
    assert await obligations(town) == []
    await layla.says("هر سه ماه")
    await layla.taps(CITY, "ادامه", "ثبت")
    await maryam.taps("اصلاح مهلت")
    await maryam.says("هر ماه")
    assert "پیش‌تر به مصوبهٔ ۱ تبدیل شده است" in await maryam.taps("ثبت")
    assert len(await obligations(town)) == 1


@pytest.mark.rows
async def test_a_kind_is_asked_each_quarter_and_counted(town: Town) -> None:
    maryam, sara = await with_duties(town)
    await opens_kind(maryam)
    assert "برای ۲ نفر فرستاده شد" in await maryam.taps("پرسش پاییز ۱۳۹۸")
    assert not any("پرسش پاییز" in label for label in maryam.buttons())
    assert f"وظایف {CITY} در پاییز ۱۳۹۸" in sara.everything()
    assert "1. انجام‌شده".replace("1", "۱") in await sara.taps("۱: انجام‌شده")
    seen = await sara.taps("۲: مشمول نیست")
    assert "وضعیت همهٔ وظیفه‌ها ثبت شد" in seen
    await sara.says("/duties")
    await sara.taps("وضعیت وظایف این فصل", "تغییر ۱")
    assert "۱. در دست انجام" in await sara.taps("۱: در دست انجام")
    await opens_kind(maryam)
    seen = await maryam.taps("جدول فصل")
    assert "۱ از ۲ دستگاه به همهٔ وظیفه‌ها پاسخ داده است" in seen
    first, second = seen.split(TEXTS[1])
    assert "انجام‌شده ۰، در دست انجام ۱، انجام‌نشده ۰، مشمول نیست ۰" in first
    assert "مشمول نیست ۱" in second


@pytest.mark.rows
async def test_who_has_not_answered_is_listed_and_reminded_once(town: Town) -> None:
    maryam, sara = await with_duties(town)
    reza = await town.member("رضا صادقی", Role.REPRESENTATIVE, WATER)
    await opens_kind(maryam)
    await maryam.taps("پرسش پاییز ۱۳۹۸")
    await sara.taps("۱: انجام‌شده", "۲: انجام‌شده")
    await reza.taps("۱: انجام‌شده")
    await opens_kind(maryam)
    assert "۱ از ۲ دستگاه به همهٔ وظیفه‌ها پاسخ داده است" in await maryam.taps("جدول فصل")
    seen = await maryam.taps("بی‌پاسخ‌ها (۱)")
    assert f"{WATER}: ۱ از ۲ وظیفه" in seen
    assert CITY not in seen
    # A week later comes Saturday, 20 Mehr; nothing is said before.
    await town.clock.to("1398-07-19 18:00")
    assert "یادآوری: وظایف" not in reza.everything()
    await town.clock.to("1398-07-20 10:00")
    assert f"یادآوری: وظایف {WATER} در پاییز ۱۳۹۸" in reza.everything()
    assert "یادآوری: وظایف" not in sara.everything()
    assert f"پرسش فصل، بی‌پاسخ: ۱ دستگاه از «دستگاه‌های خدماتی»: {WATER}" in maryam.everything()
    await town.clock.to("1398-07-27 10:00")
    assert reza.everything().count("یادآوری: وظایف") == 1
    assert "وضعیت همهٔ وظیفه‌ها ثبت شد" in await reza.taps("۲: در دست انجام")
    await opens_kind(maryam)
    await maryam.taps("جدول فصل")
    assert not any("بی‌پاسخ" in label for label in maryam.buttons())


async def test_a_quarter_that_is_over_changes_no_more_and_the_next_is_asked_anew(town: Town) -> None:
    maryam, sara = await with_duties(town)
    await opens_kind(maryam)
    await maryam.taps("پرسش پاییز ۱۳۹۸")
    await sara.taps("۱: انجام‌شده")
    await town.clock.to("1398-10-02 10:00")
    assert "پرسش پاییز ۱۳۹۸ پایان یافته است" in await sara.taps("۲: انجام‌شده")
    await opens_kind(maryam)
    await maryam.taps("پرسش زمستان ۱۳۹۸", "جدول فصل")
    assert "پاییز ۱۳۹۸" in await maryam.taps("پاییز ۱۳۹۸")
    assert "انجام‌شده ۱" in maryam.sees()


async def test_a_meeting_of_whose_duties_agencies_have_told_is_not_withdrawn(town: Town) -> None:
    maryam, sara = await with_duties(town)
    await opens_kind(maryam)
    await maryam.taps("پرسش پاییز ۱۳۹۸")
    await sara.taps("۱: انجام‌شده")
    await maryam.says("/meetings")
    seen = await maryam.taps("جلسهٔ ۵", "لغو ابلاغ", "بله، لغو شود")
    await opens_kind(maryam)
    assert "انجام‌شده ۱" in await maryam.taps("جدول فصل")
    assert "به یکی از وظیفه‌های پیوست این جلسه پاسخ داده است" in seen


async def test_a_kind_without_agencies_is_not_asked_and_a_stranger_to_the_agency_does_not_answer(town: Town) -> None:
    maryam, sara = await with_duties(town)
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۵", "وظایف پیوست", "بانک‌ها")
    assert "هنوز دستگاهی از نوع «بانک‌ها» نیست" in await maryam.taps("پرسش پاییز ۱۳۹۸")
    await opens_kind(maryam)
    await maryam.taps("پرسش پاییز ۱۳۹۸")
    async with town.app.db.write() as session:
        city = await session.scalar(select(Agency).where(Agency.name == CITY))
        assert city
        city.kind_id = None
    assert "نوع این دستگاه تغییر کرده است" in await sara.taps("۱: انجام‌شده")


async def test_a_reminder_that_waits_lists_what_is_unanswered_and_goes_with_the_last_answer(town: Town) -> None:
    maryam, sara = await with_duties(town)
    zahra = await town.member("زهرا نوری", Role.REPRESENTATIVE, CITY)
    reza = await town.member("رضا صادقی", Role.REPRESENTATIVE, WATER)
    layla = await town.member("لیلا کریمی", Role.REPRESENTATIVE, WATER)
    await opens_kind(maryam)
    await maryam.taps("پرسش پاییز ۱۳۹۸")
    for colleague in (zahra, layla):
        await quiet_until_noon(town, colleague)
    await town.clock.to("1398-07-20 10:00")
    await sara.taps("۱: انجام‌شده", "۲: انجام‌شده")
    await reza.taps("۲: در دست انجام")
    zahra.marks()
    layla.marks()
    await town.clock.to("1398-07-20 12:30")
    assert zahra.sees() == ""
    assert f"یادآوری: وظایف {WATER}" in layla.sees()
    assert "۲. در دست انجام" in layla.sees()
    assert layla.buttons()[:1] == ["۱: انجام‌شده"]
    assert not any(label.startswith("۲: ") for label in layla.buttons())
