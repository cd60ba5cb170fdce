"""Read the sub-items of a resolution: lettered, numbered or bulleted lines, and lists of «owner: work»."""

from __future__ import annotations

import re
from itertools import takewhile

from domain.minutes.language.numbers import LETTERS, inline_letters, split_sequence
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.owners.actors import actors_of
from domain.minutes.owners.split import split_owners
from domain.minutes.reading import Item

_LETTER = "|".join(LETTERS)
_MARK = re.compile(
    rf"(?P<label>{_LETTER}|[\d۰-۹]{{1,2}}(?:[-./][\d۰-۹]{{1,2}})?|[•*–-])(?P<end>\s*[-–—.)ـ:]+\s*|(?<=[•*–-])\s*)(?=\S)"
)
_INCLUDING = re.compile(r"\s+(?:شامل|اعم از|از جمله)\s*:?\s+")
_LABEL_LENGTH = 120


def read_items(text: str) -> tuple[Item, ...]:
    """Read the sub-items of a resolution's text; none when it has fewer than two."""
    lines = _lines(text)
    lead, rest = lines[0], lines[1:]
    found: list[tuple[str, str]] = []
    for line in rest:
        mark = _MARK.match(line.lstrip("("))
        if mark:
            found.append((mark["label"], line.lstrip("(")[mark.end() :]))
        elif _owner_of(line) or (lead.endswith(":") and ":" in line[:_LABEL_LENGTH]):
            found.append(("", line))
        elif found:
            label, before = found[-1]
            found[-1] = (label, f"{before}\n{line}")
    return tuple(_item(label, body) for label, body in found) if len(found) > 1 else ()


def _lines(text: str) -> list[str]:
    """Split a text into lines, and a list inside a single line into its items."""
    if "\n" in text:
        return text.split("\n")
    lead, parts = split_sequence(text)
    if len(parts) > 1 and lead:
        return [lead, *(f"{number}- {part}" for number, part in enumerate(parts, 1))]
    cuts = [match.start() for match in inline_letters(text)]
    if len(cuts) < 2:
        return [text]
    return [text[: cuts[0]].strip(), *(text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], None], strict=True))]


def _owner_of(line: str) -> str | None:
    """The owner before the colon of «owner: work», None when there is none."""
    before, colon, after = line.partition(":")
    return before.strip() if colon and after and len(before) < _LABEL_LENGTH and begins_with_name(before) else None


def _item(label: str, body: str) -> Item:
    owner = _owner_of(body)
    if owner is None:
        named = tuple(actor.name for actor in actors_of(body))
        before, colon, after = body.partition(":")
        if colon and not named and _is_owner(after):
            named = split_owners(_names_first(after))[0]
        return Item(before.strip(), after.strip(), named) if not label and colon else Item(label, body.strip(), named)
    text = body.partition(":")[2].strip()
    return Item(label or owner, f"{owner}: {text}" if label else text, _members(owner))


def _names_first(text: str) -> str:
    """The names that a text begins with, without what is said of them: «دکتر جلوه، اعتبار ۱۸۰ میلیون ریال»."""
    first, *parts = text.strip(" .").split("،")
    return "،".join([first, *takewhile(begins_with_name, parts)])


def _is_owner(text: str) -> bool:
    """Tell whether the words behind «work:» are nothing but its owners: «تهیه پذیرایی: انجمن اولیا»."""
    return len(text) < _LABEL_LENGTH and begins_with_name(text) and not states_decision(text)


def _members(owner: str) -> tuple[str, ...]:
    """The members of a group that lists them: «نهادهای حمایتی شامل کمیته امداد و بهزیستی»."""
    parts = _INCLUDING.split(owner, maxsplit=1)
    return split_owners(parts[-1])[0]
