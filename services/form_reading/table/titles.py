"""The title of a table whose sheet has the name that a program gave it: the file's name says more."""

import re

from domain.persian.text import fold

_SHEET = re.compile(r"(sheet|table|page|ورق|ورقه|برگ|برگه|برگۀ|برگهٔ|صفحه|کاربرگ|جدول)\s*\d*")
_FILE = re.compile(r"(book|workbook|document|file|untitled|کتاب|کتاب کار|فایل|سند|بدون عنوان)?[\s\d]*")
_COPY = re.compile(r"\s*(\(\d+\)|[-–]\s*(copy|کپی))\s*$", re.IGNORECASE)


def better(title: str, proposed: str) -> str:
    """Return what is ``proposed`` for a title that says nothing, else the title."""
    return proposed if proposed and _SHEET.fullmatch(fold(title)) else title


def of_file(name: str) -> str:
    """Return the title that a file's name makes, "" for one that says nothing either."""
    stem = name.rpartition(".")[0] or name
    words = _COPY.sub("", " ".join(stem.replace("_", " ").split()))
    return "" if _FILE.fullmatch(fold(words)) else words
