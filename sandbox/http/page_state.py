"""Bots and people in the shape that the page gets, which control_api.py describes."""

from typing import Any

from sandbox.host import HostApp
from sandbox.http.platform_face import PlatformFace
from sandbox.world.platform_state import Chat


def bot_of(face: PlatformFace) -> dict[str, Any]:
    """Describe a platform's bot."""
    bot = face.state.bot
    return {
        "id": bot["id"],
        "username": bot["username"],
        "name": bot["first_name"],
        "link": face.rules.bot_link,
        "commands": _commands(face),
    }


async def person_of(face: PlatformFace, person: Chat, host_app: HostApp | None) -> dict[str, Any]:
    """Describe a person; the role comes from the host."""
    user = face.user(person)
    return {
        "id": user,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "phone": person.phone,
        "role": None if host_app is None else await host_app.role_of(user),
        "unread": face.world.unread(person),
        "blocked": person.blocked,
        "platform": face.name,
        "commands": _commands(face, f"chat:{person.id}"),
    }


def group_of(face: PlatformFace, group: Chat) -> dict[str, Any]:
    """Describe a group as a person is described, with its ``members``."""
    return {
        "id": face.user(group),
        "first_name": group.title,
        "last_name": "",
        "username": "",
        "phone": str(-group.id),
        "role": None,
        "unread": 0,
        "blocked": not group.started,
        "platform": face.name,
        "commands": _commands(face, f"chat:{group.id}", scope="all_group_chats"),
        "members": [face.user(face.world.person(member)) for member in group.members],
    }


def _commands(face: PlatformFace, *own: str, scope: str = "all_private_chats") -> list[dict[str, str]]:
    """The commands that the bot set for a chat of its ``own`` or for all of its kind: Persian ones first, then those of
    no language.
    """
    for named in (*own, scope, "default"):
        for language in ("fa", ""):
            if commands := face.state.setting(f"commands:{named}:{language}"):
                return list(commands)
    return []
