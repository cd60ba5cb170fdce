"""Forged words of every role and ex-role: commands, links, forms begun under a role that has ended, ends of jobs.

Their sisters, the buttons, are in test_forged_doors.
"""

import itertools
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import delete, select

from domain.access.member import Member
from domain.chat.screens import Tap
from domain.forms import moves
from domain.forms.engine import World
from handlers.routes import REGISTRY
from models.tables.conversations import Draft
from models.tables.people import Account, Invitation
from models.tables.queues import Inbox, InboxState, Job, JobState, Outbox
from services.accounts import flood_control
from services.directory import members
from services.queues import inbox
from services.slices import slices
from tests.handlers.test_forged_doors import (
    ALWAYS,
    ANSWER,
    AT_ONCE,
    AUTHOR,
    CITY,
    REPORTER,
    SECRETS,
    answered,
    changes,
    everything,
    forgers,
    office,
)
from tests.town import Human, Town

FIRST_ROWS = range(1, 80)
"""The rows that links name; those of the office are among them."""
FORMS = 5
"""The forms of each between two looks at whether the bot is still at work."""
_numbers = itertools.count(710_000_000)
pytestmark = [
    pytest.mark.long,
    pytest.mark.ci,
    pytest.mark.one_database,
    pytest.mark.refused("query is too old"),
]


@pytest.fixture(autouse=True)
def _each_word_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("STRANGERS", "MEMBERS", "MOST_UNSENT"):
        monkeypatch.setattr(flood_control, limit, ALWAYS)
    # Thousands of words take their time on a busy machine.
    monkeypatch.setattr("tests.town.PATIENCE", 300.0)


def said(human: Human, text: str) -> Inbox:
    """The update of a message that somebody wrote."""
    number = next(_numbers)
    sender = {"id": human.chat.id, "first_name": "x", "is_bot": False}
    chat = {"id": human.chat.id, "type": "private", "first_name": "x"}
    message = {"message_id": number, "from": sender, "chat": chat, "date": int(time.time()), "text": text}
    if text.startswith("/"):
        command = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": command}]
    return _update(human, number, {"update_id": number, "message": message})


def tapped(human: Human, tap: Tap) -> Inbox:
    """The update of a press of a button."""
    number = next(_numbers)
    sender = {"id": human.chat.id, "first_name": "x", "is_bot": False}
    query = {"id": str(number), "from": sender, "data": tap.encode()}
    return _update(human, number, {"update_id": number, "callback_query": query})


def _update(human: Human, number: int, raw: dict[str, Any]) -> Inbox:
    return Inbox(platform=human.platform, update_id=number, chat=human.user, raw=json.dumps(raw), arrived=time.time())


async def come(town: Town, updates: Iterable[Inbox]) -> None:
    """Let updates come, and wait until all are worked on."""
    async with town.app.db.write() as session:
        session.add_all(updates)
    await town.taken_in()


async def told(town: Town, human: Human) -> set[str]:
    """The secrets in all that somebody was answered."""
    messages = await answered(town, human)
    return {secret for secret in SECRETS if any(secret in message for message in messages)}


async def failed(town: Town) -> Sequence[str]:
    """The updates at which the program stumbled."""
    async with town.app.db.read() as session:
        rows = await session.execute(select(Inbox.raw, Inbox.error).where(Inbox.state == InboxState.FAILED))
        return [f"{error}: {raw}" for raw, error in rows]


async def members_of(town: Town, people: Iterable[Human]) -> dict[Human, Member]:
    """The roles and rights that each holds."""
    found = {}
    async with town.app.db.read() as session:
        for human in people:
            account = (await session.scalars(select(Account).where(Account.user == human.user))).one()
            found[human] = await members.reload(session, Member(account.person_id, account.id))
    return found


async def test_no_command_and_no_link_shows_or_changes_what_is_not_its_senders(both: Town) -> None:
    await office(both)
    people = await forgers(both)
    # Whoever holds an invitation may use it; none is held here.
    async with both.app.db.write() as session:
        await session.execute(delete(Invitation))
    before = await everything(both)
    links = [f"{word}{number}" for word in ("see", "fill") for number in FIRST_ROWS]
    links += ["link-12345678", "group", "join", "seen1", "see0", "fill999999999999999999", "see1 2"]
    lines = [f"/start {word}" for word in links]
    lines += [f"/{name} {word}".strip() for name in REGISTRY.commands for word in ("", "1", "2", CITY, "۱")]
    for some in slices(lines, AT_ONCE):
        await come(both, [said(human, line) for line in some for human in people.values()])
    assert changes(before, await everything(both)) == []
    assert await failed(both) == []
    for who, human in people.items():
        assert len(await answered(both, human)) > 50, who
        found = await told(both, human)
        assert found <= {REPORTER, AUTHOR, ANSWER} if who == "chair" else not found, (who, found)


async def fill_in(town: Town, forms: Mapping[Human, Sequence[str]], words: Sequence[str]) -> None:
    """Let each open drafts of some forms about row 1, as if begun in a role that was held, type into each, and send it.

    All of them do so at once: a batch serves many chats.
    """
    world, now = World(town.clock.now(), "fa"), town.clock.now()
    for place in range(0, max(map(len, forms.values())), FORMS):
        updates: list[Inbox] = []
        async with town.app.db.write() as session:
            for human, names in forms.items():
                person_id = await session.scalar(select(Account.person_id).where(Account.user == human.user))
                for name in names[place : place + FORMS]:
                    state = moves.begin(REGISTRY.sent[name].form, world).state.to_json()
                    draft = Draft(person_id=person_id, form=name, subject="1", state=state, updated_at=now)
                    session.add(draft)
                    await session.flush()
                    updates.append(tapped(human, Tap("f", draft.id, 0, "open")))
                    updates += [said(human, line) for line in words]
                    updates.append(tapped(human, Tap("f", draft.id, 0, "send")))
        await come(town, updates)


async def test_no_form_begun_under_a_role_that_has_ended_is_filled_in_or_sent(both: Town) -> None:
    await office(both)
    people = await forgers(both)
    before = await everything(both)
    barred = {
        human: [name for name, route in REGISTRY.sent.items() if not route.rule(member)]
        for human, member in (await members_of(both, people.values())).items()
    }
    await fill_in(both, barred, ("۱", "ارسال"))
    assert changes(before, await everything(both)) == []
    assert await failed(both) == []
    for who, human in people.items():
        assert await told(both, human) == set(), who


async def test_no_form_of_ones_own_role_reaches_anothers_row(both: Town) -> None:
    """New rows of one's own may come of a draft about another's row, and no more."""
    await office(both)
    people = await forgers(both)
    before = await everything(both)
    async with both.app.db.read() as session:
        users = [human.user for human in people.values()]
        own = set(await session.scalars(select(Account.person_id).where(Account.user.in_(users))))
    some = [human for who, human in people.items() if who not in ("chair", "stranger")]
    allowed = {
        human: [name for name, route in REGISTRY.sent.items() if route.rule(member)]
        for human, member in (await members_of(both, some)).items()
    }
    await fill_in(both, allowed, ("۱", "متن آزمایشی", "رد کردن", "ارسال"))
    after = await everything(both)
    known = {
        table: {key: rows.get(key) for key in before[table] if table != "persons" or key[0] not in own}
        for table, rows in after.items()
    }
    assert changes({table: {key: before[table][key] for key in rows} for table, rows in known.items()}, known) == []
    for who, human in people.items():
        assert await told(both, human) == set(), who


async def test_no_end_of_a_job_shows_anything_to_whoever_lost_the_role(both: Town) -> None:
    await office(both)
    people = await forgers(both)
    before = await everything(both)
    begun, held = 0, await members_of(both, people.values())
    async with both.app.db.write() as session:
        for (human, member), (kind, route) in itertools.product(held.items(), REGISTRY.jobs.items()):
            if not route.rule(member):
                job = Job(kind=kind, chat=human.user, state=JobState.DONE, created_at=both.clock.now())
                job.result = {"hash": "0" * 64, "name": f"{REPORTER}.xlsx", "file": f"{REPORTER}.xlsx"}
                session.add(job)
                await session.flush()
                await inbox.store_finished_job(session, job.id, kind, human.user)
                begun += 1
    await both.taken_in()
    assert begun > 100
    assert changes(before, await everything(both)) == []
    assert await failed(both) == []
    async with both.app.db.read() as session:
        users = [human.user for human in people.values()]
        screens = list(await session.scalars(select(Outbox.screen).where(Outbox.chat.in_(users))))
    assert not any(REPORTER in screen or "0" * 64 in screen for screen in screens)
