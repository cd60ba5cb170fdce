"""Reading of an XLSForm from outside: in a child process, so that no file can harm or hold up whoever asks."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime

from services.form_reading.problems import Findings, Problem
from services.form_reading.report import Report

MOST_SECONDS = 40.0
"""Seconds that the child may take by the clock; its own limit is of the processor's time."""
PLAYS = 20
TABLES = (".csv", ".xml", ".geojson")
"""The endings of files with the tables of a form."""
MEDIA = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp3", ".m4a", ".wav", ".ogg", ".oga", ".mp4", ".3gp", ".webm")
"""The endings of files with pictures, sounds and videos; of these the child reads the names alone."""
MOST_BYTES = 5 * 1024 * 1024
"""The largest file that is handed to the child at all."""


def read_form(
    data: bytes,
    files: Mapping[str, bytes],
    now: datetime,
    zone: str,
    *,
    plays: int = PLAYS,
    patience: float = MOST_SECONDS,
) -> Report:
    """Read a form with the files that came along, and let random respondents try it that many times."""
    if len(data) > MOST_BYTES:
        return _given_up("forms.too_large", limit=MOST_BYTES // 1024**2)
    task = {
        "file": b64encode(data).decode(),
        "files": {name: b64encode(content).decode() for name, content in files.items()},
        "plays": plays,
        "now": now.isoformat(),
        "zone": zone,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "services.form_reading.child"],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _given_up("forms.too_costly")
    if done.returncode != 0 or not done.stdout:
        return _given_up("forms.too_costly")
    return Report.unpack(json.loads(done.stdout))


def _given_up(key: str, **params: int) -> Report:
    return Report(findings=Findings(errors=[Problem(key, params)]))
