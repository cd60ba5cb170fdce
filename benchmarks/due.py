"""Duration of the reminder tick over 1,000 and over 1,000,000 obligations, of which the same 100 are due.

    python benchmarks/due.py [runs]

One process, SQLite with synchronous=FULL; the peer is the same tick over the small table. The target is at most twice.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import fill_databases
from sqlalchemy import update

from bot.app import App
from bot.settings.config import Config
from domain.dates.working_days import Calendar
from models import Obligation, Outbox, schema
from models.tables.queues import OutboxState
from services.reminders import reminders

DUE = 100


async def measure(app: App, runs: int) -> list[float]:
    """Measure the seconds of the tick, each time over the same 100 due obligations."""
    took = []
    for _ in range(runs):
        async with app.db.write() as session:
            await session.execute(
                update(Obligation)
                .where(Obligation.id <= DUE)
                .values(next_reminder_at=fill_databases.NOW - timedelta(minutes=1), reminded_on=None)
            )
            await session.execute(update(Outbox).values(dedupe_key=None, state=OutboxState.SENT))
        began = time.perf_counter()
        counts = await reminders.remind(app.db, app.organisation, fill_databases.NOW)
        took.append(time.perf_counter() - began)
        assert sum(counts) > 0, counts
    return took


async def tick(folder: Path, obligations: int, runs: int) -> list[float]:
    config = Config.model_validate(
        {
            "telegram": {"token": "1:" + "a" * 35},
            "database": {"url": f"sqlite+aiosqlite:///{folder}/{obligations}.db"},
            "storage": {"files": folder / "files"},
            # A night or a silent period now would leave nothing to measure, nor would a day off.
            "reminders": {"hour": "00:00", "quiet_from": "00:00", "quiet_to": "00:00", "silent_periods": []},
        }
    )
    app = App(config)
    await schema.upgrade(app.db)
    await fill_databases.fill(app.db, members=1000, obligations=obligations, first_user=2000, due=DUE)
    app.organisation.calendar = Calendar(weekend=())
    took = await measure(app, runs)
    await app.db.close()
    return took


def main(runs: int = 7) -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = statistics.median(asyncio.run(tick(Path(folder), 1_000, runs)))
        large = statistics.median(asyncio.run(tick(Path(folder), 1_000_000, runs)))
    print(f"tick over 1,000 obligations     {small * 1000:7.1f} ms")
    print(f"tick over 1,000,000 obligations {large * 1000:7.1f} ms")
    print(f"large / small: {large / small:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
