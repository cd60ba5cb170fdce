"""The judge of calls to Bale, where only what is certain may be used."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.conformance import judge, table
from tests.conformance.judge import Judge

_ACTIONS = {"typing", "choose_sticker", "upload_photo"} | {
    f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice")
}
_UNSEEN = " \n\t*_\u2060\u200c\u200f\u2068\u2069"
"""What nobody sees of a text when there is nothing else in it."""


def _rules(method: str, params: Mapping[str, Any]) -> Iterable[str]:
    yield from judge.message(method, params, _ACTIONS)
    if "text" in params and "chat_id" in params and not params["text"].strip(_UNSEEN):
        yield "the text is empty"


def _shown(params: Mapping[str, Any], name: str) -> str:
    """The text with all its marks: which of them Bale counts is not documented."""
    return str(params[name])


BALE = Judge(table.bale(), _shown, _rules)
