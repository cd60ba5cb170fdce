"""Groups of Bale by names like those of all groups, with a minus: their own numbers have none."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unsigned = "chat LIKE 'bale:%' AND chat NOT LIKE 'bale:-%'"
    op.execute(f"UPDATE group_chats SET chat = 'bale:-g' || substr(chat, 6) WHERE {unsigned}")  # noqa: S608


def downgrade() -> None:
    op.execute("UPDATE group_chats SET chat = 'bale:' || substr(chat, 8) WHERE chat LIKE 'bale:-g%'")
