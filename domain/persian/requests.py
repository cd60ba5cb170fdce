"""Requests in Persian as names: a question that somebody wrote, called by what it asks for."""

from __future__ import annotations

import re

_SENT = "بفرستید|ارسال کنید|ارسال نمایید|بارگذاری کنید|بارگذاری نمایید|پیوست کنید|بگیرید و بفرستید|ضمیمه کنید"
_WRITTEN = "بنویسید|وارد کنید|وارد نمایید|ثبت کنید|درج کنید|ذکر کنید|بگویید|شرح دهید|مرقوم فرمایید"
_CHOSEN = "انتخاب کنید|انتخاب نمایید|مشخص کنید|مشخص نمایید|تعیین کنید|برگزینید|نشان دهید|معین کنید"
_ASKED = "چیست|کیست|کجاست|کدام است|چه روزی است|چه تاریخی است|چه زمانی است|چقدر است|چند است"
_POLITE = re.compile(r"^(?:لطفاً|لطفا|خواهشمند است|خواهشمندیم)\s+")
_VERB = re.compile(rf"(?:(?:\s+را)?\s+(?:این‌جا\s+|اینجا\s+)?(?:{_SENT}|{_WRITTEN}|{_CHOSEN})|\s+(?:{_ASKED}))\Z")
_IF_ANY = re.compile(rf"^اگر\s+(.+?)\s+(?:هست|دارید|داشتید|دارد|موجود است)،?\s+(?:آن را\s+)?(?:{_SENT}|{_WRITTEN})\Z")
_IF = re.compile(r"^اگر\s+[^،]+،\s+(?=\S+\s)")
_THING = r"(عکس|تصویر|فیلم|ویدئو|صدا|فایل|متن|شرح|توضیح|نشانه|پیوست)"
_ONE = re.compile(rf"^(?:یک\s+(?=\S)|{_THING}ی(?=\s|\Z))")


def as_name(request: str) -> str:
    """Return what a request asks for, «عکس کارگاه» of «عکس کارگاه را بفرستید.»; other words without their end mark."""
    words = " ".join(request.split()).rstrip(" :؟?.!")
    name = _POLITE.sub("", words)
    if any_ := _IF_ANY.match(name):
        name = any_[1]
    name = _VERB.sub("", _IF.sub("", name)).strip(" ،")
    name = _ONE.sub(lambda found: found[1] or "", name)
    return name or words
