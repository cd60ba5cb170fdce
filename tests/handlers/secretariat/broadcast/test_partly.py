"""Parts of a broadcast that stand in a chat though not all of it arrived, or though it is long ago."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from models.tables.broadcasts import Delivery
from models.tables.queues import Outbox, OutboxState
from sandbox.world.faults import Fault
from services.organisation import KeepDays
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Human, Town

CITY, ROADS = "شهرداری مشهد", "اداره کل راه و شهرسازی"
LONG = "نقشهٔ طرح پیوست است. " + "لطفاً به جزئیات آن توجه فرمایید. " * 28
"""Words that are too long to stand under a photo."""
NEWS = "جلسه به سه‌شنبه افتاد."


async def _half_delivered(town: Town, lost: str) -> tuple[Human, Human]:
    """A photo with long words to Sara, of which the call ``lost`` is refused."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها", words="")
    await maryam.sends_photo(LONG.strip())
    await maryam.taps("پیش‌نمایش و ارسال")
    town.face.faults.add(Fault("file_too_big", method=lost, chat_id=sara.chat.id, times=None))
    await maryam.taps("ارسال به ۱ نفر")
    await finishes(town, maryam)
    town.face.faults.clear()
    return maryam, sara


@pytest.mark.rows
@pytest.mark.refused("too large", "too big")
async def test_words_whose_photo_was_refused_are_corrected_and_taken_back(town: Town) -> None:
    maryam, sara = await _half_delivered(town, "sendPhoto")
    assert "لطفاً به جزئیات" in sara.everything()
    assert "بخشی رسید: ۱ نفر" in maryam.everything()
    assert "سارا محمدی: بخشی رسید: متن رسید و پیوست نرسید" in await maryam.taps("فهرست رؤیت‌ها")
    assert "سارا محمدی" in await maryam.taps("نرسیده‌ها")
    await maryam.taps("بازگشت", "اصلاح متن")
    await maryam.says(LONG.replace("نقشهٔ", "طرح درست"))
    await finishes(town, maryam)
    assert "طرح درست" in sara.everything()
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    assert "پس گرفته شد: ۱ نفر" in await finishes(town, maryam)
    assert "لطفاً به جزئیات" not in sara.everything()


@pytest.mark.rows
@pytest.mark.refused("too large", "too big")
async def test_a_photo_whose_words_were_refused_is_taken_back(town: Town) -> None:
    maryam, sara = await _half_delivered(town, "sendMessage")
    assert "photo" in sara.messages()[-1]
    assert "پیوست رسید و متن نرسید" in await maryam.taps("فهرست رؤیت‌ها")
    await maryam.taps("بازگشت", "پس گرفتن", "بله، پس گرفته شود")
    assert "پس گرفته شد: ۱ نفر" in await finishes(town, maryam)
    assert "photo" not in sara.messages()[-1]


@pytest.mark.rows
async def test_what_was_forgotten_after_months_is_said_to_stand_and_not_to_be_taken_back(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۲")
    # Reza's message was written a day before the other: it alone is old enough to be forgotten.
    async with town.app.db.write() as session:
        row = (await session.execute(Delivery.__table__.select().order_by(Delivery.id.desc()))).first()
        assert row
        long_ago = town.clock.now() - timedelta(days=KeepDays().messages + 1)
        await session.execute(update(Outbox).where(Outbox.id == row.row_id).values(created_at=long_ago))
        await session.execute(delete(Outbox).where(Outbox.created_at == long_ago, Outbox.state != OutboxState.PENDING))
    await maryam.taps("اصلاح متن")
    assert "پیام ۱ نفر دیگر ویرایش نمی‌شود" in await maryam.says("جلسه لغو شد.")
    await finishes(town, maryam)
    assert "جلسه لغو شد." in sara.everything()
    assert NEWS in reza.everything()
    assert "پیام ۱ نفر دیگر حذف یا ویرایش نمی‌شود" in await maryam.taps("پس گرفتن")
    await maryam.taps("بله، پس گرفته شود")
    seen = await finishes(town, maryam)
    assert "پس گرفته شد: ۱ نفر" in seen
    assert "پس گرفته نشد: ۱ نفر" in seen
    await maryam.taps("فهرست رؤیت‌ها")
    seen = await maryam.taps("پس‌گرفته‌نشده‌ها")
    assert "رضا کریمی" in seen
    assert "سارا محمدی" not in seen
    assert NEWS in reza.everything()
    assert "جلسه لغو شد." not in sara.everything()
