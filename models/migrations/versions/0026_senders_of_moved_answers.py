"""The agency that sent an answer, where its obligation was moved to another one since."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.add_column(sa.Column("former_agency_id", sa.Integer()))
        submissions.create_foreign_key(
            op.f("fk_submissions_former_agency_id_agencies"), "agencies", ["former_agency_id"], ["id"]
        )
        submissions.create_index(op.f("ix_submissions_former_agency_id"), ["former_agency_id"])
    audit = sa.table(
        "audit",
        *(sa.column(name) for name in ("id", "at", "subject", "subject_id", "action")),
        sa.column("details", sa.JSON()),
    )
    answers = sa.table("submissions", *(sa.column(name) for name in ("obligation_id", "sent_at", "former_agency_id")))
    moves = sa.select(audit).where(audit.c.subject == "obligation", audit.c.action == "move").order_by(audit.c.id)
    connection = op.get_bind()
    for move in connection.execute(moves).all():
        # The first move after an answer names who had sent it.
        sent_before = (answers.c.obligation_id == move.subject_id, answers.c.sent_at < move.at)
        former = sa.select(sa.literal(move.details["before"])).where(
            sa.exists().where(sa.table("agencies", sa.column("id")).c.id == move.details["before"])
        )
        connection.execute(
            sa.update(answers)
            .where(*sent_before, answers.c.former_agency_id.is_(None))
            .values(former_agency_id=former.scalar_subquery())
        )
        # Back with whoever sent it, it is the obligation's own again.
        connection.execute(
            sa.update(answers)
            .where(*sent_before, answers.c.former_agency_id == move.details["to"])
            .values(former_agency_id=None)
        )


def downgrade() -> None:
    with op.batch_alter_table("submissions") as submissions:
        submissions.drop_index(op.f("ix_submissions_former_agency_id"))
        submissions.drop_constraint(op.f("fk_submissions_former_agency_id_agencies"), type_="foreignkey")
        submissions.drop_column("former_agency_id")
