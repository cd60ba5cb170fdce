"""Long lists in slices, so that a statement or a transaction stays short."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def slices(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield values in their order, at most ``size`` at a time."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
