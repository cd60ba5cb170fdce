"""Values that are written into a workbook and read back are what they were."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.forms.compiled.model import Control, Element, Kind
from domain.forms.instance.choices import Choice
from domain.forms.instance.codecs import canonical
from forms.catalogue import ShippedForm, shipped_forms
from services.form_sheets.choice_names import ChoiceNames
from services.form_sheets.reading.cell_values import CellReader
from services.form_sheets.writing.cell_words import shown
from tests.forms.test_play import program
from tests.services.form_sheets.office import Office, filled_in
from tests.xlsforms import NOW, form

TODAY = NOW.date()
READER = CellReader(NOW.tzinfo, TODAY)  # type: ignore[arg-type]
NAMES = ChoiceNames([Choice("a", "گلشهر"), Choice("b", "شهرک"), Choice("b2", "شهرک"), Choice("c", "آب، برق؛ گاز")])


def back(element: Element, value: str, language: str = "fa") -> str:
    """Write a value into a cell and read the cell."""
    several = element.control in (Control.SELECT_MULTIPLE, Control.RANK)
    label = NAMES.label_among if several else NAMES.label
    cell = shown(element, value, label, language, READER.zone, "بله")
    return READER.read(element, cell, lambda: NAMES)


def field(type_: str, control: Control = Control.INPUT) -> Element:
    return Element("q", Kind.FIELD, type=type_, control=control)


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
FIRST, LAST = (datetime.fromisoformat(f"{year}-01-01") for year in (1800, 2400))
words = st.text(LETTERS, min_size=1).map(str.strip).filter(bool)


@given(st.integers(-(2**31), 2**31 - 1))
def test_whole_numbers(number: int) -> None:
    assert back(field("int"), str(number)) == str(number)


@given(st.floats(1e-3, 1e18) | st.floats(-1e18, -1e-3))
def test_decimals(number: float) -> None:
    value = canonical(field("decimal"), repr(number))
    assert back(field("decimal"), value) == value


@given(st.dates(date(1800, 1, 1), date(2190, 1, 1)), st.sampled_from(("fa", "en")))
def test_days_in_either_calendar(day: date, language: str) -> None:
    assert back(field("date"), day.isoformat(), language) == day.isoformat()


@given(st.times(), st.sampled_from(("", ".000", ".000+03:30")))
def test_times(time: object, rest: str) -> None:
    value = canonical(field("time"), f"{time:%H:%M:%S}{rest}")
    assert back(field("time"), value) == value


@given(st.datetimes(FIRST, LAST), st.sampled_from(("fa", "en")))
def test_moments(moment: object, language: str) -> None:
    value = canonical(field("dateTime"), f"{moment:%Y-%m-%dT%H:%M:00}.000+03:30")
    assert back(field("dateTime"), value, language) == value


@given(words)
def test_words(text: str) -> None:
    assert back(field("string"), text) == text.replace("\u00a0", " ").strip()


@given(st.lists(st.sampled_from(("a", "b", "b2", "c")), min_size=1, unique=True))
def test_choices_though_two_have_one_label_and_one_has_commas(chosen: list[str]) -> None:
    assert back(field("string", Control.SELECT_ONE), chosen[0]) == chosen[0]
    assert back(field("string", Control.RANK), " ".join(chosen)) == " ".join(chosen)


OFTEN = ("health_centres", "think_tank", "spent_resources")
"""The forms that are tried in every run: with choices that depend on others, locations, two repeats, and totals."""
FORMS = [pytest.param(one, id=one.id, marks=[] if one.id in OFTEN else [pytest.mark.ci]) for one in shipped_forms()]


@pytest.mark.parametrize("shipped", FORMS)
async def test_a_form_of_dabir_comes_back_as_it_was_filled_in(shipped: ShippedForm, tmp_path: Path) -> None:
    made = program(shipped.id)
    for seed in (1, 2):
        office = Office(made.form, tmp_path, "en" if seed == 2 else "fa")
        office.answers, office.rows = filled_in(made, seed)
        before = office.answers, office.rows
        result = await office.receives(await office.sends())
        assert result["cells"] == []
        assert (result["answers"], result["rows"]) == before


NESTED = form(
    """
survey:
type | name | label
text | district | District
begin_repeat | house | House
text | street | Street
begin_repeat | child | Child
integer | age | Age
select_multiple toy | toys | Toys
end_repeat
end_repeat
choices:
list_name | name | label
toy | ball | A ball
toy | doll | A doll
"""
)
ages = st.lists(st.integers(0, 17), max_size=3)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(houses=st.lists(ages, min_size=1, max_size=4))
def test_rows_within_rows_come_back_in_their_rows(houses: list[list[int]], tmp_path: Path) -> None:
    office = Office(NESTED, tmp_path, "en")
    office.rows = {"house": len(houses)}
    office.answers = {"district": "Golshahr"}
    for number, children in enumerate(houses, 1):
        office.answers[f"house[{number}]/street"] = f"Street {number}"
        office.rows[f"house[{number}]/child"] = len(children)
        for place, age in enumerate(children, 1):
            office.answers[f"house[{number}]/child[{place}]/age"] = str(age)
            office.answers[f"house[{number}]/child[{place}]/toys"] = "ball doll"
    before = dict(office.answers), dict(office.rows)

    async def there_and_back() -> list[object]:
        return list((await office.receives(await office.sends()))["cells"])

    assert asyncio.run(there_and_back()) == []
    assert (office.answers, office.rows) == before
