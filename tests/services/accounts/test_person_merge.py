"""The merge of two persons: nothing of either is lost or doubled, and one account can be unlinked again."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint, func, select

from domain.access.member import RANK, Role
from domain.chat.screens import Screen, T
from models import Base
from models.tables.conversations import Conversation, Draft
from models.tables.correspondence import LetterKind, RepresentativeList, SecretariatLetter
from models.tables.followup import NoticeReceipt
from models.tables.forms import FormRow
from models.tables.meetings import Meeting, Obligation, Submission, SubmissionKind
from models.tables.organisation import Audit, Fact
from models.tables.people import Account, JoinRequest, Membership, Person, RequestState
from models.tables.planning import Attendance, Invitee, MeetingPlan, Rsvp
from models.tables.queues import Job, JobState, Operation, Outbox, OutboxState
from services.accounts import linking, person_merge
from services.accounts.person_merge import Merged
from services.errors import Refused
from services.messaging import outbox
from services.reminders import reminders, unsent_reminders
from tests.outgoing import post
from tests.services.any_rows import attach_form, make_first_rows, make_row
from tests.services.desk import Desk

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def merge(desk: Desk, into: int, other: int) -> Merged:
    async with desk.db.write() as session:
        return await person_merge.merge(desk.context(session), into, other)


async def all_of(desk: Desk, model: Any, *conditions: Any) -> Sequence[Any]:
    async with desk.db.read() as session:
        return (await session.scalars(select(model).where(*conditions).order_by(*model.__table__.primary_key))).all()


async def roles(desk: Desk, person_id: int) -> list[tuple[Role, int | None]]:
    held = await all_of(desk, Membership, Membership.person_id == person_id, Membership.ended_at.is_(None))
    return [(one.role, one.agency_id) for one in held]


async def draft(desk: Desk, person_id: int, form: str, subject: str, *answers: str) -> int:
    async with desk.db.write() as session:
        state = {"at": "", "answers": dict.fromkeys(answers, "متن"), "skipped": [], "sources": {}}
        made = Draft(person_id=person_id, form=form, subject=subject, state=state, updated_at=desk.now())
        session.add(made)
        await session.flush()
        return made.id


async def test_no_column_that_names_a_person_is_forgotten(desk: Desk) -> None:
    """A row for every foreign key to a person, in whatever tables there are by then."""
    sara = await desk.person("سارا محمدی")
    await desk.issue(3, "تا پایان مهر", await desk.agency(CITY))
    guest = await desk.person("سارا", on="bale")
    columns = list(person_merge.references())
    async with desk.db.write() as session:
        await make_first_rows(session, desk)
        for number, column in enumerate(columns):
            await make_row(session, desk, column, guest, number)
    await merge(desk, sara, guest)
    async with desk.db.read() as session:
        for column in columns:
            assert await session.scalar(select(func.count()).where(column == guest)) == 0, column
            assert await session.scalar(select(func.count()).where(column == sara)), column
        assert await session.get(Person, guest) is None


async def test_roles_are_united_and_the_greater_of_two_in_one_agency_stays(desk: Desk) -> None:
    city, chamber = await desk.agency(CITY), await desk.agency(CHAMBER)
    sara = await desk.person("سارا محمدی", city, role=Role.CONTACT)
    guest = await desk.person("سارا", city, chamber, on="bale")
    await merge(desk, sara, guest)
    assert await roles(desk, sara) == [(Role.REPRESENTATIVE, city), (Role.REPRESENTATIVE, chamber)]
    assert [one.person_id for one in await all_of(desk, Account)] == [sara, sara]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_roles_the_two_have_none_is_lost_and_none_is_double(desk: Desk, seed: int) -> None:
    chance = Random(seed)
    agencies: list[int | None] = [await desk.agency(f"دستگاه {number}") for number in range(5)]
    people = await desk.person("سارا محمدی"), await desk.person("سارا", on="bale")
    before: dict[int | None, list[Role]] = {}
    async with desk.db.write() as session:
        for person_id in people:
            for agency_id in chance.sample(agencies, chance.randint(0, 5)):
                role = chance.choice([Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT, Role.HEAD])
                session.add(Membership(person_id=person_id, agency_id=agency_id, role=role, since=desk.now()))
                before.setdefault(agency_id, []).append(role)
    await merge(desk, *people)
    united = await roles(desk, people[0])
    assert {agency_id: role for role, agency_id in united} == {
        agency_id: min(held, key=RANK.index) for agency_id, held in before.items()
    }
    assert len(united) == len(before)


async def test_two_roles_outside_the_agencies_are_not_doubled(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    guest = await desk.person("مریم", None, role=Role.SECRETARY, on="bale")
    await merge(desk, maryam, guest)
    assert await roles(desk, maryam) == [(Role.SECRETARY, None)]


async def test_the_name_of_the_first_stays_and_gaps_are_filled(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", quiet=["22:00", "07:00"])
    guest = await desk.person("Sara M", on="bale", phone="+989151234567", messages_on="bale")
    async with desk.db.write() as session:
        (await session.get_one(Person, guest)).post = "کارشناس اشتغال"
    await merge(desk, sara, guest)
    (person,) = await all_of(desk, Person)
    assert (person.name, person.post) == ("سارا محمدی", "کارشناس اشتغال")
    assert (person.phone, person.phone_verified) == ("+989151234567", True)
    assert person.settings == {"quiet": ["22:00", "07:00"], "messages_on": "bale"}


async def test_of_two_drafts_the_fuller_stays_in_both_chats(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی", city), await desk.person("سارا", on="bale")
    poor = await draft(desk, sara, "report", "7", "progress")
    rich = await draft(desk, guest, "report", "7", "progress", "actions")
    alone = await draft(desk, guest, "letter", "8", "number")
    needless = await draft(desk, guest, "registration", "", "role")
    async with desk.db.write() as session:
        session.add_all(
            [
                Conversation(chat=f"telegram:{sara}", draft_id=poor),
                Conversation(chat=f"bale:{guest}", draft_id=needless),
            ]
        )
    merged = await merge(desk, sara, guest)
    assert merged.twice_begun == (T("report.title"),)
    kept = await all_of(desk, Draft)
    assert [(one.id, one.person_id) for one in kept] == [(rich, sara), (alone, sara)]
    cursors = {one.chat: one.draft_id for one in await all_of(desk, Conversation)}
    assert cursors == {f"telegram:{sara}": rich, f"bale:{guest}": None}


async def test_the_first_one_s_request_is_needless_too_when_the_other_is_in(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا", city, on="bale")
    async with desk.db.write() as session:
        session.add(JoinRequest(person_id=sara, agency_id=city, role=Role.REPRESENTATIVE, asked_at=desk.now()))
    assert (await merge(desk, sara, guest)).withdrew
    (request,) = await all_of(desk, JoinRequest)
    assert request.state is RequestState.WITHDRAWN


@pytest.mark.parametrize("inside", [True, False])
async def test_a_request_of_somebody_who_is_in_is_withdrawn(desk: Desk, inside: bool) -> None:
    city = await desk.agency(CITY)
    sara = await desk.person("سارا محمدی", *([city] if inside else []))
    guest = await desk.person("سارا", on="bale")
    async with desk.db.write() as session:
        session.add(JoinRequest(person_id=guest, agency_id=city, role=Role.REPRESENTATIVE, asked_at=desk.now()))
    merged = await merge(desk, sara, guest)
    (request,) = await all_of(desk, JoinRequest)
    assert request.person_id == sara
    assert (merged.withdrew, request.state) == (
        (True, RequestState.WITHDRAWN) if inside else (False, RequestState.PENDING)
    )


async def test_what_both_were_to_be_told_is_told_once(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی", city), await desk.person("سارا", on="bale")
    news = Screen(T("linking.already"))
    async with desk.db.write() as session:
        for person_id in (sara, guest):
            await post(session, person_id, news, desk.now())
        await post(
            session, guest, Screen(T("linking.expired")), desk.now(), group_key=unsent_reminders.group_key(guest)
        )
        session.add(Fact(name=f"notice:review:{guest}", value={"row": 1, "at": None}))
    await merge(desk, sara, guest)
    rows = await all_of(desk, Outbox, Outbox.state == OutboxState.PENDING)
    assert [(row.person_id, row.group_key) for row in rows] == [(sara, ""), (sara, unsent_reminders.group_key(sara))]
    assert await all_of(desk, Fact) == []


async def test_answers_and_what_was_handed_over_are_the_one_person_s(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی", city), await desk.person("سارا", city, on="bale")
    (obligation_id,) = await desk.issue(3, "تا پایان مهر", city)
    async with desk.db.write() as session:
        session.add(
            Submission(obligation_id=obligation_id, person_id=guest, kind=SubmissionKind.REPORT, sent_at=desk.now())
        )
    await merge(desk, sara, guest)
    (submission,) = await all_of(desk, Submission)
    assert submission.person_id == sara


async def test_two_accounts_of_one_platform_are_never_one_person_s(desk: Desk) -> None:
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا")
    with pytest.raises(Refused, match=r"linking\.has_one"):
        await merge(desk, sara, guest)
    with pytest.raises(Refused, match=r"linking\.already"):
        await merge(desk, sara, sara)
    assert len(await all_of(desk, Person)) == 2


async def test_somebody_who_is_gone_is_not_merged_again(desk: Desk) -> None:
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا", on="bale")
    await merge(desk, sara, guest)
    with pytest.raises(Refused, match=r"common\.stale"):
        await merge(desk, sara, guest)


async def test_parting_leaves_everything_with_the_person(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی", city, messages_on="bale"), await desk.person("سارا", on="bale")
    begun = await draft(desk, guest, "report", "7", "progress")
    await merge(desk, sara, guest)
    bale = f"bale:{guest}"
    async with desk.db.write() as session:
        session.add(Conversation(chat=bale, draft_id=begun, notes={"stray": {}}))
        session.add(Job(kind="status_picture", chat=bale, person_id=sara, created_at=desk.now()))
        to_chat = outbox.row(Screen(T("linking.already")), desk.now(), chat=bale)
        to_person = {**outbox.row(Screen(T("linking.joined")), desk.now(), person_id=sara), "platform": "bale"}
        toast = outbox.row(None, desk.now(), chat=bale, operation=Operation.TOAST, callback_id="1")
        await outbox.write(session, [to_chat, to_person, toast])
    desk.wait(timedelta(days=1))
    async with desk.db.write() as session:
        account = await session.scalar(select(Account).where(Account.chat == bale))
        assert account is not None
        stranger = await linking.unlink(desk.context(session), sara, account.id, bale)
    assert await roles(desk, sara) == [(Role.REPRESENTATIVE, city)]
    assert await roles(desk, stranger) == []
    assert [one.person_id for one in await all_of(desk, Draft)] == [sara]
    assert [(one.draft_id, one.notes) for one in await all_of(desk, Conversation)] == [(None, {})]
    assert [one.state for one in await all_of(desk, Job)] == [JobState.CANCELLED]
    assert (await all_of(desk, Person, Person.id == sara))[0].settings == {}
    rows = await all_of(desk, Outbox)
    assert [row.state for row in rows[:3]] == [OutboxState.SKIPPED, OutboxState.PENDING, OutboxState.PENDING]
    assert rows[1].platform == ""
    assert "جدا شد" in (await desk.written_to(sara))[-1]
    # Who comes by the other account next day is somebody else, until the two are joined again.
    await merge(desk, sara, stranger)
    assert [one.person_id for one in await all_of(desk, Account)] == [sara, sara]


async def test_a_change_of_what_was_said_in_a_chat_does_not_come_to_whom_it_is_of_later(desk: Desk) -> None:
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا", on="bale")
    await merge(desk, sara, guest)
    async with desk.db.write() as session:
        row = await post(session, sara, Screen(T("linking.already")), desk.now())
        assert row
        await outbox.amend(session, row, Screen(T("linking.joined")), desk.now())
        (await session.get_one(Outbox, row)).chat = f"bale:{guest}"
        (await session.get_one(Outbox, row)).state = OutboxState.SENT
        account = await session.scalar(select(Account).where(Account.platform == "bale"))
        assert account
        await linking.unlink(desk.context(session), sara, account.id, account.chat)
    assert [one.state for one in await all_of(desk, Outbox, Outbox.operation == Operation.EDIT)] == [
        OutboxState.SKIPPED
    ]


async def test_the_only_account_and_another_s_are_not_parted(desk: Desk) -> None:
    sara, reza = await desk.person("سارا محمدی"), await desk.person("رضا احمدی", on="bale")
    accounts = {one.person_id: one.id for one in await all_of(desk, Account)}
    for account, refusal in ((accounts[sara], "only_one"), (accounts[reza], "not_linked")):
        async with desk.db.write() as session:
            with pytest.raises(Refused, match=refusal):
                await linking.unlink(desk.context(session), sara, account, "")


async def test_what_was_joined_is_in_the_audit(desk: Desk) -> None:
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا", on="bale")
    await merge(desk, sara, guest)
    (entry,) = await all_of(desk, Audit)
    assert (entry.action, entry.person_id, entry.details) == ("merge", sara, {"other": guest, "accounts": [2]})


async def test_the_other_person_s_reminders_go_on_as_this_one_s(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی"), await desk.person("سارا", city, on="bale")
    await desk.issue(3, "تا پایان مهر", city)
    await merge(desk, sara, guest)
    desk.to("1398-07-30 09:00")
    await reminders.remind(desk.db, desk.organisation, desk.now())
    assert sum("مصوبهٔ ۳" in words for words in await desk.written_to(sara)) == 1


async def reminded_apart(desk: Desk) -> tuple[int, int, list[int]]:
    """Return Sara, her guest on Bale, each of an agency with an obligation, and the obligations."""
    city, chamber = await desk.agency(CITY), await desk.agency(CHAMBER)
    sara, guest = await desk.person("سارا محمدی", city), await desk.person("سارا", chamber, on="bale")
    owed = [*await desk.issue(3, "تا پایان مهر", city), *await desk.issue(4, "تا پایان مهر", chamber)]
    return sara, guest, owed


async def test_who_was_reminded_under_the_other_name_is_not_reminded_again_that_day(desk: Desk) -> None:
    sara, guest, (later, _) = await reminded_apart(desk)
    desk.to("1398-07-30 09:00")
    async with desk.db.write() as session:
        (await session.get_one(Obligation, later)).next_reminder_at = desk.now() + timedelta(hours=1)
    await reminders.remind(desk.db, desk.organisation, desk.now())
    await desk.deliver()
    await merge(desk, sara, guest)
    desk.to("1398-07-30 10:00")
    await reminders.remind(desk.db, desk.organisation, desk.now())
    assert sum("مصوبهٔ" in words for words in await desk.written_to(sara)) == 1


async def test_of_two_reminders_that_wait_one_says_what_is_left(desk: Desk) -> None:
    sara, guest, (answered, _) = await reminded_apart(desk)
    desk.to("1398-07-30 09:00")
    await reminders.remind(desk.db, desk.organisation, desk.now())
    await merge(desk, sara, guest)
    assert len(await desk.written_to(sara)) == 2
    await desk.answer(answered)
    (left,) = await desk.written_to(sara)
    assert "مصوبهٔ ۴" in left
    assert "مصوبهٔ ۳" not in left


UNITED = {
    "memberships",
    "join_requests",
    "drafts",
    "outbox",
    "deliveries",
    "invitees",
    "leaves",
    "notice_receipts",
    "snoozes",
}
"""Tables in which two persons who are one could have two rows where one may have but one."""
OF_THE_DOER = {
    "accounts", "audit", "broadcasts", "calls", "contributions", "duty_answers", "escalations", "extensions",
    "filled_forms", "form_assignments", "form_sheets", "form_versions", "forms", "ideas", "idea_entries", "invitations",
    "jobs", "link_codes", "link_offers", "meeting_plans", "meetings", "obligations", "question_entries", "questions",
    "representative_lists", "secretariat_letters", "submissions", "templates",
}  # fmt: skip
"""Tables whose rows only name who did something, or who has it: of one person they may be any number."""


def test_for_each_table_with_a_person_it_is_decided_what_becomes_of_two_rows() -> None:
    tables = {column.table.name for column in person_merge.references()}
    assert tables == UNITED | OF_THE_DOER
    for table in {column.table for column in person_merge.references()}:
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint | PrimaryKeyConstraint)]
        own = {column.name for column in person_merge.references() if column.table is table}
        if any(own & set(each.columns.keys()) for each in unique):
            assert table.name in UNITED, table.name


def test_no_table_names_an_account_or_a_membership_that_a_merge_would_leave_behind() -> None:
    """An account goes with its person; a membership that ends gives what names it to the one that stays."""
    named = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name in ("accounts", "memberships") for key in column.foreign_keys)
    }
    assert named == {
        ("link_offers", "account_id"),
        ("link_codes", "account_id"),
        ("secretariat_letters", "membership_id"),
    }


@pytest.mark.rows
@pytest.mark.parametrize("came", [True, False])
async def test_of_two_invitations_to_a_meeting_the_one_with_the_reply_or_the_attendance_stays(
    desk: Desk, came: bool
) -> None:
    city = await desk.agency(CITY)
    sara, again = await desk.person("سارا محمدی", city), await desk.person("سارا محمدی", city, on="bale")
    attendance = Attendance.PRESENT if came else None
    async with desk.db.write() as session:
        plan = MeetingPlan(uid="6", body="کارگروه", number=6, day=desk.today, created_at=desk.now())
        session.add(plan)
        session.add(Invitee(plan=plan, person_id=sara, agency_id=city, invited_at=desk.now()))
        replied = Invitee(plan=plan, person_id=again, agency_id=city, reply=Rsvp.COMING, attendance=attendance)
        session.add(replied)
        alone = MeetingPlan(uid="7", body="کارگروه", number=7, day=desk.today, created_at=desk.now())
        session.add(Invitee(plan=alone, person_id=again, agency_id=city))
    await merge(desk, sara, again)
    lines = await all_of(desk, Invitee)
    assert [(line.person_id, line.reply) for line in lines] == [(sara, Rsvp.COMING), (sara, Rsvp.WAITING)]
    assert lines[0].attendance is attendance


async def test_a_reply_for_one_agency_holds_for_the_other_of_a_united_person(desk: Desk) -> None:
    city, chamber = await desk.agency(CITY), await desk.agency("اتاق بازرگانی")
    sara, again = await desk.person("سارا محمدی", city), await desk.person("سارا محمدی", chamber, on="bale")
    async with desk.db.write() as session:
        plan = MeetingPlan(uid="6", body="کارگروه", number=6, day=desk.today, created_at=desk.now())
        session.add(Invitee(plan=plan, person_id=sara, agency_id=city, invited_at=desk.now()))
        session.add(Invitee(plan=plan, person_id=again, agency_id=chamber, invited_at=desk.now(), reply=Rsvp.DECLINED))
    await merge(desk, sara, again)
    assert {(line.person_id, line.agency_id, line.reply) for line in await all_of(desk, Invitee)} == {
        (sara, city, Rsvp.DECLINED),
        (sara, chamber, Rsvp.DECLINED),
    }


async def test_of_two_receipts_of_a_notice_the_one_by_which_it_was_seen_stays(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, again = await desk.person("سارا محمدی", city), await desk.person("سارا محمدی", city, on="bale")
    async with desk.db.write() as session:
        meeting = Meeting(title="جلسهٔ پنجم", number=5, created_at=desk.now())
        session.add(meeting)
        await session.flush()
        told = {"meeting_id": meeting.id, "row_id": 1, "told_at": desk.now()}
        session.add(NoticeReceipt(person_id=sara, **told))
        session.add(NoticeReceipt(person_id=again, seen_at=desk.now(), **told))
    await merge(desk, sara, again)
    [receipt] = await all_of(desk, NoticeReceipt)
    assert (receipt.person_id, receipt.seen_at) == (sara, desk.now())


@pytest.mark.rows
async def test_the_membership_that_stays_keeps_the_right_the_letter_and_the_chair_s_approval(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, again = await desk.person("سارا محمدی", city), await desk.person("سارا محمدی", city, on="bale")
    right = {"steps": [["plus", "outside", [], ""]]}
    async with desk.db.write() as session:
        _, other = (await session.scalars(select(Membership).order_by(Membership.person_id))).all()
        other.audience, other.letter = right, {"number": "۱۲", "date": "1398-07-01", "files": []}
        session.add(RepresentativeList(memberships=[other.id], asked_at=desk.now()))
        session.add(
            SecretariatLetter(
                kind=LetterKind.MEMBERSHIP,
                agency_id=city,
                membership_id=other.id,
                hash="h",
                file_name="f",
                made_at=desk.now(),
            )
        )
    await merge(desk, sara, again)
    [kept] = await all_of(desk, Membership, Membership.ended_at.is_(None))
    assert (kept.audience, (kept.letter or {})["number"]) == (right, "۱۲")
    [of_chair], [letter] = await all_of(desk, RepresentativeList), await all_of(desk, SecretariatLetter)
    assert of_chair.memberships == [kept.id]
    assert letter.membership_id == kept.id


async def test_of_a_stored_form_that_both_had_begun_the_title_is_told(desk: Desk) -> None:
    sara, again = await desk.person("سارا محمدی"), await desk.person("سارا محمدی", on="bale")
    async with desk.db.write() as session:
        await attach_form(session, desk)
    for person in (sara, again):
        await draft(desk, person, "form.1", "1.0.0.", "who")
    merged = await merge(desk, sara, again)
    assert merged.twice_begun == (T("form_fill.titled", title="فرم"),)


async def test_of_two_drafts_nothing_that_was_typed_is_lost(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, guest = await desk.person("سارا محمدی", city), await desk.person("سارا", on="bale")
    here = await draft(desk, sara, "report", "7", "progress", "done")
    there = await draft(desk, guest, "report", "7", "files", "percent", "done")
    async with desk.db.write() as session:
        first, second = await session.get_one(Draft, here), await session.get_one(Draft, there)
        photo, scan = {"hash": "a" * 64}, {"hash": "b" * 64}
        said = {"progress": "done", "done": "جدول تکمیل شد.", "files": [photo], "status": "done"}
        first.state = {**first.state, "answers": said, "sources": {"done": ["telegram:5"]}}
        second.state = {**second.state, "skipped": ["progress"]}
        answers = {"done": "پنج نفر به کار گرفته شدند.", "files": [scan], "percent": 40, "trouble": "نداشت"}
        answers["status"] = "under_way"
        second.state = {**second.state, "answers": answers}
    merged = await merge(desk, sara, guest)
    [kept] = await all_of(desk, Draft)
    assert kept.state["answers"] == {**answers, "progress": "done", "files": [scan, photo]}
    assert kept.state["skipped"] == []
    # The name of a tapped option says nothing, and the edit of words that have no place here changes nothing.
    assert merged.left_out == ("جدول تکمیل شد.",)
    assert "done" not in kept.state["sources"]


async def test_of_two_drafts_the_rows_that_came_by_excel_all_stay(desk: Desk) -> None:
    sara, again = await desk.person("سارا محمدی"), await desk.person("سارا محمدی", on="bale")
    async with desk.db.write() as session:
        await attach_form(session, desk)
    by_excel = await draft(desk, sara, "form.1", "1.0.0.", "who")
    by_chat = await draft(desk, again, "form.1", "1.0.0.", "who", "where")
    async with desk.db.write() as session:
        for place, draft_id in enumerate((by_excel, by_excel, by_excel, by_chat)):
            session.add(FormRow(draft_id=draft_id, repeat="house", number=place % 3 + 1, values={"rooms": f"{place}"}))
    await merge(desk, sara, again)
    [kept] = await all_of(desk, Draft)
    rows = sorted(await all_of(desk, FormRow), key=lambda row: row.number)
    assert kept.id == by_excel
    assert [(row.draft_id, row.number, row.values["rooms"]) for row in rows] == [
        (by_excel, place + 1, f"{place}") for place in range(4)
    ]
    assert kept.state["answers"].keys() == {"who", "where"}
