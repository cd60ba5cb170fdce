"""The watch over a bot's calls: wrong ones are found, also those that the sandbox accepts, and gaps are reported."""

from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.platforms.transport import ApiClient
from tests import conftest
from tests.conformance import table, watch
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
    call = ApiClient.call

    async def mistaken(client: ApiClient, method: str, params: Mapping[str, Any], *more: Any, **named: Any) -> Any:
        if "message_id" in params:
            params = {**params, "message_id": mistake(params["message_id"])}
        return await call(client, method, params, *more, **named)

    monkeypatch.setattr(ApiClient, "call", mistaken)
    ali = town.person("علی کریمی")
    await ali.says("/start")
    # A form opens in a new message; its first answer edits that.
    await ali.taps("ثبت‌نام")
    await ali.taps(ali.buttons()[0])
    found = watch.complaints(town.face)
    assert [words for words in found if words.startswith(complaint)]
    # These calls were checked here: the watch after the test must not report them again.
    town.world.transcript.clear()


async def test_calls_that_were_forgotten_are_missed(town: Town) -> None:
    calls = town.world.transcript
    await town.person("علی کریمی").says("/start")
    town.world.transcript = deque(calls, maxlen=len(calls))
    assert watch.complaints(town.face) == ["calls were forgotten before they were looked at"]
    town.world.transcript = calls


@pytest.mark.parametrize("there", [True, False])
def test_a_run_without_telegram_s_description_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool
) -> None:
    spec = tmp_path / "telegram-bot-api.json"
    if there:
        spec.touch()
    monkeypatch.setattr(table, "SPEC", spec)
    said = list[str]()
    conftest.pytest_terminal_summary(SimpleNamespace(stats={}, write_line=said.append))
    assert [line for line in said if "schema.json" in line] == said
    assert bool(said) != there
