"""The chair's verdict on the list of representatives, and its readers."""

import pytest

from domain.access.member import Role
from models.tables.correspondence import ListState
from services.correspondence import appointments
from services.directory import members
from tests.services.desk import Desk

WORDS = "خانم محمدی مناسب نیست."


@pytest.mark.parametrize("removed", [True, False])
async def test_the_chair_s_words_go_to_whoever_asked_or_else_to_the_secretaries(desk: Desk, removed: bool) -> None:
    """Nader puts the list before Karim, the chair, who returns it; Maryam has perhaps removed Nader by then."""
    city = await desk.agency("شهرداری")
    maryam, nader = [await desk.person(name, None, role=Role.SECRETARY) for name in ("مریم رضایی", "نادر جلالی")]
    karim = await desk.person("کریم صالحی", None, role=Role.CHAIR)
    await desk.person("سارا محمدی", city)
    async with desk.db.write() as session:
        asked = (await appointments.ask(desk.context(session, nader))).id
    if removed:
        async with desk.db.write() as session:
            [held] = await members.of_person(session, nader)
            await members.end(desk.context(session, maryam), held)
    async with desk.db.write() as session:
        await appointments.decide(desk.context(session, karim), asked, ListState.RETURNED, WORDS)
    told = {one: any(WORDS in words for words in await desk.written_to(one)) for one in (maryam, nader)}
    assert told == {maryam: removed, nader: not removed}
