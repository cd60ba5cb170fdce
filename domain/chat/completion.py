"""The completion of work, as a text tells it: of the whole, of a part, or of nothing that counts.

A false «انجام شده» is the worst guess, so hearsay, a step on the way, an exception and a «ولی» after it are no whole.
"""

from __future__ import annotations

import re
from enum import StrEnum

from domain.chat import mentions


class Extent(StrEnum):
    """The extent of what a text says is done."""

    WHOLE = "whole"
    PART = "part"


_HELPED = r"(?:شد|شدند|شده|شده است|گردید|گردیده|گردیده است|کردیم|کردم|کرده ا[یم]م|نمودیم|نمودم|نموده ا[یم]م)"
_DONE_WORDS = (
    r"(?:(?:انجام|تمام|اجرا|اجرایی|تکمیل|عملی|محقق|نهایی|کامل|برگزار|ارسال|تهیه|تحویل|اماده|فرستاده|اقدام|ثبت|معرفی"
    rf"|پرداخت|تشکیل|راه اندازی)(?:ش|شان)? {_HELPED}"
    r"|تمام است|تمام$|انجامش داد(?:م|یم)"
    r"|(?:انجام|صورت) (?:گرفت|گرفته|پذیرفت|پذیرفته|یافت|یافته|دادیم|دادم|داده ا[یم]م|داده شد)"
    r"|به (?:پایان|اتمام|سرانجام) رس(?:ید|یده|اندیم|اندم)"
    r"|(?:پایان|خاتمه) (?:یافت|یافته|پذیرفت)"
    r"|ok شد|(?:مورد|کار|پرونده|موضوع|مصوبه)\w{0,3} (?:بسته|مختومه|حل) شد|done)"
)
_DONE = re.compile(rf"\b{_DONE_WORDS}\b")
_STEPS = (
    r"(?:مناقصه|مزایده|فراخوان|استعلام|نامه|مکاتب|درخواست|پیش ?نویس|پیگیری|هماهنگی|بازدید|براورد|طراحی|مطالع|قرارداد"
    r"|تفاهم نامه|جلسه|نشست|صورت ?جلسه|کارشناس|پیش ?پرداخت|خاکبرداری|گودبرداری|مقدمات|مذاکر|رایزنی|نقشه|کلنگ|مجوز"
    r"|برنامه ?ریزی|پیمانکار|مشاور|اکیپ|گزارش|مدارک|مستندات|پاسخ|جواب"
    r"|تست|ازمایش|خرید|شمارش|سرشماری|پیشنهاد|پایه"
    r"|\w{2,} ?(?:کشی|گذاری|برداری|ریزی|گیری|چینی|بندی|کوبی|سنجی|سازی))"
)
_STEP = re.compile(
    rf"(?<!\bبا )(?<!\bاز )(?<!طبق )(?<!پیرو )(?<!اساس )(?<!\bپی )(?<!توسط )(?<!\bطی )"
    rf"\b(?P<step>{_STEPS})\w*(?: (?!(?:شده?|کار|کارها|است|و)\b)\w+){{0,8}}? {_DONE_WORDS}\b"
)
"""A step on the way to what was resolved: it says nothing of the whole, unless it was itself resolved."""
_ALONE = re.compile(r"\b(?:مناقصه|مزایده|فراخوان|استعلام)\b")
"""Steps that take so long that whatever is said with them is about them."""
_SENT, _FILE = "ارسال", re.compile(r"\b(?:تصویر|تصاویر|عکس|فیلم|ویدی?[وی]و?|فایل|پیوست)")
"""That a picture was sent says what came along: «تصویر غرفه‌ها را فرستادم»."""
SUPPLIES = (
    r"(?:اعتبار|بودجه|پول|منابع|مصالح|سیمان|قیر|ماسه|میلگرد|سوخت|بنزین|گازوییل|مواد|موجودی|ذخیره|تنخواه|شارژ|بسته|حجم"
    r"|صبر|حوصله|تحمل|طاقت|توان)"
)
"""Needs of the work, which end before it does: «پولمون تموم شد»."""
_RAN_OUT = re.compile(
    r"\b(?:مهلت|وقت|فرصت|زمان|جلسه|قرارداد|مرخصی|ماموریت|سال|ماه"
    rf"|{SUPPLIES})\w{{0,3}}(?: \w+){{0,2}} (?:تمام|به پایان|به اتمام)\b"
)
_HEARSAY = re.compile(
    r"\b(?:فکر (?:می )?کن\w+|گمان\w*|حدس\w*|به نظر\w*|احتمالا?|احتمال \w+|گویا|ظاهرا|انگار|مثل اینکه|مثل این که|فرض"
    r"|می ?گ(?:ن|ه|ویند|وید|فتند|فت)|گفتن|گفتند|گفت|گفته(?:اند)?|شنید\w+"
    r"|ببین\w*|بپرس\w*|کاش|خدا کند|شده باش\w*|ادعا\w*|دروغ\w*|یا نه|یا خیر)\b"
)
"""Words of who does not know it, or has it from others."""
_TAKEN_BACK = re.compile(
    rf"{_DONE_WORDS}\b.*\b(?:ولی|اما|لیکن|منتها|منتهی|لغو|باطل|خراب|تخریب|مشکل|ایراد|نقص|مانع|برگشت|الان|حالا|اکنون)\b"
    r"|\b(?:مانع|لغو|خراب|باطل|عوض شد\w*)\b|\bاماده (?:ی )?(?:ارسال|تحویل|ارایه|اجرا|نصب)\b"
)
"""A «but» after it, what is done now, and what undoes it."""
_AHEAD = re.compile(
    rf"\b(?:فردا|به ?زودی|(?:هفته|ماه|سال) (?:اینده|بعد)|(?:روز|هفته|ماه|ساعت) دیگر)\b.*\b{_DONE_WORDS}\b"
    r"|\b(?:\w*شنبه|جمعه|اخر \w+|پایان \w+)(?: \w+){0,3} تمام است\b"
)
"""A day to come: «شنبه تمومه»."""
_ADJECTIVE = re.compile(
    r"(?:های|ات|هایی? که|ی که|\bانچه)(?: \w+){0,2} (?:انجام|صورت) (?:شده|گرفته|پذیرفته|یافته)\b"
    r"|های (?:تکمیل|اجرا|تهیه|ارسال|ثبت|تمام) شده\b|\bشده ها\b"
)
"""Work that is only named: «اقدامات انجام شده به شرح زیر است»."""
_COUNT = r"(?:\d+|یک|یکی|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|بیست|سی|چهل|پنجاه|صد)"
_OF_A_DAY = r"(?!(?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|ابان|اذر|دی|بهمن|اسفند|روز|ساعت|ماه|هفته|سال|تا)\b)"
PARTLY = re.compile(
    r"\b(?:(?:نیمی|بخشی|قسمتی|مقداری|تعدادی|بعضی|برخی|یکی)(?:ش|شان|شون| از \w+)?"
    r"|تقریبا|اکثر\w*|عمده|سهم \w+|بیشتر(?:ش|شان)?"
    r"|(?:مرحله|فاز|بخش|قسمت) \w+|مانده|باقی\w*|نمانده|نصف\w*|بقی\w+|مابقی|(?:ان|اون) ?(?:ها|ا)?یی? که|فقط|تنها"
    r"|بجز|به ?جز|جز|به غیر|غیر از|مگر|الا|منهای|سوای|تا ?کنون|تا (?:حالا|الان|امروز|اینجا)"
    r"|(?:ضلع|سمت|طرف|لایه|طبقه) \w+|از (?:میدان|چهارراه|خیابان|کوچه|پل|تقاطع|ابتدا)\w* (?:\w+ ){0,3}تا"
    rf"|{_COUNT} (?:سوم|چهارم|پنجم|ششم|هشتم|دهم)"
    rf"|{_COUNT}(?: \w+)? از (?:{_COUNT}|کل|مجموع)"
    rf"|از {_COUNT} تا (?:\w+ ){{1,2}}{_COUNT} (?:تا|مورد)\w*|از {_COUNT} {_OF_A_DAY}\w+ (?:\w+ )?{_COUNT})\b"
)
"""A part that is named, an exception, a count out of a count, or the state so far."""
_HALF = re.compile(r"(?<!بیشتر از )(?<!کمتر از )\bنصف(?:ش|شان|شون)?\b(?! (?:مانده|بیشتر))|\bنیمی از\b")
_FRACTION = re.compile(r"\b(?P<of>یک|دو|سه|چهار) (?P<parts>سوم|چهارم|پنجم)\b(?! (?:مانده|باقی))")
_NUMBERS = {"یک": 1, "دو": 2, "سه": 3, "چهار": 4, "سوم": 3, "چهارم": 4, "پنجم": 5}


_OURS = re.compile(r"\b(?!ن|داشتیم|بودیم|گفتیم|خواستیم|دیدیم)\w+[دت]یم\b")
"""Anything that «we» did: «نصفش رو زدیم»."""
_REST = re.compile(r"(?<!روز )(?<!هفته )(?<!وقت )(?<!مهلت )(?<!فرصت )(?<!منتظر )\bمانده\b")
_NONE_LEFT = re.compile(
    r"(?:\b(?:و|دیگر) )?\b(?:چیز|کار|مورد)\w*(?: دیگر)?(?: ا?ی)? (?:باقی )?نماند\w*(?: است)?(?! (?:تا|که|به|تمام)\b)"
)
"""The word that all is done: «چیز دیگه‌ای نمونده»."""
_TO_SEND = re.compile(r"\b(?:ارسال|ارایه|تحویل|تقدیم)\b")
_MADE = ("تهیه", "اماده", "تکمیل")
"""The words of what is made and not sent."""
_SENDING = (_SENT, "تحویل", "فرستاده")
_INSIDE = re.compile(
    r"\b(?:به|برای) (?:\w+ )?(?:مدیر|رییس|معاون|همکار|کارشناس|شهردار|تایید|امضا|بررسی|تصویب|بازبینی|اصلاح)\w*"
)
"""People and reasons that something is sent to before it is sent on."""
_SOME = re.compile(rf"(?<!هر )(?<!بعد از )(?<!پس از )\b({_COUNT}) تا (?!از\b)\w+ \w")
_ADJUNCT = re.compile(
    r"\b(?:توسط|طبق|طی|با|از|در|پیرو|اساس|تا|تاریخ|مورخ|برای) \w+|\b(?:دیروز|امروز|پریروز|قبلا|بالاخره|خوشبختانه"
    r"|کاملا?|طور|همه|کل|چیز|موارد|اقدامات|لازم|نامه|عکس\w*|تصویر\w*|سند|مستندات|فردا"
    r"|می ?فرست\w+|پیوست|اقا|خانم|مهندس|خدا|شکر|دست)\b"
)
"""Words beside a report that name no subject: who, when, by which letter, and what comes along."""
_ITEM = re.compile(r"\b(?:تعداد|امار|فهرست|لیست|نقشه|براورد|عکس|جدول|نشانی|صورتجلسه|برنامه)")


def dones(said: str) -> list[str]:
    """Return all words of a text that say that something is done."""
    return _DONE.findall(said)


def extent(said: str, about: str = "") -> Extent | None:
    """Tell how much a written text without a negation says is done; None for what counts for nothing.

    A step that the resolution ``about`` asks for is no step but its work.
    """
    said = _NONE_LEFT.sub("", said)
    said = _STEP.sub(lambda found: found[0] if _is_asked(found["step"], about) else "", said)
    done = dones(said)
    inside = _INSIDE.search(said) if all(words.startswith(_SENDING) for words in done) else None
    if (inside and inside[0] not in about) or ("خرید" in said and "خرید" not in about):
        return None
    of_a_file = _FILE.search(said) and all(words.startswith(_SENT) for words in done)
    doubtful = (_RAN_OUT, _HEARSAY, _AHEAD, _TAKEN_BACK, _ADJECTIVE, _ALONE)
    part_by_us = _OURS.search(said) and (fraction(said) or _REST.search(said)) and not re.search(rf"\b{SUPPLIES}", said)
    if not (done or part_by_us) or of_a_file or any(pattern.search(said) for pattern in doubtful):
        return None
    if PARTLY.search(said) or _lacks(said, done, about):
        return Extent.PART
    subject = _ADJUNCT.sub("", _DONE.sub("", said))
    return Extent.WHOLE if not about or mentions.speaks_of(subject, about) else None


def _is_asked(step: str, about: str) -> bool:
    """Tell whether a resolution asks for a step: «واگذاری» where it says «واگذار شود», or for what it begins with."""
    first = step.split()[0]
    return step.removesuffix("ی") in about or (" " in step and len(first) > 2 and first in about.split())


def _lacks(said: str, done: list[str], about: str) -> bool:
    """Tell whether the resolution ``about`` asks for more than is done: to send what was made, or another item, too."""
    only_made = _TO_SEND.search(about) and done and all(words.startswith(_MADE) for words in done)
    asked = {item.replace("لیست", "فهرست") for item in _ITEM.findall(about)}
    named = {item.replace("لیست", "فهرست") for item in _ITEM.findall(said)} & asked
    some = any(count not in about for count in _SOME.findall(said))
    return bool(only_made or some or (named and named < asked))


def fraction(said: str) -> int | None:
    """Return the percentage of «نصف» and «سه چهارم»; None for another part."""
    if _HALF.search(said):
        return 50
    found = _FRACTION.search(said)
    share = round(100 * _NUMBERS[found["of"]] / _NUMBERS[found["parts"]]) if found else 100
    return share if share < 100 else None
