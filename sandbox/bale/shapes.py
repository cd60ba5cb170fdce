"""Payloads as Bale makes them out of the sandbox's own, which are Telegram's."""

from typing import Any

from sandbox.bale.differences import Differences

Payload = dict[str, Any]
KINDS = ("message", "edited_message", "callback_query", "pre_checkout_query")
"""The kinds of updates that Bale has."""
_ENTITIES = ("mention", "bot_command")
_VOICE = ("file_id", "file_unique_id")
_TELEGRAMS = {
    "sticker": ("is_animated", "is_video"),
    "from": ("language_code",),
}


def update(kind: str, payload: Payload, differences: Differences) -> Payload | None:
    """The payload of an update; None when Bale has none of this kind."""
    if kind not in KINDS:
        return None
    if kind != "callback_query":
        return message(payload, differences)
    told = {"id": payload["id"], "from": user(payload["from"]), "message": message(payload["message"], differences)}
    if differences.callback_without_date:
        del told["message"]["date"]
    return {**told, "data": payload["data"]}


def message(payload: Payload, differences: Differences) -> Payload:
    """A message, as Bale documents it."""
    told = {**payload, "from": user(payload["from"]), "chat": chat(payload["chat"])}
    for name in ("entities", "caption_entities"):
        kept = [each for each in told.pop(name, ()) if each["type"] in _ENTITIES]
        if kept and not differences.commands_without_entities:
            told[name] = kept
    if origin := told.pop("forward_origin", None):
        told |= {"forward_from": user(origin["sender_user"]), "forward_date": origin["date"]}
    if "reply_to_message" in told:
        told["reply_to_message"] = message(told["reply_to_message"], differences)
    if "voice" in told and differences.bare_voice:
        told["voice"] = {name: told["voice"][name] for name in _VOICE}
    if "sticker" in told and differences.bare_sticker:
        told["sticker"] = _without(told["sticker"], _TELEGRAMS["sticker"])
    if "contact" in told and differences.bare_contact:
        told["contact"] = _without(told["contact"], ("user_id",))
    return told


def stub(payload: Payload) -> Payload:
    """What an edit may be answered by."""
    return {"message_id": 0, "chat": chat(payload["chat"])}


def user(payload: Payload) -> Payload:
    return _without(payload, _TELEGRAMS["from"])


def chat(payload: Payload) -> Payload:
    """Bale knows private chats, groups and channels."""
    return {**payload, "type": "group"} if payload["type"] == "supergroup" else payload


def _without(payload: Payload, names: tuple[str, ...]) -> Payload:
    return {name: value for name, value in payload.items() if name not in names}
