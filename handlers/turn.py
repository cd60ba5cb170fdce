"""What a handler gets: one input with its session, clock, member and the chat's state. Effects are rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from domain import forms
from domain.clock import Clock
from domain.forms import Form, State
from domain.incoming import Incoming
from domain.people import Member
from domain.screens import Personal, Screen, T, Text
from models.database import Session
from services import drafts
from services.drafts import Draft
from services.office import Office
from services.refusal import Refused
from texts.format import Voice

if TYPE_CHECKING:
    from handlers.registry import Registry

Reply = Screen | Sequence[Screen] | None
"""What a handler answers: the first screen edits the message of a tap, all others are new messages."""


class Unknown(Refused):
    """What was asked for needs a role, and the sender has none yet."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished form, as its ``OnSent`` handler gets it. ``sources`` are the names of messages by question name."""

    answers: dict[str, Any]
    subject: str
    about: dict[str, Any]
    sources: dict[str, Any]
    form: Form

    @property
    def subject_id(self) -> int:
        """The id of the row that the form is about. Raises ValueError when it is about none."""
        return int(self.subject)


@dataclass(slots=True)
class Turn:
    """One input of one chat. ``draft`` is the form in hand, ``notes`` small JSON values that screens keep for the chat.

    ``registry`` is the whole bot's table. ``toast`` is shown briefly over the chat after a tap; ``fresh`` asks for a
    new message even after a tap.
    """

    incoming: Incoming
    session: Session
    clock: Clock
    office: Office
    member: Member
    voice: Voice
    registry: Registry
    draft: Draft | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    toast: Text | None = None
    fresh: bool = False

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def personal_here(self) -> bool:
        """Whether names, numbers and files may stand in this chat."""
        return self.office.may_hold(self.incoming.chat)

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The organisation's day of a moment."""
        return moment.astimezone(self.office.zone).date()

    def allow(self, rule: Callable[[Member], bool]) -> None:
        """Raises Refused when the rule does not let the member do what was asked for."""
        if not rule(self.member):
            raise Unknown("common.stranger") if self.member.stranger else Refused("common.not_yours")

    async def begin(
        self,
        form: Form,
        subject: int | str = "",
        *,
        answers: dict[str, Any] | None = None,
        skipped: tuple[str, ...] = (),
        anew: bool = False,
        heading: Personal | str = "",
        **about: Any,
    ) -> Screen:
        """Opens ``form`` about a row: a draft of it that waits is carried on, else one is begun.

        A new one has ``answers`` given and the questions of ``skipped`` passed over. A form that goes at once is
        begun ``anew``, an older draft dropped, unless that has gathered something.

        ``heading`` stands over each question, ``about`` are JSON values for the form's handler.
        """
        from handlers import listing  # The screens of a form need turns, as turns need them.
        from handlers.form_screen import screen

        if isinstance(heading, Personal):
            about |= {"heading": self.voice.plain(heading), "named": True}
        elif heading:
            about["heading"] = heading
        kept = await drafts.find(self.session, self.member.person_id, form.name, str(subject))
        if kept and (anew or (form.at_once and not forms.gathered(form, State.from_json(kept.state)))):
            await drafts.remove(self.session, kept.id)
            kept = None
        listing.begin_anew(self)
        if kept is None:
            state = forms.begin(form, answers, skipped)
            kept = await drafts.open_new(
                self.session, self.member.person_id, form.name, str(subject), about, state.to_json(), self.now
            )
            self.draft = kept
            return await screen(self, form, state)
        self.draft = kept
        news = T("form.resumed") if kept.state["answers"] else None
        return await screen(self, form, State.from_json(kept.state), news)

    async def leave(self, *, forget: bool = False) -> None:
        """Out of the form in hand; its draft waits, unless it is to be forgotten."""
        if self.draft and forget:
            await drafts.remove(self.session, self.draft.id)
        self.draft = None
