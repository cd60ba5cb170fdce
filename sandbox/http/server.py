"""The sandbox's server: each platform's Bot API, the control API and the chat page on one port."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox.bale.differences import Differences
from sandbox.bale.rules import BaleRules
from sandbox.host import HostApp
from sandbox.http.control_api import ControlApi
from sandbox.http.origin import refuse_foreign
from sandbox.http.page import add_page
from sandbox.http.platform_face import PlatformFace
from sandbox.protocol.platform_rules import PlatformRules
from sandbox.telegram.rules import TelegramRules
from sandbox.world.clock import Clock
from sandbox.world.events import EventBus
from sandbox.world.files import UPLOAD_LIMIT
from sandbox.world.store import Store

FACES = ("telegram", "bale")
_SHUTDOWN_SECONDS = 1.0


class SandboxServer:
    """The sandbox: local platforms with simulated people on one HTTP server.

    `faces` names the platforms; `world`, `faults` and `token` are those of the first. `path` is the first one's SQLite
    file, the others' lie beside it; None keeps everything in memory. `token` None accepts any token of the right
    shape. `start` is the first time of a new clock. `differences` are Bale's, by default the documented ones. Raises
    ValueError for an unknown platform.
    """

    def __init__(
        self,
        path: Path | None = None,
        host_app: HostApp | None = None,
        token: str | None = None,
        rate_limits: bool = False,
        start: datetime | None = None,
        bot_name: str = "دبیر",
        faces: Sequence[str] = FACES,
        differences: Differences | None = None,
    ) -> None:
        rules = [_rules(name, differences) for name in faces]
        stores = [Store(_file(path, each, first=each is rules[0])) for each in rules]
        self.clock = Clock(stores[0], start)
        self.events = EventBus()
        self.faces = {
            each.name: PlatformFace(
                each, store, self.clock, self.events, token if each is rules[0] else None, bot_name, rate_limits
            )
            for each, store in zip(rules, stores, strict=True)
        }
        first = self.faces[faces[0]]
        self.token, self.world, self.faults = first.token, first.world, first.faults
        self._control = ControlApi(self.faces, self.clock, self.events, host_app)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen at an address; port 0 takes a free one. Afterwards `url` is the server's root."""
        app = web.Application(client_max_size=UPLOAD_LIMIT * 2, middlewares=[refuse_foreign])
        for face in self.faces.values():
            face.add_routes(app)
        self._control.add_routes(app)
        add_page(app)
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address, number = self._runner.addresses[0][:2]
        self.url = f"http://{address}:{number}"
        for face in self.faces.values():
            face.start(self.url)

    async def stop(self) -> None:
        """Answer the waiting calls, close the port and the stores."""
        for face in self.faces.values():
            await face.stop()
        self._control.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        for face in self.faces.values():
            face.close()


def _rules(name: str, differences: Differences | None) -> PlatformRules:
    if name not in FACES:
        raise ValueError(f"there is no messenger {name}; there are {', '.join(FACES)}")
    return BaleRules(differences) if name == "bale" else TelegramRules()


def _file(path: Path | None, rules: PlatformRules, first: bool) -> Path | None:
    return path if path is None or first else path.with_name(f"{path.name}.{rules.name}")
