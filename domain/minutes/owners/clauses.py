"""Clauses of a sentence: where a subject may stand, and whether what follows is told to be done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.minutes.language.common_words import CHARGED, is_action
from domain.minutes.language.numbers import number_of
from domain.minutes.language.organisations import GROUPS, HEADS, PEOPLE, TITLES
from domain.minutes.language.verbs import PAST, SPOKEN, TOLD, finite_verbs, is_verb
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.names import begins_a_list
from domain.minutes.owners.tokens import ENDS, Token, words_from
from domain.persian.text import folded_words

_OPENERS = folded_words("همچنین ضمنا درضمن سپس نیز لذا بنابراین ولی اما لیکن که ابتدا را رو : » )")
"""Words before a subject; «را», because an object may come first: «طرح را شهرداری تهیه کند»."""

CHOSEN = folded_words("انتخاب منصوب تعیین معرفی برگزیده")
"""Before «شد و» these say who shall do what follows: «آقای نوری به عنوان رابط انتخاب شد و مانور را برگزار نماید»."""

_SPOKEN = folded_words("قراره")
_DECIDED = folded_words("بنا مقرر مصوب تصویب تایید موافقت توافق تصمیم تاکید پیشنهاد لازم ضروری قرار")
_FORMULA = folded_words("شد گردید است نمود کرد داشت کردند نمودند شده گردیده شدند گردد شود گشت فرمودند")
_DECIDING = folded_words("مقرر مصوب قرار بنا")
_READY = folded_words("پیگیر پاسخگو آماده مراقب حاضر مسئول مستقر فعال هوشیار")
"""Beside «باشند» these say what a subject does: «دبیر پیگیر اعتبار باشد»."""

_FOLLOWS_UP = "پیگیر"
"""Beside «شود» this is a work, too: «خانم پیرنیا پیگیر تمدید بیمه شود»."""

_BEING = folded_words("باشد باشند باشه باشن خواهد خواهند")
_BOUND = folded_words("ملزم موظف مکلف متعهد مامور")
_TAKEN = folded_words("گیرد گیرند")
"""Behind «در حالت آماده‌باش قرار» a subject takes a state, too."""

_AFAR = folded_words("غیرحضوری حضوری مجازی")
"""Manners of working that ask for nothing but to stay away: «کلیه مدارس فردا به صورت غیرحضوری فعالیت می‌کنند»."""

_TOO = folded_words("هم نیز")
_ONLY = folded_words("فقط خود خودِ")
_ACCEPTED = folded_words("قبول پذیرفت پذیرفتند")
_ENDINGS = folded_words("اند است شده")
_REASONS = folded_words("آنجا آنجایی")
_FORBIDDEN = folded_words("ممنوع ممنوعه مجاز مجازه الزامی الزامیه بلامانع")
"""Before «و» these end a clause without their verb."""

_PARTICIPLES = folded_words("بوده گردیده")
"""Before «و» these end a clause, too: «آموزش الزامی بوده و امور اداری … معرفی کند»."""

_APPROVED = folded_words("تمدید تصویب تایید موافقت مخالفت لغو")
"""Nouns of deciding that share «شد» with «مقرر»: «مقرر شد قرارداد تمدید و شهرداری … اقدام نماید»."""

_CARRIED_OUT = folded_words("انجام برگزار صادر برقرار منعقد مستقر نهایی")
"""Beside the verb to come these are a whole clause: «معاینه همه‌ساله انجام و ادارات گواهی آن را ارائه نمایند»."""

_ENDS_OF_A_TIME = folded_words("روز هفته ماه سال جاری آینده آتی")
"""Words before the «و» of a second subject with a time of its own: «شهرداری ظرف یک هفته و فرمانداری ظرف یک ماه»."""

_CONVENED = folded_words("شورا جلسه کمیته کمیسیون ستاد کارگروه مجمع")
_RULED = folded_words("تصمیم رای مصوبه نظر دستور")
"""Decisions of a body, before the subject that it charges: «بر اساس تصمیم شورا شهرداری موظف شد …»."""

_TIMES = folded_words(
    """
    ظرف طی حداکثر تا در مدت پایان آخر اول مورخ تاریخ روز ساعت هفته ماه سال آینده آتی جاری کاری آن این همین
    یک دو سه چهار پنج شش هفت هشت نه ده پانزده بیست سی فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند
    شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه
    """
)
_BEGIN_A_TIME = folded_words("ظرف طی حداکثر تا")
_FROM, _OF_DAYS = folded_words("از هر همین"), folded_words("فردا امروز امشب صبح ظهر عصر شب و پس")
_OBJECTS = folded_words("را رو")
_LAST_OF_A_TIME = (_TIMES | _OF_DAYS) - folded_words(
    "ظرف طی حداکثر تا در مدت پایان آخر اول مورخ تاریخ آن این همین و پس"
    " یک دو سه چهار پنج شش هفت هشت نه ده پانزده بیست سی"
)
_THIS, _AFTER = folded_words("این زین"), "پس"
"""«از این پس معاونان …» opens a clause."""

_ONWARDS, _FROM_NOW = ("به", "بعد"), folded_words("این حالا الان امروز فردا شنبه")
"""«از این به بعد نگهبانی …» opens a clause."""

_ONCE, _THAT = ("به", "محض"), folded_words("این آن اینکه آنکه")
"""Begin the clause of an event behind a subject: «مالی به محض اینکه چک پاس شد کاغذ بخره»."""

_MATTERS = folded_words("خصوص زمینه راستا مورد رابطه ارتباط باره")
_ABOUT, _PLURAL = folded_words("درباره پیرامون راجع"), "ها"
_LONGEST_TIME = 7
"""So many words a time may have that stands before a subject: «مقرر شد ظرف یک هفته شهرداری …»."""

_EACH = {"یک", "هریک", "کدام", "کدوم"}
_COMMAS = {"،", ","}
_PREPOSITIONS = folded_words("با به از در برای جهت بر میان بین بدون ضمن طبق مطابق حسب نزد")
_REACH = 150
"""A clause's verb is sought in so many words: the longest sentences of real minutes have about a hundred."""
_LIST = 8
"""A list before a comma is sought in so many words."""


def opens_clause(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a subject may stand here: at the start, after «مقرر شد», a comma or a whole clause."""
    if position == 0 or follows_a_decision(tokens, position):
        return True
    before = tokens[position - 1].word
    earlier = tokens[position - 2].word if position > 1 else ""
    if before in ENDS or before in _OPENERS or (earlier in _THIS and before == _AFTER):
        return True
    if _times_behind_an_object(tokens, position):
        return True
    if _times_before(tokens, position) or (earlier in {"این", "همین"} and before in _MATTERS):
        return True
    if before == "از":
        return earlier in _EACH
    if (earlier, before) == _ONWARDS:
        return position > 2 and tokens[position - 3].word in _FROM_NOW
    if before in _TOO | _ONLY and earlier in _OBJECTS:
        return True  # «نفت مدارس را هم شرکت نفت تحویل می‌دهد»
    if before in _CONVENED:
        return earlier in _RULED
    if _topic_before(tokens, position):
        return True
    if before in SPOKEN and tokens[position].word in PEOPLE:
        return True  # «… رو بخشداری جمع کنه دهیار یادآوری کنه»
    if before == "ضمن":
        return earlier == "در"
    if before == "و":
        return _ends_a_clause(tokens, position - 1) or _shares_its_verb(tokens, position)
    return before in _COMMAS and not _is_in_a_list(tokens, position)


def _topic_before(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a topic that no name can go on with ends right before: «در خصوص زباله‌ها شهرداری …»."""
    if tokens[position - 1].word != _PLURAL and not tokens[position - 1].word.endswith(_PLURAL):
        return False  # «در خصوص زباله‌های شهرداری»
    words = [token.word for token in tokens[max(0, position - _LIST) : position]]
    start = next((at for at, word in enumerate(words) if word in _MATTERS | _ABOUT), None)
    return start is not None and not any(word in _COMMAS or word in ENDS or is_verb(word) for word in words[start:])


def _times_before(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a time that itself opens a clause ends right before a token: «مقرر شد ظرف یک هفته شهرداری …»."""
    for at in range(position - 1, max(-1, position - 1 - _LONGEST_TIME), -1):
        word = tokens[at].word
        if word not in _TIMES and not word[0].isdecimal():
            return False
        begins = word in _BEGIN_A_TIME and position - at > 1
        if begins and (at == 0 or follows_a_decision(tokens, at) or tokens[at - 1].word in ENDS):
            return True
    return False


def _times_behind_an_object(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether nothing but a time stands between an object and a token: «آمار رو از فردا خانم رستگار بفرسته»."""
    done = tokens[position].word not in PEOPLE and any(map(is_verb, words_from(tokens, position + 1, 1)))
    if tokens[position - 1].word not in _LAST_OF_A_TIME or done:
        return False  # «کشتارگاه را تا پایان آبان بازرسی کند»
    for at in range(position - 1, max(0, position - 3 - _LONGEST_TIME), -1):
        word = tokens[at].word
        if word in _OBJECTS:
            return position - at > 2 and tokens[at + 1].word in _BEGIN_A_TIME | _FROM
        if word not in _TIMES | _FROM | _OF_DAYS and number_of(word) is None:
            return False
    return False


def follows_a_decision(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether «مقرر شد», «قرار شد که» or «مقرر می‌گردد» stands right before a token."""
    words = [token.word for token in tokens[max(0, position - 4) : position]]
    while words and words[-1] in {"که", "تا"}:
        words.pop()
    if not words:
        return False
    last = words.pop()
    if last in _SPOKEN or last not in _FORMULA:
        return last in _SPOKEN
    if words and words[-1] == "می":
        words.pop()
    if words[-2:] in (["بر", "ان"], ["بر", "این"]):
        words = words[:-2]
    return bool(words) and words[-1] in _DECIDED


def clause(tokens: Sequence[Token], position: int) -> list[str]:
    """The words from a token to the end of its sentence, or to the next «مقرر شد»."""
    words: list[str] = []
    for token, following in pairwise([*tokens[position : position + _REACH], None]):
        if token is None or token.word in ENDS:
            break
        if token.word in _DECIDING and following and following.word in _FORMULA | {"می"}:
            break
        words.append(token.word)
    return words


def acts(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the subject before a token does something, or is told to.

    Before «نسبت به» it is told to in the passive, too: «شهرداری نسبت به … اقدام گردد».
    """
    words = clause(tokens, _past_a_decision(tokens, position))
    if _OBJECTS.intersection(words[1:2] if words[:1] and words[0].isdecimal() else words[:1]):
        return False  # «صندوق ۲ رو از فردا خانم رستگار تحویل می‌گیره»
    if is_charged(tokens, position):
        return True
    verbs = finite_verbs(words)
    if words[:1] == ["که"] or next((word for word in words if word not in _TOO), "") in _ACCEPTED or _waits(words):
        next(verbs, None)  # the verb of «باشگاه‌هایی که حق عضویت نداده‌اند …», «نازنین قبول کرد …»
    if words[:2] == ["نسبت", "به"]:
        return any(active or words[index] not in PAST | TOLD for index, active in verbs)
    index, active = next(verbs, (0, False))
    if _in_a_relative_clause(words, index):
        index, active = next(verbs, (0, False))
    chosen = index and words[index - 1] in CHOSEN and words[index] in PAST
    if chosen and words[index + 1 : index + 2] in (["و"], ["تا"]):
        at = _past_a_decision(tokens, position) + index + 2
        return not name_begins_at(tokens, at) and next(verbs, (0, False))[1]
    if active and words[index] == "می" and not _AFAR.isdisjoint(words[:index]):
        return False
    follows_up = words[index : index + 1] in (["شود"], ["شوند"], ["گردد"]) and _FOLLOWS_UP in words[:index]
    ready = bool((_BEING | _TAKEN).intersection(words[index : index + 1]))
    bound = words[index : index + 1] in (["می"], ["هستند"], ["باشند"]) and bool(_BOUND.intersection(words[:index]))
    bound = bound or (words[index - 1 : index] != [] and words[index - 1] in _BOUND and words[index] in PAST)
    return active or bound or follows_up or (ready and bool(_READY.intersection(words[:index])))


def _waits(words: Sequence[str]) -> bool:
    """Tell whether the words behind a subject begin with the event that it waits for: «به محض اینکه چک پاس شد …»."""
    return tuple(words[:2]) == _ONCE and not _THAT.isdisjoint(words[2:3])


def _in_a_relative_clause(words: Sequence[str], verb: int) -> bool:
    """Tell whether a clause's first verb belongs to «که» behind its object: «فهرست مربیانی را که … است … بدهد».

    So it does behind those whom the work is for: «به اعضایی که عضویت نداده‌اند ایمیل بزند».
    """
    at = words.index("که") if "که" in words[:verb] else 0
    some = at > 1 and words[at - 1].endswith("ی") and words[at - 1] not in HEADS
    return some or (at > 0 and words[at - 1] in {"را", "رو"})


def _past_a_decision(tokens: Sequence[Token], position: int) -> int:
    """The token after «مقرر شد» right behind a subject: «خانم ملکی هم قرار شد … بفرستد»; else the token itself."""
    at = position
    while at < len(tokens) and tokens[at].word in _TOO:
        at += 1
    if at < len(tokens) and tokens[at].word in _DECIDING and follows_a_decision(tokens, at + 2):
        return position if name_begins_at(tokens, at + 2) else at + 2
    return position


def is_charged(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether «موظف», «مکلف», «باید» … stands right behind a subject."""
    return bool(CHARGED.intersection(clause(tokens, position)[:3]))


def shall_be(words: Sequence[str]) -> int | None:
    """The index of the verb by which something shall be done, None when there is none or it has been done."""
    index = next((index for index, _ in finite_verbs(words)), None)
    return None if index is None or words[index] in PAST else index


def in_a_cause(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a token stands where a sentence says why: «از آنجا که مجمع باید برگزار شود، …»."""
    for at in range(position - 1, max(-1, position - _REACH), -1):
        word = tokens[at].word
        if word in ENDS or word in _COMMAS or word in _DECIDING:
            return False
        if word == "چون" or (word == "که" and at and tokens[at - 1].word in _REASONS):
            return True
    return False


def end_of_relative_clause(tokens: Sequence[Token], position: int) -> int:
    """The token after the clause that «که» at a token begins: «گروه‌هایی که تقویم خود را نداده‌اند»."""
    words = clause(tokens, position)
    index = next((index for index, _ in finite_verbs(words)), None)
    if index is None:
        return position
    end = position + index + 1
    while end < len(tokens) and (tokens[end].joined or tokens[end].word in _ENDINGS):
        end += 1
    return end


def is_topic(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the name before this token is the topic of another's work: «مدیریت پسماند: شهرداری … گزارش دهد»."""
    return position < len(tokens) and tokens[position].word == ":" and name_begins_at(tokens, position + 1)


def _ends_a_clause(tokens: Sequence[Token], conjunction: int) -> bool:
    """Tell whether a clause ends before «و»: at a verb, a time, or a noun of action that shares the verb to come."""
    earlier = words_from(tokens, conjunction - 1, 1)
    if not earlier:
        return False
    if is_verb(earlier[0]) or earlier[0] in _ENDS_OF_A_TIME | _FORBIDDEN | _PARTICIPLES | _CARRIED_OUT:
        return True
    before = [token.word for token in tokens[max(0, conjunction - _LIST * 2) : conjunction]]
    shared = is_action(earlier) and ("را" in before or "نسبت" in before)
    approved = earlier[0] in _APPROVED and not (_PREPOSITIONS | {"نسبت"}).intersection(before[-4:-1])
    return shared or approved or any(index == 0 for index, _ in finite_verbs([earlier[0], "و"]))


def _shares_its_verb(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether two subjects have a work each and one verb: «شهرداری نسبت به … و پلیس نسبت به … اقدام نمایند»."""
    before = [token.word for token in tokens[max(0, position - _LIST * 2) : position]]
    words = words_from(tokens, position, _LIST)
    at = words.index("نسبت") if "نسبت" in words else 0
    return at > 0 and "نسبت" in before and "و" not in words[:at] and name_begins_at(tokens, position)


def _is_in_a_list(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a name after a comma is not a subject but in a list: «با حضور شهرداری، فرمانداری و …»."""
    words: list[str] = []
    opened = [token.word for token in tokens[max(0, position - 2 * _LIST) : position]]
    if "(" in opened and ")" not in opened[opened.index("(") :]:
        return True
    for token in reversed(tokens[max(0, position - 1 - _LIST) : position - 1]):
        if token.word in ENDS or token.word in _COMMAS or token.word in _FORMULA:
            break
        words.insert(0, token.word)
    heads = [index for index, word in enumerate(words) if word in HEADS or word in GROUPS]
    if tokens[position].word in TITLES and TITLES.isdisjoint(words):
        return False  # «با توجه به درخواست شهرداری، آقای نوری و خانم کریمی … بررسی کنند»
    listed = bool(heads) and any(word in _PREPOSITIONS for word in words[: heads[-1]])
    return listed and begins_a_list(tokens, position)
