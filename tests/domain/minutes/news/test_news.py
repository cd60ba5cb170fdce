"""News reports: who speaks is cut off, each clause is judged, and what decides becomes a resolution of its own."""

from __future__ import annotations

import pytest

from domain.minutes.reading import PassedOverKind, Reading
from tests.domain.minutes.paper import codes, due, reading_of, told

LEAD = (
    "شنبه ۱۹ آبان ۱۴۰۳\n"
    "به گزارش روابط عمومی فرمانداری، سومین نشست ستاد سیلاب شهرستان گلدره روز شنبه ۱۹ آبان ۱۴۰۳ به ریاست فرماندار "
    "برگزار شد.\n"
    "هادی نیک‌روش فرماندار گلدره در این نشست گفت: بارش هفته گذشته ۴۰ میلی‌متر بود.\n"
    "وی با قدردانی از امدادگران افزود: پارسال ۱۲ پل مرمت شد.\n"
)


def _news(*lines: str) -> Reading:
    return reading_of(LEAD + "\n".join(lines))


def _texts(*lines: str) -> list[str]:
    return [one.text for one in _news(*lines).resolutions]


def test_an_order_to_a_body_is_a_resolution_without_the_words_of_who_gives_it() -> None:
    reading = _news("نیک‌روش گفت: شهرداری گلدره جوی‌ها را تا ۲۵ آبان لایروبی کند.")

    assert [(names, day) for _, names, day in told(reading)] == [(("شهرداری گلدره",), "1403-08-25")]
    [order] = reading.resolutions
    assert order.text == "شهرداری گلدره جوی‌ها را تا ۲۵ آبان لایروبی کند."
    assert any(one.text == "نیک‌روش گفت:" for one in reading.passed_over)


def test_two_decisions_of_one_sentence_are_two_resolutions() -> None:
    assert _texts(
        "وی تصریح کرد: با درخواست شرکت آرد سحر برای بخشودگی جریمه موافقت نشد و پرونده مرغداری نوید به نشست بعدی ستاد "
        "موکول شد."
    ) == [
        "با درخواست شرکت آرد سحر برای بخشودگی جریمه موافقت نشد",
        "پرونده مرغداری نوید به نشست بعدی ستاد موکول شد.",
    ]


def test_two_decisions_may_share_their_verb() -> None:
    reading = _news(
        "همچنین اعضای ستاد با تمدید مهلت ثبت‌نام موافقت و بخشداری را موظف کردند فهرست روستاها را تا پایان آذر بفرستد."
    )

    assert [one.responsible for one in reading.resolutions] == [(), ("بخشداری",)]


def test_a_further_body_of_one_sentence_has_a_resolution_of_its_own() -> None:
    reading = _news(
        "فرماندار ادامه داد: اداره راهداری علائم جاده سفیدرود را نصب کند و دهیاری هم مسیر روستا را تا ۳۰ آبان ببندد."
    )

    assert [one.responsible for one in reading.resolutions] == [("اداره راهداری",), ("دهیاری",)]


def test_a_report_of_the_same_work_stays_with_it() -> None:
    [only] = _texts("وی گفت: از این پس معاونان هر دو هفته یک بار از روستاها بازدید خواهند داشت و گزارش آن مطرح می‌شود.")
    assert only.endswith("مطرح می‌شود.")


def test_a_matter_stays_before_its_decision_and_a_report_does_not() -> None:
    matter, report = _texts(
        "در ادامه لایحه خرید دو پمپ مطرح شد و پس از توضیحات دبیر، اعضای ستاد با خرید آن‌ها موافقت کردند.",
        "سپس دکتر مینا افشار گزارشی از سد ارائه داد و پس از بحث، با بازدید از سد موافقت شد.",
    )
    assert matter.startswith("در ادامه لایحه خرید دو پمپ مطرح شد")
    assert report == "پس از بحث، با بازدید از سد موافقت شد."


@pytest.mark.parametrize(
    "line",
    [
        "وی افزود: سال گذشته ۱۸ کیلومتر جاده آسفالت شد.",
        "نیک‌روش گفت: امسال ۶ دستگاه بیل مکانیکی خریداری شد و جای تقدیر دارد.",
        "فرماندار از مردم خواست از سفرهای غیرضرور بپرهیزند.",
        "وی گفت: شهروندان می‌توانند تخلفات را به سامانه ۱۲۴ گزارش دهند.",
        "افشار افزود: پیشنهاد ما این است که سقف وام افزایش یابد.",
        "وی گفت: دستگاهی که مصوبه ستاد را اجرا نکند باید پاسخگو باشد.",
        "نیک‌روش تصریح کرد: هیچ مسافری نباید شب را در خیابان بماند.",
        "وی گفت: در این باره هنوز تصمیمی گرفته نشده است.",
    ],
)
def test_what_is_told_wished_or_asked_of_citizens_is_no_resolution(line: str) -> None:
    reading = _news("در پایان مقرر شد دبیرخانه گزارش نشست را تا ۲۵ آبان بفرستد.", line)

    assert len(reading.resolutions) == 1
    assert any(
        one.kind is PassedOverKind.DISCUSSION and line.rpartition(": ")[2][:-1] in one.text
        for one in reading.passed_over
    )


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("وی از اداره بهداشت خواست فهرست مراکز را تا ۲۸ آبان اعلام کند.", "اداره بهداشت"),
        ("فرماندار به رئیس اداره برق دستور داد چراغ‌های میدان را بررسی و گزارش آن را ارائه کند.", "رئیس اداره برق"),
        ("فرماندار به بخشدار مرکزی دستور داد: چادرها را از بستر رود جمع کند.", "بخشدار مرکزی"),
    ],
)
def test_who_is_ordered_by_the_speaker_is_the_owner(line: str, owner: str) -> None:
    [order] = _news(line).resolutions
    assert order.responsible == (owner,)
    assert order.text == line[line.index(owner) - 3 :]


def test_what_a_decision_is_told_by_in_the_present_is_kept_with_a_doubt() -> None:
    closed, later = _news(
        "وی افزود: بر اساس مصوبات این نشست، مدارس روستاهای کوهستانی غیرحضوری است.",
        "نیک‌روش ادامه داد: ادارات شهرستان با دو ساعت تأخیر آغاز به کار می‌کنند.",
    ).resolutions
    assert "not_a_decision" in codes(closed) | codes(later)
    assert later.responsible == ("ادارات شهرستان",)


def test_a_demand_on_many_is_asked_about() -> None:
    reading = _news("فرماندار گفت: همه دستگاه‌ها باید خود را در برابر مردم مسئول بدانند.", "مقرر شد پل بازدید شود.")

    assert len(reading.resolutions) == 1
    assert any("مسئول بدانند" in str(one.params) for one in reading.doubts)


def test_leave_terms_and_posts_decide() -> None:
    assert (
        len(
            _texts(
                "وی گفت: تالارها با یک‌سوم ظرفیت اجازه فعالیت دارند و اتحادیه تالارداران مسئول کنترل کارت کارکنان است.",
                "نیک‌روش افزود: شهرداری‌ها سه ماه فرصت دارند آبیاری را جدا کنند و پس از آن انشعاب‌ها جمع‌آوری خواهد شد.",
            )
        )
        == 3
    )


def test_a_vote_makes_the_sentence_before_it_a_decision() -> None:
    [named] = _texts("وی گفت: بوستان تازه به نام «باران» نام‌گذاری شد. این مصوبه با پنج رأی به تصویب رسید.")
    assert named.endswith("به تصویب رسید.")


def test_headlines_and_links_around_a_report_are_not_asked_about() -> None:
    reading = reading_of(
        "از مرمت پل چنار تا تخلیه چادرها/ تکلیف چهار پل\n"
        + LEAD
        + "مقرر شد اداره راهداری پل چنار را تا ۳۰ آبان مرمت کند.\nسرخط خبرهای گلدره\nهمراهی بانک‌ها\nگالری تصاویر"
    )

    assert [one.responsible for one in reading.resolutions] == [("اداره راهداری",)]
    assert "passed_over" not in {doubt.code for doubt in reading.doubts}


def test_lines_of_a_channel_are_read_alike() -> None:
    reading = reading_of(
        "✅ نشست ستاد بحران گلدره برگزار شد\n📅 شنبه ۱۹ آبان ۱۴۰۳\n"
        "🔹 نیک‌روش گفت: در بارش اخیر ۳۷ خودرو رهاسازی شد.\n"
        "🔹 وی افزود: دهیاری‌ها به ساکنان حاشیه رود هشدار داده و نسبت به تخلیه چادرها فورا اقدام شود.\n"
        "🔹 همچنین مقرر شد شرکت نفت ذخیره سوخت جایگاه‌ها را تأمین کند."
    )

    assert [(one.responsible, due(one)) for one in reading.resolutions] == [
        (("دهیاری‌ها",), "1403-08-22"),
        (("شرکت نفت",), "none"),
    ]


def test_the_next_meeting_is_called_for_its_day() -> None:
    reading = _news(
        "مقرر شد دبیرخانه گزارش بارش را تا ۲۲ آبان بفرستد.",
        "نیک‌روش در پایان گفت: نشست بعدی ستاد ۲۶ آبان با حضور دهیاران تشکیل خواهد شد.",
        "نشست بعدی کارگروه صبح سه‌شنبه برای تصمیم‌گیری برگزار می‌شود.",
    )

    assert [due(one) for one in reading.resolutions] == ["1403-08-22", "1403-08-26", "1403-08-22"]


def test_a_day_that_is_near_is_a_deadline_of_what_is_shut() -> None:
    reading = _news(
        "وی افزود: بر اساس مصوبات این نشست، فردا یکشنبه ۲۰ آبان مدارس روستایی غیرحضوری است.",
        "به گفته فرماندار، فعالیت معادن شن نیز تا پایان روز سه‌شنبه متوقف می‌شود.",
    )

    assert [due(one) for one in reading.resolutions] == ["1403-08-20", "1403-08-22"]


def test_what_holds_until_an_event_is_a_decision_of_its_own() -> None:
    """The trade office lists the closed bakeries, whose flour goes elsewhere for the time being."""
    reading = _news(
        "وی ادامه داد: مقرر شد اداره صنعت تا ۳۰ آبان فهرست نانوایی‌های راکد را ارائه دهد و سهمیه این واحدها تا تعیین"
        " تکلیف نهایی به نانوایی‌های فعال داده شود.",
        "وی افزود: سال گذشته سه نانوایی ساخته شد.",
    )

    assert [(one.responsible, due(one)) for one in reading.resolutions] == [
        (("اداره صنعت",), "1403-08-30"),
        ((), "unknown"),
    ]


def test_an_order_beside_a_list_of_decisions_is_kept() -> None:
    reading = _news(
        "وی در همین زمینه به مدیر جهاد کشاورزی دستور داد خسارت باغ‌ها را بررسی و گزارش آن را ظرف یک هفته ارائه کند.",
        "در پایان این نشست موارد زیر به تصویب رسید:",
        "- بانک ملی وام خسارت‌دیدگان را تا پایان آذر بپردازد.",
        "- بخشداری فهرست خانه‌ها را تهیه نماید.",
    )

    assert [one.responsible for one in reading.resolutions] == [("مدیر جهاد کشاورزی",), ("بانک ملی",), ("بخشداری",)]


@pytest.mark.parametrize(
    "lead",
    [
        "به گزارش سپیدنیوز، هادی نیک‌روش روز شنبه ۱۹ آبان ۱۴۰۳ در سومین نشست ستاد سیلاب شهرستان افزود: بارش بیشتر شد.",
        "یکشنبه ۲۰ آبان ۱۴۰۳ - شماره ۱۸۸۴ - صفحه ۳\nهادی نیک‌روش روز شنبه ۱۹ آبان در سومین نشست ستاد گفت: آماده‌ایم.",
    ],
)
def test_the_day_and_the_number_stand_before_what_is_said(lead: str) -> None:
    reading = reading_of(
        f"{lead}\nوی افزود: شهرداری جوی‌ها را از فردا لایروبی کند.\nوی گفت: بارش هفته پیش ۴۰ میلی‌متر بود."
    )

    assert (reading.meeting.number, reading.meeting.to_json()["date"]) == (3, "1403-08-19")
    assert [due(one) for one in reading.resolutions] == ["1403-08-20"]


def test_a_passive_clause_with_a_subject_of_its_own_is_asked_about() -> None:
    works, money = _news(
        "در این نشست مقرر شد اداره راهداری نصب حفاظ جاده را به پایان برساند و اعتبار آن از محل ماده ده تأمین شود."
    ).resolutions
    assert works.responsible == ("اداره راهداری",)
    assert "not_a_decision" in codes(money)


def test_a_meeting_of_a_month_is_no_day() -> None:
    [visit] = _news("در پایان مقرر شد کارگروه فنی پیشنهادهای خود را در نشست آذرماه ارائه کند.").resolutions
    assert due(visit) == "unknown"


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("وی افزود: شرکت‌های حمل مکلف‌اند تا پایان آبان ناوگان خود را بیمه کنند.", "شرکت‌های حمل"),
        (
            "وی گفت: دهیاری‌های مراکز بخش‌ها نیز موظف شدند انبارهای نمک را تا ۲۵ آبان پر کنند.",
            "دهیاری‌های مراکز بخش‌ها",
        ),
        ("همچنین مدیریت طرح‌های آبرسانی مأمور شد نقشه را یک روز قبل از نشست بفرستد.", "مدیریت طرح‌های آبرسانی"),
        ("در این زمینه تصمیم بر آن شد اداره گاز نسبت به تعویض علمک‌ها اقدام کند.", "اداره گاز"),
        ("وی گفت: اعتبار تازه‌ای نداریم، ولی شرکت آب و فاضلاب موظف شد مخزن را تعمیر کند.", "شرکت آب و فاضلاب"),
        ("همچنین با برپایی اردوگاه موافقت و مسئولیت آن به جمعیت هلال احمر واگذار شد.", "جمعیت هلال احمر"),
    ],
)
def test_who_is_bound_is_named_by_all_words_before_the_verb(line: str, owner: str) -> None:
    [bound] = _news(line).resolutions
    assert bound.responsible == (owner,)


@pytest.mark.parametrize(
    "line",
    [
        "وی افزود: مقرر شد ۸۰ چادر در بوستان برپا شود و سازمان تعاون شهری متولی تأمین آن خواهد بود.",
        "وی گفت: برداشت شن تا پایان آذر متوقف می‌شود و اداره محیط زیست مسئول نظارت بر آن است.",
    ],
)
def test_who_carries_out_what_nobody_is_charged_with_stays_beside_it(line: str) -> None:
    [only] = _news(line).resolutions
    assert only.text.endswith(line[-9:])
    assert len(only.responsible) == 1


def test_a_decision_behind_that_is_parted_from_its_matter() -> None:
    guild, town = _news(
        "فرماندار گفت: دستور دوم به سد معبر اختصاص داشت که طبق مصوبه ستاد، اتاق اصناف از صدور پروانه خودداری خواهد کرد "
        "و شهرداری هم دکه‌ها را جمع‌آوری می‌کند."
    ).resolutions
    assert (guild.responsible, town.responsible) == (("اتاق اصناف",), ("شهرداری",))
    assert "not_a_decision" in codes(guild) & codes(town)


def test_a_change_at_somebodys_proposal_is_decided_and_a_courtesy_behind_it_is_told() -> None:
    [hour] = _texts(
        "در پایان این نشست با پیشنهاد دبیر، زمان برگزاری ستاد به نخستین شنبه هر ماه تغییر یافت و از دو امدادگر نمونه "
        "با اهدای لوح تجلیل شد."
    )
    assert hour.endswith("تغییر یافت")


def test_a_vote_may_share_its_sentence_with_the_next_order() -> None:
    ban, order = _news(
        "وی گفت: ساخت‌وساز در بستر رود از سال آینده ممنوع خواهد بود. این مصوبه به اتفاق آرا تصویب شد و بنیاد مسکن باید "
        "زمین جایگزین معرفی کند."
    ).resolutions
    assert ban.text.endswith("به اتفاق آرا تصویب شد")
    assert order.responsible == ("بنیاد مسکن",)


def test_a_round_that_will_be_made_every_day_is_kept_with_a_doubt() -> None:
    [rounds] = _news("وی گفت: گشت‌های مشترک از امروز تا پایان آبان هر روز فعال خواهند بود.").resolutions
    assert "not_a_decision" in codes(rounds)


def test_a_decision_from_the_beginning_of_a_month_is_not_gone_by() -> None:
    [share] = _texts("وی گفت: به همین دلیل امروز تصمیم گرفتیم سهمیه آب کارخانه از ابتدای آذر کم شود.")
    assert share.endswith("کم شود.")


def test_a_forecast_and_a_count_decide_nothing() -> None:
    [only] = _news(
        "مدیر هواشناسی هم پیش‌بینی کرد بارش هفته آینده کمتر باشد.",
        "وی گفت: از ۴۰۰ حلقه چاه، ۹۰ حلقه غیرمجاز است.",
        "مقرر شد دهیاری چاه‌ها را پر کند.",
    ).resolutions
    assert only.responsible == ("دهیاری",)


def test_the_day_of_a_page_that_only_says_its_date_is_not_the_meetings() -> None:
    reading = reading_of(
        "تاریخ: ۱۴۰۳/۰۸/۲۰ - ۰۸:۱۲\nجلسه ستاد سیلاب گلدره عصر روز گذشته با حضور فرماندار برگزار شد.\n"
        "نیک‌روش گفت: بارش زیاد بود.\nوی گفت: مقرر شد شهرداری پل را بسازد."
    )
    assert reading.meeting.to_json()["date"] == "1403-08-19"


def test_a_condition_of_further_work_leaves_the_deadline() -> None:
    [visit] = _news(
        "مقرر شد شهرداری ظرف ۲۰ روز نسبت به بازدید از تالارها اقدام کند و در صورت تکرار تخلف پلمب گردند."
    ).resolutions
    assert due(visit) == "1403-09-09"


@pytest.mark.parametrize(
    "line",
    [
        "در این نشست با اکثریت آرا، پیشنهاد افزایش کرایه قایق‌ها رد و به کمیسیون بازگردانده شد.",
        "وی گفت: در نهایت تصمیم بر تعطیلی مدارس روستایی در روز دوشنبه گرفته شد.",
        "در ادامه پیشنهاد تشکیل کارگروه گردشگری مطرح و مورد استقبال و تصویب اعضا قرار گرفت.",
        "شورای تأمین نیز مجوز برگزاری جشنواره انار را صادر کرد.",
    ],
)
def test_what_becomes_of_a_matter_is_decided(line: str) -> None:
    [matter] = _texts(line)
    assert matter.endswith(line[-30:])


@pytest.mark.parametrize(
    "line",
    [
        "شهردار هم قول داد آسفالت خیابان امام را تا پایان آبان تمام کند.",
        "به گفته دبیر ستاد، پرداخت غرامت دامداران از هفته آینده آغاز خواهد شد.",
    ],
)
def test_a_promise_with_a_day_is_asked_about(line: str) -> None:
    reading = _news(line, "مقرر شد دهیاری چاه‌ها را پر کند.")

    assert len(reading.resolutions) == 1
    assert any(line[-30:] in str(one.params) for one in reading.doubts)


@pytest.mark.parametrize("unit", ["وی از شهرداری خواست ", "موافقت و ", "وی گفت: ", "این مصوبه با پنج رأی تصویب شد. "])
def test_a_report_without_end_is_read(unit: str) -> None:
    assert _news("وی گفت: " + unit * 1_000 + "شهرداری پل را بسازد.").meeting.number == 3


def test_that_something_was_decided_is_no_decision_and_may_name_the_session() -> None:
    reading = reading_of(
        """
        معاون استاندار گفت: در دویست و هفتمین نشست کارگروه تسهیل، مشکلات چهار واحد بررسی و برای هر یک تصمیم‌گیری شد.
        او در گفت‌وگو با خبرنگار ما درباره جلسه امروز (سه‌شنبه ۱۸ دی‌ماه ۱۴۰۳) اظهار داشت: ۴۶۰ کارگر نگران بودند.
        وی تصریح کرد: مصوب شد شرکت گاز بدهی این واحد را در ۱۲ قسط تقسیط کند.
        وی در پایان گفت: مصوبات این کارگروه به صورت مستمر از سوی دبیرخانه رصد می‌شود.
        """
    )

    assert reading.meeting.number == 207
    assert [names for _, names, _ in told(reading)] == [("شرکت گاز",)]
    assert any("رصد" in str(doubt.params.get("text")) for doubt in reading.doubts)


def test_a_session_that_a_committee_is_still_to_hold_numbers_no_minutes() -> None:
    reading = _news("تعیین نرخ به کمیسیون نظارت واگذار شد تا در نخستین جلسه خود درباره آن تصمیم بگیرد.")

    assert reading.meeting.number == 3
