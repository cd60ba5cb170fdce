"""The control API of the chat page: JSON under /api, for this machine only.

A person's id is the platform and the number there, "bale:1001". Somebody on two platforms has two ids and one phone
number.

GET  /api/state                 {"bots": {"bale": {"id", "username", "name", "link",
                                                   "commands": [{"command", "description"}]}, …},
                                 "bot": the first platform's, "people": [{"id", "first_name", "last_name",
                                             "username", "phone", "role", "unread", "blocked", "platform",
                                             "commands": those of the chat}],
                                 "groups": like "people", with "members": the ids of people,
                                 "clock": {"now", "tz"}, "days_off": {"1398/7/27": its name},
                                 "features": {"clock", "next_due", "roles"}}
POST /api/people                {first_name, last_name?, platform?, phone?} → the person, as in "people"
POST /api/groups                {title, platform?} → a group of all people there and the bot, as in "groups"
GET  /api/chats/{person}        ?before=&limit= → {"messages", "reply_keyboard": null | {"rows"}, "more"}
POST /api/chats/{person}/text   {text, reply_to?} → {"message"}; in the place of a person a group, with "as": whose text
     …/tap                      {message_id, data} → {"callback_id"}
     …/contact                  {of?} → {"message"}; `of` is a person's id, without it one's own contact
     …/location                 {latitude, longitude} → {"message"}
     …/sticker                  {} → {"message"}
     …/files                    multipart: kind, caption, file… → {"messages"}
     …/edit                     {message_id, text} → {"message"}
     …/read, …/block, …/unblock {} → {}
GET  /api/files/{file_id}       the bytes
GET  /api/clock                 {"now": ISO UTC, "tz"}
POST /api/clock                 {"to": ISO} | {"hours": n} | {"days": n} | {"next_due": true} → the same
POST /api/faults                the fields of faults.Fault, platform? → {}; DELETE clears all faults
GET  /api/events                server-sent events, each a JSON object with "type":
                                message, edit {"person", "message"} · delete {"person", "message_ids"} ·
                                toast {"person", "callback_id", "text", "alert"}, also with an empty text ·
                                keyboard {"person", "reply_keyboard"} · typing {"person", "action"} ·
                                clock {"now", "tz"} · people {}: a newcomer, a read mark or
                                other commands: get the state again

A message: {"id", "from": "bot" | "person", "sender", "date", "edit_date"?, "text"?, "entities"?, "caption"?,
"photo" | "document" | "video" | "animation" | "audio" | "voice" | "sticker": {"file_id", "file_size", "url",
…}?, "location"?, "contact"?, "media_group_id"?, "inline_keyboard"?, "reply_to"?, "topic"?, "forwarded_from"?}. Dates
are Unix seconds of the sandbox's clock. An error is 400 {"error": a sentence for the person, "code"}.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.host import HostApp
from sandbox.http.event_stream import EventStreams
from sandbox.http.page_state import bot_of, group_of, person_of
from sandbox.http.platform_face import PlatformFace
from sandbox.http.request_fields import field, json_body, optional_int, parse_int, parse_time
from sandbox.protocol.validation import MEDIA_PARAMETERS
from sandbox.world.actions import ActionError
from sandbox.world.clock import Clock, ClockError
from sandbox.world.events import Event, EventBus
from sandbox.world.faults import FAULT_KINDS, Fault
from sandbox.world.platform_state import Chat
from sandbox.world.store import encode

TIMEZONE = "Asia/Tehran"
_PAGE = 50  # messages
_ERROR_TEXTS = {
    "no_person": "چنین شخصی در این محیط نیست.",
    "id_taken": "این شناسه از آنِ شخص دیگری است.",
    "no_message": "این پیام دیگر در گفتگو نیست.",
    "no_button": "این دکمه دیگر در پیام نیست.",
    "not_own": "فقط پیام‌های خودتان را می‌توانید ویرایش کنید.",
    "blocked": "این شخص ربات را مسدود کرده است؛ نخست رفع مسدودی کنید.",
    "clock": "ساعت این محیط فقط رو به جلو می‌رود.",
    "nothing_due": "یادآوری‌ای در پیش نیست.",
    "empty": "پیام خالی فرستاده نمی‌شود.",
    "too_long": "این متن بلندتر از اندازهٔ مجاز است.",
    "request": "درخواست خوانده نشد.",
}
Handler = Callable[["ControlApi", web.Request], Awaitable[web.StreamResponse]]


def _page_handler(handler: Handler) -> Handler:
    """Wrap a handler: answer an impossible action by 400."""

    @wraps(handler)
    async def answer(self: "ControlApi", request: web.Request) -> web.StreamResponse:
        try:
            return await handler(self, request)
        except ActionError as error:
            return _error(error.code)
        except ClockError:
            return _error("clock")

    return answer


class ControlApi:
    """HTTP handlers of the page's requests; `faces` are the platforms by name."""

    def __init__(
        self, faces: Mapping[str, PlatformFace], clock: Clock, bus: EventBus, host_app: HostApp | None
    ) -> None:
        self._faces = faces
        self._clock = clock
        self._bus = bus
        self._host_app = host_app
        self._streams = EventStreams(bus)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/api/state", self.state)
        app.router.add_post("/api/people", self.add_person)
        app.router.add_post("/api/groups", self.add_group)
        app.router.add_get("/api/chats/{person}", self.chat)
        app.router.add_post("/api/chats/{person}/files", self.files)
        app.router.add_post("/api/chats/{person}/{action}", self.act)
        app.router.add_get("/api/files/{file_id}", self.file)
        app.router.add_get("/api/clock", self.clock)
        app.router.add_post("/api/clock", self.move_clock)
        app.router.add_post("/api/faults", self.add_fault)
        app.router.add_delete("/api/faults", self.clear_faults)
        app.router.add_get("/api/events", self._streams.open)

    def stop(self) -> None:
        """End the event streams."""
        self._streams.stop()

    @_page_handler
    async def state(self, _: web.Request) -> web.Response:
        hosted = self._host_app is not None
        return _json(
            {
                "bot": bot_of(self._first()),
                "bots": {name: bot_of(face) for name, face in self._faces.items()},
                "people": [
                    await person_of(face, person, self._host_app)
                    for face in self._faces.values()
                    for person in face.world.people()
                ],
                "groups": [group_of(face, group) for face in self._faces.values() for group in face.world.groups()],
                "clock": self._now(),
                "days_off": {} if self._host_app is None else await self._host_app.days_off(),
                "features": {"clock": True, "next_due": hosted, "roles": hosted},
            }
        )

    @_page_handler
    async def add_person(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        face = self._face(body)
        last_name, phone = (field(body, name, str) if body.get(name) else "" for name in ("last_name", "phone"))
        person = face.world.add_person(field(body, "first_name", str), last_name, phone=phone)
        return _json(await person_of(face, person, self._host_app))

    @_page_handler
    async def add_group(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        face = self._face(body)
        people = face.world.people()
        if not people:
            raise ActionError("no_person", "there is nobody yet")
        return _json(group_of(face, face.world.add_group(field(body, "title", str), people)))

    @_page_handler
    async def chat(self, request: web.Request) -> web.Response:
        face, person = self._chat_in_path(request)
        limit = parse_int(request.query.get("limit", str(_PAGE)))
        messages = face.world.history(person)
        if "before" in request.query:
            before = parse_int(request.query["before"])
            messages = [message for message in messages if message["id"] < before]
        return _json(
            {
                "messages": messages[-limit:],
                "reply_keyboard": face.world.keyboard(person) if person.type == "private" else None,
                "more": len(messages) > limit,
            }
        )

    @_page_handler
    async def act(self, request: web.Request) -> web.Response:
        face, person = self._chat_in_path(request)
        world = face.world
        body = await json_body(request)
        if person.type == "group":
            return self._act_in_group(face, person, request.match_info["action"], body)
        match request.match_info["action"]:
            case "text":
                message = world.say(person, field(body, "text", str), optional_int(body, "reply_to"))
            case "contact":
                of = None if body.get("of") is None else self._find_person(field(body, "of", str))
                if of is not None and of[0] is not face:
                    raise ActionError("no_person", "people of another messenger are not in the address book")
                message = world.share_contact(person, of and of[1])
            case "location":
                latitude, longitude = (field(body, name, float) for name in ("latitude", "longitude"))
                message = world.share_location(person, latitude, longitude)
            case "sticker":
                message = world.send_sticker(person)
            case "edit":
                message = world.edit(person, field(body, "message_id", int), field(body, "text", str))
            case "tap":
                query = world.tap(person, field(body, "message_id", int), field(body, "data", str))
                return _json({"callback_id": query.id})
            case "read":
                world.read(person)
                return _json({})
            case "block":
                world.block(person)
                return _json({})
            case "unblock":
                world.unblock(person)
                return _json({})
            case _:
                raise web.HTTPNotFound
        return _json({"message": face.state.view(message)})

    def _act_in_group(self, face: PlatformFace, group: Chat, action: str, body: dict[str, Any]) -> web.Response:
        """Do what one of a group's members can do there on the page: write."""
        if action == "read":
            return _json({})
        if action != "text":
            raise ActionError("request", "in a group people write texts")
        _, who = self._find_person(field(body, "as", str))
        if who.id not in group.members:
            raise ActionError("no_person", "only a member writes in a group")
        message = face.world.say(who, field(body, "text", str), optional_int(body, "reply_to"), group)
        return _json({"message": face.state.view(message)})

    @_page_handler
    async def files(self, request: web.Request) -> web.Response:
        words: dict[str, str] = {}
        sent: list[tuple[str, bytes, str]] = []
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise ActionError("request", "a part without a name")
            if part.filename is None:
                words[part.name] = await part.text()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                sent.append((part.filename, bytes(await part.read()), mime))
        kind = words.get("kind", "document")
        if not sent or kind not in MEDIA_PARAMETERS:
            raise ActionError("request", "no file, or one of an unknown kind")
        face, person = self._person_in_path(request)
        messages = face.world.send_files(person, sent, kind, words.get("caption", ""))
        return _json({"messages": [face.state.view(message) for message in messages]})

    @_page_handler
    async def file(self, request: web.Request) -> web.Response:
        file_id = request.match_info["file_id"]
        found = next((each for face in self._faces.values() if (each := face.state.files.by_id(file_id))), None)
        if found is None:
            raise web.HTTPNotFound
        document, data = found
        response = web.Response(body=data, headers={"X-Content-Type-Options": "nosniff"})
        # A document comes from somebody else and must not run as a page of this origin.
        if document["mime_type"].startswith(("image/", "audio/", "video/")) and "svg" not in document["mime_type"]:
            response.content_type = document["mime_type"].partition(";")[0]
        else:
            response.content_type = "application/octet-stream"
        return response

    @_page_handler
    async def clock(self, _: web.Request) -> web.Response:
        return _json(self._now())

    @_page_handler
    async def move_clock(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        clock = self._clock
        if body.get("next_due"):
            due = None if self._host_app is None else await self._host_app.next_due()
            if due is None:
                return _error("nothing_due")
            # A reminder that is due already needs no move, only the host's work.
            step = max(due - clock.now(), timedelta(0))
        elif "to" in body:
            step = parse_time(field(body, "to", str)) - clock.now()
        else:
            step = timedelta(hours=optional_int(body, "hours") or 0, days=optional_int(body, "days") or 0)
        now = clock.move_by(step)
        self._bus.tell("clock", None, self._now)
        if self._host_app is not None:
            await self._host_app.clock_moved(now)
        return _json(self._now())

    @_page_handler
    async def add_fault(self, request: web.Request) -> web.Response:
        body = await json_body(request)
        face = self._face(body)
        body.pop("platform", None)
        if body.get("kind") not in FAULT_KINDS or body.keys() - {each.name for each in dataclasses.fields(Fault)}:
            return _error("request")
        face.faults.add(Fault(**body))
        return _json({})

    @_page_handler
    async def clear_faults(self, _: web.Request) -> web.Response:
        for face in self._faces.values():
            face.faults.clear()
        return _json({})

    def _first(self) -> PlatformFace:
        return next(iter(self._faces.values()))

    def _face(self, body: dict[str, Any]) -> PlatformFace:
        """The platform that a body names, by default the first. Raises ActionError."""
        if "platform" not in body:
            return self._first()
        face = self._faces.get(field(body, "platform", str))
        if face is None:
            raise ActionError("request", "there is no such messenger")
        return face

    def _person_in_path(self, request: web.Request) -> tuple[PlatformFace, Chat]:
        return self._find_person(request.match_info["person"])

    def _chat_in_path(self, request: web.Request) -> tuple[PlatformFace, Chat]:
        """Find a person or a group; the numbers of groups are below zero. Raises ActionError."""
        name, _, digits = request.match_info["person"].partition(":")
        if name in self._faces and digits.startswith("-"):
            face = self._faces[name]
            return face, face.world.group(parse_int(digits))
        return self._person_in_path(request)

    def _find_person(self, user: str) -> tuple[PlatformFace, Chat]:
        """Find a person by an id such as "bale:1001", with the platform. Raises ActionError."""
        name, _, digits = user.partition(":")
        face = self._faces.get(name)
        if face is None:
            raise ActionError("no_person", f"there is no person {user}")
        return face, face.world.person(parse_int(digits))

    def _now(self) -> Event:
        return {"now": self._clock.now().isoformat(), "tz": TIMEZONE}


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


def _error(code: str) -> web.Response:
    return _json({"error": _ERROR_TEXTS[code], "code": code}, 400)
