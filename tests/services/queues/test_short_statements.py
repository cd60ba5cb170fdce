"""A full batch is short for SQLite: the loop's thread does all of it, and waits for nothing but the commits."""

from collections import Counter
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from domain.chat.screens import Screen, T
from models.database import Database
from models.sqlite_driver import EagerConnection
from models.tables.queues import InboxState, Lane
from services.conversations import chat_state
from services.conversations.chat_state import ChatUser
from services.messaging import outbox as messages
from services.queues import inbox, outbox
from services.queues.inbox import End, Update

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
PEOPLE = [ChatUser(f"telegram:{number}", str(number), "سارا") for number in range(1, 65)]


@pytest.fixture
def left_to_the_thread(db: Database, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The statements that the connections' own threads do, by their beginning; a commit is "commit"."""
    if not db.sqlite:
        pytest.skip("only SQLite does a statement in the loop's thread")
    seen = Counter[str]()
    hop = EagerConnection._hop

    async def counted(connection: EagerConnection, function: Any, *arguments: Any) -> None:
        seen[str(arguments[2])[:40] if len(arguments) > 2 else function.__name__] += 1
        await hop(connection, function, *arguments)

    monkeypatch.setattr(EagerConnection, "_hop", counted)
    return seen


async def test_a_full_batch_leaves_only_its_commits_to_the_thread(
    db: Database, left_to_the_thread: Counter[str]
) -> None:
    async with db.write() as session:
        await chat_state.load(session, PEOPLE, NOW)
    async with db.read() as session:
        await session.connection()
    left_to_the_thread.clear()
    async with db.write() as session:
        await inbox.store(session, "telegram", [Update(int(person.user), "{}", person.chat) for person in PEOPLE], -1)
    async with db.write() as session:
        claimed = await inbox.claim(session, 64, ["telegram"])
        states = await chat_state.load(session, PEOPLE, NOW)
        await chat_state.save(session, states, NOW)
        written = [
            messages.row(Screen(T("menu.button")), NOW, chat=person.chat, lane=lane)
            for lane in (Lane.REPLY, Lane.REPLY, Lane.BROADCAST)
            for person in PEOPLE
        ]
        await outbox.add(session, [{**row, "platform": "telegram"} for row in written])
        await inbox.finish(session, [End(rows[0]["id"], InboxState.DONE) for rows in claimed.inputs])
    async with db.read() as session:
        due = await outbox.claim(session, "telegram", NOW, 1000.0, [], 64)
        behind = await outbox.claim(session, "telegram", NOW, 1000.0, [row.id for row in due], 64)
    assert (len(claimed.inputs), len(due), len(behind)) == (64, 128, 64)
    assert left_to_the_thread == {"commit": 2}


@pytest.mark.parametrize("module", [chat_state, inbox, outbox], ids=lambda module: module.__name__)
def test_no_statement_that_is_built_once_goes_through_the_orm(module: ModuleType) -> None:
    """A single column of a model is enough for that, and makes each row half as dear again."""
    built = {
        name: thing for name, thing in vars(module).items() if isinstance(thing, sa.Select | sa.Update | sa.Insert)
    }
    assert built
    assert [name for name, made in built.items() if "compile_state_plugin" in made._propagate_attrs] == []
