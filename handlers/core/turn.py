"""The input of a handler, and the routing table.

A ``Turn`` is one input with its session, clock, member and the chat's state; a handler's effects are rows. A row of
the routing table names the handler of a command, a tap, a form, a job or a list, and the rule for who may use it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from domain.access.member import Member
from domain.chat.incoming import Incoming
from domain.chat.screens import Screen, Tap, Text
from domain.forms.engine import Fillable, World
from handlers.core.open_form import OpenForm
from models.database import Session
from services.context import ActionContext
from services.conversations import drafts
from services.conversations.notes import Notes
from services.errors import AlreadyDecided, Refused
from services.files.workbook_head import MOST_BYTES, head_of
from services.organisation import Organisation
from texts.format import Formatter

Rule = Callable[[Member], bool]

Reply = Screen | Sequence[Screen] | None
"""A handler's answer: the first screen edits the message of a tap, all others are new messages."""

Row = TypeVar("Row")

PAGE = 8
"""Rows of a list on one screen: what a phone shows without scrolling."""


def screens_of(reply: Reply) -> list[Screen]:
    """Return the screens of an answer, none for None."""
    return [reply] if isinstance(reply, Screen) else list(reply or ())


class Unknown(Refused):
    """The refusal of a stranger: what was asked for needs a role, and the sender has none yet."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished form, as its ``OnSent`` handler gets it; ``sources`` holds message names by question name.

    Of a compiled form the answers are by reference, as they are written, ``rows`` are how many each repeat has, and
    ``files`` are the attachments by the names that answers have for them.
    """

    answers: dict[str, Any]
    subject: str
    about: dict[str, Any]
    sources: dict[str, Any]
    form: Fillable
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    draft_id: int = 0

    @property
    def subject_id(self) -> int:
        """The id of the row that the form is about. Raises ValueError when it is about none."""
        return int(self.subject)

    @property
    def agency_id(self) -> int:
        """The id of the agency for which the form was begun, 0 for one that is for none."""
        return int(self.about.get(drafts.AGENCY) or 0)

    def changed_since(self, now: Any) -> bool:
        """Tell whether ``now`` is not what stood when the form was opened: somebody else wrote meanwhile."""
        return bool(self.about.get("before", now) != now)


@dataclass(slots=True)
class Turn:
    """One input of one chat, with all that a handler needs to answer it.

    ``now`` is the moment of the input, ``today`` its date in the organisation's time zone.
    ``form`` is the form in hand, ``notes`` is what screens keep for the chat, ``registry`` the whole bot's table.
    ``toast`` is shown briefly over the chat after a tap; ``fresh`` asks for a new message even after a tap. The turn is
    ``late`` when another person has decided meanwhile, so that what was typed for it goes nowhere.
    """

    incoming: Incoming
    session: Session
    now: datetime
    organisation: Organisation
    member: Member
    voice: Formatter
    registry: Registry
    form: OpenForm | None = None
    notes: Notes = field(default_factory=Notes)
    toast: Text | None = None
    fresh: bool = False
    late: bool = False
    today: date = field(init=False)
    _workbook: tuple[bytes, str] | None = None

    def __post_init__(self) -> None:
        self.today = self.day(self.now)

    @property
    def context(self) -> ActionContext:
        """The context in which services act for the sender, now."""
        return ActionContext(self.session, self.organisation, self.member.person_id, self.now)

    @property
    def world(self) -> World:
        """The world in which the sender fills in a form."""
        known = {"username": self.incoming.name, "deviceid": self.incoming.chat}
        now, language = self.now.astimezone(self.organisation.zone), self.voice.language
        return World(now, language, known, self.organisation.form_rows)

    @property
    def personal_here(self) -> bool:
        """Tell whether names, numbers and files may stand in this chat."""
        return self.organisation.may_hold(self.incoming.chat)

    @property
    def workbook(self) -> tuple[bytes, str]:
        """The head of the one workbook that came, by which a file of ours is known, and its hash; blank for none."""
        if self._workbook is None:
            files = [file for file in self.incoming.files if not file.trouble]
            is_one = len(files) == 1 and files[0].name.lower().endswith(".xlsx") and files[0].size <= MOST_BYTES
            digest = files[0].hash if is_one else ""
            self._workbook = (head_of(self.organisation.store.read(digest)) if digest else b"", digest)
        return self._workbook

    def day(self, moment: datetime) -> date:
        """Return the date of a moment in the organisation's time zone."""
        return self.organisation.day(moment)

    def allow(self, rule: Callable[[Member], bool]) -> None:
        """Raise Refused unless the rule lets the member do what was asked for."""
        if not rule(self.member):
            if self.member.stranger:
                raise Unknown("common.stranger")
            raise Refused("common.outside" if self.member.outside else "common.not_yours")

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Run a handler: when it refuses, its rows, the form in hand and the notes are again as they were before."""
        form, notes = self.form, self.notes.copy()
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            self.form, self.notes = form, notes
            raise

    def came_late(self, decided: AlreadyDecided) -> None:
        """Note that another person was first, and say so over the chat."""
        self.toast, self.late = decided.text, True

    async def leave(self, *, forget: bool = False) -> None:
        """Put the form in hand by; its draft waits, unless ``forget`` removes it."""
        if self.form and forget:
            await drafts.remove(self.session, self.form.draft.id)
        self.form = None


@dataclass(frozen=True, slots=True)
class OnCommand:
    """The route of ``/name``, or the words of its button ``menu.<name>``; the rest is ``turn.incoming.text``."""

    name: str
    handler: Callable[[Turn], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class OnTap:
    """The route of a button whose tap is called ``name``."""

    name: str
    handler: Callable[[Turn, Tap], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class OnSent:
    """The route of a form's «ارسال»: the draft is gone when the handler returns, and waits when it refuses."""

    form: Fillable
    handler: Callable[[Turn, Filled], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a long list: (id, label) pairs and how many there are in all; ``whole`` is all of one that is loaded
    whole.
    """

    rows: Sequence[tuple[int, str]]
    total: int
    whole: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A named list from which a ``Pick`` question is answered: ``handler(turn, search, offset)`` gives up to PAGE
    rows.
    """

    name: str
    handler: Callable[[Turn, str, int], Awaitable[Listing]]


@dataclass(frozen=True, slots=True)
class OnJob:
    """The route of a finished job of one kind; the handler gets its id and finds the result in its row.

    The rule is asked again at the end: whoever began the job may have lost the role meanwhile. What others need of
    its result is for ``left``, which answers nobody, to take in.
    """

    kind: str
    handler: Callable[[Turn, int], Awaitable[Reply]]
    rule: Callable[[Member], bool]
    left: Callable[[Turn, int], Awaitable[None]] | None = None


Route = OnCommand | OnTap | OnSent | OnJob | Source


class Registry:
    """The routing table, indexed. Raises ValueError at start for two rows of one name.

    ``stray`` answers an input that no form waits for, ``edited`` an edited message that no form in hand knows.
    ``stored`` finds the route of a form that is stored, by its id.
    """

    def __init__(
        self,
        routes: Sequence[Route],
        stray: Callable[[Turn], Awaitable[Reply]],
        edited: Callable[[Turn], Awaitable[Reply]],
        stored: Callable[[Turn, str], Awaitable[OnSent | None]] | None = None,
    ) -> None:
        self.stray, self.edited, self.stored = stray, edited, stored
        self.jobs: dict[str, OnJob] = {}
        self.commands: dict[str, OnCommand] = {}
        self.taps: dict[str, OnTap] = {}
        self.sent: dict[str, OnSent] = {}
        self.sources: dict[str, Source] = {}
        for route in routes:
            match route:
                case OnCommand():
                    _add(self.commands, route.name, route)
                case OnTap():
                    _add(self.taps, route.name, route)
                case OnSent():
                    _add(self.sent, route.form.name, route)
                case OnJob():
                    _add(self.jobs, route.kind, route)
                case Source():
                    _add(self.sources, route.name, route)


def _add(table: dict[str, Row], name: str, route: Row) -> None:
    if name in table:
        raise ValueError(f"two routes are called {name!r}")
    table[name] = route
