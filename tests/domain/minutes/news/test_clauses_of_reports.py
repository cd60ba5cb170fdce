"""News reports, clause by clause: whom each decides about, what is only told, and what is asked about instead."""

from __future__ import annotations

import pytest

from domain.minutes.reading import Reading, Resolution
from tests.domain.minutes.paper import doubts, due, reading_of

OPENING = """
جلسه شورای اداری گلدره برگزار شد
به گزارش روابط عمومی فرمانداری گلدره، جلسه شورای اداری سه‌شنبه ۱۸ دی ۱۴۰۳ به ریاست فرماندار برگزار شد.
فرماندار در این جلسه گفت: خدمت به مردم وظیفه همه ماست.
"""


def _report(*paragraphs: str) -> Reading:
    return reading_of(OPENING + "\n".join(paragraphs))


def _only(reading: Reading) -> Resolution:
    [resolution] = reading.resolutions
    return resolution


def _quoted(reading: Reading) -> str:
    return " ".join(str(doubt.params["text"]) for doubt in reading.doubts if doubt.code == "passed_over")


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("فرماندار شهرداری و راهداری را مکلف کرد تا ۳۰ دی چراغ‌های ورودی شهر را تعمیر کنند.", ("شهرداری", "راهداری")),
        ("فرماندار به رئیس پلیس راهور مأموریت داد طرح کنترل سرعت را اجرا کند.", ("رئیس پلیس راهور",)),
        ("وی افزود: از شهرداری خواسته شد ایستگاه سنجش هوا را تا نوروز راه‌اندازی کند.", ("شهرداری",)),
        ("دکتر صفایی دستور داد تا شرکت آب و فاضلاب روزانه چهار تانکر آب بفرستد.", ("شرکت آب و فاضلاب",)),
        ("درخواست تاکسیرانان به کمیسیون حمل‌ونقل ارجاع شد.", ("کمیسیون حمل‌ونقل",)),
        ("درخواست نانوایان به کارگروه آرد و نان گلدره ارجاع شد.", ("کارگروه آرد و نان گلدره",)),
        ("رئیس اداره محیط زیست از شکایت‌ها گفت و قرار شد گزارش آن را بیاورد.", ("رئیس اداره محیط زیست",)),
        ("فرماندار رئیس آموزش و پرورش را مأمور رسیدگی به سرویس مدارس کرد.", ("رئیس آموزش و پرورش",)),
        ("وی گفت: به شهردار یک ماه فرصت داده‌ایم که زمین‌های محله بهار را پاک‌سازی کند.", ("شهردار",)),
        ("موضوع نرخ نان به کارگروه آرد و نان فرستاده می‌شود.", ("کارگروه آرد و نان",)),
        ("بر پایه این توافق، اداره غله سهمیه آرد را از ابتدای بهمن بالا می‌برد.", ("اداره غله",)),
        ("رئیس دانشگاه به معاون مدیریت و منابع دستور داد برآورد سقف را به‌روز کند.", ("معاون مدیریت و منابع",)),
        ("همچنین شورا به شهرداری اجازه داد دو مینی‌بوس بخرد.", ("شهرداری",)),
        ("وی افزود: به بازرسان اتحادیه ابلاغ کردیم از اول بهمن با گران‌فروشی برخورد کنند.", ("بازرسان اتحادیه",)),
        ("تعیین میزبان جشن به نظر کمیته فرهنگی پس از بازدید موکول شد.", ("کمیته فرهنگی",)),
        (
            "وی گفت: تعارف نداریم و همین حالا دستور می‌دهم شرکت گاز با همکاری پلیس تا ۳۰ دی نشتی‌ها را رفع کند.",
            ("شرکت گاز",),
        ),
        ("وی خطاب به شهردار گفت: جدول‌های خیابان معلم را تا ۳۰ دی مرمت کنید.", ("شهردار",)),
    ],
)
def test_whoever_is_charged_in_a_report_answers(sentence: str, owners: tuple[str, ...]) -> None:
    assert _only(_report(sentence)).responsible == owners


@pytest.mark.parametrize(
    "sentence",
    [
        "شورا همچنین با یک‌طرفه شدن خیابان حافظ موافقت کرد.",
        "پس از بررسی گزارش، زمان آغاز مرمت بازار به تأیید اعضای شورا رسید.",
        "لایحه خرید دو آتش‌نشان خودرو مورد بررسی قرار گرفت و با هفت رأی موافق به تصویب رسید.",
        "طرح ساماندهی وانت‌بارها به بحث گذاشته شد و تصمیم نهایی در این باره به جلسه بعدی شورا واگذار گردید.",
        "اعضای شورا نوید رادفر را به عنوان سرپرست باشگاه برگزیدند.",
        "فرماندار رئیس آموزش و پرورش را مأمور رسیدگی به سرویس مدارس کرد.",
        "با دستور فرماندار، ۲۰ میلیارد تومان به راه روستای سرچشمه اختصاص می‌یابد.",
        "اعضا به اتفاق آرا رأی دادند که پرونده پروانه‌ها به دادستانی فرستاده شود.",
        "خانم نگار صالحی به عنوان نماینده شورا در هیئت نظارت انتخاب شده است.",
        "مقرر شد ۱۲ حلقه چاه توسط گروه‌های گشت و بازرسی امور منابع آب پر و مسدود شود.",
    ],
)
def test_a_decision_of_a_report_is_one_resolution_with_its_matter(sentence: str) -> None:
    assert _only(_report(sentence)).text == sentence


def test_a_matter_put_off_to_the_next_meeting_is_due_by_it() -> None:
    reading = _report("بررسی آن انجام نشد و تصمیم نهایی به جلسه بعدی شورا واگذار گردید.")

    assert due(_only(reading)) == "next_meeting"


def test_a_consequence_behind_an_unfinished_clause_is_a_decision_of_its_own() -> None:
    reading = _report(
        "یکی از ۴۰ هکتار می‌گفت و دیگری از ۹۵ هکتار، لذا مقرر شد جهاد کشاورزی آمار باغ‌ها را تا ۳۰ دی بدهد."
    )

    assert _only(reading).text == "لذا مقرر شد جهاد کشاورزی آمار باغ‌ها را تا ۳۰ دی بدهد."


@pytest.mark.parametrize(
    "sentence",
    [
        "در نطق پیش از دستور، نسرین آذری گفت: شهرداری باید سهم پیاده‌راه‌ها را دو برابر کند.",
        "مدیر پرستاری گفت: ضروری است دانشگاه سهمیه بیشتری به این مرکز اختصاص دهد.",
        "مدیرکل بحران با ارائه گزارشی از عملیات گفت: ۹۱۰ نفر در مساجد اسکان داده شدند.",
        "مسئولیت جشنواره انار با معاونت فرهنگی شهرداری خواهد بود.",
        "وی گفت: پیگیری بیمه طلافروشان را به نایب‌رئیس سپرده‌ایم.",
        "گزارش تفریغ بودجه سال گذشته نیز قرائت و به کمیسیون برنامه فرستاده شد.",
        "بر پرداخت مطالبات کارکنان تا پایان ماه تأکید شد.",
        "مجوز حفاری خیابان سعدی تا پایان امتحانات صادر نخواهد شد.",
        "«باید اداره گاز تا یک ماه دیگر گازرسانی را تمام کند»؛ این را فرماندار در پاسخ به مردم گفت.",
    ],
)
def test_what_may_decide_in_a_report_is_quoted_where_it_is_passed_over(sentence: str) -> None:
    reading = _report(sentence, "همچنین مقرر شد شهرداری میدان معلم را تا ۳۰ دی روشن کند.")

    assert _only(reading).responsible == ("شهرداری",)
    assert sentence.rpartition("گفت: ")[2][:40] in _quoted(reading)


def test_forecasts_the_past_and_hopes_are_not_asked_about() -> None:
    reading = _report(
        "پیش‌بینی می‌شود تا پایان سال پنج نقطه حادثه‌خیز دیگر افزوده شود.",
        "سال گذشته دوازده واحد اخطار گرفتند و سه واحد تعطیل شدند.",
        "وی ابراز امیدواری کرد با بارش‌های پاییزی کیفیت هوا بهتر شود.",
        "مقرر شد شهرداری میدان معلم را تا ۳۰ دی روشن کند.",
    )

    assert _only(reading).responsible == ("شهرداری",)
    assert "passed_over" not in doubts(reading)


def test_a_headline_is_no_decision_beside_the_report_that_says_it_again() -> None:
    reading = reading_of(
        """
        وزیر آبادی‌ها: املاک مازاد وزارتخانه تعیین تکلیف می‌شود
        به گزارش روابط عمومی وزارتخانه، دکتر صدری دوشنبه ۱۷ دی ۱۴۰۳ در نشست شورای معاونان گفت: ملک بلااستفاده داریم.
        وی افزود: معاون توسعه موظف شد ظرف یک ماه فهرست املاک مازاد را به شورای معاونان ارائه کند.
        """
    )

    assert _only(reading).responsible == ("معاون توسعه",)


def test_a_headline_of_two_halves_is_no_part_of_the_paragraph_below_it() -> None:
    reading = reading_of(
        """
        سخنگوی کمیسیون آب تشریح کرد؛
        کلیات طرح باغداران تصویب شد/ مهلت ده‌روزه به وزارت کشاورزی
        سخنگوی کمیسیون آب از برگزاری جلسه امروز (یکشنبه، ۴ آبان ۱۴۰۴) خبر داد.
        وی گفت: طرح باغداران بررسی شد و کلیات آن به تصویب رسید.
        """
    )

    assert _only(reading).text == "طرح باغداران بررسی شد و کلیات آن به تصویب رسید."


@pytest.mark.parametrize("heading", ["کارهای پیگیری:", "مصوبات این نشست به شرح زیر است:"])
def test_works_below_a_report_are_owned_by_who_stands_behind_their_colon(heading: str) -> None:
    reading = _report(heading, "نصب دوربین در میدان معلم: شهرداری", "اصلاح خط‌کشی بلوار امام تا ۳۰ دی: اداره راهداری")

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("نصب دوربین در میدان معلم", ("شهرداری",)),
        ("اصلاح خط‌کشی بلوار امام تا ۳۰ دی", ("اداره راهداری",)),
    ]


def test_a_work_beside_others_is_owned_by_a_name_that_no_list_knows() -> None:
    reading = _report(
        "تقسیم کار:", "نصب دوربین در میدان معلم: شهرداری", "آموزش دانش‌آموزان: آموزش و پرورش، تا پایان بهمن"
    )

    assert [(one.responsible, due(one)) for one in reading.resolutions] == [
        (("شهرداری",), "none"),
        (("آموزش و پرورش",), "1403-11-30"),
    ]


def test_a_headline_that_names_decisions_is_no_heading_of_the_report_below_it() -> None:
    reading = reading_of(
        """
        مصوبات تازه هیئت مدیره باشگاه صنعت‌گران اعلام شد
        به گزارش پایگاه خبری باشگاه، نشست هیئت مدیره دوشنبه ۷ آبان ۱۴۰۳ برگزار شد.
        در این نشست مقرر شد اردوی تیم از ۲۰ آبان برپا شود.
        """
    )

    assert _only(reading).text.startswith("در این نشست مقرر شد")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("استاندار ظهر شنبه در جلسه شورای بحران", "1403-09-17"),
        ("استاندار عصر چهارشنبه در جلسه شورای بحران", "1403-09-14"),
        ("استاندار در جلسه امروز با اشاره به بارش دو روز گذشته", "1403-09-18"),
    ],
)
def test_a_page_says_the_weekday_of_its_meeting(said: str, day: str) -> None:
    reading = reading_of(f"۱۸ آذر ۱۴۰۳، ۱۵:۴۲\n{said} گفت: مقرر شد مدارس فردا در همه مقاطع غیرحضوری باشد.")

    assert reading.to_json()["meeting"]["date"] == day
    assert due(_only(reading)) is not None
    assert _only(reading).deadline.rule == "nearby"


def test_an_event_and_who_is_bound_to_prepare_it_are_two_resolutions() -> None:
    reading = _report(
        "مهم‌ترین مصوبات این نشست به شرح زیر است:",
        "- مجمع سالانه پنجشنبه ۲۱ دی در گلدره برگزار می‌شود و دبیرخانه باید دعوتنامه‌ها را پیش از آن ارسال کند.",
        "- شهرداری تا ۳۰ دی میدان معلم را روشن کند.",
    )

    assert [one.responsible for one in reading.resolutions] == [(), ("دبیرخانه",), ("شهرداری",)]
    assert due(reading.resolutions[0]) == "1403-10-21"


def test_a_rule_from_now_on_stays_one_beside_an_event_of_each_case() -> None:
    reading = _report("مدیران از این پس مکلف هستند هر قرارداد را پیش از امضا به تأیید کمیته فنی برسانند.")

    assert due(_only(reading)) == "continuous"


def test_a_report_that_tells_of_one_speech_and_one_request_is_read_as_one() -> None:
    reading = reading_of(
        """
        سی‌وسومین مجمع شهرداران استان گلدره برگزار شد
        سی‌وسومین مجمع شهرداران استان گلدره چهارشنبه ۲۶ دی‌ماه ۱۴۰۳ برگزار شد.
        مدیرعامل سازمان همیاری از شهرداران خواست بدهی خود را تا پایان سال تسویه کنند.
        وی ادامه داد: شهرداری‌ها باید نیاز خود را حداکثر تا ۱۵ بهمن در سامانه ثبت کنند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("شهرداران",), ("شهرداری‌ها",)]


def test_what_is_refused_before_a_request_is_a_resolution_too() -> None:
    reading = _report("سخنگو گفت: کمیسیون گزارش سد را نپذیرفت و از وزارت نیرو خواست گزارش کامل را تا ۳۰ دی بفرستد.")

    assert [(one.text.split()[0], one.responsible) for one in reading.resolutions] == [
        ("کمیسیون", ()),
        ("از", ("وزارت نیرو",)),
    ]


def test_a_decision_on_this_bill_has_the_bill_that_was_named_before_it() -> None:
    bill = "لایحه فروش سوله کشتارگاه دستور بعدی بود."
    reading = _report(f"{bill} عضو شورا با این لایحه مخالفت کرد. این لایحه با چهار رأی مخالف رد شد.")

    assert _only(reading).text == f"{bill} این لایحه با چهار رأی مخالف رد شد."
    assert "عضو شورا با این لایحه مخالفت کرد" in _quoted(reading)


def test_a_bill_that_nothing_is_decided_on_is_told() -> None:
    reading = _report("لایحه فروش سوله کشتارگاه دستور بعدی بود. بحث بر سر آن بی‌نتیجه ماند.")

    assert not reading.resolutions
    assert any("لایحه فروش سوله" in passed.text for passed in reading.passed_over)


def test_a_referral_that_somebody_tells_of_is_asked_about() -> None:
    reading = _report("سخنگوی شورا از ارجاع طرح بازار روز به کمیته فنی خبر داد.")

    assert "not_a_decision" in [doubt.code for doubt in _only(reading).doubts]


def test_what_a_meeting_agrees_to_behind_an_order_is_a_resolution_of_its_own() -> None:
    reading = _report("فرماندار به بخشدار دستور داد سیل‌بند را مرمت کند و اعضا با تمدید قرارداد پیمانکار موافقت کردند.")

    assert [one.responsible for one in reading.resolutions] == [("بخشدار",), ()]


@pytest.mark.parametrize(
    "told",
    ["چه گذشت؟", "با تأکید بر آب شرب گفت: کم‌آبی جدی است.", "از بررسی سهمیه‌ها خبر داد.", "افزود: سهمیه کافی است."],
)
def test_the_name_of_the_body_ends_where_the_report_goes_on(told: str) -> None:
    reading = reading_of(f"در نشست شورای حفاظت آب گلدره {told}\nفرماندار گفت: مقرر شد شهرداری چاه را پر کند.")

    assert reading.meeting.body == "شورای حفاظت آب گلدره"


def test_what_somebody_says_in_the_meeting_is_not_its_title() -> None:
    reading = reading_of(
        """
        فرماندار گلدره: آب باغ‌ها قطع نمی‌شود
        مدیر آب منطقه‌ای نیز در این نشست گفت: مقرر شد شهرداری چاه را پر کند.
        نرخ آب‌بها از دیگر موضوعاتی بود که نمایندگان باغداران و مدیر اداره درباره آن در این نشست بسیار بحث کردند.
        """
    )

    assert reading.meeting.title is None
