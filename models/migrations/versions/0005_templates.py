"""The organisation's own Word templates."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("at", models.base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_templates_person_id_persons")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_templates")),
    )


def downgrade() -> None:
    op.drop_table("templates")
