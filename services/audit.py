"""What people changed, kept for later questions."""

from typing import Any

from models.organisation import Audit
from services.context import ActionContext


def record(
    context: ActionContext,
    action: str,
    subject: str,
    subject_id: int,
    **details: Any,
) -> None:
    """Notes in the same transaction that person ``by`` did ``action`` to a row; ``details`` are JSON values."""
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
