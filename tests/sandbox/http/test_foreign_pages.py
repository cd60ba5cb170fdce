"""Requests of another site's page, which a browser on this machine can send here: refused for everything with data."""

import aiohttp
import pytest

from sandbox.http.server import SandboxServer

TOKEN = "999:" + "A" * 35


@pytest.mark.parametrize(
    "foreign",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "path",
    [
        "/api/state",
        "/api/events",
        "/api/nothing",
        f"/bot{TOKEN}/getUpdates?offset=999999999",
        f"/bale/bot{TOKEN}/getMe",
        f"/file/bot{TOKEN}/documents/file_1.pdf",
    ],
)
async def test_a_page_of_another_site_gets_nothing(
    server: SandboxServer, session: aiohttp.ClientSession, path: str, foreign: dict[str, str]
) -> None:
    async with session.get(server.url + path, headers=foreign) as response:
        assert response.status == 403
        assert (await response.json())["code"] == "origin"


@pytest.mark.parametrize("own", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}], ids=str)
@pytest.mark.parametrize("path", ["/api/state", "/api/events", f"/bot{TOKEN}/getMe"])
async def test_the_page_and_a_bot_here_are_answered(
    server: SandboxServer, session: aiohttp.ClientSession, path: str, own: dict[str, str]
) -> None:
    async with session.get(server.url + path, headers=own) as response:
        assert response.status == 200


async def test_the_page_is_opened_by_a_link_on_another_site(
    server: SandboxServer, session: aiohttp.ClientSession
) -> None:
    async with session.get(server.url, headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200
