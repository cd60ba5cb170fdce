"""The notice of what a meeting decided, one to each person of its owners: to many of them some at a time, by a tick."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.database import Database
from models.tables.meetings import OPEN_STATES, Meeting, MeetingState, Obligation, Resolution
from models.tables.organisation import Fact
from services import facts
from services.context import ActionContext
from services.directory import welcome
from services.isolation import isolated
from services.meetings import notice_receipts
from services.messaging import buttons, outbox, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation
from services.slices import slices
from texts import wording
from texts.answer_summary import clip

AT_ONCE = 100
"""The most people whom one transaction tells."""
MADE_AT_ONCE = 2000
"""The most obligations of whose owners one transaction tells, where there is more than one person."""
UNTOLD = "owners_untold:"
"""The beginning of the names of facts about notices of which a tick has still to tell."""
PARKED, PARKED_NOTICES = "tell_owner", "tell_owners"
"""The kinds of the parked rows: people who can't be told, and meetings of which nobody can."""
MOST_LEADS = 3
"""The agencies in charge of a resolution that its partner is told of by name."""
OfAgencies = Mapping[int, Sequence[Recipient]]
"""The people who answer for each agency."""


@dataclass(frozen=True, slots=True)
class OwnerNotice:
    """News of the obligations ``made`` in a meeting, under ``head``.

    ``helping`` are the numbers of the resolutions in which an agency helps another, by its id. The notice is to be
    seen: «رؤیت شد» stands under it.
    """

    meeting_id: int
    head: Text
    made: Sequence[int]
    helping: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the notice as a fact keeps it."""
        helping = {str(agency_id): list(numbers) for agency_id, numbers in self.helping.items()}
        return {
            "meeting": self.meeting_id,
            "head": Screen(self.head).to_json(),
            "made": list(self.made),
            "helping": helping,
        }

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> OwnerNotice:
        """Load a notice that a fact keeps."""
        helping = {int(agency_id): numbers for agency_id, numbers in kept["helping"].items()}
        return OwnerNotice(kept["meeting"], Screen.from_json(kept["head"]).text, kept["made"], helping)


async def tell(context: ActionContext, notice: OwnerNotice) -> int:
    """Tell each person in one message of all their agencies' news, many of them by a tick; return their number."""
    of_agencies = await _of_agencies(context.session, notice)
    people = _ids(of_agencies)
    if len(people) <= _at_once(notice, people):
        return len(await _tell(context, notice, of_agencies, people))
    first = notice.made[0] if notice.made else int(context.now.timestamp())
    await facts.put(context.session, f"{UNTOLD}{notice.meeting_id}.{first}", notice.to_json())
    return len(people)


async def tell_rest(db: Database, organisation: Organisation, now: datetime) -> int:
    """Tell those who are many, some at a time; called by a tick. Return the number of those told now.

    A person or a meeting that fails is parked alone. Raises ExceptionGroup of what failed.
    """
    async with db.read() as session:
        waiting = (await session.scalars(select(Fact).where(Fact.name.startswith(UNTOLD)).order_by(Fact.name))).all()
    done = 0
    async with isolated(db, PARKED_NOTICES, now) as meetings, isolated(db, PARKED, now) as isolation:
        for fact in waiting:
            notice = OwnerNotice.from_json(fact.value)
            for of_agencies in await meetings.run([notice.meeting_id], partial(_untold, notice, fact.name)):
                people = _ids(of_agencies)
                left = set(people)
                for part in slices(people, _at_once(notice, people)):
                    work = partial(_tell_some, organisation, now, notice, of_agencies, fact.name)
                    for told in await isolation.run(part, work):
                        left.difference_update(told)
                done += len(people) - len(left)
                if not left:
                    async with db.write() as session:
                        await session.execute(delete(Fact).where(Fact.name == fact.name))
    return done


async def _untold(notice: OwnerNotice, name: str, session: AsyncSession, _: Sequence[int]) -> OfAgencies:
    """Those who have not been told yet; nobody once the meeting was withdrawn."""
    meeting = await session.get_one(Meeting, notice.meeting_id)
    if meeting.state is not MeetingState.ISSUED:
        return {}
    of_agencies = await _of_agencies(session, notice)
    keys = {_key(name, 0).replace(PERSON, str(number)): number for number in _ids(of_agencies)}
    known = await outbox.known_keys(session, keys)
    untold = {number for key, number in keys.items() if key not in known}
    return {
        agency_id: people for agency_id, people in of_agencies.items() if any(person.id in untold for person in people)
    }


async def _tell_some(
    organisation: Organisation,
    now: datetime,
    notice: OwnerNotice,
    of_agencies: OfAgencies,
    name: str,
    session: AsyncSession,
    ids: Sequence[int],
) -> Sequence[int]:
    await _tell(ActionContext(session, organisation, None, now), notice, of_agencies, ids, name)
    return ids


async def _of_agencies(session: AsyncSession, notice: OwnerNotice) -> OfAgencies:
    owing = select(Obligation.agency_id).where(Obligation.id.in_(notice.made)).distinct()
    owners = await session.scalars(owing) if notice.made else ()
    return await recipients.of_agencies(session, {*owners, *notice.helping})


def _at_once(notice: OwnerNotice, people: Sequence[int]) -> int:
    """The number of people whom one transaction tells: fewer where each is told of much."""
    return max(1, min(AT_ONCE, MADE_AT_ONCE * len(people) // max(1, len(notice.made))))


def _ids(of_agencies: OfAgencies) -> list[int]:
    return sorted({person.id for people in of_agencies.values() for person in people})


async def _tell(
    context: ActionContext, notice: OwnerNotice, of_agencies: OfAgencies, ids: Collection[int], name: str = ""
) -> set[int]:
    """Tell some people in one transaction; with ``name`` nobody twice. Return those who were told."""
    wanted = set(ids)
    acts_for: dict[int, set[int]] = {}
    people: dict[int, Recipient] = {}
    for agency_id, answering in of_agencies.items():
        for person in answering:
            if person.id in wanted:
                people[person.id] = person
                acts_for.setdefault(person.id, set()).add(agency_id)
    agency_ids = set[int]().union(*acts_for.values())
    helped = {number for agency_id in agency_ids for number in notice.helping.get(agency_id, ())}
    views = await _views(context.session, notice.made, agency_ids, helped)
    messages = {person_id: _screens(notice, views, agencies) for person_id, agencies in acts_for.items()}
    last: dict[int, int] = {}
    for place in range(max(map(len, messages.values()), default=0)):
        part = {number: shown[place] for number, shown in messages.items() if place < len(shown)}
        concerned = [people[number] for number in part]
        written = await notify(context, concerned, partial(_own, part), dedupe_key=_key(name, place) if name else "")
        last |= {message.person_id: message.id for message in written if message.person_id}
    await notice_receipts.expect(context, notice.meeting_id, last)
    return set(last)


async def _views(
    session: AsyncSession, made: Sequence[int], agency_ids: Collection[int], helped: Collection[int]
) -> list[View]:
    """Load the new obligations of some agencies, and of others those of resolutions in which these help."""
    if not made:
        return []
    concerned = or_(Obligation.agency_id.in_(agency_ids), Resolution.number.in_(helped))
    return await obligations.views(session, Obligation.id.in_(made), Obligation.state.in_(OPEN_STATES), concerned)


def _screens(notice: OwnerNotice, views: Sequence[View], agency_ids: Collection[int]) -> list[Screen]:
    """The messages to a person who answers for some agencies; none where all of it ended meanwhile."""
    own = [view for view in views if view.agency_id in agency_ids]
    own.sort(key=lambda view: (view.due or date.max, view.number, view.id))
    helped = sorted({number for agency_id in agency_ids for number in notice.helping.get(agency_id, ())})
    if not own and not helped:
        return []
    parts: list[list[Text | str]] = welcome.whole(own) if own else [[]]
    parts[0] = [notice.head, "", *parts[0]]
    rows = [(notice_receipts.button(notice.meeting_id),), *(buttons.TO_TASKS if own else ())]
    if helped:
        parts[-1] += ["", T("reminder.helping")] if own else [T("reminder.helping")]
        parts[-1] += [_helped(number, [view for view in views if view.number == number]) for number in helped]
        parts[-1] += ["", T("reminder.next_step_helping")]
        rows.append((Button(T("tasks.helping"), Tap("helping")),))
    shown = [Screen(T("form.lines", lines=part)) for part in parts]
    return [*shown[:-1], replace(shown[-1], buttons=tuple(rows))]


def _helped(number: int, owed: Sequence[View]) -> Text:
    """A resolution with which a partner helps: the agencies in charge, which ``owed`` are of, and what it says."""
    title = wording.resolution_name(number, "")
    if not owed:
        return title
    leads = wording.comma_separated(list(dict.fromkeys(view.agency for view in owed))[:MOST_LEADS])
    text = clip(" ".join(owed[0].text.split()), welcome.LONGEST)
    return T("minutes.told_partner", title=title, agencies=leads, text=text)


def _own(messages: Mapping[int, Screen], person: Recipient) -> Screen:
    return messages[person.id]


def _key(name: str, place: int) -> str:
    """The key of one message of a notice, by which nobody gets it twice."""
    return f"{name}:{place}:{PERSON}"
