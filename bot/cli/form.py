"""The commands on forms: look at an XLSForm, and play it in the terminal or by a random respondent."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo, available_timezones

from rich.console import Console

from domain.chat.screens import T
from domain.forms.compiled.model import CompiledForm
from domain.forms.instance.program import Program
from domain.forms.respondent.play import Played, play
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from services.form_reading.problems import Problem
from services.form_reading.reader import MEDIA, TABLES, read_form
from services.form_reading.report import Report, Say
from texts.format import Formatter

MOST_TABLE = 5 * 1024 * 1024
"""The largest table beside a form that is read."""


def check(path: Path, now: datetime, zone: str, plays: int) -> Report:
    """Read a form with the tables that stand beside it, or in the folder of its attachments. Raises OSError."""
    folders = (path.parent, path.with_name(f"{path.stem}-media"))
    beside = (other for folder in folders if folder.is_dir() for other in sorted(folder.iterdir()))
    files = {
        other.name: other.read_bytes() if other.suffix.lower() in TABLES else b""
        for other in beside
        if other.suffix.lower() in (*TABLES, *MEDIA) and other.is_file() and other.stat().st_size <= MOST_TABLE
    }
    return read_form(path.read_bytes(), files, now, zone, plays=plays)


def sayer(*languages: str) -> Say:
    """Return what words a problem in each of some languages, a line each."""
    formatters = [Formatter(language, ZoneInfo("UTC")) for language in languages]
    return lambda problem: "\n".join(one.plain(T(problem.key, **problem.params)) for one in formatters)


def show(console: Console, report: Report) -> None:
    """Print a report: what the form is, then what is wrong, in Persian and English."""
    console.print(f"{report.title}  {report.id}  {report.version}".strip())
    console.print(f"questions: {report.questions}, repeats: {report.repeats}, languages: {', '.join(report.languages)}")
    found = report.findings
    for heading, problems in (
        ("errors", found.errors),
        ("unanswerable", found.unanswerable),
        ("warnings", found.warnings),
        ("repairs", found.repairs),
    ):
        _show_problems(console, heading, problems)


def _show_problems(console: Console, heading: str, problems: Iterable[Problem]) -> None:
    say = sayer("fa", "en")
    for place, problem in enumerate(problems):
        if not place:
            console.print(f"\n{heading}:")
        where = " ".join(part for part in (problem.sheet, str(problem.row or ""), problem.name) if part)
        console.print(f"- {where}: {say(problem)}" if where else f"- {say(problem)}")


def play_at_random(form: CompiledForm, seed: int, now: datetime) -> Played:
    """Let a random respondent play a form."""
    environment = Environment(Node("", None), now, random=Random(seed))  # noqa: S311 - a seed is what it is for
    return play(Program(form), environment, seed)


def local_zone() -> str:
    """Return the name of this machine's zone, as it stands in TZ or in the system's settings; UTC when it has none."""
    named = os.environ.get("TZ", "").removeprefix(":")
    linked = Path("/etc/localtime").resolve().as_posix().partition("zoneinfo/")[2]
    for name in (named, linked):
        if name in available_timezones():
            return name
    return "UTC"


def local_now() -> datetime:
    """Return the moment in the zone of this machine, as ODK's engine sees it in Node."""
    return datetime.now(ZoneInfo(local_zone()))
