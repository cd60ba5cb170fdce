"""Kept words and files as part of an answer: put in by a tap on what was proposed, and else only after a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.chat import asides
from domain.chat.free_text import Meaning, Purpose, is_question, understand
from domain.chat.incoming import Attachment, IncomingKind
from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Filling
from domain.forms.types.answer_types import AnswerInput, Choice, Files, InvalidAnswer
from handlers.core.form_input import as_answer, typed_choice
from handlers.core.forms import form_elsewhere, form_view
from handlers.core.forms.form_lookup import open_draft
from handlers.core.open_form import OpenForm
from handlers.core.turn import Reply, Turn
from services.conversations import drafts
from services.conversations.notes import Stray
from services.errors import Refused
from services.submissions.submissions import FILES
from texts.answer_summary import clip
from texts.typed_labels import typed

REPORT, EXTENSION = "report", "extension"
TELLING = 25
"""The least characters of a text that may tell something of the work."""
THREADS = ("question", "question.more", "questions.answer", "questions.addition", "idea", "idea.more")
WORDS = {REPORT: "done", "answer.nothing": "word", "answer.not_ours": "reason", EXTENSION: "reason"} | dict.fromkeys(
    THREADS, "text"
)
"""The question for words of each form that takes them."""
QUOTED = 300
"""Characters of either text where two are compared."""


@dataclass(slots=True)
class Poured:
    """A filling with what was kept, what found no place in it, and what is said of that."""

    filling: Filling
    left: Stray
    news: list[Text]


async def offered(turn: Turn, *, chosen: bool = False) -> Screen | None:
    """Put what is kept into the form that was opened just now, if the form has a place for it.

    Unless the form was ``chosen`` for it, and no answer is in the way, it is asked first. None for nothing to put in.
    """
    stray, opened = turn.notes.stray, turn.form
    if stray is None or opened is None or not _has_place(opened, stray):
        return None
    present = _present(opened, stray)
    if chosen and not present:
        return await _put(turn, opened, stray, instead=False)
    return _question(opened, stray, present)


MOST_WORDS, MOST_FILES = 200_000, 100
"""Characters and files that are kept of one chat: all of them are read and written with each of its messages."""


def overflows(stray: Stray) -> bool:
    """Tell whether more would be kept than there is room for."""
    return len(stray.words) > MOST_WORDS or len(stray.files) > MOST_FILES


async def typed_over(turn: Turn) -> Screen | None:
    """Take words that were typed where no words are asked for, at a summary, for the status or for files, for the
    form's own question for words. None for any other input.
    """
    opened, text = turn.form, turn.incoming.text.strip()
    if opened is None or turn.incoming.kind is not IncomingKind.TEXT or opened.form.name not in WORDS:
        return None
    if form_elsewhere.moved_on(turn, opened) or typed(text, turn.voice.language, "form"):
        return None
    question = opened.question
    if question is not None and not isinstance(question.type, Choice | Files):
        return None
    meaning = understand(text)
    if meaning and meaning.purpose in (Purpose.COURTESY, Purpose.RETRACTION):
        return None
    if is_question(text) and opened.form.name in (REPORT, EXTENSION):
        return await _aside(turn, opened, text)
    if question is not None:
        telling, kind = len(text) >= TELLING, question.type
        asks_status = opened.form.name == REPORT and isinstance(kind, Choice)
        if not (asks_status and (meaning or telling)) and not (isinstance(kind, Files) and telling):
            return None
        if isinstance(kind, Choice) and typed_choice(turn, kind, opened.words.of(question), text):
            return None
    before = turn.notes.stray
    stray = Stray((), text, (turn.incoming.source,), turn.now, meaning)
    if before:
        words_so_far = "\n".join(filter(None, (before.words, text)))
        stray = replace(before, words=words_so_far, messages=(*before.messages, turn.incoming.source), at=turn.now)
    if overflows(stray):
        return await form_view.screen(turn, opened, T("stray.full"))
    turn.notes.stray = stray
    return await offered(turn, chosen=before is None)


async def _aside(turn: Turn, opened: OpenForm, text: str) -> Screen:
    """Keep a question that was typed over a form beside it, and say where it is."""
    before = turn.notes.stray or Stray((), "", (), turn.now)
    words, messages = "\n".join(filter(None, (before.words, text))), (*before.messages, turn.incoming.source)
    stray = replace(before, words=words, messages=messages, at=turn.now, meaning=None)
    if overflows(stray):
        return await form_view.screen(turn, opened, T("stray.full"))
    turn.notes.stray = stray
    return await form_view.screen(turn, opened, T("stray.aside"))


async def put(turn: Turn, tap: Tap) -> Reply:
    """Put what is kept into the form: in place of the answer that stands, after it, or not now."""
    if turn.form is None or turn.form.draft.id != tap.id:
        turn.form = await open_draft(turn, await drafts.get(turn.session, turn.member.person_id, tap.id))
    opened, stray = turn.form, turn.notes.stray
    if opened is None:
        raise Refused("form.gone")
    if stray is None or tap.arg == "later":
        return await form_view.screen(turn, opened, T("stray.later_kept") if stray else None)
    return await _put(turn, opened, stray, instead=tap.arg == "replace")


def _has_place(opened: OpenForm, stray: Stray) -> bool:
    has_words = bool(stray.words) and opened.form.name in WORDS
    return has_words or bool(stray.files and opened.form.question(FILES))


def _present(opened: OpenForm, stray: Stray) -> str:
    """Return the words of the answer where kept ones would go, "" for none."""
    name = _words_question(opened, stray)
    return str(opened.filling.value(name)) if name and stray.words and opened.filling.has(name) else ""


def _words_question(opened: OpenForm, stray: Stray) -> str:
    """Return the name of the question that the words answer; what keeps the work from being done is an obstacle."""
    if opened.form.name == REPORT and stray.meaning and stray.meaning.purpose is Purpose.NOT_DONE:
        return "obstacles"
    return WORDS.get(opened.form.name, "")


def _question(opened: OpenForm, stray: Stray, present: str) -> Screen:
    """Ask what becomes of the kept words, over those that stand in their place."""
    words = clip(stray.words, QUOTED) if stray.words else T("thread.only_files", count=len(stray.files))
    lines: list[Text | str] = [T("stray.quoted", at=stray.at, words=words)]

    def button(key: str) -> Button:
        return Button(T(f"stray.{key}"), Tap("stray.put", opened.draft.id, 0, key))

    if present:
        lines += [T("stray.stands", title=opened.words.title, words=clip(present, QUOTED)), T("stray.which")]
        rows: Rows = ((button("replace"), button("add")), (button("later"),))
    else:
        lines.append(T("stray.put_in", title=opened.words.title))
        rows = ((button("yes_in"),), (button("later"),))
    return Screen(T("form.lines", lines=lines), rows)


async def _put(turn: Turn, opened: OpenForm, stray: Stray, *, instead: bool) -> Screen:
    also = stray.meaning.also if stray.meaning else None
    if also and opened.form.name == REPORT:
        stray = replace(stray, meaning=also)
    asked, kept = "", stray
    if stray.meaning and opened.form.name not in THREADS:
        said, asked = asides.parted(stray.words)
        stray = replace(stray, words=said or stray.words)
    poured = Poured(opened.filling, stray, [])
    given = replace(as_answer(turn), text="", rich=None, files=(), source=stray.messages[-1])
    _put_files(poured, given)
    meant = _meant(opened, stray.meaning)
    for name, answer in meant.items():
        before = poured.filling
        _answer(poured, name, replace(given, text=answer, choice=answer, source=""))
        if name == "until" and (news := _not_later(poured.filling, opened)):
            poured.filling, poured.news = before, [*poured.news, news]
    _put_words(poured, given, _words_question(opened, stray), instead=instead)
    if meant:
        _pass_over_optional(poured)
    taken = [T("stray.put")] if poured.left != stray else []
    if also and opened.form.name == EXTENSION and not poured.left.words:
        poured.left = replace(poured.left, words=stray.words, meaning=also)
        poured.news.append(T("stray.also", percent=also.percent or 0))
    if opened.form.name not in THREADS and kept.words and not poured.left.words:
        _keep_rest(poured, opened, kept, asked)
    turn.notes.stray = poured.left if poured.left.words or poured.left.files else None
    aside = form_view.put_aside(opened, poured.filling)
    opened.move_to(moves.onward(poured.filling))
    told = [*taken, *poured.news, *([aside] if aside else [])]
    return await form_view.screen(turn, opened, T("form.lines", lines=told))


def _not_later(filling: Filling, opened: OpenForm) -> Text | None:
    """Return what is said of a day that is not after the deadline, so that another one is asked for at once."""
    due = str(opened.about.get("due", ""))
    if not due or not filling.has("until") or str(filling.value("until")) > due:
        return None
    day = date.fromisoformat(str(filling.value("until")))
    return T("extension.not_later", day=day, due=date.fromisoformat(due))


def _keep_rest(poured: Poured, opened: OpenForm, kept: Stray, asked: str) -> None:
    """Keep words that tell of other obligations, too, for those; else the question that stood after them."""
    others = tuple(number for number in kept.about if str(number) != opened.draft.subject)
    if kept.each and 0 < len(others) < len(kept.about):
        poured.left = replace(kept, files=(), about=others, each=len(others) > 1)
        poured.news.append(T("stray.others"))
    elif asked:
        poured.left = replace(kept, files=(), words=asked, meaning=None)
        poured.news.append(T("stray.question_left"))


def _put_files(poured: Poured, given: AnswerInput) -> None:
    if not poured.left.files or poured.filling.question(FILES) is None:
        return
    try:
        files = tuple(Attachment(**file) for file in poured.left.files)
        poured.filling = moves.put_by(poured.filling, replace(given, files=files))
        poured.left = replace(poured.left, files=())
    except InvalidAnswer as invalid:
        poured.news.append(invalid.text)


def _put_words(poured: Poured, given: AnswerInput, name: str, *, instead: bool) -> None:
    """Give the words to their question. Those of a wish for more time without a reason are said by its date."""
    stray, filling = poured.left, poured.filling
    if not stray.words or not name:
        return
    wish = stray.meaning is not None and stray.meaning.purpose is Purpose.MORE_TIME
    if wish and filling.form.name == EXTENSION and not (stray.meaning and stray.meaning.reason):
        if not filling.has("until"):
            poured.news.append(T("stray.quoted", at=stray.at, words=clip(stray.words, QUOTED)))
        poured.left = replace(stray, words="", meaning=None)
        return
    before = "" if instead or not filling.has(name) else str(filling.value(name))
    # To edit one message of several would put its words in the place of all.
    source = given.source if len(stray.messages) == 1 and not before else ""
    if _answer(poured, name, replace(given, text="\n".join(filter(None, (before, stray.words))), source=source)):
        poured.left = replace(stray, words="", meaning=None)


def _answer(poured: Poured, name: str, given: AnswerInput) -> bool:
    """Answer one question that is asked; False, with the reason told, when its answer is refused."""
    if not poured.filling.may_go(name):
        return False
    try:
        poured.filling = moves.answer(moves.fix(poured.filling, name), given)
    except InvalidAnswer as invalid:
        poured.news.append(invalid.text)
        return False
    return True


def _meant(opened: OpenForm, meaning: Meaning | None) -> dict[str, str]:
    """Return the answers that a meaning gives to questions without one; a number that was typed since replaces one."""
    if meaning is None:
        return {}
    answers: dict[str, str] = {}
    if opened.form.name == REPORT and meaning.purpose in (Purpose.DONE, Purpose.UNDER_WAY):
        answers["status"] = meaning.purpose.value
        if meaning.percent is not None:
            answers["percent"] = str(meaning.percent)
    if opened.form.name == EXTENSION and meaning.until:
        answers["until"] = meaning.until
    newer = "percent" in answers
    return {name: answer for name, answer in answers.items() if newer or not opened.filling.has(name)}


def _pass_over_optional(poured: Poured) -> None:
    """Skip what need not be answered: whoever typed a whole answer is shown its summary, where all can be added."""
    filling = poured.filling
    for name in filling.asked():
        question = filling.question(name)
        if question and not question.required and not filling.has(name):
            filling = moves.skip(moves.fix(filling, name))
    poured.filling = filling
