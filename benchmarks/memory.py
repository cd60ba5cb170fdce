"""Memory of `dabir run` with 10,000 members and 100,000 obligations, before and after 10,000 steps.

    python benchmarks/memory.py

The peer is python-telegram-bot's bare echo with its defaults, on uvloop. Resident memory, in MB of 2**20 bytes.
"""

import sys

import fill_databases
import psutil
from harness import HERE, Server, crowd, dabir, process
from steps import ANSWERS, OPENING, PEOPLE, QUESTIONS

from models.database import Database

MEMBERS, OBLIGATIONS = 10_000, 100_000
STEPS = 10_000


async def prepare(db: Database) -> None:
    await fill_databases.fill(db, members=MEMBERS, obligations=OBLIGATIONS, first_user=2000)


def weight(pid: int) -> float:
    return psutil.Process(pid).memory_info().rss / 2**20


def _open_form(server: Server) -> None:
    """Bring everybody to the question that ``ANSWERS`` begin with, for the first of their ten obligations."""
    _, (done, question) = OPENING.items()
    once = {"people": PEOPLE, "seconds": 60, "most": 1}
    server.order(**once, lines=["/report"], expected=["برای کدام اقدام"])
    server.order(**once, taps=True, expected=[OPENING["/report"]])
    server.order(**once, lines=[done], expected=[question])


def main() -> None:
    with crowd() as server, dabir(prepare, server) as bot:
        print(f"dabir started          {weight(bot.pid):6.1f} MB")
        _open_form(server)
        for half in (1, 2):
            server.order(people=PEOPLE, seconds=600, most=STEPS // PEOPLE // 2, lines=ANSWERS, expected=QUESTIONS)
            ours = weight(bot.pid)
            print(f"dabir, {half * STEPS // 2:6} steps   {ours:6.1f} MB")
    echo = [sys.executable, str(HERE / "peers" / "ptb_echo.py")]
    with crowd() as server, process([*echo, server.token, server.url]) as bot:
        server.order(people=PEOPLE, seconds=600, most=STEPS // PEOPLE, lines=ANSWERS, expected=ANSWERS)
        peer = weight(bot.pid)
        print(f"ptb echo, {STEPS} steps  {peer:6.1f} MB")
    print(f"dabir / ptb echo: {ours / peer:.2f}")


if __name__ == "__main__":
    main()
