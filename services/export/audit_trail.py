"""The audit trail as people read it: who did what to what, when, and how it was before and after."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, cast, func, or_, select
from sqlalchemy import Text as TextType
from sqlalchemy.orm import joinedload

from domain.chat.screens import Personal, T, Text
from domain.dates import jalali
from domain.persian.search import MOST_LETTERS, MOST_WORDS
from domain.persian.text import fold, latin_digits
from models.database import Session
from models.tables.agencies import Agency, Group
from models.tables.meetings import Meeting, Obligation, Resolution
from models.tables.organisation import Audit
from models.tables.people import Invitation, JoinRequest, Membership, Person
from services.directory import members
from services.errors import existing
from texts import wording
from texts.catalogue import sources
from texts.format import Formatter

_ACTION, _SUBJECT, _FIELD = "audit.action", "audit.subject", "audit.field"
_OF_PERSON = {"person", "person_card"}
Words = Text | Personal | str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``who`` acted, ``about`` is the row by name, ``details`` are names with their values as they were."""

    id: int
    at: datetime
    who: Words
    what: Text | str
    about: Words
    details: dict[str, Any] = field(default_factory=dict)


async def page(
    session: Session, voice: Formatter, today: date, search: str, offset: int, most: int
) -> tuple[list[Entry], int]:
    """A page of entries that have every word of a search, the latest first, and the number of all.

    A word is looked for in the names of who acted and of what was acted on, in what was done, and in what was written
    before and after. A day («۱۳ مهر» or 1398/07/13) finds the entries of that day.
    """
    conditions = _conditions(voice, today, search)
    total = await session.scalar(select(func.count()).select_from(Audit).where(*conditions))
    rows = await session.scalars(select(Audit).where(*conditions).order_by(Audit.id.desc()).offset(offset).limit(most))
    return await _entries(session, rows.all()), total or 0


async def before(
    session: Session, voice: Formatter, today: date, search: str, row_id: int | None, most: int
) -> list[Entry]:
    """Entries that a search finds from the latest on, or from the one before ``row_id`` on."""
    conditions = [*_conditions(voice, today, search), *([Audit.id < row_id] if row_id else [])]
    rows = await session.scalars(select(Audit).where(*conditions).order_by(Audit.id.desc()).limit(most))
    return await _entries(session, rows.all())


async def get(session: Session, entry_id: int) -> Entry:
    """One entry. Raises Refused when there is none any more."""
    [entry] = await _entries(session, [existing(await session.get(Audit, entry_id))])
    return entry


def lines(entry: Entry, but: Collection[str] = ()) -> list[Text]:
    """The details of an entry, a line each, ``but`` some: what was written before and after comes last."""
    names = sorted(entry.details.keys() - set(but), key=lambda name: (name.startswith(("before", "after")), name))
    order = [*(name for name in names if name != "after"), *(name for name in names if name == "after")]
    return [T("audit.detail", name=_label(_FIELD, name), value=Personal(value(entry.details[name]))) for name in order]


def _conditions(voice: Formatter, today: date, search: str) -> list[ColumnElement[bool]]:
    if day := jalali.parse(search, today) if search else None:
        return [_on(day, voice.zone)]
    return [_has(word, voice, today) for word in dict.fromkeys(search[:MOST_LETTERS].split()[:MOST_WORDS])]


def _on(day: date, zone: ZoneInfo) -> ColumnElement[bool]:
    start = datetime.combine(day, time(), zone)
    return and_(Audit.at >= start, Audit.at < start + timedelta(days=1))


def _has(word: str, voice: Formatter, today: date) -> ColumnElement[bool]:
    if day := jalali.parse(word, today):
        return _on(day, voice.zone)
    folded = fold(word)
    people = select(Person.id).where(Person.name_fold.contains(folded, autoescape=True))
    agencies = select(Agency.id).where(Agency.name_fold.contains(folded, autoescape=True))
    of_agencies = or_(Membership.agency_id.in_(agencies), Membership.person_id.in_(people))
    found = [
        Audit.person_id.in_(people),
        and_(Audit.subject.in_(_OF_PERSON), Audit.subject_id.in_(people)),
        and_(Audit.subject == "membership", Audit.subject_id.in_(select(Membership.id).where(of_agencies))),
        and_(
            Audit.subject == "request",
            Audit.subject_id.in_(select(JoinRequest.id).where(JoinRequest.person_id.in_(people))),
        ),
        and_(Audit.subject.in_(("agency", "people")), Audit.subject_id.in_(agencies)),
        Audit.action.in_(_codes(_ACTION, folded, voice)),
        Audit.subject.in_(_codes(_SUBJECT, folded, voice)),
        cast(Audit.details, TextType).contains(word, autoescape=True),
    ]
    number = latin_digits(word)
    if number.isdecimal() and len(number) < 10:
        found.append(Audit.subject_id == int(number))
        resolutions = select(Resolution.id).where(Resolution.number == int(number))
        found.append(and_(Audit.subject == "resolution", Audit.subject_id.in_(resolutions)))
    return or_(*found)


def _codes(prefix: str, folded: str, voice: Formatter) -> list[str]:
    """The codes whose words have a part of a search in them."""
    return [code for code, words in _said(prefix, voice.language).items() if folded in words]


@cache
def _said(prefix: str, language: str) -> dict[str, str]:
    voice = Formatter(language, ZoneInfo("UTC"))
    keys = [key for key in sources(language) if key.startswith(f"{prefix}.")]
    return {key.removeprefix(f"{prefix}."): fold(voice.plain(T(key))) for key in keys}


async def _entries(session: Session, rows: Sequence[Audit]) -> list[Entry]:
    actors = {row.person_id for row in rows if row.person_id}
    people = {one.id: one for one in await session.scalars(select(Person).where(Person.id.in_(actors)))}
    names = await _names(session, rows)
    entries = []
    for row in rows:
        actor = people.get(row.person_id or 0)
        who: Words = members.formal_name(actor) if actor else T("audit.program")
        what = T("audit.what", action=_label(_ACTION, row.action), subject=_label(_SUBJECT, row.subject))
        about = names.get((row.subject, row.subject_id)) or (str(row.subject_id) if row.subject_id else "")
        entries.append(Entry(row.id, row.at, who, what, about, row.details))
    return entries


async def _names(session: Session, rows: Iterable[Audit]) -> dict[tuple[str, int], Words]:
    """The names of the rows that entries are about, for the kinds that have one."""
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.subject, set()).add(row.subject_id)
    names: dict[tuple[str, int], Words] = {}
    for subject in _OF_PERSON & ids.keys():
        for person in await session.scalars(select(Person).where(Person.id.in_(ids[subject]))):
            names[subject, person.id] = members.formal_name(person)
    held = select(Membership).options(joinedload(Membership.person), joinedload(Membership.agency))
    for membership in await session.scalars(held.where(Membership.id.in_(ids.get("membership", ())))):
        role = members.role_of(membership)
        names["membership", membership.id] = Personal(
            T("audit.member", name=members.formal_name(membership.person), role=role), role
        )
    asked = select(JoinRequest).options(joinedload(JoinRequest.person))
    for request in await session.scalars(asked.where(JoinRequest.id.in_(ids.get("request", ())))):
        names["request", request.id] = members.formal_name(request.person)
    for invitation in await session.scalars(select(Invitation).where(Invitation.id.in_(ids.get("invitation", ())))):
        names["invitation", invitation.id] = Personal(invitation.name)
    await _name_affairs(session, ids, names)
    return names


async def _name_affairs(session: Session, ids: dict[str, set[int]], names: dict[tuple[str, int], Words]) -> None:
    for subject in {"agency", "people"} & ids.keys():
        for agency in await session.scalars(select(Agency).where(Agency.id.in_(ids[subject]))):
            names[subject, agency.id] = agency.name
    for group in await session.scalars(select(Group).where(Group.id.in_(ids.get("group", ())))):
        names["group", group.id] = group.name
    for meeting in await session.scalars(select(Meeting).where(Meeting.id.in_(ids.get("meeting", ())))):
        names["meeting", meeting.id] = wording.meeting_name(meeting.title, meeting.number)
    resolutions = select(Resolution).options(joinedload(Resolution.meeting))
    for resolution in await session.scalars(resolutions.where(Resolution.id.in_(ids.get("resolution", ())))):
        names["resolution", resolution.id] = wording.resolution_name(resolution.number, "", resolution.meeting.number)
    owed = select(Obligation).options(
        joinedload(Obligation.resolution).joinedload(Resolution.meeting), joinedload(Obligation.agency)
    )
    for one in await session.scalars(owed.where(Obligation.id.in_(ids.get("obligation", ())))):
        title = wording.resolution_name(one.resolution.number, one.item, one.resolution.meeting.number)
        names["obligation", one.id] = T("audit.owed", title=title, agency=one.agency.name)


def _label(prefix: str, code: str) -> Text | str:
    """The words of a code; one that has none is shown as it is."""
    key = f"{prefix}.{code}"
    return T(key) if key in sources("fa") else code


def value(kept: Any) -> str:
    """A stored value in one line."""
    if isinstance(kept, dict):
        return "، ".join(f"{name}: {value(one)}" for name, one in kept.items() if one not in (None, "", [], {}))
    if isinstance(kept, list):
        return "؛ ".join(map(value, kept))
    return "" if kept is None else str(kept)
