"""Resolutions without a table: numbered prose, blocks posted in chats, forms with everything in one cell."""

from __future__ import annotations

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import Document, Paragraph, read
from tests.domain.minutes.paper import codes, doubts, reading_of, told


def test_numbered_prose_with_owner_and_deadline_inside_the_sentence() -> None:
    reading = reading_of(
        """
        بسمه تعالی
        صورتجلسه چهارمین جلسه کمیته اشتغال شهرستان گلدره
        جلسه در روز شنبه ۱۳ مهر ۱۳۹۸ ساعت ۱۰ در محل فرمانداری برگزار شد.
        دستور جلسه: ۱- بررسی وضعیت کارگاه‌ها ۲- سایر موارد
        پس از بحث و تبادل نظر موارد زیر به تصویب رسید:
        ۱- مقرر گردید شهرداری گلدره نسبت به واگذاری غرفه‌های بازارچه در اسرع وقت اقدام نماید.
        ۲- مقرر گردید اداره کل تعاون، کار و رفاه اجتماعی فهرست متقاضیان را حداکثر تا پنجم آبان ماه ارسال نماید.
        ۳- بانک‌های عامل گزارش پرداخت تسهیلات را تا دهم هر ماه به دبیرخانه ارائه نمایند.
        ۴- مقرر شد سازمان فنی و حرفه‌ای با همکاری اداره کار دوره‌ها را ظرف مدت دو هفته آغاز کند.
        فرماندار گلدره
        محمد احمدی
        """
    )

    assert told(reading) == [
        (1, ("شهرداری گلدره",), "1398-07-16"),
        (2, ("اداره کل تعاون، کار و رفاه اجتماعی",), "1398-08-05"),
        (3, ("بانک‌های عامل",), "1398-08-10"),
        (4, ("سازمان فنی و حرفه‌ای", "اداره کار"), "1398-07-27"),
    ]
    assert [one.deadline.kind.value for one in reading.resolutions] == ["immediate", "date", "recurring", "date"]
    assert not any(map(codes, reading.resolutions))
    assert "محمد احمدی" not in reading.resolutions[-1].text


def test_sections_that_are_no_resolutions() -> None:
    """Rezaei reported and Sadeghi proposed: neither is a decision, nor is what the last meeting decided."""
    reading = reading_of(
        """
        صورتجلسه شماره ۸ کارگروه توسعه صادرات استان خاوران
        زمان: دوشنبه 1402/09/06 ساعت 9 صبح
        حاضرین: آقایان رضایی، کاظمی و خانم صادقی
        دستور جلسه:
        ۱- بررسی مشکلات صادرکنندگان
        ۲- برنامه نمایشگاه
        پیگیری مصوبات جلسه قبل:
        ۱- مقرر شده بود گمرک سامانه را اصلاح کند که انجام شد.
        خلاصه مذاکرات:
        ۱- آقای رضایی گزارشی از وضعیت صادرات ارائه نمود.
        ۲- خانم صادقی پیشنهاد داد نمایشگاه زودتر برگزار شود.
        مصوبات:
        ۱- اداره کل گمرک استان موظف است ظرف ۱۰ روز کاری نسبت به رفع مشکل ترخیص کالا اقدام نماید.
        ۲- بانک توسعه صادرات و بانک ملی گزارش تسهیلات را ماهانه ارسال کنند.
        """
    )

    assert [(number, owners) for number, owners, _ in told(reading)] == [
        (1, ("اداره کل گمرک استان",)),
        (2, ("بانک توسعه صادرات", "بانک ملی")),
    ]
    assert (reading.meeting.number, reading.to_json()["meeting"]["date"]) == (8, "1402-09-06")
    assert doubts(reading) == {"earlier_skipped"}


def test_decisions_that_nobody_numbered() -> None:
    reading = reading_of(
        """
        جلسه کمیته فنی طرح نوسازی روز سه‌شنبه مورخ ۱۴۰۲/۰۳/۰۹ برگزار و موارد ذیل مصوب شد:
        مقرر شد شرکت مشاور نقشه‌های فاز دو را تا ۲۰ خرداد تحویل دهد.
        مقرر شد پیمانکار نسبت به تکمیل اسکلت حداکثر ظرف ۴۵ روز اقدام کند.
        """
    )

    assert told(reading) == [(1, ("شرکت مشاور",), "1402-03-20"), (2, ("پیمانکار",), "1402-04-23")]


def test_a_form_with_all_resolutions_in_one_cell() -> None:
    reading = reading_of(
        """
        صورتجلسه
        شماره جلسه: ۵ | تاریخ: ۱۳۹۹/۰۸/۱۲

        موضوع جلسه: هماهنگی جشنواره انار |
        مصوبات: ۱- مقرر شد شهرداری غرفه‌ها را ظرف یک هفته آماده کند. ۲- هلال احمر تا ۲۵ آبان پایگاه برپا کند. |
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1399-08-19"), (2, ("هلال احمر",), "1399-08-25")]


def test_ordinals_for_numbers_and_two_owners_with_two_deadlines() -> None:
    reading = reading_of(
        """
        صورتجلسه نشست بیست و یکم کارگروه رفع موانع تولید، مورخه ۱۴۰۰/۱۲/۰۳
        تصمیمات:
        یکم: شرکت گاز استان ظرف یک هفته انشعاب را وصل نموده و شرکت برق ظرف دو هفته ترانس را نصب نماید.
        دوم: در اجرای بند ۴ مصوبات جلسه قبل، اداره کل امور مالیاتی گزارش خود را هر دو هفته یک بار ارائه نماید.
        """
    )

    first, second = reading.resolutions
    assert reading.meeting.number == 21
    assert (first.responsible, first.deadline.kind) == (("شرکت گاز استان", "شرکت برق"), "unknown")
    assert codes(first) == {"deadlines_differ"}
    assert second.responsible == ("اداره کل امور مالیاتی",)
    assert [(one.meeting, one.resolution) for one in second.refers] == [(20, 4)]
    assert not codes(second)


def test_lettered_items_with_an_owner_each() -> None:
    reading = reading_of(
        """
        صورتجلسه هجدهمین نشست ستاد اربعین استان
        مورخ: شنبه ۲ مهر ۱۴۰۱
        مصوبه اول: مقرر شد اقدامات زیر برای زائران انجام شود:
        الف) شهرداری: برپایی ایستگاه صلواتی
        ب) هلال احمر: استقرار پایگاه امداد
        ج) دانشگاه علوم پزشکی: اعزام آمبولانس
        مهلت: ۵ مهر
        مصوبه دوم: مقرر شد اداره کل راهداری گزارش روزانه تردد را ارائه کند.
        """
    )

    first, second = reading.resolutions
    assert [(item.label, item.responsible) for item in first.items] == [
        ("الف", ("شهرداری",)),
        ("ب", ("هلال احمر",)),
        ("ج", ("دانشگاه علوم پزشکی",)),
    ]
    assert first.responsible == ("شهرداری", "هلال احمر", "دانشگاه علوم پزشکی")
    assert told(reading)[0][2] == "1401-07-05"
    assert second.number == 2


def test_a_list_inside_a_resolution_does_not_count_on() -> None:
    reading = reading_of(
        """
        صورتجلسه جلسه سوم مورخ ۱۴۰۲/۰۵/۱۰
        مصوبات:
        ۱- مقرر شد شهرداری موارد زیر را تا پایان مرداد انجام دهد:
        ۱) لایروبی جوی‌ها
        ۲) هرس درختان
        ۳) رنگ‌آمیزی جدول‌ها
        ۲- مقرر شد فرمانداری گزارش را تا پایان مرداد ارائه کند.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert [item.text for item in reading.resolutions[0].items] == ["لایروبی جوی‌ها", "هرس درختان", "رنگ‌آمیزی جدول‌ها"]


def test_a_list_inside_a_resolution_that_could_count_on_is_asked_about() -> None:
    reading = reading_of(
        """
        صورتجلسه جلسه سوم مورخ ۱۴۰۲/۰۵/۱۰
        مصوبات:
        ۱- مقرر شد شهرداری موارد زیر را تا پایان مرداد انجام دهد:
        ۱- لایروبی جوی‌ها
        ۲- هرس درختان
        """
    )

    assert "numbering_unclear" in codes(reading.resolutions[0])


def test_an_object_is_not_taken_for_a_part_of_the_owners_name() -> None:
    reading = reading_of(
        """
        صورتجلسه جلسه سوم مورخ ۱۴۰۲/۰۵/۱۰
        مصوبات:
        ۱- مقرر شد شهرداری املاک خود را تا پایان مرداد معرفی کند.
        ۲- مقرر شد اداره کل میراث فرهنگی تبلیغات را تا پایان مرداد انجام دهد.
        ۳- مقرر شد اداره کل آموزش و پرورش ویترین‌های فرسوده را تا پایان مرداد معرفی نماید.
        """
    )

    assert [(one.responsible, codes(one)) for one in reading.resolutions] == [
        (("شهرداری",), set()),
        (("اداره کل میراث فرهنگی",), set()),
        (("اداره کل آموزش و پرورش",), {"owner_boundary"}),
    ]


def test_decisions_told_in_running_text_are_cut_out_and_asked_about() -> None:
    reading = reading_of(
        "در جلسه مورخ ۱۴۰۲/۰۹/۲۰ شورای تامین مقرر شد فرمانداری گزارش را تا پایان آذر ارائه دهد. "
        "همچنین مقرر گردید شهرداری روشنایی معابر را ظرف یک هفته تکمیل نماید."
    )

    assert reading.meeting.body == "شورای تامین"
    assert told(reading) == [(1, ("فرمانداری",), "1402-09-30"), (2, ("شهرداری",), "1402-09-27")]
    assert [codes(one) for one in reading.resolutions] == [{"unnumbered"}, {"unnumbered"}]


def test_numbers_that_carry_the_meetings_number() -> None:
    reading = reading_of(
        """
        صورتجلسه پنجمین جلسه شورا مورخ ۱۴۰۰/۰۴/۰۷
        مصوبات
        ۱-۵- مقرر شد شهرداری سند را ظرف یک ماه تهیه کند.
        ۲-۵- مقرر شد دهیاری نقشه را ظرف یک ماه تهیه کند.
        """
    )

    assert [(number, owners) for number, owners, _ in told(reading)] == [(1, ("شهرداری",)), (2, ("دهیاری",))]


def test_bullets_under_a_heading() -> None:
    reading = reading_of(
        """
        خلاصه تصمیمات جلسه هماهنگی ۵ مرداد ۱۴۰۲:
        - خانم احمدی فهرست مهمانان را تا پایان مرداد آماده کند.
        - آقای نوری گزارش را ارسال کند (فوری)
        """
    )

    assert told(reading) == [(1, ("خانم احمدی",), "1402-05-31"), (2, ("آقای نوری",), "1402-05-09")]


def test_prose_that_decides_nothing() -> None:
    reading = reading_of("سلام، فردا می‌بینمتان.\n۱- نان\n۲- پنیر")

    assert not reading.resolutions
    assert "no_resolutions" in doubts(reading)


def test_a_numbered_list_that_nobody_calls_decisions_is_taken_and_doubted() -> None:
    """A notice to the members of a fund: no verb of deciding, and one item that only tells of a journey."""
    reading = reading_of(
        """
        اطلاعیهٔ صندوق قرض‌الحسنهٔ کارکنان گلدره
        هیئت مدیره روز شنبه ۱۳ مهر ۱۳۹۸ دور هم نشست. چکیده کارها را در زیر میخوانید:
        ۱- نرخ کارمزد از ابتدای آبان از دو به سه درصد تغییر یافت.
        ۲- آقای کمالی از سفر خود به مرکز استان گزارش داد.
        ۳- بجای مرحوم صفوی، خانم نادری به درخواست های وام درمان رسیدگی میکنند.
        ۴- طرح جلد دفترچه های تازه پسندیده شد و آقای کمالی آن را به چاپخانه سفارش میدهد.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 3, 4]
    assert "not_decisions" in doubts(reading)


def test_a_numbered_list_of_titles_is_no_list_of_decisions() -> None:
    reading = reading_of(
        """
        دعوت‌نامهٔ نشست شورای محلهٔ گلدره
        ۱- بررسی وضعیت روشنایی کوچه‌ها
        ۲- برنامهٔ جشن نیمهٔ شعبان
        ۳- سایر موارد
        """
    )

    assert not reading.resolutions
    assert "no_resolutions" in doubts(reading)


def test_numbers_that_word_counts() -> None:
    paragraphs = (
        Paragraph("صورتجلسه جلسه سوم مورخ ۱۴۰۲/۰۵/۱۰"),
        Paragraph("مصوبات:"),
        Paragraph("مقرر شد شهرداری موارد زیر را ظرف ده روز انجام دهد:", number=1),
        Paragraph("لایروبی جوی‌ها", number=1, level=1),
        Paragraph("هرس درختان", number=2, level=1),
        Paragraph("مقرر شد فرمانداری گزارش را ظرف ده روز ارائه کند.", number=2),
    )
    reading = read(Document(paragraphs), Calendar())

    assert told(reading) == [(1, ("شهرداری",), "1402-05-20"), (2, ("فرمانداری",), "1402-05-20")]
    assert len(reading.resolutions[0].items) == 2


def test_what_holds_while_the_work_lasts_belongs_to_the_work() -> None:
    reading = reading_of(
        "مصوبات:\n۱- مقرر شد دهیاری پل را تعمیر نماید. ضمنا تاپایان کار عبور از آن ممنوع است.\n۲- نهر لایروبی شود."
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert "ممنوع" in reading.resolutions[0].text


def test_and_also_written_as_one_word_parts_two_decisions() -> None:
    reading = reading_of(
        "در جلسه امروز مقرر شد دو روستا چاه تازه حفر نکنند وهمچنین قرار شد تا کارشناس بخشداری از محل بازدید نماید."
    )

    assert [one.responsible[-1:] for one in reading.resolutions][-1] == ("کارشناس بخشداری",)
    assert len(reading.resolutions) == 2


def test_whoever_reports_behind_a_trial_has_a_work_of_his_own() -> None:
    reading = reading_of(
        "در جلسه امروز مقرر شد بازارچه به مدت دو ماه شبانه شود و پلیس راهور پس از پایان این مدت گزارش دهد."
    )

    assert [one.responsible for one in reading.resolutions] == [(), ("پلیس راهور",)]


@pytest.mark.parametrize(
    "said", ["مدیر آبفا: نمونه‌برداری انجام شده و جواب هنوز نرسیده است.", "رئیس درمانگاه: پزشک تازه از مهر آمده است."]
)
def test_how_things_stand_below_the_list_is_no_part_of_its_last_item(said: str) -> None:
    reading = reading_of(f"مصوبات:\n• شهرداری تابلو نصب نماید.\n• دهیاری گزارش دهد.\n\n{said}")

    assert [one.text for one in reading.resolutions] == ["شهرداری تابلو نصب نماید.", "دهیاری گزارش دهد."]
    assert said in [passed.text for passed in reading.passed_over]
