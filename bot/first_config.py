"""`dabir init`: a few questions, and a config.toml that answers them."""

import asyncio
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import tomli_w
import typer
from pydantic import ValidationError

from bot.config import Secretariat, Section, Telegram
from bot.probe import TokenRefusedError, UnreachableError, get_me

Answers = dict[str, str]
HEADING = "# Made by `dabir init`. Every other setting is explained in config.example.toml.\n\n"


def ask(base_url: str) -> dict[str, Any]:
    """Config.toml's table. Each question is asked again until its answer holds."""
    typer.echo("Talk to @BotFather on Telegram, send /newbot, and paste the token that it gives.")
    telegram = _telegram({"base_url": base_url})
    typer.echo("Send anything to @userinfobot on Telegram: it tells your number. You become the first secretary.")
    owner = _valid(Secretariat, lambda: {"owners": f"telegram:{typer.prompt('Your number', value_proc=_number)}"})
    name = _valid(Secretariat, lambda: {"name": typer.prompt("What the bot calls itself", Secretariat().name)})
    return {"telegram": telegram, "secretariat": {"name": name["name"], "owners": [owner["owners"]]}}


def write(path: Path, table: dict[str, Any]) -> None:
    """Writes what `ask` returned, for the eyes of its owner alone: it has the token."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(HEADING + tomli_w.dumps(table))


def _number(answer: str) -> int:
    """Raises BadParameter, which has the question asked again."""
    try:
        return int(answer)
    except ValueError:
        raise typer.BadParameter("It should be a number, such as 1000.") from None


def _telegram(settings: Answers) -> Answers:
    settings = _valid(Telegram, lambda: settings | {"token": typer.prompt("Token", hide_input=True).strip()})
    while True:
        try:
            bot = asyncio.run(get_me(Telegram.model_validate(settings)))
        except TokenRefusedError:
            typer.echo("Telegram knows no bot with this token.")
            return _telegram(settings)
        except UnreachableError as error:
            typer.echo(f"{error}.")
            changed = _valid(Telegram, partial(_with_proxy, settings))
            if changed == settings:
                typer.echo("The token is kept without a check; `dabir doctor` checks it later.")
                return settings
            settings = changed
        else:
            typer.echo(f"This is @{bot.username}.")
            return settings


def _with_proxy(settings: Answers) -> Answers:
    question = "A proxy, http:// or socks5://, or nothing to go on without"
    answer = typer.prompt(question, default="", show_default=False).strip()
    return settings | {"proxy": answer} if answer else settings


def _valid(section: type[Section], asked: Callable[[], Answers]) -> Answers:
    """Asks until the section takes the answer; what is wrong is said without quoting it, for it may be a secret."""
    while True:
        answer = asked()
        try:
            section.model_validate(answer)
        except ValidationError as error:
            key = str(error.errors()[0]["loc"][0])
            typer.echo(f"That will not do. It should be {section.model_fields[key].description}.")
        else:
            return answer
