"""Logs: one line an event, whoever logged it, and nothing private in it."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.failures import log_failure
from bot.settings.logs import error_id, redact, set_up
from bot.settings.sections import Logging

TOKEN = "123456789:" + "Sara" * 9


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"https://host/bot{TOKEN}/getMe", "https://host/bot‹token›/getMe"),
        ("Sara, 09151234567", "Sara, ‹phone›"),
        ("Sara, ۰۹۱۵ ۱۲۳ ۴۵ ۶۷.", "Sara, ‹phone›."),
        ("+98 915 123 4567", "‹phone›"),
        ("+49-30-1234567", "‹phone›"),
        ("00989151234567", "‹phone›"),
        ("telegram:5151234567 at 2019-10-05T14:30:00.123456+0330", None),
        ("0.9123456789 of 1000000", None),
    ],
)
def test_tokens_and_phone_numbers_are_covered_and_nothing_else(text: str, shown: str | None) -> None:
    assert redact(text) == (shown or text)


def test_a_line_of_json_carries_the_event_and_what_is_bound(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Logging(format="json"))
    with structlog.contextvars.bound_contextvars(update=7):
        structlog.get_logger("inbox").info("update.kept", chat="telegram:1000", words="سلام")
    line = capsys.readouterr().err
    assert "سلام" in line
    told = json.loads(line)
    assert (told["event"], told["level"], told["update"], told["logger"]) == (
        "update.kept",
        "info",
        7,
        "inbox",
    )


def test_a_failure_is_told_by_the_loop_that_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Logging(format="json"))
    log_failure(structlog.get_logger(), "jobs wait", ConnectionRefusedError())
    assert json.loads(capsys.readouterr().err)["logger"] == __name__


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_keeps_its_place_and_loses_its_secrets(capsys: pytest.CaptureFixture[str], form: str) -> None:
    set_up(Logging.model_validate({"format": form}))
    try:
        answer = "Sara's answer is her own"
        raise RuntimeError(f"no road to /bot{TOKEN}, call 09151234567")
    except RuntimeError:
        structlog.get_logger().exception("round.failed", id="7KX2MQ")
    told = capsys.readouterr().err
    assert "7KX2MQ" in told
    assert "in test_a_traceback_keeps_its_place" in told
    assert TOKEN not in told
    assert "09151234567" not in told
    assert answer not in told


def test_what_a_library_logs_goes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Logging(format="json"))
    set_up(Logging(format="json"))
    logging.getLogger("somebody.elses").warning("retrying /bot%s", TOKEN)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "retrying /bot‹token›"


def test_levels_below_the_one_asked_for_are_silent(capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Logging(level="warning"))
    structlog.get_logger().info("quiet")
    logging.getLogger("somebody.elses").info("quiet")
    logging.getLogger("apscheduler.executors").info("quiet")
    assert capsys.readouterr().err == ""


def test_an_error_id_can_be_read_out() -> None:
    ids = {error_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(one) == 6 and not set(one) & set("ILOU") for one in ids)
