"""Posts of the channels of governors' offices and councils: offices as headings, arrows, pictures and hashtags."""

from __future__ import annotations

import pytest

from domain.minutes.reading import PassedOverKind, Reading
from tests.domain.minutes.paper import reading_of, told

POST = """
🏢 ستاد نوروزی شهرستان آلاله | ۵ اسفند ۱۴۰۲
{above}
{roads}
{item}لکه‌گیری محور دهنو تا ۲۰ اسفند
{item}نصب تابلو در سه‌راهی
{city}
{item}برپایی دو کمپ اسکان تا ۲۵ اسفند
{below}
"""

ROADS, TOWN = "اداره راهداری", "شهرداری آلاله"


def passed(reading: Reading, kind: PassedOverKind) -> list[str]:
    return [one.text for one in reading.passed_over if one.kind is kind]


def post(roads: str, city: str, item: str, above: str = "مصوبات به تفکیک دستگاه:", below: str = "") -> Reading:
    return reading_of(POST.format(roads=roads, city=city, item=item, above=above, below=below))


@pytest.mark.parametrize(
    ("roads", "city", "item"),
    [
        ("🚜 اداره راهداری", "🏛 شهرداری آلاله", "🔹 "),
        ("👷‍♂️ اداره راهداری", "👨‍💼 شهرداری آلاله", "🔹 "),
        ("🔷 اداره راهداری:", "🔷 شهرداری آلاله:", "▪️ "),
        ("#اداره_راهداری", "#شهرداری_آلاله", "- "),
        ("【اداره راهداری】", "【شهرداری آلاله】", "• "),
        ("🚜 اداره راهداری", "🏛 شهرداری آلاله", ""),
        ("1️⃣ اداره راهداری", "2️⃣ شهرداری آلاله", "▪️ "),
    ],
)
@pytest.mark.parametrize("above", ["مصوبات به تفکیک دستگاه:", "در این نشست وظیفه هر دستگاه مشخص شد:"])
def test_an_office_above_bullets_answers_for_them(roads: str, city: str, item: str, above: str) -> None:
    """With any picture before it: the roads answer for two works, the town for one."""
    reading = post(roads, city, item, above)

    assert told(reading) == [
        (1, (ROADS,), "1402-12-20"),
        (2, (ROADS,), "none"),
        (3, (TOWN,), "1402-12-25"),
    ]
    assert [one.text for one in reading.resolutions][1] == "نصب تابلو در سه‌راهی"
    assert [text for text in passed(reading, PassedOverKind.HEADING) if TOWN in text.replace("_", " ")]


def test_numbers_may_begin_again_below_each_office() -> None:
    reading = reading_of(
        """
        مصوبات نشست کارگروه پسماند - ۱۹ اردیبهشت ۱۴۰۳
        🏛 شهرداری
        1) خرید ۴۰ مخزن تا پایان خرداد
        2) جلوگیری از تخلیه نخاله در رودخانه
        🌳 اداره محیط زیست
        1) نمونه‌برداری از شیرابه تا ۱۰ خرداد
        """
    )

    assert [(who, day) for _, who, day in told(reading)] == [
        (("شهرداری",), "1403-03-31"),
        (("شهرداری",), "none"),
        (("اداره محیط زیست",), "1403-03-10"),
    ]


def test_below_the_last_office_another_picture_begins_something_else() -> None:
    """The words of the governor's deputy and who wrote the post are no works of the town."""
    reading = post(
        "🚜 اداره راهداری",
        "🏛 شهرداری آلاله",
        "🔹 ",
        below="💬 معاون فرماندار: مردم منتظرند و کسی بهانه نمی‌پذیرد.\n✍️ روابط‌عمومی فرمانداری آلاله",
    )

    assert len(reading.resolutions) == 3
    assert [text for text in passed(reading, PassedOverKind.DISCUSSION) if "بهانه" in text]


def test_what_offices_report_is_not_decided() -> None:
    """Bullets that only count things below offices are no works."""
    reading = reading_of(
        """
        نشست شورای مسکن شهرستان آلاله - ۸ اردیبهشت ۱۴۰۴
        📊 آخرین آمار
        🏢 اداره راهداری
        ▫️ ۲۱۰ کیلومتر راه آسفالته
        🏛 شهرداری
        ▫️ ۱۸۰ واحد در مرحله اسکلت
        """
    )

    assert reading.resolutions == ()


def test_topics_above_bullets_own_nothing() -> None:
    reading = reading_of(
        """
        🏛 تصمیمات شورای برنامه‌ریزی آلاله (۱۷ مرداد ۱۴۰۲)
        💧 آب شرب
        🔹 شرکت آب و فاضلاب چاه سوم را ظرف بیست روز وارد مدار کند
        🎓 مدارس
        🔹 اداره آموزش و پرورش فهرست مدارس فرسوده را به فرمانداری بدهد
        """
    )

    assert [who for _, who, _ in told(reading)] == [("شرکت آب و فاضلاب",), ("اداره آموزش و پرورش",)]


@pytest.mark.parametrize("arrow", ["⬅️", "👈", "←"])
def test_bullets_with_an_owner_behind_an_arrow_are_decisions(arrow: str) -> None:
    reading = reading_of(
        f"""
        📌 نشست ستاد نوروزی بندر آلاله
        ۵ اسفند ۱۴۰۲
        🔸 رنگ‌آمیزی جداول ورودی شهر {arrow} شهرداری (تا ۲۰ اسفند)
        🔸 استقرار دو آمبولانس در میدان ساحل {arrow} اورژانس
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1402-12-20"), (2, ("اورژانس",), "none")]
    assert reading.resolutions[0].text == "رنگ‌آمیزی جداول ورودی شهر"


@pytest.mark.parametrize("sign", ["؛ ", " — ", " 👈 ", " ⬅️ "])
def test_an_owner_stands_before_another_sign_than_a_colon(sign: str) -> None:
    reading = reading_of(
        f"""
        مصوبات ستاد بحران آلاله - ۳ دی ۱۴۰۱
        ✅ راهداری{sign}استقرار نمک‌پاش در گردنه سفید
        ✅ شرکت گاز{sign}رفع افت فشار روستای بالا تا ۵ دی
        """
    )

    assert told(reading) == [(1, ("راهداری",), "none"), (2, ("شرکت گاز",), "1401-10-05")]


def test_the_day_place_and_tags_of_a_post_are_no_decisions() -> None:
    reading = reading_of(
        """
        🔰 مصوبات نشست ستاد بازار شهرستان آلاله
        📅 سه‌شنبه ۱۲ تیر ۱۴۰۳
        📍 سالن جلسات فرمانداری
        🔷 اداره صمت:
        ▪️ توزیع ۲۰ تن برنج تا پایان تیرماه
        🔷 جهاد کشاورزی:
        ▪️ ارسال آمار جوجه‌ریزی ظرف یک هفته
        👤 مسئول: معاونت دام
        #بازار #مصوبات
        """
    )

    assert told(reading) == [(1, ("اداره صمت",), "1403-04-31"), (2, ("معاونت دام",), "1403-04-19")]
    assert "بازار مصوبات" in passed(reading, PassedOverKind.CLOSING)


def test_the_day_may_stand_at_the_foot_of_a_post() -> None:
    reading = reading_of(
        """
        🔴 مصوبات سومین جلسه شورای شهر آلاله
        🔻 مصوبه اول:
        مقرر شد کمیسیون عمران گزارش پل را تا ۲۵ مهر ارائه کند.
        📆 ۱۴ مهر ۱۴۰۲
        """
    )

    assert told(reading) == [(1, ("کمیسیون عمران",), "1402-07-25")]


def test_the_last_paragraph_of_a_page_tells_something_besides() -> None:
    """A visit of the members is no part of the last item."""
    reading = reading_of(
        """
        مصوبات نشست کارگروه آب - ۲۲ مهر ۱۴۰۴
        1- پلمب چاه‌های غیرمجاز تا پایان آبان 1404 (امور منابع آب)
        2- تامین اعتبار کنتور هوشمند (اداره برنامه و بودجه)
        گفتنی است اعضای کارگروه پیش از جلسه از سد کبودان بازدید کردند.
        """
    )

    assert [who for _, who, _ in told(reading)] == [("امور منابع آب",), ("اداره برنامه و بودجه",)]
    assert reading.resolutions[1].text == "تامین اعتبار کنتور هوشمند"


def test_a_post_announces_its_decisions_behind_an_ornament() -> None:
    """A refusal is decided like the rest, and a further decision below the bullets is one by itself."""
    reading = reading_of(
        """
        #مصوبات_شورا
        ✅ در هشتاد و دومین جلسه رسمی شورای شهر آلاله (۸ آبان ۱۴۰۲) تصویب شد:
        ⬅️ تخصیص ۵ میلیارد ریال به تعمیر سقف سالن ورزشی
        ⬅️ مخالفت با افزایش کرایه تاکسی
        همچنین مقرر شد شهرداری گزارش پل را تا ۲۰ آبان به شورا بدهد.
        📣 روابط عمومی شورا
        """
    )

    assert [one.text for one in reading.resolutions] == [
        "تخصیص ۵ میلیارد ریال به تعمیر سقف سالن ورزشی",
        "مخالفت با افزایش کرایه تاکسی",
        "همچنین مقرر شد شهرداری گزارش پل را تا ۲۰ آبان به شورا بدهد.",
    ]
    assert told(reading)[2] == (3, ("شهرداری",), "1402-08-20")


def test_labels_may_point_at_their_values() -> None:
    reading = reading_of(
        """
        مصوبات جلسه شماره ۱۱۷ مورخ ۱۴۰۳/۰۳/۰۶ شورای شهر آلاله:
        🟡 مصوبه شماره ۱: واگذاری دو قطعه زمین از طریق مزایده
        مسئول اجرا ⬅️ شهرداری
        زمان ⬅️ تا پایان خرداد
        🟡 مصوبه شماره ۲: ساماندهی ایستگاه‌های اتوبوس
        مسئول اجرا ⬅️ سازمان حمل و نقل و ترافیک
        زمان ⬅️ دو ماه
        """
    )

    assert told(reading) == [
        (1, ("شهرداری",), "1403-03-31"),
        (2, ("سازمان حمل و نقل و ترافیک",), "1403-05-06"),
    ]
