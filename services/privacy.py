"""What becomes of names, numbers and files on a platform that may not carry them: a notice, and a link elsewhere."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.screens import Button, Screen, T, Text
from models.people import Account
from models.transit import Outbox
from services.office import Office
from services.refusal import Refused

KINDS = {
    "answer": "answer",
    "review": "answer",
    "members": "people",
    "membership": "people",
    "agencies": "people",
    "invitation": "invitation",
}
"""What a notice calls a screen, by the section of its first text; whatever else there is, is a message."""


def fit(office: Office, platform: str, row_id: int, screen: Screen) -> Screen:
    """``screen`` as a platform may show it: whole, without names, or as a notice with a link to row ``row_id``."""
    if office.may_hold(platform) or not screen.personal:
        return screen
    if bare := screen.bare():
        return bare
    text = T("privacy.notice", kind=T(f"privacy.kind.{_kind(screen)}"), platform=elsewhere(office))
    button = Button(T("privacy.open", platform=elsewhere(office)), url=link(office, f"see{row_id}"))
    return Screen(text, ((button,),), forget=screen.forget)


def elsewhere(office: Office) -> Text:
    """The name of the platform where personal data may be."""
    return T(f"privacy.on.{_place(office)}")


def link(office: Office, word: str) -> str:
    """The address that opens the bot there with a word."""
    return office.links[_place(office)].format(word)


async def kept(session: AsyncSession, row_id: int, person_id: int) -> Screen:
    """The screen of a row of the outbox, for the person it went to. Raises Refused when there is none for them."""
    own = select(Account.chat).where(Account.person_id == person_id)
    written = await session.scalar(
        select(Outbox.screen).where(Outbox.id == row_id, or_(Outbox.person_id == person_id, Outbox.chat.in_(own)))
    )
    if not written:
        raise Refused("privacy.not_found")
    return Screen.from_json(written)


def _place(office: Office) -> str:
    return min(platform for platform in office.links if office.may_hold(platform))


def _kind(screen: Screen) -> str:
    if screen.file:
        return "file"
    text = screen.text
    while inner := next((one for one in text.params.get("lines", ()) if isinstance(one, Text)), None):
        text = inner
    return KINDS.get(text.key.partition(".")[0], "message")
