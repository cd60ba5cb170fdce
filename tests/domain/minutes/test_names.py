"""Names of owners, separated in a cell and found in a sentence, never cut in the middle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.minutes.decisions.references import references_in
from domain.minutes.owners.actors import actors_of
from domain.minutes.owners.roster import Roster
from domain.minutes.owners.split import split_owners


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("دبیرخانه کارگروه", ["دبیرخانه کارگروه"]),
        ("دبیرخانه - اعضای کمیته", ["دبیرخانه", "اعضای کمیته"]),
        ("شهرداری و فرمانداری", ["شهرداری", "فرمانداری"]),
        ("شهرداری نورشهر، فرمانداری گلدره و دهیاری دره‌سبز", ["شهرداری نورشهر", "فرمانداری گلدره", "دهیاری دره‌سبز"]),
        ("شهرداری / فرمانداری", ["شهرداری", "فرمانداری"]),
        ("شهرداری\nفرمانداری", ["شهرداری", "فرمانداری"]),
        ("اداره کل تعاون، کار و\nرفاه اجتماعی", ["اداره کل تعاون، کار و رفاه اجتماعی"]),
        ("۱- شهرداری ۲- فرمانداری", ["شهرداری", "فرمانداری"]),
        ("<p>شهرداری</p><p>فرمانداری</p>", ["شهرداری", "فرمانداری"]),
        ("صمت، بهزیستی، کمیته امداد", ["صمت", "بهزیستی", "کمیته امداد"]),
        ("جهاد کشاورزی-راه و شهرسازی", ["جهاد کشاورزی", "راه و شهرسازی"]),
        ("اتاق بازرگانی، صنایع، معادن و کشاورزی", ["اتاق بازرگانی، صنایع، معادن و کشاورزی"]),
        ("میراث فرهنگی، گردشگری و صنایع دستی", ["میراث فرهنگی، گردشگری و صنایع دستی"]),
        ("دفتر فنی، امور عمرانی و حمل و نقل استانداری", ["دفتر فنی، امور عمرانی و حمل و نقل استانداری"]),
        (
            "سازمان صنعت، معدن و تجارت و اداره کل تعاون، کار و رفاه اجتماعی",
            ["سازمان صنعت، معدن و تجارت", "اداره کل تعاون، کار و رفاه اجتماعی"],
        ),
        ("فعالان و تشکل‌های اقتصادی", ["فعالان و تشکل‌های اقتصادی"]),
        ("کمیته امداد امام خمینی (ره)", ["کمیته امداد امام خمینی (ره)"]),
        ("اداره کل راه و شهرسازی با همکاری شهرداری و بنیاد مسکن", ["اداره کل راه و شهرسازی", "شهرداری", "بنیاد مسکن"]),
        ("شهرداری (با همکاری دهیاری‌ها)", ["شهرداری", "دهیاری‌ها"]),
        ("شهرداری (مسئول)، فرمانداری (همکار)", ["شهرداری", "فرمانداری"]),
        ("مسئول: شهرداری همکار: فرمانداری", ["شهرداری", "فرمانداری"]),
        ("آقای رضایی و خانم کریمی", ["آقای رضایی", "خانم کریمی"]),
        ("حسابداری و انبار", ["حسابداری", "انبار"]),
        ("خرید و کنترل کیفیت", ["خرید", "کنترل کیفیت"]),
        ("واحد فروش / تدارکات", ["واحد فروش", "تدارکات"]),
        ("ایمنی / تولید / تعمیرات", ["ایمنی", "تولید", "تعمیرات"]),
        ("کارپردازی / مهندسی پزشکی", ["کارپردازی", "مهندسی پزشکی"]),
        ("مشاور - کارفرما", ["مشاور", "کارفرما"]),
        ("معاونت مالی و اداری", ["معاونت مالی و اداری"]),
        ("اداره آموزش و پژوهش", ["اداره آموزش و پژوهش"]),
        ("دهیار با هماهنگی بخشداری", ["دهیار", "بخشداری"]),
        ("معاون عمرانی فرمانداری، رئیس اداره راه", ["معاون عمرانی فرمانداری", "رئیس اداره راه"]),
        ("علوم پزشکی، صمت، استاندارد", ["علوم پزشکی", "صمت", "استاندارد"]),
        ("شهرداری-گاز-برق-آبفا", ["شهرداری", "گاز", "برق", "آبفا"]),
        ("شهرداری و گاز", ["شهرداری", "گاز"]),
        ("سپاه و بسیج", ["سپاه", "بسیج"]),
        ("امور آب و برق", ["امور آب و برق"]),
        ("ادارات برق و گاز", ["ادارات برق و گاز"]),
        ("-", []),
        ("ندارد", []),
        ("", []),
    ],
)
def test_a_cell_of_owners(cell: str, names: list[str]) -> None:
    assert split_owners(cell) == (tuple(names), ())


@pytest.mark.parametrize("cell", ["ایران‌خودرو، سایپا", "شهرداری نورشهر و گلدره"])
def test_what_may_be_one_owner_or_two_is_asked_about(cell: str) -> None:
    names, [doubt] = split_owners(cell)

    assert names == (cell,)
    assert doubt.code == "owners_unclear"


def test_two_names_that_nobody_knows_are_two_owners_and_are_asked_about() -> None:
    names, [doubt] = split_owners("کریمی / زیرخانی")

    assert names == ("کریمی", "زیرخانی")
    assert doubt.code == "owners_unclear"


def test_those_who_were_present_are_known_by_any_of_their_names() -> None:
    """Narges's team writes first names alone; a cell of the same table shows that «حلقه سبز» is a name."""
    present, opening = "حاضران: نرگس احمدی (مدیر)، پارسا، آقای رستگار", "با حضور خانم‌ها نگهبان و فیروزی برگزار شد"
    roster = Roster.of([present], [opening], ["حلقه سبز"])

    assert split_owners("نرگس و پارسا", roster) == (("نرگس", "پارسا"), ())
    assert split_owners("احمدی / رستگار", roster) == (("احمدی", "رستگار"), ())
    assert roster.knows_all("فیروزی و حلقه سبز")
    assert not roster.knows("گزارش")


def test_those_who_were_absent_stand_apart_from_the_last_who_was_present() -> None:
    roster = Roster.of(["حاضران: خانم زند، حسن کبیری (خزانه‌دار). غایبان: دکتر پرهام علوی"], [], [])

    assert roster.knows("حسن کبیری")
    assert roster.knows("علوی")


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("مقرر شد شهرداری نورآباد نسبت به ترمیم معابر اقدام نماید.", ["شهرداری نورآباد"]),
        ("شهرداری و فرمانداری موظفند فهرست املاک را ارسال نمایند.", ["شهرداری", "فرمانداری"]),
        ("مقرر شد اداره کل راه و شهرسازی استان گزارش دهد.", ["اداره کل راه و شهرسازی استان"]),
        ("مقرر شد نشستی توسط دفتر امور بانوان استانداری برگزار شود.", ["دفتر امور بانوان استانداری"]),
        ("مقرر شد در راستای حمایت از تولید، سازمان جهاد کشاورزی اقدام کند.", ["سازمان جهاد کشاورزی"]),
        ("مقرر شد طرح آماده شده و شهرداری آن را ارائه دهد.", ["شهرداری"]),
        ("مقرر شد آقای مهندس رضایی موضوع را پیگیری نماید.", ["آقای مهندس رضایی"]),
        ("مقرر شد هر یک از دستگاه‌های اجرایی نماینده معرفی کنند.", ["دستگاه‌های اجرایی"]),
        ("شهرداری منطقه ۲ گزارش دهد.", ["شهرداری منطقه ۲"]),
        ("شهرداری خاوران‌شهر گزارش دهد.", ["شهرداری خاوران‌شهر"]),
        ("مقرر شد با حضور شهرداری، فرمانداری و دانشگاه نشستی برگزار گردد.", []),
        ("مقرر شد کمیته فنی با نمایندگان شهرداری تشکیل شود.", []),
        ("مقرر شد پیشنهاد به شهرداری ارائه گردد.", []),
        ("", []),
    ],
)
def test_who_acts_in_a_sentence(text: str, actors: list[str]) -> None:
    assert [(actor.name, actor.certain) for actor in actors_of(text)] == [(name, True) for name in actors]


@given(st.text(alphabet="شهرداری وفامنلک،.-()\u200c\n با همکاری", max_size=60))
def test_every_name_stands_in_its_cell(cell: str) -> None:
    def letters(text: str) -> str:
        return "".join(character for character in text if character.isalpha())

    names, _ = split_owners(cell)
    assert all(letters(name) in letters(cell) for name in names)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("جدول موضوع بند هفدهم مصوبات جلسه چهارم تکمیل شود", [(4, 17)]),
        ("بندهای ۲ و ۵ مصوبات جلسه سوم لغو شود", [(3, 2), (3, 5)]),
        ("مصوبه شماره ۳ جلسه ۲ تمدید شود", [(2, 3)]),
        ("مصوبه بیست و یکم نشست دوازدهم اصلاح شود", [(12, 21)]),
        ("به استناد مصوبه جلسه چهارم", [(4, None)]),
        ("بند ۶ صورتجلسه پنجمین جلسه", [(5, 6)]),
        ("بند ۴ مصوبات جلسه قبل", [(6, 4)]),
        ("بند ۲ همین صورتجلسه", [(7, 2)]),
        ("گزارش در جلسه سوم ارائه شود", []),
        ("مصوبات کارگروه به منزله مصوبات کمیته باشد", []),
    ],
)
def test_references_of_the_seventh_meeting(text: str, found: list[tuple[int, int | None]]) -> None:
    references, doubts = references_in(text, 7)

    assert [(one.meeting, one.resolution) for one in references] == found
    assert not doubts


def test_a_reference_to_a_meeting_known_by_its_date_is_asked_about() -> None:
    [reference], [doubt] = references_in("بند ۳ مصوبات جلسه مورخ ۹۸/۰۵/۰۱ تمدید شود", 7)

    assert (reference.meeting, reference.resolution) == (None, 3)
    assert doubt.code == "reference_unclear"
