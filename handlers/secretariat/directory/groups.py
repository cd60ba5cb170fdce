"""Groups: live lists of agencies, such as «کلیه مدعوین». A new agency of one is offered its open obligations."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Pick, Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.directory.agencies import offer_past, page_of
from handlers.secretariat.directory.members import back_button
from services.directory import agencies
from texts.answer_summary import clip

FIND = Form("groups", (Question("group", Pick("groups", other=True)),), at_once=True)
ADD = Form("groups.add", (Question("agency", Pick("agencies", other=True)),), at_once=True)
DROP = Form("groups.drop", (Question("agency", Pick("listed")),), at_once=True)
NAME = Form("groups.name", (Question("name", Words(300)),), at_once=True)

MOST = 20
"""Names on the page of one group; the rest is a number."""


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a group, from a list that is paged and searched («گروه‌ها»); a new name makes a group."""
    return await form_filling.begin(turn, FIND)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen group, or make one of the new name."""
    picked = filled.answers["group"]
    if picked["id"]:
        return await _group_screen(turn, picked["id"])
    group = await agencies.group_named(turn.context, picked["label"])
    return await _group_screen(turn, group.id, T("groups.made"))


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show one group with its agencies."""
    await turn.leave()
    return await _group_screen(turn, tap.id)


async def add(turn: Turn, tap: Tap) -> Reply:
    """Ask for an agency to put on the list."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, ADD, group.id, heading=group.name)


async def add_sent(turn: Turn, filled: Filled) -> Reply:
    """Put the agency on the list; it answers for the group's obligations from now on."""
    picked, group_id = filled.answers["agency"], filled.subject_id
    if picked["id"]:
        agency = await agencies.get(turn.session, picked["id"])
    else:
        agency, _ = await agencies.named(turn.context, picked["label"])
    missed = await agencies.join(turn.context, group_id, agency.id)
    key = "groups.there" if missed is None else "groups.added"
    return [await _group_screen(turn, group_id, T(key, agency=picked["label"])), *offer_past(missed, group_id, agency)]


async def ask_past(turn: Turn, tap: Tap) -> Reply:
    """Ask an agency for the group's obligations from before it joined."""
    agency = await agencies.get(turn.session, tap.place)
    count = await agencies.ask_past(turn.context, tap.id, agency.id)
    open_card = (Button(T("groups.past_open"), Tap("agency", agency.id)), back_button())
    key = "groups.past_asked" if count else "groups.past_none"
    return Screen(
        T(key, count=count, agency=agency.name) if count else T(key, agency=agency.name),
        (open_card,),
    )


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency to take off the list."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, DROP, group.id, heading=group.name)


async def drop_sent(turn: Turn, filled: Filled) -> Reply:
    """Take the agency off the list; its obligations stay."""
    picked = filled.answers["agency"]
    await agencies.part(turn.context, filled.subject_id, picked["id"])
    return await _group_screen(turn, filled.subject_id, T("groups.dropped", agency=picked["label"]))


async def rename(turn: Turn, tap: Tap) -> Reply:
    """Ask for another name of the group."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, NAME, group.id, heading=group.name)


async def rename_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the group's new name."""
    await agencies.rename_group(turn.context, filled.subject_id, filled.answers["name"])
    return await _group_screen(turn, filled.subject_id, T("groups.renamed"))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the groups."""
    return page_of(await agencies.groups(turn.session, search), offset)


async def agencies_of_group(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies of the group in hand."""
    group_id = turn.form.subject_id if turn.form else 0
    return page_of(await agencies.listed(turn.session, group_id, search), offset)


async def _group_screen(turn: Turn, group_id: int, news: Text | None = None) -> Screen:
    group = await agencies.group(turn.session, group_id)
    listed = await agencies.listed(turn.session, group_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("groups.head", name=group.name, count=len(listed)))
    lines += [T("groups.agency", name=clip(name, 120)) for _, name in listed[:MOST]]
    if len(listed) > MOST:
        lines.append(T("groups.and_more", count=len(listed) - MOST))
    first: tuple[Button, ...] = (Button(T("groups.put"), Tap("group.add", group_id)),)
    if listed:
        first = (*first, Button(T("groups.take_off"), Tap("group.drop", group_id)))
    rows = (first, (Button(T("groups.rename"), Tap("group.name", group_id)), Button(T("groups.all"), Tap("groups"))))
    return Screen(T("groups.lines", lines=lines), (*rows, (back_button(),)))
