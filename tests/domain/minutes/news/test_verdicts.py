"""Minutes that decide case by case, below topics of their own, or with the conditions behind the decision."""

from __future__ import annotations

from tests.domain.minutes.paper import doubts, due, reading_of, told

OPENING = "صورتجلسه هجدهمین جلسه شورای پژوهشی دانشکده باغبانی گلدره\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳\n"


def test_a_column_of_verdicts_decides_on_the_matter_beside_it() -> None:
    reading = reading_of(
        OPENING
        + """
        الف- طرح‌های تازه
        ردیف | نام مجری‌نامزد | عنوان طرح پیشنهادی | استاد مشاور | رأی شورا
        ۱ | لیلا رستمی | سنجش شوری خاک باغ‌های پسته | دکتر پارسا | تصویب شد
        ۲ | نیما کاظمی | پایش آفت در نخلستان‌های جنوب | دکتر سهرابی | با اصلاح عنوان تصویب شد
        ۳ | سارا نادری | بررسی گونه‌های انجیر کوهی | دکتر پارسا | به گروه عودت داده شد تا روش کار بازنویسی شود

        ب- سایر موضوع‌ها
        ۴- گروه باغبانی فهرست نیازهای گلخانه را تا پایان مهرماه به دفتر معاونت تحویل دهد.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3, 4]
    assert reading.resolutions[1].text == "پایش آفت در نخلستان‌های جنوب: با اصلاح عنوان تصویب شد"
    assert [one.responsible for one in reading.resolutions] == [(), (), (), ("گروه باغبانی",)]


def test_conditions_below_a_decision_stay_with_it() -> None:
    reading = reading_of(
        OPENING
        + """
        دستور اول: بررسی بودجه
        مصوبه: بودجه سال آینده دانشکده با رعایت نکات زیر تصویب شد:
        الف) سهم گلخانه در دفترها جدا ثبت شود.
        ب) مانده پیش‌پرداخت‌ها روشن شود.
        دستور دوم: شهریه
        مصوبه: با افزایش شهریه کارگاه‌ها موافقت شد.
        """
    )

    assert len(reading.resolutions) == 2
    assert "تصویب شد" in reading.resolutions[0].text
    assert [item.label for item in reading.resolutions[0].items] == ["الف", "ب"]


def test_what_was_told_below_a_topic_stands_before_its_bullets() -> None:
    reading = reading_of(
        OPENING
        + """
        ۱. گلخانه
        • در گلخانه تعویض شود. [مسئول: آقای رضایی | مهلت: ده روز]
        ۲. امور دانشجویان
        خانم نادری توضیح داد که نشانی چند دانشجو تغییر کرده است.
        • به‌روزرسانی نشانی‌ها [مسئول: خانم نادری | مهلت: ۳۰ آبان]
        • تهیه گزارش اردو [مسئول: آقای رضایی | مهلت: جلسه بعدی]
        """
    )

    assert told(reading) == [
        (1, ("آقای رضایی",), "1398-07-23"),
        (2, ("خانم نادری",), "1398-08-30"),
        (3, ("آقای رضایی",), "next_meeting"),
    ]
    assert any("توضیح داد" in passed.text for passed in reading.passed_over)


def test_the_table_of_a_follow_up_ends_it() -> None:
    reading = reading_of(
        OPENING
        + """
        پیگیری جلسه ۱۷
        اقدام | مسئول | وضعیت
        خرید ترازو | آقای رضایی | انجام شد
        ارسال دعوت‌نامه | خانم نادری | نیمه‌کاره

        ۱- آقای رضایی گلخانه را تا پایان مهرماه بازسازی کند.
        ۲- مقرر شد خانم نادری گزارش اردو را آماده کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("آقای رضایی",), ("خانم نادری",)]
    assert "earlier_skipped" in doubts(reading)


def test_labels_of_the_meeting_in_a_table_are_no_resolutions() -> None:
    reading = reading_of(
        """
        کارگروه پاسخگویی گلدره
        شماره جلسه: | ۱۴ | تاریخ جلسه: | ۱۳۹۸/۰۷/۱۳
        رئیس جلسه: | معاون امور استان‌ها | دبیر: | خانم نادری
        مدعوین: | نماینده سازمان اداری | |

        ردیف | مجری | عنوان مصوبه | تاریخ اتمام
        ۱ | دفتر حقوقی | تهیه پیش‌نویس دستورالعمل | تا ۱۰ آبان
        ۲ | - | فهرست خدمات به شرح پیوست تأیید شد | -
        """
    )

    assert [(one.number, due(one)) for one in reading.resolutions] == [(1, "1398-08-10"), (2, "none")]
    assert reading.meeting.number == 14


def test_opinions_are_told_and_a_settled_sum_is_a_decision_of_its_own() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای روستای گلدره
        تاریخ: ۱۳۹۸/۰۷/۱۳
        موضوع نخست فروش زمین کنار حسینیه بود که آقای نوری با آن مخالف بود. در نهایت تصویب شد زمین فروخته نشود.
        در مورد زباله قرار شد خودرو شنبه‌ها به روستا بیاید. همچنین بهای خدمات هر خانوار ماهی بیست هزار تومان تعیین گردید.
        """
    )

    assert [one.text.split()[0] for one in reading.resolutions] == ["در", "در", "همچنین"]
    assert "مخالف" not in reading.resolutions[0].text


def test_who_accepts_asks_or_is_made_responsible_answers() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبات:
        ۱- خانم دکتر نادری پذیرفت ماهی یک‌بار کلاس برگزار کند.
        ۲- با فروش دو دستگاه پرس از طریق مزایده موافقت شد. آقای کاظمی (مدیر خرید) مسئول برگزاری مزایده است.
        ۳- مقرر شد دبیر اتاق با شهرداری گلدره مکاتبه و خواستار ساماندهی بازار گردد.
        ۴- مقرر شد موضوع در کمیسیون فرهنگی بررسی و نتیجه در جلسه آتی مطرح گردد.
        ۵- دیوار آشپزخانه مرمت شود (پیگیری: آقایان رضایی و سلطانی).
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("خانم دکتر نادری",),
        ("آقای کاظمی",),
        ("دبیر اتاق",),
        ("کمیسیون فرهنگی",),
        ("آقایان رضایی", "سلطانی"),
    ]


def test_what_is_kept_off_the_agenda_charges_nobody() -> None:
    reading = reading_of(OPENING + "مصوبات:\n۱- مقرر شد طرح‌های ناقص در دستور کار شورا قرار نگیرند.")

    assert reading.resolutions[0].responsible == ()


def test_how_somebody_voted_makes_no_owner() -> None:
    reading = reading_of(
        OPENING
        + "مصوبات:\n۱- پرداخت پاداش تصویب شد و امور اداری تا ۲۵ آبان اقدام نماید. (آقای رضایی با این بند مخالف بود.)"
    )

    assert reading.resolutions[0].responsible == ("امور اداری",)


def test_two_who_are_charged_below_a_topic_have_a_decision_each() -> None:
    reading = reading_of(
        OPENING
        + """
        ۱- کارگاه گلیم‌بافی
        اداره صمت زمینه حضور کارگاه در نمایشگاه را فراهم کند. همچنین بانک مهر بلافاصله وثیقه کارگاه را آزاد نماید.
        ۲- با تمدید قرارداد نگهبانی موافقت شد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("اداره صمت",), ("بانک مهر",), ()]


def test_a_proposal_in_a_list_of_decisions_is_the_meetings_own() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبات:
        ۱- با تمدید قرارداد نگهبانی موافقت شد.
        ۲- جذب یک کارشناس به دانشگاه پیشنهاد گردید.
        ۳- آقای رضایی گزارش گلخانه را آماده کند.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3]


def test_a_work_that_begins_at_once_is_due_at_once() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبات:
        • ساعت کار فروشگاه افزایش یابد. [مسئول: مدیرعامل | شروع: فوری]
        • نشانی‌ها به‌روز شود. [مسئول: خانم نادری | شروع: اول آبان | مهلت: ۳۰ آبان]
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("مدیرعامل",), ("خانم نادری",)]
    assert [due(one) for one in reading.resolutions] == ["1398-07-16", "1398-08-30"]


def test_conditions_of_a_decision_below_a_topic_stay_with_it() -> None:
    reading = reading_of(
        OPENING
        + """
        ۱- خودرو
        خرید یک خودرو به شرط تأمین موارد زیر تصویب شد:
        الف) پارکینگ آماده شود.
        ب) دو راننده معرفی گردد.
        ۲- آقای شریفی متولی ثبت‌نام مسابقه خواهد بود و تا پایان آبان گزارش می‌دهد.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert [item.label for item in reading.resolutions[0].items] == ["الف", "ب"]
    assert reading.resolutions[1].responsible == ("آقای شریفی",)


def test_two_things_that_are_chosen_in_one_breath_are_asked_about() -> None:
    reading = reading_of(
        OPENING + "مصوبات:\n۱- «بازبینی هفتگی گلخانه‌ها» و «کاهش مصرف آب تا ده درصد» به عنوان هدف سال برگزیده شدند."
    )

    assert "parts_unclear" in {doubt.code for doubt in reading.resolutions[0].doubts}
