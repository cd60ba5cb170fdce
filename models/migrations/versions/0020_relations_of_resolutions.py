"""Relations of resolutions to earlier ones, and the signed scans of minutes."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resolution_relations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("applied_at", models.base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["resolutions.id"], name=op.f("fk_resolution_relations_earlier_id_resolutions")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_resolution_relations_resolution_id_resolutions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_relations")),
        sa.UniqueConstraint(
            "resolution_id", "earlier_id", name=op.f("uq_resolution_relations_resolution_id_earlier_id")
        ),
    )
    op.create_index(op.f("ix_resolution_relations_earlier_id"), "resolution_relations", ["earlier_id"])
    op.add_column("meetings", sa.Column("signed", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_column("signed")
    op.drop_table("resolution_relations")
