"""The first verdict, which holds: whoever comes second is told whose it is."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domain.access.member import Member, Membership, Role
from domain.forms.engine import Form
from models.database import Session
from models.tables.meetings import Submission, SubmissionKind, Verdict
from services.submissions import reviews, submissions
from services.submissions.reviews import AlreadyReviewed
from services.submissions.submissions import Answer
from tests.services.desk import Desk


async def secretary(desk: Desk, name: str) -> Member:
    number = await desk.person(name, None, role=Role.SECRETARY)
    return Member(number, number, name=name, memberships=(Membership(number, Role.SECRETARY),))


async def test_a_second_secretary_is_told_the_first_ones_verdict(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city)
    maryam, reza = await secretary(desk, "مریم رضایی"), await secretary(desk, "رضا کریمی")
    (obligation_id,) = await desk.issue(7, "تا پایان مهرماه", city)
    by_phone = Answer(SubmissionKind.REPORT, Form("report", ()), {"done": "انجام شد"}, {}, channel="phone")
    async with desk.db.write() as session:
        number = (await submissions.send(desk.context(session), maryam, obligation_id, by_phone)).id
    decided_at = desk.now()
    async with desk.db.write() as session:
        await reviews.give_back(desk.context(session), maryam, number, "ناقص است.")
    desk.to("1398-07-20 10:00")

    ways: list[Callable[[Session], Awaitable[object]]] = [
        lambda session: reviews.waiting(session, number),
        lambda session: reviews.accept(desk.context(session), reza, number),
        lambda session: reviews.give_back(desk.context(session), reza, number, "کامل نیست."),
    ]
    for way in ways:
        async with desk.db.write() as session:
            with pytest.raises(AlreadyReviewed) as told:
                await way(session)
            before = told.value
            assert (before.by, before.at, before.state) == (maryam.person_id, decided_at, Verdict.RETURNED)
            assert before.submission.words == "ناقص است."
            assert before.submission.reviewer
            assert before.submission.reviewer.name == "مریم رضایی"


def report(done: str, replaces: int = 0) -> Answer:
    return Answer(SubmissionKind.REPORT, Form("report", ()), {"done": done}, {}, replaces=replaces)


async def reported(desk: Desk) -> tuple[Member, Submission]:
    """Let Sara report on a resolution; return her and the submission."""
    city = await desk.agency("شهرداری")
    number = await desk.person("سارا محمدی", city)
    sara = Member(number, number, name="سارا محمدی", memberships=(Membership(number, Role.REPRESENTATIVE, city),))
    (obligation_id,) = await desk.issue(7, "تا پایان مهرماه", city)
    async with desk.db.write() as session:
        return sara, await submissions.send(desk.context(session), sara, obligation_id, report("انجام شد"))


async def test_a_correction_that_comes_with_the_verdict_adds_to_the_accepted_report(desk: Desk) -> None:
    sara, first = await reported(desk)
    maryam = await secretary(desk, "مریم رضایی")

    async def correct() -> Submission:
        async with desk.db.write() as session:
            corrected = report("همه انجام شد", replaces=first.id)
            return await submissions.send(desk.context(session), sara, first.obligation_id, corrected)

    async with desk.db.write() as session:
        await reviews.waiting(session, first.id)
        correcting = asyncio.create_task(correct())
        await desk.until_blocked()
        await reviews.accept(desk.context(session), maryam, first.id)
    correction = await correcting

    async with desk.db.read() as session:
        reviewed = await submissions.get(session, first.id)
    assert (reviewed.verdict, reviewed.reviewed_by) == (Verdict.ACCEPTED, maryam.person_id)
    assert (correction.verdict, correction.supplement) == (Verdict.WAITING, True)


async def test_a_verdict_that_comes_with_the_correction_is_refused(desk: Desk) -> None:
    sara, first = await reported(desk)
    maryam = await secretary(desk, "مریم رضایی")

    async def review() -> AlreadyReviewed:
        async with desk.db.write() as session:
            with pytest.raises(AlreadyReviewed) as told:
                await reviews.accept(desk.context(session), maryam, first.id)
            return told.value

    async with desk.db.write() as session:
        corrected = report("همه انجام شد", replaces=first.id)
        correction = await submissions.send(desk.context(session), sara, first.obligation_id, corrected)
        reviewing = asyncio.create_task(review())
        await desk.until_blocked()

    assert (await reviewing).state is Verdict.REPLACED
    assert (correction.verdict, correction.supplement) == (Verdict.WAITING, False)


async def test_of_two_verdicts_at_once_the_second_secretary_is_told_who_was_first(desk: Desk) -> None:
    _, first = await reported(desk)
    maryam, reza = await secretary(desk, "مریم رضایی"), await secretary(desk, "رضا کریمی")

    async def give_back() -> Submission:
        async with desk.db.write() as session:
            with pytest.raises(AlreadyReviewed) as told:
                await reviews.give_back(desk.context(session), reza, first.id, "ناقص است.")
            return told.value.submission

    async with desk.db.write() as session:
        await reviews.accept(desk.context(session), maryam, first.id)
        returning = asyncio.create_task(give_back())
        await desk.until_blocked()

    seen = await returning
    assert seen.verdict is Verdict.ACCEPTED
    assert seen.reviewer
    assert seen.reviewer.name == "مریم رضایی"
