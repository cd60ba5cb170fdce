"""Nothing of a document vanishes: each of its words is in a resolution, a duty, the meeting, a doubt or passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.dates.working_days import Calendar
from domain.minutes import Block, Cell, Document, Paragraph, Reading, Table, Unreadable, read
from domain.persian.text import fold
from services.document_reading import document_of

SHARED = Path(__file__).parents[3] / ".." / "shared" / "minutes"

SENTENCES = (
    "مقرر شد شهرداری {0} نسبت به {1} اقدام نماید.",
    "شهرداری {0} را ظرف دو هفته {1} کند",
    "با {0} آقای {1} موافقت گردید.",
    "خرید {0} برای {1}",
    "گزارش {0} قرائت شد و {1} مطرح گردید.",
    "آقای {0} پیشنهاد داد {1} زودتر برگزار شود.",
    "با توجه به {0} و {1}، مقرر گردید فرمانداری اقدام کند. همچنین ادارهٔ برق مکلف شد گزارش دهد.",
    "تبصره: {0} منوط به {1} است.",
    "نتیجهٔ {0}: {1}",
    "دستور جلسه: {0} و {1}",
    "حاضرین: {0}، {1}",
    "مصوبات {0}:",
    "پیگیری مصوبات جلسه قبل {0} {1}:",
    "مسئول: {0} {1}",
    "مهلت: تا پایان {0}",
    "جلسه {0} با ذکر صلوات پایان یافت {1}.",
    "امضا: {0} – {1}",
    "{0} {1}",
    "{0}",
    "با اتفاق آراء {0} تصویب شد",
    "موارد {0} به شرح زیر تصویب شد:",
    "{0} در قالب جدول زیر ارسال شود: {1}",
    "{0} — شهرداری — دو هفته",
    "۱- {0} ۲- {1}",
)
MARKS = (
    *("", "", "", "۱- ", "۲- ", "۳) ", "۱-۲ ", "14 ", "بند۴– ", "۱ :", "مصوبه ۲: ", "یکم: "),
    *("الف) ", "ب- ", "- ", "• ", "✅ ", "*- "),
)
HEADERS = (
    ("ردیف", "متن مصوبه", "مسئول و مهلت"),
    ("ردیف", "شرح مصوبه", "مسئول", "مهلت", "ملاحظات"),
    ("موضوع", "نتیجه", "مجری"),
    ("ردیف", "نام و نام خانوادگی", "سمت", "امضا"),
    ("مصوبه",),
    ("ردیف", "موضوع", "ارائه دهنده"),
    ("بازیگران", "نقش و وظیفه"),
    ("مهلت", "مجری", "ناظر", "شروع", "پایان", "شاخص"),
    ("ردیف", "موضوع", "تصمیم شورا", "موافق", "مخالف"),
)
_LETTERS = "بجدزسطکلمن"


def named(number: int) -> str:
    """A word that stands only once in a document: «پرب», «پرج» …"""
    return "پر" + "".join(_LETTERS[int(digit)] for digit in str(number))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Paragraphs and tables in any order, with words that stand once each."""
    count = iter(range(10_000))

    def text() -> str:
        sentence = draw(st.sampled_from(SENTENCES))
        return draw(st.sampled_from(MARKS)) + sentence.format(named(next(count)), named(next(count)))

    def paragraph() -> Paragraph:
        if draw(st.integers(0, 4)) == 0:
            return Paragraph(text(), draw(st.integers(1, 3)), draw(st.integers(0, 1)))
        return Paragraph("\n".join(text() for _ in range(draw(st.integers(1, 2)))))

    def cell(nested: bool) -> Cell:
        kind = draw(st.integers(0, 9))
        if kind == 0:
            return Cell("")
        if kind == 1:
            return Cell(str(draw(st.integers(1, 9))))
        if kind == 2 and nested:
            return Cell(text(), (table(nested=False),))
        return Cell(draw(st.sampled_from(["شهرداری {}", "{} - یک ماه", "یک ماه {}", "{}"])).format(text()))

    def table(nested: bool = True) -> Table:
        header = draw(st.sampled_from(HEADERS))
        rows = [tuple(map(Cell, header))] if draw(st.booleans()) else []
        for _ in range(draw(st.integers(1, 3))):
            width = len(header) if draw(st.integers(0, 5)) else draw(st.integers(1, 4))
            row = [cell(nested) for _ in range(width)]
            if rows and draw(st.integers(0, 4)) == 0 and len(rows[-1]) >= width:
                place = draw(st.integers(0, width - 1))
                row[place] = Cell(rows[-1][place].text, merged=True)
            if draw(st.integers(0, 5)) == 0:
                row = [row[0], *(Cell("") for _ in row[1:])]
            rows.append(tuple(row))
        return Table(tuple(rows))

    blocks: list[Block] = [
        table() if draw(st.integers(0, 2)) == 0 else paragraph() for _ in range(draw(st.integers(1, 7)))
    ]
    return Document(tuple(blocks))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def told(reading: Reading) -> set[str]:
    return {word for text in strings(reading.to_json()) for word in words(text)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_each_word_has_a_home(document: Document) -> None:
    reading = read(document, Calendar())
    written = {word for text in document.texts() for word in words(text) if word.startswith("پر")}

    assert written <= told(reading), json.dumps(reading.to_json(), ensure_ascii=False, indent=1)


def examples() -> list[Path]:
    return sorted(path for path in SHARED.rglob("*") if path.suffix in {".docx", ".txt"})


STRUCTURE = set(words("و با همکاری مسئول مسئولین پیگیری کننده مهلت انجام اقدام اجرا مجری مصوبه بند شماره ردیف یکم"))
"""Words that only say what a text is: labels, marks and joints, which fields of a resolution stand for."""

MARK = re.compile(r"(?:^|\n)\W*(?:الف|[بپجده])\W")


def in_order(spoken: list[str], home: list[str]) -> bool:
    rest = iter(home)
    return all(word in rest for word in spoken)


def homes_of(reading: Reading) -> list[list[str]]:
    """The words of each resolution, of each text that was passed over and of each other part of a reading."""
    told = reading.to_json()
    parts = [*told["resolutions"], *told["duties"], *told["passed_over"], *told["doubts"], told["meeting"]]
    return [[word for text in strings(part) for word in words(text)] for part in parts]


@pytest.mark.skipif(not examples(), reason="the documents are absent")
def test_each_sentence_of_the_examples_is_told_in_order() -> None:
    lost = []
    for path in examples():
        try:
            document = document_of(path.name, path.read_bytes())
        except Unreadable:
            continue
        homes = homes_of(read(document, Calendar()))
        for text in document.texts():
            for sentence in re.split(r"[.:،؛|/()\n\t–—-]+|<[^>]*(?:>|$)", MARK.sub("\n", text)):
                spoken = [word for word in words(sentence) if word not in STRUCTURE and not word.isdecimal()]
                if not any(in_order(spoken, home) for home in homes):
                    lost.append((path.name, sentence.strip()))

    assert not lost
