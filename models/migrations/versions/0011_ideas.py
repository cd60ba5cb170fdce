"""Ideas of members, with their threads."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("resolution_id", sa.Integer()),
        sa.Column("neighbourhood_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_fold", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("duplicate_of_id", sa.Integer()),
        sa.Column("sent_at", models.base.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["ideas.id"], name=op.f("fk_ideas_duplicate_of_id_ideas")),
        sa.ForeignKeyConstraint(["neighbourhood_id"], ["agencies.id"], name=op.f("fk_ideas_neighbourhood_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_ideas_person_id_persons")),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolutions.id"], name=op.f("fk_ideas_resolution_id_resolutions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    op.create_index(op.f("ix_ideas_duplicate_of_id"), "ideas", ["duplicate_of_id"])
    op.create_index(op.f("ix_ideas_person_id"), "ideas", ["person_id"])
    op.create_index("ix_ideas_state_id", "ideas", ["state", "id"])
    op.create_table(
        "idea_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_entries_idea_id_ideas")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_idea_entries_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_entries")),
    )
    op.create_index(op.f("ix_idea_entries_idea_id"), "idea_entries", ["idea_id"])


def downgrade() -> None:
    op.drop_table("idea_entries")
    op.drop_table("ideas")
