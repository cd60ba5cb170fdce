"""Signs that a line goes on with the entry above it: an open quotation, a broken sentence, a label, a name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.organisations import begins_with_name, is_head, known_at
from domain.minutes.language.verbs import finite_verbs, is_verb
from domain.minutes.structure.column_headings import ColumnRole
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.headings import heading_of
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import MarkKind
from domain.persian.text import fold, folded_words

_QUOTED_LINES = 6
_ENDS = (".", "؛", ":", "!", "؟", ")", "»", "،")
_TOPIC = re.compile(r"^\W*(?:موضوع|عنوان|محور)(?: (?:شماره )?\d+)?\s*:\s*(?=\w)")
_TITLE_LENGTH, _TITLE_WORDS = 60, 7
_TIMED = re.compile(r"[؛،–—-] ?(?:مهلت|موعد)\b[^؛]{2,30}$")
"""A deadline at the end of a line, behind which nothing follows."""

_SENTENCE_BEGINS = re.compile(
    r"\W*(?:بر ?اساس|طبق|مقرر|مصوب|قرار شد|همچنین|در (?:این|ادامه|پایان|ضمن)|(?:با توجه|نظر|با عنایت) به"
    r"|به (?:گفته|گزارش)|برای)\b"
)
"""The beginning of a paragraph that stands by itself."""

_BESIDES = re.compile(
    r"\W*(?:همچنین|ضمنا|علاوه بر این|در (?:ادامه|پایان|خاتمه))\W+(?:(?:این|همین) (?:جلسه|نشست)\W+)?"
    r"(?:مقرر|مصوب|تصویب|قرار) ?(?:شد|گردید)\b"
)
_OF_SESSION = re.compile(
    r"\W*(?:(?:همچنین|ضمنا|(?:شایان|لازم به|قابل) (?:ذکر|توجه|یاداوری)(?: است)?(?: که)?|گفتنی است)\W* )?"
    r"در (?:حاشیه|پایان|خاتمه|انتها|انتهای|اغاز|ابتدا|ابتدای|ادامه|بخش \S+)"
    r" (?:(?:این|همین) )?(?:جلسه|نشست|گردهمایی|مجمع|دیدار|مراسم)\b"
    r"|\W*(?:شایان (?:ذکر|توجه)|لازم به ذکر|قابل ذکر|گفتنی) است\W*(?:که )?(?:این|همین)"
    r" (?:جلسه|نشست|گردهمایی|مجمع|دیدار)\b"
)

_BROKEN, _FULL = 40, 60
"""The least characters of a line that the edge of a page breaks, and of one that surely fills it."""

_PRESENT = re.compile(r"ن?می\w{2,}(?:د|ند|م|یم)")
_LINKS = folded_words("به با از در که تا را و توسط برای جهت اختیار همکاری هماهنگی طریق سوی عهده")
_PREPOSITIONS = folded_words("به از در توسط برای جهت")
"""Words that end no line unless the edge of a page does."""

_HEADLINE = re.compile(r"^[^.؛]*[^\W\d]\s*/\s*[^\W\d][^.؛]*$")
"""A headline of the news, which tells two things side by side: «کلیات طرح تصویب شد/ مهلت ده‌روزه به وزارتخانه»."""

_SIGNS = re.compile(r"[.؛:!؟]\s")
_WORD = re.compile(r"\w+|[^\w\s]")


def before_heading(line: str) -> str:
    """The sentences of a line before the heading of resolutions that it ends with, "" where it has none."""
    before, end, last = line.rpartition(". ")
    return f"{before}." if end and last.endswith(":") and heading_of(last, marked=False) else ""


def is_wrapped(entry: Entry, line: str) -> bool:
    """Tell whether a line is the rest of a sentence that was broken at the edge of a page, as in a text from a PDF.

    The line before it is long and ends neither in a sign nor in a verb, and the sentence decides before or behind.
    """
    last = entry.lines[-1] if entry.lines else ""
    if decides_besides(line):
        return False
    words = fold(last).split()
    if len(last) < _BROKEN or not words or last.endswith(_ENDS) or is_verb(words[-1]) or is_complete(entry):
        return False
    if strongest_act(line) > Act.NAMES and split_labels(last)[1]:
        return False  # «مسئول: هلال احمر» above «در پایان …»
    if entry.kind is None:
        return not entry.lined and not _HEADLINE.search(last) and strongest_act(last) is Act.DECIDES
    if len(last) >= _FULL and _breaks_off(words, line):
        return True
    act = strongest_act(last)
    if act is Act.DECIDES or (act is Act.NAMES and line.endswith(".") and strongest_act(line) >= Act.CHARGES):
        return True
    return len(last) >= _FULL and _lacks_its_verb(last, act, line)


def _breaks_off(words: Sequence[str], line: str) -> bool:
    """Tell whether a line ends in a preposition, or in the first word of a name that goes on: «به پلیس / راهور»."""
    following = _WORD.findall(fold(line[:_FULL]))
    head = is_head(words[-1]) and words[-2:-1] != [] and words[-2] in _LINKS
    return words[-1] in _PREPOSITIONS or (head and known_at((words[-1], *following)) > 1)


def _lacks_its_verb(last: str, act: Act, line: str) -> bool:
    """Tell whether the sentence that a full line breaks off ends in the line below it.

    The former has no verb at all, «… طرح را همزمان با آماده / شدن سرپناه اجرا نمایند», or begins another clause or
    sentence behind one: «… ادامه دهد و کیفیت آب / روزانه پایش شود».
    """
    folded = fold(last)
    if begins_a_sentence(line) or (begins_with_name(line) and folded.split()[-1] not in _LINKS):
        return False
    behind = _WORD.findall(fold(line))
    if not any(True for _ in finite_verbs(behind)) and not any(map(_PRESENT.fullmatch, behind)):
        return False
    broken = _SIGNS.split(folded)[-1]
    words = _WORD.findall(broken)
    verbs = [index for index, _ in finite_verbs(words)]
    if verbs:
        return words[verbs[-1] + 1 : verbs[-1] + 2] == ["و"] and len(words) > verbs[-1] + 2
    if broken == folded:
        return act is Act.NAMES and strongest_act(line) is Act.CHARGES
    return strongest_act(broken) is Act.NAMES and not begins_with_name(broken) and not split_labels(last)[1]


def is_complete(entry: Entry) -> bool:
    """Tell whether an entry ends in its deadline, or in a full stop after a verb that decides or charges."""
    if _TIMED.search(fold(entry.text)):
        return True
    return entry.text.endswith(".") and strongest_act(entry.text) >= Act.CHARGES


def ends_in_verb(entry: Entry, act: Act) -> bool:
    """Tell whether an entry that charges or decides is whole without a full stop: «… بر کشتار نظارت کند»."""
    return act >= Act.CHARGES and is_verb(fold(entry.text).split()[-1])


def begins_a_sentence(line: str) -> bool:
    """Tell whether a line begins as a paragraph of its own does: «بر اساس …», «همچنین …»."""
    return _SENTENCE_BEGINS.match(fold(line)) is not None


def decides_besides(line: str) -> bool:
    """Tell whether a line says that the meeting decided something more: «همچنین مقرر شد فرماندار …»."""
    return _BESIDES.match(fold(line)) is not None


def speaks_of_the_session(line: str) -> bool:
    """Tell whether a line turns from what was decided to the session itself: «در حاشیه این نشست …»."""
    return _OF_SESSION.match(fold(line)) is not None


def ends_a_list(last: Entry, above: Sequence[Finding]) -> bool:
    """Tell whether a bullet ends a list of things that were approved, below which the minutes go on in prose.

    `above` is the finding right above it, if there is any.
    """
    listed = last.kind is MarkKind.BULLET and last.section is None
    beside = [one for one in above if isinstance(one, Entry) and one.family == last.family]
    return (
        listed
        and bool(beside)
        and all(len(one.lines) == 1 and strongest_act(one.text) is Act.NAMES for one in (*beside, last))
    )


def is_in_quotation(entry: Entry) -> bool:
    """Tell whether a letter that the entry quotes goes on: «… is open; one that never closes ends after some lines."""
    opened = next((place for place, line in enumerate(entry.lines) if line.count("«") > line.count("»")), None)
    if opened is None or len(entry.lines) - opened > _QUOTED_LINES:
        return False
    return entry.text.count("«") > entry.text.count("»")


def only_labels(text: str, of_item: bool) -> bool:
    """Tell whether a line is nothing but labels with their values; a label of the text fits an item only."""
    before, labels = split_labels(text)
    return bool(labels) and not before and (of_item or labels[0][0] not in {ColumnRole.TEXT, ColumnRole.TOPIC})


def is_title(line: str) -> bool:
    """Tell whether a line is a few words that name something, «موضوع: …» too, and no sentence."""
    line = _TOPIC.sub("", line)
    short = len(line) < _TITLE_LENGTH and len(line.split()) <= _TITLE_WORDS
    return short and not line.endswith((":", ".", "؛", "،")) and only_names(line) and not split_labels(line)[1]


def only_names(text: str) -> bool:
    return strongest_act(text) is Act.NAMES
