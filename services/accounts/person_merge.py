"""Two persons become one, with everything that either had; one account becomes a stranger again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.chat.screens import T, Text
from domain.forms.words import CatalogueWords
from models import Base
from models.base import table_of
from models.conversations import Conversation, Draft
from models.linking import LinkCode, LinkOffer, OfferState
from models.organisation import Audit
from models.people import Account, JoinRequest, Membership, Person, RequestState
from models.queues import UNFINISHED, Job, JobState
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import Refused
from services.messaging import notices, readdressing
from services.reminders import unsent_reminders

REGISTRATION = "registration"
"""The form of whoever wants in: of no use to someone who is in."""

RANK = tuple(Role)
"""Of two roles in one agency the earlier one stays: it may do what the other may."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The parts of a merge that are told: titles of forms that both had begun, and whether a request was taken back."""

    twice_begun: tuple[Text, ...] = ()
    withdrew: bool = False


async def merge(context: ActionContext, into_id: int, other_id: int) -> Merged:
    """Makes everything of person ``other_id`` that of ``into_id``, whose name and post stay; the other is gone then.

    Raises Refused when either is gone, and when both have an account on one platform.
    """
    rows = await context.session.scalars(
        select(Person).where(Person.id.in_((into_id, other_id))).order_by(Person.id).with_for_update()
    )
    people = {person.id: person for person in rows}
    if len(people) < len({into_id, other_id}):
        raise Refused("common.stale")
    await be_apart(context.session, into_id, other_id)
    into, other = people[into_id], people[other_id]
    await _unite_roles(context, into, other)
    _introduce(into, other)
    inside = bool(
        await members.of_person(context.session, into_id) or await members.of_person(context.session, other_id)
    )
    merged = Merged(
        await _unite_drafts(context.session, into_id, other_id, inside), await _unite_requests(context, into, other)
    )
    await _unite_messages(context.session, into_id, other_id)
    await context.session.flush()
    brought = list(await context.session.scalars(select(Account.id).where(Account.person_id == other_id)))
    for column in references():
        await context.session.execute(update(column.table).where(column == other_id).values({column: into_id}))
    await context.session.execute(delete(Person).where(Person.id == other_id))
    audit.record(context.acting(into_id), "merge", "person", into_id, other=other_id, accounts=brought)
    await context.session.flush()
    # Rows that the session has loaded say who they belonged to before.
    context.session.expire_all()
    return merged


async def be_apart(session: AsyncSession, one_id: int, other_id: int) -> None:
    """Raises Refused when two persons are one already, or both have an account on one platform."""
    if one_id == other_id:
        raise Refused("linking.already")
    twice = await platforms(session, one_id) & await platforms(session, other_id)
    if twice:
        raise Refused("linking.has_one", platform=T(f"platform.{min(twice)}"))


async def platforms(session: AsyncSession, person_id: int) -> set[str]:
    """The names of the platforms on which a person has an account."""
    return set(await session.scalars(select(Account.platform).where(Account.person_id == person_id)))


async def joined_at(session: AsyncSession, person_id: int, account_id: int) -> datetime | None:
    """The moment at which a joining brought an account to its person, None when it was theirs from the beginning."""
    rows = await session.scalars(
        select(Audit).where(Audit.subject == "person", Audit.subject_id == person_id, Audit.action == "merge")
    )
    return max((row.at for row in rows if account_id in row.details.get("accounts", ())), default=None)


def references() -> Iterator[Column[int]]:
    """Every column that names a person."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if any(key.column.table is table_of(Person) for key in column.foreign_keys):
                yield column


async def split(context: ActionContext, account: Account) -> int:
    """Makes an account a stranger's; all else stays with the person that it was of. Returns the stranger's id.

    What is on its way to the person goes to another account; what would only come to that chat is taken back.
    A code or a question by which the two could be joined again holds no more.
    """
    person = await context.session.get_one(Person, account.person_id)
    stranger = Person(created_at=context.now, language=person.language)
    context.session.add(stranger)
    await context.session.flush()
    if person.settings.get("messages_on") == account.platform:
        person.settings = {name: value for name, value in person.settings.items() if name != "messages_on"}
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
    await notices.forget(context.session, person.id)
    audit.record(context.acting(person.id), "unlink", "account", account.id, platform=account.platform)
    return stranger.id


async def _unite_roles(context: ActionContext, into: Person, other: Person) -> None:
    """Ends the lesser of two roles in one place."""
    mine = {_place(held): held for held in await members.of_person(context.session, into.id)}
    for held in await members.of_person(context.session, other.id):
        own = mine.get(_place(held))
        if own is None:
            continue
        kept, ended = sorted((own, held), key=lambda one: RANK.index(one.role))
        ended.ended_at, ended.version = context.now, ended.version + 1
        if into.active_id == ended.id:
            into.active_id = kept.id
        audit.record(context.acting(into.id), "end", "membership", ended.id, merged=kept.id)
    into.active_id = into.active_id or other.active_id
    await context.session.flush()


def _place(held: Membership) -> tuple[int | None, Role | None]:
    return (held.agency_id, None) if held.agency_id else (None, held.role)


def _introduce(into: Person, other: Person) -> None:
    """Fills what is not known of a person from the other; a number that is verified goes before one that is not."""
    if not into.name:
        into.title, into.name, into.name_fold = other.title, other.name, other.name_fold
    into.post = into.post or other.post
    if not into.phone or (other.phone_verified and not into.phone_verified):
        into.phone, into.phone_verified = other.phone, other.phone_verified
    into.settings = {**other.settings, **into.settings}


async def _unite_drafts(session: AsyncSession, into_id: int, other_id: int, inside: bool) -> tuple[Text, ...]:
    """Of two drafts of one form about one thing the fuller one stays, in whichever chat either was in hand."""
    mine = {(draft.form, draft.subject): draft for draft in await _drafts(session, into_id)}
    titles = []
    for draft in await _drafts(session, other_id):
        own = mine.get((draft.form, draft.subject))
        if own is None:
            if inside and draft.form == REGISTRATION:
                await session.execute(delete(Draft).where(Draft.id == draft.id))
            continue
        gone, kept = sorted((draft, own), key=lambda one: len(one.state.get("answers", ())))
        await session.execute(update(Conversation).where(Conversation.draft_id == gone.id).values(draft_id=kept.id))
        await session.execute(delete(Draft).where(Draft.id == gone.id))
        titles.append(CatalogueWords(kept.form).title)
    return tuple(titles)


async def _drafts(session: AsyncSession, person_id: int) -> list[Draft]:
    return list(await session.scalars(select(Draft).where(Draft.person_id == person_id).order_by(Draft.id)))


async def _unite_requests(context: ActionContext, into: Person, other: Person) -> bool:
    """Takes back the request that is needless now: whoever is in needs none, and nobody has two that wait."""
    rows = await context.session.scalars(
        select(JoinRequest)
        .where(JoinRequest.person_id.in_((into.id, other.id)), JoinRequest.state == RequestState.PENDING)
        .with_for_update()
    )
    waiting = {request.person_id: request for request in rows}
    inside = {one.id for one in (into, other) if await members.of_person(context.session, one.id)}
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
    """Tell once what both are to be told, and file what waits for the other under the name of the one."""
    await readdressing.skip_twins(session, into_id, other_id)
    old, new = unsent_reminders.group_key(other_id), unsent_reminders.group_key(into_id)
    await readdressing.rename_group(session, other_id, old, new)
    await notices.forget(session, other_id)
