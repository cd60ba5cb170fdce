"""Telegram's adapter: updates parsed, screens rendered, errors understood."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.platforms import capabilities
from bot.platforms.base import (
    Capabilities,
    MessageGone,
    Migrated,
    Muted,
    NotBotApi,
    RateLimited,
    Rejected,
    Retryable,
    Sent,
    StrangeFile,
    TokenRevoked,
    Unchanged,
    Unreachable,
    UpdatesTaken,
)
from bot.platforms.botapi import repair_escapes
from bot.platforms.botapi.parsing import head, translate
from bot.platforms.botapi.rendering import cut
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.rendering import render, to_html
from bot.platforms.transport import BrokenOff, NotSent, Upload
from bot.settings.sections import Limits
from domain.chat.incoming import Attachment, Incoming, IncomingKind
from domain.chat.screens import Button, File, Screen, T, Tap
from sandbox.protocol.markup import parse_html
from tests.bot.scripted import Scripted, served
from texts.format import Formatter, Span

FA = Formatter("fa", ZoneInfo("Asia/Tehran"))
SARA = {"id": 1001, "is_bot": False, "first_name": "سارا", "last_name": "محمدی"}
CHAT = {"id": 1001, "type": "private"}
DATE = int(datetime(2019, 10, 5, 14, 30, tzinfo=UTC).timestamp())
CAN = Capabilities(1, 1, 30, 5, 1, 20)


def message(**parts: Any) -> dict[str, Any]:
    return {"update_id": 7, "message": {"message_id": 5, "date": DATE, "chat": CHAT, "from": SARA, **parts}}


def read(raw: dict[str, Any], *files: Attachment) -> Incoming | None:
    return translate("telegram", "dabir_bot", [raw], files)


@pytest.mark.parametrize(
    ("said", "kind", "command", "text"),
    [
        ("سلام", IncomingKind.TEXT, "", "سلام"),
        ("/start", IncomingKind.COMMAND, "start", ""),
        ("/start inv-abc ", IncomingKind.COMMAND, "start", "inv-abc"),
        ("/REPORT@dabir_bot", IncomingKind.COMMAND, "report", ""),
        ("/report@another_bot", IncomingKind.TEXT, "", "/report@another_bot"),
        ("/۱۲", IncomingKind.TEXT, "", "/۱۲"),
        ("1/2", IncomingKind.TEXT, "", "1/2"),
    ],
)
def test_what_was_said(said: str, kind: IncomingKind, command: str, text: str) -> None:
    incoming = read(message(text=said))
    assert incoming
    assert (incoming.kind, incoming.command, incoming.text) == (kind, command, text)
    assert (incoming.chat, incoming.user, incoming.name) == ("telegram:1001", "telegram:1001", "سارا محمدی")
    assert incoming.sent_at == datetime(2019, 10, 5, 14, 30, tzinfo=UTC)


def test_a_contact_is_ones_own_only_when_the_platform_says_so() -> None:
    number = {"phone_number": "+989151234567", "first_name": "سارا"}
    for contact, forward, own in (
        ({**number, "user_id": 1001}, {}, True),
        ({**number, "user_id": 1002}, {}, False),
        (number, {}, False),
        ({**number, "user_id": 1001}, {"forward_origin": {"type": "user"}}, False),
    ):
        incoming = read(message(contact=contact, **forward))
        assert incoming
        assert incoming.contact
        assert incoming.contact.own is own


def test_a_tap_and_a_tap_on_a_message_that_is_too_old() -> None:
    query = {"id": "99", "from": SARA, "data": "report:7:2:"}
    tapped = {"update_id": 7, "callback_query": {**query, "message": {"message_id": 5, "date": 0, "chat": CHAT}}}
    for raw, number in ((tapped, 5), ({"update_id": 7, "callback_query": query}, 0)):
        assert head("telegram", raw).chat == "telegram:1001"
        incoming = read(raw)
        assert incoming
        assert (incoming.tap, incoming.callback_id, incoming.message_id) == (Tap("report", 7, 2), "99", number)


@pytest.mark.parametrize(
    "data", ["", "x", "a:b:c:d", "report:7:2", "report:-1:2:", "report:1:99999999999:", "report:2147483648:2:"]
)
def test_a_tap_that_is_not_ours_is_none(data: str) -> None:
    incoming = read({"update_id": 7, "callback_query": {"id": "99", "from": SARA, "data": data}})
    assert incoming
    assert incoming.tap is None


def test_the_best_of_a_photo_is_fetched_and_a_document_keeps_its_name() -> None:
    sizes = [{"file_id": f"p{n}", "width": n, "height": n, "file_size": n * 10} for n in (90, 800, 320)]
    assert [file.id for file in head("telegram", message(photo=sizes)).files] == ["p800"]
    document = {"file_id": "d", "file_name": "منابع.xlsx", "mime_type": "x/y", "file_size": 3}
    [file] = head("telegram", message(document=document)).files
    assert (file.name, file.kind, file.size) == ("منابع.xlsx", "document", 3)
    assert head("telegram", {"update_id": 7, "edited_message": message(document=document)["message"]}).files == ()


def test_a_file_that_is_sent_among_others_is_not_fetched() -> None:
    document = {"file_id": "d", "file_name": "منابع.xlsx", "file_size": 3}
    for kind in ("group", "supergroup", "channel"):
        raw = message(document=document, chat={"id": -5, "type": kind, "title": "کارگروه"})
        assert head("telegram", raw).files == ()
    raw = message(document=document, chat={"id": SARA["id"]})
    assert len(head("telegram", raw).files) == 1


def test_an_album_is_read_with_all_its_captions() -> None:
    raws = [message(caption="نخست", media_group_id="a"), message(media_group_id="a"), message(caption="سوم")]
    files = [Attachment("aa", f"{n}.jpg", "photo") for n in range(3)]
    assert head("telegram", raws[0]).album == "a"
    incoming = translate("telegram", "dabir_bot", raws, files)
    assert incoming
    assert (incoming.kind, incoming.text, len(incoming.files)) == (IncomingKind.FILES, "نخست\nسوم", 3)


@pytest.mark.parametrize(("status", "kind"), [("kicked", IncomingKind.BLOCKED), ("member", IncomingKind.UNBLOCKED)])
def test_who_blocks_and_lets_in_again(status: str, kind: IncomingKind) -> None:
    change = {"chat": CHAT, "from": SARA, "date": DATE, "new_chat_member": {"status": status}}
    incoming = read({"update_id": 7, "my_chat_member": change})
    assert incoming
    assert incoming.kind is kind


@pytest.mark.parametrize(
    "raw", [{"update_id": 7, "message": {"text": "x"}}, {"message": {}}, {"update_id": "x", "message": {"chat": CHAT}}]
)
def test_an_update_that_cannot_be_read_says_so(raw: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        head("telegram", raw)


def test_an_update_that_asks_for_nothing_is_no_input() -> None:
    assert head("telegram", {"update_id": 7, "poll": {}}).chat == "telegram:0"
    assert read({"update_id": 7, "poll": {}}) is None


class Refusing:
    """A Bot API that answers every call with one error."""

    def __init__(self, error: TelegramError) -> None:
        self._error = error

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None,
        within: float | None,
        fix: object,
    ) -> Any:
        raise self._error


def page(error: TelegramError) -> TelegramError:
    """Return the library's error for a page of a proxy or a filter, which is no answer of the Bot API."""
    error.__cause__ = TelegramError("Invalid server response")
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), RateLimited),
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable),
        (BadRequest("Bad Request: chat not found"), Unreachable),
        (BadRequest("Bad Request: have no rights to send a message"), Muted),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Muted),
        (BadRequest("Bad Request: message is not modified: specified new message content is the same"), Unchanged),
        (BadRequest("Bad Request: message to edit not found"), MessageGone),
        (BadRequest("Bad Request: wrong file identifier/HTTP URL specified"), StrangeFile),
        (BadRequest("Bad Request: can't parse entities"), Rejected),
        (ChatMigrated(-100), Migrated),
        (NetworkError("Request Entity Too Large"), Rejected),
        (NetworkError("Bad Gateway"), Retryable),
        (Conflict("Conflict: terminated by other getUpdates request"), UpdatesTaken),
        (InvalidToken("Unauthorized"), TokenRevoked),
        (page(InvalidToken("Unauthorized")), NotBotApi),
        (page(Forbidden("Forbidden (403)")), NotBotApi),
        (page(BadRequest("Bad Request (400)")), NotBotApi),
        (TelegramError("Invalid server response"), NotBotApi),
    ],
)
async def test_what_a_refusal_means(error: TelegramError, outcome: type[Exception]) -> None:
    refusing = Refusing(error)
    telegram = Telegram(refusing, refusing, CAN)  # type: ignore[arg-type]
    with pytest.raises(outcome) as caught:
        await telegram.delete("telegram:1001", 5)
    assert type(caught.value) is outcome
    assert not isinstance(caught.value, RateLimited) or caught.value.seconds == 7


@pytest.mark.parametrize(("asked", "believed"), [(-5, 1), (7, 7), (10**9, 86_400)])
async def test_no_wait_is_believed_that_is_past_or_longer_than_a_day(asked: int, believed: int) -> None:
    refusing = Refusing(RetryAfter(asked))
    telegram = Telegram(refusing, refusing, CAN)  # type: ignore[arg-type]
    with pytest.raises(RateLimited) as caught:
        await telegram.delete("telegram:1001", 5)
    assert caught.value.seconds == believed


@pytest.mark.parametrize(
    ("error", "uncertain"),
    [
        (TimedOut(), True),
        (BrokenOff("ServerDisconnectedError"), True),
        (NotSent("ClientConnectorError"), False),
        (page(BadRequest("Bad Request (400)")), False),
        (TelegramError("Invalid server response"), False),
    ],
)
async def test_a_call_that_may_have_been_carried_out_is_told_from_one_that_was_not(
    error: TelegramError, uncertain: bool
) -> None:
    refusing = Refusing(error)
    with pytest.raises(Retryable) as caught:
        await Telegram(refusing, refusing, CAN).delete("telegram:1001", 5)  # type: ignore[arg-type]
    assert caught.value.uncertain is uncertain


def test_a_screen_as_a_message() -> None:
    screen = Screen(
        T("form.alone", title="الف & <ب>"), ((Button("بعد", Tap("report", 7)),), (Button("پیوند", url="u"),))
    )
    shown = render(screen, FA, CAN)
    assert shown.params["text"] == "<b>الف &amp; &lt;ب&gt;</b>"
    assert shown.params["reply_markup"]["inline_keyboard"] == [
        [{"text": "بعد", "callback_data": "report:7:0:"}],
        [{"text": "پیوند", "url": "u"}],
    ]
    assert shown.kind == "text"
    assert shown.digest == render(screen, FA, CAN).digest
    assert shown.digest != render(Screen(screen.text), FA, CAN).digest


@pytest.mark.parametrize("kind", ["photo", "voice", "document"])
def test_a_screen_with_a_file_has_a_caption(kind: Any) -> None:
    shown = render(Screen(T("form.alone", title="ب" * 3000), file=File("aa", "x", kind)), FA, CAN)
    assert shown.kind == kind
    assert len(re.sub("<.*?>", "", shown.params["caption"])) == 1024
    assert "text" not in shown.params


TYPES = {"b": "bold", "i": "italic", "code": "code", "quote": "blockquote"}
SPANS = st.lists(
    st.builds(
        Span, st.text(st.sampled_from("سلام <b>&\"'\n😀x"), max_size=30), st.sampled_from(["", "b", "i", "quote"])
    ),
    max_size=8,
)


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


@given(SPANS, st.integers(1, 120))
def test_a_cut_fits_and_keeps_the_beginning(spans: list[Span], limit: int) -> None:
    whole = "".join(span.words for span in spans)
    kept = "".join(span.words for span in cut(spans, limit))
    assert units(kept) <= limit
    if units(whole) <= limit:
        assert kept == whole
    else:
        assert kept.endswith("…")
        assert whole.startswith(kept[:-1])
        # Nothing but half of a wide letter is wasted.
        assert units(kept) >= limit - 1


WORDS = st.text(st.sampled_from("سلام <b>&\"'\n😀x/\u200c\u200f\u2068\u2069;#&lt")) | st.text()


@given(st.lists(st.builds(Span, WORDS, st.sampled_from(["", *TYPES]), st.just("")), max_size=8))
def test_any_words_are_read_back_as_they_were_typed_with_the_styles_that_were_meant(spans: list[Span]) -> None:
    plain, entities = parse_html(to_html(spans))
    assert plain == "".join(span.words for span in spans)
    meant: list[dict[str, Any]] = []
    offset, style = 0, ""
    for span in spans:
        if span.style and span.style == style:
            meant[-1]["length"] += units(span.words)
        elif span.style and span.words.strip():
            meant.append({"type": TYPES[span.style], "offset": offset, "length": units(span.words)})
            style = span.style
        else:
            style = ""
        offset += units(span.words)
    assert entities == meant


@pytest.fixture
async def served_telegram() -> AsyncIterator[tuple[Telegram, Scripted]]:
    async with served(Telegram, capabilities.telegram(Limits())) as adapted:
        yield adapted


async def test_the_file_of_a_message_is_changed_in_its_place(served_telegram: tuple[Telegram, Scripted]) -> None:
    telegram, server = served_telegram
    title, buttons = T("form.alone", title="وضعیت"), ((Button("بعد", Tap("status", 7)),),)
    shown = telegram.render(Screen(title, buttons, File("aa", "x", "photo")), FA)
    markup = {"inline_keyboard": [[{"text": "بعد", "callback_data": "status:7:0:"}]]}
    media = {"type": "photo", "caption": "<b>وضعیت</b>", "parse_mode": "HTML"}
    server.answers = [{"ok": True, "result": {"message_id": 5, "photo": [{"file_id": "s"}, {"file_id": "p"}]}}]
    assert await telegram.edit("telegram:1001", 5, shown, "an-id") == Sent(5, "p")
    [(method, params)] = server.calls
    assert (method, params["reply_markup"], params["media"]) == ("editMessageMedia", markup, media | {"media": "an-id"})
    assert set(params) == {"chat_id", "message_id", "media", "reply_markup"}
    await telegram.edit("telegram:1001", 5, shown, b"JPEG", "نمودار.jpg")
    assert server.calls[1][1]["file"] == "نمودار.jpg"
    assert json.loads(server.calls[1][1]["media"]) == media | {"media": "attach://file"}


@pytest.mark.parametrize(("kind", "file"), [("voice", "an-id"), ("photo", None)])
async def test_a_voice_or_a_file_that_is_not_given_is_sent_anew(
    served_telegram: tuple[Telegram, Scripted], kind: Any, file: str | None
) -> None:
    telegram, server = served_telegram
    shown = telegram.render(Screen(T("form.alone", title="ب"), file=File("aa", "x", kind)), FA)
    with pytest.raises(MessageGone):
        await telegram.edit("telegram:1001", 5, shown, file)
    assert not server.calls


async def test_what_is_guarded_can_not_be_forwarded(served_telegram: tuple[Telegram, Scripted]) -> None:
    telegram, server = served_telegram
    for guarded in (True, False):
        shown = telegram.render(Screen(T("form.alone", title="کد"), guarded=guarded), FA)
        await telegram.send("telegram:1001", shown, None, "")
        await telegram.edit("telegram:1001", 7, shown)
    assert [params.get("protect_content") for _, params in server.calls] == [True, None, None, None]


async def test_a_photo_that_is_too_big_for_one_goes_as_a_document(
    served_telegram: tuple[Telegram, Scripted],
) -> None:
    telegram, server = served_telegram
    shown = telegram.render(Screen(T("form.alone", title="ب"), file=File("aa", "x", "photo")), FA)
    await telegram.send("telegram:1001", shown, bytes(telegram.capabilities.photo_limit + 1), "بزرگ.jpg")
    assert server.calls[0][0] == "sendDocument"
    assert server.calls[0][1]["document"] == "بزرگ.jpg"


async def test_a_file_over_the_limit_is_not_even_begun(served_telegram: tuple[Telegram, Scripted]) -> None:
    telegram, server = served_telegram
    telegram.capabilities = replace(telegram.capabilities, upload_limit=2**10)
    shown = telegram.render(Screen(T("form.alone", title="ب"), file=File("aa", "x")), FA)
    with pytest.raises(Rejected, match="too big"):
        await telegram.send("telegram:1001", shown, bytes(2**10 + 1), "بزرگ.pdf")
    assert not server.calls
    await telegram.send("telegram:1001", shown, bytes(2**10), "خرد.pdf")
    assert server.calls


PARTS = ["\ud83d", "\ude00", "😀", "\x00", "\\", "u", "d83d", "0000", "س", "a", '"']


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.booleans())
def test_half_a_letter_in_an_update_breaks_nothing(said: str, escaped: bool) -> None:
    # Joined, two halves are one letter.
    said = said.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    body = json.dumps({"text": said}, ensure_ascii=escaped or not said.isprintable()).encode()
    _, repaired = repair_escapes("getUpdates", 200, body)
    assert json.loads(repaired)["text"] == re.sub("[\ud800-\udfff\0]", "\ufffd", said)
    assert repair_escapes("getMe", 200, body) == (200, body)
