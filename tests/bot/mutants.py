"""``dabir run`` with a mistake in it, for the tests to catch: ``python -m tests.bot.mutants confirm-first``."""

import sys
from collections.abc import Sequence
from typing import Any

from sqlalchemy import update

from bot.cli.main import main
from bot.inbound.update_store import UpdateStore
from bot.outbound.due_messages import DueMessage
from bot.outbound.sender import Sender
from models.tables.queues import Outbox, OutboxState


def confirm_first() -> None:
    """Let the platform forget the updates before they are committed."""
    store = UpdateStore.store

    async def mistaken(self: UpdateStore, raws: Sequence[Any]) -> bool:
        if raws:
            await self._platform.updates(raws[-1]["update_id"] + 1, 0)
        return await store(self, raws)

    UpdateStore.store = mistaken  # type: ignore[method-assign]


def mark_first() -> None:
    """Count a message as sent before it is."""
    carry_out = Sender._carry_out

    async def mistaken(self: Sender, row: DueMessage) -> None:
        async with self._db.write() as session:
            await session.execute(update(Outbox).where(Outbox.id == row.id).values(state=OutboxState.SENT))
        await carry_out(self, row)

    Sender._carry_out = mistaken  # type: ignore[method-assign]


if __name__ == "__main__":
    {"confirm-first": confirm_first, "mark-first": mark_first}[sys.argv.pop(1)]()
    sys.argv = ["dabir", "run"]
    main()
