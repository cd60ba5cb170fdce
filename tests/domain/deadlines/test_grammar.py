"""The grammar's own tables, the organisation's settings, and the explanation of a deadline."""

from datetime import date

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.dates.working_days import Calendar
from domain.deadlines import DeadlineKind, DeadlineSettings, describe, resolve
from domain.deadlines.grammar.meaning import DATE_RULES
from domain.deadlines.grammar.phrases import PHRASES, Phrase
from domain.deadlines.grammar.reasons import SENTENCES
from domain.deadlines.grammar.rhythms import RULES, RhythmRule
from domain.deadlines.grammar.rules import Context, DateRule
from domain.deadlines.grammar.tokens import tokenise


@pytest.fixture
def context(meeting: date, calendar: Calendar) -> Context:
    return Context(meeting, calendar, DeadlineSettings(), DATE_RULES)


def tokens(text: str) -> str:
    return " ".join(token.text for token in tokenise(text))


@pytest.mark.parametrize("rule", DATE_RULES, ids=lambda rule: rule.example)
def test_each_date_rule_holds_for_its_example(rule: DateRule, context: Context) -> None:
    match = rule.pattern.fullmatch(tokens(rule.example))
    assert match
    assert rule.read(match, context)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_each_rhythm_rule_holds_for_its_example(rule: RhythmRule, context: Context) -> None:
    match = rule.pattern.fullmatch(tokens(rule.example))
    assert match
    assert rule.read(match, context)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.example)
def test_each_phrase_holds_for_its_example(phrase: Phrase) -> None:
    assert phrase.pattern.fullmatch(tokens(phrase.example))


def test_the_service_descriptions_are_due_on_arbaeen(meeting: date, calendar: Calendar) -> None:
    due = resolve("دو هفته", meeting, calendar).due
    assert due == from_jalali(1398, 7, 27)
    assert "اربعین" in calendar.holidays[due].name


def test_the_table_of_spending_is_due_on_a_holiday(meeting: date, calendar: Calendar) -> None:
    due = resolve("پنجم آبان ماه", meeting, calendar).due
    assert due == from_jalali(1398, 8, 5)
    assert calendar.is_day_off(due)


def test_a_due_date_rolls_past_days_off_when_the_organisation_wants_it(meeting: date, calendar: Calendar) -> None:
    rolling = DeadlineSettings(roll_forward=True)
    rolled = resolve("پنجم آبان ماه", meeting, calendar, rolling)
    assert rolled.due == from_jalali(1398, 8, 6)
    assert rolled.assumed == ("مهلت از روز تعطیل به روز کاری بعد رفت.",)
    assert resolve("۲۹ مهر", meeting, calendar, rolling).due == from_jalali(1398, 7, 29)


def test_the_meeting_day_counts_when_the_organisation_wants_it(meeting: date, calendar: Calendar) -> None:
    counting = DeadlineSettings(day_zero_counts=True)
    assert resolve("سه روز", meeting, calendar, counting).due == from_jalali(1398, 7, 15)
    assert resolve("سه روز", meeting, calendar).due == from_jalali(1398, 7, 16)


def test_at_once_is_three_working_days_and_says_so(meeting: date, calendar: Calendar) -> None:
    wednesday = from_jalali(1398, 7, 17)
    at_once = resolve("در اسرع وقت", wednesday, calendar)
    assert (at_once.kind, at_once.due) == (DeadlineKind.IMMEDIATE, from_jalali(1398, 7, 22))
    assert at_once.assumed == ("۳ روز کاری پس از جلسه فرض شد.",)
    five = resolve("فوری", meeting, calendar, DeadlineSettings(immediate_days=5))
    assert five.due == calendar.add_working_days(meeting, 5)


@pytest.mark.parametrize(
    ("phrase", "assumed"),
    [
        ("آبان", "پایان ماه فرض شد."),
        ("۱۲ مهر", "۱۲ مهر ۱۳۹۹ فرض شد."),
        ("چهارشنبه", "نزدیک‌ترین چهارشنبه فرض شد."),
        ("هفته آینده", "پایان هفته فرض شد."),
        ("اواسط آبان", "«اواسط» تا بیستم ماه فرض شد."),
        ("یک هفته پس از تصویب", "تاریخ تصویب همان تاریخ جلسه فرض شد."),
        ("۱۰ تا ۱۵ روز", "بیشترین مدت فرض شد."),
        ("شنبه ساعت ۱۰ صبح", "ساعت در نظر گرفته نشد؛ فقط روز به شمار می‌آید."),
        ("2019/10/22", "تاریخ میلادی فرض شد."),
        ("ماهانه", "پایان هر دوره فرض شد."),
        ("هر دو هفته", "نوبت‌ها از تاریخ جلسه شمرده شد."),
        ("ماهانه تا پایان سال", "تا ۲۹ اسفند ۱۳۹۸ ادامه دارد."),
        ("مستمر از اول آبان", "از ۱ آبان ۱۳۹۸ آغاز می‌شود."),
        ("سه روز قبل از جلسه آینده", "مهلت ۳ روز پیش از جلسهٔ آینده است."),
        ("گزارش پیشرفت کار تا پایان مهر", "واژه‌های دیگر این عبارت دربارهٔ زمان دانسته نشد."),
    ],
)
def test_what_a_phrase_leaves_open_is_shown(meeting: date, calendar: Calendar, phrase: str, assumed: str) -> None:
    assert assumed in resolve(phrase, meeting, calendar).assumed


def test_a_plain_date_assumes_nothing(meeting: date, calendar: Calendar) -> None:
    assert resolve("پنجم آبان ۱۳۹۸", meeting, calendar).assumed == ()


def test_a_year_of_two_digits_is_the_nearest(calendar: Calendar) -> None:
    assert resolve("۰۵/۰۷/۱۲", from_jalali(1405, 6, 1), calendar).due == from_jalali(1405, 7, 12)
    assert resolve("۵ مهر ۰۵", from_jalali(1404, 6, 1), calendar).due == from_jalali(1405, 7, 5)
    assert resolve("۹۸/۷/۳۰", from_jalali(1405, 6, 1), calendar).code == "past"


def test_the_thirtieth_of_esfand_exists_in_a_leap_year(calendar: Calendar) -> None:
    assert resolve("۳۰ اسفند", from_jalali(1399, 11, 1), calendar).due == from_jalali(1399, 12, 30)


def test_a_day_of_the_moon_that_nobody_has_seen_is_marked(calendar: Calendar) -> None:
    arbaeen = resolve("اربعین", from_jalali(1406, 4, 1), calendar)
    assert "تاریخ این مناسبت تخمینی است." in arbaeen.assumed


def test_a_day_of_the_moon_needs_the_table_of_holidays(meeting: date) -> None:
    assert resolve("اربعین", meeting, Calendar()).code == "unknown_named_day"


def test_the_day_after_the_feast_is_not_the_feast(calendar: Calendar) -> None:
    feast = resolve("عید فطر", from_jalali(1399, 1, 1), calendar).due
    assert feast
    next_day = date.fromordinal(feast.toordinal() + 1)
    assert format_machine(resolve("عید فطر", next_day, calendar).due or next_day) == "1400-02-23"


def test_the_json_has_the_agreed_shape(meeting: date, calendar: Calendar) -> None:
    assert resolve("مستمر تا دهم هر ماه", meeting, calendar).to_json() == {
        "kind": "recurring",
        "due": "1398-08-10",
        "rule": "monthly",
        "assumed": [],
        "rhythm": {"every": 1, "unit": "month", "day": 10},
        "reason": None,
    }
    assert resolve("سه‌ماهه", meeting, calendar).to_json() == {
        "kind": "unknown",
        "due": None,
        "rule": "unknown",
        "assumed": [],
        "rhythm": None,
        "reason": SENTENCES["vague_months"],
    }


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("پنجم آبان ماه", "تا یکشنبه ۵ آبان ۱۳۹۸"),
        ("آبان", "تا پنجشنبه ۳۰ آبان ۱۳۹۸ (پایان ماه فرض شد.)"),
        ("مستمر تا دهم هر ماه", "هر ماه، تا روز ۱۰ ماه؛ نخستین نوبت جمعه ۱۰ آبان ۱۳۹۸"),
        ("هر چهارشنبه", "هر هفته، چهارشنبه؛ نخستین نوبت چهارشنبه ۱۷ مهر ۱۳۹۸"),
        ("۱۵ خرداد هر سال", "هر سال، تا ۱۵ خرداد؛ نخستین نوبت پنجشنبه ۱۵ خرداد ۱۳۹۹"),
        ("در اسرع وقت", "در اسرع وقت، تا سه‌شنبه ۱۶ مهر ۱۳۹۸ (۳ روز کاری پس از جلسه فرض شد.)"),
        ("مستمر", "مستمر"),
        ("جلسه آینده", "تا جلسهٔ آینده"),
        ("-", "بدون مهلت"),
        ("۳۱ مهر", "روشن نیست: چنین روزی در تقویم نیست."),
    ],
)
def test_a_deadline_is_said_back_in_one_line(meeting: date, calendar: Calendar, phrase: str, line: str) -> None:
    assert describe(resolve(phrase, meeting, calendar)) == line
