"""Expressions become data, and what is no expression is refused with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forms.xpath.syntax import Tree, XPathSyntaxError, parse, walk

NAMES = st.sampled_from(["a", "house", "خانه", "نام_خانوادگی", "می‌شود", "or", "div", "x.y", "b-c"])
TEXTS = st.text(st.characters(blacklist_characters="\"'", blacklist_categories=["Cs"]), max_size=5)
OPERATORS = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]


def steps(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[list[Tree]]:
    step = st.tuples(st.sampled_from(["child", "parent", "following-sibling"]), NAMES, st.lists(trees, max_size=1))
    return st.lists(step.map(list), min_size=1, max_size=3)


TREES: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(
        st.integers(0, 999).map(lambda number: ["number", float(number)]),
        TEXTS.map(lambda words: ["text", words]),
    ),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(OPERATORS), inner, inner).map(list),
        inner.map(lambda tree: ["minus", tree]),
        st.tuples(st.just("call"), st.sampled_from(["selected", "jr:choice-name"]), st.lists(inner, max_size=3)).map(
            list
        ),
        st.tuples(st.just("path"), st.sampled_from(["/", "."]), steps(inner)).map(list),
    ),
    max_leaves=12,
)


def written(tree: Tree) -> str:
    """Write a tree as an expression, with every bracket."""
    match tree:
        case ["number", value]:
            return f"{value:g}"
        case ["text", value]:
            return f'"{value}"'
        case ["minus", part]:
            return f"(-{written(part)})"
        case ["call", name, arguments]:
            return f"{name}({', '.join(map(written, arguments))})"
        case ["path", start, parts]:
            one = (f"{axis}::{test}{''.join(f'[{written(each)}]' for each in inside)}" for axis, test, inside in parts)
            return ("/" if start == "/" else "") + "/".join(one)
        case [operator, left, right]:
            return f"({written(left)} {operator} {written(right)})"
    raise AssertionError(tree)


@given(TREES)
def test_what_is_written_out_is_read_back_the_same(tree: Tree) -> None:
    assert parse(written(tree)) == tree
    assert json.loads(json.dumps(tree)) == tree


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused_with_its_place(text: str) -> None:
    place = 0
    try:
        walk(parse(text))
    except XPathSyntaxError as wrong:
        place = wrong.at
    assert 0 <= place <= len(text)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1 + 2 * 3", ["+", ["number", 1.0], ["*", ["number", 2.0], ["number", 3.0]]]),
        ("1 - 2 - 3", ["-", ["-", ["number", 1.0], ["number", 2.0]], ["number", 3.0]]),
        (". > 5", [">", ["path", ".", [["self", "node()", []]]], ["number", 5.0]]),
        ("../age", ["path", ".", [["parent", "node()", []], ["child", "age", []]]]),
        ("* * *", ["*", ["path", ".", [["child", "*", []]]], ["path", ".", [["child", "*", []]]]]),
        ("div div mod", ["div", ["path", ".", [["child", "div", []]]], ["path", ".", [["child", "mod", []]]]]),
        ("//a", ["path", "/", [["descendant-or-self", "node()", []], ["child", "a", []]]]),
        ("f()[1]/b", ["path", ["call", "f", []], [["self", "node()", [["number", 1.0]]], ["child", "b", []]]]),
        ("@id", ["path", ".", [["attribute", "id", []]]]),
        ("-.5", ["minus", ["number", 0.5]]),
        ("1 or.", ["or", ["number", 1.0], ["path", ".", [["self", "node()", []]]]]),
        ("a and.5", ["and", ["path", ".", [["child", "a", []]]], ["number", 0.5]]),
        ("or.b", ["path", ".", [["child", "or.b", []]]]),
        ("/data/۱۲خانه", ["path", "/", [["child", "data", []], ["child", "۱۲خانه", []]]]),
    ],
)
def test_operators_bind_as_in_xpath(source: str, tree: Tree) -> None:
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "reason", "at"),
    [
        ("= = 1 and (", "unexpected '='", 0),
        ("1 +", "the expression ends too early", 3),
        ("selected(a، b)", "unexpected character '،'", 10),
        ("a b", "unexpected 'b'", 2),
        ("f(1", "')' is missing", 3),
        ("sideways::a", "there is no axis 'sideways'", 10),
        ("'open", 'unexpected character "\'"', 0),
        ("(" * 200 + "1" + ")" * 200, "the expression is nested too deeply", 120),
        ("1" * 40_000, "the expression is too long", 32_000),
    ],
)
def test_a_mistake_is_named_with_its_place(source: str, reason: str, at: int) -> None:
    with pytest.raises(XPathSyntaxError) as caught:
        parse(source)
    assert (caught.value.reason, caught.value.at) == (reason, at)


def test_a_long_chain_is_no_deep_one() -> None:
    assert len(walk(parse(" or ".join(f"a = {number}" for number in range(2000))))) > 6000
