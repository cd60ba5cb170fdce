"""The agenda of a planned meeting: ticked from overdue resolutions, typed, moved up and down («دستور جلسه»)."""

from __future__ import annotations

import re

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.ideas import idea_card
from handlers.secretariat.planning import plan_card
from models.tables.ideas import Idea
from models.tables.planning import AgendaItem, MeetingPlan
from services.errors import Refused
from services.ideas import ideas
from services.planning import agenda, plans
from services.planning.agenda import Proposal
from texts import wording
from texts.answer_summary import clip

OWN = Form("agenda.own_form", (Question("items", Words(3000)),), at_once=True)
REWORD = Form("agenda.reword_form", (Question("text", Words(1000)),), at_once=True)

LABEL, LINE, KEPT = 40, 160, 600
"""Characters of an item on a button, on a line of a list, and of a resolution's text in an item."""
MOST_OWNERS = 4
_BULLET = re.compile(r"^\s*(?:[0-9۰-۹٠-٩]{1,2}\s*[-.)ـ–]|[•*–-])\s*")


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the agenda, each item to be opened."""
    await turn.leave()
    return await _screen(turn, await plans.get(turn.session, tap.id), tap.place)


async def _screen(turn: Turn, plan: MeetingPlan, first: int = 0, news: Text | None = None) -> Screen:
    items = plan.agenda
    first = first if first < len(items) else 0
    shown = list(enumerate(items, 1))[first : first + PAGE]
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("agenda.head", count=len(items)) if items else T("agenda.empty"))
    lines += [T("plan.agenda_item", place=place, text=clip(item.text, LINE)) for place, item in shown]
    if items:
        lines += ["", T("agenda.next_step")]
    proposed = await agenda.overdue(turn.session, turn.today)
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                T("agenda.label", place=place, text=clip(item.text, LABEL)),
                Tap("agenda.item", plan.id, 0, str(item.id)),
            ),
        )
        for place, item in shown
    ]
    rows.append(page_buttons(len(items), first, lambda there: Tap("agenda", plan.id, arg=str(there))))
    if proposed:
        rows.append((Button(T("agenda.propose", count=len(proposed)), Tap("agenda.propose", plan.id)),))
    if offered := await ideas.for_agenda(turn.session):
        rows.append((Button(T("agenda.propose_ideas", count=len(offered)), Tap("agenda.ideas", plan.id)),))
    rows.append((Button(T("agenda.add"), Tap("agenda.add", plan.id)),))
    rows.append((plan_card.open_button(plan),))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def propose(turn: Turn, tap: Tap) -> Reply:
    """List the overdue resolutions, each to be ticked («از مصوبه‌های معوق»)."""
    return await _proposals(turn, await plans.get_editable(turn.context, tap.id), tap.place)


async def tick(turn: Turn, tap: Tap) -> Reply:
    """Put a resolution on the agenda, or take it off; ``version`` is the resolution, ``place`` the page."""
    plan = await plans.get_editable(turn.context, tap.id)
    proposed = await agenda.overdue(turn.session, turn.today)
    chosen = next((one for one in proposed if one.resolution_id == tap.version), None)
    if chosen is None:
        turn.toast = T("common.stale")
    else:
        text = _words(turn, chosen)
        added = await agenda.toggle(turn.context, plan, text, resolution_id=chosen.resolution_id)
        turn.toast = T("agenda.ticked" if added else "agenda.unticked")
    return await _proposals(turn, plan, tap.place)


async def _proposals(turn: Turn, plan: MeetingPlan, first: int) -> Screen:
    proposed = await agenda.overdue(turn.session, turn.today)
    present = {item.resolution_id for item in plan.agenda}
    lines: list[Text | str] = [T("agenda.proposals", count=len(proposed)) if proposed else T("agenda.no_proposals")]
    ticks: list[tuple[Button, ...]] = []
    for one in proposed[first : first + PAGE]:
        title = wording.resolution_name(one.number, "", one.meeting)
        text = clip(" ".join(one.text.split()), LINE)
        key = "agenda.proposal" if one.due else "agenda.proposal_undated"
        lines += ["", T(key, title=title, owners=_owners(one), text=text, due=one.due)]
        on = one.resolution_id in present
        ticks.append((_tick(title, Tap("agenda.tick", plan.id, one.resolution_id, str(first)), on=on),))
    moves = page_buttons(len(proposed), first, lambda there: Tap("agenda.propose", plan.id, arg=str(there)))
    return _ticked(plan, lines, ticks, moves)


def _tick(title: Text, tap: Tap, *, on: bool) -> Button:
    return Button(T("agenda.tick_on" if on else "agenda.tick_off", title=title), tap)


def _ticked(
    plan: MeetingPlan, lines: list[Text | str], ticks: list[tuple[Button, ...]], moves: tuple[Button, ...]
) -> Screen:
    back = (Button(T("agenda.back"), Tap("agenda", plan.id)), plan_card.open_button(plan))
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*ticks, moves, back) if row))


async def propose_ideas(turn: Turn, tap: Tap) -> Reply:
    """List the accepted ideas and those to be put before the meeting, each to be ticked («از ایده‌ها»)."""
    return await _ideas(turn, await plans.get_editable(turn.context, tap.id), tap.place)


async def tick_idea(turn: Turn, tap: Tap) -> Reply:
    """Put an idea on the agenda, or take it off; ``version`` is the idea, ``place`` the page."""
    plan = await plans.get_editable(turn.context, tap.id)
    chosen = next((idea for idea in await ideas.for_agenda(turn.session) if idea.id == tap.version), None)
    if chosen is None:
        turn.toast = T("common.stale")
    else:
        added = await agenda.toggle(turn.context, plan, _item(turn, chosen), idea_id=chosen.id)
        turn.toast = T("agenda.ticked" if added else "agenda.unticked")
    return await _ideas(turn, plan, tap.place)


async def put_on_next(turn: Turn, idea: Idea) -> MeetingPlan | None:
    """Put an idea on the agenda of the next meeting that is planned; None when there is none, or no room on it."""
    planned = await plans.upcoming(turn.session, turn.today, 1)
    if not planned or plans.is_over(turn.organisation, planned[0], turn.now):
        return None
    plan = await plans.get_editable(turn.context, planned[0].id)
    if not any(item.idea_id == idea.id for item in plan.agenda):
        if len(plan.agenda) >= agenda.MOST:
            return None
        await agenda.toggle(turn.context, plan, _item(turn, idea), idea_id=idea.id)
    return plan


def _item(turn: Turn, idea: Idea) -> str:
    """Return the item of an idea. Its author may not want to be named before members, so it names nobody."""
    return turn.voice.plain(T("agenda.of_idea", number=idea.id, text=clip(_said(turn, idea), KEPT)))


async def _ideas(turn: Turn, plan: MeetingPlan, first: int) -> Screen:
    proposed = await ideas.for_agenda(turn.session)
    present = {item.idea_id for item in plan.agenda}
    lines: list[Text | str] = [T("agenda.ideas", count=len(proposed)) if proposed else T("agenda.no_ideas")]
    ticks: list[tuple[Button, ...]] = []
    for idea in proposed[first : first + PAGE]:
        state = T(f"idea.state.{idea.state}")
        lines += ["", T("agenda.idea", number=idea.id, state=state, text=clip(_said(turn, idea), LINE))]
        title = T("agenda.idea_name", number=idea.id)
        ticks.append((_tick(title, Tap("agenda.idea", plan.id, idea.id, str(first)), on=idea.id in present),))
    moves = page_buttons(len(proposed), first, lambda there: Tap("agenda.ideas", plan.id, arg=str(there)))
    return _ticked(plan, lines, ticks, moves)


def _said(turn: Turn, idea: Idea) -> str:
    """Return the words of an idea on one line; of one that is files alone, what it is about."""
    return " ".join((idea.text or turn.voice.plain(idea_card.subject(idea))).split())


def _owners(proposal: Proposal) -> Text | str | int:
    named = wording.comma_separated([clip(name, LINE) for name in proposal.agencies[:MOST_OWNERS]])
    more = len(proposal.agencies) - MOST_OWNERS
    return T("agenda.owners_more", names=named, count=more) if more > 0 else named


def _words(turn: Turn, proposal: Proposal) -> str:
    """Return the words by which a resolution stands on the agenda, in the organisation's language."""
    title = wording.resolution_name(proposal.number, "", proposal.meeting)
    text = clip(" ".join(proposal.text.split()), KEPT)
    return turn.voice.plain(T("agenda.of_resolution", title=title, text=text, owners=_owners(proposal)))


async def add(turn: Turn, tap: Tap) -> Reply:
    """Ask for items of one's own, one a line («افزودن موضوع»)."""
    plan = await plans.get_editable(turn.context, tap.id)
    return await form_filling.begin(turn, OWN, plan.id)


async def added(turn: Turn, filled: Filled) -> Reply:
    """Put the typed items at the end of the agenda."""
    plan = await plans.get_editable(turn.context, filled.subject_id)
    texts = [words for line in filled.answers["items"].splitlines() if (words := _BULLET.sub("", line).strip())]
    if not texts:
        raise Refused("form.words_needed")
    await agenda.add(turn.context, plan, texts)
    last_page = (len(plan.agenda) - 1) // PAGE * PAGE
    return await _screen(turn, plan, last_page, T("agenda.added", count=len(texts)))


async def show_item(turn: Turn, tap: Tap) -> Reply:
    """Show one item with the buttons to move, reword or remove it."""
    await turn.leave()
    plan = await plans.get(turn.session, tap.id)
    return _item_screen(plan, agenda.get(plan, tap.place))


def _item_screen(plan: MeetingPlan, item: AgendaItem, news: Text | None = None) -> Screen:
    def button(key: str, name: str) -> Button:
        return Button(T(key), Tap(name, plan.id, 0, str(item.id)))

    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("agenda.item", place=plan.agenda.index(item) + 1, total=len(plan.agenda)), item.text]
    rows: list[tuple[Button, ...]] = []
    moves = (
        *((button("agenda.up", "agenda.up"),) if item is not plan.agenda[0] else ()),
        *((button("agenda.down", "agenda.down"),) if item is not plan.agenda[-1] else ()),
    )
    rows += [moves] if moves else []
    rows.append((button("agenda.reword", "agenda.reword"), button("agenda.remove", "agenda.remove")))
    rows.append((Button(T("agenda.back"), Tap("agenda", plan.id)), plan_card.open_button(plan)))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def up(turn: Turn, tap: Tap) -> Reply:
    """Move the item one place up."""
    return await _shift(turn, tap, -1)


async def down(turn: Turn, tap: Tap) -> Reply:
    """Move the item one place down."""
    return await _shift(turn, tap, 1)


async def _shift(turn: Turn, tap: Tap, step: int) -> Reply:
    plan = await plans.get_editable(turn.context, tap.id)
    item = agenda.get(plan, tap.place)
    await agenda.shift(turn.context, plan, item, step)
    return _item_screen(plan, item)


async def reword(turn: Turn, tap: Tap) -> Reply:
    """Ask for other words of the item."""
    plan = await plans.get_editable(turn.context, tap.id)
    item = agenda.get(plan, tap.place)
    heading = clip(item.text, KEPT)
    return await form_filling.begin(turn, REWORD, item.id, heading=heading, anew=True, plan=plan.id, before=item.text)


async def reworded(turn: Turn, filled: Filled) -> Reply:
    """Write the item anew, unless a colleague did meanwhile."""
    plan = await plans.get_editable(turn.context, filled.about["plan"])
    item = agenda.get(plan, filled.subject_id)
    if filled.changed_since(item.text):
        turn.late = True
        return _item_screen(plan, item, T("reading.written_meanwhile"))
    await agenda.reword(turn.context, plan, item, filled.answers["text"])
    return _item_screen(plan, item, T("agenda.reworded"))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """Take the item off the agenda."""
    plan = await plans.get_editable(turn.context, tap.id)
    await agenda.remove(turn.context, plan, agenda.get(plan, tap.place))
    return await _screen(turn, plan, news=T("agenda.removed"))
