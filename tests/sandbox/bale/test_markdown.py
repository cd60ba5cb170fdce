"""Bale's Markdown, parsed as its clients do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.bale import markdown
from sandbox.protocol.markup import utf16_length


def styled(text: str, lenient: bool = False) -> tuple[str, list[tuple[str, str]]]:
    """The displayed text, and each entity as its type and its words; for a link also the address."""
    plain, entities = markdown.parse(text, lenient)
    return plain, [(_kind(each), _words(plain, each)) for each in entities]


def _kind(entity: dict[str, Any]) -> str:
    return f"{entity['type']} {entity['url']}" if "url" in entity else str(entity["type"])


def _words(plain: str, entity: dict[str, Any]) -> str:
    units = plain.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("*پررنگ*", "پررنگ", [("bold", "پررنگ")]),
        ("الف *پررنگ* ب _کج_.", "الف پررنگ ب کج.", [("bold", "پررنگ"), ("italic", "کج")]),
        ("*الف _ب_ ج*", "الف ب ج", [("bold", "الف ب ج"), ("italic", "ب")]),
        ("😀 *ب*", "😀 ب", [("bold", "ب")]),
        ("*دو\nسطر*", "دو\nسطر", [("bold", "دو\nسطر")]),
        ("[آیین‌نامه](https://ble.ir/a_b)", "آیین‌نامه", [("text_link https://ble.ir/a_b", "آیین‌نامه")]),
        ("*[پیوند](https://ble.ir)*", "[پیوند](https://ble.ir)", [("bold", "[پیوند](https://ble.ir)")]),
        (
            "```[عنوان]متن *بلند*```",
            "عنوان\nمتن *بلند*",
            [("note", "عنوان\nمتن *بلند*"), ("bold", "عنوان"), ("expandable_blockquote", "متن *بلند*")],
        ),
        (
            "پیش ```[ع]م``` *پس*",
            "پیش ع\nم پس",
            [("note", "ع\nم"), ("bold", "ع"), ("expandable_blockquote", "م"), ("bold", "پس")],
        ),
        ("```کد```", "کد", [("pre", "کد")]),
        ("ببینید: https://ble.ir/x و /start", None, [("url", "https://ble.ir/x"), ("bot_command", "/start")]),
    ],
)
def test_marks_are_read(text: str, plain: str | None, entities: list[tuple[str, str]]) -> None:
    seen, found = styled(text)
    assert seen == (text if plain is None else plain)
    assert [each for each in found if each[0] != "url" or plain is None] == entities


@pytest.mark.parametrize(
    "text",
    [
        "a_b_c",
        "۲*۳*۴",
        "«*پررنگ*»",
        "*پررنگ*،",
        "**پررنگ**",
        "*باز",
        "بسته*",
        "* و *ب",
        "*_هر دو_*x",
        "(پیوند)[x](y",
        "«[عنوان](https://ble.ir)»",
        "الف```[ع]م```",
        r"\*الف\*",
    ],
)
def test_a_mark_without_an_anchor_is_a_letter(text: str) -> None:
    plain, entities = styled(text)
    assert plain == text
    assert not [each for each in entities if each[0] not in ("url", "bot_command")]


def test_what_never_closes_ends_all_styles() -> None:
    assert styled("*باز و _کج_") == ("*باز و _کج_", [])


def test_a_lenient_reader_takes_any_pair() -> None:
    assert styled("«*پررنگ*»", lenient=True) == ("«پررنگ»", [("bold", "پررنگ")])
    assert styled("a_b_c", lenient=True) == ("abc", [("italic", "b")])
    assert styled("x[ب](https://ble.ir)", lenient=True)[1] == [("text_link https://ble.ir", "ب")]
    assert styled("x```[ع]م```", lenient=True)[0] == "xع\nم"


@given(st.lists(st.sampled_from([*"ab آ*_[]()`\n.،😀#@", "```", "](", "https://ble.ir"])).map("".join), st.booleans())
def test_anything_can_be_read(text: str, lenient: bool) -> None:
    plain, entities = markdown.parse(text, lenient)
    spans = [(each["offset"], each["offset"] + each["length"]) for each in entities]
    assert not [(one, other) for one in spans for other in spans if one[0] < other[0] < one[1] < other[1]], "they cross"
    for each in entities:
        assert 0 <= each["offset"] < each["offset"] + each["length"] <= utf16_length(plain)
    assert (
        [letter for letter in plain if letter not in "*_[]()`\n"]
        == [letter for letter in text if letter not in "*_[]()`\n"]
        or "](" in text
        or "`" in text
    )


@given(st.text(alphabet=st.characters(exclude_characters="*_[`", codec="utf-8")))
def test_a_text_without_marks_is_shown_as_it_is(text: str) -> None:
    assert markdown.parse(text)[0] == text
