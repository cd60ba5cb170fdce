"""Twins that an import made become one agency again."""

from domain.access.member import Role
from tests.issued import issue
from tests.town import Human, Town

CITY, TWIN = "شهرداری مشهد", "شهرداری کلانشهر مشهد"


async def chooses_twin(town: Town) -> Human:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "ادغام با دستگاه دیگر")
    await maryam.taps(TWIN)
    return maryam


async def test_maryam_merges_the_twin_and_its_people_go_on(town: Town) -> None:
    await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-08-21")
    await issue(town, 8, "برنامهٔ آموزش", TWIN, due="1398-08-21")
    maryam = await chooses_twin(town)
    seen = maryam.sees()
    assert f"«{TWIN}» در «{CITY}» ادغام می‌شود" in seen
    assert "افراد: ۱" in seen
    assert "اقدام‌ها: ۲" in seen
    assert f"مصوبهٔ ۷، جلسهٔ ۵: اقدام «{CITY}» می‌ماند" in seen
    seen = await maryam.taps("بله، ادغام شود")
    assert f"«{TWIN}» از این پس نام دیگر «{CITY}» است" in seen
    assert "در ۱ مصوبه" in seen
    assert TWIN in await maryam.taps(CITY)
    assert f"«{TWIN}» و «{CITY}»" in reza.everything()
    assert "برنامهٔ آموزش" in await reza.says("/tasks")


async def test_an_old_preview_and_one_agency_twice_are_refused(town: Town) -> None:
    await town.representative_of(CITY)
    await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    maryam = await chooses_twin(town)
    await issue(town, 8, "برنامهٔ آموزش", TWIN, due="1398-08-21")
    assert "در این میان" in await maryam.taps("بله، ادغام شود")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "ادغام با دستگاه دیگر")
    assert "خودش" in await maryam.taps(CITY)


async def test_the_two_can_be_turned_round(town: Town) -> None:
    await town.representative_of(CITY)
    await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    maryam = await chooses_twin(town)
    assert f"«{CITY}» در «{TWIN}» ادغام می‌شود" in await maryam.taps("بماند")
