"""Requests to join that two people decide on at the same moment: the first decision holds, the second is told of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from domain.access.member import Role
from models.database import Session
from models.tables.people import JoinRequest, RequestState
from services.directory import members, registration
from services.directory.registration import AlreadyHandled, RequestChanged, RequestedRole
from services.errors import Refused
from tests.services.desk import Desk

R = TypeVar("R", bound=Refused)
Decision = Callable[[Session], Awaitable[object]]


async def asked(desk: Desk, person_id: int, agency_id: int | None, agency_name: str = "") -> int:
    async with desk.db.write() as session:
        wish = RequestedRole(Role.REPRESENTATIVE, agency_id, agency_name)
        return (await registration.ask(desk.context(session, person_id), person_id, wish)).id


async def at_once(desk: Desk, first: Decision, second: Decision, refusal: type[R]) -> R:
    """Take two decisions, the second while the transaction of the first is open; return the refusal of the second."""

    async def decide_second() -> R:
        async with desk.db.write() as session:
            with pytest.raises(refusal) as told:
                await second(session)
            return told.value

    async with desk.db.write() as session:
        await first(session)
        deciding = asyncio.create_task(decide_second())
        await desk.until_blocked()
    return await deciding


async def stored(desk: Desk, request_id: int) -> JoinRequest:
    async with desk.db.read() as session:
        return await registration.get(session, request_id)


@pytest.mark.parametrize("way", ["approves", "refuses", "matches"])
async def test_of_two_secretaries_at_once_the_second_is_told_that_the_first_approved(desk: Desk, way: str) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    reza = await desk.person("رضا کریمی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی")
    request_id = await asked(desk, sara, city)
    ways: dict[str, Decision] = {
        "approves": lambda session: registration.approve(desk.context(session, reza), request_id, 1),
        "refuses": lambda session: registration.refuse(desk.context(session, reza), request_id, "ناشناس است."),
        "matches": lambda session: registration.match(desk.context(session, reza), request_id, city),
    }

    told = await at_once(
        desk,
        lambda session: registration.approve(desk.context(session, maryam), request_id, 1),
        ways[way],
        AlreadyHandled,
    )

    assert (told.state, told.by) == (RequestState.APPROVED, maryam)
    assert told.request.decider
    assert told.request.decider.name == "مریم رضایی"
    request = await stored(desk, request_id)
    assert (request.state, request.decided_by, request.reason) == (RequestState.APPROVED, maryam, "")
    assert len(await desk.written_to(sara)) == 1


async def test_who_withdraws_while_a_secretary_approves_is_let_in(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی")
    request_id = await asked(desk, sara, city)

    told = await at_once(
        desk,
        lambda session: registration.approve(desk.context(session, maryam), request_id, 1),
        lambda session: registration.withdraw(desk.context(session, sara), sara),
        Refused,
    )

    assert told.text.key == "registration.none_waits"
    assert (await stored(desk, request_id)).state is RequestState.APPROVED
    async with desk.db.read() as session:
        assert [row.person_id for row in await members.of_agency(session, city)] == [sara]


async def test_a_request_that_meanwhile_means_another_agency_is_shown_before_it_is_approved(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    reza = await desk.person("رضا کریمی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی")
    request_id = await asked(desk, sara, None, "شهرداری")

    told = await at_once(
        desk,
        lambda session: registration.match(desk.context(session, maryam), request_id, city),
        lambda session: registration.approve(desk.context(session, reza), request_id, 1),
        RequestChanged,
    )

    assert told.request.agency
    assert told.request.agency.name == "شهرداری مشهد"
    assert (await stored(desk, request_id)).state is RequestState.PENDING
    assert await desk.written_to(sara) == []


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CONTACT, Role.HEAD])
async def test_who_became_a_representative_while_a_request_waited_is_made_no_less_by_it(desk: Desk, role: Role) -> None:
    city, maryam = await desk.agency("شهرداری مشهد"), await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی")
    async with desk.db.write() as session:
        request = await registration.ask(desk.context(session, sara), sara, RequestedRole(role, city))
        await members.let_in(desk.context(session, maryam), sara, Role.REPRESENTATIVE, city)
    async with desk.db.write() as session:
        kept = await registration.approve(desk.context(session, maryam), request.id, 1)
    assert kept.role is Role.REPRESENTATIVE
    async with desk.db.read() as session:
        [held] = await members.of_person(session, sara)
    assert held.role is Role.REPRESENTATIVE
