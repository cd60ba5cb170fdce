"""A list of neighbourhoods: whom its rows mean, by number and by name."""

from collections.abc import Sequence

import pytest

from domain.access.member import Role
from domain.access.neighbourhood_list import Entry
from models.tables.people import Invitation, Person
from services.directory import facilitators, invitations, neighbourhoods
from services.directory.sheets import neighbourhood_import
from services.directory.sheets.neighbourhood_import import Change
from tests.services.desk import Desk

NUMBER = "+989151112233"
ZAHRA = Entry("محلهٔ طلاب", "", "زهرا نوری", NUMBER)


async def member(desk: Desk, name: str, *, verified: bool) -> int:
    """Make a facilitator who wrote the number as the own one, or shared it."""
    person = await desk.person(name, None, role=Role.FACILITATOR, phone=NUMBER)
    async with desk.db.write() as session:
        (await session.get_one(Person, person)).phone_verified = verified
    return person


async def taken(desk: Desk, *entries: Entry) -> tuple[Change, Sequence[Invitation]]:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        return await neighbourhood_import.import_entries(desk.context(session, maryam), entries)


async def places(desk: Desk, person: int) -> list[str]:
    async with desk.db.read() as session:
        return [name for _, name in await facilitators.of_person(session, person)]


async def test_whoever_wrote_another_s_number_gets_none_of_the_other_s_neighbourhoods(desk: Desk) -> None:
    """Ali writes Zahra's number in his own data before the list with her comes."""
    ali = await member(desk, "علی بدخواه", verified=False)
    change, made = await taken(desk, ZAHRA)
    assert await places(desk, ali) == []
    assert [one.name for one in made] == ["زهرا نوری"]
    assert change.claimed == {NUMBER: "علی بدخواه"}
    zahra = await desk.person("")
    async with desk.db.write() as session:
        invitation = await invitations.opened(session, made[0].code, zahra, desk.now())
        await invitations.accept(desk.context(session, zahra), invitation, zahra)
    # Her number came with the link, so it is not verified either; it is by her name that she is found.
    change, made = await taken(desk, ZAHRA, Entry("محلهٔ قائم", "", "زهرا نوری", NUMBER))
    assert (made, change.claimed) == ([], {})
    assert await places(desk, zahra) == ["محلهٔ طلاب", "محلهٔ قائم"]
    assert await places(desk, ali) == []


@pytest.mark.parametrize(("name", "verified"), [("زهرا نوری", False), ("زهرا نوری‌زاده", True)])
async def test_a_number_finds_whoever_shared_it_or_has_the_listed_name(desk: Desk, name: str, verified: bool) -> None:
    zahra = await member(desk, name, verified=verified)
    _, made = await taken(desk, ZAHRA)
    assert not made
    assert await places(desk, zahra) == ["محلهٔ طلاب"]


async def test_a_list_that_adds_neighbourhoods_to_somebody_invited_adds_them_to_the_link(desk: Desk) -> None:
    more = [ZAHRA, Entry("محلهٔ قائم", "", "زهرا نوری", NUMBER)]
    _, [invitation] = await taken(desk, ZAHRA)
    async with desk.db.read() as session:
        change = await neighbourhood_import.preview(session, more, desk.now())
    assert not change.empty
    assert [one.name for one in change.extended] == ["زهرا نوری"]
    await taken(desk, *more)
    async with desk.db.read() as session:
        change = await neighbourhood_import.preview(session, more, desk.now())
        listed = await neighbourhoods.by_key(session)
        kept = await session.get_one(Invitation, invitation.id)
    assert change.empty
    assert change.present == 1
    assert set(kept.details["neighbourhoods"]) == {row.id for row in listed.values()}
    assert kept.details["place"] == "محلهٔ طلاب، محلهٔ قائم"
