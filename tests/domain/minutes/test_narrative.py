"""Minutes that narrate: what was told before a decision, several decisions of one item, decisions announced above."""

from __future__ import annotations

import pytest

from domain.minutes.reading import PassedOverKind, Resolution
from tests.domain.minutes.paper import reading_of

OPENING = "صورتجلسه نهمین نشست شورای اسلامی شهر گلدره\nتاریخ جلسه: ۱۴۰۲/۰۷/۱۹\n"


def _resolutions(text: str) -> tuple[Resolution, ...]:
    return reading_of(OPENING + text).resolutions


def test_what_was_told_before_a_decision_is_no_part_of_it() -> None:
    reading = reading_of(
        OPENING
        + "سپس خانم نجفی شرحی از بازدید خود از ایستگاه میدان لاله ارائه و نبود سایبان را مشکل مسافران برشمرد که "
        "پس از شنیدن نظر اعضا مقرر گردید شهرداری باهمکاری سازمان اتوبوسرانی ظرف بیست روز سایبان نصب نماید."
    )

    [resolution] = reading.resolutions
    assert resolution.text.startswith("که پس از شنیدن نظر اعضا مقرر گردید شهرداری")
    assert resolution.responsible == ("شهرداری", "سازمان اتوبوسرانی")
    assert resolution.partners == ("سازمان اتوبوسرانی",)
    assert any("برشمرد" in passed.text for passed in reading.passed_over)


def test_a_speech_in_an_item_is_discussion_and_still_names_a_pronoun() -> None:
    reading = reading_of(
        OPENING
        + """
        مصوبات:
        ۱- دکتر شایگان دربارهٔ بدهی انجمن به چاپخانه توضیح دادند. مقرر شد ایشان موضوع را در هیئت مدیره طرح کنند.
        ۲- مقرر شد دبیر فهرست اعضا را تا ۳۰ مهر آماده کند.
        """
    )

    first, _ = reading.resolutions
    assert first.text == "مقرر شد ایشان موضوع را در هیئت مدیره طرح کنند."
    assert first.responsible == ("دکتر شایگان",)
    [discussed] = [passed.text for passed in reading.passed_over if passed.kind is PassedOverKind.DISCUSSION]
    assert discussed.endswith("توضیح دادند.")


@pytest.mark.parametrize(
    ("item", "owners"),
    [
        (
            "مقرر گردید موضوع اجارهٔ غرفه‌ها در کمیسیون بررسی شود. ضمناً شهرداری تا اعلام نظر شورا آن را تمدید ننماید.",
            [(), ("شهرداری",)],
        ),
        (
            "آیین‌نامهٔ عضویت با اصلاحاتی تصویب شد. دربارهٔ اعضای دانشجو مقرر گردید دبیر تا پایان مهر پیشنهاد دهد.",
            [(), ("دبیر",)],
        ),
        (
            "با تمدید همکاری خانم نوری موافقت گردید و همچنین مقرر شد خزانه‌دار یک حسابدار معرفی کند.",
            [(), ("خزانه‌دار",)],
        ),
    ],
)
def test_an_item_that_decides_anew_is_two_resolutions(item: str, owners: list[tuple[str, ...]]) -> None:
    reading = reading_of(f"{OPENING}مصوبات:\n۱- {item}\n۲- مقرر شد بخشداری راه را هموار کند.")

    assert [one.responsible for one in reading.resolutions] == [*owners, ("بخشداری",)]
    assert [one.number for one in reading.resolutions] == [1, 3, 2]
    assert not {"numbers_disordered", "numbers_skipped"} & {doubt.code for doubt in reading.doubts}


@pytest.mark.parametrize(
    "item",
    [
        "فروش بلیت به صورت اینترنتی تصویب شد. روابط عمومی باشگاه موظف است سامانه را آماده کند.",
        "مقرر گردید شهرداری تابلوها را نصب نماید. موضوع با ۵ رأی موافق تصویب شد.",
        "مقرر شد انباردار موجودی را اعلام کند. تبصره: موجودی سرد جداگانه تصویب شد و خواهد ماند.",
    ],
)
def test_who_carries_out_a_decision_its_vote_and_its_note_stay_with_it(item: str) -> None:
    assert len(_resolutions(f"مصوبات:\n۱- {item}\n۲- مقرر شد بخشداری راه را هموار کند.")) == 2


def test_items_below_what_announces_decisions_stand_by_themselves() -> None:
    resolutions = _resolutions(
        """
        تصمیمات زیر گرفته شد:
        ۱- مقرر گردید خزانه‌دار گزارش مالی را تا پایان مهر آماده کند.
        ۲- موضوعات رفاهی به شرح زیر مطرح و تصمیم‌گیری شد:
        ۲-۱- درخواست وام کارکنان مطرح و با آن موافقت گردید.
        ۲-۲- مقرر شد کارگروه رفاه بیمهٔ تکمیلی را بررسی کند.
        ۳- هزینهٔ اردو تصویب شد.
        """
    )

    assert [one.text for one in resolutions][1:3] == [
        "درخواست وام کارکنان مطرح و با آن موافقت گردید.",
        "مقرر شد کارگروه رفاه بیمهٔ تکمیلی را بررسی کند.",
    ]
    assert len(resolutions) == 4


@pytest.mark.parametrize(
    "text",
    [
        "بر اساس تصمیم کمیته، بازبینی هفتگی کمدهای دارو هدف امسال برگزیده شد.",
        "رأی‌گیری شد و نگار مسئول کتابخانهٔ کلاس شد.",
        "نظافت راهروها به مدیر همان بلوک سپرده شد.",
    ],
)
def test_a_decision_without_the_verb_of_one(text: str) -> None:
    [resolution] = _resolutions(text)

    assert resolution.text == text


def test_a_full_stop_without_a_space_ends_a_sentence() -> None:
    [resolution] = _resolutions("مقرر گردید برنامه برای جلسه آتی آماده شود.در ادامه پیشنهاد شد استان‌ها سهیم شوند.")

    assert resolution.text == "مقرر گردید برنامه برای جلسه آتی آماده شود."


def test_the_beginning_of_a_meeting_is_no_number_and_a_page_s_foot_no_decision() -> None:
    reading = reading_of(
        """
        نشست شورای هماهنگی بلوک‌ها چهارشنبه ۱۴۰۲/۰۷/۱۹ برگزار شد.
        اول جلسه خانم مدیر از شلوغی پارکینگ گفتند.
        مصوبات:
        ۱- مقرر شد سرایدار درب را ببندد.
        / 0 نظر / 14 بازدید
        """
    )

    assert reading.meeting.number is None
    assert len(reading.resolutions) == 1
