"""Words at which a deadline may begin in running prose: «تا …», «دوشنبه‌ها», «یک ماه مهلت دارند»."""

from itertools import takewhile

from domain.deadlines.prose.sentences import SENTENCE_ENDS, tells_of_an_event
from domain.deadlines.prose.words import (
    AFTER,
    EVEN_AND_ODD,
    EVENT_WORDS,
    GRANTED,
    HELD,
    HELD_REACH,
    IS_HELD,
    LETTERS,
    MONTH_WORDS,
    NO_DAY_AFTER,
    OBJECT,
    OPENERS,
    PART_OF_DAY,
    PERIODS,
    RECURS,
    WEEKDAY_WORDS,
    begins_later,
)

LONGEST = 18
"""The most words of a deadline."""


def may_open(words: list[str], at: int) -> bool:
    """Tell whether a deadline may begin at a token: «تا …», «دوشنبه‌ها», «یک ماه مهلت دارند»."""
    word = words[at]
    following = words[at + 1 : at + 3]
    if word in WEEKDAY_WORDS:
        return _weekday_opens(following)
    if word == "روز":
        named = following[1:] if following[:1] == ["های"] else following[:1]
        return bool(named and named[0] in WEEKDAY_WORDS | EVEN_AND_ODD) or _is_day(following)
    if word == "برای":
        return following == ["بعد", "از"] and not AFTER.intersection(words[at + 3 : at + 4])
    if is_held_on(words, at) or begins_later(words, at):
        return True
    if word[0].isdecimal():
        return bool(GRANTED.intersection(words[at + 1 : at + 4])) or _may_recur(words, at)
    return word in OPENERS and not (word == "تا" and _ends_a_period(words, at))


def _weekday_opens(following: list[str]) -> bool:
    """Tell whether a weekday before these words may begin a deadline: «شنبه‌ها», «شنبه ۲۸ آذر», «شنبه هر هفته»."""
    match following:
        case [("هر" | "این" | "همین"), "هفته"] | ["هر", "ماه"] | ["هفته", ("اینده" | "بعد" | "جاری")] | ["ها", *_]:
            return True
        case [nth, "هر"] if nth.endswith("th"):
            return True
        case [part, *then] if part in PART_OF_DAY:
            return then == ["ها"] or part.endswith("ها")
    return _is_day(following)


def is_held_on(words: list[str], at: int) -> bool:
    """Tell whether something is to be held on the day at a token: «مجمع ۲۸ آبان در مرکز استان برگزار شود»."""
    day = at + (words[at] == "مورخ")
    if not (words[day : day + 1] and (_is_day(words[day : day + 2]) or words[day].count("/") == 2)):
        return False
    if words[max(0, at - 1)] in NO_DAY_AFTER or LETTERS.intersection(words[max(0, at - EVENT_WORDS) : at]):
        return False
    if any(tells_of_an_event(words, place) for place in range(max(0, at - LONGEST), at + 1)):
        return False
    behind = list(takewhile(lambda word: word not in SENTENCE_ENDS, words[day + 1 : day + 2 * HELD_REACH]))
    held = next((place for place, word in enumerate(behind[:HELD_REACH]) if word in HELD), len(behind))
    return bool(IS_HELD.intersection(behind[held:]))


def _may_recur(words: list[str], at: int) -> bool:
    """Tell whether a number may begin a rhythm: «دهم هر ماه», «سه ماه یک‌بار», «یک هفته در میان»."""
    return bool(RECURS.intersection(words[at + 1 : at + 5])) and words[max(0, at - 1)] not in RECURS | {"نیمه"}


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
