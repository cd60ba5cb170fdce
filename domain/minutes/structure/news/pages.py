"""Tell a page of the news from other documents, and the paragraphs of its report from its other lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.minutes.language.acts import SENTENCE_END
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.lines.closing_names import work_and_name
from domain.minutes.structure.lines.marks import MarkKind
from domain.minutes.structure.news.frames import speeches_of, tells
from domain.minutes.structure.news.quotations import lists_decisions
from domain.persian.text import fold

_WHO = r"\W*(?:سرپرست|مدیر\S*|رییس|فرماندار|استاندار|بخشدار|شهردار|معاون|دبیر|وزیر|نماینده|دادستان|سخنگو\S*)\b"
_HEADED = re.compile(
    rf"{_WHO}[^:.؛]{{0,60}}:\s*\S[^:]*$"
    rf"|{_WHO}[^:.؛]{{3,90}}\b(?:خبر داد|(?:تشریح|اعلام|تاکید|بیان) کرد|گفت)\s*[:؛]\W*$"
)
"""The headline of the news that quotes an official: «فرماندار: کوتاهی پذیرفته نیست»."""

_NEWS = re.compile(
    r"\W*(?:[^\d:،.؛]{2,40}[-–،:]\s*)?(?:به گزارش|(?:اداره )?(?:اطلاع ?رسانی و )?روابط ?عمومی [^.:؛]{3,60} ?[-–])"
    r"|\W*کد (?:خبر|مطلب)\W|.*\bتعداد (?:بازدید|مشاهده)\W|\W*تاریخ (?:انتشار|درج)\b"
    r"|.*\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\W+(?:ساعت\W*)?\d{1,2}:\d\d\W*(?:$|\|)|.*\d{4}\W+(?:ساعت\W*)?\d{1,2}:\d\d\W*(?:$|\|)"
)
"""A paragraph of the news, or a line of the page that it stands on: «به گزارش …», «کد خبر: …», «۱۲ مهر ۱۴۰۳ ۰۹:۱۰»."""

_OPEN = {None, PassedOverKind.UNPLACED}
_PAIR = re.compile(r"[^:.؛]{6,160}:\s*[^:.؛]{2,60}\.?")
"""A line with something on each side of its colon."""


def is_news(found: Sequence[Finding], telling: Sequence[int]) -> bool:
    """Tell whether findings are a report, with a list of decisions perhaps, and no minutes with a table.

    `telling` are the places of paragraphs in which somebody speaks.
    """
    if any(isinstance(one, Draft) for one in found):
        return False
    return len(telling) > 1 or any(map(is_of_a_page, found))


def telling_places(found: Sequence[Finding]) -> list[int]:
    """The places of paragraphs that say what somebody said, or asked of somebody."""
    return [place for place, one in enumerate(found) if is_prose(one) and quotes(one, tells)]


def is_prose(one: Finding) -> bool:
    """Tell whether a finding is a paragraph, or a line behind an ornament, outside all lists of decisions."""
    if not isinstance(one, Entry) or one.section is not PassedOverKind.UNPLACED or one.number is not None:
        return False
    return one.kind in {None, MarkKind.BULLET}


def quotes(one: Finding, by: Callable[[str], bool]) -> bool:
    parts = SENTENCE_END.split(" ".join(one.lines)) if isinstance(one, Entry) else []
    return any(by(speech) for part in parts for speech in speeches_of(part))


def is_page_of_news(found: Sequence[Finding]) -> bool:
    """Tell whether findings are a page of the news, in which nobody lists what was decided."""
    headed = isinstance(found[0], Entry | PassedOver) and _HEADED.match(fold(found[0].text)) is not None
    listed = any(isinstance(one, Entry) and lists_decisions(one.text) for one in found)
    return not listed and (headed or any(map(is_of_a_page, found)))


def works_with_names(found: Sequence[Finding]) -> frozenset[int]:
    """The places of lines with a colon that stand right beside a work with the name of who does it."""
    lines = [one.text if isinstance(one, Entry) and one.section in _OPEN else "" for one in found]
    sure = {place for place, line in enumerate(lines) if work_and_name(line)}
    beside = {near for place in sure for near in (place - 1, place + 1) if 0 <= near < len(lines)}
    return frozenset(sure | {place for place in beside if _PAIR.fullmatch(lines[place].strip())})


def is_of_a_page(one: Finding) -> bool:
    """Tell whether a finding is a paragraph of the news, or a line of its page."""
    return isinstance(one, Entry | PassedOver) and any(_NEWS.match(fold(line)) for line in one.text.split("\n"))
