"""Broadcasts with their deliveries, and the right to broadcast to one audience."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("audience", "content", "question")),
        sa.Column("receipt", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime()) for name in ("send_at", "started_at", "ended_at")),
        sa.Column("decided_by", sa.Integer()),
        *(sa.Column(name, sa.DateTime()) for name in ("decided_at", "remind_from")),
        sa.Column("progress_row", sa.BigInteger()),
        sa.Column("progress_at", sa.DateTime()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name=op.f("fk_broadcasts_author_id_persons")),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_broadcasts_decided_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index(op.f("ix_broadcasts_author_id"), "broadcasts", ["author_id"])
    op.create_index(op.f("ix_broadcasts_busy"), "broadcasts", ["busy"])
    op.create_index("ix_broadcasts_state_send_at", "broadcasts", ["state", "send_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("row_id", sa.BigInteger()),
        sa.Column("lead_id", sa.BigInteger()),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime()) for name in ("delivered_at", "acknowledged_at")),
        sa.Column("answer", sa.Integer()),
        *(sa.Column(name, sa.DateTime()) for name in ("answered_at", "reminded_at")),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_deliveries_broadcast_id_broadcasts")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_deliveries_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("broadcast_id", "person_id", name=op.f("uq_deliveries_broadcast_id_person_id")),
    )
    op.create_index("ix_deliveries_broadcast_id_state", "deliveries", ["broadcast_id", "state"])
    op.create_index(op.f("ix_deliveries_person_id"), "deliveries", ["person_id"])
    op.add_column("memberships", sa.Column("audience", sa.JSON()))


def downgrade() -> None:
    with op.batch_alter_table("memberships") as memberships:
        memberships.drop_column("audience")
    op.drop_table("deliveries")
    op.drop_table("broadcasts")
