"""The parts of the bot that may answer what a person asks in words: deadlines, earlier answers, meetings, help."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from domain.chat.free_text import is_question
from domain.chat.screens import Button, Rows, T, Tap, Text
from domain.persian.colloquial import written
from handlers.core.turn import PAGE, Turn
from handlers.representative import tasks
from services.conversations.notes import Stray
from services.obligations.obligations import View

_ANSWERED_BY = {
    "tasks": r"مهلت|سررسید|کار(?:های?)? باز|چندتا|چند کار|اقدام|مصوبه|بند|متنش",
    "history": r"تایید|پذیرفته|قبول|بررسی شد|به دست\w* رسید|رسیده|قبلی|پیشین",
    "status": r"گزارش ندا|پاسخ ندا|جواب ندا|معوق|عقب|وضعیت|کیا|کی ها|چه کسانی|کدام دستگاه|چه خبر"
    r"|گزارش (?:هفتگی|روزانه|ماهانه)|خلاصه",
    "meetings": r"جلسه",
    "behalf": r"تلفنی|حضوری|گفت\w*|از طرف",
    "broadcast": r"پیام به همه|به همه (?:پیام|خبر|اطلاع)|اطلاع ?رسانی",
    "extensions": r"تمدید",
    "members": r"نفر|عضو|نماینده",
    "help": r"چ(?:ه )?طور|چگونه|چه جوری|چه کار",
}
"""The commands that answer questions with such words."""


def asked(stray: Stray) -> bool:
    """Tell whether what is kept ends in a question, and says nothing else that is understood."""
    return stray.meaning is None and is_question(stray.words.rpartition("\n")[2])


def answered_by(turn: Turn, stray: Stray, views: Sequence[View]) -> tuple[list[Text], Rows]:
    """Return the line and the buttons of what may answer a question: cards of the open obligations, and commands."""
    names = _names(stray.words)
    # Whoever may not see everybody's state asks for that of their own.
    own_state = "status" in names and not buttons(turn, ("status",))
    about_tasks = bool(stray.about) or "tasks" in names or not names or own_state
    cards = tuple(
        (Button(tasks.label(turn, view, views), Tap("task", view.id)),) for view in views[:PAGE] if about_tasks
    )
    others = buttons(turn, (name for name in names if not (cards and name == "tasks")))
    return [T("stray.look")] if cards or others else [], (*cards, *others)


def commands(turn: Turn, text: str) -> Rows:
    """Return the buttons of the commands that may answer a text."""
    return buttons(turn, _names(text))


def _names(text: str) -> list[str]:
    said = written(text)
    return [name for name, pattern in _ANSWERED_BY.items() if re.search(rf"\b(?:{pattern})", said)]


def buttons(turn: Turn, names: Iterable[str]) -> Rows:
    """Return the menu's buttons of those commands that the person may use."""
    known = turn.registry.commands
    mine = (name for name in names if name in known and known[name].rule(turn.member))
    return tuple((Button(T(f"menu.{name}"), Tap("go", arg=name)),) for name in mine)


def commands_like(turn: Turn, name: str) -> Rows:
    """Return the buttons of the commands that a misspelt one may mean."""
    return buttons(turn, get_close_matches(name, turn.registry.commands, n=2))
