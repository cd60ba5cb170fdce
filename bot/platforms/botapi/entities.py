"""The formatting of people's messages, from a Bot API's entities."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from domain.chat.rich_text import Piece, RichText, combined

_STYLES = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "quote",
    "expandable_blockquote": "quote",
}


def of_message(message: Mapping[str, Any]) -> RichText | None:
    """The formatted words of a message or of its caption; None without any formatting."""
    if words := message.get("text"):
        return read(words, message.get("entities"))
    return read(message.get("caption") or "", message.get("caption_entities"))


def read(words: str, entities: Any) -> RichText | None:
    """Split words at their entities, whose offsets count UTF-16 units; None without any formatting."""
    known = [each for each in map(_known, entities if isinstance(entities, Sequence) else ()) if each]
    if not known:
        return None
    units = words.encode("utf-16-le", "surrogatepass")
    total = len(units) // 2
    borders = sorted({0, total, *(min(place, total) for start, end, *_ in known for place in (start, end))})
    pieces = []
    for start, end in pairwise(borders):
        inside = [each for each in known if each[0] <= start and end <= each[1]]
        style = combined(*(name for _, _, name, _ in inside))
        url = next((address for *_, address in inside if address), "")
        pieces.append(Piece(units[2 * start : 2 * end].decode("utf-16-le", "replace"), style, url))
    return RichText(tuple(pieces))


def _known(entity: Any) -> tuple[int, int, str, str] | None:
    """The start, end, style and address of an entity; None for one that changes nothing of how words look."""
    if not isinstance(entity, Mapping):
        return None
    start, length = entity.get("offset"), entity.get("length")
    if not (isinstance(start, int) and isinstance(length, int) and start >= 0 and length > 0):
        return None
    style = _STYLES.get(str(entity.get("type")), "")
    url = entity.get("url") if entity.get("type") == "text_link" else None
    address = url if isinstance(url, str) else ""
    return (start, start + length, style, address) if style or address else None
