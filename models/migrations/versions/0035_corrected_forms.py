"""The filled form that another one corrects.

Until this version a correction kept the id of the instance that it corrects, by which the two are found.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
KEY, INDEX = "fk_filled_forms_replaces_id_filled_forms", "ix_filled_forms_replaces_id"
SAME = ("assignment_id", "obligation_id", "agency_id", "period")
OWN = ("id", "person_id", "part", "answers")


def upgrade() -> None:
    with op.batch_alter_table("filled_forms") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer()))
        table.create_foreign_key(op.f(KEY), "filled_forms", ["replaces_id"], ["id"])
        table.create_index(op.f(INDEX), ["replaces_id"])
    _find_corrected()


def downgrade() -> None:
    with op.batch_alter_table("filled_forms") as table:
        table.drop_index(op.f(INDEX))
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_column("replaces_id")


def _find_corrected() -> None:
    columns: list[sa.ColumnClause[object]] = [sa.column(name) for name in (*SAME, *OWN[:-1], "replaces_id")]
    filled = sa.table("filled_forms", *columns, sa.column("answers", sa.JSON()))
    last: dict[tuple[object, ...], int] = {}
    rows = op.get_bind().execute(sa.select(*(filled.c[name] for name in (*SAME, *OWN))).order_by(filled.c.id)).all()
    for row in rows:
        if row.part or not (instance := row.answers.get("meta/instanceID")):
            continue
        place = (*(getattr(row, name) for name in SAME), None if row.agency_id else row.person_id, instance)
        if before := last.get(place):
            op.execute(filled.update().where(filled.c.id == row.id).values(replaces_id=before))
        last[place] = row.id
