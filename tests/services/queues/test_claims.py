"""Claims of the inbox: an album is one input, as far as any platform lets it go, and what is behind is told of."""

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


@pytest.mark.parametrize(
    ("chats", "again"),
    [("12", False), ("1213", True), ("1" * 2, True)],
    ids=["one of each", "a second of one", "two of one"],
)
async def test_a_claim_tells_whether_another_would_find_something(desk: Desk, chats: str, again: bool) -> None:
    async with desk.db.write() as session:
        common = {"platform": "telegram", "raw": "{}", "arrived": 0.0, "state": InboxState.READY}
        session.add_all(Inbox(update_id=number, chat=f"telegram:{at}", **common) for number, at in enumerate(chats))
    for look in range(2):
        async with desk.db.write() as session:
            claimed = await inbox.claim(session, 64, ["telegram"])
            await inbox.finish(session, [inbox.End(rows[0]["id"], InboxState.DONE) for rows in claimed.inputs])
        assert (claimed.wait == 0) is (again and look == 0)
