"""The buttons under a broadcast: «رؤیت شد» and the options of its question."""

from domain.chat.screens import T, Tap
from handlers.core.turn import Reply, Turn
from services.broadcast import messages, receipts


async def seen(turn: Turn, tap: Tap) -> Reply:
    """Acknowledge the broadcast («رؤیت شد»)."""
    first = await receipts.acknowledge(turn.context, tap.id)
    turn.toast = T("receipt.thanks" if first else "receipt.again")
    return _below_reminder(tap)


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Answer the broadcast's question; another answer takes the place of the one before."""
    option = await receipts.answer(turn.context, tap.id, tap.version)
    turn.toast = T("receipt.answered", option=option)
    return _below_reminder(tap)


def _below_reminder(tap: Tap) -> Reply:
    """Return what a tapped reminder becomes; the message itself shows the receipt on its buttons."""
    return messages.thanks() if tap.arg else None
