"""The moment at which the agencies that had not answered a quarter's question were reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duty_rounds") as table:
        table.add_column(sa.Column("reminded_at", sa.DateTime()))


def downgrade() -> None:
    with op.batch_alter_table("duty_rounds") as table:
        table.drop_column("reminded_at")
