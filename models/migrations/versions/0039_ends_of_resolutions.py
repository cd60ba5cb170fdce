"""The end of a resolution that lasts: by hand, or by a relation. The audit trail told it only while it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("resolutions") as table:
        table.add_column(sa.Column("closed_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("resolution_relations") as table:
        table.add_column(sa.Column("ends", sa.Boolean(), server_default=sa.false(), nullable=False))
    # A relation that amends ended the earlier one where the trail has an entry of the same moment for it.
    op.execute(
        "UPDATE resolution_relations SET ends = true WHERE applied_at IS NOT NULL"
        " AND (kind <> 'amends' OR EXISTS (SELECT 1 FROM audit WHERE audit.subject = 'resolution'"
        " AND audit.subject_id = earlier_id AND audit.action = 'ended.amends' AND audit.at = applied_at))"
        " AND NOT EXISTS (SELECT 1 FROM audit WHERE audit.subject = 'resolution'"
        " AND audit.subject_id = earlier_id AND audit.action = 'reopened' AND audit.at >= applied_at)"
    )
    # What nothing else closed in a meeting that is not withdrawn was closed by hand, though the trail may be too short.
    op.execute(
        "UPDATE resolutions SET closed_by_hand = true WHERE state = 'closed' AND ("
        "(SELECT action FROM audit WHERE audit.subject = 'resolution' AND audit.subject_id = resolutions.id"
        " AND audit.action IN ('closed', 'reopened', 'ended.repeals', 'ended.repeats', 'ended.amends')"
        " ORDER BY audit.id DESC LIMIT 1) = 'closed'"
        " OR NOT EXISTS (SELECT 1 FROM resolution_relations WHERE earlier_id = resolutions.id AND ends)"
        " AND meeting_id IN (SELECT id FROM meetings WHERE state <> 'withdrawn'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("resolution_relations") as table:
        table.drop_column("ends")
    with op.batch_alter_table("resolutions") as table:
        table.drop_column("closed_by_hand")
