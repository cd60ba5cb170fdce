"""The numbers that Word counts by itself and does not write into a paragraph (numbering.xml and the styles)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from services.document_reading.xml import child, children, value

_COUNTED = frozenset({
    "decimal", "decimalZero", "hindiNumbers", "hindiCounting", "arabicAlpha", "arabicAbjad", "ordinal", "cardinalText",
    "ordinalText", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalEnclosedCircle", "numberInDash",
})  # fmt: skip


_DEEPER = re.compile(r"List(?:Bullet|Number|Continue)([2-9])")
"""Styles of Word for the deeper lists, each of which begins a list of its own at the first level."""


@dataclass(frozen=True)
class Numbered:
    """The place of a paragraph in a list: its level from 0, and its number, None for a bullet."""

    level: int
    number: int | None


@dataclass
class _Level:
    counted: bool = True
    start: int = 1


@dataclass
class _List:
    levels: dict[int, _Level]
    shared: str
    """The key of the counters: lists made from one abstract list go on counting together, as in Word."""


@dataclass
class Numbering:
    """The counters of paragraphs, in reading order. `lost` is True once a paragraph has named an undefined list."""

    _lists: dict[str, _List]
    _styles: dict[str, tuple[str | None, str | None, int]]
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    lost: bool = False

    @classmethod
    def of(cls, numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
        return cls(_read_lists(numbering), _read_styles(styles))

    def count(self, properties: etree._Element | None) -> Numbered | None:
        """The place of the paragraph with these properties (w:pPr), None when it is in no list."""
        list_id, level = self._list_of(properties)
        if list_id is None or list_id == "0":
            return None
        known = self._lists.get(list_id)
        if known is None:
            self.lost = True
            return None
        shape = known.levels.get(level, _Level())
        style = _DEEPER.fullmatch(value(child(properties, "pStyle")) or "")
        depth = max(level, int(style[1]) - 1) if style else level
        if not shape.counted:
            return Numbered(depth, None)
        counters = self._counters[known.shared]
        counters[level] = counters.get(level, shape.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        return Numbered(depth, counters[level])

    def _list_of(self, properties: etree._Element | None) -> tuple[str | None, int]:
        style = value(child(properties, "pStyle"))
        own = child(properties, "numPr")
        list_id, level = value(child(own, "numId")), _int(value(child(own, "ilvl")), -1)
        for _ in range(20):  # a style may be based on itself in a broken file
            if style is None or (list_id is not None and level >= 0):
                break
            style, inherited, inherited_level = self._styles.get(style, (None, None, -1))
            list_id = inherited if list_id is None else list_id
            level = inherited_level if level < 0 else level
        return list_id, max(level, 0)


def _int(text: str | None, default: int) -> int:
    try:
        return default if text is None else int(text)
    except ValueError:
        return default


def _read_styles(root: etree._Element | None) -> dict[str, tuple[str | None, str | None, int]]:
    styles = {}
    for style in children(root, "style"):
        numbers = child(child(style, "pPr"), "numPr")
        styles[value(style, "styleId") or ""] = (
            value(child(style, "basedOn")),
            value(child(numbers, "numId")),
            _int(value(child(numbers, "ilvl")), -1),
        )
    return styles


def _read_lists(root: etree._Element | None) -> dict[str, _List]:
    abstract = {
        value(element, "abstractNumId") or "": {
            _int(value(level, "ilvl"), 0): _Level(
                counted=(value(child(level, "numFmt")) or "decimal") in _COUNTED,
                start=_int(value(child(level, "start")), 1),
            )
            for level in children(element, "lvl")
        }
        for element in children(root, "abstractNum")
    }
    lists = {}
    for element in children(root, "num"):
        list_id, shared = value(element, "numId") or "", value(child(element, "abstractNumId")) or ""
        levels, own_count = dict(abstract.get(shared, {})), False
        for override in children(element, "lvlOverride"):
            start = value(child(override, "startOverride"))
            if start is not None:
                level = _int(value(override, "ilvl"), 0)
                counted = levels.get(level, _Level()).counted
                levels[level], own_count = _Level(counted, _int(start, 1)), True
        lists[list_id] = _List(levels, f"{shared}/{list_id}" if own_count else shared)
    return lists
