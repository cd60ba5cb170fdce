"""Broadcast to 1,000 people at Telegram's rates: its time beside the limit, and others' waits, beside a plain loop.

    python benchmarks/broadcast.py [runs]

The sandbox keeps Telegram's limits and refuses what is over them: 30 messages a second, and one a second to a chat
after a few. Eight others tap once a second: first in quiet, then while the broadcast runs. What the limit allows is the
time in which the broadcast and the answers sent between its first and its last message can go. The peer awaits 1,000
sends in a loop of its own over python-telegram-bot's AIORateLimiter, which tries again what was refused, and answers
taps by the same limited bot.
"""

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import fill_databases
from harness import HERE, Server, crowd, dabir, database_in, process
from steps import FORM, tap_to_form

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Role
from domain.chat.rich_text import RichText
from models import Broadcast, Membership
from models.database import Database
from models.tables.broadcasts import BroadcastState

TAPPING, PEOPLE = 8, 1000
"""People who tap, and people who are written to."""
AUTHOR = TAPPING + PEOPLE
"""The last of these also has the broadcast sent, and sees its progress."""
FIRST = 2000
PER_SECOND = 30
PAUSE = 1.0
"""Seconds between an answer and the next tap."""
SECONDS = 15
"""Seconds of the quiet case."""
NEWS = "news"
LIMITS = {
    "DABIR_LIMITS__TELEGRAM_PER_SECOND": str(PER_SECOND),
    "DABIR_LIMITS__TELEGRAM_CHAT_PER_SECOND": "1",
    "DABIR_LIMITS__TELEGRAM_CHAT_BURST": "5",
    # At any hour of the day on which this runs.
    "DABIR_REMINDERS__QUIET_FROM": "03:00",
    "DABIR_REMINDERS__QUIET_TO": "03:00",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A broadcast's seconds and those that the limit allows, and the p99 of others' waits in quiet and meanwhile."""

    seconds: float
    allowed: float
    quiet: float
    meanwhile: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:6.2f} s of {self.allowed:6.2f} s allowed ({self.seconds / self.allowed:.3f})"
            f"   others' p99 in quiet {self.quiet:6.3f} s, meanwhile {self.meanwhile:6.3f} s"
        )


async def prepare(db: Database) -> None:
    await fill_databases.fill(db, members=TAPPING + PEOPLE, obligations=TAPPING + PEOPLE, first_user=FIRST)


async def announce(folder: str) -> None:
    """Write a broadcast that begins at once to all but those who tap, as its author's «send» would."""
    now = datetime.now(UTC)
    audience = Audience().then(Operator.PLUS, Part(PartKind.ROLE, name=Role.REPRESENTATIVE))
    audience = audience.then(Operator.MINUS, Part(PartKind.AGENCY, tuple(range(1, TAPPING + 1))))
    db = Database(database_in(folder))
    async with db.write() as session:
        session.add(Membership(person_id=AUTHOR, role=Role.SECRETARY, since=now))
        session.add(
            Broadcast(
                author_id=AUTHOR,
                decided_by=AUTHOR,
                state=BroadcastState.SCHEDULED,
                audience=audience.to_json(),
                content={"words": RichText.plain(NEWS).to_json(), "files": []},
                send_at=now,
                created_at=now,
            )
        )
    await db.close()


@contextmanager
def ours(server: Server) -> Iterator[Callable[[], None]]:
    with tempfile.TemporaryDirectory() as folder, dabir(prepare, server, folder=folder, **LIMITS):
        server.order(people=TAPPING, seconds=60, most=1, lines=["/start"])
        tap_to_form(server, TAPPING)
        yield lambda: asyncio.run(announce(folder))


@contextmanager
def plain_loop(server: Server) -> Iterator[Callable[[], None]]:
    arguments = [server.token, server.url, str(PEOPLE), str(FIRST + TAPPING), "apart"]
    with process([sys.executable, str(HERE / "peers" / "limited_loop.py"), *arguments]):
        server.order(people=TAPPING, seconds=60, most=1, lines=["/start"])
        yield lambda: server.begin(people=1, seconds=60, most=1, lines=["/news"])


def measure(name: str) -> Measured:
    expected = FORM if name == "dabir" else "tapped"
    taps: dict[str, Any] = {"taps": True, "pause": PAUSE, "expected": [expected]}
    with crowd("telegram", "limits") as server:
        server.order(people=TAPPING + PEOPLE, seconds=0)
        with (ours if name == "dabir" else plain_loop)(server) as begin:
            quiet = server.order(people=TAPPING, seconds=SECONDS, **taps)
            begin()
            if name != "dabir":
                # The answer to whoever began it.
                server.read()
            # A tick begins the broadcast.
            server.order(news=NEWS, within=60, count=1)
            meanwhile = server.order(people=TAPPING, seconds=PEOPLE / PER_SECOND, **taps)
            news = server.order(news=NEWS, within=120, count=PEOPLE)
    if news["count"] != PEOPLE:
        raise SystemExit(f"{news['count']} of {PEOPLE} had the news")
    # A full bucket lets a second's worth through at once.
    allowed = (news["count"] + news["others"] - PER_SECOND) / PER_SECOND
    return Measured(news["seconds"], allowed, quiet["p99"], meanwhile["p99"])


def main(runs: int = 3) -> None:
    found: dict[str, list[Measured]] = {"loop": [], "dabir": []}
    for number in range(runs):
        for name, measured in found.items():
            measured.append(measure(name))
            print(f"run {number + 1}  {name:6} {measured[-1]}", flush=True)
    for name, measured in found.items():
        over = statistics.median(one.seconds / one.allowed for one in measured)
        waits = statistics.median(one.meanwhile for one in measured)
        print(f"{name:6} time / allowed: median {over:.3f}; others' p99 meanwhile: median {waits:.3f} s")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
