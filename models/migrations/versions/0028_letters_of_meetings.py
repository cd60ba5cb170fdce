"""The planned meeting to which a letter invites."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = "fk_secretariat_letters_plan_id_meeting_plans"


def upgrade() -> None:
    with op.batch_alter_table("secretariat_letters") as table:
        table.add_column(sa.Column("plan_id", sa.Integer()))
        table.create_foreign_key(KEY, "meeting_plans", ["plan_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("secretariat_letters") as table:
        table.drop_constraint(KEY, type_="foreignkey")
        table.drop_column("plan_id")
