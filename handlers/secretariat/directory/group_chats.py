"""The linked group chats of the working group, and their end («گروه‌های متصل»)."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from models.tables.group_chats import GroupChat
from services.messaging import group_chats
from texts.answer_summary import clip

LABEL, NAME = 30, 120
"""Characters of a group's title on a button and in a line."""


async def show(turn: Turn) -> Reply:
    """List the linked groups (/group)."""
    return await _screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page that a button names."""
    await turn.leave()
    return await _screen(turn, tap.place)


async def unlink(turn: Turn, tap: Tap) -> Reply:
    """Unlink a group, which can be linked again by a command in it («قطع»)."""
    group = next((one for one in await group_chats.linked(turn.session) if one.id == tap.id), None)
    if group is None:
        turn.toast = T("common.stale")
        return await _screen(turn, 0)
    title = _title(group, NAME)
    await group_chats.unlink(turn.context, group.chat)
    return await _screen(turn, 0, T("group_chat.cut_done", title=title))


async def _screen(turn: Turn, offset: int, news: Text | None = None) -> Screen:
    groups = await group_chats.linked(turn.session)
    shown = groups[offset : offset + PAGE]
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("group_chat.head", count=len(groups)) if groups else T("group_chat.none"))
    lines += [T("group_chat.row", title=_title(group, NAME), since=turn.day(group.linked_at)) for group in shown]
    lines += ["", T("group_chat.hint")]
    rows = [(Button(T("group_chat.cut", title=_title(group, LABEL)), Tap("chats.cut", group.id)),) for group in shown]
    moves = page_buttons(len(groups), offset, lambda first: Tap("chats", arg=str(first)))
    back = (Button(T("menu.members"), Tap("members")), menu_button())
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*rows, moves, back) if row))


def _title(group: GroupChat, longest: int) -> Text | str:
    return clip(group.title, longest) or T("group_chat.untitled")
