"""The sheet of members."""

from typing import Any

from sqlalchemy import Select, func, select

from models.tables.agencies import ActorKind, Agency
from models.tables.meetings import Obligation, Resolution
from models.tables.people import Account, Membership, Person
from services.export.tables import Column, ExportContext, Shape, Sheet, labelled

MOMENT = Shape.MOMENT


def _members(export: ExportContext) -> Select[*tuple[Any, ...]]:
    last_active = select(func.max(Account.last_active_at)).where(Account.person_id == Person.id).scalar_subquery()
    within = export.scope.of_agency()
    if export.scope.meeting:
        owing = select(Obligation.agency_id).join(Resolution, Resolution.id == Obligation.resolution_id)
        within = [*within, Membership.agency_id.in_(owing.where(*export.scope.of_meeting()))]
    return (
        select(
            Membership.id,
            Agency.name.label("agency"),
            ActorKind.name.label("actor"),
            Person.title,
            Person.name,
            Person.post,
            Membership.role,
            Person.phone,
            Membership.since,
            last_active.label("last_active"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .outerjoin(ActorKind, ActorKind.id == Agency.kind_id)
        .where(Membership.ended_at.is_(None), *within, *export.scope.at_moment(Membership.since, export.zone))
    )


MEMBERS = Sheet(
    "members",
    _members,
    (
        Column("agency", 34),
        Column("actor", 26),
        Column("title", 12),
        Column("name", 24),
        Column("post", 24),
        Column("role", 18, made=labelled("role", "members.role")),
        Column("phone", 16, personal=True, code=True),
        Column("since", 16, MOMENT),
        Column("last_active", 16, MOMENT),
    ),
)
