"""Minutes that narrate: what was told before a decision, several decisions of one item, decisions announced above."""

from __future__ import annotations

from datetime import date

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
        "با خرید دو دستگاه لیفتراک موافقت شد. مدیر بازرگانی مجاز است نسبت به عقد قرارداد اقدام نماید.",
        "افتتاح حساب نزد بانک مهر تصویب شد. مدیرعامل مجاز گردید اسناد حساب را امضا کند.",
        "فروش ضایعات به تصویب رسید. امور اداری مجاز می‌باشد نسبت به انتشار آگهی اقدام نماید.",
        "مقرر گردید شهرداری تابلوها را نصب نماید. موضوع با ۵ رأی موافق تصویب شد.",
        "مقرر شد انباردار موجودی را اعلام کند. تبصره: موجودی سرد جداگانه تصویب شد و خواهد ماند.",
    ],
)
def test_who_carries_out_a_decision_its_vote_and_its_note_stay_with_it(item: str) -> None:
    assert len(_resolutions(f"مصوبات:\n۱- {item}\n۲- مقرر شد بخشداری راه را هموار کند.")) == 2


def test_a_vote_on_the_decision_before_it_is_none_of_its_own() -> None:
    told = "مقرر شد شهرداری تابلوها را نصب نماید. این مورد به اتفاق آرا تصویب شد. همچنین بودجه تصویب شد."

    assert [one.text.count("تصویب شد") for one in _resolutions(told)] == [1, 1]


@pytest.mark.parametrize(
    "told",
    [
        "آقای کیان پیشنهاد داد نیمکت‌ها رنگ شود ولی رأی نیاورد.",
        "آقای کیان پیشنهاد واگذاری اتاق سرایداری را داد که قرار نشد تصمیمی گرفته شود.",
    ],
)
def test_what_somebody_proposed_in_vain_is_no_decision(told: str) -> None:
    assert len(_resolutions(f"{told}\nمصوبات:\n۱- مقرر شد بخشداری راه را هموار کند.")) == 1
    assert len(_resolutions("مصوبات:\n۱- پیشنهاد اجاره دادن پشت‌بام رأی نیاورد.\n۲- مقرر شد راه هموار شود.")) == 2


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


def test_a_list_inside_a_paragraph_is_read_item_by_item() -> None:
    reading = reading_of(
        OPENING
        + "در این نشست موضوع نان و آب بررسی شد و مصوباتی به دنبال داشت که مهمترین آنها:۱ـ کلیه نانوایی‌های شهر موظفند "
        "نرخ را نصب نمایند. ۲ـ ادارهٔ برق تا ۳۰ مهر گزارش خاموشی‌ها را بفرستد. جلسه ساعت ۱۲ با ذکر صلوات پایان یافت."
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert [one.responsible for one in reading.resolutions] == [("کلیه نانوایی‌های شهر",), ("ادارهٔ برق",)]


def test_dashes_inside_a_paragraph_part_the_decisions_of_a_notice() -> None:
    reading = reading_of(
        "آگهی تغییرات شرکت نان گلدره\nبه استناد صورتجلسهٔ مورخ ۱۴۰۲/۰۷/۱۹ تصمیمات ذیل اتخاذ شد : - خانم مهناز دلیری "
        "به سمت مدیرعامل انتخاب گردید . - نشانی شرکت به خیابان لاله منتقل گردید . - به آقای نادری وکالت داده شد نسبت "
        "به ثبت اقدام نماید ."
    )

    first, second, third = reading.resolutions
    assert first.text.startswith("خانم مهناز دلیری")
    assert second.text.startswith("نشانی شرکت")
    assert third.responsible == ("آقای نادری",)


def test_each_sentence_behind_a_colon_of_deciding_is_a_decision() -> None:
    reading = reading_of(
        OPENING
        + "در این جلسه مقرر شد: پوستر آموزشی در همه بخش‌ها نصب شود.سوپروایزر کنترل عفونت چک‌لیست را تدوین نماید. در خصوص "
        "خرید دو دستگاه با معاونت درمان مکاتبه شود. گفتنی است که این کمیته هر ماه تشکیل می‌شود."
    )

    assert len(reading.resolutions) == 3
    assert any(passed.text.startswith("گفتنی است") for passed in reading.passed_over)


def test_what_convened_is_no_part_of_the_decision_and_a_second_charge_stands_alone() -> None:
    reading = reading_of(
        "با سلام جلسه‌ای در روز چهارشنبه مورخ ۱۴۰۲/۰۷/۱۹ درباره مصالح زلزله‌زدگان با حضور بازرس اداره و اعضای خانه صنعت "
        "برگزار شد و مصوب گردید ظرف ۴۸ ساعت واحدها آمادگی خود را اعلام نمایند و ضمنا خانه صنعت و معدن جلسه‌ای برپا کند."
    )

    first, second = reading.resolutions
    assert first.text.startswith("مصوب گردید")
    assert (first.responsible, first.deadline.due) == (("واحدها",), date(2023, 10, 13))
    assert second.responsible == ("خانه صنعت و معدن",)


def test_news_that_counts_up_what_was_passed() -> None:
    reading = reading_of(
        OPENING
        + "تصویب تخفیف بلیت اتوبوس دانشجویان از جمله این مصوبات است.\n"
        + "تأیید صورت‌های مالی سازمان آرامستان‌ها از دیگر مصوبات این جلسه بود.\n"
        + "۱۹ مهر ۱۴۰۲ ۰۹:۱۰"
    )

    assert [one.text.split()[0] for one in reading.resolutions] == ["تصویب", "تأیید"]
    [stamp] = [one for one in reading.passed_over if "۰۹:۱۰" in one.text or "09:10" in one.text]
    assert stamp.kind is PassedOverKind.LETTERHEAD


def test_minutes_that_say_of_nothing_that_it_was_decided_are_still_read_and_asked_about() -> None:
    reading = reading_of(
        "جلسه هم‌اندیشی محله آبشار روز سه‌شنبه ۱۴۰۲/۰۷/۱۸ برگزار شد و اهالی مشکلات خود را بیان کردند.\n"
        "شهرداری آسفالت کوچه لاله را تا پایان ماه انجام دهد. آبفا لوله پوسیده را ظرف دو هفته تعویض کند."
    )

    assert [one.responsible for one in reading.resolutions] == [("شهرداری",), ("آبفا",)]
    assert all("not_a_decision" in [doubt.code for doubt in one.doubts] for one in reading.resolutions)


def test_a_matter_that_was_left_open_among_decisions_is_asked_about() -> None:
    reading = reading_of(
        OPENING
        + """
        ۱- مقرر شد حق عضویت سالانه افزایش یابد.
        ۲- خانم نوری پیشنهاد خبرنامه را مطرح کرد ولی فعلاً مسکوت ماند.
        ۳- مقرر شد خزانه‌دار صورت پرداخت‌ها را منتشر کند.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 3]
    assert any("مسکوت" in str(doubt.params.get("text")) for doubt in reading.doubts)


def test_what_was_only_talked_of_is_no_decision_where_a_list_of_decisions_follows() -> None:
    reading = reading_of(
        OPENING
        + """
        اهم مطالب مطروحه :
        ۱ – گزارش توزیع سبد کالا ارایه شد.
        ۲ – بهتر است سبد کالا شب‌ها تحویل خانواده‌ها شود.
        مصوبات :
        ۱ – خواهر گلستانه برای ثبت نام کلاس خیاطی اطلاع‌رسانی نماید.
        ۲ – برادر رحمانی تا نیمه دی ماه به جلسه گزارش کند.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("خواهر گلستانه",), ("برادر رحمانی",)]


def test_decisions_that_are_told_off_in_one_paragraph_are_parted() -> None:
    reading = reading_of(
        OPENING
        + "جلسه هیئت مدیره درمحل اتحادیه تشکیل و موارد ذیل به تصویب رسید : اولا بازرسین اتحادیه ظرف ۱۵ روز اخطار صادر "
        "نمایند. ثانیا برگزاری حراج بدون مجوز ممنوع می باشد. ثالثا آقای کاظمیان به عنوان نماینده معرفی گردید."
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3]
    assert reading.resolutions[0].responsible == ("بازرسین اتحادیه",)


def test_decisions_that_are_told_off_are_parted_with_arabic_letters_too() -> None:
    reading = reading_of(
        OPENING + "جلسه هيئت مديره تشكيل و موارد ذيل به تصويب رسيد : اولا بازرسين اتحاديه اخطار صادر نمايند. "
        "ثانيا برگزاري حراج بدون مجوز ممنوع مي باشد."
    )

    assert [one.number for one in reading.resolutions] == [1, 2]


def test_numbers_below_an_item_are_its_own_even_where_its_number_is_the_meeting_s() -> None:
    reading = reading_of(
        """
        صورتجلسه کارگروه سکونتگاه‌ها (جلسه چهارم)
        تاریخ جلسه: ۱۴۰۲/۰۷/۱۹
        مصوبات:
        ۳- شبکه بهداشت از اول آبان در دو شیفت فعالیت کند.
        ۴- اداره برق چهار ترانس فرسوده را تعویض کند.
        ۴-۱- ترانس خیابان دهم در اولویت است.
        ۴-۲- خاموشی‌ها از پیش اطلاع‌رسانی شود.
        ۵- کمیته امداد فهرست خانوارها را تا ۳۰ مهر بدهد.
        """
    )

    assert [one.number for one in reading.resolutions] == [3, 4, 5]
    assert "ترانس خیابان دهم" in reading.resolutions[1].text + str(reading.resolutions[1].items)


def test_decisions_below_a_follow_up_that_never_ends_are_not_lost_with_it() -> None:
    reading = reading_of(
        """
        صورتجلسه کمیته سازگاری با کم‌آبی شهرستان گلدره
        جلسه کمیته روز چهارشنبه مورخ ۱۹ مهر ۱۴۰۲ برگزار شد.
        گزارش پیگیری جلسه گذشته
        آقای نوری اعلام کرد پلمب هفت حلقه چاه انجام شده است.
        ۱- آب شرب روستاها
        بخشدار از قطعی شبانه آب خبر داد.
        مقرر شد امور آب مخزن تپه شرقی را ظرف ده روز ترمیم کند.
        مقرر شد آقای نوری گزارش برداشت چاه‌ها را اول هر ماه ارسال کند.
        """
    )

    first, second = reading.resolutions
    assert "بخشدار" not in first.text
    assert (first.responsible, second.responsible) == (("امور آب",), ("آقای نوری",))
    assert any("پلمب" in one.text for one in reading.passed_over)


def test_a_report_that_is_still_to_come_tells_nothing() -> None:
    reading = reading_of(
        OPENING
        + "مصوبات:\n۱- برادر نیک‌نفس مسئولیت پیگیری سند را عهده‌دار گردید و هر ماه گزارش آن را ارائه خواهد کرد.\n"
        + "۲- خرید دو دستگاه بخاری برای شبستان"
    )

    assert [one.responsible for one in reading.resolutions] == [("برادر نیک‌نفس",), ()]
