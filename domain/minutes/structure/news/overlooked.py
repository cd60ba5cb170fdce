"""A generous look at what a report passes over: what may decide after all is asked about, not lost."""

from __future__ import annotations

import re

from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.patterns import rule
from domain.minutes.language.verbs import charges
from domain.minutes.structure.news.clauses import clauses_of
from domain.minutes.structure.news.frames import order_in, speeches_of, unframed
from domain.minutes.structure.news.verdicts import Verdict, charges_somebody, has_a_time, is_background, judged
from domain.persian.text import fold

_DONE = (
    r"(?:ن?(?:شد|گردید|کرد|نمود|داد|رسید)(?:ند)?|گرفت(?:ند)?|یافت|ن?یاورد|ماند"
    r"|[^\W\d]+ه (?:است|اند|ایم)|[^\W\d]{2,}(?:دیم|تیم))"
)
_DECIDING = re.compile(
    r"\b(?:تصویب|مصوب|موافقت|مخالفت|مقرر|تصمیم|تایید|رد|ارجاع|واگذار|واگذاری|موکول|محول|سپرده|تعیین|تمدید|لغو|ابلاغ"
    r"|اختصاص|مجوز|اجازه|مسکوت|بازگردانده|عودت|انتخاب|منصوب|تخصیص|پذیرش|موظف|مکلف|ملزم|مامور|ماموریت|دستور|مهلت|فرصت|رای|ارسال|فرستاده)\b"
    rf"(?: [^\s.؛:]+){{0,8}}? {_DONE}\b"
)
"""A verb of deciding, referring, granting or refusing, whoever is its subject."""

_HANDED_OVER = re.compile(r"\b(?:سپرده|گذاشته|گمارده|گماشته|فرستاده|واگذار کرده|محول کرده) ?(?:ایم|است|اند|شد)\b")
_NO_DECISION = rule(
    r"\b(?:پس از|بعد از|پیش از|قبل از) (?:تصویب|تایید|دستور|ابلاغ|تعیین|تصمیم)",
    r"(?:توضیح|گزارش|خبر|پاسخ|تذکر|هشدار|ادامه|نشان|شرح|انجام|ارایه|پیشنهاد|قول|وعده|اطلاع|ترتیب|از دست|تشخیص) \S*داد",
    r"(?:دستور ?کار|دستور جلسه|در دستور)",
    r"ه (?:بود|بودند)\b\W*$",
)
"""Tells what was, what is on the agenda, or what somebody said."""

_RESTS_WITH = re.compile(
    r"\b(?:مسیولیت|پیگیری|اجرا|اجرای|انجام|هماهنگی|هزینه|تامین)\b.{0,50}\b(?:با|عهده) .{3,60} (?:خواهد بود|است)\W*$"
)
"""Says with whom a work rests: «مسئولیت آن با معاونت فرهنگی خواهد بود»."""

_ASKED_FOR = re.compile(r"\b(?:خواستار|خواهان)\b.*\b(?:شد|شدند|گردید)\b")
_DEMANDS = re.compile(
    r"\b(?:خواستار|خواست(?:ند)?|تاکید (?:کرد|نمود|داشت|شد)|(?:باید|بایستی|می ?بایست|ضروری است|لازم است|نباید))\b"
)
_SPEAKS_FOR_ONESELF = re.compile(r"\bنطق|\bعضو (?:دیگر )?(?:شورا|شورای|کمیسیون|هیات|انجمن)\b")
"""A member who speaks for himself, whose demands are no decisions of the body."""

_REPORTS = re.compile(
    r"\b(?:با|ضمن) (?:ارایه |قرایت |اشاره به )?(?:\S+ ){0,2}گزارشی?\b|\bگزارشی? .{2,80}(?:ارایه|قرایت)"
)


def wishes_or_reports(frame: str) -> bool:
    """Tell whether who speaks does so for himself or reports, so that what he says decides nothing."""
    folded = fold(frame)
    return _SPEAKS_FOR_ONESELF.search(folded) is not None or _REPORTS.search(folded) is not None


def may_decide(text: str) -> bool:
    """Tell whether a text that was passed over may hold a decision, a charge, a referral or a demand with a time."""
    return any(_may(clause.text) for speech in speeches_of(text) for clause in clauses_of(unframed(speech).said))


def _may(clause: str) -> bool:
    folded = fold(clause)
    if _ASKED_FOR.search(folded) and has_a_time(folded):
        return True
    if is_background(folded) or _NO_DECISION.search(folded):
        return False
    if act_of(clause) is Act.DECIDES or _HANDED_OVER.search(folded) or _DECIDING.search(folded):
        return True
    if judged(clause) >= Verdict.ASKS:
        return True
    order = order_in(clause)
    timed = has_a_time(folded)
    if order is not None and (timed or order.to_a_body):
        return True
    if _DEMANDS.search(folded) and timed:
        return True
    if _RESTS_WITH.search(folded):
        return True
    return charges(folded) and timed and charges_somebody(clause)
