"""Forms on no obligation: one reminder before the end of the period and one after, to whoever has not sent them."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from domain.access.member import Member, Role
from domain.chat.screens import Screen
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
from services.context import ActionContext
from services.directory import members
from services.forms import assignments, occasions
from services.forms.assignments import Target
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.reminders import form_periods, form_reminders, reminders, waiting_forms
from tests.parked import parked
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
        attached = FormAssignment(
            form=form, target=target, rhythm=rhythm, created_at=desk.now(), attached_on=desk.today, **values
        )
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
    attached = FormAssignment(rhythm=FormRhythm.MONTH, attached_on=from_jalali(1398, 7, 14))
    first, last = from_jalali(1398, 8, 5), from_jalali(1398, 8, 30)
    assert form_periods.periods(attached, first) == [
        ("1398-07", from_jalali(1398, 7, 30)),
        ("1398-08", last),
    ]
    attached.attached_on = from_jalali(1398, 8, 2)
    assert form_periods.periods(attached, first) == [("1398-08", last)]
    quarter = FormAssignment(
        rhythm=FormRhythm.QUARTER, attached_on=from_jalali(1398, 5, 2), until=from_jalali(1398, 6, 20)
    )
    assert form_periods.periods(quarter, first) == [("1398-q2", from_jalali(1398, 6, 20))]
    once = FormAssignment(rhythm=FormRhythm.ONCE, attached_on=from_jalali(1398, 5, 2), until=from_jalali(1398, 6, 20))
    assert form_periods.periods(once, first) == [("", from_jalali(1398, 6, 20))]
    always = FormAssignment(rhythm=FormRhythm.ALWAYS, attached_on=from_jalali(1398, 5, 2), until=date(2019, 8, 1))
    assert form_periods.periods(always, first) == []


async def test_a_form_that_is_attached_after_midnight_is_of_the_new_month(desk: Desk) -> None:
    hood = await desk.agency("طبرسی")
    desk.to("1398-08-01 01:00")
    form = await attach(desk, "خانه‌ها", FormTarget.EVERYONE, FormRhythm.MONTH)
    target = Target(FormTarget.NEIGHBOURHOOD, agency_id=hood, rhythm=FormRhythm.MONTH)
    async with desk.db.write() as session:
        attached = await assignments.attach(desk.context(session), form, target)
        # By the clock of London it was still Mehr.
        assert form_periods.periods(attached, desk.today) == [("1398-08", from_jalali(1398, 8, 30))]
    async with desk.db.write() as session:
        await assignments.detach(desk.context(session), attached.id)
        once = await assignments.attach(desk.context(session), form, replace(target, rhythm=FormRhythm.ONCE))
        assert form_periods.weeks(once)[0] == from_jalali(1398, 8, 8)


async def spoil(desk: Desk, assignment: int, rhythm: str = "no such rhythm") -> None:
    """Leave a rhythm that no version of the program can read, or one that it can."""
    async with desk.db.write() as session:
        spoilt = text("UPDATE form_assignments SET rhythm = :rhythm WHERE id = :id")
        await session.execute(spoilt, {"rhythm": rhythm, "id": assignment})


async def facilitators(desk: Desk) -> list[int]:
    """Five facilitators, each of one neighbourhood."""
    hoods = [await desk.agency(f"محلهٔ {number}") for number in range(5)]
    return [await desk.person(f"تسهیلگر {hood}", hood, role=Role.FACILITATOR) for hood in hoods]


async def test_a_form_that_fails_keeps_nobody_from_a_reminder_and_is_parked_alone(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    mina = await desk.person("مینا رضوی", await desk.agency("طبرسی"), role=Role.FACILITATOR)
    desk.to("1398-07-14")
    until = from_jalali(1398, 8, 21)
    survey = await attach(desk, "نظرسنجی", FormTarget.EVERYONE, FormRhythm.ONCE, until=until)
    await attach(desk, "خدمات", FormTarget.EVERYONE, FormRhythm.ONCE, until=until)
    await desk.issue(7, "تا ۲۱ آبان", city)
    await spoil(desk, survey)
    desk.to("1398-08-18 09:00")
    # Her menu and her list of forms go on, too.
    async with desk.db.read() as session:
        member = await members.reload(session, Member(sara, 1))
        assert [due.title for due in await occasions.of_member(session, member, desk.now().date())] == ["خدمات"]
    # The reminder of the obligation goes although nothing is parked yet.
    assert (await reminders.remind(desk.db, desk.organisation, desk.now())).people == 1
    with pytest.raises(ExceptionGroup) as told:
        await form_reminders.remind(desk.db, desk.organisation, desk.now())
    assert len(told.value.exceptions) == 1
    await desk.deliver()
    for person in (sara, mina):
        [words] = await desk.written_to(person)
        assert "خدمات" in words
        assert "نظرسنجی" not in words
    assert await parked(desk.db) == [("remind_form", survey)]
    assert await form_reminders.next_due(desk.db, desk.organisation)
    async with desk.db.read() as session:
        assert await waiting_forms.count_of(session, sara, desk.now().date()) == 1
    # It is told once, and once it can be read again it is tried by itself on the next day.
    assert await remind(desk, "1398-08-18 10:00") == 0
    await spoil(desk, survey, FormRhythm.ONCE)
    assert await remind(desk, "1398-08-19 10:00") == 2
    assert "نظرسنجی" in (await desk.written_to(mina))[-1]
    assert await parked(desk.db) == []


async def test_a_form_for_everybody_is_reminded_of_some_people_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_reminders, "PEOPLE", 2)
    people = await facilitators(desk)
    desk.to("1398-07-14")
    until = from_jalali(1398, 8, 21)
    await attach(desk, "نظرسنجی", FormTarget.ROLE, FormRhythm.ONCE, role=Role.FACILITATOR, until=until)
    calls: list[int] = []
    away = sqlite3.OperationalError("database is locked")
    away.sqlite_errorcode = sqlite3.SQLITE_BUSY

    async def ends(context: ActionContext, told: list[Recipient], *words: object, **keys: object) -> object:
        calls.append(len(told))
        if len(calls) == 2:
            raise OperationalError("", None, away)
        return await notify(context, told, *words, **keys)  # type: ignore[arg-type]

    monkeypatch.setattr(form_reminders, "notify", ends)
    with pytest.raises(OperationalError):
        await remind(desk, "1398-08-18 09:00")
    assert [len(await desk.written_to(person)) for person in people] == [1, 1, 0, 0, 0]
    # Whoever has heard is not told again, neither at the next tick nor on the next day.
    assert await remind(desk, "1398-08-19 09:00") == 3
    assert calls == [2, 2, 0, 2, 1]
    assert await remind(desk, "1398-08-20 09:00") == 0
    assert [len(await desk.written_to(person)) for person in people] == [1] * 5


async def test_a_person_whose_message_fails_is_parked_alone_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await facilitators(desk)
    desk.to("1398-07-14")
    until = from_jalali(1398, 8, 21)
    await attach(desk, "نظرسنجی", FormTarget.ROLE, FormRhythm.ONCE, role=Role.FACILITATOR, until=until)
    with monkeypatch.context() as spoilt:

        def fails(person: Recipient, *words: object) -> Screen:
            if person.id == people[2]:
                raise ValueError
            return whole(person, *words)  # type: ignore[arg-type]

        whole = form_reminders.screen
        spoilt.setattr(form_reminders, "screen", fails)
        with pytest.raises(ExceptionGroup):
            await remind(desk, "1398-08-18 09:00")
        await desk.deliver()
        assert await remind(desk, "1398-08-18 10:00") == 0
    assert [len(await desk.written_to(person)) for person in people] == [1, 1, 0, 1, 1]
    assert await parked(desk.db) == [("remind_form_people", people[2])]
    assert await remind(desk, "1398-08-19 10:00") == 1
    assert [len(await desk.written_to(person)) for person in people] == [1] * 5
    assert await parked(desk.db) == []
