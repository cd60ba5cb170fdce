"""Nasrin's working group brings tables below a sentence: some are forms to be filled in, others are the decisions."""

from __future__ import annotations

from tests.domain.minutes.paper import reading_of, told

HEAD = """
صورتجلسه نشست هفتم کارگروه آبخیزداری شهرستان نی‌زار
تاریخ جلسه: ۱۴۰۳/۰۲/۱۰
"""


def test_a_table_of_decisions_below_a_sentence_that_announces_it_is_read_row_by_row() -> None:
    reading = reading_of(
        HEAD
        + """
        پس از بررسی گزارش‌ها، نتیجهٔ نشست به شرح جدول زیر ابلاغ می‌گردد.
        محور | تصمیم | دستگاه مسئول | زمان تحویل
        سدها | نقشهٔ رسوب سد نی‌زار تهیه شود | شرکت آب منطقه‌ای | ۲۰ خرداد
        سدها | پیشنهاد لایروبی دستی رد شد | - | -
        آموزش | کارگاه آموزشی برای دهیاران برگزار شود | فرمانداری | ظرف یک ماه
        """
    )

    assert told(reading) == [
        (1, ("شرکت آب منطقه‌ای",), "1403-03-20"),
        (2, (), "none"),
        (3, ("فرمانداری",), "1403-03-10"),
    ]


def test_the_same_columns_without_rows_are_a_form() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبات:
        ۱- فرمانداری برنامهٔ کار خود را در قالب جدول زیر ارسال نماید:
        اقدام | مسئول | مهلت
        | |
        | |
        """
    )

    assert [one.columns for one in reading.resolutions] == [("اقدام", "مسئول", "مهلت")]
