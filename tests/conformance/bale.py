"""The judge of calls to Bale: only methods and parameters that are certain may be used."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.conformance import judge, table
from tests.conformance.judge import Judge

_ACTIONS = {"typing", "choose_sticker", "upload_photo"} | {
    f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice")
}
_UNSEEN = " \n\t*_\u2060\u200c\u200f\u2068\u2069"
"""The characters that are invisible in a text without others."""


def _rules(method: str, params: Mapping[str, Any]) -> Iterable[str]:
    yield from judge.message(method, params, _ACTIONS)
    if "text" in params and "chat_id" in params and not params["text"].strip(_UNSEEN):
        yield "the text is empty"


def _shown(params: Mapping[str, Any], name: str) -> str:
    """Return the text with all its marks: Bale does not document which of them count."""
    return str(params[name])


BALE = Judge(table.bale(), _shown, _rules)
