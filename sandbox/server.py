"""The sandbox's server: the Bot API, the control API and the chat page on one port of this machine."""

from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox.api import ControlApi
from sandbox.bot_api import BotApi
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.files import UPLOAD_LIMIT
from sandbox.host import Host
from sandbox.page import add_page
from sandbox.records import Records
from sandbox.store import Store
from sandbox.world import World

BOT_ID = 4200000000
_SHUTDOWN_SECONDS = 1.0


class SandboxServer:
    """A local Telegram with people in it.

    `path` is the SQLite file, None keeps everything in memory; `token` None accepts any token of the right
    shape; `start` is what a new clock shows.
    """

    def __init__(
        self,
        path: Path | None = None,
        host: Host | None = None,
        token: str | None = None,
        rate_limits: bool = False,
        start: datetime | None = None,
        bot_name: str = "دبیر",
        username: str = "dabir_sandbox_bot",
    ) -> None:
        self._store = Store(path)
        self.clock = Clock(self._store, start)
        self.faults = Faults()
        self.token = token or f"{BOT_ID}:sandbox"
        bot = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": username,
        }
        self._records = Records(self._store, self.clock, self.faults, bot)
        self.world = World(self._records)
        self.events = self._records.events
        self._bot_api = BotApi(self._records, self.world, self.faults, token, rate_limits)
        self._control = ControlApi(self._records, self.world, self.faults, host)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one. `url` has the address afterwards."""
        app = web.Application(client_max_size=UPLOAD_LIMIT * 2)
        self._bot_api.add_routes(app)
        self._control.add_routes(app)
        add_page(app)
        self._bot_api.start()
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address, number = self._runner.addresses[0][:2]
        self.url = f"http://{address}:{number}"

    async def stop(self) -> None:
        """Answers what waits, closes the port and the store."""
        await self._bot_api.stop()
        self._control.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._store.close()
