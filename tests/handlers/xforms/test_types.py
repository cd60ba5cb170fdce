"""A facilitator answers a compiled form in chat: every type has its natural way."""

# ruff: noqa: E501 - a row of a form is a line
from tests.handlers.xforms.conftest import Publish
from tests.town import Town

CITY = "شهرداری مشهد"
HOUSE = """
survey:
type | name | label::fa (fa) | label::en (en) | hint::fa (fa) | guidance_hint::fa (fa) | required | relevant | constraint | constraint_message::fa (fa) | appearance | parameters
start | began
username | who_fills
note | hello | این فرم دربارهٔ **خانه** است. | About a house
begin_group | place | نشانی | Address
select_one hood | hood | محله | Quarter | | هر محله یک تسهیلگر دارد. | yes
geopoint | spot | مکان خانه | Spot
end_group
begin_group | people | ساکنان | People
integer | count | شمار افراد | People | با مهمان | | yes | | . < 20 | در یک خانه کمتر از ۲۰ نفر شمرده می‌شود.
decimal | income | درآمد ماهانه (ریال) | Income
select_multiple skill | skills | مهارت‌ها | Skills | | | | | count-selected(.) >= 2 | دو مهارت انتخاب کنید.
date | visited | روز بازدید | Visited | | | | | . <= today() | روز بازدید نگذشته است.
time | hour | ساعت | Hour
range | level | رضایت | Level | | | | | | | | start=1 end=5 step=1
rank skill | order | ترتیب | Order
image | photo | عکس خانه | Photo
text | why | چرا کم؟ | Why | | | yes | ${level} < 3
acknowledge | ok | درست است | OK | | | yes
end_group
settings:
form_title
سرشماری خانه
choices:
list_name | name | label::fa (fa) | label::en (en)
hood | g | گلشهر | Golshahr
hood | t | التیمور | Altimur
skill | s | خیاطی | Sewing
skill | c | آشپزی | Cooking
skill | w | نجاری | Wood
"""


async def test_a_house_is_described_to_the_end_and_sent(town: Town, publish: Publish) -> None:
    sent = publish(HOUSE)
    sara = await town.representative_of(CITY)
    first = await sara.says("/fill")
    for words in ("سرشماری خانه، پرسش ۱ از ۱۲", "نشانی", "این فرم دربارهٔ خانه است."):
        assert words in first
    assert "هر محله یک تسهیلگر دارد." in await sara.taps("راهنما")
    assert "مکان خانه" in await sara.taps("گلشهر")
    counted = await sara.says("36.2972, 59.6067")
    assert "با مهمان" in counted
    assert "رد کردن" not in sara.buttons()
    assert "درآمد ماهانه" in await sara.says("چهار")
    assert "۱۲٬۵۰۰٬۰۰۰ (دوازده میلیون و پانصد هزار) ثبت شد." in await sara.says("دوازده میلیون و پانصد هزار")
    assert "انتخاب‌شده (۱): خیاطی" in await sara.taps("خیاطی")
    assert "دو مهارت انتخاب کنید." in await sara.taps("تأیید")
    assert "انتخاب‌شده (۲): خیاطی، آشپزی" in await sara.says("آشپزی")
    assert "روز بازدید" in await sara.taps("تأیید")
    assert "روز بازدید نگذشته است." in await sara.says("فردا")
    assert "ساعت" in await sara.says("دیروز")
    assert "عددی از ۱ تا ۵" in await sara.says("ده و نیم صبح")
    assert "به ترتیب اهمیت" in await sara.taps("۲")
    assert "ترتیب تا اینجا: ۱. نجاری" in await sara.taps("نجاری")
    # Two of three are enough: nothing is left to choose.
    assert "عکس را همین‌جا بفرستید." in await sara.taps("خیاطی")
    assert "چرا کم؟" in await sara.sends_photo()
    assert "درست است" in await sara.says("دور است")
    summary = await sara.taps("تأیید می‌کنم")
    for line in (
        "— نشانی —",
        "محله: گلشهر",
        "مکان خانه: \u206636.2972, 59.6067\u2069",
        "شمار افراد: ۴",
        "درآمد ماهانه (ریال): ۱۲٬۵۰۰٬۰۰۰",
        "مهارت‌ها: خیاطی، آشپزی",
        "روز بازدید: جمعه ۱۲ مهر ۱۳۹۸",
        "ساعت: ۱۰:۳۰",
        "ترتیب: ۱. نجاری، ۲. خیاطی، ۳. آشپزی",
    ):
        assert line in summary
    await sara.taps("ارسال")
    [filled] = sent
    assert filled.subject_id == 7
    assert {name: value for name, value in filled.answers.items() if name not in ("began", "meta/instanceID")} == {
        "who_fills": "سارا محمدی",
        "place/hood": "g",
        "place/spot": "36.2972 59.6067 0.0 0.0",
        "people/count": "4",
        "people/income": "12500000.0",
        "people/skills": "s c",
        "people/visited": "2019-10-04",
        "people/hour": "10:30:00",
        "people/level": "2",
        "people/order": "w s c",
        "people/photo": next(iter(filled.files)),
        "people/why": "دور است",
        "people/ok": "OK",
    }
    [photo] = filled.files.values()
    assert photo["name"] == "photo.jpg"


async def test_a_refusal_says_why_what_was_understood_and_what_would_do(town: Town, publish: Publish) -> None:
    publish(HOUSE)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "گلشهر", "36.2972, 59.6067")
    refused = await sara.says("۲۵")
    for words in ("در یک خانه کمتر از ۲۰ نفر شمرده می‌شود.", "خوانده شد: ۲۵", "برای نمونه: "):
        assert words in refused
    assert "به جای رقم صفر، حرف لاتین O" in await sara.says("1O")
    assert "نگه داشتن و خبر به دبیرخانه" not in sara.buttons()
    assert "عدد صحیح لازم است" in await sara.says("۱٫۵")
    maryam = await town.secretary()
    kept = await sara.taps("نگه داشتن و خبر به دبیرخانه")
    assert "نگه داشته شد و به دبیرخانه خبر داده شد" in kept
    await town.quiet()
    assert "سارا محمدی در فرم «سرشماری خانه»" in maryam.sees()
    assert "شمار افراد" in await sara.taps("ادامهٔ تکمیل")


async def test_a_day_is_tapped_in_a_month_of_the_calendar(town: Town, publish: Publish) -> None:
    publish("""
survey:
type | name | label
date | day | Day
""")
    sara = await town.representative_of(CITY)
    assert "یا از تقویم انتخاب کنید" in await sara.says("/fill")
    assert "مهر ۱۳۹۸" in sara.buttons()
    await sara.taps("ماه بعد")
    assert "آبان ۱۳۹۸" in sara.buttons()
    assert "Day: پنجشنبه ۹ آبان ۱۳۹۸" in (await sara.taps("۹")).replace("\u2068", "").replace("\u2069", "")


async def test_a_photo_sent_early_is_kept_for_its_question_and_a_voice_is_none(town: Town, publish: Publish) -> None:
    publish(HOUSE)
    sara = await town.representative_of(CITY)
    await sara.says("/fill")
    assert "پاسخ پرسش «عکس خانه» است" in await sara.sends_photo()
    assert "محله" in sara.sees()


async def test_a_draft_is_left_resumed_and_deleted_only_after_a_yes(town: Town, publish: Publish) -> None:
    publish(HOUSE)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "گلشهر")
    assert "نگه داشته شد" in await sara.taps("بعداً ادامه می‌دهم")
    assert "حذف شود؟" in await sara.taps("حذف پیش‌نویس")
    assert "مکان خانه" in await sara.taps("نه، ادامه می‌دهم")
    await sara.taps("بعداً ادامه می‌دهم")
    await sara.taps("حذف پیش‌نویس")
    assert "پیش‌نویس حذف شد" in await sara.taps("بله، حذف شود")
    assert "پرسش ۱ از" in await sara.says("/fill")


async def test_a_long_list_is_paged_and_searched_and_follows_its_filter(town: Town, publish: Publish) -> None:
    towns = "\n".join(f"town | t{number} | محلهٔ {number} | {'m' if number < 20 else 's'}" for number in range(40))
    sent = publish(f"""
survey:
type | name | label | choice_filter
select_one city | city | شهر |
select_one town | town | محله | city=${{city}}
choices:
list_name | name | label | city
city | m | مشهد |
city | s | سبزوار |
{towns}
""")
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "سبزوار")
    assert "بخشی از آن را بنویسید" in sara.sees()
    assert "محلهٔ 20" in sara.buttons()
    assert "محلهٔ 28" not in sara.buttons()
    await sara.taps("صفحهٔ بعد")
    assert "محلهٔ 28" in sara.buttons()
    assert "یافت شد" in await sara.says("محله 3")
    assert "محلهٔ 20" not in sara.buttons()
    summary = await sara.taps("محلهٔ 33")
    assert "محله: محلهٔ 33" in summary
    # A town of the other city is none of this one's.
    await sara.taps("اصلاح شهر")
    assert "بخشی از آن را بنویسید" in await sara.taps("مشهد")
    await sara.says("محلهٔ ۱۲")
    await sara.taps("ارسال")
    assert (sent[0].answers["city"], sent[0].answers["town"]) == ("m", "t12")


async def test_a_required_list_without_options_is_no_dead_end(town: Town, publish: Publish) -> None:
    publish("""
survey:
type | name | label | choice_filter | required
select_one city | city | شهر | |
select_one town | town | محله | city=${city} | yes
choices:
list_name | name | label | city
city | m | مشهد |
city | s | سبزوار |
town | x | گلشهر | m
""")
    sara = await town.representative_of(CITY)
    assert "گزینه‌ای در این فهرست نیست" in await sara.says("/fill", "سبزوار")
    assert "نگه داشتن و خبر به دبیرخانه" in sara.buttons()
    await sara.taps("بازگشت")
    await sara.taps("مشهد")
    assert "گلشهر" in sara.buttons()


FEE = """
survey:
type | name | label::fa (fa) | required
integer | fee | هزینه چند ریال است؟ | yes
settings:
form_title
هزینه‌ها
"""


async def test_a_whole_number_beyond_its_type_is_refused_with_the_way_out(town: Town, publish: Publish) -> None:
    publish(FEE)
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    seen = await sara.says("/fill", "۵ میلیارد")
    assert "عددی بزرگ‌تر از ۲٬۱۴۷٬۴۸۳٬۶۴۷ نمی‌پذیرد" in seen
    assert "به دبیرخانه خبر دهید تا این پرسش را در فرم اصلاح کند" in seen.replace("\u2068", "").replace("\u2069", "")
    await sara.taps("نگه داشتن و خبر به دبیرخانه")
    assert "هزینه چند ریال است" in maryam.everything()


YEARS = """
survey:
type | name | label::fa (fa) | readonly | default
begin_repeat | house | خانه
text | year | سال ساخت
text | tel | تلفن
end_repeat
text | code | کد محله | yes | 12
settings:
form_title
خانه‌ها
"""


async def test_numbers_in_words_are_shown_with_the_readers_digits_and_kept_as_they_are(
    town: Town, publish: Publish
) -> None:
    sent = publish(YEARS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "1365", "۰۵۱-۳۸۰۰")
    assert sara.buttons()[0] == "۱. ۱۳۶۵، ۰۵۱-۳۸۰۰"
    card = await sara.taps("۱. ۱۳۶۵")
    assert "سال ساخت: ۱۳۶۵" in card
    assert "تلفن: ۰۵۱-۳۸۰۰" in card
    await sara.taps("اصلاح سال ساخت")
    assert "پاسخ کنونی: ۱۳۶۵" in sara.sees()
    await sara.taps("همین پاسخ بماند", "فهرست ردیف‌ها")
    assert "کد محله: ۱۲" in await sara.taps("تمام شد، ادامه")
    await sara.taps("ارسال")
    assert sent[0].answers["house[1]/year"] == "1365"


async def test_digits_with_a_sign_after_them_are_shown_with_the_readers_digits(town: Town, publish: Publish) -> None:
    sent = publish(YEARS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "۱۳۶۵+", "۰۵۱-۳۸۰۰")
    assert sara.buttons()[0] == "۱. ۱۳۶۵+، ۰۵۱-۳۸۰۰"
    await sara.taps("تمام شد، ادامه", "ارسال")
    assert sent[0].answers["house[1]/year"] == "1365+"


COUNTS = """
survey:
type | name | label::fa (fa) | required
integer | people | شمار | yes
integer | shops | تعداد کارگاه
text | words | شرح
settings:
form_title
شمارش
"""


async def test_whoever_does_not_know_is_shown_the_way_past_and_a_number_in_a_sentence_is_said_back(
    town: Town, publish: Publish
) -> None:
    publish(COUNTS)
    sara = await town.representative_of(CITY)
    assert "رد کردن» را بزنید" not in await sara.says("/fill", "نمی‌دانم")
    assert "تعداد کارگاه" in await sara.says("۱۲ نفر")
    assert "خوانده شد" not in sara.sees()
    seen = await sara.says("نمی‌دانم.")
    assert "لطفاً یک عدد" in seen
    assert "اگر پاسخ را نمی‌دانید، «رد کردن» را بزنید." in seen
    assert "از پیام شما عدد ۱ خوانده شد." in await sara.says("یک مشکل داریم")
