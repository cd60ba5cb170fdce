"""Answers carried into a form's new version, and a colleague's rows added to one's own."""

from domain.forms.compiled.carry_over import CarryOver, appended
from domain.forms.compiled.differences import differences
from tests.xlsforms import form

HOUSES = """
survey:
type|name|label
text|who|نام
select_one roof|roof|نوع سقف
select_multiple roof|roofs|سقف‌ها
begin repeat|house|خانه‌ها
integer|rooms|اتاق
begin repeat|child|فرزندان
text|name|نام فرزند
end repeat||
end repeat||
choices:
list_name|name|label
roof|flat|تخت
roof|dome|گنبدی
"""
ANSWERS = {
    "who": "رضا",
    "roof": "dome",
    "roofs": "flat dome",
    "house[1]/rooms": "3",
    "house[2]/rooms": "2",
    "house[2]/child[1]/name": "مینا",
}
ROWS = {"house": 2, "house[1]/child": 0, "house[2]/child": 1}


def test_the_same_form_keeps_every_answer() -> None:
    kept = CarryOver(form(HOUSES), form(HOUSES), "fa").carry(ANSWERS, ROWS)
    assert (kept.answers, kept.rows, kept.lost) == (ANSWERS, ROWS, ())


def test_a_choice_that_vanished_and_a_question_of_another_type_are_lost_and_named() -> None:
    new = form(HOUSES.replace("roof|dome|گنبدی", "roof|tile|سفالی").replace("integer|rooms", "text|rooms"))
    kept = CarryOver(form(HOUSES), new, "fa").carry(ANSWERS, ROWS)
    assert kept.answers == {"who": "رضا", "roofs": "flat", "house[2]/child[1]/name": "مینا"}
    assert kept.lost == ("نوع سقف", "سقف‌ها", "اتاق")
    assert kept.rows == ROWS


def test_a_whole_number_is_kept_where_the_new_version_takes_any_number() -> None:
    new = form(HOUSES.replace("integer|rooms", "decimal|rooms"))
    kept = CarryOver(form(HOUSES), new, "fa").carry(ANSWERS, ROWS)
    assert kept.answers == {**ANSWERS, "house[1]/rooms": "3.0", "house[2]/rooms": "2.0"}
    assert not kept.lost
    assert CarryOver(new, form(HOUSES), "fa").carry(kept.answers, ROWS).lost == ("اتاق",)


def test_rows_of_a_repeat_that_is_gone_are_left_out() -> None:
    flat = "survey:\ntype|name|label\ntext|who|نام"
    kept = CarryOver(form(HOUSES), form(flat), "fa").carry(ANSWERS, ROWS)
    assert kept.answers == {"who": "رضا"}
    assert not kept.rows


def test_a_colleague_s_rows_come_after_one_s_own() -> None:
    more = {"who": "سارا", "house[1]/rooms": "9", "house[1]/child[1]/name": "علی"}
    both = appended(form(HOUSES), ANSWERS, ROWS, more, {"house": 1, "house[1]/child": 1})
    assert both.answers == {**ANSWERS, "house[3]/rooms": "9", "house[3]/child[1]/name": "علی"}
    assert both.rows == {**ROWS, "house": 3, "house[3]/child": 1}


def test_the_blank_row_that_a_form_begins_with_is_filled_first() -> None:
    both = appended(form(HOUSES), {}, {"house": 1, "house[1]/child": 1}, {"house[1]/rooms": "9"}, {"house": 1})
    assert both.answers == {"house[1]/rooms": "9"}
    assert both.rows["house"] == 1


GROUPED = HOUSES.replace("begin repeat|house", "begin group|all|همه\nbegin repeat|house").replace(
    "integer|rooms|اتاق", "begin group|size|اندازه\ninteger|rooms|اتاق\nend group||"
)
GROUPED = GROUPED.replace("choices:", "end group||\nchoices:")


def test_questions_and_rows_that_moved_into_a_group_keep_their_answers_and_come_back() -> None:
    old, new = form(HOUSES), form(GROUPED)
    answers = {**ANSWERS, "house[2]/@نکته": "کهنه"}
    kept = CarryOver(old, new, "fa").carry(answers, ROWS)
    assert kept.lost == ()
    assert kept.answers == {
        "who": "رضا",
        "roof": "dome",
        "roofs": "flat dome",
        "all/house[1]/size/rooms": "3",
        "all/house[2]/size/rooms": "2",
        "all/house[2]/child[1]/name": "مینا",
        "all/house[2]/@نکته": "کهنه",
    }
    assert kept.rows == {"all/house": 2, "all/house[1]/child": 0, "all/house[2]/child": 1}
    back = CarryOver(new, old, "fa").carry(kept.answers, kept.rows)
    assert (back.answers, back.rows) == (answers, ROWS)
    assert differences(old, new, "fa").none


def test_a_name_that_stands_in_two_groups_is_not_guessed() -> None:
    two = "begin group|a|الف\ntext|who|نام\nend group||\nbegin group|b|ب\ntext|who|نام\nend group||"
    new = form(HOUSES.replace("text|who|نام", two))
    assert CarryOver(form(HOUSES), new, "fa").carry({"who": "رضا"}, {}).lost == ("نام",)
