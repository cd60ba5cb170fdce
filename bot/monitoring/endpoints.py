"""HTTP endpoints for whoever watches the machine: ``/metrics``, ``/healthz`` and ``/readyz``."""

import asyncio
import contextlib
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.monitoring import metrics
from bot.monitoring.health import Health
from domain.dates.clock import Clock
from models.database import Database
from services import isolation
from services.queues import backlog

log = structlog.get_logger()

PATIENCE = 5.0
"""Seconds within which the database has to answer."""
LATE_TICK = 300.0
"""Seconds without a round of ticks after which the program counts as stuck."""
Handler = Callable[[web.Request], Awaitable[web.Response]]


class Endpoints:
    """The endpoints of a running program. ``breakers`` tells for each platform whether its circuit breaker is open."""

    def __init__(
        self, db: Database, clock: Clock, health: Health, files: Path, breakers: Callable[[], Mapping[str, bool]]
    ) -> None:
        self._db, self._clock, self._health, self._files, self._breakers = db, clock, health, files, breakers

    async def run(self, listen: str | None) -> None:
        """Serve at ``host:port`` until cancelled; return at once where none is given.

        An address that is taken is logged: watching must not stop the bot.
        """
        if not listen:
            return
        address = urlsplit(f"//{listen}")
        runner = web.AppRunner(self._app(), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, address.hostname, address.port).start()
            await asyncio.Event().wait()
        except OSError as error:
            log.error("[monitoring] listen: nothing can be served there", listen=listen, reason=error.strerror)
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application()
        routes: dict[str, Handler] = {"/metrics": self._metrics, "/healthz": self._alive, "/readyz": self._ready}
        for path, handler in routes.items():
            app.router.add_get(path, handler)
        return app

    async def _metrics(self, _: web.Request) -> web.Response:
        """Answer with every metric. Those of the database keep their last value while it does not answer."""
        if reason := await self._look():
            log.warning("the metrics of the database are old", reason=reason)
        return web.Response(body=generate_latest(metrics.REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _alive(self, _: web.Request) -> web.Response:
        """Answer 200 as long as the loop and the ticks go on; a supervisor may start the program anew otherwise."""
        silent = metrics.TICKED.age()
        return _verdict(f"no tick for {silent:.0f} seconds" if silent > LATE_TICK else "")

    async def _ready(self, _: web.Request) -> web.Response:
        """Answer 200 when people can be served: the database answers, and a platform does."""
        if reason := await self._look():
            return _verdict(reason)
        away = self._health.down
        return _verdict("" if away < set(self._breakers()) else f"away: {', '.join(sorted(away))}")

    async def _look(self) -> str:
        """Set what can be asked for; return the reason why the database could not be, "" when it was."""
        for platform, is_open in self._breakers().items():
            metrics.BREAKER.labels(platform).set(is_open)
            metrics.DOWN.labels(platform).set(platform in self._health.down)
        metrics.LOOP_LAG.set(metrics.LAG.take())
        with contextlib.suppress(OSError):
            metrics.FREE_BYTES.set(shutil.disk_usage(self._files).free)
        try:
            async with asyncio.timeout(PATIENCE), self._db.read() as session:
                found = await backlog.measure(session, self._clock.now())
                parked = await isolation.count(session)
                size = await self._db.size(session)
        except Exception as error:
            # Any error means the same to whoever asks: a missing database may raise those of the system, too.
            return f"the database: {type(error).__name__}"
        _set_queues(found)
        metrics.DATABASE_BYTES.set(size)
        metrics.PARKED.clear()
        for kind, count in parked.items():
            metrics.PARKED.labels(kind).set(count)
        return ""


def _set_queues(found: backlog.Backlog) -> None:
    metrics.WAITING_UPDATES.set(found.updates.count)
    metrics.OLDEST_UPDATE.set(found.updates.oldest)
    metrics.WAITING_JOBS.set(found.jobs.count)
    metrics.OLDEST_JOB.set(found.jobs.oldest)
    metrics.STORE_BYTES.set(found.stored)
    for lane, waiting in found.messages.items():
        metrics.WAITING_MESSAGES.labels(lane.name.lower()).set(waiting.count)
        metrics.OLDEST_MESSAGE.labels(lane.name.lower()).set(waiting.oldest)


def _verdict(reason: str) -> web.Response:
    return web.Response(status=503 if reason else 200, text=f"{reason or 'ok'}\n")
