"""No number of a row is given twice. SQLite gives that of the last row anew once it is deleted.

Old buttons, half-filled forms and rows in other places still name the row that was deleted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    numbered = sa.text(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%AUTOINCREMENT%'"
        " AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_master.name) WHERE name = 'id' AND pk = 1)"
        " ORDER BY name"
    )
    for name in connection.scalars(numbered).all():
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Nothing is taken back: an older version reads and writes such tables as well."""
