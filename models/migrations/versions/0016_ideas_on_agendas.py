"""Ideas on agendas."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_items") as items:
        items.add_column(sa.Column("idea_id", sa.Integer(), nullable=True))
        items.create_foreign_key(op.f("fk_agenda_items_idea_id_ideas"), "ideas", ["idea_id"], ["id"])
        items.create_index(op.f("ix_agenda_items_idea_id"), ["idea_id"])


def downgrade() -> None:
    with op.batch_alter_table("agenda_items") as items:
        items.drop_index(op.f("ix_agenda_items_idea_id"))
        items.drop_constraint(op.f("fk_agenda_items_idea_id_ideas"), type_="foreignkey")
        items.drop_column("idea_id")
