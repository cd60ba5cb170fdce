"""The list of representatives: put before the chair, approved or returned with words; then letters of membership."""

from __future__ import annotations

from collections.abc import Sequence

from domain.access import permissions
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.correspondence import made_before
from models.tables.correspondence import ListState, RepresentativeList
from models.tables.people import Membership
from services import audit
from services.correspondence import appointments, letter_fields, letters
from services.correspondence.appointments import ListDecided
from services.correspondence.letters import AlreadyMade
from services.directory import members
from services.errors import Refused
from texts.answer_summary import clip

RETURN = Form("nominees.return", (Question("words", Words(1500), personal=True),))
ROWS = 2 * PAGE
"""People on one message of the list, a line each."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show how far the list of representatives is («ابلاغیهٔ عضویت»)."""
    await turn.leave()
    return await _home(turn)


async def _home(turn: Turn, news: Text | None = None) -> Screen:
    people = await appointments.current(turn.session)
    last = await appointments.latest(turn.session)
    waiting = await appointments.waiting_for_letters(turn.session)
    lines: list[Text | Personal | str] = [*((news, "") if news else ()), T("nominees.title", count=len(people))]
    lines.append(
        T(f"nominees.state.{last.state}", at=last.decided_at or last.asked_at) if last else T("nominees.never")
    )
    if last and last.state is ListState.RETURNED:
        lines.append(T("nominees.words", words=Personal(clip(last.words, 1000), T("privacy.withheld"))))
    if unknown := len({membership.id for membership in people} - await appointments.approved(turn.session)):
        lines.append(T("nominees.unapproved", count=unknown))
    rows: list[tuple[Button, ...]] = []
    if waiting:
        rows.append((Button(T("nominees.make", count=len(waiting)), Tap("nominees.make")),))
    if people and not appointments.agreed(last, people):
        rows.append((Button(T("nominees.ask"), Tap("nominees.ask")),))
    if last:
        rows.append((Button(T("nominees.see"), Tap("nominees.list", last.id)),))
    return Screen(T("form.lines", lines=lines), (*rows, (Button(T("letters.back"), Tap("letters")),)))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Put the present representatives before the chair («فرستادن برای رئیس»)."""
    asked = await appointments.ask(turn.context)
    return await _home(turn, T("nominees.sent", count=len(asked.memberships)))


async def show_list(turn: Turn, tap: Tap) -> Reply:
    """Show a list, a page at a time; the chair decides on one that waits."""
    await turn.leave()
    asked = await appointments.get(turn.session, tap.id)
    await audit.note_reading(turn.context, "nominees", asked.id)
    return await _list_screen(turn, asked, tap.place)


async def _list_screen(turn: Turn, asked: RepresentativeList, first: int, news: Text | None = None) -> Screen:
    people = await appointments.those_of(turn.session, asked)
    lines: list[Text | Personal | str] = [*((news, "") if news else ()), T("nominees.list", count=len(people))]
    lines.append(T(f"nominees.state.{asked.state}", at=asked.decided_at or asked.asked_at))
    lines += ["", *_person_lines(people, first)]
    rows: list[tuple[Button, ...]] = []
    if pages := page_buttons_of(len(people), first, asked.id):
        rows.append(pages)
    if asked.state is ListState.ASKED and permissions.chairs(turn.member):
        rows.append(
            (
                Button(T("nominees.approve"), Tap("nominees.ok", asked.id)),
                Button(T("nominees.give_back"), Tap("nominees.back", asked.id)),
            )
        )
    if turn.member.secretary:
        if asked.state is ListState.APPROVED:
            shown = people[first : first + ROWS]
            letter_buttons = [
                Button(
                    T("nominees.letter", place=place),
                    Tap("nominees.letter", membership.id),
                )
                for place, membership in enumerate(shown, first + 1)
            ]
            rows += [tuple(letter_buttons[start : start + 4]) for start in range(0, len(letter_buttons), 4)]
            lines += ["", T("nominees.letter_hint")]
        rows.append((Button(T("nominees.home"), Tap("nominees")),))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def page_buttons_of(total: int, first: int, list_id: int) -> tuple[Button, ...]:
    """Return the buttons to the pages around one of a list of people."""
    # The pages of names are longer than those of buttons.
    row = []
    if first:
        row.append(Button(T("list.before"), Tap("nominees.list", list_id, arg=str(max(0, first - ROWS)))))
    if first + ROWS < total:
        row.append(Button(T("list.after"), Tap("nominees.list", list_id, arg=str(first + ROWS))))
    return tuple(row)


def _person_lines(people: Sequence[Membership], first: int) -> list[Text]:
    return [
        T(
            "nominees.row",
            place=place,
            name=Personal(
                clip(f"{membership.person.title} {membership.person.name}".strip(), 60), T("privacy.colleague")
            ),
            role=members.role_of(membership),
        )
        for place, membership in enumerate(people[first : first + ROWS], first + 1)
    ]


async def approve(turn: Turn, tap: Tap) -> Reply:
    """Approve the list; the secretariat is told («تأیید»)."""
    try:
        asked = await appointments.decide(turn.context, tap.id, ListState.APPROVED)
    except ListDecided as decided:
        return await _decided(turn, tap.id, decided)
    return await _list_screen(turn, asked, 0, T("nominees.approved"))


async def give_back(turn: Turn, tap: Tap) -> Reply:
    """Ask for the words that go back with the list («برگشت با توضیح»)."""
    asked = await appointments.get(turn.session, tap.id)
    if asked.state is not ListState.ASKED:
        return await _decided(turn, tap.id, ListDecided(asked))
    turn.fresh = True
    return await form_filling.begin(turn, RETURN, asked.id)


async def give_back_sent(turn: Turn, filled: Filled) -> Reply:
    """Return the list with the words."""
    try:
        asked = await appointments.decide(turn.context, filled.subject_id, ListState.RETURNED, filled.answers["words"])
    except ListDecided as decided:
        return await _decided(turn, filled.subject_id, decided)
    return await _list_screen(turn, asked, 0, T("nominees.returned"))


async def _decided(turn: Turn, list_id: int, decided: ListDecided) -> Screen:
    turn.came_late(decided)
    return await _list_screen(turn, await appointments.get(turn.session, list_id), 0, decided.text)


async def make(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the letter of everybody who is approved and has none."""
    return await _make(turn, await appointments.waiting_for_letters(turn.session))


async def make_one(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes one person's letter."""
    return await _make(turn, [await members.get(turn.session, tap.id)], known=tap.version)


async def _make(turn: Turn, people: Sequence[Membership], known: int = 0) -> Screen:
    drafts = await appointments.drafts(turn.context, people)
    if not drafts:
        raise Refused("nominees.all_made")
    archive = letter_fields.phrase("official_letter.membership.archive")
    turn.fresh = True
    try:
        await letters.make(turn.context, turn.incoming.chat, drafts, archive, known=known)
    except AlreadyMade as refused:
        # Of several people those who have no letter yet are found anew.
        again = Tap("nominees.make")
        if len(people) == 1:
            again = Tap("nominees.letter", people[0].id, made_before.newest(refused))
        return made_before.screen(refused, again)
    return Screen(T("letters.coming", count=len(drafts)))
