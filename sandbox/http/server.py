"""The sandbox's server: a Bot API for every messenger, the control API and the chat page on one port."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from aiohttp import web

from sandbox.bale.differences import Differences
from sandbox.bale.rules import Bale
from sandbox.host import Host
from sandbox.http.control_api import ControlApi
from sandbox.http.page import add_page
from sandbox.http.platform_face import PlatformFace
from sandbox.protocol.platform_rules import Rules
from sandbox.telegram.face import Telegram
from sandbox.world.clock import Clock
from sandbox.world.events import Hub
from sandbox.world.files import UPLOAD_LIMIT
from sandbox.world.store import Store

FACES = ("telegram", "bale")
_SHUTDOWN_SECONDS = 1.0


class SandboxServer:
    """Local messengers with people in them.

    `path` is the first face's SQLite file, the others' stand beside it; None keeps everything in memory. `token` is
    the first face's only token, None accepts any of the right shape. `start` is what a new clock shows. `world`,
    `faults` and `token` are the first face's. `differences` are Bale's, those that are documented by default. Raises
    ValueError for an unknown face.
    """

    def __init__(
        self,
        path: Path | None = None,
        host: Host | None = None,
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
        self.events = Hub()
        self.faces = {
            each.name: PlatformFace(
                each, store, self.clock, self.events, token if each is rules[0] else None, bot_name, rate_limits
            )
            for each, store in zip(rules, stores, strict=True)
        }
        first = self.faces[faces[0]]
        self.token, self.world, self.faults = first.token, first.world, first.faults
        self._control = ControlApi(self.faces, self.clock, self.events, host)
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one. `url` has the address afterwards."""
        app = web.Application(client_max_size=UPLOAD_LIMIT * 2)
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
        """Answers what waits, closes the port and the stores."""
        for face in self.faces.values():
            await face.stop()
        self._control.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        for face in self.faces.values():
            face.close()


def _rules(name: str, differences: Differences | None) -> Rules:
    if name not in FACES:
        raise ValueError(f"there is no messenger {name}; there are {', '.join(FACES)}")
    return Bale(differences) if name == "bale" else Telegram()


def _file(path: Path | None, rules: Rules, first: bool) -> Path | None:
    return path if path is None or first else path.with_name(f"{path.name}.{rules.name}")
