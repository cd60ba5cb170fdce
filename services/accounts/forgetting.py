"""The erasure of one person: reports stay with the agency, and who sent them is a post from then on.

What is the person's alone goes first, in one transaction with a note of who is being erased; then names, numbers and
accounts are replaced wherever else they stand. After a program that ended on the way the next one goes on by the note.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import joinedload

from domain.chat.screens import T
from domain.json_text import dumps, loads
from domain.persian.text import fold
from models.base import Base, table_of
from models.database import Database, Session
from models.tables.conversations import Conversation, Draft
from models.tables.followup import Leave
from models.tables.form_sheets import FormSheet
from models.tables.linking import LinkCode, LinkOffer
from models.tables.organisation import Audit, Fact
from models.tables.people import Account, Invitation, JoinRequest, Membership, Person, RequestState
from models.tables.queues import Inbox, Job, Outbox, StoredFile, recipient_of
from services import audit
from services.accounts import identity, personal_data, scrub, unfinished_erasures
from services.accounts.identity import Identity
from services.context import ActionContext
from services.directory import members, trusted_roles
from services.errors import Refused
from services.file_sweep import digests
from services.organisation import Organisation
from texts.format import voice


class _CountedError(Exception):
    """Undoes what was done only to be counted."""


class KeptFile(NamedTuple):
    """A file that stays as it is, by its content hash: its name, and a table whose rows name it."""

    hash: str
    name: str
    table: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An erasure: the post that stands in the name's place, and the numbers of rows by table.

    With ``namesakes`` the name still stands in texts, because it may be somebody else's. In the ``files`` it may stand,
    too: the person sent them, or they are named in a row in which the identity was.
    """

    post: str
    roles: int
    deleted: Mapping[str, int]
    changed: Mapping[str, int]
    namesakes: bool
    files: Sequence[KeptFile]
    resumed: bool


async def forget(db: Database, organisation: Organisation, person_id: int, *, dry: bool = False) -> Forgotten:
    """Erase a person; with ``dry`` nothing is changed and all is counted.

    Raises Refused for an owner of the settings, who would be let in again.
    """
    roles, deleted, about = 0, Counter[str](), dict[str, list[Any]]()
    async with db.read() as session:
        begun = await unfinished_erasures.of_person(session, person_id)
    if begun:
        _, post, known = begun
    else:
        try:
            async with db.write() as session:
                known = await identity.of_person(session, person_id)
                if owner := organisation.owners.intersection(known.accounts):
                    raise Refused("forget.owner", account=min(owner))
                post = await _post(session, organisation, person_id)
                about = await personal_data.rows_about(session, known)
                context = ActionContext(session, organisation, None, organisation.clock.now())
                roles, deleted = await _erase(context, known, post)
                await unfinished_erasures.begin(session, known, post)
                if dry:
                    raise _CountedError
        except _CountedError:
            pass
    if known is None:
        return Forgotten(post, roles, deleted, {}, False, (), resumed=True)
    changed, cells = await scrub.scrub(db, known, post, dry=dry)
    async with db.read() as session:
        files = await _kept_files(session, about, cells)
    if not dry:
        # What was under way at the erasure may have named the person since.
        changed += (await scrub.scrub(db, known, post, dry=False)).rows
        async with db.write() as session:
            await unfinished_erasures.leave_pages(session, person_id)
    return Forgotten(post, roles, deleted, changed, known.namesakes, files, resumed=begun is not None)


async def _kept_files(session: Session, *named: Mapping[str, Sequence[Any]]) -> list[KeptFile]:
    """The stored files that rows name, by table, but for rows that are deleted with the person."""
    found: dict[str, KeptFile] = {}
    for table, rows in (item for tables in named for item in tables.items() if item[0] not in _DELETED):
        cells = personal_data.plain(rows)
        names = dict(_named(cells))
        for digest in digests([dumps(cells)]):
            found.setdefault(digest, KeptFile(digest, names.get(digest, ""), table))
    kept = await session.scalars(select(StoredFile.hash).where(StoredFile.hash.in_(found)))
    return sorted((found[digest] for digest in kept), key=lambda file: (file.table, file.name, file.hash))


def _named(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the hashes of files with the names that stand beside them."""
    if isinstance(value, dict):
        if isinstance(value.get("hash"), str) and isinstance(value.get("name"), str):
            yield value["hash"], value["name"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _named(one)


async def _post(session: Session, organisation: Organisation, person_id: int) -> str:
    """The person's latest role, in words."""
    latest = await session.scalar(
        select(Membership)
        .where(Membership.person_id == person_id)
        .order_by(Membership.ended_at.is_(None).desc(), Membership.id.desc())
        .options(joinedload(Membership.agency))
        .limit(1)
    )
    role = members.role_of(latest) if latest else T("forget.nobody")
    return voice(organisation.language, organisation.zone).plain(role)


async def _erase(context: ActionContext, known: Identity, post: str) -> tuple[int, Counter[str]]:
    """End what the person has, and delete what is theirs alone; return the number of roles, and of rows by table."""
    session, person_id = context.session, known.person_id
    person = await session.get_one(Person, person_id, with_for_update=True)
    person.title, person.name, person.name_fold, person.post = "", post, fold(post), ""
    person.phone, person.phone_verified, person.settings = "", False, {}
    await trusted_roles.revoke_issued(context, person_id)
    held = await members.of_person(session, person_id)
    for membership in held:
        await members.end_silently(context, membership)
    for membership in await session.scalars(select(Membership).where(Membership.person_id == person_id)):
        membership.audience = None
        if membership.letter:
            membership.letter = {name: value for name, value in membership.letter.items() if name != "files"}
    await _close_requests(context, person_id)
    leaves = or_(Leave.person_id == person_id, Leave.deputy_id == person_id)
    await session.execute(update(Leave).where(leaves, Leave.ended_at.is_(None)).values(ended_at=context.now))
    deleted: Counter[str] = Counter()
    deleted[table_of(Inbox).name] = await _delete_said(session, known)
    chats, account_ids = known.chats, select(Account.id).where(Account.person_id == person_id)
    to_person = or_(
        Outbox.person_id == person_id, Outbox.chat.in_(chats), Outbox.recipient == recipient_of(person_id, "")
    )
    conditions: tuple[tuple[type[Base], ColumnElement[bool]], ...] = (
        (Conversation, Conversation.chat.in_(chats)),
        (Draft, Draft.person_id == person_id),
        (FormSheet, FormSheet.person_id == person_id),
        (LinkCode, or_(LinkCode.person_id == person_id, LinkCode.account_id.in_(account_ids))),
        (LinkOffer, or_(LinkOffer.person_id == person_id, LinkOffer.account_id.in_(account_ids))),
        (Job, or_(Job.person_id == person_id, Job.chat.in_(chats))),
        (Outbox, to_person),
        (Fact, or_(*(Fact.name.endswith(name) for name in {*known.accounts, *chats}))),
        (Account, Account.person_id == person_id),
    )
    for model, condition in conditions:
        gone = await session.execute(delete(model).where(condition).execution_options(synchronize_session=False))
        deleted[table_of(model).name] += gone.rowcount  # type: ignore[attr-defined]
    audit.record(context, "forget", "person", person_id, roles=len(held), rows=sum(deleted.values()))
    await session.flush()
    return len(held), Counter({name: count for name, count in deleted.items() if count})


async def _close_requests(context: ActionContext, person_id: int) -> None:
    """Withdraw what waits, and take the letters and the words about the person from every request and invitation."""
    used: set[int] = set()
    for request in await context.session.scalars(select(JoinRequest).where(JoinRequest.person_id == person_id)):
        request.letter, request.reason = None, ""
        if request.state is RequestState.PENDING:
            request.state, request.decided_at = RequestState.WITHDRAWN, context.now
            request.version += 1
        used |= {request.invitation_id} if request.invitation_id else set()
    blank: dict[str, Any] = {"name": "", "details": {}}
    await context.session.execute(
        update(Invitation).where(Invitation.id.in_(used), Invitation.single_use.is_(True)).values(blank)
    )


async def _delete_said(session: Session, known: Identity) -> int:
    """Delete the updates that the person sent, in groups too, and those that forward or share what is theirs."""
    gone: set[int] = set()
    for platform, number in known.numbers.items():
        named = select(Inbox.id, Inbox.raw).where(Inbox.platform == platform, Inbox.raw.contains(str(number)))
        gone |= {row_id for row_id, raw in await session.execute(named) if _is_of(raw, number)}
    gone |= set(await session.scalars(select(Inbox.id).where(Inbox.chat.in_(known.chats))))
    await session.execute(delete(Inbox).where(Inbox.id.in_(gone)))
    return len(gone)


def _is_of(raw: str, number: int) -> bool:
    try:
        return _names(loads(raw), number)
    except ValueError:
        return True


def _names(value: Any, number: int) -> bool:
    if isinstance(value, dict):
        if value.get("user_id") == number or (value.get("id") == number and not value.keys().isdisjoint(_OF_PEOPLE)):
            return True
        return any(_names(one, number) for one in value.values())
    return isinstance(value, list) and any(_names(one, number) for one in value)


_DELETED = {table_of(model).name for model in (Conversation, Draft, FormSheet, Inbox, Job, Outbox, Audit)}
"""The tables whose rows name no file that stays."""
_OF_PEOPLE = {"first_name", "is_bot", "username", "type"}
"""The keys that stand beside the id of a person or a chat in an update."""
