"""A member who is forgotten: reports stay with the agency, and no name, number or account is left in any table."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, cast, select

from domain.persian.text import fold
from models.base import Base
from models.tables.meetings import Submission
from models.tables.organisation import Audit
from models.tables.people import Person
from services.accounts import forgetting, identity, personal_data, scrub
from services.accounts.forgetting import Forgotten
from services.errors import Refused
from tests import life
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town


async def number_of(town: Town, who: Human) -> int:
    async with town.app.db.read() as session:
        (found,) = await identity.find(session, who.user)
        return found.id


async def forgotten(town: Town, person_id: int, *, dry: bool = False) -> Forgotten:
    return await forgetting.forget(town.app.db, town.app.organisation, person_id, dry=dry)


async def found_in(town: Town, *needles: str) -> set[str]:
    """The tables in which any of some words stands, however it is written."""
    wanted = [fold(needle) for needle in needles]
    found = set()
    async with town.app.db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(select(*(cast(column, Text) for column in table.columns)))
            cells = (fold(_said(cell)) for row in rows for cell in row if cell)
            if any(needle in cell for cell in cells for needle in wanted):
                found.add(table.name)
    return found


def _said(cell: str) -> str:
    """The words of a cell: in JSON a letter may be an escape."""
    try:
        return json.dumps(json.loads(cell), ensure_ascii=False)
    except ValueError:
        return cell


@pytest.mark.rows
async def test_nothing_of_a_forgotten_member_is_left_but_what_the_agency_reported(town: Town) -> None:
    maryam = await town.secretary()
    mahtab = await life.lived(town, maryam)
    needles = (life.NAME, "مهتاب", mahtab.chat.phone[-10:], mahtab.user)
    assert {
        "persons",
        "accounts",
        "inbox",
        "outbox",
        "drafts",
        "submissions",
        "ideas",
        "questions",
        "contributions",
    } <= (await found_in(town, *needles))
    person_id = await number_of(town, mahtab)
    done = await forgotten(town, person_id)
    await town.quiet()
    assert (done.post, done.roles, done.namesakes) == (f"نمایندهٔ {life.CITY}", 1, False)
    assert await found_in(town, *needles) == set()
    async with town.app.db.read() as session:
        [report] = (await session.scalars(select(Submission))).all()
        assert report.answers["done"] == f"جدول را نمایندهٔ {life.CITY} {life.WORDS} تکمیل کرد."
        assert report.person_id == person_id
        trail = await session.scalar(select(Audit).where(Audit.action == "forget"))
        assert trail
        assert trail.subject_id == person_id
    await maryam.says("/review")
    assert f"نمایندهٔ {life.CITY}" in maryam.everything()


async def test_a_forgotten_member_who_writes_again_is_a_stranger(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(life.CITY)
    await forgotten(town, await number_of(town, sara))
    assert "نخست ثبت‌نام کنید" in await sara.says("/tasks")


@pytest.mark.ci
@pytest.mark.rows
async def test_a_dry_run_counts_and_changes_nothing(town: Town) -> None:
    maryam = await town.secretary()
    mahtab = await life.lived(town, maryam)
    before = await found_in(town, life.NAME)
    counted = await forgotten(town, await number_of(town, mahtab), dry=True)
    assert counted.deleted["drafts"] == 1
    assert counted.changed["submissions"] == 1
    assert await found_in(town, life.NAME) == before
    assert "همان‌جا که مانده بودید" in await mahtab.says("/report")


async def test_a_namesake_keeps_the_name(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(life.CITY)
    async with town.app.db.write() as session:
        session.add(Person(name="سارا محمدی", name_fold=fold("سارا محمدی"), created_at=town.clock.now()))
    await issue(town, 7, "متن", life.CITY, due="1398-07-20")
    town.names_in_words = True
    await reported(sara, "سارا محمدی نوشت.")
    done = await forgotten(town, await number_of(town, sara))
    assert done.namesakes
    assert await found_in(town, "سارا محمدی") == {"persons", "submissions"}


async def test_an_owner_of_the_settings_is_not_forgotten(town: Town) -> None:
    maryam = await town.secretary()
    with pytest.raises(Refused, match="owner"):
        await forgotten(town, await number_of(town, maryam))


@pytest.mark.rows
async def test_a_member_gets_all_that_is_kept_of_them(town: Town, tmp_path: Path) -> None:
    maryam = await town.secretary()
    mahtab = await life.lived(town, maryam)
    target = tmp_path / "mahtab.zip"
    made = await personal_data.export(town.app.db, town.app.organisation, await number_of(town, mahtab), target)
    assert target.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(target) as archive:
        names = set(archive.namelist())
        everything = "".join(archive.read(name).decode() for name in names if name.endswith(".json"))
        person = json.loads(archive.read("persons.json"))
        letters = [archive.read(name) for name in names if name.startswith("files/")]
    assert person[0]["name"] == life.NAME
    assert {"submissions.json", "drafts.json", "ideas.json", "questions.json", "deliveries.json", "audit.json"} <= names
    assert b"%PDF-1.4 letter" in letters
    assert (made.files, made.missing) == (len(letters), 0)
    assert everything.count(life.WORDS) > 3
    assert "نرگس صالحی" not in everything


class KilledError(Exception):
    """The end of the command in the midst of its work."""


@pytest.mark.rows
async def test_no_copy_of_a_member_is_there_without_a_trace(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export that ended right behind its archive had left no line of the audit."""
    mahtab = await life.lived(town, await town.secretary())
    person_id, target, written = await number_of(town, mahtab), tmp_path / "mahtab.zip", personal_data._write

    def killed(*given: Any) -> int:
        written(*given)
        raise KilledError

    monkeypatch.setattr(personal_data, "_write", killed)
    with pytest.raises(KilledError):
        await personal_data.export(town.app.db, town.app.organisation, person_id, target)

    assert target.exists()
    async with town.app.db.read() as session:
        assert await session.scalar(select(Audit.subject_id).where(Audit.action == "export_person")) == person_id


@pytest.mark.rows
@pytest.mark.parametrize(("passes", "table"), [(1, "drafts"), (1, "submissions"), (2, "outbox")])
async def test_an_erasure_that_ended_on_the_way_is_finished_by_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch, passes: int, table: str
) -> None:
    """The second run knew nobody of that name or account any more, and the name stood on in what was left over."""
    mahtab = await life.lived(town, await town.secretary())
    needles = (life.NAME, "مهتاب", mahtab.chat.phone[-10:], mahtab.user)
    person_id, whole, left = await number_of(town, mahtab), scrub._scrub_table, passes
    with monkeypatch.context() as patched:

        async def killed(*given: Any, **options: Any) -> Any:
            nonlocal left
            left -= given[1].name == table
            if not left:
                raise KilledError
            return await whole(*given, **options)

        patched.setattr(scrub, "_scrub_table", killed)
        with pytest.raises(KilledError):
            await forgotten(town, person_id)
    # She writes again meanwhile, of whom the office knows nothing.
    assert "نخست ثبت‌نام کنید" in await mahtab.says("/tasks")
    done = await forgotten(town, person_id)
    assert (done.post, done.namesakes) == (f"نمایندهٔ {life.CITY}", False)
    assert await found_in(town, *needles) <= {"accounts", "persons", "inbox", "outbox", "conversations"}
    async with town.app.db.read() as session:
        assert not (await session.scalars(select(Person).where(Person.name == life.NAME))).all()


@pytest.mark.rows
async def test_who_types_a_report_while_being_forgotten_is_a_stranger_who_can_register(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account in «shown_in» of her draft became «…» before the draft went, and her next words an incident."""
    maryam = await town.secretary()
    mahtab = await life.lived(town, maryam)
    whole = scrub.scrub
    await mahtab.starts_saying("و نیم دیگر هم")

    async def slow(*given: Any, **options: Any) -> Any:
        done = await whole(*given, **options)
        await town.quiet()
        if "از کدام دستگاه" not in mahtab.everything():
            await mahtab.taps("ثبت‌نام", "نمایندهٔ دستگاه")
        return done

    monkeypatch.setattr(scrub, "scrub", slow)
    await forgotten(town, await number_of(town, mahtab))
    assert "۱ مورد یافت شد" in await mahtab.says(life.CITY)
    assert "خطا" not in mahtab.everything()
