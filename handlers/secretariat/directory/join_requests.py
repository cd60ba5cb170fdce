"""Requests to join, one by one: approve, refuse with a reason, or match an agency that is on no list."""

from typing import Any

from domain.access.member import Role
from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.directory.members import back_button, letter_line, member_line
from models.tables.people import JoinRequest
from services import audit
from services.directory import members, neighbourhoods, registration, welcome
from services.directory.registration import AlreadyHandled, RequestChanged
from services.messaging import secretary_notices
from texts.answer_summary import enumerated
from texts.answer_summary import phone as phone_of

REFUSAL = Form("members.refusal", (Question("reason", Words(1000)),))
MATCH = Form("members.match", (Question("agency", Pick("agencies")),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the oldest request that waits, or the next after the one shown."""
    await secretary_notices.seen(turn.context, secretary_notices.NoticeKind.REQUESTS, turn.member.person_id)
    request = await registration.next_waiting(turn.session, tap.id)
    if request is None:
        return Screen(T("members.no_requests"), ((back_button(),),))
    await audit.note_reading(turn.context, "requests")
    return await _request_screens(turn, request)


async def approve(turn: Turn, tap: Tap) -> Reply:
    """Approve the request («پذیرش»)."""
    try:
        membership = await registration.approve(turn.context, tap.id, tap.version)
    except AlreadyHandled as handled:
        return await _verdict_screen(turn, handled)
    except RequestChanged as changed:
        turn.toast = changed.text
        return await _request_screens(turn, changed.request)
    role = await welcome.role_of(turn.session, membership)
    return await _next_screen(
        turn, T("members.approved", name=members.formal_name(membership.person), role=role), tap.id
    )


async def refuse(turn: Turn, tap: Tap) -> Reply:
    """Ask for the reason of the refusal, which the person is told («رد»)."""
    try:
        request = await registration.pending(turn.session, tap.id)
    except AlreadyHandled as handled:
        return await _verdict_screen(turn, handled)
    return await form_filling.begin(turn, REFUSAL, request.id, heading=members.formal_name(request.person))


async def refuse_sent(turn: Turn, filled: Filled) -> Reply:
    """Refuse the request with the reason, and tell the person («ارسال»)."""
    try:
        request = await registration.refuse(turn.context, filled.subject_id, filled.answers["reason"])
    except AlreadyHandled as handled:
        return await _verdict_screen(turn, handled)
    return await _next_screen(turn, T("members.refused", name=members.formal_name(request.person)), request.id)


async def match(turn: Turn, tap: Tap) -> Reply:
    """Ask which listed agency the request means by another name."""
    try:
        request = await registration.pending(turn.session, tap.id)
    except AlreadyHandled as handled:
        return await _verdict_screen(turn, handled)
    return await form_filling.begin(turn, MATCH, request.id, heading=request.agency_name)


async def match_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the agency of the request, and show the request again."""
    try:
        request = await registration.match(turn.context, filled.subject_id, filled.answers["agency"]["id"])
    except AlreadyHandled as handled:
        return await _verdict_screen(turn, handled)
    return await _request_screens(turn, request)


async def _request_screens(turn: Turn, request: JoinRequest) -> list[Screen]:
    agency = request.agency.name if request.agency else request.agency_name
    waiting = await secretary_notices.waiting(turn.session, secretary_notices.NoticeKind.REQUESTS)
    others = await members.others_of_phone(turn.session, request.person)
    lines: list[Text | str] = [
        T("members.request_head", waiting=waiting),
        "",
        T("members.person", name=members.formal_name(request.person), role=members.role_in(request.role, agency)),
        T("members.post", post=request.person.post or T("form.none")),
        T("members.phone", phone=phone_of(request.person.phone, request.person.phone_verified)),
        *[T("members.phone_of_other", name=members.formal_name(other)) for other in others],
        letter_line(request.letter) if request.letter else T("members.no_letter"),
        T("members.asked_at", at=request.asked_at),
    ]
    if request.role is Role.FACILITATOR:
        places = [name for _, name in await neighbourhoods.named_of(turn.session, request.neighbourhoods)]
        lines.append(T("members.places", names=enumerated(places, 600)) if places else T("members.no_places"))
    if request.invitation_id:
        lines.append(T("members.by_invitation"))
    if request.unlisted:
        lines += ["", T("members.unlisted", agency=request.agency_name)]
    elif request.agency:
        colleagues = await members.of_agency(turn.session, request.agency.id)
        lines += ["", T("members.there" if colleagues else "members.nobody_there")]
        lines += map(member_line, colleagues[:PAGE])
    attached: list[dict[str, Any]] = request.letter["files"] if request.letter else []
    files = [Screen(T("members.letter_file"), file=_file(file)) for file in attached]
    return [Screen(T("members.lines", lines=lines), _choices(request, more=waiting > 1)), *files]


def _choices(request: JoinRequest, *, more: bool) -> Rows:
    approve_label = T("members.approve_and_add") if request.unlisted else T("members.approve")
    rows = [(Button(approve_label, Tap("request.ok", request.id, request.version)),)]
    if request.unlisted:
        rows.append((Button(T("members.match_one"), Tap("request.match", request.id, request.version)),))
    last = [Button(T("members.refuse"), Tap("request.no", request.id, request.version))]
    if more:
        last.append(Button(T("members.next"), Tap("requests", request.id)))
    many = [(Button(T("lists.let_in_many"), Tap("many", arg="let_in")), list_sheet.button("requests"))] if more else []
    return (*rows, tuple(last), *many, (back_button(),))


async def _verdict_screen(turn: Turn, handled: AlreadyHandled) -> Screen:
    """Show a second secretary the verdict, and the name of the first."""
    request = handled.request
    turn.came_late(handled)
    name = members.formal_name(request.person)
    if request.decider is None:
        return await _next_screen(turn, T("members.verdict_withdrawn", name=name), request.id)
    decider, at = members.formal_name(request.decider), request.decided_at
    verdict = T(f"members.verdict_{request.state}", name=name, by=decider, at=at)
    return await _next_screen(turn, verdict, request.id)


async def _next_screen(turn: Turn, text: Text, request_id: int) -> Screen:
    """Return what became of a request, with the button to the next where one waits."""
    waits = await secretary_notices.waiting(turn.session, secretary_notices.NoticeKind.REQUESTS)
    onward = ((Button(T("members.next"), Tap("requests", request_id)),),) if waits else ()
    return Screen(text, (*onward, (back_button(),)))


def _file(stored: dict[str, Any]) -> File:
    return File(stored["hash"], stored["name"], stored["kind"])
