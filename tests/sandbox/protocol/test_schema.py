"""Telegram's schema, compared with the Bot API's own description."""

import json
from pathlib import Path

import pytest

from sandbox.protocol import make_schema, schema

SPEC = Path(__file__).parents[4] / "shared" / "spec" / "telegram-bot-api.json"


def test_the_table_is_the_one_that_telegrams_description_makes() -> None:
    if not SPEC.exists():
        pytest.skip("Telegram's description of its API is not beside the project")
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    assert make_schema.schema_from(spec) == json.loads(make_schema.SCHEMA.read_text(encoding="utf-8"))


def test_a_parameter_has_kinds_requirement_and_limits() -> None:
    (text,) = [p for p in schema.telegram().methods["sendMessage"] if p.name == "text"]
    assert (text.kinds, text.required, text.low, text.high) == (("String",), True, 1, 4096)
    (markup,) = [p for p in schema.telegram().methods["sendMessage"] if p.name == "reply_markup"]
    assert markup.kinds[0] == "InlineKeyboardMarkup"
    assert not markup.required


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [
        ("sendMessage", "text", (1, 4096)),
        ("sendPhoto", "caption", (0, 1024)),
        ("InlineKeyboardButton", "callback_data", (1, 64)),
        ("answerCallbackQuery", "text", (0, 200)),
        ("sendMediaGroup", "media", (2, 10)),
        ("getUpdates", "limit", (1, 100)),
    ],
)
def test_limits_are_telegrams(owner: str, name: str, expected: tuple[int, int]) -> None:
    assert schema.telegram().limits(owner, name) == expected


def test_what_has_no_limit_says_so() -> None:
    with pytest.raises(LookupError, match=r"sendMessage\.chat_id"):
        schema.telegram().limits("sendMessage", "chat_id")


def test_a_method_is_either_described_or_known_by_name() -> None:
    known = schema.telegram()
    assert "sendMessage" in known.methods
    assert "sendPoll" in known.others
    assert not known.others & known.methods.keys()
