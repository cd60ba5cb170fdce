"""The catalogue of Dabir's texts by key and language, read once from the TOML files beside this module.

A file ``fa/representative/tasks.toml`` holds the keys ``tasks.…``; its folder has no meaning for the program. A
sentence may mark ``<b>``, ``<i>``, ``<code>`` and ``<quote>``, not nested, and name parameters: ``{name}``, or
``{due:date}`` with a format of ``texts.format``.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("fa", "en")
_TOKEN = re.compile(r"<(/?)(b|i|code|quote)>|\{(\w+)(?::([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence in one style: literal words, or a parameter with its format."""

    style: str
    words: str = ""
    param: str = ""
    spec: str = ""


Sentence = tuple[Piece, ...]


def parse(source: str) -> Sentence:
    """Parse a sentence into pieces. Raises ValueError for a mark that is nested, never closed or never opened."""
    pieces: list[Piece] = []
    style, end = "", 0
    for token in _TOKEN.finditer(source):
        if words := source[end : token.start()]:
            pieces.append(Piece(style, words))
        end = token.end()
        closing, mark, param, spec = token.groups()
        if param:
            pieces.append(Piece(style, param=param, spec=spec or ""))
        elif bool(closing) != bool(style) or (closing and mark != style):
            raise ValueError(f"a mark is not closed or nested: {source!r}")
        else:
            style = "" if closing else mark
    if style:
        raise ValueError(f"a mark is not closed: {source!r}")
    if words := source[end:]:
        pieces.append(Piece(style, words))
    return tuple(pieces)


@cache
def sources(language: str) -> dict[str, str]:
    """All sentences of a language by key, as they are written in the files."""
    found: dict[str, str] = {}
    for wing in (resources.files("texts") / language).iterdir():
        for entry in wing.iterdir():
            section = entry.name.removesuffix(".toml")
            found.update(_flatten(section, tomllib.loads(entry.read_text("utf-8"))))
    return found


@cache
def sentence(key: str, language: str) -> Sentence:
    """Get a parsed sentence. Raises KeyError for an unknown key, which is a programming error."""
    return parse(sources(language)[key])


def _flatten(prefix: str, table: dict[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}"
        flat.update(_flatten(key, value) if isinstance(value, dict) else {key: value.strip("\n")})
    return flat
