"""Leaves of an agency's people, in which a colleague stands in."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", models.base.Moment(), nullable=False),
        sa.Column("ended_at", models.base.Moment()),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_leaves_agency_id_agencies")),
        sa.ForeignKeyConstraint(["deputy_id"], ["persons.id"], name=op.f("fk_leaves_deputy_id_persons")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_leaves_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index("ix_leaves_agency_id_until", "leaves", ["agency_id", "until"])
    op.create_index(op.f("ix_leaves_person_id"), "leaves", ["person_id"])


def downgrade() -> None:
    op.drop_table("leaves")
