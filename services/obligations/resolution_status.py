"""The status of a whole resolution: worked out from its obligations, unless the secretariat has set it."""

from dataclasses import dataclass

from domain.chat.screens import T, Text
from models.tables.meetings import OwnStatus, Resolution, ResolutionState
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


def override(context: ActionContext, resolution: Resolution, status: OwnStatus, reason: str) -> None:
    """Set a binding resolution's status for a reason. Raises Refused for one that binds nobody."""
    if not may_set(resolution):
        raise Refused("own_status.not_binding")
    _change(context, resolution, status, reason)


def take_back(context: ActionContext, resolution: Resolution) -> None:
    """Return to the status that is worked out."""
    _change(context, resolution, None, "")


def _change(context: ActionContext, resolution: Resolution, status: OwnStatus | None, reason: str) -> None:
    audit.record(
        context,
        "status",
        "resolution",
        resolution.id,
        before=resolution.set_status,
        before_reason=resolution.set_reason,
        to=status,
    )
    resolution.set_status, resolution.set_reason = status, reason
    resolution.version += 1
