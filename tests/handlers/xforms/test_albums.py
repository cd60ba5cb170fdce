"""Several photos to a question that takes one: the first is its answer, the others stay with the form."""

from tests.handlers.xforms.conftest import Publish
from tests.handlers.xforms.test_rows import WORKS
from tests.town import PNG, Human, Town

CITY = "شهرداری مشهد"
PLACES = """
survey:
type | name | label::fa (fa) | required
begin_repeat | place | مکان
text | title | نام مکان | yes
image | photo | عکس مکان
end_repeat
settings:
form_title
مکان‌ها
"""


async def album(human: Human, *shades: int, caption: str = "") -> str:
    """Send photos that differ, as an album."""
    files = [(f"{shade}.png", PNG + bytes([shade]), "image/png") for shade in shades]
    return await human.sends_files(files, "photo", caption)


async def test_the_first_photo_of_an_album_answers_and_the_others_serve_the_next_rows(
    town: Town, publish: Publish
) -> None:
    sent = publish(PLACES)
    sara = await town.representative_of(CITY)
    assert "عکس مکان" in await sara.says("/fill", "مسجد")
    seen = await album(sara, 10, 20, 30)
    assert "۲ فایل دیگر پیوست فرم ماند" in seen
    await sara.taps("ردیف تازه")
    seen = await sara.says("زورخانه")
    assert "۲ فایل هنوز پاسخ پرسشی نیست" in seen
    assert "تا کنون ۲ ردیف" in await sara.taps("پیوست ۲")
    summary = await sara.taps("تمام شد، ادامه")
    assert "پیوست‌های دیگر: ۱ فایل" in summary
    await sara.taps("ارسال")
    [filled] = sent
    assert len(filled.files) == 3
    assert len({filled.answers["place[1]/photo"], filled.answers["place[2]/photo"]}) == 2
    assert [name for name, file in filled.files.items() if file.get("extra")] == [
        name for name in filled.files if name not in filled.answers.values()
    ]


async def test_photos_that_come_where_none_is_asked_wait_for_the_next_row(town: Town, publish: Publish) -> None:
    sent = publish(PLACES)
    sara = await town.representative_of(CITY)
    await sara.says("/fill")
    # The words under an album answer the question in hand, and its first photo the next one that asks for a photo.
    seen = await album(sara, 10, 20, caption="مسجد")
    assert "پاسخ پرسش «عکس مکان» است" in seen
    assert "۱ فایل پیوست این فرم شد" in seen
    assert "تا کنون ۱ ردیف" in seen
    # No question is open that takes it: it waits, and is no refusal.
    assert "۱ فایل پیوست این فرم شد" in await album(sara, 30)
    await sara.taps("تمام شد، ادامه")
    assert "پیوست‌های دیگر: ۲ فایل" in sara.sees()
    assert "پیوست‌های دیگر حذف شد." in await sara.taps("حذف پیوست‌های دیگر")
    await sara.taps("ارسال")
    assert list(sent[0].files) == [sent[0].answers["place[1]/photo"]]


async def test_a_replaced_photo_is_not_sent(town: Town, publish: Publish) -> None:
    sent = publish(PLACES)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "مسجد")
    await album(sara, 10)
    await sara.taps("۱. مسجد", "اصلاح عکس مکان")
    await album(sara, 20)
    await sara.taps("فهرست ردیف‌ها", "تمام شد، ادامه", "ارسال")
    assert list(sent[0].files) == [sent[0].answers["place[1]/photo"]]


async def test_words_under_a_photo_are_an_answer_where_the_form_takes_no_photo(town: Town, publish: Publish) -> None:
    publish(WORKS)
    sara = await town.representative_of(CITY)
    await sara.says("/fill")
    assert "این فرم جایی برای فایل ندارد" in await album(sara, 10)
    seen = await album(sara, 10, 20, caption="سپهر")
    assert "فایل پذیرفته نشد. نوشتهٔ همراه آن خوانده شد." in seen
    assert "عنوان کار" in seen
    seen = await album(sara, 30, caption="خیاطی؛ ۱۲۰")
    assert "۱ ردیف ثبت شد." in seen
    assert sara.buttons()[0] == "۱. خیاطی، ۱۲۰"
