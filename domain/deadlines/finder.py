"""Find the deadlines inside running prose, where most dates and numbers are none."""

from dataclasses import replace
from datetime import date
from itertools import takewhile

from domain.dates.working_days import Calendar
from domain.deadlines.finder_words import (
    ABOUT,
    ABOUT_SO_LONG,
    ADJECTIVES,
    AFTER,
    AFTER_EVENT,
    AS_SOON_AS,
    AT_ONCE,
    BARE,
    BEFORE_A_MEETING,
    BEFORE_AN_ADVERB,
    BEFORE_AN_EVENT,
    BODIES,
    CELEBRATED,
    CERTAIN,
    CLAUSE_GOES_ON,
    COMES,
    CONDITION,
    CONFIRMED,
    COUNTED_BACK,
    DECIDED,
    DOING,
    DONE_AGAIN,
    EVEN_AND_ODD,
    EVENT_WORDS,
    FEASTS,
    FOR_NOW,
    FORE,
    FUNDING,
    FUNDS,
    GIVEN,
    GONE_BY,
    GRANTED,
    HELD,
    HELD_REACH,
    IS_HELD,
    LASTING,
    LETTERS,
    LIMITS,
    MEETINGS,
    MONTH_WORDS,
    NAMES,
    NO_DAY_AFTER,
    OBJECT,
    ON_A_DAY,
    ONGOING,
    OPENERS,
    PART_OF_DAY,
    PARTS_OF_YEAR,
    PASSED_ON_CONDITION,
    PAST_BEFORE,
    PERIODS,
    PUT_OFF,
    RECURS,
    REPORT_REACH,
    REPORTS,
    RHYTHM_OF_A_REPORT,
    RHYTHM_OPENERS,
    SOON,
    TERMS,
    THESE,
    TIME,
    UNITS,
    UNTIL,
    UNTIL_A_FEAST,
    UNTIL_FURTHER_NOTICE,
    URGENT,
    VERBS,
    WEEKDAY_WORDS,
    WHOLE_PERIODS,
    begins_another_time,
    begins_later,
    is_before_an_event,
    stands_at_an_event,
)
from domain.deadlines.grammar.combine import Meaning, Recurring, Start
from domain.deadlines.grammar.meaning import DATE_RULES, SEPARATORS, TAIL, prefix_has_meaning, read, to_deadline
from domain.deadlines.grammar.reasons import reason_code, unknown_deadline
from domain.deadlines.grammar.rules import Context, Span, UnclearPhrase
from domain.deadlines.grammar.tokens import tokenise
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineKind, DeadlineSettings

_LONGEST = 18
# A condition is sought in so many words on each side: the longest sentences of real minutes have a hundred.
_REACH = 150
_THIS_WEEK = (["این", "هفته"], ["همین", "هفته"])
_SENTENCE_ENDS = frozenset(".؛;!؟?")
_IN_CASE, _IFS = ["در", "صورت"], frozenset({"اگر", "چنانچه"})
_LINKS = frozenset({"نسبت", "را", "رو"})
"""Words behind which the work stands, and no more of the event: «قبل از بازگشایی مدارس نسبت به معاینه …»."""


def find(
    sentence: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS
) -> list[tuple[tuple[int, int], Deadline]]:
    """Find the deadlines in a sentence, each with its characters (start, end) in the sentence as given.

    A date or a duration counts only after a word of limit («تا»، «ظرف»، «حداکثر»). One that depends on an event or a
    condition is `unknown`.
    """
    tokens, context = tokenise(sentence), Context(on, calendar, settings, DATE_RULES)
    found = find_in_tokens([token.text for token in tokens], context)
    return [((tokens[start].start, tokens[end - 1].end), deadline) for (start, end), deadline in found]


def find_in_tokens(words: list[str], context: Context) -> list[tuple[tuple[int, int], Deadline]]:
    """Find the deadlines in tokens, each with the tokens (start, end) that it covers."""
    found, at = [], 0
    while at < len(words):
        here = _deadline_at(words, at, context) if _may_open(words, at) else None
        if here is None:
            at += 1
            continue
        end, deadline = here
        found.append(((at, end), deadline))
        at = at + 2 if deadline.rule == "event" else end
    limits = [one for one in found if one[1].rule not in {"event", "start", "from_now_on"}]
    return limits or found


def _may_open(words: list[str], at: int) -> bool:
    """Tell whether a deadline may begin at a token: «تا …», «دوشنبه‌ها», «یک ماه مهلت دارند»."""
    word = words[at]
    following = words[at + 1 : at + 3]
    if word in WEEKDAY_WORDS:
        weekly = following in (["هر", "هفته"], ["هر", "ماه"]) or (
            following in _THIS_WEEK or (following[:1] == ["هفته"] and following[1:] in (["اینده"], ["بعد"], ["جاری"]))
        )
        nth = [word.endswith("th") for word in following[:1]] == [True] and following[1:] == ["هر"]
        each = following[:1] == ["ها"] or (
            bool(PART_OF_DAY.intersection(following[:1])) and (following[1:] == ["ها"] or following[0].endswith("ها"))
        )
        return each or _is_day(following) or weekly or nth
    if word == "روز":
        weekdays = WEEKDAY_WORDS | EVEN_AND_ODD
        return bool(weekdays.intersection(following[:1] if following[:1] != ["های"] else following)) or _is_day(
            following
        )
    if word == "برای":
        return following == ["بعد", "از"] and not AFTER.intersection(words[at + 3 : at + 4])
    if _is_held_on(words, at) or begins_later(words, at):
        return True
    if word[0].isdecimal():
        return bool(GRANTED.intersection(words[at + 1 : at + 4])) or _may_recur(words, at)
    return word in OPENERS and not (word == "تا" and _ends_a_period(words, at))


def _is_held_on(words: list[str], at: int) -> bool:
    """Tell whether something is to be held on the day at a token: «مجمع ۲۸ آبان در مرکز استان برگزار شود»."""
    day = at + (words[at] == "مورخ")
    if not (words[day : day + 1] and (_is_day(words[day : day + 2]) or words[day].count("/") == 2)):
        return False
    if words[max(0, at - 1)] in NO_DAY_AFTER or LETTERS.intersection(words[max(0, at - EVENT_WORDS) : at]):
        return False
    if any(_tells_of_an_event(words, place) for place in range(max(0, at - _LONGEST), at + 1)):
        return False
    behind = list(takewhile(lambda word: word not in _SENTENCE_ENDS, words[day + 1 : day + 2 * HELD_REACH]))
    held = next((place for place, word in enumerate(behind[:HELD_REACH]) if word in HELD), len(behind))
    return bool(IS_HELD.intersection(behind[held:]))


def _may_recur(words: list[str], at: int) -> bool:
    """Tell whether a number may begin a rhythm: «دهم هر ماه», «سه ماه یک‌بار», «یک هفته در میان»."""
    return bool(RECURS.intersection(words[at + 1 : at + 5])) and words[max(0, at - 1)] not in RECURS


def _is_day(words: list[str]) -> bool:
    """Tell whether words begin with a day of a month, or with its weekday: «۲۸ آذر», «چهارشنبه ۲۸ آذر»."""
    numbered = [word.removesuffix("th").isdecimal() for word in words]
    return (numbered[:1] == [True] and bool(MONTH_WORDS.intersection(words[1:2]))) or (
        numbered[1:2] == [True] and words[0] in WEEKDAY_WORDS
    )


def _ends_a_period(words: list[str], at: int) -> bool:
    """Tell whether «تا» stands between the two ends of a period: «فروردین تا شهریور», «۱۴۰۲/۸/۱ لغایت ۱۴۰۳/۷/۳۰»."""
    before = words[max(0, at - 2) : at]
    return at > 0 and ("/" in before[-1] or (before[-1] not in OBJECT and bool(PERIODS.intersection(before))))


def _deadline_at(words: list[str], start: int, context: Context) -> tuple[int, Deadline] | None:
    """The longest deadline that begins at a token, with the token after its last one."""
    if words[start][0].isdecimal() and words[max(0, start - 1)] == "و" and words[start - 2].endswith("th"):
        return _several_days(words, start)
    if words[start][0].isdecimal() and (granted := _granted(words, start, context)):
        return granted
    if not prefix_has_meaning(words[start : start + _LONGEST], context):
        return _unknown_if_certain(words, start)
    code = None
    for end in range(min(len(words), start + _LONGEST), start, -1):
        if words[end - 1] in SEPARATORS or words[end - 1] in TAIL:
            continue
        try:
            meaning = read(words[start:end], context)
            if meaning is None or not _is_deadline(meaning, words, start, end, context):
                continue
            deadline = to_deadline(meaning, context)
        except UnclearPhrase as error:
            code = error.code
            continue
        return _with_surroundings(deadline, words, start, end)
    if words[start] in LIMITS and code not in {None, "past", "several", "start_only"}:
        return _unknown_at(words, start, str(code))
    return _unknown_if_certain(words, start)


def _several_days(words: list[str], start: int) -> tuple[int, Deadline] | None:
    """Several days of each month, which no rhythm has: «اول و پانزدهم هر ماه»."""
    of_each = words[start + 1 : start + 3] == ["هر", "ماه"] and words[start].endswith("th")
    return (start + 3, unknown_deadline("several")) if of_each else None


def _granted(words: list[str], start: int, context: Context) -> tuple[int, Deadline] | None:
    """A length of time that is given to somebody: «یک ماه مهلت دارند»."""
    end = next((at for at in range(start + 1, min(start + 4, len(words))) if words[at] in GRANTED), len(words))
    given = words[end + 1 : end + 2]
    if not given or given[0] not in GIVEN:
        return None
    try:
        span = context.span(" ".join(words[start:end]))
    except UnclearPhrase as unclear:
        return end + 1, unknown_deadline(unclear.code)
    return (end + 1, to_deadline(span, context)) if span and span.rule == "offset" else None


def _unknown_if_certain(words: list[str], start: int) -> tuple[int, Deadline] | None:
    """An unknown deadline where a limit is surely meant although no rule covers it; else None."""
    if is_before_an_event(words, start):
        return _unknown_at(words, start, "from_event")
    if words[start] == "تا" and UNTIL.intersection(words[start + 1 : start + 2]):
        return _unknown_at(words, start, "condition")
    if words[start : start + 3] == ["تا", "بعد", "از"] and AFTER.intersection(words[start + 3 : start + 4]):
        return _unknown_at(words, start, "from_event")
    if words[start] == "برای":
        around = [*words[max(0, start - 2) : start], *words[start + 3 : start + EVENT_WORDS]]
        return _unknown_at(words, start, "from_event") if PUT_OFF.intersection(around) else None
    if words[start] == "تا" and FOR_NOW.intersection(_sentence_around(words, start, start)):
        awaited = takewhile(lambda word: word not in _SENTENCE_ENDS, words[start + 1 : start + EVENT_WORDS])
        return _unknown_at(words, start, "condition") if COMES.intersection(awaited) else None
    if words[start] == "تا" and COUNTED_BACK.match(" ".join(words[start + 1 : start + 6])):
        return _unknown_at(words, start, "from_event")
    if words[start : start + 2] == ["تا", "پایان"] and start + 2 < len(words):
        return _unknown_at(words, start, "condition")
    if stands_at_an_event(words, start):
        return _event_at(words, start, "from_event")
    if words[start] in {"در", "به", "تا"} and MEETINGS.intersection(words[start + 1 : start + 2]):
        of_a_month = MONTH_WORDS.intersection(words[start + 2 : start + 3])
        return (start + 3, unknown_deadline("leftover")) if of_a_month else None  # «در نشست آذرماه ارائه کند»
    in_case = words[start : start + 2] == ["در", "صورت"] and TERMS.intersection(words[start + 2 : start + 3])
    if in_case or words[start : start + 2] in AS_SOON_AS:
        return _event_at(words, start, "condition")
    if words[start] == "با" and CONFIRMED.intersection(words[start + 1 : start + 2]):
        end = max((at + 1 for at in range(start + 2, min(start + 4, len(words))) if words[at] in FUNDS), default=None)
        return (end, replace(unknown_deadline("condition"), rule="event")) if end else None
    if words[start] == "در" and FEASTS.intersection(words[start + 1 : start + 2]):
        named = CELEBRATED.intersection(words[start + 1 : start + 4])
        return _event_at(words, start, "from_event") if named else None
    ahead = " ".join(words[start : start + EVENT_WORDS])
    if UNTIL_A_FEAST.fullmatch(ahead) and words[max(0, start - 1)] not in PAST_BEFORE:
        return _unknown_at(words, start, "from_event")
    if words[start] in {"تا", *CERTAIN} and ABOUT_SO_LONG.fullmatch(" ".join(words[start + 1 : start + 5])):
        return _unknown_at(words, start, "approximate")
    if words[start : start + 3] in UNTIL_FURTHER_NOTICE:
        return start + 3, unknown_deadline("unsettled")
    if words[start] in CERTAIN and TIME.match(" ".join(words[start + 1 : start + 5])):
        return _unknown_at(words, start, None)
    return None


def _unknown_at(words: list[str], start: int, code: str | None) -> tuple[int, Deadline]:
    """An unknown deadline of a few words, for the reason given or for the one that its words show."""
    sentence = takewhile(lambda word: word not in _SENTENCE_ENDS | _LINKS, words[start : start + EVENT_WORDS])
    end = start + len(list(sentence))
    # A rhythm behind a comma is another time: «تا رسیدن به نتیجه، هر دو هفته یک بار …».
    end = next((at for at in range(start + 1, end) if begins_another_time(words, at)), end)
    return end, unknown_deadline(code or reason_code(" ".join(words[start:end])))


def _event_at(words: list[str], start: int, code: str) -> tuple[int, Deadline]:
    """An event or a condition that a work waits for, which counts only where nothing else limits it."""
    end, deadline = _unknown_at(words, start, code)
    return end, replace(deadline, rule="event")


def _is_deadline(meaning: Meaning, words: list[str], start: int, end: int, context: Context) -> bool:
    """Tell whether the words around a meaning make it a deadline."""
    opener = words[start]
    pairs = zip(words[end : end + 2], [*words[end + 1 : end + 3], "", ""], strict=False)
    if any(word in GONE_BY and then not in FORE for word, then in pairs) and words[end : end + 2] != BEFORE_AN_EVENT:
        return False
    if isinstance(meaning, Span):
        if _tells_of_an_event(words, start) or (meaning.rule == "range" and _is_of_something(meaning, words, start)):
            return False
        if opener in ABOUT and meaning.rule in WHOLE_PERIODS:
            ahead = meaning.first > context.on and not meaning.rolled
            return opener == "در" and meaning.rule in PARTS_OF_YEAR and ahead
        counted = meaning.rule.startswith("offset")
        if begins_later(words, start):
            return counted or meaning.rule == "week"
        if opener == "مورخ" or opener[0].isdecimal():
            return meaning.last > context.on and not meaning.rolled and _is_held_on(words, start)
        if opener in SOON and words[max(0, start - 1)] == "از":
            return False  # «از فردا تا اطلاع بعدی»
        if opener == "روز" or opener in WEEKDAY_WORDS or opener in SOON:
            named = opener == "روز" and meaning.rule == "weekday"
            return named or meaning.rule in ON_A_DAY
        return (
            opener in LIMITS
            or (opener in AT_ONCE and bool(LIMITS.intersection(words[start + 1 : end])))
            or (opener == "در" and not counted)
            or (opener == "از" and (counted or meaning.rule == "range"))
        )
    if isinstance(meaning, Start):
        lasting = words[end : end + 1] == ["تا"] or UNITS.intersection(words[max(0, start - 1) : start])
        return opener == "از" and not lasting and not _tells_of_an_event(words, start)
    if isinstance(meaning, Recurring):
        report = REPORTS.intersection(words[max(0, start - 1) : end + 1])
        if opener in RHYTHM_OF_A_REPORT and clause_goes_on(words, end):
            report = report or REPORTS.intersection(words[max(0, start - REPORT_REACH) : start])
        told = opener in RHYTHM_OPENERS or opener[0].isdecimal()
        again = start > 0 and words[start - 1] in DONE_AGAIN
        return bool(report) or again or words[max(0, start - 1)] in OBJECT or told
    if isinstance(meaning, Deadline):
        if meaning.kind is DeadlineKind.NEXT_MEETING:
            near = words[max(0, start - 1) : start] or ["،"]
            put_off = words[end : end + 1] == ["تصمیم"] or (near[0] in VERBS and not words[end:])
            bare = opener in MEETINGS and (put_off or near[0] in BEFORE_A_MEETING)
            return bare or opener in LIMITS or opener in {"در", "به", "برای"}
        if meaning.kind in {DeadlineKind.IMMEDIATE, DeadlineKind.CONTINUOUS}:
            adverb = start == 0 or words[start - 1] in BEFORE_AN_ADVERB
            if end - start > 1 or opener not in ADJECTIVES or (adverb and clause_goes_on(words, end)):
                return True
            at_once = bool(VERBS.intersection(words[end : end + 2])) or words[start - 1] in URGENT
            at_once = at_once or words[end : end + 1] == ["توسط"]
            if meaning.kind is DeadlineKind.CONTINUOUS:
                return words[max(0, start - 1)] in ONGOING
            return at_once
    return False


def _tells_of_an_event(words: list[str], start: int) -> bool:
    """Tell whether a time stands in a relative clause: «مسابقاتی که در تاریخ … برگزار می‌شود», not «مقرر شد که تا …»."""
    return words[max(0, start - 1) : start] == ["که"] and words[max(0, start - 2)] not in DECIDED


def _is_of_something(span: Span, words: list[str], start: int) -> bool:
    """Tell whether a range says how long something lasts («قرارداد از … تا …»), or is over."""
    return span.rolled or (start > 0 and words[start - 1] in LASTING)


def _with_surroundings(deadline: Deadline, words: list[str], start: int, end: int) -> tuple[int, Deadline]:
    """The deadline, or an unknown one where a name, an event or a condition beside it changes its meaning."""
    counted = deadline.rule.startswith("offset")
    this_one = words[end - 2] in THESE if end > 1 else False
    named_on = not counted and words[end - 1] in BARE and not this_one and not clause_goes_on(words, end)
    of_a_body = deadline.kind is DeadlineKind.NEXT_MEETING and BODIES.intersection(words[end - 1 : end + 1])
    other_meeting = of_a_body and (words[end - 1] not in BODIES or not clause_goes_on(words, end))
    if deadline.kind is DeadlineKind.NEXT_MEETING and MONTH_WORDS.intersection(words[end : end + 1]):
        return end + 1, unknown_deadline("leftover")  # «در نخستین جلسه آبان‌ماه»
    if named_on or NAMES.intersection(words[end : end + 1]) or other_meeting:
        return end, unknown_deadline("leftover")
    if counted or deadline.kind is DeadlineKind.IMMEDIATE:
        begins_after = end > start + 1 and words[end - 1] == "بعد" and words[end : end + 1] == ["از"]
        after = " ".join(words[end - begins_after : end + EVENT_WORDS])
        if AFTER_EVENT.fullmatch(after):
            return min(len(words), end + EVENT_WORDS), unknown_deadline(reason_code(after))
        if CONDITION.search(PASSED_ON_CONDITION.sub("", " ".join(_sentence_around(words, start, end)))):
            return end, unknown_deadline("condition")
    if deadline.kind is DeadlineKind.DATE and FUNDING.search(" ".join(_sentence_around(words, start, end))):
        return end, unknown_deadline("condition")
    return end, deadline


def _sentence_around(words: list[str], start: int, end: int) -> list[str]:
    """The words before and after a deadline, as far as its sentence goes, with a comma in its place."""
    before = takewhile(lambda word: word not in _SENTENCE_ENDS, reversed(words[max(0, start - _REACH) : start]))
    after = takewhile(lambda word: word not in _SENTENCE_ENDS, _clause_of(words[end : end + _REACH]))
    return [*reversed(list(before)), "،", *after]


def _clause_of(words: list[str]) -> list[str]:
    """The words before a condition of further work: «… بازدید کند و در صورت تخلف …»."""
    ends = (at for at in range(1, len(words) - 1) if words[at] == "و" and words[at - 1] in VERBS)
    return words[: next((at for at in ends if words[at + 1 : at + 3] == _IN_CASE or words[at + 1] in _IFS), len(words))]


def clause_goes_on(words: list[str], end: int) -> bool:
    """Tell whether the clause goes on after a deadline, as a preposition, a verb or the end of the words shows."""
    if end + 2 < len(words) and words[end].isdecimal() and words[end + 1] not in MONTH_WORDS:
        return True  # «تا آخر هفته یک نفر را معرفی کند»
    verb = end + 1 + (words[end + 1 : end + 2] != [] and words[end + 1] in DOING)  # «… تصمیم‌گیری شود»
    return end == len(words) or words[end] in CLAUSE_GOES_ON or bool(VERBS.intersection(words[verb : verb + 1]))
