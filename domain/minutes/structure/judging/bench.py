"""The context of a document that each of its entries is judged in, and the rule by which list items are resolutions."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from domain.minutes.language.acts import Act, act_of, sentences_of, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.patterns import ARROWS
from domain.minutes.language.speech import orders
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.column_headings import ColumnRole
from domain.minutes.structure.columns import assigned_to
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import MarkKind
from domain.persian.text import fold

_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|ضمنا|همچنین)(?![^\W\d])")
_TITLED = re.compile(r"(?:رای|نظر|تصمیم|مصوبه|نتیجه)(?: (?:نهایی|شورا|کمیته|کمیسیون|هیات|هییت|ستاد|جلسه)){0,2}\s*:")
"""A label before the decision on a topic, which keeps its sentences together: «رأی شورا: …»."""

_PROPOSES = re.compile(r"^(?!.*(?:توسط|از سوی)).*\b(?:پیشنهاد|توصیه) (?:شد|گردید)\W*$")
"""The meeting itself proposes something to somebody above it: «به دانشکده پیشنهاد گردید»."""

_LEFT_OPEN = re.compile(r"مسکوت|موکول (?:شد|گردید)|(?:ماند|بماند) برای|پیشنهاد (?:شد|گردید)")
"""Says of a matter that the meeting did not settle it."""

_ARROW = re.compile(rf"[{ARROWS}]\ufe0f?\s*([^{ARROWS}\n]{{3,80}})$")
_SAYS_SO = {"تصمیم", "مصوبه"}
"""Words before a number that say that the item is a decision, whatever it tells."""

_TELLS_ON = re.compile(
    r"\W*(?:در (?:ابتدا|اغاز|شروع|ادامه|بخش|پایان|خاتمه|خصوص|مورد|رابطه)|ابتدا|نخست|سپس|همچنین|پیرامون|درباره|نظر به)\b"
)
_FIRST, _PARAGRAPH = 2, 70
"""A report tells something in one of its first bullets, which are about as long as paragraphs."""

_SAME = 0.6
"""The share of a text's words in a resolution from which on it only says the same again."""


@dataclass(frozen=True)
class Bench:
    """The context of a document's entries.

    `first` and `last` are the places of the first and last finding that is like a resolution; `listed` tells whether a
    table or a heading of resolutions holds some, `tabled` whether a table does; `marked` are the headings below which
    numbers or bullets mark them. `said` are the words of each of those.
    """

    deciding: frozenset[tuple[int, str]]
    """The lists whose items decide or charge somebody, most of those that do not only tell."""

    narrated: frozenset[tuple[int, str]]
    """The lists of bullets that are paragraphs of a report: «🔸 در ابتدا … ارائه کرد.», «🔸 در ادامه …»."""

    listed: bool
    tabled: bool
    marked: frozenset[int]
    first: int
    last: int
    said: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, found: list[Finding]) -> Bench:
        lists: dict[tuple[int, str], list[Act]] = defaultdict(list)
        for one in found:
            if isinstance(one, Entry) and one.kind is not None:
                lists[one.family].append(_act_in_list(one))
        deciding = frozenset(number for number, acts in lists.items() if _is_deciding(acts))
        narrated = frozenset(family for family, items in _bullets(found).items() if _narrates(items))
        places = [place for place, one in enumerate(found) if _is_like_a_resolution(one, deciding)]
        spoken = [place for place, one in enumerate(found) if isinstance(one, Entry) and _is_spoken_order(one)]
        places = sorted({*places, *(spoken if len(spoken) > 1 else ())})
        below = [one for one in found if isinstance(one, Entry) and one.section is None]
        drafts = [one for one in found if isinstance(one, Draft)]
        tabled = any(not draft.case for draft in drafts)
        return cls(
            deciding,
            narrated,
            tabled or any(entry.kind or entry.lined for entry in below),
            tabled,
            frozenset(entry.head for entry in below if entry.kind),
            *((places[0], places[-1]) if places else (len(found), len(found))),
            tuple(frozenset(fold(text).split()) for text in [one.text for one in below] + [one.text for one in drafts]),
        )

    def decides(self, entry: Entry) -> bool:
        """Tell whether a list item, or a line below a heading of resolutions, is a resolution."""
        act, in_deciding_list = act_of_item(entry), entry.family in self.deciding
        if entry.sign in _SAYS_SO and entry.number is not None:
            return not (entry.section is PassedOverKind.DISCUSSION and self.listed and self.says_again(entry.text))
        if entry.section is None:
            beside = entry.kind is MarkKind.BULLET and not entry.lined and act is Act.NAMES and bool(self.deciding)
            proposes = entry.number is not None and in_deciding_list and _PROPOSES.search(fold(entry.text))
            return (act is not Act.TELLS or bool(proposes)) and (in_deciding_list or not beside)
        if entry.section is PassedOverKind.UNPLACED:
            named = has_answer(entry.text) or any(map(is_titled, entry.lines))
            return act >= Act.SETTLES or named or (in_deciding_list and act is not Act.TELLS)
        if entry.section is PassedOverKind.DISCUSSION and self.listed and self.says_again(entry.text):
            return False
        if entry.section is PassedOverKind.DISCUSSION and self.listed:
            return act is Act.DECIDES and not leaves_open(entry.text)
        return act is Act.DECIDES or (act >= Act.CHARGES and in_deciding_list)

    def marks(self, entry: Entry) -> bool:
        """Tell whether rows, numbers or bullets mark the resolutions below the entry's heading."""
        return self.tabled or entry.head in self.marked

    def says_again(self, text: str) -> bool:
        """Tell whether a text only says again what a listed resolution says."""
        return says_again(text, self.said)


def _bullets(found: list[Finding]) -> dict[tuple[int, str], list[Entry]]:
    """The bullets that stand in no section, by their lists."""
    lists: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for one in found:
        if isinstance(one, Entry) and one.kind is MarkKind.BULLET and one.section is PassedOverKind.UNPLACED:
            lists[one.family].append(one)
    return lists


def _narrates(items: list[Entry]) -> bool:
    """Tell whether bullets are long paragraphs that go from the beginning of a session to what came of it."""
    begins = sum(_TELLS_ON.match(fold(item.text)) is not None for item in items)
    told = any(strongest_act(sentences_of(item.text)[0]) is Act.TELLS for item in items[:_FIRST] if item.lines)
    return begins > 1 and told and sum(len(item.text) for item in items) > _PARAGRAPH * len(items)


def says_again(text: str, said: tuple[frozenset[str], ...]) -> bool:
    """Tell whether most of a text's words are in one of the texts whose words are `said`."""
    words = set(fold(text).split())
    return any(len(words & one) >= _SAME * len(words) for one in said)


def act_of_item(entry: Entry) -> Act:
    """The act of an item, in which a note that tells something counts for nothing, and an owner's label charges."""
    lines = [line for line in entry.lines if not _NOTE.match(fold(line)) or strongest_act(line) is not Act.TELLS]
    act = strongest_act("\n".join(lines))
    return max(act, Act.CHARGES) if has_answer(entry.text) else act


def _act_in_list(entry: Entry) -> Act:
    """The act of an item as it weighs in its list: «شهرداری: آماده‌باش …» asks for as much as a decision."""
    act = act_of_item(entry)
    counted = entry.kind is not MarkKind.BULLET and entry.section in {None, PassedOverKind.UNPLACED}
    return Act.PASSED if counted and act is Act.NAMES and assigned_to(entry.text)[0] else act


def has_answer(text: str) -> bool:
    """Tell whether a text has a label of an owner or a deadline, or the name of an owner behind an arrow."""
    arrow = _ARROW.search(text)
    if arrow and begins_with_name(arrow[1]) and strongest_act(arrow[1]) is Act.NAMES:
        return True
    return bool({role for role, _ in split_labels(text)[1]} & {ColumnRole.OWNER, ColumnRole.DEADLINE})


def leaves_open(text: str) -> bool:
    """Tell whether a text says that the meeting left a matter open: «فعلاً مسکوت ماند»."""
    return _LEFT_OPEN.search(fold(text)) is not None


def is_titled(text: str) -> bool:
    """Tell whether a text begins with a label such as «رأی شورا:»."""
    return _TITLED.match(fold(text)) is not None


def _is_deciding(acts: list[Act]) -> bool:
    weighed = [act for act in acts if act is not Act.TELLS]
    return max(weighed, default=Act.NAMES) >= Act.CHARGES and sum(act >= Act.PASSED for act in weighed) * 2 > len(
        weighed
    )


def _is_spoken_order(entry: Entry) -> bool:
    """Tell whether a paragraph outside all sections orders something as people speak."""
    plain = entry.kind is None and entry.section in {None, PassedOverKind.UNPLACED}
    return plain and any(act_of(one) is Act.CHARGES and orders(one) for one in sentences_of(entry.text))


def _is_like_a_resolution(found: Finding, deciding: frozenset[tuple[int, str]]) -> bool:
    if not isinstance(found, Entry):
        return isinstance(found, Draft)
    listed = found.kind is not None and (found.section is None or found.family in deciding)
    return listed or strongest_act(found.text) is Act.DECIDES
