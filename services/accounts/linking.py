"""Linking of one person's accounts, by an offer for the same verified number or by a code, and unlinking.

The person who was there first is asked, or has made the code; then the newcomer's account becomes that person's.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates.clock import within
from domain.persian.text import latin_digits
from models.tables.linking import LinkCode, LinkOffer, OfferState
from models.tables.people import Account, Person
from models.tables.queues import Lane
from services import audit
from services.accounts import person_merge
from services.accounts.person_merge import Merged
from services.context import ActionContext
from services.conversations import chat_state
from services.conversations.notes import Stray
from services.errors import Refused, existing
from services.messaging import buttons
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from texts.answer_summary import clip

OFFER_LASTS = timedelta(hours=24)
CODE_LASTS = timedelta(minutes=10)
NEW_FOR = timedelta(hours=24)
"""The time for which a newly linked account can unlink no other, so that the other can undo the linking."""
DIGITS = 8
TRIES = 5
"""The number of wrong codes after which an account has to wait as long as a code lasts."""
MOST_LEFT = 3000
"""Characters of the words that have no place in a draft of two, and of those that wait for one in a parted chat."""


async def offer(session: AsyncSession, account_id: int, person_id: int, phone: str, now: datetime) -> LinkOffer | None:
    """Offer a person who has just verified ``phone`` to link with the person who verified it before.

    None when there is no such person, or they have declined. Raises Refused when they are on the same platform.
    """
    rows = await session.scalars(
        select(Person)
        .where(Person.phone == phone, Person.phone_verified.is_(True), Person.id != person_id)
        .order_by(Person.id)
    )
    here = await person_merge.platforms(session, person_id)
    known = {person.id: await person_merge.platforms(session, person.id) for person in rows}
    elsewhere = [other_id for other_id, platforms in known.items() if platforms and not platforms & here]
    if not elsewhere:
        if any(known.values()):
            raise Refused("linking.same_platform")
        return None
    offered = await session.scalar(
        select(LinkOffer)
        .where(LinkOffer.account_id == account_id, LinkOffer.person_id == elsewhere[0])
        .order_by(LinkOffer.id.desc())
        .limit(1)
    )
    if offered and offered.state is OfferState.REFUSED:
        return None
    if offered is None or offered.state is OfferState.JOINED:
        offered = LinkOffer(person_id=elsewhere[0], account_id=account_id, expires_at=now + OFFER_LASTS)
        session.add(offered)
        await session.flush()
    elif offered.state is OfferState.OFFERED:
        offered.expires_at = now + OFFER_LASTS
    return offered


async def ask(context: ActionContext, account_id: int, offer_id: int) -> LinkOffer:
    """Ask the person who was there first whether the newcomer is the same person.

    Raises Refused when the offer is not the newcomer's or is over, while an earlier question waits, and when that
    person has blocked the bot, so that nobody would see the question.
    """
    offer = await _offer(context.session, offer_id)
    if offer.account_id != account_id or offer.state in (OfferState.JOINED, OfferState.REFUSED):
        raise Refused("common.stale")
    if offer.state is OfferState.ASKED and context.now < offer.expires_at:
        raise Refused("linking.asked_already", until=offer.expires_at)
    if offer.state is OfferState.OFFERED and context.now >= offer.expires_at:
        raise Refused("linking.expired")
    await person_merge.check_mergeable(context.session, offer.person_id, offer.account.person_id)
    first_accounts = await accounts(context.session, offer.person_id)
    if not any(account.reachable for account in first_accounts):
        raise Refused("linking.not_there", platform=platform_name(first_accounts[0]))
    offer.state, offer.asked_at, offer.expires_at = OfferState.ASKED, context.now, context.now + OFFER_LASTS
    offer.version += 1
    answers = (
        Button(T("linking.yes"), Tap("link.yes", offer.id, offer.version)),
        Button(T("linking.no"), Tap("link.no", offer.id, offer.version)),
    )
    question = T("linking.consent", platform=platform_name(offer.account), at=context.now, until=offer.expires_at)
    audit.record(context, "ask", "link", offer.id, platform=offer.account.platform)
    screen = Screen(question, tuple((answer,) for answer in answers))
    await notify(context, [Recipient(offer.person_id)], screen, lane=Lane.REPLY)
    return offer


async def agree(context: ActionContext, person_id: int, offer_id: int, version: int) -> Merged:
    """Agree to an offer («بله، حساب من است»): the newcomer's account becomes the person's, and its chat is told.

    Raises Refused when the question is over or was answered.
    """
    offer = await _asked(context.session, person_id, offer_id, version, context.now)
    account_id = offer.account_id
    _decide(context, offer, OfferState.JOINED)
    merged = await person_merge.merge(context, person_id, offer.account.person_id)
    await _tell(context, await _account(context.session, account_id), joined(merged))
    return merged


async def decline(context: ActionContext, person_id: int, offer_id: int, version: int) -> None:
    """Decline an offer («نه، من نیستم»): nothing changes, and the newcomer is told.

    Raises Refused when the question is over or was answered.
    """
    offer = await _asked(context.session, person_id, offer_id, version, context.now)
    _decide(context, offer, OfferState.REFUSED)
    text = T("linking.declined", platform=await platform_of(context.session, person_id))
    await _tell(context, offer.account, Screen(text, ((buttons.ENTER_CODE,),)))


async def new_code(context: ActionContext, account_id: int, person_id: int) -> tuple[str, datetime]:
    """Make a person's code of eight digits, in the place of an earlier one; return it with the end of its validity."""
    await context.session.execute(delete(LinkCode).where(LinkCode.person_id == person_id))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    until = context.now + CODE_LASTS
    context.session.add(LinkCode(person_id=person_id, account_id=account_id, digest=_digest(code), expires_at=until))
    audit.record(context, "make", "link_code", account_id)
    return code, until


async def look_up(session: AsyncSession, account_id: int, person_id: int, typed: str, now: datetime) -> LinkCode | None:
    """Find the code that was typed, with its person. None for a wrong one, which is counted.

    Raises Refused while the account has to wait after too many wrong ones, and when the two cannot be linked.
    """
    account = await session.get_one(Account, account_id, with_for_update=True)
    if account.codes_from and within(CODE_LASTS, account.codes_from - CODE_LASTS, now):
        raise Refused("linking.wait", at=account.codes_from)
    code = await session.scalar(_code().where(LinkCode.digest == _digest(digits_of(typed)), LinkCode.expires_at > now))
    if code is None or code.used_at:
        account.wrong_codes += 1
        if account.wrong_codes >= TRIES:
            account.wrong_codes, account.codes_from = 0, now + CODE_LASTS
        return None
    if code.account_id == account_id:
        raise Refused("linking.own_code")
    if code.account.platform == account.platform:
        raise Refused("linking.code_from_here")
    await person_merge.check_mergeable(session, code.person_id, person_id)
    return code


async def use(context: ActionContext, account_id: int, person_id: int, digest: str) -> tuple[int, Merged]:
    """Link the account in which a code of some ``digest`` was typed to the code's person, whose chat is told at once.

    Returns the person's id. Raises Refused when the code is used or over.
    """
    # An earlier code may have had the same digits.
    same = _code().where(LinkCode.digest == digest).order_by(LinkCode.id.desc()).limit(1)
    code = await context.session.scalar(same.with_for_update(of=LinkCode))
    if code is None or code.used_at or context.now >= code.expires_at:
        raise Refused("linking.code_over")
    code.used_at = context.now
    owner_id, maker_id = code.person_id, code.account_id
    merged = await person_merge.merge(context, owner_id, person_id)
    account = await context.session.get_one(Account, account_id)
    undo = Button(T("linking.undo"), Tap("link.undo", account_id))
    text = T("linking.joined_elsewhere", platform=platform_name(account), at=context.now)
    await _tell(context, await _account(context.session, maker_id), Screen(text, ((undo,), (buttons.MENU,))))
    return owner_id, merged


async def platform_of(session: AsyncSession, person_id: int) -> Text:
    """The name of the platform where a person was first known."""
    return platform_name((await accounts(session, person_id))[0])


async def accounts(session: AsyncSession, person_id: int) -> Sequence[Account]:
    """A person's accounts, the oldest first."""
    rows = await session.scalars(select(Account).where(Account.person_id == person_id).order_by(Account.id))
    return rows.all()


async def get_linked(session: AsyncSession, person_id: int, account_id: int, here: str, now: datetime) -> Account:
    """Load one of a person's several accounts, which is to be unlinked from the chat ``here``.

    Raises Refused when it is not theirs, or the only one, and when ``here`` was linked only now: a thief who lured a
    code out of somebody must not shut them out.
    """
    own = {account.id: account for account in await accounts(session, person_id)}
    if account_id not in own:
        raise Refused("linking.not_linked")
    if len(own) < 2:
        raise Refused("linking.only_one")
    chosen = own[account_id]
    asking = next((account.id for account in own.values() if account.chat == here), 0)
    joined_at = await person_merge.joined_at(session, person_id, asking)
    if chosen.chat != here and joined_at and within(NEW_FOR, joined_at, now):
        raise Refused("linking.too_new", platform=platform_name(chosen), at=joined_at + NEW_FOR)
    return chosen


async def unlink(context: ActionContext, person_id: int, account_id: int, here: str) -> int:
    """Unlink an account from its person, who keeps everything; all its chats but ``here`` are told.

    Returns the id of the stranger to whom the account now belongs. Raises Refused as ``get_linked`` does.
    """
    account = await get_linked(context.session, person_id, account_id, here, context.now)
    others = [other for other in await accounts(context.session, person_id) if other.id != account_id]
    waiting = left_over((await chat_state.notes_of(context.session, account.chat)).stray)
    stranger_id = await person_merge.split(context, account)
    if account.chat != here:
        anew = Button(T("registration.begin"), Tap("join"))
        lines = [T("linking.parted", platform=platform_name(others[0])), *waiting]
        await _tell(context, account, Screen(T("linking.lines", lines=lines), ((anew,),)))
    text = T("linking.parted_elsewhere", platform=platform_name(account), at=context.now)
    for other in others:
        if other.chat != here:
            await _tell(context, other, Screen(text, ((buttons.MENU,),)))
    return stranger_id


def left_over(stray: Stray | None) -> list[Text]:
    """The lines that say back, in a chat that is parted, what waited there for its place; none for nothing."""
    if stray is None:
        return []
    words = clip(stray.words, MOST_LEFT) if stray.words else T("thread.only_files", count=len(stray.files))
    return [T("stray.quoted", at=stray.at, words=words)]


def joined(merged: Merged) -> Screen:
    """The message to either chat when two accounts have become one person's."""
    lines: list[Text | str] = [T("linking.joined")]
    if merged.withdrew:
        lines.append(T("linking.withdrew"))
    lines += [T("linking.twice_begun", title=title) for title in merged.twice_begun]
    if merged.left_out:
        lines.append(T("linking.left_out"))
        room = MOST_LEFT // len(merged.left_out)
        lines += [T("thread.quoted", words=clip(words, room)) for words in merged.left_out]
    return Screen(T("linking.lines", lines=lines), ((buttons.MENU,),))


def platform_name(account: Account) -> Text:
    """The name of an account's platform."""
    return T(f"platform.{account.platform}")


def start_parameter(code: str) -> str:
    """The word that opens a bot with a code."""
    return f"link-{code}"


def code_in(opened_with: str) -> str:
    """The code in a word that ``start_parameter`` made, "" for any other."""
    code = re.fullmatch(rf"link-(\d{{{DIGITS}}})", opened_with)
    return code[1] if code else ""


async def _offer(session: AsyncSession, offer_id: int) -> LinkOffer:
    return existing(
        await session.scalar(
            select(LinkOffer)
            .where(LinkOffer.id == offer_id)
            .options(joinedload(LinkOffer.account))
            .with_for_update(of=LinkOffer)
            .execution_options(populate_existing=True)
        )
    )


async def _asked(session: AsyncSession, person_id: int, offer_id: int, version: int, now: datetime) -> LinkOffer:
    offer = await _offer(session, offer_id)
    if offer.person_id != person_id or offer.state is not OfferState.ASKED or offer.version != version:
        raise Refused("common.stale")
    if now >= offer.expires_at:
        raise Refused("linking.expired")
    return offer


def _decide(context: ActionContext, offer: LinkOffer, state: OfferState) -> None:
    offer.state, offer.decided_at = state, context.now
    offer.version += 1
    audit.record(context, state.value, "link", offer.id, platform=offer.account.platform)


async def _account(session: AsyncSession, account_id: int) -> Account:
    """Load an account anew, after a merge has moved it."""
    return await session.get_one(Account, account_id, populate_existing=True)


async def _tell(context: ActionContext, account: Account, screen: Screen) -> None:
    """Send a screen to the chat of one account, in the language of its person."""
    await notify(context, [Recipient.in_chat(account.person_id, account.chat)], screen, lane=Lane.REPLY)


def _code() -> Select[LinkCode]:
    return select(LinkCode).options(joinedload(LinkCode.person), joinedload(LinkCode.account))


def digits_of(typed: str) -> str:
    """The typed text without what a code may be written with: blanks, dashes, Persian digits."""
    return re.sub(r"[\s\u200c\-–]", "", latin_digits(typed))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
