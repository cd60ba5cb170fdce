"""Layouts of other secretariats: the agenda beside the decisions, the unit that a row is about, lists with bars."""

from __future__ import annotations

from domain.dates.working_days import Calendar
from domain.minutes import Document, Paragraph, read
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
        نام واحد | خلاصه خواسته | تصمیمات کارگروه | دستگاه مسئول | مهلت
        کارگاه چوب افرا | برق بیشتر | ۱. افزایش توان برق کارگاه | شرکت توزیع برق | یک ماه
        شرکت شیشه روشن | پروانه | ۲. تمدید پروانه بهره‌برداری | اداره صمت | ۱۰ روز
        قالی ماهور | وام | ۳. درخواست پس گرفته شد. | — | —
        """
    )

    assert told(reading) == [
        (1, ("شرکت توزیع برق",), "1402-06-10"),
        (2, ("اداره صمت",), "1402-05-20"),
        (3, (), "none"),
    ]


def test_a_table_without_a_heading_whose_texts_begin_with_their_owner() -> None:
    """Saeed writes a number, «whom: what» and a day; the guests above it are named on their own line."""
    reading = reading_of(
        """
        تصمیمات شورای مدیران اداره کل بنادر
        جلسه ۹ مورخ 1403/02/03
        زمان: 1403/02/03 | دبیر: سرپرست دفتر اسکله و بندر
        حاضران: مدیرکل، معاون فنی
        1 | معاونت فنی: تهیه فهرست اسکله‌های فرسوده | 10/3/1403
        2 | حراست: نصب دو دوربین تازه در انبار | 1403/02/20
        3 | روابط عمومی: انتشار خبر گشایش اسکله | -
        """
    )

    assert told(reading) == [
        (1, ("معاونت فنی",), "1403-03-10"),
        (2, ("حراست",), "1403-02-20"),
        (3, ("روابط عمومی",), "none"),
    ]
    assert reading.resolutions[1].text == "نصب دو دوربین تازه در انبار"


def test_an_owner_above_the_lines_that_it_shall_do() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه آب شهرستان سروستان مورخ 1402/12/01
        وظایف دستگاه‌ها به شرح زیر تعیین گردید:
        اداره برق:
        رفع خاموشی چاه شماره ۲ تا ۱۰ اسفند
        بازدید هفتگی از پست برق روستا
        شهرداری و بخشداری:
        لایروبی نهر پایین شهر
        """
    )

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("رفع خاموشی چاه شماره ۲ تا ۱۰ اسفند", ("اداره برق",)),
        ("بازدید هفتگی از پست برق روستا", ("اداره برق",)),
        ("لایروبی نهر پایین شهر", ("شهرداری", "بخشداری")),
    ]


def test_cards_that_count_their_actions() -> None:
    reading = reading_of(
        """
        صورتجلسه کمیته ایمنی مورخ 1402/12/01
        شماره اقدام | ۱
        شرح اقدام | تعویض شیلنگ آتش‌نشانی انبار
        مسئول | اداره انبار
        موعد | 1402/12/15
        """
    )

    assert told(reading) == [(1, ("اداره انبار",), "1402-12-15")]


def test_a_list_with_bars_between_the_work_its_owner_and_its_day() -> None:
    """Nader's e-mail: the lines are paragraphs, and the bars make columns of them."""
    lines = (
        "صورتجلسه کمیته سامانه‌ها - 1403/02/03",
        "- پشتیبان‌گیری از پایگاه داده و ارسال گزارش آن | واحد شبکه | 1403/02/20",
        "- خرید دو سرور تازه برای اتاق تجهیزات | @حسینی | 1403/03/10",
        "- آموزش کارکنان بخش پذیرش با سامانه تازه | اداره آموزش | 1403/02/30",
    )
    reading = read(Document(tuple(Paragraph(line) for line in lines)), Calendar())

    assert [(owners, day) for _, owners, day in told(reading)] == [
        (("واحد شبکه",), "1403-02-20"),
        (("حسینی",), "1403-03-10"),
        (("اداره آموزش",), "1403-02-30"),
    ]
