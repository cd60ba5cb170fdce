"""The messages of a broadcast as a recipient sees them: its words and files, the receipt's button, the question."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from domain.chat.rich_text import RichText
from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from models.tables.broadcasts import Broadcast, Delivery
from texts.answer_summary import clip

MOST_WORDS = 3500
"""The most characters of the words: with the question and the marks of any platform they fit into one message."""
UNDER_A_FILE = 900
"""The most characters of words that stand under a file; longer ones follow it in a message of their own."""
MOST_FILES = 10
EXCERPT = 120
"""The most characters of the words that a reminder repeats."""
_KINDS: Mapping[str, Literal["photo", "document", "voice", "video"]] = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
}
IN_ALBUMS = ("photo", "video")
"""The kinds of files that stand together in an album; documents only do among themselves."""


def words_of(broadcast: Broadcast) -> RichText:
    """The words of a broadcast with their formatting."""
    return RichText.from_json(broadcast.content.get("words", ()))


def files_of(broadcast: Broadcast) -> list[dict[str, Any]]:
    """The files of a broadcast, as attachments."""
    return list(broadcast.content.get("files", ()))


def screens(broadcast: Broadcast, delivery: Delivery | None = None, *, sample: bool = False) -> list[Screen]:
    """The one or two messages of a broadcast; the last has the buttons.

    The recipient's ``delivery`` marks what they have pressed. The buttons of a ``sample`` lead nowhere.
    """
    files = _files(broadcast)
    buttons = _buttons(broadcast, delivery, sample=sample)
    lines = _lines(broadcast)
    together = len(words_of(broadcast).words) + len(str(broadcast.question)) <= UNDER_A_FILE
    match files:
        case ():
            return [Screen(_text(lines), buttons)]
        case (file,) if together:
            return [Screen(_text(lines), buttons, file)]
        case (file,):
            return [Screen(_text([]), file=file), Screen(_text(lines), buttons)]
    if not together:
        return [Screen(_text([]), album=files), Screen(_text(lines), buttons)]
    album = Screen(_text(_lines(broadcast, question=False)), album=files)
    if not buttons:
        return [album]
    asked = _question(broadcast)
    return [album, Screen(_text(asked or [T("receipt.about_files")]), buttons)]


def reminder(broadcast: Broadcast, sent_on: date) -> Screen:
    """The message that reminds of a broadcast, which has its buttons too."""
    excerpt = clip(" ".join(words_of(broadcast).words.split()), EXCERPT)
    text = T("receipt.reminder", excerpt=excerpt, day=sent_on)
    asked = _question(broadcast)
    return Screen(_text([text, *(["", *asked] if asked else [])]), _buttons(broadcast, None, again=True))


def _text(lines: list[Any]) -> Text:
    return T("receipt.message", lines=lines)


def _lines(broadcast: Broadcast, *, question: bool = True) -> list[Any]:
    words = words_of(broadcast)
    blocks: list[list[Any]] = [[words]] if words.pieces else []
    if broadcast.sender:
        blocks.append([T("receipt.sender", agency=broadcast.sender)])
    if question and (asked := _question(broadcast)):
        blocks.append(asked)
    lines: list[Any] = []
    for block in blocks:
        lines += ["", *block] if lines else block
    return lines


def _question(broadcast: Broadcast) -> list[Any]:
    return [T("receipt.question", ask=broadcast.question["ask"])] if broadcast.question else []


def _files(broadcast: Broadcast) -> tuple[File, ...]:
    kinds = [_KINDS.get(file["kind"], "document") for file in files_of(broadcast)]
    mixed = len(kinds) > 1 and not set(kinds) <= set(IN_ALBUMS)
    return tuple(
        File(file["hash"], file["name"], "document" if mixed else kind)
        for file, kind in zip(files_of(broadcast), kinds, strict=True)
    )


def _buttons(broadcast: Broadcast, delivery: Delivery | None, *, sample: bool = False, again: bool = False) -> Rows:
    arg = "again" if again else ""
    rows: list[tuple[Button, ...]] = []
    for place, option in enumerate(broadcast.question.get("options", ())):
        chosen = delivery is not None and delivery.answer == place
        tap = Tap("bc.sample") if sample else Tap("bc.answer", broadcast.id, place, arg)
        rows.append((Button(T("receipt.chosen", option=option) if chosen else option, tap),))
    if broadcast.receipt:
        seen = delivery is not None and delivery.acknowledged_at is not None
        tap = Tap("bc.sample") if sample else Tap("bc.seen", broadcast.id, arg=arg)
        rows.append((Button(T("receipt.seen_button" if seen else "receipt.button"), tap),))
    return tuple(rows)
