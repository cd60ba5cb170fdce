"""The words of the follow-up report: decisions with their owners' lines, and the agencies that are silent."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Row

from domain.chat.screens import T, Text
from domain.deadlines import periods
from models.tables.correspondence import SecretariatLetter
from models.tables.followup import Contribution, Extension, ExtensionState
from models.tables.meetings import ResolutionState
from services.correspondence import letters
from services.export.tables import ExportContext
from services.obligations import resolution_status
from services.obligations.status import Stage, Tally
from texts import wording
from texts.answer_summary import clip
from texts.format import Formatter

Told = TypeVar("Told")
LONGEST = 700
"""Characters of what somebody wrote in one cell; the whole is in the Excel export."""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One owner's part in a decision, in words; ``stage`` is a ``Stage`` by its name, "" for an ended one."""

    owner: str
    due: str
    stage: str
    state: str
    done: str
    letter: str
    obstacles: str
    extensions: str
    contributions: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The latest answer to one obligation, and its extensions, letters and contributions."""

    answer: Mapping[str, Any]
    extended: Sequence[Extension]
    written: Sequence[SecretariatLetter]
    contributed: Sequence[Contribution]


@dataclass(frozen=True, slots=True)
class Decision:
    """A resolution in words, with a line for each owner; ``status`` is that of the whole, "" where nobody was asked."""

    title: str
    text: str
    deadline: str
    status: str
    owners: list[OwnerLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SilentAgency:
    """An agency whose reports are still to come: of which resolutions, how late, and who could be asked."""

    row: str
    agency: str
    resolutions: str
    late: str
    representative: str


class ReportWords:
    """The words of a report's parts, in the language of its context."""

    def __init__(self, voice: Formatter, export: ExportContext) -> None:
        self.say, self._export = voice.plain, export

    def decision(
        self, resolution: Row[Any], tally: Tally | None, owners: list[OwnerLine], *, several: bool
    ) -> Decision:
        """A resolution with its owners' lines, named with its meeting where there are several."""
        title = wording.resolution_name(resolution.number, "", resolution.meeting if several else None)
        standing = resolution_status.standing(tally, resolution.set_status, resolution.set_reason)
        status = self.say(standing.words(LONGEST)) if standing else ""
        text = resolution.text.strip()
        if remark := resolution.remark.strip():
            text = f"{text}\n{self.say(T('followup_report.remark', remark=remark))}"
        return Decision(self.say(title), text, self.say(self._deadline(resolution)), status, owners)

    def _deadline(self, resolution: Row[Any]) -> Text:
        if resolution.state is ResolutionState.RECORD:
            return T("followup_report.on_record")
        if resolution.due is None:
            return T("followup_report.phrase", phrase=resolution.phrase or T("tasks.due.none"))
        if not resolution.phrase:
            return T("followup_report.date", day=resolution.due)
        return T("followup_report.phrase_day", phrase=resolution.phrase, day=resolution.due)

    def owner_line(self, row: Row[Any], beside: Beside) -> OwnerLine:
        """The line of one obligation."""
        answer = beside.answer
        owner = T("followup_report.item", agency=row.agency, item=row.item) if row.item else row.agency
        return OwnerLine(
            owner=self.say(owner),
            due=self.say(self._due(row)),
            stage=row.stage or "",
            state=self.say(self._state(row, answer)),
            done=self._done(answer),
            letter="\n".join(filter(None, [self._letter(answer), *self._lines(letters.line, beside.written)])),
            obstacles=clip(answer.get("obstacles") or "", LONGEST),
            extensions="\n".join(self._lines(self._extension, beside.extended)),
            contributions="\n".join(self._lines(self._contribution, beside.contributed)),
        )

    def _lines(self, line: Callable[[Told], Text], rows: Iterable[Told]) -> Iterator[str]:
        return (self.say(line(row)) for row in rows)

    def _due(self, row: Row[Any]) -> Text:
        if row.due is None:
            return wording.time_left(None, periods.kind(row.deadline), self._export.today)
        return T("followup_report.due", day=row.due)

    def _state(self, row: Row[Any], answer: Mapping[str, Any]) -> Text:
        if not row.stage:
            return T("book.ended")
        label = T(f"status.legend.{row.stage}")
        if row.stage == Stage.OVERDUE:
            return T("followup_report.late", label=label, days=(self._export.today - row.due).days)
        return label

    def _done(self, answer: Mapping[str, Any]) -> str:
        if not answer:
            return ""
        what = answer.get("progress") or T(f"answer.kind.{answer['kind']}")
        if percent := answer.get("percent"):
            what = T("followup_report.percent", progress=what, percent=percent)
        if not answer.get("done"):
            return self.say(what)
        return self.say(T("followup_report.done", progress=what, words=clip(" ".join(answer["done"].split()), LONGEST)))

    def _letter(self, answer: Mapping[str, Any]) -> str:
        if not answer.get("letter_number"):
            return ""
        if not answer.get("letter_date"):
            return str(answer["letter_number"])
        return self.say(T("followup_report.letter", number=answer["letter_number"], day=answer["letter_date"]))

    def _extension(self, extension: Extension) -> Text:
        if extension.state is ExtensionState.GRANTED:
            key = "granted" if extension.asked_by else "given"
            return T(f"followup_report.extension.{key}", day=extension.new_due or extension.until)
        return T(f"followup_report.extension.{extension.state}", day=extension.until)

    def _contribution(self, contribution: Contribution) -> Text:
        words = clip(" ".join(contribution.words.split()), LONGEST)
        day = self._export.day(contribution.sent_at)
        return T("followup_report.contribution", agency=contribution.agency.name, day=day, words=words)

    def silent(self, place: int, rows: Sequence[Row[Any]], *, several: bool) -> SilentAgency:
        """The line at a place of an agency whose reports are still to come; ``rows`` are what it owes."""
        first = min((row.due for row in rows if row.due), default=self._export.today)
        days = (self._export.today - first).days
        numbers = dict.fromkeys(self.say(self._number(row, several=several)) for row in rows)
        return SilentAgency(
            self.say(T("picture.number", number=place)),
            rows[0].agency,
            self.say(T("form.lines", lines=[wording.comma_separated([*numbers])])),
            self.say(T("followup_report.days", days=days) if days > 0 else T("followup_report.in_time")),
            self.say(T("followup_report.has" if rows[0].heard else "followup_report.has_not")),
        )

    def _number(self, row: Row[Any], *, several: bool) -> Text:
        number = T("followup_report.number_item", number=row.number, item=row.item) if row.item else row.number
        if several and row.meeting:
            return T("followup_report.number_of", number=number, meeting=row.meeting)
        return T("picture.number", number=number)
