"""Resolve the deadline phrases of one meeting, whose date may be unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates.jalali import from_jalali
from domain.dates.working_days import Calendar
from domain.deadlines import OTHER_WORDS, Deadline, DeadlineKind, find, resolve
from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.numbers import NUMERAL, number_of
from domain.minutes.language.spoken_times import times_said
from domain.persian.text import fold

_PROBES = (from_jalali(1380, 1, 16), from_jalali(1381, 7, 21))
"""Two days on which a phrase has the same meaning only when it does not depend on the meeting's date."""

_BINDING = re.compile(
    r"ظرف|حداکثر|\bطی\b|\bطول\b|بلافاصله|بلادرنگ|\bتا(?:\b|(?=اخر|اول|نیمه|روز|هفته|جلسه|\d))|مدت|لغایت|مهلت|ددلاین"
    r"|موعد|سررسید|فرصت|پایان|قبل|پیش از|\bهر\b|هفته ?ای|شنبه ?ها|جلسه|نشست|شورا|برای بعد"
)
_HELD = re.compile(
    r"\s*(?:(?!\S*(?:شد|است|بود)\b)[^\s.؛:]+ ){0,6}?"
    r"(?:برگزار|برپا|تشکیل|منعقد|انجام|اجرا|افتتاح|آغاز|ارائه|ارسال|معرفی|تحویل|اعلام|اقدام (?=نما|کن|گرد|شود))\b"
)
"""Words after a day that no word of limit introduces: the decision itself is carried out on it."""

_RAISED = re.compile(r"\s*(?:طرح|مطرح|بررسی)(?: و \S+)? (?:شود|گردد)\b")
"""Right behind a day a matter is to be raised on it: «در مورخ ۱۲ تیر طرح و بررسی شود»."""

_CAUSE = re.compile(
    r"(?:از ?انجا(?:یی)? که|به دلیل ?ان ?که|به علت ?ان ?که|چون)\b"
    r"(?:(?!\b(?:مقرر|مصوب|قرار|بود|نبود|نیست|نداشت\w*|نداریم|نشد|نرسید\w*)\b)[^،؛.])*$"
)
"""The beginning of a sentence that says why: «از آنجا که مجمع باید در تیرماه برگزار شود، …»."""

_LETTER = re.compile(r"«[^»]{80,}»")
"""A letter that is quoted asks for what the meeting may not grant."""

_PUT_OFF = re.compile(
    r"\s*موکول(?P<only>(?: (?:شد|گردید|شود|گردد|می ?شود|می ?گردد|شده است|گردیده است|خواهد شد))?\s*(?:[.؛\n]|$))?"
)
_WAITS = re.compile(r"\b(?:بماند|بمونه|ماند|موند|موکول(?: \S+)?|گذاشته شد) (?:برای|به)\s*$")
"""Before an event this puts a matter off: «بماند برای بعد از تمام شدن کار»."""

_RATE = re.compile(r"افزایش (?:یابد|داده|پیدا)|کاهش (?:یابد|داده|پیدا)|وصول|محاسبه|اجاره ?بها|حقوق|تعرفه")
"""A rate holds from a day on, which is no day by which anything is done."""

_LIMITED = re.compile(r"\s*(?:حداکثر(?: تا)?|تا|ظرف|لغایت)\b")
_BETWEEN = re.compile(r"(?:\s*(?:حداکثر|تا|ساعت|\d{1,2}(?::\d\d)?)(?=\s|$))*\s*")
"""Words of the deadline itself that may stand between it and the day before it."""

_DAYS = re.compile(r"(?:در )?(?:(?:روز|شب|صبح|ظهر|عصر) ?های|\S*شنبه|جمعه)")
_HOUR = re.compile(r"\s*(?:از )?ساعت\b")
"""Days of each week may be a part of a noun, «ترافیک روزهای جمعه», unless their hour is said."""

_OBJECT = re.compile(r"\s*(?:را|رو)\b")
"""Behind a time this makes it a part of what is worked on: «پرونده‌های تا پایان دی را … تعیین تکلیف نمایند»."""

_PASSED = re.compile(r"\s*به (?:تصویب|تایید)\b")
"""Behind a time this makes it a part of what was approved: «بازه حذف از ۱۶ تا ۲۰ اردیبهشت به تصویب رسید»."""

_REFUSED = re.compile(
    r"(?:(?!\b(?:شود|گردد|کند|کنند|نماید|نمایند|دهد|دهند|باشد|باشند|شد|گردید)\b)[^.؛\n])*?"
    r"\b(?:(?:موافقت|تصویب|تایید|پذیرفته) ن(?:شد|گردید|کرد|نمود)|مخالفت (?:شد|گردید|کرد|نمود))"
)
"""Behind a time these make it a part of what was refused: «با کاهش ساعت کار تا پایان هفته موافقت نشد»."""

_AIM = re.compile(r"\b(?:طوری|نحوی|گونه ?ای|صورتی|شکلی) (?:[^.؛،\n]{0,40} )?که\b[^.؛\n]*$")
"""Before a time, how a work is to be done: «طوری تنظیم کند که هر روز …»."""

_FOR_EACH = re.compile(r"\bازای\s*$")
"""Before a rhythm, what is paid for each: «به ازای هر جلسه سی میلیون ریال»."""

_HOLDING = re.compile(r"\b(?:برگزاری|اجرای|اغاز|شروع|انجام|افتتاح|تشکیل|برپایی) [^.؛،]{2,60}$")
"""Before a time this makes it that of the work that was approved: «برگزاری مجمع در نیمه اول تیرماه به تصویب رسید»."""

_VOTED = re.compile(r"\s*(?:با (?:اکثریت|اتفاق) ?ارا\S* )?(?:به )?(?:تصویب|تایید)\b")
_TERM = re.compile(r"\b(?:تقسیط|اقساط|قسط|بازپرداخت|تنفس|تمدید|امهال|قرارداد|دوره|وام|تسهیلات|مرخصی|ضمانت\w*)\s*$")
_LONG = re.compile(r"(?:ماهه|ساله|روزه|هفته ?ای)\s*$")
"""A length right behind what lasts so long: «برای تقسیط حداکثر شش‌ماهه توافق کند»."""

_PLANNED = frozenset({"weekday", "nearby", "week", "weekday_of_week", "half_year", "quarter", "month_week"})
_LATER = " دیگر"
"""So long ahead a work is done, whatever its verb: «دو هفته دیگر به کارگروه ارائه دهد»."""

_ON_WEEKDAY = re.compile(r"(?:(?:در )?(?:تاریخ|روز|مورخه?) (?:روز )?)?(?:\S*شنبه|جمعه) \d")
"""On a day as near as these the work of its clause is done, whatever its verb: «شنبه ۲۰ مهر نصب می‌شود»."""

_ENDS_THERE = re.compile(
    r"\s*(?:،? ?(?:از |راس )?ساعت \d{1,2}(?::\d\d)?(?: (?:صبح|ظهر|عصر|شب|بعدازظهر))?)?\s*[.؛]?\s*$"
)
"""Behind a weekday with its date, the end of a work without a verb: «پاکسازی جوی، جمعه ۸ مهر ساعت ۸ صبح»."""

_CLOSED = re.compile(
    r"\b(?:تعطیل|متوقف|ممنوع|لغو|غیر ?حضوری|مجازی|برقرار|رایگان|دورکار\w*)\b.{0,30}"
    r"(?:است|هستند|باش(?:د|ند)|خواه(?:د|ند) (?:بود|شد))\b|\b(?:ممنوعه?|تعطیله|مجازیه|رایگانه)\W*$"
)
"""A state that a decision brings about on a day: «فردا همه مدارس غیرحضوری است»."""

_CLAUSE = re.compile(r"[،؛.:\n]")
_APPROVED = re.compile(r"\s*(?:تصویب|موافقت|مقرر|مصوب)\b")
_TIMED = {DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.IMMEDIATE}
_NEAR = 60
_REACH = 1_000
"""So many characters on each side of a time hold its sentence."""

_NUMBERED = re.compile(
    rf"(?P<phrase>\b(?:در|تا|به|برای) (?:صحن )?(?:جلسه|نشست)(?: شماره)? (?P<number>{NUMERAL}))(?![\w/])"
    r"(?P<clause>[^.؛\n]*)"
)
NO_DATE = Deadline(DeadlineKind.UNKNOWN, rule="unknown", code="no_meeting_date", reason="تاریخ جلسه معلوم نیست.")


@dataclass(frozen=True)
class DeadlineResolver:
    """The deadlines of one meeting; without its date only those that do not depend on it are known."""

    on: date | None
    calendar: Calendar
    meeting: int | None = None
    """The meeting's number, by which «در نشست دهم» is the next one."""

    def resolve(self, phrase: str) -> Deadline:
        """Resolve a phrase; `NO_DATE` when it depends on a date that is unknown."""
        if self.on is not None:
            return resolve(phrase, self.on, self.calendar)
        first, second = (resolve(phrase, probe, self.calendar) for probe in _PROBES)
        known = first == second or first.kind == second.kind == DeadlineKind.UNKNOWN
        return first if known else NO_DATE

    def find(self, text: str) -> list[tuple[str, Deadline]]:
        """Find the phrases in a text that set a deadline, each with its meaning, in order."""
        if self.meeting is not None and (numbered := _of_next_number(text, self.meeting)):
            return [*self._found(text), *numbered]
        return self._found(text)

    def _found(self, text: str) -> list[tuple[str, Deadline]]:
        quoted = [match.span() for match in _LETTER.finditer(text)]
        times = find(text, self.on or _PROBES[0], self.calendar)
        found = [
            (text[start:end].strip(), deadline)
            for place, ((start, end), deadline) in enumerate(times)
            if not (deadline.kind is DeadlineKind.DATE and _is_worked_on(text, (start, end), times[place + 1 :]))
            and not any(begin < start < close for begin, close in quoted)
            and _sets_a_limit(
                deadline,
                fold(text[start:end]),
                fold(text[max(0, start - _REACH) : start]),
                fold(text[end : end + _REACH]),
            )
        ]
        if not found:
            said = ((as_said, self.resolve(time)) for as_said, time in times_said(text))
            return [(as_said, deadline) for as_said, deadline in said if _is_sure(deadline)]
        # A deadline that its sentence makes unknown stays so. Without a date the others are resolved by their phrase.
        return [
            (phrase, deadline if self.on or deadline.kind is DeadlineKind.UNKNOWN else self.resolve(phrase))
            for phrase, deadline in found
        ]


def _is_sure(deadline: Deadline) -> bool:
    """Tell whether a time is a day, a rhythm or at once, and nothing besides."""
    return deadline.kind in _TIMED and OTHER_WORDS not in deadline.assumed


def _of_next_number(text: str, meeting: int) -> list[tuple[str, Deadline]]:
    """The meeting with the next number, if a text names it as a time: «نخستین گزارش خود را در نشست دهم ارائه دهد»."""
    for match in _NUMBERED.finditer(fold(text)):
        if number_of(match["number"]) == meeting + 1 and act_of(match["clause"]) is Act.CHARGES:
            return [(match["phrase"], Deadline(DeadlineKind.NEXT_MEETING, rule="next_meeting"))]
    return []


def _is_worked_on(text: str, span: tuple[int, int], behind: Sequence[tuple[tuple[int, int], Deadline]]) -> bool:
    """Tell whether a day right before the deadline belongs to what is done: «تعطیلی روز یکشنبه تا ساعت ۲۰ امشب»."""
    if not behind or _BINDING.search(fold(text[slice(*span)])) or re.search(r"\bاز\s*$", text[: span[0]]):
        return False
    (start, end), _ = behind[0]
    return (
        _LIMITED.match(fold(text[span[1] : end])) is not None
        and _BETWEEN.fullmatch(fold(text[span[1] : start])) is not None
    )


def _sets_a_limit(deadline: Deadline, phrase: str, before: str, after: str) -> bool:
    """Tell whether a time limits the work: by its kind, its own words or by those behind it; not in a cause."""
    if _CAUSE.search(before) or _AIM.search(before) or _FOR_EACH.search(before) or _REFUSED.match(after):
        return False
    if put_off := _PUT_OFF.match(after):
        return deadline.kind is DeadlineKind.NEXT_MEETING and put_off["only"] is not None
    held = phrase.startswith("در ") and _HOLDING.search(before) is not None
    if deadline.kind is DeadlineKind.DATE and (_OBJECT.match(after) or (_PASSED.match(after) and not held)):
        return False
    if held and _VOTED.match(after):
        return True
    if _TERM.search(before) and _LONG.search(phrase):
        return False
    clause = _CLAUSE.split(after, maxsplit=1)[0]
    if deadline.rule == "start":
        begins = (
            _APPROVED.match(after) is not None
            or Act.CHARGES in {act_of(clause), act_of(f"{phrase} {clause}")}
            or _CLOSED.search(clause) is not None
        )
        return begins and not _RATE.search(f"{before[-_NEAR:]} {clause}")
    if deadline.rule == "event":
        return act_of(f"{phrase} {after}".partition(".")[0]) is Act.CHARGES or _WAITS.search(before) is not None
    timed = deadline.kind not in {DeadlineKind.DATE, DeadlineKind.UNKNOWN}
    timed = timed and not (_DAYS.match(phrase) and not _HOUR.match(after))
    planned = deadline.rule in _PLANNED or _ON_WEEKDAY.match(phrase) or phrase.endswith(_LATER)
    timed = timed or (bool(planned) and (act_of(clause) is Act.CHARGES or _CLOSED.search(after) is not None))
    timed = timed or (bool(_ON_WEEKDAY.match(phrase) and _ENDS_THERE.match(after)) and act_of(before) is Act.NAMES)
    timed = timed or (deadline.kind is DeadlineKind.DATE and _RAISED.match(after) is not None)
    return timed or bool(_BINDING.search(phrase) or _HELD.match(after[:_NEAR]))
