"""A second look at each resolution: owners that are no names, texts that are only titles or cut, further decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.minutes.decisions.deadline import sounds_timely
from domain.minutes.doubts import NEXT_QUOTATION, Doubt
from domain.minutes.language.acts import Act, act_of, sentences_of, strongest_act
from domain.minutes.language.common_words import is_action
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import PAST, charges, is_verb
from domain.minutes.owners.actors import actors_of, matches_an_owner
from domain.minutes.reading import PassedOverKind, Resolution
from domain.minutes.structure.column_headings import heading_role
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.continuation import is_title
from domain.minutes.structure.headings import heading_of
from domain.minutes.structure.lines.marks import mark_of
from domain.minutes.suspicion.owners import owner_doubts
from domain.persian.text import fold

_SEVERAL = 3
_TITLE_WORDS = 3
_OPEN_END = re.compile(r"(?:^|\s)(?:به|از|در|با|را|که|برای|جهت|تا|و|یا|بر|نسبت به|توسط)\s*$")
_BARS = re.compile(r"\s\|\s")
_QUOTED = re.compile(r"«\s*([^«»\n]{15,}?)\s*»")
_SIDE_BY_SIDE = re.compile(r"«[^«»\n]{15,}»\s*(?:و|،)\s*«[^«»\n]{15,}»")
"""Two things that are decided in one breath: «…» و «…» برگزیده شدند."""

_JOINT = re.compile(r"((?<=[.!؟؛])\s+|\n|\s+(?:و|ولی|اما)\s+|؛\s*)")
_JOINTS = {"و", "ولی", "اما"}
_CONTRASTS = {"ولی", "اما"}
_ANEW = re.compile(
    r"\W*(?:همچنین|ضمنا|نیز|درباره|در (?:خصوص|مورد|رابطه|ارتباط)|با (?:توجه|عنایت)"
    r"|مقرر|(?:قرار|بنا|توافق) (?:شد|گردید)|\d)"
)
_LISTED = re.compile(
    r"(?:موارد|مواردی|موضوعات|تصمیم\w*|مصوبات|مصوبه ها)\b.*:$|\b(?:مقرر|مصوب|قرار|بنا) ?(?:شد|گردید|است)(?: که)?\s*:$"
)
_VOTE = re.compile(r"\bرای (?:موافق|مخالف|مثبت)|اتفاق ارا")
_PRESENT = re.compile(r"\bن?می \w+(?:د|ند|یم)\W*$")
_SAME_MATTER = re.compile(r"پیگیری|نظارت|هماهنگی|لازم\b|مقدمات ان")
"""Says in a short clause who sees to what was decided just before."""

_RESULT_OF_IT = re.compile(r"\W*(?:(?:نتیجه|نتایج|گزارش|گزارشی|مراتب|اقدامات|پیشرفت)\b|.{0,40}\b(?:ان|نتیجه|گزارش)\b)")
"""Goes on with the work before it, whatever day it sets for that."""

_OF_SESSION = re.compile(
    r"\b(?:این|همین|در|پایان|حاشیه|ابتدای|خاتمه) (?:جلسه|نشست|مجمع|گردهمایی)\b"
    r"|بازدید .{0,20}عمل امد|(?:تقدیر|تشکر|قدردانی) "
)
_FOREIGN = {PassedOverKind.ATTENDANCE, PassedOverKind.SIGNATURE, PassedOverKind.AGENDA, PassedOverKind.CLOSING}
"""Sections whose headings no resolution holds."""

_SHORT = 9
_TAIL = 40
"""So many characters at the end of a clause hold its last word, however long the clause has grown."""

_PREMISE = re.compile(
    r"\W*(?:از آن\s?جا(?:یی)?\s?که|چون|چنانچه|(?:نظر|با توجه|با عنایت) به (?:این|آن)[\u200c ]?که)[^،.\n]+،"
)
_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|بدیهی|لازم به ذکر|شایان ذکر)")


def look_again(resolution: Resolution, draft: Draft) -> Resolution:
    """The resolution with a doubt for each thing that a careful reader stops at; `draft` is what it was made of."""
    more = [doubt for doubt in _doubts(resolution, draft) if doubt not in resolution.doubts]
    return replace(resolution, doubts=(*resolution.doubts, *more)) if more else resolution


def ask_once(resolutions: tuple[Resolution, ...]) -> tuple[tuple[Resolution, ...], tuple[Doubt, ...]]:
    """Ask once for all where most of the resolutions may be none, instead of at each of them."""
    doubt = Doubt("not_a_decision")
    unsure = sum(doubt in one.doubts for one in resolutions)
    if unsure < _SEVERAL or unsure * 2 <= len(resolutions):
        return resolutions, ()
    told = tuple(replace(one, doubts=tuple(other for other in one.doubts if other != doubt)) for one in resolutions)
    return told, (Doubt("not_decisions", {"count": unsure, "total": len(resolutions)}),)


def only_titles(resolutions: tuple[Resolution, ...]) -> Iterator[Doubt]:
    """A doubt about the document whose resolutions are in part titles or numbers alone."""
    bare = [one for one in resolutions if is_bare(one)]
    if len(bare) > 1 and len(bare) * 3 >= len(resolutions):
        yield Doubt("only_titles", {"count": len(bare), "total": len(resolutions)})


def is_bare(resolution: Resolution) -> bool:
    """Tell whether a resolution's text is a number, a sign, a heading of a column or a title without owner and day."""
    text = resolution.text
    words = re.findall(r"[^\W\d_]+", text)
    if not words or (heading_role(text) and "\n" not in text):
        return True
    answered = resolution.responsible or resolution.phrase
    return not answered and len(words) <= _TITLE_WORDS and strongest_act(text) is Act.NAMES


def _doubts(resolution: Resolution, draft: Draft) -> Iterator[Doubt]:
    answered = draft.owners is not None
    yield from owner_doubts(resolution, answered)
    yield from (Doubt("line_foreign", {"text": line}) for line in _foreign(resolution))
    premise = _PREMISE.match(resolution.text)
    if premise and _rests_on(resolution, premise[0]):
        yield Doubt("from_premise", {"text": premise[0].strip(" ،")})
    if is_bare(resolution):
        yield Doubt("not_a_decision")
    text = resolution.text.rstrip(" .")
    if _OPEN_END.search(text) and not (resolution.items or resolution.columns):
        yield Doubt("text_cut")
    parts = list(dict.fromkeys(" ".join(part.split()) for part in _further(resolution, answered)))
    if len(parts) == 1:
        yield Doubt("line_unclear", {"text": parts[0]})
    elif parts:
        yield Doubt("parts_unclear", {"texts": NEXT_QUOTATION.join(parts)})
    answers = [*(draft.owners or ()), *draft.deadlines]
    several = len(set(draft.owners or ())) > 1 or len(set(draft.deadlines)) > 1
    if several and len(parts) < 2 and any("\n" in one for one in (resolution.text, *answers)):
        yield Doubt("answers_several", {"texts": NEXT_QUOTATION.join(resolution.text.split("\n"))})


def _foreign(resolution: Resolution) -> Iterator[str]:
    """Lines of a resolution that head a section of their own, and its last sentence if it tells of the meeting."""
    for line in resolution.text.split("\n")[1:]:
        mark = mark_of(line)
        heading = heading_of(line[mark.end :] if mark else line, marked=False)
        if heading and heading.kind in _FOREIGN:
            yield line
    *before, last = sentences_of(resolution.text) or [""]
    if before and act_of(last) is Act.TELLS and _OF_SESSION.search(fold(last)):
        yield last


def _rests_on(resolution: Resolution, premise: str) -> bool:
    """Tell whether the owner or the deadline stands in the premise of the sentence and nowhere behind it."""
    rest = resolution.text[len(premise) :]
    taken = [*resolution.responsible, *([resolution.phrase] if resolution.phrase else [])]
    return any(one in premise and one not in rest for one in taken)


def _further(resolution: Resolution, answered: bool) -> Iterator[str]:
    """The parts of a text that may be decisions of their own; who is charged in them counts where no cell `answered`.

    These are the cells of a table that were joined, the items that a first line announces or is the title of, and
    behind the first decision what decides anew, charges somebody else or has a day of its own.
    """
    text = resolution.text
    if len(_BARS.findall(text)) > 1:
        if not resolution.columns:
            yield from (cell for line in text.split("\n") for cell in _BARS.split(line) if len(cell.split()) > 2)
        return
    if _SIDE_BY_SIDE.search(text):
        yield from _QUOTED.findall(text)
        return
    first, *lines = text.split("\n")
    acts = [strongest_act(line) if mark_of(line) else Act.NAMES for line in lines]
    listed = sum(act >= Act.CHARGES for act in acts) > 1 and _LISTED.search(fold(first))
    titled = is_title(first) and sum(act >= Act.PASSED for act in acts) > 1
    if (listed or titled) and sum(act >= Act.PASSED for act in acts) * 2 > len(lines):
        yield from lines
        return
    if not answered:
        yield from _works_of_others(text)
    owners: tuple[str, ...] = ()
    decided = charged = timed = False
    for joint, part in _parts(text):
        act, folded = act_of(part), fold(part)
        named = tuple(actor.name for actor in actors_of(part) if not actor.partner)
        other = [name for name in named if not matches_an_owner(name, owners)]
        if decided and not _NOTE.match(folded) and not _VOTE.search(folded):
            anew = act is Act.DECIDES and (joint not in _JOINTS or _ANEW.match(folded))
            apart = not (_SAME_MATTER.search(folded) and len(folded.split()) <= _SHORT)
            day = joint not in _JOINTS and _PRESENT.search(folded) and sounds_timely(part)
            both = timed and act is Act.CHARGES and sounds_timely(part) and not _RESULT_OF_IT.match(folded)
            if (
                anew
                or day
                or (both and not answered)
                or (act is Act.CHARGES and ((charged and other and apart and not answered) or joint in _CONTRASTS))
            ):
                yield part
        decided, charged = decided or act >= Act.PASSED, charged or charges(folded)
        timed = timed or (act >= Act.CHARGES and sounds_timely(part))
        owners += named


def _works_of_others(text: str) -> Iterator[str]:
    """The works of others that share the verb of the one before: «پخش نفت … را تأمین و آبفا … مستقر نماید»."""
    for sentence in sentences_of(text):
        for joint in re.finditer(r"\s+و\s+", sentence):
            before, behind = sentence[: joint.start()], sentence[joint.end() :]
            shared = is_action(fold(before[-_TAIL:]).split()[-1:]) and begins_with_name(behind)
            if not shared or " را " not in before:
                continue
            others = [actor.name for actor in actors_of(behind) if not actor.partner]
            known = tuple(actor.name for actor in actors_of(sentence) if actor.name in before)
            if known and any(not matches_an_owner(name, known) for name in others):
                yield behind


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The clauses of a text, each with the word that joins it to the one before, "" where a sentence or line begins."""
    pieces = _JOINT.split(text)
    part, before = "", ""
    for at in range(0, len(pieces), 2):
        joint = pieces[at + 1] if at + 1 < len(pieces) else "\n"
        part += pieces[at]
        if joint.strip() in _JOINTS and not _ends_in_verb(part):
            part += joint
            continue
        if part.strip():
            yield before, part.strip()
        part, before = "", joint.strip()


def _ends_in_verb(text: str) -> bool:
    words = re.findall(r"\w+", fold(text[-_TAIL:]))
    return bool(words) and (is_verb(words[-1]) or words[-1] in PAST)
