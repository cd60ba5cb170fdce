"""Plain text from the remains of HTML that an extraction from Word leaves in cells."""

from __future__ import annotations

import html
import re

from domain.persian.text import normalise

_BREAK = re.compile(r"</?(?:p|div|ul|ol|tr|h[1-6]|table)\b[^<>]*>|<br\s*/?>|</li>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_UNDERLINED_LIST = re.compile(r"(?:(?<=[:؛])\s*<u>)|(?:</u>\s*<u>)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*(?:>|$)")
_BULLET = re.compile("[•▪●■◾▫◦►➢❖✓✔]\ufe0f?[ \t]*")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_STRETCHED = re.compile(r"(?<=\d)[ \t]?ـ+|(?<=\s)ـ+(?=\s)")
"""The letter «ـ», written for a dash: «۱ـ …»."""

_HASHTAG = re.compile(r"#(\w+)")
_PAIRED = re.compile(r"<(/?)(p|u|b|ul|ol|table|div|span)\b[^<>]*>", re.IGNORECASE)


def clean(text: str) -> str:
    """Remove the tags of a text: paragraphs, breaks and list items get lines of their own, bullets become «• ».

    A chat's «1️⃣» becomes «1-», its «#مصوبه_۱» becomes «مصوبه ۱».
    Fragments underlined one after another are a list, too, because the extraction marks one so.
    """
    text = _KEYCAP.sub(r"\1- ", html.unescape(text))
    text = _STRETCHED.sub("-", text)
    text = _HASHTAG.sub(lambda match: match[1].replace("_", " "), text)
    text = _UNDERLINED_LIST.sub("\n", text)
    text = _ITEM.sub("\n• ", _BREAK.sub("\n", text))
    text = _BULLET.sub("\n• ", _TAG.sub("", text))
    lines = (line.strip() for line in normalise(text).splitlines())
    return "\n".join(line for line in lines if line and line != "•")


def is_cut(text: str) -> bool:
    """Tell whether a tag is still open, or itself cut, at the end of a text."""
    open_tags: list[str] = []
    for closing, name in _PAIRED.findall(text):
        if not closing:
            open_tags.append(name.lower())
        elif name.lower() in open_tags:
            open_tags.remove(name.lower())
    return bool(open_tags) or re.search(r"<[a-zA-Z/][^<>]*$", text) is not None
