"""Agencies: find or add one, correct its card, see its people, put it on lists, take it out of service."""

import re
from typing import Any

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core.forms import form_filling
from handlers.core.pagination import page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.directory import neighbourhoods
from handlers.secretariat.directory.members import back_button, member_lines, person_row
from models.tables.agencies import Agency
from services import audit
from services.directory import agencies, members
from services.obligations import obligations
from texts.answer_summary import enumerated

FIND = Form("agencies", (Question("agency", Pick("agencies", other=True)),), at_once=True)
CARD = Form(
    "agencies.card",
    (
        Question("name", Words(300)),
        Question("kind", Pick("kinds", other=True), required=False),
        Question("parent", Pick("agencies"), required=False),
        Question("aliases", Words(1000), required=False),
        Question("phone", Words(40), required=False, personal=True),
    ),
    finish=Finish.RECORD,
)
ENLIST = Form("agencies.enlist", (Question("group", Pick("groups", other=True)),), at_once=True)


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for an agency, from a list that is paged and searched («دستگاه‌ها»); a name on no list can be added."""
    return await form_filling.begin(turn, FIND)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the chosen agency, or add one for a name that is on no list."""
    picked = filled.answers["agency"]
    if picked["id"]:
        return await _agency_screen(turn, await agencies.get(turn.session, picked["id"]))
    agency, new = await agencies.find_or_add(turn.context, picked["label"])
    return await _agency_screen(turn, agency, T("agencies.added") if new else None)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show one agency with its people."""
    await turn.leave()
    agency = await agencies.get(turn.session, tap.id)
    if agency.neighbourhood:
        return await neighbourhoods.show_one(turn, tap)
    return await _agency_screen(turn, agency)


async def edit(turn: Turn, tap: Tap) -> Reply:
    """Open the agency's card as a filled form, in which any one answer can be corrected («اصلاح مشخصات»)."""
    agency = await agencies.get(turn.session, tap.id)
    parent = await agencies.get(turn.session, agency.parent_id) if agency.parent_id else None
    kind = await agencies.kind_of(turn.session, agency)
    answers: dict[str, Any] = {
        "name": agency.name,
        "kind": {"id": kind.id, "label": kind.name} if kind else None,
        "parent": {"id": parent.id, "label": parent.name} if parent else None,
        "aliases": "\n".join(agency.aliases),
        "phone": agency.phone,
    }
    known = {name: value for name, value in answers.items() if value}
    empty = tuple(name for name in answers if name not in known)
    return await form_filling.begin(
        turn, CARD, agency.id, answers=known, skipped=empty, anew=True, version=agency.version
    )


def lines_of(names: str) -> list[str]:
    """Split names that were typed one a line."""
    return [part.strip() for part in re.split(r"[\n؛;]", names) if part.strip()]


async def edit_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected card; one that a colleague changed meanwhile is shown as it is now."""
    agency = await agencies.get(turn.session, filled.subject_id)
    if agency.version != filled.about["version"]:
        turn.late = True
        return await _agency_screen(turn, agency, T("agencies.changed_meanwhile"))
    answers = filled.answers
    await agencies.change(
        turn.context,
        agency,
        name=answers["name"],
        aliases=lines_of(answers.get("aliases", "")),
        kind=answers["kind"]["label"] if "kind" in answers else "",
        parent_id=answers["parent"]["id"] if "parent" in answers else None,
        phone=answers.get("phone", ""),
    )
    return await _agency_screen(turn, agency, T("agencies.changed"))


async def retire(turn: Turn, tap: Tap) -> Reply:
    """Take the agency out of service, or back into it; a second tap on an old button changes nothing."""
    agency = await agencies.get(turn.session, tap.id)
    if agency.version != tap.version:
        turn.toast = T("common.stale")
        return await _agency_screen(turn, agency)
    await agencies.retire(turn.context, agency)
    return await _agency_screen(turn, agency, T("agencies.retired" if agency.retired_at else "agencies.restored"))


async def add_to_group(turn: Turn, tap: Tap) -> Reply:
    """Ask for the group on whose list the agency is put."""
    agency = await agencies.get(turn.session, tap.id)
    return await form_filling.begin(turn, ENLIST, agency.id, heading=agency.name)


async def add_to_group_sent(turn: Turn, filled: Filled) -> Reply:
    """Put the agency on the group's list; a group of a new name is made."""
    agency = await agencies.get(turn.session, filled.subject_id)
    picked = filled.answers["group"]
    group_id = picked["id"]
    if not group_id:
        group_id = (await agencies.group_named(turn.context, picked["label"])).id
    missed = await agencies.join_group(turn.context, group_id, agency.id)
    news = T("agencies.enlisted", group=picked["label"])
    page = await (neighbourhoods.card if agency.neighbourhood else _agency_screen)(turn, agency, news)
    return [page, *offer_past(missed, group_id, agency)]


def offer_past(missed: int | None, group_id: int, agency: Agency) -> list[Screen]:
    """Offer to ask a new agency of a group for the group's earlier obligations, if it has any."""
    if not missed:
        return []
    ask = Button(T("groups.past_ask"), Tap("group.past", group_id, arg=str(agency.id)))
    return [Screen(T("groups.past", count=missed, agency=agency.name), ((ask,),))]


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies in service, for a card's parent without the agency itself."""
    opened = turn.form
    own_id = opened.subject_id if opened and opened.form.name == CARD.name else 0
    return page_of(await agencies.browse(turn.session, search, own_id), offset)


async def kinds(turn: Turn, search: str, offset: int) -> Listing:
    """List the kinds of agencies, in the order of the appendix."""
    return page_of(await agencies.kinds_named(turn.session, search), offset)


async def _agency_screen(turn: Turn, agency: Agency, news: Text | None = None) -> Screen:
    await audit.note_reading(turn.context, "people", agency.id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("agencies.retired_head" if agency.retired_at else "agencies.head", name=agency.name))
    kind = await agencies.kind_of(turn.session, agency)
    if kind:
        lines.append(T("agencies.kind", kind=kind.name))
    if agency.parent_id:
        lines.append(T("agencies.parent", parent=(await agencies.get(turn.session, agency.parent_id)).name))
    if agency.aliases:
        lines.append(T("agencies.aliases", aliases=enumerated(agency.aliases, 500)))
    groups = await agencies.groups_of(turn.session, agency.id)
    if groups:
        lines.append(T("agencies.groups", groups=enumerated([name for _, name in groups], 500)))
    if agency.phone:
        lines.append(T("agencies.phone", phone=Personal(agency.phone, T("privacy.withheld"))))
    open_obligations = await obligations.open_of_agency(turn.session, agency.id)
    lines.append(T("agencies.owes", count=len(open_obligations)))
    people = await members.of_agency(turn.session, agency.id)
    first = people[:PAGE]
    lines += ["", T("agencies.people"), *await member_lines(turn, first)] if people else ["", T("agencies.nobody")]
    more = [(Button(T("agencies.everybody", count=len(people)), Tap("people", agency.id)),)]
    owes = [(Button(T("agencies.owes", count=len(open_obligations)), Tap("status.agency", agency.id)),)]
    return Screen(
        T("agencies.lines", lines=lines),
        (
            (Button(T("agencies.invite"), Tap("invite", agency.id)),),
            *(owes if open_obligations else ()),
            *map(person_row, first),
            *(more if len(people) > PAGE else ()),
            (
                Button(T("agencies.edit"), Tap("card", agency.id)),
                Button(T("agencies.add_to_group"), Tap("enlist", agency.id)),
            ),
            (_retire_button(agency), Button(T("agencies.merge"), Tap("agency.merge", agency.id))),
            (Button(T("agencies.all"), Tap("agencies")),),
            (back_button(),),
        ),
    )


def _retire_button(agency: Agency) -> Button:
    label = T("agencies.restore") if agency.retired_at else T("agencies.retire")
    return Button(label, Tap("agency.retire", agency.id, agency.version))
