"""Forms with their versions, to whom they are attached, what was sent, and rows that came by Excel."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

IN_USE = sa.text("published_at IS NOT NULL AND replaced_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("title_fold", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", models.base.Moment(), nullable=False),
        *_reference("forms", "created_by", "persons"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
    )
    op.create_index(op.f("ix_forms_name"), "forms", ["name"])
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        *_reference("form_versions", "form_id", "forms", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("compiled", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("xml_hash", sa.String(length=64), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("read_at", models.base.Moment(), nullable=False),
        *_reference("form_versions", "read_by", "persons"),
        sa.Column("published_at", models.base.Moment()),
        *_reference("form_versions", "published_by", "persons"),
        sa.Column("replaced_at", models.base.Moment()),
        *_reference("form_versions", "replaced_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_versions")),
    )
    op.create_index(op.f("ix_form_versions_form_id"), "form_versions", ["form_id"])
    op.create_index(
        "uq_form_versions_in_use",
        "form_versions",
        ["form_id"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_table(
        "form_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        *_reference("form_assignments", "form_id", "forms", nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        *_reference("form_assignments", "resolution_id", "resolutions"),
        sa.Column("item", sa.String(length=100), nullable=False),
        *_reference("form_assignments", "obligation_id", "obligations"),
        sa.Column("role", sa.String(length=32)),
        *_reference("form_assignments", "agency_id", "agencies"),
        sa.Column("rhythm", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("carry_over", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", models.base.Moment(), nullable=False),
        *_reference("form_assignments", "created_by", "persons"),
        sa.Column("detached_at", models.base.Moment()),
        *_reference("form_assignments", "detached_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_assignments")),
    )
    for column in ("agency_id", "form_id", "obligation_id", "resolution_id"):
        op.create_index(op.f(f"ix_form_assignments_{column}"), "form_assignments", [column])
    op.create_table(
        "filled_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        *_reference("filled_forms", "version_id", "form_versions", nullable=False),
        *_reference("filled_forms", "assignment_id", "form_assignments", nullable=False),
        *_reference("filled_forms", "obligation_id", "obligations"),
        *_reference("filled_forms", "submission_id", "submissions"),
        *_reference("filled_forms", "agency_id", "agencies"),
        *_reference("filled_forms", "person_id", "persons", nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("part", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=32)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", models.base.Moment(), nullable=False),
        sa.Column("reviewed_at", models.base.Moment()),
        *_reference("filled_forms", "reviewed_by", "persons"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filled_forms")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_filled_forms_submission_id")),
    )
    op.create_index("ix_filled_forms_assignment_id_period", "filled_forms", ["assignment_id", "period"])
    op.create_index("ix_filled_forms_verdict_id", "filled_forms", ["verdict", "id"])
    for column in ("agency_id", "obligation_id", "person_id", "version_id"):
        op.create_index(op.f(f"ix_filled_forms_{column}"), "filled_forms", [column])
    op.create_table(
        "form_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        *_reference("form_rows", "draft_id", "drafts", ondelete="CASCADE"),
        *_reference("form_rows", "filled_id", "filled_forms"),
        sa.Column("repeat", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_rows")),
    )
    for column in ("draft_id", "filled_id"):
        op.create_index(f"ix_form_rows_{column}_repeat_number", "form_rows", [column, "repeat", "number"])


def downgrade() -> None:
    for table in ("form_rows", "filled_forms", "form_assignments", "form_versions", "forms"):
        op.drop_table(table)


def _reference(
    table: str, column: str, to: str, *, nullable: bool = True, ondelete: str | None = None
) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    name = op.f(f"fk_{table}_{column}_{to}")
    return (
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete),
    )
