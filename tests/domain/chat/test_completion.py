"""Completion: what is only believed, begun, partly done or taken back is never read as done."""

import pytest

from domain.chat.free_text import Meaning, Purpose, understand

NOT_SURE = (
    "فکر کنم انجام شد",
    "به نظرم تموم شده",
    "احتمالا تموم شد",
    "ظاهرا انجام شده",
    "میگن تموم شده",
    "انجام شد یا نه",
    "انجام شد ولی ایراد داره",
    "انجام شد اما دوباره خراب شد",
    "فرض کنید انجام شده",
    "مانع انجام شده",
    "ببینم انجام شده خبر میدم",
    "کاش انجام شده بود",
    "شنبه تمومه",
    "آخر هفته تمومه",
    "تا دو روز دیگه تموم شده",
    "به زودی انجام شده",
    "پولمون تموم شد",
    "مصالح تموم شد",
    "اقدامات انجام شده به شرح زیر است",
    "گزارش کارهایی که انجام شده پیوسته",
)
"""Hearsay, a «but», a day to come, what work needs, and work that is only named."""
STEPS = (
    "نامه ارسال شد",
    "نامه شماره ۱۲۳۴ مورخ ۱۵ آبان به استانداری ارسال گردید",
    "نامه به استانداری ارسال شد",
    "جلسه با شهرداری برگزار شد",
    "پیگیری های لازم صورت گرفت",
    "هماهنگی انجام شد",
    "مطالعات انجام شد",
    "پیش نویس تهیه شد",
)
PARTS = {
    "آسفالت بجز کوچه شهید رضایی تموم شده": None,
    "به غیر از فاز دو تموم شد": None,
    "همه انجام شد مگر یکی": None,
    "فقط یکیش انجام شد": None,
    "بخشیش انجام شد": None,
    "۵ تا از ۱۲ تا انجام شد": None,
    "از ۱۲ غرفه ۵ غرفه تحویل شد": None,
    "تا الان برای سه محله انجام شده": None,
    "یک سوم کار انجام شد": 33,
    "سه چهارم کار انجام شده": 75,
    "سه چهارم کار انجام شده بقیه اش مونده واسه هفته بعد": 75,
    "بین ۷۰ تا ۸۰ درصد انجام شده": None,
    "کمتر از ۵۰ درصد پیش رفت": None,
    "۵۰ درصد بودجه رسیده": None,
    "ببخشید ۶۰ درصد نه ۸۰ درصد": None,
    "بالای ۹۰ درصد انجام شد": 90,
    "نود درصدش تمومه": 90,
    "عمده کار انجام شد": None,
    "سهم ما انجام شد": None,
    "نصف بیشترش انجام شده": None,
    "بیشتر از نصفش انجام شده": None,
    "از سه تا کار دو تاش تموم شده": None,
    "تقریبا ۸۰ درصدش رفته جلو": 80,
    "حدود ۵۰ درصد انجام شده بقیش تا آخر ماه انجام میشه": 50,
    "داره تموم میشه": None,
    "رو به اتمامه": None,
}
WHOLE = (
    "انجام شد لطفا مختومه بفرمایید",
    "انجام شد لطفا ثبت کنید",
    "بالاخره انجام شد دست همه درد نکنه",
    "دیر شد ولی انجام شد",
    "دیگه تمومه",
    "انجام شد عکسشو فردا میفرستم",
    "شنبه انجام شد",
    "جلسه برگزار شد صورتجلسه هم امضا شد کار کلا انجام شده",
    "بعد از سه نامه کار تموم شد",
    "هر سه تا انجام شد",
    "از ۱۵ مهر تا ۲۰ مهر انجام شد",
)


@pytest.mark.parametrize("text", [*NOT_SURE, *STEPS])
def test_what_is_doubted_or_only_a_step_is_left_to_a_person(text: str) -> None:
    assert understand(text) is None


@pytest.mark.parametrize("text", PARTS)
def test_a_part_is_under_way(text: str) -> None:
    assert understand(text) == Meaning(Purpose.UNDER_WAY, PARTS[text])


@pytest.mark.parametrize("text", WHOLE)
def test_the_whole_is_done_whatever_is_said_beside_it(text: str) -> None:
    assert understand(text) == Meaning(Purpose.DONE)


def test_a_step_that_the_resolution_asks_for_is_its_work() -> None:
    assert understand("جلسه با شهرداری برگزار شد", "جلسهٔ مشترک با شهرداری برگزار شود.") == Meaning(Purpose.DONE)
    assert understand("جلسه برگزار شد", "جدول منابع تکمیل شود.") is None
