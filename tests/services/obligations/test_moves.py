"""A moved obligation beside its resolution's owners, who may change afterwards, and beside recurring periods."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.followup import Escalation, EscalationState, EscalationTarget
from models.tables.meetings import Obligation, ObligationState, Owner
from models.tables.organisation import Audit
from services.errors import Refused
from services.meetings import owner_changes, resolutions
from services.obligations import creation
from services.submissions import obligation_moves
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def moved(desk: Desk, obligation_id: int, secretary: int, to: int) -> None:
    """Move an obligation to another agency."""
    async with desk.db.write() as session:
        await obligation_moves.move(desk.context(session, secretary), obligation_id, to, "دلیل")


async def test_the_former_agency_gets_it_no_second_time(desk: Desk) -> None:
    city, guilds, relief = [await desk.agency(name) for name in ("شهرداری", "اصناف", "کمیتهٔ امداد")]
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [owed] = await desk.issue(7, "تا ۲۱ آبان", city)
    await moved(desk, owed, maryam, guilds)
    await moved(desk, owed, maryam, relief)
    async with desk.db.write() as session:
        assert await creation.make(desk.context(session), 1) == []
        resolution = await resolutions.get(session, 1)
        await owner_changes.add(desk.context(session, maryam), resolution, "بهزیستی", None)
    assert (await desk.obligation(owed)).state is ObligationState.OPEN
    assert (await desk.obligation(owed)).agency_id == relief


async def test_who_takes_the_owners_place_in_the_resolution_keeps_the_moved_one(desk: Desk) -> None:
    city, guilds = await desk.agency("شهرداری"), await desk.agency("اصناف")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [owed] = await desk.issue(7, "تا ۲۱ آبان", city)
    await moved(desk, owed, maryam, guilds)
    async with desk.db.write() as session:
        resolution = await resolutions.get(session, 1)
        resolution.owners.append(Owner(agency_id=guilds, place=1))
        await session.flush()
        await owner_changes.remove(desk.context(session, maryam), resolution.owners[0])
    assert (await desk.obligation(owed)).state is ObligationState.OPEN
    async with desk.db.read() as session:
        assert await session.get(Obligation, owed + 1) is None


async def test_an_answered_one_is_not_moved(desk: Desk) -> None:
    city, guilds = await desk.agency("شهرداری"), await desk.agency("اصناف")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [owed] = await desk.issue(7, "تا ۲۱ آبان", city)
    await desk.answer(owed)
    with pytest.raises(Refused) as refused:
        await moved(desk, owed, maryam, guilds)
    assert refused.value.text.key == "answer.settled"


async def test_a_moved_one_is_not_escalated_over_somebody_who_was_not_warned(desk: Desk) -> None:
    city, guilds = await desk.agency("شهرداری"), await desk.agency("اصناف")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [owed] = await desk.issue(7, "تا ۲۱ آبان", city)
    async with desk.db.write() as session:
        warned = {"obligation_id": owed, "target": EscalationTarget.HEAD, "due": desk.today, "goes_on": desk.today}
        session.add(Escalation(**warned, state=EscalationState.ANNOUNCED, announced_at=desk.now()))
    await moved(desk, owed, maryam, guilds)
    async with desk.db.read() as session:
        assert await session.scalar(select(Escalation.state)) is EscalationState.WITHDRAWN


async def test_the_audit_trail_has_the_owners_before_and_after_each_change_of_one(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    await desk.issue(7, "تا ۲۱ آبان", city)
    async with desk.db.write() as session:
        resolution = await resolutions.get(session, 1)
        await owner_changes.add(desk.context(session, maryam), resolution, "بهزیستی", None)
        [_, added] = resolution.owners
        await owner_changes.set_partner(desk.context(session, maryam), added)
        await owner_changes.remove(desk.context(session, maryam), added)
    async with desk.db.read() as session:
        rows = (await session.scalars(select(Audit).where(Audit.subject == "resolution").order_by(Audit.id))).all()
    assert [(row.action, row.details["before"], row.details["after"]) for row in rows if "before" in row.details] == [
        ("add_owner", ["شهرداری"], ["شهرداری", "بهزیستی"]),
        ("partner", ["شهرداری", "بهزیستی"], ["شهرداری", "بهزیستی (همکار)"]),
        ("remove_owner", ["شهرداری", "بهزیستی (همکار)"], ["شهرداری"]),
    ]
