"""Receipts of the notice by which the resolutions of a meeting were issued."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("told_at", models.base.Moment(), nullable=False),
        sa.Column("seen_at", models.base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_notice_receipts_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_notice_receipts_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_receipts")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_notice_receipts_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_notice_receipts_person_id"), "notice_receipts", ["person_id"])


def downgrade() -> None:
    op.drop_table("notice_receipts")
