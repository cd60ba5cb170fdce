"""The commonest refusals of pyxform, as texts in the reader's language; it writes English alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from services.form_reading.problems import Problem

_ROW = re.compile(r"\[row ?: ?(\d+)\]\s*")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet|'(survey|choices|settings|entities)' sheet")
_KNOWN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(pattern, re.DOTALL))
    for key, pattern in (
        ("forms.error.no_such_question", r"Could not find the name '(?P<name>[^']*)'"),
        ("forms.error.no_choices_sheet", r"There should be a choices sheet"),
        ("forms.error.no_such_question", r"There has been a problem trying to replace \$\{(?P<name>[^}]*)\}"),
        ("forms.error.no_such_question", r"[Rr]eference variables? .*?\$\{(?P<name>[^}]*)\}.*(?:not exist|not found)"),
        ("forms.error.no_such_question", r"reference.*'(?P<name>[^']+)'.*(?:could not be found|is not|not found)"),
        ("forms.error.ambiguous", r"multiple survey elements named '?(?P<name>[\w.-]+)"),
        ("forms.error.no_such_list", r"[Ll]ist name not in choices sheet: (?P<name>.+?)(?:\.|$)"),
        ("forms.error.no_such_list", r"[Ll]ist name.*'(?P<name>[^']+)'.*(?:not|no)"),
        ("forms.error.no_list_name", r"There should be choices for this question|'itemset' and 'list_name'"),
        ("forms.error.unknown_type", r"Unknown question type '(?P<name>.*?)'"),
        ("forms.error.unmatched_end", r"Unmatched 'end_(?P<name>group|repeat)'"),
        ("forms.error.unmatched_begin", r"Unmatched 'begin_(?P<name>group|repeat)'"),
        ("forms.error.unmatched_end", r"Unmatched end statement|Unmatched end|end_(?P<name>group|repeat) with no"),
        ("forms.error.unmatched_begin", r"Unmatched begin statement: (?P<name>\w+)"),
        (
            "forms.error.same_name",
            r"'name' value '(?P<name>[^']*)' is invalid\. (?:Questions, groups, and repeats|Repeat names must unique)",
        ),
        (
            "forms.error.bad_name",
            r"'name' value is invalid|Invalid question name:? *'?(?P<name>[^'\"]*)|[Nn]ames must begin",
        ),
        (
            "forms.error.same_name",
            r"There are (?:more than one|two|multiple) (?:survey elements|sections?) named '?(?P<name>[^'. ]+)",
        ),
        (
            "forms.error.same_name",
            r"[Dd]uplicate.*names?.*'(?P<name>[^']+)'|Question name '(?P<other>[^']+)' already exists",
        ),
        ("forms.error.same_choice", r"duplicate choice|The 'name' column.*duplicate|choice names must be unique"),
        ("forms.error.no_name", r"Question or group with no name|no name\b"),
        ("forms.error.no_type", r"Question with no type|no type\b"),
        ("forms.error.no_calculation", r"Missing calculation"),
        ("forms.error.no_choice_name", r"choice.*without a name|'name' column.*choices|Options? .*without.*name"),
        (
            "forms.error.no_label",
            r"(?:named '(?P<name>[^']*)' has )?no label|label.*(?:missing|required)|Labels? .* missing",
        ),
        ("forms.error.no_header", r"must have a column called|Missing required|headers? .*missing|missing header"),
        (
            "forms.error.same_column",
            r"Duplicate column header: (?P<name>.+)|columns? headers? .*(?:duplicate|conflict|different)",
        ),
        ("forms.error.empty", r"survey sheet is (?:either )?empty|no questions"),
        ("forms.error.trigger", r"trigger"),
        ("forms.error.parameters", r"[Pp]arameters?"),
    )
)


def explain(words: str, rows: Mapping[str, int]) -> Problem:
    """Return a refusal as a problem; its row is the one that pyxform names, or that of the name or type it names."""
    row = _ROW.search(words)
    detail = " ".join(_ROW.sub("", words).split())[:400]
    sheet = _SHEET.search(words)
    key, name = "forms.error.other", ""
    for candidate, pattern in _KNOWN:
        if found := pattern.search(words):
            key, groups = candidate, found.groupdict()
            name = next((group for group in groups.values() if group), "").strip()[:100]
            break
    number = int(row[1]) if row else rows.get(name, 0)
    where = (sheet[1] or sheet[2]) if sheet else "survey" if number else ""
    return Problem(key, {"name": name, "detail": detail}, where, number, name)
