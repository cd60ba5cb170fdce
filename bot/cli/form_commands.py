"""The commands `dabir form check` and `dabir form play`."""

import json
from pathlib import Path
from typing import Annotated

import typer

form_app = typer.Typer(
    help="Look at an XLSForm, and try it.", no_args_is_help=True, pretty_exceptions_show_locals=False
)
FormFile = Annotated[Path, typer.Argument(help="An XLSForm (.xlsx); its tables stand beside it.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, alone on standard output.")]
UNREADABLE = 2


@form_app.command()
def check(
    file: FormFile,
    as_json: AsJson = False,
    plays: Annotated[int, typer.Option(help="How many random respondents try it.", min=0)] = 20,
) -> None:
    """Read a form and name its errors with their rows, the repairs, and questions that nobody could answer."""
    from rich.console import Console

    from bot.cli import form

    try:
        report = form.check(file, form.local_now(), form.local_zone(), plays)
    except OSError as error:
        typer.echo(f"{file} cannot be read: {error.strerror}.", err=True)
        raise typer.Exit(UNREADABLE) from error
    if as_json:
        typer.echo(json.dumps(report.to_json(form.sayer("fa", "en")), ensure_ascii=False, indent=2))
    else:
        form.show(Console(highlight=False, markup=False, emoji=False, soft_wrap=True), report)
    if report.data is None:
        raise typer.Exit(1)


@form_app.command()
def play(
    file: FormFile,
    auto: Annotated[bool, typer.Option("--auto", help="Let a random respondent answer.")] = False,
    seed: Annotated[int, typer.Option(help="The respondent's seed: the same one gives the same answers.")] = 0,
    as_json: AsJson = False,
    language: Annotated[str, typer.Option(help="The language of a form that has several, such as fa.")] = "fa",
) -> None:
    """Play a form in the terminal, or by a random respondent."""
    from rich.console import Console

    from bot.cli import form, form_play
    from domain.forms.respondent.play import Played

    try:
        report = form.check(file, form.local_now(), form.local_zone(), 0)
    except OSError as error:
        typer.echo(f"{file} cannot be read: {error.strerror}.", err=True)
        raise typer.Exit(UNREADABLE) from error
    compiled = report.form
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    if compiled is None:
        if as_json:
            reason = "; ".join(map(form.sayer("en"), report.findings.errors))
            typer.echo(json.dumps(Played(reason=reason).to_json(), ensure_ascii=False))
        form.show(Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True), report)
        raise typer.Exit(1)
    if not auto:
        form_play.play(compiled, form.local_now(), language, console)
        return
    played = form.play_at_random(compiled, seed, form.local_now())
    if as_json:
        typer.echo(json.dumps(played.to_json(), ensure_ascii=False))
    else:
        for operation in played.operations:
            console.print(*map(str, operation))
        console.print("completed" if played.reason is None else played.reason)


@form_app.command()
def shipped(
    folder: Annotated[Path | None, typer.Argument(help="Where to write them; what is there is kept.")] = None,
) -> None:
    """List the forms that come with Dabir, or write them into a folder, to be changed in Excel."""
    from forms.catalogue import shipped_forms

    for form in shipped_forms():
        if folder is None:
            meant = f"resolution {form.resolution}" if form.resolution else ""
            typer.echo(f"{form.file_name:30} {meant:14} {form.titles['fa']} / {form.titles['en']}")
            continue
        target = folder / form.file_name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(form.workbook())
        except FileExistsError:
            typer.echo(f"{target} is there already and was kept.")
        except OSError as error:
            typer.echo(f"{target} cannot be written: {error.strerror}.", err=True)
            raise typer.Exit(UNREADABLE) from error
        else:
            typer.echo(str(target))
