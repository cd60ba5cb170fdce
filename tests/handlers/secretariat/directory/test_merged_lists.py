"""Lists and exports that were opened before a merge of agencies say what became of the one that is gone."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.people import Account
from services.export.scope import Scope
from services.queues import jobs
from tests.handlers.secretariat.directory.test_agency_merge import CITY, TWIN, both_agencies, merges
from tests.issued import issue
from tests.town import Human, Town

BECAME = f"«{TWIN}» در «{CITY}» ادغام شده است"


async def goli_beside(town: Town) -> Human:
    """Return Goli, another secretary, in whose office both agencies owe the same."""
    await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    return await town.member("گلی صادقی", Role.SECRETARY)


@pytest.mark.rows
async def test_an_export_of_the_twin_is_asked_for_again(town: Town) -> None:
    goli = await goli_beside(town)
    await goli.opens("خروجی و گزارش")
    await goli.taps("اکسل", "یک دستگاه")
    await merges(town)
    assert BECAME in await goli.taps(TWIN)
    assert "خروجی آماده شد" in await goli.taps(CITY)


@pytest.mark.rows
async def test_an_export_that_was_begun_before_the_merge_is_of_what_the_twin_became(town: Town) -> None:
    goli = await goli_beside(town)
    async with town.app.db.read() as session:
        of_twin = await session.scalar(select(Agency.id).where(Agency.name == TWIN))
        person_id = await session.scalar(select(Account.person_id).where(Account.user == goli.user))
    await merges(town)
    params = {"kind": "excel", "scope": Scope(agency=of_twin or 0).to_json(), "label": TWIN, "personal": True}
    goli.marks()
    async with town.app.db.write() as session:
        await jobs.start(session, "export", goli.user, person_id or 0, params, town.clock.now())
    await town.quiet()
    assert f"{BECAME} و این فایل از آنِ «{CITY}» است" in goli.sees()


@pytest.mark.rows
async def test_the_status_of_the_twin_says_what_it_became(town: Town) -> None:
    goli = await goli_beside(town)
    await goli.says("/status")
    await merges(town)
    assert BECAME in await goli.taps(TWIN)


@pytest.mark.rows
async def test_every_button_of_the_twin_s_card_says_what_it_became(town: Town) -> None:
    goli = await goli_beside(town)
    await goli.says("/status")
    await goli.taps(TWIN)
    *_, letter, call, picture, _, _ = goli.buttons()
    await merges(town)
    for button in ("مشخصات و افراد", "یادآوری اکنون", letter, call, picture):
        assert BECAME in await goli.taps(button)


@pytest.mark.rows
async def test_the_button_of_a_task_that_became_another_leads_to_that(town: Town) -> None:
    _, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await town.clock.to("1398-07-17 10:00")
    assert "مصوبهٔ ۷" in reza.sees()
    await merges(town)
    seen = await reza.taps("مصوبهٔ ۷")
    assert "جدول منابع" in seen
    assert "قدیمی" not in seen
