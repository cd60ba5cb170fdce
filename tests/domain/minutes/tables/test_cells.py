"""Cells that list several decisions, and headers in words of a secretary's own."""

from __future__ import annotations

import pytest

from tests.domain.minutes.paper import reading_of, told

OPENING = "صورتجلسه هماهنگی شماره ۱۲ شرکت پارس‌نخ مورخ ۱۴۰۳/۰۴/۲۴\n"


def test_who_answers_for_which_of_two_decisions_is_told_by_their_numbers() -> None:
    reading = reading_of(
        OPENING
        + """
        موضوع | مصوبات | مسئول | مهلت
        ضایعات | ۱) علت ضایعات نخ بررسی شود. ⏎ ۲) روش نمونه‌برداری بازنویسی گردد. | واحد کیفیت | ده روز
        تعمیرات | ۳) تسمه عوض گردد. ⏎ ۴) قطعات خریده شود. | ۳) مهندس یگانه ⏎ ۴) خانم صدری | ۳) ۱۴۰۳/۰۵/۰۶ ⏎ ۴) دائمی
        ایمنی | ۵) کپسول‌ها پر شود. | مسئول ایمنی | ۵) فوری
        """
    )

    assert told(reading) == [
        (1, ("واحد کیفیت",), "1403-05-03"),
        (2, ("واحد کیفیت",), "1403-05-03"),
        (3, ("مهندس یگانه",), "1403-05-06"),
        (4, ("خانم صدری",), "continuous"),
        (5, ("مسئول ایمنی",), "1403-04-27"),
    ]
    assert [one.text for one in reading.resolutions][1:3] == [
        "ضایعات: روش نمونه‌برداری بازنویسی گردد.",
        "تعمیرات: تسمه عوض گردد.",
    ]


def test_a_unit_answers_for_each_of_its_bullets_and_each_has_its_own_day() -> None:
    reading = reading_of(
        OPENING
        + """
        واحد مسئول | مصوبات
        مدیر تولید | • راه‌اندازی خط دوم تا دهم مردادماه ⏎ • کاهش ضایعات ظرف یک ماه
        مدیر مالی | • تسویهٔ حساب پیمانکار تا پایان تیر
        """
    )

    assert [(owners, day) for _, owners, day in told(reading)] == [
        (("مدیر تولید",), "1403-05-10"),
        (("مدیر تولید",), "1403-05-24"),
        (("مدیر مالی",), "1403-04-31"),
    ]


def test_bullets_below_a_numbered_decision_stay_its_own() -> None:
    reading = reading_of(
        OPENING
        + """
        ردیف | مصوبه | مسئول
        ۱ | • سالن‌ها بازدید شود. ⏎ • کپسول‌ها پر شود. | مسئول ایمنی
        """
    )

    assert told(reading) == [(1, ("مسئول ایمنی",), "none")]


@pytest.mark.parametrize("header", ["تصمیم اتخاذ شده", "تصمیم انجمن", "نظر نهایی هیئت‌امنا"])
def test_the_column_beside_the_agenda_holds_the_decisions_whatever_its_header_is(header: str) -> None:
    reading = reading_of(
        OPENING
        + f"""
        ردیف | دستور جلسه | {header}
        ۱ | بازرسی انبارها | اداره کل صنعت، معدن و تجارت انبارها را بازدید نماید.
        ۲ | سرویس کارکنان | مدیر اداری با شرکت طرف قرارداد مذاکره نماید.
        ۳ | گزارش نوروز | گزارش قرائت شد و تصمیمی اتخاذ نگردید.
        """
    )

    assert told(reading) == [
        (1, ("اداره کل صنعت، معدن و تجارت",), "none"),
        (2, ("مدیر اداری",), "none"),
    ]


def test_what_was_said_between_a_topic_and_its_decision_is_no_part_of_it() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای دانشکده شماره ۲۱۴ مورخ ۱۴۰۲/۰۸/۱۵
        ۱- موضوع: کمبود فضای آزمایشگاه
        دکتر راستگو یادآور شد که سه درس در یک سالن برگزار می‌شود.
        تصمیم: مقرر شد معاون اداری برآورد هزینه را تهیه نماید.
        ۲- موضوع: برنامه درسی
        به تأخیر سال گذشته اشاره شد.
        تصمیم: گروه‌ها برنامهٔ خود را تا بیستم آذرماه تحویل دهند.
        """
    )

    assert told(reading) == [(1, ("معاون اداری",), "none"), (2, ("گروه‌ها",), "1402-09-20")]
    assert "راستگو" not in reading.resolutions[0].text
    assert any("راستگو" in passed.text for passed in reading.passed_over)


def test_a_name_ends_where_those_present_say_it_does() -> None:
    reading = reading_of(
        """
        صورتجلسه هیئت‌مدیره مجتمع ارغوان شماره ۲۶ مورخ ۱۴۰۳/۰۳/۰۹
        با حضور آقای بیژن کیانی (مدیر)، خانم نسرین توکلی (خزانه‌دار) برگزار شد.
        تصمیمات:
        ۱- آقای کیانی نشتی لولهٔ موتورخانه را برطرف نماید.
        ۲- خانم توکلی صورت هزینه‌ها را نصب کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("آقای کیانی",), ("خانم توکلی",)]


def test_a_bracket_above_dashed_lines_and_a_name_before_a_day_end_where_they_end() -> None:
    reading = reading_of(
        """
        صورتجلسه خیریه شماره ۷ مورخ ۱۴۰۲/۱۲/۰۱
        تصمیمات:
        الف) بسته‌های عید تهیه و توزیع گردد. (خانم ملکی، ۲۰ اسفند)
        – هر بسته شامل برنج و روغن باشد.
        ب) قفل در را آقای نوروزی فردا عوض می‌کند.
        """
    )

    assert told(reading) == [(1, ("خانم ملکی",), "1402-12-20"), (2, ("آقای نوروزی",), "1402-12-02")]
    assert "برنج" in reading.resolutions[0].text


def test_whom_a_bullet_names_is_charged_with_the_lines_below_it() -> None:
    reading = reading_of(
        """
        صورتجلسه ستاد بحران شماره ۱۴ مورخ ۱۴۰۳/۰۹/۲۴
        موارد زیر به تصویب رسید:
        ◄ اداره گاز:
        - ایستگاه روستای آبگرم ظرف ۷۲ ساعت سرویس شود.
        ◄ شهرداری کوهپار:
        - نمک مورد نیاز معابر دپو گردد.
        - گرمخانه تا پایان آذرماه تجهیز شود.
        """
    )

    assert told(reading) == [
        (1, ("اداره گاز",), "1403-09-27"),
        (2, ("شهرداری کوهپار",), "none"),
        (3, ("شهرداری کوهپار",), "1403-09-30"),
    ]


def test_of_two_columns_of_names_the_one_in_charge_answers_in_upright_tables_too() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه تسهیل شماره ۷ مورخ ۱۴۰۳/۰۲/۱۸
        پروندهٔ ۱
        نام واحد | شرکت پولاد آریا
        موضوع درخواست | امهال بدهی
        تصمیم کارگروه | با تقسیط بدهی موافقت شد.
        دستگاه مسئول | بانک سپهر
        مهلت اقدام | پانزدهم خرداد ۱۴۰۳
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("بانک سپهر",)]


def test_what_is_called_a_decision_is_one_whatever_its_verb() -> None:
    reading = reading_of(
        """
        صورتجلسه هیئت‌مدیره شماره ۱۱۲ مورخ ۱۴۰۲/۱۰/۱۷
        دستور یکم: بودجه
        مذاکرات: سقف هزینه بررسی شد.
        تصمیم یکم: پیش‌نویس بودجه تهیه شود.
        مسئول اجرا: مدیرعامل          سررسید: بیستم دی‌ماه
        دستور دوم: امضای مجاز
        مذاکرات: ترکیب امضا نیاز به تغییر داشت.
        تصمیم دوم: چک‌ها با دو امضای مدیرعامل و رئیس هیئت‌مدیره معتبر است.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]


def test_the_day_of_an_invitation_is_not_the_meetings() -> None:
    reading = reading_of(
        """
        صورتجلسه مجمع مالکین
        متعاقب دعوت کتبی مورخ ۱۴۰۴/۱/۱۶ جلسه مجمع در روز سه‌شنبه مورخ ۱۴۰۴/۱/۲۶ تشکیل شد.
        تصمیمات:
        ۱- مدیر ساختمان ظرف ده روز بیمه را تمدید نماید.
        """
    )

    assert told(reading) == [(1, ("مدیر ساختمان",), "1404-02-05")]


def test_what_was_set_after_a_vote_is_decided() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای آموزشی شماره ۷ مورخ ۱۴۰۲/۰۹/۱۲
        دکتر نعیمی از کمبود جا گفت. مقرر شد درس در دو گروه ارائه شود.
        دربارهٔ پایان‌نامه‌ها گفت‌وگو شد و پس از رأی‌گیری، سقف راهنمایی هر استاد چهار دانشجو تعیین گردید.
        """
    )

    assert len(reading.resolutions) == 2


def test_thanks_are_no_part_of_the_last_decision() -> None:
    reading = reading_of(
        """
        گزارش جلسه خیریه مهر شنبه ۵ اسفند ۱۴۰۲
        کی‌ها بودن: آقا سیروس، خانم شایسته
        تصمیم‌ها:
        ✅ خانم شایسته فهرست را تا شنبه بفرسته
        ✅ آقا سیروس دریچهٔ شکسته را فوری جوش بده
        دست خانم شایسته درد نکنه بابت آش
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("خانم شایسته",), ("آقا سیروس",)]
    assert "آش" not in reading.resolutions[1].text


def test_a_row_that_was_confirmed_is_decided() -> None:
    reading = reading_of(
        OPENING
        + """
        ردیف | دستور جلسه | تصمیمات متخذه
        ۱ | ساختار ادارات | ساختار پیشنهادی ادارات با اصلاح عنوان دو پست به تأیید رسید.
        ۲ | آموزش مدیران | دوره‌ها توسط دفتر آموزش برگزار گردد.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]


@pytest.mark.parametrize("header", ["اقدام‌کننده و مهلت", "متولی / موعد", "پیگیری‌کننده و تاریخ"])
def test_a_header_that_asks_who_and_until_when_is_read_part_by_part(header: str) -> None:
    reading = reading_of(
        OPENING
        + f"""
        ردیف | تصمیم | {header}
        ۱ | دستگاه بافت سوم روغن‌کاری شود. | بافنده‌ها
        ۲ | نخ معیوب مرجوع شود. | مدیر خرید – ظرف ۱۰ روز
        ۳ | قفسه‌های انبار شماره‌گذاری گردد. | بعد از تکمیل سوله
        """
    )

    assert told(reading) == [(1, ("بافنده‌ها",), "none"), (2, ("مدیر خرید",), "1403-05-03"), (3, (), "unknown")]
