"""The Bot API methods that send messages: send…, copyMessage and forwardMessage."""

import secrets
from collections.abc import Callable
from typing import Any

from sandbox.methods import keyboards
from sandbox.protocol.errors import bad_request
from sandbox.protocol.validation import MEDIA_PARAMETERS, Upload
from sandbox.world import files
from sandbox.world.platform_state import Chat, Message, PlatformState

Params = dict[str, Any]
# The fields that a copy or a forward takes over from its original.
_CONTENT = ("text", "entities", "caption", "caption_entities", "location", "contact", *MEDIA_PARAMETERS)


def send_message(state: PlatformState, params: Params) -> Message:
    return _send(state, params, state.rules.text_content(params))


def send_location(state: PlatformState, params: Params) -> Message:
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return _send(state, params, {"location": {"latitude": latitude, "longitude": longitude}})


def send_contact(state: PlatformState, params: Params) -> Message:
    names = ("phone_number", "first_name", "last_name", "vcard")
    return _send(state, params, {"contact": {name: params[name] for name in names if params.get(name)}})


def send_chat_action(state: PlatformState, params: Params) -> bool:
    action = params["action"]
    if action not in state.rules.chat_actions:
        raise bad_request("wrong parameter action in request")
    chat = state.writable(params["chat_id"])
    state.events.tell("typing", chat.id, lambda: {"action": action})
    return True


def send_media_group(state: PlatformState, params: Params) -> list[Message]:
    media: list[dict[str, Any]] = params["media"]
    low, high = state.rules.schema.limits("sendMediaGroup", "media")
    if len(media) < low:
        raise bad_request("too few messages to send as an album")
    if len(media) > high:
        raise bad_request("too many messages to send as an album")
    kinds = {item["type"] for item in media}
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")
    chat = state.writable(params["chat_id"])
    contents = [media_content(state, item, params.get("attached", {})) for item in media]
    group = str(secrets.randbits(60))
    return [_put(state, chat, params, {**content, "media_group_id": group}) for content in contents]


def copy_message(state: PlatformState, params: Params) -> dict[str, int]:
    original = _original(state, params, "message to copy not found")
    content = {name: original[name] for name in _CONTENT if name in original}
    if "caption" in params:
        content |= state.rules.caption_content(params)
    return {"message_id": _send(state, params, content)["message_id"]}


def forward_message(state: PlatformState, params: Params) -> Message:
    original = _original(state, params, "message to forward not found")
    content = {name: original[name] for name in _CONTENT if name in original}
    content["forward_origin"] = {"type": "user", "date": original["date"], "sender_user": original["from"]}
    return _send(state, params, content)


def media_content(state: PlatformState, item: dict[str, Any], attached: dict[str, Upload]) -> dict[str, Any]:
    """The content of one InputMedia: its file and caption. Raises BotApiError."""
    given = _attached(item["media"], attached)
    caption = state.rules.caption_content(item)
    return {**files.as_part(state.files.sent_by_bot(item["type"], given)), **caption}


def _send_file(kind: str) -> Callable[[PlatformState, Params], Message]:
    def send(state: PlatformState, params: Params) -> Message:
        caption = state.rules.caption_content(params) if kind != "sticker" else {}
        state.writable(params["chat_id"])
        given = _attached(params[kind], params.get("attached", {}))
        part = files.as_part(state.files.sent_by_bot(kind, given))
        return _send(state, params, {**part, **caption})

    return send


def _attached(given: Upload | str, attached: dict[str, Upload]) -> Upload | str:
    if isinstance(given, Upload) or not given.startswith("attach://"):
        return given
    name = given.removeprefix("attach://")
    if name not in attached:
        raise bad_request(f'file "{name}" to attach is not in the request')
    return attached[name]


def _original(state: PlatformState, params: Params, words: str) -> Message:
    message = state.message(state.chat(params["from_chat_id"]), params["message_id"])
    if message is None:
        raise bad_request(words)
    return message


def _send(state: PlatformState, params: Params, content: dict[str, Any]) -> Message:
    return _put(state, state.writable(params["chat_id"]), params, content)


def _put(state: PlatformState, chat: Chat, params: Params, content: dict[str, Any]) -> Message:
    markup: dict[str, Any] = params.get("reply_markup", {})
    keyboards.check(markup, state.rules.schema)
    answered = _answered(state, chat, params)
    message = state.draft(chat, state.bot)
    if answered is not None:
        message["reply_to_message"] = answered
    message.update(content)
    if topic := params.get("message_thread_id"):
        message |= {"message_thread_id": topic, "is_topic_message": True}
    if any(markup.get("inline_keyboard", ())):
        message["reply_markup"] = markup
    state.put(chat, message)
    if markup and "inline_keyboard" not in markup:
        state.fixed.add(message["message_id"])
        if "force_reply" not in markup:
            state.set_keyboard(chat, markup if "keyboard" in markup else None)
    return message


def _answered(state: PlatformState, chat: Chat, params: Params) -> Message | None:
    reply = params.get("reply_parameters", {})
    message_id = reply.get("message_id", params.get("reply_to_message_id"))
    if message_id is None:
        return None
    message = state.message(chat, message_id)
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.items() if name != "reply_to_message"}


METHODS: dict[str, Callable[[PlatformState, Params], Any]] = {
    "sendMessage": send_message,
    **{f"send{kind.title()}": _send_file(kind) for kind in MEDIA_PARAMETERS},
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "sendMediaGroup": send_media_group,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
