"""Places are shared, on either messenger, and every reader is asked in their own language where the form has it."""

from tests.handlers.xforms.conftest import Publish
from tests.town import Town

CITY = "شهرداری مشهد"
ROUTE = """
survey:
type | name | label::Persian (fa) | label::English (en) | required | relevant
text | name | نام مسیر | Name of the way | yes
geopoint | gate | دروازه | Gate
geotrace | way | مسیر | Way
geoshape | park | بوستان | Park
settings:
form_title | default_language
مسیرها | Persian (fa)
"""


async def test_a_place_a_line_and_an_area_are_shared(both: Town, publish: Publish) -> None:
    sent = publish(ROUTE)
    sara = await both.representative_of(CITY)
    await sara.says("/fill")
    assert "این نوع پیام پاسخ این پرسش نیست." in await sara.shares_location(36.1, 59.1)
    assert "«موقعیت مکانی»" in await sara.says("راه آب")
    assert "نقطه‌ها را به ترتیب" in await sara.shares_location(36.3, 59.6)
    assert "تا کنون: ۱ نقطه" in await sara.shares_location(36.31, 59.61)
    assert "دست‌کم ۲ نقطه لازم است." in await sara.taps("تأیید")
    await sara.shares_location(36.32, 59.62)
    assert "بوستان" in await sara.taps("تأیید")
    for latitude in (36.4, 36.41, 36.42):
        await sara.shares_location(latitude, 59.7)
    assert "بوستان: ۴ نقطه" in await sara.taps("تأیید")
    await sara.taps("ارسال")
    [filled] = sent
    assert filled.answers["gate"] == "36.3 59.6 0.0 0.0"
    assert len(filled.answers["park"].split(";")) == 4


async def test_an_english_reader_is_asked_in_english(town: Town, publish: Publish) -> None:
    publish(ROUTE)
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    await sara.taps("English")
    assert "Name of the way" in await sara.says("/fill")


async def test_a_live_location_that_moves_changes_no_answer_and_gets_no_answer(town: Town, publish: Publish) -> None:
    publish(ROUTE)
    sara = await town.representative_of(CITY)
    await sara.says("/fill", "راه آب")
    await sara.shares_location(36.3, 59.6)
    number = max(message["id"] for message in town.world.history(sara.chat) if message["from"] != "bot")
    before = sara.everything()
    moved = {
        "message_id": number,
        "date": 0,
        "edit_date": 60,
        "chat": sara.chat.as_chat(),
        "from": sara.chat.as_user(),
        "location": {"latitude": 36.9, "longitude": 59.9, "live_period": 900},
    }
    town.face.state.updates.put_raw({"edited_message": moved})
    await town.quiet()
    assert sara.everything() == before
