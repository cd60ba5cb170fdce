"""Agencies and groups, as the secretariat keeps them."""

import pytest
from sqlalchemy import select

from models.tables.agencies import Agency, Group
from models.tables.meetings import Owner, Resolution
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def opened(maryam: Human, agency: str) -> str:
    await maryam.says("/members")
    return await maryam.taps("دستگاه‌ها", agency)


async def test_an_agency_is_searched_added_and_corrected(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    assert "در فهرست نیست. اگر نام درست است" in await maryam.says("دانشگاه علوم پزشکی")
    assert "دستگاه تازه افزوده شد" in await maryam.taps("در فهرست نیست")
    await maryam.taps("اصلاح مشخصات", "اصلاح نوع")
    await maryam.says("دانشگاه‌ها")
    await maryam.taps("«دانشگاه‌ها» در فهرست نیست", "اصلاح نام‌های دیگر")
    await maryam.says("علوم پزشکی\nدانشگاه پزشکی")
    await maryam.taps("اصلاح دستگاه بالادست", CITY)
    seen = await maryam.taps("ثبت")
    assert "نوع: دانشگاه‌ها" in seen
    assert f"زیرمجموعهٔ {CITY}" in seen
    assert "علوم پزشکی، دانشگاه پزشکی" in seen
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("دانشگاه پزشكي")
    assert "دانشگاه علوم پزشکی" in maryam.buttons()
    await maryam.taps("دانشگاه علوم پزشکی", "اصلاح مشخصات", "اصلاح دستگاه بالادست")
    await maryam.taps("بدون پاسخ بماند")
    assert "زیرمجموعهٔ" not in await maryam.taps("ثبت")


@pytest.mark.ci
async def test_two_agencies_do_not_share_a_name_and_none_is_its_own_parent(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await town.representative_of(CHAMBER, "علی کریمی")
    await opened(maryam, CHAMBER)
    await maryam.taps("اصلاح مشخصات", "اصلاح نام")
    await maryam.says("شهرداري مشهد")
    assert f"دستگاه دیگری با نام «{CITY}» در فهرست هست" in await maryam.taps("ثبت")


async def test_a_retired_agency_leaves_the_lists_and_can_come_back(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await opened(maryam, CITY)
    assert "کنار گذاشته شد" in await maryam.taps("کنار گذاشتن")
    assert "بازگردانده شد" in await maryam.taps("بازگرداندن")
    await maryam.taps("کنار گذاشتن", "همهٔ دستگاه‌ها")
    assert CITY not in maryam.buttons()


async def test_who_joins_a_group_is_told_what_it_owes(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 6, "پیشنهادهای خود را بفرستند.", CHAMBER, due="1398-07-20")
    async with town.app.db.write() as session:
        group = Group(name="کلیه مدعوین", name_fold="کلیه مدعوین")
        session.add(group)
        await session.flush()
        resolution = await session.scalar(select(Resolution))
        assert resolution
        session.add(Owner(resolution_id=resolution.id, group_id=group.id))
    await maryam.says("/members")
    await maryam.taps("گروه‌ها", "کلیه مدعوین", "افزودن دستگاه")
    assert "۱ دستگاه" in await maryam.taps(CITY, "ادامه")
    told = sara.sees()
    assert "به «کلیه مدعوین» افزوده شد" in told
    assert "پیشنهادهای خود را بفرستند" in told
    await maryam.taps("برداشتن دستگاه", CITY, "ادامه")
    assert "۰ دستگاه" in maryam.sees()
    assert "پیشنهادهای خود" in await sara.says("/tasks")


async def test_a_group_is_made_and_renamed_and_keeps_its_old_name(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("گروه‌ها")
    await maryam.says("اعضای کمیته")
    await maryam.taps("در فهرست نیست", "نام تازه")
    assert "اعضای کمیتهٔ اقتصادی" in await maryam.says("اعضای کمیتهٔ اقتصادی")
    async with town.app.db.read() as session:
        group = await session.scalar(select(Group))
        assert group
        assert group.aliases == ["اعضای کمیته"]


async def test_a_card_that_a_colleague_changed_meanwhile_is_shown_and_not_overwritten(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await opened(maryam, CITY)
    await maryam.taps("اصلاح مشخصات", "اصلاح تلفن")
    await maryam.says("۰۵۱۳۱۲۳۴")
    async with town.app.db.write() as session:
        agency = await session.scalar(select(Agency))
        assert agency
        agency.phone, agency.version = "۰۵۱۳۹۹۹۹", agency.version + 1
    seen = await maryam.taps("ثبت")
    assert "جایی ثبت نشد" in seen
    assert "۰۵۱۳۱۲۳۴" in seen
    assert "همکار دیگری مشخصات را تغییر داده است" in seen
    assert "۰۵۱۳۹۹۹۹" in seen


async def test_the_secretary_decides_whether_a_late_member_of_a_group_owes_what_was_due_before(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    ali = await town.representative_of(CHAMBER, "علی کریمی")
    await issue(town, 4, "نمایندهٔ خود را معرفی کنند.", CITY, due="1398-07-20")
    await maryam.says("/members")
    await maryam.taps("گروه‌ها")
    await maryam.says("همهٔ مدعوین")
    await maryam.taps("«همهٔ مدعوین» در فهرست نیست")
    async with town.app.db.write() as session:
        group = (await session.scalars(select(Group))).one()
        [owner] = (await session.scalars(select(Owner))).all()
        owner.agency_id, owner.group_id = None, group.id
    await town.clock.to("1398-07-28 10:00")
    await maryam.taps("افزودن دستگاه")
    seen = await maryam.taps(CHAMBER, "ادامه")
    assert f"مهلت ۱ مصوبهٔ این گروه پیش از پیوستن «{CHAMBER}» گذشته است" in seen
    assert "اکنون اقدام بازی ندارید" in await ali.says("/tasks")
    assert "۱ اقدام با مهلت گذشته" in await maryam.taps("از این دستگاه هم خواسته شود")
    assert "مصوبهٔ ۴" in ali.sees()


@pytest.mark.ci
async def test_a_group_is_filled_by_ticks_by_a_new_name_and_from_another_group(town: Town) -> None:
    maryam = await town.secretary()
    people = [await town.representative_of(f"اداره کل {name}", f"سارا {name}") for name in "ابپتثجچحخد"]
    await issue(town, 4, "نمایندهٔ خود را معرفی کنند.", "دانشگاه فردوسی", due="1398-07-20")
    await maryam.says("/members")
    await maryam.taps("گروه‌ها")
    await maryam.says("همهٔ مدعوین")
    await maryam.taps("«همهٔ مدعوین» در فهرست نیست")
    async with town.app.db.write() as session:
        group = (await session.scalars(select(Group))).one()
        [owner] = (await session.scalars(select(Owner))).all()
        owner.agency_id, owner.group_id = None, group.id
    await town.clock.to("1398-07-28 10:00")
    await maryam.taps("افزودن دستگاه", "اداره کل پ", "صفحهٔ بعد", "اداره کل د")
    assert "انتخاب‌شده (۲): اداره کل پ، اداره کل د" in maryam.sees()
    assert "انتخاب‌شده (۱): اداره کل پ" in await maryam.taps("● اداره کل د")
    await maryam.says("اداره کل")
    assert "انتخاب‌شده (۱۰)" in await maryam.taps("همهٔ ۱۰ مورد")
    await maryam.says("بنیاد مسکن")
    await maryam.taps("«بنیاد مسکن» در فهرست نیست")
    seen = await maryam.taps("ادامه")
    assert "۱۱ دستگاه به گروه افزوده شد" in maryam.everything()
    assert "پیش از پیوستن ۱۱ دستگاه گذشته است" in seen
    assert "۱۱ اقدام با مهلت گذشته برای ۱۱ دستگاه" in await maryam.taps("از این دستگاه‌ها هم خواسته شود")
    assert "مصوبهٔ ۴" in people[0].sees()
    await maryam.taps("همهٔ گروه‌ها")
    await maryam.says("اعضای کمیته")
    await maryam.taps("«اعضای کمیته» در فهرست نیست")
    assert "۱۱ دستگاه به گروه افزوده شد" in await maryam.taps("افزودن از گروه دیگر", "همهٔ مدعوین")
    assert "از پیش در گروه است" in await maryam.taps("افزودن از گروه دیگر", "همهٔ مدعوین")
    await maryam.taps("برداشتن دستگاه", "همهٔ ۱۱ مورد", "پاک کردن همه")
    assert "ادامه" not in maryam.buttons()
