"""Approval of the agencies' representatives by the chair, and their letters of membership («ابلاغیهٔ عضویت»)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeGuard

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import Role
from domain.chat.screens import Button, Personal, Screen, T, Tap
from models.tables.agencies import Agency
from models.tables.correspondence import LetterKind, ListState, RepresentativeList
from models.tables.people import Membership, Person
from services import audit, facts
from services.context import ActionContext
from services.correspondence import letter_fields, letters
from services.correspondence.letter_fields import phrase
from services.correspondence.letters import Draft
from services.errors import AlreadyDecided, Refused, existing
from services.messaging import recipients
from services.messaging.notify import notify
from services.reminders.messages import chair_work
from texts import wording

ASKING = "representatives.asking"
"""The fact that keeps two from putting one list before the chair at once; it has no value."""
APPOINTED = (Role.REPRESENTATIVE, Role.DEPUTY)
"""The roles for which a letter of membership is made."""


class ListDecided(AlreadyDecided):
    """The refusal to decide on a list that has a decision, or that a newer list replaced."""

    def __init__(self, decided: RepresentativeList) -> None:
        super().__init__("nominees.decided", state=decided.state, by=decided.decided_by, at=decided.decided_at)


async def current(session: AsyncSession) -> Sequence[Membership]:
    """All representatives and deputies of agencies, by the agency's name."""
    rows = await session.scalars(
        _whole()
        .where(Membership.role.in_(APPOINTED), Membership.ended_at.is_(None))
        .join(Agency, Agency.id == Membership.agency_id)
        .where(Agency.retired_at.is_(None))
        .order_by(Agency.name_fold, Membership.id)
    )
    return rows.all()


async def those_of(session: AsyncSession, asked: RepresentativeList) -> Sequence[Membership]:
    """The people of a list who still hold their role."""
    rows = await session.scalars(
        _whole()
        .where(Membership.id.in_(asked.memberships), Membership.ended_at.is_(None))
        .join(Agency, Agency.id == Membership.agency_id)
        .order_by(Agency.name_fold, Membership.id)
    )
    return rows.all()


async def latest(session: AsyncSession) -> RepresentativeList | None:
    """The list that was put before the chair last."""
    found: RepresentativeList | None = await session.scalar(
        select(RepresentativeList).order_by(RepresentativeList.id.desc()).limit(1)
    )
    return found


async def get(session: AsyncSession, list_id: int) -> RepresentativeList:
    """Load a list. Raises Refused when there is none."""
    return existing(await session.get(RepresentativeList, list_id))


async def approved(session: AsyncSession) -> set[int]:
    """The ids of all memberships that a chair has approved."""
    rows = await session.scalars(
        select(RepresentativeList.memberships).where(RepresentativeList.state == ListState.APPROVED)
    )
    return {number for numbers in rows for number in numbers}


def agreed(asked: RepresentativeList | None, people: Sequence[Membership]) -> TypeGuard[RepresentativeList]:
    """Tell whether the chair approved a list of just these people."""
    numbers = [membership.id for membership in people]
    return asked is not None and asked.state is ListState.APPROVED and asked.memberships == numbers


async def ask(context: ActionContext) -> RepresentativeList:
    """Put all present representatives before the chair. Raises Refused without any, or without a chair."""
    people = await current(context.session)
    if not people:
        raise Refused("nominees.nobody")
    chairs = await recipients.in_role(context.session, Role.CHAIR)
    if not chairs:
        raise Refused("nominees.no_chair")
    # Two secretaries at once come here one after the other.
    await facts.locked(context.session, ASKING)
    numbers = [membership.id for membership in people]
    before = await latest(context.session)
    if before and before.state is ListState.ASKED and before.memberships == numbers:
        raise Refused("nominees.asked_before", at=before.asked_at)
    if agreed(before, people):
        raise Refused("nominees.approved_before", at=before.decided_at)
    asked = RepresentativeList(memberships=numbers, asked_by=context.actor, asked_at=context.now)
    context.session.add(asked)
    await context.session.flush()
    audit.record(context, "ask", "representative_list", asked.id, count=len(numbers))
    screen = Screen(T("nominees.told_chair", count=len(numbers)), ((chair_work.open_button(asked.id),),))
    await notify(context, chairs, screen, group_key="nominees")
    return asked


async def decide(context: ActionContext, list_id: int, state: ListState, words: str = "") -> RepresentativeList:
    """Approve a list or return it with words; the secretary who asked is told, else all. Raises ListDecided."""
    asked = existing(
        await context.session.scalar(
            select(RepresentativeList)
            .where(RepresentativeList.id == list_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    newest = await latest(context.session)
    if asked.state is not ListState.ASKED or (newest and newest.id != asked.id):
        raise ListDecided(asked)
    asked.state, asked.words, asked.decided_by, asked.decided_at = state, words, context.actor, context.now
    audit.record(context, state.value, "representative_list", asked.id)
    by = await context.session.get_one(Person, context.person)
    name = wording.colleague_name(by.title, by.name)
    text = T(
        f"nominees.told.{state}", name=name, count=len(asked.memberships), words=Personal(words, T("privacy.withheld"))
    )
    button = Button(T("nominees.open_letters"), Tap("nominees"))
    # Whoever asked and is a secretary no more is not told of the chair's words.
    every = await recipients.secretaries(context.session, reachable=False)
    asker = [one for one in every if one.id == asked.asked_by]
    await notify(context, asker or await recipients.secretaries(context.session), Screen(text, ((button,),)))
    return asked


async def drafts(context: ActionContext, memberships: Collection[Membership]) -> list[Draft]:
    """The letters of membership of some people, ready to be written. Raises Refused for one not approved."""
    known = await approved(context.session)
    for membership in memberships:
        if membership.id not in known:
            name = wording.full_name(membership.person.title, membership.person.name)
            raise Refused("nominees.not_approved", name=Personal(str(name.words), T("privacy.colleague")))
    return [await _draft(context, membership) for membership in memberships]


async def waiting_for_letters(session: AsyncSession) -> list[Membership]:
    """The approved people who have no letter of membership yet."""
    known = await approved(session)
    people = [membership for membership in await current(session) if membership.id in known]
    done = await letters.appointed(session, [membership.id for membership in people])
    return [membership for membership in people if membership.id not in done]


async def _draft(context: ActionContext, membership: Membership) -> Draft:
    agency, person = membership.agency, membership.person
    if agency is None:
        raise Refused("common.stale")
    name = f"{person.title} {person.name}".strip()
    post = (
        phrase("official_letter.membership.post", post=person.post, agency=agency.name) if person.post else agency.name
    )
    letter = membership.letter or {}
    basis = phrase("official_letter.membership.basis_without")
    if letter.get("number") and letter.get("date"):
        day = date.fromisoformat(letter["date"])
        basis = phrase("official_letter.membership.basis", number=letter["number"], day=day)
    fields = {
        **await letter_fields.agency_fields(context, agency),
        "recipient": name,
        "recipient_post": post,
        "subject": phrase("official_letter.membership.subject"),
        "role": phrase(f"official_letter.membership.role.{membership.role}"),
        "basis": basis,
        "body": context.organisation.name.removeprefix("دبیرخانهٔ ").removeprefix("دبیرخانه "),
    }
    file_name = letter_fields.file_name(phrase("official_letter.membership.file", name=person.name, agency=agency.name))
    return Draft(LetterKind.MEMBERSHIP, agency.id, fields, file_name, membership_id=membership.id)


def _whole() -> Any:
    return select(Membership).options(joinedload(Membership.person), joinedload(Membership.agency))
