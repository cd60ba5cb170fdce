"""Courtesies, and the words that take back or correct what was said before."""

from __future__ import annotations

import re

from domain.persian.text import fold

_COURTESIES = """
سلام علیکم، با سلام و احترام، با سلام، سلام، و احترام، وقت بخیر، وقتتون بخیر، صبح بخیر، روز بخیر، عصر بخیر، شب بخیر
خسته نباشید، با تشکر، تشکر، متشکرم، متشکریم، ممنونم، ممنون، مرسی، سپاسگزارم، سپاسگزاریم، با سپاس، سپاس
دست شما درد نکند، لطف کردید، چشم، باشه، باشد، حتما، بله، اوکی، ok، hi، hello، thanks، thank you، دریافت شد، رؤیت شد
رویت شد، ملاحظه شد، دیدم، از شما، بسیار، خیلی، سلامت باشید، زنده باشید، موفق باشید، ارادت، روزتون بخیر
از پیگیری شما، از پیگیریتان، از پیگیریتون، از لطف شما، از لطفتون، بابت پیگیری، از راهنمایی شما، از راهنماییتون
از زحمات شما، پیگیری می کنم، پیگیری می کنیم، پیگیری می شود، انجام می دهم، انجام می دهیم، در خدمتم، در خدمتیم
الحمدلله، خدا را شکر، دستت درد نکند، دستتون درد نکند، دستتان درد نکند، دست گلتون درد نکند، خسته نباشی، خدا قوت، خداقوت
لطف کردی، لطف دارید، محبت کردید، بزرگوارید، زحمت کشیدید، قربانت، قربان شما، فدای شما، عرض ادب، روز خوش، شب خوش
روزت بخیر، روزتان بخیر، خواهش می کنم، مچکرم، ممنونیم، تشکر می کنم، یا علی، التماس دعا، جناب، عزیز، لطف شما
"""
HOPES = r"ان ?شا?ا?ء? ?ا?لله|ایشال\w*|به امید خدا"
_IDLE = rf"تست|امتحان(?: می کنم)?|{HOPES}"
"""Words that say nothing alone, and something before others: «ایشالا انجام شده» is no report."""
_HOPED = re.compile(rf"(\b(?:داشت\w*|رفت\w*|شده?|رسید\w*|است|تمام)) (?:{HOPES})\b.*")
_CROSS = re.compile("[😠😡🤬👎😤😒🙄😞😔😢😭💔❌⛔]")
"""Signs that are no thanks."""
_FOR = r"(?:از|بابت) (?:زحم|لطف|محبت|پیگیری|راهنمایی|یاداوری|همکاری|توجه)\w*(?: شما)?"
_COURTEOUS = sorted((re.escape(fold(words)) for words in re.split("[،\n]", _COURTESIES.strip())), key=len, reverse=True)
_COURTEOUS.insert(0, _FOR)
_COURTESY = re.compile(rf"(?:(?!ok شد)(?:{'|'.join(_COURTEOUS)}|{_IDLE})(?:\W+|$))++")
GREETING = re.compile(rf"^\W*(?:(?!ok شد)(?:{'|'.join(_COURTEOUS)})(?:\W+|$))++")
"""Courtesies alone, and before what is meant. Some are made of others: of the many ways to part a row of them, the
first holds.
"""


ERRED = r"(?:اشتباه|غلط|اشتباهی)(?: (?:شد|کردم|نوشتم|گفتم|فرستادم|زدم|ارسال (?:شد|کردم|کردیم)|بود))?"
RETRACTION = re.compile(
    rf"(?!(?:(?:این|ان|را|قبلی|پیام|لطفا|هیچی)\W*)+$)(?:(?:نه|ببخشید|شرمنده|معذرت|پیام قبلی|این|ان|قبلی|را|لطفا|هیچی"
    rf"|{ERRED}|(?:پاک|حذف|لغو)(?:ش|شان)?(?: (?:کن|کنید|شود))?|ول(?:ش|شان)? (?:کن|کنید))(?:\W+|$))++"
)
CORRECTION = re.compile(rf"\b(?:منظورم|منظور ما|{ERRED}|اصلاح می کنم|تصحیح)\b|^(?:نه|ببخشید)\b")
CORRECTED = re.compile(
    r"\b(?:(?:ان|اون) )?\d+ ?(?:[%٪]|در ?صد)? ?که (?:گفتم|نوشتم|زدم|ارسال کردم)\b"
    rf"|\b(?:منظورم|منظور ما|{ERRED}|ببخشید|شرمنده|اصلاح می کنم|تصحیح)\b|^نه\b|(?:بود|است) نه \d.*$"
)
"""The words of a correction, and the number that it takes back: «منظورم ۶۰ درصد بود نه ۴۰»."""


def courteous(said: str) -> bool:
    """Tell whether a written text is only a greeting, thanks, a hope, a trial or signs that are meant well."""
    if not re.search(r"\w", said):
        return bool(said) and not _CROSS.search(said)
    return bool(_COURTESY.fullmatch(re.sub(r"^\W+", "", said)))


def without_hope(said: str) -> str:
    """Return a written text without a hope for the rest of the work: «۷۰ درصد رفته ان‌شاءالله تا شنبه تمام می‌شود»."""
    return _HOPED.sub(r"\1", said)
