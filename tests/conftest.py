"""Fixtures of every test: Chromium, a PostgreSQL database of its own, and no road to the outside.

A test that needs what this machine lacks is skipped and counted at the end of the run. With DABIR_NO_SKIP=1,
as in `.ci/run`, it fails instead.
"""

import asyncio
import gc
import ipaddress
import os
import shutil
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn
from zlib import crc32

import hypothesis
import pytest
import pytest_asyncio
import structlog
from alembic.script import ScriptDirectory
from playwright.async_api import Browser
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

import models.database
from models import schema
from models.database import Database
from sandbox.bale.differences import Differences
from sandbox.http.platform_face import PlatformFace
from tests import pages
from tests.conformance import table, watch
from tests.databases import Tables, fresh_database
from tests.job_children import Start, forked
from tests.town import Town

FACES = ("telegram", "bale")
PLATFORMS = os.environ.get("DABIR_TEST_PLATFORMS", "turn")
"""The platforms of each test that asks for ``town``: the one whose turn it is, the other one, or both."""
HALF = os.environ.get("DABIR_TEST_HALF")
"""With "0" or "1", only that half of the tests that keep rows and are marked ``ci`` is tried."""

# Examples are counted, never timed: a busy machine is no finding.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")
# By default rich writes every frame's variables into a traceback: a bot that logs one stands still for seconds.
for processor in structlog.get_config()["processors"]:
    if isinstance(processor, structlog.dev.ConsoleRenderer):
        processor.exception_formatter = structlog.dev.plain_traceback
ROOT = Path(__file__).parent
IN_CHROMIUM = (ROOT / "browser", ROOT / "sandbox" / "page")
"""The folders whose tests share Chromium, and so the loop that it was started in."""
NOT_ON = "not on "
_opened: set[str] = set()
"""The kinds of things opened since the last collection."""
MARKER_OF_FIXTURE = {
    "chromium": "browser",
    "postgres_url": "postgres",
    "town": "rows",
    "both": "rows",
    "address": "rows",
}


def absent(what: str) -> NoReturn:
    """Skip the test for want of `what`, or fail it where nothing may be skipped."""
    reason = f"{what} is absent"
    if os.environ.get("DABIR_NO_SKIP") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that Playwright is to start."""
    return shutil.which("chromium") or absent("Chromium")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The one Chromium of all tests of a worker."""
    async with pages.started(chromium) as browser:
        yield browser


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database that only this test knows."""
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(fresh_database())
        except OSError:
            absent("PostgreSQL")
        yield url


@pytest.fixture(autouse=True, scope="session")
def _compiled_once() -> Iterator[None]:
    """Keep for the next test what the last one's engines compiled, and the list of migrations: they are all alike."""
    compiled = LRUCache[Any, Any](2000)
    engines = Database._engines

    def sharing(db: Database) -> tuple[AsyncEngine, ...]:
        made = engines(db)
        for engine in made:
            # As an option it would make another engine, which looks for listeners in two places at each statement.
            engine.sync_engine._compiled_cache = compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_engines", sharing)
        migrations = ScriptDirectory.from_config(schema.config())
        patch.setattr(ScriptDirectory, "from_config", lambda _: migrations)
        for dialect in (PGDialect_asyncpg, SQLiteDialect_aiosqlite):
            patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
            patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
        yield


@pytest.fixture(autouse=True)
def _no_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Turn fsync off, except for tests of kills and faults, which store rows as an operator's database does."""
    if not is_durable(request):
        monkeypatch.setattr(models.database, "SYNCHRONOUS", "OFF")


def is_durable(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("durable") is not None


@pytest.fixture(scope="session")
def _forked() -> Iterator[Start]:
    with forked() as start:
        yield start


@pytest.fixture(autouse=True)
def _imported_once(_forked: Start, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Fork the children of jobs from a process that has imported what they need, except for tests of their start."""
    if request.node.get_closest_marker("started") is None:
        monkeypatch.setattr(asyncio, "create_subprocess_exec", _forked)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """A database with its tables, of which every town gets a copy."""
    made = Tables(tmp_path_factory.mktemp("tables"))
    try:
        asyncio.run(made.make())
    except OSError:
        absent("PostgreSQL")
    yield made
    asyncio.run(made.drop())


@asynccontextmanager
async def open_town(
    folder: Path,
    faces: Sequence[str],
    tables: Tables,
    differences: Differences | None = None,
    *,
    durable: bool = False,
) -> AsyncIterator[Town]:
    """A town on the database that `tests.databases.TOWN` says."""
    async with tables.copy(folder, durable=durable, ticked=True) as address:
        place = Town(folder, address, faces, differences)
        await place.start(ticked=True)
        try:
            yield place
        finally:
            await place.stop()


@pytest.fixture(params=FACES)
async def town(tmp_path: Path, tables: Tables, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A bot, its server and its people, on each platform in turn."""
    async with open_town(tmp_path, [request.param], tables, durable=is_durable(request)) as place:
        yield place


@pytest.fixture
async def both(tmp_path: Path, tables: Tables, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A town whose bot serves both platforms; people are on Telegram where a test doesn't say otherwise."""
    async with open_town(tmp_path, FACES, tables, durable=is_durable(request)) as place:
        yield place


@pytest.fixture(autouse=True)
def conforms(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Check at the end of a test every call that a bot made to a sandbox in it.

    A call may be refused only by a fault that the test asks for, or as the mark ``refused`` names it.
    """
    expected = [words for mark in request.node.iter_markers("refused") for words in mark.args]
    faces: list[PlatformFace] = []
    open_for_calls = PlatformFace.start

    def start(face: PlatformFace, root: str) -> None:
        faces.append(face)
        open_for_calls(face, root)

    monkeypatch.setattr(PlatformFace, "start", start)
    yield
    assert [words for face in faces for words in watch.complaints(face, expected)] == []


@pytest.fixture(autouse=True)
def _no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            self.close()
            raise AssertionError(f"A test tried to reach {address[0]}.")
        real_connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for, so that `-m browser`, `-m "not postgres"` or `-m rows` selects them.

    Cases of which a platform is not able are left out. The longest tests come first, or a whole run would wait for them
    in the end. Of a file's tests the first and about every eighth other, by a hash of their names, stand for all: the
    rest are marked ``ci`` where they keep rows, else ``one_python``.
    """
    spared = []
    first: dict[tuple[Path, bool], str] = {}
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKER_OF_FIXTURE:
                item.add_marker(MARKER_OF_FIXTURE[fixture])
        if pytest_asyncio.is_async_test(item) and any(
            item.path.is_relative_to(ROOT / folder) for folder in IN_CHROMIUM
        ):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        rows, name = item.get_closest_marker("rows") is not None, _without_face(item)
        if first.setdefault((item.path, rows), name) != name and _hash(item) >> 8 & 7:
            item.add_marker("ci" if rows else "one_python")
            if rows and HALF is not None and _hash(item) >> 12 & 1 != int(HALF):
                spared.append(item)
                continue
        able = _able(item)
        if (face := _face(item)) is None:
            continue
        if face not in able:
            reason = item.get_closest_marker("only_on").kwargs["reason"]  # type: ignore[union-attr]
            item.add_marker(pytest.mark.skip(reason=f"{NOT_ON}{face}: {reason}"))
        elif len(able) > 1:
            item.add_marker("on_both")
            if PLATFORMS != "both" and (face == _turn(item)) != (PLATFORMS == "turn"):
                spared.append(item)
    if spared:
        config.hook.pytest_deselected(items=spared)
        gone = set(spared)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def _face(item: pytest.Item) -> str | None:
    """The platform of the test's ``town``, None where it asks for none."""
    asked: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return asked.get("town")


def _able(item: pytest.Item) -> tuple[str, ...]:
    """The platforms on which a test can run. Raises UsageError for a mark without a reason."""
    only = item.get_closest_marker("only_on")
    if only is None:
        return FACES
    if not only.args or set(only.args) - set(FACES) or not only.kwargs.get("reason"):
        raise pytest.UsageError(f"{item.nodeid}: only_on needs a reason and platforms out of {FACES}")
    return only.args


def _turn(item: pytest.Item) -> str:
    """The one platform whose turn it is: always the same for a test, and each as often over all of them."""
    return FACES[_hash(item) % len(FACES)]


def _without_face(item: pytest.Item) -> str:
    """The name of a test and its case without the platform, or it could be its turn on neither, or on both."""
    test, _, case = item.nodeid.partition("[")
    return f"{test} {[part for part in case.rstrip(']').split('-') if part not in FACES]}"


def _hash(item: pytest.Item) -> int:
    return crc32(_without_face(item).encode())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Collect garbage after each test that opened something, so that what it left open fails it and no later one.

    Python 3.13 and newer warn of a connection that was never closed when it is collected; a warning is an error.
    """
    yield
    if not _opened:
        return
    _opened.clear()
    # Else the test's fixtures are kept until after this.
    getattr(item, "funcargs", {}).clear()
    left: list[BaseException] = []
    told = sys.unraisablehook
    sys.unraisablehook = lambda unraisable: left.append(unraisable.exc_value or AssertionError(unraisable.err_msg))
    try:
        gc.collect()
    finally:
        sys.unraisablehook = told
    _spare_the_collector()
    if left:
        raise BaseExceptionGroup("left open by this test", left)


def pytest_collection_finish() -> None:
    sys.addaudithook(_notice)
    gc.collect()
    _spare_the_collector()


def _notice(event: str, _: tuple[object, ...]) -> None:
    """Note each connection and socket, which a test can leave open; Python calls this for each audit event."""
    if event in ("sqlite3.connect", "socket.__new__"):
        _opened.add(event)


def _spare_the_collector() -> None:
    """Take modules and caches out of later collections, which then walk only the tests' own objects."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how many tests were skipped and why, what a platform cannot do, and whether checks were incomplete."""
    skipped = [report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", [])]
    for words, counted in (
        ("Tests skipped", Counter(reason for reason in skipped if not reason.startswith(NOT_ON))),
        ("Tests of one platform alone", Counter(reason for reason in skipped if reason.startswith(NOT_ON))),
    ):
        if counted:
            listed = ", ".join(f"{reason} ({count})" for reason, count in counted.most_common())
            terminalreporter.write_line(f"{words}: {counted.total()}. {listed}.")
    if not table.SPEC.exists():
        terminalreporter.write_line(
            "Calls to Telegram were judged by sandbox/protocol/schema.json: its own description is not here."
        )
