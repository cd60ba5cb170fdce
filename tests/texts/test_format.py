"""Texts with their parameters: digits, dates, numbers, and the direction of every line."""

import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat.screens import Personal, T, Text
from texts.format import END_ISOLATE, ISOLATE, RTL_MARK, Formatter, Span

TEHRAN = ZoneInfo("Asia/Tehran")
FA, EN = Formatter("fa", TEHRAN), Formatter("en", TEHRAN)
DAY = date(2019, 10, 5)
EVENING = datetime(2019, 10, 5, 20, 45, tzinfo=UTC)
"""A quarter past midnight of the next day in Tehran."""


def lines(*items: Text | str) -> Text:
    return T("form.lines", lines=list(items))


@pytest.mark.parametrize(
    ("value", "spec", "fa", "en"),
    [
        (DAY, "date", "شنبه ۱۳ مهر ۱۳۹۸", "Saturday 13 Mehr 1398"),
        (DAY, "day", "۱۳ مهر", "13 Mehr"),
        (DAY, "short", "۱۳۹۸/۰۷/۱۳", "1398/07/13"),
        (EVENING, "time", "۰۰:۱۵", "00:15"),
        (EVENING, "moment", "یکشنبه ۱۴ مهر ۱۳۹۸، ساعت ۰۰:۱۵", "Sunday 14 Mehr 1398, 00:15"),
        (EVENING, "short", "۱۳۹۸/۰۷/۱۴، ساعت ۰۰:۱۵", "1398/07/14, 00:15"),
        (1250000, "grouped", "۱٬۲۵۰٬۰۰۰", "1,250,000"),
        (1250000, "", "۱۲۵۰۰۰۰", "1250000"),
        (2.5, "", "۲٫۵", "2.5"),
        (7, "raw", "7", "7"),
        (1, "plural:task|tasks", "task", "task"),
        (3, "plural:task|tasks", "tasks", "tasks"),
        ("+989123456789", "phone", "۰۹۱۲۳۴۵۶۷۸۹", "09123456789"),
        ("+4930123456", "phone", f"{ISOLATE}+4930123456{END_ISOLATE}", f"{ISOLATE}+4930123456{END_ISOLATE}"),
        ("Dabir", "", f"{ISOLATE}Dabir{END_ISOLATE}", "Dabir"),
        ("/report", "raw", "/report", "/report"),
        ("گزارش ۹۸", "", "گزارش ۹۸", "گزارش ۹۸"),
    ],
)
def test_a_value_in_both_languages(value: object, spec: str, fa: str, en: str) -> None:
    assert FA._words(value, spec) == fa
    assert EN._words(value, spec) == en
    if isinstance(value, str):
        assert FA._value(Personal(value), spec, "") == FA._value(value, spec, "")


def test_a_text_within_a_text_keeps_the_style_around_it() -> None:
    spans = FA.spans(T("form.alone", title=T("report.title")))
    assert spans == [Span("گزارش پیشرفت", "b")]


def test_a_value_that_is_missing_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        FA.spans(T("form.alone"))
    with pytest.raises(KeyError):
        FA.spans(T("no.such_key"))
    with pytest.raises(ValueError, match="no value"):
        FA.spans(T("form.alone", title=None))


def test_a_line_that_begins_with_latin_words_is_set_from_the_right() -> None:
    assert FA.plain(T("form.lines", lines=["منابع.xlsx"])) == f"{ISOLATE}منابع.xlsx{END_ISOLATE}"
    shown = "".join(span.words for span in FA.spans(lines("سلام", "۱۲۳", "", "Dabir")))
    assert shown.split("\n") == ["سلام", f"{RTL_MARK}۱۲۳", "", f"{RTL_MARK}{ISOLATE}Dabir{END_ISOLATE}"]


def test_a_line_that_begins_with_a_number_and_signs_is_marked_too() -> None:
    # After a blank line Chromium draws «۱۲ (دوازده)» with its bracket before the number; in every client a mark helps.
    large = T("xform.large", number=12_000_000, words="دوازده میلیون")
    said = FA.spans(lines("خانه‌ها", "", large, "• ۱۲ (دوازده)", "۱۲، ۱۵ و ۲۰ مهر", "۱. خانه", "۳ ردیف (دو)"))
    assert "".join(span.words for span in said).split("\n") == [
        "خانه‌ها",
        "",
        f"{RTL_MARK}۱۲٬۰۰۰٬۰۰۰ (دوازده میلیون) ثبت شد.",
        f"{RTL_MARK}• ۱۲ (دوازده)",
        f"{RTL_MARK}۱۲، ۱۵ و ۲۰ مهر",
        "۱. خانه",
        "۳ ردیف (دو)",
    ]


def test_english_has_no_marks_of_direction() -> None:
    assert EN.spans(lines("سلام", "Dabir")) == [Span("سلام"), Span("\n"), Span("Dabir")]


@given(st.lists(st.text(alphabet="سلام abc۱۲12.،\n\u200c", max_size=12), max_size=6))
def test_every_line_of_persian_is_read_from_the_right_and_keeps_its_words(parts: list[str]) -> None:
    plain = FA.plain(lines(*parts))
    directed = "".join(span.words for span in FA.spans(lines(*parts)))
    assert directed.replace(RTL_MARK, "") == plain.replace(RTL_MARK, "")
    for line in directed.split("\n"):
        if line.strip():
            assert direction(line) in ("R", "AL"), line


def direction(line: str) -> str:
    """The class of the first strong letter outside isolates, as a messenger looks for it."""
    depth = 0
    for letter in line:
        depth += (letter == ISOLATE) - (letter == END_ISOLATE)
        kind = unicodedata.bidirectional(letter)
        if not depth and kind in ("L", "R", "AL"):
            return kind
    return ""
