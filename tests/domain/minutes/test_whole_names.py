"""Names that are read to their end, or asked about where they may go on: Parvin's minutes name firms no list knows."""

from __future__ import annotations

import pytest

from domain.minutes import Resolution
from tests.domain.minutes.paper import codes, reading_of

HEAD = (
    "صورتجلسه نشست ششم کارگروه آب شهرستان سروستان\nتاریخ جلسه: ۱۴۰۳/۰۸/۱۶\nمصوبات:\n۱- دهیاری ظرف ده روز گزارش دهد.\n"
)


def second(text: str) -> Resolution:
    return reading_of(f"{HEAD}۲- {text}").resolutions[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("مدیریت بهره‌برداری تا پایان آذر دریچه‌ها را سرویس نماید.", "مدیریت بهره‌برداری"),
        ("شرکت بهره برداری پمپ‌های فرسوده را ظرف سه روز تعویض کند.", "شرکت بهره برداری"),
        ("مقرر شد بانک سرمایه کویر تسهیلات را پرداخت کند.", "بانک سرمایه کویر"),
        ("مقرر شد موسسه اعتبار نوین تعداد ۱۲ پرونده را بررسی نماید.", "موسسه اعتبار نوین"),
    ],
)
def test_a_body_that_is_named_by_a_work_or_a_thing_is_read_whole_and_asked_about(text: str, name: str) -> None:
    resolution = second(text)

    assert resolution.responsible == (name,)
    assert "owner_boundary" in codes(resolution)


def test_a_body_beside_another_is_read_whole() -> None:
    resolution = second("اداره اماکن و اتحادیه نانوایان ظرف ۲۰ روز از نانوایی‌ها بازرسی کنند.")

    assert resolution.responsible == ("اداره اماکن", "اتحادیه نانوایان")


@pytest.mark.parametrize(
    "text",
    [
        "شرکت انتقال گاز لوله‌ها را تعمیر نماید.",
        "گروه صنعتی سرمایه کویر نقشه را ارائه نماید.",
        "توسط بانک سرمایه پرداخت شود.",
        "سازمان پایانه‌ها و حمل و نقل آمار را ارائه نماید.",
        "دفتر بازرسی و رسیدگی به شکایات پرونده‌ها را تعیین تکلیف کند.",
    ],
)
def test_a_name_that_may_go_on_behind_its_head_or_behind_and_is_asked_about(text: str) -> None:
    assert "owner_boundary" in codes(second(text))


@pytest.mark.parametrize(
    "text",
    [
        "بانک تسهیلات را پرداخت کند.",
        "انجمن فهرست اعضا را تهیه کند.",
        "شهرداری و بخشداری جاده را تعریض کنند.",
        "اداره گاز و خانم رستگار نتیجه را اعلام کنند.",
    ],
)
def test_a_whole_name_is_not_asked_about(text: str) -> None:
    assert "owner_boundary" not in codes(second(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("دعوت‌نامه‌ها را آقای کرمی بفرستد.", ("آقای کرمی",)),
        ("پیچ‌ها را خانم احمدی ببندد و نتیجه را بگوید.", ("خانم احمدی",)),
        ("نامه را آقای نوری بفرستد و خانم کریمی پیگیری کند.", ("آقای نوری", "خانم کریمی")),
        ("نامه را آقای نوری و آقای بهنود امضا کنند.", ("آقای نوری", "آقای بهنود")),
        ("قرار شد حسابدار شرکت اول هر ماه به بدهکارها پیامک بزنه.", ("حسابدار شرکت",)),
        ("سرایدار هرشب ساعت ۱۱ در پارکینگ رو قفل کنه.", ("سرایدار",)),
    ],
)
def test_a_name_ends_before_its_verb_and_before_a_time(text: str, names: tuple[str, ...]) -> None:
    assert second(text).responsible == names


def test_ones_own_deputy_is_no_second_owner() -> None:
    resolution = second("مدیریت امور حقوقی دانشگاه نیز نماینده تام‌الاختیار خود را برای پیگیری پرونده معرفی کند.")

    assert resolution.responsible == ("مدیریت امور حقوقی دانشگاه",)


def test_who_takes_a_work_on_in_a_bracket_owns_it() -> None:
    assert second("کلاس روزهای دوشنبه برگزار شود (آقای صفایی قبول کردند)").responsible == ("آقای صفایی",)


def test_the_votes_in_a_bracket_are_nobody() -> None:
    reading = reading_of(
        f"{HEAD}۲- شهرداری مکلف است مناقصه را برگزار نماید. (۵ رأی مخالف با درخواست – ۲ رأی موافق)\n"
        "۳- نام معبر «بهار» تصویب شد. (موافق: ۶ نفر، مخالف: ۱ نفر – خانم سروش)"
    )

    assert [one.responsible for one in reading.resolutions] == [("دهیاری",), ("شهرداری",), ()]
