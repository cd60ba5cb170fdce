"""The Bot API methods that edit or delete messages."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import keyboards
from sandbox.methods.sending import Params, media_content
from sandbox.protocol.errors import bad_request, not_modified
from sandbox.protocol.validation import MEDIA_PARAMETERS
from sandbox.world.platform_state import Chat, Message, PlatformState

DELETABLE_FOR = 48 * 3600  # seconds, of the Bot API's deleteMessage
DELETED_AT_ONCE = 100  # messages, of deleteMessages
_FILES = set(MEDIA_PARAMETERS)


def edit_text(state: PlatformState, params: Params) -> Message:
    if not params.get("text"):
        raise bad_request("message text is empty")
    content = state.rules.text_content(params)
    chat, message = _editable(state, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _changed(state, chat, message, params, content, ("text", "entities"))


def edit_caption(state: PlatformState, params: Params) -> Message:
    content = state.rules.caption_content(params)
    chat, message = _editable(state, params)
    if not message.keys() & _FILES:
        raise bad_request("there is no caption in the message to edit")
    return _changed(state, chat, message, params, content, ("caption", "caption_entities"))


def edit_media(state: PlatformState, params: Params) -> Message:
    chat, message = _editable(state, params)
    if not message.keys() & (_FILES | {"text"}):
        raise bad_request("there is no media in the message to edit")
    content = media_content(state, params["media"], params.get("attached", {}))
    dropped = ("text", "entities", "caption", "caption_entities", *MEDIA_PARAMETERS)
    return _changed(state, chat, message, params, content, dropped)


def edit_keyboard(state: PlatformState, params: Params) -> Message:
    chat, message = _editable(state, params)
    return _changed(state, chat, message, params, {}, ())


def delete_message(state: PlatformState, params: Params) -> bool:
    chat = state.chat(params["chat_id"])
    message = state.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(state, chat, message):
        raise bad_request("message can't be deleted for everyone")
    state.remove(chat, [message["message_id"]])
    return True


def delete_messages(state: PlatformState, params: Params) -> bool:
    chat = state.chat(params["chat_id"])
    ids: list[int] = params["message_ids"]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    found = [message for message_id in ids if (message := state.message(chat, message_id)) is not None]
    # Telegram skips messages that are not there or cannot be deleted.
    state.remove(chat, [message["message_id"] for message in found if _deletable(state, chat, message)])
    return True


def _editable(state: PlatformState, params: Params) -> tuple[Chat, Message]:
    if "inline_message_id" in params:
        raise bad_request("the sandbox has no inline messages")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = state.writable(params["chat_id"])
    message = state.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.bot["id"] or message["message_id"] in state.fixed:
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    state: PlatformState,
    chat: Chat,
    message: Message,
    params: Params,
    content: dict[str, Any],
    dropped: tuple[str, ...],
) -> Message:
    """Store the message with new content and keyboard; a call without a keyboard removes the old one."""
    changed = {name: value for name, value in message.items() if name not in {*dropped, "reply_markup"}}
    changed |= content
    markup: dict[str, Any] = params.get("reply_markup", {})
    keyboards.check(markup, state.rules.schema)
    if any(markup.get("inline_keyboard", ())):
        changed["reply_markup"] = markup
    if changed == message:
        raise not_modified()
    changed["edit_date"] = state.clock.timestamp()
    state.change(chat, changed)
    return changed


def _deletable(state: PlatformState, chat: Chat, message: Message) -> bool:
    own = message["from"]["id"] == state.bot["id"]
    young = state.clock.timestamp() - message["date"] < DELETABLE_FOR
    return young and (own or chat.type == "private")


METHODS: dict[str, Callable[[PlatformState, Params], Any]] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_keyboard,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
