"""Escalation by the organisation's setting: off by default, announced first, and not when it is needless."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.access.member import Member, Membership, Role
from domain.dates.jalali import from_jalali
from models.database import Session
from models.tables.followup import Escalation, EscalationTarget
from services.errors import Refused
from services.messaging import recipients
from services.messaging.recipients import Recipient
from services.reminders import escalations
from services.reminders.escalations import EscalationCounts
from services.submissions import extension_requests
from services.submissions.extension_requests import ExtensionRequest
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def tick(desk: Desk, jalali: str) -> EscalationCounts:
    desk.to(jalali)
    return await escalations.run(desk.db, desk.organisation, desk.now())


def turned_on(desk: Desk, target: str = "head") -> None:
    """Escalate what is five days overdue, after one working day."""
    settings = replace(desk.organisation.reminder_settings, escalate_after=5, escalate_to=target)
    desk.organisation.reminder_settings = settings


async def test_nothing_is_escalated_by_itself_unless_it_is_set(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا", city)
    await desk.person("حسن", city, role=Role.HEAD)
    await desk.issue(7, "تا ۱۸ آبان", city)
    assert await tick(desk, "1398-09-02") == EscalationCounts()


async def test_the_owner_is_warned_a_working_day_before_the_head_is_told(desk: Desk) -> None:
    turned_on(desk)
    city = await desk.agency("شهرداری")
    sara, hasan = await desk.person("سارا", city), await desk.person("حسن", city, role=Role.HEAD)
    for number in (7, 8):
        await desk.issue(number, "تا ۱۸ آبان", city)
    assert await tick(desk, "1398-08-22") == EscalationCounts()
    assert await tick(desk, "1398-08-23 10:00") == EscalationCounts()
    assert await tick(desk, "1398-08-25 10:00") == EscalationCounts(warned=2)
    assert await tick(desk, "1398-08-25 12:00") == EscalationCounts()
    [warning] = await desk.written_to(sara)
    assert "اگر تا یکشنبه ۲۶ آبان ۱۳۹۸ پاسخ یا درخواست تمدیدی نرسد" in warning
    assert await desk.written_to(hasan) == []
    assert await tick(desk, "1398-08-26 10:00") == EscalationCounts(escalated=2)
    assert await tick(desk, "1398-08-27 10:00") == EscalationCounts()
    [told] = await desk.written_to(hasan)
    assert "مصوبهٔ ۷" in told
    assert "مصوبهٔ ۸" in told


async def test_an_agency_that_fails_keeps_no_other_s_owner_from_the_warning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_on(desk)
    bad, city = await desk.agency("اصناف"), await desk.agency("شهرداری")
    for agency, name in ((bad, "رضا"), (city, "سارا")):
        await desk.person(name, agency)
        await desk.person(f"رئیس {name}", agency, role=Role.HEAD)
    await desk.issue(7, "تا ۱۸ آبان", bad, city)
    answering_for = recipients.answering_for

    async def fails(session: Session, agency_ids: Collection[int]) -> list[Recipient]:
        if bad in agency_ids:
            raise LookupError
        return await answering_for(session, agency_ids)

    monkeypatch.setattr(recipients, "answering_for", fails)
    desk.to("1398-08-25 10:00")
    with pytest.raises(ExceptionGroup):
        await escalations.run(desk.db, desk.organisation, desk.now())
    async with desk.db.read() as session:
        assert len((await session.scalars(select(Escalation))).all()) == 1
    assert await tick(desk, "1398-08-25 12:00") == EscalationCounts()


async def test_an_answer_or_a_later_date_takes_the_announcement_back(desk: Desk) -> None:
    turned_on(desk, "chair")
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    await desk.person("سارا", city, relief)
    chair = await desk.person("علی", None, role=Role.CHAIR)
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    answered, later = await desk.issue(7, "تا ۱۸ آبان", city, relief)
    assert await tick(desk, "1398-08-25 10:00") == EscalationCounts(warned=2)
    await desk.answer(answered)
    async with desk.db.write() as session:
        await extension_requests.give(desk.context(session, maryam), later, from_jalali(1398, 9, 10), "دلیل")
    assert await tick(desk, "1398-08-26 10:00") == EscalationCounts()
    assert await desk.written_to(chair) == []


async def test_what_waits_for_a_decision_or_has_nobody_to_hear_is_not_announced(desk: Desk) -> None:
    turned_on(desk)
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    number = await desk.person("سارا", city)
    await desk.person("حسن", city, relief, role=Role.HEAD)
    asked, _ = await desk.issue(7, "تا ۱۸ آبان", city, relief)
    sara = Member(number, number, memberships=(Membership(number, Role.REPRESENTATIVE, city),))
    async with desk.db.write() as session:
        wish = ExtensionRequest(from_jalali(1398, 9, 10), "دلیل")
        await extension_requests.ask(desk.context(session, number), sara, asked, wish)
    assert await tick(desk, "1398-08-25 10:00") == EscalationCounts()


async def test_who_asked_for_more_time_is_not_escalated_before_the_decision_nor_without_a_new_warning(
    desk: Desk,
) -> None:
    turned_on(desk)
    city = await desk.agency("شهرداری")
    sara, hasan = await desk.person("سارا", city), await desk.person("حسن", city, role=Role.HEAD)
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [owed] = await desk.issue(7, "تا ۱۸ آبان", city)
    assert await tick(desk, "1398-08-25 10:00") == EscalationCounts(warned=1)
    async with desk.db.write() as session:
        member = Member(sara, sara, memberships=(Membership(1, Role.REPRESENTATIVE, city, "شهرداری"),))
        wish = ExtensionRequest(from_jalali(1398, 9, 20), "داده‌ها کامل نیست.")
        asked = await extension_requests.ask(desk.context(session, sara), member, owed, wish)
    assert await tick(desk, "1398-08-26 10:00") == EscalationCounts()
    assert await tick(desk, "1398-08-30 10:00") == EscalationCounts()
    assert await desk.written_to(hasan) == []
    async with desk.db.write() as session:
        with pytest.raises(Refused, match=r"escalation\.asked_for_time"):
            await escalations.escalate(desk.context(session, maryam), owed, EscalationTarget.HEAD, "")
        await extension_requests.refuse(desk.context(session, maryam), asked.id, "فرصت کافی بود.")
    assert await tick(desk, "1398-09-02 10:00") == EscalationCounts(warned=1)
    assert await desk.written_to(hasan) == []
    assert await tick(desk, "1398-09-03 10:00") == EscalationCounts(escalated=1)
    assert len(await desk.written_to(hasan)) == 1
