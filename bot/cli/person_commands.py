"""The commands about one person's data, `dabir forget` and `dabir export-person`."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli.options import ConfigFile

if TYPE_CHECKING:
    from bot.cli.person import PersonError
    from bot.settings.config import Config

Named = Annotated[str, typer.Argument(help="An account such as telegram:1000, a phone number, a whole name, or #id.")]


def add_to(app: typer.Typer, load: Callable[[Path | None], "Config"]) -> None:
    """Add the commands to the program's; ``load`` reads the settings or ends the program with a sentence."""

    @app.command()
    def forget(
        person: Named,
        yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Count what would be changed, and change nothing.")
        ] = False,
        config: ConfigFile = None,
    ) -> None:
        """Erase one person: reports stay with the agency, the name becomes a post. The bot may run meanwhile."""
        from bot.cli import person as people

        settings = load(config)
        try:
            found = asyncio.run(people.meant(settings, person, also_erased=True))
            counted = asyncio.run(people.forget(settings, found.id, dry=True))
        except people.PersonError as error:
            _fail(error)
        if counted.resumed:
            typer.echo("This erasure was begun before: what was to be deleted is gone, and the rest is done now.")
        typer.echo(f"#{found.id} {found.name} becomes «{counted.post}»; {counted.roles} roles end.")
        typer.echo("\n".join(["Rows to be deleted:", *people.table_lines(counted.deleted)]))
        typer.echo("\n".join(["Rows in which the identity is replaced:", *people.table_lines(counted.changed)]))
        if counted.namesakes:
            typer.echo("Somebody else has the same name: in reports and in the audit trail the name stays.")
        if counted.files:
            said = "Files that stay as they are; look whether the name is in them:"
            typer.echo("\n".join([said, *people.file_lines(settings, counted.files)]))
        if dry_run:
            return
        if not yes:
            typer.confirm("This cannot be undone. Erase this person?", abort=True)
        try:
            asyncio.run(people.forget(settings, found.id, dry=False))
        except people.PersonError as error:
            _fail(error)
        typer.echo(f"#{found.id} is «{counted.post}» from now on. Backups keep the name until you delete them.")
        if people.compact(settings):
            asyncio.run(people.end_erasure(settings, found.id))
            return
        again = f"stop the bot and give dabir forget '#{found.id}' again"
        typer.echo(f"The file of the database still has deleted pages: {again}.")

    @app.command(name="export-person")
    def export_person(
        person: Named,
        archive: Annotated[Path, typer.Argument(help="The .zip file to write.")],
        config: ConfigFile = None,
    ) -> None:
        """Write all that is kept of one person as a zip: a JSON file a table, and files."""
        from bot.cli import person as people

        settings = load(config)
        if archive.exists():
            typer.echo(f"{archive} exists already.", err=True)
            raise typer.Exit(1)
        try:
            found = asyncio.run(people.meant(settings, person))
            made = asyncio.run(people.export(settings, found.id, archive))
        except people.PersonError as error:
            _fail(error)
        except OSError as error:
            typer.echo(f"{archive} cannot be written: {error.strerror}.", err=True)
            raise typer.Exit(1) from None
        typer.echo(f"{archive}: {sum(made.rows.values())} rows of {len(made.rows)} tables, {made.files} files.")
        if made.missing:
            typer.echo(f"{made.missing} files are not in the store any more.", err=True)


def _fail(error: "PersonError") -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)
