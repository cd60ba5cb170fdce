"""Resolutions posted in chats, with labels, hashtags, keycaps and brackets."""

from __future__ import annotations

from tests.domain.minutes.paper import codes, reading_of, told


def test_blocks_of_a_chat_with_their_ornaments() -> None:
    reading = reading_of(
        """
        سلام و احترام خدمت همکاران، مصوبات جلسه ششم کارگروه آب مورخ ۱۴۰۳/۰۲/۱۵:
        📌 مصوبه ۱: اصلاح شبکه آبرسانی روستای بالا
        👤 مسئول: شرکت آب و فاضلاب
        ⏰ مهلت: دو هفته
        📌 مصوبه ۲: تهیه نقشه چاه‌های غیرمجاز
        👤 دستگاه مسئول: شرکت آب منطقه‌ای و جهاد کشاورزی
        ⏰ مهلت انجام: ۱۴۰۳/۰۳/۰۱
        📌 مصوبه ۳: برگزاری جلسه توجیهی
        👤 پیگیری: فرمانداری
        """
    )

    assert reading.meeting.title == "مصوبات جلسه ششم کارگروه آب مورخ ۱۴۰۳/۰۲/۱۵"
    assert [one.text for one in reading.resolutions] == [
        "اصلاح شبکه آبرسانی روستای بالا",
        "تهیه نقشه چاه‌های غیرمجاز",
        "برگزاری جلسه توجیهی",
    ]
    assert told(reading) == [
        (1, ("شرکت آب و فاضلاب",), "1403-02-29"),
        (2, ("شرکت آب منطقه‌ای", "جهاد کشاورزی"), "1403-03-01"),
        (3, ("فرمانداری",), "none"),
    ]
    assert [codes(one) for one in reading.resolutions] == [set(), set(), {"deadline_missing"}]


def test_labels_in_the_same_line() -> None:
    reading = reading_of(
        """
        مصوبات جلسه ۷ کارگروه صادرات - ۱۵ بهمن ۱۴۰۲
        بند ۱) معرفی نماینده تام‌الاختیار - مسئول اقدام: گمرک، زمان: ۳ روز
        بند ۲) برپایی غرفه؛ مجری: اتاق بازرگانی؛ همکار: شهرداری؛ مهلت انجام: نیمه اول اسفند
        """
    )

    assert told(reading) == [
        (1, ("گمرک",), "1402-11-18"),
        (2, ("اتاق بازرگانی", "شهرداری"), "1402-12-15"),
    ]


def test_hashtags_and_who_acts() -> None:
    reading = reading_of(
        """
        #مصوبه_۱
        موضوع: تجهیز خانه‌های بهداشت
        اقدام: دانشگاه علوم پزشکی
        همکار: خیرین سلامت
        تاریخ: ۱۴۰۲/۰۶/۳۰
        #مصوبه_۲
        اقدام: آسفالت راه روستا
        مسئول: اداره کل راهداری
        مهلت: سه ماهه
        """
    )

    assert told(reading) == [
        (1, ("دانشگاه علوم پزشکی", "خیرین سلامت"), "1402-06-30"),
        (2, ("اداره کل راهداری",), "unknown"),
    ]
    assert reading.resolutions[1].text == "آسفالت راه روستا"
    assert reading.meeting.date is None


def test_owner_and_deadline_in_brackets_at_the_end() -> None:
    reading = reading_of(
        """
        مصوبات دومین جلسه شورای هماهنگی مدیریت بحران - تاریخ: 15/11/1401
        1. لایروبی کانال اصلی شهر (مسئول: شهرداری، مهلت: ۲۰ روز)
        2. تامین ماسه و نمک (مسئول پیگیری: اداره راهداری و حمل و نقل جاده‌ای – مهلت: فوری)
        3. تشکیل تیم ارزیاب [مجری: بخشداری‌ها] [زمان: تا پایان بهمن]
        4. ارسال فهرست انبارها (هلال احمر - یک هفته)
        5. آموزش همگانی زلزله در مدارس
        """
    )

    assert told(reading) == [
        (1, ("شهرداری",), "1401-12-05"),
        (2, ("اداره راهداری و حمل و نقل جاده‌ای",), "1401-11-18"),
        (3, ("بخشداری‌ها",), "1401-11-30"),
        (4, ("هلال احمر",), "1401-11-22"),
        (5, (), "none"),
    ]
    assert reading.resolutions[3].text == "ارسال فهرست انبارها"
    assert codes(reading.resolutions[4]) == {"not_a_decision", "owner_missing", "deadline_missing"}


def test_keycaps_of_a_chat() -> None:
    reading = reading_of(
        """
        *مصوبات جلسه هفتگی - شنبه ۱۴ مرداد ۱۴۰۲*
        1️⃣ *ارسال فهرست مشتریان* (خانم کریمی - یک هفته)
        2️⃣ به‌روزرسانی سایت (آقای رضایی، تا پایان مرداد)
        """
    )

    assert told(reading) == [(1, ("خانم کریمی",), "1402-05-21"), (2, ("آقای رضایی",), "1402-05-31")]


def test_an_owner_before_the_colon_and_a_deadline_behind_the_dash_are_asked_about() -> None:
    reading = reading_of(
        """
        مصوبات جلسه هفتم کارگروه آموزش گلدره - ۱۴۰۳/۰۸/۲۱
        ۱) بهزیستی: معرفی مددکار – یک هفته
        ۲) نهضت سوادآموزی: برگزاری کلاس – مستمر
        ۳) مدیریت پسماند: شهرداری گلدره تا پایان آبان گزارش دهد.
        """
    )

    assert told(reading) == [
        (1, ("بهزیستی",), "1403-08-28"),
        (2, ("نهضت سوادآموزی",), "continuous"),
        (3, ("شهرداری گلدره",), "1403-08-30"),
    ]
    assert [codes(one) for one in reading.resolutions[:2]] == [{"owner_boundary"}] * 2


def test_a_message_of_dey_names_those_present_behind_its_first_sentence() -> None:
    """Nasrin writes in Dey, whose name has two letters, and tells in the middle of a line who was there."""
    reading = reading_of(
        """
        [۱۲ دی ۱۴۰۲، ۲۰:۴۱] نسرین: سلام
        [۱۲ دی ۱۴۰۲، ۲۰:۴۲] نسرین: خلاصه جلسه امروز رو می‌ذارم. بودیم: خودم، بهروز، ترانه
        [۱۲ دی ۱۴۰۲، ۲۰:۴۸] نسرین: قرار شد:
        ۱. بهروز فهرست خرابی‌ها رو تا ۲۰ دی ثبت کنه
        ۲. پوستر نمایشگاه رو ترانه آماده کنه، مهلت: ۲۵ دی
        ۳. بهروز و ترانه باهم راهنما رو تا ۳۰ دی کامل کنن
        [۱۲ دی ۱۴۰۲، ۲۰:۵۹] بهروز: اوکی
        """
    )

    assert told(reading) == [
        (1, ("بهروز",), "1402-10-20"),
        (2, ("ترانه",), "1402-10-25"),
        (3, ("بهروز", "ترانه"), "1402-10-30"),
    ]
