"""The organisation's own Word templates: which file stands in the place of Dabir's, since when and by whom."""

from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.documents import Template
from models.tables.people import Person
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.templates.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Current:
    """The template of a kind that is in use: its hash, and for the organisation's own its name, moment and person.

    ``version`` is 0 for Dabir's own.
    """

    kind: str
    hash: str
    file_name: str = ""
    at: datetime | None = None
    by: Person | None = None
    version: int = 0

    @property
    def own(self) -> bool:
        """Tell whether it is the organisation's own."""
        return self.at is not None


async def current(context: ActionContext, kind: str) -> Current:
    """The template of a kind that is in use. Raises Refused for no kind."""
    if kind not in KINDS:
        raise Refused("common.stale")
    row = await context.session.get(Template, kind)
    if row is None or not row.hash:
        return Current(kind, default(context, kind), version=row.version if row else 0)
    person = await context.session.get(Person, row.person_id) if row.person_id else None
    return Current(kind, row.hash, row.file_name, row.at, person, row.version)


async def own_hash(session: AsyncSession, kind: str) -> str:
    """The hash of the organisation's own template of a kind, "" where Dabir's is used."""
    return await session.scalar(select(Template.hash).where(Template.kind == kind)) or ""


def default(context: ActionContext, kind: str) -> str:
    """The hash of Dabir's own template of a kind, which is put into the file store."""
    folder = resources.files("services.rendering") / "templates"
    return context.organisation.store.write((folder / f"{kind}.docx").read_bytes())


async def replace(context: ActionContext, kind: str, digest: str, file_name: str, version: int) -> Current:
    """Use a file as the template of a kind; "" goes back to Dabir's own.

    Raises Refused when somebody else changed it since ``version``.
    """
    before = await current(context, kind)
    if before.version != version:
        raise Refused("templates.changed")
    row = await context.session.get(Template, kind, with_for_update=True)
    if row is None:
        row = Template(kind=kind)
        context.session.add(row)
    row.hash, row.file_name, row.person_id, row.at = digest, file_name[:200], context.actor, context.now
    row.version = version + 1
    audit.record(context, "template.replace" if digest else "template.reset", f"template.{kind}", 0, hash=digest)
    await context.session.flush()
    return await current(context, kind)
