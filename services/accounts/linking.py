"""Joining of one person's accounts, by an offer for the same verified number or by a code, and their parting.

Whoever was there first is asked, or has made the code; then the one who came later becomes part of that person.
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
from domain.persian.text import latin_digits
from models.linking import LinkCode, LinkOffer, OfferState
from models.people import Account, Person
from models.queues import Lane
from services import audit
from services.accounts import person_merge
from services.accounts.person_merge import Merged
from services.context import ActionContext
from services.errors import Refused
from services.messaging import buttons
from services.messaging.notify import notify
from services.messaging.recipients import Recipient

OFFER_LASTS = timedelta(hours=24)
CODE_LASTS = timedelta(minutes=10)
NEW_FOR = timedelta(hours=24)
"""The time for which an account that was joined can part no other: so long the other can undo the joining."""
DIGITS = 8
TRIES = 5
"""Wrong codes of one account, after which it has to wait as long as a code lasts."""


async def offer(session: AsyncSession, account_id: int, person_id: int, phone: str, now: datetime) -> LinkOffer | None:
    """The offer to somebody who has just proven that ``phone`` is theirs: to join who had proven it before.

    None when nobody had, or they have said that it is not them. Raises Refused when it was on the same platform.
    """
    rows = await session.scalars(
        select(Person)
        .where(Person.phone == phone, Person.phone_verified.is_(True), Person.id != person_id)
        .order_by(Person.id)
    )
    here = await person_merge.platforms(session, person_id)
    known = {person.id: await person_merge.platforms(session, person.id) for person in rows}
    elsewhere = [one for one, platforms in known.items() if platforms and not platforms & here]
    if not elsewhere:
        if any(known.values()):
            raise Refused("linking.same_platform")
        return None
    found = await session.scalar(
        select(LinkOffer)
        .where(LinkOffer.account_id == account_id, LinkOffer.person_id == elsewhere[0])
        .order_by(LinkOffer.id.desc())
        .limit(1)
    )
    if found and found.state is OfferState.REFUSED:
        return None
    if found is None or found.state is OfferState.JOINED:
        found = LinkOffer(person_id=elsewhere[0], account_id=account_id, expires_at=now + OFFER_LASTS)
        session.add(found)
        await session.flush()
    elif found.state is OfferState.OFFERED:
        found.expires_at = now + OFFER_LASTS
    return found


async def ask(context: ActionContext, account_id: int, offer_id: int) -> LinkOffer:
    """Asks whoever was there first whether the newcomer is the same person.

    Raises Refused when the offer is not the newcomer's or is over, while an earlier question waits, and when the bot
    was blocked there, so that nobody would see the question.
    """
    found = await _offer(context.session, offer_id)
    if found.account_id != account_id or found.state in (OfferState.JOINED, OfferState.REFUSED):
        raise Refused("common.stale")
    if found.state is OfferState.ASKED and context.now < found.expires_at:
        raise Refused("linking.asked_already", until=found.expires_at)
    if found.state is OfferState.OFFERED and context.now >= found.expires_at:
        raise Refused("linking.expired")
    await person_merge.be_apart(context.session, found.person_id, found.account.person_id)
    asked = await accounts(context.session, found.person_id)
    if not any(account.reachable for account in asked):
        raise Refused("linking.not_there", platform=where(asked[0]))
    found.state, found.asked_at, found.expires_at = OfferState.ASKED, context.now, context.now + OFFER_LASTS
    found.version += 1
    answers = (
        Button(T("linking.yes"), Tap("link.yes", found.id, found.version)),
        Button(T("linking.no"), Tap("link.no", found.id, found.version)),
    )
    question = T("linking.consent", platform=where(found.account), at=context.now, until=found.expires_at)
    audit.record(context, "ask", "link", found.id, platform=found.account.platform)
    asking = Screen(question, tuple((one,) for one in answers))
    await notify(context, [Recipient(found.person_id)], asking, lane=Lane.REPLY)
    return found


async def agree(context: ActionContext, person_id: int, offer_id: int, version: int) -> Merged:
    """«بله، حساب من است»: the newcomer's account becomes the person's, and its chat hears of it. Raises Refused."""
    found = await _asked(context.session, person_id, offer_id, version, context.now)
    account_id = found.account_id
    _decide(context, found, OfferState.JOINED)
    merged = await person_merge.merge(context, person_id, found.account.person_id)
    await _tell(context, await _account(context.session, account_id), joined(merged))
    return merged


async def decline(context: ActionContext, person_id: int, offer_id: int, version: int) -> None:
    """«نه، من نیستم»: nothing changes; the newcomer hears of it and goes on as they are. Raises Refused."""
    found = await _asked(context.session, person_id, offer_id, version, context.now)
    _decide(context, found, OfferState.REFUSED)
    screen = Screen(
        T("linking.declined", platform=await platform_of(context.session, person_id)), ((buttons.ENTER_CODE,),)
    )
    await _tell(context, found.account, screen)


async def new_code(context: ActionContext, account_id: int, person_id: int) -> tuple[str, datetime]:
    """A code of a person, eight digits, and until when it holds; an earlier one holds no more."""
    await context.session.execute(delete(LinkCode).where(LinkCode.person_id == person_id))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    until = context.now + CODE_LASTS
    context.session.add(LinkCode(person_id=person_id, account_id=account_id, digest=_digest(code), expires_at=until))
    audit.record(context, "make", "link_code", account_id)
    return code, until


async def look_up(session: AsyncSession, account_id: int, person_id: int, typed: str, now: datetime) -> LinkCode | None:
    """The code that was typed, with its person. None for a wrong one, which is counted.

    Raises Refused while too many wrong ones are to be waited for, and when the two cannot be joined.
    """
    account = await session.get_one(Account, account_id, with_for_update=True)
    if account.codes_from and now < account.codes_from:
        raise Refused("linking.wait", at=account.codes_from)
    found = await session.scalar(_code().where(LinkCode.digest == _digest(digits_of(typed)), LinkCode.expires_at > now))
    if found is None or found.used_at:
        account.wrong_codes += 1
        if account.wrong_codes >= TRIES:
            account.wrong_codes, account.codes_from = 0, now + CODE_LASTS
        return None
    if found.account_id == account_id:
        raise Refused("linking.own_code")
    if found.account.platform == account.platform:
        raise Refused("linking.code_from_here")
    await person_merge.be_apart(session, found.person_id, person_id)
    return found


async def use(context: ActionContext, account_id: int, person_id: int, code_id: int) -> tuple[int, Merged]:
    """Makes the account that a code was typed in one of the code's person, whose chat hears of it at once.

    Returns the person's id. Raises Refused when the code is used or over.
    """
    found = await context.session.scalar(_code().where(LinkCode.id == code_id).with_for_update(of=LinkCode))
    if found is None or found.used_at or context.now >= found.expires_at:
        raise Refused("linking.code_over")
    found.used_at = context.now
    owner_id, maker_id = found.person_id, found.account_id
    merged = await person_merge.merge(context, owner_id, person_id)
    account = await context.session.get_one(Account, account_id)
    account.wrong_codes, account.codes_from = 0, None
    undo = Button(T("linking.undo"), Tap("link.undo", account_id))
    text = T("linking.joined_elsewhere", platform=where(account), at=context.now)
    await _tell(context, await _account(context.session, maker_id), Screen(text, ((undo,), (buttons.MENU,))))
    return owner_id, merged


async def platform_of(session: AsyncSession, person_id: int) -> Text:
    """The name of the platform where a person was first known."""
    return where((await accounts(session, person_id))[0])


async def accounts(session: AsyncSession, person_id: int) -> Sequence[Account]:
    """A person's accounts, the oldest first."""
    rows = await session.scalars(select(Account).where(Account.person_id == person_id).order_by(Account.id))
    return rows.all()


async def to_part(session: AsyncSession, person_id: int, account_id: int, here: str, now: datetime) -> Account:
    """One of a person's several accounts, which is to be parted from the chat ``here``.

    Raises Refused when it is not theirs, or the only one, and when ``here`` was joined only now: whoever came by a code
    that was lured out of somebody must not shut them out.
    """
    held = {account.id: account for account in await accounts(session, person_id)}
    if account_id not in held:
        raise Refused("linking.not_linked")
    if len(held) < 2:
        raise Refused("linking.only_one")
    chosen = held[account_id]
    asking = next((account.id for account in held.values() if account.chat == here), 0)
    joined_at = await person_merge.joined_at(session, person_id, asking)
    if chosen.chat != here and joined_at and now < joined_at + NEW_FOR:
        raise Refused("linking.too_new", platform=where(chosen), at=joined_at + NEW_FOR)
    return chosen


async def unlink(context: ActionContext, person_id: int, account_id: int, here: str) -> int:
    """Parts an account from its person, who keeps everything; both sides hear of it, but for the chat ``here``.

    Returns the id of the stranger that the account is now of. Raises Refused as ``to_part`` does.
    """
    account = await to_part(context.session, person_id, account_id, here, context.now)
    others = [one for one in await accounts(context.session, person_id) if one.id != account_id]
    stranger_id = await person_merge.split(context, account)
    if account.chat != here:
        anew = Button(T("registration.begin"), Tap("join"))
        await _tell(context, account, Screen(T("linking.parted", platform=where(others[0])), ((anew,),)))
    for other in others:
        if other.chat != here:
            kept = Screen(T("linking.parted_elsewhere", platform=where(account), at=context.now), ((buttons.MENU,),))
            await _tell(context, other, kept)
    return stranger_id


def joined(merged: Merged) -> Screen:
    """The message to either chat when two accounts have become one person's."""
    lines: list[Text | str] = [T("linking.joined")]
    if merged.withdrew:
        lines.append(T("linking.withdrew"))
    lines += [T("linking.twice_begun", title=title) for title in merged.twice_begun]
    return Screen(T("linking.lines", lines=lines), ((buttons.MENU,),))


def where(account: Account) -> Text:
    """The name of an account's platform."""
    return T(f"platform.{account.platform}")


def word(code: str) -> str:
    """The word that opens a bot with a code."""
    return f"link-{code}"


def code_in(said: str) -> str:
    """The code in such a word, "" for any other."""
    found = re.fullmatch(rf"link-(\d{{{DIGITS}}})", said)
    return found[1] if found else ""


async def _offer(session: AsyncSession, offer_id: int) -> LinkOffer:
    found = await session.scalar(
        select(LinkOffer)
        .where(LinkOffer.id == offer_id)
        .options(joinedload(LinkOffer.account))
        .with_for_update(of=LinkOffer)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refused("common.stale")
    return found


async def _asked(session: AsyncSession, person_id: int, offer_id: int, version: int, now: datetime) -> LinkOffer:
    found = await _offer(session, offer_id)
    if found.person_id != person_id or found.state is not OfferState.ASKED or found.version != version:
        raise Refused("common.stale")
    if now >= found.expires_at:
        raise Refused("linking.expired")
    return found


def _decide(context: ActionContext, found: LinkOffer, state: OfferState) -> None:
    found.state, found.decided_at = state, context.now
    found.version += 1
    audit.record(context, state.value, "link", found.id, platform=found.account.platform)


async def _account(session: AsyncSession, account_id: int) -> Account:
    """An account as it stands now, after everything was moved."""
    return await session.get_one(Account, account_id, populate_existing=True)


async def _tell(context: ActionContext, account: Account, screen: Screen) -> None:
    """Says something in the chat of one account, in the language of its person."""
    await notify(context, [Recipient.in_chat(account.person_id, account.chat)], screen, lane=Lane.REPLY)


def _code() -> Select[LinkCode]:
    return select(LinkCode).options(joinedload(LinkCode.person), joinedload(LinkCode.account))


def digits_of(typed: str) -> str:
    """The typed text without what a code may be written with: blanks, dashes, Persian digits."""
    return re.sub(r"[\s\u200c\-–]", "", latin_digits(typed))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
