"""Read the words of a table's header: the role that each names, and titles that name none."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.structure.blocks import Cell
from domain.persian.text import fold

Row = tuple[Cell, ...]


class ColumnRole(StrEnum):
    """The roles of a column. `DUTIES` and `ACTOR` make the appendix, the others make resolutions."""

    NUMBER = "number"
    TEXT = "text"
    TOPIC = "topic"
    OWNER = "owner"
    FOLLOWER = "follower"
    SUPERVISOR = "supervisor"
    """A supervisor, who sees that it is done and has nothing to do: «ناظر»."""

    PARTNER = "partner"
    OWNER_AND_DEADLINE = "owner_and_deadline"
    DEADLINE = "deadline"
    NOTE = "note"
    DISCUSSION = "discussion"
    START = "start"
    VOTE = "vote"
    ACTOR = "actor"
    DUTIES = "duties"
    UNRELATED = "unrelated"
    """A column that no table of resolutions has: a signature, a post, a phone number."""


VERDICT = r"(?:رای|نظر) (?:نهایی )?(?:شورا|کمیته|کمیسیون|هیات|هییت|جلسه)\b"
"""Heads a column of what was decided on the matter beside it: «رأی شورا»."""

_HEADINGS: tuple[tuple[ColumnRole, str], ...] = (
    (
        ColumnRole.UNRELATED,
        r"نام (?:و نام )?خانوادگی|امضا|سمت|پست سازمانی|تلفن|ارایه ?دهنده|سخنران|گزارش دهنده|حضور|غیبت|کد ملی",
    ),
    (ColumnRole.ACTOR, r"بازیگر|کنشگر|ذی ?نفع|نقش افرین"),
    (ColumnRole.DUTIES, r"نقش|وظیفه|وظایف"),
    (
        ColumnRole.OWNER_AND_DEADLINE,
        r"(?:مسیول|مسوول|مجری|دستگاه).*(?:مهلت|زمان)|(?:مهلت|زمان).*(?:مسیول|مسوول|مجری|دستگاه)",
    ),
    (
        ColumnRole.NOTE,
        r"ملاحظات|توضیح|نتیجه|نتایج|وضعیت|درصد|پیشرفت|اقدام(?:ات)? (?:های )?انجام|یادداشت|اولویت|شاخص|پیوست",
    ),
    (ColumnRole.TEXT, rf"^{VERDICT}"),
    (ColumnRole.VOTE, r"^(?:اراء?(?:ی)? )?(?:موافق|مخالف|ممتنع|رای|ارا)|^(?:نحوه|چگونگی) (?:تصویب|رای)"),
    (ColumnRole.START, r"شروع|اغاز|^از$"),
    (
        ColumnRole.DEADLINE,
        r"مهلت|زمان|موعد|سررسید|تاریخ|مدت|فرجه|ددلاین|due|deadline|^تا$|تا کی|چه (?:وقت|موقع|روزی)|اخرین روز"
        r"|پایان|خاتمه|اتمام",
    ),
    (ColumnRole.TOPIC, r"^(?:نام )?(?:شرکت|بنگاه|متقاضی|واحد (?:تولیدی|متقاضی))$|^(?:مشکل|چالش|درخواست|خواسته)"),
    (ColumnRole.DISCUSSION, r"^شرح (?:مشکل|چالش|درخواست|خواسته)"),
    (ColumnRole.PARTNER, r"همکار|مشارکت"),
    (ColumnRole.SUPERVISOR, r"^ناظر|نظارت"),
    (ColumnRole.FOLLOWER, r"(?:مسیول|مسوول) پیگیری|پیگیری کننده"),
    (
        ColumnRole.OWNER,
        r"مسیول|مسوول|مجری|متولی|دستگاه|اقدام ?کننده|عهده|ارگان|نهاد|واحد|سازمان|پاسخگو|مخاطب|چه کسی|owner|responsible"
        r"|^نفر|شخص|^افراد|^فرد|^اسم|گردن|^با$|کیست|^پیگیر|توسط|انجام ?دهنده",
    ),
    (ColumnRole.DISCUSSION, r"^(?:(?:خلاصه|شرح|اهم|مشروح) )?(?:مذاکرات|مباحث|بحث|گفتگو|نظرات)(?!.*(?:مصوب|تصمیم))"),
    (ColumnRole.TEXT, r"مصوب|تصمیم|شرح|متن|اقدام|تکلیف|تکالیف|بند|مفاد|^کار|چه کاری|action|decision"),
    (ColumnRole.TOPIC, r"موضوع|عنوان|محور|دستور"),
    (ColumnRole.NUMBER, r"ردیف|شماره|کد|^#$|^no\.?$|^ش$"),
)
_OWN_HEADINGS = (
    (ColumnRole.DEADLINE, r"مهلت|موعد|سررسید|فرجه|زمان"),
    (ColumnRole.OWNER, r"مسیول|مسوول|مجری|متولی|پاسخگو|پیگیر"),
    (ColumnRole.TEXT, r"مصوب|تصمیم"),
    (ColumnRole.TOPIC, r"موضوع|محور|دستور"),
)
"""First words that name a role whatever follows them, in a row that other cells show to be headers."""

ANSWERS = frozenset({ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE})
"""The columns that say who answers for a resolution, and until when."""

_JOINT = re.compile(r" و |\s*[/،–-]\s*")
_WHO_AND_WHEN = ({ColumnRole.OWNER, ColumnRole.DEADLINE}, {ColumnRole.FOLLOWER, ColumnRole.DEADLINE})
"""The roles of the two parts of a header that asks for both: «اقدام‌کننده و مهلت», «پیگیری‌کننده / موعد»."""

_NUMBER_FIRST = re.compile(r"(?:شماره|ردیف)(?: (?:بند|مصوبه|ردیف|اقدام|تصمیم))?|بند")
_HEADING_WORDS = frozenset(
    fold(
        """
    ردیف شماره کد # ش no بند مصوب مصوبه مصوبات تصمیم تصمیمات متخذه شرح متن عنوان موضوع محور خلاصه مفاد اقدام
    اقدامات لازم تکلیف تکالیف مسئول مسوول مسؤول مسئولین مسئولان مسئولیت مجری مجریان متولی متولیان دستگاه
    دستگاهها دستگاههای دستگاه‌های ها اجرایی اجرا اجراء پیگیری کننده کنندگان کنند واحد سازمان نهاد ارگان
    عهده دار پاسخگو مخاطب ناظر نظارت همکار همکاران همکاری مشارکت مهلت زمان زمانبندی بندی مدت موعد سررسید
    تاریخ شروع آغاز پایان خاتمه اتمام انجام نهایی فرجه ددلاین مقرر تعیین شده پیش بینی ملاحظات توضیح
    توضیحات نتیجه نتایج وضعیت درصد پیشرفت یادداشت اولویت شاخص پیوست نام خانوادگی امضا امضاء سمت پست
    سازمانی تلفن تماس ارائه دهنده سخنران گزارش حضور غیبت ملی یا و / - جلسه کارگروه کمیته های ی () (ها)
    ذیربط مربوطه مرتبط مورد نظر اصلی جهت برای مسئولیتها مسئولیت‌ها موافق مخالف ممتنع رأی آرا آراء شورا هیئت کمیته کمیسیون
    بر عهده عهدهٔ تا از چه زمانی کی هدف هزینه بودجه اعتبار ریال م.ریال مغایرت خطر شناسایی
    وظیفه وظایف کار کارها action item items owner responsible due date deadline decision
    مذاکرات مباحث بحث بحث‌ها گفتگو نظرات مطرح مطروحه مشروح اهم شده
    نفر نفرات شخص افراد فرد اسم گردن با کیست پیگیر توسط دهنده آخرین روز موقع
    شرکت بنگاه متقاضی تولیدی مشکل مشکلات چالش چالش‌ها درخواست درخواستها خواسته نحوه چگونگی گیری
    چه کسی کاری وقت دستیابی حصول خروجی بعدی لازم‌الاجرا تصویب دستور مدیره
    """
    ).split()
)
_APPENDIX_HEADING = re.compile(r"(?:بازیگران?|کنشگران?|ذی ?نفعان|نقش(?: ?ها)?(?: و)? وظ|نقش(?:های)?\b|وظایف|شرح وظایف)")
_APPENDIX_HEADING_LENGTH = 90
HEADING_LENGTH = 45
LABEL_OR_NUMBER = re.compile(r"[\d:]")
_PARTS = frozenset(map(fold, ("اصلی", "اول", "همکار", "فرعی", "شروع", "پایان")))
_TITLE = re.compile(r"(?:ادامه )?(?:مصوبات|صورت ?جلسه|تصمیمات|پیوست|جدول|فهرست|پیگیری|گزارش|دستور|حاضرین|حاضران)\b")
_LETTERED_TITLE = re.compile(
    r"\W*(?:الف|[بپجد])\s*[)–.-]\s*(?:ادامه )?(?:مصوبات|تصمیمات|(?:پیگیری|مرور|وضعیت) (?:مصوبات|تصمیمات))\b"
)


def heading_role(text: str) -> ColumnRole | None:
    """The role that a cell names as a header, None for a cell that is no header."""
    plain = fold(clean(text)).strip(" :*.")
    appendix = len(plain) <= _APPENDIX_HEADING_LENGTH and _APPENDIX_HEADING.match(plain)
    words = re.sub(r"[/()،-]", " ", plain).split()
    if not words or not (appendix or (len(plain) <= HEADING_LENGTH and _HEADING_WORDS.issuperset(words))):
        return None
    if _NUMBER_FIRST.fullmatch(plain):
        return ColumnRole.NUMBER
    if {_role_of(part) for part in _JOINT.split(plain)} in _WHO_AND_WHEN:
        return ColumnRole.OWNER_AND_DEADLINE
    return _role_of(plain)


def _role_of(plain: str) -> ColumnRole | None:
    return next((role for role, pattern in _HEADINGS if re.search(pattern, plain)), None)


def role_in_heading(text: str) -> ColumnRole | None:
    """The role that a cell of a row of headers names, which may say it by words of its own: «تصمیم انجمن»."""
    plain = fold(clean(text)).strip(" :*.")
    if (role := heading_role(text)) or len(plain) > HEADING_LENGTH or LABEL_OR_NUMBER.search(plain):
        return role
    owned = next((role for role, pattern in _OWN_HEADINGS if re.match(pattern, plain)), None)
    return owned if owned and strongest_act(plain) is Act.NAMES else None


def is_heading_row(row: Row) -> bool:
    """Tell whether a row names columns: by two headers, or by one beside nothing but titles and empty cells."""
    texts = [text for cell in row if (text := clean(cell.text))]
    named = [text for text in texts if heading_role(text)]
    titles = [text for text in texts if is_title(text)]
    others = [text for text in texts if text not in named and text not in titles and not _parts_header(text)]
    if any(len(text) > HEADING_LENGTH or any(c.isdecimal() for c in text) for text in others):
        return False
    return len(named) >= max(2, len(others)) or (bool(named) and not others)


def _parts_header(text: str) -> bool:
    """Tell whether a cell parts the columns below one header: «اصلی» beside «همکار»."""
    return fold(clean(text)).strip(" :*.") in _PARTS


def is_title(text: str) -> bool:
    """Tell whether a cell is a title of its table rather than a part of its content."""
    folded = fold(clean(text))
    return (_TITLE.match(folded) or _LETTERED_TITLE.match(folded)) is not None and "مقرر" not in text
