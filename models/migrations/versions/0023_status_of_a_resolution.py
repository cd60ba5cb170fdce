"""The status of a resolution as the secretariat sets it, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resolutions") as table:
        table.add_column(sa.Column("set_status", sa.String(length=32)))
        table.add_column(sa.Column("set_reason", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("resolutions") as table:
        table.drop_column("set_reason")
        table.drop_column("set_status")
