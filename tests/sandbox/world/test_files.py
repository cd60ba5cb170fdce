"""Uploads and downloads, within Telegram's limits of size."""

import struct
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.http.server import SandboxServer
from sandbox.world.files import picture_size
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot

MEGABYTE = 1024 * 1024


def png(width: int = 640, height: int = 480, padding: int = 0) -> bytes:
    """The head of a PNG of this size: the server looks at nothing else."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(padding)


async def test_the_bot_fetches_what_a_person_sent(
    bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    await bot.updates()
    server.world.send_files(sara, [("نامه.pdf", b"%PDF-1.7", "application/pdf")], caption="نامهٔ معرفی")
    (update,) = await bot.updates()

    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "نامه.pdf",
        "application/pdf",
        8,
    )
    assert update["message"]["caption"] == "نامهٔ معرفی"
    file = await bot.gets("getFile", file_id=document["file_id"])
    async with session.get(f"{server.url}/file/bot{server.token}/{file['file_path']}") as response:
        assert await response.read() == b"%PDF-1.7"
    async with session.get(f"{server.url}/file/bot{server.token}/documents/other.pdf") as response:
        assert response.status == 404


async def test_several_photos_are_one_album(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    photos = [(f"{number}.png", png(800, 600), "image/png") for number in range(3)]
    server.world.send_files(sara, photos, kind="photo", caption="پارک محله")

    messages = [update["message"] for update in await bot.updates()]

    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["پارک محله", None, None]
    assert messages[0]["photo"][-1]["width"] == 800


async def test_a_file_goes_up_once_and_is_sent_again_by_its_id(
    bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    chat = str(sara.id)
    first = await bot.uploads("sendDocument", {"document": ("گزارش.xlsx", b"PK")}, chat_id=chat, caption="جدول")
    file_id = first["result"]["document"]["file_id"]
    again = await bot.gets("sendDocument", chat_id=sara.id, document=file_id)
    assert again["document"] == first["result"]["document"]

    seen = server.world.history(sara)[-1]
    async with session.get(server.url + seen["document"]["url"]) as response:
        assert await response.read() == b"PK"


async def test_an_album_comes_from_uploads_and_known_files(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    photo = await bot.uploads("sendPhoto", {"photo": ("a.png", png())}, chat_id=str(sara.id))
    known = photo["result"]["photo"][-1]["file_id"]
    media = (
        f'[{{"type": "photo", "media": "attach://one", "caption": "<b>پیش</b> و پس", "parse_mode": "HTML"}},'
        f' {{"type": "photo", "media": "{known}"}}]'
    )
    answer = await bot.uploads("sendMediaGroup", {"one": ("b.png", png())}, chat_id=str(sara.id), media=media)

    assert [message["photo"][-1]["width"] for message in answer["result"]] == [640, 640]
    album = server.world.history(sara)[-2:]
    assert album[0]["caption"] == "پیش و پس"
    assert album[0]["media_group_id"] == album[1]["media_group_id"]


async def test_a_message_changes_its_picture(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    text = await bot.gets("sendMessage", chat_id=sara.id, text="در حال ساختن تصویر…")
    answer = await bot.uploads(
        "editMessageMedia",
        {"new": ("status.png", png(1600, 900))},
        chat_id=str(sara.id),
        message_id=str(text["message_id"]),
        media='{"type": "photo", "media": "attach://new", "caption": "وضعیت"}',
    )
    assert answer["result"]["photo"][-1]["width"] == 1600
    seen = server.world.history(sara)[-1]
    assert (seen["caption"], "text" in seen) == ("وضعیت", False)

    await bot.gets("editMessageCaption", chat_id=sara.id, message_id=text["message_id"], caption="وضعیت امروز")
    assert server.world.history(sara)[-1]["caption"] == "وضعیت امروز"


@pytest.mark.parametrize("kind", ["photo", "document", "video", "animation", "audio", "voice", "sticker"])
async def test_every_kind_of_file_is_sent_and_told_apart(bot: "Bot", sara: Chat, kind: str) -> None:
    method = f"send{kind.title()}"
    answer = await bot.uploads(method, {kind: ("a.bin", png())}, chat_id=str(sara.id))
    part = answer["result"][kind]
    file_id = (part[-1] if kind == "photo" else part)["file_id"]
    await bot.gets(method, chat_id=sara.id, **{kind: file_id})

    other = "document" if kind != "document" else "photo"
    assert await bot.refused(f"send{other.title()}", chat_id=sara.id, **{other: file_id}) == (
        400,
        f"Bad Request: can't use file of type {kind.title()} as {other.title()}",
    )


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendDocument", {"document": "made-up"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {"photo": "https://example.org/a.png"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"photo": "attach://a"}, 'file "a" to attach is not in the request'),
        ("sendPhoto", {"photo": "x", "caption": "و" * 1025}, "message caption is too long"),
        ("sendMediaGroup", {"media": []}, "too few messages to send as an album"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}] * 11},
            "too many messages to send as an album",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
            "document can't be mixed with other media types",
        ),
        ("sendMediaGroup", {}, "input media is not specified"),
        (
            "editMessageMedia",
            {"message_id": 2, "media": {"type": "photo", "media": "x"}},
            "wrong file identifier/HTTP URL specified",
        ),
    ],
)
async def test_wrong_files(
    bot: "Bot", server: SandboxServer, sara: Chat, method: str, params: dict[str, object], words: str
) -> None:
    await bot.gets("sendMessage", chat_id=sara.id, text="x")
    assert await bot.refused(method, chat_id=sara.id, **params) == (400, f"Bad Request: {words}")


async def test_an_unknown_file_cannot_be_fetched(bot: "Bot") -> None:
    assert await bot.refused("getFile", file_id="made-up") == (400, "Bad Request: invalid file_id")
    assert await bot.refused("getFile") == (400, "Bad Request: file_id not specified")


async def test_files_have_limits_of_size(
    bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession, sara: Chat
) -> None:
    chat = str(sara.id)
    server.world.send_files(sara, [("فیلم.mp4", bytes(20 * MEGABYTE + 1), "video/mp4")], kind="video")
    big = server.world.history(sara)[-1]["video"]["file_id"]
    assert await bot.refused("getFile", file_id=big) == (400, "Bad Request: file is too big")

    answer = await bot.uploads("sendDocument", {"document": ("x", bytes(50 * MEGABYTE + 1))}, chat_id=chat)
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}
    answer = await bot.uploads("sendDocument", {"document": ("x", b"")}, chat_id=chat)
    assert answer["description"] == "Bad Request: file must be non-empty"
    photo = png(padding=10 * MEGABYTE)
    answer = await bot.uploads("sendPhoto", {"photo": ("x.png", photo)}, chat_id=chat)
    assert answer["description"] == (
        f"Bad Request: file of size {len(photo)} bytes is too big for a photo; the maximum size is 10485760 bytes"
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
async def test_a_photo_must_be_one(bot: "Bot", sara: Chat, data: bytes, words: str) -> None:
    answer = await bot.uploads("sendPhoto", {"photo": ("x.png", data)}, chat_id=str(sara.id))
    assert answer["description"] == f"Bad Request: {words}"


def test_pictures_tell_their_size() -> None:
    assert picture_size(png(3, 4)) == (3, 4)
    comment = b"\xff\xfe\x00\x04ab"
    frame = b"\xff\xc0" + struct.pack(">HBHH", 11, 8, 600, 800) + bytes(4)
    assert picture_size(b"\xff\xd8" + comment + frame) == (800, 600)
    assert picture_size(b"\xff\xd8" + comment) is None
    assert picture_size(b"GIF89a") is None
