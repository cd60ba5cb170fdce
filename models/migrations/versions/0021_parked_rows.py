"""Rows at which a tick failed, parked so that they stop only themselves."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parked_rows",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("row_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("until", models.base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "row_id", name=op.f("pk_parked_rows")),
    )


def downgrade() -> None:
    op.drop_table("parked_rows")
