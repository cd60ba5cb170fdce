"""JSON by orjson, and by the standard library where that takes more."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.json_text import dumps, encode, loads


@pytest.mark.parametrize(
    "value",
    [
        {"نام": "مریم", "n": [1, 2.5, None, True], "deep": {"a": []}},
        {"half": "\ud83d"},
        {"far": 2**70, "near": 2**63, "below": -(2**70)},
        "\0",
        [],
    ],
)
def test_a_value_is_read_back_as_it_was(value: Any) -> None:
    assert loads(dumps(value)) == loads(encode(value)) == json.loads(dumps(value)) == value


def test_keys_become_words_as_they_always_did() -> None:
    assert loads(dumps({1: "یک"})) == {"1": "یک"}
    assert dumps({"a": "ب"}) == '{"a":"ب"}'
    assert dumps({"far": 10**60}) == '{"far":1' + "0" * 60 + "}"


@pytest.mark.parametrize("value", [{"day": date(2019, 10, 5)}, {"at": datetime(2019, 10, 5, tzinfo=UTC)}, {"set": {1}}])
def test_what_would_be_read_back_as_something_else_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        dumps(value)


@pytest.mark.parametrize("text", ["", "{", '{"a":1}x', b"\xff", "<html>"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Extra data|decode"):
        loads(text)


def test_what_the_standard_library_reads_is_read() -> None:
    assert loads('{"n": NaN}')["n"] != 0
    assert loads(r'"\ud83d"') == "\ud83d"
