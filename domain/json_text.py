"""JSON of rows, calls and updates: by orjson, and what orjson refuses by the standard library.

orjson writes no integers over 64 bits, no half letters and no keys but strings, and reads such integers as floats: a
text with so many digits in a row is read by the standard library.
"""

import json
import re
from typing import Any

import orjson

ONLY_JSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
"""The refusal of what the standard library refuses: a date stored by mistake would be read back as a string."""
_LONG_NUMBER, _LONG_NUMBER_BYTES = re.compile("[0-9][0-9]{18}"), re.compile(b"[0-9][0-9]{18}")


def dumps(value: Any) -> str:
    """Write compact JSON, letters as they are. Raises TypeError or ValueError for what is no JSON.

    A float that is no number becomes null.
    """
    return encode(value).decode()


def encode(value: Any) -> bytes:
    """Write the same in UTF-8, where half a letter is an escape."""
    try:
        return orjson.dumps(value, option=ONLY_JSON)
    except TypeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def loads(text: str | bytes) -> Any:
    """Read a JSON text. Raises ValueError for what is none."""
    # Most values of rows are shorter than such a number.
    if len(text) >= 19 and _has_long_number(text):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def _has_long_number(text: str | bytes) -> bool:
    return (_LONG_NUMBER.search(text) if isinstance(text, str) else _LONG_NUMBER_BYTES.search(text)) is not None
