"""Requests to join, one by one: let in, refuse with a reason, or match an agency that is on no list."""

from typing import Any

from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from domain.forms.answer_types import Pick, Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.directory.members import back, letter, line
from models.people import JoinRequest
from services.directory import members, registration
from services.directory.registration import AlreadyHandled
from services.messaging import notices
from texts.answers import phone as phone_of

REFUSAL = Form("members.refusal", (Question("reason", Words(1000)),))
MATCH = Form("members.match", (Question("agency", Pick("agencies")),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """The oldest request that waits, or the next after the one shown."""
    await notices.seen(turn.context, notices.NoticeKind.REQUESTS, turn.member.person_id)
    request = await registration.next_waiting(turn.session, tap.id)
    if request is None:
        return Screen(T("members.no_requests"), ((back(),),))
    return await _shown(turn, request)


async def approve(turn: Turn, tap: Tap) -> Reply:
    """«پذیرش»."""
    try:
        request = await registration.pending(turn.session, tap.id)
    except AlreadyHandled as before:
        return _decided(turn, before)
    if request.version != tap.version:
        turn.toast = T("common.stale")
        return await _shown(turn, request)
    held = await registration.approve(turn.context, request)
    return _done(T("members.approved", name=members.called(held.person), role=members.role_of(held)), request)


async def refuse(turn: Turn, tap: Tap) -> Reply:
    """«رد»: asks for the reason, which the person is told."""
    try:
        request = await registration.pending(turn.session, tap.id)
    except AlreadyHandled as before:
        return _decided(turn, before)
    return await form_filling.begin(turn, REFUSAL, request.id, heading=members.called(request.person))


async def refused(turn: Turn, filled: Filled) -> Reply:
    """The reason is there: the person is told."""
    try:
        request = await registration.pending(turn.session, filled.subject_id)
    except AlreadyHandled as before:
        return _decided(turn, before)
    await registration.refuse(turn.context, request, filled.answers["reason"])
    return _done(T("members.refused", name=members.called(request.person)), request)


async def match(turn: Turn, tap: Tap) -> Reply:
    """The agency is on the list after all, under another name."""
    try:
        request = await registration.pending(turn.session, tap.id)
    except AlreadyHandled as before:
        return _decided(turn, before)
    return await form_filling.begin(turn, MATCH, request.id, heading=request.agency_name)


async def matched(turn: Turn, filled: Filled) -> Reply:
    """The request is for that agency now."""
    try:
        request = await registration.pending(turn.session, filled.subject_id)
    except AlreadyHandled as before:
        return _decided(turn, before)
    await registration.match(turn.session, request, filled.answers["agency"]["id"])
    return await _shown(turn, await registration.get(turn.session, request.id))


async def _shown(turn: Turn, request: JoinRequest) -> list[Screen]:
    agency = request.agency.name if request.agency else request.agency_name
    waiting = await notices.waiting(turn.session, notices.NoticeKind.REQUESTS)
    lines: list[Text | str] = [
        T("members.request_head", waiting=waiting),
        "",
        T("members.person", name=members.called(request.person), role=members.role_in(request.role, agency)),
        T("members.post", post=request.person.post or T("form.none")),
        T("members.phone", phone=phone_of(request.person.phone, request.person.phone_verified)),
        letter(request.letter) if request.letter else T("members.no_letter"),
        T("members.asked_at", at=request.asked_at),
    ]
    if request.invitation_id:
        lines.append(T("members.by_invitation"))
    if request.agency_name and request.agency is None:
        lines += ["", T("members.unlisted", agency=request.agency_name)]
    elif request.agency:
        there = await members.of_agency(turn.session, request.agency.id)
        lines += ["", T("members.there"), *map(line, there[:PAGE])] if there else ["", T("members.nobody_there")]
    attached: list[dict[str, Any]] = request.letter["files"] if request.letter else []
    files = [Screen(T("members.letter_file"), file=_file(one)) for one in attached]
    return [Screen(T("members.lines", lines=lines), _choices(request, more=waiting > 1)), *files]


def _choices(request: JoinRequest, *, more: bool) -> Rows:
    unlisted = request.agency is None and bool(request.agency_name)
    approve_label = T("members.approve_and_add") if unlisted else T("members.approve")
    rows = [(Button(approve_label, Tap("request.ok", request.id, request.version)),)]
    if unlisted:
        rows.append((Button(T("members.match_one"), Tap("request.match", request.id, request.version)),))
    last = [Button(T("members.refuse"), Tap("request.no", request.id, request.version))]
    if more:
        last.append(Button(T("members.next"), Tap("requests", request.id)))
    return (*rows, tuple(last), (back(),))


def _decided(turn: Turn, before: AlreadyHandled) -> Screen:
    """The verdict and whose it is, for a second secretary."""
    request = before.request
    turn.toast = before.text
    name = members.called(request.person)
    if request.decider is None:
        return _done(T("members.verdict_withdrawn", name=name), request)
    by, at = members.called(request.decider), request.decided_at
    return _done(T(f"members.verdict_{request.state}", name=name, by=by, at=at), request)


def _done(text: Text, request: JoinRequest) -> Screen:
    return Screen(text, ((Button(T("members.next"), Tap("requests", request.id)),), (back(),)))


def _file(kept: dict[str, Any]) -> File:
    return File(kept["hash"], kept["name"], kept["kind"])
