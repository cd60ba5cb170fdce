"""Updates as Bale documents them, and as nobody does: whatever can be an input becomes one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.botapi.parsing import chat_number, head, translate
from domain.chat.incoming import Incoming, IncomingKind
from domain.chat.screens import Tap

SARA = {"id": 1001, "is_bot": False, "first_name": "سارا", "username": "sara"}
CHAT = {"id": 1001, "type": "private", "first_name": "سارا"}
DATE = int(datetime(2019, 10, 5, 14, 30, tzinfo=UTC).timestamp())


def message(**parts: Any) -> dict[str, Any]:
    return {"update_id": 0, "message": {"message_id": 5, "date": DATE, "chat": CHAT, "from": SARA, **parts}}


def read(raw: dict[str, Any]) -> Incoming:
    incoming = translate("bale", "dabir_bot", [raw], ())
    assert incoming
    assert (incoming.chat, incoming.user, head("bale", raw).chat) == ("bale:1001",) * 3
    return incoming


def test_a_tap_without_chat_instance_on_a_message_without_a_date() -> None:
    tapped = {"id": "1942", "from": SARA, "data": "report:7:2:", "message": {"message_id": 5, "chat": CHAT}}
    incoming = read({"update_id": 0, "callback_query": tapped})
    assert (incoming.kind, incoming.tap, incoming.message_id) == (IncomingKind.TAP, Tap("report", 7, 2), 5)
    assert incoming.callback_id == "1942"


def test_a_tap_without_its_message_is_one_in_the_private_chat() -> None:
    incoming = read({"update_id": 0, "callback_query": {"id": "1", "from": SARA, "data": "report:7:2:"}})
    assert (incoming.tap, incoming.private) == (Tap("report", 7, 2), True)


def test_a_group_s_number_without_a_minus_is_nobody_s_private_chat() -> None:
    raw = message(text="/start", chat={"id": 1001, "type": "group", "title": "کارگروه"})
    incoming = translate("bale", "dabir_bot", [raw], ())
    assert incoming
    assert incoming.chat == head("bale", raw).chat == "bale:-g1001"
    assert (chat_number(incoming.chat), chat_number("bale:-1001"), chat_number("bale:1001")) == (1001, -1001, 1001)


def test_the_first_update_has_the_number_nought() -> None:
    assert head("bale", message(text="سلام")).update_id == 0


@pytest.mark.parametrize(
    ("said", "command", "text"),
    [("/start", "start", ""), ("/start inv-abc", "start", "inv-abc"), ("/Report@Dabir_Bot", "report", "")],
)
def test_a_command_needs_no_entity(said: str, command: str, text: str) -> None:
    incoming = read(message(text=said))
    assert (incoming.kind, incoming.command, incoming.text) == (IncomingKind.COMMAND, command, text)


@pytest.mark.parametrize(
    ("media", "kind", "name"),
    [
        ({"voice": {"file_id": "v"}}, "voice", "voice.ogg"),
        ({"photo": [{"file_id": "p"}]}, "photo", "photo.jpg"),
        (
            {"photo": [{"file_id": "s", "width": 90, "height": 90}, {"file_id": "p", "width": 800, "height": 600}]},
            "photo",
            "photo.jpg",
        ),
        ({"document": {"file_id": "d", "file_name": None, "mime_type": None, "file_size": None}}, "document", "file"),
    ],
)
def test_a_file_with_no_more_than_its_id(media: dict[str, Any], kind: str, name: str) -> None:
    [file] = head("bale", message(**media)).files
    assert (file.id, file.kind, file.name, file.size) == (kind[0], kind, name, 0)


@pytest.mark.parametrize(
    "parts",
    [
        {"sticker": {"file_id": "s", "width": 9, "height": 9}},
        {"web_app_data": {"data": "{}"}},
        {"voice": {"duration": 3}},
        {"photo": []},
        {"contact": {"first_name": "سارا"}},
        {"location": {"latitude": 36.3}},
        {"successful_payment": {"currency": "IRR"}, "an_unknown_field": [1]},
    ],
)
def test_what_has_nothing_to_be_used_is_still_an_input(parts: dict[str, Any]) -> None:
    assert head("bale", message(**parts)).files == ()
    assert read(message(**parts)).kind is IncomingKind.OTHER


@pytest.mark.parametrize(("owner", "own"), [({}, False), ({"user_id": 1002}, False), ({"user_id": 1001}, True)])
def test_a_contact_without_an_owner_is_nobodys_own(owner: dict[str, Any], own: bool) -> None:
    incoming = read(message(contact={"phone_number": "989151234567", "first_name": "سارا", **owner}))
    assert incoming.contact
    assert (incoming.contact.phone, incoming.contact.own) == ("989151234567", own)


def test_a_forwarded_contact_is_nobodys_own() -> None:
    shared = {"phone_number": "989151234567", "first_name": "سارا", "user_id": 1001}
    incoming = read(message(contact=shared, forward_from=SARA))
    assert incoming.forwarded
    assert incoming.contact
    assert not incoming.contact.own


@pytest.mark.parametrize("mark", ["forward_from", "forward_from_chat", "forward_date"])
def test_a_forward_is_told_by_its_source(mark: str) -> None:
    assert read(message(text="سلام", **{mark: 1 if mark == "forward_date" else SARA})).forwarded
    assert not read(message(text="سلام", **{mark: None})).forwarded


@pytest.mark.parametrize("date", [None, "yesterday", -1, 10**30, DATE - 2 * 86400])
def test_a_moment_that_is_not_told_or_long_past_holds_nothing_up(date: Any) -> None:
    incoming = read(message(text="سلام", date=date))
    assert incoming.text == "سلام"
    if date == DATE - 2 * 86400:
        assert incoming.sent_at == datetime(2019, 10, 3, 14, 30, tzinfo=UTC)


def test_a_message_without_chat_date_or_number_is_its_senders() -> None:
    incoming = read({"update_id": 3, "message": {"from": SARA, "text": "سلام"}})
    assert (incoming.kind, incoming.message_id, incoming.private) == (IncomingKind.TEXT, 0, True)


def test_the_same_number_on_two_platforms_is_two_people() -> None:
    raw = message(text="سلام")
    users = {translate(platform, "dabir_bot", [raw], ()).user for platform in ("bale", "telegram")}  # type: ignore[union-attr]
    assert users == {"bale:1001", "telegram:1001"}


@pytest.mark.parametrize("raw", [{}, {"update_id": 4, "message": {"text": "x"}}, {"update_id": None, "message": {}}])
def test_what_names_nobody_or_has_no_number_says_so(raw: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        head("bale", raw)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
FIELDS = ["entities", "reply_markup", "sticker", "caption_entities", "animation_", "edit_date", "via_bot", "invoice"]


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES), st.text(min_size=1))
def test_no_field_that_is_not_used_breaks_a_message(fields: dict[str, Any], text: str) -> None:
    assert read(message(text=text, **fields)).kind in (IncomingKind.TEXT, IncomingKind.COMMAND)
