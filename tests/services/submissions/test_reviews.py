"""The first verdict, which holds: whoever comes second is told whose it is."""

from collections.abc import Awaitable, Callable

import pytest

from domain.access.member import Member, Membership, Role
from domain.forms.engine import Form
from models.database import Session
from models.meetings import SubmissionKind, Verdict
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
