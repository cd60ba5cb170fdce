"""«راهنما»: what this person can do here, in a few sentences."""

from domain import rules
from domain.people import Member, Role
from domain.screens import Screen, T, Text
from handlers.buttons import way_on
from handlers.turn import Reply, Turn


async def show(turn: Turn) -> Reply:
    """/help."""
    lines: list[Text | str] = [T("help.title", office=turn.office.name)]
    for text in _parts(turn.member):
        lines += ["", text]
    return Screen(T("form.lines", lines=lines), ((way_on(turn),),))


def _parts(member: Member) -> list[Text]:
    if member.stranger:
        return [T("help.stranger")]
    parts = []
    if member.secretary:
        parts.append(T("help.secretary"))
    elif member.has(Role.CHAIR):
        parts.append(T("help.chair"))
    if rules.represents(member):
        parts += [T("help.agency"), T("help.draft"), T("help.files")]
    elif member.has(Role.HEAD):
        parts.append(T("help.head"))
    if member.has(Role.FACILITATOR):
        parts.append(T("help.facilitator"))
    return parts
