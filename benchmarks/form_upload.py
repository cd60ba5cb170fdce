"""Delay of others' answers while forms of 500 questions and 600 expressions are read, beside the quiet case.

    python benchmarks/form_upload.py [runs]

The forms are XLSForms that wait to be read when the bot starts; pyxform reads them one after another in the job's child
process. 20 people send lines of a report meanwhile. Target: p99 below 0.3 s.
"""

import contextlib
import io
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

import fill_databases
import openpyxl
from harness import crowd, dabir
from steps import ANSWERS, QUESTIONS, open_form

from models.database import Database
from services.files.file_store import FileStore
from services.queues import jobs

PEOPLE = 20
SECONDS = 20
FORMS = 12
"""Forms that wait: more than are read in the seconds that are measured."""
QUESTIONS_OF_A_FORM = 500


def workbook() -> bytes:
    """Return an XLSForm: every question but the first is asked by what was answered before, every fifth is checked."""
    book = openpyxl.Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant", "constraint", "calculation"])
    survey.append(["integer", "q0", "پرسش ۰"])
    for number in range(1, QUESTIONS_OF_A_FORM):
        constraint = ". >= 0 and . <= 1000" if number % 5 == 0 else None
        survey.append(["integer", f"q{number}", f"پرسش {number}", f"${{q{number // 2}}} != {number}", constraint])
    survey.append(["calculate", "total", None, None, None, " + ".join(f"${{q{number}}}" for number in range(20))])
    settings = book.create_sheet("settings")
    settings.append(["form_id", "form_title"])
    settings.append(["long", "فرم بلند"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def prepare(db: Database, folder: str, *, forms: int) -> None:
    await fill_databases.fill(db, members=PEOPLE, obligations=PEOPLE, first_user=2000)
    digest = FileStore(Path(folder) / "files").write(workbook())
    clock = {"now": fill_databases.NOW.isoformat(), "zone": "Asia/Tehran"}
    async with db.write() as session:
        for _ in range(forms):
            params = {"hash": digest, "name": "long.xlsx", **clock}
            await jobs.start(session, "form.read", "telegram:9", None, params, fill_databases.NOW)


def measure(forms: int) -> tuple[float, float]:
    """Measure the delay of others' answers while so many forms wait: (p50, p99) in seconds."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(crowd())
        stack.enter_context(dabir(partial(prepare, folder=folder, forms=forms), server, folder=folder))
        server.order(people=PEOPLE, seconds=0)
        open_form(server, PEOPLE)
        order = {"people": PEOPLE, "seconds": SECONDS, "pause": 0.1}
        result = server.order(**order, lines=ANSWERS, expected=QUESTIONS)
        return result["p50"], result["p99"]


def main(runs: int = 3) -> None:
    ratios = []
    for number in range(runs):
        found = {name: measure(forms) for name, forms in (("quiet", 0), ("reading", FORMS))}
        for name, (p50, p99) in found.items():
            print(f"run {number + 1}  {name:8} p50 {p50:7.3f} s   p99 {p99:7.3f} s", flush=True)
        ratios.append(found["reading"][1] / found["quiet"][1])
    print(f"reading / quiet, p99: median {statistics.median(ratios):.1f}, from {min(ratios):.1f} to {max(ratios):.1f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
