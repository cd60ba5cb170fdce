"""Letters of the secretariat: made by a job, kept, sent with number and date, and stated wherever they count."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from domain.chat.screens import T, Text
from models.tables.agencies import Agency
from models.tables.correspondence import LetterItem, LetterKind, SecretariatLetter
from models.tables.meetings import Obligation
from models.tables.people import Membership, Person
from models.tables.planning import MeetingPlan
from models.tables.queues import JobState
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import Refused
from services.queues import jobs
from services.templates import kinds, store

LAST_ORDINAL = 3
"""The last reminder that has a name of its own; what follows is a third again."""
GETS_LETTERS = (Agency.secretariat.is_(False), Agency.neighbourhood.is_(False), Agency.retired_at.is_(None))
"""The secretariat writes no letter to itself, to a neighbourhood's facilitators, or to an agency that is no more."""
JOB = "letters.write"
HANDED_OVER = timedelta(minutes=5)
"""The most time between the end of a job and the update that keeps its letters."""
_SENT = SecretariatLetter.number != ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is to be made: what is kept of it, the fields of its template, and the name of its file."""

    kind: LetterKind
    agency_id: int
    fields: Mapping[str, Any]
    file_name: str
    obligations: tuple[int, ...] = ()
    ordinal: int = 0
    meeting_id: int | None = None
    membership_id: int | None = None
    plan_id: int | None = None


class AlreadyMade(Refused):
    """The refusal to make letters that were made already, and that the person has not been shown yet."""

    def __init__(self, made: Sequence[SecretariatLetter]) -> None:
        super().__init__("letters.made_before", count=len(made))
        self.made = made


async def make(context: ActionContext, chat: str, drafts: Sequence[Draft], archive: str, *, known: int = 0) -> None:
    """Start the job that writes letters of one kind; more than one come in an ``archive`` of that name.

    Raises Refused while this person's letters or the same ones of a colleague are still being made, and AlreadyMade
    when there are letters of this kind to these agencies newer than ``known``, the newest that the person has seen: a
    second tap, or a colleague, would make all of them twice.
    """
    await _check_new(context, drafts, known)
    kind = drafts[0].kind.value
    in_use = await store.current(context, kind)
    params = {
        "template": in_use.hash,
        "names": kinds.words(kind),
        "letters": [asdict(draft) for draft in drafts],
        "archive": archive,
    }
    await jobs.start(context.session, JOB, chat, context.person, params, context.now)


async def _check_new(context: ActionContext, drafts: Sequence[Draft], known: int) -> None:
    agency_ids = {draft.agency_id for draft in drafts}
    # Two secretaries at once come here one after the other.
    agencies = select(Agency.id).where(Agency.id.in_(agency_ids)).order_by(Agency.id)
    await context.session.execute(agencies.with_for_update(key_share=True))
    keys = {_key(asdict(draft)) for draft in drafts}
    for job in await jobs.recent(context.session, JOB, context.now - HANDED_OVER):
        wanted = keys & {_key(letter) for letter in job.params["letters"]}
        if job.state is JobState.DONE:
            hashes = [letter["hash"] for letter in job.result["letters"]]
            kept = select(SecretariatLetter.id).where(SecretariatLetter.hash.in_(hashes)).limit(1)
            if await context.session.scalar(kept):
                continue
        if job.person_id == context.actor:
            raise Refused("letters.being_made")
        if wanted and (by := await context.session.get(Person, job.person_id)):
            raise Refused("letters.being_made_by", by=members.colleague(by), at=job.created_at)
    newer = await made(context.session, drafts[0].kind, agency_ids)
    if again := [letter for letter in newer if letter.id > known and _key(_columns(letter)) in keys]:
        raise AlreadyMade(again)


def _key(letter: Mapping[str, Any]) -> tuple[Any, ...]:
    """By this two letters of one kind are the same to whoever makes them: agency, meeting and membership.

    Letters of invitation are the same for one planned meeting until that moves.
    """
    # A job that was started before there were letters of planned meetings does not name one.
    plan_id = letter.get("plan_id")
    about = (letter["meeting_id"], letter["membership_id"], plan_id, letter["ordinal"] if plan_id else 0)
    return str(letter["kind"]), letter["agency_id"], *about


def _columns(letter: SecretariatLetter) -> dict[str, Any]:
    names = ("kind", "agency_id", "meeting_id", "membership_id", "plan_id", "ordinal")
    return {name: getattr(letter, name) for name in names}


async def made(session: AsyncSession, kind: LetterKind, agency_ids: Collection[int]) -> list[SecretariatLetter]:
    """The letters of a kind to some agencies that were not put aside, the oldest first."""
    rows = await session.scalars(
        _whole()
        .where(_of_kind(kind), SecretariatLetter.agency_id.in_(agency_ids), SecretariatLetter.dropped_at.is_(None))
        .order_by(SecretariatLetter.id)
    )
    return list(rows)


async def keep(context: ActionContext, written: Sequence[Mapping[str, Any]]) -> list[SecretariatLetter]:
    """Keep the letters that a job wrote, each with its obligations, but for agencies that were merged meanwhile."""
    letters = []
    agencies = await _there(context, Agency.id, (of_job["agency_id"] for of_job in written))
    owed = await _there(context, Obligation.id, (number for of_job in written for number in of_job["obligations"]))
    for of_job in (of_job for of_job in written if of_job["agency_id"] in agencies):
        letter = SecretariatLetter(
            kind=LetterKind(of_job["kind"]),
            **{name: of_job[name] for name in ("agency_id", "meeting_id", "membership_id", "ordinal", "hash")},
            # A job that was started before there were letters of planned meetings does not name one.
            plan_id=of_job.get("plan_id"),
            file_name=of_job["file_name"][:200],
            made_by=context.actor,
            made_at=context.now,
        )
        context.session.add(letter)
        await context.session.flush()
        context.session.add_all(
            LetterItem(letter_id=letter.id, obligation_id=number) for number in of_job["obligations"] if number in owed
        )
        audit.record(context, "make", "letter", letter.id, kind=letter.kind.value, ordinal=letter.ordinal)
        letters.append(letter)
    await context.session.flush()
    return letters


async def _there(context: ActionContext, column: InstrumentedAttribute[int], ids: Iterable[int]) -> set[int]:
    """Return the ids, of some, of rows that are there."""
    return set(await context.session.scalars(select(column).where(column.in_(set(ids)))))


async def get(session: AsyncSession, letter_id: int, *, lock: bool = False) -> SecretariatLetter:
    """Load a letter with its agency and sender. Raises Refused when there is none, or it was put aside."""
    query = _whole().where(SecretariatLetter.id == letter_id)
    if lock:
        query = query.with_for_update(of=SecretariatLetter).execution_options(populate_existing=True)
    letter: SecretariatLetter | None = await session.scalar(query)
    if letter is None or letter.dropped_at:
        raise Refused("letters.gone")
    return letter


async def unsent(session: AsyncSession) -> Sequence[SecretariatLetter]:
    """The letters that have no number yet, the oldest first."""
    rows = await session.scalars(
        _whole().where(~_SENT, SecretariatLetter.dropped_at.is_(None)).order_by(SecretariatLetter.id)
    )
    return rows.all()


async def overtaken(session: AsyncSession, waiting: Sequence[SecretariatLetter]) -> dict[int, Text]:
    """The reason why an unsent letter is wrong by now, by its id: its meeting changed, or its membership ended."""
    ids = [letter.id for letter in waiting if not letter.number]
    moved = select(SecretariatLetter.id, MeetingPlan.state).join(
        MeetingPlan, MeetingPlan.id == SecretariatLetter.plan_id
    )
    of_plans = moved.where(SecretariatLetter.id.in_(ids), MeetingPlan.sequence != SecretariatLetter.ordinal)
    ended = select(SecretariatLetter.id).join(Membership, Membership.id == SecretariatLetter.membership_id)
    of_roles = ended.where(SecretariatLetter.id.in_(ids), Membership.ended_at.is_not(None))
    found = {number: T(f"letters.overtaken.{state}") for number, state in await session.execute(of_plans)}
    return found | {number: T("letters.overtaken.role") for number in await session.scalars(of_roles)}


async def send(context: ActionContext, letter_ids: Sequence[int], numbers: Sequence[str], day: date) -> None:
    """Note the number and the date under which letters left, one number each.

    Raises Refused, and notes none, when one of them has a number already or was put aside, or the date is to come.
    """
    if day > context.today:
        raise Refused("letters.day_to_come", day=day)
    for letter_id, number in zip(letter_ids, numbers, strict=True):
        letter = await get(context.session, letter_id, lock=True)
        if letter.number:
            raise Refused("letters.sent_before", agency=letter.agency.name, number=letter.number, day=letter.day)
        number = " ".join(number.split())
        letter.number, letter.day, letter.sent_by, letter.sent_at = number, day, context.actor, context.now
        letter.version += 1
        audit.record(context, "send", "letter", letter.id, number=number, day=day.isoformat())
    await context.session.flush()


async def correct(context: ActionContext, letter_id: int, version: int, number: str, day: date) -> SecretariatLetter:
    """Note another number and date of a letter that was sent, in the place of mistaken ones.

    Raises Refused for one that somebody has changed since ``version``, or has no number, and for a date to come.
    """
    if day > context.today:
        raise Refused("letters.day_to_come", day=day)
    letter = await _numbered(context, letter_id, version)
    number = " ".join(number.split())
    before = {"number": letter.number, "day": letter.day.isoformat() if letter.day else ""}
    audit.record(context, "correct", "letter", letter.id, before=before, number=number, day=day.isoformat())
    return await _note(context, letter, number, day)


async def unsend(context: ActionContext, letter_id: int, version: int) -> SecretariatLetter:
    """Take the number and date of a letter back that never left; it is without a number again.

    Raises Refused for one that somebody has changed since ``version``, or that has none.
    """
    letter = await _numbered(context, letter_id, version)
    audit.record(context, "unsend", "letter", letter.id, number=letter.number)
    return await _note(context, letter, "", None)


async def _numbered(context: ActionContext, letter_id: int, version: int) -> SecretariatLetter:
    letter = await get(context.session, letter_id, lock=True)
    if letter.version != version or not letter.number:
        raise Refused("letters.changed_since")
    return letter


async def _note(context: ActionContext, letter: SecretariatLetter, number: str, day: date | None) -> SecretariatLetter:
    letter.number, letter.day, letter.version = number, day, letter.version + 1
    letter.sent_by, letter.sent_at = (context.actor, context.now) if number else (None, None)
    await context.session.flush()
    await context.session.refresh(letter, ["sender"])
    return letter


async def drop(context: ActionContext, letter_id: int) -> SecretariatLetter:
    """Put a letter aside that is not sent. Raises Refused for one that has a number."""
    letter = await get(context.session, letter_id, lock=True)
    if letter.number:
        raise Refused("letters.sent_before", agency=letter.agency.name, number=letter.number, day=letter.day)
    letter.dropped_at = context.now
    audit.record(context, "drop", "letter", letter.id)
    return letter


async def letters_of(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, list[SecretariatLetter]]:
    """The letters that were sent about each of some obligations to the agency that has it, the oldest first.

    What was sent to an agency before the obligation was moved from it is that one's own.
    """
    rows = await session.execute(
        select(Obligation.id, SecretariatLetter)
        .join(LetterItem, LetterItem.obligation_id == Obligation.id)
        .join(SecretariatLetter, SecretariatLetter.id == LetterItem.letter_id)
        .where(Obligation.id.in_(obligation_ids), SecretariatLetter.agency_id == Obligation.agency_id, _SENT)
        .order_by(SecretariatLetter.day, SecretariatLetter.id)
    )
    found: dict[int, list[SecretariatLetter]] = {}
    for obligation_id, letter in rows:
        found.setdefault(obligation_id, []).append(letter)
    return found


async def of_agency(session: AsyncSession, agency_id: int, most: int) -> Sequence[SecretariatLetter]:
    """The latest letters that were sent to an agency, of all kinds."""
    rows = await session.scalars(
        select(SecretariatLetter)
        .where(SecretariatLetter.agency_id == agency_id, _SENT)
        .order_by(SecretariatLetter.day.desc(), SecretariatLetter.id.desc())
        .limit(most)
    )
    return rows.all()


async def follow_ups(session: AsyncSession, agency_id: int, obligation_ids: Collection[int]) -> list[SecretariatLetter]:
    """The follow-up letters that were sent to an agency about any of some obligations, the oldest first."""
    rows = await session.scalars(
        select(SecretariatLetter)
        .where(
            SecretariatLetter.agency_id == agency_id,
            SecretariatLetter.id.in_(select(LetterItem.letter_id).where(LetterItem.obligation_id.in_(obligation_ids))),
            _of_kind(LetterKind.FOLLOW_UP),
            _SENT,
        )
        .order_by(SecretariatLetter.day, SecretariatLetter.id)
    )
    return list(rows)


async def appointed(session: AsyncSession, membership_ids: Collection[int]) -> set[int]:
    """The memberships of some for which a letter was made that was not put aside."""
    rows = await session.scalars(
        select(SecretariatLetter.membership_id).where(
            SecretariatLetter.membership_id.in_(membership_ids), SecretariatLetter.dropped_at.is_(None)
        )
    )
    return {number for number in rows if number}


async def inviting(session: AsyncSession, plan_id: int) -> tuple[int, int]:
    """The numbers of letters that invite to a planned meeting: of those that were made, and of those with a number."""
    made = func.count()
    rows = await session.execute(
        select(made, func.count(case((_SENT, 1)))).where(
            SecretariatLetter.plan_id == plan_id, SecretariatLetter.dropped_at.is_(None)
        )
    )
    every, sent = rows.one()
    return every, sent


async def sent(session: AsyncSession, offset: int, most: int) -> tuple[Sequence[SecretariatLetter], int]:
    """A page of the letters that were sent, the latest first, and the number of all."""
    rows = await session.scalars(
        _whole()
        .where(_SENT)
        .order_by(SecretariatLetter.day.desc(), SecretariatLetter.id.desc())
        .offset(offset)
        .limit(most)
    )
    return rows.all(), await session.scalar(select(func.count()).select_from(SecretariatLetter).where(_SENT)) or 0


async def count_unsent(session: AsyncSession) -> int:
    """Count the letters that have no number yet."""
    return (
        await session.scalar(
            select(func.count()).select_from(SecretariatLetter).where(~_SENT, SecretariatLetter.dropped_at.is_(None))
        )
        or 0
    )


def name_of(letter: SecretariatLetter) -> Text:
    """The name of a letter: its kind, and for a follow-up letter which reminder it is."""
    if letter.kind is LetterKind.FOLLOW_UP:
        return T("letters.follow_up_name", ordinal=T(f"letters.ordinal.{letter.ordinal}"))
    return T(f"templates.kind.{letter.kind}")


def line(letter: SecretariatLetter) -> Text:
    """The line of a sent letter: its name, number and date."""
    return T("letters.line", name=name_of(letter), number=letter.number, day=letter.day)


def _of_kind(kind: LetterKind) -> ColumnElement[bool]:
    return SecretariatLetter.kind == kind


def _whole() -> Any:
    with_people = (joinedload(SecretariatLetter.maker), joinedload(SecretariatLetter.sender))
    return select(SecretariatLetter).options(joinedload(SecretariatLetter.agency), *with_people)
