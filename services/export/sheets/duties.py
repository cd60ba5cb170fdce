"""The sheet of the quarterly question: a line for each duty of a round, with the counts of its answers."""

from typing import Any

from sqlalchemy import Select, case, func, select

from domain.chat.screens import Text
from models.tables.agencies import ActorKind, Agency, Duty
from models.tables.duties import DutyAnswer, DutyRound, DutyStatus
from services.export.tables import Column, ExportContext, Line, Shape, Sheet
from services.obligations import duty_quarters

NUMBER = Shape.NUMBER
STEP = 10**6
"""More than there are duties: a line's id is that of its round times this, and that of its duty."""


def _counts(export: ExportContext) -> Select[*tuple[Any, ...]]:
    within = [*export.scope.of_agency(), *export.scope.at_moment(DutyRound.asked_at, export.zone)]
    if export.scope.meeting:
        within.append(Duty.meeting_id == export.scope.meeting)
    return (
        select(
            (DutyRound.id * STEP + Duty.id).label("id"),
            DutyRound.quarter,
            ActorKind.name.label("actor"),
            Duty.number.label("duty_number"),
            Duty.text.label("duty"),
            func.count(Agency.id).label("agencies"),
            *(func.count(case((DutyAnswer.status == one, 1))).label(f"duty_{one}") for one in DutyStatus),
            (func.count(Agency.id) - func.count(DutyAnswer.id)).label("duty_silent"),
        )
        .join(Duty, Duty.kind_id == DutyRound.kind_id)
        .join(ActorKind, ActorKind.id == DutyRound.kind_id)
        .join(Agency, Agency.kind_id == DutyRound.kind_id)
        .outerjoin(
            DutyAnswer,
            (DutyAnswer.round_id == DutyRound.id)
            & (DutyAnswer.duty_id == Duty.id)
            & (DutyAnswer.agency_id == Agency.id),
        )
        .where(Agency.retired_at.is_(None), *within)
        .group_by(DutyRound.id, DutyRound.quarter, ActorKind.name, Duty.id, Duty.number, Duty.text)
    )


def _quarter(line: Line) -> Text:
    return duty_quarters.words(line["quarter"])


DUTIES = Sheet(
    "duties",
    _counts,
    (
        Column("quarter", 14, made=_quarter),
        Column("actor", 26),
        Column("duty_number", 9, NUMBER),
        Column("duty", 60),
        Column("agencies", 9, NUMBER),
        *(Column(f"duty_{one}", 9, NUMBER) for one in DutyStatus),
        Column("duty_silent", 9, NUMBER),
    ),
)
