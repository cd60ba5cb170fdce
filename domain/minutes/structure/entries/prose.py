"""Group the lines outside tables into entries: each list item or paragraph with what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import LETTERS, split_letters, split_sequence
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.blocks import Paragraph, Table, table_lines
from domain.minutes.structure.entries import prose_signs as signs
from domain.minutes.structure.entries.continuation import (
    before_heading,
    begins_a_sentence,
    ends_a_list,
    is_complete,
    is_in_quotation,
    is_title,
    is_wrapped,
    only_labels,
    only_names,
)
from domain.minutes.structure.entries.nesting import SENTENCE, belongs, is_inside
from domain.minutes.structure.entries.offices import Charge
from domain.minutes.structure.findings import Entry, Findings
from domain.minutes.structure.headings import Heading, aside_of, heading_of, is_vote, says_what_for
from domain.minutes.structure.lines.marks import DECISION_LABEL, LABELLED, TICKED, Mark, MarkKind, mark_of
from domain.minutes.structure.tabular.asked_tables import asks_for
from domain.persian.text import fold

_OVER_OTHERS = {MarkKind.BULLET, MarkKind.LETTER}
"""Marks of a name whose works have marks of their own below it: «الف- شهرداری:» above «۱- لایروبی کانال‌ها»."""

_FIRST = LETTERS[0]
"""The letter that begins a list, inside an item too."""


@dataclass
class ProseReader:
    """Takes in the paragraphs of one document, line by line, and adds entries and headings to the findings."""

    findings: Findings
    meeting: int | None
    """The meeting's number, which «۱-۵» may carry beside the resolution's."""
    _section: PassedOverKind | None = PassedOverKind.UNPLACED
    _open: Entry | None = None
    _run: int = 0
    _heads: int = 0
    _inner: int = 0
    """The depth of the last paragraph; a deeper one belongs to its line."""

    _lined: bool = False
    _headed: bool = False
    _owners: tuple[str, ...] = ()
    """The owners whom a heading names for the bullets under it."""

    _over: MarkKind | None = None
    """The marks of names that charge the items below them, where the last heading was one."""

    _ranked: MarkKind | None = None
    """The kind of mark that stands before headings: «الف) دستور جلسه:»."""

    _charged: tuple[str, ...] = ()
    """The owners whom a heading among resolutions names for all that is under it: «شهرداری:»."""

    @property
    def section(self) -> PassedOverKind | None:
        """The kind of the section that the next block stands in, None among resolutions."""
        return self._section

    def close(self) -> None:
        """End the open entry: what follows does not continue it."""
        self._open = None

    def leave_follow_up(self) -> None:
        """Leave the follow-up of earlier resolutions behind its table or list."""
        if self._section is PassedOverKind.EARLIER_RESOLUTIONS:
            self._section = PassedOverKind.UNPLACED
            self._run += 1

    def takes_table(self, table: Table) -> bool:
        """Add a table to the open entry when that asks for it: «در قالب جدول زیر»; its first row names the columns."""
        last = self._open
        if last is None or not asks_for(last.text, table):
            return False
        last.columns = tuple(text for cell in table.rows[0] if (text := clean(cell.text)))
        last.lines += table_lines(table)
        return True

    def charge(self, charge: Charge) -> None:
        """Open or end what an office is charged with; under no heading that is known, too, it is decided."""
        lined, section = self._lined, self._section
        self._head(Heading(None, known=False), charge.line)
        self._lined, self._section = lined, section
        if charge.name and section in {None, PassedOverKind.UNPLACED}:
            self._section, self._lined = None, True
        elif not charge.line and section is None:
            self._section = PassedOverKind.UNPLACED
        self._charged = (charge.name,) if charge.name else ()

    def read(self, paragraph: Paragraph) -> None:
        """Take in a cleaned paragraph."""
        numbered = f"{paragraph.number}- {paragraph.text}"
        before = self._open
        if before is not None and before.kind is not None and paragraph.level > before.level:
            text = paragraph.text if paragraph.number is None else numbered
            if len(before.lines) > 1 and paragraph.level > self._inner:
                before.lines[-1] += f"\n{text}"
                return
            before.lines += text.split("\n")
        elif paragraph.number is None:
            for line in paragraph.text.split("\n"):
                self._line(line)
        elif heading := heading_of(paragraph.text, marked=True):
            self._head(heading, numbered)
        else:
            self._marked(Mark(MarkKind.COUNTED, 0, paragraph.number, "auto"), paragraph.text, numbered)
        self._inner = paragraph.level
        if self._open is not None and self._open is not before:
            self._open.level = paragraph.level

    def _line(self, line: str) -> None:
        if not line:
            return
        if self._open and is_in_quotation(self._open):
            self._open.lines.append(line)
            return
        if line.startswith("*") and line.endswith("*"):
            line = line.strip("* ")
        mark = mark_of(line)
        if mark is None and (headline := signs.headline_above(self.findings.all, self._heads, line)):
            self.findings.all[-1] = PassedOver(PassedOverKind.HEADING, headline.text)
            self._section, self._lined, self._open = PassedOverKind.UNPLACED, False, None
        if mark is None and signs.is_below_its_headline(self.findings.all, line):
            self._section, self._lined, self._open = PassedOverKind.UNPLACED, False, None
        if mark is None and (before := before_heading(line)):
            self._plain(before)
            line = line[len(before) :].strip()
        if mark is None and self._split_inline(line):
            return
        body = line[mark.end :].strip() if mark else line
        if DECISION_LABEL.match(line) and self._open and self._open.sign == LABELLED and not self._open.number:
            self._begin(DECISION_LABEL.sub("", line), None, MarkKind.NUMBER, LABELLED)
        elif mark and (title := self._title(mark, body)):
            self._head(title, body)
            self._over = mark.kind
        elif (
            self._open
            and not signs.follows(self._open, mark)
            and only_labels(body, of_item=self._open.kind is not None)
        ):
            self._open.lines.append(line)
        elif self._section is PassedOverKind.EARLIER_RESOLUTIONS and signs.RESULT.match(fold(body)):
            if self._open and self._open.lines:
                self._open.lines.append(line)
            else:
                self.findings.pass_over(PassedOverKind.EARLIER_RESOLUTIONS, line)
        elif heading := heading_of(body, mark is not None, mark is not None and mark.kind is MarkKind.BULLET):
            self._ranked = mark.kind if mark else self._ranked
            if mark and heading.known and heading.kind is None:
                signs.report_above(self.findings.all, self._open)
            self._head(heading, line)
        elif is_vote(line):
            self._vote(line)
        elif (signs.SPEECH.match(line) and strongest_act(body) is not Act.DECIDES) or (
            mark is None and signs.speaks(line)
        ):
            self.findings.pass_over(PassedOverKind.DISCUSSION, line)
        elif (mark is None or mark.kind is MarkKind.BULLET) and (kind := self._aside(body, mark is not None)):
            self.close()
            decided = kind is PassedOverKind.CLOSING and signs.RULED.search(fold(body)) is not None
            self.findings.pass_over(kind, line, asked=decided)
        elif mark:
            self._marked(mark, body, line)
        elif DECISION_LABEL.match(line) and not (self._open and not self._open.lines):
            self._begin(DECISION_LABEL.sub("", line), None, MarkKind.NUMBER, LABELLED)
        else:
            self._plain(line)

    def _title(self, mark: Mark, body: str) -> Heading | None:
        """The heading of a marked line that names whom the lines below it charge, or stands as another heading did."""
        ranked = mark.kind is self._ranked
        named = heading_of(body, marked=False) if ranked and body.partition(":")[2] else None
        if named and named.kind in signs.OF_PEOPLE:
            return named
        charges = mark.kind in _OVER_OTHERS and self._section is None and begins_with_name(body)
        if not ((charges or ranked) and body.endswith(":") and only_names(body)):
            return None
        return heading_of(body, marked=True) or Heading(None, known=False)

    def _split_inline(self, line: str) -> bool:
        """Read «… مقرر شد: الف) … ب) …» as a heading and its items; False for any other line."""
        lead, parts = split_letters(line)
        heading = heading_of(lead, marked=False) if len(parts) > 1 else None
        if heading is None or heading.rest or sum(map(states_decision, parts)) * 2 <= len(parts):
            return False
        self._head(heading, lead)
        for count, part in enumerate(parts, 1):
            self._begin(part, count, MarkKind.LETTER, "-")
        return True

    def _aside(self, text: str, marked: bool) -> PassedOverKind | None:
        """The kind of closing words or a signature; a name right under a list item that waits for its text is none.

        Nor is a `marked` line among resolutions that says what somebody is there for: «• معلم کمکی برای دو کلاس», or
        one below others that decides when the next meeting is.
        """
        kind = aside_of(text)
        if kind is not PassedOverKind.SIGNATURE:
            listed = marked and self._open is not None and self._open.kind is MarkKind.BULLET
            return None if listed and strongest_act(text) is Act.DECIDES else kind
        waits = self._open and (not self._open.lines or self._open.lines[-1].endswith((":", "،")))
        purpose = marked and self._section is None and says_what_for(text)
        return None if waits or purpose else kind

    def _head(self, heading: Heading, line: str) -> None:
        """Open a heading's section; one that nobody knows leaves a section of resolutions open."""
        self.close()
        self._run += 1
        self._heads += 1
        self._over = None
        self._headed = not heading.known
        if heading.known:
            self._section, self._lined = heading.kind, heading.lined
        elif self._section is not None and (
            self._section is not PassedOverKind.EARLIER_RESOLUTIONS or signs.ANEW.search(fold(line))
        ):
            self._section = PassedOverKind.UNPLACED
        named = not heading.known and self._section is None and begins_with_name(line) and only_names(line)
        self._charged = (line.rstrip(" :"),) if named else ()
        parts = split_sequence(heading.rest)[1] if heading.known and heading.kind is None else []
        if heading.kind is PassedOverKind.EARLIER_RESOLUTIONS:
            self.findings.doubt("earlier_skipped")
        if not heading.rest:
            self.findings.pass_over(PassedOverKind.HEADING, line)
        elif heading.kind is None:
            before = line[: len(line) - len(heading.rest)].strip()
            self.findings.pass_over(PassedOverKind.HEADING, before)
            if parts:
                for count, part in enumerate(parts, 1):
                    self._begin(part, count, MarkKind.NUMBER, "-")
            else:
                self._line(heading.rest)
        else:
            self._begin(line, None, None, "")
            self.close()
            # An agenda or the names on the heading's own line leave the section behind it open to all.
            if heading.kind in {PassedOverKind.AGENDA, PassedOverKind.ATTENDANCE, PassedOverKind.LETTERHEAD}:
                self._section = PassedOverKind.UNPLACED

    def _vote(self, line: str) -> None:
        """Add a vote to an entry that has not decided yet; after any other it is passed over."""
        if (
            self._open
            and strongest_act(self._open.text) < Act.CHARGES
            and re.search(r"\w", line)
            and not line.isdecimal()
        ):
            self._open.lines.append(line)
        else:
            self.findings.pass_over(PassedOverKind.CLOSING, line)

    def _marked(self, mark: Mark, body: str, line: str) -> None:
        """Begin an entry for a marked line, or one for each of «۱- … ۲- … ۳- …», or add it to the open entry.

        What is ticked off is done, and passed over.
        """
        if mark.sign == TICKED:
            self.close()
            self.findings.pass_over(PassedOverKind.DISCUSSION, line)
            return
        if beside := signs.beside_the_list(self._open, mark, body):
            self.close()
            said = beside is PassedOverKind.DISCUSSION and strongest_act(body) >= Act.CHARGES
            self.findings.pass_over(beside, line, asked=said or beside is PassedOverKind.EARLIER_RESOLUTIONS)
            return
        if self._section is PassedOverKind.EARLIER_RESOLUTIONS and signs.begins_anew(self._open, mark, body):
            self.close()
            self.leave_follow_up()
        number = mark.number
        if mark.kind is MarkKind.PAIR and self.meeting in mark.pair and not signs.counts_below(self._open, mark):
            number = next((one for one in mark.pair if one != self.meeting), self.meeting)
        heads = mark.kind is self._over and mark.sign != _FIRST
        if self._open and not heads and is_inside(self.findings.all, self._open, mark, number, body):
            self._open.lines.append(line)
            return
        inside = split_sequence(line)[1] if number == 1 and mark.kind is MarkKind.NUMBER else []
        if len(inside) > 1 and sum(map(states_decision, inside)) * 2 > len(inside):
            for count, part in enumerate(inside, 1):
                self._begin(part, count, mark.kind, mark.sign)
        else:
            self._begin(body, number, mark.kind, mark.sign)

    def _begin(self, text: str, number: int | None, kind: MarkKind | None, sign: str) -> None:
        text = text.strip(" *")
        if number == 1:
            self._run += 1
        self._owners = (self._owner_above() or self._owners) if kind is MarkKind.BULLET else ()
        self._open = Entry([text] if text else [], self._section, number, kind, sign, self._run)
        self._open.head = self._heads
        self._open.lined, self._open.headed, self._open.owners = (
            self._lined,
            self._headed,
            self._owners or self._charged,
        )
        self.findings.all.append(self._open)

    def _owner_above(self) -> tuple[str, ...]:
        """Take the line right above as the owner of the bullets that follow, where it is nothing but a name."""
        above = self.findings.all[-1] if self.findings.all else None
        if not isinstance(above, Entry) or above.kind is not None or above.section is not None:
            return ()
        if len(above.text) > SENTENCE or not begins_with_name(above.text) or not only_names(above.text):
            return ()
        self.findings.all[-1] = PassedOver(PassedOverKind.HEADING, above.text)
        return (above.text.rstrip(" :"),)

    def _plain(self, line: str) -> None:
        """Add a line without a mark to the open entry, or let it stand by itself."""
        if noted := signs.noted_item(self.findings.all, self._open, line):
            noted.lines.append(line)
            return
        last = self._open
        apart = last is not None and begins_a_sentence(line) and ends_a_list(last, self.findings.all[-2:-1])
        if last is not None and last.lines and not apart and (is_wrapped(last, line) or line.startswith("و ")):
            last.lines[-1] += f" {line}"
        elif last is None or last.kind is None:
            if last and last.lines and (only_labels(line, of_item=False) or signs.is_note_on(last, line)):
                last.lines.append(line)
            elif (
                last is None
                and (fold(line).startswith("تبصره") or signs.NOTE_ON.match(fold(line)))
                and (draft := signs.draft_above(self.findings.all, line))
            ):
                draft.text += f"\n{line}"
            else:
                self._leave_section(line)
                self._begin(line, None, None, "")
        elif belongs(self.findings.all, last, line):
            if is_complete(last) and strongest_act(line) >= Act.CHARGES and not signs.NOTE.match(fold(line)):
                last.doubtful.append(line)
            last.lines.append(line)
        else:
            self._leave_section(line)
            self._begin(line, None, None, "")

    def _leave_section(self, line: str) -> None:
        """Leave the agenda or those present where something is told, a follow-up's list at the title of a topic."""
        last = self.findings.all[-1] if self.findings.all else None
        listed = self._section is PassedOverKind.EARLIER_RESOLUTIONS and isinstance(last, Entry) and last.kind
        told = strongest_act(line) is not Act.NAMES or len(line) > 2 * SENTENCE
        if (listed and is_title(line)) or (
            told and self._section in {PassedOverKind.AGENDA, PassedOverKind.ATTENDANCE}
        ):
            self._section = PassedOverKind.UNPLACED
            self._run += 1
