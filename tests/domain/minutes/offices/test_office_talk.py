"""Minutes of what an office says among colleagues, below short topics and without numbers."""

from __future__ import annotations

import pytest

from domain.minutes.language.acts import Act, act_of
from tests.domain.minutes.paper import reading_of, told

TALK = """
جلسه داخلی کتابخانه نیلوفر - شنبه ۱۲ اسفند ۱۴۰۲
حاضر: آقای بهادری (مدیر)، خانم رستگار، آقای سالمی
آقای بهادری اول از همه بابت نمایشگاه تشکر کرد.

امانت
خانم رستگار لیست کتاب‌های دیرکرده رو با شماره اعضا دربیاره و تا دوشنبه بفرسته برای مدیر.
آقای سالمی گفت سه نفر کتاب رو گم کردن.

قفسه‌ها
کلید مخزن رو از فردا آقای سالمی تحویل می‌گیره.

سکوت
تا تموم شدن امتحان‌ها کسی توی سالن با تلفن حرف نزنه مگه با اجازه مدیر.
"""


def test_what_colleagues_say_to_one_another_is_decided() -> None:
    reading = reading_of(TALK)

    assert told(reading) == [
        (1, ("خانم رستگار",), "1402-12-14"),
        (2, ("آقای سالمی",), "1402-12-13"),
        (3, (), "none"),
    ]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("از شنبه کلید انبار رو آقای سالمی می‌بره.", Act.CHARGES),
        ("خانم رستگار از هفته بعد شیفت عصر رو می‌مونه.", Act.CHARGES),
        ("بدون مجوز حراست کسی وسیله بیرون نبره.", Act.CHARGES),
        ("کسی جواب تلفن نمیده.", Act.NAMES),
        ("بخاری سالن کار نمی‌کنه.", Act.NAMES),
        ("آقای سالمی گفت از فردا نمیاد.", Act.TELLS),
        ("موجودی رنگ فقط تا آخر هفته جواب میده.", Act.NAMES),
        ("حاضرین: دکتر بهنام، خانم برومند", Act.NAMES),
        ("درخواست خانم رستگار برای مرخصی قبول شد.", Act.DECIDES),
        ("تمدید مهلت رو قبول نکردن.", Act.DECIDES),
        ("پیشنهاد فروش سوله رأی لازم را کسب نکرد.", Act.DECIDES),
    ],
)
def test_what_is_ordered_is_told_from_what_is_complained_of(sentence: str, act: Act) -> None:
    assert act_of(sentence) is act


def test_a_body_stays_with_the_work_that_it_is_made_for() -> None:
    reading = reading_of(
        "صورتجلسه شورای پژوهش\nتاریخ جلسه: ۱۴۰۲/۱۲/۱۲\nدستور اول: انبار\n"
        "کمیته‌ای متشکل از خانم رستگار و آقای سالمی تشکیل شد و مقرر گردید فهرست اموال را تا پایان اسفند تحویل دهند."
    )

    assert told(reading) == [(1, ("کمیته‌ای متشکل از خانم رستگار و آقای سالمی",), "1402-12-29")]


def test_each_with_a_work_and_a_day_of_his_own_is_decided_apart() -> None:
    reading = reading_of(
        "صورتجلسه کمیته ایمنی\nتاریخ جلسه: ۱۴۰۲/۱۲/۱۲\nمصوبات:\n"
        "۱- واحد تأسیسات نرده پله را ظرف یک هفته تعمیر نماید و امور اداری گزارش آن را تا ۲۵ اسفند ارائه کند.\n"
        "۲- واحد تأسیسات کپسول‌ها را تا پایان اسفند شارژ نماید و امور اداری فهرست آن را اعلام کند.\n"
        "۳- خانم رستگار تابلوها را تا ۲۰ اسفند بنویسد و آقای سالمی آنها را نصب کند."
    )

    assert told(reading) == [
        (1, ("واحد تأسیسات",), "1402-12-19"),
        (4, ("امور اداری",), "1402-12-25"),
        (2, ("واحد تأسیسات", "امور اداری"), "1402-12-29"),
        (3, ("خانم رستگار", "آقای سالمی"), "1402-12-20"),
    ]


def test_where_colleagues_order_twice_the_other_charges_are_decided_too() -> None:
    reading = reading_of(
        "جلسه کارگاه رنگ - شنبه ۱۲ اسفند ۱۴۰۲\nحاضر: رستگار، سالمی، خانم بهنام\n"
        "پیستوله\nدو بار گرفته. خانم بهنام تا دوشنبه ببره تعمیر.\n"
        "نظافت\nهر گروه آخر وقت میز خودش رو جمع کنه.\n"
        "نمره\nنمره‌ها باید تا بیستم ثبت بشه.\n"
    )

    assert [one.text for one in reading.resolutions] == [
        "خانم بهنام تا دوشنبه ببره تعمیر.",
        "هر گروه آخر وقت میز خودش رو جمع کنه.",
        "نمره‌ها باید تا بیستم ثبت بشه.",
    ]
