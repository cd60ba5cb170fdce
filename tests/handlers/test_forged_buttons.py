"""Forged buttons, which no message ever had, of rows that are gone or that no database can have.

`test_forged_doors.py` has those of rows that are there.
"""

import itertools
import json
import time
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from domain.access.member import Role
from domain.chat.screens import Tap
from handlers.core.turn import OnTap
from handlers.routes import ROUTES
from models.tables.conversations import Draft
from models.tables.people import Account, Membership
from models.tables.queues import Inbox, InboxState
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY = "شهرداری مشهد"
NAMES = [route.name for route in ROUTES if isinstance(route, OnTap)]
AT_ONCE = 40
"""Presses between two looks at whether the bot is still at work: on a slow machine all of them take long."""
# The platform never heard of these presses, so it takes no answer to them.
pytestmark = pytest.mark.refused("query is too old")
_numbers = itertools.count(900_000_000)


async def forges(
    town: Town,
    who: Human,
    ids: tuple[int, ...],
    words: tuple[str, ...] = ("",),
    names: Sequence[str] = NAMES,
) -> None:
    """Press every button of the routing table, or some, for rows of these ids."""
    taps = [Tap(name, number, 1, word) for name in names for number in ids for word in words]
    sender = {"id": who.chat.id, "first_name": "x", "is_bot": False}
    for place in range(0, len(taps), AT_ONCE):
        async with town.app.db.write() as session:
            for tap in taps[place : place + AT_ONCE]:
                number = next(_numbers)
                query = {"id": str(number), "from": sender, "data": tap.encode()}
                raw = json.dumps({"update_id": number, "callback_query": query})
                session.add(Inbox(platform=who.platform, update_id=number, chat=who.user, raw=raw, arrived=time.time()))
        await town.quiet()


@pytest.mark.rows
async def test_a_number_that_no_database_takes_is_no_error_of_ours(town: Town) -> None:
    """On PostgreSQL each such tap of anybody was one, and all chats of the batch were served one by one."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await forges(town, sara, (2**31,), names=("active", "join", "task", "idea", "f"))
    large, larger = str(2**31), "9" * 30
    words = (large, larger, f"1.{large}", f"{large}.phone", f"open.{larger}", f"a.{large}.1.1")
    await forges(town, sara, (1,), words, names=("task", "fill", "offers", "question.new", "duty.answer", "f"))
    await forges(town, maryam, (1,), words, names=("letters.make", "agency.united", "behalf.form", "status"))
    await forges(town, maryam, (1,), words, names=("resolutions",))
    assert await failed(town) == 0


async def test_a_part_of_a_form_on_no_obligation_is_no_occasion(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, NEWS), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    [agency] = await agencies_of(town, sara)
    await forges(town, sara, (1,), (f"0.{agency}.p", f"0.{agency}.x.p", "0.0.p"), names=("fill",))
    await sara.says("خبر یک", "خبر دو")
    if "ارسال" in sara.buttons():
        await sara.taps("ارسال")
    assert await failed(town) == 0
    async with town.app.db.read() as session:
        assert not (await session.scalars(select(Draft))).all()


async def agencies_of(town: Town, who: Human) -> list[int]:
    """Return the agencies that somebody has a role in."""
    async with town.app.db.read() as session:
        held = select(Membership.agency_id).join(Account, Account.person_id == Membership.person_id)
        return [number for number in await session.scalars(held.where(Account.user == who.user)) if number]


async def failed(town: Town) -> int:
    async with town.app.db.read() as session:
        return await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) or 0


@pytest.mark.long
@pytest.mark.ci
async def test_a_button_of_what_is_gone_is_answered_in_words(both: Town) -> None:
    maryam = await both.secretary()
    await forges(both, maryam, (999,), ("", "x"))
    assert await failed(both) == 0
    assert "خطایی پیش آمد" not in maryam.everything()
