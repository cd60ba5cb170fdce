"""Bounds on what an expression may cost: one that is evaluated between two messages keeps everybody waiting."""

from __future__ import annotations

import re
import signal
import threading
from types import FrameType

MOST_TEXT = 1_000_000
"""Characters of a text that an expression makes."""
MOST_SECONDS = 0.2
"""Seconds of the processor for one look for a pattern."""
MOST_EFFORT = 1_000_000
"""Effort of working out a form once, half a second at most: a node that a path leads over costs one."""
PATTERN = MOST_EFFORT // 2
"""Effort of a look for a pattern that was broken off."""
SHORT = 5000
"""Characters in which a pattern with one quantifier is looked for in no time."""
CONDITION = 10
"""Effort of a condition that is looked at for one node."""
NEW_NODE = 10
"""Effort of a node that is made."""
CHILDREN = 20
"""Nodes of one parent that cost one: they are a list already."""


class TooCostlyError(ValueError):
    """An expression that costs more than it may."""


def search(pattern: re.Pattern[str], text: str) -> bool:
    """Look for a pattern in a text. Raises TooCostlyError for one that is still at it after ``MOST_SECONDS``.

    A pattern such as ``(a+)+$`` takes twice as long for each further letter. Python looks for signals on the way, so
    a timer breaks it off; only the main thread has them, and POSIX.
    """
    if len(text) <= SHORT and sum(map(pattern.pattern.count, "*+{")) <= 1:
        return pattern.search(text) is not None
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return pattern.search(text) is not None
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        return pattern.search(text) is not None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooCostlyError("a pattern without end")


def bounded(text: str) -> str:
    """Return a text that an expression made. Raises TooCostlyError for one that is too long."""
    if len(text) > MOST_TEXT:
        raise TooCostlyError(f"a text of {len(text)} characters")
    return text
