"""Times as people say them behind or beside what they ask for: «لیست رو بیاره، پنجشنبه», «مهلتش آخر همین ماهه»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.dates.jalali import WEEKDAY
from domain.minutes.language.acts import SENTENCE_END, Act, act_of
from domain.minutes.language.patterns import as_typed
from domain.minutes.language.speech import is_spoken
from domain.persian.text import fold

_BEHIND = re.compile(r"[،,]\s*([^،,؛.:()\n]{2,30}?)\s*[.!]?\s*$")
_TERM = re.compile(r"\bمهلت(?:ش|شون|شان)? (.{3,40}?)(?:ه|ست| ?است)?\W*$")
_FROM_A_DAY = re.compile(rf"(?:^|[\s،])(از ({WEEKDAY}))\b(?! ?(?:تا|الی|ها))")
_NEAR = re.compile(
    r"\b((?:این|همین) هفته|(?:اخر|اول) وقت امروز|(?:سر|اخر|اول|وسط) (?:همین )?(?:ماه|برج|هفته))\b"
    r"(?! ?(?:پیش|قبل|گذشته))"
)
"""Times without a word of limit, which set one where somebody is told what to do as people speak."""


_OF_THE_MONTH = re.compile(
    r"\b(تا (پنجم|ششم|هفتم|هشتم|نهم|دهم|[^\W\d]+زدهم|هفدهم|ه[جی]دهم|بیستم|بیست و [^\W\d]+م|سی ?ام))"
    r"(?=\W*$| (?:باید|تو|توی|در|به|با|از|رو|را|تحویل|اعلام|تموم|تمام|اماده|ثبت|ارسال)\b| ب\w+[هن]\b)"
)
"""A day of this month or the next: «نمره‌ها باید تا بیستم ثبت بشه»."""


def times_said(text: str) -> Iterator[tuple[str, str]]:
    """The times that the charges of a text may have, as typed and as the grammar of deadlines has them."""
    for sentence in SENTENCE_END.split(text):
        folded = fold(sentence)
        found = [_TERM.search(folded)]
        if act_of(sentence) >= Act.CHARGES:
            behind = _BEHIND.search(folded)
            charged = behind is not None and act_of(folded[: behind.start()]) >= Act.CHARGES
            near = _NEAR.search(folded) if is_spoken(folded) else None
            if day := _OF_THE_MONTH.search(folded):
                yield as_typed(sentence, day, 1), f"{day[2]} ماه"
            found += [behind if charged else None, _FROM_A_DAY.search(folded), near]
        yield from dict.fromkeys((as_typed(sentence, one, 1), one.groups()[-1]) for one in found if one)
