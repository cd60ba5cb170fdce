"""The engine of forms: after any moves in any order no answer is lost and the end can be reached."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from domain.chat.incoming import Attachment
from domain.forms import engine
from domain.forms.answer_types import AnswerInput, Choice, Files, InvalidAnswer, Number, Type, Words
from domain.forms.engine import Form, Question, State
from domain.forms.expressions import ALWAYS, Expression

TODAY = date(2019, 10, 5)
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


def moved(form: Form, state: State, move: str, number: int) -> State:
    """The state after a move; a refused one changes nothing."""
    question = form.question(state.at)
    option = OPTIONS[number % len(OPTIONS)]
    message = f"telegram:{number % 7 + 1}"
    try:
        match move:
            case "answer":
                return engine.answer(form, state, said(question, str(number), message, option))
            case "wrong":
                return engine.answer(form, state, AnswerInput(TODAY))
            case "files":
                return engine.put_by(form, state, AnswerInput(TODAY, files=(PHOTO,), source=message))
            case "skip":
                return engine.skip(form, state, TODAY)
            case "back":
                return engine.back(form, state, TODAY)
            case "fix":
                return engine.fix(form, state, form.questions[number % len(form.questions)].name, TODAY)
            case "clear":
                return engine.clear(state, state.at)
            case _:
                changed = AnswerInput(TODAY, text=str(number), choice=option, source=message)
                answered = engine.answered_by(form, state, message)
                return engine.correct(form, state, answered, changed) if answered else state
    except InvalidAnswer:
        return state


def to_the_end(form: Form, state: State) -> State:
    """Answer every question until the summary."""
    for _ in range(2 * len(form.questions) + 1):
        question = form.question(state.at)
        if question is None:
            return state
        state = engine.answer(form, state, said(question))
        if question.type.gathers:
            state = engine.skip(form, state, TODAY)
    raise AssertionError(f"the summary is out of reach: {state}")


plays = st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 40)), max_size=25)


@given(whole_forms(), plays)
@settings(max_examples=300)
def test_any_moves_keep_to_the_form_lose_no_answer_and_leave_a_way_to_the_end(
    form: Form, play: list[tuple[str, int]]
) -> None:
    state = engine.begin(form, TODAY)
    for move, number in play:
        before = state
        state = moved(form, state, move, number)
        assert state.at in ("", *(question.name for question in engine.relevant(form, state, TODAY)))
        lost = before.answers.keys() - state.answers.keys()
        assert lost <= ({before.at} if move == "clear" else set())
        assert State.from_json(json.loads(json.dumps(state.to_json()))) == state
    end = to_the_end(form, state)
    sent = engine.final(form, end, TODAY)
    asked = {question.name for question in engine.relevant(form, end, TODAY)}
    assert sent.keys() <= asked
    assert {name for name in sent if name in state.answers} >= {name for name in state.answers if name in asked} - {
        state.at
    }


@given(whole_forms())
def test_a_form_answered_in_order_asks_each_question_once(form: Form) -> None:
    state, asked = engine.begin(form, TODAY), []
    while question := form.question(state.at):
        asked.append(question.name)
        state = engine.answer(form, state, said(question))
        if question.type.gathers:
            state = engine.skip(form, state, TODAY)
    assert asked == [question.name for question in engine.relevant(form, state, TODAY)]
    assert engine.place(form, state, TODAY) == (len(asked) + 1, len(asked))


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


def filled(*answers: AnswerInput) -> State:
    state = engine.begin(REPORT, TODAY)
    for one in answers:
        state = engine.answer(REPORT, state, one)
    return state


def test_a_photo_in_the_middle_is_kept_and_the_question_stays() -> None:
    state = engine.put_by(
        REPORT, filled(AnswerInput(TODAY, choice="done")), AnswerInput(TODAY, files=(PHOTO,), source="telegram:5")
    )
    assert state.at == "done"
    assert [file["name"] for file in state.answers["files"]] == ["photo.jpg"]


def test_a_form_without_a_place_for_files_says_so() -> None:
    form = Form("name", (Question("name", Words()),))
    with pytest.raises(InvalidAnswer) as misread:
        engine.put_by(form, engine.begin(form, TODAY), AnswerInput(TODAY, files=(PHOTO,)))
    assert misread.value.text.key == "form.no_files"


def test_a_required_question_cannot_be_skipped_and_an_optional_one_can() -> None:
    state = filled(AnswerInput(TODAY, choice="done"))
    with pytest.raises(InvalidAnswer):
        engine.skip(REPORT, state, TODAY)
    state = engine.answer(REPORT, state, AnswerInput(TODAY, text="جدول تکمیل شد."))
    assert engine.skip(REPORT, state, TODAY).at == "files"


def test_a_corrected_answer_leads_straight_back_to_the_summary() -> None:
    state = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    summary = engine.skip(REPORT, engine.skip(REPORT, state, TODAY), TODAY)
    fixed = engine.answer(REPORT, engine.fix(REPORT, summary, "done", TODAY), AnswerInput(TODAY, text="نقشه هم رسید."))
    assert fixed.at == ""
    assert engine.final(REPORT, fixed, TODAY) == {"status": "done", "done": "نقشه هم رسید."}


def test_an_answer_that_calls_for_another_question_has_it_asked() -> None:
    state = filled(AnswerInput(TODAY, choice="done", source="telegram:3"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    summary = engine.skip(REPORT, engine.skip(REPORT, state, TODAY), TODAY)
    changed = engine.correct(
        REPORT, summary, REPORT.questions[0], AnswerInput(TODAY, choice="under_way", source="telegram:3")
    )
    assert changed.at == "percent"


def test_what_is_no_longer_asked_is_not_sent_and_comes_back_when_it_is() -> None:
    state = filled(
        AnswerInput(TODAY, choice="under_way"), AnswerInput(TODAY, text="40"), AnswerInput(TODAY, text="نیمی انجام شد.")
    )
    done = engine.answer(REPORT, engine.fix(REPORT, state, "status", TODAY), AnswerInput(TODAY, choice="done"))
    assert "percent" not in engine.final(REPORT, done, TODAY)
    again = engine.answer(REPORT, engine.fix(REPORT, done, "status", TODAY), AnswerInput(TODAY, choice="under_way"))
    assert engine.final(REPORT, again, TODAY)["percent"] == 40


def test_an_edit_of_another_message_corrects_nothing_nor_one_of_another_platform() -> None:
    state = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد.", source="telegram:5"))
    assert engine.answered_by(REPORT, state, "telegram:6") is None
    assert engine.answered_by(REPORT, state, "bale:5") is None


def test_the_last_answer_of_a_gathering_question_waits_for_more() -> None:
    state = filled(AnswerInput(TODAY, choice="done"), AnswerInput(TODAY, text="جدول تکمیل شد."))
    state = engine.skip(REPORT, state, TODAY)
    for count in (1, 2):
        state = engine.answer(REPORT, state, AnswerInput(TODAY, files=(PHOTO,), source=f"telegram:{count}"))
        assert (state.at, len(state.answers["files"])) == ("files", count)
    assert engine.skip(REPORT, state, TODAY).at == ""
    assert "files" not in engine.clear(state, "files").answers


def test_a_form_of_an_older_version_shows_its_summary() -> None:
    state = replace(engine.begin(REPORT, TODAY), at="gone")
    assert REPORT.question(state.at) is None
    with pytest.raises(InvalidAnswer):
        engine.final(REPORT, state, TODAY)
