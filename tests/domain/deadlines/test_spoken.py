"""Deadlines as people say them and as published minutes write them: never a wrong day, rather none that is known."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.dates.jalali import format_machine
from domain.dates.working_days import Calendar
from domain.deadlines import find

PHRASES = {
    # The end, the first and a day of a month, which is «برج» as well.
    "آخر برج": "1398-07-30",
    "تا آخر برج": "1398-07-30",
    "تا سر برج": "1398-08-01",
    "سر ماه": "1398-08-01",
    "تا اول برج": "1398-08-01",
    "تا بیستم برج": "1398-07-20",
    "تا ۲۰ برج": "1398-07-20",
    "تا پنجم برج بعد": "1398-08-05",
    "تا سر سال": "1399-01-01",
    "تا آخر برج ۸": "1398-08-30",
    "تا ۲۰ ماه": "unknown: ambiguous_date",
    "تا ۶ ماه": "1399-01-13",
    # Days of the week and its parts; the meeting is on a Saturday.
    "تا همین پنجشنبه": "1398-07-18",
    "تا این پنجشنبه": "1398-07-18",
    "همین شنبه": "unknown: alternatives",
    "تا اول هفته": "1398-07-20",
    "تا اول هفته بعد": "1398-07-20",
    "تا وسط هفته": "unknown: approximate",
    "تا آخر هفته": "1398-07-19",
    "همین هفته": "1398-07-19",
    # At once.
    "همین الان": "immediate 1398-07-16",
    "همین حالا": "immediate 1398-07-16",
    "در اولین زمان ممکن": "immediate 1398-07-16",
    "در اقرب وقت": "immediate 1398-07-16",
    # A month's name between strokes.
    "تا ۳۰/آذر/۹۸": "1398-09-30",
    "تا ۱۵-آبان-۱۳۹۸": "1398-08-15",
    "چهارشنبه مورخ ۲۹/آبان/۹۸": "1398-08-29",
    # A rhythm that lasts so long.
    "چهارشنبه‌ها به مدت یکماه": "1 week day 5 from 1398-07-17 until 1398-08-13",
    "به مدت یک ماه، بعدازظهر چهارشنبه‌ها": "1 week day 5 from 1398-07-17 until 1398-08-13",
    "هر هفته به مدت سه ماه": "1 week from 1398-07-19 until 1398-10-13",
    "به مدت یک ماه": "unknown: length",
    "یک هفته در میان، دوشنبه‌ها": "2 week day 3 from 1398-07-15",
}

SENTENCES = {
    "گزارش را دهم هر ماه ارسال کند.": ("دهم هر ماه", "1398-08-10"),
    "شهرداری اول هر ماه آمار بدهد.": ("اول هر ماه", "1398-08-01"),
    "سه ماه یک‌بار گزارش دهد.": ("سه ماه یک‌بار", "1398-10-13"),
    "کمیته یک هفته در میان بازدید کند.": ("یک هفته در میان", "1398-07-27"),
    "نمایشگاه را در سه ماهه چهارم سال جاری برگزار کند.": ("در سه ماهه چهارم سال جاری", "1398-12-29"),
    "جلسه شنبه اول هر ماه برگزار شود.": ("شنبه اول هر ماه", "1398-08-04"),
    "روزهای زوج بازدید شود.": ("روزهای زوج", "1398-07-19"),
    "یک هفته در میان، دوشنبه‌ها تشکیل شود.": ("یک هفته در میان، دوشنبه‌ها", "1398-07-15"),
    "پنجشنبه این هفته فهرست را بیاورد.": ("پنجشنبه این هفته", "1398-07-18"),
    "تا دو سه روز دیگه خبر بدهد.": ("تا دو سه روز دیگه خبر", "approximate"),
    "تا چند روز آینده خبر بدهد.": ("تا چند روز آینده خبر بدهد", "approximate"),
    "ظرف یکی دو هفته جمع شود.": ("ظرف یکی دو هفته جمع شود", "approximate"),
    "تا عید آماده شود.": ("تا عید آماده شود", "from_event"),
    "قبل عید رنگ شود.": ("قبل عید رنگ شود", "from_event"),
    "تا شب عید آماده شود.": ("تا شب عید آماده شود", "from_event"),
    "تا بعد از عید مهلت بدهند.": ("تا بعد از عید مهلت بدهند", "from_event"),
    "تا قبل از محرم تعمیر گردد.": ("تا قبل از محرم تعمیر گردد", "from_event"),
    "تا محرم تعمیر گردد.": ("تا محرم تعمیر گردد", "from_event"),
    "تا پنجم محرم تعمیر گردد.": ("تا پنجم محرم تعمیر گردد", "from_event"),
    "تا ماه رمضان آماده شود.": ("تا ماه رمضان آماده شود", "from_event"),
    "تا چهارشنبه سوری جمع شود.": ("تا چهارشنبه", "leftover"),
    "تا قبل از عید نوروز رنگ شود.": ("تا قبل از عید نوروز", "1398-12-29"),
    "کارگروه به مدت یکماه بعدازظهر چهارشنبه‌ها تشکیل شود.": ("به مدت یکماه بعدازظهر چهارشنبه‌ها", "1398-07-17"),
    "مسابقه از ۱۶ تا ۲۲ آذرماه برگزار شود.": ("از ۱۶ تا ۲۲ آذرماه", "1398-09-22"),
}

NO_DEADLINES = [
    "عملکرد در سه ماهه دوم سال جاری بررسی شد.",
    "کلاس‌ها در زمستان برگزار می‌شود.",
    "عملکرد در تابستان گذشته ضعیف بود.",
    "از قبل اعلام شده بود.",
    "جلسه قبل عید برگزار شد.",
    "تا چند سال قبل درختی نبود.",
    "۵ نفر هر کدام گزارش دادند.",
    "با تمدید قرارداد به مدت شش ماه موافقت شد.",
    "برج میلاد و سر در ورودی رنگ شد.",
]


@pytest.mark.parametrize(("phrase", "expected"), PHRASES.items())
def test_a_spoken_phrase(read: Callable[[str], str], phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(("sentence", "found"), SENTENCES.items())
def test_a_deadline_in_a_spoken_sentence(
    meeting: date, calendar: Calendar, sentence: str, found: tuple[str, str]
) -> None:
    assert [
        (sentence[start:end], (format_machine(d.due) if d.due else "") or d.code)
        for (start, end), d in find(sentence, meeting, calendar)
    ] == [found]


@pytest.mark.parametrize("sentence", NO_DEADLINES)
def test_no_deadline_in_a_sentence(meeting: date, calendar: Calendar, sentence: str) -> None:
    assert find(sentence, meeting, calendar) == []
