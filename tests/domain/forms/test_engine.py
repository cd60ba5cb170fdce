"""The engine of forms: after any moves in any order no answer is lost and the end can be reached."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from domain.chat.incoming import Attachment
from domain.forms import moves
from domain.forms.engine import Filling, Form, Question, State, Unfinished, World
from domain.forms.expressions import ALWAYS, Expression
from domain.forms.types.answer_types import AnswerInput, Choice, Files, InvalidAnswer, Number, Type, Words

TODAY = date(2019, 10, 5)
WORLD = World(datetime(2019, 10, 5, 9, tzinfo=UTC))
PHOTO = Attachment("aa" * 32, "photo.jpg", "photo", "image/jpeg", 100)
OPTIONS = ("done", "under_way", "blocked")
MOVES = ("answer", "wrong", "files", "skip", "back", "fix", "clear", "correct")


def _when(option: str) -> Expression:
    return Expression(f"status = '{option}'")


@composite
def whole_forms(draw: DrawFn) -> Form:
    """Generate forms: a status that decides which questions are relevant, then questions of several types."""
    types: list[Type] = draw(st.lists(st.sampled_from([Words(), Number(), Choice(OPTIONS)]), min_size=1, max_size=5))
    questions = [Question("status", Choice(OPTIONS))]
    for place, kind in enumerate(types):
        when = draw(st.sampled_from([ALWAYS, *map(_when, OPTIONS)]))
        questions.append(Question(f"q{place}", kind, required=draw(st.booleans()), when=when))
    if draw(st.booleans()):
        questions.append(Question("files", Files(), required=draw(st.booleans())))
    return Form("trial", tuple(questions))


def said(question: Question | None, text: str = "۷", message: str = "", option: str = "done") -> AnswerInput:
    """A valid answer to a question."""
    if question and isinstance(question.type, Choice):
        return AnswerInput(TODAY, choice=option, source=message)
    if question and isinstance(question.type, Files):
        return AnswerInput(TODAY, files=(PHOTO,), source=message)
    return AnswerInput(TODAY, text=text, source=message)


def moved(filling: Filling, names: list[str], move: str, number: int) -> Filling:
    """Make a move; a refused one changes nothing."""
    question = filling.question(filling.state.at)
    option = OPTIONS[number % len(OPTIONS)]
    message = f"telegram:{number % 7 + 1}"
    try:
        match move:
            case "answer":
                return moves.answer(filling, said(question, str(number), message, option))
            case "wrong":
                return moves.answer(filling, AnswerInput(TODAY))
            case "files":
                return moves.put_by(filling, AnswerInput(TODAY, files=(PHOTO,), source=message))
            case "skip":
                return moves.skip(filling)
            case "back":
                return moves.back(filling)
            case "fix":
                return moves.fix(filling, names[number % len(names)])
            case "clear":
                return filling.without(filling.state.at)
            case _:
                changed = AnswerInput(TODAY, text=str(number), choice=option, source=message)
                answered = moves.answered_by(filling, message)
                return moves.correct(filling, answered, changed) if answered else filling
    except InvalidAnswer:
        return filling


def to_the_end(filling: Filling, most: int) -> Filling:
    """Answer every question until the summary."""
    for _ in range(2 * most + 1):
        question = filling.question(filling.state.at)
        if question is None:
            return filling
        filling = moves.answer(filling, said(question))
        if question.type.gathers:
            filling = moves.skip(filling)
    raise AssertionError(f"the summary is out of reach: {filling.state}")


PLAYS = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 40)), max_size=25)


@given(whole_forms(), PLAYS)
@settings(max_examples=300)
def test_any_moves_keep_to_the_form_lose_no_answer_and_leave_a_way_to_the_end(
    form: Form, play: list[tuple[str, int]]
) -> None:
    filling = moves.begin(form, WORLD)
    for move, number in play:
        before = filling.state
        filling = moved(filling, [question.name for question in form.questions], move, number)
        state = filling.state
        assert state.at in ("", *filling.asked())
        lost = before.answers.keys() - state.answers.keys()
        assert lost <= ({before.at} if move == "clear" else set())
        assert State.from_json(json.loads(json.dumps(state.to_json()))) == state
    state, end = filling.state, to_the_end(filling, len(form.questions))
    sent, asked = end.final(), set(end.asked())
    assert sent.keys() <= asked
    assert {name for name in sent if name in state.answers} >= {name for name in state.answers if name in asked} - {
        state.at
    }


@given(whole_forms())
def test_a_form_answered_in_order_asks_each_question_once(form: Form) -> None:
    filling, asked = moves.begin(form, WORLD), []
    while question := filling.question(filling.state.at):
        asked.append(question.name)
        filling = moves.answer(filling, said(question))
        if question.type.gathers:
            filling = moves.skip(filling)
    assert asked == list(filling.asked())
    assert moves.place(filling) == (len(asked) + 1, len(asked))


REPORT = Form(
    "report",
    (
        Question("status", Choice(OPTIONS)),
        Question("percent", Number(0, 100), when=_when("under_way")),
        Question("done", Words()),
        Question("obstacles", Words(), required=False),
        Question("files", Files(), required=False),
    ),
)


def filled(*answers: AnswerInput) -> Filling:
    filling = moves.begin(REPORT, WORLD)
    for one in answers:
        filling = moves.answer(filling, one)
    return filling


def test_a_photo_in_the_middle_is_kept_and_the_question_stays() -> None:
    photo = AnswerInput(TODAY, files=(PHOTO,), source="telegram:5")
    state = moves.put_by(filled(AnswerInput(TODAY, choice="done")), photo).state
    assert state.at == "done"
    assert [file["name"] for file in state.answers["files"]] == ["photo.jpg"]


def test_a_form_without_a_place_for_files_says_so() -> None:
    form = Form("name", (Question("name", Words()),))
    with pytest.raises(InvalidAnswer) as misread:
        moves.put_by(moves.begin(form, WORLD), AnswerInput(TODAY, files=(PHOTO,)))
    assert misread.value.text.key == "form.no_files"


def test_a_required_question_cannot_be_skipped_and_an_optional_one_can() -> None:
    filling = filled(AnswerInput(TODAY, choice="done"))
    with pytest.raises(InvalidAnswer):
        moves.skip(filling)
    filling = moves.answer(filling, AnswerInput(TODAY, text="جدول تکمیل شد."))
    assert moves.skip(filling).state.at == "files"


def test_a_corrected_answer_leads_straight_back_to_the_summary() -> None:
    filling = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    summary = moves.skip(moves.skip(filling))
    fixed = moves.answer(moves.fix(summary, "done"), AnswerInput(TODAY, text="نقشه هم رسید."))
    assert fixed.state.at == ""
    assert fixed.final() == {"status": "done", "done": "نقشه هم رسید."}


def test_an_answer_that_calls_for_another_question_has_it_asked() -> None:
    filling = filled(AnswerInput(TODAY, choice="done", source="telegram:3"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    summary = moves.skip(moves.skip(filling))
    edited = AnswerInput(TODAY, choice="under_way", source="telegram:3")
    assert moves.correct(summary, REPORT.questions[0], edited).state.at == "percent"


def test_what_is_no_longer_asked_is_not_sent_and_comes_back_when_it_is() -> None:
    filling = filled(
        AnswerInput(TODAY, choice="under_way"), AnswerInput(TODAY, text="40"), AnswerInput(TODAY, text="نیمی انجام شد.")
    )
    done = moves.answer(moves.fix(filling, "status"), AnswerInput(TODAY, choice="done"))
    assert "percent" not in moves.skip(moves.skip(done)).final()
    again = moves.answer(moves.fix(done, "status"), AnswerInput(TODAY, choice="under_way"))
    assert moves.skip(moves.skip(again)).final()["percent"] == 40


def test_an_edit_of_another_message_corrects_nothing_nor_one_of_another_platform() -> None:
    filling = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد.", source="telegram:5"))
    assert moves.answered_by(filling, "telegram:6") is None
    assert moves.answered_by(filling, "bale:5") is None


def test_the_last_answer_of_a_gathering_question_waits_for_more() -> None:
    filling = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    filling = moves.skip(filling)
    for count in (1, 2):
        filling = moves.answer(filling, AnswerInput(TODAY, files=(PHOTO,), source=f"telegram:{count}"))
        assert (filling.state.at, len(filling.value("files"))) == ("files", count)
    assert moves.skip(filling).state.at == ""
    assert "files" not in filling.without("files").state.answers


def test_a_form_of_an_older_version_shows_its_summary() -> None:
    begun = moves.begin(REPORT, WORLD)
    filling = REPORT.fill(replace(begun.state, at="gone"), WORLD)
    assert filling.question(filling.state.at) is None
    with pytest.raises(Unfinished) as unfinished:
        filling.final()
    assert unfinished.value.name == "status"
