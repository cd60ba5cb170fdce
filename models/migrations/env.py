"""Alembic's environment: runs migrations over the connection that ``models.schema`` hands in."""

from typing import Any, Literal

from alembic import context

from models import Base
from models.base import Moment


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return "models.base.Moment()" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    # SQLite can alter little in place, so a table is copied.
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=_render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
