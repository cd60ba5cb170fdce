"""Retention: what ended long ago goes, strangers and files that nobody needs go, and nothing that anybody needs."""

import os
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from domain.access.member import Role
from domain.chat.screens import Screen, T
from models import Base
from models.tables.conversations import Conversation, Draft
from models.tables.linking import LinkCode, LinkOffer
from models.tables.organisation import Audit, Fact
from models.tables.people import Account, Person
from models.tables.queues import Job, JobState, Outbox, OutboxState, StoredFile
from services import audit, file_sweep, retention
from services.accounts import daily_files
from services.directory import invitations
from services.errors import Refused
from services.file_sweep import sweep, sweep_daily
from services.files.file_store import PARTIAL, FileStore
from services.messaging import recipients
from services.messaging.notify import PERSON, notify
from services.organisation import KeepDays
from tests.services.any_rows import make_first_rows, make_row
from tests.services.desk import Desk

CITY = "شهرداری"
LONG = timedelta(days=2000)


async def count(desk: Desk, table: Any) -> int:
    async with desk.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def forget(desk: Desk, **days: int) -> retention.DeletedCounts:
    return await retention.delete_expired(desk.db, KeepDays(**days), desk.now(), time.time())


async def test_the_buttons_below_a_result_work_for_a_month_however_few_days_are_set(desk: Desk) -> None:
    """With `jobs = 1` minutes that were read on Thursday were refused on Saturday."""
    async with desk.db.write() as session:
        session.add(Job(kind="minutes", chat="c", state=JobState.DONE, created_at=desk.now(), ended_at=desk.now()))
        late = Job(kind="export", chat="c", state=JobState.WAITING, created_at=desk.now())
        session.add(late)
    desk.wait(timedelta(days=30))
    assert (await forget(desk, jobs=1)).jobs == 0
    desk.wait(timedelta(days=2))
    # The machine was off: this one waited for weeks, has just ended, and its person is still to be told.
    async with desk.db.write() as session:
        await session.execute(update(Job).where(Job.kind == "export").values(state=JobState.DONE, ended_at=desk.now()))
    assert (await forget(desk, jobs=1)).jobs == 1
    async with desk.db.read() as session:
        assert list(await session.scalars(select(Job.kind))) == ["export"]


async def test_jobs_entries_and_codes_go_after_their_days_and_never_by_nought(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency(CITY))
    async with desk.db.write() as session:
        account = await session.scalar(select(Account.id).where(Account.person_id == sara))
        for state in (JobState.DONE, JobState.WAITING):
            session.add(Job(kind="export", chat="telegram:1", person_id=sara, state=state, created_at=desk.now()))
        session.add(Audit(at=desk.now(), person_id=sara, action="a", subject="s", subject_id=1))
        session.add(LinkCode(person_id=sara, account_id=account, digest="d", expires_at=desk.now()))
    assert await forget(desk) == (0, 0, 0, 0, 0, 0)
    desk.wait(LONG)
    assert await forget(desk, jobs=0, audit=0, codes=0) == (0, 0, 0, 0, 0, 0)
    assert await forget(desk) == (0, 0, 1, 1, 1, 0)
    async with desk.db.read() as session:
        assert list(await session.scalars(select(Job.state))) == [JobState.WAITING]


async def test_who_was_cut_off_is_known_for_as_long_as_an_invitation_is_open(desk: Desk) -> None:
    """The office keeps its trail for a week, and Sara's invitation is open for a month."""
    sara = await desk.person("سارا محمدی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        account = await session.scalar(select(Account.id).where(Account.person_id == sara)) or 0
        context = desk.context(session, sara)
        link = await invitations.make(context, Role.REPRESENTATIVE, None, days=30, single_use=True)
    desk.wait(timedelta(hours=1))
    async with desk.db.write() as session:
        audit.record(desk.context(session, sara), "unlink", "account", account)
    desk.wait(timedelta(days=29))
    await forget(desk, audit=7)
    async with desk.db.read() as session:
        with pytest.raises(Refused, match="revoked"):
            await invitations.opened(session, link.code, sara, desk.now())
    desk.wait(timedelta(days=3))
    assert (await forget(desk, audit=7)).entries == 2


async def test_what_nobody_may_get_twice_is_known_for_a_month_though_messages_are_kept_for_a_day(desk: Desk) -> None:
    """Maryam shares an agenda again with those who were invited since."""
    city = await desk.agency(CITY)
    sara, reza = await desk.person("سارا محمدی", city), await desk.person("رضا احمدی", city)

    async def shares(*people: int) -> set[int | None]:
        async with desk.db.write() as session:
            context = desk.context(session)
            told = await recipients.people(session, people)
            written = await notify(context, told, Screen(T("paper.for_you", title="")), dedupe_key=f"agenda:1:{PERSON}")
            await session.execute(update(Outbox).values(state=OutboxState.SENT))
        return {row.person_id for row in written}

    assert await shares(sara) == {sara}
    desk.wait(timedelta(days=7))
    await forget(desk, messages=1)
    assert await shares(sara, reza) == {reza}
    desk.wait(timedelta(days=32))
    assert (await forget(desk, messages=1)).messages == 2


async def stranger(desk: Desk, name: str) -> int:
    """Somebody who wrote to the bot, and has no role."""
    async with desk.db.write() as session:
        person = Person(name=name, name_fold=name, created_at=desk.now())
        session.add(person)
        await session.flush()
        chat = f"telegram:{person.id}"
        account = Account(person_id=person.id, platform="telegram", user=chat, chat=chat, last_active_at=desk.now())
        session.add_all([account, Conversation(chat=chat, notes={})])
        sent = {"chat": chat, "person_id": person.id, "state": OutboxState.SENT, "created_at": desk.now()}
        session.add(Outbox(**sent))
        return person.id


async def test_a_stranger_goes_with_the_account_and_whoever_came_to_anything_stays(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency(CITY))
    passer_by, writes = await stranger(desk, "رهگذر"), await stranger(desk, "نادر")
    async with desk.db.write() as session:
        session.add(Draft(person_id=writes, form="join", updated_at=desk.now()))
        for person_id in (passer_by, writes):
            await daily_files.count(
                session, desk.organisation, f"telegram:{person_id}", desk.now(), daily_files.Measure(1, 10)
            )
    desk.wait(timedelta(days=100))
    lately = await stranger(desk, "تازه‌وارد")
    assert (await forget(desk)).strangers == 0
    desk.wait(timedelta(days=100))
    assert (await forget(desk, strangers=0)).strangers == 0
    assert (await forget(desk)).strangers == 1
    async with desk.db.read() as session:
        assert set(await session.scalars(select(Person.id))) == {sara, writes, lately}
        assert set(await session.scalars(select(Account.person_id))) == {sara, writes, lately}
        assert f"telegram:{passer_by}" not in set(await session.scalars(select(Conversation.chat)))
        names = await session.scalars(select(Fact.name).where(Fact.name.startswith("files:")))
        assert names.all() == [f"files:telegram:{writes}"]


async def test_whoever_was_once_offered_a_link_goes_too_on_either_side_of_it(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency(CITY))
    first, second, third = [await stranger(desk, name) for name in ("سارا", "سارا م.", "Sara")]
    async with desk.db.write() as session:
        account = dict((await session.execute(select(Account.person_id, Account.id))).all())
        for asked, of in ((sara, first), (second, third)):
            session.add(LinkOffer(person_id=asked, account_id=account[of], expires_at=desk.now()))
    desk.wait(LONG)
    assert (await forget(desk)).strangers == 3
    assert await count(desk, LinkOffer) == 0
    async with desk.db.read() as session:
        assert (await session.scalars(select(Person.id))).all() == [sara]


async def test_whatever_table_names_a_stranger_keeps_the_person_or_goes_with_them(desk: Desk) -> None:
    """A row for every foreign key to a person or an account, in whatever tables there are by then."""
    await desk.person("سارا محمدی")
    await desk.issue(3, "تا پایان مهر", await desk.agency(CITY))
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name in ("persons", "accounts") for key in column.foreign_keys)
    ]
    named: dict[int, str] = {}
    async with desk.db.write() as session:
        await make_first_rows(session, desk)
    for number, column in enumerate(columns):
        person = await stranger(desk, f"رهگذر {number}")
        [key] = column.foreign_keys
        async with desk.db.write() as session:
            account = await session.scalar(select(Account.id).where(Account.person_id == person))
            names = person if key.column.table.name == "persons" else account
            await make_row(session, desk, column, names or 0, number)
        named[person] = column.table.name
    desk.wait(LONG)
    await forget(desk)
    async with desk.db.read() as session:
        left = set(await session.scalars(select(Person.id)))
    # A job or an entry of the audit trail that ended has gone before, by its own days.
    gone = {"accounts", "outbox", "link_codes", "link_offers", "jobs", "audit"}
    assert {named[person] for person in named.keys() - left} == gone
    assert not gone & {named[person] for person in named.keys() & left}


async def test_a_stranger_who_still_waits_for_a_message_stays(desk: Desk) -> None:
    waits = await stranger(desk, "منتظر")
    async with desk.db.write() as session:
        session.add(Outbox(chat="", person_id=waits, state=OutboxState.PENDING, created_at=desk.now()))
    desk.wait(LONG)
    assert (await forget(desk)).strangers == 0


def kept(store: FileStore, words: str, days: int = 100) -> str:
    """Store a file some days ago."""
    digest = store.write(words.encode())
    age(store.path(digest), days)
    return digest


def age(path: Path, days: int) -> None:
    then = time.time() - timedelta(days=days).total_seconds()
    os.utime(path, (then, then))


def month_ago() -> float:
    return time.time() - timedelta(days=30).total_seconds()


async def test_files_that_no_row_names_go_and_those_of_reports_letters_and_drafts_stay(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_sweep, "PIECE", 1)
    store = FileStore(tmp_path / "files")
    sara = await desk.person("سارا محمدی", await desk.agency(CITY), role=Role.REPRESENTATIVE)
    draft, sent, exported, alone, young = (
        kept(store, words) for words in ("draft", "sent", "export", "alone", "young")
    )
    age(store.path(young), 10)
    age_of_piece = tmp_path / "files" / f"{PARTIAL}abc"
    age_of_piece.touch()
    age(age_of_piece, 100)
    async with desk.db.write() as session:
        session.add(Draft(person_id=sara, form="r", state={"files": [{"hash": draft}]}, updated_at=desk.now()))
        session.add(Outbox(chat="telegram:1", screen=f'{{"file": "{sent}"}}', created_at=desk.now()))
        session.add(Job(kind="export", chat="telegram:1", result={"hash": exported}, created_at=desk.now()))
        session.add(StoredFile(hash=alone, size=5, ids={"telegram:document": "a"}, stored_at=desk.now()))
    assert await sweep(desk.db, store, month_ago()) == 1
    left = {path.name for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert left == {draft, sent, exported, young}
    assert await count(desk, StoredFile) == 0


async def test_a_file_that_comes_again_while_the_store_is_swept_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path / "files")
    digest = kept(store, "a map")
    discard = store.discard

    def come_again(digest: str, moment: float) -> bool:
        store.write(b"a map")
        return discard(digest, moment)

    monkeypatch.setattr(store, "discard", come_again)
    assert await sweep(desk.db, store, month_ago()) == 0
    assert store.read(digest) == b"a map"
    assert digest == sha256(b"a map").hexdigest()


async def test_the_store_is_swept_once_a_day_and_never_by_nought(desk: Desk, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    kept(store, "one")
    assert await sweep_daily(desk.db, store, 0, desk.now(), time.time()) == 0
    assert await sweep_daily(desk.db, store, 30, desk.now(), time.time()) == 1
    kept(store, "two")
    assert await sweep_daily(desk.db, store, 30, desk.now(), time.time()) == 0
    desk.wait(timedelta(days=1))
    assert await sweep_daily(desk.db, store, 30, desk.now(), time.time()) == 1
