"""Refusal of whatever a page of another site asks of the sandbox, which a browser here can reach like any other."""

from collections.abc import Awaitable, Callable

from aiohttp import web

_OWN_NAMES = ("127.0.0.1", "localhost", "::1")
_OWN_FETCHES = ("same-origin", "none")
_REFUSAL = {
    "ok": False,
    "error_code": 403,
    "description": "Forbidden: the request is a page's of another site",
    "error": "درخواست خوانده نشد.",
    "code": "origin",
}
"""The body for the page's requests and for the Bot API's, each with its own fields."""


@web.middleware
async def refuse_foreign(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer another site's request by 403; the page itself, which holds no data, may be linked to from anywhere."""
    if _is_foreign(request) and request.path != "/" and not request.path.startswith("/static/"):
        return web.json_response(_REFUSAL, status=403)
    return await handler(request)


def _is_foreign(request: web.Request) -> bool:
    # A name that leads here may be another site's, whose page would then have the same origin.
    if request.url.host not in _OWN_NAMES:
        return True
    origin = request.headers.get("Origin")
    # A picture or a script of another site's page comes without an origin.
    fetched_by = request.headers.get("Sec-Fetch-Site", "none")
    return (origin is not None and origin.partition("://")[2] != request.host) or fetched_by not in _OWN_FETCHES
