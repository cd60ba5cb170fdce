"""Runs the sandbox alone: python -m sandbox [--port 8181] [--file sandbox.sqlite]."""

import argparse
import asyncio
from contextlib import suppress
from pathlib import Path

from sandbox.server import SandboxServer


def main() -> None:
    """Serves until it is interrupted; prints what a bot needs to know."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Telegram with people in it.")
    parser.add_argument("--port", type=int, default=8181)
    parser.add_argument("--file", type=Path, help="SQLite file that keeps everything; in memory without it")
    parser.add_argument("--token", help="the only token accepted; any of the right shape without it")
    parser.add_argument("--rate-limits", action="store_true", help="hold Telegram's limits of rates")
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


async def _serve(options: argparse.Namespace) -> None:
    server = SandboxServer(options.file, token=options.token, rate_limits=options.rate_limits)
    await server.start(port=options.port)
    print(f"{server.url}  token {server.token}", flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


if __name__ == "__main__":
    main()
