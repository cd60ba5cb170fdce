"""A reading of minutes as JSON that keeps all that its rows need."""

from typing import Any

from domain.dates.jalali import format_machine
from domain.deadlines.periods import to_stored
from domain.minutes import Doubt, Reading, Resolution


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as JSON, with all values that its rows need."""
    return {
        **reading.to_json(),
        "meeting": {
            **reading.meeting.to_json(),
            "date": format_machine(reading.meeting.date) if reading.meeting.date else None,
        },
        "resolutions": [resolution_json(resolution) for resolution in reading.resolutions],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
    }


def resolution_json(resolution: Resolution) -> dict[str, Any]:
    """A resolution as JSON, with all values that its row needs."""
    return {
        **resolution.to_json(),
        "partners": list(resolution.partners),
        "phrase": resolution.phrase,
        "deadline": to_stored(resolution.deadline),
        "doubts": [_doubt(doubt) for doubt in resolution.doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {"code": doubt.code, "params": dict(doubt.params)}
