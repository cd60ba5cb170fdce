"""Published minutes that were pasted: lines that the edge of a page tore, works listed below a line, owners."""

from __future__ import annotations

import pytest

from domain.minutes import PassedOverKind
from domain.minutes.owners.actors import actors_of
from tests.domain.minutes.paper import codes, doubts, reading_of, told

TORN = """
صورتجلسه کمیته ایمنی کارگاه
کارگاه: کارخانه نساجی مهتاب، شماره جلسه: ۱۴
تاریخ: ۱۴۰۲/۸/۶
جلسه کمیته ایمنی در ساعت ۱۰ صبح روز شنبه با حضور همه اعضا در سالن
جلسات تشکیل گردید و این مصوبات به دست آمد.
مصوبات:
۱- باتوجه به حادثه انبار پنبه، مقرر گردید کلاه ایمنی از نوع مرغوب
حداکثر ظرف ۲۰ روز توسط واحد خرید تهیه و در اختیار کارگران انبار
قرار گیرد.
۲- شنوایی‌سنجی همه کارگران سالن بافندگی تا پایان آذر انجام شود.
مسئول بهداشت حرفه‌ای ضمن هماهنگی با مرکز درمانی شهرک، نوبت
کارگران را به سرپرستان سالن‌ها اعلام نماید.
۳- سیم‌کشی تابلوی برق سالن رنگرزی دوباره بازبینی و نتیجه آن در
جلسه آینده کمیته مطرح گردد.
سایر موضوعات:
نماینده کارگران از گرمای سالن رنگرزی انتقاد نمودند و مدیر کارخانه وعده
مساعد دادند خرید پنکه سقفی را بررسی نمایند.
"""


def test_a_sentence_that_begins_below_a_full_line_stays_in_its_item() -> None:
    """Samira pastes minutes from a PDF: the second sentence of item 2 begins on a line of its own, with a post."""
    reading = reading_of(TORN)

    assert [one.number for one in reading.resolutions] == [1, 2, 3]
    assert reading.resolutions[1].text.endswith("اعلام نماید.")
    assert reading.resolutions[1].responsible == ("مسئول بهداشت حرفه‌ای",)


def test_the_end_of_a_torn_sentence_is_no_resolution() -> None:
    """«مساعد دادند … را بررسی نمایند» is the rest of what was said, not a fourth decision."""
    passed = [one for one in reading_of(TORN).passed_over if one.kind is PassedOverKind.DISCUSSION]

    assert any(one.text.endswith("وعده مساعد دادند خرید پنکه سقفی را بررسی نمایند.") for one in passed)


LISTED = """
صورتجلسه هیئت مدیره تعاونی مسکن مورخ ۱۴۰۲/۰۸/۰۳
تصمیمات:
۱- با فروش زمین پشت کارگاه موافقت شد.
۲- برای تأمین هزینه دیوار، {}
الف- مذاکره با بانک برای افزایش سقف وام (آقایان رستگار و نیک‌بخت)
ب- ارسال پیامک به بدهکاران تا پایان آبان
ج- فروش مصالح مازاد از راه مزایده
۳- خانم مهرپرور دفتر انبار را تحویل بگیرد.
۴- آقای نیک‌بخت فهرست بدهکاران را نصب کند.
"""


@pytest.mark.parametrize(
    "announced",
    ["کارهای زیر صورت گیرد:", "اقدامات ذیل انجام شود:", "هیئت مدیره اقدام‌های زیر را پیگیری کند:"],
)
def test_works_that_are_announced_are_followed_up_each(announced: str) -> None:
    """Farid must ask two members about the bank, and about the messages by the end of Aban."""
    reading = reading_of(LISTED.format(announced))

    assert [one[1:] for one in told(reading)][1:4] == [
        (("آقایان رستگار", "نیک‌بخت"), "none"),
        ((), "1402-08-30"),
        ((), "none"),
    ]
    assert any(announced in one.text for one in reading.passed_over)


def test_conditions_below_a_decision_stay_with_it() -> None:
    reading = reading_of(
        LISTED.format("طرح با اصلاحات زیر تصویب گردید:").replace("مذاکره با بانک", "عنوان طرح اصلاح شود")
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        (
            "آموزش برای کارگران تازه الزامی بوده و امور اداری قبل از آغاز کار، ایشان را به واحد ایمنی معرفی کند.",
            ("امور اداری",),
        ),
        ("خانم کیانی (حسابدار) دفاتر و اسناد شش ماهه را در اختیار بازرس قرار دهند.", ("خانم کیانی (حسابدار)",)),
        (
            "کارگروهی متشکل از نمایندگان اتاق و گمرک برای نگارش طرح تشکیل و نخستین نشست آن تا پایان آبان برگزار شود.",
            (),
        ),
        ("مقرر گردید میراب‌ها هرروز ساعت بستن دریچه را ثبت نمایند.", ("میراب‌ها",)),
        ("آقای صبوری پیگیر تمدید بیمه آسانسور باشن که آخر ماه تموم میشه", ("آقای صبوری",)),
        (
            "لایروبی جوی توسط خود باغداران انجام و بیل مکانیکی آن را امور آب تأمین نماید.",
            ("باغداران", "امور آب"),
        ),
        ("هزینه آب مشترک توسط مستأجران پرداخت گردد.", ("مستأجران",)),
    ],
)
def test_who_is_charged_in_a_sentence_of_a_page(sentence: str, owners: tuple[str, ...]) -> None:
    assert tuple(actor.name for actor in actors_of(sentence)) == owners


def test_a_note_below_a_report_makes_no_resolution_of_it() -> None:
    """Item 2 only tells that something was spoken of; the note below it is asked about by itself."""
    reading = reading_of(
        """
        صورتجلسه هیئت مدیره مورخ ۱۴۰۲/۰۸/۰۳
        تصمیمات:
        ۱- مقرر شد مدیرعامل قرارداد نگهبانی را تمدید کند.
        ۲- در مورد زمان تحویل واحدها نیز مواردی مطرح گردید.
        لازم به ذکر است پس از مذاکره با بانک، نتیجه از طریق همین سایت به اطلاع اعضا خواهد رسید.
        """
    )

    assert [one.number for one in reading.resolutions] == [1]
    assert "passed_over" in doubts(reading)
    assert codes(reading.resolutions[0]) == {"deadline_missing"}
