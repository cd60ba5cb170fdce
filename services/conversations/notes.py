"""The notes of a chat: small values that screens keep between two turns, stored as one JSON object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

import structlog

from domain.chat.free_text import Meaning, Purpose

log = structlog.get_logger()

Note = TypeVar("Note")


@dataclass(frozen=True, slots=True)
class SentElsewhere:
    """The draft that the chat had in hand and that was sent from another chat of the person."""

    draft: int
    form: str
    chat: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        return {"draft": self.draft, "form": self.form, "chat": self.chat, "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SentElsewhere:
        return cls(raw["draft"], raw["form"], raw["chat"], datetime.fromisoformat(raw["at"]))


@dataclass(frozen=True, slots=True)
class Stray:
    """Files and words that came unasked, the last ``at`` that moment, kept until their person says what they are for.

    ``files`` are attachments as JSON, ``messages`` the names of the messages that they came with. ``meaning`` is that
    of the words, ``about`` are the ids of the obligations that were replied to, or that the words name ``each``.
    """

    files: tuple[dict[str, Any], ...]
    words: str
    messages: tuple[str, ...]
    at: datetime
    meaning: Meaning | None = None
    about: tuple[int, ...] = ()
    each: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "files": list(self.files),
            "words": self.words,
            "messages": list(self.messages),
            "at": self.at.isoformat(),
            **({"meaning": asdict(self.meaning)} if self.meaning else {}),
            **({"about": list(self.about)} if self.about else {}),
            **({"each": True} if self.each else {}),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Stray:
        # Until words were understood there was no moment but the one at which they were forgotten.
        at = datetime.fromisoformat(raw.get("at") or raw["until"])
        meaning = raw.get("meaning")
        known = Meaning(**{**meaning, "purpose": Purpose(meaning["purpose"])}) if meaning else None
        about, each = tuple(raw.get("about", ())), bool(raw.get("each"))
        return cls(tuple(raw["files"]), raw["words"], tuple(raw["messages"]), at, known, about, each)


@dataclass(frozen=True, slots=True)
class DeadlinePhrase:
    """The deadline that was typed for a resolution and waits for a yes."""

    resolution: int
    words: str

    def to_json(self) -> dict[str, Any]:
        return {"resolution": self.resolution, "words": self.words}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> DeadlinePhrase:
        return cls(raw["resolution"], raw["words"])


@dataclass(frozen=True, slots=True)
class SentForm:
    """The form that the chat sent last, and the names of the messages that answered it: to edit one changes nothing."""

    form: str
    messages: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"form": self.form, "messages": list(self.messages)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> SentForm:
        return cls(raw["form"], tuple(raw["messages"]))


@dataclass(slots=True)
class Notes:
    """The notes of one chat. A turn replaces values and never changes one in place.

    ``search`` and ``offset`` are the place in a long list, ``rows`` its labels by id as last shown. ``too_long`` is
    the moment of a piece that was refused for its length, in seconds; ``phone_keyboard`` says that the keyboard which
    shares one's number is there, ``lasting_keyboard`` the one that a representative keeps; ``link_code`` is the digest
    of a code that waits for the last word.

    The stored JSON holds what is not empty, under the names of the fields. A key that is none of them, from an older
    or a newer version, is dropped when the notes are next written.
    """

    search: str = ""
    offset: int = 0
    rows: Mapping[str, str] = field(default_factory=dict)
    too_long: int | None = None
    phone_keyboard: bool = False
    lasting_keyboard: bool = False
    link_code: str = ""
    sent: SentElsewhere | None = None
    stray: Stray | None = None
    phrase: DeadlinePhrase | None = None
    sent_here: SentForm | None = None

    def copy(self) -> Notes:
        """Return the notes as they are now, to be compared with later ones."""
        return replace(self)

    def to_json(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "search": self.search,
            "offset": self.offset,
            "rows": self.rows,
            "phone_keyboard": self.phone_keyboard,
            "lasting_keyboard": self.lasting_keyboard,
            "link_code": self.link_code,
            "sent": self.sent and self.sent.to_json(),
            "stray": self.stray and self.stray.to_json(),
            "phrase": self.phrase and self.phrase.to_json(),
            "sent_here": self.sent_here and self.sent_here.to_json(),
        }
        filled = {name: value for name, value in values.items() if value}
        return filled if self.too_long is None else {**filled, "too_long": self.too_long}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Notes:
        if not raw:
            return cls()
        return cls(
            search=raw.get("search", ""),
            offset=raw.get("offset", 0),
            rows=raw.get("rows", {}),
            too_long=raw.get("too_long"),
            phone_keyboard=raw.get("phone_keyboard", False),
            lasting_keyboard=raw.get("lasting_keyboard", False),
            # An id, as older versions noted it, may be that of another code by now.
            link_code=str(raw.get("link_code", "")),
            sent=_read(SentElsewhere.from_json, raw, "sent"),
            stray=_read(Stray.from_json, raw, "stray"),
            phrase=_read(DeadlinePhrase.from_json, raw, "phrase"),
            sent_here=_read(SentForm.from_json, raw, "sent_here"),
        )


def _read(from_json: Callable[[Mapping[str, Any]], Note], raw: Mapping[str, Any], name: str) -> Note | None:
    """Read one note. One that cannot be read is left out and logged: it must not lock its chat for good."""
    if not raw.get(name):
        return None
    try:
        return from_json(raw[name])
    except (KeyError, TypeError, ValueError) as error:
        log.error("a note of a chat can't be read", note=name, kind=type(error).__name__)
        return None
