"""Free text about a task, understood as far as rules go: done, under way, more time, nothing to report, not ours.

Only what is said outright counts. A question, a condition or a plan is no report, and «انجام نشد» is never taken for
«انجام شد». What no rule covers is None, and a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.chat import completion
from domain.chat.completion import PARTLY, Extent
from domain.chat.courtesies import CORRECTED, CORRECTION, ERRED, GREETING, HOPES, RETRACTION, courteous, without_hope
from domain.chat.not_ours import not_ours
from domain.persian.colloquial import written
from domain.persian.text import parse_percent


class Purpose(StrEnum):
    """The purposes that a text may have."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    NOTHING = "nothing"
    NOT_OURS = "not_ours"
    MORE_TIME = "more_time"
    COURTESY = "courtesy"
    RETRACTION = "retraction"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of a text: of work under way the ``percent``, which may be said with a wish for more time, too; of
    such a wish the words of its date, and whether a reason is given.
    """

    purpose: Purpose
    percent: int | None = None
    until: str = ""
    reason: bool = False

    @property
    def also(self) -> Meaning | None:
        """The share of the work that is said with a wish for more time."""
        wish = self.purpose is Purpose.MORE_TIME and self.percent is not None
        return Meaning(Purpose.UNDER_WAY, self.percent) if wish else None


MOST_WORDS = 40
"""The most words of a text that is taken for a report; in a longer one, one sentence says little about the whole."""
MOST_LETTERS = 1000
"""More than so many words have; a longer text would only keep the patterns searching."""

_QUESTION = re.compile(
    r"[?؟]|\b(?:ایا|چرا|چطور\w*|چگونه|چه جوری|کجا\w*|کی|کیه|کیا|کیست|کیند|چیست|چی|چیه|چه (?:کار|خبر|جور|طور|وضع)\w*"
    r"|چنده|(?<!هر )چند (?:بود|است|هست)|چندتا\w*|چقدر\w*|سوال\w*)\b"
    r"|(?<!هر )(?<!هیچ )\bکدام\w*|^(?:چه|چند)\b"
)
_REQUEST = re.compile(
    r"\b(?:می (?:شود|توانید)|ممکن است|امکان(?:ش)? (?:دارد|هست))\b.*"
    r"\b(?:بفرست|ارسال کن|بگوی|بگید|بده|بفرما|زنگ|تماس|توضیح)"
    r"|\b(?:دارید|می دانید|خبر دارید|نشان\w{0,2} بده\w*)$"
)
"""Something that is asked for: «متنش رو میشه بفرستید»، «شماره‌اش رو دارین»."""
_UNSURE = re.compile(
    rf"\b(?:اگر|وقتی|هرگاه|هروقت|چنانچه|شاید|باید|بشود|(?<!نمی )شود|خواه\w*|خواست\w*|قرار|قصد"
    rf"|امیدوار\w*|امید (?:است|دار\w+)|{HOPES}|لطفا)\b"
)
"""A condition, a plan or a request: what was done is not said with these."""
_NOT = re.compile(
    r"\b(?:ن(?:شد|کرد|داد|گرفت|یافت|رس[یا]|توانست|توان|پذیرفت|خواه|یست|بود|می|شو|کن|دار|داشت|رفت|یامد|مود)\w*"
    r"|هنوز|عدم|بدون|ناتمام|نیمه|ناقص|هیچ\w*|غیر(?! از))\b"
)
_WAITING = re.compile(r"\bمنتظر(?:یم|\w* (?!ن)(?:\w+ ){0,3}(?:هستیم|هستم|ایم|مانده ایم|\w+یم))\b")
_GOING_ON = re.compile(
    r"\bدار(?:یم|م|ند|د) (?:\w+ ){0,4}می ?(?:شو|کن|ده|گیر|رس|ساز|زن|نویس|فرست|کش|چین|ریز|خر|بر|گذار|خوان)\w*"
)
_UNDER_WAY = re.compile(
    r"\b(?:در حال (?!حاضر)\w+|در دست (?:انجام|اجرا|اقدام|پیگیری|بررسی|تهیه|تکمیل|ساخت"
    r"|تدوین|نگارش|احداث|تعمیر|طراحی|مطالعه|اماده ?سازی|امضا|چاپ|تایپ|اصلاح|خرید|نصب)|در جریان است"
    r"|فقط مانده (?!\d|یک|دو|سه|چند)\w+"
    r"|(?:نزدیک|را) به (?:اتمام|پایان)(?! رس)\w*|در شرف \w+|مراحل (?:پایانی|اخر)\w*|اخراش\w*"
    r"|پیگیر(?:یم|م|ش هستیم| هستیم| هستم)|(?:شروع|اغاز) (?:شد|شده|کردیم|کرده ایم)(?!.*\b(?:تمام|پایان|اتمام)\b)"
    r"|مشغول (?:انجام|پیگیری|کار)\w*)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:(?:شروع|اغاز|انجام|اجرا|تمام|تکمیل|اقدام\w*|ارسال|معرفی|تهیه|اماده|تحویل|نصب|وصل)"
    r" (?:نشده|نشد|نکرده|نکردیم|نکردم|نداده|ندادیم|ندادم|نگرفته|نگرفت)\w*"
    r"|هنوز (?:شروع|اغاز|انجام|تمام)|نتوانست(?:یم|م)|متوقف (?:است|شد|شده|مانده)"
    r"|(?:اعتبار|بودجه|منابع|پول|نیرو|امکانات|مجوز) (?:لازم |کافی )?"
    r"(?:نداریم|ندارد|نداشتیم|نیست|نرسید\w*|نیامد\w*|ندادند|تامین نشد\w*)"
    r"|نمی (?:شود|توان\w*) (?!.*\b(?:جلسه|شرکت|حضور|تماس|صحبت)\b)"
    r"(?:\w+ ){0,2}(?:(?:کرد|بکن|کار|انجام|اجرا)\w*|کن(?:یم|م)|بد(?:ه|ی|هی)?م)"
    r"|کاری? نکرد\w*|(?:اعتبار|بودجه)(?:مان)? تمام"
    r"|گیر (?:کرد|افتاد|است|دار)\w*|به (?:مشکل|مانع|بن بست) (?:خورد|برخورد|رسید)\w*|مشکل (?:داریم|دارد|پیش امد\w*)"
    r"|معطل\w*|لنگ (?:است|مانده)|خوابید\w*|تعطیل (?:است|شد|شده)|(?:ول|رها) کرد\w*"
    r"|معارض\w*|هنوز (?:\w+ )?مانده|مانده هنوز"
    r"|(?:جواب|پاسخ|رضایت|موافقت|همکاری|اجازه|مجوز|اعتبار|بودجه|پول|تخصیص)\w{0,2}(?: \w+){0,4}"
    r" (?:نمی (?:ده|کن|رس|ای)|نداد|نکرد|نیامد|نرسید|نشد)\w*)"
)
"""Words for work that is not done, and for what stands in its way."""
_YET = re.compile(r"\b(?:هنوز|فعلا|تا ?کنون|تا (?:حالا|الان))\b")
_MORE_TIME = re.compile(
    r"\bتمدید\b|\b(?:مهلت|فرصت|وقت|زمان) (?:بیشتر\w*|اضافه|می خو\w+|نیاز|لازم|بدهید|دهید|بده|دیگری)\b"
    r"|\b(?:مهلت|فرصت|وقت)\b.*\b(?:می خو\w+|نیاز دار\w+|لازم دار\w+|بدهید|درخواست|تقاضا)"
    r"|\b(?:مهلت|سررسید|موعد)\w{0,2} (?:را )?(?:\w+ ){0,3}(?:بندازید|بیندازید|ببرید|عوض کنید|تغییر (?:ده|بده)ید|عقب)"
    r"|\b(?:مهلت|سررسید|موعد)\w{0,2} (?:را )?تا .*\bباش[هد]\b"
)
_NO_MORE_TIME = re.compile(r"نیازی|نمی خو|نیاز (?:نیست|ندار)|لازم (?:نیست|ندار)|تمدید (?:نشد|نشده|نکرد)")
_WISH = (
    r"تمدید|مهلت|فرصت|وقت|می خو\w+|بدهید|شود|باش[هد]|کنید|نمایید|بفرمایید|لطفا|نیاز|لازم|درخواست|تقاضا|ممنون|متشکر\w*"
    r"|سپاس\w*"
)
_GRANTED = re.compile(r"تمدید (?:شد|شده|کردید|گردید)|(?:ممنون|متشکر|سپاس|تشکر)\w* .*تمدید")
_UNTIL = re.compile(
    r"\bتا (?P<until>(?:(?! تا ).){2,60}?)"
    rf"(?= (?:تا|برای|چون|زیرا|ولی|اما|به (?:دلیل|علت|خاطر)|که|را|مورد|{_WISH})\b|[،؛.!\n,;]|$)"
    r"|\b(?P<ahead>\w+ (?:روز|هفته|ماه) دیگر)\b|\b(?:بندازید|بیندازید|ببرید) (?:به |برای |را )?(?P<moved>[^،.؛]{2,40})$"
)
_NO_DAY = re.compile(r"\b(?:ن?می \w+|بتوان\w*|ن(?:شد|رس|توان|دار|کرد)\w*|حالا|الان|کنون)\b")
"""Words that no day is said with: «تا ۱۵ دی نمی‌رسیم»."""
_NOT_BY_THEN = re.compile(r"\b(?:نمی (?:شود|رس\w+|توان\w*)|نخواهد شد) $")
"""Words before a day that is too early: «تمام نمی‌شود تا آذر»."""
_DAY_TO_COME = (
    r"(?:فردا|پس ?فردا|امشب|شب|صبح|عصر|ظهر|بعدا?|به ?زودی|\w*شنبه|جمعه|(?:اخر|پایان) \w+|اوایل \w+"
    r"|(?:روز|هفته|ماه|ساعت)(?: ی)? (?:دیگر|بعد|اینده))"
)
_PROMISE = re.compile(
    rf"\b{_DAY_TO_COME}\b.*\b(?:(?:می فرست|می ?گ(?:وی)?|می نویس"
    r"|(?:ارسال|معرفی|اعلام|تکمیل|تهیه|اماده|تقدیم|عرض|اطلاع|خبر|تحویل|ارایه|پیگیری|گزارش) می (?:کن|ده|د))(?:م|یم)"
    r"|(?:ارسال|تقدیم|ارایه|تحویل|اعلام) می (?:شود|گردد))\b"
)
"""An answer that is only announced: «فردا می‌فرستیم»."""
_REASON = re.compile(
    r"\b(?:ولی|اما|ندار\w*|کمبود|چون|زیرا|دلیل|علت|خاطر|بخاطر|منتظر|نشد\w*|نکرد\w*|نداد\w*|نتوانست\w*|نرسید\w*|هنوز)\b"
)
_NOTHING = re.compile(
    r"\bفاقد عملکرد\b|\b(?!موردی ندارد|خبر ن)(?:عملکرد|نظر|پیشنهاد|تجربه|مورد|اقدام|گزارش|خبر|چیز|مطلب)"
    r"(?:ی| ای)?(?: خاصی)?"
    r"(?: (?:تازه|جدید) ?(?:ای|ی)?)?(?: (?:برای|جهت) \w+)? (?:ندار(?:یم|م|د|ند)|نداشت\w*|نبود\w*|نیست\w*)\b"
)
_SHARE = re.compile(
    r"(?:[%٪] ?(\d{1,3})(?!\d))|(?<![\d/.])(\d{1,3}) ?(?:[%٪]|در ?صد(?:ی|ش|شان|یم)?\b)"
    r"|\b([^\W\d]+(?: و [^\W\d]+)?) در ?صد(?:ی|ش|شان)?\b"
)
_ADVANCED = re.compile(
    r"\b(?:پیش ?رفت\w*|پیش رفته|جلو رفت\w*|رفته|رسید\w*|انجام|تکمیل|اجرا|کار|تمام است)\b"
    r"|(?:[%٪]|در ?صد(?:ش|شان)?)(?: (?:ولی|اما)\b|(?: کار\w*)? (?:تمام|شده?)\b)"
)
_VAGUE = re.compile(
    r"\d تا \d+ ?(?:[%٪]|در ?صد)|\b(?:کمتر از|زیر) \w+ ?(?:[%٪]|در ?صد)"
    r"|(?:[%٪]|در ?صد) نه،? \d|در ?صد (?:از )?(?:بودجه|اعتبار\w*|پول|منابع|وجه|هزینه|مبلغ|تخصیص)\b"
)
"""A share between two, a limit, one of two of which either may be taken back, or a share of the money."""
_LEFT = re.compile(r"\b(?:مانده|باقی\w*|نمانده)\b")
_NOW_LEFT = re.compile(r"(?<=\w) (?:و )?(?:بقی\w+|مابقی)\b.*|[،؛,;.\n] ?(?:و )?(?:باقی\w*|مابقی|بقیه)\b.*")
"""The rest of the work, told after its share."""
_ABOUT = re.compile(r"\bتقریبا (?=[%٪]? ?\d|\w+ (?:و \w+ )?در ?صد)")
"""«تقریبا ۸۰ درصد», as «حدود»."""
_CLOSING = re.compile(
    r"[\W ]*(?:لطفا )?\b(?:بررسی|ثبت|ملاحظه|تایید|مختومه|بسته|لحاظ)(?: \w+)? (?:کنید|بفرمایید|نمایید)(?: لطفا)?\W*$"
    r"|\bدست\w* (?:\w+ ){0,3}درد نکن\w+"
)
"""The request to take note of what was said, and a thank that is worded as a negation."""


def understand(text: str, about: str = "") -> Meaning | None:
    """Understand a text; None for what no rule covers, such as a question. ``about`` is the resolution's text."""
    if len(text) > MOST_LETTERS:
        return None
    said = written(text)
    if len(said) > MOST_LETTERS:
        return None
    if courteous(said) and not _QUESTION.search(said):
        return Meaning(Purpose.COURTESY)
    said = GREETING.sub("", said)
    if not said or len(said.split()) > MOST_WORDS or _QUESTION.search(said):
        return None
    if RETRACTION.fullmatch(said):
        return Meaning(Purpose.RETRACTION)
    if not_ours(said):
        return Meaning(Purpose.NOT_OURS)
    erred = re.search(ERRED, said)
    said = without_hope(CORRECTED.sub("", _CLOSING.sub("", said)).strip(" ،.!"))
    if _MORE_TIME.search(said) and not _NO_MORE_TIME.search(said) and not _GRANTED.search(said):
        return _more_time(said)
    if _NOTHING.search(said):
        return Meaning(Purpose.NOT_DONE if _YET.search(said) else Purpose.NOTHING)
    promise = Meaning(Purpose.PROMISE) if _PROMISE.search(said) else None
    if _UNSURE.search(_GOING_ON.sub("", _NOW_LEFT.sub("", said))):
        return None if _UNSURE.search(re.sub(HOPES, "", said)) else promise
    meaning = _progress(said, written(about)) or promise
    # Of «اشتباه زدم انجام شد» nobody knows which of both is the mistake.
    return None if erred and meaning and meaning.purpose is Purpose.DONE else meaning


def revises(text: str) -> bool:
    """Tell whether a text asks, denies or corrects: what was said before it may hold no more."""
    said = GREETING.sub("", written(text[:MOST_LETTERS]))
    return any(pattern.search(said) for pattern in (_QUESTION, _NOT, CORRECTION))


def is_question(text: str) -> bool:
    """Tell whether a text asks something."""
    said = GREETING.sub("", written(text))
    return bool(_QUESTION.search(said) or (_REQUEST.search(said) and not _MORE_TIME.search(said)))


def _more_time(said: str) -> Meaning:
    days = (
        found
        for found in _UNTIL.finditer(said)
        if not _NO_DAY.search(found[0]) and not _NOT_BY_THEN.search(said[: found.start()])
    )
    found, shares = next(days, None), _shares(said)
    until = (found["until"] or found["ahead"] or found["moved"]).strip() if found else ""
    percent = shares[0] if len(shares) == 1 and 0 < shares[0] < 100 and _ADVANCED.search(said) else None
    return Meaning(Purpose.MORE_TIME, percent, until, reason=percent is not None or bool(_REASON.search(said)))


def _progress(said: str, about: str) -> Meaning | None:
    """Understand what is said of the work itself."""
    shares, done = _shares(said), completion.dones(said)
    of_work = len(shares) > 1 or _ADVANCED.search(said) or parse_percent(said) is not None
    if shares and _LEFT.search(_NOW_LEFT.sub("", said)):
        return Meaning(Purpose.UNDER_WAY)
    if shares and (of_work or done):
        [share, *others] = shares
        whole = bool(of_work) and len(done) < 2 and not PARTLY.search(_ABOUT.sub("", _NOW_LEFT.sub("", said)))
        if others or _NOT.search(said) or _VAGUE.search(said) or not (whole or share == 100):
            return Meaning(Purpose.UNDER_WAY)
        return Meaning(Purpose.DONE) if share == 100 else Meaning(Purpose.UNDER_WAY, share)
    if _NOT.search(said) or _NOT_DONE.search(said):
        if _NOT_DONE.search(said):
            return Meaning(Purpose.NOT_DONE)
        return Meaning(Purpose.UNDER_WAY) if _WAITING.search(said) else None
    if _UNDER_WAY.search(said) or _GOING_ON.search(said) or _WAITING.search(said):
        return Meaning(Purpose.UNDER_WAY)
    extent = completion.extent(said, about)
    if extent is Extent.PART:
        return Meaning(Purpose.UNDER_WAY, None if _LEFT.search(_NOW_LEFT.sub("", said)) else completion.fraction(said))
    return Meaning(Purpose.DONE) if extent is Extent.WHOLE else None


def _shares(said: str) -> list[int]:
    """Return the shares of 0 to 100 that a text names."""
    return [share for share in map(_percent, _SHARE.finditer(said)) if share is not None]


def _percent(found: re.Match[str]) -> int | None:
    """Return a share of 0 to 100 that a match names, None for another number or a word that is none."""
    value = parse_percent(next(filter(None, found.groups())))
    return int(value) if value is not None and value == int(value) and 0 <= value <= 100 else None
