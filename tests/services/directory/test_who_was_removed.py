"""Removed people stay out: no older link and no second account of theirs lets them in again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.access.member import Member, Role
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.people import Account, Membership
from services.accounts import linking, person_merge
from services.accounts.lock_out import lock_out
from services.directory import invitations, members, registration
from services.errors import Refused
from services.messaging import buttons, secretary_notices
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.messaging.secretary_notices import NoticeKind
from tests.services.desk import Desk

CITY = "شهرداری"


async def removes(desk: Desk, secretary: int, person: int) -> None:
    desk.wait(timedelta(minutes=1))
    async with desk.db.write() as session:
        [membership] = await members.of_person(session, person)
        await members.end(desk.context(session, secretary), membership)


async def code_by(desk: Desk, secretary: int, role: Role, agency: int | None, *, single_use: bool = True) -> str:
    async with desk.db.write() as session:
        context = desk.context(session, secretary)
        return (await invitations.make(context, role, agency, days=14, single_use=single_use)).code


async def opens(desk: Desk, person: int, code: str) -> Membership:
    async with desk.db.write() as session:
        invitation = await invitations.opened(session, code, person, desk.now())
        return await invitations.accept(desk.context(session, person), invitation, person)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.SECRETARY])
async def test_nobody_comes_back_by_a_link_that_is_older_than_the_end_of_the_role(desk: Desk, role: Role) -> None:
    """A second link for the same person, of another secretary who still is one, let in whoever had been removed."""
    agency = None if role is Role.SECRETARY else await desk.agency(CITY)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    reza = await desk.person("رضا احمدی", None, role=Role.SECRETARY)
    sara, ali = await desk.person("سارا محمدی", agency, role=role), await desk.person("علی کریمی")
    older, oldest = [await code_by(desk, reza, role, agency) for _ in range(2)]
    for_all = await code_by(desk, reza, role, agency, single_use=False)
    await removes(desk, maryam, sara)
    with pytest.raises(Refused, match=r"invitation\.revoked"):
        await opens(desk, sara, older)
    # It is somebody else's all the same, and a newer one is a secretary's word.
    assert (await opens(desk, ali, oldest)).role is role
    async with desk.db.read() as session:
        assert not (await invitations.opened(session, for_all, sara, desk.now())).single_use
    desk.wait(timedelta(minutes=1))
    newer = await code_by(desk, maryam, role, agency)
    assert (await opens(desk, sara, newer)).role is role


async def test_an_owner_who_was_removed_is_made_no_secretary_by_an_account_that_was_parted(desk: Desk) -> None:
    """The settings name both accounts; one had never pressed Start, and was a newcomer's once it was parted."""
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    reza = await desk.person("رضا احمدی", None, role=Role.SECRETARY)
    desk.organisation.owners = frozenset({f"telegram:{maryam}", "bale:7"})
    async with desk.db.write() as session:
        second = Account(person_id=maryam, platform="bale", user="bale:7", chat="bale:7", last_active_at=desk.now())
        session.add(second)
    await removes(desk, reza, maryam)
    async with desk.db.write() as session:
        account = (await session.scalars(select(Account).where(Account.user == "bale:7"))).one()
        stranger = await person_merge.split(desk.context(session, maryam), account)
    async with desk.db.write() as session:
        greeted = await registration.greet_owner(
            desk.context(session, stranger), Member(stranger, account.id), "bale:7"
        )
        assert not greeted
        assert await members.of_person(session, stranger) == []


@pytest.mark.parametrize("way", ["locked out", "parted"])
async def test_an_account_that_was_cut_off_opens_no_older_link(desk: Desk, way: str) -> None:
    """The links that its chat still shows would let a thief in again."""
    agency = await desk.agency(CITY)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی", agency)
    older = await code_by(desk, maryam, Role.DEPUTY, agency)
    desk.wait(timedelta(minutes=1))
    async with desk.db.write() as session:
        context, account = desk.context(session, maryam), (await linking.accounts(session, sara))[0]
        if way == "parted":
            await person_merge.split(context, account)
        else:
            await lock_out(context, account.user)
        stranger = account.person_id
    assert stranger != sara
    with pytest.raises(Refused, match=r"invitation\.revoked"):
        await opens(desk, stranger, older)
    desk.wait(timedelta(minutes=1))
    newer = await code_by(desk, maryam, Role.DEPUTY, agency)
    assert (await opens(desk, stranger, newer)).role is Role.DEPUTY


async def test_what_waits_about_the_agency_that_somebody_left_goes_and_the_rest_stays(desk: Desk) -> None:
    city, relief = await desk.agency(CITY), await desk.agency("کمیتهٔ امداد")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    sara = await desk.person("سارا محمدی", city, relief)
    [of_city, of_relief] = await desk.issue(7, "تا ۲۱ آبان", city, relief)
    desk.to("1398-07-14 22:30")
    async with desk.db.write() as session:
        context = desk.context(session, maryam)
        for obligation in (of_city, of_relief):
            screen = Screen(T("common.stale"), ((buttons.to_task(obligation),),))
            await notify(context, [Recipient(sara)], screen)
        of_both = ((buttons.to_task(of_city),), (buttons.to_task(of_relief),))
        await notify(context, [Recipient(sara)], Screen(T("common.stale"), of_both))
        form = Screen(T("common.stale"), ((Button(T("form_fill.open"), Tap("fill", 1, 0, f"0.{city}")),),))
        await notify(context, [Recipient(sara)], form)
        [membership] = [one for one in await members.of_person(session, sara) if one.agency_id == city]
        await members.end(context.acting(sara), membership)
    taps = [[button.tap for row in screen.buttons for button in row] for screen in await desk.screens_for(sara)]
    to_task = [buttons.to_task(obligation).tap for obligation in (of_city, of_relief)]
    assert taps == [[to_task[1]], to_task]


async def test_whoever_is_secretary_no_more_gets_no_notice_of_what_waits_for_one(desk: Desk) -> None:
    city = await desk.agency(CITY)
    reza = await desk.person("رضا احمدی", None, role=Role.SECRETARY)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    desk.to("1398-07-14 22:30")
    async with desk.db.write() as session:
        context = desk.context(session, reza)
        await members.let_in(context, maryam, Role.REPRESENTATIVE, city)
        await secretary_notices.tell_secretaries(context, NoticeKind.REPORTS)
        [membership] = [one for one in await members.of_person(session, maryam) if one.role is Role.SECRETARY]
        await members.end(context.acting(maryam), membership)
    assert await desk.screens_for(maryam) == []
    assert await desk.screens_for(reza)
