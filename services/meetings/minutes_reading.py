"""The reading of minutes as a job. Imported only where jobs run: it opens Word files."""

import hashlib
from typing import Any

from domain.dates.jalali import format_machine
from domain.dates.working_days import Calendar
from domain.deadlines.periods import to_stored
from domain.minutes import Document, Doubt, Reading, Resolution, Unreadable
from domain.minutes import read as understand
from domain.persian.text import fold
from services.document_reading import Tell, document_of
from services.document_reading.text import from_text
from services.errors import Refused
from services.organisation import Store


def read(params: dict[str, Any], store: Store, language: str, tell: Tell) -> dict[str, Any]:
    """Read ``{hash, name}``, a file, or ``{text}``, pasted words; ``calendar`` is the organisation's.

    Returns ``{fingerprint, source, plan, meeting, resolutions, duties, passed_over, doubts}``: ``source`` is the
    file, ``plan`` the planned meeting whose minutes they are, 0 where nobody said so, and the rest as
    ``Reading.to_json``, with each doubt as ``{code, params}`` and each deadline as its row keeps it. Raises Refused
    for what cannot be read as minutes.
    """
    try:
        document = (
            document_of(params["name"], store.read(params["hash"]), tell)
            if "hash" in params
            else from_text(params["text"])
        )
        reading = understand(document, Calendar.from_json(params["calendar"]))
    except Unreadable as error:
        raise Refused(f"minutes.unreadable.{error.reason_code}", **error.params) from error
    if not reading.resolutions:
        raise Refused("minutes.unreadable.no_resolutions")
    source = {"hash": params["hash"], "name": params["name"]} if "hash" in params else None
    return {"fingerprint": fingerprint(document), "source": source, "plan": params.get("plan", 0), **as_json(reading)}


def fingerprint(document: Document) -> str:
    """A hash of a document's words, the same whatever file or message they came in."""
    return hashlib.sha256(fold(" ".join(document.texts())).encode()).hexdigest()


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON, with all values that its rows need."""
    return {
        **reading.to_json(),
        "meeting": {
            **reading.meeting.to_json(),
            "date": format_machine(reading.meeting.date) if reading.meeting.date else None,
        },
        "resolutions": [_resolution(resolution) for resolution in reading.resolutions],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {
        **resolution.to_json(),
        "partners": list(resolution.partners),
        "phrase": resolution.phrase,
        "deadline": to_stored(resolution.deadline),
        "doubts": [_doubt(doubt) for doubt in resolution.doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {"code": doubt.code, "params": dict(doubt.params)}
