"""The words of a picture, by Tesseract where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL.Image import Image

from domain.minutes import Unreadable
from services import process_limits

LANGUAGE = "fas"
PSM = "6"
MOST_MEMORY = 1536 * 1024**2
LONGEST = 60.0
"""The most seconds of one page."""
_WORD = "5"
"""The level of Tesseract's table at which a row is a word."""
_VARIABLES = {"PATH": "/usr/local/bin:/usr/bin:/bin", "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box in dots, the line it stands in, and Tesseract's confidence, of 100."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[str, ...]
    sure: float

    def moved(self, right: float, down: float) -> Word:
        """The word at another place."""
        place = (self.left + right, self.top + down, self.right + right, self.bottom + down)
        return Word(self.text, *place, self.line, self.sure)


@cache
def installed() -> str:
    """The path of Tesseract with its Persian, "" where either is not installed."""
    program = shutil.which("tesseract") or ""
    if not program:
        return ""
    try:
        listed = process_limits.run([program, "--list-langs"], _VARIABLES, memory=MOST_MEMORY, longest=LONGEST)
    except (subprocess.SubprocessError, OSError):
        return ""
    return program if LANGUAGE in listed.decode(errors="replace").split() else ""


def words_in(program: str, picture: Image) -> Iterator[Word]:
    """Read a picture of lines below one another. Raises Unreadable: too_costly, broken."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    command = [program, "-", "-", "-l", LANGUAGE, "--psm", PSM, "tsv"]
    try:
        table = process_limits.run(command, _VARIABLES, memory=MOST_MEMORY, longest=LONGEST, data=file.getvalue())
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_costly") from error
    except (subprocess.SubprocessError, OSError) as error:
        raise Unreadable("broken") from error
    for row in table.decode(errors="replace").splitlines():
        level, *line, _, left, top, width, height, sure, text = (*row.split("\t"), *[""] * 12)[:12]
        if level == _WORD and text.strip():
            x, y = float(left), float(top)
            yield Word(text.strip(), x, y, x + float(width), y + float(height), tuple(line), float(sure))
