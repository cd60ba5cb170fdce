"""The office's day on which a form was attached: from midnight to half past three in Tehran it is not that of UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("form_assignments", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("attached_on", sa.Date(), nullable=True))
    # A migration knows no configuration; what was attached before it counts by the clock of Tehran.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    day = "date(created_at, '+210 minutes')" if on_sqlite else "(created_at + interval '210 minutes')::date"
    op.execute(f"UPDATE form_assignments SET attached_on = {day}")  # noqa: S608
    with op.batch_alter_table("form_assignments", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("attached_on", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("form_assignments", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_column("attached_on")
