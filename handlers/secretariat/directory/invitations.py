"""Invitations for an agency and a role: made as a link and a picture, listed, revoked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.access.member import OF_LISTED, Role
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.expressions import Expression, all_of, one_of
from domain.forms.types.answer_types import Choice, Pick, Picks, Words
from domain.forms.types.office_types import INVITATION, filled
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.directory.members import back_button
from models.tables.people import Invitation
from services import audit
from services.directory import agencies, bulk_invitations, invitations, neighbourhoods
from services.meetings import issuance
from services.queues import jobs

DAYS = {"day": 1, "week": 7, "month": 30}
TRUSTED = (Role.SECRETARY, Role.CHAIR)
"""Roles that are given to one person at a time: a link of many uses is not offered for them."""

HERE = "here"
"""The answer that names the agency from whose page the invitation is made; then none is asked for."""


AGENCY_ROLES = tuple(role for role in Role if role in OF_LISTED)
"""The roles for which an agency's own page invites."""

# A role that is given, as on a neighbourhood's page, stays the answer there, too.
_ANYWHERE = Expression(f"{HERE} = '' or role != ''")
_HERE = Expression(f"not({_ANYWHERE.source})")
_OF_ANY_AGENCY = all_of(one_of("role", tuple(role.value for role in sorted(OF_LISTED))), Expression(f"{HERE} = ''"))
_OF_ONE_AGENCY = all_of(_OF_ANY_AGENCY, Expression("scope = 'one'"))
_TRUSTED = one_of("role", tuple(role.value for role in TRUSTED))
_MAY_BE_MANY = Expression(f"not({_TRUSTED.source}) and scope != 'all'")
_NAMED_FACILITATOR = Expression(f"role = '{Role.FACILITATOR.value}' and use = 'single'")

FORM = Form(
    "invitation",
    (
        Question("role", Choice(tuple(Role)), when=_ANYWHERE),
        Question("agency_role", Choice(AGENCY_ROLES), when=_HERE),
        Question("scope", Choice(("one", "all")), when=_OF_ANY_AGENCY),
        Question("agency", Pick("agencies", other=True), when=_OF_ONE_AGENCY),
        Question("body", Words(300), when=Expression(f"role = '{Role.OUTSIDE.value}'")),
        Question("use", Choice(("single", "many")), when=_MAY_BE_MANY),
        Question("places", Picks("neighbourhoods"), required=False, when=_NAMED_FACILITATOR),
        Question("days", Choice(tuple(DAYS))),
    ),
    finish=Finish.RECORD,
    makes="invitation.make",
)


async def invite(turn: Turn, tap: Tap) -> Reply:
    """Open the form of an invitation for one agency, or for any («دعوت»)."""
    if not tap.id:
        hoods, _ = await neighbourhoods.counts(turn.session)
        return await form_filling.begin(turn, FORM, skipped=() if hoods else ("places",))
    agency = await agencies.get(turn.session, tap.id)
    answers: dict[str, Any] = {HERE: agency.id}
    if agency.neighbourhood:
        place = {"id": agency.id, "label": agency.name}
        answers |= {"role": Role.FACILITATOR.value, "use": "single", "places": [place]}
    return await form_filling.begin(turn, FORM, agency.id, answers=answers, anew=True, heading=agency.name)


async def invite_outside(turn: Turn, tap: Tap) -> Reply:
    """Open the form of an invitation for somebody of another committee («دعوت رابط»)."""
    return await form_filling.begin(turn, FORM, anew=True, answers={"role": Role.OUTSIDE.value})


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Make the invitation, and show its link in a message to be passed on («ساختن دعوت‌نامه»)."""
    answers = filled.answers
    role, for_all = Role(answers.get("role") or answers["agency_role"]), answers.get("scope") == "all"
    agency_id = None
    if role in OF_LISTED and not for_all:
        picked = answers.get("agency", {"id": int(filled.subject or 0)})
        agency_id = picked["id"] or (await agencies.find_or_add(turn.context, picked["label"]))[0].id
    single_use = not for_all and answers.get("use", "single") == "single"
    details: dict[str, Any] = {"place": answers["body"]} if "body" in answers else {}
    if places := answers.get("places"):
        details["neighbourhoods"] = [place["id"] for place in places]
        details["place"] = "، ".join(place["label"] for place in places)
    invitation = await invitations.make(
        turn.context, role, agency_id, days=DAYS[answers["days"]], single_use=single_use, details=details
    )
    return [_invitation_screen(invitation, T("invitation.made")), *_letter_screens(turn, invitation)]


async def invite_now(turn: Turn, tap: Tap) -> Reply:
    """Invite an agency's representative without a question, below the list that has the button («دعوت …»)."""
    turn.fresh = True
    agency = await agencies.get(turn.session, tap.id)
    invited = await bulk_invitations.invite(turn.context, [agency.id])
    news = T("invitation.made") if invited.made else T("invitation.made_before")
    shown = _invitation_screen(invited.invitations[0], news)
    other = (Button(T("invitation.other_role"), Tap("invite", agency.id)),)
    return [replace(shown, buttons=(other, *shown.buttons)), *_letter_screens(turn, invited.invitations[0])]


async def invite_all(turn: Turn, tap: Tap) -> Reply:
    """Invite a representative of each agency that nobody represents, of all or a meeting's, on one sheet."""
    turn.fresh = True
    if tap.id:
        wanted: Sequence[int] = [number for number, _ in (await issuance.unheard(turn.session, tap.id)).agencies]
    else:
        wanted = await bulk_invitations.unrepresented(turn.session)
    if not wanted:
        return Screen(T("notify.all_heard"), ((back_button(),),))
    invited = await bulk_invitations.invite(turn.context, wanted)
    await start_sheet(turn, list(invited.invitations))
    text = T("invitation.all_made", count=invited.made, until=max(each.expires_at for each in invited.invitations))
    lines: list[Text | str] = [text] if invited.made else []
    if before := len(invited.invitations) - invited.made:
        lines.append(T("invitation.all_before", count=before))
    lines.append(T("invitation.all_coming"))
    return Screen(T("invitation.lines", lines=lines), ((_list_button(), back_button()),))


async def for_many(turn: Turn, role: Role) -> list[Screen]:
    """Make a link of many uses for a role, valid for the longest time, and show it."""
    invitation = await invitations.make(turn.context, role, None, days=DAYS["month"], single_use=False)
    return [_invitation_screen(invitation, T("invitation.made")), *_letter_screens(turn, invitation)]


async def page(turn: Turn, tap: Tap) -> Reply:
    """List the invitations that are still open; ``tap.id`` is the place of the page's first one."""
    pending = await invitations.pending(turn.session, turn.now)
    if not pending:
        return Screen(T("invitation.none"), ((Button(T("members.invite"), Tap("invite")),), (back_button(),)))
    await audit.note_reading(turn.context, "invitations")
    shown = pending[tap.id : tap.id + PAGE]
    lines: list[Text | str] = [
        T("invitation.head", count=len(pending)),
        "",
        *(_line(invitation) for invitation in shown),
    ]
    rows = [(Button(_label(invitation), Tap("invitation", invitation.id)),) for invitation in shown]
    moves = page_buttons(len(pending), tap.id, lambda first: Tap("invitations", first))
    sheet = Button(T("invitation.sheet"), Tap("invitations.sheet"))
    tail = [*((moves,) if moves else ()), (sheet,), (back_button(),)]
    return Screen(T("invitation.lines", lines=lines), (*rows, *tail))


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show one invitation, and again the message to pass on."""
    invitation = await invitations.get(turn.session, tap.id)
    return [_invitation_screen(invitation, None), *_letter_screens(turn, invitation)]


async def pictures(turn: Turn, tap: Tap) -> Reply:
    """Send a picture of the link on each platform («تصویر پیوند»)."""
    turn.fresh = True
    invitation = await invitations.get(turn.session, tap.id)
    links = invitations.links(turn.organisation, invitation)
    shown = [
        Screen(T("invitation.picture", platform=T(f"platform.{name}")), file=_picture(turn, address))
        for name, address in links.items()
    ]
    return [*shown[:-1], replace(shown[-1], buttons=((_list_button(), back_button()),))]


async def revoke(turn: Turn, tap: Tap) -> Reply:
    """Revoke the link, which lets nobody in any more."""
    invitation = await invitations.get(turn.session, tap.id)
    if invitation.single_use and invitation.uses:
        return Screen(T("invitation.too_late", role=_role(invitation)), ((_list_button(),), (back_button(),)))
    await invitations.revoke(turn.context, invitation)
    return Screen(T("invitation.taken_back", role=_role(invitation)), ((_list_button(),), (back_button(),)))


async def ask_for_sheet(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes all open invitations to an Excel sheet."""
    await start_sheet(turn, list(await invitations.pending(turn.session, turn.now)))
    return Screen(T("invitation.sheet_coming"), ((back_button(),),))


async def sheet_ready(turn: Turn, job_id: int) -> Reply:
    """Send the finished sheet of links."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("invitation.sheet_name"))
    return Screen(T("invitation.sheet_ready"), ((back_button(),),), File(result["hash"], name))


async def start_sheet(turn: Turn, pending: list[Invitation]) -> None:
    """Start the job that writes invitations and their links to a sheet."""
    rows = [
        [
            invitations.place_of(invitation),
            turn.voice.plain(T(f"members.role.{invitation.role}")),
            f"{invitation.details.get('title', '')} {invitation.name}".strip(),
            invitation.details.get("phone", ""),
            *invitations.links(turn.organisation, invitation).values(),
            turn.voice.plain(_letter(turn, invitation)),
        ]
        for invitation in pending
    ]
    chat, person_id = turn.incoming.chat, turn.member.person_id
    params = {"rows": rows, "platforms": list(turn.organisation.links)}
    job_id = await jobs.start(turn.session, "roster.links", chat, person_id, params, turn.now)
    audit.record(turn.context, "export", "invitations", job_id, rows=len(rows))


def _invitation_screen(invitation: Invitation, news: Text | None) -> Screen:
    lines: list[Text | str] = [news, ""] if news else []
    lines += [_line(invitation), "", T("invitation.pass_on")]
    revoke_button = Button(T("invitation.revoke"), Tap("invitation.revoke", invitation.id))
    picture = Button(T("invitation.pictures"), Tap("invitation.picture", invitation.id))
    return Screen(T("invitation.lines", lines=lines), ((revoke_button, picture), (_list_button(), back_button())))


def _letter_screens(turn: Turn, invitation: Invitation) -> list[Screen]:
    """Return the message that the secretary forwards."""
    return [Screen(_letter(turn, invitation))]


def _letter(turn: Turn, invitation: Invitation) -> Text:
    """Return the text that an invited person gets, with the link on each platform."""
    links = invitations.links(turn.organisation, invitation)
    shown: Any = list(links.values())
    if len(links) > 1:
        shown = [T("invitation.link_on", platform=T(f"platform.{name}"), link=link) for name, link in links.items()]
    key = "invitation.letter" if invitation.single_use else "invitation.letter_many"
    letter = T(key, role=_role(invitation), office=turn.organisation.name, link=shown, until=invitation.expires_at)
    known = dict(zip(INVITATION, (turn.organisation.name, turn.voice.plain(_role(invitation))), strict=True))
    if own := turn.organisation.invitation_letter:
        # Several links stand on lines of their own, wherever in a sentence the office has put them.
        address = shown[0] if len(links) == 1 else "\n".join(("", *map(turn.voice.plain, shown)))
        until = turn.voice.plain(T("invitation.until", day=invitation.expires_at))
        letter = T("invitation.own", words=filled(own, {**known, "پیوند": address, "مهلت": until}))
    if sentence := turn.organisation.invitation_text:
        letter = T("invitation.lines", lines=[letter, "", filled(sentence, known)])
    return letter


def _picture(turn: Turn, address: str) -> File:
    return File(invitations.picture(turn.organisation, address), "invitation.png", "photo", personal=False)


def _line(invitation: Invitation) -> Text:
    key = "invitation.single" if invitation.single_use else "invitation.many"
    name = Personal(invitation.name) if invitation.name else T("invitation.anyone")
    return T(key, role=_role(invitation), name=name, uses=invitation.uses, until=invitation.expires_at)


def _label(invitation: Invitation) -> Text | Personal:
    return Personal(invitation.name) if invitation.name else _role(invitation)


def _role(invitation: Invitation) -> Text:
    return invitations.role_of(invitation)


def _list_button() -> Button:
    return Button(T("members.invitations"), Tap("invitations"))
