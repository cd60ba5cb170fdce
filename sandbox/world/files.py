"""Files that people and bots uploaded, kept with their bytes under opaque ids."""

import math
import secrets
import struct
import time
from typing import Any

from sandbox.protocol.errors import BotApiError, bad_request, request_too_large
from sandbox.protocol.platform_rules import PlatformRules
from sandbox.protocol.validation import Upload
from sandbox.world.store import Document, Store

UPLOAD_LIMIT = PlatformRules.upload_limit
DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "animation": "animations",
    "audio": "music",
    "voice": "voice",
    "sticker": "stickers",
}
_TIMED = {"video", "animation", "audio", "voice"}
_FRAMED = {"video", "animation", "sticker"}


class Files:
    """The uploaded files of one platform: descriptions in memory, bytes in the store."""

    def __init__(self, store: Store, rules: PlatformRules) -> None:
        self._store = store
        self._rules = rules
        self._named: dict[str, float] = {}  # path: monotonic time of its last getFile
        self._known = {document["file_id"]: document for document in store.files()}
        self._by_path = {document["file_path"]: document for document in self._known.values()}

    def add(self, kind: str, upload: Upload) -> Document:
        """Keep an uploaded file. A person may upload more than a bot can download."""
        number = len(self._known) + 1
        ending = upload.name.rpartition(".")[2].lower() if "." in upload.name else _ending(upload.mime)
        document: Document = {
            "kind": kind,
            "file_id": f"{kind}-{number}-{secrets.token_urlsafe(24)}",
            "file_unique_id": f"u{number}-{secrets.token_urlsafe(8)}",
            "file_size": len(upload.data),
            "file_path": f"{_FOLDERS[kind]}/file_{number}.{ending}",
            "file_name": upload.name,
            "mime_type": upload.mime,
        }
        if kind in _FRAMED or kind == "photo":
            document["width"], document["height"] = picture_size(upload.data) or (320, 240)
        self._known[document["file_id"]] = document
        self._by_path[document["file_path"]] = document
        self._store.keep_file(document, upload.data)
        return document

    def sent_by_bot(self, kind: str, given: Upload | str) -> Document:
        """The file that a call uploads or names by id. Raises BotApiError."""
        if isinstance(given, Upload):
            if not given.data:
                raise bad_request("file must be non-empty")
            if len(given.data) > self._rules.upload_limit:
                raise request_too_large()
            if kind == "photo":
                _check_photo(given.data)
            return self.add(kind, given)
        if given.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        document = self._known.get(given)
        if document is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if document["kind"] != kind:
            raise bad_request(f"can't use file of type {document['kind'].title()} as {kind.title()}")
        return document

    def downloadable(self, file_id: str) -> dict[str, Any]:
        """The result of getFile. Raises BotApiError for an unknown or too big file."""
        document = self._known.get(file_id)
        if document is None:
            raise bad_request("invalid file_id")
        if document["file_size"] > DOWNLOAD_LIMIT:
            raise file_too_big()
        self._named[document["file_path"]] = time.monotonic()
        return {name: document[name] for name in ("file_id", "file_unique_id", "file_size", "file_path")}

    def link_is_valid(self, path: str) -> bool:
        """True while a file's link may be followed: on some platforms it expires."""
        lives = self._rules.file_link_lifetime
        return lives is None or time.monotonic() - self._named.get(path, -math.inf) < lives

    def by_path(self, path: str) -> tuple[Document, bytes] | None:
        document = self._by_path.get(path)
        return None if document is None else (document, self._store.file_data(document["file_id"]))

    def by_id(self, file_id: str) -> tuple[Document, bytes] | None:
        document = self._known.get(file_id)
        return None if document is None else (document, self._store.file_data(file_id))


def file_too_big() -> BotApiError:
    return bad_request("file is too big")


def as_part(document: Document) -> dict[str, Any]:
    """The part of a message that holds a file, under its kind's name."""
    kind = document["kind"]
    part = {name: document[name] for name in ("file_id", "file_unique_id", "file_size")}
    if kind in _FRAMED or kind == "photo":
        part |= {"width": document["width"], "height": document["height"]}
    if kind == "photo":
        return {"photo": [part]}
    if kind in _TIMED:
        part["duration"] = 1
    if kind == "sticker":
        part |= {"type": "regular", "is_animated": False, "is_video": False}
    else:
        part["mime_type"] = document["mime_type"]
        if kind != "voice":
            part["file_name"] = document["file_name"]
    return {kind: part}


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or a JPEG, in pixels; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if not data.startswith(b"\xff\xd8"):
        return None
    position = 2
    while position + 9 < len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        # Start-of-frame markers carry the size; C4, C8 and CC lie in their range and are none.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + int(struct.unpack(">H", data[position + 2 : position + 4])[0])
    return None


def _check_photo(data: bytes) -> None:
    if len(data) > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes"
        )
    size = picture_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _ending(mime: str) -> str:
    return {"image/jpeg": "jpg", "image/png": "png", "audio/ogg": "oga", "video/mp4": "mp4"}.get(mime, "bin")
