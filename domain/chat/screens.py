"""Screens: messages to be, neutral; each platform renders them its own way.

A screen is data: a text key with parameters, rows of buttons, at most one file. It goes into the outbox as JSON and
becomes HTML or Markdown only where it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from domain.chat.rich_text import RichText
from domain.json_text import dumps, loads

MAX_TAP_BYTES = 64
HANDED_OVER = 500
"""Screens that wait in memory for whoever reads them back; a batch of 64 chats writes about 100."""


@dataclass(frozen=True, slots=True)
class Text:
    """A key of ``texts/`` with the values of its parameters.

    A value is a string, a number, a date, a moment, somebody's formatted words, another text, something personal, or a
    sequence of these, which is joined by line breaks.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Personal:
    """Words that hold somebody's name or number, withheld from platforms that may not carry them.

    ``instead`` stands in their place there; without it the whole screen is not shown.
    """

    words: Text | str
    instead: Text | str | None = None


def T(key: str, /, **params: Any) -> Text:  # noqa: N802 - reads as the noun it makes
    """Make the text of ``key``, its parameters by name."""
    return Text(key, params)


LARGEST_ID = 2**31 - 1
"""The largest id of a row, and the last place in a list, that every database takes."""


def row_number(words: str) -> int:
    """Read a row's id, or a place in a list; 0 for words that are none, and for a number that no button of ours has."""
    number = int(words) if words.isdecimal() and len(words) <= len(str(LARGEST_ID)) else 0
    return number if number <= LARGEST_ID else 0


@dataclass(frozen=True, slots=True)
class Tap:
    """The data of a button: the route's name, a row's id, the version it was drawn from, and one word."""

    name: str
    id: int = 0
    version: int = 0
    arg: str = ""

    @property
    def place(self) -> int:
        """The word as a place in a list, or another row's id; 0 for a word that is no number."""
        return row_number(self.arg)

    def encode(self) -> str:
        """Encode the tap in 64 bytes, the most that every platform allows. Raises ValueError when it is longer."""
        data = f"{self.name}:{self.id}:{self.version}:{self.arg}"
        if len(data.encode()) > MAX_TAP_BYTES:
            raise ValueError(f"a button's data is over {MAX_TAP_BYTES} bytes: {data!r}")
        return data

    @classmethod
    def decode(cls, data: str) -> Tap | None:
        """Decode a tap; None for data that is not ours (an older version's, or a forgery)."""
        parts = data.split(":", 3)
        if len(parts) != 4 or not (parts[1].isdecimal() and parts[2].isdecimal()):
            return None
        # Ids beyond a database's integer are forged: no row has them.
        if len(parts[1]) > 18 or len(parts[2]) > 9 or int(parts[1]) > LARGEST_ID:
            return None
        return cls(parts[0], int(parts[1]), int(parts[2]), parts[3])


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message: its label is a text, or words that came from data."""

    label: Text | Personal | str
    tap: Tap | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A stored file to be sent with a screen, by its content hash; ``personal`` unless it surely holds no such data."""

    hash: str
    name: str
    kind: Literal["photo", "document", "voice", "video"] = "document"
    personal: bool = True


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A phone number that is sent as a contact, ``phone`` in E.164: a tap calls it or keeps it."""

    name: str
    phone: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message to be: text, inline buttons, a file, and what becomes of the keyboard under the chat.

    ``ask`` puts one reply button there that shares the person's own phone number, ``keys`` are words there that stay
    and that a tap says; ``forget`` takes either away. A ``guarded`` message is not to be forwarded or kept, where a
    platform can see to that. An ``album`` is several files in place of the one; it has no buttons. A ``contact`` is a
    message without words of its own: the text is not shown. ``topic`` is that of a forum group, in which it is to
    stand, 0 for none.
    """

    text: Text
    buttons: Rows = ()
    file: File | None = None
    ask: Literal["contact"] | None = None
    forget: bool = False
    guarded: bool = False
    album: tuple[File, ...] = ()
    contact: ContactCard | None = None
    keys: tuple[Text, ...] = ()
    topic: int = 0

    @property
    def files(self) -> tuple[File, ...]:
        """The file or the files of the message."""
        return self.album or ((self.file,) if self.file else ())

    @property
    def personal(self) -> bool:
        """True when the screen holds anybody's name, number or file, or asks for a number."""
        return bool(
            self.ask == "contact"
            or self.contact
            or any(file.personal for file in self.files)
            or _is_personal(self.text)
            or any(_is_personal(button.label) for row in self.buttons for button in row)
        )

    def bare(self) -> Screen | None:
        """The screen without personal data, None when a part of it has no replacement."""
        if self.ask == "contact" or self.contact or any(file.personal for file in self.files):
            return None
        rows = tuple(tuple(replace(button, label=_bare(button.label)) for button in row) for row in self.buttons)
        shown = replace(self, text=_bare(self.text), buttons=rows)
        return None if shown.personal else shown

    def to_json(self) -> str:
        """Compact JSON that ``from_json`` reads back to an equal screen."""
        passing: list[Any] = []
        data: dict[str, Any] = {"t": _pack(self.text, passing)}
        if self.buttons:
            data["b"] = [[_pack_button(button, passing) for button in row] for row in self.buttons]
        if self.file:
            data["f"] = _pack_file(self.file)
        if self.album:
            data["l"] = [_pack_file(file) for file in self.album]
        if self.contact:
            data["c"] = [self.contact.name, self.contact.phone]
        if self.ask:
            data["a"] = self.ask
        if self.forget:
            data["r"] = 1
        if self.guarded:
            data["g"] = 1
        if self.keys:
            data["k"] = [_pack(label, passing) for label in self.keys]
        if self.topic:
            data["o"] = self.topic
        written = dumps(data)
        # Only what is read a second time as it was the first may be taken for what the row says.
        if not passing:
            _hand_over(self, written)
        return written

    @classmethod
    def from_json(cls, data: str) -> Screen:
        """The screen that was written as ``data``: mostly one that was written a moment ago, and is taken as it was."""
        if handed := _handed_over.pop(data, None):
            return handed
        raw = loads(data)
        return cls(
            _unpack(raw["t"]),
            tuple(tuple(_unpack_button(button) for button in row) for row in raw.get("b", ())),
            File(*raw["f"]) if "f" in raw else None,
            raw.get("a"),
            bool(raw.get("r")),
            bool(raw.get("g")),
            tuple(File(*file) for file in raw.get("l", ())),
            ContactCard(*raw["c"]) if "c" in raw else None,
            tuple(_unpack(label) for label in raw.get("k", ())),
            int(raw.get("o", 0)),
        )


_handed_over: dict[str, Screen] = {}
"""The screens that were written last and not read since, by their JSON, so that no row can get another's."""


def _hand_over(screen: Screen, data: str) -> None:
    _handed_over[data] = screen
    if len(_handed_over) > HANDED_OVER:
        del _handed_over[next(iter(_handed_over))]


_PLAIN = frozenset({str, int, float, bool, type(None)})
"""The types of most values, looked for first: they are JSON as they are."""


def _pack(value: Any, passing: list[Any]) -> Any:
    """Pack a value as JSON; add it to ``passing`` if it is a view or an iterator, which yields its items but once."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Text():
            packed: dict[str, Any] = {"t": value.key}
            if value.params:
                packed["p"] = {name: _pack(param, passing) for name, param in value.params.items()}
            return packed
        case list() | tuple():
            return [_pack(item, passing) for item in value]
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case str() | int() | float():
            return value
        case Personal():
            packed = {"w": _pack(value.words, passing)}
            return packed if value.instead is None else {**packed, "i": _pack(value.instead, passing)}
        case RichText():
            return {"m": value.to_json()}
        case _:
            passing.append(value)
            return [_pack(item, passing) for item in value]


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpack(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "t" in value:
        return Text(value["t"], {name: _unpack(param) for name, param in value.get("p", {}).items()})
    if "w" in value:
        return Personal(_unpack(value["w"]), _unpack(value.get("i")))
    if "m" in value:
        return RichText.from_json(value["m"])
    return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["d"])


def _is_personal(value: Any) -> bool:
    if type(value) in _PLAIN:
        return False
    match value:
        case Personal():
            return True
        case Text():
            return any(map(_is_personal, value.params.values()))
        case list() | tuple():
            return any(map(_is_personal, value))
        case _:
            return False


def _bare(value: Any) -> Any:
    """Replace the personal parts of a value; a part without a replacement remains."""
    match value:
        case Personal():
            return value if value.instead is None else _bare(value.instead)
        case Text():
            return Text(value.key, {name: _bare(param) for name, param in value.params.items()})
        case list() | tuple():
            return [_bare(item) for item in value]
        case _:
            return value


def _pack_file(file: File) -> list[Any]:
    return [file.hash, file.name, file.kind, *(() if file.personal else (False,))]


def _pack_button(button: Button, passing: list[Any]) -> list[Any]:
    return [_pack(button.label, passing), button.tap.encode() if button.tap else "", button.url or ""]


def _unpack_button(raw: list[Any]) -> Button:
    return Button(_unpack(raw[0]), Tap.decode(raw[1]) if raw[1] else None, raw[2] or None)
