"""The status of a whole resolution: worked out from its obligations, unless the secretariat has set it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from models.tables.meetings import OwnStatus, Resolution, ResolutionState
from models.tables.organisation import Audit
from models.tables.people import Person
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.obligations.status import OWING, Stage, Tally
from texts.answer_summary import clip


@dataclass(frozen=True, slots=True)
class Standing:
    """A resolution's status; ``reason`` is the secretariat's, "" for a status that was worked out."""

    status: OwnStatus
    reason: str = ""

    def words(self, longest: int) -> Text:
        """The status in words, with at most ``longest`` characters of the reason."""
        status = T(f"own_status.{self.status}")
        if not self.reason:
            return status
        return T("own_status.judged", status=status, reason=clip(" ".join(self.reason.split()), longest))


def standing(tally: Tally | None, set_status: OwnStatus | None, reason: str) -> Standing | None:
    """The status that counts: the one that was set, else the one worked out; None where nobody was asked."""
    if set_status:
        return Standing(set_status, reason)
    worked_out = _worked_out(tally) if tally else None
    return Standing(worked_out) if worked_out else None


def _worked_out(tally: Tally) -> OwnStatus | None:
    """One overdue obligation makes the whole overdue; it is done when nothing is left to answer or to review."""
    if tally.count(Stage.OVERDUE):
        return OwnStatus.OVERDUE
    if tally.count(Stage.ANSWERED, Stage.RETURNED):
        return OwnStatus.UNDER_WAY
    finished, owing = tally.count(Stage.FINISHED), tally.count(*OWING)
    if finished and owing:
        return OwnStatus.UNDER_WAY
    if finished:
        return OwnStatus.DONE
    return OwnStatus.NOT_BEGUN if owing else None


def may_set(resolution: Resolution) -> bool:
    """Tell whether a status can be set: for a resolution that binds somebody, or did until it was closed."""
    return resolution.state in (ResolutionState.ACTIVE, ResolutionState.CLOSED)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status that the secretariat set for a reason, or took back where it is None; by whom and when."""

    status: OwnStatus | None
    reason: str
    by: Person | None
    at: datetime


async def override(
    context: ActionContext, resolution_id: int, status: OwnStatus, reason: str
) -> tuple[Resolution, Judgement | None]:
    """Set a binding resolution's status for a reason; return it with the judgement that this one replaces.

    Raises Refused for one that binds nobody.
    """
    resolution = await _locked(context.session, resolution_id)
    if not may_set(resolution):
        raise Refused("own_status.not_binding")
    before = (await judgements(context.session, resolution.id))[-1:] if resolution.set_status else []
    _change(context, resolution, status, reason)
    await context.session.flush()
    return resolution, before[0] if before else None


async def take_back(context: ActionContext, resolution_id: int) -> Resolution:
    """Return to the status that is worked out."""
    resolution = await _locked(context.session, resolution_id)
    _change(context, resolution, None, "")
    await context.session.flush()
    return resolution


async def judgements(session: AsyncSession, resolution_id: int) -> list[Judgement]:
    """The secretariat's judgements of a resolution's status that the trail still has, the oldest first."""
    rows = await session.scalars(
        select(Audit)
        .where(Audit.subject == "resolution", Audit.subject_id == resolution_id, Audit.action == "status")
        .order_by(Audit.id)
    )
    entries = rows.all()
    people = {one.id: one for one in await session.scalars(select(Person).where(Person.id.in_(map(_by, entries))))}
    # An entry of an earlier version has no reason of its own; the one after it tells what was there before.
    later = [entry.details.get("before_reason", "") for entry in entries[1:]]
    return [
        Judgement(
            OwnStatus(entry.details["to"]) if entry.details["to"] else None,
            entry.details.get("reason", told),
            people.get(_by(entry)),
            entry.at,
        )
        for entry, told in zip(entries, [*later, ""], strict=False)
    ]


def _by(entry: Audit) -> int:
    return entry.person_id or 0


async def _locked(session: AsyncSession, resolution_id: int) -> Resolution:
    """Load a resolution as it is now, so that of two who set its status at once the second sees the first."""
    return await session.get_one(Resolution, resolution_id, with_for_update=True, populate_existing=True)


def _change(context: ActionContext, resolution: Resolution, status: OwnStatus | None, reason: str) -> None:
    audit.record(
        context,
        "status",
        "resolution",
        resolution.id,
        before=resolution.set_status,
        before_reason=resolution.set_reason,
        to=status,
        reason=reason,
    )
    resolution.set_status, resolution.set_reason = status, reason
    resolution.version += 1
