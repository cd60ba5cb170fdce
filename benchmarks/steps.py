"""Durable report steps a second, beside peers that do the same work, and beside bare echoes.

    python benchmarks/steps.py [runs] [seconds] [names]

100 people each send when they are answered. A step of Dabir's is: update in, answer stored, reply sent over HTTP, on
SQLite with synchronous=FULL. ``aiogram-form`` and ``ptb-form`` keep the same form by SQLAlchemy with the same
durability; ``aiogram`` and ``ptb`` only echo. All run on uvloop, and every answer is checked. The programs take turns,
each run in another order; the ratios are of the same run. The processor's time of a step is that of the bot's process
alone, and depends least on what else runs.
"""

import contextlib
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import fill_databases
import psutil
from harness import HERE, Server, crowd, dabir, process

from models.database import Database

PEOPLE = 100
ANSWERS = ["بازدید از محله انجام شد", "بازگشت"]
"""An answer, and the word that goes back to its question; both are stored and both are answered."""
QUESTIONS = ["به همکاری کسی نیاز دارید", "چه کارهایی انجام شده است"]
"""The questions by which a form answers these two, as far as Dabir and the peers word them alike."""
OPENING = {"/report": "اکنون در چه وضعیتی است", "انجام شد": "چه کارهایی انجام شده است"}
"""The words that lead to the question of what was done, each with the question that answers it."""
FORM = "گزارش پیشرفت"
"""The heading of every question of the form."""
PEERS = ("aiogram-form", "ptb-form", "aiogram", "ptb")


@dataclass(frozen=True, slots=True)
class Measured:
    """The measurement of a program: steps and taps a second, a step's waits and processor time in seconds."""

    steps: float
    p50: float
    p99: float
    cpu: float
    taps: float = 0.0

    def __str__(self) -> str:
        taps = f"  {self.taps:6.0f} taps/s" if self.taps else ""
        waits = f"p50 {self.p50 * 1000:6.1f} ms  p99 {self.p99 * 1000:6.1f} ms"
        return f"{self.steps:6.0f} steps/s  {waits}  {self.cpu * 1e6:6.0f} µs of processor a step{taps}"


async def prepare(db: Database) -> None:
    await fill_databases.fill(db, members=PEOPLE, obligations=PEOPLE, first_user=2000)


@contextmanager
def running(server: Server, name: str) -> Iterator[int]:
    """Run a program on the server, and yield its process id.

    A program with a form first has everybody at its question of what was done.
    """
    keeps_a_form = _keeps_a_form(name)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if name == "dabir":
            bot = stack.enter_context(dabir(prepare, server))
        else:
            file = f"{name.replace('-', '_')}.py" if keeps_a_form else f"{name}_echo.py"
            arguments = [server.token, server.url, *([folder] if keeps_a_form else [])]
            bot = stack.enter_context(process([sys.executable, str(HERE / "peers" / file), *arguments]))
        if keeps_a_form:
            open_form(server)
        yield bot.pid


def open_form(server: Server, people: int = PEOPLE) -> None:
    """Bring people to the question that ``ANSWERS`` begin with."""
    for line, question in OPENING.items():
        server.order(people=people, seconds=60, most=1, lines=[line], expected=[question])


def tap_to_form(server: Server, people: int) -> None:
    """Tap from the menu to the form: the list of open obligations, the first of them, its report."""
    server.order(people=people, seconds=60, most=3, taps=True)


def measure(name: str, seconds: float) -> Measured:
    """Measure one program against a fresh server."""
    with crowd() as server, running(server, name) as pid:
        # An echo answers by what was said.
        expected = QUESTIONS if _keeps_a_form(name) else ANSWERS
        server.order(people=PEOPLE, seconds=1, lines=ANSWERS, expected=expected)
        before = _cpu(pid)
        result = server.order(people=PEOPLE, seconds=seconds, lines=ANSWERS, expected=expected)
        cpu = (_cpu(pid) - before) / result["steps"]
        # An echo has no buttons.
        taps = 0.0
        if _keeps_a_form(name):
            taps = server.order(people=PEOPLE, seconds=seconds / 2, taps=True, expected=[FORM])["rate"]
        return Measured(result["rate"], result["p50"], result["p99"], cpu, taps)


def _keeps_a_form(name: str) -> bool:
    return name == "dabir" or name.endswith("-form")


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def main(runs: int = 3, seconds: float = 8, *chosen: str) -> None:
    names = chosen or ("dabir", *PEERS)
    found: dict[str, list[Measured]] = {name: [] for name in names}
    for number in range(runs):
        for name in names if number % 2 == 0 else reversed(names):
            found[name].append(measure(name, seconds))
            print(f"run {number + 1}  {name:13} {found[name][-1]}", flush=True)
    for name in names:
        if name != "dabir" and "dabir" in names:
            _compare(name, found["dabir"], found[name])


def _compare(name: str, ours: list[Measured], theirs: list[Measured]) -> None:
    pairs = list(zip(ours, theirs, strict=True))
    comparison = {
        "steps": [our.steps / their.steps for our, their in pairs],
        "p50": [our.p50 / their.p50 for our, their in pairs],
        "p99": [our.p99 / their.p99 for our, their in pairs],
        "processor": [our.cpu / their.cpu for our, their in pairs],
    }
    for what, ratios in comparison.items():
        middle, least, most = statistics.median(ratios), min(ratios), max(ratios)
        print(f"dabir / {name:13} {what:9} median {middle:5.2f}, from {least:.2f} to {most:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3, float(sys.argv[2]) if sys.argv[2:] else 8, *sys.argv[3:])
