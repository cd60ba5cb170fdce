"""Documents and pictures by typst, with the vendored font alone. Imported only where jobs run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

FONTS = Path(__file__).parent / "fonts"

PIXELS_PER_INCH = 144
"""The resolution of a picture: a page of 960 by 540 points gets 1920 by 1080 pixels."""


def typeset(template: Path, data: Mapping[str, Any], kind: Literal["pdf", "png", "svg"]) -> list[bytes]:
    """Typeset a template: a PDF is one file however many pages it has, of the other kinds each page is one.

    The template reads ``data`` with ``#let data = json(bytes(sys.inputs.data))``; its words are words and no markup.
    """
    made = typst.compile(
        template,
        format=kind,
        ppi=PIXELS_PER_INCH,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    return made if isinstance(made, list) else [made]
