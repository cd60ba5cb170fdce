"""Groups of decisions below a title, in every kind of list, and tables that answer for a list above."""

from __future__ import annotations

import pytest

from domain.minutes import PassedOverKind
from tests.domain.minutes.paper import doubts, reading_of, told

OPENING = "صورتجلسه شماره ۱۲ شورای شهر گلبهار مورخ ۱۴۰۲/۰۸/۰۳\nمصوبات:\n"
WORKS = ("مقرر شد شهرداری چاه را لایروبی کند.", "فرمانداری ظرف یک ماه گزارش دهد.", "با خرید کاغذ موافقت شد.")


@pytest.mark.parametrize(
    "lines",
    [
        ("1- امور آب", "1-1- {}", "2-1- {}", "2- امور مالی", "1-2- {}"),
        ("1- امور آب", "1-1- {}", "1-2- {}", "2- امور مالی", "2-1- {}"),
        ("۱) امور آب", "• {}", "• {}", "۲) امور مالی", "• {}"),
        ("الف) امور آب", "۱- {}", "۲- {}", "ب) امور مالی", "۱- {}"),
        ("الف- امور آب", "- {}", "- {}", "ب- امور مالی", "- {}"),
        ("امور آب", "۱- {}", "۲- {}", "امور مالی", "۳- {}"),
        ("امور آب:", "• {}", "• {}", "امور مالی:", "• {}"),
    ],
)
def test_the_topics_of_a_list_are_titles(lines: tuple[str, ...]) -> None:
    """Maryam numbers her topics in many ways: three decisions stay three, and the topics are kept as headings."""
    works = iter(WORKS)
    text = OPENING + "\n".join(line.format(next(works)) if "{}" in line else line for line in lines)
    reading = reading_of(text)

    assert [one.text for one in reading.resolutions] == list(WORKS)
    assert [one.responsible for one in reading.resolutions] == [("شهرداری",), ("فرمانداری",), ()]
    headings = [passed.text for passed in reading.passed_over if passed.kind is PassedOverKind.HEADING]
    assert sum("امور آب" in heading or "امور مالی" in heading for heading in headings) == 2
    assert "passed_over" not in doubts(reading)


def test_a_dash_between_two_numbers_is_the_number_that_is_missing() -> None:
    lines = "۱- شهرداری چاه را لایروبی کند.", "- حصارکشی زمین ورزش متوقف باشد.", "۳- با خرید کاغذ موافقت شد."

    assert [one.number for one in reading_of(OPENING + "\n".join(lines)).resolutions] == [1, 2, 3]


def test_offices_in_letters_charge_the_numbers_below_them() -> None:
    """Sara's list counts on below each office, one of which has a number in its name."""
    reading = reading_of(
        """
        صورتجلسه شماره ۱۱ کمیسیون ایمنی راه‌های گلبهار مورخ ۱۴۰۲/۰۸/۰۳
        وظایف دستگاه‌ها به شرح زیر تعیین شد:
        الف) اداره راهداری
        ۱- نصب تابلوی هشدار در سه‌راهی چاه
        ب) پلیس راه استان
        ۲- آمار تصادفات هر هفته به دبیرخانه ارسال شود.
        ج) مرکز اورژانس ۱۱۵
        ۳- پایگاه موقت تا ۲۰ آبان تجهیز شود.
        """
    )

    owners = [("اداره راهداری",), ("پلیس راه استان",), ("مرکز اورژانس ۱۱۵",)]
    assert [one.responsible for one in reading.resolutions] == owners


def test_a_list_inside_one_decision_stays_with_it() -> None:
    reading = reading_of(
        OPENING + "1- اقلام زیر خریداری شود:\nالف) کاغذ\nب) رایانه\n2- تجهیز سالن\nالف) ده صندلی\nب) یک میز"
    )

    assert [one.text.split("\n") for one in reading.resolutions] == [
        ["اقلام زیر خریداری شود:", "الف) کاغذ", "ب) رایانه"],
        ["تجهیز سالن", "الف) ده صندلی", "ب) یک میز"],
    ]


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        (("-1 {}", "-2 {}", "-3 {}"), (1, 2, 3)),
        (("[ ] {}", "[ ] {}", "[ ] {}"), (1, 2, 3)),
        (("A1: {}", "A2: {}", "A3: {}"), (1, 2, 3)),
        (("اولاً {}", "ثانیاً {}", "ثالثاً {}"), (1, 2, 3)),
        (("اول اینکه {}", "دوم اینکه {}", "سوم اینکه {}"), (1, 2, 3)),
        (("بند یک- {}", "بند دو- {}", "بند سه- {}"), (1, 2, 3)),
        (("مصوبه 12/1: {}", "مصوبه 12/2: {}", "مصوبه 12/3: {}"), (1, 2, 3)),
        (("مورد اول: {}", "مورد دوم: {}", "مورد سوم: {}"), (1, 2, 3)),
        (("مصوبه: {}", "مصوبه: {}", "مصوبه: {}"), (1, 2, 3)),
    ],
)
def test_marks_of_every_kind(marks: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    lines = "\n".join(mark.format(work) for mark, work in zip(marks, WORKS, strict=True))
    reading = reading_of(OPENING + lines)

    assert [(one.number, one.text) for one in reading.resolutions] == list(zip(numbers, WORKS, strict=True))


def test_what_is_ticked_off_is_done() -> None:
    reading = reading_of(OPENING + "[ ] شهرداری گزارش دهد\n[x] فرمانداری نامه بنویسد")

    assert [one.text for one in reading.resolutions] == ["شهرداری گزارش دهد"]
    assert any("نامه بنویسد" in passed.text for passed in reading.passed_over)


@pytest.mark.parametrize(
    "items",
    [
        ("الف) {}", "ب) {}", "پ) {}"),
        ("1- {}", "2- {}", "3- {}"),
    ],
)
def test_a_table_below_answers_for_each_letter_or_number(items: tuple[str, ...]) -> None:
    """Navid writes what is decided first, and who does it until when in a table with nothing but its letters."""
    works = ("نقشه راه بازنگری گردد.", "سامانه تازه متوقف شود.", "دوره آموزشی برگزار گردد.")
    keys = [item.split(" ")[0].strip("-)") for item in items]
    reading = reading_of(
        OPENING
        + "\n".join(item.format(work) for item, work in zip(items, works, strict=True))
        + "\nجدول متولیان\nبند | متولی | همکار | مهلت\n"
        + f"{keys[0]} | دفتر فنی | - | یک ماه\n{keys[1]} | کلیه معاونت‌ها | دفتر بودجه | پایان آبان\n"
        + f"{keys[2]} | مرکز آموزش | حراست | 1402/09/01"
    )

    assert told(reading) == [
        (1, ("دفتر فنی",), "1402-09-03"),
        (2, ("کلیه معاونت‌ها", "دفتر بودجه"), "1402-08-30"),
        (3, ("مرکز آموزش", "حراست"), "1402-09-01"),
    ]


def test_cards_with_labels_side_by_side() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ کمیته حفاظت مورخ ۱۴۰۲/۰۸/۰۳
        مصوبه شماره ۱ |  |  |
        شرح | حفاظ توری نصب گردد. |  |
        مسئول اجرا | سرپرست تعمیرات | مهلت | ۱۴۰۲/۰۸/۲۰
        ناظر | مسئول ایمنی | وضعیت |
        مصوبه شماره ۲ |  |  |
        شرح | گوشی برای کارکنان خریداری شود. |  |
        مسئول اجرا | مسئول خرید | مهلت | دو هفته
        ناظر | مسئول بهداشت | وضعیت |
        """
    )

    assert told(reading) == [
        (1, ("سرپرست تعمیرات",), "1402-08-20"),
        (2, ("مسئول خرید",), "1402-08-17"),
    ]
    assert reading.resolutions[0].remark == "ناظر: مسئول ایمنی"


def test_rows_that_only_name_a_group() -> None:
    reading = reading_of(
        """
        شماره جلسه | MOM-028
        تاریخ | 1403/01/25
        بند | شرح | اقدام | موعد
        1 | نقشه‌ها |  |
        1-1 | نقشه نما اصلاح شود. | پیمانکار | 1403/02/05
        2 | بتن |  |
        2-1 | آزمایش بتن تکرار شود. | مشاور - کارفرما | 3 روز
        """
    )

    assert (reading.meeting.number, str(reading.to_json()["meeting"]["date"])) == (28, "1403-01-25")
    assert told(reading) == [(1, ("پیمانکار",), "1403-02-05"), (2, ("مشاور", "کارفرما"), "1403-01-28")]


def test_the_follow_up_ends_where_topics_begin() -> None:
    reading = reading_of(
        """
        صورتجلسه هیئت مدیره برج باران ۱۴ شهریور ۱۴۰۴
        پیگیری جلسه قبل
        • ایزوگام: انجام شد.
        آسانسور
        • قرارداد سرویس تمدید نشود و مدیر ساختمان از سه شرکت قیمت بگیرد.
        نگهبانی
        • اتاق نگهبانی رنگ شود.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("مدیر ساختمان",), ()]


def test_questions_and_answers_are_talk() -> None:
    reading = reading_of(
        """
        صورتجلسه نشست هیئت مدیره با نمایندگان اعضا
        تاریخ: ۱۴۰۴/۰۴/۱۸
        پرسش (آقای دهقانی): چرا سود پرداخت نشده است؟
        پاسخ (مدیرعامل): یک فروشنده اضافه خواهد شد.
        تصمیم: مقرر شد فروشگاه تا ساعت ۲۱ باز باشد.
        پرسش (آقای بیگی): اعضا از سهام خود اطلاع ندارند.
        پاسخ (بازرس): این باید اعلام شود.
        تصمیم: حسابدار تعاونی صورت سهام را تهیه کند.
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "مقرر شد فروشگاه تا ساعت ۲۱ باز باشد.",
        "حسابدار تعاونی صورت سهام را تهیه کند.",
    ]


@pytest.mark.parametrize("heading", ["پیگیری مصوبات جلسه ۱۱:", "وضعیت اقدامات جلسه ۱۱:", "اجرای مصوبات نشست یازدهم:"])
def test_a_follow_up_may_name_its_meeting_by_number(heading: str) -> None:
    reading = reading_of(
        OPENING.replace("مصوبات:\n", "")
        + f"{heading}\n۱- شهرداری چاه را لایروبی کند: انجام شد\nمصوبات این جلسه:\n۱- فرمانداری گزارش دهد."
    )

    assert [one.text for one in reading.resolutions] == ["فرمانداری گزارش دهد."]


def test_what_was_said_below_a_title_is_no_part_of_what_was_decided() -> None:
    reading = reading_of(
        """
        صورتجلسه گروه زبان مورخ ۱۴۰۲/۰۸/۰۳
        ۱) درس‌های نیمسال دوم
        دکتر مرادی از کمبود مدرس گله کرد. مقرر شد دکتر زند فهرست درس‌ها را تا پایان آذر بفرستد.
        ۲) آزمایشگاه
        نامه انجمن قرائت شد. با خرید دو میکروفن موافقت شد.
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "درس‌های نیمسال دوم\nمقرر شد دکتر زند فهرست درس‌ها را تا پایان آذر بفرستد.",
        "آزمایشگاه\nنامه انجمن قرائت شد. با خرید دو میکروفن موافقت شد.",
    ]
    assert "گله کرد" in " ".join(one.text for one in reading.passed_over)


def test_what_was_said_between_a_title_and_its_only_decision() -> None:
    """A board labels one decision below its topic, and two below another."""
    reading = reading_of(
        """
        صورتجلسه هیئت مدیره مورخ ۱۴۰۲/۰۸/۰۳
        ۱. گزارش فروش
        مدیرعامل گزارش فروش را ارائه نمود.
        تصمیم: مدیرعامل علل برگشتی را تا پایان آذر گزارش کند.
        تصمیم: سقف اعتبار کاهش یافت.
        ۲. خرید ماشین‌آلات
        نامه مدیر کارخانه قرائت شد. آقای فیروزی اظهار داشت دستگاه نو توجیه ندارد.
        تصمیم: با خرید یک دستگاه دست دوم موافقت شد.
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "مدیرعامل علل برگشتی را تا پایان آذر گزارش کند.",
        "سقف اعتبار کاهش یافت.",
        "خرید ماشین‌آلات\nبا خرید یک دستگاه دست دوم موافقت شد.",
    ]
    assert "توجیه ندارد" in " ".join(one.text for one in reading.passed_over)


def test_prose_goes_on_below_a_list_of_things_that_were_approved() -> None:
    """The news of a council tell in prose, list what was approved, and go on in prose."""
    reading = reading_of(
        """
        نشست شورای برنامه‌ریزی استان روز دوشنبه ۱ آبان ۱۴۰۲ برگزار شد.
        از دیگر مصوبات این جلسه می‌توان به موارد زیر اشاره کرد:
        - الحاق ۴۶ هکتار از اراضی غرب شهر به محدوده شهر
        - تغییر کاربری زمین مقابل پایانه از تجاری به درمانی
        بر اساس تصمیم شورا شهرداری موظف شد تا پایان آبان فهرست را اعلام کند. نیز مقرر شد شرکت گاز کار را فوری آغاز کند.
        """
    )

    assert [(one.responsible, one.deadline.kind.value) for one in reading.resolutions] == [
        ((), "none"),
        ((), "none"),
        (("شهرداری",), "date"),
        (("شرکت گاز",), "immediate"),
    ]
