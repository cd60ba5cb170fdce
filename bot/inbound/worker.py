"""Rounds: up to 64 chats' next updates, their handlers, their states and their answers, in one transaction: all or
nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from sqlalchemy import RowMapping, bindparam, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.event_wait import wait_for_event
from bot.failpoints import failpoint
from bot.inbound.queue import InboxQueue, WorkItem
from bot.monitoring.error_reports import Failures
from bot.platforms.base import Platform
from domain.access.member import Member
from domain.chat.incoming import Incoming, Kind
from domain.chat.screens import Screen
from handlers.core.turn import Registry, Turn
from handlers.dispatch import respond
from models.base import table_of
from models.database import Database
from models.queues import Inbox, InboxState, Operation, Outbox
from services.conversations import chat_state
from services.conversations.chat_state import ChatState
from services.messaging import outbox, privacy
from services.organisation import Organisation
from texts.format import voice as voice_of

log = structlog.get_logger()

CHATS = 64
# Statements of every round are built once: building costs more than running them.
_END = update(table_of(Inbox)).where(table_of(Inbox).c.id == bindparam("row"))
_TAPPED = (
    select(Outbox.chat, Outbox.message_id, func.max(Outbox.id))
    .where(
        Outbox.chat.in_(bindparam("chats", expanding=True)),
        Outbox.message_id.in_(bindparam("messages", expanding=True)),
        Outbox.operation == Operation.SEND,
        Outbox.media.is_(False),
    )
    .group_by(Outbox.chat, Outbox.message_id)
)


class Worker:
    """Works the inbox off. ``sent`` is set when answers wait for the messenger."""

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        registry: Registry,
        platforms: dict[str, Platform],
        failures: Failures,
        sent: Callable[[], None],
    ) -> None:
        self._db, self._organisation, self._registry, self._platforms = db, organisation, registry, platforms
        self._failures, self._sent = failures, sent
        self._claims = InboxQueue(platforms, organisation.clock)
        self.arrived = asyncio.Event()

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            self.arrived.clear()
            try:
                done, pause = await self.round()
            except Exception:
                # The database itself failed: nothing was done, and all of it is done again.
                log.exception("a round failed")
                done, pause = 0, 1.0
            if not done:
                await wait_for_event(self.arrived, pause)

    async def round(self) -> tuple[int, float]:
        """One round. Returns how many chats it served, and how long to wait when there were none."""
        try:
            async with self._db.write() as session:
                cases, wait = await self._claims.next(session, CHATS)
                if cases:
                    await self._serve(session, cases)
                    failpoint("in_a_round")
        except Exception as error:
            log.warning("a round is done again, one update at a time", kind=type(error).__name__)
            cases = await self._one_by_one()
        if cases:
            self._sent()
        return len(cases), wait if cases == [] else 0.0

    async def _one_by_one(self) -> list[WorkItem]:
        """The same updates again, each in its own transaction; one that fails alone is recorded and its sender told."""
        async with self._db.read() as session:
            cases, _ = await self._claims.next(session, CHATS)
        for case in cases:
            try:
                async with self._db.write() as session:
                    await self._serve(session, [case])
            except Exception as error:
                async with self._db.write() as session:
                    await self._fail(session, case, error)
        return cases

    async def _serve(self, session: AsyncSession, cases: Sequence[WorkItem]) -> None:
        now = self._organisation.clock.now()
        private = {case.incoming.chat: case.incoming for case in cases if case.incoming and case.incoming.private}
        callers = [chat_state.ChatUser(i.chat, i.user, i.name) for i in private.values()]
        standings = await chat_state.load(session, callers, now)
        cases = _one_a_person(cases, standings)
        targets = await self._targets(session, cases)
        answers: list[dict[str, Any]] = []
        for case in cases:
            if case.incoming:
                answers += await self._turn(session, case.incoming, standings, targets)
        await chat_state.save(session, standings, now)
        connection = await session.connection()
        if answers:
            await connection.execute(insert(table_of(Outbox)), answers)
        await connection.execute(_END, [_ended(row, case) for case in cases for row in case.rows])

    async def _targets(self, session: AsyncSession, cases: Sequence[WorkItem]) -> dict[tuple[str, int], int]:
        """The rows of the outbox whose messages were tapped: an answer edits them, unless they hold a file."""
        taps = [case.incoming for case in cases if case.incoming and case.incoming.kind is Kind.TAP]
        if not taps:
            return {}
        tapped = {"chats": [tap.chat for tap in taps], "messages": [tap.message_id for tap in taps]}
        rows = await session.execute(_TAPPED, tapped)
        return {(row[0], int(row[1] or 0)): row[2] for row in rows}

    async def _turn(
        self,
        session: AsyncSession,
        incoming: Incoming,
        standings: dict[str, ChatState],
        targets: dict[tuple[str, int], int],
    ) -> list[dict[str, Any]]:
        place = standings.get(incoming.chat) or ChatState(Member(0, 0))
        if incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED) and incoming.private:
            await chat_state.mark_reachable(session, incoming.chat, incoming.kind is Kind.UNBLOCKED)
        language = place.member.language if incoming.private else self._organisation.language
        turn = Turn(
            incoming,
            session,
            self._organisation.clock,
            self._organisation,
            place.member,
            voice_of(language, self._organisation.zone),
            self._registry,
        )
        screens = await respond(turn, place)
        target = None if turn.fresh else targets.get((incoming.chat, incoming.message_id))
        return self._answers(turn, screens, target)

    def _answers(self, turn: Turn, screens: Sequence[Screen], target: int | None) -> list[dict[str, Any]]:
        incoming, now = turn.incoming, turn.now
        language = turn.voice.language
        rows = []
        unseen = turn.toast if turn.toast and self._shows_no_toast(incoming) else None
        if incoming.callback_id:
            rows.append(
                outbox.row(
                    Screen(turn.toast) if turn.toast and not unseen else None,
                    now,
                    chat=incoming.chat,
                    operation=Operation.TOAST,
                    callback_id=incoming.callback_id,
                    language=language,
                )
            )
        for screen, outcome in zip(screens, privacy.announced(self._organisation, incoming.chat, screens), strict=True):
            edits = target is not None and not (screen.ask or screen.forget)
            rows.append(
                outbox.row(
                    screen,
                    now,
                    chat=incoming.chat,
                    operation=Operation.EDIT if edits else Operation.SEND,
                    target_id=target if edits else None,
                    language=language,
                    **outcome,
                )
            )
            target = None
        if unseen and not any(turn.voice.plain(unseen) in turn.voice.plain(screen.text) for screen in screens):
            rows.append(outbox.row(Screen(unseen), now, chat=incoming.chat, language=language))
        return rows

    def _shows_no_toast(self, incoming: Incoming) -> bool:
        """Whether a tap came from a client that shows no answer to it."""
        blind = self._platforms[incoming.chat.partition(":")[0]].can.toastless_callback_prefix
        return bool(blind) and incoming.callback_id.startswith(blind)

    async def _fail(self, session: AsyncSession, case: WorkItem, error: Exception) -> None:
        case.error = error
        connection = await session.connection()
        await connection.execute(_END, [_ended(row, case) for row in case.rows])
        try:
            async with session.begin_nested():
                await self._tell(session, case, error)
        except SQLAlchemyError as failed:
            # Perhaps it was just this that failed before: the line goes on all the same.
            log.error("nobody could be told of an error", kind=type(failed).__name__)

    async def _tell(self, session: AsyncSession, case: WorkItem, error: Exception) -> None:
        screen = await self._failures.record(session, error, updates=[row["update_id"] for row in case.rows])
        now = self._organisation.clock.now()
        if case.incoming and case.incoming.private:
            person_id = await chat_state.person_of(session, case.incoming.chat)
            told = outbox.row(screen, now, chat=case.incoming.chat, person_id=person_id)
            toast = outbox.row(
                None, now, chat=case.incoming.chat, operation=Operation.TOAST, callback_id=case.incoming.callback_id
            )
            await outbox.write(session, [toast, told] if case.incoming.callback_id else [told])


def _one_a_person(cases: Sequence[WorkItem], standings: dict[str, ChatState]) -> list[WorkItem]:
    """The first chat of each person: a second one has the same drafts in hand, and waits for the next round."""
    served: list[WorkItem] = []
    people = set[int]()
    for case in cases:
        place = standings.get(case.incoming.chat) if case.incoming else None
        if place and place.member.person_id in people:
            continue
        if place:
            people.add(place.member.person_id)
        served.append(case)
    return served


def _ended(row: RowMapping, case: WorkItem) -> dict[str, Any]:
    if case.error is None:
        return {"row": row["id"], "state": InboxState.DONE, "error": ""}
    state = InboxState.FAILED if case.incoming else InboxState.UNREADABLE
    return {"row": row["id"], "state": state, "error": f"{type(case.error).__name__}"}
