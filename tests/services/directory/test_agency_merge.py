"""The merge of two agencies: nothing that refers to either is lost, and nothing is there twice."""

from typing import Any

import pytest
from sqlalchemy import func, insert, select

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Role
from models.tables.agencies import Agency, GroupMember
from models.tables.broadcasts import Broadcast
from models.tables.conversations import Draft
from models.tables.duties import DutyAnswer, DutyStatus
from models.tables.followup import Extension, ExtensionState
from models.tables.form_sheets import FormSheet
from models.tables.meetings import Obligation, ObligationState, Owner, Submission, SubmissionKind, Verdict
from models.tables.organisation import Audit
from models.tables.people import Membership
from models.tables.planning import MeetingPlan
from services.directory import agency_merge
from services.errors import Refused
from tests.services.any_rows import ask_about_duty, attach_form, value_for
from tests.services.desk import Desk

CITY, TWIN = "شهرداری مشهد", "شهرداری کلانشهر مشهد"


async def merge(desk: Desk, into: int, other: int) -> None:
    async with desk.db.write() as session:
        context = desk.context(session)
        stamp = (await agency_merge.preview(context, into, other)).stamp
        await agency_merge.merge(context, into, other, stamp)


async def every(desk: Desk, what: Any, *conditions: Any) -> list[Any]:
    async with desk.db.read() as session:
        return list(await session.scalars(select(what).where(*conditions)))


@pytest.mark.rows
async def test_no_column_that_names_an_agency_is_forgotten(desk: Desk) -> None:
    """A row for every foreign key to an agency, in whatever tables there are by then."""
    city, twin, chamber = await desk.agency(CITY), await desk.agency(TWIN), await desk.agency("اتاق بازرگانی")
    await desk.person("سارا محمدی", chamber)
    await desk.group("مدعوین", chamber)
    await desk.issue(3, "تا پایان مهر", chamber)
    async with desk.db.write() as session:
        session.add(MeetingPlan(uid="plan", body="کارگروه", day=desk.today, created_at=desk.now()))
        await ask_about_duty(session, desk)
        await attach_form(session, desk)
    columns = list(agency_merge.references(Agency))
    assert len(columns) > 10
    async with desk.db.write() as session:
        connection = await session.connection()
        for number, column in enumerate(columns):
            values = {other.key: value_for(other, number, desk) for other in column.table.columns}
            said = {name: value for name, value in values.items() if value is not None}
            # No agency has the twin as its parent and its own name at once.
            if column.table.name == "obligations":
                said |= {"period": f"p{number}", "agency_id": chamber}
            await connection.execute(insert(column.table).values({**said, column.key: twin}))
    await merge(desk, city, twin)
    async with desk.db.read() as session:
        for column in columns:
            assert await session.scalar(select(func.count()).where(column == twin)) == 0, column
            assert await session.scalar(select(func.count()).where(column == city)), column
        assert await session.get(Agency, twin) is None


@pytest.mark.rows
@pytest.mark.parametrize("answered_by_twin", [True, False])
async def test_of_two_obligations_the_answered_one_is_kept_with_all_of_both(desk: Desk, answered_by_twin: bool) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    sara = await desk.person("سارا محمدی", city)
    reza = await desk.person("رضا احمدی", twin)
    first, second = await desk.issue(3, "تا پایان مهر", city, twin)
    answered, still_open = (second, first) if answered_by_twin else (first, second)
    await desk.answer(answered)
    async with desk.db.write() as session:
        for number in (first, second):
            sent = Submission(obligation_id=number, person_id=sara, kind=SubmissionKind.REPORT, sent_at=desk.now())
            session.add(sent)
        asked = Extension(obligation_id=still_open, asked_by=reza, asked_at=desk.now(), until=desk.today, reason="")
        session.add(asked)
        begun = Draft(person_id=reza, form="report", subject=str(still_open), updated_at=desk.now())
        session.add_all([begun, Draft(person_id=reza, form="idea", subject=str(still_open), updated_at=desk.now())])
    await merge(desk, city, twin)
    (kept,) = await every(desk, Obligation)
    assert (kept.id, kept.agency_id, kept.state) == (answered, city, ObligationState.ANSWERED)
    assert kept.next_reminder_at is None
    submissions = await every(desk, Submission)
    assert {row.obligation_id for row in submissions} == {answered}
    # Both are reviewed: that of the other is a supplement now.
    assert {(row.verdict, row.supplement) for row in submissions} == {(Verdict.WAITING, False), (Verdict.WAITING, True)}
    assert [row.state for row in await every(desk, Extension)] == [ExtensionState.WITHDRAWN]
    assert {row.form: row.subject for row in await every(desk, Draft)} == {
        "report": str(answered),
        "idea": str(still_open),
    }
    assert [row.agency_id for row in await every(desk, Owner)] == [city]
    told = "شهرداری کلانشهر مشهد"
    assert any(told in text for text in await desk.written_to(sara))
    assert any(told in text for text in await desk.written_to(reza))
    assert [row.details["name"] for row in await every(desk, Audit, Audit.subject == "agency")] == [TWIN]


async def test_names_places_and_roles_are_united(desk: Desk) -> None:
    province, twin = await desk.agency("استانداری"), await desk.agency(TWIN)
    city, branch = await desk.agency(CITY), await desk.agency("ناحیهٔ یک")
    await desk.group("مدعوین", city, twin)
    sara = await desk.person("سارا محمدی", twin)
    async with desk.db.write() as session:
        rows = {row.id: row for row in await session.scalars(select(Agency))}
        rows[twin].parent_id, rows[twin].aliases, rows[twin].phone = province, ["شهرداری", CITY], "051"
        rows[branch].parent_id, rows[city].parent_id = twin, branch
        audience = Audience().then(Operator.PLUS, Part(PartKind.AGENCY, (twin, city), "هر دو"))
        right = {"audience": audience.to_json(), "letter": {"number": "۱۲"}}
        session.add(Membership(person_id=sara, agency_id=city, role=Role.CONTACT, since=desk.now(), **right))
        session.add(Broadcast(audience=audience.to_json(), author_id=sara, created_at=desk.now()))
    await merge(desk, city, twin)
    united = {row.id: row for row in await every(desk, Agency)}
    assert united[city].aliases == [TWIN, "شهرداری"]
    assert united[city].phone == "051"
    assert (united[city].parent_id, united[branch].parent_id) == (province, city)
    assert [row.agency_id for row in await every(desk, GroupMember)] == [city]
    present = await every(desk, Membership, Membership.ended_at.is_(None))
    assert [(row.role, row.agency_id, row.letter) for row in present] == [(Role.REPRESENTATIVE, city, {"number": "۱۲"})]
    (broadcast,) = await every(desk, Broadcast)
    assert Audience.from_json(broadcast.audience).steps[0].part.ids == (city,)
    assert present[0].audience == broadcast.audience


async def test_a_preview_that_has_grown_old_is_refused(desk: Desk) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    async with desk.db.read() as session:
        stamp = (await agency_merge.preview(desk.context(session), city, twin)).stamp
    await desk.issue(3, "تا پایان مهر", twin)
    async with desk.db.write() as session:
        with pytest.raises(Refused, match=r"agencies\.merge_stale"):
            await agency_merge.merge(desk.context(session), city, twin, stamp)
    assert len(await every(desk, Agency)) == 2


@pytest.mark.rows
async def test_of_two_answers_about_one_duty_the_agency_s_own_is_kept(desk: Desk) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    sara = await desk.person("سارا محمدی", city)
    async with desk.db.write() as session:
        round_id, duty_id = await ask_about_duty(session, desk)
        common = {"round_id": round_id, "duty_id": duty_id, "person_id": sara, "answered_at": desk.now()}
        session.add(DutyAnswer(agency_id=city, status=DutyStatus.DONE, **common))
        session.add(DutyAnswer(agency_id=twin, status=DutyStatus.NOT_DONE, **common))
    await merge(desk, city, twin)
    assert [(row.agency_id, row.status) for row in await every(desk, DutyAnswer)] == [(city, DutyStatus.DONE)]


async def test_half_filled_forms_are_for_the_agency_that_stays(desk: Desk) -> None:
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    reza = await desk.person("رضا احمدی", twin)
    first, second = await desk.issue(3, "تا پایان مهر", city, twin)
    async with desk.db.write() as session:
        for subject in (f"1.{second}.{twin}.", f"2.0.{twin}.1398-07", "3.0.0.", "trial"):
            session.add(Draft(person_id=reza, form="form.1", subject=subject, updated_at=desk.now()))
    await merge(desk, city, twin)
    kept = sorted(row.subject for row in await every(desk, Draft))
    assert kept == [f"1.{first}.{city}.", f"2.0.{city}.1398-07", "3.0.0.", "trial"]


async def test_forms_that_one_person_began_for_both_are_one(desk: Desk) -> None:
    """Reza of both agencies has the task of each in hand, as reports and as a form that is attached to it."""
    city, twin = await desk.agency(CITY), await desk.agency(TWIN)
    reza = await desk.person("رضا احمدی", city)
    own, other = await desk.issue(3, "تا پایان مهر", city, twin)
    async with desk.db.write() as session:
        await attach_form(session, desk)
        (await session.get_one(Obligation, other)).state = ObligationState.RETURNED
        for number, agency, words in ((own, city, "زمین‌ها"), (other, twin, "نقشه‌ها")):
            for form, subject in (("report", str(number)), ("form.1", f"1.{number}.{agency}.")):
                state = {"at": "", "answers": {"done": words}, "skipped": [], "sources": {}}
                session.add(Draft(person_id=reza, form=form, subject=subject, state=state, updated_at=desk.now()))
        sheet = FormSheet(person_id=reza, version_id=1, subject=f"1.{own}.{city}.", made_at=desk.now())
        session.add(sheet)
    await merge(desk, city, twin)
    kept = await every(desk, Draft)
    assert sorted((row.form, row.subject) for row in kept) == [("form.1", f"1.{other}.{city}."), ("report", str(other))]
    assert [row.subject for row in await every(desk, FormSheet)] == [f"1.{other}.{city}."]
    # What he wrote in the other one has no place any more, and is told.
    stays = {row.form: row.state["answers"]["done"] for row in kept}
    told = "".join(await desk.written_to(reza))
    assert all(words in told for words in {"زمین‌ها", "نقشه‌ها"} - set(stays.values()))
    assert "دو دستگاه شما یکی شد" in told
