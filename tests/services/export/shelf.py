"""A shelf with the office's forms and what was sent, and what an export of it holds."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from domain.forms.compiled.form_data import to_data
from domain.forms.compiled.model import CompiledForm
from domain.persian.text import fold
from models.tables.forms import (
    FilledForm,
    FormAssignment,
    FormOrigin,
    FormState,
    FormTarget,
    FormVersion,
    OfficeForm,
)
from services.export import export
from services.export.export import ExportRequest, ExportResult
from services.export.scope import Scope
from tests.services.desk import Desk
from tests.services.export.test_followup_report import context

Rows = list[dict[str, Any]]
TREES = """
survey:
type | name | label::Persian (fa) | label::English (en)
text | district | محله | District
date | day | تاریخ بازدید | Day
select_multiple tool | tools | ابزارها | Tools
geopoint | place | مکان | Place
image | photo | عکس محل | Photo
begin_repeat | tree | درخت‌ها | Trees
text | kind | نوع درخت | Kind
decimal | height | بلندی | Height
image | picture | عکس درخت | Picture
begin_repeat | branch | شاخه‌ها | Branches
integer | length | درازا | Length
end_repeat
end_repeat
choices:
list_name | name | label::Persian (fa) | label::English (en)
tool | spade | بیل | Spade
tool | saw | اره | Saw
settings:
form_title | form_id | default_language
درخت‌های محله | trees | Persian (fa)
"""


@dataclass
class Shelf:
    """The office's forms and what was sent, in its database."""

    desk: Desk
    versions: list[int] = field(default_factory=list)
    form: int = 0
    assignment: int = 0

    async def publish(self, compiled: CompiledForm) -> int:
        """Publish a form, or the next version of the one that was published."""
        async with self.desk.db.write() as session:
            if not self.form:
                one = OfficeForm(
                    name=compiled.id,
                    title=compiled.title,
                    title_fold=fold(compiled.title),
                    origin=FormOrigin.UPLOADED,
                    state=FormState.PUBLISHED,
                    created_at=self.desk.now(),
                )
                session.add(one)
                await session.flush()
                assignment = FormAssignment(
                    form_id=one.id, target=FormTarget.EVERYONE, created_at=self.desk.now(), attached_on=self.desk.today
                )
                session.add(assignment)
                await session.flush()
                self.form, self.assignment = one.id, assignment.id
            version = FormVersion(
                form_id=self.form,
                number=len(self.versions) + 1,
                name=f"v{len(self.versions) + 1}",
                title=compiled.title,
                compiled=to_data(compiled),
                digest="",
                file_hash="",
                file_name="trees.xlsx",
                read_at=self.desk.now(),
                replaced_at=self.desk.now(),
            )
            session.add(version)
            await session.flush()
            self.versions.append(version.id)
            return version.id

    async def publish_for_sara(self, compiled: CompiledForm) -> tuple[int, int, int]:
        """Publish a form; return its version, and Sara with the city that she answers for."""
        city = await self.desk.agency("شهرداری")
        sara = await self.desk.person("سارا محمدی", city)
        return await self.publish(compiled), sara, city

    async def send(self, version: int, person: int, agency: int, **given: Any) -> int:
        """Send an answer; returns its number."""
        async with self.desk.db.write() as session:
            filled = FilledForm(
                version_id=version,
                assignment_id=self.assignment,
                person_id=person,
                agency_id=agency,
                sent_at=self.desk.now(),
                **given,
            )
            session.add(filled)
            await session.flush()
            return filled.id


async def exported(shelf: Shelf, address: str, folder: Path, kind: str = "forms", **scope: Any) -> list[Path]:
    return (await made_of(shelf, address, folder, kind, **scope)).paths


async def made_of(shelf: Shelf, address: str, folder: Path, kind: str, **scope: Any) -> ExportResult:
    """Make an export with what is said of it."""
    request = ExportRequest(kind, Scope(**scope), "همه", personal=True)
    target = folder / "out"
    target.mkdir(parents=True)
    return await export.make(request, context(shelf.desk, address, folder), target)


def sheets(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet by heading."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    found = {}
    for sheet in book.worksheets:
        head, *lines = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), line, strict=True)) for line in lines]
    return found
