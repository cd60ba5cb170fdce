"""The report on a form that was read: what it is, and its problems in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.forms.compiled.form_data import from_data
from domain.forms.compiled.model import CompiledForm, Kind
from services.form_reading.problems import Findings, Problem

Say = Callable[[Problem], str]
"""Words of a problem for a reader."""


@dataclass(slots=True)
class Report:
    """A form as it was read. ``data`` is the compiled form as JSON, None when there are errors."""

    title: str = ""
    id: str = ""
    version: str = ""
    languages: tuple[str, ...] = ()
    questions: int = 0
    repeats: int = 0
    xml: str = ""
    xml_hash: str = ""
    findings: Findings = field(default_factory=Findings)
    data: dict[str, Any] | None = None

    @property
    def form(self) -> CompiledForm | None:
        return from_data(self.data) if self.data is not None else None

    def describe(self, form: CompiledForm) -> None:
        """Take over what a compiled form says of itself."""
        elements = [element for _, element in form.each()]
        self.title, self.id, self.version, self.languages = form.title, form.id, form.version, form.languages
        self.questions = sum(element.is_asked for element in elements)
        self.repeats = sum(element.kind is Kind.REPEAT for element in elements)

    def to_json(self, say: Say) -> dict[str, Any]:
        """Return what `dabir form check --json` prints."""
        found = self.findings
        return {
            "ok": self.data is not None,
            "title": self.title,
            "id": self.id,
            "version": self.version,
            "languages": list(self.languages),
            "questions": self.questions,
            "repeats": self.repeats,
            "errors": _said(found.errors, say),
            "warnings": _said(found.warnings, say),
            "repairs": _said(found.repairs, say),
            "unanswerable": _said(found.unanswerable, say),
        }

    def pack(self) -> dict[str, Any]:
        """Return the report as the child process hands it over."""
        lists = ("errors", "warnings", "repairs", "unanswerable")
        packed = {name: [one.to_json() for one in getattr(self.findings, name)] for name in lists}
        own = ("title", "id", "version", "languages", "questions", "repeats", "xml", "xml_hash", "data")
        return {**packed, **{name: getattr(self, name) for name in own}}

    @classmethod
    def unpack(cls, raw: Mapping[str, Any]) -> Report:
        lists = ("errors", "warnings", "repairs", "unanswerable")
        findings = Findings(**{name: [Problem.from_json(one) for one in raw[name]] for name in lists})
        own = ("title", "id", "version", "questions", "repeats", "xml", "xml_hash", "data")
        return cls(languages=tuple(raw["languages"]), findings=findings, **{name: raw[name] for name in own})


def _said(problems: Iterable[Problem], say: Say) -> list[dict[str, Any]]:
    return [{"sheet": one.sheet, "row": one.row, "name": one.name, "text": say(one)} for one in problems]
