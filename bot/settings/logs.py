"""Logging to standard error through structlog: lines for people, or one JSON object a line for machines.

Libraries' logs of the standard library go the same way. Every finished line passes `redact` last, so that no
token in an address and no phone number in a traceback gets out.
"""

import logging
import re
import secrets
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings.sections import Logging

# Crockford's base 32, because none of its letters is taken for a digit when it is read out on the phone.
ID_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
# Iranian numbers as people write them, in any digits, and foreign ones with their plus. A bare number is left
# alone: it may be an account's id, which an operator needs.
PHONE = re.compile(r"(?<!\w)(?:(?:\+|[0۰٠]{2})\d(?:[ -]?\d){8,13}|[0۰٠][9۹٩](?:[ -]?\d){9})(?!\d)")
# APScheduler logs every tick, and there is one every second.
NOISY = ("apscheduler",)
OURS = ("bot", "domain", "handlers", "models", "scheduler", "services", "texts")
HANDLER = "dabir"


def set_up(settings: Logging) -> None:
    """Direct structlog and the standard library's logging to standard error; may be called again."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(settings.level),
        # A failure is that of the loop which goes on.
        logger_factory=structlog.stdlib.LoggerFactory(ignore_frame_names=["bot.failures"]),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.name = HANDLER
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings),
                _redacted,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if one.name != HANDLER] + [handler]
    # Libraries log whole statements and calls for debugging, and with them what people wrote.
    level = getattr(logging, settings.level.upper())
    root.setLevel(max(level, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(text: str) -> str:
    """Cover everything in a text that looks like a bot's token or a phone number."""
    return PHONE.sub("‹phone›", TOKEN.sub("‹token›", text))


def error_id() -> str:
    """Make an id of six letters and digits, for a person's apology and for the line in the log."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(6))


def _renderers(settings: Logging) -> list[Processor]:
    if settings.format == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    # The prettier tracebacks show local variables, and with them what people wrote.
    return [
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    ]


def _redacted(_logger: WrappedLogger, _method: str, line: str | EventDict) -> str:
    return redact(str(line))
