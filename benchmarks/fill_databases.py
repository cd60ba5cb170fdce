"""Fill databases for benchmarks: members who each represent one agency, and the agencies' obligations."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from domain.access.member import Role
from models import Account, Agency, Meeting, Membership, Obligation, Person, Resolution
from models.database import Database
from models.tables.meetings import MeetingState, ResolutionState

NOW = datetime.now(UTC)
SLICE = 5000


async def fill(
    db: Database,
    *,
    members: int,
    obligations: int,
    first_user: int,
    due: int = 0,
    platforms: Sequence[str] = ("telegram",),
) -> None:
    """Insert ``members`` agencies with one representative each, and ``obligations`` dealt out to them in turn.

    The first ``due`` obligations have a reminder planned for now, the others for later than any benchmark runs.
    The representatives are on the platforms in turn, on each numbered from ``first_user`` on.
    """
    numbers = range(1, members + 1)
    where = {number: platforms[(number - 1) % len(platforms)] for number in numbers}
    user = {number: f"{where[number]}:{first_user + (number - 1) // len(platforms)}" for number in numbers}
    await _insert(db, Person, [{"id": n, "name": f"نماینده {n}", "created_at": NOW} for n in numbers])
    await _insert(
        db,
        Account,
        [
            {"person_id": n, "platform": where[n], "user": user[n], "chat": user[n], "last_active_at": NOW}
            for n in numbers
        ],
    )
    await _insert(db, Agency, [{"id": n, "name": f"دستگاه {n}", "name_fold": f"دستگاه {n}"} for n in numbers])
    await _insert(
        db, Membership, [{"person_id": n, "agency_id": n, "role": Role.REPRESENTATIVE, "since": NOW} for n in numbers]
    )
    await _insert(db, Meeting, [{"id": 1, "title": "جلسه", "state": MeetingState.ISSUED, "created_at": NOW}])
    resolutions = range(1, obligations // members + 2)
    await _insert(
        db,
        Resolution,
        [
            {"id": n, "meeting_id": 1, "number": n, "text": f"مصوبهٔ {n}", "state": ResolutionState.ACTIVE}
            for n in resolutions
        ],
    )
    later = NOW + timedelta(days=300)
    day = NOW.date() + timedelta(days=3)
    for start in range(0, obligations, SLICE):
        rows = [
            {
                "resolution_id": n // members + 1,
                "agency_id": n % members + 1,
                "due": day,
                "next_reminder_at": NOW if n < due else later,
                "created_at": NOW,
            }
            for n in range(start, min(start + SLICE, obligations))
        ]
        await _insert(db, Obligation, rows)


async def _insert(db: Database, model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), SLICE):
        async with db.write() as session:
            await session.execute(insert(model), rows[start : start + SLICE])
