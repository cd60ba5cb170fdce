"""One person on two platforms: codes and offers by which accounts are linked.

Not released yet: a column that this version needs is added here, and to the way down.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("since", models.base.Moment()))
        accounts.add_column(sa.Column("wrong_codes", sa.Integer(), server_default="0", nullable=False))
        accounts.add_column(sa.Column("codes_from", models.base.Moment()))
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("platform", sa.String(length=16), server_default="", nullable=False))
    _index_pending("platform", "lane", "id")
    # Until this version there was one platform. A message to a person gets its platform when it is sent.
    op.execute("UPDATE outbox SET platform = 'telegram' WHERE chat <> ''")
    _name_sources()
    op.create_table(
        "link_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", models.base.Moment(), nullable=False),
        sa.Column("used_at", models.base.Moment()),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_link_codes_account_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_codes_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
    )
    op.create_index(op.f("ix_link_codes_digest"), "link_codes", ["digest"])
    op.create_index(op.f("ix_link_codes_person_id"), "link_codes", ["person_id"])
    op.create_table(
        "link_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", models.base.Moment()),
        sa.Column("expires_at", models.base.Moment(), nullable=False),
        sa.Column("decided_at", models.base.Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_link_offers_account_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_offers_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_offers")),
    )
    op.create_index("ix_link_offers_account_id_person_id", "link_offers", ["account_id", "person_id"])
    op.create_index(op.f("ix_link_offers_person_id"), "link_offers", ["person_id"])


def downgrade() -> None:
    op.drop_table("link_offers")
    op.drop_table("link_codes")
    _index_pending("lane", "id")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("platform")
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("codes_from")
        accounts.drop_column("wrong_codes")
        accounts.drop_column("since")


def _name_sources() -> None:
    """Put ``telegram:`` before the message ids that answers came from: there was no other platform."""

    def named(sources: dict[str, list[Any]]) -> dict[str, list[str]]:
        # The way down leaves them as they are.
        return {
            name: [str(one) if ":" in str(one) else f"telegram:{one}" for one in ids] for name, ids in sources.items()
        }

    for table, column, change in (
        ("submissions", "sources", named),
        ("drafts", "state", lambda state: {**state, "sources": named(state["sources"])}),
    ):
        rows = sa.table(table, sa.column("id"), sa.column(column, sa.JSON()))
        for row_id, value in op.get_bind().execute(sa.select(rows.c.id, rows.c[column])).all():
            op.execute(rows.update().where(rows.c.id == row_id).values({column: change(value)}))


def _index_pending(*columns: str) -> None:
    pending = sa.text("state = 'pending'")
    op.drop_index("ix_outbox_pending", "outbox")
    op.create_index("ix_outbox_pending", "outbox", list(columns), sqlite_where=pending, postgresql_where=pending)
