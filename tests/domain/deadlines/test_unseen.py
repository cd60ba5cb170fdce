"""Phrases that unseen minutes brought: yearly rhythms, weekdays of a month, a first day and then a rhythm, meetings."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import from_jalali, to_jalali, weekday
from domain.dates.working_days import Calendar
from domain.deadlines import Rhythm, Unit, describe_rhythm, find, next_due
from domain.deadlines.occurrences import first_due

PHRASES = {
    # Each year.
    "سالانه در بهمن‌ماه": "1 year day 336 from 1398-11-30",
    "هر ساله تا ۱۵ اسفند": "1 year day 351 from 1398-12-15",
    "همه‌ساله در نیمه اول آذر": "1 year day 261 from 1398-09-15",
    "در هفته دولت هر سال": "1 year day 163 from 1399-06-08",
    "هر ساله در دهه فجر": "1 year day 328 from 1398-11-22",
    # On a weekday, of each week or of each month.
    "آخرین پنجشنبه هر ماه": "1 month weekday 6 from 1398-07-25",
    "یکشنبه اول هر ماه": "1 month day 1 weekday 2 from 1398-08-05",
    "دومین شنبهٔ هر ماه": "1 month day 2 weekday 1 from 1398-08-11",
    "هر هفته از شنبه آینده": "1 week day 1 from 1398-07-20",
    "هفتگی از دوشنبه ۱۵ مهر": "1 week day 3 from 1398-07-15",
    "از شنبه آینده هر روز": "1 day from 1398-07-20",
    "هر روز صبح": "1 day from 1398-07-14",
    # A first day, and then a rhythm.
    "اولین گزارش تا پایان مهر و سپس ماهانه": "1 month from 1398-07-30",
    "نوبت اول ۱۵ آبان، سپس هر سه ماه": "3 month from 1398-08-15",
    "گزارش نخست تا ۲۰ مهر، پس از آن ماهانه": "1 month day 20 from 1398-07-20",
    "تا ده روز آینده و از آن پس هفتگی": "1 week day 4 from 1398-07-23",
    "یکم آبان و سپس هر شش ماه": "6 month from 1398-08-01",
    "بار اول تا پایان آبان و پس از آن فصلی": "1 quarter day 60 from 1398-08-30",
    # As long as something lasts, at each meeting.
    "تا زمانی که طرح در حال اجراست": "continuous",
    "مادامی که قرارداد برقرار است": "continuous",
    "در طول اجرای پروژه": "continuous",
    "در هر جلسه": "continuous",
    "در تمام جلسات شورا": "continuous",
    "شبانه‌روزی": "continuous",
    # The next meeting.
    "برای جلسه آینده": "next_meeting",
    "در جلسه هفته آینده": "next_meeting",
    "تا جلسه بعدی هیئت مدیره": "next_meeting",
    "در شورای بعدی": "next_meeting",
    "در اولین نشست کمیسیون": "next_meeting",
    "جلسه پیش رو": "next_meeting",
    # For information only.
    "جهت اطلاع": "none",
    "صرفاً جهت استحضار": "none",
    "جهت اطلاع و بهره‌برداری": "none",
    "برای آگاهی اعضا": "none",
    # Days.
    "تا ظهر فردا": "1398-07-14",
    "صبح شنبه آینده": "1398-07-20",
    "پانزدهم آبان یکهزار و سیصد و نود و هشت": "1398-08-15",
    "به مدت دو هفته": "1398-07-27",
    # Several times in each.
    "هفته‌ای دو بار": "1 week from 1398-07-19",
    "ماهی دو نوبت": "1 month from 1398-07-30",
    "هفته‌ای سه روز (شنبه، دوشنبه و چهارشنبه)": "1 week from 1398-07-19",
    "دو بار در هفته": "1 week from 1398-07-19",
    "هر شش ساعت یک‌بار": "1 day from 1398-07-14",
    "هر ۴۸ ساعت": "2 day from 1398-07-15",
    "هر شب": "1 day from 1398-07-14",
    "حداقل ماهی یک بار": "1 month from 1398-07-30",
    "هر ماه، آخرین سه‌شنبه": "1 month weekday 4 from 1398-07-30",
    # Each year, in a part of a month or before a day.
    "هر سال در هفته دوم آبان": "1 year day 230 from 1398-08-14",
    "سالی یک نوبت، نیمه اول بهمن": "1 year day 321 from 1398-11-15",
    "سالانه، پیش از پایان اسفند": "1 year from 1398-12-29",
    # A month by its number, and the day on which a work begins.
    "آخر برج ۸": "1398-08-30",
    "تا دهم برج ۹": "1398-09-10",
    "از اول آبان": "1398-08-01",
    "از ۱۵ آذر": "1398-09-15",
    # As long as the year lasts; at once.
    "در طول سال": "continuous",
    "به صورت مستمر و در طول سال": "continuous",
    "بلافاصله پس از جلسه": "immediate 1398-07-16",
    # Asked about.
    "به مدت یک سال": "unknown: length",
    "به مدت شش ماه": "unknown: length",
    "هزینه‌های فروردین تا شهریور": "unknown: leftover",
    "جهت اطلاع و اقدام": "unknown: leftover",
    "تا رفع مشکل": "unknown: condition",
    "تا حصول نتیجه": "unknown: condition",
    "تا پایان طرح": "unknown: condition",
    "روزانه تا پایان هشدار": "1 day from 1398-07-14",
    "۵ مهر ۱۳۹۸ و سپس ماهانه": "unknown: past",
}


@pytest.mark.parametrize(("phrase", "meaning"), PHRASES.items())
def test_a_phrase(read: Callable[[str], str], phrase: str, meaning: str) -> None:
    assert read(phrase) == meaning


@pytest.mark.parametrize(
    ("sentence", "words", "meaning"),
    [
        ("خانم نوری قیمت بگیرد و جلسه بعد بیاورد.", "جلسه بعد", "next_meeting"),
        ("آیین‌نامه را بازنویسی و به شورای بعدی بیاورد.", "به شورای بعدی", "next_meeting"),
        ("اعضا یک ماه مهلت دارند؛ سپس خسارت حساب می‌شود.", "یک ماه مهلت", "1398-08-13"),
        ("کلاس‌ها سه‌شنبه‌ها پس از زنگ آخر برگزار شود.", "سه‌شنبه‌ها", "1398-07-16"),
        ("راه‌پله هفته‌ای یک بار شسته شود.", "هفته‌ای یک بار", "1398-07-19"),
        ("هزینه در هر جلسه گزارش شود.", "در هر جلسه", "continuous"),
        ("فهرست را تا چهارشنبه همین هفته به دفتر بده.", "تا چهارشنبه همین هفته", "1398-07-17"),
        ("قنات پیش از آغاز کشت پاییزه لایروبی گردد.", "پیش از آغاز کشت پاییزه لایروبی", "from_event"),
        ("فرش‌ها تا قبل عید شسته شود.", "تا قبل عید شسته شود", "from_event"),
        ("بخاری‌ها قبل از سرد شدن هوا سرویس شود.", "قبل از سرد شدن هوا سرویس", "from_event"),
        ("مجمع پس از صدور مجوز اداره تعاون برگزار شود.", "پس از صدور مجوز اداره تعاون", "from_event"),
        ("نما بماند برای بعد از تمام شدن کار شهرداری.", "بعد از تمام شدن کار شهرداری", "from_event"),
        ("بازدید در صورت تأمین خودرو برگزار شود.", "در صورت تأمین خودرو برگزار شود", "condition"),
        ("مولدها تا پایان موج سرما آماده باشد.", "تا پایان موج سرما آماده باشد", "condition"),
        ("نازنین آبخوری را تا آخر هفته تعمیر کند.", "تا آخر هفته", "1398-07-19"),
        ("آمار را ماهیانه به شورا بدهد.", "ماهیانه", "1398-07-30"),
        ("جلسهٔ آموزش ماهی یک بار توسط پریسا برگزار شود.", "ماهی یک بار", "1398-07-30"),
        ("آمار حادثه‌ها هر شش ساعت یک‌بار به ستاد داده شود.", "هر شش ساعت یک‌بار", "1398-07-14"),
        ("پرونده‌ها پایان هر هفته فرستاده شود.", "پایان هر هفته", "1398-07-19"),
        ("تکلیف واحدها فوری روشن شود.", "فوری", "1398-07-16"),
        ("روز جمعه آینده اهالی بیل بیاورند.", "روز جمعه آینده", "1398-07-19"),
        ("درگاه از اول آبان بسته شود.", "از اول آبان", "1398-08-01"),
        ("پرده‌ها تا قبل از بازگشایی مدارس نصب شود.", "تا قبل از بازگشایی مدارس نصب", "from_event"),
    ],
)
def test_a_deadline_in_a_sentence(meeting: date, calendar: Calendar, sentence: str, words: str, meaning: str) -> None:
    [((start, end), deadline)] = find(sentence, meeting, calendar)
    due = "{:04}-{:02}-{:02}".format(*to_jalali(deadline.due)) if deadline.due else deadline.code or deadline.kind
    assert (sentence[start:end], due) == (words, meaning)


@pytest.mark.parametrize(
    "sentence",
    [
        "هزینه‌های فروردین تا شهریور پرداخت شود.",
        "عملکرد بهار تا پاییز بررسی شود.",
        "دستور کار جلسه آینده تدوین شود.",
        "قرارداد به مدت یک سال تمدید شود.",
        "مبلغ ماهیانه پنج میلیون تومان پرداخت گردد.",
        "گزارش دوشنبه ارائه شد.",
        "دوربین در برج ۳ نصب شود.",
        "از یک سال بدهی خبری نیست.",
        "قرارداد به مدت یک سال از تاریخ ۱۳۹۸/۸/۱ تمدید شود.",
    ],
)
def test_a_period_an_agenda_a_length_and_an_amount_are_no_deadlines(
    meeting: date, calendar: Calendar, sentence: str
) -> None:
    assert find(sentence, meeting, calendar) == []


@given(
    nth=st.sampled_from([1, 2, 3, 4, None]),
    day=st.integers(1, 7),
    on=st.dates(from_jalali(1380, 1, 1), from_jalali(1409, 1, 1)),
)
def test_a_weekday_of_each_month_falls_once_in_each(nth: int | None, day: int, on: date) -> None:
    rhythm = Rhythm(1, Unit.MONTH, nth, day)
    first = first_due(rhythm, on)
    due = [first]
    for _ in range(12):
        due.append(next_due(rhythm, first, due[-1]))
    assert all(weekday(one) == day - 1 for one in due)
    months = [to_jalali(one)[0] * 12 + to_jalali(one)[1] for one in due]
    assert months == list(range(months[0], months[0] + 13))
    assert Rhythm.from_json(rhythm.to_json()) == rhythm


def test_a_weekday_of_each_month_is_said_back() -> None:
    assert describe_rhythm(Rhythm(1, Unit.MONTH, None, 6)) == "هر ماه، آخرین پنجشنبه"
    assert describe_rhythm(Rhythm(1, Unit.MONTH, 2, 1)) == "هر ماه، دومین شنبه"
