"""Further shapes of minutes as offices write them: plain questions as headers, the day first, topics with decisions."""

from __future__ import annotations

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import Cell, Document, Paragraph, PassedOverKind, Table, read
from services.document_reading.text import from_text
from tests.domain.minutes.paper import reading_of, told

HEAD = "صورتجلسه شماره ۷ شورای مدیران مورخ ۱۴۰۲/۱۰/۱۲\n"


def test_headers_that_ask() -> None:
    reading = reading_of(HEAD + "چه کاری | چه کسی | تا کی\nتهیه فهرست | انباردار | ۲۰ دی\nنصب دوربین | پیمانکار | فوری")

    assert [(one.text, *owners[1:]) for one, owners in zip(reading.resolutions, told(reading), strict=True)] == [
        ("تهیه فهرست", ("انباردار",), "1402-10-20"),
        ("نصب دوربین", ("پیمانکار",), "1402-10-17"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "تا ۲۰ دی — معاونت فنی — نصب تابلوها",
        "معاونت فنی – ۲۰ دی – نصب تابلوها",
        "نصب تابلوها — معاونت فنی — ۲۰ دی",
        "نصب تابلوها. کی: معاونت فنی، تا کی: ۲۰ دی",
        "نصب تابلوها - مسئولش: معاونت فنی - مهلتش: ۲۰ دی",
    ],
)
def test_who_and_when_before_or_behind_what(line: str) -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n۱. {line}")

    assert told(reading) == [(1, ("معاونت فنی",), "1402-10-20")]
    assert reading.resolutions[0].text.strip(".") == "نصب تابلوها"


def test_topics_with_their_decisions_count_on() -> None:
    """Sara writes «موضوع» and «تصمیم» below each number; each number stays a decision of its own."""
    reading = reading_of(
        """
        صورتجلسه کمیسیون ماده پنج شهرستان آذین
        شماره: ۲۳ تاریخ: ۱۴۰۲/۱۰/۱۲
        تصمیمات متخذه:
        ۱) موضوع: پارک بانوان
        تصمیم: شهرداری مکلف گردید نقشه را ظرف یک ماه ارائه نماید.
        ۲) موضوع: پایانه
        تصمیم: راهداری نظر خود را تا جلسه بعد اعلام کند.
        ۳) موضوع: خیابان دانش
        تصمیم: مخالفت شد.
        """
    )

    assert reading.meeting.number == 23
    assert told(reading) == [
        (1, ("شهرداری",), "1402-11-12"),
        (2, ("راهداری",), "next_meeting"),
        (3, (), "none"),
    ]


def test_a_row_alone_below_the_edge_of_a_page() -> None:
    reading = read(
        from_text(
            HEAD
            + "ردیف\tمصوبات\tمسئول\tهمکار\tسررسید\tتوضیحات\n"
            + "۱\tمرمت بام\tاداره میراث فرهنگی\tشهرداری\tپایان اسفند\tمنوط به اعتبار\n"
            + "\t\t\tاتاق اصناف\t\t\n"
            + "صفحه ۲\n"
            + "۲\tچاپ نقشه گردشگری\tاداره میراث فرهنگی\t—\t۱۴۰۲/۱۱/۱۵\t\n"
        ),
        Calendar(),
    )

    assert told(reading) == [
        (1, ("اداره میراث فرهنگی", "شهرداری", "اتاق اصناف"), "1402-12-29"),
        (2, ("اداره میراث فرهنگی",), "1402-11-15"),
    ]
    assert [one.remark for one in reading.resolutions] == ["منوط به اعتبار", None]


def test_those_who_were_present_act_behind_an_object() -> None:
    reading = reading_of(HEAD + "حاضران: زهرا نادری، سعید پاکدل\nمصوبات:\n۱- هزینه تعمیر را نادری از اولیا جمع کند.")

    assert told(reading) == [(1, ("نادری",), "none")]


def test_several_decisions_of_one_cell_beside_what_was_said() -> None:
    """Nahid's staff counts its decisions through all topics, several in one cell."""
    wells = "۱- پمپ چاه هفتم توسط شرکت آبفا تا ۲۵ تیر جابه‌جا شود.\n۲- پرونده به کمیسیون پروانه‌ها ارسال گردد."
    rows = (
        ("دستور جلسه", "خلاصه مذاکرات", "تصمیمات متخذه"),
        ("چاه‌ها", "مدیر بهره‌برداری از افت آبدهی گفت.", wells),
        ("فضای سبز", "شهرداری از دو پارک گفت.", "۳- شهرداری آبیاری چمن‌ها را متوقف نماید."),
    )
    table = Table(tuple(tuple(map(Cell, texts)) for texts in rows))
    reading = read(Document((Paragraph("صورتجلسه ستاد آب مورخ ۱۴۰۲/۰۴/۱۴"), table)), Calendar())

    assert [(one.number, one.text) for one in reading.resolutions] == [
        (1, "چاه‌ها: پمپ چاه هفتم توسط شرکت آبفا تا ۲۵ تیر جابه‌جا شود."),
        (2, "چاه‌ها: پرونده به کمیسیون پروانه‌ها ارسال گردد."),
        (3, "فضای سبز: شهرداری آبیاری چمن‌ها را متوقف نماید."),
    ]
    said = [one.text for one in reading.passed_over if one.kind is PassedOverKind.DISCUSSION]
    assert said == ["مدیر بهره‌برداری از افت آبدهی گفت.", "شهرداری از دو پارک گفت."]


def test_several_labelled_decisions_under_one_topic() -> None:
    """Ramtin's works note under each topic what was said, and each decision with who does it until when."""
    reading = reading_of(
        """
        صورتجلسه هماهنگی تولید مورخ ۱۴۰۲/۰۹/۰۴
        ۱. سفارش‌های عقب‌مانده
        بحث: مشتری دو بار اخطار داده است.
        تصمیم: باقیمانده سفارش در سه نوبت تحویل شود
        مسئول: واحد برنامه‌ریزی   مهلت: ۱۴۰۲/۰۹/۲۰
        تصمیم: غلتک یدکی از شرکت همکار به امانت گرفته شود
        مسئول: مدیر کارخانه   مهلت: فوری
        ۲. ضایعات
        بحث: ضایعات بالاتر از هدف است.
        تصمیم: آزمون ورودی برای همه مرکب‌ها انجام شود
        مسئول: کنترل کیفیت   مهلت: مستمر
        تصمیم: گزارش ضایعات به تفکیک شیفت تهیه شود
        مسئول: کنترل کیفیت   مهلت: ظرف یک هفته
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "باقیمانده سفارش در سه نوبت تحویل شود",
        "غلتک یدکی از شرکت همکار به امانت گرفته شود",
        "آزمون ورودی برای همه مرکب‌ها انجام شود",
        "گزارش ضایعات به تفکیک شیفت تهیه شود",
    ]
    assert [owners for _, owners, _ in told(reading)] == [
        ("واحد برنامه‌ریزی",),
        ("مدیر کارخانه",),
        ("کنترل کیفیت",),
        ("کنترل کیفیت",),
    ]


def test_actions_by_arrows_that_name_people() -> None:
    """Taraneh's team writes «کار ← کسی ← مهلت», and its people have no posts."""
    reading = reading_of(
        """
        جلسه هفتگی تیم محصول
        تاریخ: ۱۴۰۲/۰۲/۰۶
        صحبت شد که:
        - قیمت‌ها بازبینی شود
        اقدام‌ها:
        ۱) رفع خطای ارسال پیامک ← پویا گرجی ← تا ۱۵ اردیبهشت
        ۲) متن صفحه قیمت‌ها نوشته شود ← ترانه سلیمی و دنیا رستگار ← ظرف ۳ روز
        ۳) جواب اعتراض مشتری ← آرش معین ← تا آخر اردیبهشت
        """
    )

    assert told(reading) == [
        (1, ("پویا گرجی",), "1402-02-15"),
        (2, ("ترانه سلیمی", "دنیا رستگار"), "1402-02-09"),
        (3, ("آرش معین",), "1402-02-31"),
    ]
