"""Repairs of what forms in use get wrong and pyxform refuses or misreads; each is told to the secretary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from domain.persian.text import latin_digits
from services.form_reading.problems import Findings, Problem
from services.form_reading.workbook import Row, Sheet

_ALIASES = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "calculate": "calculation",
    "constraining message": "constraint_message",
    "caption": "label",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "read_only": "readonly",
    "command": "type",
    "image": "media::image",
    "audio": "media::audio",
    "video": "media::video",
    "big-image": "media::big-image",
    "requiredmsg": "required_message",
    "list name": "list_name",
}
"""Columns with another name for the same: where both are there, pyxform refuses the form."""
_NAMING = frozenset({"type", "name", "list_name", "list name", "trigger", "value", "save_to"})
_EXPRESSIONS = frozenset(
    {"relevant", "relevance", "constraint", "calculation", "calculate", "required", "readonly", "read_only"}
    | {"choice_filter", "repeat_count", "default"}
)
_WORDS = frozenset(
    {"label", "caption", "hint", "guidance_hint", "constraint_message", "constraining message", "required_message"}
    | {"requiredmsg", "short", "form_title", "title"}
)
_ARABIC = re.compile(r"arab|عرب|\(ar\)|\bar\Z", re.IGNORECASE)
"""The name of a language whose letters stay as they are."""
_KEYBOARD = str.maketrans({"\u064a": "ی", "\u0643": "ک"})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "´": "'"})
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_OPERATORS = str.maketrans({"،": ",", "؛": ",", "×": "*", "÷": " div ", "≤": "<=", "≥": ">=", "≠": "!="})
_YES = {"بله": "yes", "بلی": "yes", "آری": "yes", "اجباری": "yes", "خیر": "no", "نه": "no", "اختیاری": "no"}
_TYPE = re.compile(r"\A\s*[A-Z][A-Za-z_]*(?: (?:group|repeat|one|multiple)\b)?", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{[^}]*\}")


def repair(sheets: dict[str, Sheet], found: Findings) -> None:
    """Mend the sheets where the meaning is beyond doubt."""
    for sheet in sheets.values():
        _drop_aliases(sheet, found)
    for sheet in sheets.values():
        if sheet.name in ("survey", "choices", "external_choices"):
            _mend_cells(sheet, _one_keyboard, _NAMING | _EXPRESSIONS, "forms.repair.keyboard", found)
    for sheet in sheets.values():
        _mend_words(sheet)
    survey = sheets["survey"]
    _mend_cells(survey, _yes_or_no, frozenset({"required", "readonly", "read_only"}), "forms.repair.yes", found)
    _mend_cells(survey, _small_letters, frozenset({"type", "command"}), "forms.repair.small_letters", found)
    _mend_cells(survey, _typing, _EXPRESSIONS - {"default"}, "forms.repair.typing", found)
    if choices := sheets.get("choices"):
        _drop_nameless(choices, found)
        _allow_duplicates(sheets, choices, found)


def _key(column: str) -> str:
    return column.lower().strip()


def _canonical(column: str) -> str:
    """The standard name of a column, its language kept."""
    key = re.sub(r"\s*::?\s*(?=[^:]*$)", "::", _key(column)) if column.lower().startswith("media:") else _key(column)
    name, mark, language = key.partition("::")
    if name == "media" or f"{name}::{language}" in _ALIASES:
        return _ALIASES.get(key, key)
    return _ALIASES.get(name, name) + mark + language


def _drop_aliases(sheet: Sheet, found: Findings) -> None:
    """Leave out a column whose standard one is there too."""
    standard = {_key(column) for column in sheet.columns}
    for column in list(sheet.columns):
        canonical = _canonical(column)
        if canonical == _key(column) or canonical not in standard:
            continue
        kept = next(other for other in sheet.columns if _key(other) == canonical)
        sheet.columns.remove(column)
        for row in sheet.rows:
            given = row.pop(column, "")
            if given and kept not in row:
                row[kept] = given
        params = {"column": column, "kept": kept}
        found.repairs.append(Problem("forms.repair.alias", params, sheet.name, 1))


def _mend_cells(sheet: Sheet, mend: Callable[[str], str], columns: frozenset[str], key: str, found: Findings) -> None:
    mended = [column for column in sheet.columns if _key(column) in columns]
    for number, row in enumerate(sheet.rows, 2):
        for column in mended:
            if (before := row.get(column)) and (after := mend(before)) != before:
                row[column] = after
                params = {"column": column, "before": before[:80], "after": after[:80]}
                found.repairs.append(Problem(key, params, sheet.name, number, row.get("name", "")))


def _mend_words(sheet: Sheet) -> None:
    """Write what people read in Persian letters; nothing is told of it, as nothing means anything else."""
    for column in sheet.columns:
        name, _, language = _key(column).partition("::")
        if name.strip() in _WORDS and not _ARABIC.search(language):
            for row in sheet.rows:
                if words := row.get(column):
                    row[column] = _one_keyboard(words)


def _one_keyboard(text: str) -> str:
    """Write ی and ک as the Persian keyboard does, so that a name and its references are one."""
    return text.translate(_KEYBOARD)


def _yes_or_no(text: str) -> str:
    return _YES.get(text.strip(), text)


def _small_letters(text: str) -> str:
    """Write a type without the capital that a program makes of the first letter of a cell."""
    return text if text.startswith("dateTime") else _TYPE.sub(lambda found: found[0].lower(), text)


def _typing(text: str) -> str:
    """Write an expression with the signs that XPath knows; what stands between quotes or in ``${…}`` is kept."""
    text = text.translate(_QUOTES)
    parts, place = [], 0
    for kept in sorted([*_TEXT.finditer(text), *_REFERENCE.finditer(text)], key=lambda one: one.start()):
        if kept.start() < place:
            continue
        parts += [latin_digits(text[place : kept.start()].translate(_OPERATORS)), kept[0]]
        place = kept.end()
    return "".join([*parts, latin_digits(text[place:].translate(_OPERATORS))])


def _drop_nameless(choices: Sheet, found: Findings) -> None:
    """Leave out rows of a list that have neither a name nor a label, which were once copied down."""
    for number, row in enumerate(choices.rows, 2):
        words = [text for column, text in row.items() if _key(column).partition("::")[0] in ("name", "value", "label")]
        if row and not words and _choice(row)[0]:
            row.clear()
            found.repairs.append(Problem("forms.repair.nameless_choice", {}, "choices", number))


def _allow_duplicates(sheets: dict[str, Sheet], choices: Sheet, found: Findings) -> None:
    """Let a list have a name twice, as cascading lists do; pyxform wants to be told that it may."""
    named = [(number, *_choice(row)) for number, row in enumerate(choices.rows, 2)]
    counted = Counter((group, name) for _, group, name in named if name)
    double = [(number, group, name) for number, group, name in named if counted[group, name] > 1]
    settings = sheets.setdefault("settings", Sheet("settings", [], [{}]))
    if not settings.rows:
        settings.rows.append({})
    if not double or settings.rows[0].get("allow_choice_duplicates"):
        return
    settings.columns.append("allow_choice_duplicates")
    settings.rows[0]["allow_choice_duplicates"] = "yes"
    number, group, name = double[-1]
    found.repairs.append(
        Problem("forms.repair.same_choice", {"list": group, "count": len(double)}, "choices", number, name)
    )


def _choice(row: Row) -> tuple[str, str]:
    by_key = {_key(column): text for column, text in row.items()}
    group = by_key.get("list_name") or by_key.get("list name") or ""
    return group, by_key.get("name") or by_key.get("value") or ""
