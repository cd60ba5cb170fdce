"""The people of one platform: write, tap, send and look, as tests and the page do it for them.

A person is given by id or as the Chat that `add_person` returned. Methods act at once and return; the bot's answer
comes when the bot has fetched the update. `wait_until` waits for it.
"""

import secrets
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.protocol.markup import TEXT_LIMIT, split_text, utf16_length
from sandbox.protocol.validation import Upload
from sandbox.world.files import as_part
from sandbox.world.platform_state import Chat, Message, PlatformState, Query
from sandbox.world.view import keyboard_view

PersonRef = int | Chat

FIRST_PERSON = 1001
CALLS_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot with the body of its answer, None when the server sent no answer of a Bot API.

    `sent` are the parameters as they came (all strings in a `form`), `params` the same after validation, as far as it
    went. `fault` is the kind of the simulated fault, "" without one.
    """

    method: str
    params: dict[str, Any]
    answer: dict[str, Any] | None
    sent: dict[str, Any]
    form: bool
    fault: str


class ActionError(ValueError):
    """An action that a client would not allow. `code` is the reason for the page, the message the one for tests."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class World:
    """One platform's simulated world: its people, their actions and what they see.

    `transcript` holds the bot's last calls, oldest first.
    """

    def __init__(self, state: PlatformState) -> None:
        self._state = state
        self.transcript: deque[Call] = deque(maxlen=CALLS_REMEMBERED)

    # People and groups

    def add_person(
        self,
        first_name: str,
        last_name: str = "",
        language: str = "fa",
        id: int | None = None,  # noqa: A002
        phone: str = "",
        known: bool = False,
    ) -> Chat:
        """Add a person who has not yet opened the bot. Raises ActionError when the id is taken.

        `phone` is digits with the country's code, the same on every platform that the person uses. A `known` person
        opened the bot long ago, so that the bot may write first.
        """
        number = max((FIRST_PERSON - 1, *(chat.id for chat in self.people()))) + 1 if id is None else id
        if number in self._state.chats:
            raise ActionError("id_taken", f"{number} is somebody else")
        phone = phone or f"{self._state.rules.phone_prefix}{number % 10_000_000:07}"
        person = Chat(number, "private", first_name, last_name, language=language, phone=phone, started=known)
        person.old_client = self._state.rules.old_clients
        self._state.keep(person)
        self._state.events.tell("people", None, dict)
        return person

    def people(self) -> list[Chat]:
        return [chat for chat in self._state.chats.values() if chat.type == "private"]

    def person(self, who: PersonRef) -> Chat:
        """Find a person. Raises ActionError when there is none."""
        chat = who if isinstance(who, Chat) else self._state.chats.get(who)
        if chat is None or chat.type != "private":
            raise ActionError("no_person", f"there is no person {who}")
        return chat

    def add_group(self, title: str, members: Sequence[PersonRef]) -> Chat:
        """Add a group of these people and the bot."""
        people = [self.person(member) for member in members]
        first, others = self._state.rules.first_group, [group.id for group in self.groups()]
        number = min((first + 1, *others)) - 1 if first < 0 else max((first - 1, *others)) + 1
        group = Chat(number, "group", title=title, members=[person.id for person in people], started=True)
        self._state.keep(group)
        self._membership(group, people[0], "left", "member")
        self._state.events.tell("people", None, dict)
        return group

    def groups(self) -> list[Chat]:
        return [chat for chat in self._state.chats.values() if chat.type == "group"]

    def group(self, number: int) -> Chat:
        """Find a group. Raises ActionError when there is none."""
        chat = self._state.chats.get(number)
        if chat is None or chat.type != "group":
            raise ActionError("no_person", f"there is no group {number}")
        return chat

    def remove_bot(self, group: Chat, by: PersonRef) -> None:
        """Remove the bot from a group."""
        group.started = False
        self._state.keep(group)
        self._membership(group, self.person(by), "member", "kicked")

    # Actions

    def say(
        self,
        who: PersonRef,
        text: str,
        reply_to: int | None = None,
        group: Chat | None = None,
        forwarded_from: PersonRef | None = None,
        styles: Sequence[dict[str, Any]] = (),
        topic: int = 0,
    ) -> Message:
        """Send a text in the private chat or in a group; commands, links and the like in it become entities.

        `topic` is the one of a forum group, 0 for none.

        A long text is sent as several messages, as Telegram's clients do, and the last one is returned. `styles` are
        the entities of what the person made bold and the like; the text is short then.
        """
        parts = split_text(text)
        if not parts:
            raise ActionError("empty", "a message needs words")
        for part in parts:
            content: dict[str, Any] = {"text": part}
            if topic:
                content |= {"message_thread_id": topic, "is_topic_message": True}
            if entities := [*styles, *self._state.rules.incoming_entities(part)]:
                content["entities"] = entities
            message = self._send(who, content, reply_to, group, forwarded_from)
        return message

    def open_link(self, who: PersonRef, payload: str = "") -> Message:
        """Open the bot's link with this payload and press Start."""
        return self.say(who, f"/start {payload}".strip())

    def tap(self, who: PersonRef, message_id: int, button: str) -> Query:
        """Tap an inline button, given by its label or its data. Raises ActionError when it is not there."""
        person = self.person(who)
        message = self._message(person, message_id)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [found for row in rows for found in row if button in (found["text"], found.get("callback_data"))]
        if not buttons or "callback_data" not in buttons[0]:
            raise ActionError("no_button", f'message {message_id} has no button "{button}" to tap')
        query = self._state.press(person.id, message_id)
        self._state.updates.put(
            "callback_query",
            {
                "id": query.id,
                "from": person.as_user(),
                "message": message,
                "chat_instance": str(person.id),
                "data": buttons[0]["callback_data"],
            },
        )
        return query

    def press(self, who: PersonRef, button: str) -> Message:
        """Press a button of the current reply keyboard: send its label, or share one's own contact."""
        person = self.person(who)
        rows = (person.keyboard or {}).get("keyboard", [])
        found = next((key for row in rows for key in row if key["text"] == button), None)
        if found is None:
            raise ActionError("no_button", f'there is no key "{button}"')
        if found.get("request_contact"):
            return self.share_contact(person)
        if found.get("request_location"):
            raise ActionError("no_button", "this key asks for a location: share one")
        return self.say(person, button)

    def share_contact(
        self, who: PersonRef, of: PersonRef | None = None, forwarded_from: PersonRef | None = None
    ) -> Message:
        """Share one's own contact, or that of another person (`of`) from the address book."""
        shared = self.person(who if of is None else of)
        contact: dict[str, Any] = {"phone_number": shared.phone, "first_name": shared.first_name}
        if shared.last_name:
            contact["last_name"] = shared.last_name
        contact["user_id"] = shared.id
        return self._send(who, {"contact": contact}, forwarded_from=forwarded_from)

    def share_location(self, who: PersonRef, latitude: float, longitude: float) -> Message:
        return self._send(who, {"location": {"latitude": latitude, "longitude": longitude}})

    def send_files(
        self,
        who: PersonRef,
        files: Sequence[tuple[str, bytes, str]],
        kind: str = "document",
        caption: str = "",
    ) -> list[Message]:
        """Send files, each (name, bytes, MIME type). Several make an album; the caption goes with the first."""
        if utf16_length(caption) > self._state.rules.caption_limit:
            raise ActionError("too_long", "the caption is too long")
        album = {"media_group_id": str(secrets.randbits(60))} if len(files) > 1 else {}
        messages: list[Message] = []
        for name, data, mime in files:
            content = {**as_part(self._state.files.add(kind, Upload(name, mime, data))), **album}
            if caption and not messages:
                content["caption"] = caption
            messages.append(self._send(who, content))
        return messages

    def send_sticker(self, who: PersonRef) -> Message:
        """Send a sticker."""
        sticker = self._state.files.add("sticker", Upload("sticker.webp", "image/webp", b"RIFF"))
        return self._send(who, as_part(sticker))

    def edit(self, who: PersonRef, message_id: int, text: str) -> Message:
        """Edit one's own text or caption. Raises ActionError for somebody else's message."""
        person = self.person(who)
        message = self._message(person, message_id)
        name = "text" if "text" in message else "caption"
        if message["from"]["id"] != person.id or "forward_origin" in message:
            raise ActionError("not_own", "only one's own messages can be edited")
        if utf16_length(text) > (TEXT_LIMIT if name == "text" else self._state.rules.caption_limit):
            raise ActionError("too_long", "an edited message is one message")
        edited = {key: value for key, value in message.items() if key not in ("entities", "caption_entities")}
        edited |= {name: text, "edit_date": self._state.clock.timestamp()}
        if entities := self._state.rules.incoming_entities(text):
            edited["entities" if name == "text" else "caption_entities"] = entities
        self._state.change(person, edited)
        self._state.updates.put("edited_message", edited)
        return edited

    def read(self, who: PersonRef) -> None:
        """Mark all messages of the chat as read."""
        person = self.person(who)
        person.read = max(self._state.messages[person.id], default=0)
        self._state.keep(person)
        self._state.events.tell("people", None, dict)

    def block(self, who: PersonRef) -> None:
        self._set_blocked(self.person(who), True)

    def unblock(self, who: PersonRef) -> None:
        self._set_blocked(self.person(who), False)

    # Views

    def history(self, who: PersonRef) -> list[dict[str, Any]]:
        """The messages of a chat as a client shows them, oldest first; shapes as in http/control_api.py."""
        chat = who if isinstance(who, Chat) else self.person(who)
        return [self._state.view(message) for message in self._state.messages[chat.id].values()]

    def keyboard(self, who: PersonRef) -> dict[str, Any] | None:
        """The current reply keyboard; None without one."""
        return keyboard_view(self.person(who).keyboard)

    def unread(self, who: PersonRef) -> int:
        """The number of the bot's messages since the person last looked or wrote."""
        person = self.person(who)
        count = 0
        for message_id, message in reversed(self._state.messages[person.id].items()):
            if message_id <= person.read or message["from"]["id"] != self._state.bot["id"]:
                break
            count += 1
        return count

    @property
    def unconfirmed(self) -> int:
        """The number of updates that the bot has not confirmed yet."""
        return len(self._state.updates)

    async def wait_until(self, condition: Callable[[], object], within: float = 10) -> None:
        """Wait until `condition()` is true, asking after each change. Raises TimeoutError after `within` seconds."""
        await self._state.events.wait_until(condition, within)

    def _message(self, person: Chat, message_id: int) -> Message:
        message = self._state.message(person, message_id)
        if message is None:
            raise ActionError("no_message", f"there is no message {message_id}")
        return message

    def _send(
        self,
        who: PersonRef,
        content: dict[str, Any],
        reply_to: int | None = None,
        group: Chat | None = None,
        forwarded_from: PersonRef | None = None,
    ) -> Message:
        person = self.person(who)
        chat = person if group is None else group
        if chat.blocked:
            raise ActionError("blocked", "one who blocked the bot cannot write to it")
        message = self._state.draft(chat, person.as_user())
        if reply_to is not None:
            answered = self._message(chat, reply_to)
            message["reply_to_message"] = {k: v for k, v in answered.items() if k != "reply_to_message"}
        if forwarded_from is not None:
            sender = self.person(forwarded_from).as_user()
            message["forward_origin"] = {"type": "user", "date": message["date"], "sender_user": sender}
        message.update(content)
        if not chat.started:
            chat.started = True
            self._state.keep(chat)
        self._state.put(chat, message)
        self._state.updates.put("message", message)
        if self._state.rules.hides_one_time_keyboards and (chat.keyboard or {}).get("one_time_keyboard"):
            self._state.set_keyboard(chat, None)
        return message

    def _set_blocked(self, person: Chat, blocked: bool) -> None:
        if person.blocked != blocked:
            person.blocked = blocked
            self._state.keep(person)
            before, after = ("member", "kicked") if blocked else ("kicked", "member")
            self._membership(person, person, before, after)

    def _membership(self, chat: Chat, person: Chat, before: str, after: str) -> None:
        bot = self._state.bot
        self._state.updates.put(
            "my_chat_member",
            {
                "chat": chat.as_chat(),
                "from": person.as_user(),
                "date": self._state.clock.timestamp(),
                "old_chat_member": _member(before, bot),
                "new_chat_member": _member(after, bot),
            },
        )


def _member(status: str, bot: dict[str, Any]) -> dict[str, Any]:
    member = {"status": status, "user": bot}
    return {**member, "until_date": 0} if status == "kicked" else member
