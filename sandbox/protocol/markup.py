"""Texts with entities: parse Telegram's HTML as its own server does, and find links and commands in plain text.

Offsets and lengths of entities are UTF-16 code units; positions in errors are bytes of UTF-8. The rules and
wordings of the HTML are those of tdlib/td, td/telegram/MessageEntity.cpp.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from sandbox.protocol import schema
from sandbox.protocol.errors import BotApiError, bad_request, cannot_parse

Entity = dict[str, Any]

TEXT_LIMIT = schema.telegram().limits("sendMessage", "text")[1]
CAPTION_LIMIT = schema.telegram().limits("sendPhoto", "caption")[1]

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7}|x[0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_TAG_END = re.compile(r"[\s>]|$")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+(?=[\s>])))?""")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>«»\"]+[^\s<>«»\".,،؛;:!?؟)\]])"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[a-zA-Z][a-zA-Z0-9_]{3,31})\b"
    r"|(?<!\w)(?P<hashtag>#\w+)"
)


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units, as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_text(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Parse a message's text into plain text and entities. Raises BotApiError for empty, too long or broken text."""
    plain, found = _parse(text, parse_mode, entities)
    if not plain:
        raise bad_request("text must be non-empty" if text else "message text is empty")
    if utf16_length(plain) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return plain, found


def parse_caption(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Parse a caption as `parse_text` does a text; a caption may be empty."""
    plain, found = _parse(text, parse_mode, entities)
    if utf16_length(plain) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return plain, found


def split_text(text: str) -> list[str]:
    """Split a person's text into messages as Telegram's clients do; an empty text gives none."""
    parts = []
    rest = text.strip()
    while utf16_length(rest) > TEXT_LIMIT:
        end = _fitting(rest)
        line_end = rest.rfind("\n", 0, end)
        end = line_end if line_end > 0 else end
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def _fitting(text: str) -> int:
    """The number of characters from the start that fit into one message."""
    end = min(len(text), TEXT_LIMIT)
    while utf16_length(text[:end]) > TEXT_LIMIT:
        end -= (utf16_length(text[:end]) - TEXT_LIMIT + 1) // 2
    return end


def find_entities(text: str) -> list[Entity]:
    """The links, commands, mentions and hashtags of a plain text, in order."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _parse(text: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    if parse_mode and parse_mode.lower() != "html":
        if parse_mode.lower() in {"markdown", "markdownv2"}:
            raise bad_request("the sandbox reads parse_mode HTML only")
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        plain, own = parse_html(text)
    else:
        plain, own = text, entities or []
        _check_ranges(plain, own)
    plain, own = _trimmed(plain, own)
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in own if _is_opaque(entity)]
    found = [entity for entity in find_entities(plain) if not any(a <= entity["offset"] < b for a, b in taken)]
    return plain, sorted(own + found, key=lambda entity: (entity["offset"], -entity["length"]))


def _is_opaque(entity: Entity) -> bool:
    """True for an entity inside which no links or commands are looked for."""
    return entity["type"] in {"code", "pre", "text_link"}


def _check_ranges(text: str, entities: list[Entity]) -> None:
    length = utf16_length(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            raise bad_request(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    plain = text.strip()
    if len(plain) == len(text):
        return text, entities
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(plain)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return plain, kept


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Parse Telegram's HTML into plain text and entities. Raises BotApiError 400 "can't parse entities: …"."""
    if "<" not in text and "&" not in text:
        return text, []
    return _Html(text).read()


@dataclass(slots=True)
class _Open:
    """A tag whose end tag has not come yet."""

    tag: str
    attributes: dict[str, str]
    offset: int


class _Html:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.length = 0  # UTF-16 units of the plain text so far
        self.plain: list[str] = []
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.text):
            start = self.text.find("<", self.position)
            self._add(self.text[self.position : start if start >= 0 else len(self.text)])
            if start < 0:
                break
            self.position = start
            if self.text.startswith("</", start):
                self._end_tag(start)
            else:
                self._start_tag(start)
        if self.open:
            raise cannot_parse("entities", f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.plain), self.entities

    def _add(self, raw: str) -> None:
        words = _unescape(raw)
        self.plain.append(words)
        self.length += utf16_length(words)

    def _start_tag(self, start: int) -> None:
        name_end = self._search(_TAG_END, start + 1)
        if name_end == len(self.text):
            raise self._wrong("Unclosed start tag at byte offset {}", start)
        tag = self.text[start + 1 : name_end].lower()
        if tag not in _TYPES:
            raise self._wrong(f'Unsupported start tag "{tag}" at byte offset {{}}', start)
        attributes: dict[str, str] = {}
        position = name_end
        while True:
            while position < len(self.text) and self.text[position].isspace():
                position += 1
            if position == len(self.text):
                raise self._wrong(f'Unclosed start tag "{tag}" at byte offset {{}}', start)
            if self.text[position] == ">":
                break
            found = _ATTRIBUTE.match(self.text, position)
            if found is None:
                raise self._wrong(f'Empty attribute name in the tag "{tag}" at byte offset {{}}', start)
            position = found.end()
            value = found[2]
            if value is None and self.text[position : position + 1] not in (">", " ", "\n", "\t"):
                raise self._wrong(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {{}}',
                    start,
                )
            attributes[found[1].lower()] = _unescape(value.strip("\"'")) if value else ""
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler" at byte offset {}', start)
        self.open.append(_Open(tag, attributes, self.length))
        self.position = position + 1

    def _end_tag(self, start: int) -> None:
        if not self.open:
            raise self._wrong("Unexpected end tag at byte offset {}", start)
        name_end = self._search(_TAG_END, start + 2)
        close = self.text.find(">", name_end)
        if close < 0 or self.text[name_end:close].strip():
            raise self._wrong("Unclosed end tag at byte offset {}", start)
        tag = self.text[start + 2 : name_end].lower()
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise self._wrong(
                f'Unmatched end tag at byte offset {{}}, expected "</{opened.tag}>", found "</{tag}>"', start
            )
        if self.length > opened.offset and (entity := self._entity(opened)):
            self.entities.append(entity)
        self.position = close + 1

    def _entity(self, opened: _Open) -> Entity | None:
        entity: Entity = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag == "a":
            # A link without an address becomes plain text, as Telegram does it.
            if not opened.attributes.get("href"):
                return None
            entity["url"] = opened.attributes["href"]
        elif opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].attributes["language"] = opened.attributes.get("class", "").removeprefix("language-")
            return None
        elif opened.tag == "pre" and opened.attributes.get("language"):
            entity["language"] = opened.attributes["language"]
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        return entity

    def _search(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.search(self.text, start)
        return len(self.text) if found is None else found.start()

    def _wrong(self, words: str, position: int) -> BotApiError:
        return cannot_parse("entities", words.format(len(self.text[:position].encode())))


def _unescape(raw: str) -> str:
    return _REFERENCE.sub(_referred, raw) if "&" in raw else raw


def _referred(match: re.Match[str]) -> str:
    return _NAMED[match[2]] if match[2] else html.unescape(f"&#{match[1]};")
