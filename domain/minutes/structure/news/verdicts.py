"""Judge a clause of the news: it decides, orders a body, may decide, or only tells."""

from __future__ import annotations

import re
from enum import IntEnum

from domain.dates.jalali import WEEKDAY
from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.common_words import is_link
from domain.minutes.language.numbers import ORDINAL
from domain.minutes.language.organisations import GROUPS, begins_with_name, is_head
from domain.minutes.language.patterns import MONTH, any_of, rule
from domain.minutes.language.verbs import charges
from domain.minutes.owners.actors import actors_of
from domain.minutes.structure.news.announcements import (
    objects_alone,
    orders_now,
    says_only_that,
    tells_of_a_decision,
)
from domain.minutes.structure.news.disposals import disposes, has_decided
from domain.persian.text import fold, folded_words


class Verdict(IntEnum):
    """Verdicts on a clause, the later the surer it is a decision."""

    TELLS = 0
    ASKS = 1
    """A demand on many, or on nobody: it is passed over and asked about."""
    MAY_DECIDE = 2
    ORDERS = 3
    DECIDES = 4


_TIME = (
    r"(?:ظرف|حداکثر|فردا|پس ?فردا|امشب|(?:این|همین) (?:هفته|ماه|امروز|امشب)|(?:هفته|ماه) (?:اینده|بعد|جاری)"
    r"|از این پس|روزانه|هفتگی|ماهانه|تا اطلاع|فورا|فوری|بلافاصله|به (?:طور|صورت) مستمر"
    r"|هر (?:روز|شب|هفته|ماه|چه|\S+ (?:روز|هفته|ماه))"
    r"|تا (?:یک|دو|سه|چهار|پنج|شش|ده|چند) (?:روز|هفته|ماه|سال)|تا (?:پیش|قبل) از"
    r"|(?:پیش|قبل) از (?:نوروز|عید|پایان|اغاز|شروع|بازگشایی|سال|ماه|زمستان|پاییز|تابستان)"
    r"|(?:تا|از) (?:(?:روز|ظهر|عصر|صبح|شب|پایان|اخر|اواخر|نیمه|اوایل|ابتدای|اول|ساعت) )?"
    rf"(?:\d|\S*شنبه|جمعه|امروز|امشب|فردا|این|همین|هم ?اکنون|حالا|عید|هفته|ماه|سال|فصل|{MONTH})"
    rf"|\S*شنبه(?: \d)?|\d{{1,2}} (?:{MONTH}))"
)
_TIMED = re.compile(rf"\b{_TIME}")
_UNTIL = re.compile(r"\bتا (?:زمان |هنگام )?(?:تعیین|صدور|تامین|تکمیل|رفع|اتمام|حصول|ابلاغ|تصویب|اصلاح|رسیدن) ")
"""Until an event something holds that is a matter of its own: «سهمیه آنها تا تعیین تکلیف نهایی … داده شود»."""

_GONE_BY = re.compile(
    r"\b(?:پارسال|(?<!\d )(?<!\bیک )(?<!\bدو )(?<!\bچند )(?:سال|ماه|هفته|شبانه ?روز|روز|دولت)(?: ?های)? (?:قبل|پیش)"
    r"|(?:سال|ماه|هفته|روز|شبانه ?روز|دولت|دوره)(?: ?های)? (?:گذشته|اخیر)|تا ?کنون|امسال|تا امروز"
    r"|در حال(?:ی)?)\b"
)
_IN_THE_PAST = re.compile(rf"(?:^\W*(?:(?:و|که|اما) )?|\b(?:در|طی|از|تا|برای) |[،؛:] ?)(?:{_GONE_BY.pattern})")
"""The past as the time of a clause, and not as that of a thing in it: not «تفریغ بودجه سال گذشته … فرستاده شد»."""

_SINCE = re.compile(rf"\bاز ابتدای (?!{MONTH}|\S+ (?:اینده|بعد|جدید)\b)")
_COUNTS = re.compile(r"\d+ (?:[^\W\d]+ ){1,3}غیر ?مجاز (?:است|هستند|بود|بودند)\b")
"""A number of things that are not permitted is told: «۱۱۰۰ حلقه غیرمجاز است»."""

_MEETS = re.compile(r"مقرر|مصوب|تصویب|موافقت|این (?:جلسه|نشست)")
CITIZENS = any_of("مردم", "شهروندان", "هموطنان", "هم ?استانی ?ها", "خانواده ?ها", "مسافران")
"""Words for those of whom something is asked, and who can be charged with nothing."""

_CITIZENS = re.compile(rf"\W*(?:از )?(?:همه |تمام |عموم )?(?:{CITIZENS}|گردشگران|متقاضیان|کاربران)\b")
_WISHES = rule(
    r"امیدوار|انتظار (?:می ?رود|داریم|دارم)|پیشنهاد(?! (?:ده|کن|نمای)\w+)|ان ?شا|نیازمند|خواستار|خواهان",
    r"می ?توان|باید بدان|ضرورت دارد",
    r"پیش ?بینی (?:کرد|می |شده)",
    r"^\W*(?:هیچ|نباید|مبادا)\b",
)
_INDEFINITE = re.compile(r"\W*(?:هر )?\S+ی که\s")
_MANY = re.compile(rf"(?:{'|'.join(sorted(GROUPS))})\b|\S+ ?(?:ها|های)\b")
_THIS = re.compile(r"\W*(?:این|ان|همین|همان) ")
_MUST = re.compile(r"\b(?:باید|بایستی|می ?بایست|لازم است|ضروری است)\b")
_HEARER = re.compile(r"(?:\b(?:کن|نمای|ده|گیر|ساز|گذار|اور|باش|شو)ید|\bب[^\W\d]{2,}ید)\W*$")
_NEEDED = re.compile(r"\b(?:لازم|ضروری) است\b")
_CONFIRMED = re.compile(r"\bبه (?:تایید|تصویب)\b.{0,40}\bن?رسید(?:ند)?\W*$")
_LISTED_BEFORE = re.compile(r"صورت ?جلسه (?:(?:جلسه|نشست) )?(?:قبل|گذشته|پیش)")
_MUST_NOT = re.compile(r"\bنباید\b")
_POST = re.compile(
    r"\b(?:مسیول|متولی|مامور|موظف|مکلف|ملزم|متعهد)(?:ند)?\b.{0,80}?(?:است|هستند|اند|شد|شدند|گردید|می ?باشد|می ?باشند)"
    r"|\b(?:موظفند|مکلفند|مسیولند)\b"
)
_LEAVE = re.compile(
    r"\b(?:فرصت|مهلت) (?:داده (?:شد|می ?شود|ایم|شده است)|دادیم|می ?دهیم|داد(?:ند)?)\b"
    r"|\bرای دادند (?:که|تا|به)\b"
    r"|\b(?:اجازه|مجوز|حق|فرصت|مهلت) (?:\S+ ){0,5}?(?:دارد|دارند|ندارد|ندارند|خواهند داشت|خواهد داشت)\b"
)
_BY_DECISION = re.compile(
    r"\W*(?:بر ?(?:اساس|پایه|مبنای)|طبق|بنا ?بر|بنا ?به|به موجب|برابر|مطابق|با) "
    r"(?:این |همین )?(?:مصوب|تصمیم|رای|نظر|تصویب|تشخیص|اعلام|پیشنهاد|موافقت|توافق|دستور)|به دستور |\W*به پیشنهاد "
)
"""The ground of a decision that is told in the present: «بر اساس مصوبات این نشست، مدارس … تعطیل است»."""

_FOLLOWED_UP = re.compile(
    r"\W*(?:مصوبات|تصمیمات) (?:این|همین) (?:جلسه|نشست|شورا|کارگروه|ستاد|کمیته|کمیسیون)\b"
    r".*\b(?:رصد|پیگیری|دنبال|پایش) (?:و \w+ )?(?:می |خواهد )"
)
"""A promise to follow up all that was decided: «مصوبات این شورا به صورت مستمر … رصد می‌شود»."""

_CHANGED = re.compile(r"\b(?:تغییر|افزایش|کاهش|انتقال|اختصاص|ادامه) (?:یافت|پیدا کرد)(?:ند)?\W*$")
"""Changes that a body makes at somebody's word: «به پیشنهاد دبیر، زمان نشست‌ها به عصر تغییر یافت»."""

_DISPOSED = re.compile(
    r"\b(?:پیشنهاد|لایحه|طرح|درخواست|تقاضا)\b.*\b(?:رد|مسترد|مسکوت|بازگردانده|برگشت داده|عودت داده)\b.{0,40}"
    r"\b(?:شد|گردید|ماند|کردند|دادند)\W*$"
)
"""The fate of a matter that shares its verb: «پیشنهاد … رد و به کمیسیون بازگردانده شد»."""

_PERMITTED = re.compile(
    r"^(?!.*\d [^\W\d]*مجوز).*\b(?:مجوز|اجازه) .{3,60} (?:را )?صادر (?:شد|گردید|کرد|کردند|نمود|نمودند)\W*$"
)
_PROMISED = re.compile(r"\bقول (?:[^\W\d]+ )?(?:داد|دادند|داده است)\b")
_PLEDGED = re.compile(
    r"\b(?:تعهد (?:داد|کرد|نمود|سپرد)|متقبل (?:شد|گردید)|تقبل (?:کرد|نمود)|داوطلب (?:شد|گردید)"
    r"|پذیرفت)(?:ند)?\b(?! و\b)"
)
"""Takes a work upon itself: «دانشگاه تعهد داد … در اختیار مربیان قرار دهد»."""

_DEMANDED = re.compile(
    r"\bخواستار (?:\S+ ){1,12}?(?:شد|شدند|گردید)\b|\bبر (?:\S+ ){1,12}?(?:تاکید|اصرار) (?:کرد|کردند|نمود|داشت)\b"
)
_AT_ONCE = re.compile(r"\b(?:فوری|فورا|سریع|هر ?چه سریع ?تر|بی ?درنگ|بلافاصله|ضرب ?الاجل)\b")
"""A demand at once or by a day may decide: «فرماندار خواستار تعویض فوری پایه‌ها شد»."""

_OBJECT_FIRST = re.compile(r"[^،؛]{3,90}?\sرا\s+(?:(?:هم|نیز)\s+)?(?=\S)")
_UNTIL_THEN = re.compile(r"\bتا [^\W\d]{3,}")
_OPENING = re.compile(r"^\W*(?:همچنین )?(?:در (?:پایان|ادامه|ابتدا|ابتدای|خاتمه)(?: (?:این|جلسه|نشست|امر))*\s*،?\s+)")
_HONOURS = re.compile(
    r"\b(?:تجلیل|تقدیر|قدردانی|تشکر|سپاسگزاری|رونمایی|معارفه|بازدید) (?:به عمل )?"
    r"(?:شد|گردید|امد|کرد|کردند|نمود|نمودند)\W*$"
)
_OFTEN = re.compile(r"\b(?:هر (?:[^\W\d]+ )?(?:روز|شب|هفته|ماه|\S*شنبه|جمعه)|روزانه|هفتگی|ماهانه)\b")
_WILL = re.compile(r"\bخواه(?:د|ند) [^\W\d]+\W*$")
_OF_IT = re.compile(r"[^\W\d]{3,} (?:بر |از )?(?:ان|انها|ان ها)\b(?! \w+ را\b)")
"""A part or a work of what the clause before decides: «دستورالعمل آن را», «متولی تأمین آن»."""

_IN_THIS = re.compile(r"\b(?:این|همین) (?:باره|خصوص|زمینه|مورد|کار|امر|موضوع|طرح|پیشنهاد)\b")
_ENTRUSTED = re.compile(r"\b(?:سپرده|واگذار|محول|ارجاع|گذاشته|عهده \S+)(?: داده)? (?:شد|گردید)\W*$")
"""Hands over what was decided right before: «… موافقت شد و تأمین سوخت آن به بخشداری سپرده شد»."""

_AGREED = re.compile(r"\b(?:موافقت|مخالفت)\W*$")
"""The first of two decisions that share a verb: «با تمدید مهلت موافقت و شهرداری را موظف کردند …»."""

_PRESENT = re.compile(r"\b(?:ن?می ?(?!توان)[^\W\d]{2,}(?:د|م)\b|ن?خواه(?:د|ند) [^\W\d]+)")
_SHUT = re.compile(
    r"\b(?:تعطیل|متوقف|ممنوع|غیر ?حضوری|مجازی|غیر ?فعال|دورکار\w*|لغو|محدود|رایگان|نیمه ?حضوری|مسدود|پلمب)\b"
    r".{0,30}\b(?:است|هستند|می ?شو(?:د|ند)|خواهد بود|خواهند بود|خواهد شد|خواهند شد)\b"
)
_NEXT = re.compile(
    r"\W*(?:(?:گفتنی|شایان ذکر|لازم به ذکر|قابل ذکر) است )?(?:نشست|جلسه)(?: \S+)? (?:بعدی|اینده|اتی)\b.{0,80}?"
    rf"\b(?P<day>(?:{WEEKDAY})(?: \d{{1,2}} (?:{MONTH}))?|(?:\d{{1,2}}|{ORDINAL}) (?:{MONTH}))\b"
    r".*\b(?:برگزار|تشکیل|برپا) (?:می ?(?:شود|گردد)|خواهد (?:شد|گردید))"
)
_SAME = re.compile(
    r"\W*(?:\S+ ){0,2}?(?:این|ان|همین) (?:کار|مصوبه|تصمیم|امر|اقدام|روند|محدودیت|ممنوعیت|زمینه|باره|خصوص|مبلغ)\b"
    r"|\W*(?:پس|بعد) از ان\b|\W*(?:گزارش|نتیجه|مهلت) ان\b|.*\bاین مصوبه\b"
)
_THIS_BODY = re.compile(r"\W*(?:این|همین|ان) (?P<head>[^\W\d]{3,})\b(?! ها)")
_RULED = re.compile(r"\W*(?:قرار|مقرر|بنا) (?:بر این )?(?:شد|گردید)\b")
_BY_ONE = re.compile(r"\b(?:کند|نماید|دهد|سازد|ب(?!اش|شو|گرد)[^\W\d]{2,}د)\W*$")
_FURTHER = re.compile(r"\b(?:نیز|هم)\b")
_SHORT = 5
_PAPERS = folded_words("گزارش نتیجه نتایج مراتب موارد فهرست صورتجلسه اسامی")
"""Papers on a work, which belong to it."""

_PASSIVELY = re.compile(r"(?:شود|شوند|گردد|گردند|یابد|یابند)\W*$")
_ACTIVELY = re.compile(r"(?:کند|کنند|نماید|نمایند|دهد|دهند|سازد|سازند|می ?کن\w+|می ?ده\w+)\W*$")


def judged(clause: str, by_decision: bool = False) -> Verdict:
    """The verdict on a clause; `by_decision` where what stands before it tells in the present what was decided."""
    folded, act = fold(clause), act_of(clause)
    if _AGREED.search(folded):
        return Verdict.DECIDES
    if _CITIZENS.match(folded) and act is not Act.DECIDES:
        return Verdict.TELLS
    if _NEXT.match(folded) or (orders_now(folded) and charges(folded)):
        return Verdict.DECIDES
    if objects_alone(folded):
        return Verdict.ASKS
    if _COUNTS.search(folded) or says_only_that(folded):
        return Verdict.TELLS
    if _FOLLOWED_UP.match(folded) and act is not Act.DECIDES:
        return Verdict.ASKS
    gone_by = _GONE_BY.search(folded) is not None and not _MEETS.search(folded)
    if tells_of_a_decision(folded) and not gone_by:
        return Verdict.MAY_DECIDE
    if act is Act.DECIDES or (_CONFIRMED.search(folded) and not _LISTED_BEFORE.search(folded)):
        return Verdict.TELLS if gone_by else Verdict.DECIDES
    if _PLEDGED.search(folded) and charges(folded):
        return Verdict.TELLS if gone_by else Verdict.DECIDES
    demanded = _DEMANDED.search(folded) if not gone_by else None
    if demanded and (_AT_ONCE.search(demanded[0]) or _TIMED.search(demanded[0])):
        return Verdict.MAY_DECIDE
    gone_by = gone_by or (_SINCE.search(folded) is not None and not _MEETS.search(folded))
    ground = _BY_DECISION.match(_OPENING.sub("", folded))
    if ground and _CHANGED.search(folded) and not gone_by:
        return Verdict.DECIDES
    said = folded[folded.find("،") + 1 :] if ground else folded
    if promises(clause):
        return Verdict.ASKS
    if not gone_by and _DISPOSED.search(folded):
        return Verdict.DECIDES
    if not gone_by and _PERMITTED.search(folded):
        return Verdict.MAY_DECIDE
    if not gone_by and has_decided(folded):
        return Verdict.MAY_DECIDE
    if not gone_by and disposes(folded):
        return Verdict.DECIDES
    if act is Act.TELLS or gone_by or _WISHES.search(said) or _INDEFINITE.match(said):
        return Verdict.TELLS
    if act is Act.SETTLES or _LEAVE.search(folded):
        return Verdict.DECIDES
    if _POST.search(folded) and _subject_of(clause):
        return Verdict.DECIDES
    return _of_what_shall_be(clause, folded, by_decision)


def _of_what_shall_be(clause: str, folded: str, by_decision: bool) -> Verdict:
    """The verdict on a clause without a verb of deciding, by its mood, whom it charges, and its time."""
    if _SHUT.search(folded):
        told = by_decision or _TIMED.search(folded) is not None or _BY_DECISION.match(folded) is not None
        return Verdict.MAY_DECIDE if told else Verdict.TELLS
    if _PRESENT.search(folded):
        if _BY_DECISION.match(folded):
            return Verdict.MAY_DECIDE
        if _WILL.search(folded) and _OFTEN.search(folded):
            return Verdict.MAY_DECIDE
        timed = by_decision or _TIMED.search(folded) is not None
        if timed and _subject_of(clause):
            return Verdict.MAY_DECIDE
        return Verdict.ASKS if timed and _WILL.search(folded) else Verdict.TELLS
    if _MUST_NOT.search(folded) and _TIMED.search(folded) and not _THIS.match(folded):
        return Verdict.MAY_DECIDE
    if this_body(clause) and _TIMED.search(folded) and charges(folded):
        return Verdict.ORDERS
    if _MUST_NOT.search(folded) or _THIS.match(folded):
        return Verdict.TELLS
    if not charges(folded):
        return Verdict.TELLS
    timed = _TIMED.search(folded) is not None
    subject = _subject_of(clause)
    if subject and _MUST.search(folded) and not _ACTIVELY.search(folded) and not is_head(fold(subject).split()[0]):
        subject = None if _PASSIVELY.search(folded) else subject  # «سرعت کار باید بیشتر شود» charges nobody
    if subject is None:
        return Verdict.ASKS if timed and _MUST.search(folded) else Verdict.TELLS
    if (_NEEDED.search(folded) and not timed) or (_MUST.search(folded) and is_asked_of_many(subject, clause)):
        return Verdict.ASKS
    return Verdict.ORDERS


def has_a_time(folded: str) -> bool:
    """Tell whether a folded clause says a time by which something is done, or from which it holds."""
    return _TIMED.search(folded) is not None


def is_background(folded: str) -> bool:
    """Tell whether a folded clause plainly tells of the past, wishes, or is said of the citizens."""
    past = _IN_THE_PAST.search(folded) or _SINCE.search(folded) or _COUNTS.search(folded) or says_only_that(folded)
    wished = _WISHES.search(folded) or _CITIZENS.match(folded) or _HONOURS.search(folded)
    return (bool(past) and _MEETS.search(folded) is None) or wished is not None


def charges_somebody(clause: str) -> bool:
    """Tell whether a clause names a body that acts in it."""
    return _subject_of(clause) is not None


def _subject_of(clause: str) -> str | None:
    """The name of the body that a clause charges or that acts in it, None where there is none."""
    return next((one.name for one in actors_of(clause) if not one.partner and _is_body(one.name)), None)


def _is_body(name: str) -> bool:
    words = fold(name).split()
    return bool(words) and not _INDEFINITE.match(f"{fold(name)} ") and (is_head(words[0]) or len(words) > 1)


def is_asked_of_many(name: str, work: str) -> bool:
    """Tell whether something is asked of many and by no day: «مدیران باید تلفن خود را روشن نگه دارند»."""
    return _MANY.match(fold(name)) is not None and _TIMED.search(fold(work)) is None


def this_body(clause: str) -> str:
    """The head of a body that a clause charges and that was named before: «این بانک باید … اعلام کند»; else empty."""
    found = _THIS_BODY.match(fold(clause))
    return found["head"] if found and is_head(found["head"]) and _ACTIVELY.search(fold(clause)) else ""


def goes_on_with(clause: str, decided: str) -> bool:
    """Tell whether a clause says what else the one who is charged before it shall do: «… و قرار شد مجوز را بگیرد»."""
    return leaves_out_its_subject(clause) and _subject_of(decided) is not None


def leaves_out_its_subject(clause: str) -> bool:
    """Tell whether a clause decides that somebody whom it does not name does something: «قرار شد مجوز را بگیرد»."""
    folded = fold(clause)
    return (
        _RULED.match(folded) is not None
        and charges(folded)
        and _BY_ONE.search(folded) is not None
        and _subject_of(clause) is None
    )


def asks_of_the_hearer(said: str) -> bool:
    """Tell whether words ask something of those who hear them: «سهمیه روستاها را تا آخر هفته مشخص کنید»."""
    return _HEARER.search(fold(said)) is not None


def promises(clause: str) -> bool:
    """Tell whether somebody promises a work by a day: «قول داد کلرزنی تا آخر هفته راه‌اندازی شود»."""
    folded = fold(clause)
    timed = _TIMED.search(folded) or _UNTIL_THEN.search(folded)
    return _PROMISED.search(folded) is not None and charges(folded) and timed is not None


def is_due_by_a_day(clause: str) -> bool:
    """Tell whether a clause asks nobody for a work by a day: «باید تا آخر خرداد جمع‌آوری شوند»."""
    return judged(clause) is Verdict.ASKS and _TIMED.search(fold(clause)) is not None


def goes_on(clause: str) -> bool:
    """Tell whether a clause right behind a decision says what a body will do by it: «اداره صمت همکاری خواهد داشت»."""
    return (
        _WILL.search(fold(clause)) is not None and act_of(clause) is not Act.TELLS and _subject_of(clause) is not None
    )


def begins_with_subject(clause: str) -> bool:
    """Tell whether a clause begins with a name, or with what a body does something to: «نفت را هم شرکت نفت …»."""
    placed = _OBJECT_FIRST.match(clause)
    return begins_with_name(clause) or (placed is not None and begins_with_name(clause[placed.end() :]))


def stands_alone(clause: str, verdict: Verdict, begins_with_subject: bool) -> bool:
    """Tell whether a clause behind a decision is a decision of its own, and not more words on the same."""
    folded = fold(clause)
    if verdict < Verdict.MAY_DECIDE:
        if begins_with_subject and _FURTHER.search(folded) and _PRESENT.search(folded) and _subject_of(clause):
            return act_of(clause) is not Act.TELLS and _GONE_BY.search(folded) is None
        passive = charges(folded) and _ACTIVELY.search(folded) is None and _SAME.match(folded) is None
        timed = _TIMED.search(folded) or _UNTIL.search(folded)
        return passive and (timed is not None or _has_a_subject(folded))
    if _SAME.match(folded):
        return False
    return verdict is Verdict.DECIDES or begins_with_subject


def is_led(clause: str, decided: str) -> bool:
    """Tell whether a clause says who does what is `decided` before it for nobody: «… و اتحادیه متولی آن است»."""
    folded = fold(clause)
    if _subject_of(clause) is None or _subject_of(decided) is not None:
        return False
    if _ENTRUSTED.search(folded):
        return _OF_IT.search(folded) is not None or _IN_THIS.search(folded) is not None
    both = _TIMED.search(folded) is not None and _TIMED.search(fold(decided)) is not None
    return _OF_IT.search(folded) is not None and act_of(clause) is not Act.DECIDES and not both


def honours(clause: str) -> bool:
    """Tell whether a clause tells of a courtesy: «از سه دهیار نمونه تجلیل شد»."""
    return _HONOURS.search(fold(clause)) is not None


def _has_a_subject(folded: str) -> bool:
    """Tell whether a passive clause begins with what it is about: «اعتبار آن از محل … تأمین شود»."""
    words = folded.split()
    return len(words) > _SHORT and not is_link(words) and words[0] not in _PAPERS and _MUST.search(folded) is None


def is_told_of_a_decision(clause: str) -> bool:
    """Tell whether a clause tells in the present what was decided, as do those behind it: «بر اساس مصوبات …»."""
    folded = fold(clause)
    return _BY_DECISION.match(folded) is not None and act_of(clause) is not Act.DECIDES


def day_of_next_meeting(clause: str) -> str | None:
    """The day of the meeting that a clause calls for, folded, None for any other clause."""
    next_one = _NEXT.match(fold(clause))
    return next_one["day"] if next_one else None
