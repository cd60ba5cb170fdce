"""Looks at everything that `dabir run` stands on, and says of each thing whether it is well."""

import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import services
from bot.config import Config, ConfigError, load
from bot.probe import TokenRefusedError, UnreachableError, get_me
from models import schema
from models.database import Database

FONTS = Path(services.__file__).parent / "fonts"
GIGABYTE = 2**30
LEAST_SPACE, GOOD_SPACE = GIGABYTE // 10, GIGABYTE
# Reminders go out as much too early or too late as this machine's clock is wrong.
GOOD_SKEW = timedelta(seconds=30)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report. A `FAIL` is what Dabir cannot work with."""

    state: State
    subject: str
    told: str


async def examine(path: Path | None) -> AsyncIterator[Finding]:
    """Every finding, the machine's first; what needs settings is left out when there are none that hold."""
    for finding in (_python(), _zones(), _font()):
        yield finding
    try:
        config = load(path)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding(State.FAIL, "configuration", problem)
        return
    where = str(path) if path else "variables"
    yield Finding(State.OK, "configuration", where)
    if not config.secretariat.owners:
        yield Finding(State.WARN, "owners", "[secretariat] owners is empty: nobody becomes a secretary by /start")
    yield await examine_database(config)
    for finding in _storage(config.storage.files):
        yield finding
    async for finding in _telegram(config):
        yield finding


def _python() -> Finding:
    return Finding(State.OK, "python", sys.version.split()[0])


def _zones() -> Finding:
    """Iran has had no summer time since 1402; zone data from before that puts a summer's hours an hour late."""
    summer = datetime(2023, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tehran"))
    if summer.utcoffset() == timedelta(hours=3, minutes=30):
        return Finding(State.OK, "time zones", "they know that Iran has no summer time since 1402")
    return Finding(State.FAIL, "time zones", "they are of before 1402: update this machine's tzdata")


def _font() -> Finding:
    fonts = sorted(FONTS.glob("Vazirmatn-*.ttf"))
    if fonts:
        return Finding(State.OK, "font", ", ".join(font.stem for font in fonts))
    return Finding(State.FAIL, "font", f"Vazirmatn is not in {FONTS}: install Dabir anew")


async def examine_database(config: Config) -> Finding:
    """Whether the database answers, and how far its schema is. The address is told without its password."""
    address = config.database.url.get_secret_value()
    url = make_url(address)
    shown = url.render_as_string(hide_password=True)
    if _is_to_come(url):
        if reason := _why_unwritable(_existing(Path(url.database or ""))):
            return Finding(State.FAIL, "database", f"{shown} cannot be made: {reason}")
        return Finding(State.WARN, "database", f"there is none yet; dabir run makes {url.database}")
    database = Database(address)
    try:
        async with database.read() as session:
            current = await (await session.connection()).run_sync(schema.current)
    except (SQLAlchemyError, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        return Finding(State.FAIL, "database", f"{shown} does not answer: {cause or type(error).__name__}")
    finally:
        await database.close()
    newest = schema.newest()
    if current == newest:
        return Finding(State.OK, "database", f"{shown}, at migration {current}")
    at = f"at migration {current}" if current else "empty"
    return Finding(State.WARN, "database", f"{shown} is {at}; dabir run brings it to {newest}")


def _is_to_come(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()


def _storage(files: Path) -> Iterator[Finding]:
    folder = _existing(files)
    if reason := _why_unwritable(folder):
        yield Finding(State.FAIL, "files", f"{folder} cannot be written to: {reason}")
        return
    yield Finding(State.OK, "files", f"{folder} can be written to")
    free = shutil.disk_usage(folder).free
    state = State.FAIL if free < LEAST_SPACE else State.WARN if free < GOOD_SPACE else State.OK
    yield Finding(state, "space", f"{free / GIGABYTE:.1f} GB free")


def _existing(path: Path) -> Path:
    """The place itself, or the nearest above it that is there."""
    place = path.absolute()
    return next(one for one in (place, *place.parents) if one.exists())


def _why_unwritable(folder: Path) -> str | None:
    try:
        with TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror


async def _telegram(config: Config) -> AsyncIterator[Finding]:
    try:
        bot = await get_me(config.telegram)
    except TokenRefusedError:
        yield Finding(State.FAIL, "telegram", "the token is of no bot: ask @BotFather for it")
        return
    except UnreachableError as error:
        yield Finding(State.FAIL, "telegram", f"{error}: is a proxy needed?")
        return
    yield Finding(State.OK, "telegram", f"@{bot.username}")
    if bot.ahead is None:
        yield Finding(State.WARN, "clock", "the server told no time to compare with")
    elif abs(bot.ahead) <= GOOD_SKEW:
        yield Finding(State.OK, "clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    else:
        way = "ahead" if bot.ahead > timedelta() else "behind"
        yield Finding(State.WARN, "clock", f"{abs(bot.ahead).total_seconds():.0f} seconds {way} of the server's")
