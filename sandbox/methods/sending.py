"""The bot's methods that make messages: send…, copyMessage and forwardMessage."""

import secrets
from collections.abc import Callable
from typing import Any

from sandbox.methods import keyboards
from sandbox.protocol.errors import bad_request
from sandbox.protocol.validation import MEDIA_PARAMETERS, Upload
from sandbox.world import files
from sandbox.world.records import Chat, Message, Records

Params = dict[str, Any]
# What a copy takes over from the message it copies.
_CONTENT = ("text", "entities", "caption", "caption_entities", "location", "contact", *MEDIA_PARAMETERS)


def send_message(records: Records, params: Params) -> Message:
    return _send(records, params, records.rules.text(params))


def send_location(records: Records, params: Params) -> Message:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return _send(records, params, {"location": {"latitude": latitude, "longitude": longitude}})


def send_contact(records: Records, params: Params) -> Message:
    names = ("phone_number", "first_name", "last_name", "vcard")
    return _send(records, params, {"contact": {name: params[name] for name in names if params.get(name)}})


def send_chat_action(records: Records, params: Params) -> bool:
    action = params["action"]
    if action not in records.rules.actions:
        raise bad_request("wrong parameter action in request")
    chat = records.writable(params["chat_id"])
    records.events.tell("typing", chat.id, lambda: {"action": action})
    return True


def send_media_group(records: Records, params: Params) -> list[Message]:
    media: list[dict[str, Any]] = params["media"]
    low, high = records.rules.schema.limits("sendMediaGroup", "media")
    if len(media) < low:
        raise bad_request("too few messages to send as an album")
    if len(media) > high:
        raise bad_request("too many messages to send as an album")
    kinds = {item["type"] for item in media}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")
    chat = records.writable(params["chat_id"])
    contents = [media_content(records, item, params.get("attached", {})) for item in media]
    group = str(secrets.randbits(60))
    return [_put(records, chat, params, {**content, "media_group_id": group}) for content in contents]


def copy_message(records: Records, params: Params) -> dict[str, int]:
    original = _original(records, params, "message to copy not found")
    content = {name: original[name] for name in _CONTENT if name in original}
    if "caption" in params:
        content |= records.rules.caption(params)
    return {"message_id": _send(records, params, content)["message_id"]}


def forward_message(records: Records, params: Params) -> Message:
    original = _original(records, params, "message to forward not found")
    content = {name: original[name] for name in _CONTENT if name in original}
    content["forward_origin"] = {"type": "user", "date": original["date"], "sender_user": original["from"]}
    return _send(records, params, content)


def media_content(records: Records, item: dict[str, Any], attached: dict[str, Upload]) -> dict[str, Any]:
    """What one InputMedia shows. Raises RefusedError."""
    given = _attached(item["media"], attached)
    caption = records.rules.caption(item)
    return {**files.as_part(records.files.sent_by_bot(item["type"], given)), **caption}


def _send_file(kind: str) -> Callable[[Records, Params], Message]:
    def send(records: Records, params: Params) -> Message:
        caption = records.rules.caption(params) if kind != "sticker" else {}
        records.writable(params["chat_id"])
        given = _attached(params[kind], params.get("attached", {}))
        part = files.as_part(records.files.sent_by_bot(kind, given))
        return _send(records, params, {**part, **caption})

    return send


def _attached(given: Upload | str, attached: dict[str, Upload]) -> Upload | str:
    if isinstance(given, Upload) or not given.startswith("attach://"):
        return given
    name = given.removeprefix("attach://")
    if name not in attached:
        raise bad_request(f'file "{name}" to attach is not in the request')
    return attached[name]


def _original(records: Records, params: Params, words: str) -> Message:
    message = records.message(records.chat(params["from_chat_id"]), params["message_id"])
    if message is None:
        raise bad_request(words)
    return message


def _send(records: Records, params: Params, content: dict[str, Any]) -> Message:
    return _put(records, records.writable(params["chat_id"]), params, content)


def _put(records: Records, chat: Chat, params: Params, content: dict[str, Any]) -> Message:
    markup: dict[str, Any] = params.get("reply_markup", {})
    keyboards.check(markup, records.rules.schema)
    answered = _answered(records, chat, params)
    message = records.draft(chat, records.bot)
    if answered is not None:
        message["reply_to_message"] = answered
    message.update(content)
    if any(markup.get("inline_keyboard", ())):
        message["reply_markup"] = markup
    records.put(chat, message)
    if markup and "inline_keyboard" not in markup:
        records.fixed.add(message["message_id"])
        if "force_reply" not in markup:
            records.set_keyboard(chat, markup if "keyboard" in markup else None)
    return message


def _answered(records: Records, chat: Chat, params: Params) -> Message | None:
    reply = params.get("reply_parameters", {})
    message_id = reply.get("message_id", params.get("reply_to_message_id"))
    if message_id is None:
        return None
    message = records.message(chat, message_id)
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.items() if name != "reply_to_message"}


METHODS: dict[str, Callable[[Records, Params], Any]] = {
    "sendMessage": send_message,
    **{f"send{kind.title()}": _send_file(kind) for kind in MEDIA_PARAMETERS},
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
