"""Headings of sections in minutes, and the lines that belong to no section: closing words, votes, signatures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.common_words import is_action, is_thing
from domain.minutes.language.numbers import NUMERAL
from domain.minutes.language.organisations import PEOPLE
from domain.minutes.language.patterns import any_of, rule
from domain.minutes.language.verbs import charges, is_verb
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.column_headings import ColumnRole, heading_role
from domain.minutes.structure.lines.labels import split_labels
from domain.persian.text import fold, folded_words

_PREVIOUS = "(?:قبل|قبلی|گذشته|پیشین|پیش)"
_EARLIER = rule(
    r"(?:پیگیری|مرور|بررسی|گزارش|وضعیت|نتایج|نتیجه|^(?:مصوبات|تصمیمات)).{0,25}"
    rf"(?:جلسه|جلسات|نشست|صورت ?جلسه|مصوبات)\s*(?:های\s*)?{_PREVIOUS}",
    rf"^مصوبات {_PREVIOUS}",
    rf"^(?:پیگیری|مرور) (?:جلسه|نشست)(?: شماره)? (?:\d|{NUMERAL})",
    rf"(?:پیگیری|مرور|وضعیت|گزارش اجرای|اجرای) (?:مصوبات|اقدامات|تصمیمات) (?:جلسه|نشست)(?: شماره)? (?:\d|{NUMERAL})",
)
_REVIEWS = re.compile(
    r"\b(?:پیگیری|مرور|گزارش|وضعیت|نتایج|نتیجه|سرنوشت|روند|عملکرد|اجرا\w*|اقدامات)\b[^:]{0,25}"
    r"\b(?:مصوبات|مصوبه ?ها\w*|تصمیمات|تصمیم ?ها\w*|قرارها\w*)\b"
    r"(?! (?:(?:این|همین) )?(?:جلسه|نشست)? ?(?:حاضر|جاری|جدید|متخذه))"
    r"[^:]{0,70}\b(?:گزارش|گزارشی|ارایه|قرایت|مرور|اعلام|تشریح|شرح|توضیح|بازخوانی|خواند\w*|بیان)"
    r"(?: (?:داد|کرد|نمود|گفت|شد|گردید)(?:ند)?)?\W*:\W*$"
)
"""A sentence that announces what became of earlier resolutions: «دبیر وضعیت مصوبات جلسه مرداد را … گزارش داد:»."""

_TELLS = re.compile(r"(?:شد|گردید|شدند|نمودند|کردند|نمود|کرد)\s*\.?$")
_HEADING_LENGTH = 120

_BEFORE = (
    r"(?:(?:سایر|متن|خلاصه|شرح|اهم|فهرست|مشروح|موارد|لیست|ادامه|کلیه|عناوین|مهم ?ترین|عمده ?ترین|برخی(?: از)?|گزیده"
    r"|چکیده|رئوس|(?:مذاکرات|مباحث|گزارش|جمع ?بندی) و)\s+){0,2}"
)
_BELOW = r"(?:به ?|ب)?(?:شرح )?(?:\w+ )?(?:زیر|ذیل|اتی)"
_DECIDED = "(?:تصویب|مصوب|مقرر|اتخاذ|تصمیم|توافق|تفاهم|موافقت|تعیین|جمع ?بندی|نهایی|قرار شد)"
_TITLES = any_of("مصوبات(?! فوق)", "مصوبه های?", "تصمیمات", "موارد مصوب", "تصمیم های?")
_DECISIONS = re.compile(rf"{_BEFORE}{_TITLES}\b(?:[^:]{{0,60}}:|(?!.*\bمقرر))")
"""The titles of resolutions, at the beginning of a line."""

_ANNOUNCES = rule(
    rf"(?:موارد|مصوبات|تصمیمات|تصمیمی|تصمیماتی|مواردی)\s+(?:\w+ )?{_BELOW}.*{_DECIDED}",
    rf"(?:مسایل|مباحث|مطالب|نکات|محورهای?)\s+(?:\w+ )?{_BELOW}.{{0,25}}{_DECIDED}.{{0,20}}:\W*$",
    rf"ب?(?:ه )?شرح (?:\w+ )?(?:زیر|ذیل|اتی)\s*.{{0,40}}{_DECIDED}",
    r"(?:تصویب|مصوب|مقرر|اتخاذ|تصمیم).{0,25}ب?(?:ه )?شرح (?:\w+ )?(?:زیر|ذیل|اتی)\W*$",
    r"(?:^.{0,50}|(?:موارد|شرح|مصوبات|تصمیم|جلسه|نشست|بحث|نظر|پایان|خاتمه|نهایت).*)"
    r"(?:تصویب|مصوب|مقرر|اتخاذ|تصمیم).{0,25}[:؛]\W*$",
    r"(?:نسبت به )?(?:موارد|این ?ها|این موارد).{0,30}(?:تصویب شد|تصمیم گیری شد|مقرر شد|مصوب شد|قرار شد)\W*$",
    r"(?:مصوبات|تصمیمات|موارد مصوب)\b[^:]{0,60}:$",
)
"""Sentences that announce resolutions below, wherever they do so in a line."""

_LONGEST = 2000
"""Of a longer line only the end can announce: «نشست بعدی …» a thousand times would take the square of its length."""

_ENDS_ANNOUNCING = re.compile(rf"(?:موارد|مراتب|تصمیمات|مسایل|نکات) (?:\w+ )?{_BELOW} .{{0,30}}{_DECIDED}.{{0,25}}$")
"""The end of a sentence that announces the decisions below it, behind names and colons of its own."""

_TURNS = re.compile(
    r"(?:(?:نهایتا|سرانجام|سپس|در (?:نهایت|پایان|خاتمه|ادامه|انتها)|(?:پس|بعد) از)\b"
    r"(?![^:]*\b(?:خصوص|مورد|رابطه)\b)[^:]{0,50}?)?\b(?:مقرر ?(?:شد|گردید)|مصوب ?(?:شد|گردید)|قرار (?:بر این )?شد|"
    r"تصمیم (?:بر (?:این|ان) شد|گرفته شد|گرفتیم|گرفتند)|(?:تصمیمات|موارد|مصوبات) \S+ [^:]{0,30})(?: که)?\W*:$"
)
"""A bullet that turns from a report to the decisions, on no matter of its own: «بعد از بحث تصمیم بر این شد که:»."""

_OF_A_SESSION = re.compile(
    r"(?:در|طی)\b.{0,80}\b(?:جلسه|نشست)\b.{0,80}\b(?:تصویب|مصوب|مقرر|تصمیم ?گیری|اتخاذ) (?:شد|گردید)(?: که)?\W*:\W*$"
)
"""A line of a post that announces its decisions behind an ornament: «✅ در هشتمین جلسه شورا تصویب شد:»."""

_CONDITIONS = re.compile(
    r"\b(?:با|به) (?:رعایت|لحاظ|اعمال|شرط|شروط|شرایط|قید|اصلاحات?)(?: \S+){0,3} (?:زیر|ذیل|اتی)\b.{0,40}"
    rf"{_DECIDED} (?:\w+ )?(?:شد|گردید|رسید|است)\W*$"
)
"""A decision whose conditions stand below it: «… با رعایت نکات زیر تصویب شد:»."""

_RESULTS = any_of(
    "نتیجه(?: گیری)?",
    "نتایج|خروجی|دستاوردها",
    "جمع ?بندی",
    "توافقات|توافق ها|توافق شده|مورد توافق",
    "اقدامات|اقدام ها|تکالیف|وظایف|کارها|پیگیری ها",
    "تصمیم گیری|تصویب شده",
    "decisions?|resolutions?|action items?|actions|next steps|outcomes?|to ?dos?",
    "(?:قرار|بنا|مقرر|تصویب|مصوب) (?:شد|گردید)",
)
_DECISION_WORDS = re.compile(rf"{_BEFORE}{_RESULTS}\b(?: (?!در\b)\S+){{0,4}}")
_THINGS = (
    r"(?:(?:همه|اون|این|ان)\s?)?(?:(?:چیز|کار|مورد|قرار|تصمیم|وظیفه)\s?(?:ها|ا)?(?:ی|یی)?|مواردی|اون ?ها(?:یی)?|اونایی"
    r"|این ?ها|اینا)"
)
_SPOKEN = rule(
    rf"^{_THINGS}(?: (?:هم|رو))? (?:که )?(?:\S+ ){{0,4}}?"
    r"(?:قرار|تصویب|مصوب|توافق|تصمیم|بنا|قبول|گفتیم|(?<=که )باید)(?: \S+){0,4}$",
    r"^(?:قرار|تصمیم|مصوبه|نتیجه) ?(?:ها|ا)? ?(?:مون|مان|ش|اش)?(?: (?:اینا|این ?ها|(?:بر )?(?:این|ان)))?"
    r" ?(?:شد|بود|گذاشتیم|گرفتیم|رسیدیم)(?: که)?$",
    r"^(?:قرار|تصمیم|مصوبه) ?(?:ها|ا) ?(?:مون|مان)$",
    r"^(?:کار|وظیفه) ?(?:ها|ا)(?:ی|یی)? (?:(?:این|اون|همین) )?(?:هفته|ماه|جلسه|ما|بچه ?ها|هر کس\w*)(?: \S+){0,2}$",
    r"^(?:به )?(?:این )?(?:نتیجه|نتایج) رسیدیم(?: که)?$|^تقسیم کار\w*$|^کی چی ?کار (?:می ?)?کنه$",
)
"""Spoken announcements of decisions, as a whole line: «چیزایی که قرار شد:», «قرارهامون این شد:»."""

_LEFT_OUT = re.compile(
    r"(?:این|اینا|اینم|اینام|این ?ها)(?: هم| رو| رو هم)? (?:جا|یادم|از قلم) (?:موند|ماند|رفت|افتاد)\w*\W*$"
)
"""Says that the lines below belong to the list above: «اینا هم جا موند»."""

_OPEN_END = re.compile(r"(?:که|[^\w\s.!؟؛،)»])\s*$")
"""The end of a line that goes on below it: a colon, a hand that points down, «که»."""

_TOPIC = re.compile(rf"(?:موضوع|محور|دستور)(?: شماره)? {NUMERAL}\s*[:)–-]")
_OPENS = re.compile(rf"{any_of('جلسه', 'نشست')}.*(?:تشکیل|برگزار|منعقد|رسمیت).*:$")
"""An opening that announces what follows without saying what it is: «جلسه تشکیل و به شرح ذیل اعلام می‌گردد:»."""

_OTHERS: tuple[tuple[PassedOverKind, str], ...] = (
    (
        PassedOverKind.AGENDA,
        r"دستور ?(?:کار ?)?(?:جلسه|نشست)|دستور کار|موضوع(?:ات)? (?:جلسه|نشست)(?=\W*$)|دستور(?=\W*$)|agenda",
    ),
    (
        PassedOverKind.ATTENDANCE,
        r"(?:اسامی |فهرست |لیست )?"
        r"(?:حاضرین|حاضران|غایبین|غایبان|مدعوین|مهمانان|شرکت کنندگان|اعضا(?:ی)? (?:حاضر|غایب|جلسه))"
        r"|(?:حاضر|غایب|بودیم)(?=\s*:)|(?:کی ?ها |کیا )?(?:ن?بودن|نبودند)(?=:)|attendees|participants|present|absent",
    ),
    (
        PassedOverKind.DISCUSSION,
        r"(?:خلاصه |مشروح |اهم |شرح )?(?:محورهای? |موضوعات )?"
        r"(?:مذاکرات|مباحث|گفتگو|بحث ?ها|گفتگوها|گفت و ?گوها|(?:مطالب|مسایل) (?:مطروحه|مطرح شده))"
        r"(?! و (?:تصمیمات|مصوبات))"
        r"|(?:بحث|گفتگو|گفت و ?گو) و (?:تبادل ?نظر|بررسی|گفتگو|گفت و ?گو)(?=\W*$|\s*:)"
        r"|گزارش دبیر|گزارش ها|گزارش وضعیت(?=:)|پیشنهادات|پیشنهادها|نظرات|حرف ?ها(?=:)|صحبت ?ها|صحبت شد|خبرها|اخبار"
        r"|discussions?|notes|updates?|status|parking lot|summary",
    ),
    (
        PassedOverKind.SIGNATURE,
        r"(?:(?:اسامی|نام|محل|مشخصات|سمت) (?:و )?)*(?:مهر و )?امضا(?:ی|ء|ها|کنندگان)?(?: (?:اعضا\w?|حاضر(?:ین|ان)))?"
        r"|رونوشت|گیرندگان|distribution|cc",
    ),
    (PassedOverKind.CLOSING, r"(?:(?:زمان|تاریخ|دستور)(?: و \S+)? )?(?:جلسه|نشست) (?:بعد|بعدی|اینده|اتی)(?=\W*$)"),
    (PassedOverKind.LETTERHEAD, r"محل (?:برگزاری|تشکیل|جلسه)|پیوست"),
)
_NAMED = re.compile("|".join(f"(?P<{kind.value}>{pattern})\\b" for kind, pattern in _OTHERS))
_WHOLE = re.compile(
    rf"(?:{_BEFORE}(?:{_TITLES}|{_RESULTS})|{_NAMED.pattern})(?: (?:این )?(?:جلسه|نشست|متخذه))?"
    r"(?: و (?:حاضرین|غایبین|غایبان|مدعوین|امضا(?:ی|ء|ها)?))?\W*"
)
"""A line that is nothing but the title of a section, so that it is one behind a number, too: «۳- تصمیمات»."""

_ORNAMENT = re.compile(r"^[^\w(]*")
_SESSION = re.compile(r"جلسه|نشست")
_SHORT, _POST_TITLE = 60, 100

_CLOSES = rule(
    r"(?:جلسه|نشست).{0,80}(?:پایان|خاتمه|اتمام|تمام)\W*(?:جلسه )?(?:یافت|رسید|پذیرفت|گرفت|داده شد|اعلام|شد)",
    r"ختم جلسه|(?:پایان|خاتمه) جلسه|^ساعت (?:پایان|خاتمه)",
    r"صورت ?جلسه.{0,40}(?:تنظیم|امضا|بارگذاری|منتشر)",
    r"از قلم افتاده|^(?:ارادتمند|التماس دعا|خدا ?قوت|مرسی|احسنت|دم\w* گرم|موفق باش)",
    r"صلوات|والسلام|خسته نباشید|دست(?:ت|تون|تان| ?شما)? .{0,30}درد نکنه|دست(?:ت|تون|تان|شما) درد",
    r"^(?:\S+ )?(?:تشکر|سپاس|ممنون|متشکر|مچکر)|با (?:تشکر|سپاس|احترام)(?: .{0,30})?$|^(?:با )?سلام",
)
_FOOT = re.compile(
    r"^منبع\s*:|(?:^|\d )دیدگاه|دیدگاه(?:\W*$| بنویس)|ایمیل شما|لغو پاسخ|نظر شما پس از|کد خبر|نسخه چاپی|^برچسب"
    r"|اشتراک گذاری|کپی لینک|تعداد بازدید"
    r"|\bedited \d|^@\w+$"
    r"|^عکس(?: ?ها)?(?: \d{1,2})?\s*:|^(?:تهیه|تنظیم)(?: ?کننده)?(?: و \S+)?(?: گزارش| خبر)?\s*:|^(?:کلیه|تمامی?) حقوق"
    r"|^کلید ?واژه|لینک کوتاه|^(?:مطلب|خبر) (?:قبلی|بعدی)\s*:"
    r"|تاریخ انتشار|انتهای پیام|ارسال به دوستان|(?:کانال|صفحه) (?:ما|رسمی ما)|دنبال کنید|عضو شوید|به ما بپیوندید"
    r"|\d+ (?:نظر|دیدگاه|بازدید|پسند)\W{0,3}\d+ بازدید|^\d+ بازدید$"
    r"|^مصوبات .*(?:لازم ?الاجرا|هیات تطبیق)|\(امضا.*\(امضا"
)
"""The foot of a page of the web, or what stands under all minutes of a council."""

_POSTPONED = re.compile(
    r"(?:سایر|بقیه|باقی|ادامه) (?:موارد|موضوعات|دستور\w*|مباحث|بحث).{0,60}(?:جلسه|نشست)\w* (?:بعد|بعدی|اتی|اینده)"
)
_NEXT_MEETING = re.compile(
    r"^(?:(?:در پایان|در خاتمه|همچنین|ضمنا|نهایتا|و|سپس|(?:گفتنی|شایان ذکر|لازم به ذکر|قابل ذکر) است)\W* )*"
    r"(?:مقرر (?:شد|گردید) )?(?:که )?(?:زمان |تاریخ |دستور )?"
    r"(?:برگزاری )?(?:اولین دستور )?(?:(?:جلسه|نشست)(?: \w+){0,3}? (?:بعد|بعدی|اتی|اینده|اتیه)\b"
    r"|(?:قرار|دیدار|دورهمی) بعدی?\s*:|(?:میزبان|میزبانی|محل|مکان) (?:جلسه|نشست) (?:بعد|بعدی|اینده|اتی|\w+م)\b)"
    r"(?!.*(?:گزارش|ارایه|بررسی شود|مطرح))"
)
_COUNT = r"(?:\d+|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده)"
_VOTE = re.compile(
    r"^\W*(?:(?:با|به) )?(?:(?:اتفاق|اکثریت)(?: قریب به اتفاق)? ?(?:ارا|ارای|نظر)"
    rf"|{_COUNT} رای|موافق(?:ین|ان)?\W* ?{_COUNT}\b|رای ?گیری|ارا\b|مخالف(?!ت ?با\b)|همه موافق)"
)
_CONTINUED = re.compile(r"[-–] ?ادامه\W*$|^پیوست |^ادامه \S+ ?(?:جدول|صورت ?جلسه|مصوبات)")
_PAGE = re.compile(r"صفحه \d+(?: از \d+)?\W*$")
_BARE = re.compile(r"[\W\d_]*")
_POSTS = PEOPLE | folded_words("عضو اعضا اعضای منشی نایب رییس رئیس خزانه‌دار نام امضا امضاء امضای مهر حاضرین دهیار ناظر")
_LINKS = folded_words("برای جهت به از را")
_IN_A_SENTENCE = folded_words("ضمن نسبت را موظف مکلف منظور")
"""Words behind a post that no signature has: «مسئول بهداشت ضمن عقد قرارداد …»."""

_NO_SIGNATURE = re.compile(
    r"\W*(?:نام|عضو|مهر|امضا) ?(?:گذاری|نویسی|گیری|یابی|سازی)"
    r"|\W*امضای? (?:تفاهم|قرارداد|توافق|نامه|سند|صورت|موافقت|پروتکل|لایحه)"
)
"""Works that begin with a word of signatures: «نام‌گذاری میدان تازه», «امضای تفاهم‌نامه با دانشگاه»."""

_SIGNATURE_LENGTH = 90


@dataclass(frozen=True)
class Heading:
    """A heading: the kind of what follows, None for resolutions, and the text behind it on the same line."""

    kind: PassedOverKind | None
    rest: str = ""
    known: bool = True
    lined: bool = False
    """True where lines without a mark below it may be resolutions: below «مصوبات:», not below a title of minutes."""


def announces_follow_up(heading: str) -> bool:
    """Tell whether a folded heading announces a follow-up of an earlier meeting's resolutions."""
    if _REVIEWS.search(heading):
        return len(heading) < 2 * _HEADING_LENGTH
    return len(heading) < _HEADING_LENGTH and bool(_EARLIER.search(heading)) and not _TELLS.search(heading)


def heading_of(text: str, marked: bool, bulleted: bool = False) -> Heading | None:
    """The heading that a line is, without its mark; None for any other line.

    A `marked` line is one only when nothing follows it, so that the items of a list are none, or when it is nothing
    but a title that is known; a `bulleted` one only when it is a title of resolutions, as channels ornament it.
    """
    folded = _ORNAMENT.sub("", fold(text))
    rest = text.partition(":")[2].strip()
    bare = folded.endswith((":", "؛")) or (len(folded) < _SHORT and not rest)
    whole = _WHOLE.fullmatch(folded) is not None
    tail = folded[-_LONGEST:]
    opens = bulleted and _OPENS.search(tail) and _ANNOUNCES.search(tail)
    if opens or (bulleted and _TURNS.fullmatch(folded)) or is_spoken(folded):
        return Heading(None, lined=not bulleted)
    if _LEFT_OUT.fullmatch(folded):
        return Heading(None, known=False)
    if bulleted and _OF_A_SESSION.match(folded):
        return Heading(None, lined=True)
    if bulleted and not whole:
        titled = len(folded) <= _POST_TITLE and not rest and strongest_act(text) is Act.NAMES
        if not _DECISIONS.match(folded) or not (len(folded) <= _SHORT or titled):
            return None
    if marked and not bulleted and not whole and (not folded.endswith(":") or len(folded) > _SHORT):
        return None
    if _FOOT.search(folded):
        return None
    if announces_follow_up(folded) and strongest_act(text) <= Act.PASSED:
        return Heading(PassedOverKind.EARLIER_RESOLUTIONS, rest)
    if (named := _NAMED.match(folded)) and (bare or ":" in folded[: named.end() + 30]):
        return Heading(PassedOverKind(str(named.lastgroup)), rest)
    if states_conditions(folded):
        return None
    announces = not marked and _ANNOUNCES.search(tail) and not _decides_itself(folded)
    if announces or _DECISIONS.match(folded):
        told = "" if _ENDS_ANNOUNCING.search(folded) else rest
        return Heading(None, told, lined=folded.endswith(":") or not _SESSION.search(folded))
    decides = folded.endswith(".") and charges(folded)  # «مقرر شد شهرداری پل را بسازد.»
    titled = _DECISION_WORDS.fullmatch(folded.partition(":")[0].strip(" .*")) is not None and not decides
    if titled and (":" in folded or len(folded) < _SHORT):
        return Heading(None, rest, lined=True)
    if _TOPIC.match(folded) and len(folded) < 2 * _SHORT and strongest_act(text) is Act.NAMES:
        return Heading(None, known=False)
    short = len(folded) < _SHORT and strongest_act(text) is Act.NAMES and not split_labels(text)[1]
    if not marked and folded.endswith(":") and (short or _OPENS.search(folded)):
        return Heading(None, known=False)
    return None


def is_spoken(folded: str) -> bool:
    """Tell whether a folded line announces decisions as people speak: «کارایی که قرار شد بکنیم 👇»."""
    said = re.sub(r"[\W_]+$", "", folded)
    return len(said) < _SHORT and _OPEN_END.search(folded) is not None and _SPOKEN.search(said) is not None


def states_conditions(folded: str) -> bool:
    """Tell whether a folded line decides something on conditions that stand below it."""
    return _CONDITIONS.search(folded) is not None


def _decides_itself(folded: str) -> bool:
    """Tell whether a line announces decisions inside a sentence that goes on after them."""
    rest = folded.partition(":")[2]
    return len(rest) > _SHORT * 2 and not _ENDS_ANNOUNCING.search(rest)


def aside_of(text: str) -> PassedOverKind | None:
    """The kind of a line that stands apart from all lists: closing words, the next meeting, a signature; else None."""
    folded = _ORNAMENT.sub("", fold(text))
    act = strongest_act(text)
    closing = _CLOSES.search(folded) if len(folded) < 2 * _HEADING_LENGTH else None
    if (
        _FOOT.search(folded)
        or _NEXT_MEETING.match(folded)
        or _POSTPONED.search(folded)
        or (closing and (act <= Act.PASSED or (act < Act.DECIDES and closing.start() == 0)))
    ):
        return PassedOverKind.CLOSING
    if _PAGE.search(folded) and act is Act.NAMES:
        return PassedOverKind.LETTERHEAD
    if act is Act.NAMES and (_CONTINUED.search(folded) or heading_role(text) in {ColumnRole.DUTIES, ColumnRole.ACTOR}):
        return PassedOverKind.HEADING
    if is_signature(text) and act is Act.NAMES:
        return PassedOverKind.SIGNATURE
    return None


def is_vote(text: str) -> bool:
    """Tell whether a line only tells a vote, or is a number or rule that a table of votes left."""
    folded = fold(text)
    return _BARE.fullmatch(folded) is not None or (_VOTE.match(folded) is not None and len(folded) < _HEADING_LENGTH)


def says_what_for(text: str) -> bool:
    """Tell whether a line says what somebody is there for, as no signature does: «معلم کمکی برای دو کلاس»."""
    return not _LINKS.isdisjoint(fold(text).split())


def is_signature(text: str) -> bool:
    """Tell whether a line is made of posts and names only: «فرماندار و رئیس ستاد», «رئیس: حسین معتمدی»."""
    words = re.findall(r"\w+", fold(text))
    names = [part for part in text.split(":")[1:] if part.strip()]
    if not words or len(text) > _SIGNATURE_LENGTH or any(map(str.isdigit, words[:-1])):
        return False
    if len(names) == 1 and (
        len(names[0].split()) > 3 or is_action(fold(names[0]).split()[:1]) or is_thing(fold(names[0]).split()[:1])
    ):
        return False
    if _NO_SIGNATURE.match(fold(text)) or any(map(is_verb, words)) or _IN_A_SENTENCE.intersection(words):
        return False
    return words[0] in _POSTS and not text.rstrip().endswith((".", "؛", "،", ":"))
