"""The state of one platform: chats with messages, files, updates and callback queries, in memory and stored."""

import json
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sandbox.protocol.errors import blocked, cannot_initiate, chat_not_found, not_a_member
from sandbox.protocol.platform_rules import PlatformRules
from sandbox.world.clock import Clock
from sandbox.world.events import PlatformEvents
from sandbox.world.faults import Faults
from sandbox.world.files import Files
from sandbox.world.store import IdSequence, Store
from sandbox.world.updates import UpdateQueue
from sandbox.world.view import keyboard_view, message_view

Message = dict[str, Any]

QUERY_LIFETIME = 60.0  # seconds, monotonic; Telegram's is not documented and about this


@dataclass(slots=True)
class Chat:
    """A person's private chat with the bot, or a group.

    `keyboard` is the current reply keyboard, `read` the id of the last message that the person has seen. `started`
    is true once the bot may write. An old client cannot show the answer to a callback query.
    """

    id: int
    type: Literal["private", "group"]
    first_name: str = ""
    last_name: str = ""
    username: str = ""
    language: str = "fa"
    phone: str = ""
    title: str = ""
    members: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    read: int = 0
    old_client: bool = False
    keyboard: dict[str, Any] | None = None

    def as_user(self) -> dict[str, Any]:
        """The person as a User of the Bot API."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        user["language_code"] = self.language
        return user

    def as_chat(self) -> dict[str, Any]:
        """The chat as a Chat of the Bot API."""
        if self.type == "group":
            return {"id": self.id, "type": "supergroup", "title": self.title}
        chat = {**self.as_user(), "type": "private"}
        del chat["is_bot"], chat["language_code"]
        return chat


@dataclass(slots=True)
class Query:
    """A callback query: a pressed button. `toast` and `alert` are the bot's answer; `toast` is None until it comes."""

    id: str
    person: int
    message_id: int
    since: float
    toast: str | None = None
    alert: bool = False

    @property
    def pending(self) -> bool:
        return self.toast is None


class PlatformState:
    """The state of one platform. Every change goes through here, is stored and published to the listeners."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        faults: Faults,
        bot: dict[str, Any],
        events: PlatformEvents,
        rules: PlatformRules,
    ) -> None:
        self.rules = rules
        self.store = store
        self.clock = clock
        self.bot = bot
        self.events = events
        self.files = Files(store, rules)
        self.updates = UpdateQueue(store, faults, self.events, clock, rules)
        self.queries: dict[str, Query] = {}
        self.chats = {row["id"]: Chat(**row) for row in store.chats()}
        self.messages: dict[int, dict[int, Message]] = {chat_id: {} for chat_id in self.chats}
        for chat_id, message in store.messages():
            self.messages[chat_id][message["message_id"]] = message
        # Ids of the bot's messages with a reply keyboard, which Telegram does not let it edit. A restart forgets them.
        self.fixed: set[int] = set()
        self._ids = IdSequence(store, "next_message_id")

    def chat(self, chat_id: int | str) -> Chat:
        """Find a chat by id or @username. Raises BotApiError "chat not found"."""
        if isinstance(chat_id, str):
            for chat in self.chats.values():
                if chat.username and chat.username == chat_id[1:]:
                    return chat
            raise chat_not_found()
        known = self.chats.get(chat_id)
        if known is None:
            raise chat_not_found()
        return known

    def writable(self, chat_id: int | str) -> Chat:
        """Find a chat to which the bot may write. Raises BotApiError."""
        chat = self.chat(chat_id)
        if chat.blocked:
            raise blocked()
        if not chat.started and chat.type == "group":
            raise not_a_member()
        if not chat.started:
            # A bot knows a person only when the person wrote to it or is in a group with it.
            if any(chat.id in group.members for group in self.chats.values()):
                raise cannot_initiate()
            raise chat_not_found()
        return chat

    def keep(self, chat: Chat) -> None:
        """Store a new or changed chat."""
        self.chats[chat.id] = chat
        self.messages.setdefault(chat.id, {})
        self.store.keep_chat(chat.id, asdict(chat))

    def message(self, chat: Chat, message_id: int) -> Message | None:
        return self.messages[chat.id].get(message_id)

    def draft(self, chat: Chat, sender: dict[str, Any]) -> Message:
        """Make a message with an id, a date and a sender; the caller fills it and puts it."""
        return {
            "message_id": self._ids.next_id(),
            "from": sender,
            "chat": chat.as_chat(),
            "date": self.clock.timestamp(),
        }

    def put(self, chat: Chat, message: Message) -> None:
        """Add a message to its chat."""
        self.messages[chat.id][message["message_id"]] = message
        self.store.keep_message(chat.id, message)
        self.events.tell("message", chat.id, lambda: {"message": self.view(message)})

    def change(self, chat: Chat, message: Message) -> None:
        """Replace a message by its edited version."""
        self.messages[chat.id][message["message_id"]] = message
        self.store.keep_message(chat.id, message)
        self.events.tell("edit", chat.id, lambda: {"message": self.view(message)})

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        """Delete messages from a chat."""
        for message_id in message_ids:
            del self.messages[chat.id][message_id]
            self.store.forget_message(message_id)
        self.events.tell("delete", chat.id, lambda: {"message_ids": message_ids})

    def set_keyboard(self, chat: Chat, keyboard: dict[str, Any] | None) -> None:
        """Show a reply keyboard, or with None remove it."""
        if keyboard != chat.keyboard:
            chat.keyboard = keyboard
            self.keep(chat)
            self.events.tell("keyboard", chat.id, lambda: {"reply_keyboard": keyboard_view(keyboard)})

    def press(self, person: int, message_id: int) -> Query:
        """Make a pending callback query, and forget those that are too old to be answered."""
        now = time.monotonic()
        while self.queries and now - next(iter(self.queries.values())).since > QUERY_LIFETIME:
            del self.queries[next(iter(self.queries))]
        query = Query(self.rules.query_id(self.chats[person]), person, message_id, now)
        self.queries[query.id] = query
        return query

    def open_query(self, query_id: str) -> Query | None:
        """Find a callback query that can still be answered; None when it is unknown, answered or too old."""
        query = self.queries.get(query_id)
        if query is None or not query.pending or time.monotonic() - query.since > QUERY_LIFETIME:
            return None
        return query

    def view(self, message: Message) -> dict[str, Any]:
        """The message as a client shows it."""
        return message_view(message, self.bot["id"], self.rules)

    def setting(self, name: str) -> Any:
        """A setting of the bot, such as its commands, a name or its webhook; None when it was never set."""
        stored = self.store.value(f"setting:{name}")
        return None if stored is None else json.loads(stored)

    def set_setting(self, name: str, value: Any) -> None:
        self.store.keep_value(f"setting:{name}", json.dumps(value))
