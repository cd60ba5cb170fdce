"""The open form: the form that a chat is filling in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from domain.chat.screens import Text
from domain.forms.answer_types import InvalidAnswer
from domain.forms.engine import Form, Question, State, UnmetConstraint
from domain.forms.form_words import FormWords, words_of
from services.conversations.drafts import SHOWN, Draft


@dataclass(slots=True)
class OpenForm:
    """A form and its progress, loaded once a turn and written back once, at the turn's end.

    ``draft`` is its row as the database has it, ``words`` are those of the person's language. ``shown_in`` are the
    chats that show the current question, the latest last; any other chat may still show an older one.
    """

    form: Form
    draft: Draft
    state: State
    words: FormWords
    shown_in: tuple[str, ...]
    _loaded: tuple[State, tuple[str, ...]]

    @classmethod
    def from_draft(cls, form: Form, draft: Draft, language: str) -> OpenForm:
        """Load a form's progress from its draft."""
        state, shown_in = State.from_json(draft.state), tuple(draft.state.get(SHOWN, ()))
        return cls(form, draft, state, words_of(form, language), shown_in, (state, shown_in))

    def to_draft(self) -> Draft:
        """Return the row to be stored: the loaded one itself when nothing changed."""
        if (self.state, self.shown_in) == self._loaded:
            return self.draft
        return replace(self.draft, state={**self.state.to_json(), SHOWN: list(self.shown_in)})

    @property
    def question(self) -> Question | None:
        """The question in hand, None at the summary."""
        return self.form.question(self.state.at)

    @property
    def about(self) -> dict[str, Any]:
        """The JSON values that the form was begun with."""
        return self.draft.about

    @property
    def subject_id(self) -> int:
        """The id of the row that the form is about. Raises ValueError when it is about none."""
        return int(self.draft.subject)

    def move_to(self, state: State) -> None:
        """Move to a state. Chats that show the question stay noted when the same question is asked again."""
        if state != self.state and (not state.at or state.at != self.state.at):
            self.shown_in = ()
        self.state = state

    def show_in(self, chat: str) -> None:
        """Note that a chat shows the current question."""
        self.shown_in = (*(shown for shown in self.shown_in if shown != chat), chat)

    def refusal(self, invalid: InvalidAnswer) -> Text:
        """Return the text that refuses an answer: the form's own words for an unmet constraint, else the type's."""
        own = self.words.of(invalid.question).refusal if isinstance(invalid, UnmetConstraint) else None
        return own or invalid.text
