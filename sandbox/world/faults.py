"""Simulated faults: a kind of failure, the calls that it meets, and the number of times."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

FaultKind = Literal[
    "too_many_requests",
    "server_error",
    "drop",
    "timeout_after_accept",
    "slow",
    "blocked",
    "chat_not_found",
    "muted",
    "migrated",
    "html",
    "cut_off",
    "gateway",
    "file_too_big",
    "malformed_update",
    "duplicate_update",
    "down",
    "revoked",
]
FAULT_KINDS: tuple[str, ...] = get_args(FaultKind)
# These spoil the next updates, all others a call as it comes in.
UPDATE_FAULTS: tuple[FaultKind, ...] = ("malformed_update", "duplicate_update")


@dataclass(slots=True)
class Fault:
    """One simulated fault. None means any method, any chat, without end. The method "file" is a file's download.

    - too_many_requests: 429 with `retry_after` seconds; server_error: 502.
    - drop: the connection is closed before the call is handled.
    - down: the same; with `times` None an outage that lasts until it is cleared, in which calls that were waiting
      get no answer either.
    - muted: 400, as in a group where the bot may not write.
    - migrated: 400, as for a group that has become the supergroup `to`.
    - revoked: 401, as after the token was revoked.
    - timeout_after_accept: the call is handled, the answer never sent; closed after `seconds`.
    - slow: handled after `seconds`.
    - html: status 200 with a page that is not JSON; cut_off: status 200 with JSON that breaks off.
    - gateway: 404 with JSON that no Bot API gives, as of a gateway that finds no server behind it.
    - malformed_update: an update that cannot be parsed comes before the real one.
    - duplicate_update: the update confirmed last (or the first in the answer) comes once more.
    """

    kind: FaultKind
    method: str | None = None
    times: int | None = 1
    chat_id: int | None = None
    retry_after: int = 1
    seconds: float = 1.0
    to: int = 0


class Faults:
    """The faults still to happen, in the order in which they were added.

    ``on_outage`` is called when an endless one begins that meets getUpdates: a waiting call must not outlast it.
    """

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.on_outage: Callable[[], None] = lambda: None

    def add(self, fault: Fault) -> None:
        """Add a fault. Raises ValueError for an unknown kind."""
        if fault.kind not in FAULT_KINDS:
            raise ValueError(f"unknown kind of fault: {fault.kind}; known are {', '.join(FAULT_KINDS)}")
        self._waiting.append(fault)
        if fault.times is None and fault.method in (None, "getUpdates"):
            self.on_outage()

    def clear(self) -> None:
        self._waiting.clear()

    @property
    def outage(self) -> bool:
        """True while all calls fail until the faults are cleared."""
        return any(
            (fault.kind, fault.method, fault.times, fault.chat_id) == ("down", None, None, None)
            for fault in self._waiting
        )

    def for_call(self, method: str, chat_id: int | None) -> Fault | None:
        """Take the fault that meets this call; None for an undisturbed one."""
        if not self._waiting:
            return None
        return self.take(method, chat_id, tuple(kind for kind in FAULT_KINDS if kind not in UPDATE_FAULTS))

    def take(self, method: str, chat_id: int | None, kinds: tuple[str, ...]) -> Fault | None:
        """Take the first fault of these kinds for this method and chat, and count it; None when there is none."""
        for fault in self._waiting:
            if (
                fault.kind in kinds
                and fault.method in (None, method)
                and fault.chat_id in (None, chat_id)
                and fault.times != 0
            ):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault
        return None
