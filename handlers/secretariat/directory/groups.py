"""Groups: live lists of agencies, such as «کلیه مدعوین». Whoever joins one is offered what it still owes."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Pick, Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.directory.agencies import paged, past_due
from handlers.secretariat.directory.members import back
from services.directory import agencies
from texts.answers import clip

FIND = Form("groups", (Question("group", Pick("groups", other=True)),), at_once=True)
ADD = Form("groups.add", (Question("agency", Pick("agencies", other=True)),), at_once=True)
DROP = Form("groups.drop", (Question("agency", Pick("listed")),), at_once=True)
NAME = Form("groups.name", (Question("name", Words(300)),), at_once=True)

MOST = 20
"""Names on the page of one group; the rest is a number."""


async def find(turn: Turn, tap: Tap) -> Reply:
    """«گروه‌ها»: a list that is paged and searched; a new name makes a group."""
    return await form_filling.begin(turn, FIND)


async def found(turn: Turn, filled: Filled) -> Reply:
    """The group that was chosen, or made."""
    picked = filled.answers["group"]
    if picked["id"]:
        return await _page(turn, picked["id"])
    made = await agencies.group_named(turn.context, picked["label"])
    return await _page(turn, made.id, T("groups.made"))


async def show(turn: Turn, tap: Tap) -> Reply:
    """One group, with its agencies."""
    await turn.leave()
    return await _page(turn, tap.id)


async def add(turn: Turn, tap: Tap) -> Reply:
    """Asks for an agency to put on the list."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, ADD, group.id, heading=group.name)


async def added(turn: Turn, filled: Filled) -> Reply:
    """The agency is on the list, and owes what the list owes."""
    picked, group_id = filled.answers["agency"], filled.subject_id
    if picked["id"]:
        agency = await agencies.get(turn.session, picked["id"])
    else:
        agency, _ = await agencies.named(turn.context, picked["label"])
    missed = await agencies.join(turn.context, group_id, agency.id)
    key = "groups.there" if missed is None else "groups.added"
    return [await _page(turn, group_id, T(key, agency=picked["label"])), *past_due(missed, group_id, agency)]


async def past(turn: Turn, tap: Tap) -> Reply:
    """What the group owed before an agency joined it is asked of that agency too."""
    agency = await agencies.get(turn.session, tap.place)
    made = await agencies.ask_past(turn.context, tap.id, agency.id)
    open_card = (Button(T("groups.past_open"), Tap("agency", agency.id)), back())
    key = "groups.past_asked" if made else "groups.past_none"
    return Screen(T(key, count=made, agency=agency.name) if made else T(key, agency=agency.name), (open_card,))


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Asks which agency leaves the list."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, DROP, group.id, heading=group.name)


async def dropped(turn: Turn, filled: Filled) -> Reply:
    """The agency is off the list; what it owes by now stays."""
    picked = filled.answers["agency"]
    await agencies.part(turn.context, filled.subject_id, picked["id"])
    return await _page(turn, filled.subject_id, T("groups.dropped", agency=picked["label"]))


async def name(turn: Turn, tap: Tap) -> Reply:
    """Asks for another name."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, NAME, group.id, heading=group.name)


async def named(turn: Turn, filled: Filled) -> Reply:
    """The group has its new name."""
    await agencies.rename_group(turn.context, filled.subject_id, filled.answers["name"])
    return await _page(turn, filled.subject_id, T("groups.renamed"))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """The groups."""
    return paged(await agencies.groups(turn.session, search), offset)


async def listed(turn: Turn, search: str, offset: int) -> Listing:
    """The agencies on the list of the group in hand."""
    group_id = turn.form.subject_id if turn.form else 0
    return paged(await agencies.listed(turn.session, group_id, search), offset)


async def _page(turn: Turn, group_id: int, news: Text | None = None) -> Screen:
    group = await agencies.group(turn.session, group_id)
    there = await agencies.listed(turn.session, group_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("groups.head", name=group.name, count=len(there)))
    lines += [T("groups.agency", name=clip(name, 120)) for _, name in there[:MOST]]
    if len(there) > MOST:
        lines.append(T("groups.and_more", count=len(there) - MOST))
    first: tuple[Button, ...] = (Button(T("groups.put"), Tap("group.add", group_id)),)
    if there:
        first = (*first, Button(T("groups.take_off"), Tap("group.drop", group_id)))
    rows = (first, (Button(T("groups.rename"), Tap("group.name", group_id)), Button(T("groups.all"), Tap("groups"))))
    return Screen(T("groups.lines", lines=lines), (*rows, (back(),)))
