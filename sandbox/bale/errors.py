"""Bale's codes and descriptions of errors, as far as they are known; all others stay as Telegram has them.

Known descriptions: "no such group or user" (pythonbalebot, balethon, public), "bot limit exceed" and
"permission_denied" (pythonbalebot), "Forbidden: bot was blocked by the user" (public), "Token not found"
(pythonbalebot). That a missing message is a 404 as well, and its description, are guesses, and so is every description
that stays Telegram's: nothing may depend on them.
"""

from sandbox.bale.differences import Differences
from sandbox.protocol import errors
from sandbox.protocol.errors import BotApiError

_SAME = {
    errors.chat_not_found().description: (404, "no such group or user"),
    errors.cannot_initiate().description: (403, "permission_denied"),
    errors.not_a_member().description: (403, "permission_denied"),
}
_GONE = {f"Bad Request: message to {verb} not found" for verb in ("edit", "delete", "copy", "forward", "pin", "unpin")}
_TOKEN = {400: "Token not found", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


def in_bales_words(refusal: BotApiError, differences: Differences) -> BotApiError:
    """Translate an error of Telegram's to Bale's code and description."""
    if refusal.code == 401:
        return BotApiError(differences.unknown_token, _TOKEN[differences.unknown_token])
    if refusal.code == 429:
        return BotApiError(429, "bot limit exceed", None if differences.limit_without_wait else refusal.retry_after)
    if refusal.description in _GONE and not differences.gone_is_400:
        return BotApiError(404, "message not found")
    return BotApiError(*_SAME.get(refusal.description, (refusal.code, refusal.description)))
