"""Receipts and answers of recipients, and the ledger in which the secretariat and the chair read them."""

import io

import aiohttp
import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.people import Membership
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Town

CITY, ROADS = "شهرداری مشهد", "اداره کل راه و شهرسازی"


async def with_question(town: Town) -> None:
    maryam = town.people["مریم رضایی"]
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("افزودن پرسش")
    await maryam.says("در جلسه شرکت می‌کنید؟")
    await maryam.says("بله\nخیر")


@pytest.mark.rows
async def test_sara_acknowledges_answers_and_changes_her_answer(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await with_question(town)
    await sends(town, maryam, "۲")
    assert "در جلسه شرکت می‌کنید؟" in sara.sees()
    assert sara.buttons() == ["بله", "خیر", "رؤیت شد"]
    await sara.taps("بله")
    assert sara.buttons() == ["پاسخ شما: بله", "خیر", "رؤیت شما ثبت شد"]
    await sara.taps("خیر")
    assert sara.buttons() == ["بله", "پاسخ شما: خیر", "رؤیت شما ثبت شد"]
    await reza.taps("رؤیت شد")
    await reza.taps("رؤیت شما ثبت شد")
    await maryam.opens("اطلاع‌رسانی")
    seen = await maryam.taps("جلسه به سه‌شنبه")
    assert "رؤیت: ۲ نفر" in seen
    assert "«بله»: ۰ نفر" in seen
    assert "«خیر»: ۱ نفر" in seen
    seen = await maryam.taps("فهرست رؤیت‌ها")
    assert "سارا محمدی: «خیر»" in seen
    assert "رضا کریمی: رؤیت در" in seen


async def test_who_has_left_since_still_counts_and_who_never_got_it_is_told_so(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    async with town.app.db.write() as session:
        membership = await session.scalar(select(Membership).where(Membership.role == Role.REPRESENTATIVE))
        assert membership
        membership.ended_at = town.clock.now()
    await sara.taps("رؤیت شد")
    assert sara.buttons() == ["رؤیت شما ثبت شد"]
    reza = await town.representative_of(ROADS, "رضا کریمی")
    _send_a_copy(town, reza.chat.id, sara.messages()[-1]["id"])
    assert "به نام شما ثبت نشده" in await reza.taps("رؤیت شما ثبت شد")


def _send_a_copy(town: Town, chat: int, message: int) -> None:
    """Show another chat the same buttons, as a forged or forwarded message would."""
    state = town.world._state
    original = next(m for messages in state.messages.values() for m in messages.values() if m["message_id"] == message)
    copy = state.draft(state.chats[chat], state.bot)
    copy |= {name: original[name] for name in ("text", "reply_markup")}
    state.put(state.chats[chat], copy)


@pytest.mark.rows
async def test_maryam_reminds_those_who_have_not_seen_it_once_an_hour(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۲")
    await sara.taps("رؤیت شد")
    await maryam.taps("فهرست رؤیت‌ها")
    assert "سارا" not in await maryam.taps("رؤیت‌نکرده‌ها")
    sara.marks()
    reza.marks()
    assert "یادآوری می‌شود" in await maryam.taps("یادآوری به ۱ نفر")
    await finishes(town, maryam)
    assert sara.sees() == ""
    assert "هنوز رؤیت نشده است" in reza.sees()
    assert "یادآوری دیگری فرستاده نمی‌شود" in await maryam.taps("یادآوری به ۱ نفر")
    assert "رؤیت شما ثبت شد" in await reza.taps("رؤیت شد")
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("جلسه به سه‌شنبه")
    assert "رؤیت: ۲ نفر" in maryam.sees()
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    await finishes(town, maryam)
    assert "جلسه به سه‌شنبه" not in sara.everything() + reza.everything()


async def test_the_chair_reads_the_ledger_and_the_sheet_has_every_receipt(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    mahnaz = await town.member("مهناز فرهمند", Role.CHAIR)
    await with_question(town)
    await sends(town, maryam, "۱")
    await sara.taps("بله")
    assert "اطلاع‌رسانی تازه" not in await mahnaz.says("/broadcast")
    await mahnaz.taps("جلسه به سه‌شنبه")
    assert "پس گرفتن" not in mahnaz.buttons()
    assert "سارا محمدی: «بله»" in await mahnaz.taps("فهرست رؤیت‌ها")
    await mahnaz.taps("جست‌وجوی نام")
    assert "کسی در این فهرست نیست" in await mahnaz.says("رضا")
    await mahnaz.taps("جست‌وجوی نام")
    assert "سارا محمدی: «بله»" in await mahnaz.says("سارا")
    assert "یادآوری" not in " ".join(mahnaz.buttons())
    await mahnaz.taps("فهرست در اکسل")
    address = f"{town.server.url}/api/files/{mahnaz.messages()[-1]['document']['file_id']}"
    async with aiohttp.ClientSession() as web, web.get(address) as answer:
        book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][:3] == ["نام", "نقش", "وضعیت"]
    assert "سارا محمدی" in str(rows[1][0])
    assert "بله" in rows[1]
    assert "شنبه ۱۳ مهر ۱۳۹۸، ۱۸:۰۰" in rows[1]


@pytest.mark.refused("bot was blocked")
async def test_who_blocked_the_bot_is_named_before_and_stands_in_the_ledger_with_the_reason(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.representative_of(ROADS, "رضا کریمی")
    town.world.block(sara.chat)
    await town.quiet()
    if town.face.name == "bale":
        # Bale tells nobody of a block: the first message that fails does.
        await drafts(maryam)
        await sends(town, maryam, "۳")
    seen = await drafts(maryam, "یک نقش", "نماینده‌ها")
    assert "۱ نفر در دسترس نیستند: سارا محمدی" in seen
    assert "دستیار را متوقف کرده است" in await maryam.taps("نام گیرندگان")
    await maryam.taps("بازگشت", "گیرندگان", "محدود کردن به", "دستگاه‌های انتخاب‌شده", CITY, "ادامه", "بازگشت")
    assert "هیچ‌یک از گیرندگان" in await maryam.taps("پیش‌نمایش و ارسال")
    assert "ارسال به" not in " ".join(maryam.buttons())
    await maryam.taps("ویرایش", "گیرندگان", "حذف آخرین مورد", "بازگشت")
    assert "نرسید: ۱ نفر" in await sends(town, maryam, "۱")
    await maryam.taps("فهرست رؤیت‌ها")
    assert "سارا محمدی: نرسید، دستیار را متوقف کرده است" in await maryam.taps("نرسیده‌ها")


async def test_a_reply_that_says_what_a_button_says_is_as_good_as_a_tap(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(ROADS, "رضا کریمی")
    await with_question(town)
    await sends(town, maryam, "۲")
    told = sara.messages()[-1]["id"]
    assert "پاسخ شما" in await sara.replies(told, "بله")
    await sara.taps("پاسخ شما: بله")
    await reza.replies(reza.messages()[-1]["id"], "ممنون، رؤیت شد")
    await maryam.opens("اطلاع‌رسانی")
    seen = await maryam.taps("جلسه به سه‌شنبه")
    assert "رؤیت: ۲ نفر" in seen
    assert "«بله»: ۱ نفر" in seen
