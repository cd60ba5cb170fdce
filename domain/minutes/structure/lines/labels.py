"""Labels in a text: «مسئول: …», «مهلت: …», as people write them in chats and at the end of a paragraph."""

from __future__ import annotations

import re

from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.column_headings import ColumnRole
from domain.persian.text import fold

_WORD = r"(?:[^\W\d_]|[\u064b-\u0655])+"
LABEL_WORDS = rf"{_WORD}(?:[ \u200c]{_WORD}){{0,3}}"
"""The words of any label, with their signs of vowels: «برعهدهٔ»."""

_WHO = (
    r"مس[ئوؤی]و?ل(?:ین|ان)?(?:\s+(?:اقدام|پیگیری|اجرا|اجرای|انجام|مستقیم|اصلی|هماهنگی|برگزاری"
    r"|تهیه|تدوین|ارسال|نظارت|کار|این\s+کار))?"
)
_OWNER = (
    rf"{_WHO}|مسئولش|کی|مسئولیت(?:\s+(?:با|اجرا|پیگیری))?|پیگیر|(?:اقدام|پیگیری|اجرا)\s+(?:توسط|با|از\s+سوی)|(?:جهت|برای)\s+اقدام"
    r"|(?:اقدام|پیگیری)\s+و\s+(?:پیگیری|اقدام|اجرا)|انجام[\u200c\s]?دهنده|پاسخگو|مجری(?:ان)?|متولی|دستگاه\s+(?:مسئول|مجری|اجرایی|متولی|مربوطه)|دستگاه|پیگیری(?:[\u200c\s]کننده)?"
    r"|اقدام[\u200c\s]?کننده|واحد\s+(?:مسئول|مجری|اقدام[\u200c\s]?کننده)|(?:به|بر)\s+عهده|عهده[\u200c\s]?دار|توسط|ارجاع\s+به"
)
_DEADLINE = (
    r"مهلتش|تا\s+کی|مهلت(?:\s+(?:انجام|اجرا|اجرای|اقدام|پاسخ|ارسال|مقرر))?|زمان(?:[\u200c\s]?بندی)?(?:\s+(?:انجام|اجرا|اجرای|اقدام))?"
    r"|موعد(?:\s+\S+)?|سررسید|تاریخ\s+(?:انجام|اجرا|پایان|اتمام)|تا\s+تاریخ|تاریخ|فرصت|ددلاین"
)
_LABELS: tuple[tuple[ColumnRole, str], ...] = (
    (ColumnRole.PARTNER, r"(?:دستگاه(?:\u200c|\s)?(?:های\s+|ها\s+)?)?همکار(?:ان|ی)?|با\s+همکاری"),
    (ColumnRole.OWNER, _OWNER),
    (ColumnRole.DEADLINE, _DEADLINE),
    (ColumnRole.START, r"(?:تاریخ\s+|زمان\s+)?شروع"),
    (ColumnRole.NOTE, r"توضیح(?:ات)?|ملاحظات|یادداشت|نکته"),
    (ColumnRole.TEXT, r"شرح(?:\s+(?:مصوبه|اقدام|تصمیم))?|متن(?:\s+مصوبه)?|مصوبه|تصمیم|اقدام"),
    (ColumnRole.TOPIC, r"موضوع|عنوان"),
)
_ANY = "|".join(f"(?P<{role.value}>{pattern})" for role, pattern in _LABELS)
_ANYWHERE = {ColumnRole.START, ColumnRole.PARTNER, ColumnRole.OWNER, ColumnRole.DEADLINE}
"""Labels that may stand inside a line; the others only begin one, so that «طبق مصوبه:» is no label."""

_ORNAMENT = "[^\\w\\s«»()؟!.،؛:|\u200c]"
_LABEL = re.compile(
    rf"(?P<line>^|\n|\|)?(?:(?<=^)|(?<=[\s|؛;،,.(\[/–—-]))\s*{_ORNAMENT}*\s*(?:{_ANY})\s*{_ORNAMENT}*\s*[:：=]\s*{_ORNAMENT}*\s*"
)
_IN_BRACKETS = re.compile(rf"[(\[]\s*(?:{_ANY})\s+(?=[^)\]\n]{{2,120}}[)\]])")
_BRACKET_NEXT = re.compile(rf"\s*[،,؛;–-]\s*(?:و\s+)?(?:{_ANY})\s*:?\s+")
_BY_WHOM = re.compile(r"(?<!شرح )\bاقدام\s*[:：]")
"""A label of the owner before a name («اقدام: شهرداری»), of the text before all else («اقدام: ساخت پل»)."""

_APART = frozenset("(.[؛–—|/")
"""Signs before a label inside a line that show it to be none of the sentence's words."""

_CLOSING = re.compile(r"[)\]]")
_BRACKET = re.compile(r"[(\[)\]]")
_REMARK = re.compile(r"\s*\n\W*(?:لازم به|شایان|قابل|توضیح|یادداشت|نکته|یادآوری)\b")
"""A line behind a bracket that only tells something beside the decision: «لازم به ذکر است …»."""

_FURTHER_LINE = re.compile(r"\n\W*(?:ضمن[اًً]+|در ضمن|همچنین|تبصره|لازم به|شایان|قابل ذکر|بدیهی)(?!\w)")
"""A line below the answers of an item that goes on with its text: «اقدام: روابط عمومی», «ضمناً … اطلاع‌رسانی شود.»."""

_ASKS = re.compile(
    r"(?<!می )(?<!خواهد )\b(?:شود|شوند|گردد|گردند|کند|کنند|نماید|نمایند|دهد|دهند|باشند?|باید|مقرر|موظف|مکلف)\b"
)
"""Words that make such a line a part of the decision rather than a remark."""


def split_labels(text: str) -> tuple[str, list[tuple[ColumnRole, str]]]:
    """Split a text into what stands outside its labels, and (role, value) of each label in order.

    A label in a bracket ends with it: «… شود (مسئول: شهرداری) و گزارش گردد».
    """
    marks = sorted(_marks(text), key=lambda mark: mark[0])
    if not marks:
        return text, []
    outside, values = _value(text[: marks[0][0]]), []
    for (start, begin, role), following in zip(marks, [*(mark[0] for mark in marks[1:]), len(text)], strict=True):
        end = _closed_at(text, begin, following)
        value, rest = text[begin:end], text[end + 1 : following]
        by_whom = _BY_WHOM.search(text[start:begin]) is not None and begins_with_name(value)
        said = _FURTHER_LINE.search(value) if by_whom or role in _ANYWHERE else None
        further = _value(value[said.start() :]) if said else ""
        values.append((ColumnRole.OWNER if by_whom else role, _value(value[: said.start()] if said else value)))
        if further and _ASKS.search(fold(further)):
            outside = f"{outside}\n{further}".strip()
        elif further:
            values.append((ColumnRole.NOTE, further))
        if _REMARK.match(rest):
            values.append((ColumnRole.NOTE, _value(rest)))
        elif re.search(r"\w", rest):
            apart = "\n" if rest.lstrip(" .،؛").startswith("\n") else " "
            outside = f"{outside}{apart}{_value(rest)}".strip()
    return outside, values


def _closed_at(text: str, begin: int, end: int) -> int:
    """The place where the bracket closes that a value stands in; the end where it stands in none."""
    opened, closed = (text.count(one, 0, begin) + text.count(other, 0, begin) for one, other in ("([", ")]"))
    depth = 0
    for sign in _BRACKET.finditer(text, begin, end) if opened > closed else ():
        depth += 1 if sign[0] in "([" else -1
        if depth < 0:
            return sign.start()
    return end


def _marks(text: str) -> list[tuple[int, int, ColumnRole]]:
    """The labels of a text: the start of the label, the start of its value, its role."""
    marks = [
        (match.start(), match.end(), role)
        for match in _LABEL.finditer(text)
        if (role := _role(match)) in _ANYWHERE or match["line"] is not None or _names_who_acts(text, match)
    ]
    for bracket in _IN_BRACKETS.finditer(text):
        if any(begin <= bracket.end() <= end for begin, end, _ in marks):
            continue
        marks.append((bracket.start(), bracket.end(), _role(bracket)))
        closing = _CLOSING.search(text, bracket.end())
        inside = _BRACKET_NEXT.finditer(text, bracket.end(), closing.start() if closing else len(text))
        marks += [(inner.start(), inner.end(), _role(inner)) for inner in inside]
    return list({mark[1]: mark for mark in marks}.values())


def _names_who_acts(text: str, label: re.Match[str]) -> bool:
    """Tell whether «اقدام:» behind a sign names who acts: «… ارسال شود. (اقدام: دبیر کمیسیون)»."""
    apart = text[: label.start()].rstrip()[-1:] in _APART or text[label.start() : label.end()].lstrip()[:1] in _APART
    return apart and _BY_WHOM.search(label[0]) is not None and begins_with_name(text[label.end() :])


def _role(match: re.Match[str]) -> ColumnRole:
    return next(role for role, _ in _LABELS if match[role.value])


def _value(text: str) -> str:
    text = text.strip(" \t\n|/،,؛;–—*_")
    text = re.sub(r"^[^\w«(\[-]+\s*|\s*[^\w»)\].؟!:-]+$", "", text)
    closed = text.rstrip(" .")
    if closed.endswith((")", "]")) and text.count("(") + text.count("[") < text.count(")") + text.count("]"):
        text = closed[:-1].rstrip(" .،")
    return text.rstrip(" ([")
