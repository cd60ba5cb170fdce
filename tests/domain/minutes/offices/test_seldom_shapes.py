"""Minutes in seldom shapes: numbers in letters, days in closing words, names without titles, remarks that ran in."""

from __future__ import annotations

import pytest

from tests.domain.minutes.paper import codes, due, reading_of, told

OPENING = "صورتجلسه نهمین جلسه کارگروه منابع آب استان گلدره\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳\nمصوبات:\n"


@pytest.mark.parametrize(
    ("opening", "number"),
    [
        ("هفتمین جلسه شورای ورزش گلدره روز شنبه ۱۳۹۸/۰۷/۱۳ در سالن شهر تشکیل شد.", 7),
        ("تصویر مصوبات جلسه شماره ۴۸ شورای گلدره مورخ ۱۳۹۸/۰۷/۱۳ به حضور ارسال می‌گردد.", 48),
        ("صورتجلسه شورای ورزش\nدر آن سال قرار بود نخستین جلسه مجمع در بهار برگزار گردد.", None),
        ("شماره جلسه: TQM-04-11\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳", None),
        ("شماره جلسه: ۱۱-۱۳۹۸\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳", 11),
    ],
    ids=["convened", "letter", "of_another", "code", "year"],
)
def test_the_number_stands_in_the_sentence_that_convenes_or_in_a_letter(opening: str, number: int | None) -> None:
    reading = reading_of(f"خبر شورا\n{opening}\nمصوبات:\n۱- شهرداری گلدره گزارش دهد.\n۲- بخشداری گلدره گزارش دهد.")

    assert reading.meeting.number == number


def test_a_code_of_several_numbers_is_asked_about() -> None:
    reading = reading_of("صورتجلسه کمیته کیفیت\nشماره جلسه: TQM-04-11\nمصوبات:\n۱- دبیرخانه گزارش دهد.")

    assert [doubt.params for doubt in reading.doubts if doubt.code == "meeting_number_code"] == [{"code": "TQM-04-11"}]


@pytest.mark.parametrize(
    "closing",
    ["جلسه بعدی: شنبه ۲۷ مهر ساعت ۱۰", "تاریخ جلسه آینده: ۱۳۹۸/۰۷/۲۷", "مقرر شد جلسه بعد روز شنبه ۲۷ مهر برگزار شود."],
)
def test_the_next_meetings_day_stands_in_the_closing_words(closing: str) -> None:
    reading = reading_of(OPENING + f"۱- دبیرخانه گزارش را در جلسه آینده ارائه کند.\n\n{closing}")

    assert told(reading) == [(1, ("دبیرخانه",), "1398-07-27")]
    assert reading.resolutions[0].deadline.kind == "next_meeting"


def test_a_next_meeting_that_is_not_understood_is_asked_about() -> None:
    reading = reading_of(OPENING + "۱- دبیرخانه گزارش را در جلسه آینده ارائه کند.\n\nجلسه بعدی: ۳ هفته مانده به عید")

    assert due(reading.resolutions[0]) == "next_meeting"
    assert "next_meeting_day" in codes(reading.resolutions[0])


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        (
            "شرکت‌های آب و فاضلاب، مخابرات و گاز طرح شبکه خود را اعلام کنند.",
            ("شرکت‌های آب و فاضلاب", "مخابرات", "گاز"),
        ),
        ("کلیه دستگاه‌های عضو ستاد در حالت آماده‌باش قرار گیرند.", ("کلیه دستگاه‌های عضو ستاد",)),
        ("ثبت آمار آب توسط کلیه دستگاه‌های اجرایی الزامی است.", ("کلیه دستگاه‌های اجرایی",)),
        ("کمیته‌ای متشکل از نمایندگان صمت، تعاون و شهرک‌ها تشکیل گردد.", ()),
        ("شرکت ملی گاز ظرف ۲۰ روز لوله‌ها را تعویض نماید.", ("شرکت ملی گاز",)),
        ("خانم برگ نیا مسئول هماهنگی اردو گردید.", ("خانم برگ نیا",)),
        ("بازرس مجتمع دفاتر مالی پارسال را رسیدگی کند.", ("بازرس مجتمع",)),
        ("آقایان نوری و کریمی تعیین شدند تا حریم جوی را بررسی کنند.", ("آقایان نوری", "کریمی")),
        ("شرکت‌های برق، گاز و مخابرات نسبت به ارائه طرح اقدام نمایند.", ("شرکت‌های برق", "گاز", "مخابرات")),
        ("خانم‌ها کریمی و یوسفی پوستر را بسازند.", ("خانم‌ها کریمی", "یوسفی")),
        ("سرپرست کارگاه گزارش خود را بدهد.", ("سرپرست کارگاه",)),
        ("جمع‌آوری پول با حاج قربان است.", ("حاج قربان",)),
        ("کلیه اداره‌های شهر قبل از حفاری ملزم به اخذ مجوز می‌باشند.", ("کلیه اداره‌های شهر",)),
        ("اداره دارایی ظرف ده روز پس از ارائه مدارک توسط شرکت، گواهی را صادر نماید.", ("اداره دارایی",)),
        ("موضوع به کمیسیون ماده ۹۱ ارجاع گردید.", ("کمیسیون ماده ۹۱",)),
        ("مدیر برج آخر هر ماه ریز هزینه‌ها را بنویسد.", ("مدیر برج",)),
        ("تیم بک‌اند گزارش خطا را فعال کند.", ("تیم بک‌اند",)),
        ("تابلوها نصب شود (مسئول هماهنگی: پرویز)", ("پرویز",)),
    ],
)
def test_owners_as_they_are_called(text: str, owners: tuple[str, ...]) -> None:
    assert reading_of(f"{OPENING}۱- {text}").resolutions[0].responsible == owners


def test_those_present_are_called_by_name_alone() -> None:
    reading = reading_of(
        """
        📌 صورتجلسه گروه درخت‌کاری
        👥 حاضرین: آقای بهرامی، نگین، ستاره تابان
        ✅ تصمیم‌ها
        🔹 آقای بهرامی و نگین فهرست نهال‌ها رو ظرف ۱۰ روز نهایی کنن
        🔹 ستاره تابان پوستر رو آماده کنه – مهلت: ۱۵ بهمن
        ⏰ قرار بعدی: یکشنبه ۱۴ بهمن ساعت ۱۶
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("آقای بهرامی", "نگین"), ("ستاره تابان",)]


def test_a_remark_on_the_session_is_no_part_of_the_last_resolution() -> None:
    reading = reading_of(
        OPENING
        + "۱- شهرداری گلدره گزارش دهد.\n۲- جهاد کشاورزی نسبت به معرفی متقاضیان اقدام نماید.\n"
        + "شایان ذکر است در پایان این جلسه از نمایشگاه گل بازدید به عمل آمد."
    )

    assert reading.resolutions[1].text == "جهاد کشاورزی نسبت به معرفی متقاضیان اقدام نماید."


def test_a_sentence_on_the_session_inside_a_resolution_is_asked_about() -> None:
    reading = reading_of(OPENING + "۱- شهرداری گلدره جوی‌ها را لایروبی کند. در این جلسه از تلاش کارگران تقدیر شد.")

    assert "line_foreign" in codes(reading.resolutions[0])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("واحد خرید و ماشین‌آلات", "owners_unclear"),
        ("پیگیری: پرویز", "owner_boundary"),
    ],
)
def test_owners_that_may_be_several_or_none_are_asked_about(row: str, code: str) -> None:
    reading = reading_of(
        f"{OPENING}ردیف | مصوبه | مسئول | مهلت\n۱ | تعویض فیلترها | {row} | دو هفته\n۲ | نصب تابلو | دبیر | دو هفته"
    )

    assert code in codes(reading.resolutions[0])


@pytest.mark.parametrize(
    "text",
    [
        "آقای نوری و مهتاب فهرست را تا پایان مهر نهایی کنند.",
        "خانم نجفی، مریم و رضا پوستر را بچسبانند.",
        "مدیران بانک‌های ملی، صادرات و سپه تسهیلات را پرداخت نمایند.",
        "کمیسیون‌های عمران، بودجه و فرهنگی لایحه را بررسی کنند.",
        "بخشداری و دهیاری‌های آن زمین را آماده کنند.",
        "دهیار چشمه‌سار و شورای آن راه را تسطیح کنند.",
        "دبیرخانه موضوع را به کمیته فنی ارجاع و کمیته ظرف ۱۰ روز اعلام نظر کند.",
    ],
)
def test_names_beside_which_others_may_stand_are_asked_about(text: str) -> None:
    assert {"owner_boundary", "owners_unclear"} & codes(reading_of(f"{OPENING}۱- {text}").resolutions[0])


def test_names_whose_ends_are_plain_are_not_asked_about() -> None:
    reading = reading_of(
        OPENING
        + "۱- خانم کریمی و آقای یوسفی پوستر را تا پایان مهر آماده کنند.\n"
        + "۲- شرکت آب و فاضلاب و اداره راه و شهرسازی گزارش را تا پایان مهر بدهند."
    )

    assert [codes(one) for one in reading.resolutions] == [set(), set()]


def test_the_day_of_an_assembly_that_follows_a_notice() -> None:
    reading = reading_of(
        """
        صورتجلسه مجمع عمومی ساکنان برج نیلوفر
        پیرو آگهی نصب‌شده در تابلو، مجمع در ساعت ۱۹ روز شنبه مورخ ۱۳۹۸/۰۷/۱۳ رسمیت یافت.
        مصوبات:
        ۱- مدیر ساختمان ظرف ده روز پمپ را تعمیر کند.
        """
    )

    assert due(reading.resolutions[0]) == "1398-07-23"


def test_what_was_put_off_without_a_decision_is_none() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای گروه ریاضی - ۱۳۹۸/۰۷/۱۳
        دستور اول: برنامه نیمسال
        مقرر شد دکتر نوری برنامه را تهیه کند.
        دستور دوم: هفته پژوهش
        در این باره تصمیمی گرفته نشد و بحث به وقت دیگری موکول شد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("دکتر نوری",)]
