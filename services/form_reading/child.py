"""The child process that reads one XLSForm: the file by standard input, the report by standard output.

Its memory and time are limited, as a small file may ask for a gigabyte. pyxform and openpyxl are imported here alone.
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from domain.forms.compiled.form_data import to_data
from domain.forms.compiled.model import CompiledForm, Element
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from domain.forms.respondent.play import play
from domain.forms.xpath.context import Environment
from domain.forms.xpath.effort import MOST_EFFORT
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place
from services.form_reading import plain_table
from services.form_reading.conversion.convert import Converted, convert
from services.form_reading.problems import Findings, Problem, Unreadable
from services.form_reading.report import Report

MOST_MEMORY = 1024**3
MOST_SECONDS = 30
MOST_NEVER = 5
"""Questions that were never asked and are each told by a warning of its own."""
PLAYING = 10.0
"""Seconds after which no further trial play is begun."""


def read(task: dict[str, Any]) -> Report:
    """Read ``{file, files, plays, now, zone}``: the files in base64, and how many times to try the form.

    A workbook that is no XLSForm is read as a plain table.
    """
    files = {name: b64decode(data) for name, data in task["files"].items()}
    report, data = Report(), b64decode(task["file"])
    try:
        table = plain_table.of_workbook(data, {}, task.get("language", "fa"))
        converted = convert(table.workbook if table else data, files)
    except Unreadable as unreadable:
        report.findings.errors.append(unreadable.problem)
        return report
    report.findings, report.xml, report.xml_hash = converted.findings, converted.xml, converted.xml_hash
    if table:
        plain_table.describe(table, report.findings)
    report.title, report.id, report.version = converted.title, converted.id, converted.version
    if converted.form is not None:
        now = datetime.fromisoformat(task["now"]).astimezone(ZoneInfo(task["zone"]))
        if _never_begins(converted.form, now):
            report.findings.errors.append(Problem("forms.never_begins"))
            return report
        report.describe(converted.form)
        report.data = to_data(converted.form)
        _try_out(converted, converted.form, task["plays"], now)
    return report


def _never_begins(form: CompiledForm, now: datetime) -> bool:
    """Tell whether a form costs more than it may before anything is answered."""
    environment = Environment(Node("", None), now, random=Random(0), effort=MOST_EFFORT)  # noqa: S311 - any will do
    try:
        return Instance.begin(Program(form), environment).too_costly
    except TooManyRows:
        return False


def _try_out(converted: Converted, form: CompiledForm, plays: int, now: datetime) -> None:
    """Let random respondents play the form, and name the questions that none of them could answer."""
    program, began = Program(form), time.monotonic()
    asked: set[Place] = set()
    answered: set[Place] = set()
    done = 0
    for seed in range(plays):
        if time.monotonic() - began > PLAYING:
            break
        environment = Environment(Node("", None), now, random=Random(seed))  # noqa: S311 - a seed is what it is for
        played = play(program, environment, seed)
        asked |= played.asked
        answered |= played.answered
        done += 1
    rows = {place: row for place, row in converted.rows.items() if place in asked}
    for place in sorted(asked - answered, key=lambda place: rows.get(place, 0)):
        converted.findings.unanswerable.append(
            Problem("forms.unanswerable.never", {"plays": done}, "survey", rows.get(place, 0), place[-1])
        )
    if done == plays:
        converted.findings.warnings += _told(
            list(_never_relevant(form.root, (form.root.name,), asked)), converted, done
        )


def _told(never: list[Place], converted: Converted, plays: int) -> list[Problem]:
    """Return the warnings of what no play asked; of a form with many branches one that names the first."""
    if len(never) > MOST_NEVER:
        names = "، ".join(place[-1] for place in never[:MOST_NEVER])
        return [Problem("forms.warning.many_never_asked", {"plays": plays, "count": len(never), "names": names})]
    rows = [(converted.rows.get(place, 0), place[-1]) for place in never]
    return [Problem("forms.warning.never_asked", {"plays": plays}, "survey", row, name) for row, name in rows]


def _never_relevant(element: Element, place: Place, asked: set[Place]) -> Iterator[Place]:
    """Yield the outermost questions and groups with a condition that no play met."""
    for child in element.children:
        here = (*place, child.name)
        if any(one[: len(here)] == here for one in asked):
            yield from _never_relevant(child, here, asked)
        elif child.name.endswith("_other"):
            # One «other» among many choices is seldom chosen.
            continue
        elif child.relevant is not None and (child.is_asked or any(below.is_asked for _, below in _below(child, here))):
            yield here


def _below(element: Element, place: Place) -> Iterator[tuple[Place, Element]]:
    for child in element.children:
        here = (*place, child.name)
        yield here, child
        yield from _below(child, here)


def _limit() -> None:
    """Limit the memory and the processor's time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))


def main() -> None:
    """Read one task and print its report."""
    task = json.load(sys.stdin)
    _limit()
    try:
        report = read(task)
    except MemoryError:
        report = Report(findings=Findings(errors=[Problem("forms.too_costly")]))
    json.dump(report.pack(), sys.stdout)


if __name__ == "__main__":
    main()
