"""What is particular to one messenger, so that everything else is written once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """A messenger's name, and what its Bot API does in its own way.

    `prefix` is what comes before ``/bot<token>`` in the address; `bot_id` and `username` are those of its bot here,
    `phones` is how its people's numbers begin when none is given, `link` the address of a bot with a payload, to be
    formatted with `bot` and `word`.
    """

    name: str
    prefix: str
    bot_id: int
    username: str
    phones: str
    link: str


TELEGRAM = Rules(
    name="telegram",
    prefix="",
    bot_id=4200000000,
    username="dabir_sandbox_bot",
    phones="98915",
    link="https://t.me/{bot}?start={word}",
)
