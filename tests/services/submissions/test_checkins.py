"""The monthly check-in on continuous resolutions: a tap for each, of which the last one in a month counts."""

import pytest
from sqlalchemy import select

from domain.access.member import Member, Membership, Role
from domain.chat.screens import Screen, T
from models.tables.meetings import Submission, SubmissionKind, Verdict
from services.errors import Refused
from services.reminders.messages import checkin_message
from services.reminders.messages.checkin_message import Status
from services.submissions import checkins
from tests.services.desk import TEHRAN, Desk
from texts.format import Formatter


async def member_of(desk: Desk, *agency_ids: int, role: Role = Role.REPRESENTATIVE) -> Member:
    person_id = await desk.person("سارا محمدی", *agency_ids, role=role)
    held = tuple(Membership(number, role, agency_id) for number, agency_id in enumerate(agency_ids, 1))
    return Member(person_id, person_id, name="سارا محمدی", memberships=held)


async def answer(desk: Desk, sara: Member, obligation_id: int, status: Status) -> None:
    async with desk.db.write() as session:
        await checkins.answer(desk.context(session), sara, obligation_id, status)


async def kept(desk: Desk) -> list[tuple[str, Verdict]]:
    async with desk.db.read() as session:
        rows = await session.scalars(select(Submission).order_by(Submission.id))
        return [(row.answers["status"], row.verdict) for row in rows]


async def asked(desk: Desk, sara: Member) -> list[tuple[int, Status | None]]:
    async with desk.db.read() as session:
        return [
            (question.view.number, question.status)
            for question in await checkins.questions(desk.context(session), sara)
        ]


async def test_the_last_tap_of_a_month_holds_and_the_next_month_asks_anew(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await member_of(desk, city)
    (obligation_id,) = await desk.issue(13, "مستمر", city)
    desk.to("1398-08-01 09:30")
    assert await asked(desk, sara) == [(13, None)]
    for status in (Status.GOING, Status.GOING, Status.STOPPED):
        await answer(desk, sara, obligation_id, status)
    assert await kept(desk) == [("going", Verdict.REPLACED), ("stopped", Verdict.WAITING)]
    assert await asked(desk, sara) == [(13, Status.STOPPED)]
    desk.to("1398-09-01 09:30")
    assert await asked(desk, sara) == [(13, None)]
    await answer(desk, sara, obligation_id, Status.GOING)
    assert (await kept(desk))[1:] == [("stopped", Verdict.WAITING), ("going", Verdict.ACCEPTED)]


async def test_a_whole_report_answers_the_month_too(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await member_of(desk, city)
    (obligation_id,) = await desk.issue(13, "مستمر", city)
    async with desk.db.write() as session:
        report = Submission(obligation_id=obligation_id, person_id=sara.person_id, kind=SubmissionKind.REPORT)
        report.sent_at = desk.now()
        session.add(report)
    assert await asked(desk, sara) == [(13, Status.REPORTED)]


async def test_nobody_answers_for_another_agency(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    (obligation_id,) = await desk.issue(13, "مستمر", city)
    for stranger in (await member_of(desk, relief), await member_of(desk, city, role=Role.HEAD)):
        assert await asked(desk, stranger) == []
        with pytest.raises(Refused, match="not_yours"):
            await answer(desk, stranger, obligation_id, Status.GOING)


async def test_what_is_ended_is_open_no_more(desk: Desk) -> None:
    sara = await member_of(desk, await desk.agency("شهرداری"))
    with pytest.raises(Refused, match="closed"):
        await answer(desk, sara, 404, Status.GOING)


async def test_many_questions_come_eight_at_a_time(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await member_of(desk, city)
    ids = [(await desk.issue(number, "مستمر", city))[0] for number in range(1, 11)]

    async def numbers() -> list[int]:
        async with desk.db.read() as session:
            questions = await checkins.questions(desk.context(session), sara)
        shown: Screen = checkin_message.screen(questions, T("checkin.head"))
        return [row[0].tap.id for row in shown.buttons if row[0].tap and row[0].tap.arg == "going"]

    assert await numbers() == ids[:8]
    await answer(desk, sara, ids[0], Status.GOING)
    assert await numbers() == ids[1:9]


@pytest.mark.ci
async def test_the_screen_stays_within_a_message_however_many_there_are(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await member_of(desk, city)
    for number in range(1, 41):
        (obligation_id,) = await desk.issue(number, "مستمر", city)
        if number % 2:
            await answer(desk, sara, obligation_id, Status.GOING)
    async with desk.db.read() as session:
        questions = await checkins.questions(desk.context(session), sara)
    shown = checkin_message.screen(questions, T("checkin.head"))
    assert len(shown.buttons) == 8 + 8 + 1
    words = Formatter("fa", TEHRAN).plain(shown.text)
    assert "به ۱۲ مورد دیگر نیز پاسخ داده‌اید" in words
    assert "۱۲ مورد دیگر نشان داده می‌شود" in words
