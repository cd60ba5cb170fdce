"""Numbers to call of an agency, of which two people have one."""

import pytest

from domain.access.member import Role
from services.correspondence import call_list, sms
from tests.services.desk import Desk

pytestmark = pytest.mark.rows
SHARED = "09151234567"


async def numbers(desk: Desk, agency: int) -> list[tuple[str, str, bool]]:
    async with desk.db.read() as session:
        found = await call_list.numbers(session, [agency])
        return [(number.name, number.phone, number.reachable) for number in found[agency]]


async def texts(desk: Desk) -> list[list[str]]:
    async with desk.db.read() as session:
        return [row[:2] for row in await sms.sheet(desk.context(session))]


async def test_whoever_shares_a_number_with_a_colleague_who_reads_messages_gets_a_text(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city, phone=SHARED)
    await desk.person("علی کریمی", city, role=Role.DEPUTY, phone=SHARED, reachable=False)
    await desk.issue(7, "دو هفته", city)
    assert await numbers(desk, city) == [
        ("سارا محمدی", "+989151234567", True),
        ("علی کریمی", "+989151234567", False),
    ]
    assert await texts(desk) == [[SHARED, "علی کریمی"]]


async def test_two_who_share_a_number_get_one_text_with_both_names(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    for name in ("سارا محمدی", "علی کریمی"):
        await desk.person(name, city, phone=SHARED, reachable=False)
    await desk.issue(7, "دو هفته", city)
    assert await texts(desk) == [[SHARED, "سارا محمدی، علی کریمی"]]


async def test_one_person_who_is_there_twice_is_one_and_reached_by_either_account(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city, phone=SHARED, reachable=False)
    await desk.person("سارا محمدي", city, phone=SHARED, on="bale")
    await desk.issue(7, "دو هفته", city)
    assert await numbers(desk, city) == [("سارا محمدی", "+989151234567", True)]
    assert await texts(desk) == []
