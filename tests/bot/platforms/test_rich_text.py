"""The formatting of people's words: read from either platform, and shown on either as it was."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.bale import markdown
from bot.platforms.bale.rendering import to_markdown
from bot.platforms.botapi import entities
from bot.platforms.telegram.rendering import to_html
from domain.chat.rich_text import STYLES, Piece, RichText, combined
from domain.chat.screens import Screen, T
from sandbox.bale import markdown as bale_client
from sandbox.protocol import markup as telegram_client
from texts.format import Formatter, Span

ZONE = ZoneInfo("Asia/Tehran")


def shown(*pieces: Piece) -> list[Span]:
    return [Span(*piece) for piece in pieces]


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_bold_inside_a_quotation_and_a_link_come_from_telegram_and_go_back_unchanged() -> None:
    words = "😊 نقل مهم است، سایت"
    sent = [
        entity("blockquote", 3, 11),
        entity("bold", 7, 3),
        entity("text_link", 16, 4, url="https://example.ir/?a=1&b=2"),
    ]
    rich = entities.read(words, sent)
    assert rich is not None
    assert rich.words == words
    plain, back = telegram_client.parse_text(to_html(shown(*rich.pieces)), "HTML", None)
    assert plain == words
    assert [each for each in back if each["type"] != "url"] == sorted(sent, key=lambda e: e["offset"])


def test_entities_that_change_no_look_and_broken_ones_are_passed_over() -> None:
    assert entities.read("@sara سلام", [entity("mention", 0, 5)]) is None
    assert entities.read("سلام", [{"type": "bold"}, "bold", entity("bold", -1, 2), entity("bold", 0, 0)]) is None
    assert entities.read("سلام", "bold") is None
    rich = entities.read("سلام", [entity("bold", 2, 100)])
    assert rich == RichText((Piece("سل"), Piece("ام", "b")))


def test_marks_typed_on_bale_become_styles_and_are_shown_again_by_its_clients() -> None:
    rich = markdown.of_message({"text": "*مهم* و _کج_ و [سایت](https://example.ir/a_b) و ۲*۳"})
    assert rich is not None
    assert rich.words == "مهم و کج و سایت و ۲*۳"
    plain, found = bale_client.parse(to_markdown(shown(*rich.pieces)))
    assert plain.replace("\u2060", "") == rich.words
    assert [each["type"] for each in found] == ["bold", "italic", "text_link"]
    assert found[2]["url"] == "https://example.ir/a_b"


def test_a_link_inside_a_word_keeps_its_address_on_bale() -> None:
    pieces = shown(Piece("وب"), Piece("سایت", "", "https://example.ir"), Piece("ما"))
    assert to_markdown(pieces) == "وبسایت (https://example.ir)ما"


@pytest.mark.parametrize("words", ["متن ساده", "۲*۳*۴", "snake_case_name", "**", ""])
def test_words_without_formatting_are_no_rich_text(words: str) -> None:
    assert markdown.of_message({"text": words}) is None
    assert entities.read(words, None) is None


PIECES = st.lists(
    st.builds(
        Piece,
        st.text("اب *_<&😊\n", min_size=1, max_size=6),
        st.lists(st.sampled_from(["quote", "b", "i", "u", "s"]), max_size=3).map(lambda names: combined(*names)),
    ),
    max_size=6,
)


@given(PIECES)
def test_any_styles_are_html_that_telegram_reads_as_the_same_words(pieces: list[Piece]) -> None:
    words = "".join(piece.words for piece in pieces)
    html = to_html(shown(*pieces))
    if words.strip():
        plain, found = telegram_client.parse_text(html, "HTML", None)
        assert plain == words.strip()
        kinds = {each["type"] for each in found}
        assert ("bold" in kinds) == any("b" in piece.style.split() and piece.words.strip() for piece in pieces)


@given(PIECES)
def test_rich_text_survives_the_outbox(pieces: list[Piece]) -> None:
    rich = RichText(tuple(pieces))
    assert RichText.from_json(json.loads(json.dumps(rich.to_json()))) == rich
    screen = Screen(T("form.lines", lines=[rich]))
    written = screen.to_json()
    Screen.from_json(written)
    assert Screen.from_json(written) == Screen(T("form.lines", lines=[rich]))
    assert Formatter("fa", ZONE).plain(screen.text).replace("\u200f", "") == rich.words


def test_styles_have_one_order() -> None:
    assert combined("i b", "quote", "b") == "quote b i"
    assert combined(*reversed(STYLES)) == " ".join(STYLES)
