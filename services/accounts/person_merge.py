"""The merge of two persons into one, with everything that either had; and the split of an account from its person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import RANK, TRUSTED, Role
from domain.chat.screens import T, Text
from domain.forms.form_words import CatalogueWords
from domain.forms.occasion import PREFIX
from models import Base
from models.base import table_of
from models.tables.conversations import Conversation, Draft
from models.tables.forms import FormVersion
from models.tables.linking import LinkCode, LinkOffer, OfferState
from models.tables.organisation import Audit
from models.tables.people import Account, JoinRequest, Membership, Person, RequestState
from models.tables.queues import UNFINISHED, Job, JobState
from services import audit
from services.accounts import united_rows
from services.context import ActionContext
from services.conversations import chat_state, united_drafts
from services.directory import members, trusted_roles
from services.errors import Refused
from services.messaging import readdressing, secretary_notices
from services.reminders import unsent_reminders

REGISTRATION = "registration"
"""The form by which a newcomer asks to join: of no use to a person who has a membership."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The parts of a merge that a person is told of.

    ``twice_begun`` are the titles of forms that both had begun, ``left_out`` the words of either to which the other
    has other answers. ``withdrew`` is True when a request was withdrawn.
    """

    twice_begun: tuple[Text, ...] = ()
    left_out: tuple[str, ...] = ()
    withdrew: bool = False


async def merge(context: ActionContext, into_id: int, other_id: int) -> Merged:
    """Merge person ``other_id`` into ``into_id``, whose name and post stay; the other's row is deleted.

    Raises Refused when either is gone, and when both have an account on one platform.
    """
    chat_state.be_alone(context.session)
    rows = await context.session.scalars(
        select(Person).where(Person.id.in_((into_id, other_id))).order_by(Person.id).with_for_update()
    )
    people = {person.id: person for person in rows}
    if len(people) < len({into_id, other_id}):
        raise Refused("common.stale")
    await check_mergeable(context.session, into_id, other_id)
    into, other = people[into_id], people[other_id]
    await _unite_roles(context, into, other)
    _introduce(into, other)
    inside = bool(
        await members.of_person(context.session, into_id) or await members.of_person(context.session, other_id)
    )
    merged = Merged(
        *await _unite_drafts(context.session, into_id, other_id, inside), await _unite_requests(context, into, other)
    )
    await united_rows.end_own_leaves(context, into_id, other_id)
    await _unite_messages(context.session, into_id, other_id)
    await united_rows.unite_deliveries(context.session, into_id, other_id)
    await united_rows.unite_invitees(context.session, into_id, other_id)
    await united_rows.unite_receipts(context.session, into_id, other_id)
    await united_rows.unite_snoozes(context.session, into_id, other_id)
    await context.session.flush()
    brought = list(await context.session.scalars(select(Account.id).where(Account.person_id == other_id)))
    for column in references():
        await context.session.execute(update(column.table).where(column == other_id).values({column: into_id}))
    await context.session.execute(delete(Person).where(Person.id == other_id))
    audit.record(context.acting(into_id), "merge", "person", into_id, other=other_id, accounts=brought)
    await context.session.flush()
    # Rows that the session has loaded still name the other person.
    context.session.expire_all()
    return merged


async def check_mergeable(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Raise Refused when two persons are one already, or both have an account on one platform."""
    if into_id == other_id:
        raise Refused("linking.already")
    shared = await platforms(session, into_id) & await platforms(session, other_id)
    if shared:
        raise Refused("linking.has_one", platform=T(f"platform.{min(shared)}"))
    # Whoever made the code, or was first, keeps everything: nobody becomes a secretary by luring one into a code.
    held = {membership.role for membership in await members.of_person(session, into_id)}
    brought = {membership.role for membership in await members.of_person(session, other_id)}
    if passing := sorted((brought & TRUSTED) - held, key=RANK.index):
        raise Refused("linking.trusted", role=T(f"members.role.{passing[0]}"))


async def platforms(session: AsyncSession, person_id: int) -> set[str]:
    """The names of the platforms on which a person has an account."""
    return set(await session.scalars(select(Account.platform).where(Account.person_id == person_id)))


async def joined_at(session: AsyncSession, person_id: int, account_id: int) -> datetime | None:
    """The moment at which a merge brought an account to its person, None when it was theirs from the beginning."""
    rows = await session.scalars(
        select(Audit).where(Audit.subject == "person", Audit.subject_id == person_id, Audit.action == "merge")
    )
    return max((row.at for row in rows if account_id in row.details.get("accounts", ())), default=None)


def references() -> Iterator[Column[int]]:
    """Yield every column that refers to a person."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if any(key.column.table is table_of(Person) for key in column.foreign_keys):
                yield column


async def split(context: ActionContext, account: Account) -> int:
    """Give an account to a new person, a stranger, and return that person's id; all else stays with the old one.

    Messages on their way to the old person go to another account; those that only this chat can get are taken back.
    A code or a question by which the two could be linked again is valid no more.
    """
    chat_state.be_alone(context.session)
    person = await context.session.get_one(Person, account.person_id)
    stranger = Person(created_at=context.now, language=person.language)
    context.session.add(stranger)
    await context.session.flush()
    if person.settings.get("messages_on") == account.platform:
        person.settings = {name: value for name, value in person.settings.items() if name != "messages_on"}
    await trusted_roles.part(context, person.id, account.user)
    account.person_id, account.since, account.heard = stranger.id, context.now, 0
    chat = account.chat
    await context.session.execute(delete(LinkCode).where(LinkCode.person_id == person.id))
    asked = update(LinkOffer).where(LinkOffer.account_id == account.id, LinkOffer.state == OfferState.ASKED)
    await context.session.execute(asked.values(expires_at=context.now))
    await context.session.execute(update(Conversation).where(Conversation.chat == chat).values(draft_id=None, notes={}))
    await context.session.execute(
        update(Job).where(Job.chat == chat, UNFINISHED).values(state=JobState.CANCELLED, ended_at=context.now)
    )
    await readdressing.leave_chat(context.session, person.id, chat)
    await secretary_notices.forget(context.session, person.id)
    audit.record(context.acting(person.id), "unlink", "account", account.id, platform=account.platform)
    return stranger.id


async def _unite_roles(context: ActionContext, into: Person, other: Person) -> None:
    """End the lesser of two roles in one place."""
    by_place = {_place(own): own for own in await members.of_person(context.session, into.id)}
    for membership in await members.of_person(context.session, other.id):
        own = by_place.get(_place(membership))
        if own is None:
            continue
        higher, lesser = sorted((own, membership), key=lambda each: RANK.index(each.role))
        lesser.ended_at, lesser.version = context.now, lesser.version + 1
        await members.unite(context.session, higher, lesser)
        if into.active_id == lesser.id:
            into.active_id = higher.id
        audit.record(context.acting(into.id), "end", "membership", lesser.id, merged=higher.id)
    into.active_id = into.active_id or other.active_id
    await _leave_none(context, into, other)
    await context.session.flush()


async def _leave_none(context: ActionContext, *people: Person) -> None:
    """End a facilitator's membership of no neighbourhood when the other person brings one."""
    held = [row for person in people for row in await members.of_person(context.session, person.id)]
    facilitating = [row for row in held if row.role is Role.FACILITATOR]
    if any(row.agency_id for row in facilitating):
        for row in facilitating:
            if row.agency_id is None:
                await members.end_silently(context.acting(people[0].id), row)


def _place(membership: Membership) -> tuple[int | None, Role | None]:
    return (membership.agency_id, None) if membership.agency_id else (None, membership.role)


def _introduce(into: Person, other: Person) -> None:
    """Fill the unknown details of a person from the other; a verified number takes precedence."""
    if not into.name:
        into.title, into.name, into.name_fold = other.title, other.name, other.name_fold
    into.post = into.post or other.post
    if not into.phone or (other.phone_verified and not into.phone_verified):
        into.phone, into.phone_verified = other.phone, other.phone_verified
    into.settings = {**other.settings, **into.settings}


async def _unite_drafts(
    session: AsyncSession, into_id: int, other_id: int, inside: bool
) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Unite two drafts of one form about one subject.

    Returns the titles of those forms, and the words that have no place in what stays.
    """
    by_subject = {(draft.form, draft.subject): draft for draft in await _drafts(session, into_id)}
    titles: list[Text] = []
    left_out: list[str] = []
    for draft in await _drafts(session, other_id):
        own = by_subject.get((draft.form, draft.subject))
        if own is None:
            if inside and draft.form == REGISTRATION:
                await session.execute(delete(Draft).where(Draft.id == draft.id))
            continue
        kept, left = await united_drafts.unite(session, own, draft)
        titles.append(await _title(session, kept.form))
        left_out += left
    return tuple(titles), tuple(left_out)


async def _title(session: AsyncSession, form: str) -> Text:
    """The title of a form, of one that is data as its version has it."""
    if not form.startswith(PREFIX):
        return CatalogueWords(form).title
    version = form.removeprefix(PREFIX)
    titles = select(FormVersion.title).where(FormVersion.id == int(version))
    return T("form_fill.titled", title=await session.scalar(titles) or version)


async def _drafts(session: AsyncSession, person_id: int) -> list[Draft]:
    return list(await session.scalars(select(Draft).where(Draft.person_id == person_id).order_by(Draft.id)))


async def _unite_requests(context: ActionContext, into: Person, other: Person) -> bool:
    """Withdraw the request that is needless now: a member needs none, and nobody has two that wait.

    Returns True when one was withdrawn.
    """
    rows = await context.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.person_id.in_((into.id, other.id)), JoinRequest.state == RequestState.PENDING)
        .with_for_update()
    )
    waiting = {request.person_id: request for request in rows}
    inside = {person.id for person in (into, other) if await members.of_person(context.session, person.id)}
    if other.id in waiting and (into.id in waiting or into.id in inside):
        needless = waiting[other.id]
    elif into.id in waiting and inside == {other.id}:
        needless = waiting[into.id]
    else:
        return False
    needless.state, needless.decided_at = RequestState.WITHDRAWN, context.now
    needless.version += 1
    audit.record(context.acting(into.id), "withdraw", "request", needless.id)
    return True


async def _unite_messages(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Keep one of two equal unsent messages, and give the other person's unsent reminders the one's group key."""
    await readdressing.skip_twins(session, into_id, other_id)
    await readdressing.unite_groups(session, into_id, other_id)
    await readdressing.rename_recipient(session, into_id, other_id)
    old, new = unsent_reminders.group_key(other_id), unsent_reminders.group_key(into_id)
    await readdressing.rename_group(session, other_id, old, new)
    await secretary_notices.forget(session, other_id)
