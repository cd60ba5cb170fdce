"""The judge of calls: right ones pass, and every wrong one is caught."""

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.conformance import table
from tests.conformance.bale import BALE
from tests.conformance.judge import Judge
from tests.conformance.telegram import TELEGRAM

MENU = {
    "inline_keyboard": [[{"text": "ارسال", "callback_data": "send:1"}, {"text": "پیوند", "url": "https://ble.ir/x"}]]
}
SHARE = {"keyboard": [[{"text": "ارسال شماره", "request_contact": True}]], "resize_keyboard": True}
COPY = {"inline_keyboard": [[{"text": "رونوشت", "copy_text": {"text": "a1b2"}}]]}
DRAWN = {"type": "photo", "media": "AgAD", "caption": "<b>وضعیت</b> " * 140, "parse_mode": "HTML"}
RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("getUpdates", {"offset": 5, "timeout": 25, "limit": 100, "allowed_updates": ["message", "callback_query"]}),
    ("sendMessage", {"chat_id": 1001, "text": "<b>سلام</b> &amp; درود", "parse_mode": "HTML", "reply_markup": MENU}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "link_preview_options": {"is_disabled": True}}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": COPY}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": SHARE}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": {"remove_keyboard": True}}),
    ("sendPhoto", {"chat_id": 1001, "photo": {"name": "a.png", "size": 300}, "caption": "نقشه"}),
    ("sendDocument", {"chat_id": 1001, "document": "AgAD", "caption": "«جدول»", "parse_mode": "HTML"}),
    ("editMessageText", {"chat_id": 1001, "message_id": 5, "text": "سلام", "reply_markup": MENU}),
    ("editMessageMedia", {"chat_id": 1001, "message_id": 5, "media": DRAWN, "reply_markup": MENU}),
    ("deleteMessage", {"chat_id": 1001, "message_id": 5}),
    ("answerCallbackQuery", {"callback_query_id": "17", "text": "ثبت شد"}),
    ("sendChatAction", {"chat_id": 1001, "action": "upload_document"}),
    ("setMyCommands", {"commands": [{"command": "tasks", "description": "اقدام‌ها"}], "language_code": "fa"}),
    ("getFile", {"file_id": "AgAD"}),
]
ON_BALE: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("getUpdates", {"offset": 5, "timeout": 25, "limit": 100}),
    ("sendMessage", {"chat_id": 1001, "text": "*سلام* و _درود_", "reply_markup": MENU}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": COPY}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": {"keyboard": SHARE["keyboard"]}}),
    ("sendMessage", {"chat_id": 1001, "text": "سلام", "reply_markup": {"remove_keyboard": True}}),
    ("sendPhoto", {"chat_id": 1001, "photo": {"name": "a.png", "size": 300}, "caption": "نقشه" * 900}),
    ("sendDocument", {"chat_id": 1001, "document": "AgAD", "caption": "«جدول»"}),
    ("editMessageText", {"chat_id": 1001, "message_id": 5, "text": "سلام", "reply_markup": MENU}),
    ("deleteMessage", {"chat_id": 1001, "message_id": 5}),
    ("answerCallbackQuery", {"callback_query_id": "17", "text": "ثبت شد"}),
    ("sendChatAction", {"chat_id": 1001, "action": "typing"}),
    ("setMyCommands", {"commands": [{"command": "tasks", "description": "اقدام‌ها"}]}),
    ("getFile", {"file_id": "AgAD"}),
]
CALLS = [(TELEGRAM, *call) for call in RIGHT] + [(BALE, *call) for call in ON_BALE]
OTHERS: dict[type, Any] = {str: 5, int: "5", bool: "true", dict: [], list: {}}
"""For each type a value of another."""


@pytest.mark.parametrize(("judge", "method", "params"), CALLS)
def test_a_right_call_passes(judge: Judge, method: str, params: dict[str, Any]) -> None:
    assert judge.complaints(method, params) == []


@pytest.mark.parametrize(("judge", "method", "params"), CALLS)
def test_a_form_s_words_are_read_as_what_they_stand_for(judge: Judge, method: str, params: dict[str, Any]) -> None:
    def words(value: Any) -> Any:
        return value if isinstance(value, str) or "size" in value else json.dumps(value)

    form = {name: words(value) if isinstance(value, dict) else str(value) for name, value in params.items()}
    form |= {name: json.dumps(value) for name, value in params.items() if isinstance(value, list)}
    assert judge.complaints(method, form, form=True) == []


@pytest.mark.parametrize(("judge", "method", "params"), CALLS)
def test_no_field_may_be_misspelt_or_of_another_type(judge: Judge, method: str, params: dict[str, Any]) -> None:
    for wrong in (*_misspelt(params), *_of_other_types(params)):
        assert judge.complaints(method, wrong), f"nothing is wrong with {wrong}"


@pytest.mark.parametrize(("judge", "method", "params"), CALLS)
def test_what_is_required_may_not_be_absent(judge: Judge, method: str, params: dict[str, Any]) -> None:
    known = table.telegram() if judge is TELEGRAM else table.bale()
    for name, field in known.methods[method].items():
        if field.required:
            left = {key: value for key, value in params.items() if key != name}
            assert judge.complaints(method, left) == [f"{method}: {name} is missing"]


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("sendMesage", {}),
        ("sendMessage", {"text": " \n "}),
        ("sendMessage", {"text": "<b>سلام", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "<b>سلام <i>به</b> همه</i>", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "<h1>سلام</h1>", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "سلام & درود", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "۲ < ۳", "parse_mode": "HTML"}),
        ("sendMessage", {"text": "*سلام*", "parse_mode": "Markdown"}),
        ("sendMessage", {"text": "😀" * 2049}),
        ("sendMessage", {"text": "<b>سلا</b>" * 1400, "parse_mode": "HTML"}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "ارسال"}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ی" * 33}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "ن" * 257}}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": ""}}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "t.me/x"}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "https://x", "pay": True}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [{"text": "x", "callback_data": "x"}]}}),
        ("sendPhoto", {"caption": "ن" * 1025}),
        ("sendPhoto", {"photo": {"name": "a.png", "size": 11 * 2**20}}),
        ("sendDocument", {"document": {"name": "a.zip", "size": 51 * 2**20}}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "AgAD"}]}),
        ("sendMediaGroup", {"media": [DRAWN, {**DRAWN, "caption": "<b>سلام"}]}),
        ("editMessageMedia", {"media": {**DRAWN, "caption": "<b>سلام"}}),
        ("editMessageMedia", {"media": {**DRAWN, "caption": "ن" * 1025}}),
        ("editMessageText", {"message_id": None}),
        ("answerCallbackQuery", {"text": "ن" * 201}),
        ("sendChatAction", {"action": "thinking"}),
        ("setMyCommands", {"commands": [{"command": "Tasks", "description": "اقدام‌ها"}]}),
        ("setMyCommands", {"commands": [{"command": "tasks", "description": ""}]}),
        ("getUpdates", {"limit": 101}),
        ("getUpdates", {"limit": 0}),
    ],
)
def test_what_the_description_forbids_in_words_is_caught(method: str, change: dict[str, Any]) -> None:
    right = next((params for name, params in RIGHT if name == method), {"chat_id": 1001})
    params = {name: value for name, value in {**right, **change}.items() if value is not None}
    assert TELEGRAM.complaints(method, params)


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("getUpdates", {"allowed_updates": ["message"]}),
        ("sendMessage", {"parse_mode": "Markdown"}),
        ("sendMessage", {"protect_content": True}),
        ("sendMessage", {"link_preview_options": {"is_disabled": True}}),
        ("sendMessage", {"reply_parameters": {"message_id": 5}}),
        ("sendMessage", {"text": "*سلام* " * 600}),
        ("sendMessage", {"text": "_\u2060_"}),
        ("sendMessage", {"reply_markup": {**SHARE, "is_persistent": True}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ی" * 33}]]}}),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "ن" * 257}}]]}}),
        ("sendPhoto", {"caption": "ن" * 4097}),
        ("sendPhoto", {"photo": {"name": "a.png", "size": 11 * 2**20}}),
        ("sendChatAction", {"action": "upload_document"}),
        ("setMyCommands", {"language_code": "fa"}),
        ("editMessageMedia", {"message_id": 5, "media": {"type": "photo", "media": "AgAD"}}),
        ("setMyName", {"name": "دبیر"}),
        ("getChatMemberCount", {}),
    ],
)
def test_what_bale_does_not_document_is_caught(method: str, change: dict[str, Any]) -> None:
    right = next((params for name, params in ON_BALE if name == method), {"chat_id": 1001})
    assert BALE.complaints(method, {**right, **change})


def test_a_text_counts_without_its_marks() -> None:
    text = "<b>سلام</b> " * 800
    assert TELEGRAM.complaints("sendMessage", {"chat_id": 1001, "text": text, "parse_mode": "HTML"}) == []
    album = {"chat_id": 1001, "media": [DRAWN, DRAWN]}
    assert TELEGRAM.complaints("sendMediaGroup", album) == []


def test_the_facts_beside_the_sandbox_judge_as_the_description_does() -> None:
    if not table.SPEC.exists():
        pytest.skip("Telegram's description of its API is not beside the project")
    whole, schema = table.telegram(), table.noted(json.loads(table.SCHEMA.read_text(encoding="utf-8")))
    for name, fields in [*schema.methods.items(), *schema.types.items()]:
        described = (whole.methods.get(name) or whole.types.get(name) or {}).items()
        assert _bare(fields.items()) == _bare(described)
    assert all(whole.unions[name] == kinds for name, kinds in schema.unions.items())


def _bare(fields: Iterable[tuple[str, table.Field]]) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Copy fields without their sizes, of which the schema keeps fewer."""
    return {name: (field.kinds, field.required) for name, field in fields}


def _misspelt(value: Any) -> Iterator[Any]:
    """Yield the value with one field's name misspelt, at every place in turn."""
    for place, inside in _places(value):
        if isinstance(value, dict):
            yield {f"{name}_" if name == place else name: each for name, each in value.items()}
        for wrong in _misspelt(inside):
            yield _with(value, place, wrong)


def _of_other_types(value: Any) -> Iterator[Any]:
    """Yield the value with one part of another type, at every place in turn."""
    for place, inside in _places(value):
        # A chat id may be a number or a username, and a file may be an upload or an id.
        if place in ("chat_id", "photo"):
            continue
        yield _with(value, place, OTHERS[type(inside)])
        for wrong in _of_other_types(inside):
            yield _with(value, place, wrong)


def _places(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _with(value: Any, place: Any, inside: Any) -> Any:
    changed = copy.copy(value)
    changed[place] = inside
    return changed
