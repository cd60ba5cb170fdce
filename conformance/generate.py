"""Forms made by chance: every type, function and nesting that XLSForms in use have, in small forms."""

from __future__ import annotations

import io
from random import Random

import openpyxl

TYPES = (
    ("text", ""),
    ("integer", ""),
    ("decimal", ""),
    ("date", ""),
    ("time", ""),
    ("dateTime", ""),
    ("select_one fruit", ""),
    ("select_multiple fruit", ""),
    ("rank fruit", ""),
    ("range", "start=1 end=10 step=1"),
    ("geopoint", ""),
    ("geotrace", ""),
    ("geoshape", ""),
    ("acknowledge", ""),
    ("barcode", ""),
    ("note", ""),
    ("select_one town", ""),
)
CONSTRAINTS = {
    "integer": (". >= 0 and . < 50", ". > 3 or . = 1", ". mod 2 = 0", ". <= 2147483647"),
    "decimal": (". > 0.5", ". < 100 and . != 7"),
    "text": ("regex(., '^[a-zA-Z]+$')", "string-length(.) < 8", ". != 'x'", "string-length(.) = 10"),
    "date": (". <= today()", ". > '2000-01-01' and . < today() + 30", "format-date(., '%Y') > 2015"),
    "select_multiple fruit": ("count-selected(.) <= 2", "not(selected(., 'fig') and count-selected(.) > 1)"),
}
NUMERIC = (
    "{n} + 1",
    "{n} * {m} - 3",
    "{n} div {m}",
    "{n} mod 3",
    "-{n}",
    "round({n} div 3, 2)",
    "int({n} div 2)",
    "floor({n} div 2) + ceiling({m} div 2)",
    "pow({n}, 2)",
    "abs({n} - {m})",
    "sqrt({n})",
    "log10({n}) + exp(1) + sin({m}) + cos({m}) + tan({m}) + atan({m})",
    "exp10(2) + log({n}) + asin(0.5) + acos(0.5) + atan2({n}, {m}) + pi()",
    "min({n}, {m})",
    "max({n}, {m})",
    "number({t})",
    "coalesce({n}, {m}) + 1",
    "if({n} > {m}, {n}, {m})",
    "string-length({t})",
    "count-selected({s})",
    "decimal-date-time({d})",
    "decimal-time('06:30:00')",
    "checklist(1, 2, {n} > 1, {m} > 1)",
    "weighted-checklist(1, 5, {n} > 1, 2, {m} > 1, 3)",
    "boolean-from-string({t})",
    "if({g} != '', distance({g}), 0)",
    "area({h})",
    "today() - {d}",
    "count-non-empty({t})",
    "{n} = {m}",
    "{n} != {m} or {n} < 3",
    "not({n}) and true()",
)
TEXTUAL = (
    "concat({t}, '-', {n})",
    "join(', ', {t}, {n}, 'z')",
    "substr({t}, 0, 3)",
    "substr({t}, -2)",
    "substring-before({t}, 'a')",
    "substring-after({t}, 'a')",
    "translate({t}, 'abc', 'xyz')",
    "normalize-space(concat(' ', {t}, '  b '))",
    "contains({t}, 'a')",
    "starts-with({t}, 'a') or ends-with({t}, 'b')",
    "regex({t}, '[0-9]+')",
    "string({n})",
    "selected({s}, 'apple')",
    "not(selected({s}, ''))",
    "format-date(now(), '%d/%m %H:%M:%S')",
    "selected-at({s}, 0)",
    "jr:choice-name({o}, '{o}')",
    "format-date({d}, '%d %b %Y %n/%e %y')",
    "format-date-time({d}, '%Y-%m-%d %H:%M:%S')",
    "date({d})",
    "date('2019-1-5')",
    "digest({t}, 'SHA-256', 'hex')",
    "digest({t}, 'MD5')",
    "base64-decode('2LPZhNin2YU=')",
    "string-length(uuid())",
    "pulldata('towns', 'people', 'name', {w})",
    "instance('fruit')/root/item[name = {o}]/colour",
    "count(instance('town')/root/item[region = {o}])",
    "once({t})",
    "if(selected({s}, 'fig'), 'yes', if({n} > 2, 'some', ''))",
)
IN_REPEAT = (
    "position(..)",
    "{n} + position(..)",
    "concat({t}, '/', ../../{outer})",
    "indexed-repeat({inner}, {repeat}, position(..) - 1)",
    "count({repeat})",
    "count({repeat}[{bare} > current()/../{bare}])",
    "sum({inner})",
)
OVER_REPEAT = (
    "sum({inner})",
    "count({repeat})",
    "join(' ', {inner})",
    "max({inner})",
    "min({inner})",
    "{repeat}[position() = 1]/{bare}",
)
RELEVANT = (
    "{n} > 1",
    "{t} != ''",
    "selected({s}, 'apple')",
    "{o} = 'fig'",
    "{n} >= {m}",
    "string-length({t}) > 1",
    "{n} != '' and {n} < 40",
)
COLUMNS = (
    *("type", "name", "label", "relevant", "constraint", "calculation", "required", "default"),
    *("choice_filter", "repeat_count", "trigger", "parameters"),
)
FRUIT = (("apple", "red"), ("fig", "blue"), ("plum", "blue"), ("lime", "green"))
TOWNS = (("mashhad", "apple"), ("sabzevar", "apple"), ("torbat", "fig"), ("neyshabur", "plum"))
TABLE = "name,label,people\nmashhad,Mashhad,3000\nsabzevar,Sabzevar,300\n"


class _Form:
    """One form in the making: rows of its survey, and the names that expressions may read."""

    def __init__(self, chance: Random, number: int) -> None:
        self._chance, self._number, self._count = chance, number, 0
        self.rows: list[dict[str, str]] = []
        self._names: dict[str, list[str]] = {}

    def make(self) -> None:
        for kind in ("integer", "integer", "text", "date", "select_multiple fruit", "select_one fruit"):
            self._question(kind)
        self._question("select_one town", choice_filter=f"region = {self._ref('o')}")
        self._question("geotrace")
        self._question("geoshape")
        for _ in range(6):
            self._something(depth=0)
        self._repeat(depth=0)
        for _ in range(4):
            self._calculate(self._chance.choice(NUMERIC + TEXTUAL))
        # Every function comes up in one of a hundred forms.
        everything = NUMERIC + TEXTUAL
        self._calculate(everything[self._number % len(everything)])

    def _something(self, depth: int) -> None:
        roll = self._chance.random()
        if roll < 0.6:
            kind, parameters = self._chance.choice(TYPES)
            self._question(kind, parameters=parameters)
        elif roll < 0.75:
            self._calculate(self._chance.choice(NUMERIC + TEXTUAL))
        elif roll < 0.9 and depth < 2:
            name = self._name("g")
            relevant = self._filled(self._chance.choice(RELEVANT)) if self._chance.random() < 0.5 else ""
            self.rows.append({"type": "begin_group", "name": name, "label": "Group", "relevant": relevant})
            for _ in range(3):
                self._something(depth + 1)
            self.rows.append({"type": "end_group"})
        else:
            self._trigger()

    def _repeat(self, depth: int) -> None:
        name, inner, outer = self._name("r"), self._name("i"), self._names["t"][0]
        counted = self._chance.random() < 0.5
        count = self._ref("n") if counted and self._chance.random() < 0.7 else "2" if counted else ""
        known = {key: list(names) for key, names in self._names.items()}
        self.rows.append({"type": "begin_repeat", "name": name, "label": "Rows", "repeat_count": count})
        relevant = self._filled(self._chance.choice(RELEVANT)) if self._chance.random() < 0.4 else ""
        self.rows.append(
            {"type": "integer", "name": inner, "label": "Inner", "constraint": ". < 30", "relevant": relevant}
        )
        self._question("text", default="concat('row ', position(..))" if self._chance.random() < 0.5 else "")
        for source in self._chance.sample(IN_REPEAT, 3):
            made = source.replace("{inner}", f"${{{inner}}}").replace("{repeat}", f"${{{name}}}")
            made = made.replace("{bare}", inner)
            if "{outer}" in made:
                made = made.replace("../../{outer}", f"${{{outer}}}")
            self._calculate(made, keep=False)
        if depth == 0 and self._chance.random() < 0.5:
            self._repeat(depth + 1)
        self.rows.append({"type": "end_repeat"})
        self._names = known
        if depth == 0:
            for source in self._chance.sample(OVER_REPEAT, 3):
                made = source.replace("{inner}", f"${{{inner}}}").replace("{repeat}", f"${{{name}}}")
                self._calculate(made.replace("{bare}", inner), keep=False)

    def _question(self, kind: str, **cells: str) -> None:
        chance = self._chance
        letter = {"integer": "n", "text": "t", "date": "d", "geotrace": "g", "geoshape": "h"}.get(kind, "q")
        letter = {"select_multiple fruit": "s", "select_one fruit": "o", "select_one town": "w"}.get(kind, letter)
        row = {"type": kind, "name": self._name(letter), "label": f"Question {self._count}", **cells}
        if kind in CONSTRAINTS and chance.random() < 0.7:
            row["constraint"] = chance.choice(CONSTRAINTS[kind])
        if len(self._names) > 5 and chance.random() < 0.3:
            row["relevant"] = self._filled(chance.choice(RELEVANT))
        if kind != "note" and chance.random() < 0.2:
            row["required"] = "yes"
        if not row.get("default") and chance.random() < 0.25:
            defaults = {
                "integer": ("5", "2 + 3"),
                "text": ("water",),
                "date": ("today()", "2019-10-05"),
                "decimal": ("1.5",),
            }
            row["default"] = chance.choice(defaults.get(kind, ("",)))
        self.rows.append(row)
        self._names.setdefault(letter, []).append(row["name"])

    def _calculate(self, source: str, *, keep: bool = True) -> None:
        name = self._name("c")
        self.rows.append({"type": "calculate", "name": name, "calculation": self._filled(source)})
        if keep and source in NUMERIC:
            self._names.setdefault("m", []).append(name)

    def _trigger(self) -> None:
        source = self._chance.choice(("concat('set ', {t})", "{n} + 100", "today()"))
        row = {"type": "text", "name": self._name("v"), "label": "Set by a change", "trigger": self._ref("o")}
        self.rows.append({**row, "calculation": self._filled(source)})

    def _name(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _ref(self, letter: str) -> str:
        names = self._names.get(letter) or self._names["n"]
        # One line and one shape: a function of places has to read what was looked at before.
        return f"${{{names[0] if letter in 'gh' else self._chance.choice(names)}}}"

    def _filled(self, source: str) -> str:
        for letter in "nmtsodwgh":
            while f"{{{letter}}}" in source.replace("${", "$<"):
                place = source.replace("${", "$<").index(f"{{{letter}}}")
                ref = self._ref(letter)
                if source[place:].startswith(f"{{{letter}}}'") and "choice-name" in source:
                    ref = source[source.index("${") : source.index("}") + 1]
                source = source[:place] + ref + source[place + 3 :]
        return source


def generate(number: int) -> tuple[bytes, dict[str, bytes]]:
    """Return the workbook of one form, and the tables that come along."""
    made = _Form(Random(number), number)
    made.make()
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(COLUMNS)
    for row in made.rows:
        survey.append([row.get(column) or None for column in COLUMNS])
    survey.append(
        [
            None if column not in ("type", "name") else {"type": "csv-external", "name": "towns"}[column]
            for column in COLUMNS
        ]
    )
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label", "colour", "region"])
    for name, colour in FRUIT:
        choices.append(["fruit", name, name.title(), colour, None])
    for name, region in TOWNS:
        choices.append(["town", name, name.title(), None, region])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id"])
    settings.append([f"Generated {number}", f"generated_{number}"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), {"towns.csv": TABLE.encode()}
