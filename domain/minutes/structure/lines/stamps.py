"""Lines that hold nothing but a day and perhaps an hour: when a page was published, or the meeting was held."""

from __future__ import annotations

import re

from domain.dates.jalali import WEEKDAY
from domain.minutes.language.patterns import MONTH
from domain.persian.text import fold

_DATE_LINE = re.compile(
    r"(?:تاریخ(?: (?:انتشار|خبر|درج|برگزاری|جلسه))?\s*:|(?=\W*(?:\w+شنبه|شنبه|جمعه|\d)))"
    r"[\s\d/:،.|-]*+(?:[^\W\d]++ ?){0,2}[\s\d/:،.|-]*+(?:ساعت[\s\d/:،.|-]*+)?$"
)
"""The line that says when a page was published or the meeting held: «۱۹ مهر ۱۳۹۶ ۰۹:۱۰»."""

_DAY_LINE = re.compile(
    rf"\W*(?:(?:{WEEKDAY})\W*)?\d{{1,2}} ?(?:{MONTH})(?: ?ماه)?\W*\d{{4}}(?:\W*(?:ساعت\W*)?\d{{1,2}}(?::\d\d)?)?\W*$"
)
"""The meeting's day on a line of its own: «📅 سه‌شنبه ۱۲ تیر ۱۴۰۳»."""


def is_stamp(text: str) -> bool:
    """Tell whether a line is nothing but a day, with an hour perhaps: one with a year or a label."""
    folded = fold(text)
    if _DAY_LINE.match(folded):
        return True
    return _DATE_LINE.match(folded) is not None and re.search(r"\d{4}|\d/\d|:", folded) is not None
