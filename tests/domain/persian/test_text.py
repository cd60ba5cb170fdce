"""Persian text: what is kept, what is searched, how names sort, and numbers as people write them."""

import re
import sys
import tracemalloc
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from num2words import num2words

from domain.persian.number_words import in_words
from domain.persian.text import (
    Amount,
    fold,
    is_either_number,
    is_seen,
    latin_digits,
    normalise,
    parse_number,
    parse_ordinal,
    parse_percent,
    persian_digits,
    sort_key,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("كميتة امداد", "کمیتة امداد"),
        ("  شهرداري   مشهد ", "شهرداری مشهد"),
        ("شماره ٣٣٠١٠", "شماره ۳۳۰۱۰"),
        ("ساعت 10", "ساعت 10"),
        ("می‌‌شود", "می‌شود"),
        ("گزارش ‌ها", "گزارش ها"),
        ("خـــوب", "خوب"),
        ("خط یک\nخط  دو", "خط یک\nخط دو"),
        ("صنايع، معادن", "صنایع، معادن"),
        ("سارا\u202eیدمحم\u2066 \u200b", "سارایدمحم"),
        ("\u200fسارا\u200e \u200dمحمدی\u061c", "سارا محمدی"),
        ("آتش‌نشان \U0001f469\u200d\U0001f692", "آتش‌نشان \U0001f469\u200d\U0001f692"),
    ],
)
def test_what_is_kept_is_what_was_typed_in_persian_letters(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كميته", "کمیتة"),
        ("آستان قدس", "استان قدس"),
        ("گزارش‌ها", "گزارش ها"),
        ("مسئول", "مسیول"),
        ("مقرّر", "مقرر"),
        ("بند ٣", "بند 3"),
        ("ABC", "abc"),
        ("خانهٔ", "خانۀ"),
        ("\u200fشهرداری", "شهرداری"),
    ],
)
def test_what_only_a_keyboard_tells_apart_is_found(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text("\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad \n\t\u3164\u2800\ufe0f"))
def test_what_nobody_sees_is_no_text_alone_and_takes_none_away(unseen: str) -> None:
    assert not is_seen(unseen)
    assert is_seen(unseen + "می‌شود")
    assert is_seen(unseen + "👍")


@given(st.text())
def test_folding_twice_is_folding_once_however_it_was_composed(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert normalise(normalise(text)) == normalise(text)


KEYBOARD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "\ufeff": None, "\u00ad": None})
SHAPES = str.maketrans("آأإٱةۀؤئ", "ااااههوی")
INVISIBLE = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069]")


def folded_in_steps(text: str) -> str:
    """Fold a text step by step, all of it in each: the definition, of which `fold` is the fast form."""
    composed = unicodedata.normalize("NFKC", text).translate(KEYBOARD).translate(SHAPES)
    bare = "".join(part for part in unicodedata.normalize("NFD", composed) if not unicodedata.combining(part))
    spaced = INVISIBLE.sub("", bare.translate(KEYBOARD)).replace("\u200c", " ")
    return " ".join(latin_digits(spaced).casefold().split())


@given(
    st.text()
    | st.text("آأإٱةۀؤئيىكـ٣۳3²㉛ﷺﷻ\u0654\u0655\u064b\u0301\u200c\u200d\u2066 \n\u0085éİßẞſǰΐᾳ가각𝔖", max_size=40)
)
@example("ﷺ" * 500 + "\u0654\u0301")
def test_folding_gives_what_its_definition_gives(text: str) -> None:
    assert fold(text) == folded_in_steps(text)


@pytest.mark.ci
def test_no_letter_s_shape_is_another_letter_that_is_folded() -> None:
    """Letters are replaced one after the other, which is right as long as none is replaced twice."""
    shapes = {fold(letter) for letter in map(chr, range(sys.maxunicode + 1))}
    assert [shape for shape in shapes if any(folded_in_steps(part) != part for part in shape if part != " ")] == []


@pytest.mark.ci
def test_of_a_message_as_long_as_can_be_nothing_stays_in_memory() -> None:
    """Six hundred messages of «ﷺ», which folded is eighteen letters, took a hundred megabytes."""
    tracemalloc.start()
    try:
        for place in range(100):
            fold("ﷺ" * 4000 + str(place))
        assert tracemalloc.get_traced_memory()[0] < 2**20
    finally:
        tracemalloc.stop()


def test_names_sort_as_in_a_dictionary() -> None:
    names = ["آموزش و پرورش", "اتاق اصناف", "بهزیستی", "پارک علم", "تعاون", "جهاد", "چاپ", "ژئوفیزیک", "سپاه"]
    names += ["فرمانداری", "کمیته امداد", "گمرک", "نهاد", "وزارت", "هلال احمر", "یونسکو"]
    assert sorted(sorted(names), key=sort_key) == names


def test_letters_of_an_arabic_keyboard_sort_alike() -> None:
    assert sort_key("كميته امداد") == sort_key("کمیته امداد")


def test_digits_go_both_ways() -> None:
    assert persian_digits(1398) == "۱۳۹۸"
    assert persian_digits("٣ از 18") == "۳ از ۱۸"
    assert latin_digits("۹۸/٧/13") == "98/7/13"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("۱۲٬۵۰۰٬۰۰۰ ریال", "12500000", "ریال"),
        ("12,500,000", "12500000", None),
        ("۱۲،۵۰۰", "12500", None),
        ("12 500 000 نفر", "12500000", "نفر"),
        ("۱٫۵ میلیارد", "1500000000", None),
        ("۱/۵ میلیارد تومان", "1500000000", "تومان"),
        ("یک میلیون و دویست هزار تومان", "1200000", "تومان"),
        ("۲ میلیون و ۵۰۰ هزار تومان", "2500000", "تومان"),
        ("دو و نیم میلیارد ریال", "2500000000", "ریال"),
        ("یک میلیون و نیم", "1500000", None),
        ("دو هزار میلیارد تومان", "2000000000000", "تومان"),
        ("سیصد‌و‌ده نفر", "310", "نفر"),
        ("٤٥ هکتار زمین آبی", "45", "هکتار زمین آبی"),
        ("۵میلیون", "5000000", None),
        ("منفی ۵", "-5", None),
        ("-5", "-5", None),
        ("صفر", "0", None),
        ("هزار", "1000", None),
    ],
)
def test_an_amount_with_its_unit(text: str, value: str, unit: str | None) -> None:
    assert parse_number(text) == Amount(Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["", "ریال", "و", "دو سه", "پنج و ده", "۲۰ و ۵", "۵ 6", "۱/۵", "1.500", "یک میلیون و دو میلیون", "یک و", "نیمه"],
)
def test_what_is_not_one_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**12 - 1))
def test_a_number_said_back_in_words_is_the_number(number: int) -> None:
    assert parse_number(f"{num2words(number, lang='fa')} ریال") == Amount(Decimal(number), "ریال")


@given(st.integers(-(10**12), 10**15 - 1))
def test_a_number_in_our_own_words_is_read_back(number: int) -> None:
    read = parse_number(in_words(number))
    assert read == Amount(Decimal(number), None)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "zero"), (21, "twenty-one"), (1_200_000, "one million two hundred thousand"), (-5, "minus five")],
)
def test_a_number_in_english_words(number: int, words: str) -> None:
    assert in_words(number, "en") == words


@given(st.text())
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    parse_number(text)
    parse_percent(text)
    parse_ordinal(text)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("۴۰ درصد", "40"),
        ("40", "40"),
        ("۴۰٪", "40"),
        ("٪۴۰", "40"),
        ("%40", "40"),
        ("چهل درصد", "40"),
        ("چهل و پنج", "45"),
        ("صد در صد", "100"),
        ("۱۲۰ درصد", "120"),
        ("۴۰٫۵ درصد", "40.5"),
        ("۴۰ درصد.", "40"),
    ],
)
def test_a_percent(text: str, percent: str) -> None:
    assert parse_percent(text) == Decimal(percent)


@pytest.mark.parametrize("text", ["", "درصد", "خوب", "۴۰ نفر", "چهل پنجاه"])
def test_what_is_no_percent_is_none(text: str) -> None:
    assert parse_percent(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("اول", 1),
        ("نخستین", 1),
        ("دوم", 2),
        ("سومین", 3),
        ("پنجمین", 5),
        ("هفدهم", 17),
        ("بیست و پنجم", 25),
        ("سی‌ام", 30),
        ("سی ام", 30),
        ("سی و یکم", 31),
        ("صد و بیست و یکم", 121),
        ("۵ام", 5),
        ("۲۵م", 25),
        ("پنج", None),
        ("بیست پنجم", None),
        ("", None),
    ],
)
def test_an_ordinal(text: str, number: int | None) -> None:
    assert parse_ordinal(text) == number


@given(st.integers(1, 999))
def test_ordinals_up_to_999(number: int) -> None:
    assert parse_ordinal(num2words(number, lang="fa", to="ordinal")) == number


@pytest.mark.parametrize("text", ["۲۰۰٫۰۰۰", "1٫250٫000 ریال"])
def test_thousands_behind_a_decimal_sign_may_be_a_whole_number(text: str) -> None:
    assert is_either_number(text)


@pytest.mark.parametrize("text", ["۱٫۵", "۲۰۰٫۵۰۰ هزار", "۲۰۰٬۰۰۰", "۱۲۵۰٫۵۰۰", "۲۰۰"])
def test_other_numbers_are_one_number(text: str) -> None:
    assert not is_either_number(text)
