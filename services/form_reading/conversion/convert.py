"""Conversion of an XLSForm into a compiled form; pyxform writes the XForm, and our compilation is its validation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

from domain.forms.compiled import dependencies
from domain.forms.compiled.model import CompiledForm, Control, Element, Kind, Table
from domain.forms.xforms.numbers import MOST_WHOLE, money_of
from domain.forms.xpath.references import Place, functions, references
from domain.forms.xpath.syntax import Tree
from services.form_reading import all_mistakes, guards, media
from services.form_reading.conversion import short_labels, xform
from services.form_reading.conversion.binding import Binder
from services.form_reading.conversion.pyxform_errors import explain
from services.form_reading.conversion.repairs import repair
from services.form_reading.problems import Findings, Problem, Unreadable
from services.form_reading.workbook import Sheet, read_sheets

ROOT = "data"
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_BEGIN = re.compile(r"begin[ _](group|repeat|loop)\b|begin lgroup|begin looped group", re.IGNORECASE)
_END = re.compile(r"end[ _](group|repeat|loop)\b|end lgroup|end looped group", re.IGNORECASE)
_IGNORED = frozenset(
    {"audit", "background-audio", "osm", "include", "end", "cascading_select", "csv-external", "xml-external"}
)
_TRANSLATION = re.compile(r"Language '(.*?)' is missing the (survey|choices) columns? (.*?)\.")
_SHOWN_WARNINGS = (
    ("forms.warning.translation", _TRANSLATION),
    ("forms.warning.no_label", re.compile(r"\[row : (?P<row>\d+)\].*(?:no label|has no label)")),
)


@dataclass(slots=True)
class Converted:
    """A form that was read. ``form`` is None when there are errors; ``rows`` are the rows of its questions."""

    findings: Findings
    rows: Mapping[Place, int]
    form: CompiledForm | None = None
    xml: str = ""
    title: str = ""
    id: str = ""
    version: str = ""

    @property
    def xml_hash(self) -> str:
        return sha256(self.xml.encode()).hexdigest() if self.xml else ""


def convert(data: bytes, files: Mapping[str, bytes]) -> Converted:
    """Convert a workbook with the files that came along, of which only tables are read. Raises Unreadable."""
    found = Findings()
    guards.check(data)
    sheets = read_sheets(data, found)
    _check_size(sheets)
    repair(sheets, found)
    settings = next(iter(sheets["settings"].rows), {}) if "settings" in sheets else {}
    root = settings.pop("name", "") if _NAME.match(settings.get("name", "")) else ""
    rows, by_name = _rows(sheets["survey"], root or ROOT)
    read = Converted(
        found, rows, title=_setting(settings, "form_title", "title"), id=_setting(settings, "form_id", "id_string")
    )
    read.version = settings.get("version", "")
    if found.errors:
        return read
    found.errors += all_mistakes.listless(sheets.get("choices"))
    xml = _xform(sheets, found, by_name)
    if xml is None:
        return read
    read.xml = xml
    binder = Binder(found, rows)
    try:
        walked = xform.walk(xml, root or ROOT, files, _external(sheets), binder)
        form = short_labels.attach(walked, sheets["survey"], rows)
    except (etree.XMLSyntaxError, ValueError) as error:
        found.errors.append(Problem("forms.error.other", {"name": "", "detail": str(error)[:300]}))
        return read
    read.title, read.id, read.version = form.title, form.id, form.version
    _look_over(form, sheets["survey"], rows, binder, found)
    media.warn(sheets, files, found)
    if not found.errors:
        read.form = form
    return read


def _check_size(sheets: Mapping[str, Sheet]) -> None:
    kinds = [kind for row in sheets["survey"].rows if (kind := _type(row))]
    questions = sum(1 for kind in kinds if not (_BEGIN.match(kind) or _END.match(kind) or kind == "calculate"))
    choices = len(sheets["choices"].rows) if "choices" in sheets else 0
    choices += len(sheets["external_choices"].rows) if "external_choices" in sheets else 0
    if not any(column.lower().strip() in ("type", "command") for column in sheets["survey"].columns):
        raise Unreadable("forms.no_type_column")
    if not kinds:
        raise Unreadable("forms.blank")
    if questions > guards.MOST_QUESTIONS:
        raise Unreadable("forms.too_many_questions", count=questions, limit=guards.MOST_QUESTIONS)
    if choices > guards.MOST_CHOICES:
        raise Unreadable("forms.too_many_choices", count=choices, limit=guards.MOST_CHOICES)


def _setting(settings: Mapping[str, str], *names: str) -> str:
    return next((settings[name] for name in names if settings.get(name)), "")


def _cell(row: Mapping[str, str], *names: str) -> str:
    return next((text for column, text in row.items() if column.lower().strip() in names), "")


def _type(row: Mapping[str, str]) -> str:
    return " ".join(_cell(row, "type", "command").split())


def _rows(survey: Sheet, root: str) -> tuple[dict[Place, int], dict[str, int]]:
    """Return the rows of the survey by place and by name."""
    by_place: dict[Place, int] = {}
    by_name: dict[str, int] = {}
    here: list[str] = [root]
    for number, row in enumerate(survey.rows, 2):
        kind, name = _type(row), _cell(row, "name", "tag", "value")
        if _END.match(kind):
            if len(here) > 1:
                here.pop()
            continue
        by_name.setdefault(kind, number)
        if not kind or not name:
            continue
        by_place.setdefault((*here, name), number)
        by_name.setdefault(name, number)
        if "or_other" in kind or "or specify other" in kind:
            by_place.setdefault((*here, f"{name}_other"), number)
        if _BEGIN.match(kind):
            here.append(name)
            by_place.setdefault((*here[:-1], f"{name}_count"), number)
    return by_place, by_name


def _external(sheets: Mapping[str, Sheet]) -> dict[str, Table]:
    """Return the lists of external choices as tables. Their words have one language: the first that there is."""
    if "external_choices" not in sheets:
        return {}
    columns = {column: _standard(column) for column in sheets["external_choices"].columns}
    heads = tuple(dict.fromkeys(columns.values()))
    rows: dict[str, list[tuple[str, ...]]] = {}
    for row in sheets["external_choices"].rows:
        cells: dict[str, str] = {}
        for column, head in columns.items():
            cells.setdefault(head, row.get(column, ""))
        if name := cells.get("list_name"):
            rows.setdefault(name, []).append(tuple(cells[head] for head in heads))
    return {name: Table(heads, tuple(found)) for name, found in rows.items()}


def _standard(column: str) -> str:
    """The name of a column of external choices: a filter reads its own ones as they are written."""
    key = column.strip().lower().partition("::")[0].replace(" ", "_")
    return key if key in ("list_name", "name", "label") else column.strip()


def _xform(sheets: Mapping[str, Sheet], found: Findings, by_name: Mapping[str, int]) -> str | None:
    """Let pyxform write the XForm; None when it refuses, for reasons that are then among the errors."""
    book: dict[str, Any] = {"sheet_names": list(sheets)}
    for name, sheet in sheets.items():
        book[name] = [dict(row) for row in sheet.rows]
        book[f"{name}_header"] = [dict.fromkeys(sheet.columns)]
    warnings: list[str] = []
    try:
        written: str = pyxform_convert(book, warnings=warnings, form_name="xf_root").xform
    except RecursionError:
        found.errors.append(Problem("forms.error.other", {"name": "", "detail": "the groups are nested too deeply"}))
        return None
    except Exception as error:
        # pyxform lets mistakes of an author out as any exception.
        refused = isinstance(error, PyXFormError)
        refusal = explain(str(error) if refused else f"{type(error).__name__}: {error}", by_name)
        own = list(all_mistakes.mistakes(sheets))
        if (
            not own
            or (refused and refusal.key not in all_mistakes.FOUND)
            or refusal.row not in (0, *(one.row for one in own))
        ):
            found.errors.append(refusal)
        found.errors += own
        found.errors.sort(key=lambda one: (one.sheet != "survey", one.row))
        return None
    if len(written) > guards.MOST_XML:
        raise Unreadable("forms.xml_too_large", limit=guards.MOST_XML // 1024**2)
    for words in warnings:
        _note_warning(words, found)
    return written


def _note_warning(words: str, found: Findings) -> None:
    """Keep the warnings of pyxform that matter to a secretary: a label or a translation that is missing."""
    for line in words.split("\n"):
        for key, pattern in _SHOWN_WARNINGS:
            if match := pattern.search(line):
                if key == "forms.warning.translation":
                    language, sheet, columns = match.groups()
                    if "label" not in columns.split(", "):
                        continue
                    found.warnings.append(Problem(key, {"language": language, "columns": columns}, sheet))
                else:
                    found.warnings.append(Problem(key, {}, "survey", int(match["row"])))


def _look_over(form: CompiledForm, survey: Sheet, rows: Mapping[Place, int], binder: Binder, found: Findings) -> None:
    """Look for what compiles but is lost, goes round in a circle, or hardly means what it says."""
    names = {place[-1] for place, _ in form.each()}
    for number, row in enumerate(survey.rows, 2):
        kind, name = _type(row), _cell(row, "name", "tag", "value")
        lost = kind and name and not _END.match(kind) and kind.split()[0].lower() not in _IGNORED and name not in names
        if lost and _cell(row, "disabled").lower() not in ("yes", "true", "true()", "1"):
            found.errors.append(Problem("forms.error.lost_row", {"name": name, "type": kind}, "survey", number, name))
    for circle in dependencies.find(form).circles:
        shown = " ← ".join(place[-1] for place in circle[:6])
        found.errors.append(
            Problem("forms.error.circle", {"names": shown}, "survey", rows.get(circle[0], 0), circle[0][-1])
        )
    elements = dict(form.each())
    for place, element in elements.items():
        _warn_of(place, element, elements, binder)


def _warn_of(place: Place, element: Element, elements: Mapping[Place, Element], binder: Binder) -> None:
    if element.is_asked and not element.label and element.appearance != "hidden":
        binder.warn("forms.warning.no_label", place)
    if "search(" in element.appearance:
        binder.warn("forms.warning.search", place)
    if (
        element.type == "int"
        and element.control
        and re.search(r"phone|mobile|national|melli|tel|موبایل|تلفن|ملی", place[-1])
    ):
        binder.warn("forms.warning.int_as_text", place)
    if element.type == "int" and element.control is Control.INPUT and _is_open_money(element):
        binder.warn("forms.warning.int_as_money", place, most=MOST_WHOLE)
    if element.itemset is None and element.options == () and element.control in ("select1", "select", "rank"):
        binder.warn("forms.warning.no_choices", place)
    for tree in (element.relevant, element.calculate, element.constraint):
        for name, arguments in functions(tree) if tree is not None else ():
            if name in ("sum", "count", "min", "max", "join") and arguments:
                for reference in references(arguments[-1], place):
                    if reference.place != place and _is_own_row(reference.place, reference.common, elements):
                        binder.warn("forms.warning.own_row", place, function=name, name=reference.place[-1])


def _is_open_money(element: Element) -> bool:
    """Tell whether a question asks for single rials or tomans, and no constraint ends before its type does."""
    money = money_of(element)
    if money is None or money.scale > 1:
        return False
    return element.constraint is None or not _has_end(element.constraint)


def _has_end(tree: Tree) -> bool:
    """Tell whether an expression compares with a number from above."""
    match tree:
        case ["<" | "<=", _, ["number", _]] | [">" | ">=", ["number", _], _]:
            return True
        case ["and", left, right]:
            return _has_end(left) or _has_end(right)
    return False


def _is_own_row(place: Place, common: Place, elements: Mapping[Place, Element]) -> bool:
    """Tell whether a path stays in the row of a repeat that it could go through as a whole."""
    return any(
        elements[common[:depth]].kind is Kind.REPEAT and not common[depth:]
        for depth in range(2, len(common) + 1)
        if common[:depth] in elements and place[:depth] == common[:depth]
    )
