"""Our engine beside ODK's own: the same answers to the same forms, and every value, relevance and verdict compared.

    python conformance/run.py [generated forms] [seeds]

Plays the project's forms (`forms/*.xlsx`, if there are any) and generated ones. It ends with 1 when less than 99.5 % of
the values agree, a verdict differs, or an expression could not be evaluated here.
"""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import generate

from domain.forms.instance.program import Program
from domain.forms.respondent.play import Played, play
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from services.form_reading.convert import convert

HERE = Path(__file__).parent
ZONE = "Asia/Tehran"
NOW = datetime(2026, 11, 27, 9, 30, 15, tzinfo=ZoneInfo(ZONE))
LEAST = 99.5
BY_CHANCE = ("/meta/instanceID",)
"""The ends of references whose values are by chance."""


@dataclass(slots=True)
class Agreement:
    """The comparison so far."""

    plays: int = 0
    values: int = 0
    verdicts: int = 0
    refused: int = 0
    incomplete: int = 0
    unplayable: int = 0
    differences: list[str] = field(default_factory=list)
    verdict_differences: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def compare(self, name: str, played: Played, theirs: dict[str, Any]) -> None:
        if "failed" in theirs:
            self.unplayable += 1
            self.failures.append(f"{name}: ODK's engine: {theirs['failed'][:200]}")
            return
        self.plays += 1
        self.incomplete += played.reason is not None
        self.failures += [f"{name}: {words}" for words in (*played.exceptions, *theirs["problems"])]
        ours = {reference: list(value) for reference, value in played.final.items()}
        for reference in ours.keys() | theirs["final"].keys():
            if reference.endswith(BY_CHANCE):
                continue
            self.values += 1
            if ours.get(reference) != theirs["final"].get(reference):
                found = f"ours {ours.get(reference)}, ODK {theirs['final'].get(reference)}"
                self.differences.append(f"{name} {reference}: {found}")
        for reference, accepted, valid in theirs["verdicts"]:
            self.verdicts += 1
            self.refused += not accepted
            if accepted != valid:
                self.verdict_differences.append(f"{name} {reference}: accepted {accepted}, ODK {valid}")


def forms(count: int) -> Iterator[tuple[str, bytes, dict[str, bytes]]]:
    """Yield the project's forms and generated ones, with the tables that come along."""
    folder = HERE.parent / "forms"
    for path in sorted(folder.glob("*.xlsx")):
        yield path.stem, path.read_bytes(), {other.name: other.read_bytes() for other in folder.glob("*.csv")}
    for number in range(count):
        yield (f"generated {number}", *generate.generate(number))


def main(count: int = 120, seeds: int = 3) -> int:
    warnings.simplefilter("ignore")
    agreement = Agreement()
    with subprocess.Popen(
        ["node", "player.mjs"],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TZ": ZONE},
    ) as player:
        if not player.stdin or not player.stdout:
            raise RuntimeError("the player has no pipes")
        for name, data, files in forms(count):
            converted = convert(data, files)
            if converted.form is None:
                agreement.failures.append(f"{name}: {converted.findings.errors}")
                continue
            program = Program(converted.form)
            xml = converted.xml.replace("xf_root", converted.form.root.name)
            for seed in range(seeds):
                played = play(program, Environment(Node("", None), NOW, random=Random(seed)), seed)
                task = {"xml": xml, "files": {one: content.decode() for one, content in files.items()}}
                task |= {"now": int(NOW.timestamp() * 1000), "ops": played.operations}
                player.stdin.write(json.dumps(task) + "\n")
                player.stdin.flush()
                agreement.compare(f"{name}, seed {seed},", played, json.loads(player.stdout.readline()))
        player.stdin.close()
    return report(agreement)


def report(found: Agreement) -> int:
    for heading, lines in (
        ("differences", found.differences),
        ("verdicts", found.verdict_differences),
        ("failures", found.failures),
    ):
        for line in lines[:20]:
            print(f"{heading}: {line}")
    share = 100 * (1 - len(found.differences) / max(1, found.values))
    agreed = found.verdicts - len(found.verdict_differences)
    print(f"{found.plays} plays, {found.incomplete} of them without an end")
    print(f"{share:.3f} % of {found.values} values and relevances agree, {len(found.differences)} differ")
    print(f"{agreed} of {found.verdicts} verdicts agree, {found.refused} were refusals")
    return int(share < LEAST or bool(found.verdict_differences) or bool(found.failures))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
