"""Forms on no obligation: one reminder before the end of the period and one after, to whoever has not sent them."""

from datetime import date

import pytest

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.forms import (
    FilledForm,
    FormAssignment,
    FormOrigin,
    FormRhythm,
    FormState,
    FormTarget,
    FormVersion,
    OfficeForm,
)
from models.tables.meetings import Verdict
from services.reminders import form_periods, form_reminders, reminders
from tests.services.desk import Desk, moment


async def attach(desk: Desk, title: str, target: FormTarget, rhythm: FormRhythm, **values: object) -> int:
    """Publish a form and attach it, now; return the id of its being attached."""
    async with desk.db.write() as session:
        form = OfficeForm(
            name=title,
            title=title,
            title_fold=title,
            origin=FormOrigin.UPLOADED,
            state=FormState.PUBLISHED,
            created_at=desk.now(),
        )
        version = FormVersion(form=form, title=title, digest="", file_hash="", file_name="", read_at=desk.now())
        attached = FormAssignment(form=form, target=target, rhythm=rhythm, created_at=desk.now(), **values)
        session.add_all([form, version, attached])
        await session.flush()
        return attached.id


async def sends(desk: Desk, assignment: int, person: int, period: str, agency: int | None = None) -> None:
    async with desk.db.write() as session:
        session.add(
            FilledForm(
                version_id=1,
                assignment_id=assignment,
                person_id=person,
                agency_id=agency,
                period=period,
                verdict=Verdict.WAITING,
                sent_at=desk.now(),
            )
        )


async def remind(desk: Desk, jalali: str) -> int:
    """Tick at that moment, and send what was written."""
    desk.to(jalali)
    await reminders.remind(desk.db, desk.organisation, desk.now())
    told = await form_reminders.remind(desk.db, desk.organisation, desk.now())
    await desk.deliver()
    return told


async def test_a_monthly_form_is_reminded_of_once_before_the_end_and_once_after(desk: Desk) -> None:
    hood = await desk.agency("طبرسی")
    reza = await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    desk.to("1398-07-14")
    await attach(desk, "خانه‌ها", FormTarget.ROLE, FormRhythm.MONTH, role=Role.FACILITATOR)
    days = [f"1398-07-{day}" for day in range(15, 31)] + [f"1398-08-{day:02}" for day in range(1, 20)]
    # Three days before the end of Mehr is Arbaeen, after a weekend.
    assert await form_reminders.next_due(desk.db, desk.organisation) == moment("1398-07-24")
    assert [day for day in days if await remind(desk, day)] == ["1398-07-24", "1398-08-04"]
    assert await form_reminders.next_due(desk.db, desk.organisation) == moment("1398-08-27")
    before, after = await desk.written_to(reza)
    assert "«خانه‌ها»، طبرسی، ۶ روز مانده" in before
    assert "۴ روز از مهلت گذشته" in after


async def test_who_has_sent_it_is_left_alone_and_each_place_counts(desk: Desk) -> None:
    tabarsi, sayyedi = await desk.agency("طبرسی"), await desk.agency("سیدی")
    reza = await desk.person("رضا احمدی", tabarsi, sayyedi, role=Role.FACILITATOR)
    mina = await desk.person("مینا رضوی", sayyedi, role=Role.FACILITATOR)
    desk.to("1398-07-14")
    form = await attach(desk, "خانه‌ها", FormTarget.ROLE, FormRhythm.MONTH, role=Role.FACILITATOR)
    await sends(desk, form, mina, "1398-07", sayyedi)
    assert await remind(desk, "1398-07-28") == 1
    [words] = await desk.written_to(reza)
    assert "طبرسی" in words
    assert "سیدی" not in words
    assert not await desk.written_to(mina)


async def test_what_lands_on_one_day_is_one_message(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    desk.to("1398-07-14")
    await attach(desk, "نظرسنجی", FormTarget.EVERYONE, FormRhythm.ONCE, until=from_jalali(1398, 8, 21))
    await attach(
        desk, "خدمات", FormTarget.ROLE, FormRhythm.ONCE, role=Role.REPRESENTATIVE, until=from_jalali(1398, 8, 21)
    )
    await desk.issue(7, "تا ۲۱ آبان", city)
    assert await remind(desk, "1398-08-18") == 0
    [words] = await desk.written_to(sara)
    assert "مصوبهٔ ۷" in words
    assert "این فرم‌ها نیز در انتظار پر کردن شماست:" in words
    assert "«نظرسنجی»، ۳ روز مانده" in words
    assert "«خدمات»، شهرداری، ۳ روز مانده" in words
    # It was said once, and is not said again by itself.
    assert await remind(desk, "1398-08-19") == 0
    assert len(await desk.written_to(sara)) == 1


@pytest.mark.parametrize("jalali", ["1398-07-28 22:00", "1398-07-28 06:00", "1398-07-26 10:00"])
async def test_nothing_goes_at_night_or_on_a_friday(desk: Desk, jalali: str) -> None:
    hood = await desk.agency("طبرسی")
    await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    desk.to("1398-07-14")
    await attach(desk, "خانه‌ها", FormTarget.NEIGHBOURHOOD, FormRhythm.MONTH, agency_id=hood)
    assert await remind(desk, jalali) == 0


async def test_who_was_told_of_a_form_late_is_not_reminded_at_once(desk: Desk) -> None:
    hood = await desk.agency("طبرسی")
    await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    desk.to("1398-07-28")
    await attach(desk, "خانه‌ها", FormTarget.NEIGHBOURHOOD, FormRhythm.MONTH, agency_id=hood)
    assert await remind(desk, "1398-07-29") == 0
    assert await remind(desk, "1398-08-04") == 1


async def test_a_form_without_a_last_day_is_reminded_of_weekly_three_times(desk: Desk) -> None:
    hood = await desk.agency("طبرسی")
    reza = await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    desk.to("1398-07-14")
    await attach(desk, "خانه‌ها", FormTarget.NEIGHBOURHOOD, FormRhythm.ONCE, agency_id=hood)
    # Whenever there is a need means that nobody is reminded.
    await attach(desk, "رویدادها", FormTarget.NEIGHBOURHOOD, FormRhythm.ALWAYS, agency_id=hood)
    assert await form_reminders.next_due(desk.db, desk.organisation) == moment("1398-07-21")
    days = [f"1398-07-{day}" for day in range(15, 31)] + [f"1398-08-{day:02}" for day in range(1, 30)]
    assert [day for day in days if await remind(desk, day)] == ["1398-07-21", "1398-07-28", "1398-08-06"]
    assert await form_reminders.next_due(desk.db, desk.organisation) is None
    words = await desk.written_to(reza)
    assert "«خانه‌ها»، طبرسی، بدون مهلت" in words[0]
    assert not any("رویدادها" in one for one in words)


async def test_a_form_without_a_last_day_that_was_sent_is_not_reminded_of(desk: Desk) -> None:
    hood = await desk.agency("طبرسی")
    reza = await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    desk.to("1398-07-14")
    form = await attach(desk, "خانه‌ها", FormTarget.NEIGHBOURHOOD, FormRhythm.ONCE, agency_id=hood)
    assert await remind(desk, "1398-07-21") == 1
    await sends(desk, form, reza, "", hood)
    assert await remind(desk, "1398-07-28") == 0


def test_the_month_before_may_be_sent_late_when_the_form_was_there(desk: Desk) -> None:
    attached = FormAssignment(rhythm=FormRhythm.MONTH, created_at=moment("1398-07-14"))
    first, last = from_jalali(1398, 8, 5), from_jalali(1398, 8, 30)
    assert form_periods.periods(attached, first) == [
        ("1398-07", from_jalali(1398, 7, 30)),
        ("1398-08", last),
    ]
    attached.created_at = moment("1398-08-02")
    assert form_periods.periods(attached, first) == [("1398-08", last)]
    quarter = FormAssignment(rhythm=FormRhythm.QUARTER, created_at=moment("1398-05-02"), until=from_jalali(1398, 6, 20))
    assert form_periods.periods(quarter, first) == [("1398-q2", from_jalali(1398, 6, 20))]
    once = FormAssignment(rhythm=FormRhythm.ONCE, created_at=moment("1398-05-02"), until=from_jalali(1398, 6, 20))
    assert form_periods.periods(once, first) == [("", from_jalali(1398, 6, 20))]
    always = FormAssignment(rhythm=FormRhythm.ALWAYS, created_at=moment("1398-05-02"), until=date(2019, 8, 1))
    assert form_periods.periods(always, first) == []
