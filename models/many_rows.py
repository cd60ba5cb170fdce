"""Statements over many rows, compiled once: for each row only its values are worked out.

SQLAlchemy's own ``executemany`` makes a dictionary of every row's parameters, which costs more than SQLite takes to
write the row (docs/decisions/0020-speed.md).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Insert, Update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Process = Callable[[Any], Any]
"""A function that turns a parameter into the driver's value."""


class _Compiled(NamedTuple):
    """A statement as the driver takes it, its parameters in order, and the columns' defaults for what no row has."""

    sql: str
    parameters: list[tuple[str, Process | None]]
    defaults: dict[str, Any]


class ManyRows:
    """An insert or an update that is executed for many rows, which all have the same keys."""

    def __init__(self, statement: Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    async def execute(self, session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute the statement for each row, in their order; for no rows do nothing."""
        if not rows:
            return
        connection = await session.connection()
        key = (connection.dialect.name, *rows[0])
        if key not in self._compiled:
            self._compiled[key] = self._compile(connection.dialect, list(rows[0]))
        sql, parameters, defaults = self._compiled[key]
        if defaults:
            rows = [{**defaults, **row} for row in rows]
        values = [tuple([process(row[name]) if process else row[name] for name, process in parameters]) for row in rows]
        await connection.exec_driver_sql(sql, values)

    def _compile(self, dialect: Dialect, keys: list[str]) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect, column_keys=keys)
        parameters: list[tuple[str, Process | None]] = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        defaults = {
            column.key: column.default.arg
            for column in compiled.insert_prefetch
            if isinstance(column.default, ScalarElementColumnDefault)
        }
        return _Compiled(compiled.string, parameters, defaults)
