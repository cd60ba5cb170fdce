"""Requests for more time that two people act on at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from domain.access.member import Member, Membership, Role
from domain.dates.jalali import from_jalali
from models.database import Session
from models.tables.followup import ExtensionState
from services.errors import Refused
from services.obligations import extensions
from services.submissions import extension_requests
from services.submissions.extension_requests import ExtensionDecided, ExtensionRequest
from tests.services.desk import Desk

pytestmark = pytest.mark.rows

UNTIL = from_jalali(1398, 9, 10)


async def owing(desk: Desk) -> tuple[Member, int]:
    """Let Sara's agency owe something; return her and the obligation's id."""
    city = await desk.agency("شهرداری")
    number = await desk.person("سارا", city)
    [owed] = await desk.issue(7, "تا ۲۱ آبان", city)
    return Member(number, number, memberships=(Membership(number, Role.REPRESENTATIVE, city),)), owed


async def at_once(desk: Desk, *acts: Callable[[Session], Awaitable[object]]) -> list[type]:
    """Do several things in transactions of their own at the same moment; return the kinds of what came of each."""

    async def do(act: Callable[[Session], Awaitable[object]]) -> object:
        async with desk.db.write() as session:
            return await act(session)

    return [type(one) for one in await asyncio.gather(*map(do, acts), return_exceptions=True)]


async def test_of_two_decisions_at_once_the_first_holds(desk: Desk) -> None:
    sara, owed = await owing(desk)
    maryam, zahra = [await desk.person(name, None, role=Role.SECRETARY) for name in ("مریم", "زهرا")]
    async with desk.db.write() as session:
        number = (
            await extension_requests.ask(
                desk.context(session, sara.person_id), sara, owed, ExtensionRequest(UNTIL, "-")
            )
        ).id
    came = await at_once(
        desk,
        lambda session: extension_requests.grant(desk.context(session, maryam), number),
        lambda session: extension_requests.refuse(desk.context(session, zahra), number, "نه"),
    )
    assert came.count(ExtensionDecided) == 1
    async with desk.db.read() as session:
        [kept] = (await extensions.history(session, [owed]))[owed]
    due = (await desk.obligation(owed)).due
    assert (kept.state is ExtensionState.GRANTED) == (due == UNTIL)


async def test_of_two_requests_at_once_one_waits(desk: Desk) -> None:
    sara, owed = await owing(desk)
    days: list[date] = [UNTIL, from_jalali(1398, 9, 20)]
    came = await at_once(
        desk,
        *(
            lambda session, day=day: extension_requests.ask(
                desk.context(session, sara.person_id), sara, owed, ExtensionRequest(day, "-")
            )
            for day in days
        ),
    )
    assert came.count(Refused) == 1


async def test_an_answer_and_a_grant_at_once_leave_nothing_waiting(desk: Desk) -> None:
    sara, owed = await owing(desk)
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        number = (
            await extension_requests.ask(
                desk.context(session, sara.person_id), sara, owed, ExtensionRequest(UNTIL, "-")
            )
        ).id
    await asyncio.gather(
        desk.answer(owed),
        at_once(desk, lambda session: extension_requests.grant(desk.context(session, maryam), number)),
    )
    async with desk.db.read() as session:
        assert await extensions.pending(session, owed) is None
