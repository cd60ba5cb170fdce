"""Names that the secretary corrected are known in the next minutes, and are hers to change."""

from sqlalchemy import select

from models.tables.agencies import Agency, Group
from tests.handlers.secretariat.meetings.binalud import HEAD, LAND, sends_minutes
from tests.town import Human, Town

CITY = "شهرداری بینالود"
FIFTH = HEAD.replace("چهارمین", "پنجمین").replace("۰۷/۰۶", "۰۷/۲۰") + LAND
SIXTH = HEAD.replace("چهارمین", "ششمین").replace("۰۷/۰۶", "۰۸/۰۴") + LAND
PARK = """مصوبه ۱: مقرر شد فهرست دامداری‌ها تهیه شود.
مسئول: امور دام
مهلت: دو هفته
"""


async def agency(town: Town, name: str) -> Agency:
    async with town.app.db.read() as session:
        found = await session.scalar(select(Agency).where(Agency.name == name))
        assert found
        return found


async def opens_card(maryam: Human, name: str) -> str:
    await maryam.says("/members")
    return await maryam.taps("دستگاه‌ها", name)


async def test_a_confirmed_guess_is_no_question_in_the_next_minutes(town: Town) -> None:
    await town.representative_of(CITY)
    maryam = await town.secretary()
    await sends_minutes(maryam, HEAD + LAND)
    await maryam.taps("دیدن ابهام‌ها (۱)")
    seen = await maryam.taps("بله، همان است")
    assert "در صورتجلسه‌های بعدی هم «شهرداری» همین شناخته می‌شود" in seen
    assert (await agency(town, CITY)).aliases == ["شهرداری"]

    await sends_minutes(maryam, FIFTH)
    seen = await maryam.taps("فهرست مصوبه‌ها", "۱، ")
    assert f"• {CITY}" in seen
    assert "همان" not in seen


async def test_a_name_that_was_chosen_from_the_list_is_known_too_and_can_be_taken_back(town: Town) -> None:
    await town.representative_of("اداره کل دامپزشکی")
    maryam = await town.secretary()
    await sends_minutes(maryam, HEAD + PARK)
    await maryam.taps("فهرست مصوبه‌ها", "۱، ", "مسئولان", "امور دام", "انتخاب از فهرست")
    await maryam.says("دامپزشکی")
    assert "«امور دام» همین شناخته می‌شود" in await maryam.taps("اداره کل دامپزشکی")

    assert "نام‌های دیگر: امور دام" in await opens_card(maryam, "اداره کل دامپزشکی")
    await maryam.taps("اصلاح مشخصات", "اصلاح نام‌های دیگر")
    await maryam.says("دام و طیور")
    await maryam.taps("ثبت")
    assert (await agency(town, "اداره کل دامپزشکی")).aliases == ["دام و طیور"]


async def test_a_name_that_means_now_one_and_now_another_is_asked_about_each_time(town: Town) -> None:
    await town.representative_of(CITY)
    await town.representative_of("شهرداری گلمکان")
    maryam = await town.secretary()
    for text in (HEAD + LAND, FIFTH):
        await sends_minutes(maryam, text)
        await maryam.taps("فهرست مصوبه‌ها", "۱، ", "مسئولان")
        await maryam.taps("شهرداری", "انتخاب از فهرست")
        await maryam.says("بینالود" if text != FIFTH else "گلمکان")
        seen = await maryam.taps(CITY if text != FIFTH else "شهرداری گلمکان")
    assert f"«شهرداری» تاکنون «{CITY}» شناخته می‌شد؛ از این پس هر بار می‌پرسیم" in seen
    assert [(await agency(town, name)).aliases for name in (CITY, "شهرداری گلمکان")] == [[], []]


async def test_the_other_names_of_a_group_are_written_anew(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("گروه‌ها")
    await maryam.says("کلیه مدعوین")
    await maryam.taps("در فهرست نیست", "نام‌های دیگر")
    assert "نام‌های دیگر: اعضای حاضر، مهمانان جلسه" in await maryam.says("اعضای حاضر\nمهمانان جلسه")
    async with town.app.db.read() as session:
        group = await session.scalar(select(Group))
        assert group
        assert group.aliases == ["اعضای حاضر", "مهمانان جلسه"]
