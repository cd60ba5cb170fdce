"""A member with an unmistakable name: whatever she does and whatever fails, no line of the log has a word of hers."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.settings.logs import set_up
from bot.settings.sections import Logging
from domain.persian.text import fold
from sandbox.world.faults import Fault
from services.ideas import questions
from tests import life
from tests.town import Town


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    yield
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def canaries(lines: str, *needles: str) -> list[str]:
    """The lines in which a needle stands, in any digits and letters."""
    wanted = [fold(needle) for needle in needles]
    return [line for line in lines.splitlines() if any(needle in fold(line) for needle in wanted)]


@pytest.mark.parametrize(
    ("form", "level"),
    [
        ("json", "debug"),
        pytest.param("console", "debug", marks=pytest.mark.ci),
        pytest.param("json", "info", marks=pytest.mark.ci),
    ],
)
async def test_no_line_of_a_whole_life_with_failures_has_a_name_a_number_or_a_word(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str, level: str
) -> None:
    set_up(Logging.model_validate({"format": form, "level": level}))
    await town.restart_bot()
    maryam = await town.secretary()
    mahtab = await life.lived(town, maryam)

    async def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{life.NAME} {mahtab.chat.phone}: {life.WORDS}")

    with monkeypatch.context() as fault:
        fault.setattr(questions, "listed", broken)
        assert "خطایی" in await mahtab.says("/question")
    face = town.server.faces[mahtab.platform]
    faults = town.server.faults
    faults.add(Fault("server_error", method="sendMessage", chat_id=mahtab.chat.id))
    faults.add(Fault("cut_off", method="sendMessage", chat_id=mahtab.chat.id))
    faults.add(Fault("blocked", method="sendMessage", chat_id=mahtab.chat.id))
    faults.add(Fault("malformed_update"))
    await mahtab.says(f"{life.NAME} {life.WORDS}")
    sender = {"id": mahtab.chat.id, "is_bot": False, "first_name": life.NAME}
    bad = {"chat": {"id": mahtab.chat.id}, "from": sender, "text": [life.WORDS], "contact": {"phone_number": 5}}
    face.state.updates.put_raw({"message": bad})
    await town.quiet()
    await town.app.moved()
    lines = capsys.readouterr().err
    assert "an unexpected error" in lines
    assert canaries(lines, "مهتاب", "قناری‌زاده", life.WORDS, mahtab.chat.phone[-10:]) == []
