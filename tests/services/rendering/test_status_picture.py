"""The pictures of the status: a phone's page however much stands on it, names whole, and stages told apart."""

import re
import struct
from pathlib import Path
from typing import Any

import pytest

from services.files.file_store import FileStore
from services.obligations.status import Stage
from services.rendering.status_picture import LAYOUTS, draw
from services.rendering.typeset import typeset

LONG = "انجمن صنفی کارفرمایی کارگاه‌های تولیدکنندگان پوشاک و صنایع وابستهٔ شهرستان مشهد و حومه (در شرف تأسیس)"
NAMES = ("شهرداری مشهد", "اتاق بازرگانی، صنایع، معادن و کشاورزی استان", "بهزیستی", LONG)
PAGE = {
    "rtl": True,
    "office": "دبیرخانهٔ کارگروه اشتغال",
    "title": "وضعیت پاسخ دستگاه‌ها",
    "subject": "جلسهٔ پنجم",
    "at": "شنبه ۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰",
    "more": "",
    "legend": [[stage, stage.value, "۱"] for stage in Stage],
}


def bars(*names: str, rtl: bool = True, counts: tuple[int, ...] = (3, 1, 2, 1, 4, 12)) -> dict[str, Any]:
    """Return a slide on which every agency has the same counts."""
    pieces = [[stage, count, str(count)] for stage, count in zip(Stage, counts, strict=True) if count]
    remarks = [["۱۷ روز دیرکرد", True], ["نماینده ندارد", False]]
    rows = [{"name": name, "words": "", "remarks": remarks, "pieces": pieces} for name in names]
    return {**PAGE, "rtl": rtl, "answered": "۱۶ از ۲۲", "of-what": "پاسخ", "most": sum(counts), "rows": rows}


def timeline(days: int, *, weeks: bool) -> dict[str, Any]:
    row = {"stage": "overdue", "day": "شنبه ۱۳ مهر", "left": "۳ روز", "items": [["مصوبهٔ ۷", LONG], ["مصوبهٔ ۸", LONG]]}
    counts = [[4, "overdue", "۴", "معوق"], [0, "open", "۰", "این هفته"]] if weeks else []
    return {**PAGE, "weeks": counts, "rows": [row] * days}


def agency(rows: int) -> dict[str, Any]:
    row = {"number": "۱", "name": "مصوبهٔ ۷", "left": "", "state": "مهلت دارد", "words": LONG}
    return {**PAGE, "rows": [{**row, "stage": list(Stage)[place % 6]} for place in range(rows)]}


def drawn(folder: Path, layout: str, *slides: dict[str, Any]) -> list[bytes]:
    store = FileStore(folder)
    done = draw({"layout": layout, "slides": slides, "at": "", "title": "", "back": "status"}, store, "fa")
    return [store.read(digest) for digest in done["pictures"]]


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG")
    return struct.unpack(">II", picture[16:24])


@pytest.mark.parametrize(
    ("layout", "slide"),
    [
        ("bars", bars("بهزیستی")),
        ("bars", bars(*NAMES, *NAMES, LONG)),
        ("bars", bars(*NAMES, rtl=False)),
        ("timeline", timeline(1, weeks=True)),
        ("timeline", timeline(12, weeks=True)),
        ("timeline", timeline(12, weeks=False)),
        ("agency", agency(1)),
        ("agency", agency(7)),
    ],
)
def test_a_slide_is_one_upright_page_however_much_stands_on_it(
    tmp_path: Path, layout: str, slide: dict[str, Any]
) -> None:
    [picture] = drawn(tmp_path, layout, slide)
    assert size(picture) == (1080, 1920)


def test_a_name_is_drawn_to_its_last_word(tmp_path: Path) -> None:
    """Two names that differ in nothing but the end of the last word."""
    whole, other = drawn(tmp_path, "bars", bars(f"{LONG} {LONG} ب"), bars(f"{LONG} {LONG} پ"))
    assert whole != other


def test_a_bar_that_is_one_in_a_thousand_still_has_its_number(tmp_path: Path) -> None:
    few, other = (bars("شهرداری مشهد", counts=(1, 0, 0, 0, 0, 999)) for _ in range(2))
    other["rows"] = [{**other["rows"][0], "pieces": [["overdue", 1, "۲"], other["rows"][0]["pieces"][1]]}]
    one, two = drawn(tmp_path, "bars", few, other)
    assert one != two


def test_words_from_data_are_words_and_no_markup(tmp_path: Path) -> None:
    [picture] = drawn(tmp_path, "bars", bars("#panic() *شرکت* $x$ \\ @نام [الف] <b>"))
    assert size(picture) == (1080, 1920)


@pytest.mark.parametrize("count", [1, 9])
def test_what_is_more_is_drawn_wider(count: int) -> None:
    """Two stages without a pattern: twelve obligations settled, two open."""
    names = [("شهرداری مشهد", "بهزیستی")[place % 2] for place in range(count)]
    [page] = typeset(LAYOUTS["bars"], bars(*names), "svg")
    settled, still_open = (
        {
            float(width)
            for path in re.findall(rf'<path fill="{colour}"[^>]* transform=[^>]*>', page.decode())[1:]
            for width in re.findall(r"h (-?[\d.]+)", path)[:1]
        }
        for colour in ("#00805d", "#7ccaf0")
    )
    assert max(settled) > 1.2 * max(still_open) > 0


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, by the rule of the Web Content Accessibility Guidelines."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_numbers_can_be_read_on_every_stage() -> None:
    style = LAYOUTS["style"].read_text("utf-8")
    named = {**dict(re.findall(r'#let (\w+) = rgb\("(#\w+)"\)', style)), "white": "#ffffff"}
    stages = re.findall(r"(\w+): \(\s*ground: (\w+),.*?text: (\w+),", style, re.DOTALL)
    assert {stage for stage, _, _ in stages} == set(Stage)
    assert [stage for stage, ground, ink in stages if contrast(named[ground], named[ink]) < 4.5] == []
