"""Bale's rules."""

from sandbox.rules import Rules

BALE = Rules(
    name="bale",
    prefix="/bale",
    bot_id=420000000,
    username="dabir_bale_bot",
    phones="98916",
    link="https://ble.ir/{bot}?start={word}",
)
