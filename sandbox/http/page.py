"""The chat page: serve the files of static/ under a policy that allows no other origin."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parents[1] / "static"

# Listed here, because the machine's own table of MIME types may be empty.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}

# Only this origin may be loaded from; blob: is for pictures and sounds that the person has just chosen.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def add_page(app: web.Application) -> None:
    """Add GET / and every file under /static/."""
    app.router.add_get("/", _handler(STATIC / "index.html"))
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in _TYPES:
            app.router.add_get(f"/static/{path.relative_to(STATIC).as_posix()}", _handler(path))


def _handler(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    return partial(_send, path)


async def _send(path: Path, _: web.Request) -> web.StreamResponse:
    headers = {
        "Content-Type": _TYPES[path.suffix],
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        # The files have no versions in their names: the browser asks whether its copy is still right.
        "Cache-Control": "no-cache",
    }
    return web.FileResponse(path, headers=headers)
