"""Readings and deadlines for a terminal: tables for people, from right to left as their text is."""

from rich.console import Console
from rich.table import Table

from domain.deadlines import Deadline, describe
from domain.jalali import format_long
from domain.minutes import Reading, Unreadable
from domain.persian import persian_digits

UNREADABLE = {
    "empty": "it is empty",
    "not_persian": "it has no Persian text",
    "encoding": "its letters are in an encoding that is not known; save it as UTF-8",
    "too_large": "it is larger than {limit_mb} MB",
    "scanned": "it holds only pictures of pages; the text itself is needed",
    "password": "it is locked by a password; save it without one",
    "broken": "it is damaged; open it in Word and save it anew",
    "doc": "it is an old .doc file; open it in Word and save it as .docx",
    "odt": "it is an .odt file; save it as .docx",
    "rtf": "it is an .rtf file; save it as .docx",
    "pdf": "it is a PDF; the .docx it was made from is needed",
    "pdf_scanned": "it is a PDF of scanned pages; the text itself is needed",
    "picture": "it is a picture; the text itself is needed",
    "unknown_kind": "it is neither a .docx nor a text file",
}


def why_unreadable(error: Unreadable) -> str:
    """The end of the sentence «FILE cannot be read: …»."""
    return UNREADABLE[error.reason_code].format(**error.params)


def show_deadline(console: Console, deadline: Deadline) -> None:
    """One line of what the phrase means, and a line for each thing that was assumed."""
    console.print(describe(deadline))
    for assumption in deadline.assumed:
        console.print(f"  {assumption}")


def show_reading(console: Console, reading: Reading) -> None:
    """The meeting, its resolutions as a table whose first column is at the right, and every doubt."""
    meeting = reading.meeting
    day = format_long(meeting.date) if meeting.date else None
    console.print("\n".join(part for part in (meeting.title, meeting.body, day) if part), justify="right")
    table = Table("مهلت", "مسئول", "مصوبه", "شماره", show_lines=True, expand=True)
    for column in table.columns:
        column.justify = "right"
    for resolution in reading.resolutions:
        doubts = "".join(f"\n؟ {doubt.sentence}" for doubt in resolution.doubts)
        table.add_row(
            f"{resolution.phrase or ''}\n{describe(resolution.deadline)}".strip(),
            "\n".join(resolution.responsible),
            resolution.text + doubts,
            persian_digits(resolution.number),
        )
    console.print(table)
    for actor in reading.duties:
        console.print(persian_digits(f"{actor.actor_kind}: {len(actor.duties)} وظیفه"), justify="right")
    for doubt in reading.doubts:
        console.print(f"؟ {doubt.sentence}", justify="right")
