"""Obligations: the agencies that get them, the days that are planned for them, and their ends."""

import pytest

from domain.dates.jalali import from_jalali
from domain.deadlines import DeadlineKind
from models.tables.meetings import Obligation, ObligationState
from services.errors import Refused
from services.meetings import deadline_changes
from services.obligations import creation, obligations, snoozes, transitions
from services.reminders import snooze
from tests.services.desk import Desk, moment


async def test_each_agency_of_a_group_and_each_sub_item_gets_its_own(desk: Desk) -> None:
    guilds, industry, relief = [await desk.agency(name) for name in ("اصناف", "صنعت و معدن", "کمیتهٔ امداد")]
    invitees = await desk.group("کلیه مدعوین", guilds, industry)
    made = await desk.issue(6, "یک هفته", guilds, groups=(invitees,), items={"الف": relief, "ب": relief})
    async with desk.db.read() as session:
        owed = [(view.agency, view.item, view.text) for view in await obligations.views(session)]
    assert len(made) == 4
    assert owed == [
        ("اصناف", "", "متن مصوبهٔ 6"),
        ("صنعت و معدن", "", "متن مصوبهٔ 6"),
        ("کمیتهٔ امداد", "الف", "بند الف"),
        ("کمیتهٔ امداد", "ب", "بند ب"),
    ]


async def test_a_partner_helps_the_lead_and_owes_nothing_itself(desk: Desk) -> None:
    lead, partner = await desk.agency("انجمن پوشاک"), await desk.agency("انجمن در حال تأسیس")
    (obligation_id,) = await desk.issue(18, "دو هفته", lead, partners=(partner,))
    async with desk.db.read() as session:
        assert [view.id for view in await obligations.helped_by(session, [partner])] == [obligation_id]
        assert await obligations.helped_by(session, [lead]) == []
        assert await obligations.open_of_agency(session, partner) == []


async def test_making_twice_makes_nothing_the_second_time(desk: Desk) -> None:
    resolution_id = await desk.resolution(4, "یک هفته", await desk.agency("شهرداری"))
    async with desk.db.write() as session:
        assert len(await creation.make(desk.context(session), resolution_id)) == 1
    async with desk.db.write() as session:
        assert await creation.make(desk.context(session), resolution_id) == []


async def test_what_an_agency_owes_is_listed_overdue_first_and_what_has_no_date_last(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    for number, phrase in ((10, "مستمر"), (11, "پایان مهرماه"), (5, "دو هفته"), (1, "دو روز")):
        await desk.issue(number, phrase, city)
    async with desk.db.read() as session:
        owed = await obligations.open_of_agency(session, city)
    assert [view.number for view in owed] == [1, 5, 11, 10]
    assert owed[0].overdue(from_jalali(1398, 7, 16))
    assert not owed[0].overdue(from_jalali(1398, 7, 15))
    assert owed[-1].kind is DeadlineKind.CONTINUOUS


async def test_an_agency_that_joins_a_group_later_owes_what_the_group_still_owes(desk: Desk) -> None:
    early, late = await desk.agency("شهرداری"), await desk.agency("بهزیستی")
    members = await desk.group("اعضای کمیته", early)
    await desk.issue(4, "یک هفته", groups=(members,))
    await desk.issue(8, "مستمر تا دهم هر ماه", groups=(members,))
    await desk.issue(11, "پایان مهرماه", early)
    desk.to("1398-07-16")
    await desk.join(members, late)
    async with desk.db.read() as session:
        owed = await obligations.open_of_agency(session, late)
    assert [(view.number, view.period) for view in owed] == [(4, ""), (8, "1398-08")]


async def test_who_joins_a_group_late_is_asked_what_was_due_before_only_on_demand(desk: Desk) -> None:
    late = await desk.agency("بهزیستی")
    members = await desk.group("اعضای کمیته", await desk.agency("شهرداری"))
    for number, phrase in ((4, "یک هفته"), (5, "دو هفته"), (10, "مستمر")):
        await desk.issue(number, phrase, groups=(members,))
    desk.to("1398-07-24 10:00")
    await desk.join(members, late)

    async def owed() -> list[int]:
        async with desk.db.read() as session:
            return [view.number for view in await obligations.open_of_agency(session, late)]

    assert await owed() == [5, 10]
    async with desk.db.write() as session:
        offer = await creation.offer_group(desk.context(session), members, late, past=True)
    assert (len(offer.made), offer.missed) == (1, 0)
    assert await owed() == [4, 5, 10]


async def test_an_answer_ends_the_plan_and_a_return_begins_it_again_the_next_day(desk: Desk) -> None:
    (obligation_id,) = await desk.issue(5, "دو هفته", await desk.agency("شهرداری"))
    await desk.answer(obligation_id)
    answered = await desk.obligation(obligation_id)
    assert (answered.state, answered.next_reminder_at) == (ObligationState.ANSWERED, None)
    desk.to("1398-07-24 08:00")
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, obligation_id)
        await transitions.returned(desk.context(session), kept)
    # The due date and the days before it are days off, so after today's return only Saturdays are left.
    assert (await desk.obligation(obligation_id)).next_reminder_at == moment("1398-08-04")


async def test_a_continuous_one_stays_open_when_it_is_answered(desk: Desk) -> None:
    (obligation_id,) = await desk.issue(13, "مستمر", await desk.agency("شهرداری"))
    desk.to("1398-08-01 12:00")
    await desk.answer(obligation_id)
    kept = await desk.obligation(obligation_id)
    assert (kept.state, kept.next_reminder_at) == (ObligationState.OPEN, moment("1398-09-02"))


async def test_a_reminder_is_put_off_by_days_but_never_past_the_due_date(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara, (obligation_id,) = await desk.person("سارا", city), await desk.issue(7, "تا ۲۱ آبان", city)
    desk.to("1398-08-19 10:00")
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, obligation_id)
        assert snooze.longest(desk.organisation, kept, desk.now()) == 2
        with pytest.raises(Refused, match="snooze_past_due"):
            await snooze.snooze(desk.context(session, sara), kept, from_jalali(1398, 8, 22))
        await snooze.snooze(desk.context(session, sara), kept, from_jalali(1398, 8, 21))
        assert await snoozes.of(session, [obligation_id]) == {obligation_id: {sara: moment("1398-08-21")}}
    for day, most in (("1398-08-21", 7), ("1398-08-28", 7), ("1398-08-29", 6)):
        desk.to(f"{day} 10:00")
        assert snooze.longest(desk.organisation, await desk.obligation(obligation_id), desk.now()) == most
    desk.to("1398-09-05 10:00")
    with pytest.raises(Refused, match="snooze_over"):
        snooze.longest(desk.organisation, await desk.obligation(obligation_id), desk.now())


async def test_a_new_deadline_plans_anew_and_tells_each_owner_once(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    sara = await desk.person("سارا محمدی", city, relief)
    answered_id, open_id = await desk.issue(11, "پایان مهرماه", city, relief)
    await desk.answer(answered_id)
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, open_id)
        later = {"kind": "date", "due": "1398-08-21", "rhythm": None}
        await deadline_changes.change_deadline(desk.context(session, sara), kept.resolution_id, later)
    moved, untouched = await desk.obligation(open_id), await desk.obligation(answered_id)
    assert (moved.due, moved.next_reminder_at) == (from_jalali(1398, 8, 21), moment("1398-08-18"))
    assert untouched.due == from_jalali(1398, 7, 30)
    (told,) = await desk.written_to(sara)
    assert "سه‌شنبه ۲۱ آبان ۱۳۹۸" in told


async def test_a_second_change_takes_back_a_notice_that_nobody_was_sent_yet(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    resolution_id = await desk.resolution(11, "پایان مهرماه", city)
    async with desk.db.write() as session:
        await creation.make(desk.context(session), resolution_id)
        for due in ("1398-08-21", "1398-08-25"):
            change = {"kind": "date", "due": due, "rhythm": None}
            await deadline_changes.change_deadline(desk.context(session, sara), resolution_id, change)
    (told,) = await desk.written_to(sara)
    assert "۲۵ آبان" in told


async def test_a_monthly_duty_moves_to_another_day_of_the_month_it_is_in(desk: Desk) -> None:
    (obligation_id,) = await desk.issue(8, "مستمر تا دهم هر ماه", await desk.agency("فرمانداری مشهد"))
    later = {"kind": "recurring", "due": "1398-08-20", "rhythm": {"every": 1, "unit": "month", "day": 20}}
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, obligation_id)
        await deadline_changes.change_deadline(desk.context(session), kept.resolution_id, later)
        views = await obligations.views(session)
    assert [(view.period, view.due) for view in views] == [("1398-08", from_jalali(1398, 8, 20))]


async def test_a_meeting_is_withdrawn_only_while_nothing_is_reported(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    (obligation_id, _) = await desk.issue(11, "پایان مهرماه", city, relief)
    async with desk.db.write() as session:
        assert [one.agency_id for one in await transitions.close_of_meeting(session, 1)] == [city, relief]
    kept = await desk.obligation(obligation_id)
    assert (kept.state, kept.next_reminder_at) == (ObligationState.CLOSED, None)
