"""Short reports and posts of channels: what stands above, below and beside the decisions that they list."""

from __future__ import annotations

import pytest

from domain.minutes.reading import PassedOverKind, Reading
from tests.domain.minutes.paper import codes, doubts, reading_of, told


def passed(reading: Reading, kind: PassedOverKind) -> list[str]:
    return [one.text for one in reading.passed_over if one.kind is kind]


def test_a_sentence_announces_what_became_of_the_decisions_of_another_month() -> None:
    """Mrs Shokouhi reports on Tir; what the neighbourhood agrees on now stands below another sentence."""
    reading = reading_of(
        """
        خلاصه جلسه شورای محله نارنجستان - دوشنبه ۱۶ مرداد ۱۴۰۲
        نخست خانم شکوهی وضعیت مصوبات جلسه تیر را به شرح زیر گزارش داد:
        الف) تعمیر نیمکت‌ها – انجام شد.
        ب) نصب آینه ترافیکی – شهرداری ۳ آینه از ۵ آینه را نصب کرده است.
        آقای ثابتی هم از سر و صدای کارگاه گلایه کرد.
        در پایان موارد زیر جمع‌بندی شد:
        ۱) شهرداری دو آینه باقی‌مانده را تا پایان مهرماه نصب می‌کند.
        ۲) شستشوی آبنما با کمک اهالی، جمعه ۲۷ مرداد ساعت ۷ صبح.
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-07-30"), (2, ("اهالی",), "1402-05-27")]
    assert "earlier_skipped" in doubts(reading)
    assert len(passed(reading, PassedOverKind.EARLIER_RESOLUTIONS)) == 3


@pytest.mark.parametrize(
    "turn",
    ["پس از گفتگوی طولانی تصمیم بر این شد که:", "در نهایت مقرر شد:", "سرانجام تصمیم گرفته شد که:"],
)
def test_a_bullet_that_turns_to_the_decisions_heads_those_below_it(turn: str) -> None:
    reading = reading_of(
        f"""
        گزارش نشست انجمن کارکنان بافندگی - سه‌شنبه ۱۵ بهمن ۱۳۹۸
        ▪️نامه‌های رسیده خوانده شد و پاسخ اداره کار هنوز نیامده است.
        ▪️مدیرعامل قول داده است تا عید مزایا را پرداخت کند.
        ▪️{turn}
        ▪️صندوق همیاری به خانواده همکاران وام بدهد.
        ▪️خزانه‌دار هر ماه صورت هزینه‌ها را به دیوار نصب کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("صندوق همیاری",), ("خزانه‌دار",)]
    assert len(passed(reading, PassedOverKind.DISCUSSION)) == 2


def test_ornaments_below_the_last_decision_set_apart_what_is_none() -> None:
    """Mr Yavari reminds the members of an older decision and says where the office is reached."""
    reading = reading_of(
        """
        تعاونی مسکن فرهنگیان نیلگون
        به اطلاع می‌رساند جلسه هیئت مدیره روز شنبه ۴ اسفند ۱۳۹۷ در دفتر تعاونی تشکیل شد.
        نتایج جلسه:
        1️⃣ پیمانکار نقشه‌ها را ظرف ۵ روز تحویل دهد.
        2️⃣ موضوع فروش انباری‌ها به مجمع عمومی ارجاع شد.
        ⚠️ یادآوری مصوبه قبلی: واگذاری بدون تسویه ممنوع است.
        💳 شماره حساب تعاونی در دفتر موجود است
        📞 پاسخگویی: شنبه تا چهارشنبه ۱۰ الی ۱۳
        🔗 بله: ble.example/nilgoon
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "پیمانکار نقشه‌ها را ظرف ۵ روز تحویل دهد.",
        "موضوع فروش انباری‌ها به مجمع عمومی ارجاع شد.",
    ]
    assert len(passed(reading, PassedOverKind.EARLIER_RESOLUTIONS)) == 1
    assert [doubt.params["text"] for doubt in reading.doubts if doubt.code == "passed_over"] == [
        "⚠️ یادآوری مصوبه قبلی: واگذاری بدون تسویه ممنوع است."
    ]


def test_lines_that_a_narrow_column_broke_are_sentences_again() -> None:
    """A newsletter's column was pasted; Mr Behrouzi's post stands on the line below his name."""
    reading = reading_of(
        """
        نشست هماهنگی مصرف آب با گلخانه داران صبح
        یکشنبه 1404/4/22 با حضور مهندس کاوه بهروزی
        معاون بهره برداری و جمعی از بهره برداران در
        سالن شهرک گلخانه ای برگزار شد.
        گلخانه داران از قطعی های بدون اطلاع و آسیب به
        نشاها انتقاد کردند و خواستار تغییر روز نوبت
        خود شدند.
        در پایان تصمیمات زیر اتخاذ گردید:
        1- برنامه نوبت آب هر هفته تا ساعت 12 روز چهارشنبه
        از طریق پیامک به اطلاع بهره برداران برسد.
        اقدام: امور مشترکین
        2- گلخانه های دارای مخزن به مدت 20 روز از نوبت
        روزانه مستثنی شوند و در مقابل مصرف شبانه
        خود را 15 درصد کاهش دهند.
        3- حفر کانال تازه بخش شمالی شهرک تا 15
        شهریور. شرکت شهرکها در این خصوص با بانکها جهت
        تسهیلات رایزنی نماید.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3]
    assert [one.responsible for one in reading.resolutions][::2] == [("امور مشترکین",), ("شرکت شهرکها",)]
    assert reading.resolutions[1].text.endswith("خود را 15 درصد کاهش دهند.")
    assert told(reading)[2][2] == "1404-06-15"
    assert "در سالن شهرک گلخانه ای برگزار شد." in " ".join(one.text for one in reading.passed_over)


def test_lines_of_a_list_that_are_about_as_long_stay_apart() -> None:
    reading = reading_of(
        """
        مصوبات جلسه ششم کارگروه سلامت گلدره - ۱۴۰۳/۰۸/۲۱
        شهرداری مخازن زباله بازار را تا پایان آذر تعویض کند
        شبکه بهداشت از نانوایی‌ها ظرف دو هفته بازدید کند
        آموزش و پرورش فهرست مدارس را تا ۳۰ آبان اعلام کند
        اداره آب کیفیت آب روستاها را هر ماه گزارش کند
        دامپزشکی کشتارگاه را تا پایان آبان بازرسی کند
        بخشداری مرکزی دهیاری‌ها را تا ۲۵ آبان توجیه کند
        """
    )

    assert len(reading.resolutions) == 6
    assert all(len(one.responsible) == 1 for one in reading.resolutions)


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        (
            "در ادامه نشست مقرر شد پیمانکار تا پایان شهریور لوله‌گذاری را به اتمام برساند و اداره برق شهرستان"
            " نیز ظرف یک هفته ترانس را تقویت کند.",
            [("پیمانکار",), ("اداره برق شهرستان",)],
        ),
        (
            "مقرر شد مسابقات از سه‌شنبه ۲۲ اسفند آغاز گردد و دبیر هیئت آیین‌نامه را تا پایان بهمن ابلاغ کند.",
            [(), ("دبیر هیئت",)],
        ),
        (
            "مقرر شد سکوها تا پایان بهمن ساخته شود و شهرداری این موضوع را پیگیری کند.",
            [("شهرداری",)],
        ),
        (
            "مقرر شد شهرداری سکوها را بسازد و نتیجه را به فرمانداری گزارش کند.",
            [("شهرداری",)],
        ),
        (
            "مقرر شد شهرداری سکوها را بسازد و شهرداری تا پایان بهمن آن را افتتاح کند.",
            [("شهرداری",)],
        ),
    ],
)
def test_a_sentence_of_the_news_charges_one_and_then_another(said: str, owners: list[tuple[str, ...]]) -> None:
    """A sentence that gives two offices a work each is two decisions, one that goes on with the first office is one."""
    reading = reading_of(
        f"""
        سومین نشست ستاد آب شهرستان دشت‌سبز روز دوشنبه ۹ بهمن ۱۴۰۲ با حضور فرماندار برگزار شد.
        {said}
        """
    )

    assert [one.responsible for one in reading.resolutions] == owners
    assert all("unnumbered" in codes(one) for one in reading.resolutions)


def test_the_meeting_with_the_next_number_is_the_next_meeting() -> None:
    """Mr Rahjou reports in the tenth meeting; the day of that stands at the end."""
    reading = reading_of(
        """
        نهمین نشست کمیسیون حمل و نقل اتاق آبشار یکشنبه ۱۳ آبان ۱۴۰۳ برگزار شد.
        اهم مصوبات نشست نهم:
        • کارگروه ریلی با مسئولیت آقای راهجو تشکیل شود و نخستین گزارش خود را در نشست دهم ارائه دهد.
        • دبیرخانه فهرست مشکلات را برای طرح در شورای گفت‌وگوی دولت و بخش خصوصی آماده کند.
        • دبیرخانه نتیجه نشست پنجم را به اعضا اعلام کند.
        نشست بعدی کمیسیون یکشنبه ۱۱ آذر برگزار می‌شود.
        """
    )

    assert told(reading) == [
        (1, ("آقای راهجو",), "1403-09-11"),
        (2, ("دبیرخانه",), "none"),
        (3, ("دبیرخانه",), "none"),
    ]


def test_what_is_demanded_above_a_list_of_decisions_is_none() -> None:
    """Mr Kiani complains in the headline and in his speech; the commission decides only below."""
    reading = reading_of(
        """
        کمیسیون گمرک اتاق آبشار:
        صف کامیون‌ها باید کوتاه شود

        نهمین نشست کمیسیون گمرک یکشنبه ۱۳ آبان ۱۴۰۳ برگزار شد.
        او با بیان اینکه رانندگان جای استراحت ندارند، ادامه داد: باید مجتمع خدماتی ساخته شود.
        اهم مصوبات نشست:
        • نوبت‌دهی از ابتدای آذرماه اجرا شود. (راهداری استان)
        • گمرک پایانه دوم را تا پایان دی باز کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("راهداری استان",), ("گمرک",)]


@pytest.mark.parametrize("pledge", ["هم تعهد کرد", "نیز متعهد شد"])
def test_who_pledges_a_work_answers_for_it(pledge: str) -> None:
    reading = reading_of(
        f"""
        نشست اتاق اصناف گلدره چهارشنبه ۵ دی ۱۴۰۳ برگزار شد.
        در این نشست مقرر شد شهرداری سد معبر را پیگیری کند.
        رئیس اتحادیه پوشاک {pledge} نرخنامه را تا پایان دی نصب کند.
        """
    )

    assert [one.responsible for one in reading.resolutions][-1:] == [("رئیس اتحادیه پوشاک",)]


def test_bullets_that_tell_a_session_from_its_beginning_are_paragraphs() -> None:
    """Mr Danesh tells what became of the fair; only what the council decides below his report is a decision."""
    reading = reading_of(
        """
        هشتمین جلسه شورای شبکه نیکوکاری سه‌شنبه ۹ اردیبهشت ۱۴۰۴ تشکیل شد.
        🔸در ابتدا شهرزاد نیک‌پی مدیرعامل مؤسسه میزبان گزارش کوتاهی از فعالیت‌های این مؤسسه ارائه کرد.
        🔸در ادامه آقای دانش مروری بر اقدامات داشت. به گفته وی بازارچه‌ای که در جلسه هفتم به تصویب رسیده بود برگزار شد.
        🔸پیرامون سامانه، اعضا نظرات مختلفی داشتند. در نهایت کارگروه فناوری مأمور شد نمونه را تا پایان خرداد اعلام کند.
        🔸همچنین مقرر شد دبیرخانه تا رسیدن به نتیجه، هر دو هفته یک بار ثبت نشان شبکه را پیگیری و گزارش کند.
        🔸به پیشنهاد آقای مهرگان، خبرنامه شبکه به صورت فصلی منتشر می‌شود و ایشان مسئولیت آن را پذیرفت.
        میزبان جلسه نهم، انجمن بیماران خاص خواهد بود. جلسه در ساعت ۱۹ پایان یافت.
        """
    )

    assert [(owners, day) for _, owners, day in told(reading)] == [
        (("کارگروه فناوری",), "1404-03-31"),
        (("دبیرخانه",), "1404-02-23"),
        (("آقای مهرگان",), "1404-03-31"),
    ]
    assert reading.resolutions[0].text.startswith("در نهایت کارگروه")
    assert any(text.startswith("میزبان جلسه نهم") for text in passed(reading, PassedOverKind.CLOSING))


def test_a_day_of_its_own_makes_another_decision_of_what_follows() -> None:
    reading = reading_of(
        """
        نشست کارگروه آرد شهرستان گلدره روز دوشنبه ۹ بهمن ۱۴۰۲ برگزار شد.
        مقرر شد اداره صنعت تا پایان بهمن فهرست نانوایی‌ها را ارائه دهد و سهمیه آنها تا ۱۵ اسفند به واحدهای فعال داده شود.
        مقرر شد اتاق اصناف ظرف یک هفته بازرسی کند و گزارش آن تا پایان ماه ارائه شود.
        برگزاری مجمع در نیمه اول اسفند به تصویب رسید و مقرر شد آگهی آن تا پایان بهمن منتشر شود.
        لایحه نام‌گذاری کوچه‌ها به تصویب رسید و مقرر شد تابلوها نصب شود.
        ورودی هر تیم دو میلیون تومان تعیین شد.
        """
    )

    assert [one.text.split()[0] for one in reading.resolutions] == ["مقرر", "سهمیه", "مقرر", "برگزاری", "مقرر", "لایحه"]
    assert [day for _, _, day in told(reading)][:2] == ["1402-11-30", "1402-12-15"]
    assert [day for _, _, day in told(reading)][3:5] == ["1402-12-15", "1402-11-30"]


def test_a_matter_that_is_settled_behind_a_decision_is_another_one() -> None:
    reading = reading_of(
        """
        جلسه هیئت والیبال سپیدکوه یکشنبه ۲۹ بهمن ۱۴۰۲ برگزار شد.
        در ادامه با توجه به نزدیک بودن ماه رمضان در مورد جام رمضان بحث و تبادل نظر شد و نهایتا مقرر شد مسابقات"""
        """ ۲۲ اسفند آغاز گردد. ورودی هر تیم دو میلیون تومان تعیین شد.
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "و نهایتا مقرر شد مسابقات ۲۲ اسفند آغاز گردد.",
        "ورودی هر تیم دو میلیون تومان تعیین شد.",
    ]


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("ضمنا پیشنهاد جبران خسارت در دست بررسی است.", "ضمنا پیشنهاد جبران خسارت در دست بررسی است."),
        ("ضمنا نشانی گروه تا یک هفته اعلام شود.", None),
    ],
)
def test_a_line_behind_the_answers_is_no_answer(line: str, remark: str | None) -> None:
    reading = reading_of(
        f"""
        تصمیمات زیر در جلسه ۱۴۰۴/۰۴/۲۲ اتخاذ گردید:
        ۱- برنامه نوبت هر ماه به اطلاع واحدها برسد.
        اقدام: امور مشترکین
        ۲- گروه اعلام حوادث هر چه سریع‌تر تشکیل گردد.
        اقدام: روابط عمومی
        {line}
        """
    )

    last = reading.resolutions[1]
    assert (last.responsible, last.remark) == (("روابط عمومی",), remark)
    assert line in (last.remark or last.text)


def test_the_most_important_decisions_are_a_heading_too() -> None:
    reading = reading_of(
        """
        دیشب نشست هیئت کشتی نارون برگزار شد - ۱۸ آذر ۱۴۰۲
        💠 مهم‌ترین تصمیمات:
        ◀️ تعمیر تشک سالن تا دهم دی‌ماه (مسئول پیگیری: آقای سلیمی)
        ◀️ معرفی سه داور به کلاس استان؛ اقدام: کمیته داوران
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("آقای سلیمی",), ("کمیته داوران",)]


@pytest.mark.parametrize("when", ["عصر روز گذشته کارگروه بافت تاریخی", "دیشب شورای محله", "دیروز جلسه کمیته بافت"])
def test_a_body_that_met_yesterday_met_on_the_day_before_the_page(when: str) -> None:
    reading = reading_of(
        f"""
        تاریخ انتشار: یکشنبه ۸ بهمن ۱۴۰۲ ساعت ۱۰:۲۲
        {when} با حضور شهردار منطقه تشکیل شد.
        مقرر شد شهرداری تابلوها را تا پایان سال جمع‌آوری کند.
        """
    )

    assert reading.to_json()["meeting"]["date"] == "1402-11-07"
    assert "meeting_date_of_page" in doubts(reading)
