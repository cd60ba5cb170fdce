"""The sandbox's clock: real time plus an offset that only grows."""

from datetime import UTC, datetime, timedelta

from sandbox.world.store import Store


class ClockError(ValueError):
    """Somebody asked the clock to go back."""


class Clock:
    """Aware UTC time. The offset is kept in the store, so a second start carries on where the first ended."""

    def __init__(self, store: Store, start: datetime | None = None) -> None:
        """`start` is what a new clock shows first; a stored offset wins over it."""
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
        """Seconds since 1970, as messages carry them."""
        return int(self.now().timestamp())

    def move_to(self, moment: datetime) -> datetime:
        """Shows `moment` from now on, with real time running on top. Raises ClockError."""
        return self.move_by(moment - self.now())

    def move_by(self, step: timedelta) -> datetime:
        """Moves on by `step`. Raises ClockError."""
        if step < timedelta(0):
            raise ClockError("the clock moves forward only")
        self._offset += step
        self._keep()
        return self.now()

    def _keep(self) -> None:
        self._store.keep_value("clock_offset", repr(self._offset.total_seconds()))
