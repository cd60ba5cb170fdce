"""Who acts in a sentence: the organisations that a resolution's own words charge with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.organisations import (
    GROUPS,
    HEADS,
    NAME_WORDS,
    PEOPLE,
    PLACED,
    PLACES,
    UNIVERSAL,
    is_head,
    known_at,
)
from domain.persian import ZWNJ, fold

_TOKEN = re.compile(r"[^\s\u200c،,؛;.:()«»\[\]!؟?/\n]+|[،,؛;.:()«»\[\]!؟?/\n]")


def _set(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_ACTIVE = _set(
    """
    نماید نمایند بنماید بنمایند کند کنند بکند بکنند دهد دهند بدهد بدهند نموده کرده داده گذارد گذارند
    بگذارد بگذارند سازد سازند آورد آورند بیاورد گیرد گیرند بگیرد بگیرند رساند رسانند برساند برسانند
    رسانده پردازد پردازند بپردازد بپردازند فرستد فرستند بفرستد بفرستند ورزد ورزند دارد دارند گمارد
    بگمارد یابند کوشد بکوشد آید درآورد بردارد بردارند خواهد خواهند
    """
)
_PASSIVE = _set("شود بشود گردد شده گردیده شد گردید شوند گردند یابد باشد است")
_PARTICIPLES = _set("نموده کرده داده رسانده شده گردیده")
_CHARGED = _set("موظف موظفند مکلف مکلفند ملزم ملزمند متعهد متعهدند مامور مسئول مسوول باید بایستی")
_ENDS = _set(". ؛ ; ! ؟ ?") | {"\n"}
_OPENERS = _set("همچنین ضمنا سپس نیز لذا که ضمناً ابتدا")
_FORMULA = _set("شد گردید است نمود شده گردیده شدند")
_DECIDED = _set("مقرر مصوب تصویب تایید موافقت توافق تصمیم تاکید پیشنهاد")
_AGENT = ("توسط", "بوسیله")
_PREPOSITIONS = _set("با به از در برای جهت بر میان بین بدون ضمن طبق مطابق حسب نزد")
_ALREADY_NAMED = _set("فوق مذکور مزبور نامبرده یادشده مربوطه متبوع مشارالیه")
_OUTSIDE = _set(
    """
    نسبت به با در را از جهت برای تا ظرف حداکثر حداقل طی ضمن موظف موظفند مکلف مکلفند ملزم ملزمند متعهد
    باید بایستی گزارش گزارشی گزارش‌های جدول فهرست لیست آمار برنامه‌ای طرحی پیشنهاد پیشنهادات پیشنهادهای
    نظرات نظر نماینده نمایندگان نمایندگانی اقدام اقدامات زمینه نتیجه نتایج تمهیدات تسهیلات جلسه جلسه‌ای
    جلسات سامانه مجوز مجوزهای اعتبار هزینه که هر هرگونه هرچه ماهانه هفتگی روزانه مستمر بطور بصورت پس قبل
    بر بدون حسب مطابق طبق یک دو سه این آن خود نیز همه تمام کلیه ابتدا سریعا فورا لازم است شد گردید شود
    گردد مکان محل زمین اماکن نقشه مستندات اسناد اطلاعات پیگیری پیگیر همکاری هماهنگی بررسی شرح خلاصه صورت
    عنوان متن بازدید بازدیدی تهیه اعلام ارائه ارسال معرفی اجرای برگزاری تکمیل تدوین تامین نیازهای
    نیازسنجی ظرفیت ظرفیت‌های موارد موضوع مسئولیت بعنوان آموزش‌های دوره دوره‌های کارگاه نمایشگاه
    برگزار تشکیل منتشر آماده مشخص تعیین ابلاغ اصلاح پرداخت صادر اخذ ایجاد احداث نصب حداکثری راه‌اندازی تفاهم‌نامه
    قرارداد مطالعات پروژه پروژه‌های واحدهای
    """
)
_STOPS = (_OUTSIDE | _ACTIVE) - {"های", "ای"}
"""Words that no name goes on with; endings that a half-space sets apart are none of them."""


@dataclass(frozen=True)
class Actor:
    """A name that the text charges: as typed, and whether it surely begins and ends where it was cut.

    `partner` marks one that came after «با همکاری».
    """

    name: str
    certain: bool
    partner: bool = False


@dataclass(frozen=True)
class _Token:
    """A folded word and where it stands; `joined` to the one before it by a half-space."""

    start: int
    end: int
    word: str
    joined: bool


def actors_of(text: str) -> tuple[Actor, ...]:
    """Who is charged in the text, in order and once each; leads before partners."""
    tokens = [
        _Token(match.start(), match.end(), fold(match[0]) or "\n", text[: match.start()].endswith(ZWNJ))
        for match in _TOKEN.finditer(text)
    ]
    found: dict[str, Actor] = {}
    position = 0
    while position < len(tokens):
        end, actors = _charged_at(text, tokens, position)
        for actor in actors:
            found.setdefault(fold(actor.name), actor)
        position = max(end, position + 1)
    return tuple(sorted(found.values(), key=lambda actor: actor.partner))


def covered(actor: str, owners: tuple[str, ...]) -> bool:
    """Whether one of the owners is the actor, though one of the two names may be shortened."""
    named = _bare(actor)
    if not named or _ALREADY_NAMED & set(named):
        return True
    for owner in owners:
        known = _bare(owner)
        if {named[0], known[0] if known else ""} <= UNIVERSAL:
            return True
        rest, rest_known = _specific(named), _specific(known)
        if rest and rest_known and (rest <= rest_known or rest_known <= rest):
            return True
        if (not rest or not rest_known) and set(named) & set(known) & (HEADS | PEOPLE | GROUPS):
            return True
        if named[0] in GROUPS and rest and len(rest & rest_known) * 2 >= len(rest):
            return True
    return False


def _bare(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name))


def _specific(words: list[str]) -> set[str]:
    general = HEADS | GROUPS | {"کل", "استان", "شهرستان", "شهر", "محترم", "های", "ها", "و", "مذکور", "مربوطه", "ذیربط"}
    return set(words) - general


def _charged_at(text: str, tokens: list[_Token], position: int) -> tuple[int, list[Actor]]:
    """The actors whose names begin at a token, and the token after them."""
    word = tokens[position].word
    if word in _AGENT and not _describes(tokens, position):
        end, names = _names_at(text, tokens, position + 1)
        return (end, names) if _has_verb(tokens, end) else (end, [])
    if word in {"همکاری", "مشارکت"} and position and tokens[position - 1].word == "با":
        end, names = _names_at(text, tokens, position + 1)
        return end, [Actor(name.name, name.certain, partner=True) for name in names]
    if not (_opens_clause(tokens, position) and _opens_name(tokens, position)):
        return position + 1, []
    end, names = _names_at(text, tokens, position)
    return (end, names) if _acts(tokens, end) else (position + 1, [])


def _describes(tokens: list[_Token], position: int) -> bool:
    """Whether «توسط» belongs to a description: «دفاتر راه‌اندازی شده توسط …», «خدمات قابل ارائه توسط …»."""
    before = [token.word for token in tokens[max(0, position - 2) : position]]
    return bool(before) and (before[-1] in _PARTICIPLES or before[0] == "قابل")


def _has_verb(tokens: list[_Token], position: int) -> bool:
    for token in tokens[position:]:
        if token.word in _ENDS or token.word == ")":
            return False
        if token.word in _ACTIVE or token.word in _PASSIVE:
            return True
    return False


def _opens_name(tokens: list[_Token], position: int) -> bool:
    if position >= len(tokens):
        return False
    return is_head(tokens[position].word) or known_at(_words(tokens, position)) > 1


def _words(tokens: list[_Token], position: int) -> tuple[str, ...]:
    return tuple(token.word.replace(",", "،") for token in tokens[position : position + 9])


def _opens_clause(tokens: list[_Token], position: int) -> bool:
    """Whether a subject may stand here: at the start, after «مقرر شد», a comma, or «و» behind a verb."""
    if position == 0:
        return True
    before = tokens[position - 1].word
    if before in _ENDS or before in _OPENERS or before in {":", "»", ")"}:
        return True
    if before in _FORMULA and position > 1 and tokens[position - 2].word in _DECIDED:
        return True
    if before == "از" and position > 1 and tokens[position - 2].word in {"یک", "هریک", "کدام"}:
        return True
    if before == "و":
        return position > 1 and tokens[position - 2].word in (_ACTIVE | _PASSIVE)
    return before in {"،", ","} and not _ends_in_a_list(tokens, position - 1)


def _ends_in_a_list(tokens: list[_Token], comma: int) -> bool:
    """Whether the words before a comma name a body that is not the subject: «با حضور شهرداری، فرمانداری و …»."""
    words: list[str] = []
    for token in reversed(tokens[:comma]):
        if token.word in _ENDS or token.word in {"،", ","} or token.word in _FORMULA or len(words) == 8:
            break
        words.insert(0, token.word)
    heads = [index for index, word in enumerate(words) if word in HEADS or word in GROUPS]
    return bool(heads) and any(word in _PREPOSITIONS for word in words[: heads[-1]])


def _acts(tokens: list[_Token], position: int) -> bool:
    """Whether the clause that begins here has a subject that does something, or is told to."""
    words = []
    for token in tokens[position:]:
        if token.word in _ENDS:
            break
        words.append(token.word)
    for index, word in enumerate(words):
        if word in _CHARGED and index < 3:
            return True
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in _PARTICIPLES and following not in {"و", "،", ","}:
            continue
        if word in _ACTIVE:
            return True
        if word in _PASSIVE:
            return False
    return False


def _names_at(text: str, tokens: list[_Token], position: int) -> tuple[int, list[Actor]]:
    """One name, or several joined by commas and «و», from a token on."""
    names: list[Actor] = []
    while position < len(tokens) and _opens_name(tokens, position):
        end, certain = _name_end(tokens, position)
        names.append(Actor(text[tokens[position].start : tokens[end - 1].end], certain))
        position = end
        if position + 1 < len(tokens) and tokens[position].word in {"و", "،", ","}:
            following = position + (2 if tokens[position + 1].word == "و" else 1)
            if following < len(tokens) and _opens_name(tokens, following):
                position = following
                continue
        break
    return position, names


def _name_end(tokens: list[_Token], start: int) -> tuple[int, bool]:
    """Where the name that begins at a token ends, and whether that is sure.

    Known words carry a name on. One unknown word is taken in when a word that surely stands outside follows it.
    """
    end = start + max(1, known_at(_words(tokens, start)))
    placed = tokens[start].word in PLACED
    while end < len(tokens):
        word = tokens[end].word
        known = known_at(_words(tokens, end))
        if tokens[end].joined:
            end += 1
        elif known and word not in {"و", "،", ","}:
            end += known
        elif word == "(" and end + 2 < len(tokens) and tokens[end + 2].word == ")":
            end += 3
        elif word in _STOPS or word in _ENDS or not word[0].isalpha():
            return end, True
        elif word == "و" and not _opens_name(tokens, end + 1) and _carries_on(tokens, end + 1):
            end += 2
        elif word == "و":
            return end, True
        elif word in NAME_WORDS or word in PLACES or word in HEADS or word in PEOPLE:
            end += 1
        else:
            return _past_unknown(tokens, end, placed)
    return end, True


def _carries_on(tokens: list[_Token], position: int) -> bool:
    return position < len(tokens) and (tokens[position].word in NAME_WORDS or known_at(_words(tokens, position)) > 0)


def _past_unknown(tokens: list[_Token], position: int, placed: bool) -> tuple[int, bool]:
    end = position + 1
    while end < len(tokens) and tokens[end].joined:
        end += 1
    after = tokens[end].word if end < len(tokens) else "."
    if after == "را":
        return position, False
    return end, after in _STOPS or (placed and after in {"،", ",", "و", "."})
