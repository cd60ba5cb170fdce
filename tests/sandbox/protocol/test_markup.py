"""Telegram's HTML: its text and entities, and Telegram's errors for broken HTML."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.protocol.errors import BotApiError
from sandbox.protocol.markup import find_entities, parse_caption, parse_html, parse_text, split_text, utf16_length


def seen(text: str, entity: dict[str, int]) -> str:
    """The part of the text that an entity covers."""
    units = text.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("del", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("tg-spoiler", "spoiler"),
    ],
)
def test_a_tag_becomes_an_entity(tag: str, kind: str) -> None:
    text, (entity,) = parse_html(f"😀 <{tag}>مهلت</{tag}> نزدیک است")
    assert text == "😀 مهلت نزدیک است"
    assert entity == {"type": kind, "offset": 3, "length": 4}


def test_tags_nest_and_the_outer_one_comes_first() -> None:
    text, entities = parse_html("<b>مصوبهٔ <i>سوم</i></b>")
    assert text == "مصوبهٔ سوم"
    assert [entity["type"] for entity in entities] == ["bold", "italic"]


def test_a_link_keeps_its_address() -> None:
    text, (entity,) = parse_html('<a href="https://t.me/dabir_bot?start=a&amp;b">پیوستن</a>')
    assert text == "پیوستن"
    assert entity["url"] == "https://t.me/dabir_bot?start=a&b"


def test_code_inside_pre_names_the_language() -> None:
    _, (entity,) = parse_html('<pre><code class="language-python">x = 1</code></pre>')
    assert entity == {"type": "pre", "offset": 0, "length": 5, "language": "python"}


def test_a_quotation_can_be_folded_and_a_span_can_hide() -> None:
    _, (quotation,) = parse_html("<blockquote expandable>متن مصوبه</blockquote>")
    assert quotation["type"] == "expandable_blockquote"
    _, (hidden,) = parse_html('<span class="tg-spoiler">راز</span>')
    assert hidden["type"] == "spoiler"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("<b>مهلت", 'Can\'t find end tag corresponding to start tag "b"'),
        ("مهلت</b>", "Unexpected end tag at byte offset 8"),
        ("<b>مهلت</i>", 'Unmatched end tag at byte offset 11, expected "</b>", found "</i>"'),
        ("الف <font>ب</font>", 'Unsupported start tag "font" at byte offset 7'),
        ("۳ < ۵", 'Unsupported start tag "" at byte offset 3'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x'", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<b =x>x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(broken: str, words: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        parse_html(broken)
    assert refusal.value.code == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_lengths_count_utf16_units_after_parsing() -> None:
    longest = "😀" * 2048
    assert parse_text(f"<b>{longest}</b>", "HTML", None)[0] == longest
    with pytest.raises(BotApiError, match="Bad Request: message is too long"):
        parse_text(longest + "و", None, None)
    with pytest.raises(BotApiError, match="Bad Request: message caption is too long"):
        parse_caption("و" * 1025, None, None)


def test_space_around_a_text_goes_and_its_entities_move() -> None:
    text, (entity,) = parse_text("\n <b> مهلت </b> ", "HTML", None)
    assert text == "مهلت"
    assert seen(text, entity) == "مهلت"


@pytest.mark.parametrize("empty", ["", "   ", "<b> </b>"])
def test_a_text_of_nothing_is_refused(empty: str) -> None:
    with pytest.raises(BotApiError, match="empty"):
        parse_text(empty, "HTML", None)


def test_an_entity_beyond_the_text_is_refused() -> None:
    with pytest.raises(BotApiError, match="UTF-16 offset 2"):
        parse_text("مهلت", None, [{"type": "bold", "offset": 2, "length": 9}])


def test_commands_links_mentions_and_hashtags_are_found() -> None:
    text = "😀 /tasks را بزنید یا https://example.org/a?b=1. سپس @dabir_bot و #مصوبه_۳"
    found = [(entity["type"], seen(text, entity)) for entity in find_entities(text)]
    assert found == [
        ("bot_command", "/tasks"),
        ("url", "https://example.org/a?b=1"),
        ("mention", "@dabir_bot"),
        ("hashtag", "#مصوبه_۳"),
    ]


def test_a_date_with_slashes_is_no_command() -> None:
    assert find_entities("1398/07/13 and a/b") == []


@given(st.text(alphabet="و 😀\n", min_size=1).map(lambda text: text * 400))
def test_a_long_text_is_sent_in_parts_and_nothing_is_lost(text: str) -> None:
    parts = split_text(text)
    assert all(0 < utf16_length(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_breaks_at_a_line() -> None:
    lines = ["۱- مقرر شد شهرداری در یک هفته گزارش دهد."] * 150
    parts = split_text("\n".join(lines))
    assert len(parts) == 2
    assert [line for part in parts for line in part.splitlines()] == lines


@given(st.text(min_size=1))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(st.text(), st.text(min_size=1), st.text())
def test_an_entity_covers_exactly_what_was_inside_its_tag(before: str, inside: str, after: str) -> None:
    text, (entity,) = parse_html(f"{html.escape(before)}<i>{html.escape(inside)}</i>{html.escape(after)}")
    assert text == before + inside + after
    assert (entity["offset"], entity["length"]) == (utf16_length(before), utf16_length(inside))
