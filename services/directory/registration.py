"""Registration of newcomers: the owners in the configuration, requests to join, and the decisions on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import Member, Role
from domain.chat.screens import Button, Screen, T, Tap
from domain.persian.text import fold, normalise
from models.tables.people import Invitation, JoinRequest, Membership, Person, RequestState
from models.tables.queues import Lane
from services import audit
from services.context import ActionContext
from services.directory import agencies, facilitators, members, trusted_roles, welcome
from services.directory.facilitators import Placed
from services.errors import AlreadyDecided, Refused
from services.messaging import secretary_notices
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.messaging.secretary_notices import NoticeKind


@dataclass(frozen=True, slots=True)
class RequestedRole:
    """The content of a request to join: a role, for an agency or in none.

    ``agency_name`` is set when the agency is on no list, and for an outside contact's committee; ``neighbourhoods``
    are the ids of those that a facilitator names; ``letter`` is {number, date, files}.
    """

    role: Role
    agency_id: int | None = None
    agency_name: str = ""
    neighbourhoods: tuple[int, ...] = ()
    invitation_id: int | None = None
    letter: dict[str, Any] | None = None


async def greet_owner(context: ActionContext, member: Member, user: str) -> bool:
    """Make an owner named in the configuration a secretary, once. False when ``user`` is none, or was made one before.

    An owner whose role another secretary has ended needs an invitation.
    """
    if user not in context.organisation.owners or await trusted_roles.was_secretary(context.session, member, user):
        return False
    await trusted_roles.note_owner(context, user)
    owner = await person(context.session, member.person_id)
    if not owner.name:
        owner.name = await members.display_name(context.session, owner.id)
        owner.name_fold = fold(owner.name)
    await members.let_in(context.acting(None), member.person_id, Role.SECRETARY, None)
    return True


async def person(session: AsyncSession, person_id: int) -> Person:
    """Load a person's row."""
    return await session.get_one(Person, person_id)


async def introduce(
    context: ActionContext, person_id: int, *, title: str, name: str, post: str, phone: dict[str, Any]
) -> None:
    """Store a person's title, name, post and number. ``phone`` is {phone, verified}."""
    row = await person(context.session, person_id)
    row.title, row.name, row.name_fold = title, normalise(name), fold(name)
    row.post = normalise(post)
    row.phone, row.phone_verified = phone["phone"], phone["verified"]
    audit.record(context, "introduce", "person", person_id)


async def ask(context: ActionContext, person_id: int, wish: RequestedRole) -> JoinRequest:
    """Store a request to join. Raises Refused while another of the person waits."""
    if await pending_of(context.session, person_id):
        raise Refused("registration.one_waits")
    request = JoinRequest(
        person_id=person_id,
        role=wish.role,
        agency_id=wish.agency_id,
        agency_name=normalise(wish.agency_name),
        neighbourhoods=list(wish.neighbourhoods),
        invitation_id=wish.invitation_id,
        letter=wish.letter,
        asked_at=context.now,
    )
    context.session.add(request)
    if wish.invitation_id:
        (await context.session.get_one(Invitation, wish.invitation_id)).uses += 1
    await context.session.flush()
    audit.record(context, "ask", "request", request.id, role=wish.role.value)
    return await get(context.session, request.id)


async def choose_neighbourhoods(
    context: ActionContext, neighbourhood_ids: Collection[int]
) -> tuple[Placed, JoinRequest | None]:
    """Change the neighbourhoods of the facilitator who acts.

    What is given up is so at once. New ones are asked for, and take the place of what was asked for before; without
    any, such a request is withdrawn. Returns the change, and the request that waits. Raises Refused while a request of
    another kind waits.
    """
    own = {row.id for row in await facilitators.of_person(context.session, context.person)}
    wanted = sorted(set(neighbourhood_ids) - own)
    waiting = await pending_of(context.session, context.person, lock=True)
    if wanted and waiting and waiting.role is not Role.FACILITATOR:
        raise Refused("registration.one_waits")
    placed = await facilitators.keep(context, neighbourhood_ids)
    if not wanted:
        if waiting and waiting.role is Role.FACILITATOR:
            await withdraw(context, context.person)
            waiting = None
        return placed, waiting
    if waiting is None:
        waiting = await ask(context, context.person, RequestedRole(Role.FACILITATOR, neighbourhoods=tuple(wanted)))
    elif waiting.neighbourhoods != wanted:
        waiting.neighbourhoods, waiting.version = wanted, waiting.version + 1
        audit.record(context, "change", "request", waiting.id)
        await context.session.flush()
    await secretary_notices.tell_secretaries(context, NoticeKind.REQUESTS)
    return placed, waiting


async def pending_of(session: AsyncSession, person_id: int, *, lock: bool = False) -> JoinRequest | None:
    """Find a person's pending request; with ``lock`` as it is now, locked until the transaction ends."""
    query = (
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id, JoinRequest.state == RequestState.PENDING)
        .options(joinedload(JoinRequest.agency))
    )
    if lock:
        query = query.with_for_update(of=JoinRequest).execution_options(populate_existing=True)
    request: JoinRequest | None = await session.scalar(query)
    return request


async def withdraw(context: ActionContext, person_id: int) -> None:
    """Withdraw a person's pending request. Raises Refused when there is none."""
    request = await pending_of(context.session, person_id, lock=True)
    if request is None:
        raise Refused("registration.none_waits")
    request.state, request.decided_at = RequestState.WITHDRAWN, context.now
    request.version += 1
    audit.record(context, "withdraw", "request", request.id)
    await secretary_notices.decided(context, NoticeKind.REQUESTS)


async def next_waiting(session: AsyncSession, after: int = 0) -> JoinRequest | None:
    """The oldest pending request after one id; past the last it begins again with the first."""
    rows = await session.scalars(
        select(JoinRequest.id).where(JoinRequest.state == RequestState.PENDING).order_by(JoinRequest.id)
    )
    ids = rows.all()
    chosen = next((number for number in ids if number > after), ids[0] if ids else None)
    return await get(session, chosen) if chosen else None


async def all_pending(session: AsyncSession) -> Sequence[JoinRequest]:
    """The requests that wait for a decision with their people and agencies, the oldest first."""
    rows = await session.scalars(
        select(JoinRequest)
        .where(JoinRequest.state == RequestState.PENDING)
        .options(joinedload(JoinRequest.person), joinedload(JoinRequest.agency))
        .order_by(JoinRequest.id)
    )
    return rows.all()


async def get(session: AsyncSession, request_id: int) -> JoinRequest:
    """Load one request with its person and agency, locked, as it is now. Raises Refused when there is none."""
    this = JoinRequest.id == request_id
    # Locked before it is read: PostgreSQL joins to a row that it waited for the others as they were before the wait.
    await session.execute(select(JoinRequest.id).where(this).with_for_update())
    request: JoinRequest | None = await session.scalar(
        select(JoinRequest)
        .where(this)
        .options(joinedload(JoinRequest.person), joinedload(JoinRequest.agency), joinedload(JoinRequest.decider))
        .execution_options(populate_existing=True)
    )
    if request is None:
        raise Refused("members.request_gone")
    return request


class AlreadyHandled(AlreadyDecided):
    """The refusal to decide on a request that was approved, refused or withdrawn before."""

    def __init__(self, request: JoinRequest) -> None:
        super().__init__("members.already_decided", state=request.state, by=request.decided_by, at=request.decided_at)
        self.request = request


class RequestChanged(Refused):
    """The refusal to approve a request that is not the one which the secretary saw any more."""

    def __init__(self, request: JoinRequest) -> None:
        super().__init__("common.stale")
        self.request = request


async def pending(session: AsyncSession, request_id: int) -> JoinRequest:
    """Load a pending request, locked until the transaction ends.

    Raises AlreadyHandled when it is pending no more, Refused when there is none.
    """
    request = await get(session, request_id)
    if request.state is not RequestState.PENDING:
        raise AlreadyHandled(request)
    return request


async def match(context: ActionContext, request_id: int, agency_id: int) -> JoinRequest:
    """Give a pending request the agency of the list that it means under another name. Raises AlreadyHandled."""
    request = await pending(context.session, request_id)
    request.agency_id = (await agencies.get(context.session, agency_id)).id
    request.version += 1
    await context.session.flush()
    return await get(context.session, request_id)


async def approve(context: ActionContext, request_id: int, version: int) -> Membership:
    """Accept a request in the version that was seen: let the person in and tell them of their agency's obligations.

    An agency on no list is added to it; a facilitator keeps the neighbourhoods held before.
    Raises AlreadyHandled and RequestChanged.
    """
    request = await pending(context.session, request_id)
    if request.version != version:
        raise RequestChanged(request)
    if request.unlisted:
        request.agency, _ = await agencies.find_or_add(context, request.agency_name)
        await context.session.flush()
    await _decide(context, request, RequestState.APPROVED)
    membership = await _let_in(context, request)
    greeting = await welcome.screen(context.session, membership, context.today)
    await notify(context, [Recipient.of(request.person)], greeting, lane=Lane.REPLY)
    return membership


async def _let_in(context: ActionContext, request: JoinRequest) -> Membership:
    if request.role is Role.FACILITATOR:
        return await facilitators.let_in(context, request.person_id, request.neighbourhoods)
    agency_id = request.agency.id if request.agency else None
    body = request.agency_name if request.role is Role.OUTSIDE else ""
    return await members.let_in(context, request.person_id, request.role, agency_id, request.letter, body=body)


async def refuse(context: ActionContext, request_id: int, reason: str) -> JoinRequest:
    """Refuse a request, and tell the person the reason. Raises AlreadyHandled."""
    request = await pending(context.session, request_id)
    await _decide(context, request, RequestState.REFUSED)
    request.reason = reason
    again = Button(T("registration.again"), Tap("join", request.id))
    held = await members.of_person(context.session, request.person_id)
    if request.role is Role.FACILITATOR and any(row.role is Role.FACILITATOR for row in held):
        again = welcome.MINE
    refusal = Screen(T("registration.refused", reason=reason), ((again,),))
    await notify(context, [Recipient.of(request.person)], refusal, lane=Lane.REPLY)
    return request


async def _decide(context: ActionContext, request: JoinRequest, state: RequestState) -> None:
    request.state, request.decided_at, request.decided_by = state, context.now, context.actor
    request.version += 1
    audit.record(context, state.value, "request", request.id)
    await secretary_notices.decided(context, NoticeKind.REQUESTS)
