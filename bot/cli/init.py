"""Set-up for `dabir init`: a few questions, and a config.toml from the answers."""

import asyncio
import os
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

import tomli_w
import typer
from pydantic import ValidationError

from bot.cli.bot_identity import BOT_MAKER, TokenRefusedError, UnreachableError, find_sender, get_me, owner_elsewhere
from bot.settings.field_types import Section
from bot.settings.sections import PlatformSection, Secretariat

Answers = dict[str, str]
HEADING = "# Made by `dabir init`. Every other setting is explained in config.example.toml.\n\n"
BOTH, NOBODY = "both", "-"
NAME = "What the secretariat is called; the bot introduces itself as its «دستیار»"
SHORT_WAIT = 4.0
"""Seconds to wait for a message that has just been sent."""


def ask(platforms: Mapping[str, PlatformSection]) -> dict[str, Any]:
    """Ask for the table of config.toml, for the chosen ones of ``platforms``; each question until its answer holds."""
    table: dict[str, Any] = {}
    owners: list[str] = []
    for name in _chosen(list(platforms)):
        typer.echo(f"\n{name.title()}: talk to {BOT_MAKER} there, make a bot, and paste the token that it gives.")
        table[name], username = _platform(name, platforms, {"base_url": platforms[name].base_url})
        section = type(platforms[name]).model_validate(table[name])
        owners += _owner(name, section, username, optional=bool(owners))
    answer = _valid(Secretariat, lambda: {"name": typer.prompt(NAME, Secretariat().name)})
    return {**table, "secretariat": {"name": answer["name"], "owners": owners}}


def write(path: Path, table: dict[str, Any]) -> Path | None:
    """Write the table of `ask` to a file that its owner alone may read, for it has the tokens.

    Returns the new path of the file that was there, which has settings that are not asked for, as the database's.
    """
    begun = path.with_name(f"{path.name}.new")
    begun.unlink(missing_ok=True)
    with open(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(HEADING + tomli_w.dumps(table))
    kept = _free_name(path) if path.exists() else None
    if kept:
        path.replace(kept)
        kept.chmod(0o600)
    begun.replace(path)
    return kept


def _free_name(path: Path) -> Path:
    """Return the name under which the settings that were there are kept: another for each set-up."""
    endings = chain(("old",), (f"old.{number}" for number in count(2)))
    return next(name for ending in endings if not (name := path.with_name(f"{path.name}.{ending}")).exists())


def _chosen(names: list[str]) -> list[str]:
    while (
        answer := typer.prompt(f"Where is the bot to be: {', '.join(names)} or {BOTH}", BOTH).strip().lower()
    ) not in (
        *names,
        BOTH,
    ):
        typer.echo(f"It should be {', '.join(names)} or {BOTH}.")
    return names if answer == BOTH else [answer]


def _platform(name: str, platforms: Mapping[str, PlatformSection], settings: Answers) -> tuple[Answers, str]:
    """Ask for one platform's settings; returns them with the bot's user name, "" when it could not be asked."""
    kind = type(platforms[name])
    settings = _valid(kind, lambda: settings | {"token": typer.prompt("Token", hide_input=True).strip()})
    while True:
        section = kind.model_validate(settings)
        try:
            bot = asyncio.run(get_me(section))
        except TokenRefusedError:
            other = asyncio.run(owner_elsewhere(name, section, platforms))
            typer.echo(
                f"This is the token of a bot on {other.title()}; {name.title()} needs one of its own."
                if other
                else f"{name.title()} knows no bot with this token."
            )
            return _platform(name, platforms, settings)
        except UnreachableError as error:
            typer.echo(f"{error}.")
            changed = _valid(kind, partial(_with_proxy, settings))
            if changed == settings:
                typer.echo("All this is kept without a check; `dabir doctor` checks it later.")
                return settings, ""
            settings = changed
        else:
            typer.echo(f"This is @{bot.username}.")
            return settings, bot.username


def _with_proxy(settings: Answers) -> Answers:
    question = "A proxy, http:// or socks5://, or nothing to go on without a check"
    answer = typer.prompt(question, default="", show_default=False).strip()
    return settings | {"proxy": answer} if answer else settings


def _owner(name: str, section: PlatformSection, username: str, *, optional: bool) -> list[str]:
    """Ask for the first secretary's account on one platform, by a message to the bot or by its number."""
    code = str(secrets.randbelow(900_000) + 100_000)
    typer.echo("You become the first secretary." if not optional else "You may be a secretary here, too.")
    ways = [f"send {code} to @{username} and press Enter"] if username else []
    ways += ["type your account's number"] + [f"type {NOBODY} to be none here"] * optional
    # Only the first letter is raised: str.capitalize would lower the capitals of a user name.
    question = ways[0][0].upper() + ", or ".join(ways)[1:]
    while True:
        answer = typer.prompt(question, default="", show_default=False).strip()
        if optional and answer == NOBODY:
            return []
        if not answer and username:
            answer = _sender(section, code)
        if answer:
            try:
                owner = f"{name}:{int(answer.removeprefix(f'{name}:'))}"
                Secretariat.model_validate({"owners": owner})
            except ValueError:
                typer.echo("It should be a number, such as 1000.")
            else:
                return [owner]


def _sender(section: PlatformSection, code: str) -> str:
    try:
        found = asyncio.run(find_sender(section, code, SHORT_WAIT))
    except UnreachableError as error:
        typer.echo(f"{error}.")
        return ""
    if found is None:
        typer.echo("It has not come yet.")
        return ""
    typer.echo(f"It came from {found.name or 'you'}, number {found.id}.")
    return str(found.id)


def _valid(section: type[Section], asked: Callable[[], Answers]) -> Answers:
    """Ask until the section accepts the answer; errors do not quote it, for it may be a secret."""
    while True:
        answer = asked()
        try:
            section.model_validate(answer)
        except ValidationError as error:
            key = str(error.errors()[0]["loc"][0])
            typer.echo(f"That will not do. It should be {section.model_fields[key].description}.")
        else:
            return answer
