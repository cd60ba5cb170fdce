"""«حساب‌های من»: on which platforms one is known, where messages come, and how an account is parted."""

from dataclasses import replace

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.account import linking as joining
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from models.people import Account
from services.accounts import linking, preferences


async def show(turn: Turn, tap: Tap) -> Reply:
    """One's accounts."""
    return await _screen(turn)


async def cut(turn: Turn, tap: Tap) -> Reply:
    """Asks once before an account is parted."""
    account = await linking.to_part(turn.session, turn.member.person_id, tap.id, turn.incoming.chat, turn.now)
    key = "linking.parting_here" if account.id == turn.member.account_id else "linking.parting"
    sure = Button(T("linking.part_sure"), Tap("accounts.cut_sure", account.id))
    return Screen(T(key, platform=linking.where(account)), ((sure,), (_back(),)))


async def cut_sure(turn: Turn, tap: Tap) -> Reply:
    """The account is a stranger's from now on."""
    return await joining.part(turn, tap.id)


async def messages(turn: Turn, tap: Tap) -> Reply:
    """Where messages come from now on: to one platform, or where one was last active."""
    kept = await preferences.set_messages_on(turn.session, turn.member.person_id, tap.arg)
    turn.member = replace(turn.member, settings=kept)
    return await _screen(turn)


async def _screen(turn: Turn) -> Screen:
    held = await linking.accounts(turn.session, turn.member.person_id)
    lines: list[Text | str] = [T("linking.accounts"), *(_line(turn, account) for account in held)]
    join = (Button(T("linking.another"), Tap("link.code")),)
    if len(held) < 2:
        return Screen(T("linking.lines", lines=[*lines, "", T("linking.one")]), (join, (menu_button(),)))
    chosen = turn.member.settings.get("messages_on", "")
    where = T(f"platform.{chosen}") if chosen else T("linking.last_active")
    lines += ["", T("linking.messages", where=where)]
    choices = [
        Button(T("linking.messages_on", platform=linking.where(one)), Tap("accounts.messages", arg=one.platform))
        for one in held
        if one.platform != chosen
    ]
    if chosen:
        choices.append(Button(T("linking.messages_last"), Tap("accounts.messages")))
    cuts = [Button(T("linking.part", platform=linking.where(one)), Tap("accounts.cut", one.id)) for one in held]
    rows = [(button,) for button in (*choices, *cuts)]
    if set(turn.organisation.links) - {one.platform for one in held}:
        rows.append(join)
    return Screen(T("linking.lines", lines=lines), (*rows, (menu_button(),)))


def _line(turn: Turn, account: Account) -> Text:
    """An account: its platform, since when, and when it was last used."""
    here = account.id == turn.member.account_id
    since = account.since or account.last_active_at
    key = "linking.account_here" if here else "linking.account" if account.reachable else "linking.account_blocked"
    return T(key, platform=linking.where(account), since=turn.day(since), active=account.last_active_at)


def _back() -> Button:
    return Button(T("membership.back"), Tap("accounts"))
