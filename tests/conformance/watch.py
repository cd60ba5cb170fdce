"""Check all calls of a bot: each right by its platform's description, and none refused unexpectedly."""

from collections.abc import Iterable, Sequence

from sandbox.http.platform_face import PlatformFace
from sandbox.world.actions import Call
from tests.conformance.bale import BALE
from tests.conformance.judge import Judge
from tests.conformance.telegram import TELEGRAM

JUDGES = {"telegram": TELEGRAM, "bale": BALE}
REFUSING = ("too_many_requests", "server_error", "blocked", "chat_not_found", "file_too_big", "revoked")
"""Simulated faults that are answered by errors of the Bot API."""


def complaints(face: PlatformFace, expected: Sequence[str] = ()) -> list[str]:
    """List the faults of the calls in a platform's transcript, each once. ``expected`` are parts of expected errors."""
    judge = JUDGES[face.name]
    calls = face.world.transcript
    found = [words for call in calls for words in _of(judge, call, expected)]
    if len(calls) == calls.maxlen:
        found.append("calls were forgotten before they were looked at")
    return list(dict.fromkeys(found))


def _of(judge: Judge, call: Call, expected: Sequence[str]) -> Iterable[str]:
    yield from judge.complaints(call.method, call.sent, call.form)
    if call.answer is None or call.answer["ok"] or call.fault in REFUSING:
        return
    if not any(words in call.answer["description"] for words in expected):
        yield f"{call.method} was refused: {call.answer['description']}"
