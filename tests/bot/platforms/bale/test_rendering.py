"""Screens as Bale's Markdown: typed words look as they were typed, and only marked words have a style."""

import unicodedata
from collections.abc import Iterable
from itertools import accumulate, groupby
from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.bale.rendering import ANCHORS, JOINER, to_markdown, within
from bot.platforms.botapi.rendering import units
from sandbox.bale import markdown
from sandbox.protocol.markup import utf16_length
from texts.format import Span

STYLES = {"": "", "b": "bold", "i": "italic", "quote": "italic", "code": ""}
MORE_ANCHORS = ANCHORS + "،؛؟…«»()[]{}-–\"'\u200f\u2068\u2069\u200c"


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ([Span("گزارش", "b")], "*گزارش*"),
        ([Span("گزارش", "b"), Span("، بند ۲")], "*گزارش،* بند ۲"),
        ([Span("مهلت: ", "b"), Span("فردا", "i")], "*مهلت:* _فردا_"),
        ([Span("نخست\nدوم", "quote"), Span("\nپایان")], "_نخست_\n_دوم_\nپایان"),
        ([Span("۱", "b"), Span(".", "b"), Span(" شهرداری", "b"), Span(" باز")], "*۱. شهرداری* باز"),
        ([Span("(پیوست", ""), Span("ها", "b"), Span(")")], "(پیوستها)"),
        ([Span("الف", "b"), Span("ب", "i")], "الفب"),
        ([Span("\u200fSara", "b"), Span(" \u2068(a)\u2069")], "*\u200fSara* \u2068(a)\u2069"),
        ([Span("کد: "), Span("a1b2", "code")], "کد: a1b2"),
        ([Span("  ", "b"), Span("\n", "i")], "  \n"),
        ([Span("پرونده_۲_نهایی.pdf و ۲*۳*۴")], "پرونده_۲_نهایی.pdf و ۲*۳*۴"),
        ([Span("*مهم* و _این_")], f"{JOINER}*مهم*{JOINER} و {JOINER}_این_{JOINER}"),
        ([Span("**")], f"{JOINER}*{JOINER}*{JOINER}"),
        ([Span("*", "b")], f"*{JOINER}*{JOINER}*"),
        ([Span("[جایزه](https://x.ir)")], f"[جایزه]{JOINER}(https://x.ir)"),
        ([Span("[جایزه]"), Span("(https://x.ir)", "b")], f"[جایزه]{JOINER}(https://x.ir)"),
        ([Span("````")], f"`{JOINER}`{JOINER}`{JOINER}`"),
        ([Span("https://x.ir/a_b?q=_1#_ و www.x.ir/_a")], "https://x.ir/a_b?q=_1#%5F و www.x.ir/_a"),
        ([Span("sara_m@x.ir و @sara_m")], "sara_m@x.ir و @sara_m"),
        ([Span("_sara@x.ir")], f"{JOINER}_sara@x.ir"),
    ],
)
def test_how_it_is_written(spans: list[Span], written: str) -> None:
    assert to_markdown(spans) == written


FRAGMENTS = [
    "*",
    "_",
    "[",
    "](",
    ")",
    "```",
    "`",
    "\\",
    "~",
    "#",
    ">",
    " ",
    "\n",
    "\t",
    ".",
    ":",
    "،",
    "؛",
    "؟",
    "«",
    "»",
    "(",
]
FRAGMENTS += [
    "سلام",
    "a",
    "۷",
    "می\u200cشود",
    "\u200f",
    "\u2068",
    "\u2069",
    JOINER,
    "😀",
    "e\u0301",
    "@sara",
    "x@y.ir",
    "%2A",
]
FRAGMENTS += ["*سلام*", " _a_ ", " *", "_ ", "[a](b)", " ```a``` "]
ADDRESSES = ["https://", "www.", "x.ir/"]


def spans_of(fragments: list[str]) -> st.SearchStrategy[list[Span]]:
    words = st.lists(st.sampled_from(fragments), max_size=8).map("".join) | st.text(max_size=8)
    return st.lists(st.builds(Span, words, st.sampled_from(list(STYLES))), max_size=6)


Letters = list[tuple[str, str]]
"""Each letter that is seen, with its style."""


def letters(stretches: Iterable[tuple[str, str]]) -> Letters:
    """Return each letter with its style, without joiners, which are not seen, and escapes, which look the same."""
    seen = []
    for style, words in stretches:
        plain = words.replace(JOINER, "").replace("%2A", "*").replace("%5F", "_")
        seen += [(letter, style) for letter in plain]
    return seen


def read(text: str, lenient: bool = False) -> Letters:
    """Return a text as the sandbox's client shows it."""
    plain, entities = markdown.parse(text, lenient)
    ends = list(accumulate((utf16_length(letter) for letter in plain), initial=0))
    styles = [""] * len(plain)
    for entity in entities:
        if entity["type"] not in ("mention", "bot_command", "hashtag", "url"):
            start, end = ends.index(entity["offset"]), ends.index(entity["offset"] + entity["length"])
            styles[start:end] = [entity["type"]] * (end - start)
    stretches = groupby(zip(styles, plain, strict=True), key=itemgetter(0))
    return letters((style, "".join(letter for _, letter in group)) for style, group in stretches)


def check(spans: list[Span], seen: Letters) -> None:
    """Check that the words are the same, no link or note was made, and only punctuation beside a style took it on."""
    meant = letters((STYLES[span.style], span.words) for span in spans)
    assert "".join(letter for letter, _ in seen) == "".join(letter for letter, _ in meant)
    for (letter, style), (_, wanted) in zip(seen, meant, strict=True):
        assert style in ("", wanted) or unicodedata.category(letter)[0] in "PSC"
        assert style in ("", "bold", "italic")


@given(spans_of(FRAGMENTS + ADDRESSES))
def test_any_words_are_read_back_as_they_were_typed(spans: list[Span]) -> None:
    check(spans, read(to_markdown(spans)))


@given(spans_of(FRAGMENTS))
def test_they_are_where_more_than_is_known_stands_before_a_mark(spans: list[Span]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "ANCHORS", MORE_ANCHORS)
        check(spans, read(to_markdown(spans)))


@given(spans_of(FRAGMENTS))
def test_no_reader_however_loose_finds_a_link_or_a_note(spans: list[Span]) -> None:
    assert {style for _, style in read(to_markdown(spans), lenient=True)} <= {"", "bold", "italic"}


@given(
    spans_of(["*", "_", "سلام", "a ", "، ", "(", "`"]), st.sampled_from("bi"), spans_of(["*", "_", "سلام", "a", " "])
)
def test_a_style_that_stands_by_itself_is_seen_whatever_is_around(
    before: list[Span], style: str, after: list[Span]
) -> None:
    spans = [*before, Span(" "), Span("مهلت", style), Span(" "), *after]
    styled = "".join(letter if style else " " for letter, style in read(to_markdown(spans)))
    assert "مهلت" in styled.split()


@given(spans_of(FRAGMENTS + ADDRESSES), st.integers(8, 60))
def test_what_is_written_fits_with_all_its_marks(spans: list[Span], limit: int) -> None:
    written = within(spans, limit)
    assert units(written) <= limit
    whole = to_markdown(spans)
    if units(whole) <= limit:
        assert written == whole
    else:
        assert "…" in written
