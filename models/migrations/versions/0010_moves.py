"""Obligations that were moved from one agency to another."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("obligations") as obligations:
        obligations.add_column(sa.Column("moved_from_id", sa.Integer()))
        obligations.create_foreign_key(
            op.f("fk_obligations_moved_from_id_agencies"), "agencies", ["moved_from_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("obligations") as obligations:
        obligations.drop_constraint(op.f("fk_obligations_moved_from_id_agencies"), type_="foreignkey")
        obligations.drop_column("moved_from_id")
