"""Translate the sandbox's payloads, which have Telegram's shapes, to Bale's."""

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
    """Translate an update's payload; None when Bale has no updates of this kind."""
    if kind not in KINDS:
        return None
    if kind != "callback_query":
        return message(payload, differences)
    shaped = {"id": payload["id"], "from": user(payload["from"]), "message": message(payload["message"], differences)}
    if differences.callback_without_date:
        del shaped["message"]["date"]
    return {**shaped, "data": payload["data"]}


def message(payload: Payload, differences: Differences) -> Payload:
    """Translate a message to the shape that Bale documents."""
    shaped = {**payload, "from": user(payload["from"]), "chat": chat(payload["chat"])}
    for name in ("entities", "caption_entities"):
        kept = [each for each in shaped.pop(name, ()) if each["type"] in _ENTITIES]
        if kept and not differences.commands_without_entities:
            shaped[name] = kept
    if origin := shaped.pop("forward_origin", None):
        shaped |= {"forward_from": user(origin["sender_user"]), "forward_date": origin["date"]}
    if "reply_to_message" in shaped:
        shaped["reply_to_message"] = message(shaped["reply_to_message"], differences)
    if "voice" in shaped and differences.bare_voice:
        shaped["voice"] = {name: shaped["voice"][name] for name in _VOICE}
    if "sticker" in shaped and differences.bare_sticker:
        shaped["sticker"] = _without(shaped["sticker"], _TELEGRAMS["sticker"])
    if "contact" in shaped and differences.bare_contact:
        shaped["contact"] = _without(shaped["contact"], ("user_id",))
    return shaped


def stub(payload: Payload) -> Payload:
    """The message without content that may answer an edit."""
    return {"message_id": 0, "chat": chat(payload["chat"])}


def user(payload: Payload) -> Payload:
    return _without(payload, _TELEGRAMS["from"])


def chat(payload: Payload) -> Payload:
    """Translate a chat: Bale has groups, no supergroups."""
    return {**payload, "type": "group"} if payload["type"] == "supergroup" else payload


def _without(payload: Payload, names: tuple[str, ...]) -> Payload:
    return {name: value for name, value in payload.items() if name not in names}
