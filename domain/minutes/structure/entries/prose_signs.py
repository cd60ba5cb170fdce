"""Signs by which prose tells notes, speech and results from decisions."""

import re
from collections.abc import Iterable, Sequence

from domain.minutes.language.acts import Act, puts_off, strongest_act
from domain.minutes.language.numbers import LETTERS
from domain.minutes.language.organisations import PEOPLE
from domain.minutes.language.verbs import is_verb
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.continuation import is_title
from domain.minutes.structure.findings import Entry
from domain.minutes.structure.lines.marks import Mark, MarkKind, mark_of
from domain.persian.text import fold

NOTE = re.compile(r"\W*(?:تبصره|توضیح|یادداشت|نکته|ضمنا|همچنین|لازم به ذکر|شایان ذکر|بدیهی است|پانوشت)(?![^\W\d])")
BY_THE_WAY = re.compile(r"\W*(?:گفتنی|خاطر ?نشان|یاد ?اور) (?:است|می ?شود|می ?گردد)(?![^\W\d])")
"""Begins the last paragraph of a page, which tells something besides: «گفتنی است اعضا … بازدید کردند»."""

ANEW = re.compile(r"جدید|این (?:جلسه|نشست)|حاضر|جاری|امروز|امشب")
OF_NUMBER = re.compile(r"(?:مصوبه|بند|ردیف)(?: شماره)? (\d{1,3})\b")
NOTE_ON = re.compile(
    r"\W*(?:تبصره|توضیح(?:ات)?|یاد ?اوری|نکته|یادداشت)\b[^\d.]{0,25}?(?:مصوبه|بند|ردیف|شماره)(?: شماره)? (\d{1,3})\b"
)
SPEECH = re.compile(
    r"[•\s]*\*\s*[-–]|(?:پرسش|پاسخ|سو[اؤ]ال|جواب)(?:\s*\([^)]*\)|[^:]{0,30})?\s*:"
    r"|[^:.]{2,40}\s(?:گفته|نوشته|می‌?نویسد)\s*:"
)
_SPEAKER = re.compile(
    r"(?P<who>[^:.؛\d]{3,60}):\s*(?P<said>[^:]{15,}(?:ه (?:است|اند)|[^\W\d]{2}(?:شد|کرد|داد|بود)(?:ند)?)\W*)"
)
_REPORTED = re.compile(r"\W*(?:به گزارش|\w+ ?- ?به گزارش|[^:.]{2,40}؛ به گزارش)\b")
FURTHER = re.compile(r"\W*(?:ضمنا|همچنین)\b")
RESULT = re.compile(r"(?:نتیجه|نتایج|اقدام(?:ات)?)(?: \w+){0,2}\s*:\s*\S")
"""The result of an earlier resolution: «نتیجه: انجام شد»."""
OUTCOME = re.compile(r"انجام|اجرا|اقدام شد|در دست|در حال|درصد|٪|%|بود|نتیجه|وضعیت|محقق|خاتمه|ارسال شد|پیگیری شد")
"""A follow-up says what became of a resolution."""

RULED = re.compile(r"مقرر (?:شد|گردید)|قرار شد")
"""Says even of closing words that the meeting decided them."""

_OF_THE_PAST = re.compile(r"یاد ?اوری\b.{0,20}(?:مصوب|تصمیم|جلسه|نشست)|(?:مصوبه|تصمیم)\S* (?:قبل|قبلی|پیشین|گذشته)\b")
_CONTACT = re.compile(
    r"(?:شماره (?:حساب|کارت|تماس|تلفن)|پاسخ ?گویی|تلفن|تماس|نشانی|ادرس|سایت|وبگاه|کانال|گروه|بله|ایتا|تلگرام"
    r"|روابط عمومی(?!.*:)|روبیکا|سروش|واتس ?اپ|اینستاگرام|شاد|پیوند|لینک|ما را)\b"
)
"""Contacts of a channel or an office, in the lines below its last decision: «📞 پاسخگویی: …», «🔗 بله: …»."""

_OF_SEVERAL = re.compile(r"(?:مصوبات|بند ?های?|ردیف ?های?|موارد)(?: شماره)? \d")
"""Speaks of more than one decision, so that it is a note on none: «توضیح: مصوبات شماره ۲ و ۶ تکراری است»."""
_PUBLISHER = re.compile(r"(?:اداره )?(?:روابط ?عمومی|دبیرخانه)\b")
_SPEAKS = set("💬🗣🎙🎤")
_PLACE = re.compile(r"(?:محل|مکان|سالن|تالار|دفتر|ساختمان|اتاق|مسجد|مجتمع|فرمانداری|شهرداری|استانداری|بخشداری)\b")
_PLACED, _PLACE_WORDS = "📍", 8
"""Signs before what somebody says, «💬 شهردار: …», and before where a meeting is held, «📍 سالن جلسات»."""

_PLAIN = set("•·-–—*[")
VOTED = re.compile(
    r"(?:این )?(?:موضوع|مراتب|مورد|پیشنهاد|مصوبه|بند|ان|این|با|به)\b.{0,40}(?:رای|ارا)\b.{0,40}$|تبصره|در صورت|بدیهی"
)
"""A vote, a note or a threat belongs to the decision before it."""

VOTED_ON = re.compile(
    r"\W*(?:این|ان|همین) (?:مورد|موضوع|بند|مصوبه|پیشنهاد|مراتب)\b.{0,30}\b(?:رای|ارا)\b.{0,20}"
    r"(?:تصویب|موافقت|تایید)\W.{0,10}$"
)
"""A sentence that only says how the meeting voted on the one before it: «این مورد به اتفاق آرا تصویب شد.»."""

SEES_TO_IT = re.compile(
    r"(?:مسئول|مسوول|متولی|پیگیر|مسئولیت|پیگیری|اجرای)(?: \w+){0,2}"
    r" (?:این|ان|همین) (?:بند|مصوبه|موضوع|مورد|تصمیم|امر)\b"
    r".{0,40}\b(?:است|باشد|بود|باشند|هستند)\W*$"
)
"""Says who sees to the decision before it: «مدیریت جهاد کشاورزی مسئول پیگیری این بند خواهد بود.»."""

OF_PEOPLE = {PassedOverKind.ATTENDANCE, PassedOverKind.SIGNATURE}
"""Kinds of headings that hold their names on their own line: «د) اعضای حاضر: …» behind «ج) مصوبات:»."""

DECIDED_AFTER = re.compile(
    r"(?<=[\s،])که\s+(?:(?:پس|بعد) ?از ?[^،.]{3,60}?|در ?(?:پایان|نهایت|خاتمه|ادامه)|سرانجام|نهایتا\S?"
    r"|(?:بر|به|در) ?(?:این|همین) (?:اساس|مبنا|منظور|دلیل|جهت|راستا|رابطه|خصوص))\s*،?\s*"
    r"(?=مقرر|مصوب|قرار شد)"
    r"|(?<=[\s،])و\s+(?:نهایتا\S?|در ?نهایت|سرانجام|در ?پایان)\s*،?\s*(?=مقرر|مصوب|قرار شد)"
)
"""The turn of a sentence from telling to deciding: «… را شرح داد که پس از گفتگو مقرر شد …»."""

CONVENED = re.compile(r"(?:برگزار|تشکیل|منعقد) (?:شد|گردید)\s*(?:و|،)\s*(?=(?:مقرر|مصوب|قرار) ?(?:شد|گردید))")
"""The turn of a sentence from the meeting to what it decided: «جلسه‌ای … برگزار شد و مقرر شد …»."""

_CASE_LENGTH = 90
COUNTING = {MarkKind.NUMBER, MarkKind.ORDINAL, MarkKind.COUNTED}


def speaks(line: str) -> bool:
    """Tell whether somebody tells in a line how things stand: «مدیر آبفا: نمونه‌برداری انجام شده و جواب نرسیده است.»."""
    found = _SPEAKER.fullmatch(fold(line))
    if found is None or found["who"].split()[0] not in PEOPLE or is_verb(found["who"].split()[-1]):
        return False
    return strongest_act(found["said"]) <= Act.PASSED


def headline_above(found: Sequence[object], heads: int, line: str) -> Entry | None:
    """The headline alone below «در شورا تصویب شد:», above the news itself, which begins «به گزارش …»."""
    last = found[-1] if found and _REPORTED.match(fold(line)) else None
    if not isinstance(last, Entry) or last.section is not None or last.kind is not None or last.head != heads:
        return None
    return last if last.lined and not last.text.endswith(".") else None


def is_below_its_headline(found: Sequence[object], line: str) -> bool:
    """Tell whether the news begin below a headline that names decisions: «مصوبات تازه هیئت مدیره اعلام شد»."""
    last = found[-1] if found and _REPORTED.match(fold(line)) else None
    headline = isinstance(last, PassedOver) and last.kind is PassedOverKind.HEADING
    return headline and isinstance(last, PassedOver) and not last.text.rstrip().endswith(":")


def report_above(found: Iterable[object], last: Entry | None) -> None:
    """Make a report of the bullets above one that turns to the decisions: «▪️ بعد از بحث تصمیم بر این شد که:»."""
    if last is None or last.kind is not MarkKind.BULLET or last.section is not PassedOverKind.UNPLACED:
        return
    for one in found:
        if isinstance(one, Entry) and one.family == last.family and one.section is last.section:
            one.section = PassedOverKind.DISCUSSION


def tells_apart(last: Entry, mark: Mark, body: str) -> bool:
    """Tell whether a line behind an ornament tells the channel something else below a whole item: «⚠️ … مطرح شد»."""
    ornamented = mark.kind is MarkKind.BULLET and mark.sign not in _PLAIN and last.kind in COUNTING
    whole = strongest_act(last.text) > Act.TELLS or last.text.endswith(".")
    return ornamented and whole and (strongest_act(body) is Act.TELLS or puts_off(fold(body)))


def beside_the_list(last: Entry | None, mark: Mark, body: str) -> PassedOverKind | None:
    """The kind of a line that an ornament sets apart from the decisions: contacts, a reminder of an earlier one."""
    ornamented = mark.kind is MarkKind.BULLET and mark.sign not in _PLAIN
    if not ornamented or (last is not None and last.sign == mark.sign):
        return None
    if _OF_THE_PAST.match(fold(body)):
        return PassedOverKind.EARLIER_RESOLUTIONS
    if mark.sign in _SPEAKS and ":" in body:
        return PassedOverKind.DISCUSSION
    if _PUBLISHER.match(fold(body)) and is_title(body):
        return PassedOverKind.CLOSING
    if mark.sign == _PLACED and _PLACE.match(fold(body)) and len(body.split()) <= _PLACE_WORDS:
        return PassedOverKind.LETTERHEAD if strongest_act(body) is Act.NAMES else None
    return PassedOverKind.CLOSING if _CONTACT.match(fold(body)) and strongest_act(body) is Act.NAMES else None


def noted_item(found: Iterable[object], opened: Entry | None, line: str) -> Entry | None:
    """The item of the open list that a note below the list is on: «یادآوری: در مورد بند ۳، …»."""
    said = NOTE_ON.match(fold(line)) if opened and opened.kind in COUNTING else None
    if said is None or opened is None:
        return None
    beside = (one for one in found if isinstance(one, Entry) and one.family == opened.family)
    return next((one for one in beside if one.number == int(said[1])), None)


def begins_anew(last: Entry | None, mark: Mark, body: str) -> bool:
    """Tell whether «الف) …» or «۱- …» without an outcome begins a list of its own behind the bullets of a follow-up."""
    if last is None or last.kind is not MarkKind.BULLET or last.text.endswith(":") or OUTCOME.search(fold(body)):
        return False
    return mark.number == 1 or (mark.kind is MarkKind.LETTER and mark.sign == "الف")


def follows(last: Entry, mark: Mark | None) -> bool:
    """Tell whether a mark counts on from an entry: «۲) موضوع: …» after «۱) موضوع: …»."""
    return (
        mark is not None
        and mark.kind is last.kind
        and None not in (mark.number, last.number)
        and mark.number == (last.number or 0) + 1
    )


def counts_below(last: Entry | None, mark: Mark) -> bool:
    """Tell whether «۴-۱» stands below item 4, so that neither of its numbers is the meeting's."""
    return last is not None and last.kind in COUNTING and last.number in mark.pair


def lists_bullets(last: Entry) -> bool:
    """Tell whether an entry announces a list and its last line is a bullet of it."""
    mark = mark_of(last.lines[-1]) if len(last.lines) > 1 and last.lines[0].endswith(":") else None
    return mark is not None and mark.kind is MarkKind.BULLET


def goes_to_next_topic(found: Sequence[object], last: Entry, mark: Mark, body: str) -> bool:
    """Tell whether «ج) امور مالی» is the topic next to «ب) …», above the numbers of which `last` is one."""
    if mark.kind is not MarkKind.LETTER or last.kind not in {MarkKind.NUMBER, MarkKind.BULLET}:
        return False
    above = next((one for one in reversed(found) if isinstance(one, Entry) and one.kind is MarkKind.LETTER), None)
    if last.kind is MarkKind.BULLET and above and mark_of(last.lines[-1]) is None and names_a_case(body):
        return names_a_case(above.lines[0]) and above.head != last.head and _follows_letter(above.sign, mark.sign)
    if not is_title(body):
        return False
    return above is not None and is_title(above.lines[0]) and _follows_letter(above.sign, mark.sign)


def _follows_letter(before: str, letter: str) -> bool:
    """Tell whether a letter is next to another in one of the two orders: «الف، ب، پ», «الف، ب، ج»."""
    letters = before in LETTERS and letter in LETTERS
    return letters and LETTERS.index(letter) - LETTERS.index(before) in range(1, 5)


def names_a_case(line: str) -> bool:
    """Tell whether a line is the title of a case that was decided on: «ب) کارگاه تولید مبل آقای فتوحی»."""
    plain = strongest_act(line) is Act.NAMES and not line.endswith((":", ".", "؛", "،"))
    return plain and 1 < len(line) <= _CASE_LENGTH


def is_note_on(last: Entry, line: str) -> bool:
    """Tell whether a line is a note on a paragraph that decides, or the end of its sentence."""
    if last.lines[-1].endswith(("،", " و")):
        return True
    return fold(line).startswith("تبصره") and strongest_act(last.text) >= Act.CHARGES


def draft_above(found: Sequence[object], line: str) -> Draft | None:
    """The resolution that a note under a table belongs to: the one whose number it says, else the table's last."""
    if not found or not isinstance(found[-1], Draft) or _OF_SEVERAL.search(fold(line)):
        return None
    said = OF_NUMBER.search(fold(line))
    drafts = [one for one in found if isinstance(one, Draft) and (not said or one.number == int(said[1]))]
    return drafts[-1] if drafts else None
