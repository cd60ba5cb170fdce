"""Minutes of a county's councils and committees: who carries out beside who follows up, forms, lists of owners."""

from __future__ import annotations

import pytest

from domain.minutes.language.markup import clean
from domain.minutes.owners.actors import actors_of
from domain.minutes.reading import PassedOverKind
from tests.domain.minutes.paper import codes, reading_of, told


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        (
            "مقرر شد کمیته‌ای متشکل از نمایندگان بخشداری مرکزی، شهرداری و دادستانی تا پایان تیر معابر را بازدید کنند.",
            ["بخشداری مرکزی", "شهرداری", "دادستانی"],
        ),
        (
            "مقرر گردید گروهی مرکب از سازمان صمت، شرکت گاز و حفاظت محیط زیست ظرف یک هفته از کارگاه بازدید نماید.",
            ["سازمان صمت", "شرکت گاز", "حفاظت محیط زیست"],
        ),
        (
            "کمیته‌ای متشکل از مهندس سالک و مدیر حراست موضوع را بررسی و گزارش نماید.",
            ["کمیته‌ای متشکل از مهندس سالک و مدیر حراست"],
        ),
    ],
)
def test_the_bodies_that_make_a_committee_can_be_asked_each(sentence: str, members: list[str]) -> None:
    assert [actor.name for actor in actors_of(sentence)] == members


def test_an_underscore_marks_a_decision_as_a_dash_does() -> None:
    reading = reading_of(
        """
        جلسه پنجم کارگروه آب شهرستان مورخ ۱۴۰۰/۱۰/۲۶
        مصوب گردید:
        _ اداره امور منابع آب چاه‌های غیرمجاز را تا ۱۵ بهمن مسدود کند.
        _ آبفا باید شبکه روستای گلزار را تا پایان سال اصلاح کند.
        """
    )

    assert [one.text.startswith("_") for one in reading.resolutions] == [False, False]
    assert [one.responsible for one in reading.resolutions] == [("اداره امور منابع آب",), ("آبفا",)]


def test_owners_on_lines_of_their_own_of_a_pasted_table_own_it_all() -> None:
    reading = reading_of(
        """
        مصوبات:
        ردیف
        شرح
        مسئول
        زمان
        ۱
        تابلوهای ورودی شهر گلدره تعویض شود.
        شهرداری گلدره
        اداره راهداری
        پایان دی
        ۲
        نرخ اقامتگاه‌ها بازرسی شود.
        اداره میراث‌فرهنگی، گردشگری و صنایع‌دستی
        اداره صمت
        پلیس اماکن
        ۲۵ اسفند
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("شهرداری گلدره", "اداره راهداری"),
        ("اداره میراث‌فرهنگی، گردشگری و صنایع‌دستی", "اداره صمت", "پلیس اماکن"),
    ]
    assert [one.text for one in reading.resolutions] == [
        "تابلوهای ورودی شهر گلدره تعویض شود.",
        "نرخ اقامتگاه‌ها بازرسی شود.",
    ]


def test_a_form_that_labels_the_meeting_in_pairs_is_its_letterhead() -> None:
    reading = reading_of(
        """
        فرم صورتجلسه
        عنوان جلسه: | کارگروه سلامت | شماره جلسه: | ۱۸
        تاریخ جلسه: | سه شنبه ۱۴۰۴/۲/۱۶ | مکان: | سالن استانداری
        رئیس: | خانم دکتر صمیمی | دبیر: | دکتر نوری
        غایبین: | نماینده اصناف
        مصوبات:
        ردیف | مصوبه | مجری | زمان
        ۱ | بوفه مدارس بازدید شود. | آموزش و پرورش | یک ماه
        """
    )

    assert reading.meeting.number == 18
    assert told(reading) == [(1, ("آموزش و پرورش",), "1404-03-16")]
    assert "دکتر نوری" in " ".join(one.text for one in reading.passed_over if one.kind is PassedOverKind.LETTERHEAD)


def test_a_reminder_across_the_foot_of_a_table_is_about_all_of_it() -> None:
    reading = reading_of(
        """
        ردیف | شرح مصوبه | مجری | زمان
        ۱ | کانال‌ها لایروبی شود. | شهرداری | ۱۰ آبان
        ۲ | هشدارها به دهیاران پیامک شود. | اداره هواشناسی | دائمی
        تذکر: عدم اجرای به موقع مصوبات گزارش خواهد شد. | | |
        """
    )

    assert clean(reading.resolutions[-1].text) == "هشدارها به دهیاران پیامک شود."
    assert reading.resolutions[-1].deadline.kind == "continuous"
    assert any(one.text.startswith("تذکر") for one in reading.passed_over)


def test_a_title_with_lettered_works_among_decisions_is_one_of_them() -> None:
    reading = reading_of(
        """
        جلسه شورای آموزش و پرورش شهرستان مورخ ۱۴۰۳/۰۶/۰۴
        تصمیمات زیر اتخاذ شد:
        1- آماده‌سازی مدارس:
        الف) شهرداری خط‌کشی مقابل مدارس را تا ۲۵ شهریور به اتمام برساند.
        ب) اداره برق روشنایی معابر را تامین کند.
        2- سازمان حمل و نقل شهرداری مکلف گردید قرارداد سرویس‌ها را ظرف یک ماه نهایی کند.
        3- مقرر شد اداره نوسازی مدارس نقشه هنرستان را ظرف دو ماه تهیه کند.
        """
    )

    first, *_ = reading.resolutions
    assert [one.number for one in reading.resolutions] == [1, 2, 3]
    assert [item.responsible for item in first.items] == [("شهرداری",), ("اداره برق",)]
    assert "deadline_of_one" in codes(first)


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        ("صمت بیمه کارگران را پیگیری کند.", ["صمت"]),
        ("آبفا دام‌های تلف شده را از چاه خارج کند.", ["آبفا"]),
        ("در صورت مشاهده آلودگی، واحد متخلف را به دادستانی معرفی کند.", []),
        ("شهرداری با همکاری خیرین سلامت، پایگاه سلامت محله را تا پایان دی بسازد.", ["شهرداری", "خیرین سلامت"]),
    ],
)
def test_what_a_body_works_on_owns_nothing(sentence: str, owners: list[str]) -> None:
    assert [actor.name for actor in actors_of(sentence)] == owners


def test_a_sentence_may_set_the_deadline_of_the_one_before_it() -> None:
    reading = reading_of(
        """
        جلسه ستاد بازآفرینی شهرستان مورخ ۱۴۰۲/۰۸/۰۸
        پس از بحث و بررسی مقرر شد:
        مقرر شد کمیته امداد نسبت به معرفی زنان سرپرست خانوار اقدام نماید. مهلت این بند پایان پاییز تعیین گردید.
        مقرر شد شهرداری ظرف دو هفته پیشنهاد خود را جهت طرح در جلسه آینده آماده کند.
        """
    )

    assert told(reading) == [(1, ("کمیته امداد",), "1402-09-30"), (2, ("شهرداری",), "1402-08-22")]


@pytest.mark.parametrize(
    ("code", "number"), [("۵/۹۹", 5), ("۹۹/۵", None), ("۲/۹۹", None), ("۵/۱۲", None), ("۹۹/۱۲۳۴۵", None)]
)
def test_a_number_beside_the_year_of_the_meeting_is_the_meetings(code: str, number: int | None) -> None:
    reading = reading_of(
        f"""
        صورتجلسه کمیته فنی
        تاریخ: ۱۳۹۹/۰۲/۲۸
        شماره: {code}
        تصمیمات:
        1- شهرداری کوچه را تا ده روز آسفالت کند.
        """
    )

    assert reading.meeting.number == number


def test_an_agent_may_be_the_last_word_of_a_text() -> None:
    assert actors_of("توسط محترم") == ()


def test_who_is_asked_above_the_numbers_to_do_something_by_a_day_is_asked_about() -> None:
    """Taha reads the orders below the names of those whom they are addressed to."""
    reading = reading_of(
        "صورتجلسه نشست سوم کارگروه کم‌آبی مورخ ۱۴۰۳/۰۲/۲۵\n"
        "جناب آقای مهندس رازی مدیرعامل شرکت آبفا\n"
        "برنامه نوبت‌بندی آب شهرها را حداکثر تا دهم خردادماه تهیه و به استانداری ارائه نمایید.\n"
        "جناب آقای مهندس نیک‌پی رئیس سازمان جهاد کشاورزی\n"
        "۱- از کشت دوم برنج جلوگیری شود.\n"
        "۲- الگوی کشت تا پایان مرداد به کارگروه ارائه شود."
    )

    said = " ".join(str(doubt.params.get("text")) for doubt in reading.doubts)
    assert "نوبت‌بندی آب شهرها" in said + " ".join(one.text for one in reading.resolutions)


def test_agents_of_a_town_are_known_by_their_names() -> None:
    for agent in ("اجرائیات شهرداری", "سد معبر شهرداری", "پلیس ساختمان"):
        assert [one.name for one in actors_of(f"پاک‌سازی میدان توسط {agent} انجام شود.")] == [agent]
