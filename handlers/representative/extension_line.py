"""The line of an extension in the history of an obligation."""

from domain.chat.screens import T, Text
from models.tables.followup import Extension, ExtensionState
from texts.answer_summary import clip

WORDS = 200
"""Characters of a reason or of a decision's words."""


def outcome(extension: Extension) -> Text:
    """Return the line of an extension in a history: the dates, the decision and the words."""
    if extension.state is ExtensionState.GRANTED and extension.new_due:
        key = "extension.line.granted" if extension.asked_by else "extension.line.given"
        old = T("extension.line.from", day=extension.old_due) if extension.old_due else T("extension.line.undated")
        reason = extension.reason if not extension.words else extension.words
        return T(key, old=old, new=extension.new_due, at=extension.decided_at, words=clip(reason, WORDS))
    if extension.state is ExtensionState.REFUSED:
        return T(
            "extension.line.refused",
            until=extension.until,
            at=extension.decided_at,
            words=clip(extension.words, WORDS),
        )
    if extension.state is ExtensionState.WITHDRAWN and extension.decided_by:
        return T("extension.line.taken_back", until=extension.until, at=extension.asked_at)
    return T(f"extension.line.{extension.state}", until=extension.until, at=extension.asked_at)
