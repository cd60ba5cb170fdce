"""Bale's methods: those shared with Telegram under Bale's names, and those with results of Bale's own."""

from typing import Any

from sandbox.bale import shapes
from sandbox.bale.schema import bale
from sandbox.methods import editing, queries, sending
from sandbox.protocol.platform_rules import Method
from sandbox.world.platform_state import PlatformState

Params = dict[str, Any]
_ELSEWHERE = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "logout", "close"}
"""The methods that the HTTP layer answers: they need more than the state."""


def get_me(state: PlatformState, _: Params) -> Params:
    return dict(state.bot)


def get_chat(state: PlatformState, params: Params) -> Params:
    return shapes.chat(queries.known_chat(state, params).as_chat())


def get_chat_administrators(state: PlatformState, params: Params) -> list[Params]:
    """Get a group's administrators, as on Telegram but without `is_anonymous`."""
    return [
        {"status": each["status"], "user": shapes.user(each["user"])}
        for each in queries.get_chat_administrators(state, params)
    ]


def get_chat_member(state: PlatformState, params: Params) -> Params:
    member = queries.get_chat_member(state, params)
    return {"status": member["status"], "user": shapes.user(member["user"])}


_SHARED = sending.METHODS | editing.METHODS | queries.METHODS
_OWN: dict[str, Method] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatMembersCount": queries.get_chat_member_count,
    "getChatAdministrators": get_chat_administrators,
}
METHODS: dict[str, Method] = {
    name: _OWN.get(name) or _SHARED[name] for name in bale().methods if name not in _ELSEWHERE
}
RATE_LIMITED = frozenset(METHODS) & (sending.METHODS.keys() | editing.METHODS.keys()) - {"sendChatAction"}
