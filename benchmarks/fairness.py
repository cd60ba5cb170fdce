"""Waits of people for an answer while somebody else floods the bot, beside a quiet hour, at the default limits.

    python benchmarks/fairness.py [seconds] [floods]

Three people ask for help again and again, each within a chat's limit, against a server that refuses what is over the
platform's. A fourth meanwhile does one of the floods; the last ratio of each line is that of the slowest hundredth.
"""

import sys
import time

import fill_databases
from harness import Server, crowd, dabir

from models.database import Database

PEOPLE, FLOODER = 3, 3
FLOODS = {
    "5000 lines of a member": ("lines", 5000),
    "700 taps of a member": ("taps", 700),
    "50 files of a member": ("files", 50),
    "an album without end": ("album", 10_000),
    "620 lines in a group": ("group", 620),
    "5000 lines of a stranger": ("stranger", 5000),
}
LIMITS = {"PER_SECOND": "30", "CHAT_PER_SECOND": "1", "CHAT_BURST": "5"}
"""The default limits, which the harness lifts."""
ASKED, ANSWERED = "/help", "راهنما"
PAUSE = 1.3
"""Seconds between two questions of one person, so that the own chat's limit holds up none."""


async def prepare(db: Database) -> None:
    """Make four members with an obligation each; a fifth person is a stranger."""
    await fill_databases.fill(db, members=FLOODER + 1, obligations=FLOODER + 1, first_user=2000)


def asked(server: Server, seconds: float) -> tuple[float, float]:
    """Let the three ask for some seconds; return p50 and p99 of their waits."""
    found = server.order(people=PEOPLE, seconds=seconds, lines=[ASKED], expected=[ANSWERED], pause=PAUSE)
    return found["p50"], found["p99"]


def measure(kind: str, count: int, seconds: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Measure the waits in a quiet time, and while a flood goes on."""
    limits = {f"DABIR_LIMITS__TELEGRAM_{name}": value for name, value in LIMITS.items()}
    with crowd("telegram", "limits") as server, dabir(prepare, server, **limits):
        server.order(people=FLOODER + 2, seconds=60, most=1, lines=["/start"])
        # The start is answered by more than one message.
        time.sleep(3)
        quiet = asked(server, seconds)
        by = FLOODER + 1 if kind == "stranger" else FLOODER
        server.order(flood="lines" if kind == "stranger" else kind, count=count, by=by)
        return quiet, asked(server, seconds)


def main(seconds: float = 30, *chosen: str) -> None:
    for name, (kind, count) in FLOODS.items():
        if chosen and kind not in chosen:
            continue
        (quiet50, quiet99), (p50, p99) = measure(kind, count, seconds)
        print(
            f"{name:26} p50 {p50:6.3f} s, quiet {quiet50:6.3f}   p99 {p99:6.3f} s, quiet {quiet99:6.3f}"
            f"   ratios {p50 / quiet50:5.1f} and {p99 / quiet99:5.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else 30, *sys.argv[2:])
