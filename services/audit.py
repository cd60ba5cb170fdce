"""The audit trail: the changes that people made."""

from typing import Any

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
