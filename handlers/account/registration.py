"""Registration: newcomers ask to join or accept an invitation, and members correct their profile by the same form."""

from typing import Any

from domain.access.member import OF_LISTED, Role
from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import Expression, all_of, one_of
from domain.forms.types.answer_types import Choice, Day, Phone, Pick, Picks, Words
from domain.forms.types.letter_types import LetterNumber, Paper
from handlers.core.forms import form_filling
from handlers.core.navigation import elsewhere, menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.people import Invitation, JoinRequest, Person
from services.conversations import drafts
from services.directory import invitations, members, neighbourhoods, registration
from services.directory import welcome as welcoming
from services.directory.registration import RequestedRole
from services.messaging import privacy, secretary_notices

HONORIFICS = ("mr", "ms", "mr_doctor", "ms_doctor", "mr_engineer", "ms_engineer", "cleric")
ROLES = (Role.REPRESENTATIVE, Role.DEPUTY, Role.CONTACT, Role.HEAD, Role.FACILITATOR)
"""The roles that a newcomer may ask for; the others are only given by invitation."""

PREFILLED = "given"
"""The answer that names the questions already answered by an invitation or a membership, which are not asked."""


def _unless_prefilled(name: str) -> Expression:
    return Expression(f"not(selected({PREFILLED}, '{name}'))")


_OF_AGENCY = one_of("role", tuple(role.value for role in sorted(OF_LISTED)))
_FACILITATES = all_of(_unless_prefilled("places"), Expression(f"role = '{Role.FACILITATOR.value}'"))
_WITH_LETTER = Expression("letter = 'with'")
_NOT_TO_COME = Constraint(Expression("letter_date <= today()"), "registration.letter_date.to_come")

FORM = Form(
    "registration",
    (
        Question("role", Choice(ROLES), when=_unless_prefilled("role")),
        Question("agency", Pick("agencies", other=True), when=all_of(_unless_prefilled("agency"), _OF_AGENCY)),
        Question("places", Picks("neighbourhoods"), required=False, when=_FACILITATES),
        Question("honorific", Choice(HONORIFICS)),
        Question("name", Words(200), personal=True),
        Question("post", Words(200)),
        Question("phone", Phone()),
        Question("letter", Choice(("with", "without")), when=_unless_prefilled("letter")),
        Question("letter_number", LetterNumber(60), when=_WITH_LETTER),
        Question("letter_date", Day(), when=_WITH_LETTER, constraint=_NOT_TO_COME),
        Question("letter_files", Paper(5), when=_WITH_LETTER),
    ),
)
JOIN_WORD = "join"
"""The word of the link that opens the registration without an invitation."""

PROFILE = "profile"
"""The subject of the form when it only changes the profile."""


async def waiting(turn: Turn) -> Screen | None:
    """Return the screen of the request that waits for a decision, None without one."""
    request = await registration.pending_of(turn.session, turn.member.person_id)
    return _waiting_screen(request) if request else None


async def welcome(turn: Turn) -> Screen:
    """Show a stranger the button to register, or the request that waits."""
    if waiting_screen := await waiting(turn):
        return waiting_screen
    if not turn.personal_here:
        return _elsewhere(turn, JOIN_WORD)
    return Screen(
        T("registration.hello", office=turn.organisation.name), ((Button(T("registration.begin"), Tap("join")),),)
    )


async def join(turn: Turn, tap: Tap) -> Reply:
    """Open the registration, also for another agency of a member («ثبت‌نام»); a draft is carried on.

    «درخواست دوباره» names the refused request, whose answers are there to be corrected.
    """
    if waiting_screen := await waiting(turn):
        return waiting_screen
    if turn.member.stranger and not turn.personal_here:
        return _elsewhere(turn, JOIN_WORD)
    begun = await drafts.of_person(turn.session, turn.member.person_id, FORM.name)
    subject = next((draft.subject for draft in begun if draft.subject != PROFILE), "")
    refused = await registration.get(turn.session, tap.id) if tap.id else None
    request_answers = await _answers_of(turn, refused) if refused and refused.person_id == turn.member.person_id else {}
    known = {**await _known_answers(turn), PREFILLED: await _without_choice(turn)}
    return await form_filling.begin(turn, FORM, subject, answers={**known, **request_answers})


async def _without_choice(turn: Turn) -> list[str]:
    """Return the questions of which there is nothing to choose yet."""
    count, _ = await neighbourhoods.counts(turn.session)
    return [] if count else ["places"]


async def _answers_of(turn: Turn, request: JoinRequest) -> dict[str, Any]:
    """Return a request and its sender's profile as answers of the form."""
    places = await neighbourhoods.named_of(turn.session, request.neighbourhoods)
    person = request.person
    answers: dict[str, Any] = {"role": request.role.value, "name": person.name}
    answers["phone"] = {"phone": person.phone, "verified": person.phone_verified}
    answers["letter"] = "with" if request.letter else "without"
    if agency := request.agency.name if request.agency else request.agency_name:
        answers["agency"] = {"id": request.agency_id or 0, "label": agency}
    if request.neighbourhoods:
        answers["places"] = [{"id": row.id, "label": row.name} for row in places]
    if request.letter:
        answers |= {f"letter_{name}": value for name, value in request.letter.items()}
    return answers


async def open_invitation(turn: Turn, code: str) -> Reply:
    """Open an invitation by its link: a single-use one admits at once, any other opens a request to join."""
    invitation = await invitations.opened(turn.session, code, turn.member.person_id, turn.now)
    if not invitation.single_use:
        return await _begin_by_invitation(turn, invitation)
    if await registration.pending_of(turn.session, turn.member.person_id):
        await registration.withdraw(turn.context, turn.member.person_id)
    membership = await invitations.accept(turn.context, invitation, turn.member.person_id)
    turn.member = await members.reload(turn.session, turn.member)
    first = await welcoming.screen(turn.session, membership, turn.today)
    if membership.person.name and membership.person.phone_verified:
        return first
    return [first, await edit_profile(turn, Tap("profile", arg="welcome"))]


async def edit_profile(turn: Turn, tap: Tap) -> Screen:
    """Open the form of the person's own profile («مشخصات من»)."""
    return await form_filling.begin(
        turn,
        FORM,
        PROFILE,
        answers={**await _known_answers(turn), PREFILLED: ["role", "agency", "letter"]},
        anew=tap.arg == "anew",
        kept=tap.arg == "welcome",
        heading=turn.voice.plain(T("registration.profile")),
        records=True,
    )


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the profile, and unless it was only that, send the request to the secretariat («ارسال»)."""
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
    await secretary_notices.tell_secretaries(turn.context, secretary_notices.NoticeKind.REQUESTS)
    return _waiting_screen(request, "registration.sent")


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw the newcomer's request."""
    await registration.withdraw(turn.context, turn.member.person_id)
    again = Button(T("registration.begin"), Tap("join"))
    return Screen(T("registration.withdrawn"), ((again,),))


async def _begin_by_invitation(turn: Turn, invitation: Invitation) -> Screen:
    if waiting_screen := await waiting(turn):
        return waiting_screen
    if turn.member.stranger and not turn.personal_here:
        return _elsewhere(turn, invitation.code)
    given = ["role", *await _without_choice(turn)]
    if invitation.agency:
        given.append("agency")
    if invitation.role is Role.OUTSIDE:
        given.append("letter")
    prefilled: dict[str, Any] = {"role": invitation.role.value, PREFILLED: given}
    if places := await neighbourhoods.named_of(turn.session, invitation.details.get("neighbourhoods", [])):
        prefilled["places"] = [{"id": row.id, "label": row.name} for row in places]
    return await form_filling.begin(
        turn,
        FORM,
        f"invitation{invitation.id}",
        answers={**await _known_answers(turn), **prefilled},
        heading=turn.voice.plain(invitations.role_of(invitation)),
        invitation=invitation.id,
        role=invitation.role.value,
        agency=invitation.agency_id,
        body=invitations.place_of(invitation) if invitation.role is Role.OUTSIDE else "",
    )


def _wish(filled: Filled) -> RequestedRole:
    answers, about = filled.answers, filled.about
    picked: dict[str, Any] = answers.get("agency", {"id": about.get("agency"), "label": about.get("body", "")})
    letter = None
    if answers.get("letter") == "with":
        names = {"number": "letter_number", "date": "letter_date", "files": "letter_files"}
        letter = {name: answers[question] for name, question in names.items()}
    return RequestedRole(
        Role(answers.get("role") or about["role"]),
        picked["id"] or None,
        "" if picked["id"] else picked["label"],
        tuple(row["id"] for row in answers.get("places", ())),
        invitation_id=about.get("invitation"),
        letter=letter,
    )


async def _known_answers(turn: Turn) -> dict[str, Any]:
    """Return the answers that the person gave earlier."""
    person: Person = await registration.person(turn.session, turn.member.person_id)
    shown = turn.incoming.name
    # Someone without a title has not given a name either: the name kept is the one that the messenger shows.
    named = person.name != shown or person.title
    known: dict[str, Any] = {"name": person.name if named else "", "post": person.post}
    titles = {turn.voice.plain(T(f"registration.honorific.{honorific}")): honorific for honorific in HONORIFICS}
    known["honorific"] = titles.get(person.title, "")
    if person.phone and person.phone_verified:
        known["phone"] = {"phone": person.phone, "verified": True}
    return {name: value for name, value in known.items() if value}


def _elsewhere(turn: Turn, word: str) -> Screen:
    """Send a stranger to a platform that may take names and numbers, where ``word`` begins the registration."""
    button = elsewhere(turn, "privacy.register", word)
    return Screen(T("privacy.ask_stranger", platform=privacy.elsewhere(turn.organisation)), ((button,),))


def _waiting_screen(request: JoinRequest, key: str = "registration.waits") -> Screen:
    role = members.role_in(request.role, request.agency.name if request.agency else request.agency_name)
    text = T(key, role=role, at=request.asked_at)
    return Screen(text, ((Button(T("registration.withdraw"), Tap("join.withdraw")),),))
