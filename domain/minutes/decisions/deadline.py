"""Read a resolution's deadline from its cells or labels and from its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.deadlines import Deadline, DeadlineKind
from domain.minutes.deadline_resolver import NO_DATE, DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.patterns import MONTH
from domain.minutes.reading import Resolution
from domain.persian.text import fold

_PARTS = re.compile(r"\s*[؛;|]\s*|\s+[-–—/]\s+")
_OUT_OF_TURN = re.compile(r"خارج از نوبت")
"""Words about the order of works, which set no other time beside a day."""

_HAS_WORDS = re.compile(r"\w")
"""A cell of nothing but dashes is an empty one."""

_CONDITIONS = ("تا ", "پس از", "بعد از", "در صورت")
_TIMELY = re.compile(
    r"\b(?:ظرف|حداکثر|مهلت|لغایت|فوری|فورا|اسرع|سریع\w*|هر ?(?:روز|شب|هفته|ماه|سال|\w*شنبه)|تا|پایان|روز\w*|شبانه"
    r"|هفته|هفتگی|هفته ای|ماه|ماهی|ماهانه|ماهیانه|سالی یک|فردا|امروز|فعلا|مستمر\w*|(?:قبل|پیش|پس|بعد) از"
    r"|جلسه (?:بعد|اتی|اینده)\w*)\b"
)
"""Words that a deadline which nobody understood would have."""


_SAID = re.compile(
    r"\bمهلت (?:اجرای |انجام )?(?:این|آن) (?:بند|مصوبه|مورد|موضوع|تصمیم|کار|امر)،? (.{3,40}?)"
    r" (?:تعیین|مقرر|اعلام|است|می|خواهد)\b"
)
"""A sentence that says until when the one before it is to be done: «مهلت این بند پایان پاییز تعیین گردید»."""

_DAY = rf"\d{{1,2}} ?(?:ام |م )?(?:{MONTH})(?: ?ماه)?(?: ?(?:سال )?1[34]\d\d)?|\d{{2,4}}/\d{{1,2}}/\d{{1,4}}"
_BARE_DAY = re.compile(rf"(?<![\d/])(?:{_DAY})(?![\d/])")
_BESIDE_AN_EVENT = re.compile(rf"^[^\d،()]+[،(]\s*(?:{_DAY})\W*$")
_DEPENDS = re.compile(r"صورت|شرط|منوط|(?:پس|بعد) از|نوبت|ابلاغ")
_SPAN = re.compile(
    r"از (?!(?:زمان|تاریخ) )[^\d،.]{3,40}? (?:تا|لغایت|الی) "
    rf"(?P<end>(?:(?:پایان|اخر|نیمه|انتهای) )?(?:{MONTH})(?: ?ماه)?|{_DAY})"
)
"""A span whose end alone is a day."""

_SEVERAL = 2
_AGAIN = {DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS}
_OPEN = {DeadlineKind.UNKNOWN, DeadlineKind.NONE, DeadlineKind.CONTINUOUS}
_ANOTHER_WORK = re.compile(r"\bو\b|[.؛\n]|\b(?:شود|گردد|کند|کنند|نماید|نمایند|دهد|دهند|برساند|برسانند|بشه|کنه)\b")
_CHOICE = re.compile(r"^\W*(?:یا|الی|و)\W*$")
"""Between two times these make one of them: «دوشنبه‌ها و چهارشنبه‌ها»."""

_ITEM = re.compile(r"\s*(?:[-–—•*▪_]|\(?\d{1,2}\s*[-.)]|[الفبپجد]+\s*[-)])\s*\w")
_TERM_OF, _SET = re.compile(r"\bمهلت(?: [^\W\d]+){1,3} ?$"), re.compile(r"\W*(?:اعلام|تعیین|تمدید|ابلاغ)\b")
_APPROVED = re.compile(
    r"\W*(?:(?:با|به) (?:اتفاق|اکثریت) ?ارا?\w* )?"
    r"(?:به تصویب رسید|(?:مورد )?(?:تصویب|موافقت|تایید) (?:شد|گردید|قرار گرفت))"
    r"\W+و [^.؛]*\b(?:مکلف|موظف|مامور|ملزم|مقرر|قرار|باید)\b"
)
_BEGUN, _ENDED = re.compile(r"\b(?:شروع|اغاز) (?:می ?)?(?:\w+ )?و ?$"), re.compile(r"\W*(?:تمام|خاتمه|پایان|ادامه)\b")
_FOR, _NEAR = {"جهت", "برای"}, 3


@dataclass(frozen=True)
class WrittenDeadline:
    """A deadline as written and as understood."""

    phrase: str | None
    deadline: Deadline
    doubts: tuple[Doubt, ...] = ()


def read_deadline(cells: Iterable[str], text: str, resolver: DeadlineResolver, owners: int = 1) -> WrittenDeadline:
    """Read the deadline that a resolution's cells (or labels) and its text set together.

    The cells win. A text with another deadline is a doubt, and so are several deadlines, an unknown one, and none.
    Of several in a text the first work's counts, unless there are several `owners`, each of whom may have one.
    """
    written = list(dict.fromkeys(cell for cell in (clean(cell).replace("\n", " / ") for cell in cells) if cell))
    in_text = resolver.find(text)
    if any(deadline.kind is DeadlineKind.DATE for _, deadline in in_text):
        in_text = [one for one in in_text if not _is_purpose(*one, text)]
    if len(in_text) > 1:
        in_text = [one for one in in_text if not _is_announced(one[0], text)] or in_text
        in_text = [one for one in in_text if not _is_approved(one[0], text)] or in_text
        in_text = [one for one in in_text if not _is_lasting(one[0], text)] or in_text
    said = _SAID.search(text)
    if not written and said and resolver.resolve(said[1]).kind is not DeadlineKind.UNKNOWN:
        written = [said[1]]
    if not written or (in_text and not any(map(_HAS_WORDS.search, written))):
        return _asked_of_one(_from_text(in_text, text, owners), text)
    phrase = " / ".join(written)
    deadline = _agreed(written, resolver)
    if deadline is None:
        unknown = Deadline(DeadlineKind.UNKNOWN, rule="unknown", code="several", reason="چند مهلت با هم نوشته شده است.")
        return WrittenDeadline(phrase, unknown, (Doubt("deadlines_differ", {"phrases": phrase}),))
    doubts = list(_doubts_of(phrase, deadline))
    deadline = next((meaning for _, meaning in in_text if _names_the_day(deadline, meaning)), deadline)
    known_in_text = [(other, meaning) for other, meaning in in_text if meaning.kind is not DeadlineKind.UNKNOWN]
    if (
        known_in_text
        and deadline.kind is not DeadlineKind.UNKNOWN
        and not any(_same(deadline, one) for _, one in known_in_text)
    ):
        doubts.append(Doubt("deadline_differs", {"phrase": phrase, "other": known_in_text[0][0]}))
    return WrittenDeadline(phrase, deadline, tuple(doubts))


def say_once(resolutions: Sequence[Resolution]) -> tuple[tuple[Resolution, ...], tuple[Doubt, ...]]:
    """Say it once for all where most resolutions have no deadline; one that sounds like it has keeps its doubt."""
    missing = Doubt("deadline_missing")
    without = [one for one in resolutions if missing in one.doubts]
    if len(without) < 3 or len(without) * 2 <= len(resolutions):
        return tuple(resolutions), ()
    quiet = [one for one in without if not sounds_timely(one.text)]
    told = tuple(
        replace(one, doubts=tuple(doubt for doubt in one.doubts if doubt != missing)) if one in quiet else one
        for one in resolutions
    )
    return told, (Doubt("deadlines_missing", {"count": len(without), "total": len(resolutions)}),)


def sounds_timely(text: str) -> bool:
    """Tell whether a text has words of time, even if no deadline was understood in it."""
    return _TIMELY.search(fold(text)) is not None


def _agreed(written: list[str], resolver: DeadlineResolver) -> Deadline | None:
    """The one deadline of the cells, None when their parts have different meanings."""
    if len(written) == 1:
        whole = resolver.resolve(written[0])
        if whole.kind is not DeadlineKind.UNKNOWN:
            return whole
        if (day := _only_day(written[0])) and resolver.resolve(day).kind is DeadlineKind.DATE:
            return resolver.resolve(day)
    parts = [resolver.resolve(part) for cell in written for part in _PARTS.split(cell) if part]
    if len(parts) > 1 and any(not _same(parts[0], part) for part in parts[1:]):
        return None
    return parts[0] if len(parts) > 1 else resolver.resolve(written[0])


def _only_day(cell: str) -> str | None:
    """The one day of a cell beside an event: «از آغاز سال تحصیلی تا پایان آبان», «آخر دوره، ۲۷ شهریور»."""
    folded = fold(cell)
    if span := _SPAN.fullmatch(folded):
        return span["end"]
    days = _BARE_DAY.findall(folded)
    apart = _BESIDE_AN_EVENT.search(folded)
    return days[0] if len(days) == 1 and apart and not _DEPENDS.search(folded) else None


def _from_text(in_text: list[tuple[str, Deadline]], text: str, owners: int) -> WrittenDeadline:
    if not in_text:
        return WrittenDeadline(None, Deadline(DeadlineKind.NONE, rule="none"), (Doubt("deadline_missing"),))
    if any(deadline.kind is DeadlineKind.DATE for _, deadline in in_text):
        in_text = [(phrase, deadline) for phrase, deadline in in_text if not _OUT_OF_TURN.match(fold(phrase))]
    known = [(phrase, deadline) for phrase, deadline in in_text if not _is_condition(phrase, deadline)]
    in_text = known or in_text
    # An event comes again with its rhythm: «هر ماه پیش از پرداخت».
    timed = [(phrase, deadline) for phrase, deadline in in_text if deadline.code != "from_event"]
    if timed and (
        all(deadline.kind is DeadlineKind.RECURRING for _, deadline in timed)
        or all(deadline.kind is DeadlineKind.CONTINUOUS for _, deadline in timed)
    ):
        in_text = timed
    # So it does as long as something lasts: «در طول ایام نوروز … به صورت روزانه».
    rhythms = [one for one in in_text if one[1].kind is DeadlineKind.RECURRING]
    if rhythms and all(deadline.kind in _AGAIN for _, deadline in in_text):
        in_text = rhythms
    phrase, deadline = in_text[0]
    if any(not _same(deadline, other) for _, other in in_text[1:]):
        phrases = "، ".join(f"«{one}»" for one, _ in in_text)
        if owners < _SEVERAL and (first := _of_first_work(in_text, text)):
            return WrittenDeadline(*first, (Doubt("deadlines_differ", {"phrases": phrases}),))
        unknown = Deadline(DeadlineKind.UNKNOWN, rule="unknown", code="several", reason="چند مهلت در متن هست.")
        return WrittenDeadline(None, unknown, (Doubt("deadlines_differ", {"phrases": phrases}),))
    return WrittenDeadline(phrase, deadline, _doubts_of(phrase, deadline))


def _of_first_work(in_text: Sequence[tuple[str, Deadline]], text: str) -> tuple[str, Deadline] | None:
    """The time of the first of several works, where each has its own.

    In «تا پایان سال … اقدام و گزارش را ماهانه ارائه دهد» it is the end of the year. A day counts before «at once»:
    «بلافاصله تشکیل و صورتجلسه آن را ظرف ۱۵ روز ارسال نمایند».
    """
    (phrase, first), (second, _) = in_text[0], in_text[1]
    between = text.partition(phrase)[2].partition(second)[0]
    if first.kind in _OPEN or not _ANOTHER_WORK.search(fold(between)) or _CHOICE.search(fold(between)):
        return None
    days = (one for one in in_text if one[1].kind is DeadlineKind.DATE)
    return next(days, in_text[0]) if first.kind is DeadlineKind.IMMEDIATE else in_text[0]


def _asked_of_one(written: WrittenDeadline, text: str) -> WrittenDeadline:
    """The deadline of a text, with a doubt where only one of the works that it lists has it."""
    items = [line for line in text.split("\n") if _ITEM.match(line)]
    if written.phrase is None or len(items) < 2 or sum(written.phrase in line for line in items) != 1:
        return written
    return replace(written, doubts=(*written.doubts, Doubt("deadline_of_one", {"phrase": written.phrase})))


def _is_purpose(phrase: str, deadline: Deadline, text: str) -> bool:
    """Tell whether the next meeting is what something is made for: «ظرف دو هفته … جهت طرح در جلسه آینده آماده کنند»."""
    before = fold(text[: text.find(phrase)]).split()[-_NEAR:] if phrase in text else []
    return deadline.kind is DeadlineKind.NEXT_MEETING and before[-1:] == ["طرح"] and not _FOR.isdisjoint(before)


def _is_approved(phrase: str, text: str) -> bool:
    """Tell whether a time is a part of what was approved before a charge with its own: «… در تیرماه تصویب شد و …»."""
    return _APPROVED.match(fold(text.partition(phrase)[2])) is not None


def _is_announced(phrase: str, text: str) -> bool:
    """Tell whether a time is what somebody shall announce: «و مهلت پرداخت تا ۱۵ بهمن اعلام شود»."""
    before, _, after = text.partition(phrase)
    return _TERM_OF.search(fold(before)) is not None and _SET.match(fold(after)) is not None


def _is_lasting(phrase: str, text: str) -> bool:
    """Tell whether a time says how long something lasts: «از ۲۶ آبان شروع و تا ۷ آذر تمام شود»."""
    before, _, after = text.partition(phrase)
    return _BEGUN.search(fold(before)) is not None and _ENDED.match(fold(after)) is not None


def _is_condition(phrase: str, deadline: Deadline) -> bool:
    """Tell whether a time only says until when a state holds: «تا تصویب نهایی … ممنوع است»."""
    conditional = deadline.kind is DeadlineKind.UNKNOWN and deadline.code in {"condition", "from_event"}
    return conditional and fold(phrase).startswith(_CONDITIONS)


def _doubts_of(phrase: str, deadline: Deadline) -> tuple[Doubt, ...]:
    if deadline is NO_DATE:
        return (Doubt("deadline_needs_date", {"phrase": phrase}),)
    if deadline.kind is DeadlineKind.UNKNOWN:
        return (Doubt("deadline_unknown", {"phrase": phrase, "reason": deadline.reason or ""}),)
    return ()


def _names_the_day(rhythm: Deadline, meaning: Deadline) -> bool:
    """Tell whether a meaning is a rhythm with its day: «سه‌شنبه‌ها» in the text beside «هر هفته» in a column."""
    one, other = rhythm.rhythm, meaning.rhythm
    if one is None or other is None or one.day is not None or other.day is None:
        return False
    return (one.every, one.unit) == (other.every, other.unit)


def _same(one: Deadline, other: Deadline) -> bool:
    return (one.kind, one.due, one.rhythm) == (other.kind, other.due, other.rhythm)
