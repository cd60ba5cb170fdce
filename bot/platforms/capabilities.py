"""The capabilities of each platform, side by side: code asks for a capability, never for a platform's name."""

from bot.platforms.base import Capabilities
from bot.settings.sections import Limits

_MB = 2**20


def telegram(limits: Limits) -> Capabilities:
    """The capabilities of Telegram, from its documents and the settings."""
    return Capabilities(
        download_limit=limits.download_mb * _MB,
        upload_limit=limits.upload_mb * _MB,
        photo_limit=10 * _MB,
        text_limit=4096,
        caption_limit=1024,
        per_second=limits.telegram_per_second,
        chat_burst=limits.telegram_chat_burst,
        chat_per_second=limits.telegram_chat_per_second,
        group_per_minute=limits.telegram_group_per_minute,
        code=True,
        edit_media=True,
        protect=True,
        own_name=True,
        chat_commands=True,
        actions=frozenset(
            {"typing", "upload_photo", "upload_document", "upload_voice", "upload_video", "record_voice"}
            | {"record_video", "choose_sticker", "find_location"}
        ),
        link="https://t.me/{bot}?start={word}",
        toastless_callback_prefix="",
    )


def bale(limits: Limits) -> Capabilities:
    """The capabilities of Bale, from its documents and the settings; it publishes no rates."""
    return Capabilities(
        download_limit=limits.download_mb * _MB,
        upload_limit=limits.upload_mb * _MB,
        photo_limit=10 * _MB,
        text_limit=4096,
        caption_limit=4096,
        per_second=limits.bale_per_second,
        chat_burst=limits.bale_chat_burst,
        chat_per_second=limits.bale_chat_per_second,
        group_per_minute=limits.bale_group_per_minute,
        code=False,
        edit_media=False,
        protect=False,
        own_name=False,
        actions=frozenset(
            {"typing", "upload_photo", "upload_voice", "upload_video", "record_voice"}
            | {"record_video", "choose_sticker"}
        ),
        link="https://ble.ir/{bot}?start={word}",
        toastless_callback_prefix="1",
    )
