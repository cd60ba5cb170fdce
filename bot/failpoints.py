"""Failpoints, at which tests kill the program: just where a crash could lose or repeat something."""

import os
import signal

# The value «after_inbox_commit:3» kills the program when that point is reached for the third time.
_POINT, _, _TIMES = os.environ.get("DABIR_TEST_KILL_AT", "").partition(":")
_left = int(_TIMES or 1)


def failpoint(point: str) -> None:
    """Kill the program here if a test asked for this point; do nothing otherwise."""
    global _left
    if point == _POINT:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
