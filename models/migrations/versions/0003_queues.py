"""Leases of jobs, and indexes of the outbox that leave out the rows nobody looks up by them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("progress_id")
        jobs.add_column(sa.Column("leased_by", sa.String(length=80), server_default="", nullable=False))
        # What is running now runs out at once: the program that ran it is the one that was stopped for this.
        jobs.add_column(sa.Column("leased_until", sa.Double(), server_default="0", nullable=False))
    _index_outbox("ix_outbox_chat_message_id", ["chat", "message_id"], "message_id IS NOT NULL")
    _index_outbox("ix_outbox_batch", ["batch"], "state = 'pending' AND batch <> ''")


def downgrade() -> None:
    _index_outbox("ix_outbox_batch", ["batch"])
    _index_outbox("ix_outbox_chat_message_id", ["chat", "message_id"])
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("leased_until")
        jobs.drop_column("leased_by")
        jobs.add_column(sa.Column("progress_id", sa.BigInteger()))


def _index_outbox(name: str, columns: list[str], only: str = "") -> None:
    where = sa.text(only) if only else None
    op.drop_index(name, "outbox")
    op.create_index(name, "outbox", columns, sqlite_where=where, postgresql_where=where)
