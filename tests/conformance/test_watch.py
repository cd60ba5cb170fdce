"""A bot that calls wrongly is found out, also where the sandbox lets it pass."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.transport import Caller
from tests.conformance import watch
from tests.town import Town


@pytest.mark.parametrize(
    ("mistake", "complaint"),
    [
        (str, 'editMessageText: message_id is no Integer: "'),
        (lambda number: number + 1_000_000, "editMessageText was refused: "),
    ],
    ids=["a number as words", "another message"],
)
async def test_a_mistake_of_the_bot_is_named(
    town: Town, monkeypatch: pytest.MonkeyPatch, mistake: Callable[[int], Any], complaint: str
) -> None:
    call = Caller.call

    async def mistaken(caller: Caller, method: str, params: Mapping[str, Any], *more: Any, **named: Any) -> Any:
        if "message_id" in params:
            params = {**params, "message_id": mistake(params["message_id"])}
        return await call(caller, method, params, *more, **named)

    monkeypatch.setattr(Caller, "call", mistaken)
    ali = town.person("علی کریمی")
    await ali.says("/start")
    await ali.taps("ثبت‌نام")
    found = watch.complaints(town.face)
    assert [words for words in found if words.startswith(complaint)]
    # They have been looked at: no other is to be told of them.
    town.world.transcript.clear()
