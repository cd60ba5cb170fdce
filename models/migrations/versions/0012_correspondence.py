"""Letters of the secretariat, and the chair's approval of representatives."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "secretariat_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.Column("membership_id", sa.Integer()),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("made_by", sa.Integer()),
        sa.Column("made_at", models.base.Moment(), nullable=False),
        sa.Column("sent_by", sa.Integer()),
        sa.Column("sent_at", models.base.Moment()),
        sa.Column("dropped_at", models.base.Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
        *_foreign_keys(
            "secretariat_letters",
            agency_id="agencies",
            meeting_id="meetings",
            membership_id="memberships",
            made_by="persons",
            sent_by="persons",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secretariat_letters")),
    )
    op.create_index("ix_secretariat_letters_agency_id_kind", "secretariat_letters", ["agency_id", "kind"])
    op.create_table(
        "letter_items",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        *_foreign_keys("letter_items", letter_id="secretariat_letters", obligation_id="obligations"),
        sa.PrimaryKeyConstraint("letter_id", "obligation_id", name=op.f("pk_letter_items")),
    )
    op.create_index(op.f("ix_letter_items_obligation_id"), "letter_items", ["obligation_id"])
    op.create_table(
        "representative_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("memberships", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer()),
        sa.Column("asked_at", models.base.Moment(), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", models.base.Moment()),
        *_foreign_keys("representative_lists", asked_by="persons", decided_by="persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative_lists")),
    )


def downgrade() -> None:
    for table in ("representative_lists", "letter_items", "secretariat_letters"):
        op.drop_table(table)


def _foreign_keys(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]
