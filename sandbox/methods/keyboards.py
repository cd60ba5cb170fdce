"""Checks of keyboards beyond their types, with Telegram's error descriptions."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.protocol.errors import bad_request, cannot_parse
from sandbox.protocol.schema import Schema

INLINE_BUTTONS_LIMIT = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def check(markup: dict[str, Any], schema: Schema) -> None:
    """Check a markup that is right by its types. Raises BotApiError when Telegram would still refuse it."""
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"], schema.limits("InlineKeyboardButton", "callback_data")[1])
    elif "keyboard" in markup:
        _check_reply(markup["keyboard"])


def _check_inline(rows: list[list[dict[str, Any]]], data_limit: int) -> None:
    if sum(len(row) for row in rows) > INLINE_BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            if not button["text"].strip():
                raise cannot_parse("inline keyboard button", 'Field "text" must be non-empty')
            actions = [name for name in _ACTIONS if name in button]
            if not actions:
                raise cannot_parse("inline keyboard button", "Text buttons are unallowed in the inline keyboard")
            if len(actions) > 1:
                raise cannot_parse("inline keyboard button", "Exactly one optional field must be used")
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= data_limit:
                raise bad_request("BUTTON_DATA_INVALID")
            if "url" in button:
                _check_url(button["url"])


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply(rows: list[list[dict[str, Any]]]) -> None:
    if not any(rows):
        raise bad_request("reply keyboard must have at least one button")
    for row in rows:
        for button in row:
            if not button["text"].strip():
                raise cannot_parse("keyboard button", 'Field "text" must be non-empty')
