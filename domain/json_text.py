"""JSON of our own making, for rows and calls: by orjson, and what orjson refuses by the standard library.

orjson writes no integers over 64 bits, no half letters and no keys but strings, and reads such integers as floats:
updates, which strangers make, stay with the standard library.
"""

import json
from typing import Any

import orjson


def dumps(value: Any) -> str:
    """Compact JSON, its letters as they are. Raises TypeError or ValueError for what is no JSON."""
    return encode(value).decode()


def encode(value: Any) -> bytes:
    """The same in UTF-8, where half a letter is written as an escape."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, separators=(",", ":")).encode()


def loads(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError for what is none."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)
