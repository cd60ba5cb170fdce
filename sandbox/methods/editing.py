"""The bot's methods that change or delete messages."""

from collections.abc import Callable
from typing import Any

from sandbox.methods import keyboards
from sandbox.methods.sending import Params, media_content
from sandbox.protocol.errors import bad_request, not_modified
from sandbox.protocol.validation import MEDIA_PARAMETERS
from sandbox.world.records import Chat, Message, Records

DELETABLE_FOR = 48 * 3600  # seconds, of the Bot API's deleteMessage
DELETED_AT_ONCE = 100  # messages, of deleteMessages
_FILES = set(MEDIA_PARAMETERS)


def edit_text(records: Records, params: Params) -> Message:
    if not params.get("text"):
        raise bad_request("message text is empty")
    content = records.rules.text(params)
    chat, message = _editable(records, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _changed(records, chat, message, params, content, ("text", "entities"))


def edit_caption(records: Records, params: Params) -> Message:
    content = records.rules.caption(params)
    chat, message = _editable(records, params)
    if not message.keys() & _FILES:
        raise bad_request("there is no caption in the message to edit")
    return _changed(records, chat, message, params, content, ("caption", "caption_entities"))


def edit_media(records: Records, params: Params) -> Message:
    chat, message = _editable(records, params)
    if not message.keys() & (_FILES | {"text"}):
        raise bad_request("there is no media in the message to edit")
    content = media_content(records, params["media"], params.get("attached", {}))
    dropped = ("text", "entities", "caption", "caption_entities", *MEDIA_PARAMETERS)
    return _changed(records, chat, message, params, content, dropped)


def edit_keyboard(records: Records, params: Params) -> Message:
    chat, message = _editable(records, params)
    return _changed(records, chat, message, params, {}, ())


def delete_message(records: Records, params: Params) -> bool:
    chat = records.chat(params["chat_id"])
    message = records.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(records, chat, message):
        raise bad_request("message can't be deleted for everyone")
    records.remove(chat, [message["message_id"]])
    return True


def delete_messages(records: Records, params: Params) -> bool:
    chat = records.chat(params["chat_id"])
    ids: list[int] = params["message_ids"]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    found = [message for message_id in ids if (message := records.message(chat, message_id)) is not None]
    # Those that are not there, or can't be deleted, are skipped, as Telegram does it.
    records.remove(chat, [message["message_id"] for message in found if _deletable(records, chat, message)])
    return True


def _editable(records: Records, params: Params) -> tuple[Chat, Message]:
    if "inline_message_id" in params:
        raise bad_request("the sandbox has no inline messages")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = records.writable(params["chat_id"])
    message = records.message(chat, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != records.bot["id"] or message["message_id"] in records.fixed:
        raise bad_request("message can't be edited")
    return chat, message


def _changed(
    records: Records,
    chat: Chat,
    message: Message,
    params: Params,
    content: dict[str, Any],
    dropped: tuple[str, ...],
) -> Message:
    """The message with new content and keyboard; a call without a keyboard takes the old one away."""
    changed = {name: value for name, value in message.items() if name not in {*dropped, "reply_markup"}}
    changed |= content
    markup: dict[str, Any] = params.get("reply_markup", {})
    keyboards.check(markup, records.rules.schema)
    if any(markup.get("inline_keyboard", ())):
        changed["reply_markup"] = markup
    if changed == message:
        raise not_modified()
    changed["edit_date"] = records.clock.timestamp()
    records.change(chat, changed)
    return changed


def _deletable(records: Records, chat: Chat, message: Message) -> bool:
    own = message["from"]["id"] == records.bot["id"]
    young = records.clock.timestamp() - message["date"] < DELETABLE_FOR
    return young and (own or chat.type == "private")


METHODS: dict[str, Callable[[Records, Params], Any]] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_keyboard,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
