"""Render the answers to a compiled form's questions, which are kept as XForms writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from domain.chat.incoming import NAMELESS
from domain.chat.screens import T, Text
from domain.forms.form_words import Label, QuestionWords
from domain.forms.types.answer_types import Type
from domain.forms.xforms.moments import Date, Hour, Moment
from domain.forms.xforms.numbers import Quantity
from domain.forms.xforms.places import Point, Track, points
from domain.forms.xforms.types import DIGITS, Acknowledgement, PlainText, Ranking, Ticks, Upload

Shown = Text | str | int | date


def value(kind: Type, words: QuestionWords, answer: Any) -> Shown | None:
    """Return an answer as a summary shows it; None for one of another type."""
    match kind:
        case Quantity():
            number = float(answer)
            return T("xform.number", number=int(number) if number == int(number) else number)
        case PlainText() if DIGITS.fullmatch(str(answer)):
            return T("xform.digits", said=str(answer))
        case Date():
            return _date(kind, date.fromisoformat(str(answer)))
        case Hour():
            hour, minute = str(answer).split(":")[:2]
            return T("form.hour", hour=int(hour), tens=int(minute[0]), ones=int(minute[1]))
        case Moment():
            return T("xform.moment", at=datetime.fromisoformat(str(answer)))
        case Ticks():
            return joined([words.option(one) for one in str(answer).split()])
        case Ranking():
            chosen = enumerate(str(answer).split(), 1)
            return joined([T("xform.ranked", place=place, label=words.option(one)) for place, one in chosen])
        case Acknowledgement():
            return T("xform.true")
        case Point():
            latitude, longitude = str(answer).split()[:2]
            return T("xform.point", place=f"{latitude}, {longitude}")
        case Track():
            return T("xform.points", count=len(points(answer)))
        case Upload():
            # The name under which a messenger sends a photo or a voice says nothing.
            return T("xform.sent") if answer["kind"] in NAMELESS else str(answer["name"])
    return None


def joined(labels: list[Label]) -> Text | str:
    """Join labels by commas."""
    whole: Text | str = labels[0] if labels else ""
    for label in labels[1:]:
        whole = T("list.and", first=whole, second=label)
    return whole


def _date(kind: Date, day: date) -> Text | date:
    return T(f"xform.{kind.whole_of}", day=day) if kind.whole_of else day
