"""The last reminder of a form that is attached to no obligation."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("form_assignments") as table:
        table.add_column(sa.Column("reminded", sa.String(30), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("form_assignments") as table:
        table.drop_column("reminded")
