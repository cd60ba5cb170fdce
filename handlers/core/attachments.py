"""Files that came with an answer, sent on to whoever reads it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Literal, cast

from domain.chat.incoming import NAMELESS
from domain.chat.screens import File, Screen, T, Text
from texts.answer_summary import clip

CAPTION = 700
"""Characters of the words under a file; a platform takes 1024 with the line before them."""
ALBUM = 10
"""The most files of an album."""

SENT_AS = ("photo", "voice", "video")
"""The kinds of files that are sent as their own kind; all others go as documents."""

Numbered = tuple[int, dict[str, Any]]
"""A file with its place among all."""


def screens(what: Text, attachments: Sequence[dict[str, Any]]) -> list[Screen]:
    """Return the messages of the files of ``what``, with their places among them and the words that came with them.

    One that has words ``about`` it, such as the question that it answers, is shown with them. Other photos that follow
    each other are an album.
    """
    total = len(attachments)
    return [
        _album(what, group, total) if len(group) > 1 else _single(what, group[0], total)
        for group in _groups(attachments)
    ]


def _groups(attachments: Sequence[dict[str, Any]]) -> Iterator[list[Numbered]]:
    """Yield photos that follow each other together, by tens, and every other file alone."""
    for is_photo, run in groupby(enumerate(attachments, 1), _is_plain_photo):
        files, size = list(run), ALBUM if is_photo else 1
        yield from (files[start : start + size] for start in range(0, len(files), size))


def _is_plain_photo(numbered: Numbered) -> bool:
    _, file = numbered
    return file["kind"] == "photo" and "about" not in file


def _single(what: Text, numbered: Numbered, total: int) -> Screen:
    place, file = numbered
    params: dict[str, Any] = {"what": what, "place": place, "total": total}
    nameless = file["kind"] in NAMELESS
    heading = T("answer.enclosure", **params) if nameless else T("answer.file", **params, name=file["name"])
    caption = clip(file.get("caption", ""), CAPTION)
    lines = [line for line in (heading, file.get("about"), caption) if line]
    return Screen(T("form.lines", lines=lines) if len(lines) > 1 else heading, file=_file(file))


def _album(what: Text, group: Sequence[Numbered], total: int) -> Screen:
    heading = T("answer.enclosures", what=what, first=group[0][0], last=group[-1][0], total=total)
    captions = [(place, file["caption"]) for place, file in group if file.get("caption")]
    room = CAPTION // max(1, len(captions))
    lines = [T("answer.caption", place=place, words=clip(words, room)) for place, words in captions]
    return Screen(T("form.lines", lines=[heading, *lines]), album=tuple(_file(file) for _, file in group))


def _file(file: dict[str, Any]) -> File:
    return File(file["hash"], file["name"], _sent_as(file["kind"]))


def _sent_as(kind: str) -> Literal["photo", "document", "voice", "video"]:
    return cast(Literal["photo", "voice", "video"], kind) if kind in SENT_AS else "document"
