"""Delay of a tap's answer while 600 messages to others are queued, beside a plain loop over AIORateLimiter.

    python benchmarks/lanes.py [runs]

Both keep Telegram's 30 messages a second. Dabir's 600 are reminders in its outbox; the peer awaits 600 sends in a loop
of its own and answers taps by the same limited bot. One other person taps again and again meanwhile.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import fill_databases
from harness import HERE, Server, crowd, dabir, process
from steps import FORM, tap_to_form

from domain.chat.screens import Screen, T
from models.database import Database
from models.tables.queues import Lane
from services.messaging import outbox

OTHERS = 600
QUEUED = 600
SECONDS = 12


async def prepare(db: Database) -> None:
    """Fill the database, with messages queued to everybody but the first person, who taps."""
    await fill_databases.fill(db, members=OTHERS + 1, obligations=OTHERS + 1, first_user=2000)
    screen = Screen(T("common.stale"))
    rows = [
        outbox.row(screen, fill_databases.NOW, person_id=2 + n % OTHERS, lane=Lane.BROADCAST) for n in range(QUEUED)
    ]
    async with db.write() as session:
        await outbox.write(session, rows)


@contextmanager
def ours(server: Server) -> Iterator[None]:
    with dabir(prepare, server, DABIR_LIMITS__TELEGRAM_PER_SECOND="30"):
        yield


@contextmanager
def plain_loop(server: Server) -> Iterator[None]:
    with process([sys.executable, str(HERE / "peers" / "limited_loop.py"), server.token, server.url, str(QUEUED)]):
        yield


def measure(name: str) -> tuple[float, float]:
    """Measure the delay of the taps' answers: (p50, p99) in seconds."""
    with crowd() as server:
        server.order(people=OTHERS + 1, seconds=0)
        with ours(server) if name == "dabir" else plain_loop(server):
            server.order(people=1, seconds=60, most=1, lines=["/start"])
            if name == "dabir":
                tap_to_form(server, 1)
            expected = FORM if name == "dabir" else "tapped"
            result = server.order(people=1, seconds=SECONDS, taps=True, pause=0.2, expected=[expected])
            return result["p50"], result["p99"]


def main(runs: int = 3) -> None:
    ratios = []
    for number in range(runs):
        found = {name: measure(name) for name in ("loop", "dabir")}
        for name, (p50, p99) in found.items():
            print(f"run {number + 1}  {name:6} p50 {p50:7.3f} s   p99 {p99:7.3f} s")
        ratios.append(found["loop"][1] / found["dabir"][1])
    print(f"loop / dabir, p99: median {statistics.median(ratios):.0f}, from {min(ratios):.0f} to {max(ratios):.0f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
