"""Signs by which prose tells notes, speech and results from decisions."""

import re
from collections.abc import Iterable

from domain.minutes.structure.findings import Entry
from domain.minutes.structure.lines.marks import MarkKind
from domain.persian.text import fold

NOTE = re.compile(r"\W*(?:تبصره|توضیح|یادداشت|نکته|ضمنا|همچنین|لازم به ذکر|شایان ذکر|بدیهی است|پانوشت)\b")
ANEW = re.compile(r"جدید|این (?:جلسه|نشست)|حاضر|جاری|امروز|امشب")
OF_NUMBER = re.compile(r"(?:مصوبه|بند|ردیف)(?: شماره)? (\d{1,3})\b")
NOTE_ON = re.compile(
    r"\W*(?:تبصره|توضیح(?:ات)?|یاد ?اوری|نکته|یادداشت)\b[^\d.]{0,25}?(?:مصوبه|بند|ردیف|شماره)(?: شماره)? (\d{1,3})\b"
)
SPEECH = re.compile(
    r"[•\s]*\*\s*[-–]|(?:پرسش|پاسخ|سو[اؤ]ال|جواب)(?:\s*\([^)]*\)|[^:]{0,30})?\s*:"
    r"|[^:.]{2,40}\s(?:گفته|نوشته|می‌?نویسد)\s*:"
)
FURTHER = re.compile(r"\W*(?:ضمنا|همچنین)\b")
RESULT = re.compile(r"(?:نتیجه|نتایج|اقدام(?:ات)?)(?: \w+){0,2}\s*:\s*\S")
"""The result of an earlier resolution: «نتیجه: انجام شد»."""
COUNTING = {MarkKind.NUMBER, MarkKind.ORDINAL, MarkKind.COUNTED}


def noted_item(found: Iterable[object], opened: Entry | None, line: str) -> Entry | None:
    """The item of the open list that a note below the list is on: «یادآوری: در مورد بند ۳، …»."""
    said = NOTE_ON.match(fold(line)) if opened and opened.kind in COUNTING else None
    if said is None or opened is None:
        return None
    beside = (one for one in found if isinstance(one, Entry) and one.family == opened.family)
    return next((one for one in beside if one.number == int(said[1])), None)
