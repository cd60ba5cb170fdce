"""An issuance for hundreds: each is told once, some in a transaction, whatever ends the program and whoever's fails."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from domain.chat.screens import T
from models.tables.followup import NoticeReceipt
from models.tables.meetings import Meeting, MeetingState
from models.tables.organisation import Fact
from models.tables.people import Person
from services.meetings import owner_notices
from services.meetings.owner_notices import OwnerNotice
from services.obligations import transitions
from tests.parked import parked
from tests.services.desk import Desk
from tests.services.forms.test_telling import told
from tests.services.reminders.test_large_groups import Crash, power_cut, watched

MANY = 250
pytestmark = pytest.mark.rows


async def issued(desk: Desk, agencies: list[int], **more: Any) -> int:
    """Tell of a resolution that some agencies owe; return the number of people that this is said to reach."""
    made = await desk.issue(7, "تا ۲۱ آبان", *agencies)
    async with desk.db.write() as session:
        notice = OwnerNotice(1, T("minutes.told", title="نشست پنجم"), made, **more)
        return await owner_notices.tell(desk.context(session), notice)


async def offices(desk: Desk) -> tuple[list[int], list[int]]:
    agencies = [await desk.agency(f"دهیاری {number}") for number in range(MANY)]
    return agencies, [await desk.person(f"دهیار {agency}", agency) for agency in agencies]


async def tick(desk: Desk) -> int:
    return await owner_notices.tell_rest(desk.db, desk.organisation, desk.now())


async def count(desk: Desk, table: type[Fact] | type[NoticeReceipt]) -> int:
    async with desk.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_hundreds_are_told_in_slices_and_a_power_cut_tells_nobody_twice(desk: Desk) -> None:
    """Sara answers for two of the villages, and Reza's office helps with the resolution."""
    agencies, people = await offices(desk)
    sara = await desk.person("سارا", agencies[0], agencies[-1])
    helper = await desk.agency("استانداری")
    reza = await desk.person("رضا", helper)
    with watched(desk.db) as written:
        assert await issued(desk, agencies, helping={helper: [7]}) == MANY + 2
        assert await told(desk) == {}
        with power_cut(desk.db, 2), pytest.raises(Crash):
            await tick(desk)
        await tick(desk)
    assert written.most("outbox") <= owner_notices.AT_ONCE
    assert await told(desk) == dict.fromkeys([*people, sara, reza], 1)
    assert await count(desk, NoticeReceipt) == MANY + 2
    assert "۲ اقدام" in (await desk.written_to(sara))[0]
    assert "دهیاری 0، دهیاری 1، دهیاری 2" in (await desk.written_to(reza))[0]
    assert (await count(desk, Fact), await tick(desk)) == (0, 0)


async def test_a_few_are_told_at_once(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city)
    assert await issued(desk, [city]) == 1
    assert await told(desk) == {sara: 1}
    assert await count(desk, Fact) == 0


async def test_whose_notice_fails_is_parked_alone_and_told_a_day_later(desk: Desk) -> None:
    agencies, people = await offices(desk)
    async with desk.db.write() as session:
        # Hours that no clock knows, as an earlier version might have left them.
        await session.execute(update(Person).where(Person.id == people[7]).values(settings={"quiet": ["?", "?"]}))
    await issued(desk, agencies)
    with pytest.raises(ExceptionGroup):
        await tick(desk)
    assert await told(desk) == dict.fromkeys({*people} - {people[7]}, 1)
    assert await parked(desk.db) == [("tell_owner", people[7])]
    async with desk.db.write() as session:
        await session.execute(update(Person).where(Person.id == people[7]).values(settings={}))
    desk.to("1398-07-15 09:00")
    await tick(desk)
    assert await told(desk) == dict.fromkeys(people, 1)
    assert await count(desk, Fact) == 0


@pytest.mark.parametrize("what", ["withdrawn", "closed"])
async def test_what_ended_before_it_was_told_is_told_to_nobody(desk: Desk, what: str) -> None:
    agencies, _ = await offices(desk)
    await issued(desk, agencies)
    async with desk.db.write() as session:
        if what == "withdrawn":
            (await session.get_one(Meeting, 1)).state = MeetingState.WITHDRAWN
        else:
            await transitions.close_all(session, [1])
    await tick(desk)
    assert await told(desk) == {}
    assert await count(desk, Fact) == 0


async def test_a_few_who_are_told_of_very_much_are_told_some_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner_notices, "MADE_AT_ONCE", 6)
    agencies = [await desk.agency(f"دهیاری {number}") for number in range(4)]
    people = [await desk.person(f"دهیار {agency}", agency) for agency in agencies]
    made = [one for number in range(1, 6) for one in await desk.issue(number, "تا ۲۱ آبان", *agencies)]
    with watched(desk.db) as written:
        async with desk.db.write() as session:
            notice = OwnerNotice(1, T("minutes.told", title="نشست پنجم"), made)
            assert await owner_notices.tell(desk.context(session), notice) == 4
        assert await told(desk) == {}
        await tick(desk)
    assert written.most("outbox") == 1
    assert await told(desk) == dict.fromkeys(people, 1)
