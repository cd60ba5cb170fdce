"""Progress of a reading."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Told of progress: what is done, and the total."""
