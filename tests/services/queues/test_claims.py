"""Albums in the inbox: all parts are one input, as far as any platform lets an album go."""

import pytest

from models.tables.queues import Inbox, InboxState
from services.queues import inbox
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def test_an_album_without_end_is_taken_in_parts(desk: Desk) -> None:
    async with desk.db.write() as session:
        common = {"platform": "telegram", "chat": "telegram:1", "album": "7", "raw": "{}", "arrived": 0.0}
        session.add_all(Inbox(update_id=number, state=InboxState.READY, **common) for number in range(25))
    taken = []
    for _ in range(3):
        async with desk.db.write() as session:
            [rows] = (await inbox.claim(session, 64, ["telegram"])).inputs
            await inbox.finish(session, [inbox.End(row["id"], InboxState.DONE) for row in rows])
        taken.append([row["update_id"] for row in rows])
    assert taken == [[*range(10)], [*range(10, 20)], [*range(20, 25)]]
