"""The program's health for its owners: what waits, the last signs of life, sizes, and what failed (/health)."""

from datetime import UTC, datetime

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import Reply, Turn
from models.database import size_of
from models.tables.parking import ParkedRow
from models.tables.queues import Lane
from services import audit, isolation
from services.accounts import owner_alerts
from services.errors import Refused
from services.queues import backlog, failed_updates
from services.queues.backlog import Backlog, Waiting
from services.queues.failed_updates import FailedUpdate

ROWS = 6
"""The parked rows on one page, and the failed updates under them."""
MEGABYTE, GIGABYTE = 2**20, 2**30
_LANES = {Lane.REPLY: "replies", Lane.REMINDER: "reminders", Lane.BROADCAST: "broadcasts"}


async def show(turn: Turn) -> Reply:
    """Show the program's health to an owner (/health)."""
    return await _screen(turn)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show it anew, with another page of the parked rows."""
    return await _screen(turn, tap.id)


async def retry(turn: Turn, tap: Tap) -> Reply:
    """Let the next tick try a parked row again, or all of them («تلاش دوباره»)."""
    await _check(turn)
    count = await isolation.release(turn.session, tap.arg, tap.id)
    if not count:
        return await _screen(turn, news=T("health.gone"))
    audit.record(turn.context, "retry", "parked", tap.id, kind=tap.arg, rows=count)
    return await _screen(turn, news=T("health.released", count=count))


async def retry_update(turn: Turn, tap: Tap) -> Reply:
    """Let a failed update be handled again."""
    await _check(turn)
    if not await failed_updates.retry(turn.session, tap.id):
        return await _screen(turn, news=T("health.gone"))
    audit.record(turn.context, "retry", "update", tap.id)
    return await _screen(turn, news=T("health.update_released", id=tap.id))


async def _check(turn: Turn) -> None:
    if not await owner_alerts.is_owner(turn.session, turn.organisation, turn.member.person_id):
        raise Refused("health.owners_only")


async def _screen(turn: Turn, offset: int = 0, news: Text | None = None) -> Screen:
    await _check(turn)
    counts = await isolation.count(turn.session)
    total = sum(counts.values())
    offset = offset if offset < total else 0
    parked = await isolation.listed(turn.session, offset, ROWS)
    failed, failures = await failed_updates.latest(turn.session, ROWS)
    lines: list[Text | str] = [news, ""] if news else []
    waiting = await backlog.measure(turn.session, turn.now)
    lines += [T("health.head"), "", *_queues(waiting), "", *_life(turn)]
    sizes = {"database": await size_of(turn.session), "files": waiting.stored}
    lines += [T("health.sizes", **{name: max(1, round(size / MEGABYTE)) for name, size in sizes.items()}), ""]
    lines.append(T("health.parked", count=total) if total else T("health.none_parked"))
    lines += [_parked_line(row) for row in parked]
    if failures:
        lines += ["", T("health.failed", count=failures), *map(_failed_line, failed)]
    moves = page_buttons(total, offset, lambda first: Tap("health", first), size=ROWS)
    every = (Button(T("health.retry_all"), Tap("health.retry")),)
    rows = (
        *map(_parked_button, parked),
        *((moves,) if moves else ()),
        *((every,) if total > 1 else ()),
        *((Button(T("health.retry_update", id=one.id), Tap("health.update", one.id)),) for one in failed),
        (Button(T("health.again"), Tap("health")), menu_button()),
    )
    return Screen(T("form.lines", lines=lines), rows)


def _queues(found: Backlog) -> list[Text]:
    lines = [_waiting("updates", found.updates), _waiting("jobs", found.jobs)]
    return lines + [_waiting(name, found.messages[lane]) for lane, name in _LANES.items()]


def _waiting(name: str, waiting: Waiting) -> Text:
    what = T(f"health.queue.{name}")
    if not waiting.count:
        return T("health.empty", what=what)
    return T("health.waiting", what=what, count=waiting.count, age=_age(waiting.oldest))


def _age(seconds: float) -> Text:
    hours, minutes = divmod(int(seconds) // 60, 60)
    if hours:
        return T("health.hours", count=hours)
    return T("health.minutes", count=minutes) if minutes else T("health.seconds", count=int(seconds))


def _life(turn: Turn) -> list[Text]:
    pulse = turn.organisation.pulse()
    lines = []
    for name, at in pulse.polled.items():
        key = "health.down" if name in pulse.down else "health.polled" if at else "health.not_polled"
        lines.append(T(key, platform=T(f"platform.{name}"), **({"at": at} if key == "health.polled" else {})))
    lines.append(T("health.ticked", at=pulse.ticked) if pulse.ticked else T("health.not_ticked"))
    if pulse.free is not None:
        lines.append(T("health.free", size=pulse.free // GIGABYTE))
    return lines


def _kind(kind: str) -> Text:
    return T(f"health.kind.{kind}")


def _parked_line(row: ParkedRow) -> Text:
    return T("health.row", kind=_kind(row.kind), id=row.row_id, error=row.error, until=row.until)


def _parked_button(row: ParkedRow) -> tuple[Button]:
    label = T("health.retry", kind=_kind(row.kind), id=row.row_id)
    return (Button(label, Tap("health.retry", row.row_id, arg=row.kind)),)


def _failed_line(one: FailedUpdate) -> Text:
    return T("health.failed_row", id=one.id, at=datetime.fromtimestamp(one.arrived, UTC), error=one.error)
