"""Messages that wait when two agencies become one: they tell of what stays, by its name, its keys and its buttons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from domain.chat.screens import Personal, Screen, Tap, Text, row_number
from models.tables.meetings import OPEN_STATES, Obligation
from services.context import ActionContext
from services.messaging import outbox
from services.reminders import escalations

OF_OBLIGATION = ("escalation", "returned", "contribution")
"""The kinds of groups of messages about an obligation, whose id follows."""
OF_AGENCY = ("escalations", "contribution", "released", "duties")
"""The kinds of groups of messages about an agency, whose id is their third part."""
LISTED = ("escalations", "duties")
"""The kinds that list whatever an agency has of one moment, so that of two for one person one is enough."""
TO_OBLIGATION, TO_AGENCY = ("task", "report", "extension", "snooze", "checkin", "contribs"), ("invite", "card")
"""The taps whose id is an obligation's, and an agency's."""
AGENCY_IN_WORD = {"fill": 1, "fill.parts": 1, "duty.answer": 0}
"""The taps that name an agency in a part of their word, by its place."""
TO_FORM = ("fill", "fill.parts")
"""The taps whose id is that of a form's being attached, and whose word begins with an obligation's."""


async def follow(
    context: ActionContext,
    kept: Mapping[int, int],
    attached: Mapping[int, int],
    into_id: int,
    other_id: int,
    names: tuple[str, str],
) -> None:
    """Let what waits tell of agency ``into_id``, and of the obligations that are ``kept``, by those dropped.

    ``attached`` are the forms' being attached there. ``names`` are those of both agencies. What needs no telling any
    more is taken back.
    """
    session = context.session
    stays = select(Obligation).where(Obligation.id.in_(kept.values()))
    united = {obligation.id: obligation for obligation in await session.scalars(stays)}
    versions = {dropped: united[stays].version for dropped, stays in kept.items()}
    same: set[tuple[object, ...]] = set()
    keys: dict[int, str] = {}
    screens: dict[int, Screen] = {}
    doubles: list[int] = []

    def tap(before: Tap | None) -> Tap | None:
        if before is None:
            return None
        if before.name in TO_OBLIGATION and before.id in kept:
            return replace(before, id=kept[before.id], version=before.version and versions[before.id])
        if before.name in TO_AGENCY and before.id == other_id:
            return replace(before, id=into_id)
        if (place := AGENCY_IN_WORD.get(before.name)) is not None:
            parts = before.arg.split(".")
            if parts[place : place + 1] == [str(other_id)]:
                parts[place] = str(into_id)
            if before.name in TO_FORM:
                parts[0] = str(kept.get(row_number(parts[0]), parts[0]))
                before = replace(before, id=attached.get(before.id, before.id))
            return replace(before, arg=".".join(parts))
        return before

    for notice in await outbox.notices(session):
        key = _renamed(notice.group_key, kept, into_id, other_id)
        if key.partition(":")[0] in LISTED:
            one = (notice.recipient, key, notice.created_at)
            doubles += [notice.id] if one in same else []
            same.add(one)
        if key != notice.group_key:
            keys[notice.id] = key
        shown = notice.screen
        buttons = tuple(tuple(replace(button, tap=tap(button.tap)) for button in row) for row in shown.buttons)
        told = replace(shown, text=_named(shown.text, *names), buttons=buttons)
        if told != shown:
            screens[notice.id] = told
    await outbox.regroup(session, keys)
    await outbox.reword(session, screens)
    await outbox.skip(session, doubles, "superseded")
    await escalations.list_anew(context, into_id)
    settled = [obligation for obligation in united.values() if obligation.state not in OPEN_STATES]
    await escalations.settled(context, settled)
    await outbox.cancel(session, [f"returned:{obligation.id}" for obligation in settled], "answered")


def _renamed(key: str, kept: Mapping[int, int], into_id: int, other_id: int) -> str:
    parts = key.split(":")
    if parts[0] in OF_OBLIGATION and (stays := kept.get(row_number(parts[1]))):
        parts[1] = str(stays)
    if parts[0] in OF_AGENCY and parts[2] == str(other_id):
        parts[2] = str(into_id)
    return ":".join(parts)


def _named(value: Any, into: str, other: str) -> Any:
    """Put the name of the agency in the other's place, wherever a text names an agency by it."""
    if isinstance(value, list | tuple):
        return [_named(one, into, other) for one in value]
    if isinstance(value, Personal):
        return Personal(_named(value.words, into, other), _named(value.instead, into, other))
    if not isinstance(value, Text):
        return value
    params = {name: _named(param, into, other) for name, param in value.params.items()}
    if params.get("agency") == other:
        params["agency"] = into
    return Text(value.key, params)
