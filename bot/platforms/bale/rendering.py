"""Rendering of neutral screens as Bale's messages: its own Markdown, in which nobody's words are read as marks.

docs/decisions/0013-bale-markdown.md has the rules as they were read.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.platforms.base import Capabilities, Message
from bot.platforms.botapi import rendering as shared
from bot.platforms.botapi.rendering import cut, inline, message, units
from domain.chat.screens import Screen, T
from texts.format import Formatter, Span

JOINER = "\u2060"
ANCHORS = " .,:!?\t\n"
"""The letters one of which has to stand outside a mark for it to count; the ends of the text count too."""

_MARKS = {"b": "*", "i": "_", "quote": "_"}
_MARK = re.compile(r"[*_]")
_ADDRESS = re.compile(
    r"https?://[^\s<>\"«»]+|www\.[^\s<>\"«»]+|(?<![\w.+*-])[\w.+*-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|(?<!\w)@\w+",
    re.IGNORECASE,
)
"""Addresses of the web and of mail, and user names. Lengths are bounded, since the pattern would search a long run
without its "@" again and again.
"""
_ENCODED = {"*": "%2A", "_": "%5F"}
_LINK = "\ue000"
"""The placeholder of the "](" of a link of ours until the "](" in people's words are parted."""


def render(screen: Screen, voice: Formatter, capabilities: Capabilities) -> Message:
    """Render a screen as the parameters of its call, without the chat and the file."""
    if screen.contact:
        return shared.contact(screen, screen.contact)
    spans = voice.spans(screen.text)
    params: dict[str, Any] = {"caption" if screen.files else "text": within(spans, shared.limit(screen, capabilities))}
    if buttons := inline(screen, spans, voice, capabilities):
        params |= buttons
    elif screen.ask:
        params["reply_markup"] = {
            "keyboard": [[{"text": voice.plain(T("form.share_button")), "request_contact": True}]]
        }
    elif screen.keys:
        params["reply_markup"] = {"keyboard": [[{"text": voice.plain(label)} for label in screen.keys]]}
    elif screen.forget:
        params["reply_markup"] = {"remove_keyboard": True}
    return message(screen, params)


def within(spans: list[Span], limit: int) -> str:
    """Write as much Markdown as goes into ``limit`` UTF-16 units.

    All marks are counted, for Bale does not document which ones it counts.
    """
    room = limit
    while (length := units(markdown := to_markdown(cut(spans, room)))) > limit and room > 1:
        room = max(1, min(room - 1, room * limit // length))
    return markdown


def to_markdown(spans: Iterable[Span]) -> str:
    """Write spans as Bale's Markdown, each line by itself; styled only where the marks are sure to be read."""
    lines: list[list[tuple[str, str]]] = [[]]
    for span in spans:
        mark = next((_MARKS[style] for style in span.style.split() if style in _MARKS), "")
        if span.url.startswith(("http://", "https://")):
            mark = span.url
        first, *others = span.words.replace(_LINK, "").split("\n")
        lines[-1].append((mark, first))
        lines += [[(mark, words)] for words in others]
    markdown = "\n".join(_line(pieces) for pieces in lines)
    # Neither a link's title and address nor a note's backticks ever stand together.
    parted = markdown.replace("](", f"]{JOINER}(").replace("``", f"`{JOINER}`").replace("``", f"`{JOINER}`")
    return parted.replace(_LINK, "](")


def _line(pieces: list[tuple[str, str]]) -> str:
    words = "".join(part for _, part in pieces)
    written, end = "", 0
    for mark, start, stop in _marked(words, pieces):
        written += _neutral(words[end:start]) + _styled(mark, _neutral(words[start:stop]))
        end = stop
    return written + _neutral(words[end:])


def _styled(mark: str, words: str) -> str:
    """Put marks around words; a mark that is an address makes them a link, one after a blank is written behind them."""
    if len(mark) == 1:
        return f"{mark}{words}{mark}"
    address = _neutral(mark.strip()).replace(")", "%29")
    return f"{words} ({address})" if mark.startswith(" ") else f"[{words}{_LINK}{address})"


def _marked(words: str, pieces: list[tuple[str, str]]) -> list[tuple[str, int, int]]:
    """Find the stretches of a line that can be marked: (mark, start, end).

    They stand apart from each other, with an anchor or the line's end on either side. An address whose words cannot be
    a link comes with a blank before it.
    """
    stretches: list[tuple[str, int, int]] = []
    position = 0
    for mark, group in groupby(pieces, key=itemgetter(0)):
        start, position = position, position + sum(len(part) for _, part in group)
        stretches.append((mark, start, position))
    found: list[tuple[str, int, int]] = []
    for number, (mark, start, end) in enumerate(stretches):
        part = words[start:end]
        if not mark or not part.strip():
            continue
        start, end = end - len(part.lstrip()), start + len(part.rstrip())
        # A mark may take in the neighbours' punctuation, but no text that has a mark of its own.
        before = found[-1][2] if found else -1
        after = next((later[1] for later in stretches[number + 1 :] if later[0]), len(words))
        while start > max(before, 0) and _joins(words[start - 1]):
            start -= 1
        while end < after and _joins(words[end]):
            end += 1
        # After another stretch's closing mark, the letter before that mark is no anchor.
        opens = start == 0 or (words[start - 1] in ANCHORS and start > before)
        if opens and (end == len(words) or words[end] in ANCHORS):
            found.append((mark, start, end))
        elif len(mark) > 1:
            # A link that cannot be written as one must not lose its address; its words are taken as they were.
            found.append((f" {mark}", start, end))
    return found


def _joins(letter: str) -> bool:
    """Tell whether a style may take in the letter beside it: punctuation, a symbol, or an invisible one."""
    return letter not in ANCHORS and letter not in "*_`" and unicodedata.category(letter)[0] in "PSC"


def _neutral(words: str) -> str:
    """Rewrite words so that they look the same, but no letter is read as a mark."""
    if not _MARK.search(words):
        return words
    parts, end = [], 0
    for address in _ADDRESS.finditer(words):
        parts += [_joined(words, end, address.start()), _kept(words, address)]
        end = address.end()
    return "".join(parts) + _joined(words, end, len(words))


def _joined(words: str, start: int, end: int) -> str:
    """Put joiners at the free sides of the marks in a stretch of words."""
    out = []
    for position in range(start, end):
        letter = words[position]
        if letter in _ENCODED:
            before, after = _around(words, position)
            # Between two marks one joiner does for both.
            joined = "" if after.isalnum() or (after and after in _ENCODED) else JOINER
            letter = f"{'' if before.isalnum() else JOINER}{letter}{joined}"
        out.append(letter)
    return "".join(out)


def _kept(words: str, address: re.Match[str]) -> str:
    """Neutralise the marks of an address so that it still leads to the same place.

    Inside an address only a known anchor counts as one.
    """
    web = "@" not in address[0] or "/" in address[0]

    def safe(mark: re.Match[str]) -> str:
        position = address.start() + mark.start()
        before, after = _around(words, position)
        first, last = position == address.start(), position + 1 == address.end()
        opens = not before.isalnum() if first else before in ANCHORS
        closes = not after.isalnum() if last else after in ANCHORS
        if web:
            return _ENCODED[mark[0]] if opens or closes else mark[0]
        return f"{JOINER if opens else ''}{mark[0]}{JOINER if closes else ''}"

    return _MARK.sub(safe, address[0])


def _around(words: str, position: int) -> tuple[str, str]:
    """The letters on both sides of a position, "" beyond the ends."""
    return words[max(position - 1, 0) : position], words[position + 1 : position + 2]
