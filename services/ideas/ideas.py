"""Ideas of members: sent, added to and withdrawn by their authors; answered and decided by the secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.persian.text import fold
from models.tables.ideas import Idea, IdeaEntry, IdeaEntryKind, IdeaState, IdeaSubject
from models.tables.people import Person
from services import audit
from services.context import ActionContext
from services.errors import AlreadyDecided, Ended, Refused, existing
from services.ideas.questions import check_room
from services.messaging import buttons, recipients, secretary_notices
from services.messaging.notify import PERSON, notify
from services.messaging.secretary_notices import NoticeKind
from texts.answer_summary import clip

SETTABLE = (
    IdeaState.UNDER_STUDY,
    IdeaState.FOR_MEETING,
    IdeaState.ACCEPTED,
    IdeaState.REJECTED,
    IdeaState.DONE,
)
"""The states that a secretary may set by a button, in the order of an idea's way."""

ABOUT = 60
"""Characters of an idea by which its author knows it again in a message."""
TOLD = 1500
"""Characters of the secretariat's words in a message; the thread has the whole of them."""


@dataclass(frozen=True, slots=True)
class NewIdea:
    """An idea on its way to be stored. ``topic`` names the resolution or the neighbourhood, listed or not."""

    subject: IdeaSubject
    text: str
    attachments: list[Any] = field(default_factory=list)
    topic: str = ""
    resolution_id: int | None = None
    neighbourhood_id: int | None = None
    anonymous: bool = False


class AlreadySet(AlreadyDecided):
    """The refusal to decide on an idea whose state somebody has changed since it was shown."""

    def __init__(self, idea: Idea) -> None:
        last = last_decision(idea)
        super().__init__(
            "ideas.set_before", state=idea.state, by=last.person_id if last else None, at=last.at if last else None
        )
        self.idea = idea


def last_decision(idea: Idea) -> IdeaEntry | None:
    """The latest change of an idea's state, None for a new one."""
    return next((entry for entry in reversed(idea.entries) if entry.kind is IdeaEntryKind.STATE), None)


async def send(context: ActionContext, new: NewIdea) -> Idea:
    """Store a member's idea; the secretaries are told."""
    captions = (file.get("caption", "") for file in new.attachments)
    idea = Idea(
        person_id=context.person,
        subject=new.subject,
        topic=new.topic,
        resolution_id=new.resolution_id,
        neighbourhood_id=new.neighbourhood_id,
        text=new.text,
        text_fold=fold(" ".join((new.topic, new.text, *captions))),
        attachments=new.attachments,
        anonymous=new.anonymous,
        sent_at=context.now,
    )
    context.session.add(idea)
    await context.session.flush()
    audit.record(context, "send", "idea", idea.id)
    await secretary_notices.tell_secretaries(context, NoticeKind.IDEAS)
    return idea


async def add(context: ActionContext, idea_id: int, text: str, attachments: list[Any]) -> Idea:
    """Add words or files of the author; the secretaries are told. Raises Refused for another's or a withdrawn idea."""
    idea = await own(context.session, context.person, idea_id, lock=True)
    if idea.state is IdeaState.WITHDRAWN:
        raise Ended("idea.withdrawn_before")
    check_room(len(idea.entries))
    await _say(context, idea, IdeaEntryKind.ADDITION, text, attachments)
    idea.text_fold = f"{idea.text_fold} {fold(text)}"
    await context.session.flush()
    if idea.state is IdeaState.NEW:
        await secretary_notices.tell_secretaries(context, NoticeKind.IDEAS)
        return idea
    button = Button(T("idea.open"), Tap("ideas.open", idea.id))
    screen = Screen(T("ideas.added_to", number=idea.id), ((button,), (buttons.MENU,)))
    secretaries = await recipients.secretaries(context.session, reachable=False)
    await notify(context, secretaries, screen, group_key=f"idea:{idea.id}:{PERSON}")
    return idea


async def withdraw(context: ActionContext, idea_id: int) -> Idea:
    """Withdraw the author's idea while it is new. Raises Refused once the secretariat has taken it up.

    Of its duplicates the first is new again and the others follow that one; their authors and the secretaries are told.
    """
    # They are locked in one order with the idea, as where two are marked as duplicates.
    group = select(Idea.id).where(or_(Idea.id == idea_id, Idea.duplicate_of_id == idea_id)).order_by(Idea.id)
    await context.session.execute(group.with_for_update())
    idea = await own(context.session, context.person, idea_id, lock=True)
    if idea.state is not IdeaState.NEW:
        raise Refused("idea.too_late_to_withdraw", state=T(f"idea.state.{idea.state}"))
    await _set(context, idea, IdeaState.WITHDRAWN, "")
    first, *others = await _duplicates(context.session, idea) or (None,)
    if first is None:
        return idea
    first.duplicate_of_id = None
    await _set(context, first, IdeaState.NEW, "")
    await _tell(context, first, T("idea.told_alone", number=first.id, original=idea.id), "")
    for other in others:
        other.duplicate_of_id = first.id
        await _tell(context, other, T("idea.told_duplicate", number=other.id, original=first.id), "")
    await secretary_notices.tell_secretaries(context, NoticeKind.IDEAS)
    return idea


async def answer(context: ActionContext, idea_id: int, text: str, attachments: list[Any]) -> tuple[Idea, bool]:
    """Answer the author in the thread. Returns the idea, and False when the author is no member any more."""
    idea = await get(context.session, idea_id, lock=True)
    await _say(context, idea, IdeaEntryKind.ANSWER, text, attachments)
    await context.session.flush()
    audit.record(context, "answer", "idea", idea.id)
    return idea, await _tell(context, idea, T("idea.told_answer", number=idea.id), text, len(attachments))


async def decide(context: ActionContext, idea_id: int, version: int, state: IdeaState, words: str = "") -> Idea:
    """Set the state of an idea as it was when it had ``version``; its author is told, with the words.

    The authors of its duplicates are told too. Raises AlreadySet when the state was changed since, Refused for a
    rejection without words.
    """
    if state not in SETTABLE:
        raise Refused("common.stale")
    if state is IdeaState.REJECTED and not words:
        raise Refused("ideas.words_needed")
    idea = await _undecided(context, idea_id, version)
    idea.duplicate_of_id = None
    await _set(context, idea, state, words)
    await _tell(context, idea, T("idea.told", number=idea.id, state=T(f"idea.state.{state}")), words)
    await _tell_duplicates(context, idea, words)
    return idea


async def put_on_agenda(context: ActionContext, idea_id: int) -> None:
    """Set an accepted idea, which was put on an agenda, to be for the meeting; its author is told."""
    idea = await get(context.session, idea_id, lock=True)
    if idea.state is IdeaState.ACCEPTED:
        await _follow_agenda(context, idea, IdeaState.FOR_MEETING)


async def take_off_agenda(context: ActionContext, idea_id: int) -> None:
    """Give an idea, which is on no agenda now, back the acceptance that it had before it was put on one.

    One that the secretariat set to be for the meeting without that stays so.
    """
    idea = await get(context.session, idea_id, lock=True)
    states = [entry.state for entry in idea.entries if entry.kind is IdeaEntryKind.STATE]
    if idea.state is IdeaState.FOR_MEETING and states[-2:-1] == [IdeaState.ACCEPTED]:
        await _follow_agenda(context, idea, IdeaState.ACCEPTED)


async def _follow_agenda(context: ActionContext, idea: Idea, state: IdeaState) -> None:
    """Set what an agenda makes of an idea. Authors who have not been told yet are told the last state alone."""
    await _set(context, idea, state, "")
    told = T("idea.told", number=idea.id, state=T(f"idea.state.{state}"))
    await _tell(context, idea, told, "", group_key=_of_agenda(idea))
    await _tell_duplicates(context, idea, "", by_agenda=True)


def _of_agenda(idea: Idea) -> str:
    return f"idea:{idea.id}:agenda:{PERSON}"


async def _duplicates(session: AsyncSession, idea: Idea) -> Sequence[Idea]:
    rows = await session.scalars(
        _whole().where(Idea.duplicate_of_id == idea.id).order_by(Idea.id).execution_options(populate_existing=True)
    )
    return rows.all()


async def _tell_duplicates(context: ActionContext, idea: Idea, words: str, *, by_agenda: bool = False) -> None:
    """Tell the authors of an idea's duplicates of its state."""
    for duplicate in await _duplicates(context.session, idea):
        told = T("idea.told_original", number=duplicate.id, original=idea.id, state=T(f"idea.state.{idea.state}"))
        await _tell(context, duplicate, told, words, group_key=_of_agenda(duplicate) if by_agenda else "")


async def mark_duplicate(context: ActionContext, idea_id: int, version: int, original_id: int) -> Idea:
    """Mark an idea as a duplicate: its author follows the original's state from then on, and is told so.

    Of a duplicate's duplicate the first is the original. Raises AlreadySet, and Refused for an idea that would be its
    own duplicate or whose original was withdrawn.
    """
    # Both are locked in one order, so that two ideas are never made duplicates of each other.
    both = select(Idea.id).where(Idea.id.in_((idea_id, original_id))).order_by(Idea.id).with_for_update()
    await context.session.execute(both)
    idea = await _undecided(context, idea_id, version)
    original = await get(context.session, original_id)
    if original.duplicate_of_id:
        original = await get(context.session, original.duplicate_of_id)
    if original.id == idea.id or original.state is IdeaState.WITHDRAWN:
        raise Refused("ideas.no_original")
    idea.duplicate_of_id = original.id
    await context.session.execute(
        update(Idea).where(Idea.duplicate_of_id == idea.id).values(duplicate_of_id=original.id)
    )
    await _set(context, idea, IdeaState.DUPLICATE, "")
    await _tell(context, idea, T("idea.told_duplicate", number=idea.id, original=original.id), "")
    return idea


async def for_agenda(session: AsyncSession) -> Sequence[Idea]:
    """The ideas for the next meeting's agenda: those to be put before it, then the accepted ones."""
    rows = await session.scalars(
        _whole()
        .where(Idea.state.in_((IdeaState.FOR_MEETING, IdeaState.ACCEPTED)))
        .order_by(Idea.state != IdeaState.FOR_MEETING, Idea.id)
    )
    return rows.all()


async def get(session: AsyncSession, idea_id: int, *, lock: bool = False) -> Idea:
    """Load an idea with its author and thread, with ``lock`` until the transaction ends.

    Raises Refused when there is none.
    """
    query = _whole().where(Idea.id == idea_id)
    if lock:
        query = query.with_for_update(of=Idea).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def own(session: AsyncSession, person_id: int, idea_id: int, *, lock: bool = False) -> Idea:
    """Load an idea of its author. Raises Refused for another's."""
    idea = await get(session, idea_id, lock=lock)
    if idea.person_id != person_id:
        raise Refused("common.not_yours")
    return idea


async def _undecided(context: ActionContext, idea_id: int, version: int) -> Idea:
    idea = await get(context.session, idea_id, lock=True)
    if idea.version != version or idea.state is IdeaState.WITHDRAWN:
        raise AlreadySet(idea)
    return idea


async def _set(context: ActionContext, idea: Idea, state: IdeaState, words: str) -> None:
    idea.state, idea.version = state, idea.version + 1
    await _say(context, idea, IdeaEntryKind.STATE, words, [], state)
    await context.session.flush()
    audit.record(context, state.value, "idea", idea.id)
    await secretary_notices.decided(context, NoticeKind.IDEAS)


async def _say(
    context: ActionContext,
    idea: Idea,
    kind: IdeaEntryKind,
    text: str,
    attachments: list[Any],
    state: IdeaState | None = None,
) -> None:
    person = await context.session.get_one(Person, context.person)
    idea.entries.append(
        IdeaEntry(person=person, kind=kind, state=state, text=text, attachments=attachments, at=context.now)
    )


async def _tell(
    context: ActionContext, idea: Idea, news: Text, words: str, files: int = 0, *, group_key: str = ""
) -> bool:
    """Tell the author of an idea; False when that is no member any more. A secretary's own news are no news."""
    lines = [news]
    if about := clip(" ".join((idea.text or idea.topic).split()), ABOUT):
        lines.append(T("idea.about", text=about))
    if words:
        lines.append(T("thread.quoted", words=clip(words, TOLD)))
    if files:
        lines.append(T("thread.attached", count=files))
    button = Button(T("idea.open"), Tap("idea", idea.id))
    author = await recipients.members(context.session, [idea.person_id])
    others = [person for person in author if person.id != context.actor]
    screen = Screen(T("form.lines", lines=lines), ((button,), (buttons.MENU,)))
    await notify(context, others, screen, group_key=group_key)
    return bool(author)


def _whole() -> Select[Idea]:
    return select(Idea).options(joinedload(Idea.person), selectinload(Idea.entries).joinedload(IdeaEntry.person))
