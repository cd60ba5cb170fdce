"""Decisions that a clerk of a village or a school forwarded in a messenger, as people speak."""

from __future__ import annotations

import pytest

from domain.minutes.owners.actors import actors_of
from tests.domain.minutes.paper import codes, due, reading_of, told


def test_the_heads_of_messages_hold_no_decisions() -> None:
    """Yaghoub's messages have a day without a year, and his name stands before what he announces."""
    reading = reading_of(
        """
        [۵ دی، ۲۱:۱۴] یعقوب (منشی شورا): سلام به همه
        صورتجلسه شورای روستای سرچشمه ۴/۱۰/۱۴۰۲
        [۵ دی، ۲۱:۲۰] یعقوب (منشی شورا): تصویب شد که:
        - دهیار لوله کوچه بالا رو تا ۲۰ دی عوض کنه
        - نرخ آب ده درصد زیاد شد
        [۵ دی، ۲۱:۲۲] یعقوب (منشی شورا): اینا هم جا موند
        - نامه اداره گاز رو دهیار ببره بخشداری
        [۵ دی، ۲۱:۴۰] صفدر: خدا قوت 🌹
        """
    )

    assert str(reading.meeting.date) == "2023-12-25"
    assert told(reading) == [(1, ("دهیار",), "1402-10-20"), (2, (), "none"), (3, ("دهیار",), "none")]
    assert not [doubt for doubt in reading.doubts if doubt.code == "passed_over"]


def test_each_decision_is_a_message_of_its_own() -> None:
    reading = reading_of(
        """
        [۱۲:۳۰] منشی شورا: سلام
        [۱۲:۳۱] منشی شورا: جلسه شورای ده بالا ۱۴۰۳/۲/۵ برگزار شد
        [۱۲:۳۵] منشی شورا: مصوبات:
        [۱۲:۳۵] منشی شورا: ۱- نرخ آب‌بها تصویب شد
        [۱۲:۳۶] منشی شورا: ۲- دهیاری زباله‌های کنار رودخانه را تا ۲۰ اردیبهشت جمع کند
        [شنبه ۱۲:۴۵] حسن: 👍
        """
    )

    assert told(reading) == [(1, (), "none"), (2, ("دهیاری",), "1403-02-20")]


def test_a_sender_without_a_stamp_who_greets() -> None:
    reading = reading_of(
        """
        یعقوب (منشی): سلام
        یعقوب (منشی): جلسه شورا ۱۴۰۳/۲/۵ برگزار شد
        یعقوب (منشی): قرار شد:
        - دهیار کوچه را جارو کند
        یعقوب (منشی): - آقای کریمی پول جمع کند
        """
    )

    assert told(reading) == [(1, ("دهیار",), "none"), (2, ("آقای کریمی",), "none")]


def test_the_day_of_a_message_is_not_the_meetings() -> None:
    reading = reading_of(
        """
        محمود، [۵ دی ۱۴۰۲ در ۲۰:۱۱]
        Forwarded from شورای روستا
        جلسه شورا ۴ دی ۱۴۰۲
        قرار شد:
        - دهیار کوچه را جارو کند
        """
    )

    assert str(reading.meeting.date) == "2023-12-25"
    assert "meeting_dates_differ" not in {doubt.code for doubt in reading.doubts}


@pytest.mark.parametrize(
    "announced",
    [
        "✅ چیزایی که قرار شد:",
        "قرارهامون این شد:",
        "کارایی که قرار شد بکنیم 👇",
        "نتیجه این شد که:",
        "تصمیم گرفتیم که",
        "مواردی که توافق کردیم:",
        "اون چیزایی که تصویب کردیم:",
        "تقسیم کارها:",
        "بنا شد:",
        "🌀 به اطلاع می‌رساند جلسه شورا برگزار شد و موارد زیر مصوب شد:",
    ],
)
def test_a_spoken_announcement_is_no_decision(announced: str) -> None:
    reading = reading_of(
        f"""
        جلسه انجمن دبستان، ۱۴۰۳/۸/۹
        {announced}
        1️⃣ خانم معاون با راننده صحبت کنه
        2️⃣ آقای نصیری شیر رو تا ۱۹ آبان درست کنه
        """
    )

    assert told(reading) == [(1, ("خانم معاون",), "none"), (2, ("آقای نصیری",), "1403-08-19")]


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("جمع کردن پول قبض، جمع کردنش با خانم کریمی و خانم یوسفی", ("خانم کریمی", "خانم یوسفی")),
        ("پمپ چاه عوض شه، زحمتش با آقا مرتضی", ("آقا مرتضی",)),
        ("خانم صادقی زحمتشو بکشه", ("خانم صادقی",)),
        ("خانم احمدی برا باغچه گل بخره", ("خانم احمدی",)),
        ("آقای کریمی یه لوله‌کش پیدا کنه", ("آقای کریمی",)),
        ("لایروبی جوی پایین ده با آقا رحیم و آقا صفدر ، بیل هم از دهیاری", ("آقا رحیم", "آقا صفدر")),
        ("سگ‌های ولگرد رو بخشداری جمع کنه دهیار یادآوری کنه", ("بخشداری", "دهیار")),
        ("نامه گاز رو دهیار ببره مرکز بخش پیگیری کنه", ("دهیار",)),
        ("برای سقف مسجد حاج قدرت برآورد هزینه بگیره", ("حاج قدرت",)),
        ("مدیر نامه بزنه آموزش و پرورش واسه معلم ورزش", ("مدیر",)),
        ("پیگیری مخابرات با مش رحمان", ("مش رحمان",)),
        ("هر سهامدار صد تومن بریزه به حساب", ("هر سهامدار",)),
    ],
)
def test_who_has_to_do_it_as_people_speak(said: str, owners: tuple[str, ...]) -> None:
    assert tuple(actor.name for actor in actors_of(said)) == owners


@pytest.mark.parametrize("said", ["درباره اردو جلسه بعد تصمیم می‌گیریم", "دفترچه‌ها رو خانم صفایی بیاره جلسه بعد"])
def test_what_is_put_off_is_due_at_the_next_meeting(said: str) -> None:
    reading = reading_of(f"جلسه انجمن، ۱۴۰۳/۸/۹\nقرار شد:\n- {said}\n- پول آب تا ۱۹ آبان پرداخت بشه")

    assert [due(one) for one in reading.resolutions] == ["next_meeting", "1403-08-19"]


def test_whoever_is_chosen_for_a_work_has_to_do_it() -> None:
    """Two members are to speak with a family; another is only chosen for a post."""
    reading = reading_of(
        """
        صورتجلسه شورای فرهنگ عمومی، ۱۴۰۱/۱۰/۲۱
        مصوبات:
        ۱- دکتر مستوفی و خانم ادیب به عنوان نمایندگان شورا جهت رایزنی با خانواده استاد تعیین گردیدند.
        ۲- آقای نوری برای مدت دو سال به عنوان خزانه‌دار انتخاب شد.
        ۳- با تشکیل دبیرخانه در اداره ارشاد موافقت به عمل آمد و آن اداره موظف است اساسنامه را تقدیم کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("دکتر مستوفی", "خانم ادیب"), (), ("اداره ارشاد",)]
    assert "owner_boundary" in codes(reading.resolutions[0])


def test_a_message_about_tonight_gives_the_day_that_no_line_names() -> None:
    """The day of the next meeting, which stands below, is not that of this one."""
    reading = reading_of(
        """
        [۱۴۰۲/۸/۱۲، ۲۲:۱۵] مدیر ساختمان: سلام، خلاصه جلسه امشب 👇
        این‌ها تصویب شد:
        ✅ آقای پورمند پمپ رو تا آخر همین هفته عوض کنه
        ✅ خانم شکیبا استعلام بگیره
        جلسه بعد: جمعه ۱۰ آذر ۱۴۰۲
        """
    )

    assert str(reading.meeting.date) == "2023-11-03"
    assert "meeting_date_of_page" in {doubt.code for doubt in reading.doubts}


def test_works_behind_names_are_no_signatures() -> None:
    reading = reading_of(
        """
        جلسه معلم‌ها شنبه ۱۲ آبان ۱۴۰۳
        تقسیم کارها:
        خانم کریمی: خرید پرده تا ۲۰ آبان
        آقای نوری: هماهنگی اتوبوس
        """
    )

    assert told(reading) == [(1, ("خانم کریمی",), "1403-08-20"), (2, ("آقای نوری",), "none")]


def test_the_works_of_this_week_are_decided() -> None:
    reading = reading_of("جلسه کانون ۱۴۰۳/۸/۱۲\nکارای این هفته:\n- تهیه بنر @maryam\n- رزرو سالن تا ۲۰ آبان")

    assert [due(one) for one in reading.resolutions] == ["none", "1403-08-20"]
