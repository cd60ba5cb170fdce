"""The numbered list of minutes in which nothing says that it was decided: its items are taken, and doubted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from domain.minutes.language.acts import Act
from domain.minutes.language.verbs import finite_verbs
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.judging.bench import act_of_item
from domain.minutes.structure.judging.item_parts import draft_of
from domain.persian.text import fold

_LEAST = 3
"""The fewest items of a list that is taken for the decisions of a meeting."""

_WORD = re.compile(r"\w+")
_VERB = re.compile(r"\b(?:(?:یافت|امد|رسید|ماند|رفت)(?:ند)?|ن?می ?\w{2,}(?:د|ند|یم))\b")


def with_bare_list(found: Sequence[Finding]) -> list[Finding]:
    """Make resolutions of the items of the longest numbered list, which nobody calls decisions, each with a doubt.

    A list of names and titles, as an agenda is, stays as it is, and so does an item that only tells what was said.
    """
    free = {None, PassedOverKind.UNPLACED}
    items = [one for one in found if isinstance(one, Entry) and one.number is not None and one.section in free]
    lists = Counter(item.family for item in items)
    if not lists or max(lists.values()) < _LEAST:
        return list(found)
    family, count = lists.most_common(1)[0]
    saying = {id(item) for item in items if item.family == family and _says_something(item)}
    if len(saying) * 2 <= count:
        return list(found)
    return [_doubted(one) if isinstance(one, Entry) and id(one) in saying else one for one in found]


def _says_something(item: Entry) -> bool:
    """Tell whether an item has a verb, and not one of telling."""
    folded = fold(item.text)
    verb = any(True for _ in finite_verbs(_WORD.findall(folded))) or _VERB.search(folded)
    return bool(verb) and act_of_item(item) is not Act.TELLS


def _doubted(item: Entry) -> Draft:
    draft = draft_of(item)
    draft.doubt("not_a_decision")
    return draft
