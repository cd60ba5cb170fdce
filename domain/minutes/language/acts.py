"""The act of a sentence in minutes: it decides, charges somebody, tells what happened, or only names a thing.

Every pattern is read over folded text, where «می‌شود» is two words; writers glue «مقررشد» and «ومقرر».
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from domain.minutes.language.common_words import is_action
from domain.minutes.language.patterns import rule
from domain.minutes.language.speech import promises_or_forbids
from domain.minutes.language.verbs import charges
from domain.persian.text import LONGEST_KEPT, fold


class Act(IntEnum):
    """Acts of a sentence, the later the more of a decision."""

    NAMES = 0
    """A noun phrase."""
    TELLS = 1
    """A past form of saying, reading or doing at the meeting."""
    PASSED = 2
    """A past form of any other verb, which may decide in a list of decisions: «اهدا شد»."""
    CHARGES = 3
    """A verb of what somebody shall do, or of what shall be."""
    SETTLES = 4
    """A past form that decides in a list of decisions, and tells elsewhere: «تعیین شد»."""
    DECIDES = 5
    """A verb of deciding: «مقرر شد», «موافقت گردید», also of refusing."""


_PASSED = r"(?:ن?شد(?:ند)?|ن?گردید(?:ند)?|گشت)(?![ه\w])"
_GLUED = r"(?:شد(?!ه|ند)|گردید(?!ه|ند))"
_PRESENT = r"(?:ن?می ?(?:شود|شوند|گردد|گردند|نماید|نمایند|کند|کنند))"
_ACTED = r"(?:ن?نمود(?:ند|یم)?|ن?کرد(?:ند|یم)?|گرفت(?:ند|یم)?)\b"
_NOW = r"(?:است|اند|هستند|می ?باشد|می ?باشند)\b"
_SOME = r"(?:[^\s.؛:]+ ){0,%d}?"


_DECIDES = rule(
    rf"(?<!از )(?<!جهت )(?<!برای )(?<!صورت )\b(?:تصویب|موافقت) و ?{_SOME % 10}(?:{_PASSED}|{_ACTED})",
    r"رای (?:لازم |کافی )?(?:را )?(?:نیاورد|کسب نکرد|به دست نیاورد)",
    r"^\W*(?:درخواست|تقاضا|پیشنهاد)\b.* قبول ن?شد\W*$",
    r"\bرو (?:\S+ ){0,3}?(?:قبول|رد|تایید|تصویب) (?:ن?کردن|ن?کردیم|ن?شد)\W*$",
    r"از دستور (?:کار )?(?:جلسه )?خارج (?:شد|گردید)|قرار نشد",
    rf"مقرر ?(?:{_GLUED}|{_PASSED}|{_PRESENT}|{_ACTED}|(?:شده|گردیده) است|است|داشت|می ?دارد)",
    rf"(?:مصوب|تصویب)(?: و \w+)? ?(?:{_GLUED}|{_PASSED}|{_PRESENT}|{_ACTED})",
    rf"به تصویب {_SOME % 8}ن?(?:رسید(?!ه)|می ?رسد|رساند)",
    rf"مورد (?:(?:استقبال|تایید|پذیرش) و )?(?:تصویب|تایید|موافقت|پذیرش|قبول){_SOME % 1} {_SOME % 9}"
    rf"(?:قرار ن?گرفت|واقع ن?(?:شد|گردید)|{_NOW})",
    rf"(?:موافقت|مخالفت|توافق) {_SOME % 4}(?:{_PASSED}|{_PRESENT}|{_ACTED}|(?:به )?ب?عمل ن?امد|حاصل شد)",
    rf"(?:موظف|مکلف|ملزم|متعهد|\bمامور)(?:ند| (?:{_PASSED}|{_PRESENT}|{_ACTED}|{_NOW}))",
    rf"را (?:موظف|مکلف|ملزم) به {_SOME % 12}(?:کرد|نمود|ساخت)(?:ند)?\b",
    r"(?:قرار|بنا) (?:بر این |بر ان )?(?:شد(?![ه\w])|گردید(?![ه\w])|گذاشته شد|گذاشت(?:ند|یم)\b)",
    rf"تصمیم (?:بر|به) {_SOME % 8}(?:گرفته شد|گرفت|گرفتند|گرفتیم|اتخاذ (?:{_PASSED}|{_ACTED}))\b",
    r"تصمیم (?:گرفته شد|گرفتند|گرفت\b|گرفتیم|گیری شد|بر (?:ان|این) (?:شد|گردید))",
    rf"\b(?:تایید|انتخاب|منصوب|ابقا|ارجاع|واگذار|محول|تفویض|موکول|ملغی|لغو|منتفی|تمدید|رد|مردود|تکلیف)"
    rf" (?:و \w+ |اعلام )?(?:{_PASSED}|{_PRESENT}|{_ACTED})",
    rf"(?:اجازه|اختیار|وکالت|ماموریت|نمایندگی) {_SOME % 4}(?:یافت(?:ند)?|داده شد|داده می ?شود|اعطا (?:شد|گردید))\b",
    rf"عهده {_SOME % 6}(?:گذاشته|گذارده|واگذار|قرار) (?:{_PASSED}|گرفت\b|داده شد)",
    rf"عهده ?دار (?:{_PASSED}|{_PRESENT})",
    rf"\bسپرده (?:{_PASSED}|{_PRESENT})",
    r"(?:بر ?اساس|طبق|به|بنا به) (?:تصمیم|رای|تصویب) "
    rf"(?:کمیته|کمیسیون|شورا\w*|جلسه|هیات|اعضا\w*|کارگروه|ستاد|مجمع|انجمن)\b.* (?:{_PASSED}|{_ACTED})",
    r"^\W*(?:بر ?اساس|طبق|بنا ?بر|بنا ?به|به موجب|برابر) (?:مصوبه|تصمیم|توافق)(?:ات)?(?: (?:دیگر|تازه|جدید))?"
    r"(?: (?:این|همین) (?:جلسه|نشست|کارگروه|کمیته|کمیسیون|شورا|ستاد)| انجام شده| صورت گرفته)\b.*"
    r" (?:باید|شود|گردد|شوند|گردند|کند|کنند|نماید|نمایند|خواهد \S+|خواهند \S+|می ?(?:گردد|شود|دهد|رساند))\b",
    r"رای ?گیری (?:شد|کردیم) و .{3,60} "
    r"(?:مسیول|رییس|نماینده|دبیر|مدیر|منشی|خزانه ?دار|سرگروه|شهردار)\b.{0,40} شد(?!\w)",
    rf"رای ?گیری\b.{{0,90}}\b(?:تعیین|اختصاص|افزایش|کاهش|اصلاح|حذف) (?:داده )?(?:{_PASSED})",
    r"(?:از (?:جمله|دیگر|مهم ?ترین)|یکی (?:دیگر )?از) (?:(?:این|دیگر|سایر|مهم ?ترین) )*"
    rf"(?:مصوبات|تصمیمات|موارد مصوب)\b.{{0,40}}(?:{_NOW}|\bبود\b)",
    r"(?:مصوبات|تصمیمات)ی?\b.{0,60}به (?:تایید|تصویب|توافق)\b.{0,25}رسید",
    rf"بلا ?مانع|(?<!حد )(?:ممنوع|مجاز|الزامی) (?:{_NOW}|{_PASSED}|اعلام|خواه(?:د|ند) (?:بود|شد))",
)
_SETTLES = rule(
    r"(?:[بهر]{2} ?|ب)عهده گرفت(?:ند)?\b",
    r"مسیول (?:پیگیری|اجرا|انجام|هماهنگی|نظارت|تهیه|تدوین|برگزاری|جمع ?اوری|ثبت ?نام|خرید|رسیدگی|بررسی|این)"
    rf" {_SOME % 6}(?:{_PASSED}|{_NOW}|باشد)",
    rf"(?:تعیین|معرفی|ابلاغ|اعطا|اختصاص|اصلاح|داده|پذیرفته|حذف|متوقف|برگزیده|تشخیص|پیش بینی|افزایش|کاهش|در نظر گرفته)"
    rf" (?:داده )?(?:{_PASSED}|{_ACTED}|یافت\b)",
)
_ANNOUNCES = re.compile(r"\bن?می ?(?:شود|شوند|گردد|گردند|یابد|یابند|گیرد|گیرند)\b|خواهد (?:شد|گردید|بود|کرد|نمود)")
_RESTS_WITH = re.compile(
    rf"(?:هماهنگی|پیگیری|مسیولیت|تهیه|خرید|نگهداری|زحمت) (?:\S+ ){{0,6}}با (?:\S+ ){{1,4}}(?:{_NOW}|خواهد بود)"
)
"""A work rests with somebody: «هماهنگی سالن با دکتر نجفی است»."""

_FUTURE = re.compile(r"\bن?خواه(?:د|ند) (?:کرد|نمود|داد|داشت|گفت|خواند)\b")
"""A report that is still to come, which tells nothing: «گزارش آن را ارائه خواهد کرد»."""

_REPORTS = rule(
    r"^\W*(?:\S+ ){0,4}به (?:اطلاع|استحضار) (?:\S+ ){0,4}می ?رساند\b.*(?:تشکیل|برگزار|منعقد)\b.{0,20}(?:شد|گردید)\W*$",
    r"(?:مقرر|مصوب) ?(?:شده|گردیده) بود|^\W*قرار بود\b",
    r"^\W*(?:لطفا|خواهشا)\b.*[^\W\d]{2}ید\W*$",
    r"(?:تشکر|تقدیر|قدردانی|سپاسگزاری) (?:و \w+ )?(?:می ?شود|می ?گردد|شد|(?:به )?عمل امد)",
    r"(?:تقاضا|درخواست|خواهش) (?:داریم|دارم|می ?کنیم|می ?کنم)|خواهشمند",
    r"\b(?:بیان|(?<!به )عنوان|اعلام|اظهار|ابراز|تاکید|اشاره|پیشنهاد|توضیح|توصیه|یاداور|یاداوری|خواستار|درخواست|تقاضا|"
    r"تقدیر|تشکر|قدردانی|سپاسگزاری|خبر|هشدار|انتقاد|گله|تشریح|تبیین|اضافه(?! (?:شد|گردید))|خاطر ?نشان|متذکر|استقبال"
    r"|گلایه|قول|ارایه|ابراز امیدواری)"
    rf" {_SOME % 3}(?:نمود(?:ند)?|کرد(?:ند|ن)?|داشت(?:ند)?|داد(?:ند|ن)?|داده (?:است|بود)|شدند|شد|گردید|گردیدند"
    r"|ساخت(?:ند)?)\b",
    r"\bخواستار (?:[^\s.؛:]+ ){1,12}?(?:شد|شدند|گردید|گردیدند)\b",
    r"\bپیشنهاد (?:[^\s.؛:]+ ){1,8}?را (?:داد|کرد|مطرح (?:کرد|نمود)|ارایه (?:کرد|نمود|داد))(?:ند)?\b",
    r"\b(?:گفت(?:ند|ن)?|خواست(?:ند|ن)?|افزود(?:ند)?|پرسید(?:ند)?|پرداختند|خواند(?:ند)?)\b(?![ \u200c]?و[ \u200c]?گو)",
)
_BACKGROUND = re.compile(
    r".*\bخواستار\b.*\bبود(?:ند)?\b|\W*(?:نظر|نظریه|گزارش) (?:کارشناس\w*|کمیته فنی|مشاور)\s*:|\W*سابقه\s*:"
)
"""Labels of what an expert says before the meeting decides."""

_UNDECIDED = rule(
    r"تصمیم(?:ی| \S+)? (?:گرفته|اتخاذ|گیری) (?:نشد|نگردید)\b|تصمیم(?:ی| \S+)? نگرفت(?:ند|یم)?\b",
    r"(?:به )?(?:نتیجه|جمع ?بندی|توافق)(?: ?ای|ی)?(?: \S+)? (?:نرسید(?:ند|یم)?|نگرفت(?:ند|یم)?|حاصل (?:نشد|نگردید))\b",
)
"""Says that the meeting left it open."""

_PUT_OFF = re.compile(r"موکول (?:شد|گردید)")
"""Behind «تصمیمی گرفته نشد» this decides nothing, either."""

_LATER = (
    r"(?:به|برای|واسه) (?:جلسه|جلسات|نشست|هفته|ماه|سال|وقت|فرصت|زمان)(?: [^\W\d]+)? ?(?:ی )?"
    r"(?:بعد|بعدی|اینده|اتی|دیگر|دیگری)"
)
_STAYS = (
    r"(?:موکول|منتقل|محول|واگذار|گذاشته|افتاد|ماند|موند|رفت|کشید|کشیده|سپرده|بماند|بمونه|می ?ماند|می ?مونه|می ?افتد"
    r"|می ?افته|گذاشتیم|گذاشتند|انداختیم|انداختند)"
)
_LEFT_FOR_LATER = re.compile(rf"\b{_LATER} {_STAYS}\b|\b{_STAYS} {_LATER}\b")
"""Puts a matter off: «به نشست بعد افتاد», «می‌مونه برای جلسه بعد»."""

_REST_OF_TALK = re.compile(
    r"\b(?:بقیه|باقی|سایر|ادامه)(?: ی)? (?:حرف|بحث|صحبت|مطالب|مسایل|گفتگو|گفت و ?گو|دستور|مورد|موارد)"
)
"""With the rest of the talk no matter is put off: «بقیه حرف‌ها موند برای جلسه بعد»."""

_OF_MINUTES = re.compile(
    rf"صورت ?جلسه (?:(?:جلسه|نشست) )?(?:قبل|قبلی|گذشته|پیشین|پیش)\b.{{0,30}}\b(?:تایید|تصویب|امضا|قرایت)\b.{{0,15}}"
    rf"(?:{_PASSED}|رسید)\W*$"
    r"|^\W*(?:مصوبات|تصمیمات) (?:فوق|بالا|یادشده|مذکور)\b[^.؛]{0,40}\b(?:تایید|تصویب|امضا)\b.{0,15}"
    rf"(?:{_PASSED}|رسید)\W*$"
)
"""The minutes of the meeting before are read and approved at the beginning of each, and all of these at their end."""

_CARRIED_OUT = re.compile(
    r"\b(?:مصوبه|مصوبات|تصمیم|تصمیمات|بند)\b.{0,40}\b(?:جلسه|نشست|صورت ?جلسه)\b.*"
    r"(?:اجرا|اجرایی|انجام|محقق|عملیاتی|تعیین تکلیف|مختومه) (?:شد|گردید)(?:ه|ه است|ه اند)?\b"
)
"""Says what became of a resolution of another meeting."""

_DROPPED = re.compile(r"از دستور (?:کار )?(?:جلسه )?خارج (?:شد|گردید)")

_TURNED_DOWN = re.compile(r"\b(?:ولی|اما|که|و|لیکن|منتها)\b.{0,60}(?:رای نیاورد|قرار نشد)")
"""The fate of what somebody proposed, which decides nothing new: «پیشنهاد داد … ولی رأی نیاورد»."""

_STRESSES = re.compile(rf"(?:تاکید|توصیه|تذکر داده|لازم|ضروری) (?:{_PASSED}|{_NOW})")
"""The meeting itself insists: «تأکید شد … ارسال شود»."""

_HAPPENS = rule(
    r"(?:قرایت|مطرح|بحث|بررسی|گفتگو|گفت و ?گو|نظر|مذاکره|استماع|گزارش|تشکیل|برگزار|برپا|افتتاح|اغاز|شروع|تلاوت|منعقد|"
    r"صحبت|ارسال|دریافت|انجام|ثبت|پخش|حضور|رسمیت)"
    rf" {_SOME % 3}(?:{_PASSED}|{_ACTED}|(?:به )?ب?عمل امد|قرار گرفت|یافت(?:ند)?\b|(?:داد|داشت)(?:ند)?\b|زدیم|شده است)",
    r"(?:شده|گردیده|کرده|داده) بود(?:ند)?\b",
    r"\b(?:بود|بودند|نداشت|نداشتند|رسید|رسیدند|امد|امدند)\b",
)
_APPOINTS = re.compile(
    rf"(?:انتخاب|منصوب|برگزیده|ابقا)(?: و \w+)? (?:{_PASSED}|{_ACTED}|{_PRESENT})"
    rf"|(?:عنوان|سمت) [^.؛]{{3,80}} (?:معرفی|تعیین)(?: و \w+)? (?:{_PASSED}|{_ACTED}|{_PRESENT})"
)
_FOR_A_WORK = re.compile(r"\b(?:جهت|برای|به ?منظور) (\w+)")
_CHAIRS = re.compile(
    r"(?:(?:رییس|ریاست|منشی|ناظر\w*|دبیر) (?:جلسه|مجمع|سنی)|هیات رییسه (?:مجمع|جلسه|سنی)).*(?:انتخاب|برگزیده|تعیین)"
)
"""Those who lead the session itself are chosen for it alone."""

CONFIRMED = re.compile(r"به (?:تایید|تصویب|امضا)\b.{0,40}رسید")
"""Approves what was told in the same sentence: «گزارش ارائه شد و به تأیید اعضا رسید»."""

_ASIDE = re.compile(r"\([^)]*\)")
"""In a bracket behind what somebody proposed, its fate is told: «پیشنهاد داد … (موافقت نشد)»."""

_ENDS_IN_THE_PAST = re.compile(rf"\b(?:{_PASSED}|{_ACTED})\W*$")
SENTENCE_END = re.compile(r"(?<=[.!؟])\s+|(?<=[آ-ی]{2}\.)(?=[آ-ی]{2}|و )|(?<=[آ-ی]{2} \.)(?=[آ-ی]{2})|\n")
"""The end of a sentence, also where no space follows its full stop; a letter alone before a stop is an abbreviation."""

_SENTENCE_END = re.compile(rf"{SENTENCE_END.pattern}|(?<=؛)\s*")


def act_of(sentence: str) -> Act:
    """The act of one sentence. What somebody reports or proposes stays told, whatever its subordinate clause says."""
    return _kept(sentence) if len(sentence) <= LONGEST_KEPT else _act(sentence)


def _act(sentence: str) -> Act:
    folded = fold(sentence)
    if _BACKGROUND.match(folded) or _CHAIRS.search(folded) or _OF_MINUTES.search(folded):
        return Act.TELLS
    if carried_out := _CARRIED_OUT.search(folded):
        folded = _DROPPED.sub("", folded)
    if undecided := _UNDECIDED.search(folded):
        folded = _PUT_OFF.sub("", folded)
    told = _REPORTS.search(_FUTURE.sub(" ", folded))
    if _DECIDES.search(_TURNED_DOWN.sub(" ", _ASIDE.sub(" ", folded)) if told else folded):
        return Act.DECIDES
    if not undecided and puts_off(folded):
        return Act.DECIDES
    if _STRESSES.search(folded) and charges(folded):
        return Act.CHARGES
    if told or carried_out or undecided:
        return Act.TELLS
    if _SETTLES.search(folded):
        return Act.SETTLES
    if charges(folded) or _ANNOUNCES.search(folded) or _RESTS_WITH.search(folded) or promises_or_forbids(folded):
        return Act.CHARGES
    if _HAPPENS.search(folded):
        return Act.TELLS
    return Act.PASSED if _ENDS_IN_THE_PAST.search(folded) else Act.NAMES


_kept = lru_cache(maxsize=4096)(_act)


def puts_off(folded: str) -> bool:
    """Tell whether a folded sentence puts a matter off: «موضوع دوربین به جلسه بعد ماند»."""
    return _LEFT_FOR_LATER.search(folded) is not None and _REST_OF_TALK.search(folded) is None


def appoints(text: str) -> bool:
    """Tell whether a text only says who is chosen for a post, so that those named in it have nothing to do by it."""
    folded = fold(text)
    only = _APPOINTS.search(folded) is not None and not charges(_APPOINTS.sub(" ", folded))
    return only and not is_for_a_work(folded)


def is_for_a_work(folded: str) -> bool:
    """Tell whether a folded text says for which work: «جهت رایزنی با …», not «برای مدت دو سال»."""
    return any(is_action([match[1]]) for match in _FOR_A_WORK.finditer(folded))


def strongest_act(text: str) -> Act:
    """The act of the sentence that decides most."""
    return max(map(act_of, sentences_of(text)), default=Act.NAMES)


def sentences_of(text: str) -> list[str]:
    """Split a text at full stops, semicolons and line ends; a number's point splits nothing."""
    return [sentence for part in _SENTENCE_END.split(text) if (sentence := part.strip())]
