"""Several of a list at once by ticks: answers accepted, time granted, members let in; and one of a list by its name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Pick, Picks
from domain.persian.search import Named, matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.correspondence import calls
from handlers.secretariat.followup import review, status_cards
from handlers.secretariat.followup.status import Place
from handlers.secretariat.obligations import extensions
from models.tables.meetings import Submission, SubmissionKind, Verdict
from models.tables.people import JoinRequest
from services.directory import members, neighbourhoods, registration
from services.directory.registration import RequestChanged
from services.errors import AlreadyDecided, Refused
from services.submissions import extension_requests, reviews, submissions
from texts import wording
from texts.answer_summary import clip, enumerated

ACCEPT = Form(
    "lists.accept", (Question("which", Picks("lists.reviews")),), finish=Finish.RECORD, makes="lists.do_accept"
)
GRANT = Form(
    "lists.grant", (Question("which", Picks("lists.extensions")),), finish=Finish.RECORD, makes="lists.do_grant"
)
LET_IN = Form(
    "lists.let_in",
    (Question("which", Picks("lists.requests"), personal=True),),
    finish=Finish.RECORD,
    makes="lists.do_let_in",
)
OPEN_REVIEW = Form("lists.open_review", (Question("which", Pick("lists.all_reviews")),), at_once=True)
OPEN_EXTENSION = Form("lists.open_extension", (Question("which", Pick("lists.extensions")),), at_once=True)
FIND_STATUS = Form("lists.find_status", (Question("agency", Pick("agencies")),), at_once=True)
FIND_CALL = Form("lists.find_call", (Question("agency", Pick("agencies")),), at_once=True)

FORMS = {form.name.partition(".")[2]: form for form in (ACCEPT, GRANT, LET_IN, OPEN_REVIEW, OPEN_EXTENSION, FIND_CALL)}
LABEL = 60
"""Characters of a row in a list of ticks."""
LONGER_LABEL = 140
"""Characters of a row that names places besides."""
VERSIONS = 10_000
"""The versions of one request that a tick tells apart."""
DONE = "done"
"""The status of a report of which nothing is left to do."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the ticks or the choice that a button names, below the list that has it."""
    form = FORMS.get(tap.arg)
    if form is None:
        raise Refused("common.stale")
    turn.fresh = True
    return await form_filling.begin(turn, form, anew=True)


async def ask_status(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency whose status is shown («جست‌وجوی دستگاه»)."""
    turn.fresh = True
    return await form_filling.begin(turn, FIND_STATUS, anew=True)


async def reviews_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the answers that may be accepted together: those that say «not ours» are decided one by one."""
    waiting = await reviews.all_waiting(turn.session)
    return _page(turn, [one for one in waiting if one.kind is not SubmissionKind.NOT_APPLICABLE], search, offset)


async def all_reviews_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List all answers that wait for a review."""
    return _page(turn, await reviews.all_waiting(turn.session), search, offset)


def _page(turn: Turn, waiting: Sequence[Submission], search: str, offset: int) -> Listing:
    rows = [Named(one.id, _submission_label(turn, one)) for one in waiting]
    return page_of(found(rows, search), offset)


def _submission_label(turn: Turn, submission: Submission) -> str:
    what = wording.submission_kind(submission.kind, submission.form)
    title = submissions.title_of(submission.obligation)
    label = T("lists.row", agency=clip(submission.agency.name, 30), title=title, what=what)
    return clip(turn.voice.plain(label), LABEL)


async def extensions_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the requests for more time that wait for a decision."""
    rows = []
    for one in await extension_requests.all_waiting(turn.session):
        title = submissions.title_of(one.obligation)
        label = T("lists.row_until", agency=clip(one.obligation.agency.name, 30), title=title, until=one.until)
        rows.append(Named(one.id, clip(turn.voice.plain(label), LABEL)))
    return page_of(found(rows, search), offset)


async def requests_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the requests to join of listed agencies: where the agency is new, it is looked at first.

    A row is a request in its version, so that a tick approves what was seen and nothing that was asked for since.
    """
    waiting = [one for one in await registration.all_pending(turn.session) if not one.unlisted]
    asked = {number for one in waiting for number in one.neighbourhoods}
    places = dict(await neighbourhoods.named_of(turn.session, asked))
    rows = [
        Named(
            one.id * VERSIONS + one.version % VERSIONS,
            clip(turn.voice.plain(_request_label(one, places)), LONGER_LABEL if one.neighbourhoods else LABEL),
        )
        for one in waiting
    ]
    return page_of(found(rows, search), offset)


def _request_label(request: JoinRequest, places: Mapping[int, str]) -> Text:
    agency = request.agency.name if request.agency else request.agency_name
    name, role = members.formal_name(request.person), members.role_in(request.role, agency)
    if not request.neighbourhoods:
        return T("lists.row_person", name=name, role=role)
    asked = [places[number] for number in request.neighbourhoods if number in places]
    return T("lists.row_places", name=name, role=role, count=len(asked), places=enumerated(asked, LABEL))


def found(rows: list[Named], search: str) -> list[Named]:
    """Return the rows that a search finds; all of them without one."""
    return matching([(row.id, row.name, ()) for row in rows], search) if search else rows


async def accept(turn: Turn, filled: Filled) -> Reply:
    """Accept the ticked answers; the obligation of a report of unfinished work stays open («پذیرش»)."""

    async def one(number: int) -> None:
        submission = await submissions.get(turn.session, number)
        unfinished = submission.answers.get("status", DONE) != DONE
        await reviews.accept(turn.context, turn.member, number, keep_open=unfinished)

    return await each(turn, filled, one, "accepted", Button(T("review.next"), Tap("review")))


async def grant(turn: Turn, filled: Filled) -> Reply:
    """Grant the ticked requests until the days that were asked for («موافقت»)."""

    async def one(number: int) -> None:
        await extension_requests.grant(turn.context, number)

    return await each(turn, filled, one, "granted", Button(T("review.next"), Tap("extensions")))


async def let_in(turn: Turn, filled: Filled) -> Reply:
    """Approve the ticked requests to join («پذیرش»); one that was changed since its tick waits."""

    async def one(number: int) -> None:
        number, version = divmod(number, VERSIONS)
        try:
            request = await registration.pending(turn.session, number)
            if request.version % VERSIONS != version:
                raise RequestChanged(request)
            await registration.approve(turn.context, number, request.version)
        except RequestChanged as changed:
            raise Refused("lists.request_changed") from changed

    return await each(turn, filled, one, "let_in_done", Button(T("members.next"), Tap("requests")), personal=True)


async def each(
    turn: Turn,
    filled: Filled,
    decide: Callable[[int], Awaitable[None]],
    done: str,
    onward: Button,
    *,
    personal: bool = False,
) -> Screen:
    """Decide on each that was ticked; one that a colleague decided, or that cannot be, is told with its reason.

    With ``personal`` the rows name people.
    """
    count, refusals = 0, []
    for row in filled.answers["which"]:
        try:
            async with turn.session.begin_nested():
                await decide(row["id"])
            count += 1
        except Refused as refused:
            label = Personal(row["label"]) if personal else row["label"]
            corrected = isinstance(refused, AlreadyDecided) and refused.state is Verdict.REPLACED
            why = T("lists.corrected") if corrected else refused.text
            refusals.append(T("lists.not_done", row=label, why=why))
    lines = [T(f"lists.{done}", count=count), *(["", *refusals] if refusals else [])]
    return Screen(T("form.lines", lines=lines), ((onward, menu_button()),))


async def open_review(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen answer; the next one that waits, when a colleague has reviewed it meanwhile."""
    return await review.show_next(turn, Tap("review.next", filled.answers["which"]["id"] - 1))


async def open_extension(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen request for more time."""
    return await extensions.show_below(turn, Tap("extensions", filled.answers["which"]["id"] - 1))


async def find_status(turn: Turn, filled: Filled) -> Reply:
    """Show the status of the chosen agency."""
    return await status_cards.show_agency(turn, Place().tap("status.agency", filled.answers["agency"]["id"]))


async def find_call(turn: Turn, filled: Filled) -> Reply:
    """Show the call to the chosen agency."""
    return await calls.show_one(turn, Tap("call", filled.answers["agency"]["id"]))
