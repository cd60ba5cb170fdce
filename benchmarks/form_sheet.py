"""Seconds and peak megabytes of the child process that checks a form's sheet of 10,000 rows, beside openpyxl's loop.

    python benchmarks/form_sheet.py [rows]

Target: below 150 MB. The form has twelve questions in a row: words, numbers with constraints, dates, choices that
depend on others; one row in a hundred has a wrong cell. The peer reads the same cells and does nothing with them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=ZoneInfo("Asia/Tehran"))
WRONG = 100
"""One row in so many has a wrong cell."""
MAKE = """
import asyncio, io, json, sys
from datetime import datetime
from zoneinfo import ZoneInfo
import openpyxl
from services.job_context import JobContext
from domain.forms.compiled.form_data import to_data
from services.form_reading.conversion.convert import convert
from services.files.file_store import FileStore
from services.form_sheets import jobs
from pathlib import Path

folder, rows, wrong = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
book = openpyxl.Workbook()
survey, choices = book.active, book.create_sheet("choices")
survey.title = "survey"
survey.append(["type", "name", "label", "required", "constraint", "choice_filter", "relevant"])
survey.append(["begin_repeat", "work", "Works"])
for line in (
    ["text", "firm", "Firm", "yes"], ["text", "activity", "Activity", "yes"],
    ["select_one city", "city", "City", "yes"], ["select_one hood", "hood", "Quarter", "", "", "city=${city}"],
    ["integer", "wage", "Wage", "yes", ". > 0 and . <= 100000000"], ["integer", "volume", "Volume", "", ". >= 0"],
    ["decimal", "share", "Share", "", ". <= 100"], ["date", "begins", "Begins"],
    ["date", "ends", "Ends", "", ". >= ${begins}"],
    ["select_multiple day", "days", "Days"], ["text", "phone", "Phone", "", "regex(., '^09[0-9]{9}$')"],
    ["text", "why", "Why so little?", "", "", "", "${wage} < 1000"],
):
    survey.append(line)
survey.append(["end_repeat"])
choices.append(["list_name", "name", "label", "city"])
for city in range(30):
    choices.append(["city", f"c{city}", f"City {city}"])
    for hood in range(40):
        choices.append(["hood", f"h{city}_{hood}", f"Quarter {hood} of {city}", f"c{city}"])
for day in range(7):
    choices.append(["day", f"d{day}", f"Day {day}"])
data = io.BytesIO()
book.save(data)
form = to_data(convert(data.getvalue(), {}).form)
store = FileStore(folder)
params = {"form": form, "repeat": "", "answers": {}, "rows": {}, "ids": {"form": "1"}, "known": {}, "language": "en"}
now = datetime.fromisoformat(sys.argv[4])
context = JobContext("", "", store, ZoneInfo("Asia/Tehran"), "en", now, 2**20, lambda done, total: None)
written = asyncio.run(jobs.write(params, context))
book = openpyxl.load_workbook(io.BytesIO(store.read(written["hash"])))
sheet = book["Works"]
for n in range(rows):
    c = n % 30
    sheet.append([None, f"Firm {n}", f"Activity {n % 500}", f"City {c}", f"Quarter {n % 40} of {c}", 2000 + n, n % 900,
                  "many" if n % wrong == 7 else n % 100, f"1405/0{n % 9 + 1}/{n % 28 + 1}", "1406/01/01",
                  "Day 1; Day 3", f"0915{n:07d}", None])
data = io.BytesIO()
book.save(data)
print(json.dumps({**params, "hash": store.write(data.getvalue())}))
"""
READ = """
import io, openpyxl
from pathlib import Path
import sys
book = openpyxl.load_workbook(io.BytesIO(Path(sys.argv[1]).read_bytes()), read_only=True, data_only=True)
print(sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row))
"""


def measured(name: str, command: list[str], given: str = "") -> str:
    """Run a process; print its time and the most memory that it held, and return what it printed."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as written, tempfile.TemporaryFile() as fed:
        fed.write(given.encode())
        fed.seek(0)
        child = subprocess.Popen(command, stdin=fed, stdout=written)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        written.seek(0)
        output = written.read().decode()
    assert child.returncode == 0, name
    print(f"{name:44} {time.perf_counter() - began:6.1f} s   {usage.ru_maxrss / 1024:6.0f} MB")
    return output


def main(rows: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", MAKE, folder, str(rows), str(WRONG), NOW.isoformat()],
            capture_output=True,
            text=True,
            check=True,
        )
        params = json.loads(made.stdout)
        path = next(path for path in Path(folder).rglob(params["hash"] + "*") if path.is_file())
        measured(
            f"openpyxl's loop over {rows} rows (the peer)", [sys.executable, "-W", "ignore", "-c", READ, str(path)]
        )
        task = {
            "kind": "form.sheet.read",
            "params": params,
            "files": folder,
            "language": "en",
            "database": "",
            "office": "",
            "zone": "Asia/Tehran",
            "now": NOW.isoformat(),
            "most_bytes": 2**20,
        }
        command = [sys.executable, "-m", "services.jobs.runner"]
        output = measured(f"{rows} rows checked and marked", command, json.dumps(task))
        result = json.loads(output.splitlines()[-1])["result"]
        print(f"right rows {result['good']}, wrong ones {result['wrong']}; target: below 150 MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
