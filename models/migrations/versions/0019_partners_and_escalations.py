"""Contributions of partners to an obligation, and escalations of overdue ones."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("sent_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_contributions_agency_id_agencies")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_contributions_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contributions_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
    )
    op.create_index(op.f("ix_contributions_obligation_id"), "contributions", ["obligation_id"])
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("announced_at", models.base.Moment(), nullable=False),
        sa.Column("goes_on", sa.Date(), nullable=False),
        sa.Column("sent_at", models.base.Moment()),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_escalations_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_escalations_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    op.create_index("ix_escalations_obligation_id", "escalations", ["obligation_id"])


def downgrade() -> None:
    op.drop_table("escalations")
    op.drop_table("contributions")
