"""Properties of every phrase: no exception, no date in the past, and no effect of spelling."""

import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from domain.dates.working_days import Calendar, official_holidays
from domain.deadlines import Deadline, DeadlineKind, find, resolve
from domain.deadlines.grammar.meaning import SEPARATORS
from domain.persian.text import ZWNJ, persian_digits

CALENDAR = Calendar({holiday.date: holiday for holiday in official_holidays(1398, 1405)})
MEETINGS = st.dates(date(2019, 3, 21), date(2026, 3, 20))
VOCABULARY = """
تا ظرف حداکثر از پس قبل بعد هر و یا - ( ) ، پایان اول آخر نیمه دهه هفته ماه سال روز فصل مهر آبان اسفند آینده
جاری شنبه سه‌شنبه جلسه مستمر فوری ماهانه ۵ ۱۵ ۳۱ ۹۸ ۱۳۹۸ یک دو سوم دهم سی‌ام ۹۸/۷/۳۰ اربعین نوروز ماهه
کاری مانده به در میان یک‌بار ساعت صفر نیم هزار میلیون
"""
WORDS = st.sampled_from(VOCABULARY.split())
PHRASES = st.lists(WORDS, max_size=9).map(" ".join)
SPELT = st.sampled_from(
    [
        "پنجم آبان‌ماه",
        "سی‌ام مهر",
        "بیست‌و‌پنجم آبان‌ماه",
        "سه‌شنبه",
        "یک‌هفته",
        "سه‌ماهه سوم",
        "هر سه‌ماه یک‌بار",
        "نیم‌سال دوم",
        "تا پایان مهر‌ماه",
        "یک‌شنبه هفته آینده",
        "دهم هر‌ماه",
        "ده‌روز کاری",
        "دوشنبه‌ها",
    ]
)


@settings(max_examples=300)
@given(phrase=PHRASES | st.text(max_size=40), on=MEETINGS)
def test_no_text_raises_and_no_due_date_lies_before_the_meeting(phrase: str, on: date) -> None:
    deadline = resolve(phrase, on, CALENDAR)
    assert deadline.due is None or deadline.due >= on
    assert (deadline.kind is DeadlineKind.UNKNOWN) == (deadline.reason is not None)
    assert (deadline.kind is DeadlineKind.RECURRING) == (deadline.rhythm is not None)
    if deadline.kind in {DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.IMMEDIATE}:
        assert deadline.due


@given(sentence=st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60), on=MEETINGS)
def test_what_is_found_lies_in_the_sentence_one_after_the_other(sentence: str, on: date) -> None:
    last = 0
    for (start, end), deadline in find(sentence, on, CALENDAR):
        assert last <= start < end <= len(sentence)
        assert deadline.kind is not DeadlineKind.NONE
        last = end


def same(one: Deadline, other: Deadline) -> bool:
    return one == other and one.kind is not DeadlineKind.UNKNOWN


@given(phrase=SPELT, on=MEETINGS, joint=st.sampled_from([ZWNJ, " ", "", f" {ZWNJ}"]))
def test_half_spaces_spaces_or_none(phrase: str, on: date, joint: str) -> None:
    assert same(resolve(phrase, on, CALENDAR), resolve(phrase.replace(ZWNJ, joint), on, CALENDAR))


@given(phrase=SPELT | st.sampled_from(["۱۳۹۹/۱۲/۱۵ تا ۱۴۰۵/۱۲/۱۵", "هر ۱۵ روز", "یک هفته کاری"]), on=MEETINGS)
def test_the_letters_and_digits_of_an_arabic_keyboard(phrase: str, on: date) -> None:
    arabic = phrase.translate(str.maketrans("یک۰۱۲۳۴۵۶۷۸۹", "يك٠١٢٣٤٥٦٧٨٩"))
    decomposed = unicodedata.normalize("NFD", phrase)
    expected = resolve(phrase, on, CALENDAR)
    assert resolve(arabic, on, CALENDAR) == expected
    assert resolve(decomposed, on, CALENDAR) == expected


@given(
    count=st.integers(1, 999),
    unit=st.sampled_from(["روز", "هفته", "ماه", "سال", "روز کاری"]),
    frame=st.sampled_from(["{}", "ظرف {}", "حداکثر تا {} دیگر", "ظرف مدت {} آینده", "{} از تاریخ جلسه"]),
    on=MEETINGS,
)
@settings(max_examples=60)
def test_a_number_in_words_is_the_number_in_digits(count: int, unit: str, frame: str, on: date) -> None:
    in_digits = resolve(frame.format(f"{persian_digits(count)} {unit}"), on, CALENDAR)
    in_words = resolve(frame.format(f"{num2words(count, lang='fa')} {unit}"), on, CALENDAR)
    assert same(in_digits, in_words)


@given(phrase=PHRASES, on=MEETINGS)
def test_a_limit_before_a_date_changes_nothing(phrase: str, on: date) -> None:
    plain = resolve(phrase, on, CALENDAR)
    # «و مهر» is read without what joins it to the words before, which stand there now.
    if plain.kind is DeadlineKind.DATE and phrase.split()[0] not in SEPARATORS:
        assert resolve(f"حداکثر {phrase}", on, CALENDAR).due == plain.due


def test_no_text_is_too_long_or_too_odd() -> None:
    for text in ("یک" * 5000, "9" * 9000 + "م", "تا " * 9000, f"سالی {'9' * 5000} بار", "و" * 50, "(" * 50, "\ud800"):
        assert resolve(text, date(2019, 10, 5), CALENDAR).kind is DeadlineKind.UNKNOWN
