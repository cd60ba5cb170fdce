"""Answers that came while their obligation was closed: they count once it is open again."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ANSWERS = sa.text(
    # Nothing that they could have added to waited, or had been accepted, when they came.
    "SELECT s.id, s.obligation_id, s.kind, s.verdict, o.state FROM submissions s"
    " JOIN obligations o ON o.id = s.obligation_id"
    " WHERE s.supplement AND s.former_agency_id IS NULL AND s.kind <> 'check_in' AND s.verdict <> 'replaced'"
    " AND o.state IN ('open', 'returned', 'closed') AND NOT EXISTS (SELECT 1 FROM submissions a"
    " WHERE a.obligation_id = o.id AND NOT a.supplement AND a.former_agency_id IS NULL AND a.kind <> 'check_in'"
    " AND (a.verdict IN ('waiting', 'accepted') OR a.verdict = 'returned' AND a.reviewed_at > s.sent_at))"
    " ORDER BY s.id"
)
CONTINUOUS = sa.text(
    "SELECT r.deadline FROM obligations o JOIN resolutions r ON r.id = o.resolution_id WHERE o.id = :id"
).columns(deadline=sa.JSON())


def upgrade() -> None:
    with op.batch_alter_table("submissions", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("while_closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    connection = op.get_bind()
    by_obligation: dict[int, list[sa.Row[tuple[int, int, str, str, str]]]] = {}
    for row in connection.execute(ANSWERS).all():
        by_obligation.setdefault(row.obligation_id, []).append(row)
    for obligation_id, rows in by_obligation.items():
        if rows[0].state == "closed":
            meanwhile = sa.text("UPDATE submissions SET while_closed = true WHERE id = :id")
            connection.execute(meanwhile, [{"id": row.id} for row in rows])
            continue
        answer = next((row for row in rows if row.verdict != "returned"), rows[-1])
        connection.execute(sa.text("UPDATE submissions SET supplement = false WHERE id = :id"), {"id": answer.id})
        deadline = connection.execute(CONTINUOUS, {"id": obligation_id}).scalar_one()
        state = _state(answer.kind, answer.verdict, continuous=deadline.get("kind") == "continuous")
        planned = "" if state in ("open", "returned") else ", next_reminder_at = NULL"
        connection.execute(
            sa.text(
                f"UPDATE obligations SET state = :state, version = version + 1{planned},"  # noqa: S608
                " answered_at = (SELECT sent_at FROM submissions WHERE id = :answer) WHERE id = :id"
            ),
            {"state": state, "answer": answer.id, "id": obligation_id},
        )


def _state(kind: str, verdict: str, *, continuous: bool) -> str:
    if verdict == "returned":
        return verdict
    if kind == "nothing_to_report" or (kind == "not_applicable" and verdict == "accepted"):
        return "closed"
    if continuous:
        return "open"
    return "accepted" if verdict == "accepted" else "answered"


def downgrade() -> None:
    with op.batch_alter_table("submissions", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_column("while_closed")
