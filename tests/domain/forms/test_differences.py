"""The differences of two versions of a form."""

from domain.forms.compiled.differences import Differences, differences
from tests.xlsforms import form

OLD = """
survey:
type|name|label::فارسی (fa)|label::English (en)
select_one k|kind|نوع|Kind
text|who|نام|Name
begin repeat|house|خانه|House
integer|rooms|اتاق|Rooms
end repeat|||
choices:
list_name|name|label::فارسی (fa)|label::English (en)
k|a|الف|A
k|b|ب|B
"""


def test_what_is_the_same_differs_in_nothing() -> None:
    assert differences(form(OLD), form(OLD), "fa").none


def test_each_kind_of_difference_is_named_in_the_reader_s_language() -> None:
    new = (
        OLD.replace("text|who", "integer|who")
        .replace("|نوع|Kind", "|نوع کار|Kind of work")
        .replace("k|b|ب|B", "k|c|ج|C")
        .replace("integer|rooms|اتاق|Rooms", "text|why|چرا|Why")
    )
    assert differences(form(OLD), form(new), "fa") == Differences(
        added=("چرا",), removed=("اتاق",), retyped=("نام",), reworded=("نوع کار",), gone_choices=(("نوع کار", ("ب",)),)
    )
    assert differences(form(OLD), form(new), "en").gone_choices == (("Kind of work", ("B",)),)
