"""Letters of the secretariat («نامه‌ها»): what can be made, one agency's follow-up letter, or those of all late ones."""

from __future__ import annotations

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text, row_number
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.correspondence import made_before
from models.tables.correspondence import LetterKind
from services.correspondence import follow_up, letter_fields, letters
from services.correspondence.follow_up import Plan
from services.correspondence.letters import LAST_ORDINAL, AlreadyMade
from texts.answer_summary import clip

PICK = Form("letters.pick", (Question("agency", Pick("letters.agencies")),), at_once=True)
SIGNATORY = Form(
    "letters.signatory", (Question("name", Words(100), personal=True), Question("post", Words(150))), at_once=True
)
MOST = 20
"""Names of late agencies on one message; the rest is a number."""
OVERDUE_ONLY = "late"
REST = "rest"
SHORT = 100
MOST_ITEMS = 12


async def show(turn: Turn) -> Reply:
    """Show the letters that can be made (/letters)."""
    return await _home(turn)


async def show_below(turn: Turn, tap: Tap) -> Reply:
    """Show the letters that can be made, below the message whose button was tapped."""
    await turn.leave()
    return await _home(turn)


async def _home(turn: Turn, news: Text | None = None) -> Screen:
    late = await follow_up.late(turn.session, turn.today)
    waiting = await letters.count_unsent(turn.session)
    name, post = await letter_fields.signatory(turn.session)
    lines: list[Text | Personal | str] = [*((news, "") if news else ()), T("letters.title"), ""]
    lines.append(T("letters.late", count=len(late)) if late else T("letters.nobody_late"))
    if waiting:
        lines.append(T("letters.waiting", count=waiting))
    lines.append(
        T("letters.signed_by", name=Personal(name, T("privacy.withheld")), post=post) if name else T("letters.unsigned")
    )
    rows: list[tuple[Button, ...]] = [(Button(T("letters.for_one"), Tap("letters.pick")),)]
    if late:
        rows.append((Button(T("letters.for_late", count=len(late)), Tap("letters.late")),))
    if waiting:
        rows.append((Button(T("letters.unsent_button", count=waiting), Tap("letters.unsent")),))
    rows += [
        (Button(T("letters.sent_list"), Tap("letters.sent")),),
        (Button(T("letters.notices"), Tap("notices")), Button(T("letters.memberships"), Tap("nominees"))),
        (
            Button(T("letters.signatory_button"), Tap("letters.signatory")),
            Button(T("templates.button"), Tap("templates")),
        ),
        (menu_button(),),
    ]
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def ask_agency(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency whose letter is to be made."""
    return await form_filling.begin(turn, PICK, anew=True)


async def agency_picked(turn: Turn, filled: Filled) -> Reply:
    """Show the letter of the picked agency before it is made."""
    return _plan_screen(turn, await follow_up.plan(turn.context, filled.answers["agency"]["id"]), 0, overdue_only=False)


async def owing(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies that owe something, and that letters go to."""
    return page_of(await follow_up.owing(turn.session, search), offset)


async def plan(turn: Turn, tap: Tap) -> Reply:
    """Show one agency's letter before it is made; buttons choose the reminder and the items."""
    overdue_only = tap.arg == OVERDUE_ONLY
    planned = await follow_up.plan(turn.context, tap.id, overdue_only=overdue_only)
    return _plan_screen(turn, planned, tap.version, overdue_only=overdue_only)


def _plan_screen(turn: Turn, planned: Plan, chosen: int, *, overdue_only: bool) -> Screen:
    ordinal = chosen if 1 <= chosen <= LAST_ORDINAL else planned.ordinal
    overdue = planned.overdue(turn.today)
    lines: list[Text | str] = [
        T("letters.plan", agency=planned.agency),
        T("letters.counts", count=len(planned.items), overdue=overdue),
        T("letters.ordinal_is", ordinal=T(f"letters.ordinal.{ordinal}")),
        "",
    ]
    lines += [
        T("letters.item", title=view.title(planned.items), text=clip(" ".join(view.text.split()), SHORT))
        for view in planned.items[:MOST_ITEMS]
    ]
    if len(planned.items) > MOST_ITEMS:
        lines.append(T("letters.more", count=len(planned.items) - MOST_ITEMS))
    if planned.unsent:
        lines += ["", T("letters.unsent_before", count=len(planned.unsent)), *made_before.lines(planned.unsent)]
    if planned.earlier:
        lines += ["", T("letters.earlier"), *map(letters.line, planned.earlier[-3:])]
    arg = OVERDUE_ONLY if overdue_only else ""

    def to(number: int, scope: str) -> Tap:
        return Tap("letters.plan", planned.agency_id, number, scope)

    ordinals = tuple(
        Button(T(f"letters.{'chosen' if number == ordinal else 'other'}", ordinal=name), to(number, arg))
        for number, name in ((number, T(f"letters.ordinal.{number}")) for number in range(1, LAST_ORDINAL + 1))
    )
    rows = [ordinals]
    if overdue_only:
        rows.append((Button(T("letters.all_items"), to(ordinal, "")),))
    elif 0 < overdue < len(planned.items):
        rows.append((Button(T("letters.overdue_items", count=overdue), to(ordinal, OVERDUE_ONLY)),))
    make_tap = Tap("letters.make", planned.agency_id, ordinal, f"{arg}.{planned.newest}")
    rows.append((Button(T("letters.make_another" if planned.unsent else "letters.make"), make_tap),))
    rows.append((Button(T("letters.back"), Tap("letters")),))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def make(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes one agency's letter; one that was made since the screen was shown is told first."""
    scope, _, newest = tap.arg.partition(".")
    planned = await follow_up.plan(turn.context, tap.id, overdue_only=scope == OVERDUE_ONLY)
    ordinal = tap.version if 1 <= tap.version <= LAST_ORDINAL else planned.ordinal
    drafts = [await follow_up.draft(turn.context, planned, ordinal)]
    try:
        await letters.make(turn.context, turn.incoming.chat, drafts, "", known=row_number(newest))
    except AlreadyMade as refused:
        again = Tap("letters.make", tap.id, tap.version, f"{scope}.{made_before.newest(refused)}")
        return made_before.screen(refused, again)
    return Screen(T("letters.coming", count=1))


async def confirm_late(turn: Turn, tap: Tap) -> Reply:
    """Name the late agencies before a letter for each is made."""
    late = await follow_up.late(turn.session, turn.today)
    if not late:
        return Screen(T("letters.nobody_late"), ((Button(T("letters.back"), Tap("letters")),),))
    lines: list[Text | str] = [T("letters.late_head", count=len(late)), ""]
    for place, views in enumerate(list(late.values())[:MOST], 1):
        days = (turn.today - views[0].due).days if views[0].due else 0
        lines.append(T("letters.late_row", place=place, agency=clip(views[0].agency, 80), count=len(views), days=days))
    if len(late) > MOST:
        lines.append(T("letters.more", count=len(late) - MOST))
    lines += ["", T("letters.late_next")]
    made = await letters.made(turn.session, LetterKind.FOLLOW_UP, late)
    newest = made[-1].id if made else 0
    unsent = [letter for letter in made if not letter.number]
    rest = len(late.keys() - {letter.agency_id for letter in unsent})
    rows = [(Button(T("letters.make_rest", count=rest), Tap("letters.late_make", newest, arg=REST)),)] if rest else []
    if unsent:
        lines += ["", T("letters.late_made", count=len(late) - rest), *made_before.lines(unsent)]
        rows.append((Button(T("letters.make_late_again", count=len(late)), Tap("letters.late_make", newest)),))
        rows.append((Button(T("letters.number_made"), Tap("letters.unsent")),))
    rows.append((Button(T("letters.back"), Tap("letters")),))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def make_late(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes a letter for each late agency, or each without an unsent one, with its overdue items.

    Letters that were made since the screen was shown are told first.
    """
    late = await follow_up.late(turn.session, turn.today)
    unsent = {letter.agency_id for letter in await letters.unsent(turn.session) if letter.kind is LetterKind.FOLLOW_UP}
    drafts = []
    for agency_id in late if tap.arg != REST else late.keys() - unsent:
        planned = await follow_up.plan(turn.context, agency_id, overdue_only=True)
        drafts.append(await follow_up.draft(turn.context, planned, planned.ordinal))
    if not drafts:
        return await confirm_late(turn, tap) if late else await _home(turn)
    archive = letter_fields.phrase("official_letter.follow_up.archive")
    try:
        await letters.make(turn.context, turn.incoming.chat, drafts, archive, known=tap.id)
    except AlreadyMade as refused:
        turn.toast = refused.text
        return await confirm_late(turn, tap)
    return Screen(T("letters.coming", count=len(drafts)))


async def ask_signatory(turn: Turn, tap: Tap) -> Reply:
    """Ask who signs the letters («امضاکننده»)."""
    return await form_filling.begin(turn, SIGNATORY, anew=True)


async def signatory_sent(turn: Turn, filled: Filled) -> Reply:
    """Keep who signs the letters from now on."""
    await letter_fields.set_signatory(turn.context, filled.answers["name"], filled.answers["post"])
    return await _home(turn, T("letters.signatory_kept"))
