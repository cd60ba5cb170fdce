"""Drafts of one person, however many there are."""

import pytest
from sqlalchemy import insert

from models.tables.conversations import Draft
from services.conversations import drafts
from tests.town import Town

pytestmark = pytest.mark.rows


async def test_of_hundreds_of_begun_questions_the_latest_are_loaded(town: Town) -> None:
    sara = await town.representative_of("شهرداری مشهد")
    begun = {"person_id": 1, "form": "question", "about": {}, "updated_at": town.clock.now()}
    state = {"at": "text", "skipped": [], "sources": {}, "shown_in": []}
    async with town.app.db.write() as session:
        rows = [
            {**begun, "subject": str(at), "state": {**state, "answers": {"text": f"پرسش {at}"}}} for at in range(250)
        ]
        await session.execute(insert(Draft), rows)
    async with town.app.db.read() as session:
        loaded = await drafts.of_person(session, 1)
        assert [one.subject for one in loaded] == [str(at) for at in range(249, 149, -1)]
        assert await drafts.of_person(session, 1, "join") == []
    assert "ادامه" in " ".join((await sara.says("/start"), *sara.buttons()))
