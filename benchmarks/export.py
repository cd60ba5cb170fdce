"""The Excel export of 10,000 submissions, and of 1,000: time and the most memory, beside openpyxl's plain loop.

    python benchmarks/export.py

Both read the same rows by the same declarations of sheets; the peer reads each table whole and keeps the workbook in
memory. The child process is the one that the bot starts. Memory is the most that was resident, in MB of 2**20 bytes.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import fill_databases
from harness import HERE, ROOT
from sqlalchemy import insert

from models import schema
from models.database import Database
from models.tables.meetings import Submission, SubmissionKind

MEMBERS = 300
WORDS = "نشست هم‌اندیشی با تسهیلگران هفت محله برگزار شد و فهرست کارگاه‌های خانگی برای بازبینی فرستاده شد. " * 3


class Cost(NamedTuple):
    """The seconds and the most megabytes of one process."""

    seconds: float
    megabytes: float


async def filled(address: str, submissions: int) -> None:
    """Make a database with an obligation for each of so many submissions."""
    db = Database(address)
    await schema.upgrade(db)
    await fill_databases.fill(db, members=MEMBERS, obligations=submissions, first_user=2000)
    now = datetime.now(UTC)
    answers = {"status": "under_way", "percent": 40, "done": WORDS, "obstacles": "نبود اعتبار"}
    shared = {"kind": SubmissionKind.REPORT, "form": "report", "answers": answers, "sent_at": now}
    rows = [{"obligation_id": n, "person_id": n % MEMBERS + 1, **shared} for n in range(1, submissions + 1)]
    async with db.write() as session:
        await session.execute(insert(Submission), rows)
    await db.close()


def spent(command: list[str], task: bytes = b"") -> Cost:
    """Run a process to its end and measure it."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin
    process.stdin.write(task)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    process.returncode = 0
    return Cost(time.perf_counter() - began, usage.ru_maxrss / 1024)


def measure(submissions: int) -> tuple[Cost, Cost]:
    """The cost of our export and of the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite+aiosqlite:///{folder}/dabir.db"
        asyncio.run(filled(address, submissions))
        scope = {"meeting": 0, "kind": 0, "agency": 0, "since": None, "until": None}
        task = {
            "kind": "export",
            "params": {"kind": "excel", "scope": scope, "label": "همه", "personal": True},
            "files": f"{folder}/files",
            "language": "fa",
            "database": address,
            "office": "دبیرخانه",
            "zone": "Asia/Tehran",
            "now": datetime.now(UTC).isoformat(),
            "most_bytes": 50 * 2**20,
        }
        ours = spent([sys.executable, "-m", "services.jobs.runner"], json.dumps(task).encode())
        peer = spent(
            [sys.executable, str(HERE / "peers" / "openpyxl_export.py"), address, str(Path(folder, "peer.xlsx"))]
        )
    return ours, peer


def main() -> None:
    for submissions in (1_000, 10_000):
        ours, peer = measure(submissions)
        print(f"{submissions:6} submissions: dabir         {ours.seconds:6.1f} s  {ours.megabytes:6.1f} MB")
        print(f"                    openpyxl loop {peer.seconds:6.1f} s  {peer.megabytes:6.1f} MB")
    print(
        f"dabir / openpyxl loop: time {ours.seconds / peer.seconds:.2f}, memory {ours.megabytes / peer.megabytes:.2f}"
    )


if __name__ == "__main__":
    main()
