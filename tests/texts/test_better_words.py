"""Words that people stumbled over while they played with Dabir: none of them is said again."""

import re

import pytest

from domain.persian import closing_words
from texts.catalogue import sentence, sources

OLD = {
    "نپرسیده": r"پرسشی در میان نیست",
    "انتخاب": r"برگزین|برگزیده|برمی‌گزین",
    "در فهرست نیست": r"چیزی یافت نشد|به شکل دیگری بنویس",
    "بله، همان است": r"همان «…» است$|جداگانه ثبت شود",
    "خوانده نشد": r"دانسته نشد",
    "مشخص شد": r"مصوبه روشن شد",
    "لغو ابلاغ": r"بازپس گرفتن",
    "معوق": r"گذشته از مهلت|بدترین",
    "اقدام تازه": r"اقدام باز دارید:?$",
    "پرسش ماهانه": r"استعلام وضعیت مصوبه‌های مستمر",
    "اتوماسیون اداری": r"سامانهٔ اداری",
    "بدون نیاز به تأیید": r"بی‌درنگ (?:عضو|برقرار)",
    "اعلام بفرمایید": r"را نیز (?:بفرمایید|اعلام)|\bرا بفرمایید|دکمه بفرمایید",
    "هنوز پاسخی نرسیده است": r"هیچ‌کدام در دست نیست",
    "مهلت دارد": r"در مهلت$",
    "سپردند": r"به شما سپرد(?!ه|ند)",
    "پایان هفته فرض شد": r"فرض شده:",
    "در انتظار پر کردن شماست": r"فرم برای پر کردن هست",
    "چیزی ثبت یا فرستاده نشد": r"امتحان فرم تمام شد",
    "بعداً ادامه می‌دهم": r"^ذخیره و خروج$",
    "افزودن فایل‌های همراه": r"افزودن فایل‌های جدول",
    "for a person, the polite plural": r"«?…»? (?:فرستاد|پذیرفته است|نپذیرفته است)\.",
}
"""The words of now, each with a pattern of those before."""


def words_of(key: str) -> str:
    return "".join(piece.words or "…" for piece in sentence(key, "fa"))


@pytest.mark.parametrize(("better", "old"), OLD.items(), ids=OLD)
def test_no_sentence_has_the_old_words(better: str, old: str) -> None:
    assert [key for key in sorted(sources("fa")) if re.search(old, words_of(key))] == [], better


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("start.stray", "متوجه نشدم با این پیام چه کنم؛ لطفاً یکی از دکمه‌ها را انتخاب کنید."),
        ("form.unlisted", "«…» در فهرست نیست. اگر نام درست است، همین را ثبت کنید؛ وگرنه بخش دیگری از نام را بنویسید."),
        ("reading.same", "بله، همان است"),
        ("reading.fresh", "خیر، جداست"),
        ("meeting.withdraw", "لغو ابلاغ"),
        ("meeting.next_set", "تاریخ جلسهٔ آینده … ثبت شد و مهلت … مصوبه مشخص شد."),
        ("invitation.make", "ساختن دعوت‌نامه"),
        ("notify.left", "ابلاغ انجام نشد؛ بازبینی سر جای خود است."),
        ("status.by.agency", "به ترتیب دستگاه، از عقب‌مانده‌ترین"),
        ("registration.owes", "… اقدام تازه برای شما:"),
        ("answer.channel.paper", "مکاتبهٔ کاغذی"),
        ("answer.channel.office", "اتوماسیون اداری"),
        ("tasks.no_opinion", "نظری نداریم"),
        ("notify.told_nobody", "هنوز کسی نیست که پیام بگیرد."),
        ("status.stage.open", "… مهلت دارد"),
        ("checkin.head", "پرسش ماهانه دربارهٔ مصوبه‌های مستمر"),
    ],
)
def test_the_better_words_stand(key: str, said: str) -> None:
    assert words_of(key) == said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("مقرر شد جدول منابع هزینه‌شده در محلات هدف ارسال گردد.", "nothing"),
        ("هرگونه نظر و پیشنهاد دربارهٔ شیوهٔ کار کارگروه را به دبیرخانه ارائه نمایند.", "no_opinion"),
        ("تشکل‌ها ایده‌ها و نظرات خود را برای بهبود کسب‌وکار محله‌ها ارائه کنند.", "no_opinion"),
        ("هر گونه تجربه و سابقه‌ای را که دارند به دبیرخانه ارسال نمایند.", "no_experience"),
        ("با در نظر گرفتن پیشنهاد شورا، گزارش ارائه شود.", "nothing"),
        ("تجربیات سایر شهرها را بررسی و خلاصهٔ آن را ارائه نمایند.", "nothing"),
    ],
)
def test_who_has_nothing_to_say_says_it_in_words_that_fit(text: str, words: str) -> None:
    assert closing_words.of(text) == words
