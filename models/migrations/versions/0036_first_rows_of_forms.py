"""The rows that each answer to a version of a form begins with."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("form_versions") as table:
        table.add_column(sa.Column("first_rows", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("form_versions") as table:
        table.drop_column("first_rows")
