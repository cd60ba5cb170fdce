"""Free text: what is said outright is understood, a question is no report, and a negation is never taken for done."""

import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chat import completion, courtesies, free_text, mentions, not_ours
from domain.chat.free_text import Meaning, Purpose, is_question, understand
from domain.persian.text import fold_letters

SAID = {
    "انجام شد": Meaning(Purpose.DONE),
    "انجام شد.": Meaning(Purpose.DONE),
    "تمام شد": Meaning(Purpose.DONE),
    "جدول منابع برای هر شش محله تکمیل و ارسال شد.": Meaning(Purpose.DONE),
    "سلام، این کار را انجام دادیم": Meaning(Purpose.DONE),
    "انجام شده‌است": Meaning(Purpose.DONE),
    "كار به پايان رسيد": Meaning(Purpose.DONE),
    "صد درصد انجام شد": Meaning(Purpose.DONE),
    "۴۰ درصد پیش رفته": Meaning(Purpose.UNDER_WAY, 40),
    "حدود ۴۰٪ پیشرفت داشته‌ایم": Meaning(Purpose.UNDER_WAY, 40),
    "چهل درصد کار انجام شده": Meaning(Purpose.UNDER_WAY, 40),
    "بیست و پنج درصد": Meaning(Purpose.UNDER_WAY, 25),
    "40%": Meaning(Purpose.UNDER_WAY, 40),
    "۳۰ درصد سال پیش و ۶۰ درصد امسال انجام شد": Meaning(Purpose.UNDER_WAY),
    "۴۰ درصد انجام نشده": Meaning(Purpose.UNDER_WAY),
    "در حال انجام است": Meaning(Purpose.UNDER_WAY),
    "در دست پیگیری": Meaning(Purpose.UNDER_WAY),
    "انجام نشد": Meaning(Purpose.NOT_DONE),
    "هنوز شروع نکرده‌ایم": Meaning(Purpose.NOT_DONE),
    "متأسفانه نتوانستیم انجام دهیم": Meaning(Purpose.NOT_DONE),
    "هنوز انجام نگرفته": Meaning(Purpose.NOT_DONE),
    "فاقد عملکرد": Meaning(Purpose.NOTHING),
    "تجربه‌ای نداریم": Meaning(Purpose.NOTHING),
    "نظری نداریم": Meaning(Purpose.NOTHING),
    "این مصوبه به ما مربوط نیست": Meaning(Purpose.NOT_OURS),
    "مرتبط با این دستگاه نیست": Meaning(Purpose.NOT_OURS),
    "ربطی به ما ندارد": Meaning(Purpose.NOT_OURS),
    "ما این کار را انجام نمی‌دهیم، مربوط به ادارهٔ راه است": Meaning(Purpose.NOT_OURS),
    "تمدید می‌خواهم تا ۱۵ آبان": Meaning(Purpose.MORE_TIME, until="15 ابان"),
    "تا دو هفتهٔ دیگر مهلت می‌خواهیم": Meaning(Purpose.MORE_TIME, until="دو هفته دیگر"),
    "لطفاً تا شنبه تمدید شود": Meaning(Purpose.MORE_TIME, until="شنبه"),
    "تمدید مهلت می‌خواهم": Meaning(Purpose.MORE_TIME),
    "انجام نشد، تا پایان ماه مهلت می‌خواهیم": Meaning(Purpose.MORE_TIME, until="پایان ماه", reason=True),
    "تا ۲۰ آبان مهلت بدهید چون شورا تشکیل نشد": Meaning(Purpose.MORE_TIME, until="20 ابان", reason=True),
    "دو هفته تمدید": Meaning(Purpose.MORE_TIME),
    "سلام. کارش تموم شد": Meaning(Purpose.DONE),
    "سلام وقت بخیر اقدام لازم صورت پذیرفت": Meaning(Purpose.DONE),
    "salam anjam dadim": Meaning(Purpose.DONE),
    "پیشرفت ۲۵ درصدی داشتیم": Meaning(Purpose.UNDER_WAY, 25),
    "۸۵ درصد پیشرفت، باقی تا ۱۵ دی": Meaning(Purpose.UNDER_WAY, 85),
    "نصفش تموم شده": Meaning(Purpose.UNDER_WAY, 50),
    "۲۰ درصد مونده": Meaning(Purpose.UNDER_WAY),
    "خاکبرداری تموم شد بتن‌ریزی ۳۰ درصد": Meaning(Purpose.UNDER_WAY),
    "مرحله اول انجام شد مرحله دوم مونده": Meaning(Purpose.UNDER_WAY),
    "مکاتبه شده منتظر جوابیم": Meaning(Purpose.UNDER_WAY),
    "در دست اقدامه": Meaning(Purpose.UNDER_WAY),
    "اعتبار نداریم": Meaning(Purpose.NOT_DONE),
    "کار متوقفه پیمانکار نمیاد": Meaning(Purpose.NOT_DONE),
    "فعلا نمیشه کاری کرد چون هوا سرده": Meaning(Purpose.NOT_DONE),
    "سلام میشه یه ماه دیگه وقت بدین": Meaning(Purpose.MORE_TIME, until="یه ماه دیگر"),
    "ده روز دیگه وقت میخوایم": Meaning(Purpose.MORE_TIME, until="ده روز دیگر"),
    "tamdid mikham ta 20 dey": Meaning(Purpose.MORE_TIME, until="20 دی"),
    "تقاضای تمدید مهلت تا پایان بهمن ماه را دارم": Meaning(Purpose.MORE_TIME, until="پایان بهمن ماه"),
    "مهلتش تمام شده لطفا تمدید بفرمایید": Meaning(Purpose.MORE_TIME),
    "۶۰ درصد رفته ولی اعتبار نداریم تا آخر دی تمدید کنید": Meaning(Purpose.MORE_TIME, 60, "اخر دی", reason=True),
    "تا ۱۵ دی نمیرسیم لطفا تا آخر ماه تمدید بشه": Meaning(Purpose.MORE_TIME, until="اخر ماه"),
    "مهلت رو بندازین بیستم دی": Meaning(Purpose.MORE_TIME, until="بیستم دی"),
    "مهلتشو ببرین برای شنبه": Meaning(Purpose.MORE_TIME, until="شنبه"),
    "مهلت رو عوض کنین": Meaning(Purpose.MORE_TIME),
    "داریم روش کار می کنیم": Meaning(Purpose.UNDER_WAY),
    "در حال نقشه‌برداری هستیم": Meaning(Purpose.UNDER_WAY),
    "پیگیریم": Meaning(Purpose.UNDER_WAY),
    "نصفش رو زدیم": Meaning(Purpose.UNDER_WAY, 50),
    "ok shod": Meaning(Purpose.DONE),
    "تمومش کردیم دیروز": Meaning(Purpose.DONE),
    "گیر کردیم استانداری جواب نمیده": Meaning(Purpose.NOT_DONE),
    "مالک زمین رضایت نمی‌ده": Meaning(Purpose.NOT_DONE),
    "به مشکل خوردیم": Meaning(Purpose.NOT_DONE),
    "تا اعتبار نیاد کاری نمیشه کرد": Meaning(Purpose.NOT_DONE),
    "هنوز گزارشی نداریم": Meaning(Purpose.NOT_DONE),
    "خبر خاصی نیست": Meaning(Purpose.NOTHING),
    "هیچ کاری نکردیم": Meaning(Purpose.NOT_DONE),
    "کاری نمیتونیم بکنیم": Meaning(Purpose.NOT_DONE),
    "اختیارش با ما نیست": Meaning(Purpose.NOT_OURS),
    "شورا موافقت نکرد": Meaning(Purpose.NOT_DONE),
    "هوا بارونیه کار تعطیله": Meaning(Purpose.NOT_DONE),
    "مهلتش تا آخر آبان باشه": Meaning(Purpose.MORE_TIME, until="اخر ابان"),
    "اجراش کردیم هفته قبل": Meaning(Purpose.DONE),
    "در حوزه کاری ما نمیباشد": Meaning(Purpose.NOT_OURS),
    "ما متولی این موضوع نیستیم": Meaning(Purpose.NOT_OURS),
    "به ما ربط نداره": Meaning(Purpose.NOT_OURS),
    "این وظیفه شهرداریه نه ما": Meaning(Purpose.NOT_OURS),
    "مدرسه مال ما نیست": Meaning(Purpose.NOT_OURS),
    "اشتباهی به ما ابلاغ شده": Meaning(Purpose.NOT_OURS),
    "لطفا به جهاد کشاورزی ارجاع بدین": Meaning(Purpose.NOT_OURS),
    "بفرستید برای آب و فاضلاب": Meaning(Purpose.NOT_OURS),
    "منظورم ۶۰ درصد بود نه ۴۰": Meaning(Purpose.UNDER_WAY, 60),
    "ببخشید اشتباه نوشتم ۷۰ درصد": Meaning(Purpose.UNDER_WAY, 70),
    "نه هنوز انجام نشده اشتباه گفتم": Meaning(Purpose.NOT_DONE),
    "نه اشتباه شد": Meaning(Purpose.RETRACTION),
    "پاکش کن": Meaning(Purpose.RETRACTION),
    "خیلی ممنون از پیگیریتون 🙏": Meaning(Purpose.COURTESY),
    "ممنون لطف کردین": Meaning(Purpose.COURTESY),
    "سپاس از زحماتتون": Meaning(Purpose.COURTESY),
    "دستت درد نکنه": Meaning(Purpose.COURTESY),
    "mamnoon": Meaning(Purpose.COURTESY),
    "👍": Meaning(Purpose.COURTESY),
    "سلام": Meaning(Purpose.COURTESY),
    "با سلام و احترام": Meaning(Purpose.COURTESY),
    "بازدید سه پل انجام شد و گزارش در دست نگارش است": Meaning(Purpose.UNDER_WAY),
    "پایه‌ها رو زدیم سیم‌کشی مونده": Meaning(Purpose.UNDER_WAY),
    "متنش حاضره فقط مونده رئیس مهر بزنه": Meaning(Purpose.UNDER_WAY),
    "۶۰ درصد انجام شده ان‌شاءالله تا آخر ماه تموم میشه": Meaning(Purpose.UNDER_WAY, 60),
    "۸۵ درصد ولی برقش وصل نشده": Meaning(Purpose.UNDER_WAY),
    "اون ۳۰ که نوشتم غلط بود ۵۵ درصد": Meaning(Purpose.UNDER_WAY, 55),
    "نهال‌ها رو کاشتیم دیگه چیزی نمونده همه انجام شد": Meaning(Purpose.DONE),
    "کار تموم": Meaning(Purpose.DONE),
    "gozaresh park ersal shod anjam shod": Meaning(Purpose.DONE),
    "یه ماه دیگه مهلت میخام": Meaning(Purpose.MORE_TIME, until="یه ماه دیگر"),
    "ta 15 aban baraye asfalt vaght mikhaym": Meaning(Purpose.MORE_TIME, until="15 ابان"),
    "تموم نمیشه تا مهر خیلی گرمه تا آخر آبان تمدید کنید": Meaning(Purpose.MORE_TIME, until="اخر ابان"),
    "فعلا نمیتونیم لیست تازه بدیم": Meaning(Purpose.NOT_DONE),
    "شرکت گاز باید انجام بده نه ما": Meaning(Purpose.NOT_OURS),
    "این کار شهرداریه که سطل بذاره": Meaning(Purpose.NOT_OURS),
    "فردا صبح می‌فرستیم": Meaning(Purpose.PROMISE),
    "بعدا خبر میدم": Meaning(Purpose.PROMISE),
    "الان سرم شلوغه عصر ارسال می‌کنم": Meaning(Purpose.PROMISE),
    "تا شنبه تحویل می‌دهیم": Meaning(Purpose.PROMISE),
    "تا چهار روز آینده نقشه تقدیم می‌گردد": Meaning(Purpose.PROMISE),
    "ان‌شاءالله ماه بعد تحویل میدیم": Meaning(Purpose.PROMISE),
    "ما مسئول این بخش نیستیم": Meaning(Purpose.NOT_OURS),
    "مسئولیتش با ما نیست": Meaning(Purpose.NOT_OURS),
    "در حیطه وظایف این نهاد نمی‌باشد": Meaning(Purpose.NOT_OURS),
    "فضای سبز دست شهرداریه نه ما": Meaning(Purpose.NOT_OURS),
    "سرپرست هنوز معرفی نشده": Meaning(Purpose.NOT_DONE),
    "برداشت‌ها انجام شد داریم نقشه می‌کشیم": Meaning(Purpose.UNDER_WAY),
    "ولش کنید": Meaning(Purpose.RETRACTION),
    "اینو پاک کن": Meaning(Purpose.RETRACTION),
    "تست": Meaning(Purpose.COURTESY),
    "چشم ایشالا": Meaning(Purpose.COURTESY),
    "چشم، ممنون 🙏": Meaning(Purpose.COURTESY),
    "رؤیت شد": Meaning(Purpose.COURTESY),
    "دریافت شد، متشکرم": Meaning(Purpose.COURTESY),
}
NOT_UNDERSTOOD = (
    "",
    "انجام شد؟",
    "آیا انجام شد",
    "کی تمام شد",
    "تا کی مهلت داریم",
    "چرا تمدید نشد؟",
    "اگر انجام شد خبر می‌دهیم",
    "باید تا شنبه انجام شود",
    "انجام خواهد شد",
    "قرار شد انجام شود",
    "نیازی به تمدید نیست",
    "لطفا به ما هم ارجاع بفرمایید",
    "متن رو بفرستید برای ما",
    "برای تصویب باید به شورا ارجاع بشه",
    "مسئول تاخیر ما نیستیم",
    "اصلا خبر نداشتم",
    "موردی نداره",
    "نصف بودجه رو گرفتیم",
    "ممنون که تمدید کردید",
    "شهرداری",
    "بازارچه غرفه",
    "مناقصه برگزار شد و برنده مشخص شد",
    "تصویر غرفه‌های خالی را فرستادم",
    "مهلت تموم شد",
    "مهلت تموم شد چیکار کنیم",
    "تا فردا انجام میشه",
    "bolvar anjam shod",
    "😠",
    "👎👎",
    "این رو",
    "وقت تموم",
    "گازوئیل تموم شد",
    "پیمایش تموم شد الان نوبت نقشه است",
    "تست فشار انجام شد",
    "ایشالا انجام شده",
    "۶۰ درصد پیشرفت باید داشته باشیم انشاالله",
    "اگر فردا بفرستیم قبوله",
    "فردا جلسه داریم",
    "فردا می‌فرستید",
    "پیمانکار رو فردا معرفی می‌کنن",
    "anjam shod vali naghes",
    "انجام شد ولی نامه‌اش هنوز نیومده",
    "۴۰ درصد برای کدام است؟",
    "۲۰ درصد منابع را بفرستید",
    "مهلت مصوبهٔ ۷",
    "جلسه بدون تصمیم تمام شد",
    " ".join(["انجام شد و"] * 30),
)


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_outright_is_understood(text: str) -> None:
    assert understand(text) == SAID[text]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_no_rule_covers_is_left_to_a_person(text: str) -> None:
    assert understand(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "مهلت ما کی تموم میشه",
        "سلام چندتا کار باز داریم",
        "گزارش شهرداری اومد؟",
        "کیا گزارش ندادن",
        "متن مصوبه رو میشه بفرستید",
        "شماره دبیرخونه رو دارین",
        "فردا چه خبره",
        "کدوماش عقب افتاده",
        "این چه وضعیه هیچکس پاسخ نمیده",
        "شماره مصوبه مدرسه چند بود",
    ],
)
def test_a_question_is_known_without_its_mark(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("module", [completion, courtesies, free_text, mentions, not_ours])
def test_patterns_are_spelt_as_folding_leaves_a_text(module: ModuleType) -> None:
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            assert value.pattern == fold_letters(value.pattern), name


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    understand(text)


SAYINGS = "انجام شد تمام شده تکمیل ۴۰ درصد ٪ پیش رفته تا شنبه تمدید مهلت کار ما این مصوبه سلام ممنون . ، و جدول"
WORDS = st.sampled_from(SAYINGS.split())
NEGATIONS = st.sampled_from(("انجام نشد", "تمام نشده", "تکمیل نکرده‌ایم", "هنوز انجام نگرفته"))


@given(st.lists(WORDS, max_size=14), NEGATIONS, st.lists(WORDS, max_size=14))
def test_a_negation_is_never_taken_for_done(before: list[str], negation: str, after: list[str]) -> None:
    meaning = understand(" ".join([*before, negation, *after]))
    assert meaning is None or meaning.purpose is not Purpose.DONE


@given(st.lists(WORDS, min_size=1, max_size=14), st.sampled_from("؟?"))
def test_a_question_is_no_report(words: list[str], mark: str) -> None:
    meaning = understand(" ".join(words) + mark)
    assert meaning is None or meaning.purpose is Purpose.COURTESY


def test_a_word_without_end_is_not_searched_for_a_meaning() -> None:
    assert understand(f"تمدید {'ا' * 900}") == Meaning(Purpose.MORE_TIME)
    assert understand(f"تمدید {'ا' * 4000}") is None
