"""Neighbourhoods: names, whose each is, and the obligations that follow."""

import pytest
from sqlalchemy import select

from domain.access.member import Member, Role
from domain.access.neighbourhoods import full_name, key, near_twin
from domain.minutes.language.name_matching import OwnerKind
from domain.persian.text import fold
from models.tables.agencies import Agency, GroupMember
from models.tables.meetings import Obligation
from models.tables.people import Membership
from services.directory import (
    agencies,
    facilitators,
    invitations,
    known_names,
    members,
    neighbourhoods,
    outside_contacts,
)
from services.errors import Refused
from services.messaging import recipients
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def added(desk: Desk, *names: str, by: int | None = None) -> list[int]:
    """Add neighbourhoods and return their ids in the order of the names."""
    async with desk.db.write() as session:
        await neighbourhoods.add(desk.context(session).acting(by), [(name, "") for name in names])
        known = await neighbourhoods.by_key(session)
        return [known[key(name)].id for name in names]


async def placed(desk: Desk, person: int, *ids: int) -> facilitators.Placed:
    async with desk.db.write() as session:
        return await facilitators.place(desk.context(session), person, ids)


async def held(desk: Desk, person: int) -> list[str]:
    async with desk.db.read() as session:
        return [members.place_of(row) for row in await members.of_person(session, person)]


def test_a_name_is_one_however_it_is_written() -> None:
    for words in ("گلشهر", "محله گلشهر", "محلهٔ گل‌شهر", "محله‌ی گلشهر", "محلة گلشهر"):
        assert key(words) == "گلشهر"
    assert full_name("محله‌ی گلشهر") == full_name(" گلشهر ") == "محلهٔ گلشهر"
    assert full_name("محله‌ ") == ""
    assert full_name("محلهبان") == "محلهٔ محلهبان"
    known = {key(name): name for name in ("شهید رجایی", "قائم ۱")}
    assert near_twin("شهید رجایيی", known) == "شهید رجایی"
    assert near_twin("قائم ۲", known) == near_twin("شهید رجائی", known) == near_twin("طلاب", known) == ""


async def test_each_name_is_added_once_and_a_retired_one_returns(desk: Desk) -> None:
    golshahr, _ = await added(desk, "گلشهر", "طلاب")
    async with desk.db.write() as session:
        context = desk.context(session)
        await agencies.retire(context, await neighbourhoods.get(session, golshahr))
        again = await neighbourhoods.add(context, [("گل شهر", "منطقهٔ ۵"), ("طلاب", ""), ("طلاب", ""), ("قائم", "")])
        assert again == neighbourhoods.Added(("محلهٔ قائم",), ("محلهٔ طلاب",), ("محلهٔ گلشهر",))
        assert [row.name for row in await neighbourhoods.browse(session, "منطقه 5")] == ["محلهٔ گلشهر"]
        assert await neighbourhoods.counts(session) == (3, 3)
        assert await agencies.counts(session) == (0, 1)
        assert await agencies.browse(session) == []
        with pytest.raises(Refused):
            await neighbourhoods.change(context, golshahr, name="محله طلاب", district="")
        await neighbourhoods.change(context, golshahr, name="گلشهر شمالی", district="")
        renamed = await neighbourhoods.get(session, golshahr)
        assert (renamed.name, renamed.aliases) == ("محلهٔ گلشهر شمالی", ["محلهٔ گلشهر"])


async def test_neighbourhoods_owe_what_is_asked_of_the_facilitators_in_the_minutes(desk: Desk) -> None:
    group = await desk.group("تسهیلگران دفاتر توسعه محلات")
    await desk.resolution(3, "یک هفته", groups=(group,))
    golshahr, tollab = await added(desk, "گلشهر", "طلاب")
    async with desk.db.read() as session:
        listed = await session.scalars(select(GroupMember.agency_id).where(GroupMember.group_id == group))
        assert set(listed) == {golshahr, tollab}
        assert set(await session.scalars(select(Obligation.agency_id))) == {golshahr, tollab}
    mohsen = await desk.person("محسن صادقی", None, role=Role.FACILITATOR)
    assert await placed(desk, mohsen, golshahr, tollab) == facilitators.Placed(("محلهٔ گلشهر", "محلهٔ طلاب"), ())
    assert await held(desk, mohsen) == ["محلهٔ گلشهر", "محلهٔ طلاب"]
    async with desk.db.read() as session:
        assert [person.id for person in await recipients.answering_for(session, [golshahr])] == [mohsen]
        assert [person.id for person in await neighbourhoods.facilitators_of(session, [golshahr, tollab])] == [mohsen]
        assert await neighbourhoods.counts(session) == (2, 0)


async def test_a_facilitator_who_loses_the_last_neighbourhood_stays_one_of_none(desk: Desk) -> None:
    golshahr, tollab = await added(desk, "گلشهر", "طلاب")
    mohsen = await desk.person("محسن صادقی", golshahr, role=Role.FACILITATOR)
    sara = await desk.person("سارا محمدی", golshahr, role=Role.FACILITATOR)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        context = desk.context(session).acting(maryam)
        assert await facilitators.unassign(context, golshahr, mohsen)
        assert not await facilitators.unassign(context, golshahr, mohsen)
        assert await facilitators.assign(context, [tollab], sara)
        assert not await facilitators.assign(context, [tollab], sara)
        with pytest.raises(Refused):
            await facilitators.assign(context, [tollab], maryam)
    assert await held(desk, mohsen) == [""]
    assert await held(desk, sara) == ["محلهٔ گلشهر", "محلهٔ طلاب"]
    assert "برداشته شد: محلهٔ گلشهر" in (await desk.written_to(mohsen))[0]
    assert "افزوده شد: محلهٔ طلاب" in (await desk.written_to(sara))[0]


async def test_an_invitation_adds_to_the_neighbourhoods_and_passes_over_what_is_gone(desk: Desk) -> None:
    golshahr, tollab, ghaem = await added(desk, "گلشهر", "طلاب", "قائم")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    mohsen = await desk.person("محسن صادقی", golshahr, role=Role.FACILITATOR)
    async with desk.db.write() as session:
        context = desk.context(session).acting(maryam)
        made = await invitations.make(
            context,
            Role.FACILITATOR,
            None,
            days=7,
            single_use=True,
            details={"neighbourhoods": [tollab, ghaem]},
        )
        await agencies.retire(context, await neighbourhoods.get(session, ghaem))
        opened = await invitations.opened(session, made.code, mohsen, desk.now())
        await invitations.accept(context, opened, mohsen)
        general = await invitations.make(context, Role.FACILITATOR, None, days=7, single_use=False)
        with pytest.raises(Refused):
            await invitations.opened(session, general.code, mohsen, desk.now())
    assert await held(desk, mohsen) == ["محلهٔ گلشهر", "محلهٔ طلاب"]


async def test_outside_contacts_are_found_by_name_and_committee(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    nader = await desk.person("نادر اکبری")
    async with desk.db.write() as session:
        context = desk.context(session).acting(maryam)
        details = {"place": "کمیتهٔ فرهنگی طرح نجات"}
        made = await invitations.make(context, Role.OUTSIDE, None, days=7, single_use=True, details=details)
        membership = await invitations.accept(context, made, nader)
        assert fold(members.role_of(membership).params["agency"]) == fold("کمیتهٔ فرهنگی طرح نجات")
    async with desk.db.read() as session:
        assert await outside_contacts.count(session) == 1
        assert [row.name.words for row in await outside_contacts.browse(session, "فرهنگی نادر")]
        assert await outside_contacts.browse(session, "اجتماعی") == []
        assert [row.name for row in await outside_contacts.bodies(session)] == ["کمیتهٔ فرهنگی طرح نجات"]
        assert not [row for row in await members.of_agency(session, None) if row.role is Role.OUTSIDE]
        assert [row.id for row in await recipients.secretaries(session)] == [maryam]


async def test_a_secretary_who_facilitates_has_both_roles(desk: Desk) -> None:
    (golshahr,) = await added(desk, "گلشهر")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    await placed(desk, maryam, golshahr)
    async with desk.db.read() as session:
        member = await members.reload(session, Member(maryam, 1))
        assert member.secretary
        assert [own.agency_id for own in member.of_agency] == [golshahr]
        assert set(await session.scalars(select(Membership.role))) == {Role.SECRETARY, Role.FACILITATOR}
        assert (await session.scalars(select(Agency.neighbourhood))).all() == [True]


async def test_the_appendix_names_the_kind_of_neighbourhoods_whichever_comes_first(desk: Desk) -> None:
    (golshahr,) = await added(desk, "گلشهر")
    full = "تسهیلگران دفاتر توسعه محلات هدف"
    async with desk.db.write() as session:
        kind = await agencies.find_or_add_kind(session, full)
        assert kind.name == full
        assert (await neighbourhoods.get(session, golshahr)).kind_id == kind.id
    (tollab,) = await added(desk, "طلاب")
    async with desk.db.read() as session:
        assert (await neighbourhoods.get(session, tollab)).kind_id == kind.id


async def test_minutes_that_name_the_facilitators_mean_the_group_of_all_neighbourhoods(desk: Desk) -> None:
    await added(desk, "گلشهر")
    async with desk.db.read() as session:
        matcher = await known_names.load(session, desk.organisation)
    for name in ("تسهیلگران", "کلیه تسهیلگران دفاتر توسعه محلات", "تسهیلگران محلات هدف"):
        match = matcher.find(name)
        assert match
        assert (match.known.kind, match.known.name, match.sure) == (OwnerKind.GROUP, "تسهیلگران", True)
    assert matcher.find("محلهٔ گلشهر") is None
