"""Check everything that `dabir run` depends on, with a finding for each."""

import asyncio
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

import services.rendering
from bot.app import organisation_of
from bot.backups import archive, schedule
from bot.cli.bot_identity import (
    BOT_MAKER,
    TokenRefusedError,
    UnreachableError,
    every_platform,
    get_me,
    owner_elsewhere,
)
from bot.monitoring import clock_guard
from bot.settings.config import Config
from bot.settings.loading import ConfigError, load
from bot.settings.sections import Limits
from domain.dates.clock import SystemClock
from models import address, schema
from models.database import Database, DatabaseError, cause, left_log
from services import facts, file_sweep, isolation, office_settings
from services.accounts import unfinished_erasures
from services.context import ActionContext
from services.document_reading.pages import tesseract
from services.files import libreoffice
from services.files.file_store import FileStore
from services.queues import routing
from services.reminders import holiday_list

FONTS = Path(services.rendering.__file__).parent / "fonts"
MEGABYTE, GIGABYTE = 2**20, 2**30
LEAST_SPACE, GOOD_SPACE = GIGABYTE // 10, GIGABYTE
# Reminders go out too early or too late by the error of this machine's clock.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
GOOD_SKEW = timedelta(seconds=30)


class State(StrEnum):
    """The states of a finding."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report. With a `FAIL` Dabir cannot work."""

    state: State
    subject: str
    message: str


async def examine(path: Path | None) -> AsyncIterator[Finding]:
    """Yield every finding, the machine's first; those that need settings are left out when these are wrong."""
    for finding in (_python(), _zones(), _font(), _converter(), _ocr()):
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
    database = await examine_database(config)
    yield database
    async for finding in _office(config, database):
        yield finding
    async for finding in _kept(config):
        yield finding
    for finding in _storage(config.storage.files):
        yield finding
    file = address.parse(config.database.url.get_secret_value()).file
    # The settings may be an administrator's, which Dabir's account reads by its group.
    for kept, closed in ((path, stat.S_IRWXO), (config.storage.files, _OTHERS), (file, _OTHERS)):
        if kept and kept.exists() and kept.stat().st_mode & closed:
            who = "o" if kept == path else "go"
            told = f"other accounts of this machine may read {kept}: chmod -R {who}-rwx {kept}"
            yield Finding(State.WARN, "permissions", told)
    async for finding in _platforms(config):
        yield finding


def _python() -> Finding:
    return Finding(State.OK, "python", sys.version.split()[0])


def _zones() -> Finding:
    """Check the zone data: Iran has had no summer time since 1402, and older data puts summer an hour late."""
    summer = datetime(2023, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tehran"))
    if summer.utcoffset() == timedelta(hours=3, minutes=30):
        return Finding(State.OK, "time zones", "they know that Iran has no summer time since 1402")
    return Finding(State.FAIL, "time zones", "they are of before 1402: update this machine's tzdata")


def _font() -> Finding:
    fonts = sorted(FONTS.glob("Vazirmatn-*.ttf"))
    if fonts:
        return Finding(State.OK, "font", ", ".join(font.stem for font in fonts))
    return Finding(State.FAIL, "font", f"Vazirmatn is not in {FONTS}: install Dabir anew")


def _converter() -> Finding:
    """Check for LibreOffice, without which some files of minutes cannot be read."""
    if found := libreoffice.installed():
        return Finding(State.OK, "libreoffice", found)
    message = "it is not installed: .odt, .doc and .rtf files are not read (Debian: libreoffice-writer)"
    return Finding(State.WARN, "libreoffice", message)


def _ocr() -> Finding:
    """Check for Tesseract, without which pictures of minutes cannot be read."""
    if found := tesseract.installed():
        return Finding(State.OK, "tesseract", found)
    message = "it is not installed with Persian: photos and scans are not read (Debian: tesseract-ocr-fas)"
    return Finding(State.WARN, "tesseract", message)


async def examine_database(config: Config) -> Finding:
    """Check the database's answer and the version of its schema. The address is told without its password."""
    database_address = address.parse(config.database.url.get_secret_value())
    if told := archive.unfinished(config.storage.files):
        return Finding(State.FAIL, "database", told)
    if database_address.file and (log := left_log(database_address.file)):
        gone = f"{database_address.name} is gone, and what was written last may stand in {log.name}, which is left"
        ways = "put the database back beside it, or restore a backup with dabir restore --force, which keeps the log"
        return Finding(State.FAIL, "database", f"{gone}: {ways}; to begin anew, move {log.name} elsewhere first")
    if database_address.file and not database_address.file.exists():
        if reason := _why_unwritable(_existing(database_address.file)):
            return Finding(State.FAIL, "database", f"{database_address.shown} cannot be made: {reason}")
        return Finding(State.WARN, "database", f"there is none yet; dabir run makes {database_address.name}")
    database = Database(config.database.url.get_secret_value())
    try:
        current = await schema.version(database)
    except (DatabaseError, OSError) as error:
        return Finding(State.FAIL, "database", f"{database_address.shown} does not answer: {cause(error)}")
    finally:
        await database.close()
    newest = schema.newest()
    if current == newest:
        return Finding(State.OK, "database", f"{database_address.shown}, at migration {current}")
    if current and not schema.knows(current):
        newer = f"{database_address.shown} was written by a newer Dabir, at migration {current}"
        return Finding(State.FAIL, "database", f"{newer}: install that version, or restore a backup of this one")
    at = f"at migration {current}" if current else "empty"
    return Finding(State.WARN, "database", f"{database_address.shown} is {at}; dabir run brings it to {newest}")


async def _kept(config: Config) -> AsyncIterator[Finding]:
    """Report sizes, a clock for which scheduled work waits, and the rows at which it failed, passed over for a day."""
    file = address.parse(config.database.url.get_secret_value()).file
    if file and (not file.exists() or left_log(file)):
        return
    database = Database(config.database.url.get_secret_value())
    try:
        async with database.read() as session:
            counts = await isolation.count(session)
            wrong = await facts.get(session, clock_guard.WRONG)
            backed_up = await facts.get(session, schedule.FACT)
            size = await database.size(session)
            silent = await routing.out_of_reach(session, config.platforms.keys())
            kept = await file_sweep.kept_files(session)
            erasures = await unfinished_erasures.all_of(session)
    except (DatabaseError, OSError):
        # The database's own finding says that it does not answer, or that it is an older one.
        return
    finally:
        await database.close()
    stored = [file.stat().st_size for file in config.storage.files.rglob("*") if file.is_file()]
    told = f"database {size / MEGABYTE:.1f} MB; files {sum(stored) / MEGABYTE:.1f} MB, {len(stored)} of them"
    yield Finding(State.OK, "size", told)
    store = FileStore(config.storage.files)
    if missing := sum(not store.path(digest).is_file() for digest in kept):
        told = f"{missing} of {len(kept)} files that the database keeps are not in {config.storage.files.absolute()}"
        yield Finding(State.WARN, "files", f"{told}: is [storage] files right, and its disk there?")
    yield _backups(config, schedule.state(backed_up, config.backup, datetime.now(UTC)))
    if wrong:
        ahead = timedelta(seconds=wrong["ahead"])
        told = f"scheduled work waits: dabir run found this clock {ahead} ahead of {wrong['platform']}'s; set it"
        yield Finding(State.FAIL, "clock", told)
    for platform, people in sorted(silent.items()):
        told = (
            f"{people} people with a role are only on {platform}, which is not set up: what is for them waits 30 days"
        )
        yield Finding(State.WARN, platform, told)
    for erasure in erasures:
        told = f"an erasure is not finished, so that the name may still stand: dabir forget '#{erasure.person_id}'"
        yield Finding(State.WARN, "forget", told)
    if counts:
        kinds = ", ".join(f"{count} of {kind}" for kind, count in counts.items())
        told = (
            f"rows at which scheduled work failed: {kinds}; the log says why, --retry-parked tries them again at once"
        )
        yield Finding(State.WARN, "parked", told)


def _backups(config: Config, kept: schedule.BackupState) -> Finding:
    """Report the last scheduled backup, and whether anybody who has an archive can read it."""
    if config.backup.folder is None:
        return Finding(State.OK, "backup", "none is scheduled: [backup] folder")
    if kept.failed:
        return Finding(State.FAIL, "backup", f"it fails: {kept.failed}")
    if kept.at is None:
        return Finding(State.WARN, "backup", "none was made yet; dabir run makes the first")
    keys = len(config.backup.recipients)
    told = f"{kept.name}, {kept.size / MEGABYTE:.1f} MB, " + (f"for {keys} keys" if keys else "not encrypted")
    if kept.late:
        return Finding(State.WARN, "backup", f"the last is of {kept.at:%Y-%m-%d}, which is too long ago: {told}")
    return Finding(State.OK, "backup", told)


async def release_parked(config: Config) -> int:
    """Let scheduled work try every parked row again; return their number."""
    database = Database(config.database.url.get_secret_value())
    try:
        async with database.write() as session:
            return await isolation.release(session)
    finally:
        await database.close()


async def _office(config: Config, database: Finding) -> AsyncIterator[Finding]:
    """Report each of the office's settings as it holds, with its source, and the end of the official calendar."""
    clock, until = SystemClock(), None
    organisation = organisation_of(config, clock)
    settings = office_settings.of(organisation, {})
    if database.state is State.OK:
        db = Database(config.database.url.get_secret_value())
        try:
            async with db.read() as session:
                settings = await office_settings.all_of(session, organisation)
                until = await holiday_list.ends_soon(ActionContext(session, organisation, None, clock.now()))
        finally:
            await db.close()
    for setting in settings:
        values = ", ".join(f"{key} = {value!r}" for key, value in setting.values.items())
        yield Finding(State.OK, "setting", f"{values} ({setting.origin})")
    if until:
        told = f"the certain calendar ends on {until:%Y-%m-%d}; /holidays is to confirm what follows"
        yield Finding(State.WARN, "holidays", told)


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
    """The path itself, or the nearest folder above it that exists."""
    absolute = path.absolute()
    return next(one for one in (absolute, *absolute.parents) if one.exists())


def _why_unwritable(folder: Path) -> str | None:
    try:
        with TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror


async def _platforms(config: Config) -> AsyncIterator[Finding]:
    """Check every platform that is set up, all at once."""
    names = list(config.platforms)
    asked = await asyncio.gather(*(_platform(name, config) for name in names))
    for name, findings in zip(names, asked, strict=True):
        for finding in findings:
            yield finding
        yield _limits(name, config.limits)


async def _platform(name: str, config: Config) -> list[Finding]:
    section = config.platforms[name]
    try:
        bot = await get_me(section)
    except TokenRefusedError:
        other = await owner_elsewhere(name, section, every_platform(config))
        reason = f"the token is of a bot on {other}: it goes under [{other}]" if other else "the token is of no bot"
        return [Finding(State.FAIL, name, f"{reason}; ask {BOT_MAKER} on {name} for one")]
    except UnreachableError as error:
        hint = "" if section.proxy else ": is a proxy needed?"
        return [Finding(State.FAIL, name, f"{error}{hint}")]
    return [Finding(State.OK, name, f"@{bot.username}"), _clock(name, bot.ahead)]


def _clock(name: str, ahead: timedelta | None) -> Finding:
    if ahead is None:
        return Finding(State.WARN, "clock", f"{name} told no time to compare with")
    if abs(ahead) <= GOOD_SKEW:
        return Finding(State.OK, "clock", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, as {name} has it")
    way = "ahead of" if ahead > timedelta() else "behind"
    return Finding(State.WARN, "clock", f"{abs(ahead).total_seconds():.0f} seconds {way} {name}'s")


def _limits(name: str, limits: Limits) -> Finding:
    """Report the rates of the bot's messages on a platform, so that nobody has to look up the defaults."""
    of = limits.model_dump()
    rates = (of[f"{name}_{rate}"] for rate in ("per_second", "chat_burst", "chat_per_second", "group_per_minute"))
    words = "{:g} messages a second; a chat {:g} at once, then {:g} a second; a group {:g} a minute".format(*rates)
    return Finding(State.OK, "limits", f"{name}: {words}")
