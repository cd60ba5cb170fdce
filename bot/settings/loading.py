"""Loading of the settings: a TOML file, and `DABIR_` variables over it, with a sentence for whatever is wrong in them.

A variable names its section and key with two underscores between: DABIR_TELEGRAM__TOKEN.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.config import PREFIX, SEPARATOR, Config, keys, variable_of

# These variables are the file's path and the test suite's switches, which reach the processes that it starts.
NOT_SETTINGS = re.compile(r"DABIR_CONFIG|DABIR_NO_SKIP|DABIR_TEST_\w+")
VARIABLES = tuple(variable_of(section, key) for section, names in keys().items() for key in names)


class _FromOutside(BaseSettings, Config):
    """All settings, read from the arguments and, over those, from the variables."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=SEPARATOR, env_ignore_empty=True, extra="forbid"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


class ConfigError(Exception):
    """Settings that Dabir can't start with; `problems` has a sentence for each, without secrets."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def load(path: Path | None) -> Config:
    """Read the settings file, if one is named, and the process's variables over it.

    Raises ConfigError for a file that cannot be read, an unknown name or a wrong value.
    """
    table = _read(path) if path else {}
    if strange := [name for name in _our_variables() if name not in VARIABLES]:
        raise ConfigError(
            _unknown(name, _nearest(name, VARIABLES), "config.example.toml has them all.") for name in strange
        )
    try:
        return Config(**dict(_FromOutside(**table)))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        problems = [sentence for one in found for sentence in _problems(one)]
    # Raised outside of the handler, so that pydantic's error, which quotes the values, is not chained to it.
    raise ConfigError(problems)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}."]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path} cannot be read: it is not UTF-8."]) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path} is not TOML: {error}."]) from None


def _our_variables() -> list[str]:
    names = (name.upper() for name in os.environ)
    return sorted(name for name in names if name.startswith(PREFIX) and not NOT_SETTINGS.fullmatch(name))


def _problems(found: ErrorDetails) -> list[str]:
    """Write the sentences about one error of pydantic's; those of `Config._agree` are complete already."""
    return [_problem(found)] if found["loc"] else found["msg"].removeprefix("Value error, ").splitlines()


def _problem(found: ErrorDetails) -> str:
    section, *rest = map(str, found["loc"])
    known = keys()
    if section not in known:
        near = _nearest(section, known)
        sections = ", ".join(f"[{name}]" for name in known)
        return _unknown(f"[{section}]", near and f"[{near}]", f"the sections are {sections}.")
    if not rest:
        return f"[{section}] has to be a section with the keys {', '.join(known[section])}."
    key = rest[0]
    if key not in known[section]:
        near = _nearest(key, known[section])
        elsewhere = next((f"[{name}] {key}" for name in known if key in known[name]), None)
        there = f"[{section}] {near}" if near else elsewhere
        return _unknown(f"[{section}] {key}", there, f"the keys here are {', '.join(known[section])}.")
    variable = variable_of(section, key)
    if found["type"] == "missing":
        return f"[{section}] {key}, or {variable}, is missing; `dabir init` asks for {known[section][key]}."
    setting = variable if os.environ.get(variable) else f"[{section}] {key}"
    reason = found["msg"].removeprefix("Value error, ")
    return f"{setting}: {reason[0].lower()}{reason[1:]}. It should be {known[section][key]}."


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)), None)


def _unknown(name: str, near: str | None, otherwise: str) -> str:
    return f"{name} is not a setting; {f'did you mean {near}?' if near else otherwise}"
