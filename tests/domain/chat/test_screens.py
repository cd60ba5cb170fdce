"""Screens and taps, unchanged after their way through database rows and buttons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat.screens import (
    HANDED_OVER,
    LARGEST_ID,
    MAX_TAP_BYTES,
    Button,
    ContactCard,
    File,
    Personal,
    Screen,
    T,
    Tap,
    Text,
)

names = st.from_regex(r"[a-z_]{1,10}", fullmatch=True)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.text(max_size=20),
        st.integers(-(10**12), 10**12),
        st.dates(),
        st.datetimes(timezones=st.just(UTC)),
        st.builds(Personal, st.text(max_size=20), st.none() | st.text(max_size=5)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.builds(Text, names, st.dictionaries(names, inner, max_size=3))
    ),
    max_leaves=8,
)
texts = st.builds(Text, names, st.dictionaries(names, values, max_size=4))
taps = st.builds(Tap, names, st.integers(0, LARGEST_ID), st.integers(0, 10**9 - 1), st.text("سلامabc=:|", max_size=8))
buttons = st.builds(
    Button,
    st.one_of(texts, st.builds(Personal, st.text(max_size=20)), st.text(max_size=20)),
    st.none() | taps,
    st.none() | st.just("https://t.me/x"),
)
rows = st.lists(st.lists(buttons, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
files = st.none() | st.builds(File, names, st.text(max_size=20), st.sampled_from(["photo", "document"]), st.booleans())


contacts = st.none() | st.builds(ContactCard, st.text(max_size=20), st.text(max_size=20))
asks = st.none() | st.just("contact")


@given(st.builds(Screen, texts, rows, files, asks, st.booleans(), st.booleans(), contact=contacts))
def test_a_screen_reads_back_from_its_row(screen: Screen) -> None:
    row = screen.to_json()
    assert Screen.from_json(row) is screen
    read = Screen.from_json(row)
    assert read is not screen
    assert read == screen
    assert read.personal == screen.personal


def test_only_the_screens_written_last_are_handed_over() -> None:
    written = [Screen(T("answer.file", number=number)) for number in range(HANDED_OVER + 1)]
    rows = [screen.to_json() for screen in written]
    read = [Screen.from_json(row) for row in rows]
    assert read == written
    assert [one is screen for one, screen in zip(read, written, strict=True)] == [False, *[True] * HANDED_OVER]


def test_a_screen_of_an_earlier_version_reads_as_it_was_meant() -> None:
    screen = Screen.from_json('{"t":{"t":"answer.file","p":{"name":"a.pdf"}},"f":["abc","a.pdf","document"]}')
    assert screen == Screen(T("answer.file", name="a.pdf"), file=File("abc", "a.pdf"))
    assert screen.personal


@given(values)
def test_a_screen_is_personal_wherever_in_it_a_name_stands(value: Any) -> None:
    plain = Screen(T("form.lines", lines=["", "سلام"]), ((Button("سارا"),),), File("abc", "a.png", "photo", False))
    assert not plain.personal
    named = T("form.lines", lines=[T("answer.by", at=value, name=Personal("سارا محمدی"))])
    assert replace(plain, text=named).personal
    assert replace(plain, buttons=((Button("سلام"), Button(Personal("سارا محمدی"))),)).personal
    assert replace(plain, file=File("abc", "a.png")).personal
    assert replace(plain, ask="contact").personal


@given(taps)
def test_a_tap_reads_back_from_its_button(tap: Tap) -> None:
    assert Tap.decode(tap.encode()) == tap
    assert len(tap.encode().encode()) <= MAX_TAP_BYTES


@given(st.text(max_size=70))
def test_whatever_comes_from_outside_is_a_tap_or_none(data: str) -> None:
    tap = Tap.decode(data)
    assert tap is None or tap.encode() == data or (str(tap.id), str(tap.version)) != tuple(data.split(":")[1:3])


def test_a_tap_that_no_platform_would_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        Tap("report", 1, 1, "خ" * 40).encode()


def test_a_day_and_a_moment_stay_what_they_are() -> None:
    moment, day = datetime(2019, 10, 5, 14, 30, tzinfo=UTC), date(2019, 10, 5)
    row = Screen(T("x", at=moment, due=day)).to_json()
    Screen.from_json(row)
    screen = Screen.from_json(row)
    assert screen.text.params == {"at": moment, "due": day}


def test_a_screen_goes_without_a_name_where_something_stands_for_it() -> None:
    bare = Screen(T("form.lines", lines=[T("reminder.bare"), "مصوبهٔ ۳"]), ((Button(T("start.resume")),),))
    greeting = Personal(T("reminder.greeting", name="سارا محمدی"), T("reminder.bare"))
    label = Personal(T("start.resume_about", about="سارا محمدی"), T("start.resume"))
    screen = Screen(T("form.lines", lines=[greeting, "مصوبهٔ ۳"]), ((Button(label),),))
    assert screen.personal
    assert screen.bare() == bare
    assert bare.bare() == bare


def test_a_screen_that_would_say_nothing_without_a_name_is_not_shown() -> None:
    assert Screen(T("answer.by", name=Personal("سارا محمدی"))).bare() is None
    assert Screen(T("form.share"), ask="contact").bare() is None
    assert Screen(T("answer.file"), file=File("abc", "a.png", "photo")).bare() is None
    picture = Screen(T("status.picture"), file=File("abc", "a.png", "photo", personal=False))
    assert picture.bare() == picture


@pytest.mark.parametrize("several", [dict.values, iter])
def test_names_in_whatever_yields_them_are_personal_once_written(several: Callable[[Any], Any]) -> None:
    names = {1: Personal("سارا محمدی")}
    screen = Screen(T("form.lines", lines=several(names if several is dict.values else list(names.values()))))
    assert Screen.from_json(screen.to_json()).personal
