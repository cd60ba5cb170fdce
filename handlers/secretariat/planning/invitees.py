"""The invitees of a planned meeting: chosen, seen by name and number, invited, and heard («دعوت»)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.planning import plan_card
from models.tables.planning import MeetingPlan, Rsvp
from services import audit
from services.directory import agencies
from services.planning import invitees, message, plans, reminders
from services.planning.invitees import Guest
from texts import wording
from texts.answer_summary import clip

GROUP = Form("invitees.group_form", (Question("group", Pick("groups")),), at_once=True)
AGENCY = Form("invitees.agency_form", (Question("agency", Pick("agencies")),), at_once=True)

LABEL, NAME = 40, 120
MOST_NAMES = 30
"""Names on the question before a reminder; the rest is a number."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show who is on the list and not invited yet, and who cannot be reached («دعوت»)."""
    await turn.leave()
    return await _screen(turn, await plans.get_editable(turn.context, tap.id), tap.place)


async def _screen(turn: Turn, plan: MeetingPlan, first: int = 0, news: Text | None = None) -> Screen:
    await audit.note_reading(turn.context, "invitees", plan.id)
    guests = await invitees.listed(turn.session, plan.id)
    tally = invitees.tally(guests)
    waiting = [guest for guest in guests if not guest.invited]
    first = first if first < len(waiting) else 0
    shown = waiting[first : first + PAGE]
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("invitees.head", title=message.title(plan)))
    if tally.invited:
        lines.append(T("invitees.invited", count=tally.invited))
    if not waiting:
        lines.append(T("invitees.all_invited" if tally.invited else "invitees.nobody"))
    if tally.chosen:
        lines.append(T("invitees.chosen", count=tally.chosen))
    if tally.unreachable:
        lines.append(T("invitees.unreachable", count=tally.unreachable))
    lines += ["", *map(guest_line, shown)] if shown else []
    rows: list[tuple[Button, ...]] = []
    if tally.chosen:
        rows.append((Button(T("invitees.send", count=tally.chosen), Tap("invitees.send", plan.id, plan.version)),))
    rows += [
        (
            Button(T("invitees.all"), Tap("invitees.add", plan.id, 0, "all")),
            Button(T("invitees.chair"), Tap("invitees.add", plan.id, 0, "chair")),
        ),
        (
            Button(T("invitees.group"), Tap("invitees.add", plan.id, 0, "group")),
            Button(T("invitees.agency"), Tap("invitees.add", plan.id, 0, "agency")),
        ),
    ]
    rows += [
        (Button(T("invitees.drop", name=called(guest, guests)), Tap("invitees.drop", plan.id, guest.id)),)
        for guest in shown
    ]
    rows.append(page_buttons(len(waiting), first, lambda there: Tap("invitees", plan.id, arg=str(there))))
    rows.append((plan_card.open_button(plan),))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


def guest_line(guest: Guest) -> Text:
    """Return the line of somebody on the list: «سارا محمدی، شهرداری»."""
    if guest.person_id is None:
        return T("invitees.line_empty", agency=clip(guest.agency, NAME))
    key = "invitees.line" if guest.can_be_told else "invitees.line_unreachable"
    return T(key, name=_name(guest), place=_place(guest))


def _name(guest: Guest) -> Personal:
    return wording.colleague_name(guest.title, guest.name)


def _place(guest: Guest) -> Text | str:
    return clip(guest.agency, NAME) if guest.agency else T("invitees.of_chair")


def called(guest: Guest, guests: Sequence[Guest]) -> Text | Personal | str:
    """Return the name on the button of somebody on the list, with the agency where the person has two places on it."""
    if guest.person_id is None:
        return clip(guest.agency, LABEL)
    place = clip(guest.agency, LABEL) or T("invitees.of_chair")
    name = Personal(clip(f"{guest.title} {guest.name}".strip(), LABEL), place)
    twice = sum(other.person_id == guest.person_id for other in guests) > 1
    return T("invitees.called", name=name, place=place) if twice else name


async def add(turn: Turn, tap: Tap) -> Reply:
    """Put all agencies or the chair on the list, or ask for a group or an agency."""
    plan = await plans.get_editable(turn.context, tap.id)
    match tap.arg:
        case "all":
            return await _added(turn, plan, await invitees.choose_agencies(turn.context, plan, None))
        case "chair":
            return await _added(turn, plan, await invitees.choose_chair(turn.context, plan))
        case "group":
            return await form_filling.begin(turn, GROUP, plan.id, anew=True)
        case _:
            return await form_filling.begin(turn, AGENCY, plan.id, anew=True)


async def group_chosen(turn: Turn, filled: Filled) -> Reply:
    """Put the people of a group's agencies on the list."""
    plan = await plans.get_editable(turn.context, filled.subject_id)
    group = await agencies.group(turn.session, filled.answers["group"]["id"])
    return await _added(turn, plan, await invitees.choose_group(turn.context, plan, group.id))


async def agency_chosen(turn: Turn, filled: Filled) -> Reply:
    """Put the people of an agency on the list."""
    plan = await plans.get_editable(turn.context, filled.subject_id)
    agency = await agencies.get(turn.session, filled.answers["agency"]["id"])
    return await _added(turn, plan, await invitees.choose_agencies(turn.context, plan, [agency.id]))


async def _added(turn: Turn, plan: MeetingPlan, count: int) -> Screen:
    return await _screen(turn, plan, news=T("invitees.added", count=count) if count else T("invitees.none_new"))


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Take somebody off the list; ``version`` is the invitee."""
    plan = await plans.get_editable(turn.context, tap.id)
    dropped = await invitees.drop(turn.context, plan, tap.version)
    turn.toast = T("invitees.dropped" if dropped else "common.stale")
    return await _screen(turn, plan)


async def send(turn: Turn, tap: Tap) -> Reply:
    """Send the invitation to everybody on the list who has none yet."""
    plan = await plans.get_editable(turn.context, tap.id)
    if plan.version != tap.version:
        turn.toast = T("plan.changed_toast")
        return await _screen(turn, plan)
    count = await invitees.invite(turn.context, plan)
    return await plan_card.screen(turn, plan, T("invitees.sent", count=count))


async def replies(turn: Turn, tap: Tap) -> Reply:
    """Show who replied what, and who has not replied («پاسخ‌ها»)."""
    await turn.leave()
    return await _replies(turn, await plans.get(turn.session, tap.id), tap.place)


async def _replies(turn: Turn, plan: MeetingPlan, first: int, news: Text | None = None) -> Screen:
    await audit.note_reading(turn.context, "invitees", plan.id)
    invited = [guest for guest in await invitees.listed(turn.session, plan.id) if guest.invited]
    order = list(Rsvp)
    invited.sort(key=lambda guest: order.index(guest.reply))
    shown = invited[first : first + PAGE]
    tally = invitees.tally(invited)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("invitees.replies_head", title=message.title(plan)), plan_card.replies_line(tally), ""]
    lines += [_reply_line(guest) for guest in shown]
    rows: list[tuple[Button, ...]] = []
    silent = tally.replies[Rsvp.WAITING]
    if silent and turn.member.secretary and plan_card.state(turn, plan) == "planned":
        rows.append((Button(T("invitees.remind", count=silent), Tap("invitees.remind", plan.id)),))
    rows.append(page_buttons(len(invited), first, lambda there: Tap("plan.replies", plan.id, arg=str(there))))
    rows.append((plan_card.open_button(plan),))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


def _reply_line(guest: Guest) -> Text:
    if guest.reply is Rsvp.DELEGATE and guest.delegate:
        return T(
            "invitees.reply.delegate",
            name=_name(guest),
            place=_place(guest),
            delegate=Personal(guest.delegate["name"], T("privacy.withheld")),
            post=guest.delegate["post"],
            phone=Personal(guest.delegate["phone"], T("privacy.withheld")),
        )
    return T(f"invitees.reply.{guest.reply}", name=_name(guest), place=_place(guest))


async def remind(turn: Turn, tap: Tap) -> Reply:
    """Remind those who have not replied, after one look at their names («یادآوری به بی‌پاسخ‌ها»)."""
    plan = await plans.get_editable(turn.context, tap.id)
    silent = await reminders.without_reply(turn.context, plan)
    if not silent:
        return await _replies(turn, plan, 0, T("invitees.all_replied"))
    if tap.arg != "sure":
        sure = Button(T("invitees.remind_sure", count=len(silent)), Tap("invitees.remind", plan.id, 0, "sure"))
        back = Button(T("plan.open_replies"), Tap("plan.replies", plan.id))
        return Screen(T("form.lines", lines=_named(silent)), ((sure,), (back,)))
    count = await reminders.remind_silent(turn.context, plan)
    return await _replies(turn, plan, 0, T("invitees.reminded", count=count) if count else T("invitees.reminded_today"))


def _named(guests: Sequence[Guest]) -> list[Text | str]:
    lines: list[Text | str] = [T("invitees.reminding", count=len(guests)), ""]
    lines += [guest_line(guest) for guest in guests[:MOST_NAMES]]
    if len(guests) > MOST_NAMES:
        lines.append(T("invitees.and_more", count=len(guests) - MOST_NAMES))
    return lines
