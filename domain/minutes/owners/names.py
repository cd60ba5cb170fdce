"""Find the beginning and the end of a name in running text: of an organisation, a group or a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.language.organisations import HEADS, NAME_WORDS, PEOPLE, PLACED, PLACES, is_head, known_at
from domain.minutes.language.verbs import ACTIVE
from domain.persian.text import ZWNJ, fold, folded_words

ENDS = frozenset(".؛;!؟?\n")

_TOKEN = re.compile(r"[^\s\u200c،,؛;.:()«»\[\]!؟?/\n]+|[،,؛;.:()«»\[\]!؟?/\n]")
_VERBAL = folded_words(
    """
    برگزار برگزاری تشکیل منتشر آماده مشخص تعیین ابلاغ اصلاح پرداخت صادر اخذ ایجاد احداث نصب تهیه اعلام
    ارائه ارسال معرفی تکمیل تدوین اقدام
    """
)
"""Nouns that make a verb with «نماید» or «شود»: a word right before one is its object."""

_OUTSIDE = folded_words(
    """
    نسبت به با در را از جهت برای تا ظرف حداکثر حداقل طی ضمن موظف موظفند مکلف مکلفند ملزم ملزمند متعهد باید بایستی
    گزارش گزارشی جدول فهرست لیست آمار طرحی پیشنهاد پیشنهادات پیشنهادهای نظرات نظر نماینده نمایندگان نمایندگانی
    اقدامات زمینه نتیجه نتایج تمهیدات تسهیلات جلسه جلسات سامانه مجوز مجوزهای اعتبار هزینه که هر هرگونه هرچه ماهانه
    هفتگی روزانه مستمر بطور بصورت پس قبل بر بدون حسب مطابق طبق یک دو سه این آن خود نیز همه تمام کلیه ابتدا سریعا
    فورا لازم است شد گردید شود گردد مکان محل زمین اماکن نقشه مستندات اسناد اطلاعات پیگیری پیگیر همکاری هماهنگی
    بررسی شرح خلاصه صورت عنوان متن بازدید بازدیدی اجرای تامین نیازهای نیازسنجی ظرفیت موارد موضوع مسئولیت بعنوان
    دوره کارگاه نمایشگاه حداکثری قرارداد مطالعات پروژه واحدهای نشست نشستی همایش همایشی پیشنویس روشنایی معابر معبر
    خیابان کوچه پیاده پل تونل میدان پارک بوستان سرویس زباله جوی کانال مسیر جاده ساختمان بنا دیوار پروانه پرونده
    مدارک مدرک سند بودجه مبلغ وام یارانه سهم سهمیه کالا کالاهای مواد ماشین تجهیزات خودرو خودروهای ناوگان ایستگاه
    بازار بازارچه غرفه جشنواره مسابقه مسابقات مراسم کلاس کلاسهای فراخوان مناقصه مزایده آگهی اطلاعیه بخشنامه
    دستورالعمل آیین شیوه مشکل مشکلات موانع مسائل نواقص کمبود کمبودهای نیاز نیازها شکایت شکایات درخواست تقاضا
    تقاضاهای تعهد تعهدات بدهی مطالبات عوارض مالیات تخفیف معافیت سقف میزان مقدار تعداد داده نرم سایت پرتال وبگاه
    خبر عکس فیلم متقاضیان متقاضی افراد خانوارهای خانوار روستاییان کشاورزان دامداران زائران مسافران مددجویان
    مشمولان کارکنان کارمندان پرسنل املاک اراضی زمینهای فضاهای فضا سوله انبار برنامه الگو مدل شاخص شاخصهای اهداف
    تقویم زمان ساعت روز مشاوران تابلو تابلوهای چاه چاههای قبوض قبض کنتور کنتورهای انشعاب ترانس مخزن سالن تالار کود
    بذر نهاده سموم واکسن دارو آمبولانس پایگاههای جدولهای بنر پوستر کتاب کتابچه دفترچه
    """
)
"""Nouns of things that are done, given or asked for, and words between a subject and its verb."""

_STOPS = _OUTSIDE | _VERBAL | ACTIVE
"""Words that end a name."""

_PLACE_WORDS = PLACES | folded_words("کل شهر شهرستان استان بخش منطقه ناحیه مرکز کشور های محترم جدید")
_BEFORE_A_PLACE = {"شهر", "شهرستان", "بخش"}
_COUNTED = {"منطقه", "ناحیه", "شعبه"}


@dataclass(frozen=True)
class Token:
    """A folded word with its characters (start, end); `joined` to the one before it by a half-space."""

    start: int
    end: int
    word: str
    joined: bool


@dataclass(frozen=True)
class Name:
    """A name as typed; not `certain` when its end is a guess."""

    text: str
    certain: bool


def tokens_of(text: str) -> list[Token]:
    """Split a text into words and signs, in order."""
    return [
        Token(match.start(), match.end(), fold(match[0]) or "\n", text[match.start() - 1 : match.start()] == ZWNJ)
        for match in _TOKEN.finditer(text)
    ]


def name_begins_at(tokens: list[Token], position: int) -> bool:
    """Tell whether a name begins at a token."""
    return position < len(tokens) and (is_head(tokens[position].word) or known_at(_words(tokens, position)) > 1)


def names_at(text: str, tokens: list[Token], position: int) -> tuple[int, list[Name]]:
    """Read the names from a token on, which commas and «و» join; the first result is the token after them."""
    names: list[Name] = []
    while name_begins_at(tokens, position):
        end, certain = _name_end(tokens, position)
        names.append(Name(text[tokens[position].start : tokens[end - 1].end], certain))
        position = end
        following = _after_joint(tokens, position)
        if following is None or not name_begins_at(tokens, following):
            break
        position = following
    return position, names


def _after_joint(tokens: list[Token], position: int) -> int | None:
    """The token after «،», «و» or «، و» at this token, None when it is none of them."""
    joints = [token.word for token in tokens[position : position + 2]]
    if not joints or joints[0] not in {"و", "،", ","}:
        return None
    return position + (2 if joints[0] != "و" and joints[1:] == ["و"] else 1)


def _words(tokens: list[Token], position: int) -> tuple[str, ...]:
    return tuple(token.word.replace(",", "،") for token in tokens[position : position + 9])


def _name_end(tokens: list[Token], start: int) -> tuple[int, bool]:
    """The token after the name that begins at a token, with True when that end is sure.

    Words of names continue it. A known phrase makes it whole: only a place or the body that it belongs to continues it
    then. A word right before «را» is the object and not a part of the name.
    """
    known = known_at(_words(tokens, start))
    end = taken = start + max(1, known)
    placed, whole = tokens[start].word in PLACED, known > 1
    while end < len(tokens):
        word = tokens[end].word
        known = 0 if word in {"و", "،", ","} else known_at(_words(tokens, end))
        if tokens[end].joined or tokens[end - 1].word in _COUNTED:
            end += 1
        elif word == "(" and end + 2 < len(tokens) and tokens[end + 2].word == ")":
            end += 3
        elif word == "را":
            return taken, False
        elif (not known and word in _STOPS) or word in ENDS or not word[0].isalpha():
            return end, True
        elif word == "و":
            if placed or name_begins_at(tokens, end + 1) or not _carries_on(tokens, end + 1):
                return end, True
            end += 2
        elif word in _PLACE_WORDS:
            taken, end, placed = end, end + 1, placed or word in _BEFORE_A_PLACE
        elif placed and (known or word in HEADS or word in NAME_WORDS):
            return end, True
        elif known:
            taken, end, whole = end, end + known, True
        elif word in HEADS or word in PEOPLE:
            taken, end, placed = end, end + 1, word in PLACED
        elif word in NAME_WORDS and not whole:
            taken, end = end, end + 1
        else:
            loose = taken == end - 1 and tokens[taken].word in NAME_WORDS - _PLACE_WORDS
            return _end_after_unknown(tokens, end, placed, not placed and (whole or loose), loose)
    return end, True


def _carries_on(tokens: list[Token], position: int) -> bool:
    return position < len(tokens) and (tokens[position].word in NAME_WORDS or known_at(_words(tokens, position)) > 0)


def _end_after_unknown(tokens: list[Token], position: int, placed: bool, whole: bool, loose: bool) -> tuple[int, bool]:
    """End a name at an unknown word, or after it where it is a place («شهرداری نورآباد») or a firm's own name.

    A `whole` name needs no such word; `loose` means that the word before it may belong to either side. Returns the
    token after the name, with True when that end is sure.
    """
    end = position + 1
    while end < len(tokens) and tokens[end].joined:
        end += 1
    after = tokens[end].word if end < len(tokens) else "."
    if after in {"را", "خود"} or after in _VERBAL:
        return position, not loose
    joined = after in {"و", "،", ","} and name_begins_at(tokens, end + 1)
    settled = after in _STOPS or joined or (placed and after in {"و", "،", ",", "."})
    if whole:
        return (end, False) if settled else (position, False)
    return end, settled
