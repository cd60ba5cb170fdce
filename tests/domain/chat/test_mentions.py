"""Mentions of resolutions: by number in digits or words, by a few words, and never by words of any report."""

import pytest

from domain.chat.mentions import best_named, named_numbers, parts, without_names

TEXTS = (
    (1, "ترمیم آسفالت خیابان شهید رجایی انجام شود."),
    (2, "پل هوایی عابر پیاده در بولوار توس احداث شود."),
    (3, "پارک بانوان محلهٔ سیدی تجهیز شود."),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("بند ۳ انجام شد", {3}),
        ("مصوبه شماره ۲ چهل درصد", {2}),
        ("بند سوم و مصوبهٔ دوم", {2, 3}),
        ("مصوبه تمام شد", set()),
        ("بند ۴۰ درصد", set()),
        ("نامه شماره ۱۲", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, numbers: set[int]) -> None:
    assert named_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("پارک بانوان انجام شد", (3,)),
        ("پل هوایی ۵۰ درصد", (2,)),
        ("آسفالت خیابون تموم شد", (1,)),
        ("انجام شد", ()),
        ("همه انجام شد", ()),
        ("فعلا نمیشه کاری کرد چون هوا سرده", ()),
        ("به علت برودت هوا تمدید مهلت تا ۱۵ فروردین", ()),
        ("پیمانکار برای شروع عملیات از بولوار شهید چمران آمده", ()),
    ],
)
def test_a_few_words_name_the_resolution_that_has_them(text: str, ids: tuple[int, ...]) -> None:
    assert best_named(text, TEXTS) == ids


def test_a_text_about_two_resolutions_is_parted() -> None:
    assert parts("بند ۱ انجام شد بند ۳ هم ۴۰ درصد") == [(1, " انجام شد "), (3, " هم 40 درصد")]


def test_what_is_left_without_the_name_is_what_was_said_of_it() -> None:
    assert without_names("پل هوایی ۵۰ درصد", TEXTS[1][1]) == "50 درصد"
    assert without_names("مصوبه شماره ۲ چهل درصد", TEXTS[1][1]) == "چهل درصد"
