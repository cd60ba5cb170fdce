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
