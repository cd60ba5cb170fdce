"""Free text about a task, understood as far as rules go: done, under way, more time, nothing to report, not ours.

Only what is said outright counts. A question, a condition or a plan is no report, and «انجام نشد» is never taken for
«انجام شد». What no rule covers is None, and a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.persian.text import fold, parse_percent


class Purpose(StrEnum):
    """The purposes that a text may have."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    NOTHING = "nothing"
    NOT_OURS = "not_ours"
    MORE_TIME = "more_time"
    COURTESY = "courtesy"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a text: of work under way the ``percent``, of a wish for more time the words of its date, and
    whether a reason is given.
    """

    purpose: Purpose
    percent: int | None = None
    until: str = ""
    reason: bool = False


MOST_WORDS = 40
"""The most words of a text that is taken for a report; in a longer one, one sentence says little about the whole."""
MOST_LETTERS = 1000
"""More than so many words have; a longer text would only keep the patterns searching."""

_QUESTION = re.compile(
    r"[?؟]|\b(?:ایا|چرا|چطور\w*|چگونه|کجا\w*|کی|چیست|کیست|چی|چیه)\b|(?<!هر )(?<!هیچ )\bکدام\b|^(?:چه|چند)\b"
)
_UNSURE = re.compile(
    r"\b(?:اگر|وقتی|هرگاه|هروقت|چنانچه|شاید|باید|بشود|شود|خواه\w*|خواست\w*|قرار|قصد|امید\w*|انشاالله|لطفا)\b"
)
"""A condition, a plan or a request: what was done is not said with these."""
_NOT = re.compile(
    r"\b(?:ن(?:شد|کرد|داد|گرفت|یافت|رس[یا]|توانست|توان|پذیرفت|خواه|یست|بود|می|شو|کن|دار|داشت|رفت|یامد|مود)\w*"
    r"|هنوز|عدم|بدون|ناتمام|نیمه|ناقص|هیچ\w*|غیر)\b"
)
_HELPED = r"(?:شد|شده|شده است|گردید|گردیده|گردیده است|کردیم|کردم|کرده ا[یم]م|نمودیم|نمودم|نموده ا[یم]م)"
_DONE = re.compile(
    r"\b(?:"
    r"(?:انجام|تمام|اجرا|اجرایی|تکمیل|عملی|محقق|نهایی|کامل|برگزار|ارسال|تهیه|تحویل|اماده|فرستاده|اقدام|ثبت|معرفی|پرداخت"
    rf"|تشکیل|راه اندازی) {_HELPED}"
    r"|تموم شد\w*|تمومه|انجامش داد(?:م|یم)|تمامش کرد(?:م|یم)"
    r"|انجام (?:گرفت|گرفته|پذیرفت|پذیرفته|یافت|یافته|دادیم|دادم|داده ا[یم]م|داده شد)"
    r"|به (?:پایان|اتمام|سرانجام) رس(?:ید|یده|اندیم|اندم)"
    r"|(?:پایان|خاتمه) (?:یافت|یافته|پذیرفت)"
    r"|done)\b"
)
_UNDER_WAY = re.compile(
    r"\b(?:در (?:حال|دست) (?:انجام|اجرا|اقدام|پیگیری|بررسی|تهیه|تکمیل|ساخت)|در جریان است"
    r"|مشغول (?:انجام|پیگیری|کار)\w*)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:(?:شروع|اغاز|انجام|اجرا|تمام|تکمیل|اقدام\w*)"
    r" (?:نشده|نشد|نکرده|نکردیم|نکردم|نداده|ندادیم|ندادم|نگرفته|نگرفت)\w*"
    r"|هنوز (?:شروع|اغاز|انجام)|نتوانست(?:یم|م))"
)
_MORE_TIME = re.compile(
    r"\bتمدید\b|\b(?:مهلت|فرصت|وقت|زمان) (?:بیشتر\w*|اضافه|می خو\w+|نیاز|لازم|بدهید|دهید|بده|دیگری)\b"
    r"|\b(?:مهلت|فرصت|وقت)\b.*\b(?:می خو\w+|نیاز دار\w+|لازم دار\w+|بدهید|درخواست|تقاضا)"
)
_NO_MORE_TIME = re.compile(r"نیازی|نمی خو|نیاز (?:نیست|ندار)|لازم (?:نیست|ندار)|تمدید (?:نشد|نشده|نکرد)")
_GRANTED = re.compile(r"تمدید (?:شد|شده|کردید|گردید)|(?:ممنون|متشکر|سپاس|تشکر)\w* .*تمدید")
_UNTIL = re.compile(
    r"\bتا (?P<until>.{2,60}?)(?= (?:برای|چون|زیرا|به (?:دلیل|علت|خاطر)|که|تمدید|مهلت|فرصت|وقت|می خو\w+|بدهید|شود|لطفا"
    r"|نیاز|لازم|درخواست|تقاضا|ممنون|متشکر\w*|سپاس\w*)\b|[،؛.!\n,;]|$)"
    r"|\b(?P<ahead>\w+ (?:روز|هفته|ماه) دیگر)\b"
)
_REASON = re.compile(r"\b(?:چون|زیرا|دلیل|علت|خاطر|بخاطر|منتظر|نشد\w*|نکرد\w*|نداد\w*|نتوانست\w*|نرسید\w*|هنوز)\b")
_NOTHING = re.compile(
    r"\bفاقد عملکرد\b|\b(?:عملکرد|نظر|پیشنهاد|تجربه|مورد|اقدام|گزارش)(?:ی| ای)? (?:ندار|نداشت|نبود|نیست)\w*"
)
_NOT_OURS = re.compile(
    r"\b(?:مربوط|مرتبط) (?:به|با) (?:ما|این (?:دستگاه|اداره|سازمان|مجموعه)|دستگاه ما|اداره ما|سازمان ما)"
    r" (?:نیست|نمی شود|نمی باشد)"
    r"|\b(?:به|با) (?:ما|این (?:دستگاه|اداره|سازمان)|دستگاه ما|اداره ما|سازمان ما) (?:مربوط|مرتبط|ربطی|ارتباطی)"
    r" (?:نیست|نمی شود|نمی باشد|ندارد)"
    r"|\bربطی به (?:ما|این (?:دستگاه|اداره)) ندارد|\bوظیفه (?:ما|این (?:دستگاه|اداره)) نیست"
    r"|\b(?:مربوط|مرتبط) (?:به|با) (?:اداره|سازمان|شهرداری|فرمانداری|استانداری|وزارت|بنیاد|شرکت|دانشگاه)\b[^.!؟]*"
    r" (?:است|می شود|می باشد)\b"
    r"|\bدر (?:حوزه|حیطه) (?:وظایف|وظیفه|اختیارات|کار) (?:ما|این (?:دستگاه|اداره)) (?:نیست|نمی باشد)"
)
_SHARE = re.compile(
    r"(?:[%٪] ?(\d{1,3})(?!\d))|(?<![\d/.])(\d{1,3}) ?(?:[%٪]|در ?صد\b)|\b([^\W\d]+(?: و [^\W\d]+)?) در ?صد\b"
)
_ADVANCED = re.compile(r"\b(?:پیش ?رفت\w*|پیش رفته|جلو رفت\w*|انجام|تکمیل|اجرا|کار)\b")
_LEFT = re.compile(r"\b(?:مانده|باقی\w*|نمانده)\b")
_COURTESIES = """
سلام علیکم، با سلام و احترام، با سلام، سلام، و احترام، وقت بخیر، وقتتون بخیر، صبح بخیر، روز بخیر، عصر بخیر، شب بخیر
خسته نباشید، با تشکر، تشکر، متشکرم، متشکریم، ممنونم، ممنون، مرسی، سپاسگزارم، سپاسگزاریم، با سپاس، سپاس
دست شما درد نکند، لطف کردید، چشم، باشه، باشد، حتما، بله، اوکی، ok، hi، hello، thanks، thank you
دریافت شد، رؤیت شد، رویت شد، ملاحظه شد، دیدم، از شما، بسیار، خیلی
"""
_COURTEOUS = sorted((re.escape(fold(words)) for words in re.split("[،\n]", _COURTESIES.strip())), key=len, reverse=True)
_COURTESY = re.compile(rf"(?:(?:{'|'.join(_COURTEOUS)})(?:\W+|$))++")
"""Courtesies alone. Some are made of others: of the many ways to part a row of them, the first holds."""


def understand(text: str) -> Meaning | None:
    """Understand a text; None for what no rule covers, such as a question."""
    said = fold(text)
    if len(said) > MOST_LETTERS:
        return None
    if _COURTESY.fullmatch(re.sub(r"^\W+", "", said)):
        return Meaning(Purpose.COURTESY)
    if not said or len(said.split()) > MOST_WORDS or _QUESTION.search(said):
        return None
    if _NOT_OURS.search(said):
        return Meaning(Purpose.NOT_OURS)
    if _MORE_TIME.search(said) and not _NO_MORE_TIME.search(said) and not _GRANTED.search(said):
        return Meaning(Purpose.MORE_TIME, until=_until(said), reason=bool(_REASON.search(said)))
    if _NOTHING.search(said):
        return Meaning(Purpose.NOTHING)
    if _UNSURE.search(said):
        return None
    return _progress(said)


_NUMBERED = re.compile(r"\b(?:مصوبه|بند|ردیف)(?: ی)? (?:شماره )?(\d{1,4})\b(?! ?(?:[%٪]|درصد|روز|هفته|ماه))")


def named_numbers(text: str) -> frozenset[int]:
    """The numbers of resolutions that a text names: 4 for «مصوبهٔ ۴ انجام شد»."""
    return frozenset(int(number) for number in _NUMBERED.findall(fold(text)))


def is_question(text: str) -> bool:
    """Tell whether a text asks something."""
    return bool(_QUESTION.search(fold(text)))


def _until(said: str) -> str:
    found = _UNTIL.search(said)
    return (found["until"] or found["ahead"]).strip() if found else ""


def _progress(said: str) -> Meaning | None:
    """Understand what is said of the work itself."""
    shares = [share for share in map(_percent, _SHARE.finditer(said)) if share is not None]
    of_work = _ADVANCED.search(said) or parse_percent(said) is not None
    if shares and of_work and not _LEFT.search(said):
        [share, *others] = shares
        if others or _NOT.search(said):
            return Meaning(Purpose.UNDER_WAY)
        return Meaning(Purpose.DONE) if share == 100 else Meaning(Purpose.UNDER_WAY, share)
    if _NOT.search(said):
        return Meaning(Purpose.NOT_DONE) if _NOT_DONE.search(said) else None
    if _UNDER_WAY.search(said):
        return Meaning(Purpose.UNDER_WAY)
    return Meaning(Purpose.DONE) if _DONE.search(said) else None


def _percent(found: re.Match[str]) -> int | None:
    """Return a share of 0 to 100 that a match names, None for another number or a word that is none."""
    value = parse_percent(next(filter(None, found.groups())))
    return int(value) if value is not None and value == int(value) and 0 <= value <= 100 else None
