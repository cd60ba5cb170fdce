"""What is particular to one messenger, so that everything else is written once."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sandbox.protocol.errors import RefusedError
from sandbox.protocol.schema import Schema
from sandbox.protocol.validation import Checks

Content = dict[str, Any]
Method = Callable[[Any, dict[str, Any]], Any]
"""A method of a Bot API: the records and the parameters in, the result out. Raises RefusedError."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How many messages may be sent: a second in all, a second to a chat after `burst`, a minute to a group."""

    total: float
    chat: float
    burst: float
    group: float


class Rules(ABC):
    """One messenger. What is the same with all stands here; `records`, methods and payloads are Telegram's inside.

    `prefix` comes before ``/bot<token>`` in the address; `bot_id` and `username` are its bot's, `phones` is how its
    people's numbers begin when none is given. `link` is the address of a bot with a payload, to be formatted with
    `bot` and `word`. `first_update` is the first update's id. Updates are kept up to `kept` and for `kept_for` seconds
    of the sandbox's clock, a link to a file lives for `link_lives` seconds; None is no limit. `one_time` says whether
    a one-time keyboard goes away by itself, `old_clients` whether people come with old ones.
    """

    name: ClassVar[str]
    prefix: ClassVar[str]
    bot_id: ClassVar[int]
    username: ClassVar[str]
    phones: ClassVar[str]
    link: ClassVar[str]
    actions: ClassVar[frozenset[str]]
    rates: ClassVar[Rates]
    upload_limit: int = 50 * 1024 * 1024
    caption_limit: ClassVar[int]
    first_update: int = 0
    kept: int | None = None
    kept_for: int | None = None
    link_lives: float | None = None
    one_time: bool = True
    old_clients: bool = False

    def __init__(self, schema: Schema, methods: Mapping[str, Method], limited: frozenset[str]) -> None:
        """`limited` are the methods that count for the rates."""
        self.schema = schema
        self.checks = Checks(schema)
        self.methods = methods
        self.limited = limited

    def canonical(self, method: str) -> str:
        """The method's name as it is documented."""
        return method

    @abstractmethod
    def text(self, params: Content) -> Content:
        """`text` and `entities` of a message that the bot sends. Raises RefusedError."""

    @abstractmethod
    def caption(self, params: Content) -> Content:
        """`caption` and `caption_entities`; nothing for an empty caption. Raises RefusedError."""

    @abstractmethod
    def found(self, text: str) -> list[Content]:
        """The entities that the bot is told of a person's text."""

    def seen(self, text: str, entities: list[Content]) -> tuple[str, list[Content]]:
        """What a client shows of a text."""
        return text, entities

    @abstractmethod
    def query_id(self, person: Any) -> str:
        """The id of a button that the person (a Chat) presses."""

    def update(self, kind: str, payload: Content) -> Content | None:
        """The payload of an update as the bot gets it; None when the messenger has no such updates."""
        return payload

    def answer(self, method: str, result: Any) -> Any:
        """The result of a call as the bot gets it."""
        return result

    def refused(self, refusal: RefusedError) -> tuple[int, Content]:
        """The status and the body of the answer to a call that is refused."""
        return refusal.code, refusal.answer()
