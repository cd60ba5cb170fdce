"""The search of every text of every table for a person's identity, in slices, and its replacement.

No table has to tell where it keeps names: a column that nobody thought of is searched like the others.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Row, Table, and_, literal, select, tuple_, update
from sqlalchemy.types import Enum, String

from domain.json_text import dumps, loads
from models.base import Base, table_of
from models.database import Database, Session
from models.tables.agencies import ActorKind, Agency, Group
from models.tables.conversations import Conversation, Draft
from models.tables.organisation import Fact, Holiday
from models.tables.people import Account, Person
from models.tables.queues import Inbox, Job, Outbox, StoredFile
from services.accounts import unfinished_erasures
from services.accounts.identity import Identity, Replacement
from services.file_sweep import digests

PIECE = 200
"""The rows that are read at once, and the most that one transaction changes."""
_QUEUES = {table_of(model).name for model in (Inbox, Job, Outbox)}
"""Tables of what was said once: here also the name of a namesake may go."""
_APART = {table_of(model).name for model in (Account, ActorKind, Group, Holiday, Person, StoredFile)}
"""Tables of other people's own names, and of what is no person's."""
_NAMES = {table_of(Agency).c.name, table_of(Agency).c.name_fold}
"""The columns that name an organisation."""
_ADDRESSES = {
    *(table_of(model).c.chat for model in (Inbox, Job, Outbox)),
    table_of(Outbox).c.recipient,
    table_of(Draft).c.state,
    table_of(Conversation).c.notes,
}
"""Columns by which the program finds chats. Who is erased has no such row, but writes again perhaps, as a stranger."""


class Scrubbed(NamedTuple):
    """The number of changed rows by table, and the cells of those that are about the past, by table."""

    rows: Counter[str]
    cells: dict[str, list[Any]]


async def scrub(db: Database, identity: Identity, post: str, *, dry: bool) -> Scrubbed:
    """Replace an identity everywhere but in the person's own row; return what changed, as it was before.

    With ``dry`` nothing is changed. Where somebody else bears the same name, it is replaced in the queues alone.
    """
    everywhere, apart = Replacement(identity, post), Replacement(identity, post, by_name=not identity.namesakes)
    changed = Scrubbed(Counter(), {})
    for table in Base.metadata.sorted_tables:
        if table.name in _APART:
            continue
        replace = everywhere if table.name in _QUEUES else apart
        count, cells = await _scrub_table(db, table, replace, dry=dry)
        if count:
            changed.rows[table.name] = count
        if cells and table.name not in _QUEUES:
            changed.cells[table.name] = cells
    return changed


async def _scrub_table(db: Database, table: Table, replace: Replacement, *, dry: bool) -> tuple[int, list[Any]]:
    """Scrub one table; return the number of changed rows, and those of their cells that name a file."""
    key = list(table.primary_key)
    texts = [column for column in table.columns if _may_name(column)]
    query = select(*key, *texts).order_by(*key).limit(PIECE)
    if table is table_of(Fact):
        query = query.where(table.c.name.not_like(f"{unfinished_erasures.NAMED}%"))
    rows: Sequence[Row[Any]] = ()
    changed, cells = 0, list[Any]()
    while texts:
        after = [literal(value, column.type) for value, column in zip(rows[-1] if rows else (), key, strict=False)]
        async with db.read() as session:
            rows = (await session.execute(query.where(tuple_(*key) > tuple_(*after)) if after else query)).all()
        named = [row for row in rows if _changes(texts, row[len(key) :], replace)]
        found = [tuple(row[: len(key)]) for row in named]
        changed += len(found)
        cells += [cell for row in named for cell in row[len(key) :] if cell and digests([dumps(cell)])]
        if found and not dry:
            async with db.write() as session:
                await _rewrite(session, table, texts, found, replace)
        if len(rows) < PIECE:
            break
    return changed, cells


async def _rewrite(
    session: Session,
    table: Table,
    texts: Sequence[Column[Any]],
    keys: Sequence[tuple[Any, ...]],
    replace: Replacement,
) -> None:
    """Read some rows anew under their lock, and write what changes."""
    for key in keys:
        this = and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
        row = (await session.execute(select(*texts).where(this).with_for_update())).one_or_none()
        if row and (changes := _changes(texts, row, replace)):
            await session.execute(
                update(table).where(this).values({table.c[name]: value for name, value in changes.items()})
            )


def _changes(texts: Sequence[Column[Any]], cells: Sequence[Any], replace: Replacement) -> Mapping[str, Any]:
    changes = {}
    for column, before in zip(texts, cells, strict=True):
        after = _cell(column, before, replace)
        if after != before:
            changes[column.key] = after
    return changes


def _cell(column: Column[Any], value: Any, replacement: Replacement) -> Any:
    replace = replacement.within if column in _ADDRESSES else replacement
    if not isinstance(value, str):
        return walk(value, replace)
    if value[:1] in ("{", "["):
        # Screens and updates are JSON in a text, in which a letter may be an escape.
        try:
            known = loads(value)
        except ValueError:
            pass
        else:
            after = walk(known, replace)
            return value if after == known else dumps(after)
    after = replace(value, folded=column.key.endswith("_fold"))
    return after[: column.type.length] if isinstance(column.type, String) and column.type.length else after


def walk(value: Any, replace: Callable[[str], str]) -> Any:
    """Replace in every text of a JSON value."""
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [walk(one, replace) for one in value]
    if isinstance(value, dict):
        return {name: walk(one, replace) for name, one in value.items()}
    return value


def _may_name(column: Column[Any]) -> bool:
    if column.primary_key or column.foreign_keys or column in _NAMES:
        return False
    return isinstance(column.type, JSON) or (isinstance(column.type, String) and not isinstance(column.type, Enum))
