"""The interface behind which platforms differ: limits, addresses, texts and payloads of one Bot API."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sandbox.protocol.errors import BotApiError
from sandbox.protocol.schema import Schema
from sandbox.protocol.validation import Validator

Content = dict[str, Any]
Method = Callable[[Any, dict[str, Any]], Any]
"""A Bot API method: takes the PlatformState and the parameters, returns the result. Raises BotApiError."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Rate limits: messages a second in all, a second to one chat after `burst` at once, a minute to one group."""

    total: float
    chat: float
    burst: float
    group: float


class PlatformRules(ABC):
    """The rules of one platform; the defaults are Telegram's, and so are the shapes inside the sandbox.

    `path_prefix` comes before ``/bot<token>`` in the address; `bot_id` and `username` are its bot's, `phone_prefix`
    begins the numbers of people who are given none. `bot_link` is the bot's address with a payload, to be formatted
    with `bot` and `word`. Limits, None being none: `queue_limit` updates are kept, for `update_lifetime` seconds of
    the sandbox's clock, and a file's link is valid for `file_link_lifetime` seconds. `hides_one_time_keyboards` is
    true when a one-time keyboard goes away by itself, `old_clients` when new people have old clients. Groups are
    numbered from `first_group` on, downwards where that is negative.
    """

    name: ClassVar[str]
    path_prefix: ClassVar[str]
    bot_id: ClassVar[int]
    username: ClassVar[str]
    phone_prefix: ClassVar[str]
    bot_link: ClassVar[str]
    chat_actions: ClassVar[frozenset[str]]
    rates: ClassVar[Rates]
    upload_limit: int = 50 * 1024 * 1024
    caption_limit: ClassVar[int]
    first_update_id: int = 0
    first_group: int = -1001000000001
    queue_limit: int | None = None
    update_lifetime: int | None = None
    file_link_lifetime: float | None = None
    hides_one_time_keyboards: bool = True
    old_clients: bool = False

    def __init__(self, schema: Schema, methods: Mapping[str, Method], rate_limited: frozenset[str]) -> None:
        """`rate_limited` are the methods that count for the rate limits."""
        self.schema = schema
        self.validator = Validator(schema)
        self.methods = methods
        self.rate_limited = rate_limited

    def method_name(self, method: str) -> str:
        """The documented spelling of a method's name."""
        return method

    @abstractmethod
    def text_content(self, params: Content) -> Content:
        """The `text` and `entities` of a message that the bot sends. Raises BotApiError."""

    @abstractmethod
    def caption_content(self, params: Content) -> Content:
        """The `caption` and `caption_entities` of a sent file; {} without a caption. Raises BotApiError."""

    @abstractmethod
    def incoming_entities(self, text: str) -> list[Content]:
        """The entities that a person's text has when the bot receives it."""

    def displayed(self, text: str, entities: list[Content]) -> tuple[str, list[Content]]:
        """The text and entities that a client displays."""
        return text, entities

    @abstractmethod
    def query_id(self, person: Any) -> str:
        """A new callback query id for a button that the person (a Chat) presses."""

    def update_payload(self, kind: str, payload: Content) -> Content | None:
        """The payload of an update as the bot gets it; None when the platform has no updates of this kind."""
        return payload

    def result(self, method: str, result: Any) -> Any:
        """The result of a call as the bot gets it."""
        return result

    def error_response(self, refusal: BotApiError) -> tuple[int, Content]:
        """The HTTP status and the JSON body that answer a refused call."""
        return refusal.code, refusal.body()
