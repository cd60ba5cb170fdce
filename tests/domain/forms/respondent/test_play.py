"""A random respondent plays forms, and finds answers that constraints ask for."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forms.respondent.patterns import sample
from domain.forms.respondent.play import play
from domain.forms.xpath.functions.texts import translate_pattern
from tests.domain.forms.instance.test_instance import HOUSES
from tests.xlsforms import program, world

HARD = """
survey:
type | name | label | constraint | required
text | phone | P | regex(., '^09[0-9]{9}$') | yes
text | id | I | string-length(.) = 10 | yes
integer | year | Y | . >= 1300 and . <= 1398 | yes
date | birth | B | . < today() and . > '1990-01-01' | yes
decimal | share | S | . > 0.25 and . < 0.5 | yes
integer | same | T | . = ${year} | yes
select_multiple l | picks | L | not(selected(., 'none') and count-selected(.) > 1) | yes
text | word | W | . = 'open' | yes
text | never | N | false() | yes
choices:
list_name | name | label
l | a | A
l | none | None
"""


@given(st.integers())
def test_a_sample_of_a_pattern_matches_it(seed: int) -> None:
    for pattern in ("^09[0-9]{9}$", "^[A-Z]{2}-\\d{3,5}$", "(yes|no|may(be)?)", "^[^0-9]+$", "^\\w+@\\w+\\.(ir|com)$"):
        assert re.search(translate_pattern(pattern), sample(pattern, Random(seed)), re.ASCII)


def test_every_answer_that_can_be_given_is_found() -> None:
    played = play(program(HARD), world(), 3)
    assert played.asked - played.answered == {("data", "never")}
    assert played.reason == "no answer was accepted: /data/never"
    assert played.exceptions == []


def test_an_answer_that_a_later_one_rules_out_is_given_anew() -> None:
    played = [
        play(
            program(
                "survey:\ntype|name|label|constraint|required\n"
                "integer|part|P|${whole} = '' or . <= ${whole}|yes\ninteger|whole|W||yes"
            ),
            world(),
            seed,
        )
        for seed in range(20)
    ]
    assert [one.reason for one in played] == [None] * 20
    assert all(int(one.final["/data/part"][1]) <= int(one.final["/data/whole"][1]) for one in played)
    assert any([reference for _, reference, _ in one.operations].count("/data/part") > 1 for one in played)


def test_a_respondent_who_cannot_go_on_begins_again() -> None:
    dead_end = (
        "survey:\ntype|name|label|constraint|relevant|required\nselect_one way|way|W|||yes\n"
        "integer|wall|N|false()|${way} = 'a'|yes\nchoices:\nlist_name|name|label\nway|a|A\nway|b|B"
    )
    played = [play(program(dead_end), world(), seed) for seed in range(12)]
    assert {one.final["/data/way"][1] for one in played if one.reason is None} == {"b"}
    assert sum(one.reason is None for one in played) > 8
    assert {place for one in played for place in one.asked - one.answered} == {("data", "wall")}


def test_few_rows_are_asked_for_unless_every_answer_asks_for_more() -> None:
    rows = (
        "survey:\ntype|name|label|constraint|repeat_count|required\ninteger|n|N|{constraint}||yes\n"
        "begin_repeat|r|R||${n}\ntext|t|T\nend_repeat"
    )
    for seed in range(12):
        few = play(program(rows.replace("{constraint}", ". >= 0")), world(), seed)
        assert int(few.final["/data/n"][1]) <= 8
    many = play(program(rows.replace("{constraint}", ". >= 20")), world(), 1)
    assert many.reason is None
    assert int(many.final["/data/n"][1]) >= 20


@pytest.mark.parametrize("seed", range(6))
def test_a_play_is_repeated_by_its_seed(seed: int) -> None:
    played = play(program(HOUSES), world(), seed)
    assert played.reason is None
    assert played.exceptions == []
    told = played.to_json()
    assert told["final"]["/data/quarter"][0] is True
    assert {operation[0] for operation in told["ops"]} <= {"set", "refused", "rows"}
    assert play(program(HOUSES), world(), seed).to_json() == told


def test_a_form_whose_own_count_is_large_is_played_and_an_endless_one_is_not() -> None:
    tables = "survey:\ntype|name|label|repeat_count\nbegin_repeat|r|R|{count}\nnote|n|N\nend_repeat"
    assert len(play(program(tables.replace("{count}", "100")), world(), 1).final) == 102
    assert play(program(tables.replace("{count}", "3370")), world(), 1).reason == "/data/r: 3370 rows, at most 1000"
