"""The help page: the person's commands, in a few sentences («راهنما»)."""

from domain.access import permissions
from domain.access.member import Role
from domain.chat.screens import Screen, T, Text
from handlers.account import registration
from handlers.core.navigation import way_on
from handlers.core.turn import Reply, Turn
from services.messaging import privacy


async def show(turn: Turn) -> Reply:
    """Show the help that fits the person's roles (/help)."""
    if turn.member.stranger and (waiting := await registration.waiting(turn)):
        return waiting
    lines: list[Text | str] = [T("help.title", office=turn.organisation.name)]
    for text in _parts(turn):
        lines += ["", text]
    return Screen(T("form.lines", lines=lines), ((way_on(turn),),))


def _parts(turn: Turn) -> list[Text]:
    member = turn.member
    if member.stranger:
        return [T("help.stranger")]
    parts = []
    if member.secretary:
        parts += [T("help.secretary"), T("help.inbox")]
    elif member.has(Role.CHAIR):
        parts += [T("help.chair"), T("help.broadcast_read")]
    if permissions.broadcasts(member):
        parts.append(T("help.broadcast"))
    if permissions.represents(member):
        parts += [T("help.agency"), T("help.draft"), _files(turn)]
    elif member.has(Role.HEAD):
        parts.append(T("help.head"))
    if member.has(Role.FACILITATOR):
        parts.append(T("help.facilitator"))
    if member.has(Role.OUTSIDE):
        parts.append(T("help.outside"))
    if permissions.asks_secretariat(member):
        parts.append(T("help.question"))
    parts.append(T("help.idea"))
    return parts


def _files(turn: Turn) -> Text:
    here = turn.personal_here
    return T("help.files") if here else T("help.files_elsewhere", platform=privacy.elsewhere(turn.organisation))
