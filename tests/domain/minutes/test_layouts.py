"""Layouts of other secretariats: the agenda beside the decisions, the unit that a row is about, lists with bars."""

from __future__ import annotations

from tests.domain.minutes.paper import reading_of, told


def test_the_agenda_beside_the_decisions() -> None:
    """Farhad's board writes each topic beside what it decided; a topic on which only a report came is none."""
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ هیئت مدیره شرکت کشت سپیدرود مورخ ۱۴۰۲/۰۸/۰۳
        دستور جلسه | تصمیمات هیئت مدیره
        ۱. انبار تازه | مقرر شد معاونت مالی ظرف یک ماه برآورد هزینه را ارائه نماید.
        ۲. گزارش برداشت | گزارش برداشت پاییز ارائه شد.
        ۳. بیمه | مقرر گردید اداره حقوقی قرارداد بیمه را تا پایان آبان تمدید نماید.
        """
    )

    assert told(reading) == [(1, ("معاونت مالی",), "1402-09-03"), (3, ("اداره حقوقی",), "1402-08-30")]
    assert [one.text for one in reading.passed_over if "برداشت" in one.text] == [
        "۲. گزارش برداشت | گزارش برداشت پاییز ارائه شد."
    ]


def test_an_agenda_without_decisions_stays_an_agenda() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ هیئت مدیره شرکت کشت سپیدرود مورخ ۱۴۰۲/۰۸/۰۳
        ردیف | دستور جلسه
        ۱ | بررسی انبار تازه
        ۲ | بررسی بیمه
        """
    )

    assert told(reading) == []


def test_the_unit_that_a_row_is_about_is_not_its_owner() -> None:
    """Mina's group helps workshops: the workshop stands first, the office that answers for it further on."""
    reading = reading_of(
        """
        صورتجلسه نشست ۸ کارگروه اشتغال شهرستان گلبهار مورخ 1402/05/10
        نام واحد | تصمیمات کارگروه | دستگاه مسئول | مهلت
        کارگاه چوب افرا | ۱. افزایش توان برق کارگاه | شرکت توزیع برق | یک ماه
        شرکت شیشه روشن | ۲. تمدید پروانه بهره‌برداری | اداره صمت | ۱۰ روز
        قالی ماهور | ۳. درخواست پس گرفته شد. | — | —
        """
    )

    assert told(reading) == [
        (1, ("شرکت توزیع برق",), "1402-06-10"),
        (2, ("اداره صمت",), "1402-05-20"),
        (3, (), "none"),
    ]
