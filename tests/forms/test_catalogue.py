"""The forms that come with Dabir, as the workbooks that an office opens in Excel."""

import json
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from domain.forms.types.answer_types import Choice
from forms.catalogue import ShippedForm, shipped_forms
from handlers.ideas import idea
from handlers.representative.submissions import progress_report
from tests.forms.sheets import LANGUAGES, rows, sheets, words
from texts.catalogue import sources

ROOT = Path(__file__).parents[2]
FORMS = pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.id)
WORKED_OUT = ("calculate", "hidden")
SAID_BY_ITSELF = (*WORKED_OUT, "end_group", "end_repeat")
"""Types of rows that nobody reads."""
LOOKED_AT = ("begin_group", "begin_repeat", "note", *SAID_BY_ITSELF)
"""Types of rows that need no answer."""
LONGEST_SHORT = 40
"""Characters of a short label: the head of a column, or a button."""
TYPES = {"text", "integer", "decimal", "date", "image", "audio", "file", "geopoint"}


def test_the_index_names_each_workbook_of_the_folder_once() -> None:
    assert sorted(form.file_name for form in shipped_forms()) == sorted(path.name for path in ROOT.glob("forms/*.xlsx"))


def test_each_resolution_that_asks_for_a_table_or_data_has_its_forms() -> None:
    made_for = [form.resolution for form in shipped_forms() if form.resolution]
    assert made_for.count(3) == 6
    assert set(made_for) == {3, 5, 7, 8, 13, 15, 17, 18}


def test_the_forms_are_in_the_wheel_as_every_room_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "forms" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@FORMS
def test_a_form_is_called_in_the_index_as_it_calls_itself(form: ShippedForm) -> None:
    [settings] = rows(form, "settings")
    assert settings["form_title"] == form.titles["fa"]
    assert settings["form_id"] == form.id
    assert settings["default_language"] == LANGUAGES[0]
    assert settings["version"] == str(form.version)


@FORMS
def test_every_word_is_in_both_languages(form: ShippedForm) -> None:
    """Persian words have no Latin letter or digit outside of what stands in for a value."""
    survey, choices = rows(form, "survey"), rows(form, "choices")
    spoken = [row for row in survey if row["type"] not in SAID_BY_ITSELF]
    assert [row["name"] for row in (*spoken, *choices) if not all(words(row, "label"))] == []
    halves = [
        (row["name"], column)
        for row in survey
        for column in ("hint", "constraint_message", "short")
        if len({bool(said) for said in words(row, column)}) > 1
    ]
    assert halves == []
    for row in (*survey, *choices):
        for column in ("label", "hint", "constraint_message", "short"):
            persian, english = words(row, column)
            bare = re.sub(r"\$\{\w+\}|https?://", "", persian)
            assert not re.search(r"[A-Za-z0-9,;?\u064a\u0643]", bare), persian
            assert not re.search("[\u0600-\u06ff]", english), english


@FORMS
def test_every_question_has_a_short_label_that_can_head_a_column(form: ShippedForm) -> None:
    """It is there once among the questions that become one table: those of a repeat, or of the form outside of them."""
    heads: dict[tuple[str, ...], list[list[str]]] = {}
    repeats: list[str] = []
    for row in rows(form, "survey"):
        if row["type"] == "begin_repeat":
            repeats.append(row["name"])
        elif row["type"] == "end_repeat":
            repeats.pop()
        elif row["type"] not in LOOKED_AT or row["type"] in WORKED_OUT:
            # What a form works out has a column, too.
            short = words(row, "short")
            assert all(0 < len(said) <= LONGEST_SHORT for said in short), row["name"]
            assert all(re.fullmatch(r".*[\w)]", said) for said in short), short
            heads.setdefault(tuple(repeats), []).append(short)
    for shorts in heads.values():
        for said in zip(*shorts, strict=True):
            assert [one for one in said if said.count(one) > 1] == []


@FORMS
def test_every_name_is_plain_and_there_once(form: ShippedForm) -> None:
    names = [row["name"] for row in rows(form, "survey") if "name" in row]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    assert len(names) == len(set(names))
    options = [(row["list_name"], row["name"]) for row in rows(form, "choices")]
    assert [name for _, name in options if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []
    assert len(options) == len(set(options))


@FORMS
def test_every_constraint_says_what_it_wants(form: ShippedForm) -> None:
    survey = rows(form, "survey")
    assert [row["name"] for row in survey if ("constraint" in row) != all(words(row, "constraint_message"))] == []
    unbounded = [
        row["name"] for row in survey if row["type"] in ("text", "integer", "decimal") and "constraint" not in row
    ]
    assert unbounded == []


@FORMS
def test_every_question_has_a_way_to_be_answered(form: ShippedForm) -> None:
    survey, choices = rows(form, "survey"), rows(form, "choices")
    lists = {row["list_name"] for row in choices}
    asked = [row for row in survey if row["type"] not in LOOKED_AT]
    used = {row["type"].partition(" ")[2] for row in asked if row["type"].startswith("select_")}
    assert used == lists
    assert [row["name"] for row in asked if row["type"] not in TYPES and not row["type"].startswith("select_")] == []


@FORMS
def test_a_sheet_is_read_from_right_to_left_under_its_header(form: ShippedForm) -> None:
    assert list(sheets(form)) == ["survey", "choices", "settings"]
    for name, sheet in sheets(form).items():
        assert sheet.sheet_view.rightToLeft, name
        assert sheet.freeze_panes, name


SOURCES = [form for form in shipped_forms() if form.resolution == 3]


@pytest.mark.parametrize("form", SOURCES, ids=lambda form: form.id)
def test_each_source_says_how_fine_its_figures_are_or_that_they_are_not_to_be_had(form: ShippedForm) -> None:
    survey, choices = rows(form, "survey"), rows(form, "choices")
    scope = [row["name"] for row in choices if row["list_name"] == "scope"]
    assert scope == ["neighbourhood", "district", "city", "unavailable"]
    asked = [row for row in survey if row["type"] not in LOOKED_AT]
    assert asked[0]["name"] == "scope"
    assert asked[0]["required"] == "yes"


BUILT_IN = {"progress_report": progress_report.FORM, "idea": idea.FORM}


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_report_and_the_idea_ask_what_the_built_in_ones_do_in_the_same_words(name: str) -> None:
    form, built_in = next(form for form in shipped_forms() if form.id == name), BUILT_IN[name]
    survey, choices = rows(form, "survey"), rows(form, "choices")
    said = [sources(language) for language in ("fa", "en")]
    assert list(form.titles.values()) == [each[f"{built_in.name}.title"] for each in said]
    asked = [row for row in survey if row["type"] not in LOOKED_AT]
    # Several files are a repeat of one.
    assert [row["name"].replace("file", "files") for row in asked] == [one.name for one in built_in.questions]
    for row, question in zip(asked, built_in.questions, strict=True):
        key = f"{built_in.name}.{question.name}"
        assert words(row, "label") == [each[f"{key}.ask"] for each in said]
        assert words(row, "short") == [each[f"{key}.short"] for each in said]
        assert (row.get("required") == "yes") == question.required
        if isinstance(question.type, Choice):
            offered = [option for option in choices if option["list_name"] == row["type"].partition(" ")[2]]
            assert [option["name"] for option in offered] == [str(option) for option in question.type.options]
            for option in offered:
                assert words(option, "label") == [each[f"{key}.{option['name']}"] for each in said]


@FORMS
def test_whoever_changes_a_form_raises_its_version(form: ShippedForm) -> None:
    """``versions.txt`` has a line for each version there ever was; a form of other words comes with one more."""
    known = [line.split() for line in (Path(__file__).parent / "versions.txt").read_text("utf-8").splitlines()]
    versions = {version: digest for name, version, digest in known if name == form.id}
    assert len(versions) == sum(name == form.id for name, _, _ in known)
    [settings] = rows(form, "settings")
    said = json.dumps([rows(form, sheet) for sheet in ("survey", "choices")], ensure_ascii=False)
    line = f"{form.id} {settings['version']} {sha256(said.encode()).hexdigest()[:12]}"
    assert line.split() in known, (
        f"raise the version in the sheet «settings», and add this line to versions.txt: {line}"
    )
    assert int(settings["version"]) == max(map(int, versions))
