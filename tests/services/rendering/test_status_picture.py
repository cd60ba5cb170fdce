"""The slide of the status: its size, with few agencies and many, and names that are there whole."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest

from services.file_store import FileStore
from services.obligations.status import Stage
from services.rendering.status_picture import TEMPLATE, draw, laid
from services.rendering.typeset import typeset

LONG = "انجمن صنفی کارفرمایی کارگاه‌های تولیدکنندگان پوشاک و صنایع وابستهٔ شهرستان مشهد و حومه (در شرف تأسیس)"
NAMES = ("شهرداری مشهد", "اتاق بازرگانی، صنایع، معادن و کشاورزی استان", "بهزیستی", LONG)


def slide(*names: str, rtl: bool = True, counts: tuple[int, ...] = (3, 1, 2, 1, 4, 12)) -> dict[str, Any]:
    """Return a slide on which every agency has the same counts."""
    pieces = [[stage, count, str(count)] for stage, count in zip(Stage, counts, strict=True) if count]
    return {
        "rtl": rtl,
        "title": "وضعیت پاسخ دستگاه‌ها",
        "meeting": "جلسهٔ پنجم",
        "answered": "۱۶ از ۲۲",
        "of-what": "اقدام پاسخ داده شده است",
        "at": "شنبه ۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰",
        "more": "",
        "legend": [[stage, stage.value, "۱"] for stage in Stage],
        "most": sum(counts),
        "rows": [{"name": name, "total": "۲۳ اقدام", "pieces": pieces} for name in names],
    }


def drawn(folder: Path, *slides: dict[str, Any]) -> list[bytes]:
    store = FileStore(folder)
    return [store.read(digest) for digest in draw({"slides": slides, "at": ""}, store, "fa")["pictures"]]


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize("count", [1, 8, 12, 13, 25])
def test_a_slide_is_one_page_of_full_size_however_many_stand_on_it(tmp_path: Path, count: int) -> None:
    [picture] = drawn(tmp_path, slide(*(NAMES[place % len(NAMES)] for place in range(count))))
    assert size(picture) == (1920, 1080)


def test_every_slide_becomes_a_picture(tmp_path: Path) -> None:
    right, left = drawn(tmp_path, slide(*NAMES), slide(*NAMES, rtl=False))
    assert size(right) == size(left) == (1920, 1080)
    assert right != left


def test_a_name_is_drawn_to_its_last_word(tmp_path: Path) -> None:
    """Two names that differ in nothing but the end of the last word."""
    whole, other = drawn(tmp_path, slide(f"{LONG} {LONG} ب"), slide(f"{LONG} {LONG} پ"))
    assert whole != other


def test_a_bar_that_is_one_in_a_thousand_still_has_its_number(tmp_path: Path) -> None:
    few, other = (slide("شهرداری مشهد", counts=(1, 0, 0, 0, 0, 999)) for _ in range(2))
    other["rows"][0]["pieces"][0][2] = "۲"
    one, two = drawn(tmp_path, few, other)
    assert one != two


def test_words_from_data_are_words_and_no_markup(tmp_path: Path) -> None:
    [picture] = drawn(tmp_path, slide("#panic() *شرکت* $x$ \\ @نام [الف] <b>"))
    assert size(picture) == (1920, 1080)


@pytest.mark.parametrize("count", [1, 8, 13, 25])
def test_what_is_more_is_drawn_wider(count: int) -> None:
    """Two stages without a pattern: twelve obligations settled, two open."""
    names = [("شهرداری مشهد", "بهزیستی")[place % 2] for place in range(count)]
    [page] = typeset(TEMPLATE, laid(slide(*names)), "svg")
    drawing = page.decode()
    settled, still_open = (
        {
            float(width)
            for path in re.findall(rf'<path fill="{colour}"[^>]* transform=[^>]*>', drawing)[1:]
            for width in re.findall(r"h (-?[\d.]+)", path)[:1]
        }
        for colour in ("#14705a", "#cfdbe6")
    )
    assert len(settled) == len(still_open) == 1
    assert settled.pop() > 1.2 * still_open.pop() > 0
