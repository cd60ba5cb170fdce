"""Forms attached to resolutions, obligations, roles, neighbourhoods or everyone: who gets them, and who is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import OF_AGENCY, Role
from domain.access.neighbourhoods import bare_name
from domain.chat.screens import T, Text
from domain.persian.text import sort_key
from models.database import Database
from models.tables.agencies import Agency
from models.tables.forms import FormAssignment, FormRhythm, FormState, FormTarget
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from models.tables.organisation import Fact
from models.tables.people import Membership, Person
from services import audit, facts
from services.context import ActionContext
from services.errors import Refused, existing
from services.forms import library, notices
from services.isolation import isolated
from services.messaging import recipients
from services.messaging.recipients import Recipient
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation
from services.reminders import form_reminders, waiting_forms
from services.slices import slices
from texts import wording

OF_OBLIGATIONS = (FormTarget.RESOLUTION, FormTarget.ITEM, FormTarget.OBLIGATION)
"""The targets whose form answers an obligation."""

AT_ONCE = 100
"""The most people whom one transaction tells of a form."""
UNTOLD = "form_untold:"
"""The beginning of the names of facts about attached forms of which a tick has still to tell."""
PARKED = "tell_form"
"""The kind of the parked rows: people whom it can't be told."""


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a form's being attached, and the rhythm in which it is filled in there."""

    kind: FormTarget
    resolution_id: int | None = None
    item: str = ""
    obligation_id: int | None = None
    role: Role | None = None
    agency_id: int | None = None
    rhythm: FormRhythm = FormRhythm.ONCE
    until: date | None = None
    carry_over: bool = False


@dataclass(frozen=True, slots=True)
class Receivers:
    """Those who get a form: the names of agencies, or the people where it is for each by themselves."""

    agencies: tuple[str, ...] = ()
    people: tuple[Recipient, ...] = ()


async def receivers(session: AsyncSession, target: Target) -> Receivers:
    """Find who gets a form that is attached to a target: the agencies, and the people who are told."""
    match target.kind:
        case FormTarget.RESOLUTION | FormTarget.ITEM | FormTarget.OBLIGATION:
            rows = await session.execute(
                select(Agency.id, Agency.name).where(
                    Agency.id.in_(select(Obligation.agency_id).where(*_obligations(target)))
                )
            )
            agencies = dict(rows.all())
            return _receivers(agencies, await recipients.answering_for(session, list(agencies)))
        case FormTarget.NEIGHBOURHOOD:
            agency = existing(await session.get(Agency, target.agency_id))
            return _receivers({agency.id: agency.name}, await recipients.answering_for(session, [agency.id]))
    return await _of_role(session, target.role)


def _obligations(target: Target) -> list[ColumnElement[bool]]:
    open_ones: list[ColumnElement[bool]] = [Obligation.state.in_(OPEN_STATES)]
    if target.kind is FormTarget.OBLIGATION:
        return [*open_ones, Obligation.id == target.obligation_id]
    of_item = [Obligation.item == target.item] if target.kind is FormTarget.ITEM else []
    return [*open_ones, Obligation.resolution_id == target.resolution_id, *of_item]


async def _of_role(session: AsyncSession, role: Role | None) -> Receivers:
    """The agencies and people of a role, or of any role but an outside contact's."""
    which = Membership.role == role if role else Membership.role != Role.OUTSIDE
    rows = await session.execute(
        select(Membership.agency_id, Agency.name, Person.id, Person.title, Person.name, Person.settings)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .where(which, Membership.ended_at.is_(None), Agency.retired_at.is_(None))
        .order_by(Membership.id)
    )
    agencies: dict[int, str] = {}
    people: dict[int, Recipient] = {}
    for agency_id, agency, *person in rows:
        recipient = Recipient(*person)
        people[recipient.id] = recipient
        if agency_id and role in OF_AGENCY:
            agencies[agency_id] = agency
    return _receivers(agencies, people.values())


def _receivers(agencies: Mapping[int, str], people: Iterable[Recipient]) -> Receivers:
    return Receivers(tuple(sorted(agencies.values(), key=sort_key)), tuple(people))


async def attach(context: ActionContext, form_id: int, target: Target) -> FormAssignment:
    """Attach a form to a target; those who get it are told, many of them by a tick.

    Raises Refused when the form is not published, or is attached there already.
    """
    form = await library.get(context.session, form_id, lock=True)
    if form.state is not FormState.PUBLISHED:
        raise Refused("form_attach.not_published")
    assignment = FormAssignment(
        form=form,
        target=target.kind,
        resolution_id=target.resolution_id,
        item=target.item,
        obligation_id=target.obligation_id,
        role=target.role,
        agency_id=target.agency_id,
        rhythm=target.rhythm,
        until=target.until,
        carry_over=target.carry_over,
        created_at=context.now,
        attached_on=context.today,
        created_by=context.actor,
    )
    if await _attached_before(context.session, assignment):
        raise Refused("form_attach.there")
    context.session.add(assignment)
    await context.session.flush()
    audit.record(context, "attach", "form", form_id, assignment=assignment.id, target=target.kind.value)
    assignment = await get(context.session, assignment.id)
    told = (await receivers(context.session, target)).people
    if len(told) > AT_ONCE:
        await facts.put(context.session, f"{UNTOLD}{assignment.id}", {"at": context.now.isoformat()})
    else:
        await tell(context, assignment, told)
    return assignment


async def tell(context: ActionContext, assignment: FormAssignment, told: Collection[Recipient]) -> None:
    """Tell some of those who get a form, but for whoever attached it and who has been told."""
    if assignment.target in OF_OBLIGATIONS:
        await notices.tell_agencies(context, assignment, told, name_of(assignment))
    else:
        await notices.tell_people(context, assignment, told)


async def tell_rest(db: Database, organisation: Organisation, now: datetime) -> int:
    """Tell those who are many of the form that they get, some at a time; called by a tick. Return their number.

    A form or a person that fails is parked alone. Raises ExceptionGroup of what failed.
    """
    async with db.read() as session:
        names = (await session.scalars(select(Fact.name).where(Fact.name.startswith(UNTOLD)))).all()
    done = 0
    async with isolated(db, waiting_forms.PARKED, now) as forms, isolated(db, PARKED, now) as isolation:
        for name in names:
            assignment_id = int(name.removeprefix(UNTOLD))
            for people in await forms.run([assignment_id], _to_tell):
                left = set(people)
                for part in slices(sorted(people), AT_ONCE):
                    for told in await isolation.run(part, partial(_tell, organisation, now, assignment_id, people)):
                        left.difference_update(told)
                done += len(people) - len(left)
                if not left:
                    async with db.write() as session:
                        await session.execute(delete(Fact).where(Fact.name == name))
    return done


async def _to_tell(session: AsyncSession, ids: Sequence[int]) -> dict[int, Recipient]:
    """Those who get a form."""
    [one] = [await get(session, assignment_id) for assignment_id in ids]
    target = Target(one.target, one.resolution_id, one.item, one.obligation_id, one.role, one.agency_id)
    return {person.id: person for person in (await receivers(session, target)).people}


async def _tell(
    organisation: Organisation,
    now: datetime,
    assignment_id: int,
    people: Mapping[int, Recipient],
    session: AsyncSession,
    ids: Sequence[int],
) -> Sequence[int]:
    context = ActionContext(session, organisation, None, now)
    assignment = await get(session, assignment_id)
    if not assignment.detached_at:
        await tell(context, assignment, [people[number] for number in ids])
    return ids


async def _attached_before(session: AsyncSession, new: FormAssignment) -> bool:
    same = (
        FormAssignment.form_id == new.form.id,
        FormAssignment.target == new.target,
        FormAssignment.resolution_id.is_not_distinct_from(new.resolution_id),
        FormAssignment.item == new.item,
        FormAssignment.obligation_id.is_not_distinct_from(new.obligation_id),
        FormAssignment.role.is_not_distinct_from(new.role),
        FormAssignment.agency_id.is_not_distinct_from(new.agency_id),
        FormAssignment.detached_at.is_(None),
    )
    with session.no_autoflush:
        return bool(await session.scalar(select(exists().where(*same))))


async def detach(context: ActionContext, assignment_id: int) -> FormAssignment:
    """Detach a form; what was sent stays. Raises Refused when it is detached already."""
    assignment = await get(context.session, assignment_id, lock=True)
    if assignment.detached_at:
        raise Refused("form_attach.detached_before")
    assignment.detached_at, assignment.detached_by = context.now, context.actor
    await notices.hold_back(context.session, assignment_id)
    audit.record(context, "detach", "form", assignment.form_id, assignment=assignment_id)
    await context.session.flush()
    await form_reminders.refresh(context)
    return assignment


async def attach_again(context: ActionContext, assignment_id: int) -> FormAssignment:
    """Take the detaching of a form back. Raises Refused when it is attached already."""
    assignment = await get(context.session, assignment_id, lock=True)
    if not assignment.detached_at or await _attached_before(context.session, assignment):
        raise Refused("form_attach.there")
    assignment.detached_at = assignment.detached_by = None
    await notices.let_go(context.session, assignment_id)
    audit.record(context, "attach", "form", assignment.form_id, assignment=assignment_id)
    await context.session.flush()
    return assignment


async def get(session: AsyncSession, assignment_id: int, *, lock: bool = False) -> FormAssignment:
    """Load an assignment with its form and target. Raises Refused when there is none."""
    query = _whole().where(FormAssignment.id == assignment_id)
    if lock:
        query = query.with_for_update(of=FormAssignment).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def of_form(session: AsyncSession, form_id: int) -> Sequence[FormAssignment]:
    """The targets to which a form is attached, the earliest first."""
    rows = await session.scalars(
        _whole()
        .where(FormAssignment.form_id == form_id, FormAssignment.detached_at.is_(None))
        .order_by(FormAssignment.id)
    )
    return rows.all()


async def of_resolution(session: AsyncSession, resolution_id: int) -> Sequence[FormAssignment]:
    """The forms that are attached to a resolution, a sub-item of it or one of its obligations."""
    of_obligation = FormAssignment.obligation.has(Obligation.resolution_id == resolution_id)
    rows = await session.scalars(
        _whole()
        .where((FormAssignment.resolution_id == resolution_id) | of_obligation, FormAssignment.detached_at.is_(None))
        .order_by(FormAssignment.id)
    )
    return rows.all()


async def open_obligations(session: AsyncSession, resolution_id: int) -> list[View]:
    """The open obligations of a resolution, to one of which a form may be attached."""
    return await obligations.views(
        session, Obligation.resolution_id == resolution_id, Obligation.state.in_(OPEN_STATES)
    )


def name_of(assignment: FormAssignment) -> Text:
    """The name of what a form is attached to: «مصوبهٔ ۳، بند الف», «تسهیلگران», «محلهٔ طبرسی», «همهٔ اعضا»."""
    match assignment.target:
        case FormTarget.RESOLUTION | FormTarget.ITEM:
            resolution = existing(assignment.resolution)
            return wording.resolution_name(resolution.number, assignment.item, resolution.meeting.number)
        case FormTarget.OBLIGATION:
            obligation = existing(assignment.obligation)
            meeting = obligation.resolution.meeting.number
            title = wording.resolution_name(obligation.resolution.number, obligation.item, meeting)
            return T("form_attach.obligation", title=title, agency=obligation.agency.name)
        case FormTarget.NEIGHBOURHOOD:
            return T("form_attach.neighbourhood", name=bare_name(existing(assignment.agency).name))
        case FormTarget.ROLE:
            return T(f"form_attach.of_role.{assignment.role}")
    return T("form_attach.everyone")


def _whole() -> Select[FormAssignment]:
    return select(FormAssignment).options(
        joinedload(FormAssignment.form),
        joinedload(FormAssignment.resolution).joinedload(Resolution.meeting),
        joinedload(FormAssignment.agency),
        joinedload(FormAssignment.obligation).joinedload(Obligation.resolution).joinedload(Resolution.meeting),
        joinedload(FormAssignment.obligation).joinedload(Obligation.agency),
    )
