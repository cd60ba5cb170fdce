"""Invitations: made for an agency and a role as a link and a picture, listed, taken back."""

from typing import Any

from domain.access.member import OF_AGENCY, Role
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.answer_types import Choice, Pick
from domain.forms.engine import Form, Question
from domain.forms.expressions import Answered, Equals, Not, OneOf, all_of
from handlers.core import form_filling
from handlers.core.pagination import around
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.directory.members import back
from models.people import Invitation
from services.directory import agencies, invitations, members
from services.queues import jobs

DAYS = {"day": 1, "week": 7, "month": 30}
TRUSTED = (Role.SECRETARY, Role.CHAIR)
"""Roles that are given to one person at a time: a link of many uses is not offered for them."""

HERE = "here"
"""Among the answers, the agency from whose page the invitation is made; then none is asked for."""


_OF_ANY_AGENCY = all_of(OneOf("role", tuple(role.value for role in sorted(OF_AGENCY))), Not(Answered(HERE)))
_OF_ONE_AGENCY = all_of(_OF_ANY_AGENCY, Equals("scope", "one"))
_MAY_BE_MANY = all_of(Not(OneOf("role", tuple(role.value for role in TRUSTED))), Not(Equals("scope", "all")))

FORM = Form(
    "invitation",
    (
        Question("role", Choice(tuple(Role))),
        Question("scope", Choice(("one", "all")), when=_OF_ANY_AGENCY),
        Question("agency", Pick("agencies", other=True), when=_OF_ONE_AGENCY),
        Question("use", Choice(("single", "many")), when=_MAY_BE_MANY),
        Question("days", Choice(tuple(DAYS))),
    ),
)


async def invite(turn: Turn, tap: Tap) -> Reply:
    """«دعوت»: for one agency, or for any."""
    if not tap.id:
        return await form_filling.begin(turn, FORM)
    agency = await agencies.get(turn.session, tap.id)
    return await form_filling.begin(turn, FORM, agency.id, answers={HERE: agency.id}, anew=True, heading=agency.name)


async def made(turn: Turn, filled: Filled) -> Reply:
    """The link, in a message to be passed on, with its picture."""
    answers = filled.answers
    role, for_all = Role(answers["role"]), answers.get("scope") == "all"
    agency_id = None
    if role in OF_AGENCY and not for_all:
        picked = answers.get("agency", {"id": int(filled.subject or 0)})
        agency_id = picked["id"] or (await agencies.named(turn.context, picked["label"]))[0].id
    single_use = not for_all and answers.get("use", "single") == "single"
    invitation = await invitations.make(
        turn.context, role, agency_id, days=DAYS[answers["days"]], single_use=single_use
    )
    return [_one(invitation, T("invitation.made")), *_letters(turn, invitation)]


async def listing(turn: Turn, tap: Tap) -> Reply:
    """The invitations that still let in; ``tap.id`` is the first one's place."""
    found = await invitations.pending(turn.session, turn.now)
    if not found:
        return Screen(T("invitation.none"), ((Button(T("members.invite"), Tap("invite")),), (back(),)))
    here = found[tap.id : tap.id + PAGE]
    lines: list[Text | str] = [T("invitation.head", count=len(found)), "", *(_line(one) for one in here)]
    rows = [(Button(_label(one), Tap("invitation", one.id)),) for one in here]
    moves = around(len(found), tap.id, lambda first: Tap("invitations", first))
    sheet = Button(T("invitation.sheet"), Tap("invitations.sheet"))
    tail = [*((moves,) if moves else ()), (sheet,), (back(),)]
    return Screen(T("invitation.lines", lines=lines), (*rows, *tail))


async def show(turn: Turn, tap: Tap) -> Reply:
    """One invitation, and again the message to pass on."""
    invitation = await invitations.get(turn.session, tap.id)
    return [_one(invitation, None), *_letters(turn, invitation)]


async def revoke(turn: Turn, tap: Tap) -> Reply:
    """The link lets nobody in any more."""
    invitation = await invitations.get(turn.session, tap.id)
    if invitation.single_use and invitation.uses:
        return Screen(T("invitation.too_late", role=_role(invitation)), ((_all(),), (back(),)))
    await invitations.revoke(turn.context, invitation)
    return Screen(T("invitation.taken_back", role=_role(invitation)), ((_all(),), (back(),)))


async def sheet(turn: Turn, tap: Tap) -> Reply:
    """All open invitations in one Excel sheet, made outside the chat's turn."""
    await write_sheet(turn, list(await invitations.pending(turn.session, turn.now)))
    return Screen(T("invitation.sheet_coming"), ((back(),),))


async def sheet_ready(turn: Turn, job_id: int) -> Reply:
    """The sheet of links is there."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("invitation.sheet_name"))
    return Screen(T("invitation.sheet_ready"), ((back(),),), File(result["hash"], name))


async def write_sheet(turn: Turn, open_ones: list[Invitation]) -> None:
    """Begins the work that writes invitations and their links to a sheet."""
    rows = [
        [
            one.agency.name if one.agency else "",
            turn.voice.plain(T(f"members.role.{one.role}")),
            f"{one.details.get('title', '')} {one.name}".strip(),
            one.details.get("phone", ""),
            *invitations.links(turn.organisation, one).values(),
        ]
        for one in open_ones
    ]
    chat, person_id = turn.incoming.chat, turn.member.person_id
    await jobs.start(
        turn.session,
        "roster.links",
        chat,
        person_id,
        {"rows": rows, "platforms": list(turn.organisation.links)},
        turn.now,
    )


def _one(invitation: Invitation, news: Text | None) -> Screen:
    lines: list[Text | str] = [news, ""] if news else []
    lines += [_line(invitation), "", T("invitation.pass_on")]
    revoke_button = Button(T("invitation.revoke"), Tap("invitation.revoke", invitation.id))
    return Screen(T("invitation.lines", lines=lines), ((revoke_button, _all()), (back(),)))


def _letters(turn: Turn, invitation: Invitation) -> list[Screen]:
    """The message that the secretary forwards, with the link on each platform, and a picture for each."""
    links = invitations.links(turn.organisation, invitation)
    shown: Any = list(links.values())
    if len(links) > 1:
        shown = [T("invitation.link_on", platform=T(f"platform.{name}"), link=link) for name, link in links.items()]
    key = "invitation.letter" if invitation.single_use else "invitation.letter_many"
    letter = T(key, role=_role(invitation), office=turn.organisation.name, link=shown, until=invitation.expires_at)
    if len(links) == 1:
        return [Screen(letter, file=_picture(turn, address)) for address in links.values()]
    pictures = [
        Screen(T("invitation.picture", platform=T(f"platform.{name}")), file=_picture(turn, address))
        for name, address in links.items()
    ]
    return [Screen(letter), *pictures]


def _picture(turn: Turn, address: str) -> File:
    return File(invitations.picture(turn.organisation, address), "invitation.png", "photo", personal=False)


def _line(invitation: Invitation) -> Text:
    key = "invitation.single" if invitation.single_use else "invitation.many"
    name = Personal(invitation.name) if invitation.name else T("invitation.anyone")
    return T(key, role=_role(invitation), name=name, uses=invitation.uses, until=invitation.expires_at)


def _label(invitation: Invitation) -> Text | Personal:
    return Personal(invitation.name) if invitation.name else _role(invitation)


def _role(invitation: Invitation) -> Text:
    return members.role_in(invitation.role, invitation.agency.name if invitation.agency else "")


def _all() -> Button:
    return Button(T("members.invitations"), Tap("invitations"))
