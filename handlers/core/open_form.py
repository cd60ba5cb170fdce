"""The open form: the form that a chat is filling in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.chat.screens import Button, Personal, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Fillable, Filling, Question, State, UnmetConstraint, World
from domain.forms.form_words import FormWords, Label
from domain.forms.occasion import TRIAL
from domain.forms.types.answer_types import InvalidAnswer
from domain.forms.xforms.form import XFormFilling
from services.conversations import drafts
from services.conversations.drafts import SHOWN, Draft

AT_SUMMARY = "form.at_summary"
"""The refusal of an input where nothing is asked any more, which names the last button."""
RECORDS = "records"
"""The key in what a draft is about that its answers are only recorded."""


def is_begun(form: Fillable, answers: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Tell whether a form that has a summary holds answers that are worth keeping."""
    return not form.left and drafts.is_answered(answers, about)


@dataclass(slots=True)
class OpenForm:
    """A form and its progress, loaded once a turn and written back once, at the turn's end.

    ``draft`` is its row as the database has it. ``shown_in`` are the chats that show the current question, the latest
    last; any other chat may still show an older one.
    """

    filling: Filling
    draft: Draft
    shown_in: tuple[str, ...]
    _loaded: tuple[State, tuple[str, ...]]

    @classmethod
    def from_draft(cls, form: Fillable, draft: Draft, world: World) -> OpenForm:
        """Load a form's progress from its draft."""
        state, shown_in = State.from_json(draft.state), tuple(draft.state.get(SHOWN, ()))
        return cls(form.fill(state, world), draft, shown_in, (state, shown_in))

    @property
    def form(self) -> Fillable:
        return self.filling.form

    @property
    def state(self) -> State:
        return self.filling.state

    @property
    def words(self) -> FormWords:
        """The form's words in the person's language."""
        return self.filling.words

    def to_draft(self) -> Draft:
        """Return the row to be stored: the loaded one itself when nothing changed."""
        if (self.state, self.shown_in) == self._loaded:
            return self.draft
        return replace(self.draft, state={**self.state.to_json(), SHOWN: list(self.shown_in)})

    @property
    def question(self) -> Question | None:
        """The question in hand, None at the summary."""
        return self.filling.question(self.state.at)

    @property
    def about(self) -> dict[str, Any]:
        """The JSON values that the form was begun with."""
        return self.draft.about

    @property
    def heading(self) -> list[Label | Personal]:
        """The lines that stand over each question."""
        heading = self.about.get("heading")
        if not heading:
            return []
        return [Personal(heading, "") if self.about.get("named") else heading]

    @property
    def is_trial(self) -> bool:
        """True when a secretary only tries the form."""
        return self.draft.subject == TRIAL

    @property
    def finish_label(self) -> Text:
        """The label of the last button; a trial sends nothing, and one that goes to nobody is only recorded."""
        if self.is_trial:
            return T("form_desk.end_trial")
        return T("form.record") if self.about.get(RECORDS) else self.form.finish_label

    def ways_out(self) -> list[Button]:
        """Return the buttons that leave the form: it waits or is deleted, or nothing is kept of it anyway."""
        if self.is_trial:
            return [self.button(T("form_desk.leave_trial"), "leave")]
        if not self.keeps_draft:
            return [self.button(T("form.leave"), "leave")]
        # Beside «حذف این ردیف» of a table it has to say what is deleted.
        label = T("form.drop" if isinstance(self.filling, XFormFilling) else "form.delete")
        drop = Button(label, Tap("f", self.draft.id, 0, "drop"))
        return [self.button(T("form.later"), "leave"), drop]

    @property
    def keeps_draft(self) -> bool:
        """True when leaving the form keeps its draft: something was answered that it was not begun with.

        A form that only confirms an action, or that its last answer sends, keeps none but of what it gathered.
        """
        if self.form.at_once:
            return moves.gathered(self.filling)
        return is_begun(self.form, self.state.answers, self.about)

    @property
    def subject_id(self) -> int:
        """The id of the row that the form is about. Raises ValueError when it is about none."""
        return int(self.draft.subject)

    def move_to(self, filling: Filling) -> None:
        """Move to what a move made. Chats that show the question stay noted when the same question is asked again."""
        state = filling.state
        if state != self.state and (not state.at or state.at != self.state.at):
            self.shown_in = ()
        self.filling = filling

    def show_in(self, chat: str) -> None:
        """Note that a chat shows the current question."""
        self.shown_in = (*(shown for shown in self.shown_in if shown != chat), chat)

    def button(self, label: Label | Personal, action: str) -> Button:
        """Return a button that makes a move, as long as the question in hand is still the same."""
        return Button(label, Tap("f", self.draft.id, self.filling.number(self.state.at), action))

    def refusal(self, invalid: InvalidAnswer) -> Text:
        """Return the text that refuses an answer: the form's own words for an unmet constraint, else the type's."""
        if invalid.text.key == AT_SUMMARY:
            return T(AT_SUMMARY, finish=self.finish_label)
        own = self.words.of(invalid.question).refusal if isinstance(invalid, UnmetConstraint) else None
        return own or invalid.text
