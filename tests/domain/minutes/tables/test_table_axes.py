"""Tables whose decisions are no rows, or that say who answers in a column of marks, across, or beside other tables."""

from __future__ import annotations

from tests.domain.minutes.paper import doubts, reading_of, told

HEAD = "صورتجلسه شماره ۴ کارگروه آب شهرستان سپیدار مورخ ۱۴۰۲/۰۸/۰۳\n"


def test_a_column_for_each_body_with_marks() -> None:
    """Mina's staff explain the signs under the table."""
    reading = reading_of(
        HEAD
        + """
        ردیف | تکلیف | شهرداری | اداره برق | بخشداری | زمان
        ۱ | لایروبی جوی محله پایین | ✓ | | * | دو هفته
        ۲ | تعویض تیرهای فرسوده | | ✓ | | ۱۴۰۲/۰۹/۱۵
        ۳ | نصب تابلوی هشدار | * | | ✓ | فوری

        علائم: ✓ مجری اصلی، * همکار
        """
    )

    assert [owners for _, owners, _ in told(reading)] == [
        ("شهرداری", "بخشداری"),
        ("اداره برق",),
        ("بخشداری", "شهرداری"),
    ]
    assert reading.resolutions[2].partners == ("شهرداری",)
    assert not doubts(reading)


def test_letters_below_two_rows_of_headings_and_the_rest_on_the_next_page() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | شرح اقدام | دستگاه مسئول | | | مهلت
         | | شهرداری | آبفا | بهزیستی |
        ۱ | نصب شیر آتش‌نشانی در بازار | ه | م | | یک ماه
        ۲ | معرفی ده خانوار نیازمند | | | م | دو هفته

        ۳ | ترمیم آسفالت کوچه نهم | م | ه | | سه هفته
        """
    )

    assert told(reading) == [
        (1, ("آبفا", "شهرداری"), "1402-09-03"),
        (2, ("بهزیستی",), "1402-08-17"),
        (3, ("شهرداری", "آبفا"), "1402-08-24"),
    ]


def test_the_day_of_each_body_below_its_name() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | اقدام | شهرداری | اداره برق | فرمانداری
        ۱ | بازدید از ساختمان بازار | ۱۵ آبان | |
        ۲ | تعویض کابل‌های فرسوده | | پایان آذر |
        ۳ | دعوت از بازاریان | | | یک هفته
        """
    )

    assert told(reading) == [
        (1, ("شهرداری",), "1402-08-15"),
        (2, ("اداره برق",), "1402-09-30"),
        (3, ("فرمانداری",), "1402-08-10"),
    ]


def test_a_column_for_each_month() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | اقدام | مسئول | آبان | آذر | دی
        ۱ | تهیه نقشه چاه‌های مجاز | شرکت آب منطقه‌ای | × | × |
        ۲ | پلمب چاه‌های غیرمجاز | دادستانی | | × | ×
        """
    )

    assert told(reading) == [(1, ("شرکت آب منطقه‌ای",), "1402-09-30"), (2, ("دادستانی",), "1402-10-30")]


def test_people_by_their_surnames_with_ticks_and_in_a_column_with_an_odd_heading() -> None:
    present = "حاضران: رضایی، کریمی، مولایی\n"
    ticked = reading_of(
        HEAD
        + present
        + """
        کار | رضایی | کریمی | مولایی | تا تاریخ
        خرید دو سطل زباله | ✔ | | | یک هفته
        نظافت انبار | | ✔ | ✔ | پایان آبان
        """
    )
    named = reading_of(
        HEAD
        + present
        + """
        # | چه باید بشود | نفر | آخرین روز
        ۱ | خرید دو سطل زباله | رضایی | یک هفته
        ۲ | نظافت انبار | کریمی و مولایی | پایان آبان
        """
    )

    assert told(ticked) == told(named) == [(1, ("رضایی",), "1402-08-10"), (2, ("کریمی", "مولایی"), "1402-08-30")]


def test_a_first_row_that_stands_out_is_a_heading_in_any_words() -> None:
    reading = reading_of(
        HEAD
        + """
        ؟ | چه گفتیم | گردن کیست | خط پایان
        ۱ | جوی محله پایین لایروبی گردد | شهرداری | دو هفته
        ۲ | تابلوی هشدار نصب گردد | بخشداری | فوری
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-08-17"), (2, ("بخشداری",), "1402-08-08")]


def test_an_owner_written_once_before_what_it_does() -> None:
    """Mina names each body once, and leaves the cells below it empty."""
    reading = reading_of(
        HEAD
        + """
        مسئول | اقدام | مهلت
        شهرداری | لایروبی جوی‌ها | دو هفته
         | نصب تابلوی هشدار در میدان | یک ماه
        اداره برق | تعویض تیرهای فرسوده | یک ماه
        """
    )

    assert [owners for _, owners, _ in told(reading)] == [("شهرداری",), ("شهرداری",), ("اداره برق",)]


def test_a_column_for_each_week_has_no_day() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | فعالیت | مجری | هفته اول | هفته دوم | هفته سوم
        ۱ | تهیه نقشه | آبفا | ■ | ■ |
        ۲ | حفر کانال | شهرداری | | | ■
        """
    )

    assert [one.phrase for one in reading.resolutions] == ["هفته دوم", "هفته سوم"]


def test_ticks_below_choices_are_no_bodies() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | مصوبه | مسئول | مهلت | فوری | عادی
        ۱ | تهیه نقشه چاه‌های مجاز | شرکت آب منطقه‌ای | یک ماه | ✓ |
        ۲ | پلمب چاه‌های غیرمجاز | دادستانی | دو ماه | | ✓
        """
    )

    assert told(reading) == [(1, ("شرکت آب منطقه‌ای",), "1402-09-03"), (2, ("دادستانی",), "1402-10-03")]


def test_a_column_for_each_decision() -> None:
    """Farhad writes the decisions of his branch side by side."""
    reading = reading_of(
        HEAD
        + """
        | بند ۱ | بند ۲ | بند ۳
        موضوع | صندوق | ازدحام | نظافت
        تصمیم | شمارش روزانه صندوق‌ها | جابه‌جایی دستگاه نوبت‌دهی | خرید دو سطل زباله
        مسئول | خانم رستمی | آقای مولایی | خدمات
        مهلت | مستمر | پایان آبان | یک هفته
        """
    )

    assert told(reading) == [
        (1, ("خانم رستمی",), "continuous"),
        (2, ("آقای مولایی",), "1402-08-30"),
        (3, ("خدمات",), "1402-08-10"),
    ]
    assert reading.resolutions[1].text == "ازدحام: جابه‌جایی دستگاه نوبت‌دهی"


def test_bodies_as_the_heads_of_columns_that_say_what_and_until_when() -> None:
    reading = reading_of(
        HEAD
        + """
        | شهرداری | اداره برق | بهزیستی
        اقدام | لایروبی جوی‌ها | تعویض تیرها | توزیع پتو
        مهلت | ده روز | یک ماه | فوری
        """
    )

    assert [owners for _, owners, _ in told(reading)] == [("شهرداری",), ("اداره برق",), ("بهزیستی",)]


def test_cards_with_a_label_that_nobody_knows_and_a_number_of_their_own() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبه شماره | ۱۸ | حوزه | فنی
        متن مصوبه | پمپ ایستگاه دوم تعمیر شود. | |
        مسئول اجرا | آبفا | سررسید | ۱۴۰۲/۰۸/۲۰

        مصوبه شماره | ۱۹ | حوزه | اداری
        متن مصوبه | نگهبان تازه گرفته شود. | |
        مسئول اجرا | امور اداری | سررسید | یک ماه
        """
    )

    assert told(reading) == [(18, ("آبفا",), "1402-08-20"), (19, ("امور اداری",), "1402-09-03")]


def test_cards_whose_text_stands_beside_its_number_and_whose_cells_hold_labels() -> None:
    reading = reading_of(
        HEAD
        + """
        ۱ | پمپ ایستگاه دوم تعمیر شود.
        مسئول: آبفا | مهلت: ۱۴۰۲/۰۸/۲۰
        ۲ | نگهبان تازه گرفته شود.
        مسئول: امور اداری | مهلت: یک ماه
        """
    )

    assert told(reading) == [(1, ("آبفا",), "1402-08-20"), (2, ("امور اداری",), "1402-09-03")]


def test_owners_across_the_table() -> None:
    reading = reading_of(
        HEAD
        + """
        وظایف به تفکیک مسئول
        ردیف | اقدام | مهلت
        امور مالی | |
        ۱ | پرداخت حق‌الزحمه مربیان | ۱۵ آبان
        ۲ | اعلام مانده حساب به رئیس هیئت | ماهانه
        آقای نوروزی | |
        ۳ | اجاره سالن برای تمرین بانوان | یک هفته
        """
    )

    assert [owners for _, owners, _ in told(reading)] == [("امور مالی",), ("امور مالی",), ("آقای نوروزی",)]


def test_days_across_the_table() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | اقدام | مسئول
        مهلت: پایان آبان | |
        ۱ | پرداخت حق‌الزحمه مربیان | امور مالی
        مهلت: دو ماه | |
        ۲ | اجاره سالن برای تمرین بانوان | روابط عمومی
        """
    )

    assert told(reading) == [(1, ("امور مالی",), "1402-08-30"), (2, ("روابط عمومی",), "1402-10-03")]


def test_topics_across_the_table_are_nobody() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | اقدام | مسئول | مهلت
        شهرداری و معابر | | |
        ۱ | خط‌کشی خیابان مدرسه | شهرداری | یک ماه
        ۲ | نصب سرعت‌گیر | پلیس راهور | دو هفته
        """
    )

    assert [owners for _, owners, _ in told(reading)] == [("شهرداری",), ("پلیس راهور",)]


def test_the_follow_up_above_and_the_follow_up_beside() -> None:
    reading = reading_of(
        HEAD
        + """
        الف) پیگیری مصوبات جلسه پیشین | | |
        ردیف | مصوبه | مسئول | وضعیت
        ۱ | خرید پایه محلول | تدارکات | انجام شد
        ب) مصوبات این جلسه | | |
        ردیف | مصوبه | مسئول | مهلت
        ۱ | نصب پوستر در بخش‌ها | خانم صبوری | دو هفته

        مصوبات این جلسه | | | پیگیری مصوبات جلسه قبل | |
        ردیف | شرح مصوبه | مسئول | ردیف | مصوبه | وضعیت
        ۲ | رفع افت ولتاژ کارگاه‌ها | شرکت توزیع برق | ۱ | معرفی واحدهای راکد | انجام شد
        ۳ | برپایی نمایشگاه کار | دانشگاه | | |
        """
    )

    assert [(one.number, one.responsible) for one in reading.resolutions] == [
        (1, ("خانم صبوری",)),
        (2, ("شرکت توزیع برق",)),
        (3, ("دانشگاه",)),
    ]
    passed = " ".join(one.text for one in reading.passed_over)
    assert "خرید پایه محلول" in passed
    assert "معرفی واحدهای راکد" in passed


def test_the_follow_up_below_with_the_same_columns() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | مصوبه | مسئول | مهلت
        ۱ | نصب پوستر در بخش‌ها | خانم صبوری | دو هفته
        پیگیری مصوبات جلسه قبل | | |
        ۱ | خرید پایه محلول | تدارکات | انجام شد
        """
    )

    assert told(reading) == [(1, ("خانم صبوری",), "1402-08-17")]


def test_two_halves_of_one_list_side_by_side() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | مصوبه | مسئول | ردیف | مصوبه | مسئول
        ۱ | رفع افت ولتاژ | شرکت توزیع برق | ۳ | برپایی نمایشگاه کار | دانشگاه
        ۲ | نصب کنتور | آبفا | ۴ | لایروبی جوی | شهرداری
        """
    )

    assert [(one.number, one.responsible) for one in reading.resolutions] == [
        (1, ("شرکت توزیع برق",)),
        (2, ("آبفا",)),
        (3, ("دانشگاه",)),
        (4, ("شهرداری",)),
    ]
