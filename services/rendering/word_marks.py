"""The marks of a Word template, checked in one pass before docxtpl looks for them.

Word tears words into runs, so docxtpl searches the XML by patterns, some of which take a square of time or worse where
a mark is never closed: 40 kB kept a processor busy for a minute and a half.
"""

import re

from services.rendering.word_language import Faults, once

_TORN = re.compile(r"(?<={)(?:<[^>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^>]*>)+(?=})")
"""The tags of XML inside a mark, as docxtpl takes them out."""
_MARK = re.compile(r"{{|{%|{#|}}|%}|#}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BLOCK = re.compile(r"(?:tr|tc|p|r)?-?\s*(?:for|endfor|if|elif|else|endif)\b")
"""The beginnings of the blocks that a template may have; docxtpl has some of its own, for cells that become one."""
_RAW = re.compile(r"(?:r|p|tr|tc)\s")
"""The beginnings of outputs that docxtpl writes as XML."""
_TAG = re.compile(r"<[^>]*>")
_LONGEST = 60


def check(xml: str, faults: Faults) -> bool:
    """Note the marks of a part that are not closed, or stand for more than a template may; True when all are right."""
    words = _TORN.sub("", xml)
    sound, opened, start = True, "", 0
    for found in _MARK.finditer(words):
        mark = found.group()
        if not opened:
            if mark in _CLOSING:
                opened, start = mark, found.start()
        elif mark == _CLOSING[opened]:
            inside = _TAG.sub("", words[start + 2 : found.start()])
            if (opened == "{%" and not _BLOCK.match(inside)) or (opened == "{{" and _RAW.match(inside)):
                once(faults.forbidden, _around(words, start))
                sound = False
            opened = ""
        elif mark in _CLOSING:
            break
    if opened:
        once(faults.syntax, _around(words, start))
    return sound and not opened


def _around(words: str, start: int) -> str:
    """The words from a mark on, to the end of its paragraph."""
    end = words.find("</w:p>", start, start + 3000)
    return " ".join(_TAG.sub("", words[start : end if end >= 0 else start + _LONGEST]).split())[:_LONGEST]
