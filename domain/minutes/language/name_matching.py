"""Matching of names to those that are known: for sure, as a guess, or to none."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Protocol

from domain.minutes.language.organisations import GROUPS, UNIVERSAL
from domain.persian.text import fold

_COMMON = frozenset(fold("و کل اداره سازمان استان شهرستان شهر دفتر محترم امور").split())
"""Words that do not distinguish one name from another."""
_CLOSE = 0.86
"""The likeness from which on two names may be one with a slip of the pen."""


Bare = tuple[str, ...]
"""A name's words, folded, without those that are common to all names."""


class Owner(Protocol):
    """An owner of a resolution: a name, and the agency or group that it was linked to."""

    name: str
    agency_id: int | None
    group_id: int | None


class OwnerKind(StrEnum):
    """The kind of an owner; the value is stored in taps."""

    AGENCY = "agency"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Known:
    """An agency or a group, with all the names that it goes by."""

    kind: OwnerKind
    id: int
    name: str
    called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A guess for a name. One that is not ``sure`` is a question to the secretary."""

    known: Known
    sure: bool


class Matcher:
    """The agencies in service and the groups, to be searched for many names; each name is searched once."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._exactly: dict[Bare, Known] = {}
        self._called: list[tuple[Known, Bare]] = []
        self._found: dict[tuple[OwnerKind, Bare], Match | None] = {}
        for agency_or_group in known:
            self.add(agency_or_group)

    def add(self, known: Known) -> None:
        """Add an agency or group that has just been made."""
        self._found.clear()
        for called in map(bare, known.called):
            self._exactly.setdefault(called, known)
            self._called.append((known, called))

    def find(self, name: str) -> Match | None:
        """Find the best match for a name, None when nothing is like it.

        Agencies and groups are never confused with each other.
        """
        wanted, kind = bare(name), kind_of(name)
        if exact := self._exactly.get(wanted):
            return Match(exact, sure=True)
        if (kind, wanted) not in self._found:
            self._found[kind, wanted] = self._best(kind, wanted)
        return self._found[kind, wanted]

    def _best(self, kind: OwnerKind, wanted: Bare) -> Match | None:
        best, likeness = None, 0.0
        slips = SequenceMatcher(b=" ".join(wanted))
        for known, called in self._called:
            if known.kind is kind and (like := _likeness(wanted, called, slips)) > likeness:
                best, likeness = known, like
        return Match(best, sure=False) if best else None

    def of(self, owner: Owner) -> Match | None:
        """The guess for an owner that is only a name; None for one that is linked, or is like nothing known."""
        return None if linked(owner) else self.find(owner.name)

    def unsure(self, owner: Owner) -> Known | None:
        """The guess that the secretary has to decide on, None when there is nothing to decide."""
        match = self.of(owner)
        return match.known if match and not match.sure else None


def linked(owner: Owner) -> bool:
    """Tell whether an owner is an agency or a group by now."""
    return owner.agency_id is not None or owner.group_id is not None


def kind_of(name: str) -> OwnerKind:
    """The kind that a name stands for, one agency or several: «کلیه دستگاه‌ها»، «اعضای کمیته»، «سازمان‌های خیریه»."""
    words = fold(name).split()
    several = words and (words[0] in GROUPS or words[1:2] in (["ها"], ["های"]))
    return OwnerKind.GROUP if several else OwnerKind.AGENCY


def bare(name: str) -> Bare:
    """A name's words without «کلیه» before them and what stands in brackets signs."""
    words = [word.strip("()«»،.:") for word in fold(name).split()]
    return tuple(word for word in words if word and word not in UNIVERSAL)


def _likeness(wanted: Bare, called: Bare, slips: SequenceMatcher[str]) -> float:
    """The likeness of two names, 0 for none: one holds all telling words of the other, or they differ by a slip.

    ``slips`` compares with ``wanted``, and has read it once for all.
    """
    first, second = set(wanted) - _COMMON, set(called) - _COMMON
    if first and second and (first <= second or second <= first):
        return len(first & second) / len(first | second)
    slips.set_seq1(" ".join(called))
    # The two quick ratios are never less than the true one, and rule out nearly all.
    if slips.real_quick_ratio() < _CLOSE or slips.quick_ratio() < _CLOSE:
        return 0.0
    ratio = slips.ratio()
    return ratio if ratio >= _CLOSE else 0.0
