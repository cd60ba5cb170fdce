"""Pictures of the obligations' status for a phone, drawn by a job. Imported only where jobs run: it sets type."""

from pathlib import Path
from typing import Any

from services.organisation import Store
from services.rendering.typeset import typeset

LAYOUTS = {path.stem: path for path in (Path(__file__).parent / "pictures").glob("*.typ")}


def draw(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Draw ``{layout, slides, …}``, words ready to be read; return ``pictures``, a PNG's hash for each slide.

    Every slide has ``{rtl, office, title, subject, more, at}`` and what its layout in ``pictures`` names: ``bars``,
    ``timeline`` or ``agency``. What else there is of parameters is returned as it came.
    """
    layout = LAYOUTS[params["layout"]]
    pictures = [store.write(picture) for slide in params["slides"] for picture in typeset(layout, slide, "png")]
    return {**params, "slides": [], "pictures": pictures}
