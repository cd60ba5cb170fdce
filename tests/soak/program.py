"""``dabir run`` by a machine's clock that may be wrong: ``python -m tests.soak.program``.

The file that DABIR_TEST_CLOCK names holds one double: the seconds by which the clock is ahead of the real one. The
monotonic clock is the machine's own, as it is where somebody sets the time.
"""

import os
import struct
import sys
import time
from datetime import UTC, datetime, tzinfo
from typing import Self

ENVIRONMENT = "DABIR_TEST_CLOCK"
SHAPE = struct.Struct("d")


def main() -> None:
    """Set the clock before anything of Dabir's is imported, because some of it remembers when it was."""
    file, real = os.open(os.environ[ENVIRONMENT], os.O_RDONLY), time.time

    def seconds() -> float:
        return real() + float(SHAPE.unpack(os.pread(file, SHAPE.size, 0))[0])

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(seconds(), tz)

    time.time = seconds
    import apscheduler.schedulers.base

    from bot.cli.main import main as dabir
    from domain.dates import clock
    from scheduler import ticks

    apscheduler.schedulers.base.datetime = Moved
    ticks.datetime = Moved  # type: ignore[attr-defined]

    def now(self: clock.SystemClock) -> datetime:
        return datetime.fromtimestamp(seconds(), UTC)

    clock.SystemClock.now = now  # type: ignore[method-assign]
    sys.argv = ["dabir", "run"]
    dabir()


if __name__ == "__main__":
    main()
