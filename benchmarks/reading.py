"""Accuracy of reading minutes: the fields that are right, those whose fault is told, and silent losses.

    python benchmarks/reading.py [-v] [folder] [names]

The folder, by default ``benchmarks/minutes``, has documents and beside each, as ``NAME.json``, what a careful
secretary would enter. Their authors had not seen the grammar. Fields are the meeting's day and number, the count of
resolutions, and of each resolution its text, its owners and its deadline. A wrong field is told when a doubt stands at
its resolution or at the whole; else it is a silent loss, as are words that are nowhere in the output. Files named
``phrases*.json`` hold deadline phrases with their meaning for a meeting on 1402-07-19.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.dates.jalali import parse
from domain.dates.working_days import Calendar
from domain.deadlines import resolve
from domain.minutes import Unreadable
from domain.persian.text import fold
from services.document_reading import read_minutes

CORPUS = Path(__file__).parent / "minutes"
MEETING_OF_PHRASES = "1402-07-19"
CALENDAR = Calendar()
SAME, MOST, SOME = 0.9, 0.7, 0.5
"""The shares of words by which a text is the same, is there, and is about the same."""
_IDLE = frozenset(fold("آقای آقایان خانم جناب سرکار اداره کل شرکت سازمان شهرستان استان محترم کلیه مسئول و").split())
_LABEL = re.compile(r"^\(?(?:پیگیری|اقدام|مسئول|مهلت|ددلاین)\s*:\s*")
"""A label beside a text, which the field says that its value stands in."""


@dataclass
class Score:
    """The count of fields right and in all, of doubts that quote a text, and the faults that nothing tells."""

    right: int = 0
    total: int = 0
    told: int = 0
    quoting: int = 0
    silent: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def check(self, kind: str, ok: bool, told: bool, fault: str) -> None:
        """Count one field: right, wrong and told, or a silent loss."""
        self.total += 1
        self.kinds[kind] += ok
        self.kinds[f"{kind} of"] += 1
        if ok:
            self.right += 1
            return
        self.wrong.append(fault)
        if told:
            self.told += 1
        else:
            self.silent.append(fault)

    def add(self, other: "Score") -> None:
        self.right, self.total, self.told = self.right + other.right, self.total + other.total, self.told + other.told
        self.kinds += other.kinds


def words(value: Any) -> list[str]:
    """The folded words of all strings in a JSON value."""
    return re.findall(r"[^\W_]+", fold(" ".join(_strings(value))))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def share(wanted: str, there: Sequence[str]) -> float:
    """The share of a text's words that are there, alone or written together with others."""
    needed, known, tight = words(wanted), set(there), "".join(there)
    return sum(word in known or (len(word) > 3 and word in tight) for word in needed) / len(needed) if needed else 1.0


def is_owner(names: str, owner: str) -> bool:
    """Tell whether an owner is one of the alternatives of a name: most of its words, and hardly any other."""
    for name in names.split("|"):
        own, found = fold(name).split(), fold(owner).split()
        core = [word for word in own if word not in _IDLE] or own
        strange = [word for word in found if word not in own and word not in _IDLE]
        if sum(word in found for word in core) >= 0.6 * len(core) and len(strange) <= 0.34 * len(own):
            return True
    return False


def score(file: Path) -> Score:
    """Read one document and compare it with what a secretary would enter."""
    try:
        reading = read_minutes(file.name, file.read_bytes(), CALENDAR)
    except Unreadable as error:
        got: dict[str, Any] = {"meeting": {}, "resolutions": [], "doubts": [error.reason_code]}
        return compare(got, file)
    result = compare(reading.to_json(), file)
    result.quoting = sum(doubt.code == "passed_over" for doubt in reading.doubts)
    return result


def compare(got: dict[str, Any], file: Path) -> Score:
    """Compare what was read of a document with what a secretary would enter."""
    wanted = json.loads(file.with_suffix(".json").read_text())
    result = Score()
    meeting, read = got["meeting"], got["resolutions"]
    told = bool(got["doubts"])
    result.check(
        "day", meeting.get("date") == wanted["date"], meeting.get("date") is None, f"day {meeting.get('date')}"
    )
    number = str(meeting.get("number") or "")
    result.check("number", number in str(wanted["number"] or "").split("|"), not number, f"number {number}")
    result.check("count", str(len(read)) in wanted["count"].split("|"), told, f"{len(read)} resolutions")
    matched = _matched(wanted["rows"], read)
    everywhere = words(got)
    for index, row in enumerate(wanted["rows"]):
        _score_row(result, row, read[matched[index]] if index in matched else None, got, everywhere)
    beside = (_LABEL.sub("", soft) for row in wanted["rows"] for soft in row.get("soft", []))
    for text in [*wanted.get("passed", []), *beside]:
        if share(text, everywhere) < MOST:
            result.silent.append(f"«{text}» is nowhere")
    return result


def _matched(rows: Sequence[dict[str, Any]], read: Sequence[dict[str, Any]]) -> dict[int, int]:
    """The resolution that was read for each row that was wanted, the best pairs first, each only once."""
    texts = [words([each["text"], each["items"], each["responsible"], each["deadline"]]) for each in read]
    pairs = sorted(
        (
            (share(row["text"], text), -abs(here - there), here, there)
            for here, row in enumerate(rows)
            for there, text in enumerate(texts)
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for alike, _, here, there in pairs:
        if alike >= SOME and here not in matched and there not in matched.values():
            matched[here] = there
    return matched


def _score_row(
    result: Score, row: dict[str, Any], read: dict[str, Any] | None, got: dict[str, Any], everywhere: Sequence[str]
) -> None:
    name = row["n"]
    if read is None:
        told = share(row["text"], words([got["doubts"], [each["doubts"] for each in got["resolutions"]]])) >= SOME
        for kind in ("text", "owners", "deadline"):
            result.check(kind, False, told or not got["resolutions"], f"{name} {kind}: not a resolution of its own")
        return
    told = bool(read["doubts"])
    own = words([row["text"], row.get("keep", []), row.get("soft", []), row["who"], row.get("allow", [])])
    body = words([read["text"], read["items"]])
    swollen = share(read["text"], [*own, *words("مقرر شد گردید مهلت مسئول پیگیری فوری مستمر ظرف تا از تبصره")]) < MOST
    whole = share(row["text"], [*body, *words([read["responsible"], read["deadline"]])]) >= SAME
    result.check("text", whole and not swollen, told, f"{name} text: {read['text'][:70]}")
    owners = read["responsible"]
    missing = [names for names in row["who"] if not any(is_owner(names, owner) for owner in owners)]
    strange = [
        owner for owner in owners if not any(is_owner(names, owner) for names in row["who"] + row.get("allow", []))
    ]
    result.check("owners", not missing and not strange, told, f"{name} owners: {owners}, not {row['who']}")
    deadline = read["deadline"]
    due = "due" not in row or deadline["due"] in row["due"].split("|")
    result.check(
        "deadline",
        deadline["kind"] in row["kind"].split("|") and due,
        told,
        f"{name} deadline: {deadline['phrase']} {deadline['kind']} {deadline['due']}",
    )
    for note in row.get("keep", []):
        if share(note, everywhere) < MOST:
            result.silent.append(f"{name} «{note}» is nowhere")


def phrases(file: Path) -> tuple[int, int, list[str]]:
    """The number of a file's phrases that are understood, the number of all, and those understood wrongly."""
    on = parse(MEETING_OF_PHRASES, datetime.now(UTC).date())
    assert on
    right, wrong = 0, []
    rows = json.loads(file.read_text())
    for row in rows:
        got = resolve(row["phrase"], on, CALENDAR).to_json()
        dated = got["kind"] in ("date", "recurring") and row.get("due")
        if got["kind"] in row["kind"].split("|") and (not dated or got["due"] in row["due"].split("|")):
            right += 1
        elif got["kind"] != "unknown":
            wrong.append(f"{row['phrase']}: {got['kind']} {got['due']}, not {row['kind']} {row.get('due')}")
    return right, len(rows), wrong


def main(*arguments: str) -> None:
    verbose = "-v" in arguments
    names = [argument for argument in arguments if argument != "-v"]
    folder = Path(names.pop(0)) if names and Path(names[0]).is_dir() else CORPUS
    whole, silent = Score(), 0
    needless: list[int] = []
    for file in sorted(path for path in folder.iterdir() if path.suffix in (".docx", ".txt", ".odt", ".pdf")):
        if not file.with_suffix(".json").exists() or (names and not any(name in file.name for name in names)):
            continue
        result = score(file)
        whole.add(result)
        silent += len(result.silent)
        if result.right == result.total and not result.silent:
            needless.append(result.quoting)
        fields = f"{result.right:3}/{result.total:3} fields"
        print(f"{file.stem:28} {fields}, {result.told:2} told, {len(result.silent)} silent")
        for fault in result.wrong if verbose else result.silent:
            print(f"    {fault}")
    if whole.total:
        for kind in ("text", "owners", "deadline"):
            print(f"{kind}: {whole.kinds[kind] / whole.kinds[f'{kind} of']:.1%}")
        right = f"{whole.right} of {whole.total} fields right ({whole.right / whole.total:.1%})"
        print(f"{right}, {whole.told} told, {silent} silent")
        most = max(needless, default=0)
        print(f"{len(needless)} read wholly right, of which {sum(needless)} doubts quote a text, {most} at most in one")
    for file in sorted(folder.glob("phrases*.json")):
        right, count, wrong = phrases(file)
        print(f"{file.stem}: {right} of {count} phrases right, {len(wrong)} wrong")
        for fault in wrong:
            print(f"    {fault}")


if __name__ == "__main__":
    main(*sys.argv[1:])
