"""Deadlines found in sentences, and numbers there that are no deadlines."""

from datetime import date

import pytest

from domain.dates.jalali import format_machine
from domain.dates.working_days import Calendar
from domain.deadlines import find


def found(sentence: str, meeting: date, calendar: Calendar) -> list[tuple[str, str]]:
    """The words of each deadline in a sentence, with its date, its kind or its reason's code."""
    return [
        (sentence[start:end], (format_machine(d.due) if d.due else "") or d.code or d.kind.value)
        for (start, end), d in find(sentence, meeting, calendar)
    ]


@pytest.mark.parametrize(
    ("sentence", "words", "meaning"),
    [
        ("مقرر گردید شهرداری پسماندها را در اسرع وقت جمع‌آوری نماید.", "در اسرع وقت", "1398-07-16"),
        ("نظر خود را حداکثر ظرف مدت یک هفته ارسال نمایند.", "حداکثر ظرف مدت یک هفته", "1398-07-20"),
        ("جدول را حداکثر تا پنجم آبان ماه، به دبیرخانه بفرستند.", "حداکثر تا پنجم آبان ماه", "1398-08-05"),
        ("فهرست‌ها ظرف دو هفته در قالب جدول زیر اعلام شود.", "ظرف دو هفته", "1398-07-27"),
        ("مقرر شد نتیجه را قبل از پایان سال جاری گزارش نماید.", "قبل از پایان سال جاری", "1398-12-29"),
        ("طرح از ۱۵ آبان تا پایان آذر اجرا شود.", "از ۱۵ آبان تا پایان آذر", "1398-09-30"),
        ("بازدید در روز شنبه ۲۰ مهر انجام شود.", "در روز شنبه ۲۰ مهر", "1398-07-20"),
        ("فوراً اقدام کند.", "فوراً", "1398-07-16"),
        ("گزارش آن در جلسه آتی کارگروه ارائه شود.", "در جلسه آتی کارگروه", "next_meeting"),
        ("پاسخ تا قبل از جلسه آینده داده شود.", "تا قبل از جلسه آینده", "next_meeting"),
        ("بهزیستی به صورت مستمر بر مراکز نظارت کند.", "به صورت مستمر", "continuous"),
        ("در مقاطع ماهانه و حداکثر تا دهم هر ماه، گزارش دهد.", "در مقاطع ماهانه و حداکثر تا دهم هر ماه", "1398-08-10"),
        ("هر سه ماه یک‌بار گزارش دهد.", "هر سه ماه یک‌بار", "1398-10-13"),
        ("گزارش ماهانه به استانداری ارسال شود.", "گزارش ماهانه", "1398-07-30"),
        ("در اسرع وقت و حداکثر تا پایان مهر اقدام شود.", "در اسرع وقت و حداکثر تا پایان مهر", "1398-07-30"),
        ("۲ هزار میلیارد ریال تا پایان سال تخصیص یابد.", "تا پایان سال", "1398-12-29"),
        ("از تاریخ این مصوبه به مدت دو ماه اجرا شود.", "از تاریخ این مصوبه به مدت دو ماه", "1398-09-13"),
        ("ظرف یک هفته از تاریخ برگزاری جلسه پاسخ دهد.", "ظرف یک هفته از تاریخ برگزاری جلسه", "1398-07-20"),
        ("آمار سه سال اخیر تا دو هفته دیگر برسد.", "تا دو هفته دیگر", "1398-07-27"),
        ("نظرها را ظرف یک هفته از طریق سامانه اعلام کنند.", "ظرف یک هفته", "1398-07-20"),
    ],
)
def test_a_deadline_in_a_sentence(meeting: date, calendar: Calendar, sentence: str, words: str, meaning: str) -> None:
    assert found(sentence, meeting, calendar) == [(words, meaning)]


@pytest.mark.parametrize(
    "sentence",
    [
        "جدول عملکرد ۷ ماهه نخست سال ۹۸ تهیه شود.",
        "پیرو دعوتنامه مورخ ۹۸/۷/۱۱ جلسه ساعت ۱۶ برگزار شد.",
        "از تاریخ ۹۸/۷/۲ تا کنون گزارشی نرسیده است.",
        "طی دو سال گذشته اقداماتی انجام شده است.",
        "۲۰ درصد از منابع سالانه خود را اختصاص دهد.",
        "بودجه در سال ۱۳۹۸ هزینه شود.",
        "اقدامات فوری و آموزش مستمر کارکنان",
        "ادامه حمایت‌ها تا استقلال خانواده‌ها",
        "بند هفدهم مصوبات جلسه چهارم",
        "دستور کار جلسه آینده تدوین شود.",
    ],
)
def test_a_sentence_without_a_deadline(meeting: date, calendar: Calendar, sentence: str) -> None:
    assert found(sentence, meeting, calendar) == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("ظرف یک هفته پس از ابلاغ این مصوبه اقدام نماید.", "from_event"),
        ("ظرف ده روز از تاریخ دریافت نامه پاسخ دهد.", "from_event"),
        ("در صورت تأمین اعتبار، ظرف دو ماه عملیات را آغاز کند.", "condition"),
        ("ظرف دو سه روز آینده نتیجه اعلام شود.", "approximate"),
        ("حداکثر تا ۳۱ مهر اعلام شود.", "no_such_day"),
        ("تا پایان سال تحصیلی کلاس‌ها برگزار شود.", "leftover"),
        ("بلافاصله پس از ابلاغ اعتبار آغاز شود.", "from_event"),
        ("به محض دریافت اعتبار، ظرف یک هفته هزینه شود.", "condition"),
        ("پس از تکمیل طرح، ظرف یک ماه گزارش شود.", "condition"),
        ("در صورت تأمین اعتبار، تصفیه‌خانه تا پایان سال تکمیل شود.", "condition"),
        ("ظرف چند روز آینده بازدید انجام شود.", "approximate"),
        ("موضوع در جلسه آینده شورای اداری مطرح شود.", "leftover"),
    ],
)
def test_a_deadline_that_hangs_on_something_else_is_asked(
    meeting: date, calendar: Calendar, sentence: str, code: str
) -> None:
    assert [meaning for _, meaning in found(sentence, meeting, calendar)] == [code]


def test_two_owners_with_two_dates_are_two_deadlines(meeting: date, calendar: Calendar) -> None:
    sentence = "شهرداری تا پایان مهر و فرمانداری تا پایان آبان گزارش دهند."
    assert found(sentence, meeting, calendar) == [("تا پایان مهر", "1398-07-30"), ("تا پایان آبان", "1398-08-30")]


def test_spans_are_those_of_the_text_as_it_was_typed(meeting: date, calendar: Calendar) -> None:
    sentence = "مقرّر شد  شهرداري حد اكثر تا پنجم آبان‌ماه، پاسخ دهد"
    assert found(sentence, meeting, calendar) == [("حد اكثر تا پنجم آبان‌ماه", "1398-08-05")]


def test_a_condition_of_the_work_behind_leaves_the_first_its_day(meeting: date, calendar: Calendar) -> None:
    sentence = "آبفا ظرف ده روز هزینه را اعلام و در صورت پرداخت آن، انشعاب را وصل نماید."
    assert found(sentence, meeting, calendar)[0][0] == "ظرف ده روز"
    assert found(sentence, meeting, calendar)[0][1] != "condition"


@pytest.mark.parametrize("rhythm", ["به صورت روزانه", "هفته‌ای یک بار", "روزانه"])
def test_a_rhythm_from_a_day_on_begins_on_it(meeting: date, calendar: Calendar, rhythm: str) -> None:
    [(phrase, day)] = found(f"گشت مشترک از اول اسفند {rhythm} در بازار حضور یابد.", meeting, calendar)
    assert (phrase, day) == (f"از اول اسفند {rhythm}", "1398-12-01")


def test_the_second_half_of_each_month_is_not_its_second_day(meeting: date, calendar: Calendar) -> None:
    [(phrase, _)] = found("نیمه دوم هر ماه جلسه برگزار شود.", meeting, calendar)
    assert phrase == "هر ماه"


def test_the_first_hour_of_a_day_is_the_day(meeting: date, calendar: Calendar) -> None:
    assert found("تا اول وقت پنجم آبان فهرست ارسال شود.", meeting, calendar) == [("تا اول وقت پنجم آبان", "1398-08-05")]
