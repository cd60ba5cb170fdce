"""A form that is sent in the moment in which its reminder is written is not reminded of."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from domain.access.member import Member, Membership, Role
from domain.forms.occasion import Occasion
from models.tables.forms import FormRhythm, FormTarget, FormVersion
from services.forms import filling
from services.messaging.notify import notify
from services.reminders import form_reminders
from tests.services.desk import Desk
from tests.services.reminders.test_form_reminders import attach

HOOD = "طبرسی"


async def test_a_form_that_is_sent_while_its_reminder_is_written_is_not_reminded_of(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hood = await desk.agency(HOOD)
    number = await desk.person("رضا احمدی", hood, role=Role.FACILITATOR)
    reza = Member(number, number, memberships=(Membership(1, Role.FACILITATOR, hood, HOOD),))
    desk.to("1398-07-14")
    form = await attach(desk, "خانه‌ها", FormTarget.ROLE, FormRhythm.MONTH, role=Role.FACILITATOR)
    async with desk.db.write() as session:
        await session.execute(update(FormVersion).values(published_at=desk.now()))
    desk.to("1398-07-24 10:00")
    sending: list[asyncio.Task[None]] = []

    async def send() -> None:
        async with desk.db.write() as session:
            occasion = Occasion(form, 0, hood, "1398-07")
            await filling.send(desk.context(session, number), reza, 1, occasion, filling.Sent({}))

    async def meanwhile(*args: Any, **how: Any) -> Any:
        sending.append(asyncio.create_task(send()))
        blocked = asyncio.create_task(desk.until_blocked())
        await asyncio.wait({sending[0], blocked}, return_when=asyncio.FIRST_COMPLETED)
        blocked.cancel()
        return await notify(*args, **how)

    monkeypatch.setattr(form_reminders, "notify", meanwhile)
    await form_reminders.remind(desk.db, desk.organisation, desk.now())
    await sending[0]
    assert await desk.written_to(number) == []
