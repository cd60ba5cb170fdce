"""Questions: a name, a type of answer, when it is asked and what an answer has to meet."""

from __future__ import annotations

from dataclasses import dataclass

from domain.forms.expressions import ALWAYS, Expression
from domain.forms.types.answer_types import Type


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition on a question's answer, which the expression reads by the question's own name.

    ``message`` is the key of the text that refuses an answer; a form that is data has those words among its labels.
    """

    expression: Expression
    message: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its words come from ``domain.forms.form_words``.

    ``when`` says from the answers so far whether it is asked at all. It is ``personal`` when its answer is somebody's
    name; one that is a number or a file is so by its type. One whose list of ``known`` answers has a single row takes
    that one and is passed over.
    """

    name: str
    type: Type
    required: bool = True
    when: Expression = ALWAYS
    constraint: Constraint | None = None
    personal: bool = False
    known: str = ""

    @property
    def private(self) -> bool:
        """Tell whether the question's answer is somebody's name, number or file."""
        return self.personal or self.type.private
