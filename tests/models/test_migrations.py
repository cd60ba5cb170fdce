"""Every version of the schema, up, down and up again, on both databases; and no drift between tables and versions."""

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Insert, column, insert, inspect, select, table, text

from models import schema
from models.base import Base, table_of
from models.database import Database, DatabaseError
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from models.tables.followup import Snooze
from models.tables.forms import FilledForm
from models.tables.meetings import (
    Meeting,
    MeetingState,
    Obligation,
    ObligationState,
    RelationKind,
    Resolution,
    ResolutionRelation,
    ResolutionState,
    Submission,
    SubmissionKind,
    Verdict,
)
from models.tables.organisation import Audit
from models.tables.people import Person
from services.queues import jobs

REPORT = SubmissionKind.REPORT
TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    """An empty database."""
    made = Database(address)
    yield made
    await made.close()


def test_the_newest_version_is_known_before_any_is_run() -> None:
    """At its start `dabir run` reads all versions, and can't do that where one needs a database as it is read."""
    asked = "from models import schema; print(schema.newest())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, revisions()[-1]), done.stderr[-500:]


async def ask(db: Database, question: Callable[[Connection], Any]) -> Any:
    async with db.engine.begin() as connection:
        return await connection.run_sync(question)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def revisions() -> list[str]:
    """Oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(schema.config()).walk_revisions()][::-1]


async def test_every_migration_goes_up_down_and_up(db: Database) -> None:
    for revision in revisions():
        await schema.upgrade(db, revision)
        assert await ask(db, schema.current) == revision
    assert await ask(db, schema.current) == schema.newest()
    assert await ask(db, tables) == set(Base.metadata.tables)
    for revision in [*revisions()[-2::-1], "base"]:
        await schema.downgrade(db, revision)
    assert await ask(db, tables) == set()
    await schema.upgrade(db)
    assert await ask(db, tables) == set(Base.metadata.tables)


async def test_tables_and_migrations_do_not_drift(db: Database) -> None:
    await schema.upgrade(db)
    await schema.check(db)


async def test_no_number_of_a_row_is_given_twice(tmp_path: Path) -> None:
    """A migration that copies a table on SQLite has to ask for it: ``table_kwargs={"sqlite_autoincrement": True}``."""
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}")
    await schema.upgrade(made)
    made_as = await ask(made, lambda connection: dict(connection.execute(text(TABLES)).all()))
    await made.close()
    numbered = {name for name, model in Base.metadata.tables.items() if "id" in model.columns}
    assert [name for name in sorted(numbered) if "AUTOINCREMENT" not in made_as[name]] == []


async def test_a_database_that_is_up_to_date_stays_as_it_is(db: Database) -> None:
    await schema.upgrade(db)
    await schema.upgrade(db)
    assert await ask(db, schema.current) == schema.newest()


@pytest.mark.ci
async def test_answers_of_the_time_before_bale_came_from_telegram(db: Database) -> None:
    await schema.upgrade(db, "0001")
    sources = '{"done": [5, 6], "files": []}'

    def write(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO persons VALUES (1, '', '', '', '', '', false, 'fa', '{}', null, :at)"), old
        )
        connection.execute(
            text("INSERT INTO drafts VALUES (1, 1, 'report', '7', '{}', :state, :at)"),
            {"state": f'{{"at": "", "answers": {{}}, "sources": {sources}}}', **old},
        )

    old = {"at": "2019-10-05 14:30:00"} if db.sqlite else {"at": datetime(2019, 10, 5, 14, 30)}  # noqa: DTZ001
    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["sources"] == {"done": ["telegram:5", "telegram:6"], "files": []}
    await schema.downgrade(db, "0001")
    await schema.upgrade(db)
    async with db.read() as session:
        assert (await session.scalars(select(Draft))).one().state == draft.state


async def test_a_job_that_ran_before_there_were_leases_is_claimed_at_once(db: Database) -> None:
    await schema.upgrade(db, "0002")
    old = {"at": "2019-10-05 14:30:00"} if db.sqlite else {"at": datetime(2019, 10, 5, 14, 30)}  # noqa: DTZ001

    def write(connection: Connection) -> None:
        connection.execute(
            text(
                "INSERT INTO jobs (id, kind, chat, params, state, result, attempts, created_at)"
                " VALUES (7, 'minutes', 'telegram:1', '{}', 'running', '{}', 1, :at)"
            ),
            old,
        )

    await ask(db, write)
    await schema.upgrade(db)
    job = await jobs.claim(db, "mashhad:1", 1000.0)
    assert job is not None
    assert (job.id, job.attempts) == (7, 2)


async def test_a_form_that_was_sent_again_before_it_was_told_is_known_by_its_instance(db: Database) -> None:
    await schema.upgrade(db, "0034")
    at = "2019-10-05 14:30:00" if db.sqlite else datetime(2019, 10, 5, 14, 30)  # noqa: DTZ001
    no = 0 if db.sqlite else False
    kept = [(1, "uuid:a", "returned"), (2, "uuid:b", "waiting"), (3, "uuid:a", "waiting")]

    def write(connection: Connection) -> None:
        for statement in (
            "INSERT INTO persons (id, name, name_fold, title, post, phone, phone_verified, language, settings,"
            " created_at) VALUES (1, 'سارا', 'سارا', '', '', '', :no, 'fa', '{}', :at)",
            "INSERT INTO forms (id, name, title, title_fold, origin, state, created_at, version)"
            " VALUES (1, 'f', 'f', 'f', 'uploaded', 'published', :at, 1)",
            "INSERT INTO form_versions (id, form_id, number, name, title, compiled, digest, file_hash, file_name,"
            " xml_hash, languages, questions, repeats, read_at)"
            " VALUES (1, 1, 1, '', 'f', '{}', '', '', '', '', '[]', 1, 0, :at)",
            "INSERT INTO form_assignments (id, form_id, target, item, rhythm, created_at)"
            " VALUES (1, 1, 'everyone', '', 'once', :at)",
        ):
            connection.execute(text(statement), {"at": at, "no": no})
        for number, instance, verdict in kept:
            connection.execute(
                text(
                    "INSERT INTO filled_forms (id, version_id, assignment_id, person_id, period, answers, rows, files,"
                    " sources, verdict, words, sent_at) VALUES (:id, 1, 1, 1, '', :answers, '{}', '{}', '{}',"
                    " :verdict, '', :at)"
                ),
                {"id": number, "answers": f'{{"meta/instanceID": "{instance}"}}', "verdict": verdict, "at": at},
            )

    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        found = await session.execute(select(FilledForm.id, FilledForm.replaces_id).order_by(FilledForm.id))
        assert [tuple(row) for row in found] == [(1, None), (2, None), (3, 1)]


async def test_ends_by_hand_are_known_from_the_trail_or_where_nothing_else_ended_it(db: Database) -> None:
    await schema.upgrade(db, "0038")
    first, later = (datetime(2019, 10, day, 14, 30, tzinfo=UTC) for day in (5, 6))
    trail = ((1, "closed", later), (2, "ended.repeals", first), (2, "reopened", later), (3, "ended.amends", first))

    def write(connection: Connection) -> None:
        for number, state in ((1, MeetingState.ISSUED), (2, MeetingState.WITHDRAWN)):
            connection.execute(insert(Meeting).values(id=number, state=state, created_at=first))
        for number in range(1, 7):
            values: dict[str, Any] = {"id": number, "meeting_id": 2 if number in (2, 5) else 1, "number": 1}
            values |= {
                "text": "",
                "state": ResolutionState.CLOSED,
                "deadline_version": 1,
                "version": 1,
                "check_in": True,
            }
            values |= {"text_fold": "", "phrase": "", "deadline": {}, "items": [], "refers": [], "doubts": []}
            connection.execute(_insert(Resolution, values))
        for earlier, kind in zip(
            (2, 3, 4, 1), map(RelationKind, ("repeals", "amends", "repeats", "amends")), strict=True
        ):
            values = {"resolution_id": 6, "earlier_id": earlier, "kind": kind, "applied_at": first}
            connection.execute(_insert(ResolutionRelation, values))
        for number, action, at in trail:
            values = {"at": at, "action": action, "subject": "resolution", "subject_id": number, "details": {}}
            connection.execute(_insert(Audit, values))

    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        by_hand = select(Resolution.id).where(Resolution.closed_by_hand).order_by(Resolution.id)
        ending = select(ResolutionRelation.earlier_id).where(ResolutionRelation.ends)
        assert list(await session.scalars(by_hand)) == [1, 6]
        assert sorted(await session.scalars(ending)) == [3, 4]


async def test_what_was_sent_while_nothing_was_asked_answers_what_is_asked_again(db: Database) -> None:
    await schema.upgrade(db, "0042")
    first, then, later = (datetime(2019, 10, day, 14, 30, tzinfo=UTC) for day in (5, 6, 7))
    nothing, not_ours = SubmissionKind.NOTHING_TO_REPORT, SubmissionKind.NOT_APPLICABLE
    # The state of each obligation; the kind, the verdict and the moment of what was sent, and whether it answered it.
    stories: list[tuple[str, list[tuple[SubmissionKind, str, datetime, bool]]]] = [
        ("open", [(REPORT, "waiting", first, False), (REPORT, "accepted", then, False)]),
        ("open", [(REPORT, "returned", first, False), (REPORT, "accepted", then, False)]),
        ("returned", [(REPORT, "returned", first, True), (nothing, "waiting", later, False)]),
        ("open", [(not_ours, "accepted", first, False)]),
        ("closed", [(REPORT, "waiting", first, False)]),
        # These added to an answer: one that was accepted and the task left open, one that came back afterwards.
        ("open", [(REPORT, "accepted", first, True), (REPORT, "waiting", then, False)]),
        ("returned", [(REPORT, "returned", first, True), (REPORT, "accepted", first, False)]),
        ("closed", [(nothing, "accepted", first, True), (REPORT, "waiting", then, False)]),
        ("accepted", [(REPORT, "accepted", first, True), (REPORT, "waiting", then, False)]),
    ]

    def write(connection: Connection) -> None:
        connection.execute(insert(Meeting).values(id=1, state=MeetingState.ISSUED, created_at=first))
        connection.execute(insert(Person).values(id=1, created_at=first))
        for number, deadline in ((1, {"kind": "date"}), (2, {"kind": "continuous"})):
            values: dict[str, Any] = {"id": number, "meeting_id": 1, "number": number, "state": ResolutionState.ACTIVE}
            values |= {"text": "", "text_fold": "", "phrase": "", "deadline": deadline, "items": [], "refers": []}
            values |= {"doubts": [], "deadline_version": 1, "version": 1, "check_in": True}
            connection.execute(_insert(Resolution, values))
        for number, (state, sent) in enumerate([*stories, ("open", [(REPORT, "waiting", first, False)])], 1):
            connection.execute(insert(Agency).values(id=number, name=str(number), name_fold=str(number)))
            values = {
                "id": number,
                "resolution_id": 1 if number <= len(stories) else 2,
                "agency_id": number,
                "item": "",
            }
            values |= {"period": "", "deadline_version": 1, "state": ObligationState(state), "next_reminder_at": later}
            connection.execute(_insert(Obligation, values | {"created_at": first, "version": 1}))
            for kind, verdict, at, answers in sent:
                values = {
                    "obligation_id": number,
                    "person_id": 1,
                    "kind": kind,
                    "verdict": Verdict(verdict),
                    "words": "",
                }
                values |= {"sent_at": at, "supplement": not answers, "reviewed_at": then, "version": 1, "channel": ""}
                values |= {"form": "", "form_version": 1, "answers": {}, "attachments": [], "sources": {}}
                connection.execute(_insert(Submission, values))

    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        obligations = (await session.scalars(select(Obligation).order_by(Obligation.id))).all()
        sent = (await session.scalars(select(Submission).order_by(Submission.id))).all()
    assert [(one.state, one.next_reminder_at is None) for one in obligations] == [
        (ObligationState.ANSWERED, True),
        (ObligationState.ACCEPTED, True),
        (ObligationState.CLOSED, True),
        (ObligationState.CLOSED, True),
        (ObligationState.CLOSED, False),
        (ObligationState.OPEN, False),
        (ObligationState.RETURNED, False),
        (ObligationState.CLOSED, False),
        (ObligationState.ACCEPTED, False),
        (ObligationState.OPEN, False),
    ]
    supplements = {number: [one.supplement for one in sent if one.obligation_id == number] for number in range(1, 11)}
    assert supplements == {
        1: [False, True],
        2: [True, False],
        3: [False, False],
        4: [False],
        5: [True],
        6: [False, True],
        7: [False, True],
        8: [False, True],
        9: [False, True],
        10: [False],
    }
    assert [one.obligation_id for one in sent if one.while_closed] == [5]


async def test_what_was_put_off_for_all_keeps_its_plan(db: Database) -> None:
    await schema.upgrade(db, "0043")
    made, planned = (datetime(2019, 10, day, 5, 30, tzinfo=UTC) for day in (5, 9))

    def write(connection: Connection) -> None:
        connection.execute(insert(Meeting).values(id=1, state=MeetingState.ISSUED, created_at=made))
        connection.execute(insert(Resolution).values(id=1, meeting_id=1, number=1, text="", text_fold=""))
        connection.execute(insert(Agency).values(id=1, name="شهرداری", name_fold="شهرداری"))
        values = {"id": 1, "resolution_id": 1, "agency_id": 1, "created_at": made, "next_reminder_at": planned}
        connection.execute(insert(Obligation).values(values))
        connection.execute(text("UPDATE obligations SET snoozed_until = '2019-10-09'"))

    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        assert (await session.get_one(Obligation, 1)).next_reminder_at == planned
        assert not list(await session.scalars(select(Snooze)))


def _insert(model: type[Base], values: dict[str, Any]) -> Insert:
    """Make an insert of these columns alone, for a table that had fewer than now."""
    columns = [column(name, table_of(model).c[name].type) for name in values]
    return insert(table(table_of(model).name, *columns)).values(values)


async def test_a_reference_that_leads_nowhere_undoes_the_migration_on_sqlite(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}")
    await schema.upgrade(db, "0003")
    with closing(sqlite3.connect(tmp_path / "dabir.db")) as other, other:
        other.execute("INSERT INTO owners (resolution_id, name, item, partner, place) VALUES (7, '', '', 0, 0)")
    with pytest.raises(DatabaseError, match="owners"):
        await schema.upgrade(db)
    assert await schema.version(db) == "0003"
    async with db.write() as session:
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1
    await db.close()
