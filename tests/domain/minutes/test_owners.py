"""Owners of a resolution, its partners, and organisations that the text only mentions."""

from __future__ import annotations

import pytest

from domain.minutes.owners.actors import actors_of
from domain.minutes.owners.split import split_owners
from tests.domain.minutes.paper import codes, reading_of

OPENING = "صورتجلسه نشست سوم کارگروه گردشگری استان خاوران\nتاریخ جلسه: ۱۴۰۲/۰۵/۱۰\n"


def test_two_owners_with_two_deadlines_are_asked_about() -> None:
    reading = reading_of(
        OPENING
        + """
        ردیف | مصوبه | مجری | مهلت
        ۱ | مقرر شد برق و گاز واحد وصل شود. | شرکت برق: یک هفته / شرکت گاز: دو هفته |
        ۲ | مقرر شد پرونده واحد بررسی شود. | شهرداری و دادگستری | شهرداری یک هفته - دادگستری یک ماه
        ۳ | مقرر شد راه واحد ساخته شود. | شهرداری | سه ماه
        """
    )

    first, second, third = reading.resolutions
    assert first.responsible == ("شرکت برق", "شرکت گاز")
    assert (first.deadline.kind, second.deadline.kind) == ("unknown", "unknown")
    assert codes(first) == {"deadlines_differ"}
    assert codes(second) >= {"deadline_unknown"}
    assert not codes(third)


@pytest.mark.parametrize("executor", ["مجری", "مسئول اجرا", "دستگاه اجرایی"])
def test_who_follows_up_beside_who_carries_out_is_remarked(executor: str) -> None:
    [resolution] = reading_of(
        OPENING + f"مصوبه | {executor} | مسئول پیگیری | مهلت\nمقرر شد پل ساخته شود. | شهرداری | فرمانداری | یک ماه"
    ).resolutions

    assert (resolution.responsible, resolution.remark) == (("شهرداری",), "پیگیری: فرمانداری")
    assert not codes(resolution)


def test_an_owner_and_a_follower_are_both_told_and_asked_about() -> None:
    [resolution] = reading_of(
        OPENING + "مصوبه | واحد مسئول | مسئول پیگیری | مهلت\nمقرر شد پل ساخته شود. | شهرداری | فرمانداری | یک ماه"
    ).resolutions

    assert resolution.responsible == ("شهرداری", "فرمانداری")
    assert codes(resolution) == {"two_owner_columns"}


def test_who_only_looks_on_is_remarked() -> None:
    [resolution] = reading_of(
        OPENING + "مصوبه | مجری | ناظر | مهلت\nمقرر شد پل ساخته شود. | شهرداری | فرمانداری | یک ماه"
    ).resolutions

    assert (resolution.responsible, resolution.remark) == (("شهرداری",), "ناظر: فرمانداری")


@pytest.mark.parametrize(
    ("owner", "partners"),
    [
        ("شهرداری با همکاری بنیاد مسکن و فرمانداری", ("بنیاد مسکن", "فرمانداری")),
        ("شهرداری (با مشارکت دهیاری‌ها)", ("دهیاری‌ها",)),
        ("شهرداری و فرمانداری", ()),
    ],
)
def test_who_only_helps_is_told_from_who_leads(owner: str, partners: tuple[str, ...]) -> None:
    [resolution] = reading_of(f"{OPENING}مصوبه | مسئول | مهلت\nمقرر شد پل ساخته شود. | {owner} | یک ماه").resolutions

    assert resolution.partners == partners


def test_a_column_of_partners_helps_the_owners() -> None:
    [resolution] = reading_of(
        f"{OPENING}مصوبه | مسئول | همکار | مهلت\nمقرر شد پل ساخته شود. | شهرداری | بنیاد مسکن | یک ماه"
    ).resolutions

    assert (resolution.responsible, resolution.partners) == (("شهرداری", "بنیاد مسکن"), ("بنیاد مسکن",))


@pytest.mark.parametrize(
    ("text", "owner", "asked"),
    [
        ("مقرر شد دفتر امور بانوان نشستی برگزار نموده و شهرداری تالار را آماده نماید.", "شهرداری", "دفتر امور بانوان"),
        ("مقرر شد فهرست واحدها توسط سازمان صنعت، معدن و تجارت تهیه شود.", "دبیرخانه", "سازمان صنعت، معدن و تجارت"),
        ("مقرر شد شهرداری با همکاری بنیاد مسکن طرح را ارائه نماید.", "شهرداری", "بنیاد مسکن"),
        ("مقرر شد شهرداری نیشابور طرح را ارائه نماید.", "شهرداری سبزوار", "شهرداری نیشابور"),
    ],
)
def test_who_the_text_charges_and_the_owner_column_lacks_is_asked_about(text: str, owner: str, asked: str) -> None:
    [resolution] = reading_of(f"{OPENING}مصوبه | مسئول | مهلت\n{text} | {owner} | یک ماه").resolutions

    assert resolution.responsible == (owner,)
    assert [(doubt.code, doubt.params["name"]) for doubt in resolution.doubts] == [("owner_in_text", asked)]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("مقرر شد فرمانداری گزارش را ارائه نماید.", "فرمانداری نورشهر"),
        ("مقرر شد کلیه دستگاه‌های اجرایی نماینده معرفی نمایند.", "کلیه مدعوین"),
        ("مقرر شد پیشنهاد تشکیل کمیته سلامت به استانداری ارائه گردد.", "دبیرخانه"),
        ("مقرر شد با حضور شهرداری، فرمانداری و دانشگاه، نشستی برگزار گردد.", "دبیرخانه"),
        ("مقرر شد اداره مذکور گزارش دهد.", "اداره کار"),
        ("مقرر شد اداره کل تعاون آمار را ارائه نماید.", "اداره کل تعاون، کار و رفاه اجتماعی استان"),
        ("مقرر شد دفاتر راه‌اندازی شده توسط شهرداری فهرست شود.", "دبیرخانه"),
    ],
)
def test_who_is_only_mentioned_or_shortened_is_no_doubt(text: str, owner: str) -> None:
    [resolution] = reading_of(f"{OPENING}مصوبه | مسئول | مهلت\n{text} | {owner} | یک ماه").resolutions

    assert not codes(resolution)


def test_a_second_subject_with_a_time_of_its_own_is_an_owner_too() -> None:
    (only,) = reading_of(
        OPENING + "۱- شهرداری گلدره ظرف یک هفته و بخشداری مرکزی تا پایان مرداد گزارش دهند."
    ).resolutions

    assert only.responsible == ("شهرداری گلدره", "بخشداری مرکزی")
    assert codes(only) == {"deadlines_differ"}


@pytest.mark.parametrize(
    "text",
    [
        "مقرر گردید موضوع با حضور رئیس شورا، نمایندگان شهرداری و مدیرعامل سازمان مورد بررسی قرار گیرد.",
        "مقرر شد درخصوص بنگاه‌های هر یک از بانک‌ها، اقدام فوری به عمل آید.",
    ],
)
def test_whom_a_passive_names_does_nothing(text: str) -> None:
    assert actors_of(text) == ()


def test_an_honoured_name_ends_behind_its_honour() -> None:
    [actor] = actors_of("مقرر گردید با همکاری شهرداری محترم جشن عید در پارک‌ها برگزار گردد.")

    assert (actor.name, actor.partner) == ("شهرداری محترم", True)


def test_a_cell_that_says_what_the_owners_are_leaves_their_names_to_the_text() -> None:
    [first, second] = reading_of(
        OPENING
        + """
        مصوبه | مجری | مهلت
        بانک ملی و بانک صادرات شعب کشیک را معرفی نمایند. | بانک‌ها | یک ماه
        مقرر شد فهرست بدهکاران آماده شود. | بانک‌ها | یک ماه
        """
    ).resolutions

    assert first.responsible == ("بانک ملی", "بانک صادرات")
    assert second.responsible == ("بانک‌ها",)


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("مقرر شد قرارداد نگهبانی دو ماه تمدید و شهرداری گلدره مناقصه را برگزار نماید.", ("شهرداری گلدره",)),
        ("مقرر شد نقشه طرح تایید و امور مالی اعتبار را پرداخت کند.", ("امور مالی",)),
        ("مقرر شد پروانه پس از تایید و امضای شهرداری گلدره صادر گردد.", ()),
    ],
    ids=["extended", "confirmed", "premise"],
)
def test_a_subject_stands_behind_a_noun_that_shares_the_verb_of_deciding(text: str, owners: tuple[str, ...]) -> None:
    assert reading_of(f"مصوبات:\n۱- {text}\n۲- دبیرخانه گزارش دهد.").resolutions[0].responsible == owners


def test_a_post_that_needs_no_word_behind_it_ends_before_and() -> None:
    assert split_owners("حسابدار و مشاور حقوقی") == (("حسابدار", "مشاور حقوقی"), ())
    assert split_owners("معاون اداری و مالی") == (("معاون اداری و مالی",), ())
