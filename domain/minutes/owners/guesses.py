"""Guesses at who is charged by a text in which no rule finds anybody; a person is asked about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from domain.minutes.language.common_words import CHARGED, is_action, is_link, is_thing, is_work
from domain.minutes.language.organisations import TITLES
from domain.minutes.language.verbs import PARTICIPLES, PASSIVE, PAST, finite_verbs
from domain.minutes.owners.actor import Actor
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import acts, clause, shall_be
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from
from domain.persian.text import folded_words

_WRITTEN = folded_words("نامه درخواست گزارش لایحه پیشنهاد تقاضا")
_MARKS = CHARGED | {"نسبت", "ضمن"}
"""Words behind a subject that stands anywhere."""

_REFERRED = PASSIVE | folded_words("شد گردید می و")
_SENT = folded_words("ارجاع احاله")
_JUDGEMENTS = folded_words("نظر تصمیم تشخیص رای صلاحدید")
_LEFT = folded_words("موکول واگذار سپرده محول گذاشته")
_FAR = 10
_REST = 6
"""So many more words a body's name may have that no list knows to its end: «به کارگروه سلامت و ایمنی غذا ارجاع شد»."""

_SENT_BACK = {("فرستاده", "می"), ("برگشت", "داده"), ("عودت", "داده"), ("بازگردانده", "شد")}
_EXAMINING = folded_words("کمیسیون کمیته کارگروه")
_EXAMINES = folded_words("بررسی رسیدگی کارشناسی جمع‌بندی")
_SESSIONS, _JOINT = folded_words("جلسه نشست"), "مشترک"
_ASKED, _SHALL = folded_words("خواسته درخواست تقاضا"), folded_words("شود گردد شد گردید می")
_WANTED, _DONE = folded_words("خواست خواستند"), folded_words("کرد کردند نمود نمودند")
_TOLD_TO = folded_words("توصیه تاکید اعلام ابلاغ منعکس ارسال اطلاع")
_PURPOSE = folded_words("جهت برای بمنظور منظور")
_WORKED = folded_words("پیگیری اقدام بررسی رسیدگی رفع کارشناسی")
_EACH_OF = ("برای", "هر", "یک", "از")
_EACH_LONG = len(_EACH_OF)
_FOR = {("برای",), ("برا",), ("واسه",), ("جهت",)}
_COMMAS, _BY = {"،", ","}, "توسط"
_NEAR = 8
"""So many words behind a commission it is told that it examines something."""

_TOGETHER = folded_words(
    """جلسه نشست دیدار مکاتبه مذاکره هماهنگ همکار قرارداد صحبت تماس گفتگو توافق تفاهم رایزن مشورت ملاقات همراه ارتباط
    موافقت مخالفت برخورد مقایسه مطابق متناسب مشارکت تعامل توافقنامه تفاهمنامه همراه آشنا مصاحبه"""
)
"""Work that two do together: «مکاتبه با استانداری» is the office's own."""


def _guessed(names: Sequence[Name]) -> list[Actor]:
    return [Actor(name.text, certain=False) for name in names]


def _names_behind(word: str, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Name]]]:
    """Yield each place of a word with names behind it, the token after these, and the names."""
    for position in range(len(tokens) - 1):
        if tokens[position].word == word and name_begins_at(tokens, position + 1):
            yield position, *names_at(text, tokens, position + 1)


def hidden_subject(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """A subject behind a premise without a comma, as a guess: «… با توجه به فصل سرما شهرداری نسبت به … اقدام نماید»."""
    position = 0
    while position < len(tokens):
        if not name_begins_at(tokens, position):
            position += 1
            continue
        end, names = names_at(text, tokens, position)
        marked = end < len(tokens) and tokens[end].word in _MARKS
        if marked and not _belongs(tokens, position, tokens[end].word in CHARGED) and acts(tokens, end):
            return _guessed(names)
        position = end
    return []


def addressee(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """The body to which a matter is referred, where nobody else is charged: «به کمیسیون حقوقی ارجاع شد»."""
    for position in range(len(tokens) - 2):
        judged = tokens[position].word == "به" and tokens[position + 1].word in _JUDGEMENTS
        if judged and (left := _left_to(text, tokens, position + 2)):
            return left
        if tokens[position].word != "به" or not name_begins_at(tokens, position + 1):
            continue
        end, names = names_at(text, tokens, position + 1)
        for at in range(end, min(end + _REST, len(tokens) - 1)):
            if _is_sent(words_from(tokens, at, 2)):
                whole = text[tokens[position + 1].start : tokens[at - 1].end]
                sent_to = [whole] if at > end else [name.text for name in names]
                return [Actor(name, certain=False) for name in sent_to]
            if is_link((tokens[at].word,)) or tokens[at].word in ENDS:
                break
    return []


def _left_to(text: str, tokens: Sequence[Token], start: int) -> list[Actor]:
    """The body to whose judgement a matter is left: «تعیین میزبان به نظر کمیته فنی موکول شد»."""
    if not name_begins_at(tokens, start):
        return []
    end, names = names_at(text, tokens, start)
    words = clause(tokens, end)[:_FAR]
    left = any(pair[0] in _LEFT and pair[1] in _REFERRED for pair in pairwise(words))
    return _guessed(names) if left else []


def _is_sent(words: Sequence[str]) -> bool:
    """Tell whether words say that a matter goes to the body before them."""
    sent = words[:1] and words[0] in _SENT
    return tuple(words) in _SENT_BACK or bool(sent and words[1:] and words[1] in _REFERRED)


def examiner(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """A commission that is to examine a matter, as a guess: «موضوع در کمیسیون فرهنگی بررسی و نتیجه مطرح گردد».

    Two examine it «در جلسه مشترک کمیسیون عمران و معاونت شهرسازی».
    """
    for position in range(len(tokens) - 1):
        if tokens[position].word != "در":
            continue
        start = position + 1 + (tokens[position + 1].word in _SESSIONS)
        joint = words_from(tokens, start, 1) == (_JOINT,)
        start += joint
        if start >= len(tokens) or tokens[start].word not in _EXAMINING:
            continue
        end, names = names_at(text, tokens, start)
        words = clause(tokens, end)
        examined = shall_be(words) is not None and not _EXAMINES.isdisjoint(words[:_NEAR])
        if (len(names) == 1 or joint) and examined and end > start + 1:
            return _guessed(names)
    return []


def asked(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """The body that a decision asks, as a guess: «از شورای بخش خواسته شود مستندات خود را ارسال نماید»."""
    for _, end, names in _names_behind("از", text, tokens):
        words = clause(tokens, end)
        told = words[:1] and words[0] in _WANTED
        if not told and not (words[:1] and words[0] in _ASKED and words[1:2] and words[1] in _SHALL | _DONE):
            continue
        if acts(tokens, end + (1 if told else 2)):
            return _guessed(names)
    return []


def told_to(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """The body that a matter is sent to for a work, as a guess: «به واحد خدمات شهری اعلام تا رفع مشکل پیگیری … گردد».

    The work may stand before, «جهت پیگیری به آبفا اعلام شود», or behind, «به آبفا ابلاغ شود نسبت به … اقدام نماید».
    """
    for position, end, names in _names_behind("به", text, tokens):
        words = clause(tokens, end)
        if not words or words[0] not in _TOLD_TO:
            continue
        passed = words[1:2] != [] and words[1] in _SHALL
        behind = 1 + passed + (words[1 + passed : 2 + passed] in (["که"], ["تا"]))
        then = words[1 + passed : 2 + passed] == ["تا"] and not _WORKED.isdisjoint(words[behind : behind + _NEAR])
        works = then or (passed and acts(tokens, end + behind) and not name_begins_at(tokens, end + behind))
        before = [token.word for token in tokens[max(0, position - _REST) : position]]
        sent_for = any(pair[0] in _PURPOSE and pair[1] in _WORKED for pair in pairwise(before))
        if works or (sent_for and (passed or words[1:2] == ["و"])):
            return _guessed(names)
    return []


def for_each(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """Each of many in whose place somebody is to be found, where no verb says by whom: «برای هر یک از دستگاه‌ها»."""
    if next(finite_verbs([token.word for token in tokens]), None) is not None:
        return []
    for position in range(len(tokens) - _EACH_LONG):
        if words_from(tokens, position, _EACH_LONG) != _EACH_OF or not name_begins_at(tokens, position + _EACH_LONG):
            continue
        end, _ = names_at(text, tokens, position + _EACH_LONG)
        if words_from(tokens, end, 1) == ("و",):
            return [Actor(text[tokens[position + 1].start : tokens[end - 1].end], certain=False)]
    return []


def companion(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """The person whose work a noun phrase is, by its end, as a guess: «نظافت راهرو هفته‌ای یک بار با خادم مسجد»."""
    for position in range(1, len(tokens) - 1):
        if tokens[position].word != "با" or _has_verb_before(tokens, position) or tokens[position - 1].word == "و":
            continue
        end, names = names_at(text, tokens, position + 1)
        if len(names) == 1 and (behind := _behind_bracket(tokens, end)) > end:
            end, names = behind, [Name(text[tokens[position + 1].start : tokens[behind - 1].end], certain=False)]
        together = any(
            word.rstrip("ی") in _TOGETHER for word in [token.word for token in tokens[max(0, position - 4) : position]]
        )
        alone = not (rest := clause(tokens, end)) or (rest[0] in _COMMAS and _is_of_the_work(tokens, rest))
        if names and alone and not together:
            return _guessed(names)
    return []


def _is_of_the_work(tokens: Sequence[Token], rest: Sequence[str]) -> bool:
    """Tell whether words behind a comma say no more than when a work at the beginning shall be done."""
    verb = next(finite_verbs(rest), None)
    done = verb is not None and (rest[verb[0]] in PASSIVE - PAST) and is_work(units_from(tokens, 0))
    return verb is None or done


def _behind_bracket(tokens: Sequence[Token], end: int) -> int:
    """The token behind a short bracket that says who is meant: «بچه‌های انبار (سالمی و رستگار)»."""
    if words_from(tokens, end, 1) != ("(",):
        return end
    return next((at + 1 for at in range(end, min(end + _NEAR, len(tokens))) if tokens[at].word == ")"), end)


def purposed(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """A person behind what the work is for, as a guess: «برای سقف مسجد حاج قدرت برآورد بگیرد»."""
    if words_from(tokens, 0, 1) not in _FOR:
        return []
    for position in range(2, min(_NEAR, len(tokens))):
        before = tokens[position - 1].word
        if tokens[position].word not in TITLES or is_link((before,)) or not before[0].isalpha() or before == "و":
            continue
        end, names = names_at(text, tokens, position)
        return _guessed(names) if acts(tokens, end) else []
    return []


def describing_agent(text: str, tokens: Sequence[Token]) -> list[Actor]:
    """The agent of a participle, as a guess at who acts: «تقویم اصلاح‌شده توسط امور آموزشی به … ابلاغ شود»."""
    for position in range(2, len(tokens)):
        if tokens[position].word != _BY or tokens[position - 1].word not in PARTICIPLES:
            continue
        end, names = names_at(text, tokens, position + 1)
        words = clause(tokens, end)
        if names and is_link(words[:1]) and shall_be(words) is not None:
            return _guessed(names)
    return []


def _has_verb_before(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the sentence of a token has a verb before it."""
    start = next((at + 1 for at in range(position - 1, -1, -1) if tokens[at].word in ENDS | {"("}), 0)
    return next(finite_verbs([token.word for token in tokens[start:position]]), None) is not None


def _belongs(tokens: Sequence[Token], position: int, charged: bool) -> bool:
    """Tell whether a name belongs to the noun or preposition before it: «درخواست شهرداری نسبت به …».

    A body that is `charged` belongs to nothing but what it wrote itself.
    """
    before = words_from(tokens, max(0, position - 1), 1)
    if position > 1 and tokens[position - 2].word in _WRITTEN:  # «نامه اعتراضی انجمن»
        return True
    if charged:
        return before[0] in _WRITTEN or is_link(before)
    return is_link(before) or is_thing(before) or is_action(before)


GUESSES: tuple[Callable[[str, Sequence[Token]], list[Actor]], ...] = (
    hidden_subject,
    purposed,
    addressee,
    asked,
    told_to,
    examiner,
    companion,
    for_each,
    describing_agent,
)
"""Ways to find somebody where no rule does, the surest first."""
