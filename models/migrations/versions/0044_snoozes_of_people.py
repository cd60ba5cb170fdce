"""Snoozes of one person each: one of the obligation silenced its reminders for everybody. Who tapped is not known."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snoozes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_snoozes_obligation_id_obligations")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_snoozes_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snoozes")),
        sa.UniqueConstraint("obligation_id", "person_id", name=op.f("uq_snoozes_obligation_id_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_snoozes_person_id"), "snoozes", ["person_id"])
    op.create_index(op.f("ix_snoozes_ends_at"), "snoozes", ["ends_at"])
    # The reminder that was planned for the end of a snooze comes, then as before for all.
    with op.batch_alter_table("obligations", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_column("snoozed_until")


def downgrade() -> None:
    with op.batch_alter_table("obligations", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("snoozed_until", sa.Date(), nullable=True))
    op.drop_table("snoozes")
