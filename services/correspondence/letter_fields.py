"""Fields that all letters have: letterhead, recipient and signature, in the words of a formal Persian letter."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.chat.screens import T, Text
from models.tables.agencies import Agency
from models.tables.people import Membership, Person
from services import audit, facts
from services.context import ActionContext
from texts.format import voice

SIGNATORY = "letters.signatory"
"""The fact that holds {name, post} of whoever signs the secretariat's letters."""
_ISOLATES = re.compile("[\u2066-\u2069]")
_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\u2066-\u2069]+')


def phrase(key: str, **params: object) -> str:
    """Words of a letter. Letters are Persian in whatever language the secretariat uses Dabir."""
    return _ISOLATES.sub("", voice("fa", ZoneInfo("UTC")).plain(T(key, **params)))


def words(text: Text | str) -> str:
    """A text of the screens in a letter's language."""
    return _ISOLATES.sub("", voice("fa", ZoneInfo("UTC")).plain(text))


def short_date(day: date) -> str:
    """A date as letters give it: «۱۳۹۸/۰۷/۱۳»."""
    return phrase("official_letter.short_date", day=day)


def file_name(name: str) -> str:
    """A file name without what a file system or a messenger refuses."""
    return " ".join(_IN_FILE_NAMES.sub(" ", name).split())[:120] + ".docx"


async def signatory(session: AsyncSession) -> tuple[str, str]:
    """The name and the post of whoever signs; empty where the secretariat has not said so."""
    kept = await facts.get(session, SIGNATORY)
    return (kept["name"], kept["post"]) if kept else ("", "")


async def set_signatory(context: ActionContext, name: str, post: str) -> None:
    """Keep who signs from now on."""
    await facts.put(context.session, SIGNATORY, {"name": name, "post": post})
    audit.record(context, "signatory", "letters", 0, name=name, post=post)


async def agency_fields(context: ActionContext, agency: Agency) -> dict[str, str]:
    """The fields of a letter to an agency, addressed to its head where one is known. Number and date stay open."""
    name, post = await signatory(context.session)
    head = await context.session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.agency_id == agency.id, Membership.role == Role.HEAD, Membership.ended_at.is_(None))
        .order_by(Membership.id)
        .limit(1)
    )
    return {
        "office": context.organisation.name,
        "date": "",
        "number": "",
        "attachment": phrase("official_letter.none"),
        "recipient": f"{head.title} {head.name}".strip() if head else "",
        "recipient_post": phrase("official_letter.head_of", agency=agency.name),
        "agency": agency.name,
        "signatory": name,
        "signatory_post": post,
    }
