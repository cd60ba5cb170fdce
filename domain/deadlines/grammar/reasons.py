"""Reasons why a phrase has no one meaning: a code, and a Persian sentence for the person who is asked."""

from domain.deadlines.grammar.rules import pattern
from domain.deadlines.model import Deadline, DeadlineKind
from domain.persian.text import folded_words

SENTENCES = {
    "empty": "مهلتی نوشته نشده است.",
    "leftover": "این عبارت با هیچ‌یک از قاعده‌های مهلت نمی‌خواند.",
    "from_event": "آغاز مهلت، ابلاغ یا دریافت یا رویداد دیگری است که تاریخ آن معلوم نیست.",
    "condition": "مهلت به شرط یا اقدام دیگری بسته است که تاریخ آن معلوم نیست.",
    "reference": "مهلت به سند یا برنامهٔ دیگری ارجاع شده است.",
    "several": "بیش از یک مهلت در این عبارت آمده است؛ می‌توان بند را تفکیک کرد.",
    "alternatives": "چند زمان به جای هم آمده است و معلوم نیست کدام مهلت است.",
    "approximate": "مهلت تقریبی است و روز آن معلوم نیست.",
    "length": "این عبارت می‌گوید کار چه مدت ادامه دارد، نه تا کی باید انجام شود.",
    "at_least": "این عبارت کمترین زمان را می‌گوید، نه مهلت را.",
    "vague_months": "معلوم نیست منظور مدت است، یا نوبت‌های تکراری، یا بخشی از سال.",
    "weekday_mismatch": "روز هفته با تاریخ نمی‌خواند.",
    "past": "این تاریخ پیش از تاریخ جلسه است.",
    "no_such_day": "چنین روزی در تقویم نیست.",
    "ambiguous_date": "ترتیب روز و ماه و سال در این تاریخ روشن نیست.",
    "start_only": "فقط زمان آغاز آمده است و پایان آن معلوم نیست.",
    "range_reversed": "پایان این بازه پیش از آغاز آن است.",
    "unknown_named_day": "تاریخ این مناسبت در جدول تعطیلات نیست.",
    "hours": "مهلت به ساعت است و به روز کامل نمی‌رسد.",
    "rhythm_too_fine": "این نوبت‌ها با یک روز معین در هر دوره بیان نمی‌شود.",
    "every_meeting": "نوبت‌ها به جلسه‌ها بسته است، نه به تقویم.",
    "unsettled": "زمان آن هنوز تعیین نشده است.",
}

# Words that show the reason why no rule covers a phrase; the first entry that is found in its tokens counts.
_SIGNS = (
    ("several", pattern(r"\dth (?:و|،) \d+th")),
    ("at_least", pattern(r"\b(?:حداقل|دست کم|لااقل|کمینه)\b")),
    ("approximate", pattern(r"\b(?:حدود|حدودا|تقریبا|تقریبی|قریب|چند|چندین|به زودی|بزودی)\b", r"\d \d", "مدت$")),
    ("alternatives", pattern(r"\bیا\b")),
    ("unsettled", pattern(r"\b(?:تعیین|نامشخص|متعاقبا|بعدا|ثانوی|مقرر|توافقی)\b")),
    ("from_event", pattern(r"\b(?:ابلاغ|ابلاغیه|دریافت|وصول|اعلام|صدور|اخذ|تحویل|انعقاد|عقد|امضا|امضای|تخصیص)\b")),
    ("every_meeting", pattern(r"\bجلسات\b")),
    (
        "condition",
        pattern(
            r"\b(?:درصورت|صورت|مشروط|منوط|شرط|چنانچه|اگر|حسب|بسته به|تایید|موافقت|تامین|هماهنگی)\b",
            r"\b(?:تا زمان|تکمیل|حصول|رفع)\b|\bتا (?:پایان|اتمام) (?!سال|ماه|هفته|فصل|وقت)",
            r"\b(?:بعد|قبل) از\b",
        ),
    ),
    ("hours", pattern(r"\bساعت\b")),
    ("reference", pattern(r"\b(?:پیوست|جدول|برنامه|زمانبندی|بندی|طبق|مطابق|برابر|قرارداد|تفاهم|دستورالعمل)\b")),
    ("rhythm_too_fine", pattern(r"\b(?:هر|بار)\b")),
)

_TIME_WORDS = folded_words(
    """پایان آخر ابتدا نیمه اوایل اواسط اواخر روز هفته ماه سال فصل از تا قبل بعد سپس اما ولی مگر جز بجز غیر
    بدون نه نیست آینده جاری هر مستمر جلسه"""
)


def reason_code(text: str) -> str:
    """The code of the reason why no rule covers tokens: a key of `SENTENCES`."""
    if not text:
        return "empty"
    return next((code for code, sign in _SIGNS if sign.search(text)), "leftover")


def unknown_deadline(code: str) -> Deadline:
    """An unknown deadline, with the reason of a code."""
    return Deadline(DeadlineKind.UNKNOWN, rule="unknown", code=code, reason=SENTENCES[code])


def mentions_time(words: list[str]) -> bool:
    """Tell whether tokens beside a deadline could change it: a number, a word of time, a condition, an exception."""
    text = " ".join(words)
    timed = any(word in _TIME_WORDS or word[0].isdecimal() for word in words)
    return timed or any(sign.search(text) for _, sign in _SIGNS)
