"""Excel sheets of forms that people were sent to fill in."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("repeat", sa.String(length=300), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("made_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_form_sheets_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["form_versions.id"], name=op.f("fk_form_sheets_version_id_form_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sheets")),
    )
    op.create_index(op.f("ix_form_sheets_person_id"), "form_sheets", ["person_id"])


def downgrade() -> None:
    op.drop_table("form_sheets")
