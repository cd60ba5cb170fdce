"""Delay of one platform's answers after the other platform's server is killed, beside the delay before.

    python benchmarks/platforms.py [runs] [seconds]

Both platforms are under the same load: people who tap and are answered, and a queue of messages to others, by which
each server is kept busy until it dies. Telegram's and Bale's servers are killed in turn, each run in a fresh Dabir.
"""

import statistics
import sys
import time
from contextlib import ExitStack
from typing import Any

import fill_databases
from harness import Server, crowd, dabir
from steps import FORM, tap_to_form

from domain.chat.screens import Screen, T
from models.database import Database
from models.tables.queues import Lane
from services.messaging import outbox

PLATFORMS = ("telegram", "bale")
TAPPING, OTHERS = 20, 400
"""People of each platform who tap, and who are written to meanwhile."""
PAUSE = 0.4
"""Seconds between an answer and the next tap, so that neither the machine nor a rate limit adds to the delay."""
PER_SECOND = 100
QUEUED = 9000
"""The number of messages to each platform's others, more than can be sent before the end."""


async def prepare(db: Database) -> None:
    """Fill the database with people of both platforms, and messages queued to all but those who tap."""
    people = len(PLATFORMS) * (TAPPING + OTHERS)
    await fill_databases.fill(db, members=people, obligations=people, first_user=2000, platforms=PLATFORMS)
    screen, tapping = Screen(T("common.stale")), len(PLATFORMS) * TAPPING
    rows = [
        outbox.row(screen, fill_databases.NOW, person_id=tapping + 1 + n % (people - tapping), lane=Lane.BROADCAST)
        for n in range(QUEUED * len(PLATFORMS))
    ]
    async with db.write() as session:
        await outbox.write(session, rows)


def measure(victim: str, seconds: float) -> dict[str, tuple[float, float]]:
    """Measure the delay of the survivor's answers before and after the other's end: (p50, p99) in seconds each."""
    (survivor,) = set(PLATFORMS) - {victim}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(crowd(name)) for name in PLATFORMS}
        for server in servers.values():
            server.order(people=TAPPING + OTHERS, seconds=0)
        rates = {f"DABIR_LIMITS__{name.upper()}_PER_SECOND": str(PER_SECOND) for name in PLATFORMS}
        stack.enter_context(dabir(prepare, *servers.values(), **rates))
        for server in servers.values():
            server.order(people=TAPPING, seconds=60, most=1, lines=["/start"])
            tap_to_form(server, TAPPING)
        taps = {"people": TAPPING, "taps": True, "pause": PAUSE, "expected": [FORM]}
        servers[victim].begin(seconds=600, **taps)
        servers[survivor].order(seconds=3, **taps)
        before = _times(servers[survivor], seconds, taps)
        servers[victim].kill()
        time.sleep(0.1)
        return {"before": before, "after": _times(servers[survivor], seconds, taps)}


def _times(server: Server, seconds: float, taps: dict[str, Any]) -> tuple[float, float]:
    result = server.order(seconds=seconds, **taps)
    return result["p50"], result["p99"]


def main(runs: int = 3, seconds: float = 20) -> None:
    ratios: dict[str, list[tuple[float, float]]] = {name: [] for name in PLATFORMS}
    for number in range(runs):
        for victim in PLATFORMS:
            times = measure(victim, seconds)
            for when, (p50, p99) in times.items():
                print(f"run {number + 1}  {victim:8} killed, the other {when:6} p50 {p50:6.4f} s   p99 {p99:6.4f} s")
            (p50, p99), (p50_after, p99_after) = times["before"], times["after"]
            ratios[victim].append((p50_after / p50, p99_after / p99))
    for victim, pairs in ratios.items():
        for name, found in zip(("p50", "p99"), zip(*pairs, strict=True), strict=True):
            each = ", ".join(f"{ratio:.2f}" for ratio in found)
            print(
                f"{victim:8} killed: the other's {name} after / before: {each}; median {statistics.median(found):.2f}"
            )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
