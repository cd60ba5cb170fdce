"""The sandbox's clock: real time plus an offset that only grows."""

from datetime import UTC, datetime, timedelta

from sandbox.world.store import Store


class ClockError(ValueError):
    """An attempt to move the clock back."""


class Clock:
    """The sandbox's clock, in aware UTC. The offset is stored, so a second start goes on where the first ended."""

    def __init__(self, store: Store, start: datetime | None = None) -> None:
        """`start` is the first time of a new clock; a stored offset takes precedence."""
        self._store = store
        stored = store.value("clock_offset")
        if stored is not None:
            self._offset = timedelta(seconds=float(stored))
        else:
            self._offset = timedelta(0) if start is None else start - datetime.now(UTC)
            self._keep()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def timestamp(self) -> int:
        """Unix seconds, as messages carry them."""
        return int(self.now().timestamp())

    def move_to(self, moment: datetime) -> datetime:
        """Move the clock to `moment`, from which it runs on. Raises ClockError when that is in the past."""
        return self.move_by(moment - self.now())

    def move_by(self, step: timedelta) -> datetime:
        """Move the clock forward by `step`. Raises ClockError when it is negative."""
        if step < timedelta(0):
            raise ClockError("the clock moves forward only")
        self._offset += step
        self._keep()
        return self.now()

    def _keep(self) -> None:
        self._store.keep_value("clock_offset", repr(self._offset.total_seconds()))
