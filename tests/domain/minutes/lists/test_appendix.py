"""Tables of unusual shape: vertical ones, merged cells, and the duties of an appendix."""

from __future__ import annotations

from domain.dates.working_days import Calendar
from domain.minutes import Cell, Document, Paragraph, Table, read
from tests.domain.minutes.paper import doubts, reading_of, told

OPENING = "صورتجلسه نشست سوم کارگروه گردشگری استان خاوران\nتاریخ جلسه: ۱۴۰۲/۰۵/۱۰\n"


def test_a_row_of_duties_that_a_page_break_cut_in_two() -> None:
    reading = reading_of(
        OPENING
        + """
        نقش و وظیفه | بازیگران اقتصاد محله | ردیف
        ۱. شرکت در دوره‌ها ۲. معرفی | ساکنان محلات | ۱

        نقش و وظیفه | بازیگران اقتصاد محله | ردیف
        کارگاه‌ها ۳. همکاری | |
        """
    )

    assert [(one.actor_kind, one.duties) for one in reading.duties] == [
        ("ساکنان محلات", ("شرکت در دوره‌ها", "معرفی\nکارگاه‌ها", "همکاری"))
    ]


def test_an_upright_table_for_each_resolution() -> None:
    reading = reading_of(
        """
        صورتجلسه جلسه نهم کارگروه مسکن مورخ ۱۴۰۳/۰۱/۲۰
        مصوبه شماره ۱ | تخصیص زمین به متقاضیان
        مسئول اجرا | اداره کل راه و شهرسازی
        مهلت | دو ماه

        مصوبه شماره ۲ | صدور پروانه ساخت
        مسئول اجرا | شهرداری
        مهلت | یک هفته
        """
    )

    assert told(reading) == [(1, ("اداره کل راه و شهرسازی",), "1403-03-20"), (2, ("شهرداری",), "1403-01-27")]


def test_duties_of_actor_kinds_and_a_last_cell_that_breaks_off() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبه | مسئول | مهلت
        مقرر شد نرخ‌ها اعلام شود. | شهرداری | یک هفته

        نقش و وظیفه | بازیگران اقتصاد محله | ردیف
        <p>۱. شرکت در دوره‌ها ۲. تخصیص ۲۰ درصد منابع ۳. همکاری</p> | ساکنان محلات | ۱
        <p>۱. خرید محصول</p> <ul> • پوشاک • خوراک ۲. آموزش | واحدهای اقتصادی | ۲
        """
    )

    assert [(one.actor_kind, one.duties) for one in reading.duties] == [
        ("ساکنان محلات", ("شرکت در دوره‌ها", "تخصیص ۲۰ درصد منابع", "همکاری")),
        ("واحدهای اقتصادی", ("خرید محصول\n• پوشاک\n• خوراک", "آموزش")),
    ]
    assert doubts(reading) == {"cut"}


def test_a_cell_merged_downwards_is_no_second_resolution() -> None:
    def row(*texts: str, merged: bool = False) -> tuple[Cell, ...]:
        return tuple(Cell(text, merged=merged and index == 0) for index, text in enumerate(texts))

    table = Table(
        (
            row("مصوبه", "مسئول", "مهلت"),
            row("مقرر شد نرخ‌ها اعلام شود.", "شهرداری", "یک هفته"),
            row("مقرر شد نرخ‌ها اعلام شود.", "فرمانداری", "یک هفته", merged=True),
        )
    )
    reading = read(Document((Paragraph("صورتجلسه جلسه سوم مورخ ۱۴۰۲/۰۵/۱۰"), table)), Calendar())

    assert told(reading) == [(1, ("شهرداری", "فرمانداری"), "1402-05-17")]
