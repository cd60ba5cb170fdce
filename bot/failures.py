"""Logged failures of loops that go on, such as those that ask the database again after a second."""

from typing import Any

from models.database import cause, is_outage


def log_failure(log: Any, event: str, error: Exception, **values: Any) -> None:
    """Log a failure with its traceback; an outage of the database, which repeats for as long as it lasts, in one line.

    A missing database may raise any error, not only those of its library.
    """
    if is_outage(error):
        log.warning(event, kind=type(error).__name__, reason=cause(error), **values)
    else:
        log.error(event, exc_info=error, **values)
