"""The tick of the reminders: each person gets each reminder on its day, once."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.meetings import Obligation, Resolution
from models.tables.people import Membership
from services.meetings import deadline_changes, resolution_lifecycle
from services.messaging import outbox
from services.obligations import recurrence, transitions
from services.reminders import reminders, snooze, unsent_reminders
from services.reminders.due_obligations import ReminderCounts
from tests.services.desk import Desk, moment

NOTHING = ReminderCounts()


async def remind(desk: Desk, jalali: str, *, down: bool = False) -> ReminderCounts:
    """Tick at that moment, then send the messages unless the platform is ``down``."""
    desk.to(jalali)
    done = await reminders.remind(desk.db, desk.organisation, desk.now())
    if not down:
        await desk.deliver()
    return done


async def test_an_agency_is_reminded_three_days_before_on_the_day_and_on_saturdays(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۱ آبان", city)
    told = [day for day in range(10, 31) if (await remind(desk, f"1398-08-{day}")).people]
    assert told == [18, 21, 25]
    first, on_the_day, overdue = await desk.written_to(sara)
    assert "۳ روز مانده" in first
    assert "امروز" in on_the_day
    assert "۴ روز از مهلت گذشته" in overdue


async def test_all_that_is_due_for_a_person_is_one_message_with_a_button_for_each(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    sara = await desk.person("سارا محمدی", city, relief)
    reza = await desk.person("رضا کریمی", relief, role=Role.DEPUTY)
    await desk.issue(7, "تا ۲۱ آبان", city, relief)
    await desk.issue(8, "تا ۲۱ آبان", city)
    assert await remind(desk, "1398-08-18") == ReminderCounts(people=2, obligations=3)
    (to_sara,), (to_reza,) = await desk.screens_for(sara), await desk.screens_for(reza)
    assert [row[0].tap.name for row in to_sara.buttons if row[0].tap] == ["report", "report", "report", "tasks"]
    assert [row[0].tap.name for row in to_reza.buttons if row[0].tap] == ["report", "extension", "snooze"]
    (words,) = await desk.written_to(sara)
    assert words.index("شهرداری") < words.index("مصوبهٔ ۸") < words.index("کمیتهٔ امداد")


async def test_who_answered_is_left_alone(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city)
    (obligation_id,) = await desk.issue(7, "تا ۲۱ آبان", city)
    await desk.answer(obligation_id)
    assert await remind(desk, "1398-08-18") == NOTHING


async def test_an_answer_takes_back_a_reminder_that_waits_for_the_end_of_someones_quiet(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city, quiet=["20:00", "11:00"])
    (obligation_id,) = await desk.issue(7, "تا ۲۱ آبان", city)
    await remind(desk, "1398-08-18")
    assert len(await desk.written_to(sara)) == 1
    assert await reminders.next_due(desk.db, desk.organisation) == moment("1398-08-18 11:00")
    await desk.answer(obligation_id)
    assert await desk.written_to(sara) == []


async def test_nothing_goes_out_at_night_or_on_a_day_off_and_after_an_outage_there_is_one_message(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۱ آبان", city)
    await desk.issue(11, "پایان مهرماه", city)
    assert await remind(desk, "1398-08-29 22:30") == NOTHING
    assert await remind(desk, "1398-08-30 10:00") == NOTHING
    assert await reminders.next_due(desk.db, desk.organisation) == moment("1398-09-02 09:00")
    assert await remind(desk, "1398-09-02 09:00") == ReminderCounts(people=1, obligations=2)
    assert await remind(desk, "1398-09-02 09:01") == NOTHING
    assert len(await desk.written_to(sara)) == 1


async def test_the_colleague_that_it_was_handed_to_is_reminded_alone_until_they_leave(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا کریمی", city, role=Role.CONTACT)
    (obligation_id,) = await desk.issue(7, "تا ۲۱ آبان", city)
    async with desk.db.write() as session:
        (await session.get_one(Obligation, obligation_id)).assignee_id = reza
    await remind(desk, "1398-08-18")
    assert (len(await desk.written_to(sara)), len(await desk.written_to(reza))) == (0, 1)
    async with desk.db.write() as session:
        await session.execute(update(Membership).where(Membership.person_id == reza).values(ended_at=desk.now()))
    await remind(desk, "1398-08-21")
    assert (len(await desk.written_to(sara)), len(await desk.written_to(reza))) == (1, 1)


async def test_a_head_reads_and_is_not_reminded_and_the_secretariat_reminds_its_secretaries(desk: Desk) -> None:
    city, own = await desk.agency("شهرداری"), await desk.agency("دبیرخانه", secretariat=True)
    head = await desk.person("آقای شهردار", city, role=Role.HEAD)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    await desk.issue(1, "تا ۲۱ آبان", own, city)
    assert await remind(desk, "1398-08-18") == ReminderCounts(people=1, obligations=1, unreached=1)
    assert await desk.written_to(head) == []
    assert "مصوبهٔ ۱" in (await desk.written_to(maryam))[0]


async def test_a_deadline_that_cannot_be_read_keeps_no_other_from_being_realigned(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.issue(7, "تا ۲۱ آبان", city)
    (good,) = await desk.issue(8, "تا ۲۱ آبان", city)
    async with desk.db.write() as session:
        for number in (1, 2):
            resolution = await session.get_one(Resolution, number)
            resolution.due, resolution.deadline_version = from_jalali(1398, 9, 12), 2
        (await session.get_one(Resolution, 1)).deadline = {"kind": "no kind at all"}
    desk.to("1398-08-18 09:00")
    with pytest.raises(ExceptionGroup):
        await deadline_changes.realign_stale(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(good)).due == from_jalali(1398, 9, 12)


async def test_a_reminder_planned_from_an_older_deadline_is_skipped_and_planned_anew(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    (obligation_id,) = await desk.issue(7, "تا ۲۱ آبان", city)
    async with desk.db.write() as session:
        resolution = await session.get_one(Resolution, 1)
        resolution.due, resolution.deadline_version = from_jalali(1398, 9, 12), 2
    assert await remind(desk, "1398-08-18") == NOTHING
    assert await deadline_changes.realign_stale(desk.db, desk.organisation, desk.now()) == 1
    assert await deadline_changes.realign_stale(desk.db, desk.organisation, desk.now()) == 0
    kept = await desk.obligation(obligation_id)
    assert (kept.due, kept.deadline_version, kept.next_reminder_at) == (
        from_jalali(1398, 9, 12),
        2,
        moment("1398-09-09"),
    )
    assert await desk.written_to(sara) == []


async def test_two_ticks_at_once_and_a_third_remind_once(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۱ آبان", city)
    desk.to("1398-08-18")
    await asyncio.gather(*(reminders.remind(desk.db, desk.organisation, desk.now()) for _ in range(3)))
    assert len(await desk.written_to(sara)) == 1


async def test_a_tick_that_broke_off_in_the_middle_is_carried_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices that are whole or not there: after the crash the rest is reminded, and nobody twice."""
    monkeypatch.setattr(reminders, "SLICE", 1)
    people = []
    for number in range(4):
        agency = await desk.agency(f"دستگاه {number}")
        people.append(await desk.person(f"نمایندهٔ {number}", agency))
        await desk.issue(number + 1, "تا ۲۱ آبان", agency)
    written = outbox.write
    calls = 0

    async def dies_at_the_third(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        rows = await written(*arguments)
        if calls == 3:
            raise ConnectionError
        return rows

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "write", dies_at_the_third)
        with pytest.raises(ConnectionError):
            await remind(desk, "1398-08-18")
    assert (await remind(desk, "1398-08-18")).people == 2
    assert [len(await desk.written_to(person)) for person in people] == [1, 1, 1, 1]


async def test_a_person_of_two_agencies_gets_one_message_however_small_the_slices(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "SLICE", 1)
    city, relief, guilds = [await desk.agency(name) for name in ("شهرداری", "کمیتهٔ امداد", "اصناف")]
    sara, reza = await desk.person("سارا محمدی", city, guilds), await desk.person("رضا کریمی", relief, guilds)
    await desk.issue(7, "تا ۲۱ آبان", city, relief, guilds)
    assert await remind(desk, "1398-08-18") == ReminderCounts(people=2, obligations=3)
    assert (len(await desk.written_to(sara)), len(await desk.written_to(reza))) == (1, 1)


async def test_a_monthly_duty_begins_anew_the_day_after_and_months_that_were_missed_are_made_up_for(desk: Desk) -> None:
    governor = await desk.agency("فرمانداری مشهد")
    late = await desk.agency("استانداری")
    owners = await desk.group("متولیان", governor)
    sara = await desk.person("سارا محمدی", governor)
    (first,) = await desk.issue(8, "مستمر تا دهم هر ماه", groups=(owners,))
    assert ((await desk.obligation(first)).period, (await desk.obligation(first)).due) == (
        "1398-08",
        from_jalali(1398, 8, 10),
    )
    desk.to("1398-08-10 23:00")
    assert await recurrence.make_due(desk.db, desk.organisation, desk.now()) == (0, 0)
    await desk.join(owners, late)
    desk.to("1398-10-11 09:30")
    assert await recurrence.make_due(desk.db, desk.organisation, desk.now()) == (3, 6)
    assert await recurrence.make_due(desk.db, desk.organisation, desk.now()) == (0, 0)
    assert (await remind(desk, "1398-10-14")).people == 1
    (words,) = await desk.written_to(sara)
    assert [words.count(day) for day in ("۱۰ آبان", "۱۰ آذر", "۱۰ دی", "۱۰ بهمن")] == [1, 1, 1, 0]


async def test_continuous_resolutions_are_asked_about_on_one_monthly_screen(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(13, "مستمر", city)
    await desk.issue(17, "مستمر", city)
    assert await remind(desk, "1398-07-30") == NOTHING
    assert await remind(desk, "1398-08-01") == ReminderCounts(people=1, obligations=2)
    (screen,) = await desk.screens_for(sara)
    assert [[button.tap.arg for button in row if button.tap] for row in screen.buttons] == [
        ["going", "", "stopped"],
        ["going", "", "stopped"],
        [""],
    ]
    assert await remind(desk, "1398-08-25") == NOTHING
    assert (await remind(desk, "1398-09-02")).obligations == 2


async def test_a_principle_is_not_asked_about(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(2, "مستمر", city)
    async with desk.db.write() as session:
        await resolution_lifecycle.set_check_in(desk.context(session, sara), await session.get_one(Resolution, 1))
    assert await remind(desk, "1398-08-01") == NOTHING


async def test_what_an_outage_of_the_platform_held_up_is_one_message_afterwards(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    (answered, *_), *_ = [await desk.issue(number, "تا ۲۱ آبان", city) for number in (7, 8)]
    await desk.issue(9, "تا ۲۲ آبان", city)
    await remind(desk, "1398-08-18", down=True)
    await remind(desk, "1398-08-19", down=True)
    await desk.answer(answered)
    assert (await remind(desk, "1398-08-20")).people == 1
    (words,) = await desk.written_to(sara)
    assert [words.count(title) for title in ("مصوبهٔ ۷", "مصوبهٔ ۸", "مصوبهٔ ۹")] == [0, 1, 1]
    assert "فردا" in words
    assert await remind(desk, "1398-08-20 12:00") == NOTHING


async def test_a_waiting_reminder_of_several_obligations_leaves_out_what_was_answered_put_off_or_handed_on(
    desk: Desk,
) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city, quiet=["20:00", "11:00"])
    made = [(await desk.issue(number, "تا ۲۱ آبان", city))[0] for number in (7, 8, 9)]
    await remind(desk, "1398-08-18")
    await desk.answer(made[0])
    (words,) = await desk.written_to(sara)
    assert [words.count(title) for title in ("مصوبهٔ ۷", "مصوبهٔ ۸", "مصوبهٔ ۹")] == [0, 1, 1]
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, made[1])
        await snooze.snooze(desk.context(session, sara), kept, from_jalali(1398, 8, 19))
    (words,) = await desk.written_to(sara)
    assert [words.count(title) for title in ("مصوبهٔ ۸", "مصوبهٔ ۹")] == [0, 1]
    async with desk.db.write() as session:
        await unsent_reminders.refresh(desk.context(session), await transitions.close_all(session, [3]))
    assert await desk.written_to(sara) == []


async def test_a_partner_is_reminded_too_once_for_all_that_it_helps(desk: Desk) -> None:
    city, relief, partner = [await desk.agency(name) for name in ("شهرداری", "کمیتهٔ امداد", "فرمانداری")]
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا کریمی", partner)
    (of_city, of_relief) = await desk.issue(7, "تا ۲۱ آبان", city, relief, partners=(partner,))
    await desk.issue(8, "تا ۲۱ آبان", partner)
    assert await remind(desk, "1398-08-18") == ReminderCounts(people=2, obligations=3, unreached=1)
    (to_sara,), (to_reza,) = await desk.written_to(sara), await desk.written_to(reza)
    assert "همکار" not in to_sara
    assert "مصوبهٔ ۷، ۳ روز مانده، تا سه‌شنبه ۲۱ آبان ۱۳۹۸، با شهرداری و ۱ دستگاه دیگر" in to_reza
    assert to_reza.index("مصوبهٔ ۸") < to_reza.index("در این اقدام‌ها همکار هستید")
    await desk.answer(of_city)
    await desk.answer(of_relief)
    await remind(desk, "1398-08-21")
    assert "همکار" not in (await desk.written_to(reza))[-1]


async def test_a_quiet_that_ends_in_another_is_waited_out(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city, quiet=["19:00", "22:00"])
    await desk.issue(7, "تا ۲۱ آبان", city)
    await remind(desk, "1398-08-18 19:30")
    assert len(await desk.written_to(sara)) == 1
    assert await reminders.next_due(desk.db, desk.organisation) == moment("1398-08-19 07:00")
