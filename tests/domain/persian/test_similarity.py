"""The likeness of texts: alike ones are found however they were typed, others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.persian.similarity import ALIKE, likeness, most_alike, pieces

WORDS = [
    "بازار",
    "محله",
    "کارگاه",
    "خیاطی",
    "آموزش",
    "بانوان",
    "وام",
    "سرپرست",
    "خانوار",
    "فروش",
    "مهارت",
    "مسجد",
    "جوانان",
    "اشتغال",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


def alike(first: str, second: str) -> float:
    return likeness(pieces(first), pieces(second))


@given(texts, texts)
def test_likeness_is_a_share_and_the_same_from_either_side(first: str, second: str) -> None:
    assert 0 <= alike(first, second) <= 1
    assert alike(first, second) == alike(second, first)
    assert alike(first, first) == 1


@given(texts)
def test_neither_the_keyboard_nor_half_spaces_nor_the_order_make_a_difference(text: str) -> None:
    arabic = text.replace("ی", "\u064a").replace("ک", "\u0643").replace("آ", "ا")
    assert alike(text, arabic) == 1
    assert alike(text, " و ".join(reversed(text.split()))) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_was_typed_has_a_likeness(first: str, second: str) -> None:
    assert 0 <= alike(first, second) <= 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("برپایی بازارچهٔ کارهای خانگی در هر محله", "در محله‌ها بازارچه‌ای برای کارهای خانگی برپا شود"),
        ("آموزش خیاطی برای بانوان سرپرست خانوار", "کلاس آموزش خیاطی بانوان سرپرست خانوار در مسجد"),
        ("جلسه‌های کارگروه صبح زود برگزار شود", "لطفاً جلسات کارگروه را صبح برگزار کنید"),
    ],
)
def test_two_who_mean_the_same_are_found(first: str, second: str) -> None:
    assert alike(first, second) >= ALIKE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("برپایی بازارچهٔ کارهای خانگی در هر محله", "جلسه‌های کارگروه صبح زود برگزار شود"),
        ("آموزش خیاطی برای بانوان سرپرست خانوار", "وام کم‌بهره برای خرید چرخ دستی جوانان"),
        ("و در به از که این", "و در به از که این"),
    ],
)
def test_others_are_not(first: str, second: str) -> None:
    assert alike(first, second) < ALIKE


def test_the_most_alike_comes_first_and_no_more_than_asked_for() -> None:
    others = [(1, "وام خرید چرخ"), (2, "آموزش خیاطی بانوان محله"), (3, "آموزش خیاطی بانوان"), (4, "آموزش خیاطی")]
    assert most_alike("آموزش خیاطی بانوان", others, 2) == [3, 2]
