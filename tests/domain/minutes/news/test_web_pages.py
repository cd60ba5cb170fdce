"""Pages of the web and channels: news that tells decisions, what stands around it, and where the meeting is named."""

from __future__ import annotations

import pytest

from tests.domain.minutes.paper import codes, doubts, due, reading_of, told
from tests.domain.minutes.test_suspicion import quoted

NEWS = """
به گزارش روابط عمومی شهرداری نیلوفر، جلسه کارگروه آلودگی هوا یکشنبه ۱۲ آذر ۱۴۰۲ برگزار شد.
"""
LISTED = """
کانال مجتمع یاس
صورتجلسه هیئت مدیره - شنبه ۶ بهمن ۱۴۰۳
✅ مصوبات:
"""


def test_decisions_that_an_official_tells_are_parted_where_another_is_charged() -> None:
    reading = reading_of(
        NEWS
        + "محسن راد، شهردار، مصوبات این جلسه را این‌گونه اعلام کرد: «سازمان اتوبوسرانی از فردا ۲۰ اتوبوس اضافه کند"
        + " و پلیس راهور از ورود کامیون‌ها جلوگیری نماید. مدارس چهارشنبه تعطیل خواهد بود.»"
        + " وی گفت: سال گذشته ۳۰ روز هوای ناسالم داشتیم."
    )

    assert [one.text.split()[0] for one in reading.resolutions] == ["سازمان", "پلیس", "مدارس"]
    assert [one.responsible for one in reading.resolutions] == [("سازمان اتوبوسرانی",), ("پلیس راهور",), ()]
    assert any("سال گذشته" in one.text for one in reading.passed_over)


def test_a_told_list_that_charges_nobody_stays_told() -> None:
    reading = reading_of(NEWS + "شهردار مصوبات جلسه قبل را چنین مرور کرد: پل ساخته شد. درختان کاشته شد.")

    assert not reading.resolutions


def test_a_second_charge_behind_a_semicolon_is_one_of_its_own() -> None:
    reading = reading_of(
        NEWS
        + "در این جلسه مقرر شد نرخ کرایه ۲۵ درصد افزایش یابد؛ همچنین سازمان تاکسیرانی تا پایان آذر برچسب‌ها را نصب کند. "
        + "کمیسیون خدمات شهری نیز مسئول نظارت بر اجرای آن شد."
    )

    assert told(reading) == [
        (1, (), "none"),
        (2, ("سازمان تاکسیرانی",), "1402-09-30"),
        (3, ("کمیسیون خدمات شهری",), "none"),
    ]


def test_an_opinion_behind_a_decision_is_none_of_it() -> None:
    reading = reading_of(
        NEWS
        + "اعضا موافقت کردند بانک عامل وام را امهال کند. نماینده بانک پیش‌تر مخالف بود و آن را منوط به وثیقه می‌دانست."
    )

    assert [one.text for one in reading.resolutions] == ["اعضا موافقت کردند بانک عامل وام را امهال کند."]


def test_the_headline_between_its_announcement_and_the_news_is_no_decision() -> None:
    reading = reading_of(f"در کارگروه تصویب شد؛\nگره ترافیک دو میدان باز می‌شود\n{NEWS}مقرر شد شهرداری پل را بسازد.")

    assert [one.responsible for one in reading.resolutions] == [("شهرداری",)]
    assert any(one.text == "گره ترافیک دو میدان باز می‌شود" for one in reading.passed_over)


def test_comments_and_titles_below_a_page_decide_nothing_unless_they_say_so() -> None:
    page = NEWS + "مقرر شد شهرداری پل را بسازد.\nدیدگاه‌ها (۳)\nرضا: کسی جلوی کامیون‌ها را نمی‌گیرد؟\nنرخ نان تصویب می‌شود"

    assert [one.responsible for one in reading_of(page).resolutions] == [("شهرداری",)]
    assert len(reading_of(f"{page}\nهمچنین مقرر شد فرمانداری گزارش دهد.").resolutions) == 2


def test_what_a_channel_writes_around_its_decisions_is_none() -> None:
    reading = reading_of(
        "🌸 همیشه با هم بخندیم 🌸"
        + LISTED
        + """
        1️⃣ نظافتچی هفته‌ای دو بار راه‌پله را بشوید
        2️⃣ آقای صبوری خرید لامپ‌ها را بر عهده گرفت
        ⚠️ موضوع دوربین هم مطرح شد ولی به جلسه بعد ماند
        3️⃣ کلاس یوگا از اسفند برگزار شود 👈 مسئول ثبت‌نام: خانم مهری
        ❗️ لطفا در پارکینگ بوق نزنید
        🆔 @yas_complex
        👁 112 ۲۲:۱۰
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("نظافتچی",), ("آقای صبوری",), (), ("خانم مهری",)]
    assert "⚠️" not in reading.resolutions[1].text
    assert all(word not in " ".join(quoted(reading)) for word in ("@yas", "112", "بخندیم"))


def test_decisions_between_signs_of_a_kind_are_decisions() -> None:
    reading = reading_of(LISTED + "🔸 دهیاری راه را مرمت کند 🔸\n🔸 شورا گزارش دهد 🔸")

    assert [one.responsible for one in reading.resolutions] == [("دهیاری",), ("شورا",)]


def test_articles_are_numbers_and_signatures_in_brackets_close_the_minutes() -> None:
    reading = reading_of(
        """
        صورتجلسه مجمع عمومی ساختمان سروناز
        تاریخ جلسه: ۱۴۰۳/۰۲/۱۰
        صورتجلسه قبلی قرائت و به تأیید اعضا رسید.
        ماده 1- شارژ ماهانه ۵۰۰ هزار تومان تعیین شد.
        ماده2– مدیر ساختمان ظرف دو هفته آسانسور را تعمیر نماید.
        واحد 1 (امضا) واحد 2 (امضا)
        """
    )

    assert told(reading) == [(1, (), "none"), (2, ("مدیر ساختمان",), "1403-02-24")]


def test_the_remark_on_the_session_is_none_of_its_last_decision() -> None:
    reading = reading_of(
        LISTED + "۱- شهرداری گزارش دهد.\n۲- دهیاری راه را مرمت کند.\nگفتنی است این نشست نزدیک به سه ساعت طول کشید."
    )

    assert reading.resolutions[1].text == "دهیاری راه را مرمت کند."


def test_labels_alone_above_their_values_name_the_meeting() -> None:
    reading = reading_of(
        "شورای ترافیک شهرستان گلدره\nصورتجلسه شماره\n۱۱۲\nتاریخ\nسه‌شنبه ۱۱ آذر ۱۴۰۴\nساعت\n۸:۳۰\n"
        "مصوبات:\n۱- شهرداری ظرف ۴۵ روز گزارش دهد."
    )

    assert (reading.meeting.number, due(reading.resolutions[0])) == (112, "1404-10-26")


def test_a_meeting_of_yesterday_was_the_day_before_its_page() -> None:
    reading = reading_of("نشست هیئت رئیسه عصر روز گذشته برگزار شد\n1402/03/10\nمقرر شد دبیر ظرف یک هفته گزارش دهد.")

    assert due(reading.resolutions[0]) == "1402-03-16"
    assert "meeting_date_of_page" in doubts(reading)


def test_who_acts_is_found_where_no_list_or_usual_verb_says_so() -> None:
    reading = reading_of(
        LISTED
        + """
        ۱- هر خانوار ۲۰۰ هزار تومان واریز کند.
        ۲- با نصب سرعت‌کاه موافقت شد. اجرا با شهرداری، مهلت ۲۰ روز.
        ۳- بانک کشاورزی و پست بانک علت را اعلام نمایند.
        ۴- کمیته‌ای تشکیل شود و دبیری آن را لیلا مستوفیان بر عهده گیرد.
        ۵- آقای فتاحی واگذاری زمین را از منابع طبیعی بعهده گرفت.
        ۶- مقرر گردید بهداشت و درمان هر سه ماه دانش‌آموزان را معاینه کند.
        ۷- ورود دام به باغ ممنوعه و دهیاری با متخلفین برخورد می‌کنه.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("هر خانوار",),
        ("شهرداری",),
        ("بانک کشاورزی", "پست بانک"),
        ("لیلا مستوفیان",),
        ("آقای فتاحی",),
        ("بهداشت و درمان",),
        ("دهیاری",),
    ]
    assert "owner_boundary" in codes(reading.resolutions[3])


def test_times_that_a_word_behind_them_hid() -> None:
    reading = reading_of(
        LISTED
        + """
        ۱- دبیرخانه تا تاریخ ۱۴۰۳/۱۲/۱۰ پیش نویس را ارسال نماید.
        ۲- کمیته گزارش خود را در نخستین جلسه اسفندماه شورا ارائه نماید.
        ۳- شهرداری نسبت به برگزاری نمایشگاه در دهه فجر اقدام نماید.
        ۴- فرمانداری بر اجرای آن نظارت مستمر داشته باشد.
        """
    )

    assert list(map(due, reading.resolutions)) == ["1403-12-10", "unknown", "1403-11-22", "continuous"]


@pytest.mark.parametrize(
    ("told", "owners"),
    [
        (
            "سپس رئیس شبکه بهداشت از افزایش واکسیناسیون گزارش داد و اعضا کمبود خانه‌های بهداشت را بررسی کردند ،که بر این"
            " اساس مقرر شد شبکه بهداشت فهرست روستاها را اعلام کند و همچنین مقرر گردید بخشداری مرکزی زمین معرفی نماید.",
            [("شبکه بهداشت",), ("بخشداری مرکزی",)],
        ),
        (
            "مدیر امور آب وضعیت چاه‌ها را تشریح کرد و نمایندگان کشاورزان نیز دیدگاه‌های خود را بیان کردند که در نهایت"
            " مصوب شد اداره برق پروانه چاه‌ها را باطل کند و نیز مقرر شد دادستانی بر اجرای آن نظارت کند.",
            [("اداره برق",), ("دادستانی",)],
        ),
        (
            "معاون شهردار گزارشی از ترافیک بازار ارائه کرد و کسبه درباره نبود سرویس بهداشتی صحبت کردند که در همین راستا"
            " قرار شد سازمان میادین دو سرویس احداث کند و ضمناً مصوب شد پلیس راهور عبور کامیون را محدود نماید.",
            [("سازمان میادین",), ("پلیس راهور",)],
        ),
    ],
)
def test_decisions_that_follow_a_report_in_one_sentence(told: str, owners: list[tuple[str, ...]]) -> None:
    reading = reading_of(NEWS + told)

    assert [one.responsible for one in reading.resolutions] == owners
    assert any(one.text.strip(" ،").endswith("کردند") for one in reading.passed_over)


@pytest.mark.parametrize(
    "decision",
    [
        "همچنین قرار بر این شد که شهرداری چمن را ترمیم کند.",
        "بنا بر مصوبه دیگر این جلسه، شهرداری باید چمن را ترمیم کند.",
        "طبق تصمیم این نشست، شهرداری باید چمن را ترمیم کند.",
        "مقرر شد شهرداری جدول‌ها را رنگ کند.",
    ],
)
def test_a_decision_that_somebody_tells_is_read_without_who_tells_it(decision: str) -> None:
    reading = reading_of(NEWS + f"وی ادامه داد: {decision}\n\nوی افزود: سال گذشته سه سالن ساخته شد.")

    assert [one.text for one in reading.resolutions] == [decision]
    assert {"وی ادامه داد:", "وی افزود: سال گذشته سه سالن ساخته شد."} <= {one.text for one in reading.passed_over}
