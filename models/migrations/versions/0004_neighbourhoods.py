"""Neighbourhoods, which are agencies of facilitators, and the committees of outside contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agencies") as agencies:
        agencies.add_column(sa.Column("neighbourhood", sa.Boolean(), server_default=sa.false(), nullable=False))
        agencies.add_column(sa.Column("district", sa.String(length=200), server_default="", nullable=False))
    with op.batch_alter_table("memberships") as memberships:
        memberships.add_column(sa.Column("body", sa.String(length=300), server_default="", nullable=False))
    with op.batch_alter_table("join_requests") as requests:
        requests.add_column(sa.Column("neighbourhoods", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("join_requests") as requests:
        requests.drop_column("neighbourhoods")
    with op.batch_alter_table("memberships") as memberships:
        memberships.drop_column("body")
    with op.batch_alter_table("agencies") as agencies:
        agencies.drop_column("district")
        agencies.drop_column("neighbourhood")
