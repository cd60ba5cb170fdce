"""Table of a reading for a terminal, from right to left as its text is."""

from rich.console import Console
from rich.table import Table

from domain.dates.jalali import format_long
from domain.deadlines import describe
from domain.minutes import Reading, Unreadable
from domain.persian.text import persian_digits

UNREADABLE = {
    "empty": "it is empty",
    "not_persian": "it has no Persian text",
    "encoding": "its letters are in an encoding that is not known; save it as UTF-8",
    "too_large": "it is larger than {limit_mb} MB",
    "scanned": "it holds only pictures of pages; the text itself is needed",
    "password": "it is locked by a password; save it without one",
    "broken": "it is damaged; open it in Word and save it anew",
    "broken_picture": "its picture cannot be opened; save it as JPEG or PNG",
    "needs_ocr": "it is a picture, and Tesseract with Persian is not installed (Debian: tesseract-ocr-fas)",
    "nothing_legible": "nothing can be read in its picture",
    "old_sheet": "it is an old .xls file; save it as .xlsx",
    "tables_lost": "its tables fell apart in the conversion; save it as .docx in Word",
    "too_many_pages": "it has more than {most} pages",
    "too_costly": "it takes too much memory or time",
    "needs_office": "LibreOffice, which turns .{kind} into .docx, is not installed (Debian: libreoffice-writer)",
    "unknown_kind": "its kind is not known",
}


def why_unreadable(error: Unreadable) -> str:
    """The end of the sentence «FILE cannot be read: …»."""
    return UNREADABLE[error.reason_code].format(**error.params)


def show_reading(console: Console, reading: Reading) -> None:
    """Print the meeting, its resolutions as a table whose first column is at the right, and every doubt."""
    meeting = reading.meeting
    day = format_long(meeting.date) if meeting.date else None
    console.print("\n".join(part for part in (meeting.title, meeting.body, day) if part), justify="right")
    table = Table(show_lines=True, expand=True)
    for heading, share in (("مهلت", 2), ("مسئول", 2), ("مصوبه", 5)):
        table.add_column(heading, justify="right", ratio=share)
    table.add_column("شماره", justify="right")
    for resolution in reading.resolutions:
        phrase = resolution.phrase or "-"
        meaning = describe(resolution.deadline)
        table.add_row(
            phrase if phrase == meaning else f"{phrase}\n{meaning}",
            "\n".join(resolution.responsible),
            "\n".join([resolution.text, *(f"؟ {doubt.sentence}" for doubt in resolution.doubts)]),
            persian_digits(resolution.number),
        )
    console.print(table)
    for actor in reading.duties:
        console.print(persian_digits(f"{actor.actor_kind}: {len(actor.duties)} وظیفه"), justify="right")
    for doubt in reading.doubts:
        console.print(f"؟ {doubt.sentence}", justify="right")
