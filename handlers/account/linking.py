"""Linking of two accounts: by a verified number that both share and consent on the other side, or by a code."""

from dataclasses import replace

from domain.access.member import Member
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from domain.persian import phones
from domain.persian.text import persian_digits
from handlers.core.forms import form_filling
from handlers.core.forms.form_lookup import open_draft
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


async def offer_to_link(turn: Turn) -> list[Screen]:
    """Offer to link the account on another platform that verified the number just shared."""
    contact = turn.incoming.contact
    if contact is None or not contact.own or not turn.incoming.private:
        return []
    # A messenger gives the number without the plus, or as it is dialled at home.
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
    button = Button(T("linking.offer_button"), Tap("link.ask", offer.id))
    return [Screen(T("linking.offer", platform=platform), ((button,),))]


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Send the question for consent to the account that had the number first («یکی کردن دو حساب»)."""
    offer = await linking.ask(turn.context, turn.member.account_id, tap.id)
    platform = await linking.platform_of(turn.session, offer.person_id)
    return Screen(T("linking.asked", platform=platform, until=offer.expires_at))


async def agree(turn: Turn, tap: Tap) -> Reply:
    """Link the two accounts («بله، حساب من است»)."""
    merged = await linking.agree(turn.context, turn.member.person_id, tap.id, tap.version)
    await _become(turn, turn.member.person_id)
    return linking.joined(merged)


async def decline(turn: Turn, tap: Tap) -> Reply:
    """Refuse to link the two accounts («نه، من نیستم»)."""
    await linking.decline(turn.context, turn.member.person_id, tap.id, tap.version)
    return Screen(T("linking.you_declined"), ((way_on(turn),),))


async def start(turn: Turn) -> Reply:
    """Look up the code that follows /link; without one, show a member a code and ask a stranger for one."""
    if code := turn.incoming.text.strip():
        return await show_code_owner(turn, linking.code_in(code) or code)
    if turn.member.stranger and len(turn.organisation.links) > 1:
        return await form_filling.begin(turn, FORM)
    return await _code_screen(turn)


async def show_code(turn: Turn, tap: Tap) -> Reply:
    """Show a code to enter on the other platform («یکی کردن با حساب دیگر»)."""
    return await _code_screen(turn)


async def ask_for_code(turn: Turn, tap: Tap) -> Reply:
    """Ask for the code («کد دارم»)."""
    return await form_filling.begin(turn, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Look up the code that was typed."""
    return await show_code_owner(turn, filled.answers["code"])


async def show_code_owner(turn: Turn, code: str) -> Reply:
    """Show the owner of a code, typed or opened by its link, and ask for confirmation."""
    member = turn.member
    if not (member.stranger or turn.personal_here):
        # Linking gives a member's data to the owner of the code, so the member must be able to read the owner's name.
        raise Refused("linking.nameless", platform=privacy.elsewhere(turn.organisation))
    code_row = await linking.look_up(turn.session, member.account_id, member.person_id, code, turn.now)
    if code_row is None:
        return Screen(T("linking.wrong_code"), ((buttons.ENTER_CODE,), (way_on(turn),)))
    turn.notes.link_code = code_row.digest
    name = replace(members.formal_name(code_row.person), instead=T("linking.code_owner"))
    text = T("linking.sure", name=name, platform=linking.platform_name(code_row.account), here=_here(turn))
    if member.memberships:
        passing = [members.role_in(held.role, held.agency) for held in member.memberships]
        roles = T("linking.sure_roles", roles=passing)
        text = T("linking.lines", lines=[text, roles])
    return Screen(text, ((Button(T("linking.join"), Tap("link.join")),), (Button(T("linking.not_now"), Tap("menu")),)))


async def join(turn: Turn, tap: Tap) -> Reply:
    """Add this account to the person whose code it was («بله، یکی شود»)."""
    digest, turn.notes.link_code = turn.notes.link_code, ""
    person_id, merged = await linking.use(turn.context, turn.member.account_id, turn.member.person_id, digest)
    await _become(turn, person_id)
    return linking.joined(merged)


async def undo(turn: Turn, tap: Tap) -> Reply:
    """Unlink the account that a code has just brought («من نبودم، جدا کن»)."""
    return await unlink(turn, tap.id)


async def unlink(turn: Turn, account_id: int) -> Screen:
    """Unlink one of the person's accounts, perhaps the one of this chat, which goes on as a stranger's."""
    account = await linking.get_linked(turn.session, turn.member.person_id, account_id, turn.incoming.chat, turn.now)
    platform = linking.platform_name(account)
    stranger_id = await linking.unlink(turn.context, turn.member.person_id, account_id, turn.incoming.chat)
    if account_id != turn.member.account_id:
        return Screen(T("linking.you_parted", platform=platform), ((menu_button(),),))
    turn.member = Member(stranger_id, account_id, language=turn.member.language)
    lines = [T("linking.you_parted_here", platform=platform), *linking.left_over(turn.notes.stray)]
    turn.form, turn.notes = None, Notes()
    return Screen(T("linking.lines", lines=lines), ((way_on(turn),),))


async def _code_screen(turn: Turn) -> Screen:
    linked = {account.platform for account in await linking.accounts(turn.session, turn.member.person_id)}
    others = {name: link for name, link in turn.organisation.links.items() if name not in linked}
    if not others:
        return Screen(T("linking.nowhere"), ((way_on(turn),),))
    code, until = await linking.new_code(turn.context, turn.member.account_id, turn.member.person_id)
    # A common blank would part two numbers, and a line of Persian puts the second before the first.
    halves = f"{code[:4]}\N{NO-BREAK SPACE}{code[4:]}"
    shown = persian_digits(halves) if turn.voice.language == "fa" else halves
    rows = [
        (Button(T("linking.open_in", platform=T(f"platform.{name}")), url=link.format(linking.start_parameter(code))),)
        for name, link in others.items()
    ]
    rows += [(buttons.ENTER_CODE,), (menu_button(),)]
    return Screen(T("linking.your_code", code=shown, until=until), tuple(rows), guarded=True)


async def _become(turn: Turn, person_id: int) -> None:
    """Go on as the linked person, with the draft that is left of the form in hand."""
    turn.member = await members.reload(turn.session, replace(turn.member, person_id=person_id))
    turn.voice = voice(turn.member.language, turn.organisation.zone)
    if turn.form:
        draft = await drafts.find(turn.session, person_id, turn.form.draft.form, turn.form.draft.subject)
        turn.form = await open_draft(turn, draft)


def _here(turn: Turn) -> Text:
    return T(f"platform.{turn.incoming.chat.partition(':')[0]}")
