"""Any moves in any order, in the forms that come with Dabir: none fails, and the end stays in reach."""

import json
from random import Random

import pytest

from domain.chat.incoming import Attachment, Location
from domain.forms import moves
from domain.forms.engine import Question, State, Unfinished, World
from domain.forms.respondent.answers import Answers
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.xforms import rows
from domain.forms.xforms.form import XForm, XFormFilling
from domain.forms.xforms.places import Point, Track
from domain.forms.xforms.types import Row, Rows, Upload
from forms.catalogue import ShippedForm, shipped_forms
from tests.forms.test_play import program
from tests.xlsforms import NOW

WORLD = World(NOW, "fa", most_rows=6)
TODAY = NOW.date()
MOVES = ("answer", "answer", "answer", "answer", "skip", "skip", "back", "fix", "clear", "row")
TRIES = 200


class Restless:
    """Somebody who does whatever comes to mind; the state goes through JSON between two moves."""

    def __init__(self, form: str, seed: int) -> None:
        self.form, self.chance = XForm(form, program(form)), Random(seed)
        self.state = moves.begin(self.form, WORLD).state

    @property
    def filling(self) -> XFormFilling:
        return self.form.fill(State.from_json(json.loads(json.dumps(self.state.to_json()))), WORLD)

    def does(self, move: str) -> None:
        """Make a move; one that is refused changes nothing."""
        filling = self.filling
        question = filling.question(filling.state.at)
        try:
            after = self._moved(filling, question, move)
        except InvalidAnswer as refused:
            after = filling.refusing(refused)
        assert isinstance(after, XFormFilling)
        assert after.state.at == "" or after.may_go(after.state.at)
        if after.state.at:
            at = after.question(after.state.at)
            assert at
            assert after.words.of(at).ask
            assert after.named(after.tag(at.name)) == at.name
        self.state = after.state

    def _moved(self, filling: XFormFilling, question: Question | None, move: str) -> object:
        match move:
            case "answer" if question and not isinstance(question.type, Rows | Row):
                return moves.answer(filling, self.said(filling, question))
            case "back":
                return moves.back(filling)
            case "fix":
                return moves.fix(filling, self.chance.choice(filling.asked() or ("",)))
            case "clear" if question and not isinstance(question.type, Rows | Row):
                return filling.without(question.name)
            case "row" if question and isinstance(question.type, Rows):
                return self._row(filling, question.name)
            case "row" if question and isinstance(question.type, Row):
                return self.chance.choice((rows.copy, rows.remove))(filling, question.name)
        return moves.skip(filling)

    def _row(self, filling: XFormFilling, name: str) -> object:
        there = len(filling.found.rows(name))
        if there and self.chance.random() < 0.4:
            return moves.fix(filling, f"{name}[{self.chance.randint(1, there)}]")
        return rows.bring_back(filling) if filling.state.undo else rows.add(filling, name)

    def said(self, filling: XFormFilling, question: Question) -> AnswerInput:
        """Return an answer by chance as somebody writes, taps or sends it."""
        if isinstance(question.type, Upload):
            kind, mime = {"image": ("photo", "image/jpeg")}.get(
                question.type.media, ("document", f"{question.type.media}/x")
            )
            return AnswerInput(TODAY, files=(Attachment("ab" * 32, "file", kind, mime),))
        if isinstance(question.type, Point | Track):
            return AnswerInput(TODAY, location=Location(36 + self.chance.random(), 59.6))
        node = filling.node(question.name)
        assert node
        value = next(Answers(filling.instance, node, self.chance).fitting())
        return AnswerInput(TODAY, value, choice=value)

    def comes_to_the_end(self) -> bool:
        """Answer what is open, and close every table."""
        for _ in range(TRIES):
            if not self.state.at:
                return True
            filling = self.filling
            question = filling.question(filling.state.at)
            assert question
            rests = isinstance(question.type, Rows | Row) or (not question.required and self.chance.random() < 0.5)
            self.does("skip" if rests or filling.value(question.name) else "answer")
        return False

    def sends(self) -> bool:
        """Send the form; what is named as wrong or not confirmed is answered anew, or confirmed."""
        for _ in range(TRIES):
            try:
                return bool(self.filling.final())
            except Unfinished as unfinished:
                self.state = moves.fix(self.filling, unfinished.name).state
                # Ticks that were never confirmed are confirmed by going on.
                self.does("skip" if unfinished.name in self.state.pending else "answer")
        return False


def play(form: str, seed: int) -> None:
    somebody = Restless(form, seed)
    for _ in range(40):
        before = somebody.state
        move = somebody.chance.choice(MOVES)
        somebody.does(move)
        if move in ("back", "fix"):
            assert somebody.state.answers == before.answers
    assert somebody.comes_to_the_end()
    assert somebody.sends()


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)
def test_any_moves_lead_to_the_end(form: ShippedForm) -> None:
    play(form.id, 1)


@pytest.mark.ci
@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)
def test_any_moves_of_many_people_lead_to_the_end(form: ShippedForm) -> None:
    for seed in range(2, 30):
        play(form.id, seed)
