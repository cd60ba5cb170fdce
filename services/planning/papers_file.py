"""A document of a meeting in Word and PDF. Imported only where jobs run."""

from pathlib import Path
from typing import Any

from services.organisation import Store
from services.rendering import word, word_to_pdf
from services.rendering.typeset import typeset

LAYOUT = Path(__file__).parent / "meeting_paper.typ"


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``{template, own, names, fields, words, title, body, file_name}``, words ready to be read.

    Returns the hashes of ``word`` and ``pdf``. The PDF is Dabir's own layout; of the organisation's ``own`` template it
    is made by LibreOffice, and "" where that is not installed. Raises Refused with the faults of the template.
    """
    document = word.fill(store.read(params["template"]), params["fields"], params["names"])
    pdf = b""
    if not params["own"]:
        laid = {name: params[name] for name in ("paper", "fields", "words", "title", "body")}
        [pdf] = typeset(LAYOUT, laid, "pdf")
    elif word_to_pdf.installed():
        pdf = word_to_pdf.convert(document)
    kept = {name: params[name] for name in ("plan", "paper", "file_name", "own")}
    return {**kept, "word": store.write(document), "pdf": store.write(pdf) if pdf else ""}
