"""Bodies whose labels, columns and lines no list knows are read by what stands in them."""

from __future__ import annotations

from tests.domain.minutes.paper import codes, doubts, reading_of, told


def test_columns_with_names_that_nobody_knows_are_told_by_their_contents() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳

        شناسه | چه دستی | گزاره | کران
        ۱ | شهرداری گلدره | نقشه چاه‌ها تهیه و ارسال شود | ۱۳۹۸/۰۸/۰۱
        ۲ | اداره برق | گزارش تلفات شبکه تنظیم گردد | یک هفته
        ۳ | فرمانداری گلدره | جلسه هماهنگی با دهیاران برگزار شود | ۱۳۹۸/۰۷/۳۰
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-08-01"),
        (2, ("اداره برق",), "1398-07-20"),
        (3, ("فرمانداری گلدره",), "1398-07-30"),
    ]


def test_a_table_whose_rows_are_the_fields_is_turned_and_says_what_it_took_their_names_for() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳

        گزاره | نقشه چاه‌ها تهیه و ارسال شود | گزارش تلفات شبکه تنظیم گردد
        چه دستی | شهرداری گلدره | اداره برق
        کران | ۱۳۹۸/۰۸/۰۱ | یک هفته
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-08-01"), (2, ("اداره برق",), "1398-07-20")]
    [doubt] = [one for one in reading.doubts if one.code == "told_by_content"]
    assert doubt.params["names"] == "«گزاره» مصوبه، «چه دستی» مسئول، «کران» مهلت"


def test_labels_inside_brackets_are_told_by_their_values() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        ۱- تهیه نقشه چاه‌ها (برعهدهٔ: شهرداری گلدره؛ کران: ۱۳۹۸/۰۸/۰۱)
        ۲- تنظیم گزارش تلفات شبکه (برعهدهٔ: اداره برق؛ کران: یک هفته)
        ۳- برگزاری جلسه با دهیاران (برعهدهٔ: فرمانداری گلدره؛ کران: ۱۳۹۸/۰۷/۳۰)
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-08-01"),
        (2, ("اداره برق",), "1398-07-20"),
        (3, ("فرمانداری گلدره",), "1398-07-30"),
    ]
    assert "told_by_content" in doubts(reading)


def test_lines_with_the_same_parts_are_rows() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        نقشه چاه‌ها تهیه و ارسال شود / شهرداری گلدره / ۱۳۹۸/۰۸/۰۱
        گزارش تلفات شبکه تنظیم گردد / اداره برق / یک هفته
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-08-01"), (2, ("اداره برق",), "1398-07-20")]


def test_a_line_of_who_and_when_answers_for_the_line_above_it() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        نقشه چاه‌ها تهیه و ارسال شود.
        شهرداری گلدره، تا ۱ آبان ۱۳۹۸
        گزارش تلفات شبکه تنظیم گردد.
        اداره برق، ظرف یک هفته
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-08-01"), (2, ("اداره برق",), "1398-07-20")]


def test_a_nominal_list_of_bodies_and_works_decides_below_a_heading_that_nobody_knows() -> None:
    reading = reading_of(
        """
        صورتجلسه ستاد بحران شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        برون‌داد گردهمایی:
        ۱) اداره راهداری: استقرار دو دستگاه برف‌روب در گردنه تا پایان مهر
        ۲) شرکت توزیع برق: آماده نگه داشتن مولدهای سیار تا پایان مهر
        ۳) بخشداری گلدره ذخیره آرد روستاها را هر هفته گزارش دهد.
        """
    )

    assert [number for number, _, _ in told(reading)] == [1, 2, 3]


def test_a_line_with_a_part_too_few_keeps_its_day_in_place() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        چاه‌ها / نقشه چاه‌ها تهیه و ارسال شود / شهرداری گلدره / ۱۳۹۸/۰۸/۰۱
        گزارش تلفات شبکه تنظیم گردد / اداره برق / یک هفته
        روستاها / با دهیاران جلسه برگزار شود / فرمانداری گلدره / ۱۳۹۸/۰۷/۳۰
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-08-01"),
        (2, ("اداره برق",), "1398-07-20"),
        (3, ("فرمانداری گلدره",), "1398-07-30"),
    ]


def test_a_numbered_text_that_the_resolutions_leave_out_is_asked_about() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        ۱- خرید دو دستگاه کنتور
        ۲- تعمیر ایستگاه پمپاژ
        ۳- نرخ آب‌بها تصویب شد.
        """
    )

    [doubt] = [one for one in reading.doubts if one.code == "passed_over"]
    assert "کنتور" in str(doubt.params["text"])


def test_a_table_of_those_present_stays_what_it_is() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳

        میهمان | از سوی | آمد
        آقای فرزاد یوسفی | شهرداری گلدره | ۹
        خانم مینا جلوه | اداره برق | ۹
        آقای آرش نیک‌پی | فرمانداری گلدره | ۱۰

        مصوبات:
        ۱- شهرداری گلدره نقشه چاه‌ها را تا پایان مهر تهیه نماید.
        ۲- اداره برق گزارش تلفات را ظرف یک هفته ارسال نماید.
        """
    )

    assert [number for number, _, _ in told(reading)] == [1, 2]
    assert "told_by_content" not in doubts(reading)
    assert not codes(reading.resolutions[0])


def test_lines_that_a_word_counts_are_numbered() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        فقره ۱: نقشه چاه‌ها ظرف یک هفته تهیه شود.
        مسئول: شهرداری گلدره
        فقره ۲: گزارش تلفات شبکه تا پایان مهر تنظیم گردد.
        مسئول: اداره برق
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-07-20"), (2, ("اداره برق",), "1398-07-30")]


def test_those_present_below_the_last_card_are_no_part_of_it() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        گزاره: نقشه چاه‌ها تهیه و ارسال شود
        برعهدهٔ: شهرداری گلدره
        کران: یک هفته
        گزاره: گزارش تلفات شبکه تنظیم گردد
        برعهدهٔ: اداره برق
        کران: یک هفته
        حاضرین: فرزاد یوسفی، مینا جلوه
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-07-20"), (2, ("اداره برق",), "1398-07-20")]
    assert {"kind": "attendance", "text": "حاضرین: فرزاد یوسفی، مینا جلوه"} in reading.to_json()["passed_over"]


def test_labels_that_begin_lines_are_told_by_their_values_below_topics() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        ۱. چاه‌ها
        شهردار گزارشی از چاه‌ها ارائه کرد.
        برآیند: نقشه چاه‌ها تهیه و برای اعضا ارسال شود.
        برعهدهٔ: شهرداری گلدره      کران: یک هفته
        برآیند: چاه‌های بدون پروانه شناسایی گردد.
        برعهدهٔ: اداره برق      کران: ۱۳۹۸/۰۸/۰۱
        ۲. شبکه
        برآیند: گزارش تلفات شبکه تنظیم گردد.
        برعهدهٔ: فرمانداری گلدره      کران: ۱۳۹۸/۰۷/۳۰
        """
    )

    assert [(owners, day) for _, owners, day in told(reading)] == [
        (("شهرداری گلدره",), "1398-07-20"),
        (("اداره برق",), "1398-08-01"),
        (("فرمانداری گلدره",), "1398-07-30"),
    ]


def test_a_head_that_was_pasted_twice_is_no_decision_with_a_day() -> None:
    head = "صورتجلسه چهارمین جلسه کارگروه سرمایه گذاری\nتاریخ جلسه: ۱۳۹۸/۰۷/۰۶\n"
    reading = reading_of(f"{head}{head}مصوبه ۱: شهرداری فهرست زمین‌ها را تهیه کند.\nمسئول: شهرداری\nمهلت: دو هفته")

    assert told(reading) == [(1, ("شهرداری",), "1398-07-20")]


def test_a_table_that_was_pasted_cell_by_cell_is_a_table_again() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        مصوبات:
        ردیف
        شرح مصوبه
        مسئول اجرا
        مهلت اجرا
        ۱
        تهیه نقشه چاه‌ها و نصب آن در تابلوی دهیاری
        شهرداری گلدره
        ۱۳۹۸/۰۸/۰۱
        ۲
        تنظیم گزارش تلفات شبکه
        اداره برق - اداره گاز
        یک هفته
        ۳
        آموزش کشاورزان درباره آبیاری
        جهاد کشاورزی
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-08-01"),
        (2, ("اداره برق", "اداره گاز"), "1398-07-20"),
        (3, ("جهاد کشاورزی",), "none"),
    ]


def test_a_pasted_table_may_have_a_column_that_makes_no_resolution() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        ردیف
        شرح مصوبه
        مجری
        همکار
        مهلت اجرا
        ۱
        تهیه نقشه چاه‌ها و نصب آن در تابلوی دهیاری
        شهرداری گلدره
        اداره برق
        ۱۳۹۸/۰۸/۰۱
        ۲
        تنظیم گزارش تلفات شبکه
        اداره برق
        -
        یک هفته
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره", "اداره برق"), "1398-08-01"), (2, ("اداره برق",), "1398-07-20")]
    assert reading.resolutions[0].partners == ("اداره برق",)


def test_a_pasted_table_without_numbers_is_told_by_its_columns_below_a_follow_up() -> None:
    """Lines too many are text, a cell too few is empty, and the table is none of the things that were done before."""
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        پیگیری مصوبات جلسه قبل:
        خرید لوله: انجام شد
        شرح مصوبه
        مسئول
        اجرا
        مهلت
        تهیه نقشه چاه‌ها
        و نصب آن در تابلوی دهیاری
        شهرداری گلدره
        ۱۳۹۸/۰۸/۰۱
        تنظیم گزارش تلفات شبکه
        اداره برق
        آموزش کشاورزان درباره آبیاری
        جهاد کشاورزی
        جلسه بعد
        بازدید از قنات
        آبدار محله
        تا اطلاع ثانوی
        رئیس جلسه
        حسن محمدی
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-08-01"),
        (2, ("اداره برق",), "none"),
        (3, ("جهاد کشاورزی",), "next_meeting"),
        (4, ("آبدار محله",), "unknown"),
    ]
    assert reading.resolutions[0].text == "تهیه نقشه چاه‌ها و نصب آن در تابلوی دهیاری"


def test_a_pasted_row_may_be_wrapped_and_lack_a_cell() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای روستای گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        ردیف
        عنوان مصوبه
        دستگاه مسئول
        مدت زمان
        اجرا
        توضیحات
        ۱
        لایروبی نهر
        دهیار
        با همکاری امور آب
        ۲ هفته
        -
        ۲
        تعویض ترانس برق
        محله بالا
        اداره برق
        یک ماه
        """
    )

    assert told(reading) == [(1, ("دهیار", "امور آب"), "1398-07-27"), (2, ("اداره برق",), "1398-08-13")]


def test_a_follow_up_that_was_pasted_cell_by_cell_stays_one() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای روستای گلدره
        تاریخ جلسه: ۱۳۹۸/۰۷/۱۳
        پیگیری مصوبات جلسه قبل:
        ردیف
        شرح مصوبه
        مسئول
        ۱
        لایروبی نهر
        دهیار
        ۲
        تعویض ترانس برق
        اداره برق
        مصوبات:
        ۱- دهیاری ظرف ده روز راه را مرمت کند.
        """
    )

    assert told(reading) == [(1, ("دهیاری",), "1398-07-23")]


def test_rows_that_were_pasted_without_borders_are_parted_from_their_ends() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای ترافیک شهرستان گلدره
        شماره: ۳/۴۰۲/۱۸     تاریخ: ۱۳۹۸/۰۷/۱۳     پیوست: دارد
        مصوبات جلسه به شرح جدول ذیل می‌باشد:
        ردیف موضوع مصوبه مسئول اجرا مهلت
        ۱ نصب چراغ چشمک‌زن در بلوار لاله شهرداری ۱۵ روز
        ۲ یک‌طرفه شدن خیابان معلم در ساعت تعطیلی مدارس پلیس راهور ۱۳۹۸/۰۷/۲۰
        ۳ ارائه طرح میدان با توجه به نظر مشاور راه و شهرسازی جلسه آینده
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("شهرداری",), ("پلیس راهور",), ("راه و شهرسازی",)]
    assert [due for _, _, due in told(reading)] == ["1398-07-28", "1398-07-20", "next_meeting"]
    assert {"meeting_date_of_page", "meeting_number_code"} <= set(doubts(reading))
