"""A facilitator fills in an uploaded form, a move at a time; between two moves there is only the state."""

# ruff: noqa: E501 - a row of a form is a line
import json

from domain.forms.engine import State
from domain.forms.resume import Ask, Move, Moves, Outcome, Step, resume
from tests.xlsforms import program, world

SURVEY = """
survey:
type | name | label::fa (fa) | label::en (en) | relevant | constraint | constraint_message::fa (fa) | required | required_message::fa (fa)
text | who | نام سرپرست | Head | | | | yes | نام لازم است.
select_one yn | water | آب دارد؟ | Water? | | | | yes
text | source | آب از کجا؟ | Source | ${water} = 'n'
begin_repeat | child | فرزند | Child
integer | age | سن ${who} | Age | | . < 18 | زیر ۱۸ سال.
end_repeat
note | thanks | سپاس | Thanks
choices:
list_name | name | label::fa (fa) | label::en (en)
yn | y | بله | Yes
yn | n | خیر | No
"""
FORM = program(SURVEY)


class Talk:
    """A conversation that keeps nothing but the state as JSON."""

    def __init__(self) -> None:
        self.step: Step = resume(FORM, None, None, world("fa"))

    def does(self, kind: Moves, value: str = "", reference: str = "") -> Step:
        state = State.from_json(json.loads(json.dumps(self.step.state.to_json())))
        self.step = resume(FORM, state, Move(kind, value, reference), world("fa"))
        return self.step

    def says(self, value: str) -> Step:
        return self.does(Moves.ANSWER, value)

    @property
    def ask(self) -> Ask:
        assert self.step.ask is not None
        return self.step.ask


def test_a_form_is_answered_to_its_end() -> None:
    talk = Talk()
    assert (talk.ask.label, talk.ask.required, talk.ask.place, talk.ask.total) == ("نام سرپرست", True, 1, 4)
    talk.says("Rahimi")
    assert [(choice.value, choice.label) for choice in talk.ask.choices] == [("y", "بله"), ("n", "خیر")]
    step = talk.says("n")
    assert [(event.outcome, event.reference) for event in step.events] == [(Outcome.SHOWN, "source")]
    talk.says("چاه")
    assert (talk.ask.reference, talk.ask.label) == ("child[1]/age", "سن Rahimi")
    talk.says("7")
    assert talk.ask.is_repeat
    assert talk.ask.rows == 1
    talk.does(Moves.ADD_ROW)
    assert talk.ask.reference == "child[2]/age"
    talk.says("9")
    assert talk.does(Moves.NO_MORE_ROWS).ask is None
    answers = talk.step.state.answers
    assert {name: answers[name] for name in ("who", "water", "source", "child[1]/age", "child[2]/age")} == {
        "who": "Rahimi",
        "water": "n",
        "source": "چاه",
        "child[1]/age": "7",
        "child[2]/age": "9",
    }


def test_a_refused_answer_leaves_everything_as_it_was() -> None:
    talk = Talk()
    [refused] = talk.does(Moves.SKIP).events
    assert (refused.outcome, refused.words) == (Outcome.REFUSED_REQUIRED, "نام لازم است.")
    talk.says("Rahimi")
    [refused] = talk.says("شاید").events
    assert refused.outcome is Outcome.REFUSED_TYPE
    talk.says("y")
    before = talk.step.state
    [refused] = talk.says("30").events
    assert (refused.outcome, refused.words) == (Outcome.REFUSED_CONSTRAINT, "زیر ۱۸ سال.")
    assert talk.step.state == before
    assert talk.ask.reference == "child[1]/age"


def test_a_corrected_answer_leads_back_to_what_is_open() -> None:
    talk = Talk()
    for value in ("Rahimi", "n", "چاه"):
        talk.says(value)
    talk.does(Moves.SKIP)
    talk.does(Moves.NO_MORE_ROWS)
    assert talk.step.ask is None
    talk.does(Moves.FIX, reference="water")
    step = talk.says("y")
    assert step.ask is None
    assert [(event.outcome, event.reference) for event in step.events] == [(Outcome.MASKED, "source")]
    # Masked, not lost.
    assert step.state.answers["source"] == "چاه"
    talk.does(Moves.BACK)
    assert talk.ask.is_repeat


def test_a_row_is_taken_away_and_the_others_move_up() -> None:
    talk = Talk()
    for value in ("Rahimi", "y", "1"):
        talk.says(value)
    talk.does(Moves.ADD_ROW)
    talk.says("2")
    talk.does(Moves.ADD_ROW)
    talk.does(Moves.SKIP)
    step = talk.does(Moves.REMOVE_ROW, reference="child[1]")
    assert step.state.rows == {"child": 2}
    assert (step.state.answers["child[1]/age"], step.state.skipped) == ("2", ("child[2]/age",))
    assert [(event.outcome, event.count) for event in step.events if event.outcome is Outcome.ROWS] == [
        (Outcome.ROWS, 2)
    ]
