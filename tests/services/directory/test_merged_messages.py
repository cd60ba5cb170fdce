"""Messages that wait for the morning when two agencies become one: they tell of the one that stays, or nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.access.member import Member, Membership, Role
from domain.chat.screens import Tap
from models.tables.agencies import Agency
from models.tables.duties import DutyRound
from models.tables.followup import EscalationState, EscalationTarget
from models.tables.meetings import Submission, SubmissionKind
from models.tables.queues import Outbox
from services.messaging import outbox, recipients
from services.messaging.notify import notify
from services.obligations import duties
from services.reminders import escalations
from services.submissions import contributions, duty_message, duty_rounds, reviews, submissions
from tests.services.any_rows import ask_about_duty
from tests.services.desk import Desk
from tests.services.directory.test_agency_merge import CITY, TWIN, merge

pytestmark = pytest.mark.rows
UNTIL_NOON = ["20:00", "12:00"]
TOLD = "یک دستگاه است"
"""Words of the news that two agencies are one."""


async def news(desk: Desk, person: int) -> list[str]:
    """The messages to a person beside that of the merge."""
    return [text for text in await desk.written_to(person) if TOLD not in text]


async def taps(desk: Desk, person: int) -> list[Tap | None]:
    screens = await desk.screens_for(person)
    return [button.tap for screen in screens for row in screen.buttons for button in row]


async def tick(desk: Desk, jalali: str) -> None:
    desk.to(jalali)
    await escalations.run(desk.db, desk.organisation, desk.now())


def turned_on(desk: Desk, target: str) -> None:
    settings = replace(desk.organisation.reminder_settings, escalate_after=5, escalate_to=target)
    desk.organisation.reminder_settings = settings


@pytest.mark.parametrize("state", list(EscalationState)[:2])
async def test_a_list_of_escalations_names_the_agency_that_stays_and_loses_what_is_answered(
    desk: Desk, state: EscalationState
) -> None:
    """The list kept the key of the agency that was gone: no answer of the next hours was taken from it."""
    turned_on(desk, "head")
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    reza = await desk.person("رضا احمدی", twin, quiet=UNTIL_NOON)
    hasan = await desk.person("حسن کریمی", twin, role=Role.HEAD, quiet=UNTIL_NOON)
    [seven], [eight] = [await desk.issue(number, "تا ۱۸ آبان", twin) for number in (7, 8)]
    await tick(desk, "1398-08-25 09:00")
    if state is EscalationState.SENT:
        await tick(desk, "1398-08-26 09:00")
    receiver = hasan if state is EscalationState.SENT else reza
    await merge(desk, city, twin)
    [told] = await news(desk, receiver)
    assert "مصوبهٔ ۷" in told
    assert TWIN not in told
    await desk.answer(seven)
    [told] = await news(desk, receiver)
    assert "مصوبهٔ ۷" not in told
    assert "مصوبهٔ ۸" in told
    await desk.answer(eight)
    assert await news(desk, receiver) == []


async def test_two_lists_of_one_moment_for_the_chair_are_one(desk: Desk) -> None:
    turned_on(desk, "chair")
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    for agency, name in ((city, "سارا محمدی"), (twin, "رضا احمدی")):
        await desk.person(name, agency)
    ali = await desk.person("علی نوری", None, role=Role.CHAIR, quiet=UNTIL_NOON)
    await desk.issue(7, "تا ۱۸ آبان", city, twin)
    await desk.issue(8, "تا ۱۸ آبان", twin)
    await tick(desk, "1398-08-25 09:00")
    await tick(desk, "1398-08-26 09:00")
    assert len(await news(desk, ali)) == 2
    await merge(desk, city, twin)
    [told] = await news(desk, ali)
    assert told.count("مصوبهٔ ۷") == told.count("مصوبهٔ ۸") == 1
    assert TWIN not in told


@pytest.mark.parametrize("answered", [True, False])
async def test_an_escalation_by_press_is_of_the_task_that_stays(desk: Desk, answered: bool) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    await desk.person("سارا محمدی", city)
    reza = await desk.person("رضا احمدی", twin, quiet=UNTIL_NOON)
    hasan = await desk.person("حسن کریمی", twin, role=Role.HEAD, quiet=UNTIL_NOON)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    own, dropped = await desk.issue(7, "تا ۱۸ آبان", city, twin)
    desk.to("1398-08-26 09:00")
    async with desk.db.write() as session:
        await escalations.escalate(desk.context(session, maryam), dropped, EscalationTarget.HEAD, "")
    if answered:
        await desk.answer(own)
    await merge(desk, city, twin)
    assert len(await news(desk, reza)) == len(await news(desk, hasan)) == (not answered)
    assert all(CITY in text and TWIN not in text for text in await news(desk, hasan))
    assert (Tap("task", own) in await taps(desk, hasan)) == (not answered)
    assert Tap("task", dropped) not in await taps(desk, reza)


async def returned(desk: Desk, obligation: int, person: int) -> None:
    """Let a person report, and a secretary give the report back."""
    maryam = Member(person, person, memberships=(Membership(0, Role.SECRETARY),))
    async with desk.db.write() as session:
        report = Submission(obligation_id=obligation, person_id=person, kind=SubmissionKind.REPORT, sent_at=desk.now())
        session.add(report)
        await session.flush()
    await desk.answer(obligation)
    async with desk.db.write() as session:
        await reviews.give_back(desk.context(session), maryam, report.id, "ناقص است.")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_report_that_came_back_is_news_no_more_once_what_stays_is_answered(desk: Desk, when: str) -> None:
    """The news of the return kept the number of the task that was gone, and nobody could take it back."""
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    sara = await desk.person("سارا محمدی", city)
    reza = await desk.person("رضا احمدی", twin, quiet=UNTIL_NOON)
    own, dropped = await desk.issue(7, "تا ۱۸ آبان", city, twin)
    desk.to("1398-08-26 09:00")
    await returned(desk, dropped, reza)
    await returned(desk, own, sara)
    if when == "before":
        await desk.answer(own)
    await merge(desk, city, twin)
    if when == "before":
        assert await news(desk, reza) == []
        return
    [told] = await news(desk, reza)
    assert "ناقص است." in told
    assert Tap("task", own) in await taps(desk, reza)
    async with desk.db.read() as session:
        keys = set(await session.scalars(select(Outbox.group_key).where(Outbox.person_id == reza)))
    assert submissions.returned_key(own) in keys
    assert submissions.returned_key(dropped) not in keys


async def test_a_part_that_was_sent_is_of_the_agency_and_the_task_that_stay(desk: Desk) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    chamber = await desk.agency("اتاق بازرگانی")
    narges = await desk.person("نرگس صالحی", chamber, quiet=UNTIL_NOON)
    reza = await desk.person("رضا احمدی", twin)
    [owed] = await desk.issue(7, "تا ۱۸ آبان", chamber, partners=(twin,))
    desk.to("1398-08-10 09:00")
    helper = Member(reza, reza, memberships=(Membership(reza, Role.REPRESENTATIVE, twin),))
    async with desk.db.write() as session:
        await contributions.send(desk.context(session, reza), helper, owed, "سهم ما آماده است.", [])
    await merge(desk, city, twin)
    [told] = await news(desk, narges)
    assert CITY in told
    assert TWIN not in told


async def test_a_question_about_duties_is_answered_for_the_agency_that_stays(desk: Desk) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    reza = await desk.person("رضا احمدی", twin, quiet=UNTIL_NOON)
    async with desk.db.write() as session:
        round_id, duty_id = await ask_about_duty(session, desk)
        started = await session.get_one(DutyRound, round_id)
        for agency in await session.scalars(select(Agency)):
            agency.kind_id = started.kind_id
        context = desk.context(session)
        shown = duty_message.screen(["پرسش"], round_id, twin, await duties.of_kind(session, started.kind_id), {})
        people = await recipients.answering_for(session, [twin])
        await notify(context, people, shown, group_key=duty_rounds.group_key(round_id, twin))
    desk.to("1398-07-14 09:00")
    await merge(desk, city, twin)
    assert Tap("duty.answer", duty_id, round_id, f"{city}.done") in await taps(desk, reza)
    async with desk.db.read() as session:
        [waits] = await outbox.waiting(session, [duty_rounds.group_key(round_id, city)])
    assert waits.person_id == reza
