"""``dabir run`` with a mistake in it, for the tests to catch: ``python -m tests.bot.mutants confirm-first``."""

import sys
from typing import Any

from bot.cli import main
from bot.inbox import Poller
from bot.messenger import Messenger, Outcome
from bot.owed import Owed
from models.transit import OutboxState


def confirm_first() -> None:
    """The platform may forget the updates before they are committed."""
    keep = Poller.keep

    async def mistaken(self: Poller, raws: list[dict[str, Any]]) -> None:
        if raws:
            await self._platform.updates(raws[-1]["update_id"] + 1, 0)
        await keep(self, raws)

    Poller.keep = mistaken  # type: ignore[method-assign]


def mark_first() -> None:
    """A message counts as sent before it is."""
    carry_out = Messenger._carry_out

    async def mistaken(self: Messenger, row: Owed) -> None:
        await self._write([Outcome(row, OutboxState.SENT)])
        await carry_out(self, row)

    Messenger._carry_out = mistaken  # type: ignore[method-assign]


if __name__ == "__main__":
    {"confirm-first": confirm_first, "mark-first": mark_first}[sys.argv.pop(1)]()
    sys.argv = ["dabir", "run"]
    main()
