"""Bale's rules."""

from sandbox.telegram import Telegram


class Bale(Telegram):
    """Bale."""

    name = "bale"
    prefix = "/bale"
    bot_id = 420000000
    username = "dabir_bale_bot"
    phones = "98916"
    link = "https://ble.ir/{bot}?start={word}"
