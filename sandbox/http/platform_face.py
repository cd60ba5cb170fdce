"""One platform of the sandbox: its Bot API, its people and its faults, over a state of its own."""

from aiohttp import web

from sandbox.http.bot_api import BotApi
from sandbox.protocol.platform_rules import PlatformRules
from sandbox.world.actions import World
from sandbox.world.clock import Clock
from sandbox.world.events import EventBus, PlatformEvents
from sandbox.world.faults import Faults
from sandbox.world.platform_state import Chat, PlatformState
from sandbox.world.store import Store


class PlatformFace:
    """One platform as a bot sees it. `url` is the root of its Bot API, once the server listens.

    `token` None accepts any token of the right shape. Equal ids on two platforms are two different people.
    """

    def __init__(
        self,
        rules: PlatformRules,
        store: Store,
        clock: Clock,
        bus: EventBus,
        token: str | None,
        bot_name: str,
        rate_limits: bool,
    ) -> None:
        self.rules = rules
        self.name = rules.name
        self.username = rules.username
        self.token = token or f"{rules.bot_id}:sandbox"
        self.url = ""
        self.faults = Faults()
        bot = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": rules.username,
        }
        self.state = PlatformState(store, clock, self.faults, bot, PlatformEvents(bus, rules.name), rules)
        self.faults.on_outage = self.state.updates.stop
        self.world = World(self.state)
        self._store = store
        self._bot_api = BotApi(self.state, self.world, self.faults, token, rate_limits)

    def user(self, person: Chat) -> str:
        """The person's id across platforms, such as "bale:1001"."""
        return f"{self.name}:{person.id}"

    def add_routes(self, app: web.Application) -> None:
        self._bot_api.add_routes(app)

    def start(self, root: str) -> None:
        """Accept calls; `root` is the server's address."""
        self.url = root + self.rules.path_prefix
        self._bot_api.start()

    async def stop(self) -> None:
        """End the calls that are waiting."""
        await self._bot_api.stop()

    def close(self) -> None:
        self._store.close()
