"""Persian verbs of minutes: active and passive forms, and the test for a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.persian.text import fold, folded_words

SPOKEN = folded_words(
    """
    کنه کنن بکنه بکنن بده بدن بزنه بزنن بگیره بگیرن بیاره بیارن بفرسته بفرستن ببره ببرن بذاره بذارن بیاد بره برن
    ببنده ببندن بگه بگن بکشه بکشن بفروشه بفروشن بمونه بمونن بپرسه بپرسن بشوره بدوزه بدوزن بخونه بخونن برگردونه برگردونن
    بچسبونه بنویسه بنویسن بخره بخرن بسازه بسازن ببینه ببینن برسونه برسونن بچینه بچینن بریزه بریزن بکاره بکارن برداره
    بردارن بندازه بندازن بپوشونه برسه برسن بتونه بتونن بکوبه برگرده بگردن بپردازه بپردازن بچرخونه بسپره بسپرن بتراشه
    دربیاره دربیارن وایسه وایسن بشینه بشینن بشمره بشمرن بپیچه بگردونه بگردونن بذارن بخوابونه بکنن
    نکنه نکنن نده ندن نیاره نیارن نریزه نریزن نزنه نزنن نره نرن نذاره نذارن نگیره نگیرن نفروشه نخره نفرسته
    """
)
"""Active forms of what shall be, as they are spoken."""

SIMPLE = folded_words(
    """
    بزند بزنند بدهد بدهند بگیرد بگیرند بیاورد بیاورند برود بروند بگوید بگویند بنویسد بنویسند بخرد بخرند ببرد ببرند
    بفرستد بفرستند بسازد بسازند ببندد بگذارد بگذارند برساند برسانند بپرسد بپرسند بکشد بکشند
    """
)
"""Active forms of one word, which are no other words."""

GLUED = folded_words(
    """
    میکند میکنند مینماید مینمایند میدهد میدهند میگیرد میگیرند میفرستد میفرستند میرساند میرسانند میپردازد میپردازند
    میسازد میسازند میخرد میخرند میآورد میآورند میبرد میبرند میزند میزنند میگذارد میگذارند
    """
)
"""Present forms as they are typed without the half-space."""

ACTIVE = (
    SPOKEN
    | SIMPLE
    | GLUED
    | folded_words(
        """
    نماید نمایند کند کنند دهد دهند نموده کرده داده گذارد گذارند سازد سازند آورد آورند گیرد گیرند رساند رسانند
    رسانده آورده فرماید فرمایند پردازد پردازند فرستد فرستند ورزد ورزند دارد دارند داشته گمارد یابند کوشد آید درآورد
    نکند نکنند ندهد ندهند ننماید ننمایند نگیرد نگیرند نفرستد نفرستند نگذارد نگذارند نریزد نریزند نسازد نسازند نپردازند
    نزنند نبرند نخرند نفروشد نفروشند نیاورند نروند نیایند ننویسند نپوشند نکشند نشویند نکارند
    میکنه میکنن میده میدن میزنه میزنن میگیره میاره میفرسته میسازه میخره
    """
    )
)
"""Active forms, the last line as they are spoken."""

PASSIVE = folded_words(
    """
    نشود نگردد نشوند نگردند نباشد نباشند شود گردد شده گردیده شد گردید شوند گردند شدند یابد باشد باشند است اند
    هستند میشود میشوند میگردد میگردند بشود بشوند بشه بشن شه میشه باشه باشن
    """
)
PAST = folded_words("شد گردید شدند گردیدند گشت شده گردیده بود بودند بوده نبود نبودند است اند هستند")
TOLD = folded_words(
    "پذیرفت پذیرفتند داد دادند کرد کردند نمود نمودند داشت داشتند گرفت گرفتند گفت گفتند سپرد سپردند خواست خواستند"
)
"""Forms of what somebody did or said."""

PARTICIPLES = folded_words("نموده کرده داده رسانده آورده شده گردیده")
"""Forms that end a clause before «و», and elsewhere describe a noun."""

_SUBJUNCTIVE = re.compile(r"ب\w{2,}(?:د|ند|ونن|(?<!ی)م)")
_AT_THE_END = folded_words("بشماره بشمارن")
"""Verbs as they are spoken, which elsewhere are other words: «نامه بشماره ۱۲»."""

_OURS = re.compile(r"ب\w{2,}یم")
"""A verb of what we shall do, wherever it stands: «یک کولر بخریم قبل از گرما»."""
_NOUNS_LIKE_ONE = folded_words(
    "بنیاد بازدید برآورد بهبود برخورد بلند بعد بند برند بامداد بازگردد بلافاصله بیشتر بهداد برشمرد"
    " باید بایستند بودند بودیم بازخورد باهم بنام برایم بهرام بادام بخشم"
)
_BEEN = (
    TOLD
    | GLUED
    | folded_words("اند هستند شد گردید شدند شده گردیده است نموده کرده داده رسانده آورده باشد دارد دارند می نمی")
)
"""Verbs of what was or is, rather than of what shall be."""

_HAD, _PAST_TENSE = folded_words("داشته یافته"), folded_words("است اند بود بودند")
"""«رشد داشته است» tells, «حضور داشته باشند» charges."""

_KEPT, _KEEPS = folded_words("نگه نگاه معمول مبذول برقرار"), folded_words("دارد دارند")
"""«آماده نگه دارد» charges, «قرار دارد» tells."""

_TAKEN = folded_words("گیرد گیرند پذیرد پذیرند یابد یابند آید آیند")
_PASSIVE_NOUNS = folded_words("قرار انجام صورت تحقق افزایش کاهش پایان عمل بعمل")
"""Before «گیرد» or «آید» these make a passive: «مورد بررسی قرار گیرد», «بازدید به عمل آید»."""

_ATTENDANCE = "حضور"
_ASKING, _REACH = fold("خواستار"), 8
"""So many words before «شود» who asks for something acts: «دبیر خواستار ساماندهی … شود»."""

_SAID, _CONVERSES = "گفت", (["و", "گو"], ["و", "گوی"], ["و", "گوهای"])
"""In «شورای گفت‌وگوی دولت و بخش خصوصی» this is no verb."""

_WILL, _IS = folded_words("خواهد خواهند خواهم خواهیم نخواهد نخواهند"), {"می", "نمی"}
_BEFORE_A_NAME = folded_words("آقای خانم دکتر مهندس سرکار جناب حاج")
"""Behind these a word that looks like a verb is a name: «خانم برومند», «آقای بهنام»."""

_GIVES, _OF_ITSELF = folded_words("میده میدن میکنه"), folded_words("جواب صدا بو نشتی نشت ارور خطا درد نتیجه کار")
"""A thing does this by itself: «کولر صدا میده»."""

_IS_NOT = "نمی"
"""Before a spoken form this says what is not: «بخاری کار نمی‌کنه»."""

_CLOSERS = {"و", "،", ",", ".", "؛", ";", ")", "!", "\n", "", "که", "تا", "برای"}
_DECIDED = re.compile(r"مقرر|مصوب|موظف|مکلف")
_WORD = re.compile(r"\w+|[^\w\s]")


def finite_verbs(words: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield the index of each finite verb among folded words, with True for an active one."""
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in PARTICIPLES and following not in {"و", "،", ","}:
            continue
        if word == _SAID and (following.startswith("وگو") or words[index + 1 : index + 3] in _CONVERSES):
            continue
        if word in _WILL or word in _IS:
            yield index, following not in PASSIVE | PAST
        elif word in PASSIVE and words[max(0, index - 1)] == _ATTENDANCE and word in _TAKEN:
            yield index, True  # «در جلسات حضور یابد»
        elif word in PASSIVE and _ASKING in words[max(0, index - _REACH) : index]:
            yield index, word not in PAST
        elif word in PASSIVE or word in TOLD or (word in _TAKEN and words[max(0, index - 1)] in _PASSIVE_NOUNS):
            yield index, False
        elif (
            word in ACTIVE
            or (_OURS.fullmatch(word) and word not in _NOUNS_LIKE_ONE)
            or (
                (following in _CLOSERS or _announces(words, index))
                and word not in _NOUNS_LIKE_ONE
                and (_SUBJUNCTIVE.fullmatch(word) or word in _AT_THE_END)
                and words[max(0, index - 1)] not in _BEFORE_A_NAME
            )
        ):
            yield index, True


def _announces(words: Sequence[str], index: int) -> bool:
    """Tell whether a word ends a sentence with a list below: «… را به پایان برساند:», and is no name: «بهزاد:»."""
    return index > 2 and words[index + 1] == ":" and words[index + 2 : index + 3] in ([], ["\n"])


def is_verb(word: str) -> bool:
    """Tell whether a folded word is a verb wherever it stands."""
    return word in ACTIVE or word in PASSIVE


def states_decision(text: str) -> bool:
    """Tell whether a text decides or charges: by «مقرر» or «موظف», or by a verb of what shall be."""
    folded = fold(text)
    return _DECIDED.search(folded) is not None or charges(folded)


def charges(folded: str) -> bool:
    """Tell whether a folded text has a verb of what shall be."""
    words = _WORD.findall(folded)
    return any(
        (words[index] not in _BEEN or (words[index] in _KEEPS and words[max(0, index - 1)] in _KEPT))
        and not (words[index] in SPOKEN and words[max(0, index - 1)] == _IS_NOT)
        and not (words[index] in _GIVES and words[max(0, index - 1)] in _OF_ITSELF)
        and not (words[index] in _HAD and _PAST_TENSE.intersection(words[index + 1 : index + 2]))
        for index, _ in finite_verbs(words)
    )
