"""The office's settings: those of the configuration, and over them those that the secretariat changed in the chat.

A changed value is kept in a fact, together with the configuration's value at that time, so that a later change of the
configuration, which has no effect then, is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from models.database import Database
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.planning import MeetingPlan, PlanState
from services import audit, facts
from services.context import ActionContext
from services.errors import Refused
from services.isolation import isolated
from services.obligations import obligations
from services.organisation import Organisation, apply_settings
from services.planning import plans
from services.reminders import holiday_list
from services.slices import slices

FACT, CHANGED = "settings", "settings.changed"
"""The facts that hold the changed values, and the moment since which reminders are still to be planned anew."""
SLICE = 200
"""The number of reminders planned anew in one transaction."""

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "weekend": ("weekend",),
    "hour": ("hour",),
    "hours": ("hours",),
    "silent": ("silent_periods",),
    "before": ("days_before",),
    "weekly": ("weekly_day",),
    "quiet": ("quiet_from", "quiet_to"),
    "checkins": ("check_ins",),
    "meetings": ("meetings",),
    "escalation": ("escalate_after", "escalate_to", "escalate_pause"),
    "letter": ("invitation_letter",),
    "invitation": ("invitation_text",),
    "opening": ("reminder_opening",),
    "row": ("reminder_row",),
    "reminder": ("reminder_text",),
}
"""The settings in the order of the screen, each with its keys of the configuration."""
_NUMBERS = {name: number for number, name in enumerate(SETTINGS, 1)}


class Origin(StrEnum):
    """The source of a value."""

    CHAT = "chat"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it holds now: its values by key, and their source.

    ``by`` is the person who changed it in the chat ``at`` a moment, ``stamp`` what names that change.
    """

    name: str
    values: Mapping[str, Any]
    origin: Origin
    by: int | None = None
    at: datetime | None = None

    @property
    def stamp(self) -> str:
        return f"{self.by}:{self.at.isoformat()}" if self.at else ""


async def chosen(session: AsyncSession) -> dict[str, Any]:
    """The changed values by setting: {values, file, by, at}."""
    return await facts.get(session, FACT) or {}


async def refresh(session: AsyncSession, organisation: Organisation) -> None:
    """Read the changed values into the organisation's rules."""
    apply_settings(organisation, _flat(await chosen(session)))


async def all_of(session: AsyncSession, organisation: Organisation) -> list[Setting]:
    """Every setting as it holds now."""
    return of(organisation, await chosen(session))


def of(organisation: Organisation, kept: Mapping[str, Any]) -> list[Setting]:
    """Every setting, from the changed values that were kept."""
    return [_setting(organisation, name, kept) for name in SETTINGS]


async def get(session: AsyncSession, organisation: Organisation, name: str) -> Setting:
    """One setting as it holds now. Raises Refused for a name that is none."""
    if name not in SETTINGS:
        raise Refused("common.stale")
    return _setting(organisation, name, await chosen(session))


def configured(organisation: Organisation, name: str) -> dict[str, Any]:
    """The values of a setting in the configuration."""
    return {key: organisation.configured[key] for key in SETTINGS[name]}


async def change(context: ActionContext, name: str, values: Mapping[str, Any] | None) -> Setting:
    """Change a setting, None giving it back to the configuration, at once; return it as it was before.

    Raises Refused for a name that is none, and for an hour of reminders that lies in the quiet hours.
    """
    if name not in SETTINGS:
        raise Refused("common.stale")
    row = await facts.locked(context.session, FACT)
    before = _setting(context.organisation, name, row.value)
    kept = {key: value for key, value in row.value.items() if key != name}
    if values is not None:
        kept[name] = {
            "values": {key: values[key] for key in SETTINGS[name] if key in values},
            "file": configured(context.organisation, name),
            "by": context.actor,
            "at": context.now.isoformat(),
        }
    _check(context, name, {**context.organisation.configured, **_flat(kept)})
    row.value = kept
    after = _setting(context.organisation, name, kept)
    action = "reset" if values is None else "change"
    said = {"name": name, "before": before.values, "after": after.values}
    audit.record(context, action, "setting", _NUMBERS[name], **said)
    apply_settings(context.organisation, _flat(kept))
    # Two changes of one moment are two: else the plan made after the first would stand for the second.
    await facts.put(context.session, CHANGED, {"at": context.now.isoformat(), "change": token_hex(8)})
    await context.session.flush()
    return before


async def overridden(session: AsyncSession, organisation: Organisation) -> list[str]:
    """The settings whose value in the configuration has changed without effect since this was asked last."""
    row = await facts.locked(session, FACT)
    now = {name: configured(organisation, name) for name in row.value}
    changed = [name for name in SETTINGS if name in now and row.value[name]["file"] != now[name]]
    if changed:
        row.value = {name: {**kept, "file": now[name]} for name, kept in row.value.items()}
    return changed


async def replan(db: Database, organisation: Organisation, now: datetime) -> int:
    """Plan anew, in slices, every reminder after a change; return the number of those that were looked at.

    One that fails stops no other. Raises ExceptionGroup of what failed, at the end.
    """
    coming = or_(Obligation.next_reminder_at > now, Obligation.next_reminder_at.is_(None))

    async def replan_slice(session: AsyncSession, ids: Sequence[int]) -> None:
        for obligation in await session.scalars(
            select(Obligation)
            .where(Obligation.id.in_(ids), Obligation.state.in_(OPEN_STATES), coming)
            .with_for_update()
        ):
            await obligations.replan(ActionContext(session, organisation, None, now), obligation)

    async with db.read() as session:
        waiting = await facts.get(session, CHANGED)
        if not waiting:
            return 0
        # The tick read the settings before; what was changed since has to count here.
        await refresh(session, organisation)
        ids = (await session.scalars(select(Obligation.id).where(Obligation.state.in_(OPEN_STATES), coming))).all()
    async with isolated(db, holiday_list.PARKED, now) as isolation:
        for part in slices(ids, SLICE):
            await isolation.run(part, replan_slice)
        async with db.write() as session:
            for plan in await session.scalars(
                select(MeetingPlan)
                .where(MeetingPlan.state == PlanState.PLANNED, MeetingPlan.next_reminder_at > now)
                .with_for_update()
            ):
                plan.next_reminder_at = plans.next_reminder(organisation, plan, now)
            changed = await facts.locked(session, CHANGED)
            if changed.value == waiting:
                changed.value = {}
    return len(ids)


def _check(context: ActionContext, name: str, values: Mapping[str, Any]) -> None:
    """Refuse an hour of reminders in the quiet hours."""
    settings = reminder_plan.from_stored(values)
    if name in ("hour", "hours", "quiet"):
        hours = (settings.at, *(hour for *_, hour in settings.hours))
        if any(reminder_plan.quiet(hour, settings.quiet_from, settings.quiet_to) for hour in hours):
            ends = (settings.quiet_from, settings.quiet_to)
            start, end = (datetime.combine(context.today, at, context.organisation.zone) for at in ends)
            raise Refused("office.hour_is_quiet", start=start, end=end)


def _setting(organisation: Organisation, name: str, kept: Mapping[str, Any]) -> Setting:
    values = configured(organisation, name)
    if own := kept.get(name):
        values |= own["values"]
        return Setting(name, values, Origin.CHAT, own["by"], datetime.fromisoformat(own["at"]))
    from_file = any(key in organisation.given for key in SETTINGS[name])
    return Setting(name, values, Origin.FILE if from_file else Origin.DEFAULT)


def _flat(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for one in kept.values() for key, value in one["values"].items()}
