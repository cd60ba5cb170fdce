"""Messages as a client shows them: the shape that the control API and tests see."""

from typing import Any

from sandbox.protocol.platform_rules import PlatformRules

_FILES = ("document", "video", "animation", "audio", "voice", "sticker")


def message_view(message: dict[str, Any], bot_id: int, rules: PlatformRules) -> dict[str, Any]:
    """Convert a message to the shape of GET /api/chats/{person}, which http/control_api.py describes."""
    seen: dict[str, Any] = {
        "id": message["message_id"],
        "from": "bot" if message["from"]["id"] == bot_id else "person",
        "sender": message["from"]["first_name"],
        "date": message["date"],
    }
    for name in ("edit_date", "media_group_id", "location", "contact"):
        if name in message:
            seen[name] = message[name]
    for name, marks in (("text", "entities"), ("caption", "caption_entities")):
        if name in message:
            seen[name], entities = rules.displayed(message[name], message.get(marks, []))
            if entities:
                seen["entities"] = entities
    if "photo" in message:
        seen["photo"] = _with_url(message["photo"][-1])
    for name in _FILES:
        if name in message:
            seen[name] = _with_url(message[name])
    if "forward_origin" in message:
        seen["forwarded_from"] = message["forward_origin"]["sender_user"]["first_name"]
    if "reply_to_message" in message:
        seen["reply_to"] = message["reply_to_message"]["message_id"]
    if "message_thread_id" in message:
        seen["topic"] = message["message_thread_id"]
    if "reply_markup" in message:
        seen["inline_keyboard"] = message["reply_markup"]["inline_keyboard"]
    return seen


def keyboard_view(keyboard: dict[str, Any] | None) -> dict[str, Any] | None:
    """Convert a reply keyboard to the page's shape, with `rows` of buttons; None stays None."""
    if keyboard is None:
        return None
    seen: dict[str, Any] = {"rows": keyboard["keyboard"]}
    for name in ("input_field_placeholder", "one_time_keyboard", "is_persistent"):
        if name in keyboard:
            seen[name] = keyboard[name]
    return seen


def _with_url(part: dict[str, Any]) -> dict[str, Any]:
    return {**part, "url": f"/api/files/{part['file_id']}"}
