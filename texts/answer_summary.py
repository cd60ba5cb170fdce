"""Render answers to a form's questions as a summary shows them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.chat.incoming import NAMELESS
from domain.chat.screens import Personal, T, Text
from domain.forms.engine import Question
from domain.forms.form_words import QuestionWords
from domain.forms.types import office_types
from domain.forms.types.answer_types import Choice, Day, Files, Material, Percent, Phone, Pick, Picks
from domain.forms.types.hour_of_day import HourOfDay
from domain.forms.types.office_types import Sentence
from texts import wording, xform_values

LONGEST_TEXT = 1500
"""Characters of a text of the office, which is shown as a whole before it is kept."""
MOST_FILES, LONGEST_NAME = 6, 60
"""The files that a summary names, and the characters of a name."""
LONGEST = 350
"""Characters of one answer on a summary; a message holds 4096 in all."""


def value(question: Question, words: QuestionWords, answer: Any) -> Text | Personal | str | int | date:
    """Return one answer as a summary shows it; ``words`` are the question's, None is no answer."""
    if answer in (None, "", []):
        return T("form.none")
    shown = _value(question, words, answer)
    if question.personal and isinstance(shown, str):
        return Personal(shown, T("privacy.withheld"))
    return shown


def enumerated(names: Iterable[str], most: int = LONGEST) -> str:
    """Name things within ``most`` characters, divided by «؛» where one has a «،» itself, as many agencies do."""
    known = list(names)
    return clip(("؛ " if any("،" in name for name in known) else "، ").join(known), most)


def _value(question: Question, words: QuestionWords, answer: Any) -> Text | str | int | date:
    rendered = xform_values.value(question.type, words, answer)
    if rendered is not None:
        return rendered
    match question.type:
        case Choice():
            return words.option(answer)
        case Pick():
            return str(answer["label"])
        case Picks():
            return enumerated(str(row["label"]) for row in answer)
        case HourOfDay():
            return hour(str(answer))
        case Percent():
            return T("form.percent", value=answer)
        case Day():
            return date.fromisoformat(answer)
        case Sentence():
            return clip(office_types.sample(str(answer)), LONGEST_TEXT)
        case Files():
            return _files(answer)
        case Material():
            return T("form.kept", count=count(answer))
        case Phone():
            return phone(answer["phone"], answer["verified"] or not question.type.own)
    return answer if isinstance(answer, int) else clip(str(answer), LONGEST)


def _files(kept: list[dict[str, Any]]) -> Text:
    names = wording.comma_separated([file_name(place, file) for place, file in enumerate(kept[:MOST_FILES], 1)])
    more = len(kept) - MOST_FILES
    shown = T("form.kept_more", names=names, count=more) if more > 0 else T("form.kept_names", names=names)
    return T("form.kept_files", count=len(kept), names=Personal(shown, T("privacy.withheld")))


def file_name(place: int, file: dict[str, Any]) -> Text | str:
    """Render the name of one of several files; a messenger gives photos and voices none."""
    if file["kind"] in NAMELESS:
        return T(f"form.file_{file['kind']}", place=place)
    return clip(file["name"], LONGEST_NAME)


def hour(kept: str) -> Text:
    """Render an hour that is kept as ``10:30``."""
    of_day, _, minute = kept.partition(":")
    return T("form.hour", hour=int(of_day), tens=int(minute[0]), ones=int(minute[1]))


def clip(words: str, most: int) -> str:
    """Shorten words to at most ``most`` characters: cut between two words and marked by «…»."""
    if len(words) <= most:
        return words
    head = words[: most - 1]
    whole = head.rsplit(None, 1)
    return (whole[0] if len(whole) > 1 else head).rstrip("،؛.: ") + "…"


def pages_of(words: str, most: int) -> list[str]:
    """Cut a long text into pages of at most ``most`` characters: between two lines, else between two words."""
    pages = []
    while len(words) > most:
        cut = max(words.rfind("\n", most // 2, most + 1), -1)
        if cut < 0:
            cut = words.rfind(" ", 1, most + 1)
        cut = cut if cut > 0 else most
        pages.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return [*pages, words]


def phone(number: str, verified: bool) -> Text:
    """Render a phone number, with a mark unless it is verified."""
    if not number:
        return T("form.no_phone")
    kept = Personal(number, T("privacy.withheld"))
    return T("form.phone" if verified else "form.phone_unverified", phone=kept)


def count(kept: Any) -> int:
    """Count the pieces that a gathering answer holds."""
    if isinstance(kept, dict):
        return len(kept.get("texts", ())) + len(kept["files"]) + bool(kept.get("words"))
    return len(kept)
