"""The deadlines inside running prose, where most dates and numbers are none."""

from datetime import date
from itertools import takewhile

from domain.dates.working_days import Calendar
from domain.deadlines.grammar.combine import Reading, Recurring
from domain.deadlines.grammar.meaning import DATE_RULES, SEPARATORS, TAIL, begins, finish, read
from domain.deadlines.grammar.reasons import code_of, unknown
from domain.deadlines.grammar.rules import Context, RefusedError, Span, pattern, words_of
from domain.deadlines.grammar.tokens import tokenise
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineSettings, Kind

_LONGEST = 18
_EVENT_WORDS = 6
# Words around a deadline in which its condition is sought; the longest sentences of real minutes have a hundred.
_REACH = 150
_SENTENCE_ENDS = frozenset(".؛;!؟?")

# What a limit begins with; other words only open a deadline that cannot be anything else.
_LIMITS = words_of("حداکثر ظرف تا مهلت موعد قبل طی")
_OPENERS = _LIMITS | words_of(
    """در دراسرع از هر به با بطور بقید مقاطع گزارش پایان هم خارج بدون هرچه فورا سریعا بلافاصله بلادرنگ اسرع
    مستمرا دائما ماهانه هفتگی روزانه فصلی سالانه"""
)
# Openers after which even a limit that no rule covers is asked about.
_CERTAIN = words_of("ظرف مهلت حداکثر")
_RHYTHM_OPENERS = _LIMITS | words_of("هر بطور در مقاطع")
# «در سال ۱۳۹۸» and «طی شش ماه نخست سال» tell what something is about.
_ABOUT = words_of("در طی")
_WHOLE_PERIODS = frozenset(["year", "year_middle", "half_year", "quarter", "season", "first_months"])
_ADJECTIVES = words_of("فوری سریع آنی عاجل مستمر مداوم دائمی دائم همیشگی پیوسته همیشه")
_REPORTS = words_of("گزارش گزارشات گزارشی")
_GONE_BY = words_of("گذشته اخیر قبل پیشین")
_AFTER_EVENT = pattern(
    r"بعد از .*", r"(?:از|قبل از|مانده) (?:\S+ )?(?:تاریخ|زمان|روز|هنگام|لحظه|ابلاغ|دریافت|وصول|صدور|اعلام) .*"
)
_EVENTS = "ابلاغ|دریافت|وصول|اخذ|تامین|تخصیص|تصویب|صدور|هماهنگی|تکمیل|تحویل|انعقاد|عقد|امضا|امضای|موافقت|پایان|برگزاری"
_CONDITION = pattern(
    r"(?<!حتی )(?:در صورت|مشروط به|منوط به|به شرط|به محض|چنانچه)\b",
    rf"\b(?:بعد از|از تاریخ|از زمان) (?:\S+ )?(?:{_EVENTS})\b",
)
# What a date waits for as well, where a length of time waits for any condition.
_FUNDING = pattern(
    r"\b(?:در صورت|مشروط به|منوط به|به شرط)(?: \S+)? (?:تامین|تخصیص|تصویب|اعتبار|اعتبارات|بودجه|موافقت|تایید)\b"
)
_TIME = pattern(r"(?:مدت )?(?:\d+(?:\.5)?|چند|چندین) (?:\S+ )?(?:روزه?|هفته|ماهه?|ساله?|ساعت)\b.*")
# A bare noun may begin a name that goes on: «هفتهٔ پژوهش»، «سال تحصیلی», and so may a meeting: «جلسهٔ آیندهٔ شورا».
_BARE = words_of("هفته فصل")
_NAMES = words_of(
    """مالی تحصیلی زراعی آبی قمری میلادی پایه تولید مبارک محرم صفر ربیع جمادی رجب شعبان رمضان شوال ذی ذیقعده ذیحجه
    شورا شورای کمیته کارگروه ستاد هیات کمیسیون مجمع انجمن"""
)
_CLAUSE_GOES_ON = (
    SEPARATORS
    | TAIL
    | words_of(
        """به را توسط نسبت برای جهت در با از بر که اعلام تهیه تکمیل معرفی برگزار اجرا بررسی نتیجه نتایج
        مطرح طرح ارائه خود این آن کلیه همه هر حداکثر"""
    )
)


def find(
    sentence: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS
) -> list[tuple[tuple[int, int], Deadline]]:
    """The deadlines inside a sentence, each with its span (start, end) in the sentence as given.

    A date or a duration counts only after a word of limit («تا»، «ظرف»، «حداکثر»); one that hangs on something
    else is `unknown`.
    """
    tokens = tokenise(sentence)
    found = find_in([token.text for token in tokens], Context(on, calendar, settings, DATE_RULES))
    return [((tokens[start].start, tokens[end - 1].end), deadline) for (start, end), deadline in found]


def find_in(words: list[str], context: Context) -> list[tuple[tuple[int, int], Deadline]]:
    """The deadlines inside tokens, each with the tokens (start, end) that it covers."""
    found = []
    at = 0
    while at < len(words):
        here = _deadline_at(words, at, context) if words[at] in _OPENERS else None
        if here is None:
            at += 1
            continue
        end, deadline = here
        found.append(((at, end), deadline))
        at = end
    return found


def _deadline_at(words: list[str], start: int, context: Context) -> tuple[int, Deadline] | None:
    """The longest deadline that begins at a token, and where it ends."""
    if not begins(words[start : start + _LONGEST], context):
        return _if_certain(words, start)
    refused = None
    for end in range(min(len(words), start + _LONGEST), start, -1):
        if words[end - 1] in SEPARATORS or words[end - 1] in TAIL:
            continue
        try:
            reading = read(words[start:end], context)
            if reading is None or not _is_deadline(reading, words, start, end):
                continue
            deadline = finish(reading, context)
        except RefusedError as error:
            refused = error.code
            continue
        return _weighed(deadline, words, start, end)
    if words[start] in _LIMITS and refused not in {None, "past", "several", "start_only"}:
        return _unknown_at(words, start, str(refused))
    return _if_certain(words, start)


def _if_certain(words: list[str], start: int) -> tuple[int, Deadline] | None:
    """A question, when a limit is surely meant although no rule covers it."""
    if words[start] in _CERTAIN and _TIME.match(" ".join(words[start + 1 : start + 5])):
        return _unknown_at(words, start, None)
    return None


def _unknown_at(words: list[str], start: int, code: str | None) -> tuple[int, Deadline]:
    end = min(len(words), start + _EVENT_WORDS)
    return end, unknown(code or code_of(" ".join(words[start:end])))


def _is_deadline(reading: Reading, words: list[str], start: int, end: int) -> bool:
    """Whether a meaning is meant as a deadline where it stands."""
    opener = words[start]
    if end < len(words) and (words[end] in _GONE_BY or _GONE_BY.intersection(words[end + 1 : end + 2])):
        return False
    if isinstance(reading, Span):
        if opener in _ABOUT and reading.rule in _WHOLE_PERIODS:
            return False
        counted = reading.rule.startswith("offset")
        return (
            opener in _LIMITS
            or (opener == "در" and not counted)
            or (opener == "از" and (counted or reading.rule == "range"))
        )
    if isinstance(reading, Recurring):
        report = _REPORTS.intersection(words[max(0, start - 1) : end + 1])
        return bool(report) or opener in _RHYTHM_OPENERS
    if isinstance(reading, Deadline):
        if reading.kind is Kind.NEXT_MEETING:
            return opener in _LIMITS or opener in {"در", "به"}
        if reading.kind in {Kind.IMMEDIATE, Kind.CONTINUOUS}:
            return end - start > 1 or opener not in _ADJECTIVES
    return False


def _weighed(deadline: Deadline, words: list[str], start: int, end: int) -> tuple[int, Deadline]:
    """The deadline, unless what stands around it changes it or makes its beginning unknown."""
    counted = deadline.rule.startswith("offset")
    named_on = not counted and words[end - 1] in _BARE and not goes_on(words, end)
    if named_on or _NAMES.intersection(words[end : end + 1]):
        return end, unknown("leftover")
    if counted or deadline.kind is Kind.IMMEDIATE:
        after = " ".join(words[end : end + _EVENT_WORDS])
        if _AFTER_EVENT.fullmatch(after):
            return min(len(words), end + _EVENT_WORDS), unknown(code_of(after))
        if _CONDITION.search(" ".join(_sentence_around(words, start, end))):
            return end, unknown("condition")
    if deadline.kind is Kind.DATE and _FUNDING.search(" ".join(_sentence_around(words, start, end))):
        return end, unknown("condition")
    return end, deadline


def _sentence_around(words: list[str], start: int, end: int) -> list[str]:
    """The words before and after a deadline, to the ends of its sentence."""
    before = takewhile(lambda word: word not in _SENTENCE_ENDS, reversed(words[max(0, start - _REACH) : start]))
    after = takewhile(lambda word: word not in _SENTENCE_ENDS, words[end : end + _REACH])
    return [*reversed(list(before)), "،", *after]


def goes_on(words: list[str], end: int) -> bool:
    """Whether what follows a deadline is about something else, as a preposition or a verb shows."""
    return end == len(words) or words[end] in _CLAUSE_GOES_ON
