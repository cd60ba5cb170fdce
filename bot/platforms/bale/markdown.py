"""The formatting of people's messages on Bale, whose clients send its Markdown as it was typed.

docs/decisions/0013-bale-markdown.md has the rules: a mark opens after an anchor and closes before one.
"""

import re
from collections.abc import Mapping
from typing import Any

from domain.chat.rich_text import Piece, RichText, combined

_BEFORE, _AFTER = r"(?<![^ .,:!?\t\n])", r"(?![^ .,:!?\t\n])"
_MARKED = re.compile(
    rf"{_BEFORE}\*(?!\*)(?P<b>[^*\n]+)\*{_AFTER}"
    rf"|{_BEFORE}_(?!_)(?P<i>[^_\n]+)_{_AFTER}"
    rf"|{_BEFORE}\[(?P<title>[^\]\n]+)\]\((?P<url>https?://[^)\s]+)\)"
)


def of_message(message: Mapping[str, Any]) -> RichText | None:
    """The formatted words of a message or of its caption; None without any formatting."""
    words = message.get("text") or message.get("caption") or ""
    rich = RichText(tuple(_pieces(words, "")))
    return rich if rich.formatted else None


def _pieces(words: str, style: str) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for mark in _MARKED.finditer(words):
        pieces += [Piece(words[end : mark.start()], style)] if mark.start() > end else []
        end = mark.end()
        if mark["title"]:
            pieces.append(Piece(mark["title"], style, mark["url"]))
        else:
            name = mark.lastgroup or ""
            pieces += _pieces(mark[name], combined(style, name))
    return pieces + ([Piece(words[end:], style)] if words[end:] else [])
