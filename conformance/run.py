"""Our engine beside ODK's own: the same answers to the same forms, and every value, relevance and verdict compared.

    python conformance/run.py [--generated N] [--seeds N] [--patience SECONDS] [FILE.xlsx …]

Plays the project's forms and generated ones, or the files that are named, as many forms at a time as there are
processors. It ends with 1 when less than 99.5 % of the values agree, a verdict differs, an expression could not be
evaluated here, or a play was not compared.
"""

import argparse
import os
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import generate
from player import HERE, Player

from domain.forms.instance.program import Program
from domain.forms.respondent.play import Played, play
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from services.form_reading.conversion.convert import convert
from services.form_reading.problems import Unreadable

ZONE = "Asia/Tehran"
NOW = datetime(2026, 11, 27, 9, 30, 15, tzinfo=ZoneInfo(ZONE))
LEAST = 99.5
BY_CHANCE = ("/meta/instanceID",)
"""The ends of references whose values are by chance."""
SLOW = 10.0
"""Seconds after which it is told what a form took."""


@dataclass(slots=True)
class Agreement:
    """The comparison so far. ``unplayed`` are plays that were not compared, and why."""

    plays: int = 0
    values: int = 0
    verdicts: int = 0
    refused: int = 0
    incomplete: int = 0
    differences: list[str] = field(default_factory=list)
    verdict_differences: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    unplayed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)

    def add(self, other: "Agreement") -> None:
        """Add the comparison of another form."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    def compare(self, name: str, played: Played, theirs: dict[str, Any]) -> None:
        """Add one play."""
        if "late" in theirs:
            self.unplayed.append(f"{name} {len(played.operations)} answers: ODK's engine took too long")
            return
        if "failed" in theirs:
            self.unplayed.append(f"{name} ODK's engine: {theirs['failed'][:200]}")
            return
        self.plays += 1
        self.incomplete += played.reason is not None
        self.failures += [f"{name} {words}" for words in (*played.exceptions, *theirs["problems"])]
        ours = {reference: list(value) for reference, value in played.final.items()}
        for reference in sorted(ours.keys() | theirs["final"].keys()):
            if reference.endswith(BY_CHANCE):
                continue
            self.values += 1
            if ours.get(reference) != theirs["final"].get(reference):
                found = f"ours {ours.get(reference)}, ODK {theirs['final'].get(reference)}"
                self.differences.append(f"{name} {reference}: {found}")
        if played.reason is None:
            broken = (f"{name} {one}: an answer breaks its constraint in the end" for one in theirs["broken"])
            self.verdict_differences += broken
        for reference, accepted, valid in theirs["verdicts"]:
            self.verdicts += 1
            self.refused += not accepted
            if accepted != valid:
                self.verdict_differences.append(f"{name} {reference}: accepted {accepted}, ODK {valid}")


@dataclass(frozen=True, slots=True)
class Task:
    """A form to be played: a file, or the number of a generated one."""

    form: Path | int
    seeds: int
    patience: float

    @property
    def name(self) -> str:
        return f"generated {self.form}" if isinstance(self.form, int) else self.form.stem

    def read(self) -> tuple[bytes, dict[str, bytes]]:
        """Return the workbook, and the tables that come along."""
        if isinstance(self.form, int):
            return generate.generate(self.form)
        beside = {other.name: other.read_bytes() for other in self.form.parent.glob("*.csv")}
        return self.form.read_bytes(), beside


@cache
def player(patience: float) -> Player:
    """Return the player of this process."""
    return Player(ZONE, patience)


def compared(task: Task) -> Agreement:
    """Play one form with each seed, here and in ODK's engine."""
    warnings.simplefilter("ignore")
    found, began = Agreement(), time.monotonic()
    data, files = task.read()
    try:
        converted = convert(data, files)
    except Unreadable as unreadable:
        found.failures.append(f"{task.name}: {unreadable.problem}")
        return found
    if converted.form is None:
        found.failures.append(f"{task.name}: {converted.findings.errors}")
        return found
    program = Program(converted.form)
    sent: Mapping[str, Any] = {
        "xml": converted.xml.replace("xf_root", converted.form.root.name),
        "files": {name: content.decode("utf-8-sig", "replace") for name, content in files.items()},
        "now": int(NOW.timestamp() * 1000),
    }
    for seed in range(task.seeds):
        played = play(program, Environment(Node("", None), NOW, random=Random(seed)), seed)
        theirs = player(task.patience).play({**sent, "ops": played.operations})
        found.compare(f"{task.name}, seed {seed},", played, theirs)
    taken = time.monotonic() - began
    if taken > SLOW:
        found.slow.append(f"{task.name}: {taken:.0f} seconds")
    return found


def tasks(given: argparse.Namespace) -> Iterator[Task]:
    """Yield the forms that are to be played."""
    files = given.files or sorted((HERE.parent / "forms").glob("*.xlsx"))
    for one in (*files, *range(0 if given.files else given.generated)):
        yield Task(one, given.seeds, given.patience)


def report(found: Agreement, seconds: float) -> int:
    """Print what agrees and what does not; return 1 where it is too little."""
    for heading, lines in (
        ("difference", found.differences),
        ("verdict", found.verdict_differences),
        ("failure", found.failures),
        ("not compared", found.unplayed),
        ("slow", found.slow),
    ):
        for line in lines[: int(os.environ.get("TOLD", 20))]:
            print(f"{heading}: {line}")
        if len(lines) > 20:
            print(f"{heading}: and {len(lines) - 20} more")
    share = 100 * (1 - len(found.differences) / max(1, found.values))
    agreed = found.verdicts - len(found.verdict_differences)
    print(f"{found.plays} plays in {seconds:.0f} seconds, {found.incomplete} of them without an end")
    print(f"{share:.3f} % of {found.values} values and relevances agree, {len(found.differences)} differ")
    print(f"{agreed} of {found.verdicts} verdicts agree, {found.refused} were refusals")
    return int(share < LEAST or bool(found.verdict_differences or found.failures or found.unplayed))


def main(arguments: list[str]) -> int:
    """Compare what the arguments name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--generated", type=int, default=120)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--patience", type=float, default=60.0)
    given, began, agreement = parser.parse_args(arguments), time.monotonic(), Agreement()
    with Pool(os.cpu_count()) as pool:
        for one in pool.imap_unordered(compared, tasks(given)):
            agreement.add(one)
    return report(agreement, time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
