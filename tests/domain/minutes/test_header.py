"""The meeting itself: title, number, date and body, wherever a secretariat writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from domain.dates.jalali import MONTHS, format_machine, from_jalali, to_jalali
from domain.minutes.structure.opening.header import read_meeting


def date_of(*lines: str) -> tuple[str | None, list[str]]:
    meeting, doubts = read_meeting(lines)
    day = format_machine(meeting.date) if meeting.date else None
    return day, [one.code for one in doubts if "number" not in one.code]


@pytest.mark.parametrize(
    "line",
    [
        "تاریخ جلسه: ۹۸/۰۷/۱۳",
        "ستاد هماهنگی اشتغال، ۱۳ ام مهر, ۱۳۹۸، ساعت ۰۸:۳۰",
        "تاریخ برگزاری: ۱۳/0۷/1398",
        "صورتجلسه نشست پنجم مورخ ۹۸/۷/۱۳",
        "جلسه در روز شنبه ۱۳ مهر ۱۳۹۸ برگزار شد.",
        "جلسه روز شنبه مورخ ۱۳۹۸/۰۷/۱۳ تشکیل گردید.",
        "زمان: شنبه ۱۳۹۸/۰۷/۱۳ ساعت ۱۶",
        "پیرو دعوتنامه شماره ۳۳۰ مورخ ۹۸/۷/۱۱ پنجمین جلسه در تاریخ ۹۸/۷/۱۳ برگزار شد.",
        "تاريخ جلسه: ٩٨/٠٧/١٣",
        "تاریخ جلسه: 2019-10-05",
        "مصوبات جلسه ۵ کارگروه صادرات - ۱۳ مهر ماه ۱۳۹۸",
        "صورتجلسه شماره ۱۳۱ مورخ ۱۳/۰۷/۱۳۹۸ شورای اسلامی شهر گلدره",
        "جلسه شماره 64 مورخ 13/7/98 رئیس: حیدر کیانی",
        "شماره جلسه:27 تاریخ:13/7/98 ساعت: بعد از نماز",
        "دومین جلسه انجمن در روز شنبه سیزدهم مهرماه یکهزار و سیصد و نود و هشت تشکیل شد.",
        "جلسه پنجم هیئت امنا مورخ سیزدهم مهر ماه ۱۳۹۸ برگزار گردید.",
        "چهارمین جلسه کارگروه در سال ۱۳۹۸، صبح روز شنبه مورخ ۱۳ مهر برگزار شد.",
        "پیرو دستورکار اعلام شده روز پنجشنبه مورخ11/7/98 هجدهمین جلسه در ساعت ۷ صبح شنبه مورخ13/7/98 تشکیل شد.",
        "کمیسیون در تاریخ 13/7/98 تشکیل شد.\nپیرو مصوبه بند ۴ جلسه مورخ 8/5/98 کمیسیون، گزارشی ارائه شد.",
        "تاریخ: ۱۳/۰۷/۱۳۹۸\nپیگیری مصوبات جلسه قبل (۱۳۹۸/۰۵/۱۱)",
        "شماره: ۱۳۹۸/د/۳۳۱ تاریخ: ۱۳۹۸/۰۷/۲۸\nجلسه شماره ۴۱ شورای پژوهشی در تاریخ ۱۳۹۸/۰۷/۱۳ تشکیل شد.",
        "جلسه در تاریخ ۱۳۹۸/۰۷/۱۳ برگزار شد.\nگزارش توجیهی مورخ ۱۳۹۸/۰۶/۱۵ قرائت شد.",
        "پيرودعوت قبلي روزپنجشنبه مورخ11/7/98 پنجمين جلسه شورا درساعت7 صبح شنبه مورخ13/7/98 با حضور اعضا تشكيل شد.",
        "پیرواطلاعیه روز پنجشنبه مورخ 11/7/98 جلسه شورا ساعت ۸ عصر روز شنبه 13/7/98 برگزار گردید.",
        "پیرو درخواست انجمن ، در روز شنبه 98/7/13جلسه ای با حضور مدیران تشکیل گردید.",
        "جلسه ۲۱ شورا بنابه دعوت قبلی رئیس شورا راس ساعت ۷ صبح شنبه ۱۳/۷/۹۸ منعقد شد.",
        "در پی درخواست اهالی، در تاریخ ۱۳۹۸/۷/۱۳ نشستی با حضور دهیار برگزار شد.",
        "جلسه کمیته روز شنبه مورخ 13 مهر ماه ،پس از بازدید تشکیل گردید.\n۱۴ مهر ۱۳۹۸ ۱۲:۲۰",
        "نشست کمیته صبح شنبه ۱۳ مهر برگزار شد.\nتاریخ انتشار: ۱۳۹۸/۰۷/۱۵ - ۰۹:۱۵",
        "نشست هیئت مدیره در روز شنبه مورخ ۱۳/مهر/۹۸ برگزار شد.",
        "صورتجلسه مورخ 13-مهر-1398",
        "این کمیته روز یک شنبه ۱۳ مرداد را پشت سر گذاشت.\nنشست روز شنبه ۱۳ مهر ۱۳۹۸ برگزار شد.",
    ],
)
def test_the_date_of_a_meeting(line: str) -> None:
    assert date_of(line) == ("1398-07-13", [])


@pytest.mark.parametrize("day", ["دو شنبه", "دوشنبه", "2 شنبه", "۲شنبه", "دو‌شنبه"])
def test_a_weekday_written_apart(day: str) -> None:
    assert date_of(f"این کمیته روز {day} ۱۵ مهر ۱۳۹۸ با حضور اعضا تشکیل شد.") == ("1398-07-15", [])


@pytest.mark.parametrize(
    ("lines", "day", "doubts"),
    [
        (["جلسه روز شنبه ۱۳ مهر تشکیل شد.", "۲ آبان ۱۳۹۹ ۱۲:۲۰"], "1399-08-02", ["meeting_date_of_page"]),
        (["جلسه ستاد برگزار شد.", "۱۴ مهر ۱۳۹۸ ۱۲:۲۰"], "1398-07-14", ["meeting_date_of_page"]),
        (["جلسه ستاد عصر دیروز برگزار شد.", "تاریخ درج خبر: ۱۳۹۸/۷/۱۴"], "1398-07-13", ["meeting_date_of_page"]),
        (["جلسه ستاد برگزار شد.", "1398/07/14 - 12:20"], "1398-07-14", ["meeting_date_of_page"]),
        (["صورتجلسه ستاد", "۱۳ مهر ۱۳۹۸"], "1398-07-13", []),
        (["صورتجلسه ستاد", "تاریخ: ۱۳ مهر ۱۳۹۸ ساعت ۱۲:۲۰"], "1398-07-13", []),
    ],
)
def test_the_stamp_of_a_page_is_asked_about(lines: list[str], day: str, doubts: list[str]) -> None:
    """A page shows on which day its words were published, which may be the meeting's."""
    assert date_of(*lines) == (day, doubts)


def test_the_day_of_a_letter_before_a_meeting_is_not_the_meetings() -> None:
    assert date_of("پیرو نامه شماره ۱۲ مورخ ۹۸/۷/۱۱ جلسه‌ای با حضور دهیار تشکیل گردید.")[0] is None
    assert date_of("روز پنجشنبه مورخ ۹۸/۷/۱۱ اعضا خبر شدند و جلسه شنبه ۹۸/۷/۱۳ ساعت ۱۷ تشکیل شد.") == (
        "1398-07-13",
        ["meeting_dates_differ"],
    )
    assert date_of("روز پنجشنبه مورخ ۹۸/۷/۱۱ جلسه کمیته و شنبه مورخ ۹۸/۷/۱۳ جلسه شورا برگزار شد.")[1] == [
        "meeting_dates_differ"
    ]


def test_the_date_of_the_invitation_is_not_the_meetings() -> None:
    assert date_of("تاریخ دعوتنامه: ۹۸/۷/۱۱", "شماره نامه: ۱۲ تاریخ نامه: ۹۸/۷/۱۰") == (None, ["meeting_date_missing"])
    assert date_of("تاریخ دعوتنامه: ۹۸/۷/۱۱", "تاریخ: ۹۸/۷/۱۳") == ("1398-07-13", [])


def test_a_short_date_with_two_orders_is_asked_about() -> None:
    assert date_of("صورتجلسه مورخ 05/07/03") == ("1405-07-03", ["meeting_date_order"])
    assert date_of("صورتجلسه مورخ 05/07/03", "بودجه سال ۱۴۰۳ بررسی شد.") == ("1403-07-05", [])
    assert date_of("صورتجلسه مورخ 25/07/03") == ("1403-07-25", [])


@given(
    day=st.dates(from_jalali(1380, 1, 1), from_jalali(1409, 12, 29)),
    frame=st.sampled_from(
        [
            "صورتجلسه شماره ۱۲ مورخ {} شورای اسلامی شهر گلدره",
            "جلسه شماره ۱۲ مورخ {} هیئت مدیره",
            "دوازدهمین جلسه شورا در تاریخ {} با حضور اعضا تشکیل شد.",
            "صورتجلسه جلسه دوازدهم کمیسیون - {}",
        ]
    ),
    turned=st.booleans(),
    in_words=st.booleans(),
)
def test_any_day_in_any_writing(day: date, frame: str, turned: bool, in_words: bool) -> None:
    year, month, of_month = to_jalali(day)
    numbers = [of_month, month, year] if turned else [year, month, of_month]
    words = f"{num2words(of_month, lang='fa', to='ordinal')} {MONTHS[month - 1]} ماه {num2words(year, lang='fa')}"
    meeting, doubts = read_meeting([frame.format(words if in_words else "/".join(map(str, numbers)))])
    assert (meeting.date, meeting.number, doubts) == (day, 12, ())


def test_two_dates_and_a_wrong_weekday_are_asked_about() -> None:
    assert date_of("صورتجلسه مورخ ۹۸/۰۷/۱۴", "تاریخ جلسه: ۹۸/۰۷/۱۳") == ("1398-07-13", ["meeting_dates_differ"])
    assert date_of("جلسه یکشنبه ۱۳ مهر ۱۳۹۸ برگزار شد.") == ("1398-07-13", ["meeting_weekday"])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("صورتجلسه پنجمین جلسه کارگروه اشتغال", 5),
        ("صورتجلسه جلسه بیست و یکم شورا", 21),
        ("صورتجلسه نشست سی‌ام شورا", 30),
        ("صورتجلسه شماره ۸ کارگروه", 8),
        ("شماره جلسه در سال جاری: (۵) تعداد حاضرین: ۷۰", 5),
        ("مصوبات جلسه 7 کارگروه صادرات", 7),
        ("صورتجلسه جلسه اول هیئت", 1),
        ("سیصد و هفتمین جلسه هیئت مدیره شرکت", 307),
        ("صورتجلسه جلسه سیصد و هفتم هیئت مدیره", 307),
        ("شصت وچهارمین جلسه سومین دوره شورای اسلامی شهر", 64),
        ("چهارصدو هشتادو هفتمين جلسه سومين دوره شورا", 487),
        ("صورتجلسه کمیته فنی شماره ۲۷", 27),
        ("صورتجلسه شورای ترافیک\nجلسه: دوم سال ۱۴۰۳ مورخ: 7/3/1403", 2),
        ("ستاد بازسازی\nصورتجلسه شماره: ۵/۱۴۰۳", 5),
        ("خلاصه مصوبات جلسه اضطراری – ۱۵ فروردین ۱۴۰۲ (شماره ۳)", 3),
        ("جلسه مورخ: دوازدهم دی‌ماه ۱۴۰۳ شماره: سی و هشتم پیرو دعوتنامه", 38),
        ("صورتجلسه شورای اداری\nنوبت: ششم – سال ۱۴۰۳", 6),
        ("صورتجلسه هیئت مدیره شماره ۳۰۵", 305),
        ("صورتجلسه شماره ۱۳۱ مورخ ۱۷/۰۵/۱۴۰۲ شورای اسلامی شهر گلدره", 131),
        ("فرم شماره ۱۲ – صورتجلسه کارگروه سلامت\nش جلسه: ۲-۱۴۰۳", 2),
        ("صورتجلسه کمیته تغذیه\nشماره: 3\nتاریخ: 22/3/1402", 3),
        ("صورتجلسه کمیته تغذیه\nشماره‌ی جلسه: ۲۱", 21),
        ("جلسه‌ی ۲۱ شورای تغذیه\nتاریخ: 22/3/1402", 21),
        ("صورتجلسه کمیته تغذیه شماره (21)", 21),
        ("صورتجلسه ش ۲۱", 21),
        ("صورتجلسه شورای دانشکده\nجلسه شماره ۱۸ شورای دانشکده در روز دوشنبه تشکیل شد.", 18),
        ("صورتجلسه هیئت امنا\nجلسه پنجم هیئت امنا مورخ دوم بهمن ماه ۱۴۰۲ برگزار گردید.", 5),
        ("روز و تاریخ: سه‌شنبه ۱۸ تیر ۹۸ شماره: ۲ محل: دفتر مدیریت", 2),
        ("خلاصه تصمیمات جلسه شماره 2\nمقرر شد جلسه سوم کمیته روز ۲۲ اسفند برگزار شود.", 2),
        ("صورتجلسه شورای اشتغال\nمصوبات هفدهمین جلسه شورای اشتغال مورخ 89/08/23گزیده", 17),
        ("صورتجلسه شورای اشتغال\nگزیده تصمیمات جلسه هفدهم شورای اشتغال", 17),
        ("جلسه شورای روستا با دهیار\n🔹 جلسه شماره ۱۴ شورای اسلامی روستا سه شنبه ۲ خرداد ۱۴۰۲ برگزار شد.", 14),
        ("شورای روستا\n✅ چهاردهمین جلسه شورا برگزار شد.", 14),
        ("صورتجلسه کمیته\nجلسه ۳/۱۴۰۲ کمیته", 3),
        ("صورتجلسه کمیته\nشماره: ۳/۱۴۰۲\nتاریخ: ۱۴۰۲/۳/۲۲", 3),
        ("صورتجلسه کمیته\nپیگیری مصوبات جلسه شماره ۱۳ کمیته", None),
        ("صورتجلسه کمیته\nمصوبات جلسه شماره ۱۳ (جلسه قبل) مرور شد.", None),
        ("صورتجلسه کارگروه", None),
        ("هیئت مدیره کانون وکلا سی و هفتمین جلسه خود را عصر یکشنبه ۱۴۰۲/۱۰/۱۰ برگزار کرد.", 37),
        ("هیئت مدیره صندوق پنجشنبه دوم بهمن ۱۴۰۲ برای نهمین بار دور هم نشست.", 9),
        ("مصوبات جلسه شماره ۵/۰۲ شورای دانشگاه مورخ ۱۴۰۲/۱۰/۱۰", 5),
    ],
)
def test_the_number_of_a_meeting(line: str, number: int | None) -> None:
    assert read_meeting([line])[0].number == number


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["فرم صورتجلسه شورای مدرسه", "صورتجلسه فوق در یک نسخه تنظیم و به امضا رسید."], "فرم صورتجلسه شورای مدرسه"),
        (["نهمین جلسه شورای پژوهشی", "صورتجلسه شماره ۸ قرائت شد و به امضا رسید."], "نهمین جلسه شورای پژوهشی"),
        (["جلسه هفتگی مدیران", "سلام، صورتجلسه امروز رو می‌ذارم اینجا."], "جلسه هفتگی مدیران"),
        (["به نام خدا", "صورتجلسه کارگروه سرمایه‌گذاری استان نهر"], "صورتجلسه کارگروه سرمایه‌گذاری استان نهر"),
        (["جلسه چهارم کارگروه برگزار می‌شود"], "جلسه چهارم کارگروه برگزار می‌شود"),
        (["نشست هیئت مدیره برگزار شد", "این جلسه حدود سه ساعت طول کشید."], "نشست هیئت مدیره برگزار شد"),
        (["جلسه شماره ۳۸ ستاد", "مقرر شد جلسه بعد در شرکت برگزار شود."], "جلسه شماره ۳۸ ستاد"),
    ],
)
def test_a_title_is_no_sentence(lines: list[str], title: str) -> None:
    """Minutes speak of themselves, of the last meeting and of the next one."""
    assert read_meeting(lines)[0].title == title


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("شماره جلسه: ۱۴۰۲/ص/۱۲", "۱۴۰۲/ص/۱۲"),
        ("شماره صورتجلسه: ش-۱۴۰۲-۷", "ش-۱۴۰۲-۷"),
        ("شماره جلسه: HSE-03-02", "HSE-03-02"),
        ("شماره: TS-MOM-027   تاریخ: 1404/10/03", "TS-MOM-027"),
        ("تاریخ 29/7/1404   شماره: 412/س", "412/س"),
        ("کد جلسه: HR-12", "HR-12"),
        ("جلسه: ۱۴۰۴/۲۱", "۱۴۰۴/۲۱"),
    ],
)
def test_a_number_with_letters_is_asked_about(line: str, code: str) -> None:
    meeting, doubts = read_meeting(["صورتجلسه شورای آموزشی", line])

    assert meeting.number is None
    assert [one.params["code"] for one in doubts if one.code == "meeting_number_code"] == [code]


@pytest.mark.parametrize("code", ["1399/آ/27", "27/آ/1399", "۲۷/آم/۱۳۹۹"])
def test_a_letter_between_the_number_and_the_year_of_the_meeting_is_the_offices(code: str) -> None:
    meeting, _ = read_meeting(["صورتجلسه شورای آموزشی", f"شماره : {code}\tتاریخ : 1399/08/11\tمکان : اتاق شورا"])

    assert meeting.number == 27


def test_number_and_day_before_an_hour_and_a_place_are_the_meetings() -> None:
    """A letter has number and day, too, but neither an hour nor a place."""
    meeting, doubts = read_meeting(
        ["صورتجلسه نشست فوق‌العاده", "شماره: ۹۸۰۷/م‌ب   تاریخ: ۱۴۰۳/۱۰/۴   ساعت ۲۰:۳۰   محل: اتاق پایش"]
    )

    assert str(meeting.date) == "2024-12-24"
    assert [doubt.code for doubt in doubts] == ["meeting_number_code"]


def test_letters_between_the_year_and_the_number_are_no_part_of_it() -> None:
    meeting, doubts = read_meeting(["صورتجلسه هفتگی تولید", "شماره صورتجلسه: 1404-PR-35   |   تاریخ جلسه: 1404/06/10"])

    assert (meeting.number, doubts) == (35, ())


def test_two_numbers_are_asked_about() -> None:
    _, doubts = read_meeting(["صورتجلسه چهارمین جلسه مورخ ۹۸/۰۷/۱۳", "شماره جلسه: ۵"])

    assert [one.code for one in doubts] == ["meeting_numbers_differ"]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("صورتجلسه پنجمین جلسه کارگروه تخصصی اشتغال استان خاوران در سال ۱۳۹۸", "کارگروه تخصصی اشتغال استان خاوران"),
        ("مصوبات جلسه دوم شورای سلامت شهرستان پیروزآباد مورخ 1401/11/20", "شورای سلامت شهرستان پیروزآباد"),
        ("صورتجلسه نشست سوم ستاد تسهیل (فوق‌العاده)", "ستاد تسهیل"),
        ("رئیس سازمان از نرخ‌های تازه در نشست کارگروه تنظیم بازار خبر داد", "کارگروه تنظیم بازار"),
        ("صورتجلسه نشست سوم", None),
    ],
)
def test_the_body_that_met(line: str, body: str | None) -> None:
    assert read_meeting([line])[0].body == body


@pytest.mark.parametrize(
    "line",
    [
        "جلسه اضطراری شماره ۱۱ – چهارشنبه ۲۰/۱۰/۱۴۰۲",
        "جلسه یازدهم سال ۱۴۰۲ کارگروه سلامت در تاریخ ۱۴۰۲/۱۰/۲۰ برگزار گردید.",
        "جلسه فوق‌العاده یازدهم – چهارشنبه ۲۰/۱۰/۱۴۰۲",
        "نوبت: یازدهم (دوره نهم)",
    ],
)
def test_the_number_of_an_urgent_meeting_or_of_a_year(line: str) -> None:
    assert read_meeting(["صورتجلسه کارگروه سلامت گلدره", line])[0].number == 11


def test_the_day_of_an_invitation_with_a_number_like_a_day_is_not_the_meetings() -> None:
    meeting, _ = read_meeting(
        ["تاریخ : 12/11/1396", "پیرو دعوتنامه شماره 3/41/6620 مورخ 7/11/96 جلسه شورای ترافیک در فرمانداری تشکیل گردید"]
    )

    assert meeting.date == from_jalali(1396, 11, 12)


@pytest.mark.parametrize(
    "line",
    [
        "کمیسیون بهره‌برداری در جلسه شماره ۱۲ مورخ ۱۴۰۲/۱۰/۲۰ اصلاح بند ۳ جلسه ۹ را بررسی و به شرح زیر موافقت کرد:",
        "شورای بخش در نشست ۱۲ مورخ ۱۴۰۲/۱۰/۲۰ این موارد را تصویب نمود:",
    ],
)
def test_the_number_in_the_sentence_that_decides_is_the_meetings(line: str) -> None:
    assert read_meeting([line])[0].number == 12
