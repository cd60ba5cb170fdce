"""A newcomer asks to join, or comes by an invitation; whoever is in says who they are with the same form."""

from typing import Any

from domain.access.member import OF_AGENCY, Role
from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.answer_types import Choice, Day, Files, Phone, Pick, Words
from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import TODAY, Compare, Equals, Expression, Not, OneOf, Selected, all_of
from handlers.core import form_filling
from handlers.core.navigation import elsewhere, menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.people import Invitation, JoinRequest, Person
from services.conversations import drafts
from services.directory import invitations, members, registration
from services.directory import welcome as welcoming
from services.directory.registration import Wish
from services.messaging import notices, privacy

HONORIFICS = ("mr", "ms", "mr_doctor", "ms_doctor", "mr_engineer", "ms_engineer", "cleric")
ROLES = (Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT, Role.HEAD, Role.FACILITATOR)
"""What one may ask to be; the others are only invited."""

GIVEN = "given"
"""Among the answers, the names of questions that an invitation or a membership has settled before the form begins."""


def _unless_given(name: str) -> Expression:
    return Not(Selected(GIVEN, name))


_OF_AGENCY = OneOf("role", tuple(role.value for role in sorted(OF_AGENCY)))
_WITH_LETTER = Equals("letter", "with")
_NOT_TO_COME = Constraint(Compare("letter_date", "<=", TODAY), "registration.letter_date.to_come")

FORM = Form(
    "registration",
    (
        Question("role", Choice(ROLES), when=_unless_given("role")),
        Question("agency", Pick("agencies", other=True), when=all_of(_unless_given("agency"), _OF_AGENCY)),
        Question("honorific", Choice(HONORIFICS)),
        Question("name", Words(200), personal=True),
        Question("post", Words(200)),
        Question("phone", Phone()),
        Question("letter", Choice(("with", "without")), when=_unless_given("letter")),
        Question("letter_number", Words(60), when=_WITH_LETTER),
        Question("letter_date", Day(), when=_WITH_LETTER, constraint=_NOT_TO_COME),
        Question("letter_files", Files(5), when=_WITH_LETTER),
    ),
)
JOIN_WORD = "join"
"""The word of a link by which one registers without an invitation."""

PROFILE = "profile"
"""The subject of the form when it only says who one is."""


async def waiting(turn: Turn) -> Screen | None:
    """What whose request waits is told in the place of all that asks to register."""
    request = await registration.pending_of(turn.session, turn.member.person_id)
    return _waits(request) if request else None


async def welcome(turn: Turn) -> Screen:
    """What a stranger sees: the way in, or the request that waits."""
    if waits := await waiting(turn):
        return waits
    if not turn.personal_here:
        return _elsewhere(turn, JOIN_WORD)
    return Screen(
        T("registration.hello", office=turn.organisation.name), ((Button(T("registration.begin"), Tap("join")),),)
    )


async def join(turn: Turn, tap: Tap) -> Reply:
    """«ثبت‌نام»: also for someone who is in and wants to join for another agency. What was begun is carried on.

    «درخواست دوباره» names the request that was refused: what it said is there to be corrected.
    """
    if waits := await waiting(turn):
        return waits
    if turn.member.stranger and not turn.personal_here:
        return _elsewhere(turn, JOIN_WORD)
    begun = [
        one.subject for one in await drafts.of_person(turn.session, turn.member.person_id) if one.form == FORM.name
    ]
    subject = next((one for one in begun if one != PROFILE), "")
    refused = await registration.get(turn.session, tap.id) if tap.id else None
    said = _said(refused) if refused and refused.person_id == turn.member.person_id else {}
    return await form_filling.begin(turn, FORM, subject, answers={**await _known(turn), **said})


def _said(request: JoinRequest) -> dict[str, Any]:
    """What a request said and by whom, as answers of the form."""
    by = request.person
    said: dict[str, Any] = {"role": request.role.value, "name": by.name}
    said["phone"] = {"phone": by.phone, "verified": by.phone_verified}
    said["letter"] = "with" if request.letter else "without"
    if agency := request.agency.name if request.agency else request.agency_name:
        said["agency"] = {"id": request.agency_id or 0, "label": agency}
    if request.letter:
        said |= {f"letter_{name}": value for name, value in request.letter.items()}
    return said


async def by_link(turn: Turn, code: str) -> Reply:
    """The link of an invitation: of a single use, one is in; of many uses, one asks with the agency already chosen."""
    invitation = await invitations.opened(turn.session, code, turn.member.person_id, turn.now)
    if not invitation.single_use:
        return await _ask_by(turn, invitation)
    if await registration.pending_of(turn.session, turn.member.person_id):
        await registration.withdraw(turn.context, turn.member.person_id)
    held = await invitations.accept(turn.context, invitation, turn.member.person_id)
    turn.member = await members.reload(turn.session, turn.member)
    first = await welcoming.screen(turn.session, held)
    if held.person.name and held.person.phone_verified:
        return first
    return [first, await introduce(turn, Tap("profile"))]


async def introduce(turn: Turn, tap: Tap) -> Screen:
    """«مشخصات من»: who one is, as the secretariat sees it."""
    return await form_filling.begin(
        turn,
        FORM,
        PROFILE,
        answers={**await _known(turn), GIVEN: ["role", "agency", "letter"]},
        anew=tap.arg == "anew",
        heading=turn.voice.plain(T("registration.profile")),
    )


async def sent(turn: Turn, filled: Filled) -> Reply:
    """The form is whole: it introduces a member, or becomes a request that the secretariat decides."""
    answers = filled.answers
    await registration.introduce(
        turn.context,
        turn.member.person_id,
        title=turn.voice.plain(T(f"registration.honorific.{answers['honorific']}")),
        name=answers["name"],
        post=answers["post"],
        phone=answers["phone"],
    )
    if filled.subject == PROFILE:
        turn.member = await members.reload(turn.session, turn.member)
        return Screen(T("registration.introduced"), ((menu_button(),),))
    request = await registration.ask(turn.context, turn.member.person_id, _wish(filled))
    await notices.tell_secretaries(turn.context, notices.NoticeKind.REQUESTS)
    return _waits(request, "registration.sent")


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """The newcomer takes the request back."""
    await registration.withdraw(turn.context, turn.member.person_id)
    again = Button(T("registration.begin"), Tap("join"))
    return Screen(T("registration.withdrawn"), ((again,),))


async def _ask_by(turn: Turn, invitation: Invitation) -> Screen:
    if waits := await waiting(turn):
        return waits
    if turn.member.stranger and not turn.personal_here:
        return _elsewhere(turn, invitation.code)
    given = {"role": invitation.role.value, GIVEN: ["role"]}
    if invitation.agency:
        given[GIVEN] = ["role", "agency"]
    return await form_filling.begin(
        turn,
        FORM,
        f"invitation{invitation.id}",
        answers={**await _known(turn), **given},
        heading=turn.voice.plain(members.role_in(invitation.role, invitation.agency.name if invitation.agency else "")),
        invitation=invitation.id,
        role=invitation.role.value,
        agency=invitation.agency_id,
    )


def _wish(filled: Filled) -> Wish:
    answers, about = filled.answers, filled.about
    picked: dict[str, Any] = answers.get("agency", {"id": about.get("agency"), "label": ""})
    letter = None
    if answers["letter"] == "with":
        names = {"number": "letter_number", "date": "letter_date", "files": "letter_files"}
        letter = {name: answers[question] for name, question in names.items()}
    return Wish(
        Role(answers.get("role") or about["role"]),
        picked["id"] or None,
        "" if picked["id"] else picked["label"],
        about.get("invitation"),
        letter,
    )


async def _known(turn: Turn) -> dict[str, Any]:
    """The answers that are known of a person by now."""
    person: Person = await registration.person(turn.session, turn.member.person_id)
    shown = turn.incoming.name
    # Who never said a title has not said the name either: it is what the messenger shows.
    said = person.name != shown or person.title
    known: dict[str, Any] = {"name": person.name if said else "", "post": person.post}
    titles = {turn.voice.plain(T(f"registration.honorific.{one}")): one for one in HONORIFICS}
    known["honorific"] = titles.get(person.title, "")
    if person.phone and person.phone_verified:
        known["phone"] = {"phone": person.phone, "verified": True}
    return {name: value for name, value in known.items() if value}


def _elsewhere(turn: Turn, word: str) -> Screen:
    """Where the name and the number of a stranger are taken; there ``word`` begins the registration."""
    button = elsewhere(turn, "privacy.register", word)
    return Screen(T("privacy.ask_stranger", platform=privacy.elsewhere(turn.organisation)), ((button,),))


def _waits(request: JoinRequest, key: str = "registration.waits") -> Screen:
    role = members.role_in(request.role, request.agency.name if request.agency else request.agency_name)
    text = T(key, role=role, at=request.asked_at)
    return Screen(text, ((Button(T("registration.withdraw"), Tap("join.withdraw")),),))
