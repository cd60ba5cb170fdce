"""The shapes of real minutes: how councils, boards, schools and neighbours number, head and tell their decisions."""

from __future__ import annotations

import pytest

from domain.minutes import Reading
from tests.domain.minutes.paper import codes, doubts, reading_of, told

HEAD = "صورتجلسه هفتمین جلسه شورای شهر گلدره مورخ ۱۴۰۲/۰۷/۱۹\n"


def texts(reading: Reading) -> list[str]:
    return [one.text for one in reading.resolutions]


def passed(reading: Reading, kind: str) -> list[str]:
    return [one.text for one in reading.passed_over if one.kind == kind]


@pytest.mark.parametrize(
    "marks",
    [
        ("1-", "2-"),
        ("115 –", "116 –"),
        ("بند4–", "بند5–"),
        ("144", "145"),
        ("۱ :", "۲:"),
        ("الف)", "ب)"),
        ("یکم:", "دوم:"),
        ("1️⃣", "2️⃣"),
        ("•", "•"),
        ("✅", "❌"),
        ("ــ", "ــ"),
        ("🔹", "🔹"),
    ],
)
def test_marks_of_every_kind(marks: tuple[str, str]) -> None:
    reading = reading_of(
        f"{HEAD}پس از بحث و تبادل نظر:\n{marks[0]} مقررشد شهرداری پل را تعمیر نماید.\n"
        f"{marks[1]} با خرید دو نیمکت موافقت نشد."
    )

    assert texts(reading) == ["مقررشد شهرداری پل را تعمیر نماید.", "با خرید دو نیمکت موافقت نشد."]


@pytest.mark.parametrize(
    "heading",
    [
        "نتیجه:",
        "جمع‌بندی:",
        "خروجی جلسه:",
        "توافقات:",
        "اقدامات لازم:",
        "تکالیف دستگاه‌ها:",
        "قرار شد:",
        "موارد تصویب‌شده:",
    ],
)
def test_items_without_a_verb_under_headings_of_every_name(heading: str) -> None:
    reading = reading_of(f"{HEAD}{heading}\n۱- تعمیر پل روستا\n۲- شهرداری گزارش آن را ارسال نماید.")

    assert texts(reading) == ["تعمیر پل روستا", "شهرداری گزارش آن را ارسال نماید."]


def test_an_agenda_on_the_first_line_hides_nothing() -> None:
    reading = reading_of(
        """
        دستور جلسه: بررسی وضع معابر
        شورای شهر گلدره، ۱۹ مهر ۱۴۰۲
        ۱- شهرداری نسبت به آسفالت کوچهٔ سرو اقدام نماید.
        ۲- با فروش دو خودرو مخالفت به عمل آمد.
        """
    )

    assert len(reading.resolutions) == 2
    assert passed(reading, "agenda") == ["دستور جلسه: بررسی وضع معابر"]


def test_reports_votes_and_the_end_are_no_decisions() -> None:
    reading = reading_of(
        HEAD
        + """
        ۱- گزارش خزانه‌دار قرائت شد.
        ۲- مقرر شد حساب تازه‌ای باز شود.
        موافق ۵ نفر – مخالف ندارد
        ۳- آقای نوری پیشنهاد کردند جلسه زودتر برگزار شود.
        در پایان مقرر شد جلسه بعدی شورا در تاریخ ۱۴۰۲/۰۸/۱۰ برگزار گردد.
        جلسه در ساعت ۲۰ با ذکر صلوات پایان یافت.
        """
    )

    assert texts(reading) == ["مقرر شد حساب تازه‌ای باز شود."]
    assert len(passed(reading, "discussion")) == 2
    assert len(passed(reading, "closing")) == 3


def test_several_decisions_of_one_paragraph_with_their_premises() -> None:
    reading = reading_of(
        HEAD + "ابتدا آقای نوری از وضع معابر گفت. با توجه به نزدیکی زمستان، مقرر گردید شهرداری نمک ذخیره کند. "
        "ادارهٔ برق نیز مکلف شد تیرها را تا ۳۰ آبان بازبینی نماید. شرکت آب متعهد گردید لوله را تعویض کند."
    )

    assert texts(reading) == [
        "با توجه به نزدیکی زمستان، مقرر گردید شهرداری نمک ذخیره کند.",
        "ادارهٔ برق نیز مکلف شد تیرها را تا ۳۰ آبان بازبینی نماید.",
        "شرکت آب متعهد گردید لوله را تعویض کند.",
    ]
    assert passed(reading, "discussion") == ["ابتدا آقای نوری از وضع معابر گفت."]


def test_notes_and_rows_across_the_table_belong_to_the_one_above() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | متن مصوبه | مسئول و مهلت
        ۱ | نمایندگان معرفی شوند. | کلیه اعضا - یک ماه
        تبصره: نماینده باید مدیر باشد. | |
        ۲ | برنامه زمان‌بندی | شهرداری / دو هفته

        ادامهٔ مصوبات هفتمین جلسه

         | اتصال به سامانه ارسال گردد. |
        ۳ | گزارش ماهانه ارائه شود. | بخشداری (فوری)
        """
    )

    assert told(reading) == [
        (1, ("کلیه اعضا",), "1402-08-19"),
        (2, ("شهرداری",), "1402-08-03"),
        (3, ("بخشداری",), "1402-07-24"),
    ]
    assert texts(reading)[:2] == [
        "نمایندگان معرفی شوند.\nتبصره: نماینده باید مدیر باشد.",
        "برنامه زمان‌بندی اتصال به سامانه ارسال گردد.",
    ]


def test_the_lower_one_of_two_header_rows_counts() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | عنوان مصوبه | مسئولیت‌ها | | زمان‌بندی |
        ردیف | عنوان مصوبه | مجری | ناظر | شروع | پایان
        ۱ | لکه‌گیری خیابان بهار | شهرداری | | ۱۴۰۲/۰۷/۲۵ | ۱۴۰۲/۰۸/۲۰
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-08-20")]


def test_topic_and_result_and_the_votes() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | موضوع | تصمیم شورا | موافق | مخالف
        ۱ | خرید جاروب خیابانی | تصویب شد | ۷ | ۰
        ۲ | آسفالت محوطهٔ مسجد | مقرر شد شهرداری اقدام کند | ۵ | ۲
        """
    )

    assert texts(reading) == ["خرید جاروب خیابانی: تصویب شد", "آسفالت محوطهٔ مسجد: مقرر شد شهرداری اقدام کند"]
    assert not any(codes(one) & {"column_unread", "note"} for one in reading.resolutions)


def test_names_above_bullets_own_them() -> None:
    reading = reading_of(
        HEAD
        + """
        تکالیف دستگاه‌ها به شرح زیر تعیین گردید:
        اداره کل راهداری
        • خط‌کشی محورها تا ۲۵ مهر
        • استقرار راهدارخانه
        شهرداری مرکز
        • تجهیز پارک‌ها
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("اداره کل راهداری",)] * 2 + [("شهرداری مرکز",)]


def test_owner_and_deadline_behind_dashes_and_arrows() -> None:
    reading = reading_of(
        """
        خلاصه مصوبات جلسه امروز شورای ترافیک ۲۴ اردیبهشت ۱۴۰۳:
        1️⃣ نصب سرعت‌گیر — شهرداری — مهلت دو هفته
        2️⃣ تعویض قفل ⬅️ آقای رستمی ⬅️ فوری
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1403-03-07"), (2, ("آقای رستمی",), "1403-02-29")]
    assert texts(reading) == ["نصب سرعت‌گیر", "تعویض قفل"]


def test_a_table_that_a_resolution_asks_for_is_its_form() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبات:
        ۱- بانک‌ها آمار خود را در قالب جدول زیر ارسال نمایند:
        نام بانک | تعداد پرونده

        ۲- شهرداری گزارش دهد.
        """
    )

    assert [one.columns for one in reading.resolutions] == [("نام بانک", "تعداد پرونده"), ()]


def test_what_may_be_a_decision_is_asked_about_with_all_its_words() -> None:
    sentence = "مقرر شد " + "فرمانداری گلدره دربارهٔ " + "معابر و " * 30 + "پل‌ها بررسی کند"
    reading = reading_of(f"{HEAD}خلاصه مذاکرات:\n{sentence}\nمصوبات:\n۱- شهرداری گزارش دهد.")

    assert len(reading.resolutions) == 1
    [doubt] = [doubt for doubt in reading.doubts if doubt.code == "passed_over"]
    assert doubt.params["text"] == sentence


def test_that_most_have_no_deadline_is_said_once() -> None:
    reading = reading_of(
        HEAD
        + "مصوبات:\n۱- با خرید موافقت شد.\n۲- با فروش مخالفت شد.\n۳- لایحه تصویب شد.\n۴- شهرداری ظرف دو هفته گزارش دهد."
    )

    assert "deadlines_missing" in doubts(reading)
    assert not any("deadline_missing" in codes(one) for one in reading.resolutions)


def test_numbers_beside_a_meetings_number_that_nobody_knows() -> None:
    reading = reading_of(
        """
        کارگروه اقتصادی گلدره روز دوشنبه ۱۸ تیر ۱۴۰۳ تشکیل شد و از مصوبات پیشین یاد کرد.
        ۱/۴ - اداره صمت گزارش قیمت‌ها را هفتگی ارائه کند.
        ۲/۴ - تعزیرات با گران‌فروشان برخورد نماید.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]


def test_the_name_of_who_signs_is_no_resolution_below_bare_lines() -> None:
    reading = reading_of(
        HEAD
        + """
        تصمیمات ذیل اتخاذ شد:
        سود سال گذشته به حساب اندوخته منتقل شد.
        مدیرعامل اجازه یافت وام بگیرد.
        رئیس هیئت: کمال رنجبر منشی: فاطمه شیخ
        """
    )

    assert len(reading.resolutions) == 2
    assert passed(reading, "signature") == ["رئیس هیئت: کمال رنجبر منشی: فاطمه شیخ"]


def test_words_about_resolutions_are_no_heading() -> None:
    reading = reading_of(f"{HEAD}دبیر از اجرای مصوبات گفت.\nمحمد احمدی\n۱- مقرر شد شهرداری گزارش دهد.")

    assert texts(reading) == ["مقرر شد شهرداری گزارش دهد."]


def test_tasks_with_a_deadline_are_resolutions_and_no_duties_of_the_appendix() -> None:
    reading = reading_of(f"{HEAD}وظیفه | مسئول | مهلت\nتهیهٔ نقشه | دهیاری | یک ماه\nبازدید از پل | بخشداری | دو هفته")

    assert told(reading) == [(1, ("دهیاری",), "1402-08-19"), (2, ("بخشداری",), "1402-08-03")]
    assert not reading.duties


def test_labels_in_the_only_column_of_texts() -> None:
    reading = reading_of(
        f"{HEAD}ردیف | مصوبه\n۱ | تعمیر پل. مسئول: شهرداری مهلت: دو هفته\n۲ | خرید نمک (مسئول: بخشداری، مهلت: یک ماه)"
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-08-03"), (2, ("بخشداری",), "1402-08-19")]


def test_lines_that_the_edge_of_a_page_broke() -> None:
    reading = reading_of(
        HEAD
        + """
        ۱- مقرر شد شهرداری گلدره نسبت به لکه‌گیری و آسفالت همهٔ معابر
        بخش مرکزی
        تا پایان مهر اقدام نماید.
        ۲- با خرید نمک موافقت شد.
        محمد احمدی
        """
    )

    assert texts(reading)[0].endswith("همهٔ معابر بخش مرکزی تا پایان مهر اقدام نماید.")
    assert len(reading.resolutions) == 2


def test_numbers_of_four_digits_that_are_no_years() -> None:
    reading = reading_of(f"{HEAD}1043- لایحه به تصویب رسید.\n1044 – قرارداد اجاره تا پایان اسفند تمدید گردد.")

    assert [one.number for one in reading.resolutions] == [1043, 1044]


def test_from_and_until_below_a_time() -> None:
    reading = reading_of(
        HEAD
        + """
        مسئول | | مصوبات | زمان | | ردیف
        اجرا | نظارت | مصوبات | از | تا | ردیف
        شهرداری | بخشداری | نرده تعویض شود | ۱۴۰۲/۰۷/۲۵ | ۱۴۰۲/۰۸/۲۰ | ۱
        """
    )

    assert [due for _, _, due in told(reading)] == ["1402-08-20"]


def test_a_decision_with_conditions_below_it_is_no_heading() -> None:
    reading = reading_of(
        f"{HEAD}موارد زیر بررسی و به شرح آتی تصویب گردید.\n"
        "بودجهٔ پیشنهادی مؤسسه به مبلغ سیصد میلیارد ریال درآمد و معادل آن هزینه، با شرایط ذیل به تصویب رسید:\n"
        "۱-۱- جابجایی اعتبار تا ده درصد مجاز است.\n۱-۲- استخدام منوط به تأیید است."
    )

    assert len(reading.resolutions) == 1
    assert "استخدام منوط" in reading.resolutions[0].text


def test_a_further_decision_after_the_last_letter_is_one_of_its_own() -> None:
    reading = reading_of(
        f"{HEAD}الف- با اهدای لوح موافقت شد.\nب- لایحه تصویب شد.\nضمناً مقرر شد خانم دکتر نادری موضوع را پیگیری نماید."
    )

    assert len(reading.resolutions) == 3
