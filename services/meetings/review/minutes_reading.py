"""The reading of minutes as a job. Imported only where jobs run: it opens Word files."""

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.dates.working_days import Calendar
from domain.minutes import Document, Doubt, Resolution, Unreadable
from domain.minutes import read as understand
from domain.persian.text import fold
from services.document_reading import Opened, Tell, open_files
from services.document_reading.text import from_text
from services.errors import Refused
from services.meetings.review.reading_json import as_json
from services.organisation import Store

if TYPE_CHECKING:
    from services.document_reading.pages.scan import Scanner

LEAST_TEXT = 150
"""The least characters of text beside pictures that is a part of the minutes, and no caption."""
MOST_UNSURE = 6
"""Words in a doubt that are hard to read."""


def read(params: dict[str, Any], store: Store, language: str, tell: Tell) -> dict[str, Any]:
    """Read ``{files}``, one or pictures of pages in order, and ``{text}``; ``calendar`` is the organisation's.

    Returns ``{fingerprint, source, plan, meeting, resolutions, duties, passed_over, doubts}``: ``source`` is the
    file, ``plan`` the planned meeting whose minutes they are, 0 where nobody said so, and the rest as
    ``Reading.to_json``, with each doubt as ``{code, params}`` and each deadline as its row keeps it. Raises Refused
    for what cannot be read as minutes.
    """
    files, text = params.get("files", []), params.get("text", "")
    if "hash" in params:  # a job of an earlier version
        files = [{"hash": params["hash"], "name": params["name"]}]
    try:
        opened = (
            open_files([(file["name"], store.read(file["hash"])) for file in files], tell)
            if files
            else Opened(from_text(text))
        )
        document = opened.document
        if opened.scanner and len(text) >= LEAST_TEXT:
            document = Document((*from_text(text).blocks, *document.blocks), document.doubts)
        reading = understand(document, Calendar.from_json(params["calendar"]))
    except Unreadable as error:
        raise Refused(f"minutes.unreadable.{error.reason_code}", **error.params) from error
    if not (reading.resolutions or reading.passed_over):
        raise Refused("minutes.unreadable.no_resolutions")
    if opened.scanner:
        reading = replace(
            reading, resolutions=tuple(_compared(one, opened.scanner, store) for one in reading.resolutions)
        )
    source = {**files[0], **({"more": files[1:]} if files[1:] else {})} if files else None
    return {"fingerprint": fingerprint(document), "source": source, "plan": params.get("plan", 0), **as_json(reading)}


def _compared(resolution: Resolution, scanner: "Scanner", store: Store) -> Resolution:
    """Doubt a resolution that was read from a picture, and keep the part of the picture that it was read from."""
    from services.document_reading.pages.compare import evidence_of

    words = " ".join((resolution.text, *(item.text for item in resolution.items), resolution.phrase or ""))
    evidence = evidence_of(" ".join((words, *resolution.responsible)), scanner)
    unsure = "، ".join(evidence.unsure[:MOST_UNSURE]) if evidence else ""
    picture = {"picture": store.write(evidence.picture)} if evidence else {}
    doubt = Doubt("from_picture_unsure" if unsure else "from_picture", {**picture, "words": unsure})
    return replace(resolution, doubts=(doubt, *resolution.doubts))


def fingerprint(document: Document) -> str:
    """A hash of a document's words, the same whatever file or message they came in."""
    return hashlib.sha256(fold(" ".join(document.texts())).encode()).hexdigest()
