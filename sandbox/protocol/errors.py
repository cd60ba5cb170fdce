"""Errors of the Bot API: the codes and descriptions with which the server refuses calls.

The wordings are those of Telegram's own server (github.com/tdlib/telegram-bot-api and tdlib/td). Where the
sandbox is stricter than Telegram, which ignores what it does not know, the wording is the sandbox's.
"""

from typing import Any


class BotApiError(Exception):
    """A refused call, answered with ``ok: false``. `retry_after` is in seconds; `migrated_to` is a supergroup."""

    def __init__(self, code: int, description: str, retry_after: int | None = None, migrated_to: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrated_to = migrated_to

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        if self.migrated_to:
            body["parameters"] = {"migrate_to_chat_id": self.migrated_to}
        return body


def bad_request(words: str) -> BotApiError:
    """Error 400; `words` follow "Bad Request: "."""
    return BotApiError(400, f"Bad Request: {words}")


def cannot_parse(what: str, words: str) -> BotApiError:
    """Error 400 for a value of which a part is wrong, such as entities or a keyboard button."""
    return bad_request(f"can't parse {what}: {words}")


def not_found() -> BotApiError:
    return BotApiError(404, "Not Found")


def unauthorized() -> BotApiError:
    return BotApiError(401, "Unauthorized")


def not_simulated(method: str, code: int) -> BotApiError:
    """Error for a method that the platform has and the sandbox has not; `code` 404 if the platform refuses it, too."""
    return not_found() if code == 404 else BotApiError(code, f"Not Implemented: the sandbox does not simulate {method}")


def too_many_requests(seconds: int) -> BotApiError:
    return BotApiError(429, f"Too Many Requests: retry after {seconds}", seconds)


def request_too_large() -> BotApiError:
    return BotApiError(413, "Request Entity Too Large")


def blocked() -> BotApiError:
    return BotApiError(403, "Forbidden: bot was blocked by the user")


def cannot_initiate() -> BotApiError:
    return BotApiError(403, "Forbidden: bot can't initiate conversation with a user")


def not_a_member() -> BotApiError:
    return BotApiError(403, "Forbidden: bot is not a member of the supergroup chat")


def migrated(to: int) -> BotApiError:
    return BotApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrated_to=to)


def chat_not_found() -> BotApiError:
    return bad_request("chat not found")


def other_poller() -> BotApiError:
    return BotApiError(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def webhook_is_set() -> BotApiError:
    return BotApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


def not_modified() -> BotApiError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


def query_too_old() -> BotApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
