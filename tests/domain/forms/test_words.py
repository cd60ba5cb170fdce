"""The words of forms: texts for those of the house, labels by language for those that are data."""

import pytest

from domain.chat.screens import T
from domain.forms.engine import Form, Question
from domain.forms.form_json import form_from_json
from domain.forms.labels import FormLabels, QuestionLabels
from domain.forms.types.answer_types import Choice, Words

WATER = Question("water", Choice(("piped", "none")))
LABELS = FormLabels(
    {"fa": "وضعیت آب"},
    {
        "water": QuestionLabels(
            {"fa": "آب خانه از کجاست؟", "en": "Where does the water come from?"},
            {"fa": "آب"},
            {"piped": {"fa": "لوله‌کشی", "en": "Piped"}, "none": {}},
            {"en": "That can't be."},
        )
    },
)
FORM = Form("x:1:1", (WATER,), labels=LABELS)


def test_a_declared_form_has_its_words_among_the_texts() -> None:
    words = Form("report", (WATER,)).words("fa")
    assert words.title == T("report.title")
    assert words.of(WATER).ask == T("report.water.ask")
    assert words.of(WATER).short == T("report.water.short")
    assert words.of(WATER).option("piped") == T("report.water.piped")
    assert words.of(WATER).refusal is None


def test_labels_are_said_in_the_readers_language() -> None:
    words = FORM.words("en")
    assert words.of(WATER).ask == "Where does the water come from?"
    assert words.of(WATER).option("piped") == "Piped"
    assert words.of(WATER).refusal == T("form.lines", lines=["That can't be."])


def test_a_missing_translation_is_said_in_the_forms_own_language_or_any() -> None:
    assert FORM.words("en").title == "وضعیت آب"
    assert FORM.words("en").of(WATER).short == "آب"
    assert FORM.words("fa").of(WATER).refusal == T("form.lines", lines=["That can't be."])


def test_a_label_that_is_in_no_language_is_the_name() -> None:
    assert FORM.words("fa").of(WATER).option("none") == "none"
    assert FORM.words("fa").of(WATER).option("taken out") == "taken out"


def test_what_has_no_short_label_is_called_as_it_is_asked() -> None:
    name = Question("name", Words())
    form = Form("x:1:1", (name,), labels=FormLabels({}, {"name": QuestionLabels({"fa": "نام محله؟"})}))
    assert form.words("fa").of(name).short == "نام محله؟"


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"id": "x:1:1", "title": {}, "languages": [], "questions": []},
        {"id": "x:1:1", "title": {}, "languages": ["fa"], "questions": [{"name": "a", "ask": {}}]},
        {
            "id": "x:1:1",
            "title": {},
            "languages": ["fa"],
            "questions": [{"name": "a", "ask": {}, "type": {"kind": "barcode"}}],
        },
        {
            "id": "x:1:1",
            "title": {},
            "languages": ["fa"],
            "questions": [{"name": "a", "ask": {}, "type": {"kind": "words", "least": 3}}],
        },
    ],
)
def test_what_is_no_form_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no form"):
        form_from_json(raw)
