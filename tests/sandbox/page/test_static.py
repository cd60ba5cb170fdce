"""The page's files, without a browser: their headers, and contents that are forbidden in them."""

import re

import aiohttp

from sandbox.http.page import STATIC
from sandbox.http.server import SandboxServer

SOURCES = [path for path in STATIC.rglob("*") if path.suffix in {".html", ".css", ".js"}]
NORMAL_TEXT = 4.5  # the contrast that WCAG 2.2 asks for, level AA
PAIRS = [
    ("ink", "surface"),
    ("ink", "surface-high"),
    ("ink", "mine"),
    ("ink", "theirs"),
    ("ink-soft", "surface"),
    ("ink-soft", "surface-high"),
    ("ink-soft", "theirs"),
    ("ink-soft", "accent-soft"),
    ("mine-ink-soft", "mine"),
    ("accent", "surface"),
    ("accent", "theirs"),
    ("accent-strong", "mine"),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("key-ink", "key"),
    ("danger", "surface"),
    ("telegram-ink", "telegram-soft"),
    ("telegram-ink", "surface"),
    ("bale-ink", "bale-soft"),
    ("bale-ink", "surface"),
]


async def test_the_page_is_served_with_its_types_and_a_strict_policy(
    server: SandboxServer, session: aiohttp.ClientSession
) -> None:
    for path, kind in {
        "/": "text/html",
        "/static/js/main.js": "text/javascript",
        "/static/css/base.css": "text/css",
        "/static/icons.svg": "image/svg+xml",
        "/static/fonts/vazirmatn.woff2": "font/woff2",
        "/static/fonts/OFL.txt": "text/plain",
    }.items():
        async with session.get(server.url + path) as response:
            assert response.status == 200, path
            assert response.content_type == kind
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy


async def test_nothing_beside_the_page_is_served(server: SandboxServer, session: aiohttp.ClientSession) -> None:
    for path in ("/static/", "/static/../server.py", "/static/%2e%2e/server.py", "/static/js"):
        async with session.get(server.url + path) as response:
            assert response.status == 404, path


def test_nothing_comes_from_elsewhere() -> None:
    for path in SOURCES:
        # The name of the SVG namespace is a name; nothing is fetched by it.
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(src|href|url|import|from)\W{1,4}(https?:)?//", text), path.name


def test_persian_is_written_with_persian_letters_and_signs() -> None:
    for path in SOURCES:
        if path.name == "persian.js":  # it names the other letters in order to replace them
            continue
        for words in re.findall(r"[\u0600-\u06ff][^\"`'<>\n]*", path.read_text()):
            assert not re.search(r"[يك٠-٩]|[\u0600-\u06ff][,?;]", words), f"{path.name}: {words}"


def test_every_colour_pair_can_be_read() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", (STATIC / "css/base.css").read_text(), re.DOTALL)
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", scheme))
        for ink, paper in PAIRS:
            assert contrast(colours[ink], colours[paper]) >= NORMAL_TEXT, f"{ink} on {paper}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
