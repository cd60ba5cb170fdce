"""The status in numbers: every state counts once, and the worst stands first."""

from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, insert

from domain.access.member import Member, Membership, Role
from domain.deadlines import DeadlineKind
from domain.forms.engine import Form
from models.tables.meetings import OPEN_STATES, Obligation, ObligationState, SubmissionKind
from services.context import ActionContext
from services.obligations import obligations, status, transitions
from services.obligations.status import Stage, Tally
from services.submissions import reviews, submissions
from services.submissions.submissions import Answer
from tests.services.desk import Desk

REPORT = Form("report", ())


def answer(kind: SubmissionKind = SubmissionKind.REPORT, **more: Any) -> Answer:
    return Answer(kind, REPORT, {"done": "انجام شد"}, {}, **more)


class Story:
    """Sara, who answers for the city, and Maryam, the secretary, acting through the services."""

    def __init__(self, desk: Desk, sara: Member, maryam: Member) -> None:
        self.desk, self.sara, self.maryam = desk, sara, maryam

    async def sends(self, obligation_id: int, given: Answer, member: Member | None = None) -> int:
        async with self.desk.db.write() as session:
            who = member or self.sara
            sent = await submissions.send(self.desk.context(session), who, obligation_id, given)
            return sent.id

    async def accepts(self, submission_id: int) -> None:
        async with self.desk.db.write() as session:
            await reviews.accept(self.desk.context(session), self.maryam, submission_id)

    async def returns(self, submission_id: int) -> None:
        async with self.desk.db.write() as session:
            now = self.desk.now()
            await reviews.give_back(
                ActionContext(session, self.desk.organisation, None, now), self.maryam, submission_id, "ناقص است."
            )

    async def counted(self) -> dict[str, int]:
        """Return the stages at which any obligation stands."""
        async with self.desk.db.read() as session:
            rows = await status.by_agency(session, self.desk.today)
        return standing(status.total(row.tally for row in rows))


def standing(tally: Tally) -> dict[str, int]:
    return {stage.value: count for stage, count in tally.counts.items() if count}


@pytest.fixture
async def city(desk: Desk) -> int:
    return await desk.agency("شهرداری مشهد")


@pytest.fixture
async def story(desk: Desk, city: int) -> Story:
    sara = await desk.person("سارا محمدی", city)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    return Story(
        desk,
        Member(sara, sara, name="سارا محمدی", memberships=(Membership(1, Role.REPRESENTATIVE, city, "شهرداری مشهد"),)),
        Member(maryam, maryam, name="مریم رضایی", memberships=(Membership(2, Role.SECRETARY),)),
    )


async def test_an_answer_waits_then_is_accepted(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    assert await story.counted() == {"open": 1}
    report = await story.sends(owed, answer())
    assert await story.counted() == {"answered": 1}
    await story.accepts(report)
    assert await story.counted() == {"settled": 1}


async def test_versions_and_supplements_are_one_obligation(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    await story.returns(await story.sends(owed, answer()))
    assert await story.counted() == {"returned": 1}
    second = await story.sends(owed, answer())
    await story.sends(owed, answer())
    corrected = await story.sends(owed, answer(replaces=second))
    assert await story.counted() == {"answered": 1}
    await story.accepts(corrected)
    assert await story.counted() == {"settled": 1}


async def test_what_comes_by_phone_counts_as_what_comes_in_chat(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    await story.sends(owed, answer(channel="phone"), story.maryam)
    assert await story.counted() == {"answered": 1}


async def test_nothing_to_report_settles(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    await story.sends(owed, answer(SubmissionKind.NOTHING_TO_REPORT))
    assert await story.counted() == {"settled": 1}


async def test_a_returned_one_whose_day_has_passed_is_overdue(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    await story.returns(await story.sends(owed, answer()))
    desk.to("1398-07-21 00:30")
    assert await story.counted() == {"overdue": 1}


async def test_a_due_day_itself_is_not_late(desk: Desk, story: Story, city: int) -> None:
    await desk.issue(7, "یک هفته", city)
    desk.to("1398-07-20 23:59")
    assert await story.counted() == {"open": 1}


async def test_a_continuous_one_that_was_answered_is_still_without_a_date(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(2, "مستمر", city)
    await story.sends(owed, answer())
    assert await story.counted() == {"undated": 1}
    async with desk.db.read() as session:
        [debt] = await obligations.open_of_agency(session, city)
    assert debt.answered_at == desk.now()


async def test_what_ended_with_its_meeting_is_nobodys_debt(desk: Desk, story: Story, city: int) -> None:
    [owed] = await desk.issue(7, "یک هفته", city)
    async with desk.db.write() as session:
        [view] = await obligations.views(session, Obligation.id == owed)
        await transitions.close_all(session, [view.resolution_id])
    assert await story.counted() == {}
    async with desk.db.read() as session:
        assert await status.meetings(session) == []


def told(state: ObligationState, days: int | None, answered: bool) -> Stage | None:
    """Return the stage, by hand, of an obligation that is due in so many days."""
    if state in OPEN_STATES:
        if days is not None and days < 0:
            return Stage.OVERDUE
        if state is ObligationState.RETURNED:
            return Stage.RETURNED
        return Stage.UNDATED if days is None else Stage.OPEN
    if state is ObligationState.ANSWERED:
        return Stage.ANSWERED
    if state is ObligationState.CLOSED and not answered:
        return None
    return Stage.FINISHED


async def test_every_state_stands_at_exactly_one_stage(desk: Desk, city: int) -> None:
    """All states, due dates around today and answers there can be, counted by agency, by resolution and one by one."""
    chamber = await desk.agency("اتاق بازرگانی")
    resolution = await desk.resolution(7, "یک هفته", city)
    cases = list(product(ObligationState, (-3, -1, 0, 1, None), (False, True)))
    rows = [
        {
            "resolution_id": resolution,
            "agency_id": agency_id,
            "item": str(number),
            "state": state,
            "due": None if days is None else desk.today + timedelta(days),
            "answered_at": desk.now() if answered else None,
            "created_at": desk.now(),
        }
        for number, (state, days, answered) in enumerate(cases)
        for agency_id in (city, chamber)
    ]
    async with desk.db.write() as session:
        await session.execute(insert(Obligation), rows)
    expected = Counter(stage.value for case in cases if (stage := told(*case)))
    async with desk.db.read() as session:
        by_agency = await status.by_agency(session, desk.today)
        [by_resolution] = await status.by_resolution(session, desk.today)
        one_by_one, tally = await status.answerers(session, resolution, desk.today, 0, 1000)
        alone = await status.tally_of(session, city, desk.today)
    twice = {stage: 2 * count for stage, count in expected.items()}
    assert [standing(row.tally) for row in by_agency] == [expected, expected]
    assert standing(alone) == expected
    assert standing(tally) == standing(by_resolution.tally) == Counter(row.stage.value for row in one_by_one) == twice
    assert [row.stage for row in one_by_one] == sorted((row.stage for row in one_by_one), key=list(Stage).index)
    assert by_resolution.tally.first_due == desk.today - timedelta(3)


async def test_the_worst_stands_first(desk: Desk) -> None:
    names = ["پاسخ‌داده", "مستمر", "دور", "نزدیک", "دیر", "دیرتر"]
    answered, continuous, far, near, late, later = [await desk.agency(name) for name in names]
    [done] = await desk.issue(1, "یک هفته", answered)
    await desk.answer(done)
    await desk.issue(2, "مستمر", continuous)
    await desk.issue(3, "یک ماه", far)
    await desk.issue(4, "دو هفته", near)
    await desk.issue(5, "یک هفته", late)
    await desk.issue(6, "دو روز", later)
    desk.to("1398-07-22 09:00")
    async with desk.db.read() as session:
        agencies = [row.name for row in await status.by_agency(session, desk.today)]
        resolutions = [row.number for row in await status.by_resolution(session, desk.today)]
    assert agencies == names[::-1]
    assert resolutions == [6, 5, 4, 3, 2, 1]


async def test_agencies_that_stand_alike_are_in_the_order_of_the_alphabet(desk: Desk) -> None:
    await desk.issue(7, "یک هفته", *[await desk.agency(name) for name in ("گرگان", "پست", "لرستان", "بهزیستی")])
    async with desk.db.read() as session:
        names = [row.name for row in await status.by_agency(session, desk.today)]
    assert names == ["بهزیستی", "پست", "گرگان", "لرستان"]


async def test_only_those_who_can_be_reached_represent(desk: Desk) -> None:
    heard, blocked, alone = [await desk.agency(name) for name in ("الف", "ب", "پ")]
    await desk.person("سارا", heard)
    await desk.person("رضا", blocked, reachable=False)
    await desk.issue(7, "یک هفته", heard, blocked, alone)
    async with desk.db.read() as session:
        rows = await status.by_agency(session, desk.today)
    assert {row.name: row.heard for row in rows} == {"الف": True, "ب": False, "پ": False}


async def test_what_an_agency_owes_comes_with_the_day_it_heard_of_it(desk: Desk, city: int) -> None:
    await desk.issue(13, "مستمر", city)
    await desk.issue(3, "یک هفته", items={"الف": city})
    async with desk.db.read() as session:
        first, last = await obligations.open_of_agency(session, city)
    assert (first.number, first.text, first.reminded_on) == (3, "بند الف", desk.today)
    assert (last.kind, last.due) == (DeadlineKind.CONTINUOUS, None)


async def test_one_meeting_is_counted_without_the_others(desk: Desk, city: int) -> None:
    await desk.issue(7, "یک هفته", city)
    async with desk.db.read() as session:
        [meeting] = await status.meetings(session)
        assert standing((await status.by_agency(session, desk.today, meeting.id))[0].tally) == {"open": 1}
        assert standing(await status.tally_of(session, city, desk.today, meeting.id)) == {"open": 1}
        assert len(await obligations.open_of_agency(session, city, meeting.id)) == 1
        other = meeting.id + 1
        assert await status.by_agency(session, desk.today, other) == []
        assert await status.by_resolution(session, desk.today, other) == []
        assert await obligations.open_of_agency(session, city, other) == []


async def test_a_page_of_a_resolution_goes_on_where_the_one_before_ended(desk: Desk) -> None:
    agencies = [await desk.agency(f"دستگاه {number}") for number in range(5)]
    await desk.issue(7, "یک هفته", *agencies)
    async with desk.db.read() as session:
        resolution = (await status.by_resolution(session, desk.today))[0].id
        first, tally = await status.answerers(session, resolution, desk.today, 0, 3)
        rest, _ = await status.answerers(session, resolution, desk.today, 3, 3)
    assert [row.agency_id for row in (*first, *rest)] == agencies
    assert standing(tally) == {"open": 5}


async def test_as_many_statements_for_many_agencies_as_for_one(desk: Desk) -> None:
    asked: list[str] = []

    async def statements() -> int:
        async with desk.db.read() as session:
            connection = await session.connection()
            engine = connection.sync_connection

            def counted(*parts: Any) -> None:
                asked.append(parts[2])

            event.listen(engine, "before_cursor_execute", counted)
            asked.clear()
            await status.by_agency(session, desk.today)
            await status.by_resolution(session, desk.today)
            event.remove(engine, "before_cursor_execute", counted)
        return len(asked)

    await desk.issue(1, "یک هفته", await desk.agency("دستگاه نخست"))
    for_one = await statements()
    for number in range(20):
        await desk.issue(number + 2, "یک هفته", await desk.agency(f"دستگاه {number}"))
    assert await statements() == for_one == 2
