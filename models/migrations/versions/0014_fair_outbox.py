"""The recipient and the round of a message, so that nobody's messages hold up another's."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

PENDING = "state = 'pending'"
INDEXES = (
    ("ix_outbox_recipient", ["recipient", "lane", "round"], PENDING),
    ("ix_outbox_resting", ["platform", "recipient"], f"{PENDING} AND retry_at > 0"),
    ("ix_outbox_target_id", ["target_id"], "target_id IS NOT NULL"),
)


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("recipient", sa.String(length=60), server_default="", nullable=False))
        outbox.add_column(sa.Column("round", sa.Integer(), server_default="0", nullable=False))
    # Those that wait keep their age as their order: all are of the first round.
    op.execute(
        "UPDATE outbox SET recipient = CASE WHEN operation = 'toast' THEN 'toast:' || chat"
        " WHEN person_id IS NOT NULL THEN 'person:' || person_id ELSE chat END WHERE state = 'pending'"
    )
    op.drop_index("ix_outbox_pending", "outbox")
    _index("ix_outbox_pending", ["platform", "lane", "round", "id"], PENDING)
    for name, columns, only in INDEXES:
        _index(name, columns, only)


def downgrade() -> None:
    for name, _, _ in INDEXES:
        op.drop_index(name, "outbox")
    op.drop_index("ix_outbox_pending", "outbox")
    _index("ix_outbox_pending", ["platform", "lane", "id"], PENDING)
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("round")
        outbox.drop_column("recipient")


def _index(name: str, columns: list[str], only: str) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))
