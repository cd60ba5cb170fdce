"""The picture of the obligations' status, drawn by a job. Imported only where jobs run: it sets type."""

from pathlib import Path
from typing import Any

from services.organisation import Store
from services.rendering.typeset import typeset

TEMPLATE = Path(__file__).with_suffix(".typ")

ONE_COLUMN = 12
"""The most agencies that stand below each other in one column; more of them stand in two."""


def draw(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Draw ``{slides, at}``, words ready to be read; return ``{pictures, at}``, a PNG's hash for each slide.

    A slide is ``{rtl, title, meeting, answered, of-what, at, more, legend, rows, most}``: ``legend`` is [stage, label,
    number] of each stage, a row is ``{name, total, pieces}`` with [stage, count, number] of each piece of its bar, and
    ``most`` the count of the longest bar.
    """
    pictures = [store.write(picture) for slide in params["slides"] for picture in typeset(TEMPLATE, laid(slide), "png")]
    return {"pictures": pictures, "at": params["at"]}


def laid(slide: dict[str, Any]) -> dict[str, Any]:
    """The slide with the number of its columns."""
    return {**slide, "columns": 1 if len(slide["rows"]) <= ONE_COLUMN else 2}
