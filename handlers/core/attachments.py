"""Files that came with an answer, sent on to whoever reads it."""

from collections.abc import Sequence
from typing import Any, Literal, cast

from domain.chat.incoming import NAMELESS
from domain.chat.screens import File, Screen, T, Text
from texts.answer_summary import clip

CAPTION = 700
"""Characters of the words under a file; a platform takes 1024 with the line before them."""

SENT_AS = ("photo", "voice", "video")
"""The kinds of files that are sent as their own kind; all others go as documents."""


def screens(what: Text, attachments: Sequence[dict[str, Any]]) -> list[Screen]:
    """Return a message for each file of ``what``, with its place among them and the words that came with it.

    One that has words ``about`` it, such as the question that it answers, is shown with them.
    """
    return [
        Screen(
            _caption(what, place, len(attachments), file), file=File(file["hash"], file["name"], _sent_as(file["kind"]))
        )
        for place, file in enumerate(attachments, 1)
    ]


def _caption(what: Text, place: int, total: int, file: dict[str, Any]) -> Text:
    params: dict[str, Any] = {"what": what, "place": place, "total": total}
    nameless = file["kind"] in NAMELESS
    heading = T("answer.enclosure", **params) if nameless else T("answer.file", **params, name=file["name"])
    caption = clip(file.get("caption", ""), CAPTION)
    lines = [line for line in (heading, file.get("about"), caption) if line]
    return T("form.lines", lines=lines) if len(lines) > 1 else heading


def _sent_as(kind: str) -> Literal["photo", "document", "voice", "video"]:
    return cast(Literal["photo", "voice", "video"], kind) if kind in SENT_AS else "document"
