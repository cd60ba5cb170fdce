"""Failures in the log while a loop goes on."""

import structlog

from bot.failures import log_failure


def test_an_outage_of_the_database_is_one_line_however_often_it_is_met() -> None:
    """An hour without PostgreSQL was hundreds of megabytes of tracebacks."""
    with structlog.testing.capture_logs() as lines:
        log_failure(structlog.get_logger(), "jobs wait", ConnectionRefusedError(111, "refused"))
        log_failure(structlog.get_logger(), "jobs wait", KeyError("state"), platform="bale")
    outage, failure = lines
    assert (outage["log_level"], outage["kind"]) == ("warning", "ConnectionRefusedError")
    assert "exc_info" not in outage
    assert (failure["log_level"], failure["platform"]) == ("error", "bale")
    assert isinstance(failure["exc_info"], KeyError)
