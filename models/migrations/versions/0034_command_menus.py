"""The menu of commands that each account was given last."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as table:
        table.add_column(sa.Column("menu", sa.String(32), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("accounts") as table:
        table.drop_column("menu")
