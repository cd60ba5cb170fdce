"""Bale's responses to calls, and the calls that are never sent to it."""

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.bale import Bale
from bot.platforms.bale.response_fixes import PATIENCE
from bot.platforms.base import (
    Message,
    MessageGone,
    NotBotApi,
    RateLimited,
    Rejected,
    RemoteFile,
    Retryable,
    StrangeFile,
    TokenRevoked,
    Unreachable,
    UpdatesTaken,
)
from domain.chat.screens import Button, File, Screen, T, Tap
from tests.bot.scripted import SENT, TOKEN, Scripted
from texts.format import Formatter

FA = Formatter("fa", ZoneInfo("Asia/Tehran"))
CHAT = "bale:1001"
WORDS = Message({"text": "سلام"}, "")
PHOTO = Message({"caption": "سلام"}, "", "photo")
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "دبیر", "username": "dabir_bot"}}
GONE = {"ok": False, "error_code": 404, "description": "no such group or user"}

Call = Callable[[Bale], Awaitable[Any]]


async def send(bale: Bale) -> Any:
    return await bale.send(CHAT, WORDS, None, "")


async def send_by_id(bale: Bale) -> Any:
    return await bale.send(CHAT, PHOTO, "an-id", "")


async def edit(bale: Bale) -> Any:
    return await bale.edit(CHAT, 5, WORDS)


async def delete(bale: Bale) -> Any:
    return await bale.delete(CHAT, 5)


async def toast(bale: Bale) -> Any:
    return await bale.toast("2942", "انجام شد")


async def act(bale: Bale) -> Any:
    return await bale.act(CHAT, "typing")


async def identify(bale: Bale) -> Any:
    return await bale.identify()


async def updates(bale: Bale) -> Any:
    return await bale.updates(None, 0)


async def fetch(bale: Bale) -> Any:
    return await fetched(bale, "منابع.pdf")


async def fetched(bale: Bale, name: str) -> bytes:
    data = bytearray()
    await bale.fetch(RemoteFile("an-id", "document", name), 2, data.extend)
    return bytes(data)


def refused(code: Any, words: str = "", **more: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": words, **more}


@pytest.mark.parametrize(
    ("call", "answer", "outcome"),
    [
        # A 404 is no invalid token.
        (send, (404, GONE), Unreachable),
        (act, (404, GONE), Unreachable),
        (edit, (404, GONE), MessageGone),
        (delete, (404, GONE), MessageGone),
        (toast, (404, GONE), Rejected),
        (fetch, (404, GONE), Rejected),
        # A token that is refused for a while is no missing chat, and no missing file.
        (send, (404, refused(404, "Not Found")), Retryable),
        (send, (400, refused(400, "Token not found")), Retryable),
        (fetch, (404, refused(404, "Not Found")), Retryable),
        (fetch, (400, refused(400, "Token not found")), Retryable),
        (edit, (400, refused(400, "Token not found")), Retryable),
        (updates, (404, GONE), Retryable),
        (send, (404, "<html>"), NotBotApi),
        # But for who the bot is, it is one, and so is whatever Bale says of a token that it does not know.
        (identify, (404, refused(404, "Not Found")), TokenRevoked),
        (identify, (403, refused(403, "Forbidden")), TokenRevoked),
        (identify, (400, refused(400, "Token not found")), TokenRevoked),
        (identify, (401, refused(401, "Unauthorized")), TokenRevoked),
        (send, (401, refused(401, "Unauthorized")), TokenRevoked),
        (updates, (401, refused(401, "Unauthorized")), TokenRevoked),
        (identify, (404, "<html>"), NotBotApi),
        # 200 is no success.
        (send, refused(400, "Bad Request: no such group or user"), Unreachable),
        (send, refused(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (send, refused(404, "no such group or user"), Unreachable),
        (send, refused(429, "Too Many Requests"), RateLimited),
        (send, refused(500, "internal"), Retryable),
        (send, refused(None, "چنین چیزی نیست"), Rejected),
        (send, {"ok": False}, Rejected),
        (edit, refused(400, "message is too old"), MessageGone),
        (send_by_id, refused(400, "no such file"), StrangeFile),
        (send_by_id, (404, GONE), StrangeFile),
        (updates, refused(409, "Conflict"), UpdatesTaken),
        # What is no answer of a Bot API.
        (send, "<html>به صفحهٔ پیوندها خوش آمدید</html>", NotBotApi),
        (updates, "<html>به صفحهٔ پیوندها خوش آمدید</html>", NotBotApi),
        (updates, {"ok": True, "result": {}}, NotBotApi),
        (updates, "[]", NotBotApi),
        (updates, {"ok": True}, NotBotApi),
        (send, "", NotBotApi),
        (send, (403, "<html>"), NotBotApi),
        (send, (413, "<html>"), Rejected),
        (send, {"message": "no Route matched"}, NotBotApi),
        (send, (404, {"message": "no Route matched"}), NotBotApi),
        (identify, (404, {"message": "no Route matched"}), NotBotApi),
        (send, (404, {"error_code": 404, "description": "no such group or user"}), Unreachable),
    ],
)
async def test_what_an_answer_means(
    bale: Bale, server: Scripted, call: Call, answer: Any, outcome: type[Exception]
) -> None:
    server.answers = [answer, ME]
    with pytest.raises(outcome) as caught:
        await call(bale)
    assert type(caught.value) is outcome
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("call", [send, send_by_id, edit, fetch])
@pytest.mark.parametrize("code", [400, 401, 403, 404])
async def test_a_token_that_is_known_no_more_is_told_from_what_is_not_there(
    bale: Bale, server: Scripted, call: Call, code: int
) -> None:
    server.answers = [(code, refused(code, "Not Found"))]
    with pytest.raises(TokenRevoked):
        await call(bale)


async def test_whether_the_token_holds_is_asked_again_where_it_was_not_told(bale: Bale, server: Scripted) -> None:
    server.answers = [(404, GONE), (502, "<html>")]
    with pytest.raises(Retryable):
        await send(bale)
    assert [method for method, _ in server.calls] == ["sendMessage", "getMe"]


@pytest.mark.parametrize(
    ("answer", "uncertain"),
    [
        ((500, refused(500, "internal")), True),
        ((502, "<html>"), True),
        ((200, "<html>"), False),
        ((403, "<html>"), False),
    ],
)
async def test_what_a_server_that_failed_may_have_done_is_uncertain(
    bale: Bale, server: Scripted, answer: Any, uncertain: bool
) -> None:
    server.answers = [answer]
    with pytest.raises(Retryable) as caught:
        await send(bale)
    assert caught.value.uncertain is uncertain


@pytest.mark.parametrize(
    ("more", "seconds"),
    [({}, PATIENCE), ({"parameters": {}}, PATIENCE), ({"parameters": {"retry_after": 7}}, 7)]
    + [({"parameters": {"retry_after": wait}}, PATIENCE) for wait in (None, 0, -3, "soon")],
)
async def test_a_429_is_waited_for_whether_it_says_how_long_or_not(
    bale: Bale, server: Scripted, more: dict[str, Any], seconds: int
) -> None:
    server.answers = [(429, refused(429, "Too Many Requests", **more))]
    with pytest.raises(RateLimited) as caught:
        await send(bale)
    assert caught.value.seconds == seconds


@pytest.mark.parametrize("result", [{"message_id": 0}, {"message_id": 0, "chat": {"id": 1}}, True, {}, None])
async def test_an_edit_that_is_answered_by_a_stub_is_done(bale: Bale, server: Scripted, result: Any) -> None:
    server.answers = [{"ok": True, "result": result}]
    assert (await bale.edit(CHAT, 5, WORDS)).message_id == 5


@pytest.mark.parametrize(
    ("result", "number"),
    [
        *[({"message_id": told}, number) for told, number in ((9, 9), ("9", 9), (10**20, 0), ("x", 0))],
        ({}, 0),
        (True, 0),
    ],
)
async def test_a_message_that_arrived_is_sent_whatever_is_told_of_it(
    bale: Bale, server: Scripted, result: Any, number: int
) -> None:
    server.answers = [{"ok": True, "result": result}]
    assert (await send(bale)).message_id == number


async def test_a_message_whose_number_was_never_told_can_only_be_sent_anew(bale: Bale, server: Scripted) -> None:
    with pytest.raises(MessageGone):
        await bale.edit(CHAT, 0, WORDS)
    assert not server.calls


async def test_updates_are_asked_for_from_nought_on_with_what_is_documented(bale: Bale, server: Scripted) -> None:
    server.answers = [{"ok": True, "result": [{"update_id": 0}]}]
    assert await bale.updates(0, 3) == [{"update_id": 0}]
    assert await bale.updates(None, 3) == [{"update_id": 0}]
    assert server.calls == [
        ("getUpdates", {"timeout": 3, "limit": 100, "offset": 0}),
        ("getUpdates", {"timeout": 3, "limit": 100}),
    ]


async def test_a_file_comes_from_the_same_place_as_the_rest(bale: Bale, server: Scripted) -> None:
    server.answers = [{"ok": True, "result": {"file_path": "docs/منابع.pdf"}}, (200, "%PDF")]
    assert await fetch(bale) == b"%PDF"
    assert [method for method, _ in server.calls] == ["getFile", "docs/منابع.pdf"]
    assert TOKEN not in str(server.calls)


async def test_a_filters_page_is_not_kept_as_the_file_that_was_asked_for(bale: Bale, server: Scripted) -> None:
    place = {"ok": True, "result": {"file_path": "7"}}
    server.answers = [place, (200, "\n<!DOCTYPE html><html>"), place, (200, "<html>")]
    with pytest.raises(NotBotApi):
        await fetch(bale)
    assert await fetched(bale, "صفحه.HTML") == b"<html>"


@pytest.mark.parametrize("answer", ['{"ok":false,"error_code":404}', '{ "ok": false }'])
async def test_a_refusal_with_200_is_not_kept_as_the_file_that_was_asked_for(
    bale: Bale, server: Scripted, answer: str
) -> None:
    place = {"ok": True, "result": {"file_path": "7"}}
    server.answers = [place, (200, answer)]
    with pytest.raises(NotBotApi):
        await fetch(bale)
    server.answers = [place, (200, answer)]
    assert await fetched(bale, "پاسخ.json") == answer.encode()


@pytest.mark.parametrize("result", [{}, True, {"file_path": ""}])
async def test_a_file_whose_place_is_not_told_is_asked_for_again(bale: Bale, server: Scripted, result: Any) -> None:
    server.answers = [{"ok": True, "result": result}]
    with pytest.raises(Retryable):
        await fetch(bale)


async def test_a_screen_is_sent_with_documented_parameters_only(bale: Bale, server: Scripted) -> None:
    buttons = ((Button("بعد", Tap("report", 7)), Button("پیوند", url="https://x.ir")),)
    title = T("form.alone", title="گزارش")
    for screen in (
        Screen(title, buttons, guarded=True),
        Screen(T("form.share"), ask="contact"),
        Screen(title, forget=True),
    ):
        await bale.send(CHAT, bale.render(screen, FA), None, "")
    inline = [[{"text": "بعد", "callback_data": "report:7:0:"}, {"text": "پیوند", "url": "https://x.ir"}]]
    [shown, asked, forgot] = [params for _, params in server.calls]
    assert shown == {"chat_id": 1001, "text": "*گزارش*", "reply_markup": {"inline_keyboard": inline}}
    [[share]] = asked["reply_markup"]["keyboard"]
    assert share["request_contact"] is True
    assert set(asked["reply_markup"]) == {"keyboard"}
    assert forgot["reply_markup"] == {"remove_keyboard": True}


@pytest.mark.parametrize(
    ("screen", "copied"),
    [
        (Screen(T("common.job_failed", id="a1b2")), "a1b2"),
        (Screen(T("common.job_failed", id="a" * 257)), None),
        (Screen(T("common.owner_alert", kind="KeyError", id="a1b2")), None),
        (Screen(T("common.job_failed", id="a1b2"), forget=True), None),
        (Screen(T("form.alone", title="a1b2")), None),
    ],
)
def test_a_code_which_no_mark_shows_is_copied_by_a_button(bale: Bale, screen: Screen, copied: str | None) -> None:
    rows = bale.render(screen, FA).params.get("reply_markup", {}).get("inline_keyboard", [])
    assert [button["copy_text"]["text"] for row in rows for button in row] == ([copied] if copied else [])


def test_the_button_that_copies_stands_next_to_the_code(bale: Bale) -> None:
    screen = Screen(T("common.job_failed", id="a1b2"), ((Button(T("menu.button"), Tap("menu")),),))
    rows = bale.render(screen, FA).params["reply_markup"]["inline_keyboard"]
    assert [button["text"] for row in rows for button in row] == ["رونوشت", "منوی اصلی"]


async def test_a_photo_that_is_too_big_for_one_goes_as_a_document_whose_id_is_not_kept(
    bale: Bale, server: Scripted
) -> None:
    server.answers = [{"ok": True, "result": {"message_id": 7, "document": {"file_id": "d"}}}]
    sent = await bale.send(CHAT, PHOTO, bytes(bale.capabilities.photo_limit + 1), "بزرگ.jpg")
    assert server.calls == [("sendDocument", {"chat_id": "1001", "caption": "سلام", "document": "بزرگ.jpg"})]
    assert (sent.message_id, sent.file_id) == (7, "")
    server.answers = [{"ok": True, "result": {"message_id": 8, "photo": [{"file_id": "s"}, {"file_id": "p"}]}}]
    assert (await bale.send(CHAT, PHOTO, b"small", "خرد.jpg")).file_id == "p"
    assert server.calls[-1] == ("sendPhoto", {"chat_id": "1001", "caption": "سلام", "photo": "خرد.jpg"})


async def test_the_file_of_a_message_is_not_changed_but_sent_anew(bale: Bale, server: Scripted) -> None:
    with pytest.raises(MessageGone):
        await bale.edit(CHAT, 5, PHOTO, b"new", "نو.jpg")
    assert not server.calls


async def test_an_edit_leaves_the_keyboard_under_the_chat_alone(bale: Bale, server: Scripted) -> None:
    await bale.edit(CHAT, 5, bale.render(Screen(T("form.share"), ask="contact"), FA))
    assert set(server.calls[0][1]) == {"chat_id", "message_id", "text"}


async def test_what_can_be_seen_as_being_done(bale: Bale, server: Scripted) -> None:
    for action in ("upload_photo", "upload_document", "no_such_thing"):
        await bale.act(CHAT, action)
    assert [params["action"] for _, params in server.calls] == ["upload_photo", "typing", "typing"]


async def test_the_menu_is_one_for_all_languages(bale: Bale, server: Scripted) -> None:
    await bale.announce([("start", "شروع")])
    await bale.announce([("start", "Start")], "en")
    assert server.calls == [("setMyCommands", {"commands": [{"command": "start", "description": "شروع"}]})]


async def test_who_the_bot_is(bale: Bale, server: Scripted) -> None:
    server.answers = [ME]
    assert await bale.identify() == bale.username == "dabir_bot"
    server.answers = [SENT]
    with pytest.raises(Retryable):
        await bale.identify()


def test_a_caption_may_be_as_long_as_a_text(bale: Bale) -> None:
    shown = bale.render(Screen(T("form.alone", title="ب" * 5000), file=File("aa", "x.pdf")), FA)
    assert len(shown.params["caption"]) == 4096
