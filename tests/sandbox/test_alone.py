"""The sandbox run alone, as a program of its own."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox.__main__ import differences_of, parser
from sandbox.bale.differences import Differences


@asynccontextmanager
async def running(*options: str) -> AsyncIterator[list[str]]:
    """Start the sandbox with these options; yield the words of each printed line, one line a platform."""
    faces = 1 if "--faces" in options else 2
    command = (sys.executable, "-m", "sandbox", "--port", "0", *options)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    yield [(await process.stdout.readline()).decode() for _ in range(faces)]
    process.terminate()
    await process.wait()


async def test_both_messengers_or_one_alone(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with running("--file", str(tmp_path / "sandbox.sqlite")) as lines:
        assert [line.split()[0] for line in lines] == ["telegram", "bale"]
        url = lines[0].split()[1]
        async with session.get(f"{url}/api/state") as response:
            assert (await response.json())["people"] == []
    assert (tmp_path / "sandbox.sqlite.bale").exists()
    async with running("--faces", "bale") as lines:
        name, url, _, token = lines[0].split()
        assert (name, url.endswith("/bale")) == ("bale", True)
        async with session.get(f"{url}/bot{token}/getMe") as response:
            assert (await response.json())["result"]["username"] == "dabir_bale_bot"


def test_each_oddity_is_an_option() -> None:
    assert differences_of(parser().parse_args([])) == Differences()
    options = parser().parse_args(["--edit-stub", "--no-bare-voice", "--unknown-token", "401"])
    assert differences_of(options) == Differences(edit_stub=True, bare_voice=False, unknown_token=401)


@pytest.mark.parametrize("faces", ["eitaa", "bale,bale", ""])
def test_a_messenger_that_is_not_there_is_refused(faces: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--faces", faces])
    assert "telegram, bale" in capsys.readouterr().err
