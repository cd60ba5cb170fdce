"""What people changed, kept for later questions."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.organisation import Audit


def record(
    session: AsyncSession,
    by: int | None,
    action: str,
    subject: str,
    subject_id: int,
    now: datetime,
    **details: Any,
) -> None:
    """Notes in the same transaction that person ``by`` did ``action`` to a row; ``details`` are JSON values."""
    session.add(Audit(at=now, person_id=by, action=action, subject=subject, subject_id=subject_id, details=details))
