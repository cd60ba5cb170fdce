"""Tables of resolutions as secretariats draw them: any order of columns, vague headers, incomplete rows."""

from __future__ import annotations

from tests.domain.minutes.paper import codes, doubts, reading_of, told

OPENING = "صورتجلسه نشست سوم کارگروه گردشگری استان خاوران\nتاریخ جلسه: ۱۴۰۲/۰۵/۱۰\n"


def test_five_columns_with_a_number_and_remarks() -> None:
    """Maryam's table: number three was struck out and nobody renumbered; a remark changes the fourth."""
    reading = reading_of(
        OPENING
        + """
        ردیف | شرح مصوبه | مسئول پیگیری | مهلت | ملاحظات
        ۱ | مقرر شد شهرداری نورشهر تابلوهای راه آبشار را نصب کند. | شهرداری نورشهر | یک ماه |
        ۲ | مقرر شد کتابچهٔ سفر چاپ شود. | اداره کل میراث فرهنگی، گردشگری و صنایع دستی | تا پایان شهریور |
        ۴ | مقرر شد گزارش بازدیدها فرستاده شود. | فرمانداری نورشهر | هفتگی | با هماهنگی بخشداری
        """
    )

    assert (reading.meeting.number, reading.meeting.body) == (3, "کارگروه گردشگری استان خاوران")
    assert told(reading) == [
        (1, ("شهرداری نورشهر",), "1402-06-10"),
        (2, ("اداره کل میراث فرهنگی، گردشگری و صنایع دستی",), "1402-06-31"),
        (4, ("فرمانداری نورشهر",), "1402-05-13"),
    ]
    assert doubts(reading) == {"numbers_skipped"}
    assert [codes(one) for one in reading.resolutions] == [set(), set(), set()]
    assert [one.remark for one in reading.resolutions] == [None, None, "با هماهنگی بخشداری"]


def test_three_columns_the_other_way_round() -> None:
    reading = reading_of(
        """
        مصوبات جلسه دوم شورای سلامت شهرستان پیروزآباد مورخ 1401/11/20
        مهلت اجرا | دستگاه | مصوبه
        ۱۰ روز | شبکه بهداشت و شهرداری | مقرر گردید برنامه جمع‌آوری زباله‌های بیمارستانی تدوین شود.
        فوری | فرمانداری | فرمانداری نسبت به تشکیل ستاد بحران اقدام نماید.
        - | - | مقرر شد مصوبات شورا به منزله مصوبات ستاد باشد.
        """
    )

    assert told(reading) == [
        (1, ("شبکه بهداشت", "شهرداری"), "1401-11-30"),
        (2, ("فرمانداری",), "1401-11-24"),
        (3, (), "none"),
    ]
    assert not any(map(codes, reading.resolutions))


def test_a_table_without_a_header_is_known_by_its_cells() -> None:
    reading = reading_of(
        """
        مصوبات جلسه یازدهم شورای ترافیک شهرستان مورخ ۹۹/۰۲/۲۱
        ۱ | مقرر شد طرح یک‌طرفه شدن خیابان بهار بررسی شود. | پلیس راهور | ۱۰ روز
        ۲ | مقرر شد خط‌کشی معابر اصلی انجام شود. | شهرداری | تا پایان خرداد
        """
    )

    assert told(reading) == [(1, ("پلیس راهور",), "1399-02-31"), (2, ("شهرداری",), "1399-03-31")]


def test_a_header_that_is_repeated_and_a_table_that_goes_on_without_one() -> None:
    reading = reading_of(
        """
        مصوبات جلسه دهم شورای آموزش مورخ ۱۴۰۰/۰۷/۱۸
        ردیف | مصوبه | دستگاه مجری | زمان
        ۱ | مقرر شد مدارس فرسوده فهرست شوند. | آموزش و پرورش | ۱۵ روز

        ردیف | مصوبه | دستگاه مجری | زمان
        ۲ | مقرر شد کتابخانه‌ها تجهیز شوند. | اداره کل کتابخانه‌های عمومی | سه ماه

        ۳ | مقرر شد سرویس رفت و آمد بازرسی شود. | پلیس راهور و آموزش و پرورش | هر ماه
        """
    )

    assert told(reading) == [
        (1, ("آموزش و پرورش",), "1400-08-03"),
        (2, ("اداره کل کتابخانه‌های عمومی",), "1400-10-18"),
        (3, ("پلیس راهور", "آموزش و پرورش"), "1400-07-30"),
    ]
    assert not doubts(reading)


def test_columns_that_change_places_under_a_second_header_of_one_table() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبه | مجری | مهلت
        مقرر شد راه آبشار هموار شود. | شهرداری | یک هفته
        مهلت | مجری | مصوبه
        دو هفته | فرمانداری | مقرر شد مجوز پارکینگ صادر شود.
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-05-17"), (2, ("فرمانداری",), "1402-05-24")]


def test_owner_and_deadline_in_one_column() -> None:
    reading = reading_of(
        """
        صورتجلسة چهارم كارگروه سلامت مورخ ١٤٠٢/٠٧/١١
        رديف | مصوبات | مسئول و مهلت اجرا
        ١ | مقرر شد واكسيناسيون كودكان تكميل شود. | مركز بهداشت - دو ماه
        ٢ | مقرر شد آب شرب مدارس بررسي شود. | شركت آب و فاضلاب - یک هفته
        """
    )

    assert told(reading) == [(1, ("مرکز بهداشت",), "1402-09-11"), (2, ("شرکت آب و فاضلاب",), "1402-07-18")]


def test_a_topic_and_a_partner_have_columns_of_their_own() -> None:
    reading = reading_of(
        OPENING
        + """
        ردیف | موضوع | شرح مصوبه | دستگاه مسئول | دستگاه همکار | زمان اجرا
        1 | اشتغال | برپایی بازارچه دائمی بانوان کارآفرین | شهرداری | اداره کل تعاون، کار و رفاه اجتماعی | سه ماه
        2 | آموزش | برگزاری کارگاه‌های مهارت در محلات | اداره کل ورزش و جوانان | آموزش و پرورش، بهزیستی | ۱ مهر
        """
    )

    assert told(reading) == [
        (1, ("شهرداری", "اداره کل تعاون، کار و رفاه اجتماعی"), "1402-08-10"),
        (2, ("اداره کل ورزش و جوانان", "آموزش و پرورش", "بهزیستی"), "1402-07-01"),
    ]
    assert reading.resolutions[0].text == "اشتغال: برپایی بازارچه دائمی بانوان کارآفرین"


def test_a_column_that_nobody_knows_is_told_with_what_it_says() -> None:
    """Under «مسئول» a second header row splits the column in two, and the second half has no name."""
    reading = reading_of(
        OPENING
        + """
        ردیف | متن مصوبه | مسئول | | مهلت
        ۱ | مقرر شد دوره‌ها برگزار شود. | آموزش و پرورش | تنها در نیمه اول سال | دو ماه
        """
    )

    assert told(reading) == [(1, ("آموزش و پرورش",), "1402-07-10")]
    assert codes(reading.resolutions[0]) == {"column_unread"}


def test_ditto_marks_and_empty_cells() -> None:
    reading = reading_of(
        """
        مصوبات جلسه دوم شورای فرهنگ عمومی مورخ ۱۴۰۲/۰۲/۰۲
        مهلت | مسئول | مصوبه | ردیف
        یک ماه | شهرداری | مقرر شد فرهنگسرای جنوب بازگشایی شود. | ۱
        " | // | مقرر شد کتابخانه محله تجهیز شود. | ۲
        دو هفته | | مقرر شد گزارش هزینه‌ها تهیه شود. | ۳
         | دبیرخانه | مقرر شد فهرست کتاب‌ها تهیه شود. | ۴
        """
    )

    assert told(reading)[:2] == [(1, ("شهرداری",), "1402-03-02"), (2, ("شهرداری",), "1402-03-02")]
    assert [codes(one) for one in reading.resolutions[2:]] == [{"owner_missing"}, {"deadline_missing"}]


def test_a_row_without_a_text_adds_to_the_resolution_above_it() -> None:
    [resolution] = reading_of(
        OPENING
        + """
        ردیف | مصوبه | مسئول | مهلت
        ۱ | مقرر شد نرخ‌ها اعلام شود. | شهرداری | یک هفته
          |  | فرمانداری |
        """
    ).resolutions

    assert resolution.responsible == ("شهرداری", "فرمانداری")
    assert not codes(resolution)


def test_owner_and_deadline_in_each_others_cells() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبه | مسئول | مهلت
        مقرر شد نرخ‌ها اعلام شود. | شهرداری | یک هفته
        مقرر شد بازار بازدید شود. | دو هفته | فرمانداری
        مقرر شد گزارش داده شود. | دبیرخانه | ده روز
        """
    )

    assert told(reading)[1] == (2, ("فرمانداری",), "1402-05-24")
    assert codes(reading.resolutions[1]) == {"cells_swapped"}


def test_a_number_that_stands_twice_is_asked_about_on_both() -> None:
    reading = reading_of(
        OPENING
        + """
        ردیف | مصوبه | مسئول | مهلت
        ۱ | مقرر شد نرخ‌ها اعلام شود. | شهرداری | یک هفته
        ۱ | مقرر شد بازار بازدید شود. | فرمانداری | یک هفته
        """
    )

    assert [codes(one) for one in reading.resolutions] == [{"number_repeated"}, {"number_repeated"}]


def test_tables_of_people_agenda_and_the_last_meetings_resolutions_are_none() -> None:
    reading = reading_of(
        """
        صورتجلسه
        شماره جلسه: ۱۲ | تاریخ: ۱۴۰۲/۱۰/۰۵ | محل: سالن همایش
        ردیف | نام و نام خانوادگی | سمت | امضا
        ۱ | رضا کاظمی | مدیرکل |

        پیگیری مصوبات جلسه گذشته
        ردیف | مصوبه | مسئول | نتیجه
        ۱ | مقرر شد انبار بازدید شود. | شهرداری | انجام شد

        ردیف | مصوبات | مسئول اجرا | تاریخ اجرا
        ۱ | تدوین برنامه عملیاتی زمستان | ستاد مدیریت بحران | ۲۰ دی
        ۲ | پایش روزانه کیفیت هوا | اداره کل حفاظت محیط زیست | روزانه
        """
    )

    assert (reading.meeting.number, reading.to_json()["meeting"]["date"]) == (12, "1402-10-05")
    assert told(reading) == [
        (1, ("ستاد مدیریت بحران",), "1402-10-20"),
        (2, ("اداره کل حفاظت محیط زیست",), "1402-10-06"),
    ]
    assert doubts(reading) == {"earlier_skipped"}


def test_a_sentence_about_the_follow_up_makes_no_follow_up_of_the_table_below() -> None:
    """The secretary reported before the agenda; the table below has what this meeting decided."""
    reading = reading_of(
        OPENING
        + """
        پیش از دستور: دبیر نشست گزارش کوتاهی از پیگیری مصوبات نشست دوم ارائه نمود.

        دستور | موضوع | مصوبه
        ۱ | بودجهٔ جشنواره | بودجهٔ جشنوارهٔ انار به شرح پیوست به تصویب رسید.
        ۲ | راه آبشار | مقرر شد شهرداری نورشهر نسبت به بازگشایی راه آبشار تا پایان مرداد اقدام کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [(), ("شهرداری نورشهر",)]
    assert "earlier_skipped" not in doubts(reading)


def test_a_resolution_below_the_table_is_one_too() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبه | مسئول | مهلت
        مقرر شد نرخ‌ها اعلام شود. | شهرداری | یک هفته

        سایر مصوبات:
        ۱- مقرر شد فرمانداری بازار را بازدید کند.
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "مقرر شد نرخ‌ها اعلام شود.",
        "مقرر شد فرمانداری بازار را بازدید کند.",
    ]


def test_a_text_that_says_another_deadline_than_the_column() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبه | مسئول | مهلت
        مقرر شد شهرداری نرخ‌ها را حداکثر ظرف مدت یک هفته اعلام نماید. | شهرداری | دو هفته
        مقرر شد شهرداری نرخ‌ها را حداکثر ظرف مدت یک هفته اعلام نماید. | شهرداری | یک هفته
        مقرر شد شهرداری نرخ‌ها را حداکثر ظرف مدت یک هفته اعلام نماید. | شهرداری |
        """
    )

    assert [codes(one) for one in reading.resolutions] == [{"deadline_differs"}, set(), set()]
    assert [due for _, _, due in told(reading)] == ["1402-05-24", "1402-05-17", "1402-05-17"]


def test_a_table_without_a_date_of_the_meeting_knows_only_what_hangs_on_none() -> None:
    reading = reading_of(
        """
        صورتجلسه کمیته فنی
        شرح مصوبه | مسئول | مهلت انجام
        مقرر شد شهرداری نقشه را اصلاح کند. | شهرداری | یک هفته
        مقرر شد فرمانداری مجوز را صادر نماید. | فرمانداری | ۱۴۰۲/۰۸/۰۱
        مقرر شد دبیرخانه سامانه را به‌روز نگه دارد. | دبیرخانه | مستمر
        """
    )

    assert [due for _, _, due in told(reading)] == ["unknown", "1402-08-01", "continuous"]
    assert [codes(one) for one in reading.resolutions] == [{"deadline_needs_date"}, set(), set()]
    assert "meeting_date_missing" in doubts(reading)


def test_a_reading_as_json_has_the_shape_that_is_promised() -> None:
    reading = reading_of(OPENING + "مصوبه | مسئول | مهلت\nمقرر شد شهرداری و دهیاری گزارش دهند. | شهرداری | یک ماه")

    assert reading.to_json() == {
        "meeting": {
            "title": "صورتجلسه نشست سوم کارگروه گردشگری استان خاوران",
            "number": 3,
            "date": "1402-05-10",
            "body": "کارگروه گردشگری استان خاوران",
        },
        "resolutions": [
            {
                "number": 1,
                "text": "مقرر شد شهرداری و دهیاری گزارش دهند.",
                "responsible": ["شهرداری"],
                "items": [],
                "refers": [],
                "deadline": {
                    "phrase": "یک ماه",
                    "kind": "date",
                    "due": "1402-06-10",
                    "rule": "offset",
                    "assumed": [],
                    "rhythm": None,
                },
                "columns": [],
                "remark": None,
                "doubts": ["متن، «دهیاری» را هم عهده‌دار کار می‌داند، ولی نام آن در ستون مسئول نیست."],
            }
        ],
        "duties": [],
        "doubts": [],
        "passed_over": [
            {"kind": "letterhead", "text": "صورتجلسه نشست سوم کارگروه گردشگری استان خاوران"},
            {"kind": "letterhead", "text": "تاریخ جلسه: ۱۴۰۲/۰۵/۱۰"},
            {"kind": "heading", "text": "مصوبه | مسئول | مهلت"},
        ],
    }
