"""Somebody who comes to a planned meeting for two agencies: each stands on the list, the person hears once."""

import io
import zipfile

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.planning import Invitee
from tests.handlers.secretariat.correspondence.test_templates import document
from tests.handlers.secretariat.planning.test_plans import planning
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
pytestmark = pytest.mark.rows


async def both_invited(town: Town) -> tuple[Human, Human]:
    """Return Maryam, and Sara whom she has invited for the city and for the chamber."""
    sara = await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    maryam = await town.secretary()
    await planning(maryam)
    seen = await maryam.taps("دعوت", "همهٔ دستگاه‌ها")
    assert "آمادهٔ دعوت: ۱ نفر" in seen
    assert f"• سارا محمدی، {CITY}" in seen
    assert f"• سارا محمدی، {CHAMBER}" in seen
    assert f"حذف سارا محمدی، {CHAMBER}" in maryam.buttons()
    sara.marks()
    assert "برای ۱ نفر فرستاده شد" in await maryam.taps("ارسال دعوت‌نامه به ۱ نفر")
    assert sara.sees().count("دعوت می‌شود") == 1
    return maryam, sara


async def ends(maryam: Human, agency: str) -> None:
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", agency, "سارا محمدی", "پایان دادن به این نقش", "بله، پایان یابد")


async def test_one_reply_counts_one_person_and_stands_for_both(town: Town) -> None:
    maryam, sara = await both_invited(town)
    assert "بی‌پاسخ ۱" in await maryam.taps("پاسخ‌ها")
    assert "این ۱ نفر" in await maryam.taps("یادآوری به بی‌پاسخ‌ها (۱)")
    await sara.taps("حضور دارم")
    seen = await maryam.taps("پاسخ‌ها")
    assert "(۱ دعوت‌شده): حضور ۱" in seen
    assert f"• سارا محمدی، {CITY}: حضور دارد" in seen
    assert f"• سارا محمدی، {CHAMBER}: حضور دارد" in seen
    await town.clock.to("1398-08-20 14:00")
    await maryam.says("/meetings")
    assert "۱ حاضر، ۰ با نماینده، ۰ غایب" in await maryam.taps("۲۰ آبان", "حضور و غیاب")


async def test_the_second_agency_is_told_when_the_first_role_ends(town: Town) -> None:
    maryam, sara = await both_invited(town)
    await sara.taps("حضور دارم")
    await ends(maryam, CITY)
    sara.marks()
    await maryam.says("/meetings")
    await maryam.taps("۲۰ آبان", "تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۵ آذر")
    assert "به ۱ نفر خبر داده شد" in await maryam.taps("ثبت")
    assert "زمان این جلسه تغییر کرد" in sara.sees()
    assert "پاسخ شما: امکان حضور ندارم" in await sara.taps("امکان حضور ندارم")
    await maryam.says("/meetings")
    seen = await maryam.taps("۵ آذر", "پاسخ‌ها")
    assert f"• سارا محمدی، {CHAMBER}: امکان حضور ندارد" in seen
    # The city has nobody who could be told, and Sara is one person still.
    seen = await maryam.taps("صفحهٔ این جلسه", "دعوت")
    assert "پیام به ۱ نفر یا دستگاه نمی‌رسد" in seen
    assert "۱ نفر پیش‌تر دعوت شده‌اند" in seen


async def test_each_agency_gets_its_letter_of_invitation(town: Town) -> None:
    maryam, _ = await both_invited(town)
    await maryam.taps("نامهٔ دعوت به هر دستگاه")
    with zipfile.ZipFile(io.BytesIO(await document(town, maryam))) as archive:
        names = " ".join(archive.namelist())
    assert CITY in names
    assert CHAMBER in names


async def test_an_agency_that_is_added_later_shares_the_invitation_and_the_reply(town: Town) -> None:
    sara = await town.representative_of(CITY)
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر")
    await sara.taps("حضور دارم")
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    sara.marks()
    seen = await maryam.taps("دعوت", "همهٔ دستگاه‌ها")
    assert "۱ نفر یا دستگاه به فهرست افزوده شد" in seen
    assert not [label for label in maryam.buttons() if "ارسال دعوت‌نامه" in label]
    assert "کسی افزوده نشد" in await maryam.taps("همهٔ دستگاه‌ها")
    assert f"• سارا محمدی، {CHAMBER}: حضور دارد" in await maryam.taps("صفحهٔ این جلسه", "پاسخ‌ها")
    assert sara.sees() == ""


async def test_the_chair_who_heads_an_agency_has_a_place_for_each(town: Town) -> None:
    karim = await town.member("کریم صالحی", Role.CHAIR)
    await town.member("کریم صالحی", Role.HEAD, CITY)
    maryam = await town.secretary()
    await planning(maryam)
    seen = await maryam.taps("دعوت", "رئیس کارگروه", "همهٔ دستگاه‌ها")
    assert "آمادهٔ دعوت: ۱ نفر" in seen
    assert "• کریم صالحی، رئیس کارگروه" in seen
    assert f"• کریم صالحی، {CITY}" in seen
    karim.marks()
    await maryam.taps("ارسال دعوت‌نامه به ۱ نفر")
    assert karim.sees().count("دعوت می‌شود") == 1


async def test_merged_agencies_leave_one_place(town: Town) -> None:
    maryam, _ = await both_invited(town)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CHAMBER, "ادغام")
    await maryam.says(CITY)
    await maryam.taps(CITY)
    await maryam.taps(next(label for label in maryam.buttons() if "بله" in label))
    async with town.app.db.read() as session:
        assert len((await session.scalars(select(Invitee))).all()) == 1
