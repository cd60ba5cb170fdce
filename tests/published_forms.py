"""Forms that the office has published, and attached, before a story begins."""

from typing import Any

from domain.access.member import Role
from domain.forms.compiled.form_data import to_data
from models.tables.forms import FormOrigin, FormRhythm, FormTarget
from services.context import ActionContext
from services.forms import assignments, library
from services.forms.assignments import Target
from tests.town import Town
from tests.xlsforms import read

NEWS = """
survey:
type|name|label
text|word|چه خبر؟
text|more|دیگر چه؟
settings:
form_id|form_title
news|خبر محله
"""
"""A form of two questions."""


def as_read(town: Town, tables: str, title: str) -> dict[str, Any]:
    """Return what the job says of a form that is written as tables."""
    converted = read(tables)
    assert converted.form, converted.findings.errors
    return {
        "id": converted.id or title,
        "title": title,
        "version": converted.version,
        "languages": list(converted.form.languages),
        "questions": 1,
        "repeats": 0,
        "data": to_data(converted.form),
        "xml_hash": "",
        "hash": "0" * 64,
        "name": f"{title}.xlsx",
    }


async def publish(town: Town, tables: str, title: str = "خانه‌ها", form_id: int = 0) -> int:
    """Publish a form, or a new version of one; return its id."""
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        kept, _ = await library.keep(context, as_read(town, tables, title), form_id, FormOrigin.UPLOADED)
        form = await library.get(session, kept.form_id)
        await library.publish(context, form.id, form.version)
        return form.id


async def attach(
    town: Town,
    form_id: int,
    *,
    resolution: int = 0,
    role: Role | None = None,
    rhythm: FormRhythm = FormRhythm.ONCE,
    carry_over: bool = False,
) -> int:
    """Attach a form to a resolution by its id, to a role or to everyone; return the assignment's id."""
    kind = FormTarget.RESOLUTION if resolution else FormTarget.ROLE if role else FormTarget.EVERYONE
    target = Target(kind, resolution or None, role=role, rhythm=rhythm, carry_over=carry_over)
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        return (await assignments.attach(context, form_id, target)).id
