"""The audit trail: the changes that people made, and the lists of people that they read."""

from typing import Any

from sqlalchemy import select

from models.tables.organisation import Audit
from services.context import ActionContext


def record(
    context: ActionContext,
    action: str,
    subject: str,
    subject_id: int,
    **details: Any,
) -> None:
    """Record in the same transaction that the context's actor did ``action`` to a row; ``details`` are JSON values."""
    context.session.add(
        Audit(
            at=context.now,
            person_id=context.actor,
            action=action,
            subject=subject,
            subject_id=subject_id,
            details=details,
        )
    )


async def note_reading(context: ActionContext, listed: str, subject_id: int = 0) -> None:
    """Record that the context's actor read a list of people, once a day for each list: its name is the subject."""
    noted = select(Audit.id).where(
        Audit.subject == listed,
        Audit.subject_id == subject_id,
        Audit.action == READING,
        Audit.person_id == context.actor,
        Audit.at >= context.midnight,
    )
    if await context.session.scalar(noted.limit(1)) is None:
        record(context, READING, listed, subject_id)


READING = "list"
"""The action of who read a list."""
