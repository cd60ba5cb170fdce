"""Rules for deadlines that are neither a date nor a rhythm: at once, continuous, none, the next meeting."""

from dataclasses import dataclass
from re import Pattern

from domain.deadlines.grammar.durations import DURATION, read_duration
from domain.deadlines.grammar.rules import Context, UnclearPhrase, pattern, strip_bounds
from domain.deadlines.model import Deadline, DeadlineKind
from domain.persian.text import persian_digits


@dataclass(frozen=True)
class Phrase:
    """Wordings of one kind of deadline, with an example; `assumed` is a Persian sentence about what they leave open."""

    kind: DeadlineKind
    pattern: Pattern[str]
    example: str
    assumed: str = ""
    rule: str = ""
    """The name of the deadline's rule, where it is not that of its kind."""


_BODIES = "کارگروه|کارگروه تخصصی|کمیته|ستاد|شورا|هیات|هیات مدیره|هیات امنا|هیات رییسه|کمیسیون|انجمن|مجمع"
_BODY = rf"(?: (?:این |همین )?(?:{_BODIES}))?"
_NEXT_MEETING = (
    rf"(?:(?:برگزاری|تشکیل|زمان|تاریخ|روز|در|به|برای|جهت) )*(?:"
    rf"(?:جلسه|نشست){_BODY} (?:هفته|ماه) اینده|(?:1th )?(?:جلسه|نشست){_BODY} (?:اینده|بعد(?! از)){_BODY}"
    rf"|1th (?:جلسه|نشست){_BODY}(?: بعد)?|(?:{_BODIES}|شورای) (?:اینده|بعد(?! از)))"
)
_LASTING = (
    r"(?:تا )?(?:مادام|مادامی|زمانی|وقتی) که .+ (?:است|هست|باشد|دارد|اجراست|برقرار|برپاست|جریان)"
    r"|(?:در |طی )?(?:طول|تمام طول|مدت|تمام مدت|زمان) (?:اجرای|اجرا|دوره|عملیات) .+"
    r"|(?:(?:در |طی )?(?:تمام )?(?:طول|سراسر|مدت)|در (?:تمام|سراسر)|طی) (?:سال (?:تحصیلی|زراعی|ابی)|ترم|نیم ?سال|دوره)"
    r"(?: (?:تحصیلی|جاری))?|(?:در )?(?:تمام )?(?:طول|سراسر) (?:فصل|ایام) [^\W\d]+"
)
_BEFORE_MEETING = pattern(rf"(?:(?P<duration>{DURATION}) )?(?:قبل از|مانده به|مانده تا) {_NEXT_MEETING}")

_LASTS = "تا پایان آن طرح یا دوره ادامه دارد؛ روز پایان معلوم نیست."

PHRASES = (
    Phrase(
        DeadlineKind.IMMEDIATE,
        pattern(
            r"(?:به |با |بطور |بقید |قید |اقدام |انجام |خیلی |بسیار )*"
            r"(?:فوری|فورا|فوریت|انی|عاجل|سریع|سریعا|بلافاصله|بلادرنگ|بی ?درنگ)(?: (?:اقدام|انجام))?",
            r"(?:در ?)?(?:(?:اسرع|اقرب) (?:وقت|زمان)|1th فرصت)(?: ممکن)?|(?:در )?1th (?:زمان|وقت) ممکن",
            r"(?:در )?(?:کوتاه|سریع|نزدیک|کم) ?ترین (?:زمان|وقت|فرصت)(?: ممکن)?",
            r"هر ?چه ?(?:سریع|زود) ?تر",
            r"بدون (?:فوت وقت|تاخیر)|هم ?اکنون|فی ?الفور|همین (?:الان|حالا)|خارج از نوبت|asap",
            r"(?:بلافاصله|بلادرنگ) بعد از (?:پایان )?(?:این |همین )?(?:جلسه|نشست)",
            r"از (?:(?:همین|این) (?:لحظه|ساعت|دقیقه|الان|حالا)|هم ?اکنون|اکنون|حالا)",
        ),
        "در اسرع وقت",
    ),
    Phrase(
        DeadlineKind.CONTINUOUS,
        pattern(
            r"(?:بطور )?(?:مستمر|مستمرا|مداوم|مداوما|دایم|دایما|دایمی|همیشگی|همیشه|همواره|پیوسته)",
            r"استمرار دارد|ادامه دارد|بدون محدودیت زمانی|محدودیت زمانی ندارد|شبانه ?روزی",
            r"(?:در |طی )?(?:طول|تمام طول) سال",
        ),
        "به طور مستمر",
    ),
    Phrase(
        DeadlineKind.CONTINUOUS,
        pattern(r"(?:از ?این|زین)(?: تاریخ| زمان)?(?: به)? بعد|من ?بعد"),
        "از این پس",
        rule="from_now_on",
    ),
    Phrase(DeadlineKind.CONTINUOUS, pattern(_LASTING), "تا زمانی که طرح در حال اجرا است", _LASTS),
    Phrase(
        DeadlineKind.CONTINUOUS,
        pattern(
            r"(?:(?:در|به|طی|قبل از|بعد از) )?(?:(?:ابتدا|پایان|شروع) )?(?:هر|همه|تمام|تمامی|کلیه) "
            rf"(?:جلسه|نشست|جلسات|نشست ها|جلسه ها)(?: (?:{_BODIES}))?"
        ),
        "در هر جلسه",
        "در هر جلسه باید انجام شود؛ روز معینی ندارد.",
    ),
    Phrase(
        DeadlineKind.NONE,
        pattern(
            r"[-–—.…/](?: [-–—.…/])*",
            r"(?:مهلت |زمان |موعد |مهلتی )*ندارد",
            r"(?:صرفا |فقط )?(?:جهت|برای) (?:اطلاع|استحضار|اگاهی)(?: و (?:بهره برداری|استحضار|اطلاع))?(?: اعضا)?",
            r"(?:بدون|فاقد) (?:مهلت|موعد|زمان|زمان بندی|زمانبندی|تاریخ)(?: (?:انجام|معین|مشخص))?",
        ),
        "ندارد",
    ),
    Phrase(DeadlineKind.NEXT_MEETING, pattern(_NEXT_MEETING), "جلسهٔ آینده"),
)
_TO_ACT_ON = pattern(r".*(?:اطلاع|استحضار|اگاهی) و (?:اقدام|انجام|پیگیری|ارائه|گزارش).*")
_VAGUE_MONTHS = pattern(r"(?:3|6|9|12) ماهه")


def read_phrase(text: str, context: Context) -> Deadline | None:
    """Read tokens that mean a kind of deadline by themselves; None for all else. Raises UnclearPhrase."""
    if _TO_ACT_ON.fullmatch(text):
        raise UnclearPhrase("leftover")
    if _VAGUE_MONTHS.fullmatch(text):
        raise UnclearPhrase("vague_months")
    for wording in dict.fromkeys((text, strip_bounds(text))):
        phrase = next((phrase for phrase in PHRASES if phrase.pattern.fullmatch(wording)), None)
        if phrase and phrase.kind is DeadlineKind.IMMEDIATE:
            return _at_once(context)
        if phrase:
            assumed = (phrase.assumed,) if phrase.assumed else ()
            return Deadline(phrase.kind, rule=phrase.rule or phrase.kind.value, assumed=assumed)
        if before := _BEFORE_MEETING.fullmatch(wording):
            return _before_meeting(before["duration"])
    return None


def _at_once(context: Context) -> Deadline:
    working_days = context.settings.immediate_days
    return Deadline(
        DeadlineKind.IMMEDIATE,
        context.calendar.add_working_days(context.on, working_days),
        DeadlineKind.IMMEDIATE.value,
        (persian_digits(f"{working_days} روز کاری پس از جلسه فرض شد."),),
    )


def _before_meeting(duration: str | None) -> Deadline | None:
    """A deadline before the next meeting: one day, or the whole days that are said; None for other lengths."""
    length = read_duration(duration) if duration else None
    if duration and (length is None or length.months or length.working_days):
        return None
    lead = length.days if length else 1
    assumed = persian_digits(f"مهلت {lead} روز پیش از جلسهٔ آینده است.")
    return Deadline(DeadlineKind.NEXT_MEETING, rule="before_next_meeting", assumed=(assumed,), lead_days=lead)
