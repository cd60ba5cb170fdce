"""The menus of commands beside the text field: one for everybody, and one of each member's own by role and language."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from hashlib import blake2b

import structlog

from bot.event_wait import wait_for_event
from bot.failures import log_failure
from bot.monitoring.health import OUTCOMES
from bot.platforms.base import Platform, RateLimited, Rejected, Unreachable
from domain.access.member import Member
from domain.chat.screens import T
from handlers.core.turn import Registry
from models.database import Database
from services.conversations import chat_state
from services.organisation import Organisation
from texts.catalogue import LANGUAGES, sources
from texts.format import Formatter

log = structlog.get_logger()

EVERYBODY = ("start", "tasks", "report", "history", "idea", "question", "settings", "link", "help", "cancel")
"""The commands of those who have no menu of their own; /link only when there is another platform."""
ORDER = (
    *("start", "review", "status", "minutes", "calls", "letters", "extensions", "questions", "ideas", "broadcast"),
    *("members", "meetings", "resolutions", "behalf", "forms", "export", "holidays", "audit"),
    *("tasks", "report", "data", "history", "duties", "idea", "question", "services"),
    *("settings", "link", "help", "cancel"),
)
"""The commands of a menu in their order; each member has those that their roles may use."""
LOOK_EVERY = 20.0
"""Seconds after which roles and languages are looked at again."""
PAUSE = 0.05
"""Seconds between two chats, so that a first start does not fill the platform's rate."""
NOTED_AT_ONCE = 20
"""The chats whose menus are recorded by one commit: a first start must not make everybody's answers wait for each."""
GIVEN_UP = (Rejected, Unreachable)
"""The refusals after which a chat is left as it is until its member's menu changes again."""


class CommandMenus:
    """Keeps one platform's menus of commands as roles and languages ask."""

    def __init__(
        self, platform: Platform, db: Database, organisation: Organisation, registry: Registry, *, linked: bool
    ) -> None:
        self._platform, self._db, self._organisation, self._registry = platform, db, organisation, registry
        self._left_out = () if linked else ("link",)
        self.wake = asyncio.Event()

    async def announce(self) -> None:
        """Set the menu of everybody, in each language. Raises any of OUTCOMES, and RateLimited."""
        names = [name for name in EVERYBODY if name not in self._left_out]
        for language in LANGUAGES:
            own = language == self._organisation.language
            await self._platform.announce(self._labelled(names, language), None if own else language)

    async def run(self) -> None:
        """Look at each wake and from time to time whether somebody's menu is another by now; without end."""
        while self._platform.capabilities.chat_commands:
            self.wake.clear()
            try:
                await self.refresh()
            except (*OUTCOMES, RateLimited) as reason:
                log.warning("menus of commands have to wait", platform=self._platform.name, reason=str(reason)[:200])
            except Exception as error:
                log_failure(log, "menus of commands have to wait", error, platform=self._platform.name)
            await wait_for_event(self.wake, LOOK_EVERY)

    async def refresh(self) -> None:
        """Give each chat its menu, unless it has it. Raises what calls off the others, too."""
        async with self._db.read() as session:
            chats = await chat_state.menus(session, self._platform.name)
        given: dict[str, str] = {}
        try:
            for chat in chats:
                language = chat.member.language
                names = self._names(chat.member)
                digest = _digest(names, language) if names else ""
                if digest == chat.told:
                    continue
                with contextlib.suppress(*GIVEN_UP):
                    await self._platform.announce(self._labelled(names, language), chat=chat.chat)
                given[chat.chat] = digest
                if len(given) == NOTED_AT_ONCE:
                    await self._note(given)
                    given = {}
                await asyncio.sleep(PAUSE)
        finally:
            await self._note(given)

    async def _note(self, given: Mapping[str, str]) -> None:
        """Record the menus that chats were given; one that a kill leaves out is given again, which changes nothing."""
        if given:
            async with self._db.write() as session:
                await chat_state.note_menus(session, given)

    def _names(self, member: Member) -> list[str]:
        """Return the commands of a member, none for somebody without a role."""
        if member.stranger:
            return []
        commands = self._registry.commands
        return [
            name
            for name in ORDER
            if name not in self._left_out and (name == "cancel" or (name in commands and commands[name].rule(member)))
        ]

    def _labelled(self, names: Sequence[str], language: str) -> list[tuple[str, str]]:
        voice = Formatter(language, self._organisation.zone)
        known = sources(language)
        keys = {name: f"commands.{name}" if f"commands.{name}" in known else f"menu.{name}" for name in names}
        return [(name, voice.plain(T(key))) for name, key in keys.items()]


def _digest(names: Sequence[str], language: str) -> str:
    return blake2b(f"{language}:{' '.join(names)}".encode(), digest_size=8).hexdigest()
