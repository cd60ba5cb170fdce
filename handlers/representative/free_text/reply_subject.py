"""The subject of a reply: the obligations, or the question, that the answered message has buttons for."""

from dataclasses import dataclass

from domain.chat.screens import Button, Rows, T, Tap
from domain.persian.text import fold
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn
from handlers.representative import tasks
from services.messaging import sent_messages
from services.obligations import obligation_search
from services.obligations.obligations import View

OF_OBLIGATION = frozenset(
    {"task", "report", "letter", "nothing", "not_ours", "hand", "snooze", "extension", "contribute", "task.template"}
)
"""The taps whose id is an obligation's."""
ASKED, ANSWERS = "question", frozenset({"questions.open", "questions.answer"})
"""The tap of one's own question, and those by which a secretary reads and answers one."""


ON_OBLIGATION = frozenset({"report", "letter", "extension", "contribution", "reminder.snooze", "checkin.stopped_form"})
"""The forms whose subject is an obligation, beside those named ``answer.…``."""
ON_QUESTION = frozenset({"question.more", "questions.answer", "questions.addition"})
NEW_THREADS = frozenset({"question", "idea"})
"""The forms that are opened to say something over whatever it is about."""


RECEIPT = "bc.seen"
"""The tap that acknowledges a broadcast."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The ids of the obligations, or of the question, that a message replies to; ``mine`` for one's own question."""

    obligations: tuple[int, ...] = ()
    question: int = 0
    mine: bool = True

    def __bool__(self) -> bool:
        return bool(self.obligations or self.question)


async def _buttons(turn: Turn) -> list[tuple[Button, Tap]]:
    """Return the buttons that the message replied to shows now, with their taps."""
    if not turn.incoming.reply_to:
        return []
    shown = await sent_messages.shown(turn.session, turn.incoming.chat, turn.incoming.reply_to)
    return [(button, button.tap) for row in shown.buttons for button in row if button.tap] if shown else []


async def tapped(turn: Turn, *, courteous: bool) -> Tap | None:
    """Return the tap of the button whose label was typed as the reply; thanks for a message acknowledge it."""
    said = fold(turn.incoming.text)
    found = [(button, tap) for button, tap in await _buttons(turn) if tap.name in turn.registry.taps]
    named = (tap for button, tap in found if said and fold(turn.voice.plain(button.label)) == said)
    acknowledged = (tap for _, tap in found if courteous and tap.name == RECEIPT)
    return next(named, None) or next(acknowledged, None)


async def of_turn(turn: Turn) -> Subject:
    """Return the subject of the input, an empty one when it replies to nothing that is known."""
    taps = [tap for _, tap in await _buttons(turn)]
    about = dict.fromkeys(tap.id for tap in taps if tap.name in OF_OBLIGATION and tap.id)
    own = next((tap.id for tap in taps if tap.name == ASKED and tap.id), 0)
    asked = next((tap.id for tap in taps if tap.name in ANSWERS and tap.id), 0) if turn.member.secretary else 0
    return Subject(tuple(about), own or asked, mine=bool(own))


async def of_another(turn: Turn, opened: OpenForm) -> bool:
    """Tell whether the input replies to a message about another obligation or question than an open form is about."""
    if not turn.incoming.reply_to or opened.form.name in NEW_THREADS:
        return False
    subject, name, own = await of_turn(turn), opened.form.name, opened.draft.subject
    if not subject or any((tap.name, tap.id) == ("f", opened.draft.id) for _, tap in await _buttons(turn)):
        return False
    if name in ON_OBLIGATION or name.startswith("answer."):
        return own not in map(str, subject.obligations)
    return name not in ON_QUESTION or own != str(subject.question)


def thread_rows(turn: Turn, subject: Subject) -> Rows:
    """Return the button by which the words go into the thread of the question that was replied to."""
    if not subject.question:
        return ()
    if subject.mine:
        return ((Button(T("question.ask_on"), Tap("question.more", subject.question, arg="stray")),),)
    return ((Button(T("questions.answer.title"), Tap("questions.answer", subject.question, arg="stray")),),)


async def answered(turn: Turn, about: tuple[int, ...]) -> list[View]:
    """Return the obligations, of those replied to, that need no answer any more and that the person answers for."""
    return await obligation_search.answered(turn.session, tasks.answered_agencies(turn), about) if about else []
