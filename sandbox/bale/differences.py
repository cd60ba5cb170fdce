"""Switches for Bale's differences from Telegram: documented ones are on, those of a single source are off.

The sources are those of schema.toml. Differences that are certain for every Bale have no switch: no my_chat_member,
update ids from 0, forward_from in place of forward_origin, groups instead of supergroups, errors in Bale's words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Differences:
    """The switches with their defaults; each names its sources."""

    callback_without_date: bool = True
    """The message of a callback has no date. Documented as optional (docs); seen absent (public)."""

    commands_without_entities: bool = True
    """`/start` comes without entities. Entities are documented (docs, balerobot, peyk), libraries look at the text
    (balerobot, balethon). A bot that works without them works with them, too."""

    bare_voice: bool = True
    """A voice has a file_id and a file_unique_id and nothing else. Documented (docs, peyk)."""

    bare_sticker: bool = True
    """A sticker lacks is_animated and is_video. Documented (docs, balerobot)."""

    bare_contact: bool = False
    """A shared contact lacks user_id, also one's own. Documented as optional (docs, balerobot, peyk)."""

    limit_without_wait: bool = True
    """A 429 does not say how long to wait. One source (pythonbalebot, which waits by guess); others read retry_after
    (balethon, peyk)."""

    unknown_token: int = 404
    """The code that answers a wrong token: 400, 401, 403 or 404. 404 was seen in October 2026 (bale-mcp 0.2.2 on PyPI);
    400 with "Token not found" earlier (pythonbalebot)."""

    refused_with_200: bool = False
    """Every error has HTTP status 200, and the code only in the body. One source (peyk); others go by the status
    (balethon, pythonbalebot)."""

    gone_is_400: bool = False
    """A missing message is answered by 400, as on Telegram, instead of 404 as a chat is. Both are guesses."""

    no_menu: bool = False
    """setMyCommands does not exist. Bale documents none; one source (public) uses it."""

    edit_stub: bool = False
    """An edit is answered by a message with the id 0 and no date. One source (public)."""

    old_clients: bool = False
    """Everybody has an old client: callback ids begin with 1, and the answer is not shown. That there are such clients
    is documented (docs, balerobot, peyk). `Chat.old_client` is the same for one person."""

    lenient_markdown: bool = False
    """Any pair of marks is read, whatever stands around it. A guess: the anchors are known only from the open source
    from which Bale descends."""

    small_uploads: bool = False
    """Uploads of more than 20 MB are refused. 50 MB are documented (docs), 20 MB was seen as the limit (public)."""
