"""The table of Bale's methods: each line has its certainty and its sources."""

import re

import pytest

from sandbox.bale.rules import BaleRules
from sandbox.bale.schema import bale, evidence, sources
from sandbox.protocol import schema
from tests.sandbox.conftest import Bot

CERTAINTIES = ("documented", "libraries", "one source", "guess")


def test_every_line_has_a_certainty_and_a_source() -> None:
    for line, each in evidence().items():
        assert each.certainty in CERTAINTIES, line
        assert each.sources, line
        assert set(each.sources) <= sources().keys(), line


def test_every_method_parameter_and_field_has_its_line() -> None:
    table = bale()
    lines = {
        f"{owner}.{each.name}" for owner, row in {**table.methods, **table.types}.items() for each in row
    } | table.methods.keys()
    assert lines | table.others.keys() == evidence().keys()


def test_what_bale_documents_is_called_documented() -> None:
    assert evidence()["sendMessage.text"].certainty == "documented"
    assert evidence()["sendMessage.parse_mode"].certainty == "one source"
    assert evidence()["setMyCommands"].certainty == "one source"


def test_types_that_are_named_are_described() -> None:
    table = bale()
    for row in (*table.methods.values(), *table.types.values()):
        for each in row:
            for kind in re.findall(r"[A-Z]\w+", "|".join(each.kinds)):
                assert kind in table.types or kind in {"Integer", "String", "Boolean", "Float", "InputFile"}


def test_a_method_is_described_or_known_to_be_absent() -> None:
    assert not bale().methods.keys() & bale().others.keys()
    # Every method that the sandbox simulates for Telegram is listed for Bale, too.
    names = {name.lower() for name in (*bale().methods, *bale().others)}
    assert {name for name in schema.telegram().methods if name.lower() not in names} == set()


@pytest.mark.parametrize(
    ("owner", "name", "expected"),
    [
        ("sendMessage", "text", (1, 4096)),
        ("sendPhoto", "caption", (0, 4096)),
        ("InputMediaPhoto", "caption", (0, 1024)),
        ("InlineKeyboardButton", "callback_data", (1, 64)),
        ("getUpdates", "limit", (1, 100)),
    ],
)
def test_limits_are_bales(owner: str, name: str, expected: tuple[int, int]) -> None:
    assert bale().limits(owner, name) == expected


@pytest.mark.parametrize("method", sorted(bale().methods))
async def test_every_method_of_the_table_is_played(on_bale: Bot, method: str) -> None:
    answer = await on_bale.call(method)
    # setWebhook with an empty address removes the webhook.
    required = any(each.required for each in bale().methods[method]) and method != "setWebhook"
    assert answer.get("error_code", 200) == (400 if required else 200), answer


def test_names_of_methods_know_no_case() -> None:
    assert BaleRules().method_name("SENDMESSAGE") == "sendMessage"
    assert BaleRules().method_name("unPinChatMessage") == "unpinChatMessage"
