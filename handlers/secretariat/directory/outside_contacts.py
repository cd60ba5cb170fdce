"""Outside contacts («رابط‌های کمیته‌های دیگر»): listed, searched, invited; one is removed on the person's own screen."""

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.directory import members
from services import audit
from services.directory import outside_contacts

FIND = Form("outside", (Question("contact", Pick("outside"), personal=True),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show their number and committees, with the ways to find or invite one."""
    await turn.leave()
    count = await outside_contacts.count(turn.session)
    committees = [name for _, name in await outside_contacts.bodies(turn.session)]
    text = T("outside.head", count=count, bodies="، ".join(committees)) if count else T("outside.none")
    rows = [(Button(T("outside.invite"), Tap("outside.invite")),), (members.back_button(),)]
    if count:
        rows.insert(0, (Button(T("outside.find"), Tap("outside.find")),))
    return Screen(text, tuple(rows))


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a contact, from a list that is paged and searched by name or committee."""
    await audit.note_reading(turn.context, "outside")
    return await form_filling.begin(turn, FIND, anew=True)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen contact, whose membership can be ended there."""
    return await members.show_person(turn, Tap("person", filled.answers["contact"]["id"]))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the contacts by name and committee, by the ids of their memberships."""
    rows = await outside_contacts.browse(turn.session, search)
    return page_of([(row.id, f"{row.name.words}، {row.body}") for row in rows], offset)
