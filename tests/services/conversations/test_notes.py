"""The notes of a chat: rows of earlier versions load, and new ones have the same keys."""

import json
from datetime import UTC, datetime
from typing import Any

from domain.chat.free_text import Meaning, Purpose
from services.conversations.notes import DeadlinePhrase, Notes, SentElsewhere, Stray

PHOTO = {"hash": "aa" * 32, "name": "photo.jpg", "kind": "photo", "mime": "image/jpeg", "size": 100}

OLD_ROW: dict[str, Any] = {
    "search": "شهرداری",
    "offset": 8,
    "rows": {"7": "شهرداری مشهد", "12": "شهرداری قم"},
    "too_long": 45,
    "phone_keyboard": True,
    "link_code": "3",
    "sent": {"draft": 5, "form": "report", "chat": "bale:9", "at": "2019-10-05T14:30:00+00:00"},
    "stray": {
        "files": [PHOTO],
        "words": "",
        "messages": ["telegram:41"],
        "until": "2019-10-05T15:30:00+00:00",
    },
    "phrase": {"resolution": 7, "words": "دو هفته پس از ابلاغ"},
}
"""A row as the version before typed notes wrote it."""


def test_a_row_of_before_loads_whole() -> None:
    notes = Notes.from_json(json.loads(json.dumps(OLD_ROW)))
    assert (notes.search, notes.offset, notes.rows["7"]) == ("شهرداری", 8, "شهرداری مشهد")
    assert (notes.too_long, notes.phone_keyboard, notes.link_code) == (45, True, "3")
    assert notes.sent == SentElsewhere(5, "report", "bale:9", datetime(2019, 10, 5, 14, 30, tzinfo=UTC))
    assert notes.stray == Stray((PHOTO,), "", ("telegram:41",), datetime(2019, 10, 5, 15, 30, tzinfo=UTC))
    assert notes.phrase == DeadlinePhrase(7, "دو هفته پس از ابلاغ")


def test_notes_are_written_under_the_same_keys() -> None:
    now = {**OLD_ROW, "stray": {**OLD_ROW["stray"], "at": OLD_ROW["stray"]["until"]}}
    del now["stray"]["until"]
    assert json.loads(json.dumps(Notes.from_json(OLD_ROW).to_json())) == now


def test_what_words_mean_and_are_about_is_kept_with_them() -> None:
    meaning = Meaning(Purpose.UNDER_WAY, 40)
    stray = Stray((), "۴۰ درصد پیش رفته", ("telegram:41",), datetime(2019, 10, 5, tzinfo=UTC), meaning, (7, 9))
    assert Notes.from_json(json.loads(json.dumps(Notes(stray=stray).to_json()))).stray == stray


def test_nothing_noted_is_an_empty_row_and_so_is_what_was_left_empty() -> None:
    assert Notes().to_json() == {}
    assert Notes.from_json({}) == Notes.from_json({"search": "", "offset": 0, "stray": {}}) == Notes()


def test_a_message_of_number_nought_was_too_long_too() -> None:
    assert Notes(too_long=0).to_json() == {"too_long": 0}


def test_a_key_that_nobody_knows_is_dropped_when_the_notes_are_written() -> None:
    assert Notes.from_json({"search": "قم", "of a later version": 1}).to_json() == {"search": "قم"}


def test_a_note_that_cannot_be_read_is_left_out_and_the_others_stay() -> None:
    raw = {"search": "آموزش", "stray": {"files": []}, "phrase": {"resolution": 7, "words": "فردا"}}
    notes = Notes.from_json(raw)
    assert (notes.search, notes.stray, notes.phrase) == ("آموزش", None, DeadlinePhrase(7, "فردا"))
