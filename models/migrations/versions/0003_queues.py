"""Leases of jobs, and indexes of the queues that leave out the rows nobody looks up by them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OUTBOX = (
    ("ix_outbox_chat_message_id", ["chat", "message_id"], "message_id IS NOT NULL"),
    ("ix_outbox_batch", ["batch"], "state = 'pending' AND batch <> ''"),
)
"""The name, the columns and from now on the condition of an index."""


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("progress_id")
        jobs.add_column(sa.Column("leased_by", sa.String(length=80), server_default="", nullable=False))
        # What is running now runs out at once: the program that ran it is the one that was stopped for this.
        jobs.add_column(sa.Column("leased_until", sa.Double(), server_default="0", nullable=False))
    op.drop_index("ix_jobs_state_id", "jobs")
    _index("ix_jobs_unfinished", "jobs", ["id"], "state IN ('waiting', 'running')")
    for name, columns, only in OUTBOX:
        op.drop_index(name, "outbox")
        _index(name, "outbox", columns, only)


def downgrade() -> None:
    for name, columns, _ in OUTBOX:
        op.drop_index(name, "outbox")
        _index(name, "outbox", columns)
    op.drop_index("ix_jobs_unfinished", "jobs")
    _index("ix_jobs_state_id", "jobs", ["state", "id"])
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("leased_until")
        jobs.drop_column("leased_by")
        jobs.add_column(sa.Column("progress_id", sa.BigInteger()))


def _index(name: str, table: str, columns: list[str], only: str = "") -> None:
    where = sa.text(only) if only else None
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
