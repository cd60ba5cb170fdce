"""An idea as its readers see it: a row of a list, a label, the lines and files of its card."""

from collections.abc import Callable

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Turn
from handlers.ideas import thread_view
from handlers.ideas.thread_view import MOST_ENTRIES, Line
from models.tables.ideas import Idea, IdeaEntry, IdeaEntryKind
from models.tables.people import Person

SHORT = 110
"""Characters of an idea in a list."""


def row(idea: Idea, text: Text | str | None = None) -> Text:
    """Return an idea's lines in a list; ``text`` stands in place of its beginning."""
    said = text or thread_view.snippet(idea.text, idea.attachments, SHORT)
    return T("idea.row", number=idea.id, state=T(f"idea.state.{idea.state}"), subject=subject(idea), text=said)


def label(idea: Idea, most: int = 28) -> Text:
    """Return the label of an idea's button, with ``most`` characters of its words."""
    return T("idea.label", number=idea.id, text=thread_view.snippet(idea.text, idea.attachments, most))


def subject(idea: Idea) -> Text:
    """Return what an idea is about: the listed resolution or neighbourhood, else its subject with what was typed."""
    if idea.topic and (idea.resolution_id or idea.neighbourhood_id):
        return T("idea.topic", topic=idea.topic)
    name = T(f"idea.subject.{idea.subject}")
    return T("idea.of_topic", subject=name, topic=idea.topic) if idea.topic else name


def head(idea: Idea) -> list[Line]:
    """Return the first lines of an idea's card: its number, state and subject."""
    lines: list[Line] = [T("idea.head", number=idea.id, state=T(f"idea.state.{idea.state}")), subject(idea)]
    if idea.duplicate_of_id:
        lines.append(T("idea.same_as", number=idea.duplicate_of_id))
    return lines


def thread(idea: Idea, author: Text | Personal, answerer: Callable[[Person], Text | Personal]) -> list[Line]:
    """Return the lines of what was said and decided; the reader says how author and secretaries are called."""
    lines = thread_view.entry(author, idea.sent_at, idea.text, idea.attachments)
    hidden = len(idea.entries) - MOST_ENTRIES
    if hidden > 0:
        lines += ["", T("thread.earlier", count=hidden)]
    for said in idea.entries[-MOST_ENTRIES:]:
        by_author = said.kind is IdeaEntryKind.ADDITION or said.person_id == idea.person_id
        lines += _entry(said, author if by_author else answerer(said.person))
    return lines


def _entry(said: IdeaEntry, who: Text | Personal) -> list[Line]:
    if said.kind is not IdeaEntryKind.STATE:
        return thread_view.entry(who, said.at, said.text, said.attachments)
    changed = T("idea.changed", who=who, state=T(f"idea.state.{said.state}"), at=said.at)
    return ["", changed, T("thread.quoted", words=said.text)] if said.text else ["", changed]


def file_screens(turn: Turn, idea: Idea, back: str) -> list[Screen]:
    """Return the files of an idea's thread; ``back`` is the tap of its card."""
    rows = ((Button(T("idea.open"), Tap(back, idea.id)), menu_button()),)
    return thread_view.file_screens(turn, T("idea.numbered", number=idea.id), thread_view.files_of(idea), rows)
