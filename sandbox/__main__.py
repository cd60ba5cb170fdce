"""Run the sandbox alone: python -m sandbox [--port 8181] [--file sandbox.sqlite] [--faces telegram,bale]."""

import argparse
import asyncio
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

from sandbox.bale.differences import Differences
from sandbox.http.server import FACES, SandboxServer

_TOKENS = (401, 403, 404)
_SWITCHES = {each.name: bool(each.default) for each in fields(Differences) if isinstance(each.default, bool)}


def main() -> None:
    """Serve until interrupted; print each platform's name, address and token."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser().parse_args()))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m sandbox", description="Local messengers with people in them.")
    made.add_argument("--port", type=int, default=8181)
    made.add_argument("--faces", type=_faces, default=FACES, help="messengers, telegram,bale by default")
    made.add_argument("--file", type=Path, help="SQLite file that keeps everything; in memory without it")
    made.add_argument("--token", help="the first messenger's only token; any of the right shape without it")
    made.add_argument("--rate-limits", action="store_true", help="hold the messengers' limits of rates")
    bale = made.add_argument_group("Bale's differences", "sandbox/bale/differences.py says what is known of each")
    bale.add_argument("--unknown-token", type=int, choices=_TOKENS, default=Differences().unknown_token)
    for name, default in _SWITCHES.items():
        option = f"--{name.replace('_', '-')}"
        bale.add_argument(option, action=argparse.BooleanOptionalAction, default=default)
    return made


def differences_of(options: argparse.Namespace) -> Differences:
    """Bale's differences as the options set them."""
    return Differences(unknown_token=options.unknown_token, **{name: getattr(options, name) for name in _SWITCHES})


async def _serve(options: argparse.Namespace) -> None:
    server = SandboxServer(
        options.file,
        token=options.token,
        rate_limits=options.rate_limits,
        faces=options.faces,
        differences=differences_of(options),
    )
    await server.start(port=options.port)
    for face in server.faces.values():
        print(f"{face.name}  {face.url}  token {face.token}", flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def _faces(words: str) -> tuple[str, ...]:
    names = tuple(words.split(","))
    if not names or set(names) - set(FACES) or len(set(names)) < len(names):
        raise argparse.ArgumentTypeError(f"messengers are {', '.join(FACES)}, each once")
    return names


if __name__ == "__main__":
    main()
