"""What the tokens of a phrase mean as a whole."""

from collections.abc import Callable
from dataclasses import replace

from domain.dates.jalali import format_day
from domain.deadlines.grammar import dates, durations, months, weeks, years
from domain.deadlines.grammar.combine import Reading, Recurring, Start, combine
from domain.deadlines.grammar.phrases import read_phrase
from domain.deadlines.grammar.rhythms import read_rhythm
from domain.deadlines.grammar.rules import Context, RefusedError, Span, pattern, words_of
from domain.deadlines.model import Deadline, Kind, days
from domain.deadlines.occurrences import first_due, next_due

DATE_RULES = (*durations.RULES, *weeks.RULES, *months.RULES, *years.RULES, *dates.RULES)

SEPARATORS = words_of("و ، , - – — / ؛ ; : ( ) . !")
# Words around a deadline that say nothing about when.
TAIL = words_of("انجام شود گردد اقدام ارسال ارائه پیگیری گزارش نماید نمایند میباشد است به دبیرخانه")
# A phrase of more tokens than this is a text.
MOST_TOKENS = 40
_MOST_REMEMBERED = 10_000
_TIME_OF_DAY = pattern(
    r"(?<!\S)(?:(?:پایان |اخر )?(?:وقت|ساعت|ساعات) کاری|(?:پایان|اخر) وقت"
    r"|ساعت \d{1,2}(?: : \d{1,2})?(?: (?:صبح|ظهر|عصر|شب))?)(?!\S)"
)
_TIME_IGNORED = "ساعت در نظر گرفته نشد؛ فقط روز به شمار می‌آید."
_PARENTHESES = words_of("( )")
_START = pattern(r"(?:بعد )?از (?P<date>.+)")
_UNSAID_DAY = frozenset({"each", "every", "alternate", "spaced", "times_a_year"})


def read(words: list[str], context: Context) -> Reading | None:
    """The meaning of tokens, as one rule's or as that of two parts together. Raises RefusedError."""
    return _once(_read, words, context)


def _once(reader: Callable[[list[str], Context], Reading | None], words: list[str], context: Context) -> Reading | None:
    """What a reader makes of tokens, worked out only once: the parts of a sentence come back in many combinations."""
    key = (reader, *words)
    if key not in context.memory:
        if len(context.memory) > _MOST_REMEMBERED:
            context.memory.clear()
        try:
            context.memory[key] = reader(words, context)
        except RefusedError as refused:
            context.memory[key] = refused
    known: Reading | RefusedError | None = context.memory[key]
    if isinstance(known, RefusedError):
        raise RefusedError(known.code)
    return known


def _read(words: list[str], context: Context) -> Reading | None:
    if (whole := _read_one(words, context)) is not None:
        return whole
    if (plain := _without_parentheses(words, context)) is not None:
        return plain
    if (day := _without_time(words, context)) is not None:
        return day
    refused: RefusedError | None = None
    for at in range(1, len(words)):
        try:
            left = _read_one(words[:at], context)
            right = read(words[at:], context) if left is not None else None
        except RefusedError as error:
            refused = refused or error
            continue
        if left is None or right is None:
            continue
        sides = (" ".join(_trimmed(words[:at])), " ".join(_trimmed(words[at:])))
        if (together := combine(left, right, sides)) is None:
            raise RefusedError("several")
        return together
    if refused:
        raise refused
    return None


def begins(words: list[str], context: Context) -> bool:
    """Whether the first of some tokens mean something by themselves; what does not begin so is no deadline."""
    words = _TIME_OF_DAY.sub("", " ".join(words)).split()
    for end in range(1, len(words) + 1):
        try:
            if _read_one(words[:end], context) is not None:
                return True
        except RefusedError:
            return True
    return False


def _read_one(words: list[str], context: Context) -> Reading | None:
    """The meaning of tokens by a single rule. Raises RefusedError."""
    return _once(_read_by_rule, words, context)


def _read_by_rule(words: list[str], context: Context) -> Reading | None:
    for text in dict.fromkeys((" ".join(words), " ".join(_trimmed(words)))):
        if phrase := read_phrase(text, context):
            return phrase
    if rhythm := read_rhythm(text, context):
        return Recurring(*rhythm)
    if span := context.span(text):
        return span
    if (start := _START.fullmatch(text)) and (span := context.span(start["date"])) and span.rule != "weekday":
        return Start(span.last + days(1) if text.startswith("بعد") else span.first)
    return None


def _trimmed(words: list[str]) -> list[str]:
    start, end = 0, len(words)
    while start < end and words[start] in SEPARATORS:
        start += 1
    while start < end and (words[end - 1] in SEPARATORS or words[end - 1] in TAIL):
        end -= 1
    return words[start:end]


def _without_parentheses(words: list[str], context: Context) -> Reading | None:
    bare = [word for word in words if word not in _PARENTHESES]
    return _read_one(bare, context) if bare != words else None


def _without_time(words: list[str], context: Context) -> Reading | None:
    """The meaning of tokens when a time of the day is left out of them."""
    day_only = _TIME_OF_DAY.sub("", " ".join(words)).split()
    reading = read(day_only, context) if day_only and day_only != words else None
    if isinstance(reading, Span | Deadline | Recurring):
        return replace(reading, assumed=(*reading.assumed, _TIME_IGNORED))
    return reading


def finish(reading: Reading, context: Context) -> Deadline:
    """The deadline that a meaning comes to for this meeting. Raises RefusedError when it comes to none."""
    if isinstance(reading, Start):
        raise RefusedError("start_only")
    if isinstance(reading, Deadline):
        return reading
    if isinstance(reading, Recurring):
        return _recurring(reading, context)
    if reading.last < context.on:
        raise RefusedError("past")
    return _rolled(Deadline(Kind.DATE, reading.last, reading.rule, reading.assumed), context)


def _recurring(reading: Recurring, context: Context) -> Deadline:
    on = context.on
    if reading.starts and reading.starts > on:
        on = reading.starts - days(1) if reading.rhythm.every == 1 else reading.starts
    due = first_due(reading.rhythm, on)
    if reading.until and reading.until < next_due(reading.rhythm, due, after=due):
        raise RefusedError("several")
    assumed = reading.assumed
    if reading.until:
        assumed = (*assumed, f"تا {format_day(reading.until)} ادامه دارد.")
    if reading.rule in _UNSAID_DAY:
        unsaid = "نوبت‌ها از تاریخ جلسه شمرده شد." if reading.rhythm.every > 1 else "پایان هر دوره در نظر گرفته شد."
        assumed = (*assumed, unsaid)
    deadline = Deadline(Kind.RECURRING, due, reading.rule, assumed, reading.rhythm, reading.until)
    return _rolled(deadline, context)


def _rolled(deadline: Deadline, context: Context) -> Deadline:
    """The deadline with its due date moved past days off, if the organisation wants that."""
    if not context.settings.roll_forward or deadline.due is None:
        return deadline
    due = context.calendar.on_or_after(deadline.due)
    if due == deadline.due:
        return deadline
    return replace(deadline, due=due, assumed=(*deadline.assumed, "مهلت از روز تعطیل به روز کاری بعد رفت."))
