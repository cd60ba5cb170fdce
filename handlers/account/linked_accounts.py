"""A person's accounts: the platforms they use, the one that gets messages, and unlinking («حساب‌های من»)."""

from dataclasses import replace

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.account import linking as joining
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from models.tables.people import Account
from services.accounts import linking, preferences


async def show(turn: Turn, tap: Tap) -> Reply:
    """List the person's accounts («حساب‌های من»)."""
    return await _screen(turn)


async def ask_to_unlink(turn: Turn, tap: Tap) -> Reply:
    """Ask for confirmation before an account is unlinked."""
    account = await linking.get_linked(turn.session, turn.member.person_id, tap.id, turn.incoming.chat, turn.now)
    key = "linking.parting_here" if account.id == turn.member.account_id else "linking.parting"
    sure = Button(T("linking.part_sure"), Tap("accounts.cut_sure", account.id))
    return Screen(T(key, platform=linking.platform_name(account)), ((sure,), (_back(),)))


async def unlink(turn: Turn, tap: Tap) -> Reply:
    """Unlink the account, which is a stranger's from now on."""
    return await joining.unlink(turn, tap.id)


async def choose_platform(turn: Turn, tap: Tap) -> Reply:
    """Send messages to the chosen platform, or to the one that was used last."""
    settings = await preferences.set_messages_on(turn.session, turn.member.person_id, tap.arg)
    turn.member = replace(turn.member, settings=settings)
    return await _screen(turn)


async def _screen(turn: Turn) -> Screen:
    accounts = await linking.accounts(turn.session, turn.member.person_id)
    lines: list[Text | str] = [T("linking.accounts"), *(_line(turn, account) for account in accounts)]
    join = (Button(T("linking.another"), Tap("link.code")),)
    if len(accounts) < 2:
        return Screen(T("linking.lines", lines=[*lines, "", T("linking.one")]), (join, (menu_button(),)))
    chosen = turn.member.settings.get("messages_on", "")
    where = T(f"platform.{chosen}") if chosen else T("linking.last_active")
    lines += ["", T("linking.messages", where=where)]
    choices = [
        Button(
            T("linking.messages_on", platform=linking.platform_name(account)),
            Tap("accounts.messages", arg=account.platform),
        )
        for account in accounts
        if account.platform != chosen
    ]
    if chosen:
        choices.append(Button(T("linking.messages_last"), Tap("accounts.messages")))
    cuts = [
        Button(T("linking.part", platform=linking.platform_name(account)), Tap("accounts.cut", account.id))
        for account in accounts
    ]
    rows = [(button,) for button in (*choices, *cuts)]
    if set(turn.organisation.links) - {account.platform for account in accounts}:
        rows.append(join)
    return Screen(T("linking.lines", lines=lines), (*rows, (menu_button(),)))


def _line(turn: Turn, account: Account) -> Text:
    """Return an account's line: its platform, its first day, and its last use."""
    here = account.id == turn.member.account_id
    since = account.since or account.last_active_at
    key = "linking.account_here" if here else "linking.account" if account.reachable else "linking.account_blocked"
    return T(key, platform=linking.platform_name(account), since=turn.day(since), active=account.last_active_at)


def _back() -> Button:
    return Button(T("membership.back"), Tap("accounts"))
