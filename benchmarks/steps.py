"""Durable report steps a second, beside bare echoes in aiogram 3 and in python-telegram-bot.

    python benchmarks/steps.py [runs] [seconds]

100 people each send when they are answered. A step of Dabir's is: update in, answer stored, reply sent over HTTP, on
SQLite with synchronous=FULL. The programs take turns; the ratios are of the same round.
"""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import filled
from harness import HERE, Server, crowd, dabir, process

from models.database import Database

PEOPLE = 100
ANSWERS = ["بازدید از محله انجام شد", "بازگشت"]
"""One answer, and the word that goes back to its question: both are stored and both are answered."""


async def prepare(db: Database) -> None:
    await filled.fill(db, members=PEOPLE, obligations=PEOPLE, first_user=2000)


@contextmanager
def reporting(server: Server) -> Iterator[None]:
    """Dabir, with everybody at the question of what was done."""
    with dabir(prepare, server):
        for line in ("/report", "انجام شد"):
            server.order(people=PEOPLE, seconds=60, most=1, lines=[line])
        yield


@contextmanager
def echo(server: Server, name: str) -> Iterator[None]:
    with process([sys.executable, str(HERE / "peers" / f"{name}_echo.py"), server.token, server.url]):
        yield


def measure(name: str, seconds: float) -> tuple[float, float]:
    """(texts a second, taps a second) of one program against a fresh server."""
    with crowd() as server, reporting(server) if name == "dabir" else echo(server, name):
        server.order(people=PEOPLE, seconds=1, lines=ANSWERS)
        texts = server.order(people=PEOPLE, seconds=seconds, lines=ANSWERS)
        if name != "dabir":
            return texts["rate"], 0.0
        return texts["rate"], server.order(people=PEOPLE, seconds=seconds, taps=True)["rate"]


def main(runs: int = 3, seconds: float = 8) -> None:
    names = ("aiogram", "dabir", "ptb")
    ratios: dict[str, list[float]] = {name: [] for name in names[:1] + names[2:]}
    for number in range(runs):
        rates = {name: measure(name, seconds) for name in names}
        for name, (texts, taps) in rates.items():
            print(f"run {number + 1}  {name:8} {texts:7.0f} steps/s" + (f"  {taps:7.0f} taps/s" if taps else ""))
        for name, found in ratios.items():
            found.append(rates["dabir"][0] / rates[name][0])
    for name, found in ratios.items():
        print(f"dabir / {name}: median {statistics.median(found):.2f}, from {min(found):.2f} to {max(found):.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
