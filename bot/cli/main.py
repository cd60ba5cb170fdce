"""The command `dabir`. Each subcommand imports its own modules, so that `dabir --help` does not wait for them all."""

import asyncio
import errno
import json
import os
import signal
import sys
import threading
from datetime import date, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.cli import backup_commands, person_commands
from bot.cli.form_commands import form_app
from bot.cli.options import ConfigFile
from domain.meetings import MOST_NUMBER

if TYPE_CHECKING:
    from bot.settings.config import Config
    from domain.dates.working_days import Calendar

USAGE = 2
ExportKind = StrEnum("ExportKind", ["excel", "word", "pdf", "forms"])
"""The files that an export can be."""

app = typer.Typer(
    help="Dabir: a secretariat's bot, from the minutes of a meeting to the reports on what it decided.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
app.add_typer(form_app, name="form")
AsJson = Annotated[bool, typer.Option("--json", help="JSON, alone on standard output.")]


def main() -> None:
    """Run the command line. Persian is printed as UTF-8, whatever the terminal's locale is.

    Whatever is written, database, files and exports, is for this account alone: it holds names and numbers.
    """
    os.umask(0o077)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for word in sys.argv[1:]:
        said = word.encode(errors="surrogateescape").decode(errors="backslashreplace")
        if said != word:
            sys.exit(_not_utf_8(said))
    app()


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its people, chats and clock.")] = Path("data/demo"),
    port: Annotated[int, typer.Option(help="The page's port on this machine.")] = 8080,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the last demo and start anew.")] = False,
) -> None:
    """Run the bot with a chat page in the browser: no token, no network."""
    typer.echo("Starting Dabir's sandbox, which takes a few seconds…")
    from bot.demo.run import LogLeftError, run
    from models.process_lock import InUseError

    try:
        run(folder, port=port, fresh=fresh)
    except (InUseError, LogLeftError) as error:
        _fail(str(error))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _fail(f"Port {port} is taken, perhaps by a demo that still runs. Stop it, or use dabir demo --port {port + 1}.")


@app.command()
def run(config: ConfigFile = None) -> None:
    """Run the bot until it is stopped."""
    if threading.current_thread() is threading.main_thread():
        # The first look at the database may wait for it, too. Tests run the command in a thread, which gets no signal.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = _load_office(config, to_run=True)

    from bot.app import run
    from bot.settings.logs import set_up
    from models.process_lock import InUseError

    set_up(settings.logging)
    try:
        run(settings)
    except InUseError as error:
        _fail(str(error))


@app.command()
def init(
    config: ConfigFile = None,
    telegram_url: Annotated[str, typer.Option(help="Another Bot API server than Telegram's, without /bot.")] = "",
    bale_url: Annotated[str, typer.Option(help="Another Bot API server than Bale's, without /bot.")] = "",
) -> None:
    """Ask for the necessary settings and write config.toml."""
    from pydantic import ValidationError

    from bot.cli.bot_identity import every_platform
    from bot.cli.init import ask, write

    path = config or Path("config.toml")
    if path.exists():
        typer.confirm(f"{path} exists. Write it anew, without its other settings?", abort=True)
    platforms = every_platform()
    for name, url in (("telegram", telegram_url), ("bale", bale_url)):
        if url:
            try:
                platforms[name] = type(platforms[name])(token=platforms[name].token, base_url=url)
            except ValidationError:
                _refuse(f"--{name}-url: it should be {type(platforms[name]).model_fields['base_url'].description}.")
    if before := write(path, ask(platforms)):
        typer.echo(f"The file that was there is kept as {before}: take over from it what was not asked for.")
    typer.echo(f"Written to {path}. `dabir doctor` looks whether all is well, `dabir run` starts the bot.")


@app.command(name="lock-out")
def lock_out(
    account: Annotated[str, typer.Argument(help="The account, such as telegram:1000 or bale:1000.")],
    config: ConfigFile = None,
) -> None:
    """Cut off an account that fell into other hands: its roles, links and codes end. The bot may run meanwhile."""
    settings = _load_office(config)

    from bot.cli.lock_out import UnknownAccountError, cut_off

    try:
        done = asyncio.run(cut_off(settings, account))
    except UnknownAccountError:
        _fail(f"No account {account} has ever written to the bot. /members in chat, or an export, names them.")
    kept = "its person goes on by another account" if done.goes_on else f"{done.roles} roles have ended"
    typer.echo(f"{account} is a stranger's from now on; {kept}, and open invitations of that person are void.")
    if done.owner:
        typer.echo(f"Take {account} out of [secretariat] owners as well, and start the bot anew.")
    if not done.secretaries:
        typer.echo("Nobody is a secretary now: name another account in [secretariat] owners, and start the bot anew.")


@app.command()
def doctor(
    config: ConfigFile = None,
    retry_parked: Annotated[
        bool, typer.Option("--retry-parked", help="Let parked rows be tried again at once, and check nothing.")
    ] = False,
) -> None:
    """Check everything that the bot needs."""
    from rich.console import Console

    from bot.cli.doctor import State, examine, release_parked

    if retry_parked:
        released = asyncio.run(release_parked(_load_office(config)))
        typer.echo(f"{released} parked rows are tried again within half a minute.")
        return

    console = Console(highlight=False)
    colours = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}

    async def report() -> bool:
        well = True
        async for finding in examine(_found(config)):
            console.print(f"[{colours[finding.state]}]{finding.state:4}[/]", f"{finding.subject:13}", end=" ")
            console.print(finding.message, markup=False, soft_wrap=True)
            well = well and finding.state is not State.FAIL
        return well

    if not asyncio.run(report()):
        raise typer.Exit(1)


@app.command()
def minutes(
    file: Annotated[Path, typer.Argument(help="A .docx, .pdf, .odt, .doc, .rtf, .xlsx or text file, or a picture.")],
    as_json: AsJson = False,
) -> None:
    """Read the minutes of a meeting: its resolutions, their owners and deadlines, and every doubt."""
    from rich.console import Console

    from bot.cli.reading_table import show_reading, why_unreadable
    from domain.minutes import Unreadable
    from services.document_reading import read_minutes

    try:
        reading = read_minutes(file.name, file.read_bytes(), _calendar())
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}.")
    except Unreadable as error:
        _refuse(f"{file} cannot be read: {why_unreadable(error)}.")
    if as_json:
        _print_json(reading.to_json())
    else:
        # Minutes may contain anything, also markup of Rich's.
        show_reading(Console(highlight=False, markup=False, emoji=False), reading)


# Unknown options are passed on, because a phrase may begin with a dash, as an empty cell of minutes does: «---».
@app.command(context_settings={"ignore_unknown_options": True})
def deadline(
    phrase: Annotated[str, typer.Argument(help="Such as «تا پایان مهرماه».")],
    on: Annotated[str | None, typer.Option(help="The meeting's day, such as 1398/07/13. By default today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Explain a deadline phrase for a meeting on a day."""
    from domain.dates.jalali import parse
    from domain.deadlines import describe, resolve

    today = _today()
    day = parse(on, today) if on else today
    if day is None:
        _refuse(f"--on {on} is not a day of the Jalali calendar. It should be one like 1398/07/13.")
    meaning = resolve(phrase, day, _calendar())
    if as_json:
        _print_json(dict(meaning.to_json()))
    else:
        typer.echo(describe(meaning))


@app.command()
def export(
    kind: Annotated[
        ExportKind, typer.Argument(help="Excel with attachments, a report, or the forms for Kobo's users.")
    ],
    folder: Annotated[Path, typer.Argument(help="The folder to write to.")],
    meeting: Annotated[int | None, typer.Option(help="The number of one meeting.", max=MOST_NUMBER)] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first Jalali month, such as 1398/07.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last Jalali month.")] = None,
    actor: Annotated[str | None, typer.Option(help="A kind of agencies, or a part of its name.")] = None,
    agency: Annotated[str | None, typer.Option(help="The name of one agency.")] = None,
    form: Annotated[str | None, typer.Option(help="Of the forms only one, by its title or id.")] = None,
    labels: Annotated[bool, typer.Option("--labels", help="The forms in words, all rows of each together.")] = False,
    phones: Annotated[bool, typer.Option(help="People's phone numbers in the sheet of members.")] = True,
    config: ConfigFile = None,
) -> None:
    """Write what is recorded as Excel, or the follow-up report as Word or PDF; also while the bot runs."""
    settings = _load_office(config)

    from rich.console import Console
    from rich.progress import Progress

    from bot.cli.export import ExportError, Wish, export_to, notes_of

    wish = Wish(meeting, since, until, actor, agency, form, labels)
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)

            def progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total)

            made = asyncio.run(export_to(settings, kind.value, folder, wish, progress, personal=phones))
    except ExportError as error:
        if error.wrong:
            _refuse(str(error))
        _fail(str(error))
    for path in made.paths:
        typer.echo(path)
    for note in notes_of(made, settings):
        typer.echo(note, err=True)


def _found(named: Path | None) -> Path | None:
    usual = Path("config.toml")
    return named or (usual if usual.exists() else None)


def _load(named: Path | None) -> "Config":
    from bot.settings.loading import ConfigError, load

    try:
        return load(_found(named))
    except ConfigError as error:
        _refuse(*error.problems)


def _load_office(named: Path | None, *, to_run: bool = False) -> "Config":
    """Load the settings of an office whose database answers and is this version's, or end with a sentence.

    The bot itself, ``to_run``, makes one that is not there and brings an older one up.
    """
    settings = _load(named)

    from bot.cli.doctor import State, examine_database

    database = asyncio.run(examine_database(settings))
    if database.state is State.FAIL or (database.state is not State.OK and not to_run):
        _fail(f"[database] url: {database.message}.")
    return settings


def _calendar() -> "Calendar":
    """The official calendar; the bot's own also has what the secretariat added."""
    from domain.dates.working_days import Calendar, official_holidays

    return Calendar({holiday.date: holiday for holiday in official_holidays()})


def _today() -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Tehran")).date()


backup_commands.add_to(app, _load)
person_commands.add_to(app, _load_office)


def _print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _refuse(*sentences: str) -> NoReturn:
    """Exit because the request cannot be understood or read."""
    typer.echo("\n".join(sentences), err=True)
    raise typer.Exit(USAGE)


def _not_utf_8(said: str) -> int:
    typer.echo(f"{said} is no UTF-8, as all words and names of files on the command line have to be.", err=True)
    return USAGE


def _fail(sentence: str) -> NoReturn:
    """Exit because the request was understood, but could not be carried out."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
