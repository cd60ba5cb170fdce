"""Labels that no list knows, told by their contents wherever they stand: «… (برعهدهٔ: شهرداری؛ کران: یک ماه)»."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.recasts.roles import WRITTEN, Content, opens_section
from domain.minutes.structure.blocks import Document, Paragraph
from domain.minutes.structure.column_headings import ColumnRole
from domain.minutes.structure.judging.bench import is_titled
from domain.minutes.structure.lines.labels import LABEL_WORDS, split_labels
from domain.minutes.structure.news.frames import is_framed
from domain.persian.text import fold

_LABEL = re.compile(
    rf"(?P<before>^[^\w«]{{0,9}}|\n[^\w«\n]{{0,9}}|[|؛،(\[–—.-]\s*|\s{{3}}|\t)(?P<label>{LABEL_WORDS})\s*[:：=]\s*(?=\S)"
)
_VALUE = re.compile(r"[^|؛)\]\n]*")
_LEAST = 2
_ANSWERS = {ColumnRole.OWNER, ColumnRole.DEADLINE}


def with_labels_by_content(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with its labels that are not known as those that are, where their values tell what they mean."""
    texts = [one.text for one in document.blocks if isinstance(one, Paragraph)]
    roles = _roles(texts, resolver)
    if not _ANSWERS & set(roles.values()) and ColumnRole.TEXT not in roles.values():
        return document
    shown: dict[str, str] = {}

    def written(match: re.Match[str]) -> str:
        role = roles.get(fold(match["label"]))
        if role is None:
            return match[0]
        shown.setdefault(match["label"], WRITTEN[role])
        return f"{match['before']}{WRITTEN[role]}: "

    blocks = tuple(
        replace(one, text=_LABEL.sub(written, one.text)) if isinstance(one, Paragraph) else one
        for one in document.blocks
    )
    told = "، ".join(f"«{label}» {word}" for label, word in shown.items())
    return replace(document, blocks=blocks, doubts=(*document.doubts, Doubt("told_by_content", {"names": told})))


def _roles(texts: Sequence[str], resolver: DeadlineResolver) -> Mapping[str, ColumnRole]:
    """The role of each label that is not known and stands twice or more."""
    values: dict[str, list[str]] = defaultdict(list)
    beginning: dict[str, int] = defaultdict(int)
    for text in texts:
        found = list(_LABEL.finditer(text))
        for match, end in zip(found, [*(one.start() for one in found[1:]), len(text)], strict=False):
            label, value = fold(match["label"]), _VALUE.match(text, match.end(), end)
            values[label].append(split_labels(clean(value[0]))[0].strip(" .،–-") if value else "")
            beginning[label] += match["before"].strip(" \t") in ("", "\n", "-", "–", "•", "*")
    roles: dict[str, ColumnRole] = {}
    for label, said in values.items():
        if len(said) < _LEAST or _is_known(label) or is_framed(f"{label}: -"):
            continue
        content = Content.of(said, resolver)
        if content.day > 0.5:
            roles[label] = ColumnRole.DEADLINE
        elif content.name > 0.5 or content.like_name > 0.8:
            roles[label] = ColumnRole.OWNER
        elif content.decides > 0.5 and content.words > 3 and beginning[label] == len(said):
            roles[label] = ColumnRole.TEXT
    owners = [label for label, role in roles.items() if role is ColumnRole.OWNER]
    named = [label for label in owners if Content.of(values[label], resolver).name > 0.5]
    for label in owners:
        if label not in (named or owners[:1]):
            del roles[label]
    return roles


def _is_known(label: str) -> bool:
    roles = {role for role, _ in split_labels(f"{label}: -")[1]}
    return opens_section(f"{label}:") or is_titled(f"{label}: -") or bool(roles - {ColumnRole.TEXT})
