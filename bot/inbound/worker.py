"""Worker: handle the inbox in batches.

A batch is up to 64 chats' next updates with their handlers, chat states and answers, in one transaction: all or
nothing.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.event_wait import wait_for_event
from bot.failpoints import failpoint
from bot.failures import log_failure
from bot.inbound import folding
from bot.inbound.queue import InboxQueue, WorkItem
from bot.monitoring.error_reports import ErrorReports
from bot.monitoring.metrics import BATCH, STEP
from bot.platforms.base import Platform
from domain.access.member import Member
from domain.chat.incoming import Incoming, IncomingKind
from domain.chat.screens import Screen
from handlers.core.navigation import LEADS_ON
from handlers.core.turn import Registry, Turn
from handlers.dispatch import respond
from models.database import Database, DatabaseError, Session, is_outage
from models.tables.queues import Lane, Operation, recipient_of
from services.accounts import flood_control
from services.context import ActionContext
from services.conversations import chat_state
from services.conversations.chat_state import Answered, ChatState
from services.messaging import lost_messages, missed, outbox, privacy
from services.organisation import Organisation
from services.planning import returned
from services.queues import inbox
from services.queues import outbox as outbox_queue
from services.queues.outbox import Shown
from texts.format import voice as voice_of

log = structlog.get_logger()

CHATS = 64
"""The most chats of a batch."""
OUTAGE_PAUSE = 0.5
"""Seconds after which a batch that met an outage of the database is done again."""
ATTEMPTS = 20
"""The most times that an update is done again after an outage."""


class Worker:
    """Worker that runs the handlers of waiting updates. ``answered`` is called when answers wait for the messenger.

    Set ``arrived`` when there may be more updates.
    """

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        registry: Registry,
        platforms: dict[str, Platform],
        errors: ErrorReports,
        answered: Callable[[], None],
    ) -> None:
        self._db, self._organisation, self._registry, self._platforms = db, organisation, registry, platforms
        self._errors, self._answered = errors, answered
        self._queue = InboxQueue(platforms, organisation.clock)
        self.arrived = asyncio.Event()

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            self.arrived.clear()
            try:
                pause = await self.run_batch()
            except Exception as error:
                # The database itself failed: nothing was committed, and the batch is done again.
                log_failure(log, "a batch failed", error)
                pause = 1.0
            if pause:
                await wait_for_event(self.arrived, pause)

    async def run_batch(self) -> float:
        """Serve one batch. Returns the seconds after which there may be another without any update arriving."""
        began = time.perf_counter()
        try:
            async with self._db.write() as session:
                items, wait = await self._queue.claim(session, CHATS)
                if items:
                    if await self._serve(session, items) < len(items):
                        wait = 0.0
                    failpoint("in_a_batch")
            if items:
                BATCH(time.perf_counter() - began)
        except Exception as error:
            log.warning("a batch is done again, one update at a time", kind=type(error).__name__)
            if is_outage(error):
                await asyncio.sleep(OUTAGE_PAUSE)
            items = await self._one_by_one()
            wait = 0.0 if items else 1.0
        if items:
            self._answered()
        return wait

    async def _one_by_one(self) -> list[WorkItem]:
        """Serve the same updates again, each in its own transaction; record one that fails, and tell its sender.

        Raises what an outage of the database is: nothing else failed, and the update is done again. One that meets an
        outage ``ATTEMPTS`` times has failed itself, for it would keep all others waiting.
        """
        async with self._db.read() as session:
            items, _ = await self._queue.claim(session, CHATS)
        for item in items:
            try:
                async with self._db.write() as session:
                    await self._serve(session, [item])
            except Exception as error:
                if is_outage(error) and item.rows[0]["attempts"] < ATTEMPTS:
                    async with self._db.write() as session:
                        await inbox.count_attempt(session, item.rows[0]["id"])
                    raise
                async with self._db.write() as session:
                    await self._fail(session, item, error)
        return items

    async def _serve(self, session: Session, items: Sequence[WorkItem]) -> int:
        """Serve the first chat of each person; returns the number of chats served."""
        now = self._organisation.clock.now()
        private = {item.incoming.chat: item.incoming for item in items if item.incoming and item.incoming.private}
        users = [chat_state.ChatUser(i.chat, i.user, i.name) for i in private.values()]
        states = await chat_state.load(session, users, now)
        items = _first_chat_per_person(items, states)
        await self._drop_lost_taps(session, items)
        targets = await self._targets(session, items)
        answers: list[dict[str, Any]] = []
        for item in items:
            if item.incoming:
                answers += await self._turn(session, now, item.incoming, states, targets)
                if item.incoming.private and (answered := states[item.incoming.chat].answered):
                    answers += await _strips(session, item.incoming, answered, now)
        await chat_state.save(session, states, now)
        if replaced := folding.replaced_by(answers):
            await outbox.cancel(session, replaced, folding.FOLDED)
        if answers:
            await outbox_queue.add(session, answers)
        await inbox.finish(session, [end for item in items for end in item.ends])
        return len(items)

    async def _drop_lost_taps(self, session: Session, items: Sequence[WorkItem]) -> None:
        """Take for no button of ours what is pressed on a message that a restoration of a backup took back."""
        last = self._organisation.last_restored
        if last is None:
            return
        taps = [item.incoming for item in items if item.incoming and item.incoming.tap]
        lost = await lost_messages.lost(session, last, taps)
        for item in items:
            if item.incoming in lost:
                item.incoming = replace(item.incoming, tap=None)

    async def _targets(self, session: Session, items: Sequence[WorkItem]) -> dict[tuple[str, int], Shown]:
        """Find the outbox rows of the messages that were tapped: an answer edits them, unless they hold a file."""
        taps = [item.incoming for item in items if item.incoming and item.incoming.kind is IncomingKind.TAP]
        return await outbox_queue.texts_shown(session, [(tap.chat, tap.message_id) for tap in taps]) if taps else {}

    async def _turn(
        self,
        session: Session,
        now: datetime,
        incoming: Incoming,
        states: dict[str, ChatState],
        targets: dict[tuple[str, int], Shown],
    ) -> Sequence[dict[str, Any]]:
        began = time.perf_counter()
        state = states.get(incoming.chat) or ChatState(Member(0, 0))
        if incoming.kind in (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED) and incoming.private:
            await chat_state.mark_reachable(session, incoming.chat, incoming.kind is IncomingKind.UNBLOCKED)
        if state.returned and incoming.private and incoming.kind is not IncomingKind.BLOCKED:
            await missed.bring_back(session, state.member.person_id, now)
            back = ActionContext(session, self._organisation, None, now)
            await returned.tell(back, state.member.person_id)
        language = state.member.language if incoming.private else self._organisation.language
        turn = Turn(
            incoming,
            session,
            now,
            self._organisation,
            state.member,
            voice_of(language, self._organisation.zone),
            self._registry,
        )
        before = state.draft.id if state.draft else 0
        screens = await respond(turn, state)
        # A form opens in a message of its own, and so does what a notice leads to: the button and its message stay.
        opened = incoming.kind is IncomingKind.TAP and not before and state.draft is not None
        shown = targets.get((incoming.chat, incoming.message_id))
        leads_on = shown and shown.notice and incoming.tap and incoming.tap.name in LEADS_ON
        target = shown.row if shown and not (turn.fresh or opened or leads_on) else None
        answers = self._answers(turn, screens, target)
        STEP(time.perf_counter() - began)
        return folding.fold(answers) if state.unsent >= flood_control.MOST_UNSENT else answers

    def _answers(self, turn: Turn, screens: Sequence[Screen], target: int | None) -> list[dict[str, Any]]:
        incoming, now = turn.incoming, turn.now
        language, recipient = turn.voice.language, recipient_of(turn.member.person_id, incoming.chat)
        rows = []
        unseen = turn.toast if turn.toast and self._shows_no_toast(incoming) else None
        if incoming.callback_id:
            rows.append(
                outbox.row(
                    Screen(turn.toast) if turn.toast and not unseen else None,
                    now,
                    chat=incoming.chat,
                    language=language,
                    operation=Operation.TOAST,
                    callback_id=incoming.callback_id,
                )
            )
        if incoming.topic:
            screens = [replace(screen, topic=incoming.topic) for screen in screens]
        for screen, outcome in zip(screens, privacy.announced(self._organisation, incoming.chat, screens), strict=True):
            edits = target is not None and not (screen.ask or screen.forget or screen.keys)
            rows.append(
                outbox.row(
                    screen,
                    now,
                    chat=incoming.chat,
                    operation=Operation.EDIT if edits else Operation.SEND,
                    target_id=target if edits else None,
                    language=language,
                    recipient=recipient,
                    **outcome,
                )
            )
            target = None
        if unseen and not any(turn.voice.plain(unseen) in turn.voice.plain(screen.text) for screen in screens):
            rows.append(
                outbox.row(
                    Screen(unseen, topic=incoming.topic),
                    now,
                    chat=incoming.chat,
                    language=language,
                    recipient=recipient,
                )
            )
        return rows

    def _shows_no_toast(self, incoming: Incoming) -> bool:
        """Tell whether a tap came from a client that shows no answer to it."""
        blind = self._platforms[incoming.chat.partition(":")[0]].capabilities.toastless_callback_prefix
        return bool(blind) and incoming.callback_id.startswith(blind)

    async def _fail(self, session: Session, item: WorkItem, error: Exception) -> None:
        item.error = error
        await inbox.finish(session, item.ends)
        try:
            async with session.begin_nested():
                await self._notify_sender(session, item, error)
        except DatabaseError as failed:
            # The same statement may have failed in the turn; the queue has to go on all the same.
            log.error("nobody could be told of an error", kind=type(failed).__name__)

    async def _notify_sender(self, session: Session, item: WorkItem, error: Exception) -> None:
        screen = await self._errors.record(session, error, updates=[row["update_id"] for row in item.rows])
        now = self._organisation.clock.now()
        if item.incoming and item.incoming.private:
            person_id = await chat_state.person_of(session, item.incoming.chat)
            notice = outbox.row(screen, now, chat=item.incoming.chat, person_id=person_id)
            toast = outbox.row(
                None, now, chat=item.incoming.chat, operation=Operation.TOAST, callback_id=item.incoming.callback_id
            )
            await outbox.write(session, [toast, notice] if item.incoming.callback_id else [notice])


async def _strips(session: Session, incoming: Incoming, answered: Answered, now: datetime) -> list[dict[str, Any]]:
    """Return the rows that take the buttons from the questions that were answered.

    The message of a tap is not among them: the answer to the tap stands in its place.
    """
    asking = await outbox_queue.asking(session, incoming.chat, answered.draft_id)
    left = [row.id for row in asking if row.message_id != incoming.message_id]
    return [
        outbox.row(None, now, chat=incoming.chat, operation=Operation.STRIP, lane=Lane.BROADCAST, target_id=row_id)
        for row_id in (left if answered.whole else left[:1])
    ]


def _first_chat_per_person(items: Sequence[WorkItem], states: dict[str, ChatState]) -> list[WorkItem]:
    """Keep the first chat of each person: another one has the same drafts, so it waits for the next batch."""
    served: list[WorkItem] = []
    people = set[int]()
    for item in items:
        state = states.get(item.incoming.chat) if item.incoming else None
        if state and state.member.person_id in people:
            continue
        if state:
            people.add(state.member.person_id)
        served.append(item)
    return served
