"""Read the meaning of a phrase's tokens, and make a deadline of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from domain.dates.jalali import format_day
from domain.deadlines.grammar import dates, durations, months, weeks, years
from domain.deadlines.grammar.combine import Meaning, Recurring, Start, combine
from domain.deadlines.grammar.durations import DURATION, read_duration
from domain.deadlines.grammar.phrases import read_phrase
from domain.deadlines.grammar.rhythms import read_rhythm
from domain.deadlines.grammar.rules import Context, Span, UnclearPhrase, pattern
from domain.deadlines.model import Deadline, DeadlineKind, Unit, days
from domain.deadlines.occurrences import day_in_unit, first_due, next_due
from domain.persian.text import folded_words

DATE_RULES = (*durations.RULES, *weeks.RULES, *months.RULES, *years.RULES, *dates.RULES)

SEPARATORS = folded_words("و ، , - – — / ؛ ; : ( ) . !")
# Words around a deadline that say nothing about when.
TAIL = folded_words("انجام شود گردد اقدام ارسال ارائه پیگیری گزارش نماید نمایند میباشد است به دبیرخانه")
# A longer phrase is a text, and would be read in too many combinations.
MOST_TOKENS = 40
_MOST_REMEMBERED = 10_000
_TIME_OF_DAY = pattern(
    r"(?<!\S)(?:(?:پایان |اخر )?(?:وقت|ساعت|ساعات) کاری|(?:پایان|اخر|1th) وقت"
    r"|(?<!\d )ساعت \d{1,2}(?: : \d{1,2})?(?: (?:صبح|ظهر|عصر|شب))?"
    r"|(?:(?<=روز )|(?<=شنبه )|(?<=فردا )|(?<=امروز ))(?:صبح|ظهر|عصر|شب)"
    r"|(?:(?:پایان|قبل از|بعد از) )?(?:صبح|ظهر|عصر|غروب|شب|بعدازظهر)"
    r"(?= (?:روز )?(?:امروز|فردا|پسفردا|\S*شنبه|جمعه)))(?!\S)"
)
_TIME_IGNORED = "ساعت در نظر گرفته نشد؛ فقط روز به شمار می‌آید."
_PARENTHESES = folded_words("( )")
_THEN = pattern(
    r"(?:1th (?:گزارش|نوبت|مرحله|بار) |(?:گزارش|نوبت|مرحله|بار) (?:1th )?)?(?P<first>.+?) (?:، )?(?:و )?"
    r"(?:سپس|و بعد|بعد از (?:ان|این)|از (?:ان|این) بعد) (?:بطور )?(?P<rhythm>.+)"
)
"""A first day and then a rhythm: «اولین گزارش تا پایان مهر و سپس ماهانه»."""

_OPEN_END = pattern(
    r"(?P<rhythm>.+?) (?:، )?(?:تا (?:پایان|اتمام|رفع|حصول)|(?:در|طی) (?:ایام|طول|مدت|دوره)) (?P<of>\D\S*)"
)
"""A rhythm whose end nobody knows: «روزانه تا پایان هشدار»."""

_LASTING = pattern(
    rf"(?P<rhythm>.+?) بمدت (?P<length>{DURATION})", rf"بمدت (?P<duration>{DURATION}) (?:، )?(?P<often>.+)"
)
"""A rhythm that lasts so long: «چهارشنبه‌ها به مدت یک ماه»."""

_DAY_OR_LENGTH = pattern(r"(?:حداکثر )?تا (?:1[3-79]|2[0-35-9]|30|31) ماه")
"""The day of the month or so many months: «تا ۲۰ ماه»."""

_START = pattern(r"(?:بعد )?از (?P<date>.+)")
_UNSAID_DAY = frozenset({"each", "every", "alternate", "spaced", "times_a_year", "several"})


def read(words: list[str], context: Context) -> Meaning | None:
    """Read tokens by one rule, or as two parts that have one meaning together; None when no rule covers them.

    Raises UnclearPhrase.
    """
    return _remembered(_read, words, context)


def _remembered(
    reader: Callable[[list[str], Context], Meaning | None], words: list[str], context: Context
) -> Meaning | None:
    """The result of a reader, kept in the context: the parts of a sentence come back in many combinations.

    Raises UnclearPhrase, again each time.
    """
    key = (reader, *words)
    if key not in context.memory:
        if len(context.memory) > _MOST_REMEMBERED:
            context.memory.clear()
        try:
            context.memory[key] = reader(words, context)
        except UnclearPhrase as unclear:
            context.memory[key] = unclear
    known: Meaning | UnclearPhrase | None = context.memory[key]
    if isinstance(known, UnclearPhrase):
        raise UnclearPhrase(known.code)
    return known


def _read(words: list[str], context: Context) -> Meaning | None:
    if (whole := _read_one(words, context)) is not None:
        return whole
    if (plain := _without_parentheses(words, context)) is not None:
        return plain
    if (day := _without_time(words, context)) is not None:
        return day
    unclear: UnclearPhrase | None = None
    for at in range(1, len(words)):
        try:
            left = _read_one(words[:at], context)
            right = read(words[at:], context) if left is not None else None
        except UnclearPhrase as error:
            unclear = unclear or error
            continue
        if left is None or right is None:
            continue
        sides = (" ".join(_trim(words[:at])), " ".join(_trim(words[at:])))
        if (together := combine(left, right, sides)) is None:
            raise UnclearPhrase("several")
        return together
    if unclear:
        raise unclear
    return None


def prefix_has_meaning(words: list[str], context: Context) -> bool:
    """Tell whether the first tokens, however many, match a single rule. A deadline begins with such tokens."""
    words = _TIME_OF_DAY.sub("", " ".join(words)).split()
    for end in range(1, len(words) + 1):
        try:
            if _read_one(words[:end], context) is not None:
                return True
        except UnclearPhrase:
            return True
    return False


def _read_one(words: list[str], context: Context) -> Meaning | None:
    """Read tokens by a single rule. Raises UnclearPhrase."""
    return _remembered(_read_by_rule, words, context)


def _read_by_rule(words: list[str], context: Context) -> Meaning | None:
    for text in dict.fromkeys((" ".join(words), " ".join(_trim(words)))):
        if phrase := read_phrase(text, context):
            return phrase
    if rhythm := read_rhythm(text, context):
        return Recurring(*rhythm)
    if recurring := _lasting(text, context):
        return recurring
    if _DAY_OR_LENGTH.fullmatch(text):
        raise UnclearPhrase("ambiguous_date")
    if span := context.span(text):
        return span
    # «از شنبه» alone is the beginning of a range: «از شنبه تا چهارشنبه هر هفته».
    start = _START.fullmatch(text)
    span = context.span(start["date"]) if start else None
    if span and (span.rule != "weekday" or "اینده" in words):
        after = text.startswith("بعد")
        whole = span.first != span.last and span.rule != "week"
        vague = after or span.rolled or whole or span.rule.startswith("offset")
        return Start(span.last + days(1) if after else span.first, vague)
    if (lasting := _OPEN_END.fullmatch(text)) and context.span(f"پایان {lasting['of']}") is None:
        rhythm = read_rhythm(lasting["rhythm"], context)
        return Recurring(*rhythm, assumed=("پایان این نوبت‌ها معلوم نیست.",)) if rhythm else None
    if (then := _THEN.fullmatch(text)) and (first := context.span(then["first"])):
        rhythm = read_rhythm(then["rhythm"], context)
        return Recurring(*rhythm, assumed=first.assumed, first=first.last) if rhythm else None
    return None


def _lasting(text: str, context: Context) -> Recurring | None:
    """A rhythm, also with a time of the day, for a length of time from the meeting."""
    match = _LASTING.fullmatch(text)
    if match is None:
        return None
    rhythm = read_rhythm(_TIME_OF_DAY.sub("", match["rhythm"] or match["often"]).strip(), context)
    duration = read_duration(match["length"] or match["duration"]) if rhythm else None
    return Recurring(*rhythm, until=duration.after(context.on, context)) if rhythm and duration else None


def _trim(words: list[str]) -> list[str]:
    """The words without separators at both ends and without the verbs of a clause at the end."""
    start, end = 0, len(words)
    while start < end and words[start] in SEPARATORS:
        start += 1
    while start < end and (words[end - 1] in SEPARATORS or words[end - 1] in TAIL):
        end -= 1
    return words[start:end]


def _without_parentheses(words: list[str], context: Context) -> Meaning | None:
    bare = [word for word in words if word not in _PARENTHESES]
    return _read_one(bare, context) if bare != words else None


def _without_time(words: list[str], context: Context) -> Meaning | None:
    """Read tokens without the time of the day in them; None when there is none."""
    day_only = _TIME_OF_DAY.sub("", " ".join(words)).split()
    meaning = read(day_only, context) if day_only and day_only != words else None
    if isinstance(meaning, Span | Deadline | Recurring):
        return replace(meaning, assumed=(*meaning.assumed, _TIME_IGNORED))
    return meaning


def to_deadline(meaning: Meaning, context: Context) -> Deadline:
    """Make the deadline of a meaning for this meeting. Raises UnclearPhrase when it is past or has no end."""
    if isinstance(meaning, Start):
        return _by_its_start(meaning, context)
    if isinstance(meaning, Deadline):
        return meaning
    if isinstance(meaning, Recurring):
        return _recurring(meaning, context)
    if meaning.last < context.on:
        raise UnclearPhrase("past")
    return _roll_forward(Deadline(DeadlineKind.DATE, meaning.last, meaning.rule, meaning.assumed), context)


def _by_its_start(start: Start, context: Context) -> Deadline:
    """The deadline by which something shall have begun: «از ۱۵ آذر». Raises UnclearPhrase where no one day is meant."""
    if start.vague or start.day < context.on:
        raise UnclearPhrase("start_only")
    return Deadline(DeadlineKind.DATE, start.day, "start", ("روز آغاز کار، مهلت آن فرض شد.",))


def _recurring(meaning: Recurring, context: Context) -> Deadline:
    on = context.on
    if meaning.first:
        return _from_first(meaning, meaning.first, context)
    if meaning.starts and meaning.starts > on:
        on = meaning.starts - days(1) if meaning.rhythm.every == 1 else meaning.starts
    due = first_due(meaning.rhythm, on)
    if meaning.until and meaning.until < next_due(meaning.rhythm, due, after=due):
        raise UnclearPhrase("several")
    assumed = meaning.assumed
    if meaning.until:
        assumed = (*assumed, f"تا {format_day(meaning.until)} ادامه دارد.")
    if meaning.rule == "several":
        assumed = (*assumed, "در هر دوره بیش از یک نوبت است؛ پیگیری هر دوره یک بار فرض شد.")
    if meaning.rule in _UNSAID_DAY:
        unsaid = "نوبت‌ها از تاریخ جلسه شمرده شد." if meaning.rhythm.every > 1 else "پایان هر دوره فرض شد."
        assumed = (*assumed, unsaid)
    deadline = Deadline(DeadlineKind.RECURRING, due, meaning.rule, assumed, meaning.rhythm, meaning.until)
    return _roll_forward(deadline, context)


def _from_first(meaning: Recurring, first: date, context: Context) -> Deadline:
    """A rhythm on the day of its first due date: the 15th of each month after a first one on 15 Mehr."""
    if first < context.on:
        raise UnclearPhrase("past")
    rhythm = meaning.rhythm
    if rhythm.day is None and rhythm.every == 1 and rhythm.unit is not Unit.DAY:
        rhythm = replace(rhythm, day=day_in_unit(rhythm.unit, first))
    assumed = (*meaning.assumed, f"نخستین نوبت {format_day(first)} است.")
    return _roll_forward(Deadline(DeadlineKind.RECURRING, first, "first_then", assumed, rhythm, meaning.until), context)


def _roll_forward(deadline: Deadline, context: Context) -> Deadline:
    """The deadline with its due date moved to a working day, if the organisation has chosen that."""
    if not context.settings.roll_forward or deadline.due is None:
        return deadline
    due = context.calendar.on_or_after(deadline.due)
    if due == deadline.due:
        return deadline
    return replace(deadline, due=due, assumed=(*deadline.assumed, "مهلت از روز تعطیل به روز کاری بعد رفت."))
