"""Groups: live lists of agencies, such as «کلیه مدعوین». A new agency of one is offered its open obligations."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Picks, Words
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.secretariat.directory.agencies import lines_of, offer_past
from handlers.secretariat.directory.members import back_button
from services.directory import agencies
from texts.answer_summary import clip, enumerated

FIND = Form("groups", (Question("group", Pick("groups", other=True, sheet="groups")),), at_once=True)
ADD = Form("groups.add", (Question("agencies", Picks("groups.outside", other=True)),), at_once=True)
COPY = Form("groups.copy", (Question("group", Pick("groups")),), at_once=True)
DROP = Form("groups.drop", (Question("agencies", Picks("listed")),), at_once=True)
ALIASES = Form("groups.aliases", (Question("aliases", Words(1000), required=False),), at_once=True)
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
    """Ask for the agencies and neighbourhoods to put on the list, to be ticked («افزودن دستگاه»)."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, ADD, group.id, heading=group.name)


async def add_sent(turn: Turn, filled: Filled) -> Reply:
    """Put the ticked ones on the list, those of a new name too; they answer for its obligations from now on."""
    ticked = filled.answers["agencies"]
    ids = [row["id"] or (await agencies.find_or_add(turn.context, row["label"]))[0].id for row in ticked]
    return await _join(turn, filled.subject_id, ids)


async def copy(turn: Turn, tap: Tap) -> Reply:
    """Ask for another group, whose agencies are all put on this list too («افزودن از گروه دیگر»)."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, COPY, group.id, heading=group.name)


async def copy_sent(turn: Turn, filled: Filled) -> Reply:
    """Put the agencies of the chosen group on the list; those on it already stay."""
    listed = await agencies.listed(turn.session, filled.answers["group"]["id"])
    return await _join(turn, filled.subject_id, [agency_id for agency_id, _ in listed])


async def _join(turn: Turn, group_id: int, agency_ids: list[int]) -> Reply:
    missed = {agency_id: await agencies.join_group(turn.context, group_id, agency_id) for agency_id in agency_ids}
    new = [agency_id for agency_id, count in missed.items() if count is not None]
    news = T("groups.added", count=len(new), present=len(missed) - len(new)) if new else T("groups.all_there")
    late = [agency_id for agency_id in new if missed[agency_id]]
    page = await _group_screen(turn, group_id, news)
    if len(late) == 1:
        return [page, *offer_past(missed[late[0]], group_id, await agencies.get(turn.session, late[0]))]
    if not late:
        return page
    since = Tap("group.past_all", group_id, arg=str(int(turn.now.timestamp())))
    most = max(missed[agency_id] or 0 for agency_id in late)
    ask = Button(T("groups.past_ask_all"), since)
    return [page, Screen(T("groups.past_all", count=most, agencies=len(late)), ((ask,),))]


async def ask_all_past(turn: Turn, tap: Tap) -> Reply:
    """Ask all who joined the group in one go for its obligations from before."""
    joined = await agencies.joined_since(turn.session, tap.id, tap.place)
    made = sum([await agencies.ask_past(turn.context, tap.id, agency_id) for agency_id in joined])
    text = T("groups.past_asked_all", count=made, agencies=len(joined)) if made else T("groups.past_none_all")
    return await _group_screen(turn, tap.id, text)


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
    """Take the ticked agencies off the list; their obligations stay."""
    ticked = filled.answers["agencies"]
    for row in ticked:
        await agencies.leave_group(turn.context, filled.subject_id, row["id"])
    return await _group_screen(turn, filled.subject_id, T("groups.dropped", count=len(ticked)))


async def rename(turn: Turn, tap: Tap) -> Reply:
    """Ask for another name of the group."""
    group = await agencies.group(turn.session, tap.id)
    return await form_filling.begin(turn, NAME, group.id, heading=group.name)


async def rename_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the group's new name."""
    await agencies.rename_group(turn.context, filled.subject_id, filled.answers["name"])
    return await _group_screen(turn, filled.subject_id, T("groups.renamed"))


async def edit_aliases(turn: Turn, tap: Tap) -> Reply:
    """Ask for the other names by which minutes call the group («نام‌های دیگر»)."""
    group = await agencies.group(turn.session, tap.id)
    heading = "، ".join((group.name, *group.aliases))
    return await form_filling.begin(turn, ALIASES, group.id, heading=heading, before=group.aliases)


async def aliases_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the group's other names, unless a colleague changed them meanwhile."""
    group = await agencies.group(turn.session, filled.subject_id)
    if filled.changed_since(group.aliases):
        turn.late = True
        return await _group_screen(turn, group.id, T("reading.written_meanwhile"))
    await agencies.set_group_aliases(turn.context, filled.subject_id, lines_of(filled.answers.get("aliases", "")))
    return await _group_screen(turn, filled.subject_id, T("groups.aliases_set"))


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the groups."""
    return page_of(await agencies.groups(turn.session, search), offset)


async def agencies_outside(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies and neighbourhoods that are not on the list of the group in hand."""
    group_id = turn.form.subject_id if turn.form else 0
    listed = {agency_id for agency_id, _ in await agencies.listed(turn.session, group_id)}
    every = await agencies.browse(turn.session, search, neighbourhoods=True)
    return page_of([row for row in every if row.id not in listed], offset)


async def agencies_of_group(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies of the group in hand."""
    group_id = turn.form.subject_id if turn.form else 0
    return page_of(await agencies.listed(turn.session, group_id, search), offset)


async def _group_screen(turn: Turn, group_id: int, news: Text | None = None) -> Screen:
    group = await agencies.group(turn.session, group_id)
    listed = await agencies.listed(turn.session, group_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("groups.head", name=group.name, count=len(listed)))
    if group.aliases:
        lines.append(T("agencies.aliases", aliases=enumerated(group.aliases, 500)))
    lines += [T("groups.agency", name=clip(name, 120)) for _, name in listed[:MOST]]
    if len(listed) > MOST:
        lines.append(T("groups.and_more", count=len(listed) - MOST))
    first = (
        Button(T("groups.put"), Tap("group.add", group_id)),
        Button(T("groups.copy_from"), Tap("group.copy", group_id)),
    )
    off = ((Button(T("groups.take_off"), Tap("group.drop", group_id)),),) if listed else ()
    rows = (
        first,
        *off,
        (
            Button(T("groups.rename"), Tap("group.name", group_id)),
            Button(T("groups.more"), Tap("group.aliases", group_id)),
        ),
        (Button(T("groups.all"), Tap("groups")),),
    )
    return Screen(T("groups.lines", lines=lines), (*rows, (back_button(),)))
