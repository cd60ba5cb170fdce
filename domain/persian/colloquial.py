"""Spoken Persian, and Persian in Latin letters, in the words of the written language: «تموم» is «تمام», "shod" «شد»."""

import re

from domain.persian.text import fold

_SPOKEN = """
تموم تمام, تمومه تمام است, دیگه دیگر, مونده مانده, نمونده نمانده, بمونه بماند, اومد امد, اومده امده, نیومد نیامد
نیومده نیامده, میشه می شود, نمیشه نمی شود, بشه بشود, نشه نشود, میاد می اید, نمیاد نمی اید, بدین بدهید, بدید بدهید
بدهین بدهید, ندادن ندادند, میدن می دهند, میدیم می دهیم, میدم می دهم, نمیدن نمی دهند, نمیدم نمی دهم
نمیدیم نمی دهیم, چیکار چه کار, چکار چه کار
واسه برای, رو را, خیابون خیابان, اقدامه اقدام است, انجامه انجام است, متوقفه متوقف است, لازمه لازم است
درصده درصد است, تقاضاست تقاضا است, کنین کنید, میدون میدان, تهرون تهران, ساختمون ساختمان, اگه اگر, هنو هنوز
میتونیم می توانیم, نمیتونیم نمی توانیم, نتونستیم نتوانستیم, داره دارد, نداره ندارد, شدن شدند, نشدن نشدند
فرستادیم ارسال کردیم, فرستادم ارسال کردم, کدوم کدام, کدوما کدام, هیچکدوم هیچ کدام, هیشکی هیچکس, چجوری چه جوری
چطوری چه طور, چطور چه طور, بدن بدهند, دارن دارند, نکنه نکند, نکردن نکردند, نیومدن نیامدند, نرسیدن نرسیدند
نشون نشان, خونه خانه, دبیرخونه دبیرخانه, کارا کارها, اوکی ok, اوکیه ok است
میخام می خواهم, میخوام می خواهم, میخایم می خواهیم, میخوایم می خواهیم, نمیخام نمی خواهم, نمیخوام نمی خواهم
نمیخوایم نمی خواهیم, اینو این را, اونو ان را
تعطیله تعطیل است, معطله معطل است, ناقصه ناقص است, بسپرین بسپارید, بسپارین بسپارید
"""
_LATIN = """
salam سلام, anjam انجام, shod شد, shode شده, shodeh شده, nashod نشد, nashode نشده, nashodeh نشده, dadim دادیم
dadam دادم, nadadim ندادیم, kardim کردیم, kardam کردم, nakardim نکردیم, tamam تمام, tamom تمام, tamoom تمام
tamum تمام, tamdid تمدید, mikham می خواهم, mikhaim می خواهیم, mikhaym می خواهیم, mikhahim می خواهیم
mikhaham می خواهم, ta تا, darsad درصد, mohlat مهلت, hanoz هنوز, hanooz هنوز, mamnoon ممنون, mamnun ممنون
mamnonam ممنون, merci مرسی, mersi مرسی, tashakor تشکر, chashm چشم, mosavabe مصوبه, band بند, kar کار, kare کار
karha کارها, pishraft پیشرفت, pish پیش, rafte رفته, lotfan لطفا, baraye برای, ma ما, hafte هفته, rooz روز, ruz روز
mah ماه, dige دیگر, digar دیگر, yek یک, ye یک, do دو, se سه, akhar اخر, payan پایان, farvardin فروردین
ordibehesht اردیبهشت, khordad خرداد, tir تیر, mordad مرداد, shahrivar شهریور, mehr مهر, aban ابان, azar اذر, dey دی
day دی, bahman بهمن, esfand اسفند, bale بله, baleh بله, vaght وقت, bekheyr بخیر, bekheir بخیر, va و, in این
nist نیست, etebar اعتبار, nadarim نداریم, ok ok, okay ok, hi hi, hello hello, thanks thanks, thank thank, you you
done done, asfalt اسفالت, park پارک, gozaresh گزارش, ersal ارسال, ferestadim ارسال کردیم, ferestadam ارسال کردم
dabirkhane دبیرخانه, dabirkhaneh دبیرخانه, emrooz امروز, emruz امروز, emroz امروز, farda فردا, dirooz دیروز, diruz دیروز
khiaban خیابان, roshanayi روشنایی, namayande نماینده, moarefi معرفی, jalase جلسه, ro را, ra را, be به, az از, ba با
ham هم, hame همه, vali ولی, ama اما, naghes ناقص, hanuz هنوز, kay کی, key کی, hast هست, has هست, bood بود, nabood نبود
sorry ببخشید, bebakhshid ببخشید, eshtebah اشتباه, miferestim می فرستیم, miferestam می فرستم, nemirese نمی رسد
nemiresim نمی رسیم, mishe می شود, nemishe نمی شود
"""


def _pairs(table: str) -> dict[str, str]:
    rows = (row.strip().partition(" ") for row in re.split("[,\n]", table))
    return {spoken: words for spoken, _, words in rows if spoken}


_WRITTEN, _TRANSLITERATED = _pairs(_SPOKEN), _pairs(_LATIN)
_VERB = re.compile(r"\b(ن?می)(?=(?:خوا|خوای|خوام|شود|شد|کن|ده[یمن]|گیر|رس[یدا]|باش|توان|رود|رفت|فرست)\w*)")
"""The prefix of a verb that was typed without its half-space: «میخواهم»، but not «میدان»."""
_PRESENT = {
    "ده": "دهد", "دن": "دهند", "کنه": "کند", "کنن": "کنند", "زنه": "زند", "زنن": "زنند", "گیره": "گیرد",
    "گیرن": "گیرند", "ره": "رود", "رن": "روند", "رسه": "رسد", "رسن": "رسند", "شه": "شود", "شن": "شوند", "تونه": "تواند",
    "تونن": "توانند", "تونیم": "توانیم", "خواد": "خواهد", "خوان": "خواهند", "گه": "گوید", "گن": "گویند", "مونه": "ماند",
    "ذاره": "گذارد", "ذارن": "گذارند",
}  # fmt: skip
_SPOKEN_PRESENT = re.compile(rf"\b(ن?می) ?({'|'.join(sorted(_PRESENT, key=len, reverse=True))})\b")
"""The ending of a spoken verb: «نمی‌ده»، «نمیکنن»."""
_TO_YOU = re.compile(
    r"\b(\w*(?:کرد|داد|زد|گفت|دید|گرفت|نوشت|فرستاد|دار|هست|بزن|فرما|نمای|فرست|بگ|بگذار|بذار|بنداز|بند|ببر|کن|ده|تون))ین\b"
)
"""«ین» for «ید»: «کردین»، «بفرستین»."""
_ENDINGS = {"ش": "ش", "شو": "ش را", "شون": "شان", "مون": "مان", "م": "م", "ها": "ها", "ا": " ها"}
_ENDED = re.compile(rf"(\w{{3,}}?)({'|'.join(sorted(_ENDINGS, key=len, reverse=True))})")
"""A word with an ending, which is spoken as the word is: «تمومش»، «خیابونا»."""
_LATIN_WORD = re.compile(r"[a-z]+")


def written(text: str) -> str:
    """Return a folded text in the words of the written language.

    Latin letters stay when one of their words is unknown, which might say the opposite.
    """
    said = fold(text)
    latin = _LATIN_WORD.findall(said)
    if latin and all(word in _TRANSLITERATED for word in latin):
        said = _LATIN_WORD.sub(lambda found: _TRANSLITERATED[found[0]], said)
    said = "".join(map(_written, re.split(r"(\w+)", said)))
    said = _SPOKEN_PRESENT.sub(lambda found: f"{found[1]} {_PRESENT[found[2]]}", _TO_YOU.sub(r"\1ید", said))
    return _VERB.sub(r"\1 ", said)


def _written(word: str) -> str:
    """Return a word as it is written, with its ending where only the word before it is known."""
    if word in _WRITTEN:
        return _WRITTEN[word]
    ended = _ENDED.fullmatch(word)
    return _WRITTEN[ended[1]] + _ENDINGS[ended[2]] if ended and ended[1] in _WRITTEN else word
