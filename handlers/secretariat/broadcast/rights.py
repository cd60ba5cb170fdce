"""The right of a member to send broadcasts to one audience, which a secretary gives and takes back."""

from collections.abc import Sequence

from domain.access.audience import Audience, Operator
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.forms import form_filling
from handlers.core.turn import Reply, Turn
from handlers.secretariat.broadcast import wording
from handlers.secretariat.broadcast.parts import PART
from models.tables.people import Membership
from services.broadcast import progress, rights
from services.broadcast.rights import Right
from services.directory import members
from texts.answer_summary import clip

LABEL = 40


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the right of a member («حق اطلاع‌رسانی»), or that there is none."""
    await turn.leave()
    return _screen(await members.get(turn.session, tap.id))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the audience."""
    membership = await members.get(turn.session, tap.id)
    heading = members.formal_name(membership.person)
    plus, subject = Operator.PLUS.value, f"right{membership.id}"
    return await form_filling.begin(turn, PART, subject, anew=True, heading=heading, operator=plus, right=membership.id)


async def granted(turn: Turn, membership_id: int, audience: Audience) -> Screen:
    """Give the right; the member is told."""
    membership = await rights.grant(turn.context, membership_id, audience)
    return _screen(membership, T("audience.granted"))


def choice(held: Sequence[Right]) -> Screen:
    """Return the question by which of several rights a broadcast is to go."""
    lines: list[Text | str] = [T("audience.which_right")]
    for number, right in enumerate(held, 1):
        lines += ["", T("audience.right_row", number=number, sender=right.sender), *wording.steps(right.audience)]
    rows = [
        (
            Button(
                T("audience.right_choice", number=number, sender=clip(right.sender, LABEL)),
                Tap("bc.new", right.membership_id),
            ),
        )
        for number, right in enumerate(held, 1)
    ]
    return Screen(T("broadcast.lines", lines=lines), (*rows, (progress.list_button(),)))


async def revoke(turn: Turn, tap: Tap) -> Reply:
    """Take the right back; the member is told."""
    membership = await rights.revoke(turn.context, tap.id)
    return _screen(membership, T("audience.revoked"))


def _screen(membership: Membership, news: Text | None = None) -> Screen:
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("audience.right_of", name=members.formal_name(membership.person), role=members.role_of(membership)))
    back = (Button(T("members.back"), Tap("person", membership.id)),)
    key = "audience.grant_other" if membership.audience else "audience.grant"
    give = Button(T(key), Tap("bc.right_ask", membership.id))
    if not membership.audience:
        lines.append(T("audience.no_right"))
        return Screen(T("broadcast.lines", lines=lines), ((give,), back))
    lines += wording.steps(Audience.from_json(membership.audience))
    take = Button(T("audience.revoke"), Tap("bc.right_end", membership.id))
    return Screen(T("broadcast.lines", lines=lines), ((give,), (take,), back))
