"""Words and phrases around a deadline in running prose, by which it is told from a time that limits nothing."""

from collections.abc import Sequence

from domain.dates.jalali import MONTHS, WEEKDAYS
from domain.deadlines.grammar.meaning import SEPARATORS, TAIL
from domain.deadlines.grammar.rules import pattern
from domain.persian.text import folded_words

# Words that begin a limit. The other openers begin a deadline only where it cannot be anything else.
LIMITS = folded_words("حداکثر ظرف تا مهلت موعد قبل طی")
OPENERS = LIMITS | folded_words(
    """در دراسرع از هر به با بطور بقید مقاطع گزارش پایان هم خارج بدون هرچه فورا سریعا بلافاصله بلادرنگ اسرع
    فوری مستمر مستمرا دائما ماهانه هفتگی روزانه فصلی سالانه هفتهای فردا پسفردا امشب جلسه نشست شورای
    ماهی سالی روزی حداقل لااقل آخر ابتدا بعد همه همین بمدت فی فیالفور ازاین زین منبعد من
    شب شبهای صبح صبحهای ظهر عصر عصرهای"""
)
WEEKDAY_WORDS = folded_words("شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه")
AT_ONCE = folded_words("هر هرچه فورا سریعا بلافاصله بلادرنگ اسرع دراسرع فوری بقید")
"""The beginnings of «at once», which a day may follow: «هر چه زودتر، حداکثر تا پایان هفته»."""

HELD = folded_words("برگزار برپا تشکیل منعقد افتتاح")
IS_HELD = folded_words("شود گردد شوند گردند")
"""A work that is to be held on a day has it as its deadline, without a word of limit: «مجمع ۲۸ آبان برگزار شود»."""

NO_DAY_AFTER = folded_words("از تا جلسه نشست و")
LETTERS = folded_words("نامه شماره مصوبه بخشنامه دعوتنامه صورتجلسه")
HELD_REACH = 8
PART_OF_DAY = folded_words("شب شبها صبح صبحها ظهر عصر عصرها")
PUT_OFF = folded_words("بماند بمونه ماند موند موکول گذاشته")
FOR_NOW = folded_words("فعلا")
COMES = folded_words("بیاد بیاید برسد برسه شود بشه گردد بگیرد بگیریم کند کنند بدهد بده")
"""The coming that a work waits for which rests «فعلا»: «فعلا حفاری نکنیم تا مجوز بیاد»."""

ON_A_DAY = frozenset(["weekday_and_date", "month_day", "numeric", "nearby", "week", "weekday_of_week"])
"""Rules of days, which limit a work without a word of limit."""

EVEN_AND_ODD = folded_words("زوج فرد")
# A limit after these is surely meant, so one that no rule covers is asked about.
CERTAIN = folded_words("ظرف مهلت حداکثر")
RHYTHM_OPENERS = (
    LIMITS
    | WEEKDAY_WORDS
    | folded_words(
        """بمدت هر همه بطور در مقاطع هفتهای روز ماهی سالی روزی حداقل لااقل پایان آخر ابتدا
        شب شبهای صبح صبحهای ظهر عصر عصرهای"""
    )
)
MEETINGS = folded_words("جلسه نشست شورای")
BEFORE_A_MEETING = folded_words("و ، را رو به در برای کنه کنن بگیره بگیرن بنویسه بنویسن دربیاره دربیارن")
"""A meeting without a preposition is a deadline only after these: «بازنگری کند و جلسه بعد بیاورد», «بنویسه جلسه بعد …».

Or before «تصمیم», or as the last words behind a verb: «برآورد رو بیاره جلسه بعد»."""

SOON = folded_words("فردا پسفردا امشب همین")
MONTH_WORDS = folded_words(" ".join(MONTHS))
PERIODS = folded_words(" ".join((*MONTHS, "بهار تابستان پاییز زمستان", *WEEKDAYS)))
"""Before «تا» these make a period: «هزینه‌های فروردین تا شهریور»."""

AHEAD = folded_words(
    """بارش ماه وقوع حلول صدور پرداخت عقد انعقاد ریلیز انتشار نوروز امتحانات مسابقه مسابقات مراسم جشن نمایشگاه همایش
    ابتدا پایان هزینه فرا کشت برداشت بازگشایی اعلام برگزاری افتتاح فصل موسم ایام بارندگی باران بارون سفر سفرهای عید
    تعطیلات انتخابات زمستان تابستان مهلت ارسال تصویب رسیدن بهره سرما گرما سرد گرم انقضا انقضای محرم رمضان اربعین"""
)
"""Events before which a work has to be done: «قبل از بازگشایی مدارس»."""
_NO_EVENT = folded_words("این ان همه هر سال ماه هفته روز ساعت دستور ظهر صبح عصر شب جلسه نشست انقلاب اسلام خطبه خطبهها")
"""Words behind «قبل از» that name no event of the work: «نطق پیش از دستور»."""

# «در سال ۱۳۹۸» and «طی شش ماه نخست سال» name the period that a text is about, not a limit.
ABOUT = folded_words("در طی")
PARTS_OF_YEAR = frozenset(["half_year", "quarter"])
"""Periods that limit a work where they are wholly ahead: «در سه‌ماهه چهارم برگزار کند»."""

PAST_BEFORE = folded_words("از سال هفته ماه جلسه نشست روز")
"""Words that «قبل» belongs to: «سال قبل عید نداشتیم»."""

RECURS = folded_words("هر بار میان")
WHOLE_PERIODS = frozenset(["year", "year_middle", "half_year", "quarter", "season", "first_months"])
ADJECTIVES = folded_words("فوری سریع آنی عاجل مستمر مداوم دائمی دائم همیشگی پیوسته همیشه")
DECIDED = folded_words("شد گردید است شود گردد")
LASTING = folded_words("قرارداد قراردادی اجاره دوره فاصله بازه هزینه حقوق عملکرد گزارش")
GRANTED = folded_words("مهلت فرصت")
GIVEN = folded_words("دارد دارند داده داد تعیین داشته خواهد")
UNTIL = folded_words(
    """نصب تعیین جذب تعویض تدوین تعمیر تصویب تکمیل رفع حصول انجام اجرا اجرای دریافت صدور تامین برگزاری زمان هنگام آماده
    بازگشایی مشخص اعلام ابلاغ اتمام رسیدن پیدا فروکش عادی بهبود"""
)
"""Events until which something holds: «تا جذب نیروی جدید»."""

AFTER = folded_words(
    """صدور دریافت اخذ گرفتن تامین تخصیص تصویب تسویه پرداخت واریز تکمیل رفع امتحانات ابلاغ وصول تعطیلات پایان انعقاد
    عقد امضا امضای تعیین مشخص تایید حصول انجام ارائه نصب خرید برداشت رسیدن تمام جانمایی تهیه احداث ساخت تحویل افتتاح
    بازگشایی شناسایی"""
)
"""Events after which a work is to be done: «پس از صدور مجوز … برگزار شود»."""

TERMS = folded_words("تامین تخصیص صدور تصویب موافقت تایید دریافت وصول اخذ اعلام جذب پرداخت واریز تکمیل ابلاغ آماده")
"""Conditions that have to be met before a work, unlike a fault that is answered by it: «در صورت تکرار … ارسال شود»."""

FEASTS = folded_words("شب روز ایام سالروز سالگرد هفته دهه جشن")
CELEBRATED = folded_words(
    """ولادت میلاد شهادت عید نوروز محرم رمضان فاطمیه فجر جهانی ملی درختکاری معلم پرستار مادر پدر زن دانش‌آموز دانشجو
    کارگر یلدا قدر عاشورا تاسوعا اربعین غدیر قربان فطر بسیج دولت کتاب پژوهش سلامت وحدت مبعث بعثت"""
)
"""Feasts and memorial days on which something is held: «در شب ولادت حضرت زهرا (س) برگزار می‌گردد»."""

COUNTED_BACK = pattern(r"\d+ (?:ساعت|روزه?|هفته|ماه) (?:قبل از|مانده به)")
UNITS = folded_words("روز هفته ماه سال")
VERBS = folded_words(
    "شود گردد شوند گردند کند کنند نماید نمایند دهد دهند گیرد گیرند پذیرد یابد آید کنن بشه بشن بده بدن کنه"
    " بیاره بیارن بگه بگن بفرسته بفرستن ببره ببرن بیاد بیان بگیره بگیرن بیاریم بگیم"
)
UNTIL_FURTHER_NOTICE = (["تا", "اطلاع", "ثانوی"], ["تا", "اطلاع", "بعد"], ["تا", "اطلاع", "اینده"])
REPORTS = folded_words("گزارش گزارشات گزارشی بازرسی بازدید پایش رصد نظارت کنترل سرکشی آمار")
"""Work that is done again and again: «بازرسی روزانه», «گزارش ماهانه»."""

DONE_AGAIN = folded_words(
    """صدور انتشار ارائه ارسال برگزاری تهیه تشکیل برپایی اعلام نظافت شستشو شستشوی کلرزنی کلرسنجی نمونهبرداری سمپاشی
    ضدعفونی آبیاری تخلیه پاکسازی"""
)
"""Works right before their rhythm: «صدور هفتگی توصیه‌نامه»."""

RHYTHM_OF_A_REPORT = folded_words("روزانه هفتگی ماهانه فصلی سالانه")
REPORT_REACH = 6
"""So many words before its rhythm a report is named: «گزارش حضور و غیاب هفتگی از طریق …»."""

OBJECT = folded_words("را رو")
URGENT = folded_words(
    "رفع تعمیر تعویض ترمیم اعزام تخلیه لایروبی بازگشایی رسیدگی پیگیری تامین پرداخت استقرار پاکسازی جمع‌آوری تحویل وصل"
)
"""Works that are done «فوری» where it stands right behind them: «رفع فوری شکستگی خط»."""

BEFORE_AN_ADVERB = folded_words(": ، - –")
"""«فوری» is a deadline where a clause begins with it: «شهرداری: فوری … اقدام کند»."""

ONGOING = folded_words("نظارت بازدید پایش رصد کنترل بازرسی مراقبت")
"""Works that go on where they are called so: «نظارت مستمر داشته باشد»."""

GONE_BY = folded_words("گذشته اخیر قبل پیشین")
FORE = folded_words("نویس نویسی بینی پرداخت فروش ثبت فاکتور نیاز شماره گیری")
"""Behind «پیش» these make a noun of it: «تا ۱۰/۱۰ پیش نویس را بفرستد»."""

BEFORE_AN_EVENT = ["قبل", "از"]
"""An event before which a work is done each time: «هر ماه پیش از پرداخت»."""

AFTER_EVENT = pattern(
    r"بعد از .*", r"(?:از|قبل از|مانده) (?:\S+ )?(?:تاریخ|زمان|روز|هنگام|لحظه|ابلاغ|دریافت|وصول|صدور|اعلام) .*"
)
EVENTS = "ابلاغ|دریافت|وصول|اخذ|تامین|تخصیص|تصویب|صدور|هماهنگی|تکمیل|تحویل|انعقاد|عقد|امضا|امضای|موافقت|پایان|برگزاری"
AS_SOON_AS = (["به", "محض"], ["به", "مجرد"])
"""Events upon which a work begins: «به محض معرفی پیمانکار تشکیل گردد»."""

CONDITION = pattern(
    r"(?<!حتی )(?:در صورت|مشروط به|منوط به|به شرط|به محض|چنانچه)\b",
    rf"\b(?:بعد از|از تاریخ|از زمان) (?:\S+ )?(?:{EVENTS})\b",
)
PASSED_ON_CONDITION = pattern(r"به شرط(?: (?!و\b)\S+){1,12} (?:تصویب|موافقت|تایید) (?:شد|گردید) و\b")
"""A condition on which something was passed sets none for the time behind it: «به شرط حذف سایبان تصویب شد و ناظر …»."""

# Conditions that make a date unknown, too; a length of time is made unknown by any condition.
FUNDING = pattern(
    r"\b(?:در صورت|مشروط به|منوط به|به شرط)(?: \S+)? (?:تامین|تخصیص|تصویب|اعتبار|اعتبارات|بودجه|موافقت|تایید)\b"
)
CONFIRMED, FUNDS = folded_words("تایید ابلاغ وصول دریافت"), folded_words("اعتبار اعتبارات بودجه تخصیص")
"""Money that has to come before a work: «با تایید تخصیص اعتبار نسبت به پرداخت اقدام شود»."""

ABOUT_SO_LONG = pattern(r"(?:\d+ \d+|یکی 2|چند|چندین) (?:روزه?|هفته|ماهه?|ساله?|ساعت)\b(?! (?:قبل|گذشته|اخیر|پیشین)).*")
"""A length of time that nobody can count: «دو سه روز», «چند هفته», «یکی دو ماه»."""

_FEAST = "عید|محرم|ماه صفر|رمضان|رجب|شعبان|اربعین|فاطمیه|غدیر|قربان|فطر"
UNTIL_A_FEAST = pattern(
    rf"تا (?:(?:قبل|بعد) از )?(?:(?:ابتدا|پایان|اخر|شب|ماه|ایام|دهه|روز|\d+(?:th)?) ){{0,3}}(?:{_FEAST})\b.*",
    rf"(?:تا )?قبل (?:{_FEAST})\b.*",
)
"""Feasts and months of the moon whose day is in no table: «تا عید», «قبل عید», «تا پنجم محرم»."""

TIME = pattern(r"(?:مدت )?(?:\d+(?:\.5)?|چند|چندین) (?:\S+ )?(?:روزه?|هفته|ماهه?|ساله?|ساعت)\b.*")
# A bare noun may begin a longer name («هفتهٔ پژوهش»، «سال تحصیلی»), and so may a meeting («جلسهٔ آیندهٔ شورا»).
THESE = folded_words("همین این هر")
BARE = folded_words("هفته فصل")
NAMES = folded_words(
    """سوری سیاه بازار مالی تحصیلی زراعی آبی قمری میلادی پایه تولید مبارک
    محرم صفر ربیع جمادی رجب شعبان رمضان شوال ذی ذیقعده ذیحجه"""
)
BODIES = folded_words("شورا شورای کمیته کارگروه ستاد هیات کمیسیون مجمع انجمن")
DOING = folded_words("گیری سازی بندی دهی رسانی گذاری یابی")
"""The second halves of nouns of action, apart from their first: «در جلسه آتی تصمیم‌گیری شود»."""

SHARING = folded_words("اعلام ارائه ارسال تهیه تکمیل بررسی پرداخت معرفی انجام اصلاح صادر نصب تعیین بازدید")
"""Nouns of action before «و» that share the verb to come: «هزینه را اعلام و در صورت پرداخت …»."""

CLAUSE_GOES_ON = (
    SEPARATORS
    | TAIL
    | folded_words(
        """به را توسط نسبت برای جهت در با از بر که اعلام تهیه تکمیل معرفی برگزار اجرا بررسی نتیجه نتایج
        مجددا دوباره مطرح طرح ارائه تعیین ارسال موکول واگذار محول خود این آن کلیه همه هر حداکثر دعوت حاضر شرکت"""
    )
)


EVENT_WORDS = 6
"""So many words has an event at most, by which a deadline is told or left open."""


def stands_at_an_event(words: Sequence[str], at: int) -> bool:
    """Tell whether an event that a work waits for or precedes stands at a token: «قبل از اجرای دیوارچینی»."""
    event = words[at + 2 : at + 3]
    if list(words[at : at + 2]) == ["بعد", "از"]:
        return bool(AFTER.intersection(event))
    alone = words[at + 3 : at + 4] == ["و"]  # «قبل از سخنرانی و در شبستان اقامه شود»
    named = bool(event) and (event[0][0].isalpha() or event[0].endswith("th")) and event[0] not in _NO_EVENT
    named = named and not alone
    return named and list(words[at : at + 2]) == BEFORE_AN_EVENT and words[max(0, at - 1)] not in {"که", *PAST_BEFORE}


def begins_another_time(words: Sequence[str], at: int) -> bool:
    """Tell whether a rhythm or a weekday stands behind the comma at a token: «تا ایام اربعین، دوشنبه هر هفته»."""
    return words[at] == "،" and not ({"هر"} | WEEKDAY_WORDS).isdisjoint(words[at + 1 : at + 2])


def is_before_an_event(words: list[str], start: int) -> bool:
    """Tell whether a work is to be done before an event: «پیش از آغاز سفرهای نوروزی»."""
    begin = start + (words[start] == "تا")
    if words[begin : begin + 2] != ["قبل", "از"]:
        return words[start : begin + 1] == ["تا", "قبل"] and bool(AHEAD.intersection(words[begin + 1 : begin + 2]))
    return bool(AHEAD.intersection(words[begin + 2 : begin + 3])) or 2 < len(words[begin:]) <= EVENT_WORDS


_WEEKS = (["این", "هفته"], ["هفته", "اینده"], ["هفته", "بعد"])
_BEFORE_A_WEEK = folded_words("و که باید بایستی نیز هم")
_LEAD_TO_A_WEEK = WEEKDAY_WORDS | folded_words(
    """از در برای تا به طی ظرف حداکثر حداقل مدت هر هم همین طول پایان اول آخر ابتدا ابتدای روز ماه جلسه نشست شورای
    گزارش برنامه بارش قیمت کار کارهای جلسات یک"""
)
"""Words before «دو هفته آینده» with which it is no time by itself."""


def begins_later(words: list[str], at: int) -> bool:
    """Tell whether «این هفته», «هفته آینده» or «دو هفته دیگر» begins at a token, and no other word leads to it."""
    counted = words[at][0].isdecimal() and words[at + 1 : at + 2] != [] and words[at + 1] in UNITS
    if words[at : at + 2] not in _WEEKS and not (counted and words[at + 2 : at + 3] == ["اینده"]):
        return False
    if not counted:
        return at == 0 or words[at - 1] in SEPARATORS | DECIDED | OBJECT | _BEFORE_A_WEEK
    return words[at - 1] not in _LEAD_TO_A_WEEK if at else True
