"""The quarterly question about duties, and the resolution that a duty became."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duties") as table:
        table.add_column(sa.Column("resolution_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_duties_resolution_id_resolutions"), "resolutions", ["resolution_id"], ["id"])
    op.create_table(
        "duty_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=10), nullable=False),
        sa.Column("asked_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["actor_kinds.id"], name=op.f("fk_duty_rounds_kind_id_actor_kinds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rounds")),
        sa.UniqueConstraint("kind_id", "quarter", name=op.f("uq_duty_rounds_kind_id_quarter")),
    )
    op.create_table(
        "duty_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("answered_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["duty_rounds.id"], name=op.f("fk_duty_answers_round_id_duty_rounds")),
        sa.ForeignKeyConstraint(
            ["duty_id"], ["duties.id"], name=op.f("fk_duty_answers_duty_id_duties"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_duty_answers_agency_id_agencies")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_duty_answers_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_answers")),
        sa.UniqueConstraint(
            "round_id", "duty_id", "agency_id", name=op.f("uq_duty_answers_round_id_duty_id_agency_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("duty_answers")
    op.drop_table("duty_rounds")
    with op.batch_alter_table("duties") as table:
        table.drop_constraint(op.f("fk_duties_resolution_id_resolutions"), type_="foreignkey")
        table.drop_column("resolution_id")
