"""Two accounts become one person's: by the same verified number and consent on the other side, or by a code."""

from dataclasses import replace

from domain.access.member import Member
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Words
from domain.forms.engine import Form, Question
from domain.persian import phones
from domain.persian.text import persian_digits
from handlers.core import form_filling
from handlers.core.form_lookup import opened
from handlers.core.navigation import menu_button, way_on
from handlers.core.turn import Filled, Reply, Turn
from services.accounts import linking
from services.conversations import drafts
from services.conversations.notes import Notes
from services.directory import members
from services.errors import Refused
from services.messaging import buttons, privacy
from texts.format import voice

FORM = Form("linking", (Question("code", Words(100)),), at_once=True)


async def offered(turn: Turn) -> list[Screen]:
    """After somebody has shared their own number: the offer to join who had verified it on another platform."""
    contact = turn.incoming.contact
    if contact is None or not contact.own or not turn.incoming.private:
        return []
    # A messenger gives it without the plus, or as it is dialled at home.
    number = phones.e164(contact.phone)
    if number is None:
        return []
    member = turn.member
    try:
        offer = await linking.offer(turn.session, member.account_id, member.person_id, number, turn.now)
    except Refused as refused:
        return [Screen(refused.text)]
    if offer is None:
        return []
    platform = await linking.platform_of(turn.session, offer.person_id)
    ask = Button(T("linking.offer_button"), Tap("link.ask", offer.id))
    return [Screen(T("linking.offer", platform=platform), ((ask,),))]


async def ask(turn: Turn, tap: Tap) -> Reply:
    """«یکی کردن دو حساب»: the question goes to the side that was there first."""
    offer = await linking.ask(turn.context, turn.member.account_id, tap.id)
    platform = await linking.platform_of(turn.session, offer.person_id)
    return Screen(T("linking.asked", platform=platform, until=offer.expires_at))


async def agree(turn: Turn, tap: Tap) -> Reply:
    """«بله، حساب من است»."""
    merged = await linking.agree(turn.context, turn.member.person_id, tap.id, tap.version)
    await _become(turn, turn.member.person_id)
    return linking.joined(merged)


async def decline(turn: Turn, tap: Tap) -> Reply:
    """«نه، من نیستم»."""
    await linking.decline(turn.context, turn.member.person_id, tap.id, tap.version)
    return Screen(T("linking.you_declined"), ((way_on(turn),),))


async def start(turn: Turn) -> Reply:
    """/link: with a code, that code; without one a member gets a code, and a stranger is asked for theirs."""
    if said := turn.incoming.text.strip():
        return await entered(turn, linking.code_in(said) or said)
    if turn.member.stranger and len(turn.organisation.links) > 1:
        return await form_filling.begin(turn, FORM)
    return await _code(turn)


async def give_code(turn: Turn, tap: Tap) -> Reply:
    """«یکی کردن با حساب دیگر»: the same by a button."""
    return await _code(turn)


async def enter(turn: Turn, tap: Tap) -> Reply:
    """«کد دارم»."""
    return await form_filling.begin(turn, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """A code was typed."""
    return await entered(turn, filled.answers["code"])


async def entered(turn: Turn, code: str) -> Reply:
    """A code, typed or by its link: whose account is this one to be joined with?"""
    member = turn.member
    if not (member.stranger or turn.personal_here):
        # Who has something to lose is to read whose code it is.
        raise Refused("linking.nameless", platform=privacy.elsewhere(turn.organisation))
    found = await linking.look_up(turn.session, member.account_id, member.person_id, code, turn.now)
    if found is None:
        return Screen(T("linking.wrong_code"), ((buttons.ENTER_CODE,), (way_on(turn),)))
    turn.notes.link_code = found.id
    name = replace(members.called(found.person), instead=T("linking.code_owner"))
    text = T("linking.sure", name=name, platform=linking.where(found.account), here=_here(turn))
    return Screen(text, ((Button(T("linking.join"), Tap("link.join")),), (Button(T("linking.not_now"), Tap("menu")),)))


async def join(turn: Turn, tap: Tap) -> Reply:
    """«بله، یکی شود»: this account becomes one of the code's person."""
    code_id, turn.notes.link_code = turn.notes.link_code, 0
    person_id, merged = await linking.use(turn.context, turn.member.account_id, turn.member.person_id, code_id)
    await _become(turn, person_id)
    return linking.joined(merged)


async def undo(turn: Turn, tap: Tap) -> Reply:
    """«من نبودم، جدا کن»: the account that a code has just brought is parted again."""
    return await part(turn, tap.id)


async def part(turn: Turn, account_id: int) -> Screen:
    """One of the person's accounts becomes a stranger's; perhaps the one that this chat is of."""
    account = await linking.to_part(turn.session, turn.member.person_id, account_id, turn.incoming.chat, turn.now)
    platform = linking.where(account)
    stranger_id = await linking.unlink(turn.context, turn.member.person_id, account_id, turn.incoming.chat)
    if account_id != turn.member.account_id:
        return Screen(T("linking.you_parted", platform=platform), ((menu_button(),),))
    turn.member = Member(stranger_id, account_id, language=turn.member.language)
    turn.form, turn.notes = None, Notes()
    return Screen(T("linking.you_parted_here", platform=platform), ((way_on(turn),),))


async def _code(turn: Turn) -> Screen:
    taken = {account.platform for account in await linking.accounts(turn.session, turn.member.person_id)}
    others = {name: link for name, link in turn.organisation.links.items() if name not in taken}
    if not others:
        return Screen(T("linking.nowhere"), ((way_on(turn),),))
    code, until = await linking.new_code(turn.context, turn.member.account_id, turn.member.person_id)
    halves = f"{code[:4]} {code[4:]}"
    shown = persian_digits(halves) if turn.voice.language == "fa" else halves
    rows = [
        (Button(T("linking.open_in", platform=T(f"platform.{name}")), url=link.format(linking.word(code))),)
        for name, link in others.items()
    ]
    rows += [(buttons.ENTER_CODE,), (menu_button(),)]
    return Screen(T("linking.your_code", code=shown, until=until), tuple(rows), guarded=True)


async def _become(turn: Turn, person_id: int) -> None:
    """The turn goes on as the joined person, with the draft that is left of the one in hand."""
    turn.member = await members.reload(turn.session, replace(turn.member, person_id=person_id))
    turn.voice = voice(turn.member.language, turn.organisation.zone)
    if turn.form:
        left = await drafts.find(turn.session, person_id, turn.form.draft.form, turn.form.draft.subject)
        turn.form = await opened(turn, left)


def _here(turn: Turn) -> Text:
    return T(f"platform.{turn.incoming.chat.partition(':')[0]}")
