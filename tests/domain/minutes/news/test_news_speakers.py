"""News in the words of those who speak: frames without a colon, orders, promises, matters put off, further owners."""

from __future__ import annotations

import pytest

from domain.minutes.reading import Reading
from tests.domain.minutes.paper import codes, due, reading_of, told

PAGE = (
    "نشست کمیته اشتغال شهرستان رودبارک برگزار شد\n"
    "۳ مهر ۱۴۰۳ - ۱۴:۲۰\n"
    "به گزارش روابط عمومی فرمانداری، پنجمین نشست کمیته اشتغال روز سه‌شنبه ۳ مهر ۱۴۰۳ به ریاست فرماندار برگزار شد.\n"
    "فرماندار در این نشست گفت اشتغال اولویت نخست ماست و همه باید پای کار باشند.\n"
)


def _page(*lines: str) -> Reading:
    return reading_of(PAGE + "\n".join(lines))


def _asked(reading: Reading) -> str:
    return " ".join(str(one.params.get("text", "")) for one in reading.doubts)


@pytest.mark.parametrize(
    ("line", "owner", "day"),
    [
        (
            "ایشان فرمودند سلامت مردم خط قرمز ماست و اداره دامپزشکی بایستی دام‌ها را تا ۲۰ مهر واکسن بزند.",
            "اداره دامپزشکی",
            "1403-07-20",
        ),
        ("وی اظهار داشت شهرداری باید جوی‌ها را ظرف ده روز لایروبی کند.", "شهرداری", "1403-07-13"),
        (
            "رئیس کمیته بی‌توجهی دستگاه‌ها را علت اصلی دانست و افزود: اداره گاز باید تا ۱۵ مهر گزارش دهد.",
            "اداره گاز",
            "1403-07-15",
        ),
        ("وی رئیس اداره کار را مکلف کرد فهرست کارگاه‌ها را ظرف ده روز تهیه کند.", "رئیس اداره کار", "1403-07-13"),
        ("دانشگاه فنی نیز تعهد داد دو کارگاه را تا پایان آبان در اختیار مربیان قرار دهد.", "دانشگاه فنی", "1403-08-30"),
    ],
)
def test_what_somebody_orders_or_pledges_without_a_colon_is_a_resolution(line: str, owner: str, day: str) -> None:
    assert [(names, when) for _, names, when in told(_page(line))] == [((owner,), day)]


def test_a_command_to_nobody_decides_what_shall_be() -> None:
    [closed] = _page("فرماندار دستور داد از شنبه آینده مدارس روستایی نیمه‌حضوری شوند.").resolutions
    assert closed.text == "از شنبه آینده مدارس روستایی نیمه‌حضوری شوند."
    assert due(closed) == "1403-07-07"


def test_the_words_that_announce_decisions_are_none_of_theirs() -> None:
    first, second = _page(
        "سپس موضوعات مطرح و از جمله مهمترین مصوبات اینکه مقرر گردید اداره راهداری روشنایی سه‌راهی را تأمین نماید و "
        "همچنین مصوب گردید شهرداری طرح میدان را تهیه کند."
    ).resolutions
    assert first.text.startswith("مقرر گردید اداره راهداری")
    assert second.responsible == ("شهرداری",)


def test_thanks_before_a_decision_stay_with_what_was_told() -> None:
    [next_one] = _page(
        "در پایان فرمانده انتظامی از شهرداری تشکر کرد و مقرر شد نشست بعدی در محل شهرداری برگزار شود."
    ).resolutions
    assert next_one.text.startswith("مقرر شد")


def test_a_decision_on_what_was_told_keeps_it() -> None:
    [matter] = _page("بخشدار خواستار اعتبار ویژه شد که قرار شد این پیشنهاد در شورای برنامه‌ریزی مطرح شود.").resolutions
    assert matter.text.startswith("بخشدار خواستار")


def test_what_is_handed_over_with_a_decision_stays_with_it() -> None:
    [refused] = _page("اعضا با برگزاری جشنواره مخالفت کردند و تصمیم‌گیری در این باره به فرمانداری سپرده شد.").resolutions
    assert refused.responsible == ("فرمانداری",)


def test_two_works_with_days_of_their_own_are_two() -> None:
    cup, rules = _page(
        "مقرر شد مسابقات از ۲۲ مهر آغاز گردد و دبیر هیئت آیین‌نامه آن را حداکثر تا ۱۰ مهر ابلاغ کند.",
    ).resolutions
    assert (due(rules), rules.responsible) == ("1403-07-10", ("دبیر هیئت",))
    assert cup.text.endswith("آغاز گردد")


def test_an_object_before_its_body_begins_a_further_work() -> None:
    reading = _page(
        "رئیس اداره برق متعهد شد مولد را ظرف دو هفته تعمیر کند و نفت مدارس را هم شرکت نفت تا ۳۰ مهر تحویل می‌دهد."
    )
    assert [one.responsible for one in reading.resolutions] == [("رئیس اداره برق",), ("شرکت نفت",)]


def test_a_proposal_that_a_body_shall_make_is_no_wish() -> None:
    reading = _page("پلیس راهور موظف شد با متخلفان برخورد کند و شهرداری ظرف یک ماه محل پارکینگ را پیشنهاد دهد.")
    assert [one.responsible for one in reading.resolutions] == [("پلیس راهور",), ("شهرداری",)]


@pytest.mark.parametrize(
    "line",
    [
        "وی از دستگاه‌های اجرایی خواست در تأمین آب‌سردکن کمک کنند و بر همکاری تأکید کرد.",
        "رئیس اداره آب هم قول مساعد داد کلرزنی مجتمع تا آخر هفته جاری راه‌اندازی شود.",
    ],
)
def test_what_is_asked_of_many_or_promised_is_asked_about(line: str) -> None:
    reading = _page(line, "مقرر شد دهیاری چاه‌ها را پر کند.")
    assert len(reading.resolutions) == 1
    assert line[-30:-1] in _asked(reading)


@pytest.mark.parametrize(
    "line",
    [
        "فرماندار در پایان خواستار تعویض فوری پایه‌های برق شد.",
        "وی افزود: از فردا هیچ کشتاری در حاشیه جاده نباید دیده شود.",
        "وی افزود: مرخصی نیروهای عملیاتی از همین ساعت لغو است.",
    ],
)
def test_what_shall_be_at_once_is_kept_with_a_doubt(line: str) -> None:
    [only] = _page(line).resolutions
    assert "not_a_decision" in codes(only)


@pytest.mark.parametrize(
    "line",
    [
        "بررسی اساسنامه خانه جوان به نشست بعد افتاد.",
        "پیشنهاد تغییر رنگ روپوش هم مطرح شد که چون وقت نبود می‌مونه برای جلسه بعد.",
        "موضوع کرایه‌ها برای هفته آینده ماند.",
    ],
)
def test_a_matter_that_is_put_off_is_decided(line: str) -> None:
    [later] = _page(line).resolutions
    assert later.text == line


def test_what_is_put_off_keeps_its_matter() -> None:
    [later] = _page("در مورد فروش زمین به توافق نرسیدیم و موند برای جلسه بعد.").resolutions
    assert later.text.startswith("در مورد فروش زمین")
    assert due(later) == "next_meeting"


def test_the_rest_of_the_talk_is_no_matter_that_is_put_off() -> None:
    assert not _page("دیر وقت شد و بقیه حرف‌ها موند برای جلسه بعد.").resolutions


def test_an_order_in_minutes_that_are_no_news_is_asked_about() -> None:
    reading = reading_of(
        "جلسه شورای روستای علی‌آباد، ۱۵ دی ۱۴۰۳\n"
        "رئیس شورا گفت که چراغ کوچه سوخته و دهیار باید این هفته با اداره برق مکاتبه کنه.\n"
        "قرار شد لوله‌کشی مسجد رو آقای کرمی انجام بده."
    )
    assert len(reading.resolutions) == 1
    assert "مکاتبه کنه" in _asked(reading)


def test_the_day_with_its_weekday_is_surer_than_when_the_page_was_written() -> None:
    page = "شورای مدارس تشکیل شد\n1404/06/17 - 10:25\n"
    page += "دومین نشست شورای مدارس یکشنبه ۱۶ شهریورماه با حضور فرماندار برگزار شد."
    written = (
        "گزارش نشست هیئت مدیره (۴ دی ۹۷)\nنوشته شده در چهارشنبه پنجم دی ۱۳۹۷ ساعت 10:12 توسط دبیرخانه\n"
        "نهمین نشست عصر سه شنبه چهارم دی ماه در دفتر برگزار شد."
    )
    days = [reading_of(f"{text}\nمقرر شد شهرداری پل را بسازد.").meeting.to_json()["date"] for text in (page, written)]
    assert days == ["1404-06-16", "1397-10-04"]


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("مقرر شد بازرسان بهداشت در هفته اول آبان از بوفه‌ها بازدید کنند.", "1403-08-07"),
        ("قرار شد هفته آینده شهرداری نامه را بفرستد.", "1403-07-13"),
        ("مقرر شد اداره برق دو هفته دیگر گزارش را بیاورد.", "1403-07-17"),
        ("مقرر شد اداره گاز کار را ظرف ۲۰ روز به اتمام برساند و گزارش پیشرفت آن را هفتگی ارائه کند.", "1403-07-23"),
    ],
)
def test_days_as_prose_says_them(line: str, when: str) -> None:
    [only] = _page(line).resolutions
    assert due(only) == when


def test_a_day_that_is_announced_is_not_the_day_of_the_work() -> None:
    [mail, _] = reading_of(
        "جلسه هیئت مدیره روز سه‌شنبه ۳ مهر ۱۴۰۳ برگزار شد.\nمصوبات:\n"
        "- قرار شد دبیر تا ۱۵ مهر به اعضایی که نپرداخته‌اند نامه بزند و مهلت پرداخت تا ۳۰ آبان اعلام شود.\n"
        "- مقرر شد دهیاری چاه‌ها را پر کند."
    ).resolutions
    assert (due(mail), mail.responsible) == ("1403-07-15", ("دبیر",))


def test_a_body_that_shall_meet_again_and_again_owns_it() -> None:
    [meets] = _page("بنا شد این کارگروه هر ماه یک بار تشکیل شود و گزارش آن مطرح گردد.").resolutions
    assert meets.responsible == ("این کارگروه",)


def test_who_edits_a_paper_owns_it() -> None:
    [paper] = _page("مقرر شد خبرنامه با سردبیری دکتر شایان تا پایان آذر منتشر شود.").resolutions
    assert paper.responsible == ("دکتر شایان",)


def test_a_bare_plural_is_a_whole_name() -> None:
    [only] = _page("وی افزود: دستگاه‌ها شماره تماس جانشین خود را تا ۱۰ مهر به دبیرخانه بدهند.").resolutions
    assert only.responsible == ("دستگاه‌ها",)


def test_links_below_the_news_are_no_decisions() -> None:
    reading = _page(
        "مقرر شد دهیاری چاه‌ها را پر کند.", "مطالب دیگر:", "اطلاعیه لغو برنامه قله", "فراخوان عضویت در کمیته"
    )
    assert len(reading.resolutions) == 1


@pytest.mark.parametrize("unit", ["وی گفت و افزود که ", "خواستار فوری ", "از فردا ", "کتاب را هم "])
def test_a_page_without_end_is_read(unit: str) -> None:
    assert _page("وی گفت: " + unit * 1_000 + "شهرداری پل را بسازد.").meeting.number == 5


def test_a_body_that_was_named_before_is_charged_by_its_name() -> None:
    [bank] = _page("وی با گلایه از بانک مسکن گفت: این بانک باید ظرف یک هفته علت توقف وام را اعلام نماید.").resolutions
    assert (bank.responsible, due(bank)) == (("بانک مسکن",), "1403-07-10")


def test_what_else_the_same_one_shall_do_stays_with_his_charge() -> None:
    [permit] = _page("آقای مهرگان مسئول هماهنگی با راهور شد و قرار شد مجوز را تا ۱۰ مهر بگیرد.").resolutions
    assert due(permit) == "1403-07-10"


def test_the_matter_in_the_words_before_who_speaks_stays_with_its_decision() -> None:
    [later] = _page(
        "درباره خرید دوچرخه، خزانه‌دار اعلام کرد موجودی کافی نیست و این موضوع به نشست بعد موکول شد."
    ).resolutions
    assert later.text.startswith("درباره خرید دوچرخه")


def test_a_body_may_be_bound_to_a_work_that_is_a_noun() -> None:
    [bound] = _page("وی در ادامه شرکت برق را ملزم به قطع انشعاب‌های غیرمجاز ظرف ۱۰ روز کرد.").resolutions
    assert (bound.responsible, due(bound)) == (("شرکت برق",), "1403-07-13")


def test_meetings_that_will_be_held_again_and_again_are_kept_with_a_doubt() -> None:
    [meets] = _page("وی گفت: از این پس جلسات کمیته هر دو هفته یک بار برگزار خواهد شد.").resolutions
    assert "not_a_decision" in codes(meets)


def test_stress_on_a_matter_is_no_demand_because_its_sentence_has_a_day() -> None:
    assert not _page("بخشدار روز دوشنبه در نشستی که برگزار شد بر لزوم توجه به آب روستاها تأکید کرد.").resolutions
