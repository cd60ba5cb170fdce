"""Take a sentence of the news apart into its finite clauses, each with the word that joins it to the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import ACTIVE, PARTICIPLES, PASSIVE, PAST, TOLD
from domain.minutes.owners.tokens import Token, tokens_of
from domain.persian.text import folded_words

_FINITE = (
    ACTIVE
    | PASSIVE
    | PAST
    | TOLD
    | folded_words("نیست نیستند رسید رسیدند یافت رفت آمد آورد موظفند مکلفند ماست شماست آنهاست اوست")
) - (PARTICIPLES | folded_words("داشته بوده"))
_OURS = re.compile(r"(?:ن?(?:دار|کرد|گرفت|داد|شد|هست|نمود|خواست|دید|رسید)|بود|نبود|نیست)یم")
_SUBJUNCTIVE = re.compile(r"ب\w{2,}(?:د|ند)")
_NO_VERBS = folded_words("باید بلند بعد بند برند بامداد بنیاد بازدید بهبود برخورد برآورد بودند بودجه")
_AUXILIARY = folded_words("می نمی خواهد خواهند نخواهد نخواهند")
_JOINTS = folded_words("و ولی اما لیکن ؛ ; ، ,")
_CAUSES = folded_words("چراکه زیرا چون چرا")
_AFTERWARDS = (
    ("پس", "از"),
    ("بعد", "از"),
    ("در", "نهایت"),
    ("در", "پایان"),
    ("در", "نتیجه"),
    ("در", "این"),
    ("در", "همین"),
    ("بر", "این"),
    ("بر", "همین"),
    ("به", "همین"),
    ("طبق", "مصوبه"),
    ("بر", "اساس"),
    ("براساس",),
    ("به", "موجب"),
    ("سرانجام",),
    ("نهایتا",),
)
_DECIDING = (("قرار", "شد"), ("مقرر", "شد"), ("مقرر", "گردید"), ("بنا", "شد"), ("مصوب", "شد"), ("مصوب", "گردید"))
_TOO = folded_words("همچنین نیز ضمنا")
_HENCE, _COMMAS = folded_words("لذا بنابراین ازاینرو"), {"،", ",", "؛", ";"}
_AGREED = folded_words("موافقت مخالفت تصویب")
_PATROL, _PATROLS = "گشت", folded_words("های گروه تیم اکیپ واحد پلیس طرح خودرو خودروی انجام و")
"""Behind these «گشت» is a patrol and no verb: «گروه‌های گشت و بازرسی»."""

_BOUND = re.compile(r"[^،؛.]{3,90}\sرا\s(?:موظف|مکلف|ملزم|م[اأ]مور)\b")


@dataclass(frozen=True)
class Clause:
    """A clause as typed, with the sign or word before it, "" at the beginning of its sentence."""

    joint: str
    text: str


def clauses_of(sentence: str) -> Iterator[Clause]:
    """The clauses of a sentence: parted at «و», a sign, or «که پس از …» right behind a finite verb."""
    tokens = tokens_of(sentence)
    begin, joint = 0, ""
    for at in range(1, len(tokens) - 1):
        width = _joint_at(sentence, tokens, at)
        if width is None:
            continue
        text = sentence[begin : tokens[at].start].strip()
        if text:
            yield Clause(joint, text)
        joint = sentence[tokens[at].start : tokens[at].end] if width else tokens[at].word
        begin = tokens[at].end if width else tokens[at].start
    yield Clause(joint, sentence[begin:].strip())


def _turns_to_a_decision(following: tuple[str, ...]) -> bool:
    """Tell whether words behind a comma draw a consequence that decides: «…، لذا مقرر شد …»."""
    return following[:1] != () and following[0] in _HENCE and following[1:] in _DECIDING


def _joint_at(sentence: str, tokens: Sequence[Token], at: int) -> int | None:
    """Tell whether a token joins two clauses: 1 where it is only a joint, 0 where it belongs to the second one."""
    word = tokens[at].word
    if word in _JOINTS:
        following = tuple(token.word for token in tokens[at + 1 : at + 4])
        also = word == "و" and following[:1] and following[0] in _TOO and following[1:] in _DECIDING
        also = also or (word in _COMMAS and _turns_to_a_decision(following))
        if also or _ends_in_verb(tokens, at):
            return 1
        if word != "و" or tokens[at - 1].word not in _AGREED:
            return None
        behind = sentence[tokens[at].end :].strip()
        return 1 if begins_with_name(behind) and _BOUND.match(behind) else None
    if word in _CAUSES and _ends_in_verb(tokens, at):
        return 0
    if word == "که" and _ends_in_verb(tokens, at):
        following = tuple(token.word for token in tokens[at + 1 : at + 3])
        return 1 if any(following[: len(words)] == words for words in (*_AFTERWARDS, *_DECIDING)) else None
    return None


def _ends_in_verb(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a finite verb stands right before a token."""
    word = tokens[at - 1].word
    earlier = tokens[at - 2].word if at > 1 else ""
    if word == _PATROL and (earlier in _PATROLS or earlier.endswith("های")):
        return False
    if earlier in _AUXILIARY or word in _FINITE or word.removeprefix("ن") in _FINITE:
        return True
    return word not in _NO_VERBS and (_OURS.fullmatch(word) or _SUBJUNCTIVE.fullmatch(word)) is not None
