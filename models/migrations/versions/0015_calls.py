"""Calls of the secretariat to agencies."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("promised_on", sa.Date()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("called_by", sa.Integer()),
        sa.Column("at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_calls_agency_id_agencies")),
        sa.ForeignKeyConstraint(["called_by"], ["persons.id"], name=op.f("fk_calls_called_by_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_promised_on"), "calls", ["promised_on"])
    op.create_index("ix_calls_agency_id_called_on", "calls", ["agency_id", "called_on"])


def downgrade() -> None:
    op.drop_table("calls")
