"""Isolation of what ticks work on: a row that fails is parked for a day, and the others go on.

Rows are worked on in slices, a transaction each. Of a slice that fails, the rows to blame are found by halves in
transactions that are undone, so that what belongs together still happens together without them. An outage of the
database is nobody's fault: it ends the tick, and parks nothing.
"""

import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database, Session, is_outage
from models.tables.parking import ParkedRow

log = structlog.get_logger()

PARKED_FOR = timedelta(days=1)
"""The time after which a parked row is tried again by itself."""

Result = TypeVar("Result")
Work = Callable[[Session, Sequence[int]], Awaitable[Result]]
"""The work on some rows, by their ids, in one transaction."""


class NotNowError(Exception):
    """A failure for which no row is to blame: the slice is done again by the next tick."""


class _UndoneError(Exception):
    """Ends a transaction that was only a trial."""


class Isolation:
    """One run of a tick over rows of one ``kind``. Rows that are ``parked`` are not worked on."""

    def __init__(self, db: Database, kind: str, now: datetime, rows: Iterable[ParkedRow]) -> None:
        self._db, self._kind, self._now = db, kind, now
        self._known = {row.row_id: row.until for row in rows}
        self.failures: list[Exception] = []

    @property
    def parked(self) -> set[int]:
        return {row_id for row_id, until in self._known.items() if until > self._now}

    @property
    def to_try_again(self) -> set[int]:
        """The rows whose time has come to be tried again."""
        return self._known.keys() - self.parked

    async def run(self, ids: Sequence[int], work: Work[Result]) -> list[Result]:
        """Do the work on a slice; returns its results, one unless it had to be done in parts."""
        ids = [row_id for row_id in ids if row_id not in self.parked]
        if not ids:
            return []
        try:
            return [await self._do(ids, work)]
        except NotNowError as failure:
            self.failures.append(failure)
            return []
        except Exception as failure:
            if is_outage(failure):
                raise
            log.warning("a slice is done again without the rows that fail", kind=self._kind, error=kind_of(failure))
            to_blame = {ids[0]: failure} if len(ids) == 1 else await self._among(ids, work)
        for row_id, error in to_blame.items():
            await self._park(row_id, error)
        if to_blame:
            return await self.run(ids, work)
        # Each half can be done, and only the whole can not.
        return [one for half in _halves(ids) for one in await self.run(half, work)]

    async def _do(self, ids: Sequence[int], work: Work[Result]) -> Result:
        async with self._db.write() as session:
            result = await work(session, ids)
            if again := [row_id for row_id in ids if row_id in self._known]:
                await session.execute(
                    delete(ParkedRow).where(ParkedRow.kind == self._kind, ParkedRow.row_id.in_(again))
                )
        return result

    async def _among(self, ids: Sequence[int], work: Work[Result]) -> dict[int, Exception]:
        """Find the rows to blame in either half, each with its failure; there may be none."""
        found: dict[int, Exception] = {}
        for half in _halves(ids):
            try:
                async with self._db.write() as session:
                    await work(session, half)
                    raise _UndoneError
            except _UndoneError:
                continue
            except Exception as failure:
                if is_outage(failure):
                    raise
                found |= {half[0]: failure} if len(half) == 1 else await self._among(half, work)
        return found

    async def _park(self, row_id: int, failure: Exception) -> None:
        self._known[row_id] = self._now + PARKED_FOR
        self.failures.append(failure)
        log.error("a row is parked", kind=self._kind, row=row_id, error=kind_of(failure))
        async with self._db.write() as session:
            await park(session, self._kind, row_id, kind_of(failure), self._now)


@asynccontextmanager
async def isolated(db: Database, kind: str, now: datetime) -> AsyncIterator[Isolation]:
    """Isolate the rows of one kind of work during a block. Raises ExceptionGroup of what failed, at its end.

    A row that is parked fails once a day, and so is reported once a day.
    """
    async with db.read() as session:
        rows = await session.scalars(select(ParkedRow).where(ParkedRow.kind == kind))
        isolation = Isolation(db, kind, now, rows)
    try:
        yield isolation
    except Exception as error:
        if not isolation.failures:
            raise
        isolation.failures.append(error)
    if isolation.failures:
        raise ExceptionGroup(f"rows that were passed over: {kind}", isolation.failures)


async def park(session: AsyncSession, kind: str, row_id: int, error: str, now: datetime) -> None:
    """Park a row, so that the secretariat sees it."""
    await session.merge(ParkedRow(kind=kind, row_id=row_id, error=error, until=now + PARKED_FOR))


async def count(session: AsyncSession) -> dict[str, int]:
    """Count the parked rows of each kind."""
    rows = await session.execute(select(ParkedRow.kind, func.count()).group_by(ParkedRow.kind).order_by(ParkedRow.kind))
    return dict(rows.all())


async def listed(session: AsyncSession, offset: int, most: int) -> Sequence[ParkedRow]:
    """A page of the parked rows, by their kinds."""
    query = select(ParkedRow).order_by(ParkedRow.kind, ParkedRow.row_id).offset(offset).limit(most)
    return (await session.scalars(query)).all()


async def release(session: AsyncSession, kind: str = "", row_id: int = 0) -> int:
    """Let the next tick try every parked row again, or one of a ``kind``; return their number."""
    one = (ParkedRow.kind == kind, ParkedRow.row_id == row_id) if kind else ()
    return int((await session.execute(delete(ParkedRow).where(*one))).rowcount)  # type: ignore[attr-defined]


def _halves(ids: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    middle = len(ids) // 2
    return ids[:middle], ids[middle:]


def kind_of(failure: BaseException) -> str:
    """The type and the place of a failure, without its words, which may quote a person's.

    A place is named without the signs of markup: «listcomp», not «<listcomp>».
    """
    frames = traceback.extract_tb(failure.__traceback__)
    place = f" {frames[-1].name.strip('<>')}:{frames[-1].lineno}" if frames else ""
    return f"{type(failure).__name__}{place}"[:200]
