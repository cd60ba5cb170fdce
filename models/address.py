"""Addresses of databases, taken apart for whoever has to do with the file or the server itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

AMBIGUOUS = "its parts cannot be told apart: in a password @ is written %40, and a port is a number"


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """``kind`` is ``sqlite`` or ``postgresql``, ``name`` the database's, which is a file's path for SQLite.

    ``shown`` is the address without its password, ``query`` what follows its question mark, such as ``ssl``.
    """

    kind: str
    name: str | None
    host: str | None
    port: int | None
    user: str | None
    password: str | None = field(repr=False)
    shown: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path | None:
        """SQLite's file, None for a database in memory or at a server; where a link leads to it, the file itself.

        SQLite writes its log beside the file, and there the lock has to lie, too.
        """
        if self.kind != "sqlite" or not self.name or self.name == ":memory:":
            return None
        named = Path(self.name)
        return named.resolve() if named.is_symlink() else named


def parse(address: str) -> DatabaseAddress:
    """Take an address apart as the configuration has it. Raises ValueError, without the address's words."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError(AMBIGUOUS) from None
    if url.get_backend_name() != "sqlite" and "@" in f"{url.host}{url.database}":
        raise ValueError(AMBIGUOUS)
    return DatabaseAddress(
        kind=url.get_backend_name(),
        name=url.database,
        host=url.host,
        port=url.port,
        user=url.username,
        password=str(url.password) if url.password is not None else None,
        shown=url.render_as_string(hide_password=True),
        query={name: value for name, value in url.query.items() if isinstance(value, str)},
    )
