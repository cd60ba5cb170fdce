"""The Bot API methods that answer callback queries, get chats and files, and set the bot's commands and names."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.methods.sending import Params
from sandbox.protocol.errors import bad_request, chat_not_found, query_too_old
from sandbox.protocol.markup import utf16_length
from sandbox.world.platform_state import Chat, PlatformState

Method = Callable[[PlatformState, Params], Any]
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def answer_callback_query(state: PlatformState, params: Params) -> bool:
    text = params.get("text", "")
    if utf16_length(text) > state.rules.schema.limits("answerCallbackQuery", "text")[1]:
        raise bad_request("MESSAGE_TOO_LONG")
    query = state.open_query(params["callback_query_id"])
    if query is None:
        raise query_too_old()
    if state.chats[query.person].old_client:
        text = ""
    query.toast, query.alert = text, params.get("show_alert", False)
    state.events.tell("toast", query.person, lambda: {"callback_id": query.id, "text": text, "alert": query.alert})
    return True


def get_me(state: PlatformState, _: Params) -> dict[str, Any]:
    return {
        **state.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_file(state: PlatformState, params: Params) -> dict[str, Any]:
    return state.files.downloadable(params["file_id"])


def get_chat(state: PlatformState, params: Params) -> dict[str, Any]:
    chat = known_chat(state, params)
    return {
        **chat.as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def get_chat_member(state: PlatformState, params: Params) -> dict[str, Any]:
    chat = known_chat(state, params)
    if params["user_id"] == state.bot["id"]:
        return {"status": "member", "user": state.bot}
    if params["user_id"] not in _members(chat):
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": state.chats[params["user_id"]].as_user()}


def get_chat_member_count(state: PlatformState, params: Params) -> int:
    return len(_members(known_chat(state, params))) + 1


def get_chat_administrators(state: PlatformState, params: Params) -> list[dict[str, Any]]:
    chat = known_chat(state, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        {"status": "creator", "user": state.chats[person].as_user(), "is_anonymous": False}
        for person in chat.members[:1]
    ]


def leave_chat(state: PlatformState, params: Params) -> bool:
    chat = known_chat(state, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.started = False
    state.keep(chat)
    return True


def pin_message(state: PlatformState, params: Params) -> bool:
    if state.message(state.writable(params["chat_id"]), params["message_id"]) is None:
        raise bad_request("message to pin not found")
    return True


def unpin_message(state: PlatformState, params: Params) -> bool:
    chat = state.writable(params["chat_id"])
    if "message_id" in params and state.message(chat, params["message_id"]) is None:
        raise bad_request("message to unpin not found")
    return True


def set_commands(state: PlatformState, params: Params) -> bool:
    for command in params["commands"]:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command["description"]) <= state.rules.schema.limits("BotCommand", "description")[1]:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.set_setting(_commands_of(params), params["commands"])
    state.events.tell("people", None, dict)
    return True


def get_commands(state: PlatformState, params: Params) -> list[dict[str, str]]:
    return list(state.setting(_commands_of(params)) or [])


def delete_commands(state: PlatformState, params: Params) -> bool:
    state.set_setting(_commands_of(params), [])
    state.events.tell("people", None, dict)
    return True


def _commands_of(params: Params) -> str:
    scope = params.get("scope", {"type": "default"})
    where = ":".join(str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope)
    return f"commands:{where}:{params.get('language_code', '')}"


def _set_words(name: str) -> Method:
    def set_words(state: PlatformState, params: Params) -> bool:
        state.set_setting(f"{name}:{params.get('language_code', '')}", params.get(name, ""))
        return True

    return set_words


def _get_words(name: str) -> Method:
    def get_words(state: PlatformState, params: Params) -> dict[str, str]:
        default = state.bot["first_name"] if name == "name" else ""
        own = state.setting(f"{name}:{params.get('language_code', '')}")
        return {name: own or state.setting(f"{name}:") or default}

    return get_words


def known_chat(state: PlatformState, params: Params) -> Chat:
    """Find the chat of a call. Raises BotApiError when the bot does not know it."""
    chat = state.chat(params["chat_id"])
    if not chat.started:
        raise chat_not_found()
    return chat


def _members(chat: Chat) -> list[int]:
    return [chat.id] if chat.type == "private" else chat.members


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "getMe": get_me,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMemberCount": get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
    "unpinAllChatMessages": unpin_message,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": _set_words("name"),
    "getMyName": _get_words("name"),
    "setMyDescription": _set_words("description"),
    "getMyDescription": _get_words("description"),
    "setMyShortDescription": _set_words("short_description"),
    "getMyShortDescription": _get_words("short_description"),
}
