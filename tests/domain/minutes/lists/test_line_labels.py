"""Labels of any words at the beginning of lines, and messages that were copied from a chat with their heads."""

from __future__ import annotations

import pytest

from tests.domain.minutes.paper import codes, reading_of, told

HEAD = "نشست هیئت مدیره انجمن دوستداران دریاچه - چهارشنبه ۳ آبان ۱۴۰۲\n"


def test_what_came_of_each_topic_with_whom_and_until_when() -> None:
    """Taraneh writes short labels below each topic; one topic comes to two results."""
    reading = reading_of(
        HEAD
        + """
        بودیم: ترانه، سروش، پویا
        🔹 بودجه
        سروش گفت از کمک‌های مردمی چیزی نمانده
        نتیجه: فعلاً کسی را استخدام نکنیم
        🔹 نشریه
        نتیجه: شماره پاییز فقط پی‌دی‌اف دربیاید
        با: ترانه
        تا: ۲۵ آبان
        🔹 سایت
        پویا گفت سایت دو روز قطع بود
        نتیجه: دامنه تمدید شود
        با: پویا
        تا: فوری
        نتیجه: از سایت نسخه پشتیبان گرفته شود
        با: پویا و سروش
        تا: اول هر ماه
        """
    )

    assert [(owners, day) for _, owners, day in told(reading)] == [
        ((), "none"),
        (("ترانه",), "1402-08-25"),
        (("پویا",), "1402-08-08"),
        (("پویا", "سروش"), "1402-09-01"),
    ]
    assert "not_a_decision" not in codes(reading.resolutions[0])
    assert [one.kind for one in reading.passed_over if "قطع بود" in one.text] == ["discussion"]


@pytest.mark.parametrize(
    ("what", "who", "when"), [("چه کاری", "چه کسی", "چه زمانی"), ("قرار شد", "کی", "تا کی"), ("کار", "نفر", "زمان")]
)
def test_labels_that_ask(what: str, who: str, when: str) -> None:
    reading = reading_of(
        HEAD
        + f"""
        {what}: خرید دو قایق پارویی
        {who}: آقای مینایی
        {when}: ۱۵ آذر
        {what}: شمارش پرندگان
        {who}: خانم زند
        {when}: هر هفته
        """
    )

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("خرید دو قایق پارویی", ("آقای مینایی",)),
        ("شمارش پرندگان", ("خانم زند",)),
    ]
    assert [day for _, _, day in told(reading)] == ["1402-09-15", "1402-08-05"]


def test_labels_that_nobody_knows_are_told_by_what_stands_beside_them() -> None:
    reading = reading_of(
        HEAD
        + """
        مورد: خرید دو قایق پارویی
        سپرده به: آقای مینایی
        آخر خط: ۱۵ آذر
        مورد: شمارش پرندگان
        سپرده به: خانم زند
        آخر خط: پایان دی
        """
    )

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("خرید دو قایق پارویی", ("آقای مینایی",)),
        ("شمارش پرندگان", ("خانم زند",)),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        """
        ✅ خرید دو قایق پارویی
        👤 با: آقای مینایی
        ⏳ تا: ۱۵ آذر
        ✅ شمارش پرندگان
        👤 با: خانم زند
        ⏳ تا: پایان دی
        """,
        """
        چه کسی: آقای مینایی
        چه کاری: خرید دو قایق پارویی
        تا کی: ۱۵ آذر
        چه کسی: خانم زند
        چه کاری: شمارش پرندگان
        تا کی: پایان دی
        """,
        """
        نتیجه: خرید دو قایق پارویی، با: آقای مینایی، تا: ۱۵ آذر
        نتیجه: شمارش پرندگان، با: خانم زند، تا: پایان دی
        """,
    ],
)
def test_the_text_without_a_label_and_the_owner_first_and_all_on_a_line(lines: str) -> None:
    reading = reading_of(HEAD + lines)

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("خرید دو قایق پارویی", ("آقای مینایی",)),
        ("شمارش پرندگان", ("خانم زند",)),
    ]
    assert [day for _, _, day in told(reading)] == ["1402-09-15", "1402-10-30"]


def test_the_topic_what_was_said_and_the_result() -> None:
    reading = reading_of(
        HEAD
        + """
        موضوع: آب روستا
        بحث: دهیار از کمی آب گفت.
        نتیجه: تانکر سیار فرستاده شود
        مسئول: آبفا
        زمان: فوری
        موضوع: برق چاه
        بحث: ترانس سوخته است.
        نتیجه: ترانس تعویض شود
        مسئول: اداره برق
        زمان: دو هفته
        """
    )

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("آب روستا: تانکر سیار فرستاده شود", ("آبفا",)),
        ("برق چاه: ترانس تعویض شود", ("اداره برق",)),
    ]


def test_a_result_in_the_follow_up_does_not_end_it() -> None:
    reading = reading_of(
        HEAD
        + """
        پیگیری مصوبات جلسه قبل:
        مصوبه: رنگ‌آمیزی اسکله
        نتیجه: در دست اقدام
        مصوبات این جلسه:
        مصوبه: شمارش پرندگان
        مسئول: خانم زند
        """
    )

    assert [one.text for one in reading.resolutions] == ["شمارش پرندگان"]


def test_a_result_below_an_earlier_decision_is_none() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبه: خرید دو قایق پارویی
        مسئول: آقای مینایی
        مهلت: ۱۵ آذر
        نتیجه: در جلسه بعد گزارش شود
        مصوبه: شمارش پرندگان
        مسئول: خانم زند
        مهلت: پایان دی
        """
    )

    assert len(reading.resolutions) == 2


@pytest.mark.parametrize(
    "head",
    [
        "نسرین، [۳ آبان ۱۴۰۲ ۲۰:{}]\n        ",
        "نسرین، [25 Oct 2023 20:{}]\n        جلسه ۱۴۰۲/۸/۳ ",
        "[۱۴۰۲/۸/۳،‏ ۲۰:{}] نسرین (منشی): ",
        "۱۴۰۲/۸/۳، ۲۰:{} - نسرین: ",
        "نسرین، [۱۴۰۲/۸/۳ ۲۰:{}]\n        ",
    ],
)
def test_a_list_over_several_messages(head: str) -> None:
    """Nasrin remembers one decision when somebody asks."""
    reading = reading_of(
        f"""
        {head.format(41)}سلام، گزارش جلسه انجمن
        {head.format(48)}تصمیم‌ها این شد:
        ۱) آبخوری تا آخر آبان تعمیر بشه، آقای بهمنی هماهنگ کنه
        ۲) خانم سلیمی قیمت اتوبوس بگیره
        {head.format(55)}سرویس‌ها چی شد پس؟
        {head.format(57)}وای اون یادم رفت
        ۳) آقای مرادی با راننده‌ها صحبت کنه
        {head.format(59)}خسته نباشید
        """
    )

    assert [(one.number, one.responsible) for one in reading.resolutions] == [
        (1, ("آقای بهمنی",)),
        (2, ("خانم سلیمی",)),
        (3, ("آقای مرادی",)),
    ]
    assert reading.to_json()["meeting"]["date"] == "1402-08-03"
    assert "یادم رفت" not in " ".join(one.text for one in reading.resolutions)


@pytest.mark.parametrize(
    "answer",
    [
        "(اقدام: دبیر کمیسیون)",
        "(اقدام : دبیر کمیسیون - مهلت: ۱۵ آذر ۱۴۰۲)",
        "(اقدام و پیگیری: دبیر کمیسیون)",
        "(جهت اقدام: دبیر کمیسیون)",
        "اقدام توسط: دبیر کمیسیون",
        "– اقدام: دبیر کمیسیون",
        "؛ مسئولیت: دبیر کمیسیون",
        "(پاسخگو: دبیر کمیسیون)",
    ],
)
def test_who_acts_is_named_behind_the_decision(answer: str) -> None:
    reading = reading_of(f"{HEAD}تصمیم‌ها:\n۱- نامه‌ای به گمرک فرستاده شود. {answer}\n۲- اعضا نظر خود را بنویسند.")

    first = reading.resolutions[0]
    assert (first.responsible, first.text) == (("دبیر کمیسیون",), "نامه‌ای به گمرک فرستاده شود.")


@pytest.mark.parametrize("mark", ["", " و برق وصل شود", " – تا پایان ساخت"])
def test_a_label_ends_with_its_bracket(mark: str) -> None:
    reading = reading_of(
        f"{HEAD}تصمیم‌ها:\n۱- آب روستا وصل شود (مسئول: شرکت آبفا (شعبه دو)){mark}\n۲- راه هموار شود (مسئول: بخشداری)"
    )

    first = reading.resolutions[0]
    assert (first.responsible, first.text) == (("شرکت آبفا (شعبه دو)",), f"آب روستا وصل شود{mark.replace('– ', '')}")


def test_a_remark_below_the_bracket_of_a_label_is_no_owner() -> None:
    [resolution] = reading_of(
        f"{HEAD}تصمیم‌ها:\n۱- آب روستا وصل شود (مسئول: بخشداری)\nلازم به ذکر است پل روستا هنوز در دست ساخت است."
    ).resolutions

    assert (resolution.responsible, resolution.text) == (("بخشداری",), "آب روستا وصل شود")
    assert "پل روستا" in (resolution.remark or "")


def test_an_action_in_a_sentence_is_no_label() -> None:
    [resolution] = reading_of(f"{HEAD}تصمیم‌ها:\n۱- پس از این اقدام: شهرداری گزارش کار را بفرستد.").resolutions

    assert "اقدام" in resolution.text


def test_labels_of_the_items_inside_a_decision_stay_with_them() -> None:
    [resolution] = reading_of(
        HEAD
        + """
        تصمیم‌ها:
        ۱- پیشنهادیه‌های زیر به تصویب رسید:
        الف) نقشه فرونشست، مجری: دکتر جلوه
        ب) بازیافت پساب، مجری: دکتر ستایش
        """
    ).resolutions

    assert "بازیافت پساب" in resolution.text
    assert [(one.label, one.responsible) for one in resolution.items] == [
        ("الف", ("دکتر جلوه",)),
        ("ب", ("دکتر ستایش",)),
    ]


def test_what_the_writer_of_a_message_takes_on_is_hers() -> None:
    reading = reading_of(
        HEAD
        + """
        تصمیم‌ها:
        ۱) پویا سرور را عوض کند
        ۲) قرار شد من گزارش پاییز رو تا ۲۵ آذر بفرستم برای همه
        """
    )

    assert told(reading)[1] == (2, ("من",), "1402-09-25")
    assert "owner_boundary" in codes(reading.resolutions[1])
