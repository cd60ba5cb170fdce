"""Extensions, and due dates that are given to one obligation alone."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("obligations") as obligations:
        obligations.add_column(sa.Column("given_due", sa.Date()))
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer()),
        sa.Column("asked_at", models.base.Moment(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("old_due", sa.Date()),
        sa.Column("new_due", sa.Date()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("decided_at", models.base.Moment()),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["persons.id"], name=op.f("fk_extensions_asked_by_persons")),
        sa.ForeignKeyConstraint(["decided_by"], ["persons.id"], name=op.f("fk_extensions_decided_by_persons")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_extensions_obligation_id_obligations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index("ix_extensions_obligation_id", "extensions", ["obligation_id"])
    pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_extensions_pending",
        "extensions",
        ["obligation_id"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )


def downgrade() -> None:
    op.drop_table("extensions")
    with op.batch_alter_table("obligations") as obligations:
        obligations.drop_column("given_due")
