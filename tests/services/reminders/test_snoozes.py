"""Snoozes belong to the person who tapped: colleagues and partners are reminded as planned."""

from datetime import date, timedelta

import pytest

from domain.dates.jalali import format_machine, from_jalali
from models.tables.followup import Snooze
from models.tables.meetings import Obligation
from services.errors import Refused
from services.meetings import deadline_changes
from services.obligations import snoozes, transitions
from services.reminders import large_groups, reminders, snooze
from tests.services.desk import Desk

pytestmark = pytest.mark.rows

PLANNED = ["1398-08-18", "1398-08-21", "1398-08-25", "1398-09-02", "1398-09-09"]
"""The days on which whoever puts nothing off is reminded of what is due on 21 Aban."""


async def puts_off(desk: Desk, person_id: int, obligation_id: int, until: date) -> None:
    async with desk.db.write() as session:
        kept = await session.get_one(Obligation, obligation_id)
        await snooze.snooze(desk.context(session, person_id), kept, until)


async def office(desk: Desk, phrase: str = "تا ۲۱ آبان") -> tuple[int, int, int, int]:
    """Sara and Reza of the city, which owes resolution 7, Omid of its partner, and the obligation."""
    city, partner = await desk.agency("شهرداری"), await desk.agency("فرمانداری")
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا احمدی", city)
    omid = await desk.person("امید کاظمی", partner)
    (owed,) = await desk.issue(7, phrase, city, partners=(partner,))
    return sara, reza, omid, owed


async def days_told(desk: Desk, *people: int, until: str = "1398-09-12") -> list[list[str]]:
    """Let the days pass; return for each person those on which a reminder is written."""
    told: list[list[str]] = [[] for _ in people]
    before = [len(await desk.written_to(person)) for person in people]
    while (day := format_machine(desk.today)) <= until:
        desk.to(f"{day} 09:00")
        await reminders.remind(desk.db, desk.organisation, desk.now())
        await desk.deliver()
        for place, person in enumerate(people):
            now = len(await desk.written_to(person))
            told[place] += [day] * (now - before[place])
            before[place] = now
        desk.wait(timedelta(days=1))
    return told


@pytest.mark.parametrize("large", [False, True])
async def test_what_one_puts_off_comes_to_the_others_as_planned(
    desk: Desk, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(large_groups, "is_large", lambda _: True)
    sara, reza, omid, owed = await office(desk)
    desk.to("1398-08-16 10:00")
    await puts_off(desk, sara, owed, from_jalali(1398, 8, 20))
    to_sara, to_reza, to_omid = await days_told(desk, sara, reza, omid)
    assert to_reza == to_omid == PLANNED
    assert to_sara == ["1398-08-20", *PLANNED[1:]]


@pytest.mark.parametrize("large", [False, True])
async def test_what_is_put_off_on_the_due_day_again_and_again_comes_two_weeks_after_it_at_last(
    desk: Desk, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(large_groups, "is_large", lambda _: True)
    sara, reza, _, owed = await office(desk)
    to_sara: list[str] = []
    to_reza: list[str] = []
    while desk.today < from_jalali(1398, 9, 12):
        desk.to(f"{format_machine(desk.today)} 08:30")
        try:
            async with desk.db.read() as session:
                kept = await session.get_one(Obligation, owed)
                most = snooze.longest(desk.organisation, kept, desk.now())
            await puts_off(desk, sara, owed, desk.today + timedelta(days=most))
        except Refused:
            break
        sara_s, reza_s = await days_told(desk, sara, reza, until=format_machine(desk.today))
        to_sara, to_reza = to_sara + sara_s, to_reza + reza_s
    assert desk.today == from_jalali(1398, 9, 5)
    assert to_sara == []
    assert to_reza == ["1398-08-18", "1398-08-21", "1398-08-25", "1398-09-02"]
    assert await days_told(desk, sara) == [["1398-09-05", "1398-09-09"]]


async def test_a_snooze_ends_when_its_person_has_other_news_of_the_task(desk: Desk) -> None:
    sara, _, _, owed = await office(desk)
    await puts_off(desk, sara, owed, desk.today + timedelta(days=7))
    async with desk.db.write() as session:
        due = {"kind": "date", "due": "1398-08-28", "rhythm": None}
        await deadline_changes.change_deadline(desk.context(session), 1, due)
        assert await snoozes.of(session, [owed]) == {}
    await puts_off(desk, sara, owed, desk.today + timedelta(days=7))
    await desk.answer(owed)
    async with desk.db.write() as session:
        assert await snoozes.of(session, [owed]) == {}
        await transitions.returned(desk.context(session), await session.get_one(Obligation, owed))
    assert (await days_told(desk, sara))[0][0] == "1398-08-25"


async def test_a_snooze_of_what_was_closed_meanwhile_reminds_nobody(desk: Desk) -> None:
    sara, reza, _, owed = await office(desk)
    await puts_off(desk, sara, owed, desk.today + timedelta(days=2))
    async with desk.db.write() as session:
        transitions.close(await session.get_one(Obligation, owed))
    assert await reminders.next_due(desk.db, desk.organisation) is None
    assert await days_told(desk, sara, reza) == [[], []]


async def test_what_waits_for_the_morning_leaves_out_what_its_person_put_off_and_for_nobody_else(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    quiet = ["20:00", "11:00"]
    sara, reza = [await desk.person(name, city, quiet=quiet) for name in ("سارا محمدی", "رضا احمدی")]
    (owed,) = await desk.issue(7, "تا ۲۱ آبان", city)
    desk.to("1398-08-18 09:00")
    await reminders.remind(desk.db, desk.organisation, desk.now())
    await puts_off(desk, sara, owed, from_jalali(1398, 8, 20))
    assert await desk.written_to(sara) == []
    assert len(await desk.written_to(reza)) == 1


async def test_the_next_tick_is_that_of_the_end_of_a_snooze(desk: Desk) -> None:
    sara, reza, _, owed = await office(desk)
    desk.to("1398-08-18 09:00")
    await reminders.remind(desk.db, desk.organisation, desk.now())
    await desk.deliver()
    await puts_off(desk, sara, owed, from_jalali(1398, 8, 19))
    due = await reminders.next_due(desk.db, desk.organisation)
    assert due is not None
    assert desk.organisation.day(due) == from_jalali(1398, 8, 19)
    desk.to("1398-08-19 09:00")
    counts = await reminders.remind(desk.db, desk.organisation, desk.now())
    assert (counts.people, counts.obligations) == (1, 1)
    assert [len(await desk.written_to(person)) for person in (sara, reza)] == [2, 1]
    async with desk.db.read() as session:
        assert await session.get(Snooze, 1) is None
