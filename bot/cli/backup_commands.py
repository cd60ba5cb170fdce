"""The commands about backups, `dabir backup`, `dabir backup-key` and `dabir restore`."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli.options import ConfigFile

if TYPE_CHECKING:
    from bot.settings.config import Config


def add_to(app: typer.Typer, load: Callable[[Path | None], "Config"]) -> None:
    """Add the commands to the program's; ``load`` reads the settings or ends the program with a sentence."""

    @app.command()
    def backup(
        target: Annotated[Path, typer.Argument(help="A folder, or the name of a .tar.gz or .tar.gz.age file.")],
        config: ConfigFile = None,
    ) -> None:
        """Back up the database and the files into one archive, also while the bot runs."""
        from bot.backups.archive import back_up
        from bot.backups.database_dump import BackupError

        try:
            settings = load(config)
            made = back_up(settings, target, datetime.now(UTC))
        except BackupError as error:
            _fail(error)
        typer.echo(made.path)
        if made.missing:
            told = f"{made.missing} files that the database keeps are not in {settings.storage.files.absolute()}"
            typer.echo(f"{told} and not in the archive: is [storage] files right?", err=True)

    @app.command(name="backup-key")
    def backup_key(
        file: Annotated[Path, typer.Argument(help="The file for the secret key; it must not be there yet.")],
    ) -> None:
        """Make a key pair for encrypted backups, and print its public key, which goes into [backup] recipients."""
        from bot.backups.database_dump import BackupError
        from bot.backups.encryption import make_key

        try:
            typer.echo(make_key(file, datetime.now(UTC)))
        except BackupError as error:
            _fail(error)
        typer.echo(f"Keep {file} away from this machine: without it no backup can be read.", err=True)

    @app.command()
    def restore(
        archive: Annotated[Path, typer.Argument(help="An archive that `dabir backup` made.")],
        force: Annotated[bool, typer.Option("--force", help="Put it in the place of what is there.")] = False,
        key: Annotated[Path | None, typer.Option(help="The file with the secret key of an encrypted archive.")] = None,
        config: ConfigFile = None,
    ) -> None:
        """Restore the database and the files of a backup; the bot must not be running."""
        from bot.backups.archive import restore_alone
        from bot.backups.database_dump import BackupError

        try:
            aside = asyncio.run(restore_alone(load(config), archive, force=force, key=key))
        except BackupError as error:
            _fail(error)
        for left in aside:
            typer.echo(f"A log of another database was beside it and is kept as {left}.", err=True)
        typer.echo(f"{archive} is back in its place.")


def _fail(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)
