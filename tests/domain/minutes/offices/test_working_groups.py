"""Minutes of a province's working groups: cards of an agenda, names of their bodies, lines that the page broke."""

from __future__ import annotations

import pytest

from domain.minutes import PassedOverKind
from domain.minutes.owners.actors import actors_of
from domain.minutes.owners.split import split_owners
from tests.domain.minutes.paper import codes, due, reading_of, told


def test_a_table_for_each_matter_of_the_agenda_is_a_resolution_each() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه امور زیربنایی استان نورستان
        جلسه | هفتم سال ۱۴۰۲
        تاریخ | ۱۴۰۲/۰۷/۱۰
        ساعت | ۱۰
        حاضرین | مطابق فهرست پیوست
        رئیس جلسه | مهندس کیانی

        دستور ۱ | الحاق اراضی روستای گلدره
        خلاصه بحث | نماینده بنیاد مسکن درخواست را شرح داد.
        تصمیم کارگروه | با الحاق موافقت شد. بنیاد مسکن نقشه را ظرف ۲۰ روز به دبیرخانه ارسال نماید.
        نحوه تصویب | اکثریت آرا

        دستور ۲ | تغییر کاربری زمین سارا فدایی
        خلاصه بحث | جهاد کشاورزی با درخواست مخالفت کرد.
        تصمیم کارگروه | موضوع به کمیته فنی ارجاع شد تا نظر خود را در جلسه بعد اعلام کند.
        نحوه تصویب |
        """
    )

    assert (reading.meeting.number, str(reading.meeting.date)) == (7, "2023-10-02")
    assert told(reading) == [(1, ("بنیاد مسکن",), "1402-07-30"), (2, ("کمیته فنی",), "next_meeting")]
    assert "column_unread" not in codes(reading.resolutions[0])
    kinds = {one.kind for one in reading.passed_over if "حاضرین" in one.text or "مهندس کیانی" in one.text}
    assert kinds == {PassedOverKind.ATTENDANCE, PassedOverKind.LETTERHEAD}


def test_a_row_that_says_who_signs_owns_nothing() -> None:
    reading = reading_of(
        """
        ردیف | مصوبات | مسئول اجرا | زمان اجرا
        ۱ | انشعاب آب مدرسه وصل شود. | آبفا | ۱۵ روز
        ۲ | تابلوی روستا نصب شود. | دهیاری | یک هفته
        تهیه کننده: بهرام کیانی | | تأیید رئیس جلسه: |
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("آبفا",), ("دهیاری",)]
    assert [one.text for one in reading.passed_over if one.kind is PassedOverKind.SIGNATURE]


def test_a_lettered_title_of_names_and_signatures_is_no_resolution() -> None:
    reading = reading_of(
        """
        صورتجلسه کمیته برنامه‌ریزی
        الف) مصوبات جلسه
        ردیف | شرح | مسئول پیگیری | مهلت
        ۱ | گزارش پروژه‌ها ارائه شود. | بخشداری | یک هفته

        ب) اسامی و امضای اعضا
        ردیف | نام | سمت | امضا
        ۱ | امید نوری | بخشدار |
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("بخشداری",)]


@pytest.mark.parametrize(
    "body",
    [
        "ناجا",
        "اوقاف",
        "ستاد مبارزه با مواد مخدر",
        "کمیسیون مبارزه با قاچاق کالا و ارز",
        "شورای پیشگیری از وقوع جرم",
        "ستاد احیای امر به معروف و نهی از منکر",
        "میراث فرهنگی، صنایع دستی و گردشگری",
        "کانون پرورش فکری کودکان و نوجوانان",
        "شورای حل اختلاف",
    ],
)
def test_a_body_of_the_province_is_one_name(body: str) -> None:
    for sentence in ("{} طرح تازه را تا پایان ماه اجرا نماید.", "{} نسبت به بازدید از محل اقدام کند."):
        assert [actor.name for actor in actors_of(sentence.format(body))] == [body]


def test_a_team_is_called_by_its_work_before_another_noun_of_action() -> None:
    assert [one.name for one in actors_of("بازدید از مدرسه‌ها توسط تیم ارزیابی انجام شود.")] == ["تیم ارزیابی"]
    assert [one.name for one in actors_of("توسط تیم، نظارت شود.")] == ["تیم"]


def test_names_with_dashes_right_between_them_are_several() -> None:
    names, doubts = split_owners("آموزش و پرورش-بهداشت و درمان-ورزش و جوانان")

    assert (names, doubts) == (("آموزش و پرورش", "بهداشت و درمان", "ورزش و جوانان"), ())


def test_a_sentence_that_the_page_broke_before_its_verb_charges_its_subject() -> None:
    reading = reading_of(
        """
        تصمیمات جلسه:
        • شهرداری نورشهر ساختمان سابق آتش‌نشانی را تا ۱۵ شهریور جهت راه‌اندازی سرپناه شبانه
        تحویل بهزیستی دهد
        • آقای نوری مسئول پیگیری تفاهم‌نامه با سازمان‌های مردم‌نهاد شدند و حداکثر تا یکشنبه هفته آینده
        پیش‌نویس را به دفتر امور اجتماعی می‌دهند
        • آبفای استان آبرسانی سیار به روستاهای بخش جزیره را ادامه دهد و کیفیت آب این روستاها
        هر روز توسط مرکز بهداشت پایش شود.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("شهرداری نورشهر",),
        ("آقای نوری",),
        ("آبفای استان", "مرکز بهداشت"),
    ]


def test_a_closing_sentence_is_no_part_of_the_label_above_it() -> None:
    reading = reading_of(
        """
        مصوبات:
        ۱- مقرر شد مانور زمستانه ستاد در نیمه اول اسفند ۱۴۰۲ برگزار شود. مسئول هماهنگی: هلال احمر
        در پایان فرماندار از تلاش نیروهای راهداری تشکر نمود.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("هلال احمر",)]


def test_a_list_of_owners_in_a_bracket_may_have_its_time_behind_it() -> None:
    reading = reading_of(
        """
        تاریخ جلسه: ۱۳۹۸/۰۲/۱۵
        مصوبات:
        ۱. آب معابر محله بندر پمپاژ شود. (شهرداری گلدره – آبفا – سپاه) فوری
        ۲. چادرها برپا شود. (هلال احمر) تا پایان اردیبهشت
        """
    )

    assert [(one.responsible, one.deadline.kind.value) for one in reading.resolutions] == [
        (("شهرداری گلدره", "آبفا", "سپاه"), "immediate"),
        (("هلال احمر",), "date"),
    ]


def test_a_day_right_before_the_deadline_is_a_part_of_the_work() -> None:
    reading = reading_of(
        """
        تاریخ جلسه: شنبه ۱۴۰۲/۱۱/۱۴
        مصوبات:
        ۱- آموزش و پرورش در خصوص تعطیلی مدارس روز یکشنبه تا ساعت ۲۰ امشب تصمیم‌گیری کند.
        ۲- بخشداری گزارش بازدید روز سه‌شنبه را حداکثر تا پنجشنبه ارسال نماید.
        """
    )

    assert list(map(due, reading.resolutions)) == ["1402-11-14", "1402-11-19"]


def test_owners_on_two_lines_of_a_pasted_cell_stay_together() -> None:
    reading = reading_of(
        """
        ردیف
        شرح مصوبه
        دستگاه مجری
        زمان
        1
        هر دستگاه دو پروژه برای برنامه اقدام مشترک
        سال ۱۴۰۱ معرفی کند
        آموزش و پرورش-بهداشت و درمان-
        ورزش و جوانان-کمیته امداد
        ظرف ده روز
        2
        چراغ‌های محله نصب شود
        مدیریت برق شهرستان
        تا پایان خرداد
        """
    )

    assert reading.resolutions[0].responsible == (
        "آموزش و پرورش",
        "بهداشت و درمان",
        "ورزش و جوانان",
        "کمیته امداد",
    )


def test_a_second_row_of_headers_parts_those_who_lead_from_those_who_help() -> None:
    reading = reading_of(
        """
        ردیف | شرح مصوبه | مسئول | | مهلت
        | | اصلی | همکار |
        ۱ | سامانه پایش قیمت راه‌اندازی شود. | صمت | تعزیرات | یک هفته
        ۲ | سهمیه آرد بازنگری شود. | غله | اتاق اصناف | یک ماه
        """
    )

    assert [(one.responsible, one.partners) for one in reading.resolutions] == [
        (("صمت", "تعزیرات"), ("تعزیرات",)),
        (("غله", "اتاق اصناف"), ("اتاق اصناف",)),
    ]


def test_a_firm_that_asked_owns_nothing_beside_the_agency_that_carries_it_out() -> None:
    reading = reading_of(
        """
        ردیف | موضوع | نام واحد | شرح مصوبه | دستگاه اجرایی | زمان
        ۱ | بدهی مالیاتی | شرکت نورگستر | بدهی در ۲۴ قسط تقسیط شود. | امور مالیاتی | یک ماه
        ۲ | انشعاب برق | کارگاه بافت سارا | دیماند ۲۰۰ کیلووات تأمین شود. | توزیع برق | یک هفته
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("امور مالیاتی",), ("توزیع برق",)]


def test_what_a_firm_asked_for_stands_beside_the_decision() -> None:
    reading = reading_of(
        """
        ردیف | نام شرکت | درخواست | مصوبه | مسئول پیگیری | مهلت
        ۱ | فولاد نورستان | استمهال بدهی | بدهی ۳۶ قسط شود. | تامین اجتماعی | یک ماه
        ۲ | سیمان گلدره | رفع قطعی برق | دو ژنراتور تامین شود. | برق منطقه‌ای | ۱۰ روز
        """
    )

    first, second = reading.resolutions
    assert (first.text, first.remark) == ("فولاد نورستان: بدهی ۳۶ قسط شود.", "استمهال بدهی")
    assert (second.responsible, codes(second) & {"column_unread"}) == (("برق منطقه‌ای",), set())


def test_agencies_as_lettered_headings_charge_the_numbers_below_them() -> None:
    reading = reading_of(
        """
        اهم تصمیمات:
        الف- شهرداری:
        ۱- لایروبی کانال‌ها
        ۲- تجهیز ماشین‌آلات برف‌روبی
        ب- راهداری:
        ۱- ذخیره نمک و شن
        ج- کلیه دستگاه‌ها: معرفی نماینده تام‌الاختیار ظرف ۴۸ ساعت
        """
    )

    assert [(one.text, one.responsible) for one in reading.resolutions] == [
        ("لایروبی کانال‌ها", ("شهرداری",)),
        ("تجهیز ماشین‌آلات برف‌روبی", ("شهرداری",)),
        ("ذخیره نمک و شن", ("راهداری",)),
        ("معرفی نماینده تام‌الاختیار ظرف ۴۸ ساعت", ("کلیه دستگاه‌ها",)),
    ]


def test_a_topic_with_a_colon_heads_the_decisions_that_count_below_it() -> None:
    reading = reading_of(
        """
        مصوبات:
        ۱- محور آموزش:
        ۱-۱- کلاس‌های آموزشی توسط فنی و حرفه‌ای برگزار شود.
        ۱-۲- آموزش و پرورش کلاس‌ها را در اختیار بگذارد.
        ۲- محور اشتغال:
        ۲-۱- صندوق کارآفرینی امید ۲۰ فقره وام پرداخت کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [
        ("فنی و حرفه‌ای",),
        ("آموزش و پرورش",),
        ("صندوق کارآفرینی امید",),
    ]


def test_lettered_owners_in_a_cell_are_several() -> None:
    assert split_owners("الف) شهرداری\nب) شبکه بهداشت") == (("شهرداری", "شبکه بهداشت"), ())


def test_an_owner_may_stand_behind_a_label_without_a_colon() -> None:
    reading = reading_of(
        """
        مصوبات:
        ۱. نمایشگاه بهاره برگزار شود؛ مسئول اجرا اتاق اصناف.
        ۲. بازرگانی دولتی گزارش روغن را ارائه دهد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("اتاق اصناف",), ("بازرگانی دولتی",)]


@pytest.mark.parametrize(
    ("sentence", "owner", "certain"),
    [
        ("شهرداری دوربرگردان بلوار را مسدود نماید.", "شهرداری", True),
        ("شهرداری نورآباد دوربرگردان بلوار را مسدود نماید.", "شهرداری نورآباد", True),
        ("دهیاری گلدره حاشیه رودخانه را پاکسازی کند.", "دهیاری گلدره", True),
        ("شهرداری تاکسی‌های فرسوده را جمع کند.", "شهرداری", True),
        ("شهرداری نورآباد آذین میدان را بردارد.", "شهرداری نورآباد آذین", False),
        ("شهرداری نورآباد نسبت به لایروبی اقدام کند.", "شهرداری نورآباد", True),
        ("آبفا رانندگان متخلف را معرفی کند.", "آبفا", True),
        ("آموزش و پرورش کتابخانه تازه را تجهیز کند.", "آموزش و پرورش", True),
        ("روابط عمومی شهرداری بنر را نصب کند.", "روابط عمومی شهرداری", True),
    ],
)
def test_a_name_ends_before_what_its_bearer_works_on(sentence: str, owner: str, certain: bool) -> None:
    assert [(one.name, one.certain) for one in actors_of(sentence)] == [(owner, certain)]


def test_a_town_that_may_have_an_object_in_its_name_is_asked_about() -> None:
    reading = reading_of(
        """
        مصوبات:
        ۱- شهرداری نورآباد آذین میدان را تا پایان دی بردارد.
        """
    )

    assert "owner_boundary" in codes(reading.resolutions[0])


def test_names_alone_behind_the_last_sentence_own_it() -> None:
    reading = reading_of(
        """
        تاریخ جلسه: ۱۴۰۲/۱۲/۱۰
        مصوبات:
        ۱- نرخ اقامتگاه‌ها در تابلو نصب شود. میراث فرهنگی - تعزیرات
        ۲- پست‌های امدادی دایر گردد. هلال احمر / اورژانس (تا ۲۸ اسفند)
        ۳- گزارش نوروز تهیه شود. سپس به شورا فرستاده شود.
        """
    )

    assert told(reading)[:2] == [
        (1, ("میراث فرهنگی", "تعزیرات"), "none"),
        (2, ("هلال احمر", "اورژانس"), "1402-12-28"),
    ]
    assert reading.resolutions[2].responsible == ()


def test_a_time_in_a_bracket_counts_beside_a_column_of_owners() -> None:
    reading = reading_of(
        """
        تاریخ جلسه: ۱۴۰۲/۰۹/۱۳
        ردیف | شرح مصوبه (مهلت اجرا) | مجری
        ۱ | بازدید از کارگاه‌های ساختمانی (۱۵ روز) | اداره کار
        ۲ | معرفی نماینده کارگران (جلسه بعد) | خانه کارگر
        """
    )

    assert told(reading) == [(1, ("اداره کار",), "1402-09-28"), (2, ("خانه کارگر",), "next_meeting")]


def test_minutes_in_one_table_keep_their_number_apart_from_their_decisions() -> None:
    reading = reading_of(
        """
        صورتجلسه شورای ترافیک
        شماره جلسه: ۸ | تاریخ جلسه: ۱۴۰۱/۰۹/۱۵
        مصوبات جلسه |
        ۱- شهرداری دوربرگردان بلوار را تا پایان ماه مسدود نماید. ⏎ ۲- راهور طرح را در جلسه بعد گزارش دهد. |
        امضا |
        """
    )

    assert told(reading) == [(1, ("شهرداری",), "1401-09-30"), (2, ("راهور",), "next_meeting")]


def test_brackets_beside_one_another_or_beside_a_label_are_owner_and_deadline() -> None:
    reading = reading_of(
        """
        تاریخ جلسه: ۱۴۰۳/۰۵/۰۱
        مصوبات:
        ۱- راه دسترسی ترمیم شود [راهداری] [۳۰ شهریور]
        ۲- چادر برپا شود (۳ روز) (هلال احمر)
        ۳- سرعت‌گیر نصب شود (شهرداری). مهلت: دو هفته
        ۴- گزارش تهیه شود (طبق فرم پیوست) مسئول: صمت
        """
    )

    assert told(reading) == [
        (1, ("راهداری",), "1403-06-30"),
        (2, ("هلال احمر",), "1403-05-04"),
        (3, ("شهرداری",), "1403-05-15"),
        (4, ("صمت",), "none"),
    ]
